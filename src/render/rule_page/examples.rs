//! The examples of a rule as its page shows them: a piece of a document, and the finding as the
//! program prints it.

use super::piece::{indented, piece};
use crate::example;
use crate::example::Document;
use crate::lint::Linter;
use crate::model::Severity;
use crate::model::rule::{Example, Patch, Rule};
use crate::outcome::{Finding, Report};
use crate::text::Span;

/// A finding that an example gives, with the document that it is about.
pub(super) struct Shown {
    /// Pieces of documents, each with what it is if there are several.
    pieces: Vec<(&'static str, String)>,
    /// The finding as it is printed.
    printed: Option<String>,
    /// The help of the finding.
    pub(super) help: Option<String>,
}

impl Shown {
    /// The sections of the page.
    pub(super) fn section(&self, title: &str) -> String {
        let mut section = format!("\n## {title}\n");
        for (what, piece) in &self.pieces {
            if !what.is_empty() {
                section.push_str(&format!("\n{what}:\n"));
            }
            let is_xml = piece.trim_start().starts_with('<');
            let language = if is_xml { "xml" } else { "json" };
            section.push_str(&format!("\n```{language}\n{piece}\n```\n"));
        }
        if let Some(printed) = &self.printed {
            section.push_str(&format!("\n```text\n{printed}\n```\n"));
        }
        section
    }
}

/// The title of the section with a bad example.
pub(super) fn bad_title(rule: &Rule) -> &'static str {
    if rule.severity == Severity::Error {
        "Example that is refused"
    } else {
        "Example that is reported"
    }
}

/// What the bad examples of a rule give.
pub(super) fn bad(rule: &Rule, linter: &Linter, width: usize) -> Vec<Shown> {
    let shown = |bad| shown(rule, bad, &[&bad.patch], linter, width);
    rule.bad.iter().filter_map(shown).collect()
}

/// The first good example of a rule; what it shows is what the bad one changes if it changes
/// nothing itself.
pub(super) fn good(rule: &Rule, linter: &Linter, width: usize) -> Option<Shown> {
    let good = rule.good.first()?;
    let mut patches = vec![&good.patch];
    if is_empty(&good.patch) {
        patches.extend(rule.bad.first().map(|bad| &bad.patch));
    }
    shown(rule, good, &patches, linter, width)
}

fn is_empty(patch: &Patch) -> bool {
    let changes = [&patch.set, &patch.xml];
    patch.text.is_none()
        && patch.first.is_empty()
        && patch.remove.is_empty()
        && changes.iter().all(|it| it.is_empty())
}

/// An example with the finding that it gives, if it gives one. `patches` say what it is about.
fn shown(
    rule: &Rule,
    example: &Example,
    patches: &[&Patch],
    linter: &Linter,
    width: usize,
) -> Option<Shown> {
    let document = readable(example, example::document(rule, example).ok()?);
    let mut linter = example::request(linter.clone(), example, &document);
    for (quota, value) in example.quotas.iter() {
        linter = linter.clone().quota(quota, *value).unwrap_or(linter);
    }
    let report = linter.lint(&document.text);
    let found = report.findings().iter().find(|it| it.rule == rule.name);
    let places: Vec<Span> = match found {
        Some(finding) => places_of(finding).collect(),
        None => example::places(&document.text, patches),
    };
    let current = piece(&document.text, &places, width);
    let mut pieces = vec![("", current)];
    if let Some(previous) = document.previous.as_deref().zip(example.previous.as_ref()) {
        let (text, patch) = previous;
        let mut about = vec![patch];
        about.extend(patches.iter().copied().filter(|_| is_empty(patch)));
        let before = piece(text, &example::places(text, &about), width);
        pieces[0].0 = "The update";
        pieces.insert(0, ("The live configuration", before));
    }
    if !document.other_files.is_empty() {
        pieces[0].0 = "The document";
        let others = document
            .other_files
            .iter()
            .map(|text| text.trim().to_owned());
        pieces.splice(0..0, others.map(|text| ("Another file", text)));
    }
    Some(Shown {
        pieces,
        printed: found.map(|finding| printed(&report, finding, width)),
        help: found.and_then(|finding| finding.help.clone()),
    })
}

/// The document with each element on a line of its own, if it is not written out as a whole.
fn readable(example: &Example, document: Document) -> Document {
    let text = |patch: &Patch, text: String| match patch.text {
        Some(_) => text,
        None => indented(&text),
    };
    Document {
        text: text(&example.patch, document.text),
        previous: document.previous.map(|previous| match &example.previous {
            Some(patch) => text(patch, previous),
            None => previous,
        }),
        other_files: document.other_files,
        version: document.version,
    }
}

fn places_of(finding: &Finding) -> impl Iterator<Item = Span> {
    let labels = finding.labels.iter().map(|label| label.span);
    std::iter::once(finding.span).chain(labels)
}

/// The finding as the program prints it, without color and in ASCII.
#[cfg(feature = "pretty")]
fn printed(report: &Report<'_>, finding: &Finding, width: usize) -> String {
    use crate::render::{Charset, Pretty};

    let pretty = Pretty {
        charset: Charset::Ascii,
        width,
        ..Pretty::default()
    };
    let mut out = String::new();
    let written = pretty.finding(name(report), report.source(), finding, &mut out);
    debug_assert!(written.is_ok(), "a string accepts everything");
    out.trim_end().to_owned()
}

/// The finding on one line, because nothing here draws it.
#[cfg(not(feature = "pretty"))]
fn printed(report: &Report<'_>, finding: &Finding, _: usize) -> String {
    let at = report.source().position(finding.span.start as usize);
    let (name, message) = (name(report), &finding.message);
    let (severity, rule) = (finding.severity, &finding.rule);
    format!(
        "{name}:{}:{}: {severity}[{rule}]: {message}",
        at.line, at.column
    )
}

/// What the file of an example is called.
fn name(report: &Report<'_>) -> &'static str {
    match report.form() {
        crate::tree::Form::Xml => "example.xml",
        crate::tree::Form::Json => "example.json",
        crate::tree::Form::Yaml => "example.yaml",
        crate::tree::Form::Hcl => "example.tf",
    }
}
