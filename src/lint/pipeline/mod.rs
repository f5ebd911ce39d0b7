//! The stages of a run, in their order: decode and parse, identify, bind, evaluate, word.
//!
//! What lives here: what passes from one stage to the next. The stages themselves are modules:
//! [`identify`](super::identify) finds out what a document is, [`bind`](super::bind) and
//! [`structure`](super::structure) check it by its shapes, [`evaluate`](super::evaluate) by the
//! rules, [`wording`](super::wording) makes findings of the faults, [`suppress`](super::suppress)
//! drops those that comments and settings suppress.

mod comparison;
mod decoded;
mod evaluation;
mod findings;

use std::cell::Cell;

use crate::builtin;
use crate::lint::bind::{self, Walk};
use crate::lint::document::Document;
use crate::lint::evaluate::path_walk::{Inputs, Lookups};
use crate::lint::fault::{Builtin, Fault, JsonMismatch};
use crate::lint::identify::{self, Identified, Outcome};
use crate::lint::judged::Judged;
use crate::lint::nesting::ShapeNesting;
use crate::lint::previous::{Live, Previous};
use crate::lint::rulebook::RuleBook;
use crate::lint::structure::scalar::{self, Values};
use crate::lint::translate::{self, Reading};
use crate::lint::wording::Templates;
use crate::lint::wording::finding::Context;
use crate::lint::{Linter, Operation, once, structure};
use crate::model::rule::OperationKind;
use crate::model::schema::{Root, Schema, Version};
use crate::outcome::gaps::Gaps;
use crate::outcome::{Counts, Report, Status};
use crate::text::Source;
use crate::tree::{self, SyntaxFault, Tree};

pub(in crate::lint) use self::decoded::syntax_fault;
use self::decoded::{Decoded, attributes};
pub(in crate::lint) use self::evaluation::Request;
pub(in crate::lint) use self::findings::sort;

/// What the shapes know about the nesting of names, by which a text that is not well-formed is
/// repaired.
pub(crate) static NESTING: ShapeNesting = ShapeNesting::new(&builtin::SCHEMA);

impl Linter {
    pub(crate) fn lint_source<'s>(&self, source: Source<'s>) -> Report<'s> {
        Judged::merged(self.judge_all(&source)).report(source, self)
    }

    /// What is found in a document, or in each resource of a template.
    pub(in crate::lint) fn judge_all(&self, source: &Source<'_>) -> Vec<Judged> {
        let run = Run::new(self, source);
        let foreign = || identify::notation::foreign(source.text());
        let judged = match translate::read(source, self.other_files.texts()) {
            Reading::Template(template) => return run.template(&template),
            Reading::Other(form) => Judged::new(form, Status::Skipped(None)),
            Reading::Document => match foreign() {
                Some(what) => Judged::skipped(source, format!("it looks like {what}")),
                None => run.judge(),
            },
        };
        vec![judged]
    }
}

/// A stage behind: an identified document, bound and checked by its shapes.
struct Bound<'b> {
    identified: Identified<'b>,
    document: Document<'b>,
    walk: Walk<'b>,
}

/// A run of a linter over one document.
pub(in crate::lint) struct Run<'r> {
    pub(in crate::lint) linter: &'r Linter,
    pub(in crate::lint) rules: RuleBook<'r>,
    pub(in crate::lint) source: &'r Source<'r>,
    /// How many findings are not listed.
    left_out: Cell<Counts>,
}

impl<'r> Run<'r> {
    fn new(linter: &'r Linter, source: &'r Source<'r>) -> Self {
        Self {
            linter,
            left_out: Cell::default(),
            rules: linter.rule_book(),
            source,
        }
    }

    fn judge(&self) -> Judged {
        let decoded = Decoded::new(self.source);
        match identify::identify(&decoded.tree, self.linter.schema(), self.linter.version) {
            Outcome::Ours(identified) => self.document(&decoded, identified),
            Outcome::Unknown(faults) => self.unidentified(&decoded, faults),
            Outcome::Foreign(what) => {
                let is_ours = self.source.text().trim().is_empty()
                    || identify::is_begun(&decoded.tree, self.linter.schema());
                if is_ours {
                    self.unidentified(&decoded, Vec::new())
                } else {
                    Judged {
                        status: Status::Skipped(what),
                        ..decoded.judged()
                    }
                }
            }
        }
    }

