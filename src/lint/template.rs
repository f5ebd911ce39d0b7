//! Judging the resources of a template: each as the document that it becomes, with the places and
//! the names of the template.

use std::collections::HashMap;

use crate::builtin;
use crate::lint::Linter;
use crate::lint::accepted;
use crate::lint::bind::Options;
use crate::lint::document::Document;
use crate::lint::evaluate::path_walk::Lookups;
use crate::lint::fault::Fault;
use crate::lint::identify::Identified;
use crate::lint::judged::Judged;
use crate::lint::pipeline::{Request, Run, bound, sort, syntax_fault};
use crate::lint::previous::{Live, Previous};
use crate::lint::suppress;
use crate::lint::template_cases::{Collected, add_note};
use crate::lint::template_fault::{fault, name_missing};
use crate::lint::template_fix::Places;
use crate::lint::template_insertion::Structures;
use crate::lint::translate::{
    self, DoubtfulParts, FaultKind, Found, Origins, Template, Translation,
};
use crate::lint::wording::finding::Context;
use crate::lint::wording::phrasing;
use crate::model::Severity;
use crate::model::rule::{OperationKind, Rule};
use crate::outcome::gaps::Gaps;
use crate::outcome::{ElementPath, Finding, Report, Status, SuppressedBy};
use crate::text::{Source, Span};
use crate::tree::NodeId;

/// What is reported about a resource in a form that is not checked.
const LEGACY: &str = "it is a resource in the form of 2012, which is not checked";

impl Linter {
    /// Lints every resource of a template, each with a report of its own; any other text is one
    /// document.
    ///
    /// ```
    /// let template = "
    /// Resources:
    ///   Site:
    ///     Type: AWS::CloudFront::Distribution
    ///     Properties:
    ///       DistributionConfig: {Enabled: true}
    /// ";
    /// let reports = cloudfront_lint::Linter::new().lint_all(template);
    /// assert_eq!(reports[0].resource(), Some("Site"));
    /// assert!(reports[0].has_errors());
    /// ```
    pub fn lint_all<'s>(&self, document: &'s (impl AsRef<[u8]> + ?Sized)) -> Vec<Report<'s>> {
        let source = Source::decode(document.as_ref());
        self.judge_all(&source)
            .into_iter()
            .map(|judged| judged.report(source.clone(), self))
            .collect()
    }
}

/// What was found in a resource in one case.
struct Case {
    findings: Vec<Finding>,
    gaps: Gaps,
    secrets: Vec<Span>,
    /// Whether a part of it was not evaluated.
    unevaluated: bool,
}

