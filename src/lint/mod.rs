//! From bytes to a [`Report`]: decode, parse, identify, bind, judge.
//!
//! What lives here: the order of the stages. Each stage is a module: `identify` tells what a document is, `bind` walks tree and
//! shapes together once, `structure` and `scalar` judge by the shapes, `evaluate` by the rules, `finding` gives words. What does
//! not: what a caller can ask for (`linter`), and how findings look (that is [report](crate::render)'s).

mod accepted;
mod bind;
mod document;
mod element;
mod error;
mod evaluate;
mod fault;
mod identify;
mod linter;
pub mod nesting;
mod repair;
mod rulebook;
mod structure;
mod suppress;
mod unfilled;
mod unknown;
mod wording;

use crate::model::rule::{ByShape, Check, OperationKind, Rule};
use crate::model::schema::{Root, Schema, Version};
use crate::outcome::{Finding, Idle, Report, Status};
use crate::text::{Applicability, Edit, Source, Span};
use crate::tree::{Form, NodeId, SyntaxFault, Tree};
use crate::{builtin, tree};

pub(crate) use document::Document as BoundDocument;
pub use element::Element;
pub use error::Error;
pub(crate) use error::{near_miss, near_versions};
pub use linter::{Linter, Operation};
#[cfg(feature = "config")]
pub(crate) use repair::insert_member;
pub use suppress::Suppression;
#[cfg(feature = "config")]
pub(crate) use suppress::segments;

use document::Document;
use evaluate::Evaluator;
use evaluate::path_walk::{Joins, Surroundings};
use fault::{Builtin, Cause, Event};
use identify::{Identified, Outcome};
use rulebook::RuleBook;
use wording::phrasing;

/// The fault of a suppression that names no rule.
pub(crate) const UNKNOWN_RULE_IGNORED: &str = Builtin::UnknownRuleIgnored.name();

/// Lints one document, XML or JSON, as it is.
///
/// ```
/// let report = cloudfront_lint::lint("<InvalidationBatch/>");
/// assert!(report.has_errors());
/// ```
pub fn lint(document: &(impl AsRef<[u8]> + ?Sized)) -> Report<'_> {
    Linter::new().lint(document)
}

/// The built-in rules, in the order of their files.
pub fn rules() -> &'static [Rule] {
    &builtin::RULES
}

