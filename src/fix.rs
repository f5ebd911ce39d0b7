//! Repairs: applies the fixes of findings until nothing is left to apply.
//!
//! What lives here: which fixes go together, and the promise that a repair never makes a document worse. What does not: how a
//! fault is mended (a finding brings its own edits), and files (that is the program's business).
//!
//! All fixes of a round are made of the same text. Those that touch wait for the next round, in which the document is
//! judged again, so that no edit ever meets a text that it was not made for.

use std::borrow::Cow;

use crate::diagnostic::{Applicability, Edit, Finding, Fix, Severity};
use crate::lint::{self, Linter};
use crate::report::Report;
use crate::rule::Check;
use crate::source::Source;
use crate::tree::SyntaxKind;

/// Rounds in which the number of fixes need not fall. More than these go in circles.
const MOST_ROUNDS: usize = 100;

/// A fix that was applied.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Applied {
    /// The rule whose finding it mended.
    pub rule: Cow<'static, str>,
    /// The element.
    pub path: String,
    /// What it did, in the imperative.
    pub title: String,
    /// Whether it was safe.
    pub applicability: Applicability,
}

/// A repaired document.
#[derive(Debug)]
#[non_exhaustive]
pub struct Fixed {
    /// What was applied, in order.
    pub applied: Vec<Applied>,
    /// What is to be said of the document as it is now; its [`source`](Report::source) holds the new text.
    pub report: Report<'static>,
}

impl Fixed {
    /// The new text, without a byte-order mark.
    pub fn text(&self) -> &str {
        self.report.source().text()
    }

    /// The new document in the encoding of the old one, with a byte-order mark if that had one; JSON in UTF-8 without one.
    pub fn bytes(&self) -> Vec<u8> {
        self.report.source().encode(self.text())
    }
}

/// Why a document is better left as it is. Each is a mistake of this tool.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The document would no longer be well-formed, or no longer one of ours.
    #[error("applying {} would leave a document that cannot be read; this is a bug of cloudfront-lint, please report it", named(.rules))]
    Broken {
        /// The rules whose fixes were applied last.
        rules: Vec<String>,
    },
    /// The document would have more errors than before.
    #[error("applying {} would leave {after} errors instead of {before}; this is a bug of cloudfront-lint, please report it", named(.rules))]
    Worse {
        /// Errors before.
        before: usize,
        /// Errors after.
        after: usize,
        /// The rules whose fixes were applied last.
        rules: Vec<String>,
    },
    /// Fixes undo each other.
    #[error("the fixes of {} undo each other; this is a bug of cloudfront-lint, please report it", named(.rules))]
    Endless {
        /// The rules whose fixes were applied last.
        rules: Vec<String>,
    },
}

fn named(rules: &[String]) -> String {
    let quoted: Vec<String> = rules.iter().map(|rule| format!("`{rule}`")).collect();
    match quoted.as_slice() {
        [only] => format!("the fix of {only}"),
        _ => format!("the fixes of {}", quoted.join(", ")),
    }
}

impl Linter<'_> {
    /// Applies the fixes of a document's findings, and of what is found then, until none is left. With
    /// [`Applicability::Safe`] only those are applied that change nothing but the fault; with [`Applicability::Unsafe`] all.
    ///
    /// Every byte outside of the edits stays as it is. A document whose bytes are no text in their encoding is returned unchanged.
    ///
    /// ```
    /// use cloudfront_lint::{Linter, diagnostic::Applicability};
    ///
    /// let document = "<InvalidationBatch xmlns=\"http://cloudfront.amazonaws.com/doc/2020-05-31/\">
    ///   <Paths><Quantity>2</Quantity><Items><Path>/*</Path></Items></Paths>
    ///   <CallerReference>one</CallerReference>
    /// </InvalidationBatch>";
    /// let fixed = Linter::new().fix(document, Applicability::Safe)?;
    /// assert_eq!(fixed.applied[0].rule, "quantity-mismatch");
    /// assert!(fixed.text().contains("<Quantity>1</Quantity>"));
    /// # Ok::<(), cloudfront_lint::fix::Error>(())
    /// ```
    ///
    /// # Errors
    /// When the document would be worse for it, which is a mistake of this crate. Keep the document as it is then.
    pub fn fix(&self, document: &(impl AsRef<[u8]> + ?Sized), most: Applicability) -> Result<Fixed, Error> {
        let mut report = self.lint_source(Source::decode(document.as_ref()).into_owned());
        let mut applied = Vec::new();
        if report.source().fault().is_some() {
            return Ok(Fixed { applied, report });
        }
        let before = errors(&report);
        let mut whole = true;
        let mut fewest = usize::MAX;
        let mut rounds = 0;
        loop {
            let round = Round::of(&report, most);
            if round.chosen.is_empty() {
                break;
            }
            if round.possible < fewest {
                fewest = round.possible;
                rounds = 0;
            }
            rounds += 1;
            if rounds > MOST_ROUNDS {
                return Err(Error::Endless { rules: round.rules() });
            }
            let next = report.source().with_text(replace(report.source().text(), round.edits()));
            let next = self.lint_source(next);
            if is_broken(&report, &next) {
                return Err(Error::Broken { rules: round.rules() });
            }
            whole &= !report.blind;
            applied.extend(round.chosen.iter().map(|(finding, fix)| Applied {
                rule: finding.rule.clone(),
                path: finding.path.clone(),
                title: fix.title.clone(),
                applicability: fix.applicability,
            }));
            report = next;
        }
        let after = errors(&report);
        // What could not be judged before may hold errors of its own; they are not the repair's.
        if whole && after > before {
            return Err(Error::Worse { before, after, rules: rules_of(applied.iter().map(|applied| &applied.rule)) });
        }
        Ok(Fixed { applied, report })
    }
}