impl Run<'_> {
    /// Judges every resource of a template.
    pub(super) fn template(&self, template: &Template<'_>) -> Vec<Judged> {
        let mut all: Vec<Judged> = template
            .resources
            .iter()
            .map(|found| self.resource(template, found))
            .collect();
        if all.is_empty() {
            let mut judged = Judged::new(template.tree.form(), Status::Checked);
            judged.dialect = &template.dialect.name;
            all.push(judged);
        }
        let context = self.plain_context(self.template_operation());
        let syntax = self.findings(&context, template.faults.iter().map(syntax_fault));
        if !syntax.is_empty() {
            all[0].unevaluated = true;
            all[0].gaps = Gaps::everything();
            all[0].findings.splice(0..0, syntax);
            sort(&mut all[0].findings);
        }
        self.suppress_by_comments(template, &mut all);
        all
    }

    /// Judges a resource, in each of the cases that its conditions make.
    fn resource(&self, template: &Template<'_>, found: &Found) -> Judged {
        let mut judged = Judged::new(template.tree.form(), Status::Checked);
        judged.resource = Some(found.name.clone());
        judged.dialect = &template.dialect.name;
        let root = &builtin::SCHEMA.roots[usize::from(found.resource.root)];
        let version = builtin::SCHEMA.newest();
        let mut collected = Collected::default();
        let cases = translate::cases(template, found);
        for case in &cases {
            let Some(translation) = translate::convert(self.source, template, found, case) else {
                judged.status = Status::Skipped(Some(LEGACY.to_owned()));
                return judged;
            };
            let Some(node) = translation.tree.root() else {
                return judged;
            };
            let identified = Identified {
                root,
                node,
                version,
                envelope: None,
                etag: None,
                faults: Vec::new(),
            };
            let of_case = self.case(template, &translation, &identified);
            judged.unevaluated |= of_case.unevaluated;
            judged.gaps.extend(of_case.gaps);
            judged.secrets.extend(of_case.secrets);
            let doubtful = DoubtfulParts::new(template, found, case);
            let assumed = case.last().filter(|_| cases.len() > 1);
            for finding in of_case.findings {
                collected.add(finding, &doubtful, assumed);
            }
        }
        judged.findings = collected.finish(cases.len(), self.source);
        let made_by = made_by(template, found);
        for finding in &mut judged.findings {
            if let Some(construct) = &made_by {
                add_note(
                    finding,
                    &format!("the construct is {}", phrasing::quote(construct)),
                );
            }
        }
        let name = builtin::SCHEMA.name_text(root.config.unwrap_or(root.name));
        judged.root = Some(name.to_owned());
        judged.api_version = Some(builtin::SCHEMA.version_info(version).name.to_string());
        let operation = self.template_operation();
        let has_previous = self.linter.previous().is_some();
        self.suppress(&self.plain_context(operation), judged, |rule| {
            rule.applies_to(version, operation) && (has_previous || !rule.compares())
        })
    }

    /// Judges the document that a resource became in one case.
    fn case(
        &self,
        template: &Template<'_>,
        translation: &Translation<'_>,
        identified: &Identified<'_>,
    ) -> Case {
        let previous_tree = self.linter.previous().map(Previous::tree);
        let previous = self.linter.previous().zip(previous_tree.as_ref());
        let previous = previous.map(|(previous, tree)| {
            Live::new(self.linter.schema(), previous, tree, identified.root)
        });
        let (mut document, mut walk) = bound(
            self.linter.schema(),
            &translation.tree,
            identified,
            Options::default(),
        );
        note_unknown(&mut document, translation);
        self.check_values(&mut document, &mut walk);
        let lookups = Lookups::new(self.linter.at_hand());
        let inputs = self.inputs(&document, identified, previous.as_ref(), &lookups);
        let operation = self.template_operation();
        let request = Request {
            operation,
            root: identified.root,
            is_answer: false,
            is_repaired: false,
            previous: previous.as_ref(),
        };
        let mut evaluated = self.evaluate(&inputs, walk, request);
        let (rules, quotas) = (&self.rules, &builtin::QUOTAS);
        accepted::soften_limits(&document, rules, quotas, &mut evaluated.faults);
        self.drop_implied_warnings(&mut evaluated.faults, &translation.origins);
        name_missing(&document, &translation.origins, &mut evaluated.faults);
        let context = Context {
            document: Some(&document),
            previous: evaluated.previous,
            ..self.plain_context(operation)
        };
        let examples = examples(&document, &evaluated.faults);
        let found = self.findings(&context, evaluated.faults);
        let is_fixable = found.iter().any(|finding| !finding.fixes.is_empty());
        let places = is_fixable
            .then(|| Places::new(&document, &translation.origins, template))
            .flatten();
        let in_words = |mut finding: Finding| {
            let fixes = std::mem::take(&mut finding.fixes);
            let places = places.as_ref();
            finding.fixes = fixes.iter().filter_map(|fix| places?.fix(fix)).collect();
            let mut finding = renamed(finding, &translation.origins);
            if let Some(example) = examples.get(&finding.span) {
                let like = phrasing::quote(&phrasing::shorten(example));
                add_note(&mut finding, &format!("the value is like {like}"));
            }
            finding
        };
        let mut findings = self.template_findings(translation, &document);
        findings.extend(found.into_iter().map(in_words));
        Case {
            findings,
            gaps: evaluated.gaps,
            secrets: secrets(&document, &translation.origins),
            unevaluated: evaluated.unevaluated || document.is_partly_unknown(),
        }
    }

    /// Drops warnings about what the author did not write.
    fn drop_implied_warnings(&self, faults: &mut Vec<Fault<'_>>, origins: &Origins<'_>) {
        faults.retain(|fault| {
            let is_implied = fault.node.is_some_and(|node| origins.is_implied(node));
            let rule = self.rules.of_cause(fault.cause);
            !is_implied || rule.is_some_and(|rule| rule.severity == Severity::Error)
        });
    }

    /// Drops the findings that comments of a template suppress, and reports what is wrong with the
    /// comments.
    fn suppress_by_comments(&self, template: &Template<'_>, all: &mut [Judged]) {
        let version = builtin::SCHEMA.newest();
        let operation = self.template_operation();
        let has_previous = self.linter.previous().is_some();
        let is_whole = all.iter().all(|judged| !judged.unevaluated);
        let mut lists: Vec<&mut Vec<Finding>> =
            all.iter_mut().map(|judged| &mut judged.findings).collect();
        let applies = |rule: &Rule| {
            is_whole
                && self.rules.is_on(rule)
                && rule.is_for(&template.dialect.name)
                && rule.applies_to(version, operation)
                && (has_previous || !rule.compares())
        };
        let applied = suppress::apply_to_template(&template.tree, &self.rules, &mut lists, applies);
        let (faults, dropped) = applied;
        for (judged, dropped) in all.iter_mut().zip(dropped) {
            judged.suppressed.extend(SuppressedBy::Comment.of(dropped));
        }
        let context = self.plain_context(operation);
        for finding in self.findings(&context, faults) {
            let is_around = |found: &Found| {
                let whole = template.tree.node(found.node).whole;
                whole.contains(finding.span)
            };
            let at = template.resources.iter().position(is_around).unwrap_or(0);
            let mut finding = without_fixes(finding);
            if let Some(found) = template.resources.get(at) {
                finding.path = ElementPath::default().child(&found.name, 0, None);
            }
            all[at].findings.push(finding);
            sort(&mut all[at].findings);
        }
    }

    /// A template is deployed as a whole, so that each of its resources can be a new one.
    fn template_operation(&self) -> Option<OperationKind> {
        let known = self.linter.operation_kind(None);
        known.or(Some(OperationKind::Create))
    }

    /// The findings of what is wrong with a resource as a template.
    fn template_findings(
        &self,
        translation: &Translation<'_>,
        document: &Document<'_>,
    ) -> Vec<Finding> {
        let origins = &translation.origins;
        let context = self.plain_context(self.template_operation());
        let mut findings = Vec::new();
        let is_missing = |it: &translate::Fault| matches!(it.kind, FaultKind::Missing { .. });
        let mut missing = translation.faults.iter().filter(|it| is_missing(it));
        let structures = missing.next().map(|_| Structures::new(document));
        for it in &translation.faults {
            let structures = structures.as_ref().filter(|_| is_missing(it));
            let repair = structures.and_then(|structures| structures.repair(it));
            for mut finding in self.findings(&context, [fault(it, origins.dialect, repair)]) {
                finding.path = origins.path_of(it.node);
                if let Some(member) = it.member {
                    finding.path = finding.path.child(member, 0, None);
                }
                let dialect = origins.dialect;
                let answer = match &it.kind {
                    FaultKind::Unknown { name, .. } => Some((&dialect.answer, name)),
                    FaultKind::Duplicate { name, is_block, .. } => {
                        let answer = dialect.repeated_answer.as_ref().filter(|_| *is_block);
                        answer.map(|answer| (answer, name))
                    }
                    _ => None,
                };
                if let Some((answer, name)) = answer {
                    let answer = answer.replace("{name}", &phrasing::shorten(name));
                    let said = format!("{} would answer: {answer}", dialect.title);
                    finding.note = finding.note.or(Some(said));
                }
                findings.push(finding);
            }
        }
        findings
    }
}