    /// What the words of findings may refer to, while no document is known and the notation has no
    /// fault.
    pub(in crate::lint) fn plain_context(&self, operation: Option<OperationKind>) -> Context<'_> {
        Context {
            source: self.source,
            document: None,
            previous: None,
            operation,
            api: None,
            quotas: &builtin::QUOTAS,
            linter: self.linter,
            formats: self.linter.formats(),
            is_doubtful: false,
            templates: Templates::default(),
        }
    }

    /// Checks a text that is not a known document.
    fn unidentified(&self, decoded: &Decoded<'_>, faults: Vec<Fault<'_>>) -> Judged {
        let context = self.context(decoded, self.linter.operation_kind(None));
        let faults = decoded.faults().chain(faults);
        Judged {
            findings: self.findings(&context, faults),
            left_out: self.left_out.take(),
            ..decoded.judged()
        }
    }

    /// Judges a document.
    fn document(&self, decoded: &Decoded<'_>, identified: Identified<'_>) -> Judged {
        let root = identified.root;
        let previous_tree = self.linter.previous().map(Previous::tree);
        let previous = self.linter.previous().zip(previous_tree.as_ref());
        let previous =
            previous.map(|(previous, tree)| Live::new(self.linter.schema(), previous, tree, root));
        let mut bound = self.bind(&decoded.tree, identified);
        self.check_shapes(&mut bound);
        let operation = self.linter.operation_kind(Some(&bound.identified));
        let Bound {
            identified,
            document,
            walk,
        } = bound;
        let lookups = Lookups::new(self.linter.at_hand());
        let inputs = self.inputs(&document, &identified, previous.as_ref(), &lookups);
        let request = Request {
            operation,
            root: identified.root,
            is_answer: identified.is_answer(),
            is_repaired: !decoded.faults.is_empty(),
            previous: previous.as_ref(),
        };
        let evaluated = self.evaluate(&inputs, walk, request);
        let context = Context {
            document: Some(&document),
            previous: evaluated.previous,
            api: identified.root.api.as_ref(),
            ..self.context(decoded, operation)
        };
        let mut faults: Vec<Fault<'_>> = decoded
            .faults()
            .chain(identified.faults.iter().cloned())
            .chain(attributes(&decoded.tree))
            .chain(self.response_root(&document, &identified))
            .chain(evaluated.faults)
            .collect();
        once::join(&mut faults);
        let findings = self.findings(&context, faults);
        let left_out = self.left_out.take();
        let is_guessed = identified.is_guessed();
        // Nobody knows which findings are not listed.
        let gaps = if decoded.is_doubtful() || is_guessed || left_out.all() > 0 {
            Gaps::everything()
        } else {
            evaluated.gaps
        };
        let judged = Judged {
            root: Some(document.schema.name_text(identified.root.name).to_owned()),
            api_version: Some(api_version(&identified)),
            findings,
            left_out,
            update_needs: evaluated.update_needs,
            unevaluated: !decoded.faults.is_empty() || is_guessed || evaluated.unevaluated,
            gaps,
            wants_others: lookups.others.has_missed(),
            ..decoded.judged()
        };
        self.suppress(&context, judged, |rule| {
            rule.applies_to(identified.version, operation)
                && (inputs.previous.is_some() || !rule.compares())
        })
    }

    /// Binds a document to the shapes of its version.
    fn bind<'t>(&self, tree: &'t Tree<'t>, mut identified: Identified<'t>) -> Bound<'t> {
        identified
            .faults
            .extend(identify::encoding::fault(self.source, &identified));
        let mut bound = self.bind_to_version(tree, identified);
        let respelled = bind::respelled::fault(
            &bound.document,
            &bound.walk.respelled,
            &mut bound.identified.faults,
        );
        bound.walk.faults.extend(respelled);
        if self.linter.request() != Operation::Delete {
            identify::response::explain_bare(&mut bound.document, bound.identified.root);
        }
        bound
    }

    /// Binds a document to the version that it declares, or to another one that it was plainly
    /// written for.
    fn bind_to_version<'t>(&self, tree: &'t Tree<'t>, identified: Identified<'t>) -> Bound<'t> {
        let template = self.rules.format_of(
            Builtin::JsonType(JsonMismatch::Template),
            self.linter.formats(),
        );
        let options = bind::Options {
            template,
            any_spelling: true,
            most_faults: self.linter.most_findings(),
        };
        let schema = self.linter.schema();
        let bind = |identified: &Identified<'t>| bound(schema, tree, identified, options);
        let (document, walk) = bind(&identified);
        let mut bound = Bound {
            identified,
            document,
            walk,
        };
        let identified = &bound.identified;
        let is_fixed = self.linter.version.is_some()
            || identified.envelope.is_some()
            || identified.root.api.is_some();
        if is_fixed {
            return bound;
        }
        let unknown = &bound.walk.unknown;
        let Some((other, fault)) = identify::written_for::other_version(&bound.document, unknown)
        else {
            return bound;
        };
        if !identified.root.versions.contains(other) {
            return bound;
        }
        let declared = std::mem::replace(&mut bound.identified.version, other);
        let (document, walk) = bind(&bound.identified);
        let is_better = if other > declared {
            walk.unknown.len() < bound.walk.unknown.len()
        } else {
            walk.unknown.is_empty()
        };
        if is_better {
            bound.identified.faults.push(fault);
            bound.document = document;
            bound.walk = walk;
        } else {
            bound.identified.version = declared;
        }
        bound
    }

    /// Checks a bound document by its shapes.
    fn check_shapes(&self, bound: &mut Bound<'_>) {
        let Bound {
            identified,
            document,
            walk,
        } = bound;
        self.check_values(document, walk);
        structure::correct_counts(document, &mut walk.faults);
        structure::doubt_counts(document, &mut walk.faults);
        identify::response::soften(document, identified.root, &mut walk.faults);
    }

    pub(in crate::lint) fn check_values<'t>(
        &self,
        document: &mut Document<'t>,
        walk: &mut Walk<'t>,
    ) {
        structure::check(document, walk);
        let values = Values {
            rules: self.rules,
            formats: self.linter.formats(),
        };
        scalar::check(document, &walk.scalars, values, &mut walk.faults);
    }

    pub(in crate::lint) fn inputs<'d>(
        &'d self,
        document: &'d Document<'d>,
        identified: &'d Identified<'_>,
        previous: Option<&'d Live<'d>>,
        lookups: &'d Lookups<'d>,
    ) -> Inputs<'d> {
        let etag = identified.etag.as_deref();
        Inputs {
            document,
            previous: previous.and_then(Live::document),
            formats: self.linter.formats(),
            if_match: self.linter.etag().or(etag),
            etag,
            previous_etag: previous.and_then(Live::etag),
            lookups,
            reads_outlines: false,
        }
    }

    /// The fault of the body of a response where a request is expected.
    fn response_root<'t>(
        &self,
        document: &Document<'t>,
        identified: &Identified<'t>,
    ) -> Option<Fault<'t>> {
        let is_request = match self.linter.request() {
            // A response describes the resource to delete.
            Operation::Delete => return None,
            Operation::Create | Operation::Update => true,
            Operation::Open => false,
        };
        identify::response::fault(document, identified, is_request)
    }

    /// What the words of findings may refer to, while no document is known.
    fn context<'c>(
        &'c self,
        decoded: &Decoded<'_>,
        operation: Option<OperationKind>,
    ) -> Context<'c> {
        Context {
            is_doubtful: decoded.is_doubtful(),
            ..self.plain_context(operation)
        }
    }
}

