//! The stages of a run, in their order: decode and parse, identify, bind, evaluate, word.
//!
//! What lives here: what passes from one stage to the next. The stages themselves are modules:
//! [`identify`](super::identify) tells what a document is, [`bind`](super::bind) and
//! [`structure`](super::structure) check it by its shapes, [`evaluate`](super::evaluate) by the
//! rules, [`wording`](super::wording) makes findings of the faults, [`suppress`](super::suppress)
//! drops some.

use crate::builtin;
use crate::lint::bind::{self, Walk};
use crate::lint::document::Document;
use crate::lint::evaluate::Evaluator;
use crate::lint::evaluate::path_walk::{Inputs, ItemIndexes};
use crate::lint::fault::{Builtin, Cause, Fault, JsonMismatch};
use crate::lint::gaps;
use crate::lint::identify::{self, Identified, Outcome};
use crate::lint::judged::Judged;
use crate::lint::nesting::ShapeNesting;
use crate::lint::previous::{Live, Previous};
use crate::lint::rulebook::RuleBook;
use crate::lint::structure::scalar::{self, Values};
use crate::lint::translate::{self, Reading};
use crate::lint::wording::Argument;
use crate::lint::wording::finding::{self, Context};
use crate::lint::{Linter, Operation, accepted, once, structure, suppress, unfilled};
use crate::model::rule::{OperationKind, Rule, Situation};
use crate::model::schema::{Root, Schema, Version};
use crate::outcome::gaps::Gaps;
use crate::outcome::{Finding, Report, Status};
use crate::text::{Applicability, Edit, Source, Span};
use crate::tree::{self, NodeId, SyntaxFault, Tree};

/// More findings help nobody, and each takes hundreds of bytes.
const MOST_FINDINGS: usize = 200_000;

/// What the shapes know about the nesting of names, by which a text that is not well-formed is
/// repaired.
pub(crate) static NESTING: ShapeNesting = ShapeNesting::new(&builtin::SCHEMA);

impl Linter {
    pub(crate) fn lint_source<'s>(&self, source: Source<'s>) -> Report<'s> {
        Judged::merged(self.judge_all(&source)).report(source)
    }

    /// What is found in a document, or in each resource of a template.
    pub(super) fn judge_all(&self, source: &Source<'_>) -> Vec<Judged> {
        let run = Run::new(self, source);
        let foreign = || identify::notation::foreign(source.text());
        let judged = match translate::read(source, &self.beside) {
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

/// The first stage: a parsed text.
struct Decoded<'s> {
    tree: Tree<'s>,
    faults: Vec<SyntaxFault>,
}

/// What the evaluation depends on besides the document.
#[derive(Clone, Copy)]
pub(super) struct Request<'p> {
    pub(super) operation: Option<OperationKind>,
    pub(super) root: &'static Root,
    /// Whether the file is a response of the service, or was made of one.
    pub(super) is_answer: bool,
    /// Whether the notation had a fault.
    pub(super) is_repaired: bool,
    pub(super) previous: Option<&'p Live<'p>>,
}

/// A stage behind: an identified document, bound and checked by its shapes.
struct Bound<'b> {
    identified: Identified<'b>,
    document: Document<'b>,
    walk: Walk<'b>,
}

/// What the rules found.
pub(super) struct Evaluated<'e> {
    /// All faults except those of the notation.
    pub(super) faults: Vec<Fault<'e>>,
    /// The previous document, unless it is of another resource.
    pub(super) previous: Option<&'e Document<'e>>,
    /// How many members an update would need besides, where the operation is not known.
    pub(super) update_needs: usize,
    /// Whether a part of the document was not evaluated.
    pub(super) unevaluated: bool,
    /// Where which rules could not be evaluated.
    pub(super) gaps: Gaps,
}

/// A run of a linter over one document.
pub(super) struct Run<'r> {
    pub(super) linter: &'r Linter,
    pub(super) rules: RuleBook<'r>,
    pub(super) source: &'r Source<'r>,
}