impl Linter<'_> {
    /// Lints one document. Never fails and never panics: what cannot be read is a finding.
    pub fn lint<'s>(&self, document: &'s (impl AsRef<[u8]> + ?Sized)) -> Report<'s> {
        self.lint_source(Source::decode(document.as_ref()))
    }

    pub(crate) fn lint_source<'s>(&self, source: Source<'s>) -> Report<'s> {
        let judged = self.judge(&source);
        Report {
            form: judged.form,
            root: judged.root,
            api_version: judged.api_version,
            status: judged.status,
            findings: judged.findings,
            suppressed: judged.suppressed,
            idle: judged.idle,
            blind: judged.blind,
            source,
        }
    }

    #[expect(
        clippy::too_many_lines,
        reason = "the stages stand here in their order"
    )]
    fn judge(&self, source: &Source<'_>) -> Judged {
        let schema = &builtin::SCHEMA;
        if let Some(what) = identify::notation::foreign(source.text()) {
            return Judged::skipped(source, Some(format!("it looks like {what}")));
        }
        let (tree, mut faults) = tree::parse_with(source, &NESTING);
        tree::doubt_neighbours(&mut faults);
        let mut judged = Judged {
            form: tree.form(),
            root: None,
            api_version: None,
            status: Status::Checked,
            findings: Vec::new(),
            suppressed: 0,
            idle: Vec::new(),
            blind: true,
        };
        let rules = RuleBook::with(&self.rules).weighed(&self.weights);
        let is_doubtful = faults
            .iter()
            .any(|fault| fault.edits.is_empty() || fault.applicability == Applicability::Unsafe);
        let mut context = wording::finding::Context {
            source,
            document: None,
            previous: None,
            operation: self.operation_kind(None),
            api: None,
            quotas: &builtin::QUOTAS,
            formats: self.formats(),
            is_doubtful,
        };
        let is_broken = !faults.is_empty();
        let syntax = faults.into_iter().map(syntax_event);
        let mut identified = match identify::identify(&tree, schema, self.version) {
            Outcome::Ours(identified) => identified,
            Outcome::Unknown(events) => {
                judged.findings = self.findings(&context, &rules, syntax.chain(events));
                return judged;
            }
            Outcome::Foreign(what) => {
                if source.text().trim().is_empty() || identify::is_begun(&tree, schema) {
                    judged.findings = self.findings(&context, &rules, syntax);
                } else {
                    judged.status = Status::Skipped(what);
                }
                return judged;
            }
        };
        judged.root = Some(schema.name_text(identified.root.name).to_owned());
        let api = identified.root.api.as_ref();
        context.api = api;
        identified
            .events
            .extend(identify::encoding::told(source, &identified));
        judged.api_version = Some(api.map_or_else(
            || schema.version_info(identified.version).name.to_string(),
            |api| api.version.to_string(),
        ));

        let previous_bytes = match self.operation {
            Operation::Update { previous, .. } => previous,
            _ => None,
        };
        let previous_source = previous_bytes.map(|bytes| Source::decode(bytes.as_ref()));
        let previous_tree = previous_source
            .as_ref()
            .map(|source| tree::parse_with(source, &NESTING).0);
        let (previous_identified, other_kind) = previous_tree
            .as_ref()
            .map_or((None, None), |tree| replaced(tree, identified.root, schema));
        let previous = previous_tree
            .as_ref()
            .zip(previous_identified.as_ref())
            .map(|(tree, it)| bound(tree, schema, it).0);

        let (mut document, mut walk) = self.bound_as_meant(&tree, schema, &mut identified);
        if identified.root.api.is_none() {
            judged.api_version = Some(schema.version_info(identified.version).name.to_string());
        }
        structure::check(&mut document, &mut walk);
        structure::scalar::check(
            &mut document,
            &walk.scalars,
            &builtin::FORMATS,
            &mut walk.events,
        );
        structure::count_for_unread(&document, &mut walk.events);
        structure::doubt_counts(&document, &mut walk.events);
        identify::response::soften(&document, identified.root, &mut walk.events);
        let operation = self.operation_kind(Some(&identified));
        let joins = Joins::default();
        let given = Surroundings {
            joins: &joins,
            document: &document,
            previous: previous.as_ref(),
            formats: self.formats(),
            if_match: self.if_match().or(identified.etag.as_deref()),
            etag: identified.etag.as_deref(),
            previous_etag: previous_identified
                .as_ref()
                .and_then(|it| it.etag.as_deref()),
        };
        let index = self.index();
        let mut of_another = self.previous_of_another(
            &given,
            &rules,
            &index.identities,
            operation,
            &walk.structures,
        );
        of_another.extend(
            other_kind.and_then(|other| of_other_kind(&document, &rules, other, identified.root)),
        );
        let is_of_another = !of_another.is_empty();
        let around = if is_of_another {
            given.without_previous()
        } else {
            given
        };
        let mut evaluator = Evaluator::new(&around, &builtin::QUOTAS, &self.quotas);
        evaluator.run(&rules, &index.errors, operation, &walk.structures);
        // What is doubtful is asked last, so that it is not said of what is surely wrong.
        evaluator.run(&rules, &index.others, operation, &walk.structures);
        let mut events = evaluator.take_events(&mut walk.events);
        events.extend(of_another);
        let has_silenced = evaluator.has_silenced();
        drop(evaluator);
        let is_faulty = !walk.events.is_empty();
        unfilled::convert(&document, &rules, &mut events);
        events.append(&mut walk.events);
        unfilled::join(&document, identified.is_answer(), &mut events);
        if let (Some(tree), Some(before)) = (&previous_tree, &previous_identified)
            && !is_of_another
        {
            self.mark_unchanged(&document, (tree, before), &rules, &mut events);
        } else if matches!(self.operation, Operation::Open) && identified.is_answer() {
            accepted::mark_answer(&rules, &builtin::QUOTAS, &mut events);
        }
        context.document = Some(&document);
        context.previous = around.previous;
        context.operation = operation;
        let extra = attributes(&tree).chain(self.response_root(&document, &identified));
        let all = syntax
            .chain(identified.events.iter().cloned())
            .chain(extra)
            .chain(events);
        judged.findings = self.findings(&context, &rules, all);
        judged.blind =
            is_broken || has_silenced || is_of_another || is_faulty && document.has_blind_spots();
        let speaks = |rule: &Rule| {
            rules.is_on(rule)
                && rule.holds(identified.version, operation)
                && (previous.is_some() || !rule.compares())
        };
        let outcome = suppress::apply(
            &document,
            &rules,
            &mut judged.findings,
            !judged.blind,
            speaks,
        );
        judged
            .findings
            .extend(self.findings(&context, &rules, outcome.events.into_iter()));
        self.settle(&mut judged, outcome.suppressed, |name| {
            rules.iter().any(|rule| rule.name == name && speaks(rule))
        });
        judged
    }

    /// Marks the faults that the previous document has too.
    fn mark_unchanged<'a>(
        &'a self,
        document: &Document<'_>,
        (tree, before): (&Tree<'_>, &Identified),
        rules: &RuleBook<'a>,
        events: &mut [Event],
    ) {
        if events.is_empty() {
            return;
        }
        let (mut past, mut walk) = bound(tree, &builtin::SCHEMA, before);
        structure::check(&mut past, &mut walk);
        structure::scalar::check(
            &mut past,
            &walk.scalars,
            &builtin::FORMATS,
            &mut walk.events,
        );
        let joins = Joins::default();
        let around = Surroundings {
            joins: &joins,
            document: &past,
            previous: None,
            formats: self.formats(),
            if_match: None,
            etag: None,
            previous_etag: None,
        };
        let mut evaluator = Evaluator::new(&around, &builtin::QUOTAS, &self.quotas);
        let operation = Some(OperationKind::Update);
        let index = self.index();
        evaluator.run(rules, &index.errors, operation, &walk.structures);
        evaluator.run(rules, &index.others, operation, &walk.structures);
        let mut known = evaluator.take_events(&mut walk.events);
        known.append(&mut walk.events);
        accepted::mark_unchanged(document, &past, &known, rules, events);
    }

    /// What tells that the previous document is that of another resource.
    fn previous_of_another<'a>(
        &'a self,
        given: &'a Surroundings<'a>,
        rules: &RuleBook<'a>,
        identities: &ByShape,
        operation: Option<OperationKind>,
        structures: &[NodeId],
    ) -> Vec<Event> {
        if given.previous.is_none() {
            return Vec::new();
        }
        let mut evaluator = Evaluator::new(given, &builtin::QUOTAS, &self.quotas);
        evaluator.run(rules, identities, operation, structures);
        evaluator.events
    }

    /// Brings the findings into order, without those that settings suppress; comments have suppressed some already.
    fn settle(&self, judged: &mut Judged, suppressed: usize, speaks: impl Fn(&str) -> bool) {
        sort(&mut judged.findings);
        let settled = suppress::apply_settings(
            &self.suppressions,
            &mut judged.findings,
            !judged.blind,
            speaks,
        );
        judged.suppressed = suppressed + settled.suppressed;
        judged.idle = settled.idle;
    }

    /// Binds a document to what it was plainly meant as.
    fn bound_as_meant<'t>(
        &self,
        tree: &'t Tree<'t>,
        schema: &'static Schema,
        identified: &mut Identified,
    ) -> (Document<'t>, bind::Walk) {
        let (mut document, walk) = self.bound_to_version(tree, schema, identified);
        if !matches!(self.operation, Operation::Delete { .. }) {
            identify::response::explain_bare(&mut document, identified.root);
        }
        (document, walk)
    }

    /// Binds a document to the version that it says it is of, or to a later one that it was plainly written for.
    fn bound_to_version<'t>(
        &self,
        tree: &'t Tree<'t>,
        schema: &'static Schema,
        identified: &mut Identified,
    ) -> (Document<'t>, bind::Walk) {
        let (document, walk) = bound(tree, schema, identified);
        if self.version.is_some() || identified.envelope.is_some() || identified.root.api.is_some()
        {
            return (document, walk);
        }
        let Some((later, event)) = identify::written_for::outgrown(&document, &walk.unknown)
            .filter(|(later, _)| identified.root.versions.contains(*later))
        else {
            return (document, walk);
        };
        let declared = std::mem::replace(&mut identified.version, later);
        let (newer, newer_walk) = bound(tree, schema, identified);
        if newer_walk.unknown.len() < walk.unknown.len() {
            identified.events.push(event);
            return (newer, newer_walk);
        }
        identified.version = declared;
        (document, walk)
    }

    /// The findings of some faults, by place and then by rule. A fault that no rule speaks of is none.
    fn findings(
        &self,
        context: &wording::finding::Context<'_>,
        rules: &RuleBook<'_>,
        events: impl Iterator<Item = Event>,
    ) -> Vec<Finding> {
        let made = |event: Event| {
            let rule =
                wording::finding::rule_of(rules, event.cause).filter(|rule| rules.is_on(rule))?;
            let finding = wording::finding::finding(context, rule, &event);
            let weight = self.weights.get(rule.name.as_ref()).copied().flatten();
            Some(Finding {
                severity: weight.unwrap_or(finding.severity),
                ..finding
            })
        };
        let mut findings: Vec<Finding> = events.filter_map(made).take(MOST_FINDINGS + 1).collect();
        if findings.len() > MOST_FINDINGS {
            let mut event = Event::new(Builtin::FindingLimit, findings[MOST_FINDINGS].span);
            event.argument("limit", phrasing::number(MOST_FINDINGS as i64));
            findings.truncate(MOST_FINDINGS);
            findings.extend(made(event));
        }
        sort(&mut findings);
        findings
    }

    /// The body of an answer where a request belongs.
    fn response_root(&self, document: &Document<'_>, identified: &Identified) -> Option<Event> {
        match self.operation {
            // What describes a resource that is to be deleted is an answer.
            Operation::Delete { .. } => None,
            Operation::Create | Operation::Update { .. } => {
                identify::response::told(document, identified, true)
            }
            Operation::Open => identify::response::told(document, identified, false),
        }
    }
}

