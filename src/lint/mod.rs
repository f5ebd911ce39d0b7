//! From bytes to a [`Report`]: decode, parse, identify, bind, judge.
//!
//! What lives here: [`Linter`] and the order of the stages. Each stage is a module: [`identify`] tells what a document is, `bind`
//! walks tree and shapes together once, `structure` and `scalar` judge by the shapes, `evaluate` by the rules, `finding` gives
//! words. What does not: how findings look (that is [report](crate::report)'s).

mod bind;
mod compare;
mod document;
mod evaluate;
mod event;
mod finding;
mod identify;
mod placeholder;
mod reach;
mod repair;
mod scalar;
mod structure;
mod words;

use std::fmt;

use crate::builtin;
use crate::diagnostic::{Finding, Severity};
use crate::near::nearest;
use crate::report::{Report, Status};
use crate::rule::{OperationKind, Rule};
use crate::schema::{Schema, Version};
use crate::source::Source;
use crate::span::Span;
use crate::tree::{self, Form, SyntaxFault, Tree};

pub(crate) use document::Document as BoundDocument;
pub(crate) use repair::insert_member;

use document::Document;
use evaluate::{Active, Evaluator};
use event::{Builtin, Cause, Event};
use identify::{Identified, Outcome};
use reach::Surroundings;

/// Lints one document, XML or JSON, as it is.
///
/// ```
/// let report = cloudfront_lint::lint("<InvalidationBatch/>");
/// assert!(report.has_errors());
/// ```
pub fn lint<'s>(document: &'s (impl AsRef<[u8]> + ?Sized)) -> Report<'s> {
    Linter::new().lint(document)
}

/// The built-in rules, in the order of their files.
pub fn rules() -> &'static [Rule] {
    &builtin::RULES
}

/// The request that a document is for.
#[derive(Clone, Copy, Default)]
#[non_exhaustive]
pub enum Operation<'o> {
    /// Not known: only what holds for create and update alike is an error.
    #[default]
    Open,
    /// The document becomes a new resource.
    Create,
    /// The document replaces the configuration of a resource.
    Update {
        /// The configuration as it is: a configuration, the answer of a GET, or the file that the AWS CLI saved.
        previous: Option<&'o (dyn AsRef<[u8]> + Sync)>,
        /// The value of the header `If-Match`.
        if_match: Option<&'o str>,
    },
    /// The resource that the document describes is to be deleted.
    Delete {
        /// The value of the header `If-Match`.
        if_match: Option<&'o str>,
    },
}

impl fmt::Debug for Operation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Open => "Open",
            Self::Create => "Create",
            Self::Update { .. } => "Update",
            Self::Delete { .. } => "Delete",
        })
    }
}

/// Why a linter cannot be made as asked.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A version that was never published.
    #[error("`{version}` is no API version{}, expected one from `2008-06-30` to `2020-05-31`", near_miss(.near))]
    UnknownVersion {
        /// The version.
        version: String,
        /// What was probably meant.
        near: Vec<String>,
    },
    /// A quota that no rule knows.
    #[error("`{quota}` is no quota{}", near_miss(.near))]
    UnknownQuota {
        /// The quota.
        quota: String,
        /// What was probably meant.
        near: Vec<String>,
    },
}

fn near_miss(near: &[String]) -> String {
    near.first().map_or(String::new(), |best| format!(" (did you mean `{best}`?)"))
}

/// A linter with its settings.
///
/// ```
/// use cloudfront_lint::{Linter, Operation};
///
/// let live = "<DistributionConfig xmlns=\"http://cloudfront.amazonaws.com/doc/2020-05-31/\"/>";
/// let report = Linter::new().operation(Operation::Update { previous: Some(&live), if_match: Some("E2QWRUHAPOMQZL") }).lint(live);
/// assert!(report.has_errors());
/// ```
#[derive(Clone, Debug, Default)]
pub struct Linter<'o> {
    version: Option<Version>,
    operation: Operation<'o>,
    quotas: Vec<(u16, i64)>,
}

impl<'o> Linter<'o> {
    /// A linter that takes documents as they are.
    pub fn new() -> Self {
        Self::default()
    }

    /// Judges documents as if they were sent to this version of the API.
    ///
    /// # Errors
    /// When no such version was published.
    pub fn api_version(mut self, version: &str) -> Result<Self, Error> {
        let schema = &builtin::SCHEMA;
        let known = schema.version(version).ok_or_else(|| Error::UnknownVersion {
            version: version.to_owned(),
            near: nearest(version, schema.versions.iter().map(|info| info.name.as_ref())).into_iter().map(str::to_owned).collect(),
        })?;
        self.version = Some(known);
        Ok(self)
    }

    /// Says which request the documents are for.
    #[must_use]
    pub fn operation(mut self, operation: Operation<'o>) -> Self {
        self.operation = operation;
        self
    }