impl<'r> Run<'r> {
    fn new(linter: &'r Linter, source: &'r Source<'r>) -> Self {
        Self {
            linter,
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
    pub(super) fn plain_context(&self, operation: Option<OperationKind>) -> Context<'_> {
        Context {
            source: self.source,
            document: None,
            previous: None,
            operation,
            api: None,
            quotas: &builtin::QUOTAS,
            formats: self.linter.formats(),
            is_doubtful: false,
        }
    }

    /// Judges a text that is no known document, by its notation and by what is known of it
    /// otherwise.
    fn unidentified(&self, decoded: &Decoded<'_>, faults: Vec<Fault<'_>>) -> Judged {
        let context = self.context(decoded, self.linter.operation_kind(None));
        let faults = decoded.faults().chain(faults);
        Judged {
            findings: self.findings(&context, faults),
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
        let indexes = ItemIndexes::default();
        let inputs = self.inputs(&document, &identified, previous.as_ref(), &indexes);
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
        let gaps = if decoded.is_doubtful() {
            Gaps::everything()
        } else {
            evaluated.gaps
        };
        let judged = Judged {
            root: Some(document.schema.name_text(identified.root.name).to_owned()),
            api_version: Some(api_version(&identified)),
            findings: self.findings(&context, faults),
            update_needs: evaluated.update_needs,
            unevaluated: !decoded.faults.is_empty() || evaluated.unevaluated,
            gaps,
            ..decoded.judged()
        };
        self.suppress(&context, judged, |rule| {
            rule.holds(identified.version, operation)
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

    pub(super) fn check_values<'t>(&self, document: &mut Document<'t>, walk: &mut Walk<'t>) {
        structure::check(document, walk);
        let values = Values {
            rules: self.rules,
            formats: self.linter.formats(),
        };
        scalar::check(document, &walk.scalars, values, &mut walk.faults);
    }

    pub(super) fn inputs<'d>(
        &'d self,
        document: &'d Document<'d>,
        identified: &'d Identified<'_>,
        previous: Option<&'d Live<'d>>,
        indexes: &'d ItemIndexes<'d>,
    ) -> Inputs<'d> {
        let etag = identified.etag.as_deref();
        Inputs {
            document,
            previous: previous.and_then(Live::document),
            formats: self.linter.formats(),
            if_match: self.linter.etag().or(etag),
            etag,
            previous_etag: previous.and_then(Live::etag),
            indexes,
        }
    }

    /// Evaluates the rules.
    pub(super) fn evaluate<'e>(
        &'e self,
        given: &Inputs<'e>,
        walk: Walk<'e>,
        request: Request<'_>,
    ) -> Evaluated<'e> {
        let document = given.document;
        let of_another = self.of_another(given, &walk, request);
        let is_of_another = !of_another.is_empty();
        let inputs = if is_of_another {
            given.without_previous()
        } else {
            *given
        };
        let mut evaluator = self.run_rules(inputs, &walk.structures, request.operation);
        let update_needs = self.update_needs(inputs, &walk.structures, request);
        let has_silenced = evaluator.has_silenced();
        let doubts = evaluator.doubts();
        let mut by_shapes = walk.faults;
        let mut faults = evaluator.finish(&mut by_shapes);
        let is_partly_unknown = !by_shapes.is_empty() && document.is_partly_unknown();
        faults.extend(of_another);
        unfilled::convert(document, &self.rules, &mut faults);
        faults.append(&mut by_shapes);
        unfilled::join(document, &self.rules, request.is_answer, &mut faults);
        match request.previous {
            Some(previous) if previous.same.is_some() && !is_of_another => {
                self.mark_unchanged(document, previous, &mut faults);
            }
            _ if request.is_answer && self.linter.request() == Operation::Open => {
                accepted::mark_answer(&self.rules, &builtin::QUOTAS, &mut faults);
            }
            _ => {}
        }
        let is_clean = !is_partly_unknown && doubts.is_empty() && !request.is_repaired;
        let gaps = if is_clean && !is_of_another && document.origins.is_none() {
            Gaps::default()
        } else {
            gaps::of(document, self.rules, doubts, is_of_another, &faults)
        };
        Evaluated {
            faults,
            gaps,
            previous: inputs.previous,
            update_needs,
            unevaluated: has_silenced || is_of_another || is_partly_unknown,
        }
    }