pub(in crate::lint) fn bound<'t>(
    schema: &'static Schema,
    tree: &'t Tree<'t>,
    identified: &Identified<'_>,
    options: bind::Options<'_>,
) -> (Document<'t>, Walk<'t>) {
    let mut document = Document::new(tree, schema, identified.version, identified.node);
    document.most_faults = options.most_faults;
    let walk = bind::bind(&mut document, identified.shape(), options);
    document.config = match identified.root.config {
        Some(name) => document.child(identified.node, name),
        None => Some(identified.node),
    };
    (document, walk)
}

/// Runs a function on a text that is bound to the shapes of its version. `None` if it is not a
/// CloudFront document.
pub(crate) fn with_document<T>(text: &str, run: impl FnOnce(&Document<'_>) -> T) -> Option<T> {
    with_source(
        &Source::new(text),
        &builtin::SCHEMA,
        None,
        |document, _, _| run(document),
    )
}

/// Runs a function on a document that is bound to the shapes of a version, by default its own.
/// `None` if it is not a CloudFront document.
pub(crate) fn with_source<T>(
    source: &Source<'_>,
    schema: &'static Schema,
    version: Option<Version>,
    run: impl FnOnce(&Document<'_>, &'static Root, &[SyntaxFault]) -> T,
) -> Option<T> {
    let (tree, faults) = tree::parse_with(source, &NESTING);
    match identify::identify(&tree, schema, version) {
        Outcome::Ours(identified) => {
            let (document, _) = bound(schema, &tree, &identified, bind::Options::default());
            Some(run(&document, identified.root, &faults))
        }
        _ => None,
    }
}

/// The name of the version that a document is checked as.
fn api_version(identified: &Identified<'_>) -> String {
    if let Some(api) = &identified.root.api {
        return api.version.to_string();
    }
    let info = builtin::SCHEMA.version_info(identified.version);
    info.name.to_string()
}