/// What a previous document is, or its root where it is of another kind: only one of the same kind can have been replaced.
fn replaced(
    tree: &Tree<'_>,
    root: &Root,
    schema: &'static Schema,
) -> (Option<Identified>, Option<&'static Root>) {
    match identify::identify(tree, schema, None) {
        Outcome::Ours(before)
            if identify::response::config_shape(before.root, schema)
                == identify::response::config_shape(root, schema) =>
        {
            (Some(before), None)
        }
        Outcome::Ours(before) => (None, Some(before.root)),
        _ => (None, None),
    }
}

/// What tells that the previous document is of another kind than the one that is to replace it.
fn of_other_kind(
    document: &Document<'_>,
    rules: &RuleBook<'_>,
    other: &Root,
    root: &Root,
) -> Option<Event> {
    let tells_identity =
        |rule: &Rule| matches!(rule.check, Check::Unchanged { identity: true, .. });
    let index = rules.iter().position(tells_identity)?;
    let head = document.tree.node(document.root);
    let first = document
        .tree
        .children(document.root)
        .next()
        .map(|child| document.tree.node(child).name);
    let span = if head.name.is_empty() {
        first.unwrap_or(head.head())
    } else {
        head.name
    };
    let mut event = Event::of(Cause::Rule(index), span)
        .at(document.root)
        .variant("kind");
    event.argument(
        "previous",
        phrasing::quote(document.schema.name_text(other.name)),
    );
    event.argument(
        "root",
        phrasing::quote(document.schema.name_text(root.name)),
    );
    Some(event)
}