    fn run_rules<'e>(
        &'e self,
        inputs: Inputs<'e>,
        structures: &[NodeId],
        operation: Option<OperationKind>,
    ) -> Evaluator<'e> {
        let index = self.linter.index();
        let mut evaluator = Evaluator::new(inputs, self.linter.limits());
        evaluator.run(&self.rules, &index.errors, operation, structures);
        // Doubtful findings come last, so that nothing is doubted that is certainly wrong.
        evaluator.run(&self.rules, &index.others, operation, structures);
        evaluator
    }

    /// How many members an update with the document would need besides, where the operation is not
    /// known.
    fn update_needs<'e>(
        &'e self,
        inputs: Inputs<'e>,
        structures: &[NodeId],
        request: Request<'_>,
    ) -> usize {
        if request.operation.is_some() || request.is_answer {
            return 0;
        }
        let needs = &self.linter.index().needs;
        let mut evaluator = Evaluator::new(inputs, self.linter.limits());
        evaluator.run(&self.rules, needs, Some(OperationKind::Update), structures);
        evaluator.missing()
    }

    /// The faults by which the previous document is that of another resource.
    fn of_another<'e>(
        &'e self,
        given: &Inputs<'e>,
        walk: &Walk<'_>,
        request: Request<'_>,
    ) -> Vec<Fault<'e>> {
        let mut faults = Vec::new();
        if given.previous.is_some() {
            let identities = &self.linter.index().identities;
            let mut evaluator = Evaluator::new(*given, self.linter.limits());
            evaluator.run(&self.rules, identities, request.operation, &walk.structures);
            faults = evaluator.finish(&mut Vec::new());
        }
        let other_root = request.previous.and_then(|previous| previous.other_root);
        let kind =
            other_root.and_then(|other| self.other_kind(given.document, request.root, other));
        faults.extend(kind);
        faults
    }

    /// Marks the faults that the previous document has too.
    fn mark_unchanged(
        &self,
        document: &Document<'_>,
        previous: &Live<'_>,
        faults: &mut [Fault<'_>],
    ) {
        let Some((identified, _)) = previous.same.as_ref().filter(|_| !faults.is_empty()) else {
            return;
        };
        let (mut past, mut walk) = bound(
            self.linter.schema(),
            previous.tree,
            identified,
            bind::Options::default(),
        );
        self.check_values(&mut past, &mut walk);
        let indexes = ItemIndexes::default();
        let inputs = Inputs {
            document: &past,
            previous: None,
            formats: self.linter.formats(),
            if_match: None,
            etag: None,
            previous_etag: None,
            indexes: &indexes,
        };
        let operation = Some(OperationKind::Update);
        let evaluator = self.run_rules(inputs, &walk.structures, operation);
        let mut by_shapes = walk.faults;
        let mut known = evaluator.finish(&mut by_shapes);
        known.append(&mut by_shapes);
        accepted::mark_unchanged(document, &past, &known, &self.rules, faults);
    }

    /// The fault of a previous document that is of another kind than the one that is to replace it.
    fn other_kind<'t>(
        &self,
        document: &Document<'t>,
        root: &Root,
        other: &Root,
    ) -> Option<Fault<'t>> {
        let index = self.rules.iter().position(Rule::is_identity)?;
        let tree = document.tree;
        let head = tree.node(document.root);
        let span = if head.name.is_empty() {
            let first = tree.children(document.root).next();
            first.map_or(head.head(), |first| tree.node(first).name)
        } else {
            head.name
        };
        let cause = Cause::Rule(index, Situation::Kind);
        let mut fault = Fault::of(cause, span).at(document.root);
        let name = |root: &Root| Argument::value(document.schema.name_text(root.name));
        fault.argument("previous", name(other));
        fault.argument("root", name(root));
        Some(fault)
    }

    /// The fault of the body of a response where a request is expected.
    fn response_root<'t>(
        &self,
        document: &Document<'t>,
        identified: &Identified<'t>,
    ) -> Option<Fault<'t>> {
        let is_request = match self.linter.request() {
            // A response describes the resource that is to be deleted.
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

    /// The findings of some faults, in order. A fault without a rule that is on is none.
    pub(super) fn findings<'f>(
        &self,
        context: &Context<'_>,
        faults: impl IntoIterator<Item = Fault<'f>>,
    ) -> Vec<Finding> {
        let finding = |fault: Fault<'_>| {
            let rule = self.rules.of_cause(fault.cause)?;
            let finding = finding::finding(context, rule, &fault);
            Some(Finding {
                severity: self.rules.severity(rule).unwrap_or(finding.severity),
                ..finding
            })
        };
        let mut findings: Vec<Finding> = faults
            .into_iter()
            .filter_map(finding)
            .take(MOST_FINDINGS + 1)
            .collect();
        if findings.len() > MOST_FINDINGS {
            let mut fault = Fault::new(Builtin::FindingLimit, findings[MOST_FINDINGS].span);
            fault.argument("limit", Argument::amount(MOST_FINDINGS));
            findings.truncate(MOST_FINDINGS);
            findings.extend(finding(fault));
        }
        sort(&mut findings);
        findings
    }

    /// Drops the findings that comments and settings suppress, and reports what is wrong with the
    /// comments. `applies` tells whether a rule could have found something.
    pub(super) fn suppress(
        &self,
        context: &Context<'_>,
        mut judged: Judged,
        applies: impl Fn(&Rule) -> bool,
    ) -> Judged {
        let applies = |rule: &Rule| self.rules.is_on(rule) && applies(rule);
        if let Some(document) = context.document {
            let by_comments = suppress::apply(
                document,
                &self.rules,
                &mut judged.findings,
                &judged.gaps,
                applies,
            );
            judged.suppressed = by_comments.suppressed;
            judged
                .findings
                .extend(self.findings(context, by_comments.faults));
        }
        sort(&mut judged.findings);
        let by_settings = suppress::apply_settings(
            &self.linter.suppressions,
            &mut judged.findings,
            &judged.gaps,
            |name| {
                self.rules
                    .iter()
                    .any(|rule| rule.name == name && applies(rule))
            },
        );
        judged.suppressed += by_settings.suppressed;
        judged.unused_suppressions = by_settings.unused;
        judged
    }
}