    /// Sets a quota that differs from the documented one.
    ///
    /// # Errors
    /// When there is no such quota.
    pub fn quota(mut self, name: &str, value: i64) -> Result<Self, Error> {
        let quotas = &builtin::QUOTAS;
        let index = quotas.iter().position(|quota| quota.name == name).ok_or_else(|| Error::UnknownQuota {
            quota: name.to_owned(),
            near: nearest(name, quotas.iter().map(|quota| quota.name.as_ref())).into_iter().map(str::to_owned).collect(),
        })?;
        self.quotas.push((index as u16, value));
        Ok(self)
    }

    /// Lints one document. Never fails and never panics: what cannot be read is a finding.
    pub fn lint<'s>(&self, document: &'s (impl AsRef<[u8]> + ?Sized)) -> Report<'s> {
        let source = Source::decode(document.as_ref());
        let judged = self.judge(&source);
        Report {
            form: judged.form,
            root: judged.root,
            api_version: judged.api_version,
            status: judged.status,
            findings: judged.findings,
            suppressed: 0,
            source,
        }
    }

    fn judge(&self, source: &Source<'_>) -> Judged {
        let schema = &builtin::SCHEMA;
        let (tree, faults) = tree::parse(source);
        let mut judged = Judged { form: tree.form(), root: None, api_version: None, status: Status::Checked, findings: Vec::new() };
        let rules: Vec<&Rule> = builtin::RULES.iter().collect();
        let mut context = finding::Context { source, document: None, operation: self.operation_kind(None), quotas: &builtin::QUOTAS };
        let syntax = faults.into_iter().map(syntax_event);
        let identified = match identify::identify(&tree, schema, self.version) {
            Outcome::Ours(identified) => identified,
            Outcome::Unknown(events) => {
                judged.findings = findings(&context, &rules, syntax.chain(events));
                return judged;
            }
            Outcome::Foreign(what) => {
                if source.text().trim().is_empty() || (syntax.len() > 0 && identify::is_marked(source.text(), schema)) {
                    judged.findings = findings(&context, &rules, syntax);
                } else {
                    judged.status = Status::Skipped(what);
                }
                return judged;
            }
        };
        judged.root = Some(schema.name_text(identified.root.name).to_owned());
        let api = identified.root.api.as_ref();
        judged.api_version = Some(api.map_or_else(|| schema.version_info(identified.version).name.to_string(), |api| api.version.to_string()));

        let previous_bytes = match self.operation {
            Operation::Update { previous, .. } => previous,
            _ => None,
        };
        let previous_source = previous_bytes.map(|bytes| Source::decode(bytes.as_ref()));
        let previous_tree = previous_source.as_ref().map(|source| tree::parse(source).0);
        let previous_identified = previous_tree.as_ref().and_then(|tree| match identify::identify(tree, schema, None) {
            Outcome::Ours(identified) => Some(identified),
            _ => None,
        });
        let previous = previous_tree.as_ref().zip(previous_identified.as_ref()).map(|(tree, it)| bound(tree, schema, it).0);

        let (mut document, mut walk) = bound(&tree, schema, &identified);
        structure::check(&mut document, &mut walk);
        scalar::check(&mut document, &walk.scalars, &builtin::FORMATS, &mut walk.events);
        let operation = self.operation_kind(Some(&identified));
        let around = Surroundings {
            document: &document,
            previous: previous.as_ref(),
            formats: &builtin::FORMATS,
            if_match: self.if_match().or(identified.etag.as_deref()),
            etag: identified.etag.as_deref(),
            previous_etag: previous_identified.as_ref().and_then(|it| it.etag.as_deref()),
        };
        let active = active(&rules, schema, identified.version, operation);
        let mut evaluator = Evaluator::new(&around, &builtin::QUOTAS, &self.quotas);
        evaluator.run(&active, &walk.structures, |severity| severity == Severity::Error);
        // What is doubtful is asked last, so that it is not said of what is surely wrong.
        evaluator.run(&active, &walk.structures, |severity| severity != Severity::Error);
        let events = std::mem::take(&mut evaluator.events);
        drop(evaluator);

        context.document = Some(&document);
        context.operation = operation;
        let extra = attributes(&tree).chain(self.response_root(&identified, &tree));
        let all = syntax.chain(identified.events.iter().cloned()).chain(extra).chain(walk.events).chain(events);
        judged.findings = findings(&context, &rules, all);
        judged
    }

    /// The body of an answer where a request belongs.
    fn response_root(&self, identified: &Identified, tree: &Tree<'_>) -> Option<Event> {
        let is_response = identified.root.usage == crate::schema::Use::Response && identified.envelope.is_none();
        let is_request = matches!(self.operation, Operation::Create | Operation::Update { .. });
        let config = identified.root.config.filter(|_| is_response)?;
        let schema = &builtin::SCHEMA;
        let mut event = Event::new(Builtin::ResponseRoot, tree.node(identified.node).name).at(identified.node);
        event.argument("root", schema.name_text(identified.root.name).to_owned());
        event.argument("config", schema.name_text(config).to_owned());
        Some(event.variant(if is_request { "request" } else { "" }))
    }

    /// The operation that was named, or what the ETag inside the file tells.
    fn operation_kind(&self, identified: Option<&Identified>) -> Option<OperationKind> {
        match self.operation {
            Operation::Create => Some(OperationKind::Create),
            Operation::Update { .. } => Some(OperationKind::Update),
            Operation::Delete { .. } => Some(OperationKind::Delete),
            Operation::Open => identified.and_then(|it| it.etag.as_ref()).map(|_| OperationKind::Update),
        }
    }

    fn if_match(&self) -> Option<&'o str> {
        match self.operation {
            Operation::Update { if_match, .. } | Operation::Delete { if_match } => if_match,
            Operation::Open | Operation::Create => None,
        }
    }
}