/// The part of a program that a resource was made by, where the template has it.
fn made_by(template: &Template<'_>, found: &Found) -> Option<String> {
    let tree = &template.tree;
    let mut keys = template.dialect.made_by.iter().peekable();
    keys.peek()?;
    let node = keys.try_fold(found.node, |at, key| {
        tree.children(at).find(|child| tree.name(*child) == key)
    })?;
    Some(tree.text(node).to_owned()).filter(|text| !text.is_empty())
}

/// Repairs are made for the notation of the API, so that none fits a template.
fn without_fixes(finding: Finding) -> Finding {
    Finding {
        fixes: Vec::new(),
        ..finding
    }
}

/// A finding in the words of the template.
fn renamed(mut finding: Finding, origins: &Origins<'_>) -> Finding {
    let value = finding.value.as_deref();
    finding.message = origins.renamed(&finding.message, value);
    for label in &mut finding.labels {
        label.message = origins.renamed(&label.message, value);
    }
    finding.note = finding.note.map(|note| origins.renamed(&note, value));
    finding.help = finding.help.map(|help| origins.renamed(&help, value));
    finding
}

/// Notes what only a deployment knows, and where everything comes from.
fn note_unknown<'t>(document: &mut Document<'t>, translation: &'t Translation<'_>) {
    document.origins = Some(&translation.origins);
    for node in &translation.unknown {
        document.set_faulty(*node);
    }
    for (node, outline) in &translation.outlines {
        document.set_outline(*node, outline.clone());
    }
    for (structure, member) in &translation.explained {
        document.explain(*structure, *member);
    }
}

/// Examples of the unknown values that are wrong whatever they are, by their place.
fn examples(document: &Document<'_>, faults: &[Fault<'_>]) -> HashMap<Span, String> {
    let mut examples = HashMap::new();
    for fault in faults {
        let Some((node, outline)) = fault
            .node
            .and_then(|node| Some((node, document.outline(node)?)))
        else {
            continue;
        };
        let example = outline.example("…");
        // A text with variables says it itself.
        if !example.contains('…') && document.tree.text(node) != example {
            examples.insert(fault.span, example);
        }
    }
    examples
}

/// Where the template has values that are never shown. What the tool that deploys adds has its
/// place at something else.
fn secrets(document: &Document<'_>, origins: &Origins<'_>) -> Vec<Span> {
    let nodes = (0..document.tree.nodes().len()).map(NodeId::from_index);
    let secret = nodes.filter(|node| document.is_bound(*node) && document.is_secret(*node));
    secret
        .filter(|node| !origins.is_implied(*node))
        .map(|node| document.tree.node(node).whole)
        .filter(|span| !span.is_empty())
        .collect()
}