fn errors(report: &Report<'_>) -> usize {
    report.findings().iter().filter(|finding| finding.severity == Severity::Error).count()
}

/// Whether a document cannot be read as it could before.
fn is_broken(before: &Report<'_>, after: &Report<'_>) -> bool {
    let faults = |report: &Report<'_>| report.findings().iter().filter(|finding| is_syntax(finding)).count();
    // What only seemed to be one of ours may turn out to be none.
    faults(after) > faults(before) || (before.root().is_some() && after.root().is_none())
}

fn rules_of<'r>(rules: impl Iterator<Item = &'r Cow<'static, str>>) -> Vec<String> {
    let mut rules: Vec<String> = rules.map(ToString::to_string).collect();
    rules.sort();
    rules.dedup();
    rules
}

/// The fixes that are applied together.
struct Round<'r> {
    chosen: Vec<(&'r Finding, &'r Fix)>,
    /// How many wait to be applied, chosen or not.
    possible: usize,
}

impl<'r> Round<'r> {
    fn of(report: &'r Report<'_>, most: Applicability) -> Self {
        let applicable = |finding: &'r Finding| {
            let fix = finding.fixes.iter().find(|fix| fix.applicability <= most)?;
            changes(report.source(), fix).then_some((finding, fix))
        };
        let mut possible: Vec<_> = report.findings().iter().filter_map(applicable).collect();
        // What is not well-formed is mended first: all else is read between the lines until then.
        if possible.iter().any(|(finding, _)| is_syntax(finding)) {
            possible.retain(|(finding, _)| is_syntax(finding));
        }
        possible.sort_by_key(|(_, fix)| fix.edits.first().map_or(0, |edit| edit.span.start));
        let mut round = Self { possible: possible.len(), chosen: Vec::new() };
        let mut taken = Taken::default();
        for (finding, fix) in possible {
            if taken.take(&fix.edits) {
                round.chosen.push((finding, fix));
            }
        }
        round
    }

    fn edits(&self) -> Vec<&'r Edit> {
        let mut edits: Vec<&Edit> = self.chosen.iter().flat_map(|(_, fix)| &fix.edits).collect();
        edits.sort();
        edits
    }

    fn rules(&self) -> Vec<String> {
        rules_of(self.chosen.iter().map(|(finding, _)| &finding.rule))
    }
}

/// Whether a fix leaves another text than it finds, or the same in another encoding.
fn changes(source: &Source<'_>, fix: &Fix) -> bool {
    let text = source.text();
    fix.edits.iter().any(|edit| text.get(edit.span.range()) != Some(edit.text.as_str()) || !source.keeps_encoding())
}

fn is_syntax(finding: &Finding) -> bool {
    let rule = lint::rules().iter().find(|rule| rule.name == finding.rule);
    matches!(rule.map(|rule| &rule.check), Some(Check::Builtin(name)) if SyntaxKind::ALL.iter().any(|kind| kind.name() == name))
}

/// The ranges that are spoken for.
#[derive(Default)]
struct Taken {
    /// Begin to end; they do not touch.
    ranges: std::collections::BTreeMap<u32, u32>,
}

impl Taken {
    /// Takes the ranges of some edits, unless one of them touches what is taken already.
    fn take(&mut self, edits: &[Edit]) -> bool {
        let touches = |edit: &Edit| self.ranges.range(..=edit.span.end).next_back().is_some_and(|(_, end)| *end >= edit.span.start);
        if edits.is_empty() || edits.iter().any(touches) {
            return false;
        }
        self.ranges.extend(edits.iter().map(|edit| (edit.span.start, edit.span.end)));
        true
    }
}

/// The text with sorted edits made.
fn replace(text: &str, edits: Vec<&Edit>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        out.push_str(&text[at..edit.span.start as usize]);
        out.push_str(&edit.text);
        at = edit.span.end as usize;
    }
    out.push_str(&text[at..]);
    out
}