/// What the stages came to, before it is joined with the source it borrows from.
struct Judged {
    form: Form,
    root: Option<String>,
    api_version: Option<String>,
    status: Status,
    findings: Vec<Finding>,
}

fn bound<'t>(tree: &'t Tree<'t>, schema: &'static Schema, identified: &Identified) -> (Document<'t>, bind::Walk) {
    let mut document = Document::new(tree, schema, identified.version, identified.node);
    let walk = bind::bind(&mut document, identified.root.shape);
    document.config = match identified.root.config {
        Some(name) => document.child(identified.node, name),
        None => Some(identified.node),
    };
    (document, walk)
}

/// Runs something on a text as it is bound to the shapes of its version; `None` where it is none of our documents.
pub(crate) fn with_document<T>(text: &str, run: impl FnOnce(&Document<'_>) -> T) -> Option<T> {
    let source = Source::new(text);
    let (tree, _) = tree::parse(&source);
    match identify::identify(&tree, &builtin::SCHEMA, None) {
        Outcome::Ours(identified) => Some(run(&bound(&tree, &builtin::SCHEMA, &identified).0)),
        _ => None,
    }
}

/// The rules that hold in a version for an operation, by the shape they hang on.
fn active<'r>(rules: &'r [&'r Rule], schema: &Schema, version: Version, operation: Option<OperationKind>) -> Active<'r> {
    let mut by_shape = vec![Vec::new(); schema.shapes.len()];
    for (index, rule) in rules.iter().enumerate() {
        let concerns = rule.operations.is_empty() || operation.is_none_or(|operation| rule.operations.contains(&operation));
        // A delete sends no document; what describes the resource is not judged as a request.
        let concerns = concerns && (operation != Some(OperationKind::Delete) || rule.operations.contains(&OperationKind::Delete));
        let silent = rule.silent_while_open && operation.is_none();
        if !concerns || silent || !rule.versions.contains(version) {
            continue;
        }
        for (target, it) in rule.at.iter().enumerate() {
            by_shape[usize::from(it.shape.0)].push((index as u16, target as u16));
        }
    }
    Active { rules, by_shape }
}

fn syntax_event(fault: SyntaxFault) -> Event {
    let mut event = Event::of(Cause::Syntax(fault.kind), fault.span).variant(fault.variant);
    event.related.extend(fault.related);
    event.arguments = fault.arguments;
    event.edits = fault.edits;
    event.applicability = Some(fault.applicability);
    event
}

/// Attributes other than namespace declarations, of which no document of ours has any.
fn attributes<'t>(tree: &'t Tree<'_>) -> impl Iterator<Item = Event> + 't {
    let source = tree.source();
    let other = |name: &str| !(name == "xmlns" || name.starts_with("xmlns:") || name.starts_with("xsi:") || name.starts_with("xml:"));
    tree.all_attributes().iter().filter(move |attribute| other(source.slice(attribute.name))).map(move |attribute| {
        let mut event = Event::new(Builtin::UnexpectedAttribute, attribute.name).at(attribute.node);
        event.argument("attribute", words::quote(source.slice(attribute.name)));
        let start = source.text()[..attribute.whole.start as usize].trim_end().len();
        let span = Span::new(start, attribute.whole.end as usize);
        event.edits = vec![crate::diagnostic::Edit { span, text: String::new() }];
        event
    })
}

/// The findings of some faults, by place and then by rule. A fault that no rule speaks of is none.
fn findings(context: &finding::Context<'_>, rules: &[&Rule], events: impl Iterator<Item = Event>) -> Vec<Finding> {
    let mut findings: Vec<Finding> =
        events.filter_map(|event| finding::rule_of(rules, event.cause).map(|rule| finding::finding(context, rule, event))).collect();
    findings.sort_by(|one, other| {
        (one.span.start, one.span.end, &one.rule, &one.message).cmp(&(other.span.start, other.span.end, &other.rule, &other.message))
    });
    findings
}