impl<'s> Decoded<'s> {
    fn new(source: &'s Source<'s>) -> Self {
        let (tree, mut faults) = tree::parse_with(source, &NESTING);
        tree::doubt_neighbours(&mut faults);
        Self { tree, faults }
    }

    /// Whether a fault is left that no safe edit repairs, so that what was read may not be what was
    /// meant.
    fn is_doubtful(&self) -> bool {
        self.faults
            .iter()
            .any(|fault| fault.edits.is_empty() || fault.applicability == Applicability::Unsafe)
    }

    /// The faults of the notation.
    fn faults(&self) -> impl Iterator<Item = Fault<'_>> {
        self.faults.iter().map(syntax_fault)
    }

    /// The result for a text of which only the notation is known.
    fn judged(&self) -> Judged {
        Judged {
            unevaluated: true,
            gaps: Gaps::everything(),
            ..Judged::new(self.tree.form(), Status::Checked)
        }
    }
}

pub(super) fn bound<'t>(
    schema: &'static Schema,
    tree: &'t Tree<'t>,
    identified: &Identified<'_>,
    options: bind::Options<'_>,
) -> (Document<'t>, Walk<'t>) {
    let mut document = Document::new(tree, schema, identified.version, identified.node);
    let walk = bind::bind(&mut document, identified.shape(), options);
    document.config = match identified.root.config {
        Some(name) => document.child(identified.node, name),
        None => Some(identified.node),
    };
    (document, walk)
}

/// Runs something on a text as it is bound to the shapes of its version; `None` where it is not one
/// of our documents.
pub(crate) fn with_document<T>(text: &str, run: impl FnOnce(&Document<'_>) -> T) -> Option<T> {
    with_source(
        &Source::new(text),
        &builtin::SCHEMA,
        None,
        |document, _, _| run(document),
    )
}

/// Runs something on a document as it is bound to the shapes of a version, by default its own;
/// `None` where it is not one of ours.
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

/// A fault of the notation as one of the engine.
pub(super) fn syntax_fault(it: &SyntaxFault) -> Fault<'_> {
    let mut fault = Fault::of(Cause::Syntax(it.kind, it.variant), it.span);
    fault.related.extend(it.related);
    fault.arguments = it
        .arguments
        .iter()
        .map(|(name, value)| (*name, value.as_str().into()))
        .collect();
    fault.edits.clone_from(&it.edits);
    fault.applicability = Some(it.applicability);
    fault
}

/// The name of the version that a document is checked as.
fn api_version(identified: &Identified<'_>) -> String {
    if let Some(api) = &identified.root.api {
        return api.version.to_string();
    }
    let info = builtin::SCHEMA.version_info(identified.version);
    info.name.to_string()
}

/// The faults of attributes other than namespace declarations, which none of our documents has.
fn attributes<'t>(tree: &'t Tree<'_>) -> impl Iterator<Item = Fault<'t>> {
    let source = tree.source();
    let is_other = |name: &str| {
        name != "xmlns"
            && !["xmlns:", "xsi:", "xml:"]
                .iter()
                .any(|prefix| name.starts_with(prefix))
    };
    tree.all_attributes()
        .iter()
        .filter(move |attribute| is_other(source.slice(attribute.name)))
        .map(move |attribute| {
            let cause = Builtin::UnexpectedAttribute;
            let mut fault = Fault::new(cause, attribute.name).at(attribute.node);
            fault.argument("attribute", Argument::value(source.slice(attribute.name)));
            let before = &source.text()[..attribute.whole.start as usize];
            fault.edits = vec![Edit {
                span: Span::new(before.trim_end().len(), attribute.whole.end as usize),
                text: String::new(),
            }];
            fault
        })
}

pub(super) fn sort(findings: &mut [Finding]) {
    findings.sort_by(|one, other| {
        (one.span.start, &one.rule, one.span.end, &one.message).cmp(&(
            other.span.start,
            &other.rule,
            other.span.end,
            &other.message,
        ))
    });
}