/// What the stages came to, before it is joined with the source it borrows from.
struct Judged {
    form: Form,
    root: Option<String>,
    api_version: Option<String>,
    status: Status,
    findings: Vec<Finding>,
    suppressed: usize,
    idle: Vec<Idle>,
    blind: bool,
}

impl Judged {
    /// What is not a document that is checked.
    fn skipped(source: &Source<'_>, what: Option<String>) -> Self {
        Self {
            form: Form::of(source.text()).unwrap_or(Form::Xml),
            root: None,
            api_version: None,
            status: Status::Skipped(what),
            findings: Vec::new(),
            suppressed: 0,
            idle: Vec::new(),
            blind: true,
        }
    }
}

/// What the shapes know of names, by which a text that is not well-formed is mended.
static NESTING: nesting::ShapeNesting = nesting::ShapeNesting::new(&builtin::SCHEMA);

fn bound<'t>(
    tree: &'t Tree<'t>,
    schema: &'static Schema,
    identified: &Identified,
) -> (Document<'t>, bind::Walk) {
    let mut document = Document::new(tree, schema, identified.version, identified.node);
    let walk = bind::bind(&mut document, identified.root.shape);
    document.config = match identified.root.config {
        Some(name) => document.child(identified.node, name),
        None => Some(identified.node),
    };
    (document, walk)
}

#[cfg(feature = "config")]
/// Runs something on a text as it is bound to the shapes of its version; `None` where it is none of our documents.
pub(crate) fn with_document<T>(text: &str, run: impl FnOnce(&Document<'_>) -> T) -> Option<T> {
    let source = Source::new(text);
    let (tree, _) = tree::parse_with(&source, &NESTING);
    match identify::identify(&tree, &builtin::SCHEMA, None) {
        Outcome::Ours(identified) => Some(run(&bound(&tree, &builtin::SCHEMA, &identified).0)),
        _ => None,
    }
}

/// Runs something on a document as it is bound to the shapes of a version, by default its own; `None` where it is none of ours.
pub(crate) fn with_source<T>(
    source: &Source<'_>,
    version: Option<Version>,
    run: impl FnOnce(&Document<'_>, &'static Root, &[SyntaxFault]) -> T,
) -> Option<T> {
    let (tree, faults) = tree::parse_with(source, &NESTING);
    match identify::identify(&tree, &builtin::SCHEMA, version) {
        Outcome::Ours(identified) => Some(run(
            &bound(&tree, &builtin::SCHEMA, &identified).0,
            identified.root,
            &faults,
        )),
        _ => None,
    }
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
    let other = |name: &str| {
        !(name == "xmlns"
            || name.starts_with("xmlns:")
            || name.starts_with("xsi:")
            || name.starts_with("xml:"))
    };
    tree.all_attributes()
        .iter()
        .filter(move |attribute| other(source.slice(attribute.name)))
        .map(move |attribute| {
            let mut event =
                Event::new(Builtin::UnexpectedAttribute, attribute.name).at(attribute.node);
            event.argument("attribute", phrasing::quote(source.slice(attribute.name)));
            let start = source.text()[..attribute.whole.start as usize]
                .trim_end()
                .len();
            let span = Span::new(start, attribute.whole.end as usize);
            event.edits = vec![Edit {
                span,
                text: String::new(),
            }];
            event
        })
}

/// More findings than this tell nobody more, and each takes hundreds of bytes.
const MOST_FINDINGS: usize = 200_000;

fn sort(findings: &mut [Finding]) {
    findings.sort_by(|one, other| {
        (one.span.start, &one.rule, one.span.end, &one.message).cmp(&(
            other.span.start,
            &other.rule,
            other.span.end,
            &other.message,
        ))
    });
}

#[cfg(test)]
mod tests {
    use super::rulebook::RuleBook;
    use crate::lint::fault::Builtin;
    use crate::tree::SyntaxKind;

    #[test]
    fn every_fault_of_the_engine_has_a_rule_that_gives_it_words() {
        let names = Builtin::ALL
            .iter()
            .map(|builtin| builtin.name())
            .chain(SyntaxKind::ALL.iter().map(|kind| kind.name()));
        let without: Vec<&str> = names
            .filter(|name| RuleBook::with(&[]).of_builtin(name).is_none())
            .collect();
        assert_eq!(without, Vec::<&str>::new());
    }
}
