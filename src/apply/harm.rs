//! What counts as harm done by a fix, and how it is reported.

use std::collections::BTreeSet;
use std::fmt;

use crate::apply::round;
use crate::lint::Linter;
use crate::model::Severity;
use crate::model::schema::{NameId, Schema};
use crate::outcome::sentence::counted;
use crate::outcome::{Report, Status};
use crate::tree::Form;
use crate::{builtin, lint};

/// Fixes that were not applied.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Refused {
    /// The rules whose fixes they are.
    pub rules: Vec<String>,
    /// Why.
    pub harm: Harm,
}

/// What fixes would have done to a document.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Harm {
    /// It could no longer be read as before.
    Unreadable,
    /// Elements that the author wrote would be missing.
    Loss,
    /// It would still not be a CloudFront document.
    NoDocument,
    /// It would have more errors.
    Worse {
        /// Errors before.
        before: usize,
        /// Errors after.
        after: usize,
    },
    /// They undo each other, or never end.
    Endless,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let quoted: Vec<String> = self.rules.iter().map(|rule| format!("`{rule}`")).collect();
        let is_one = quoted.len() == 1;
        let (fixes, verb) = if is_one {
            ("fix", "was")
        } else {
            ("fixes", "were")
        };
        write!(f, "the {} {fixes} {verb} not applied: ", quoted.join(", "))?;
        let it = if is_one { "it" } else { "they" };
        match self.harm {
            Harm::Unreadable => write!(f, "{it} would leave a document that cannot be read")?,
            Harm::Loss => write!(f, "{it} would remove elements")?,
            Harm::NoDocument => {
                return write!(f, "the file would still not be a CloudFront document");
            }
            Harm::Worse { before, after } => {
                let errors = counted(after, "error", "errors");
                write!(f, "{it} would leave {errors} instead of {before}")?;
            }
            Harm::Endless if is_one => write!(f, "it would be applied again and again")?,
            Harm::Endless => write!(f, "they undo each other")?,
        }
        let is_own = |rule: &&String| lint::rules().iter().all(|known| known.name != **rule);
        let own: Vec<String> = self
            .rules
            .iter()
            .filter(is_own)
            .map(|rule| format!("`{rule}`"))
            .collect();
        match (own.as_slice(), &self.harm) {
            ([], Harm::Loss | Harm::Unreadable) => write!(f, "; fix this by hand"),
            ([], _) => write!(f, "; this is a bug in cloudfront-lint, please report it"),
            ([one], _) => write!(f, "; check the `repair` of your rule {one}"),
            (several, _) => write!(
                f,
                "; check the `repair` of your rules {}",
                several.join(" and ")
            ),
        }
    }
}

/// Counts the errors of a document, those of rules that are off too: an error that nobody wants to
/// read about is still an error when a fix causes it.
pub(super) struct Errors(Option<Linter>);

impl Errors {
    pub(super) fn new(linter: &Linter) -> Self {
        Self(linter.with_rules_that_are_off())
    }

    /// The number of errors in the document of a report; `None` where not all of it could be
    /// checked, so that more may be found later.
    pub(super) fn of_whole(&self, report: &Report<'static>) -> Option<usize> {
        self.judged(report, |judged| judged.is_whole().then(|| errors(judged)))
    }

    /// The number of errors that were found in the document of a report.
    pub(super) fn of(&self, report: &Report<'static>) -> usize {
        self.judged(report, errors)
    }

    fn judged<T>(&self, report: &Report<'static>, look: impl Fn(&Report<'_>) -> T) -> T {
        match &self.0 {
            Some(linter) => look(&linter.lint_source(report.source().clone())),
            None => look(report),
        }
    }
}

fn errors(report: &Report<'_>) -> usize {
    let listed = report.findings().iter();
    let listed = listed.filter(|finding| finding.severity == Severity::Error);
    listed.count() + report.left_out.errors
}

/// The harm that a round obviously did. A fix of syntax changes how something is written: a guess
/// may not remove it.
pub(super) fn of_round(
    before: &Report<'_>,
    after: &Report<'_>,
    guesses_syntax: bool,
) -> Option<Harm> {
    let faults = |report: &Report<'_>| {
        report
            .findings()
            .iter()
            .filter(|finding| round::is_syntax(finding))
            .count()
    };
    // What seemed to be a CloudFront document may turn out not to be one.
    let is_lost = before.root().is_some() && after.root().is_none()
        || matches!(after.status(), Status::Skipped(_));
    if is_lost || faults(after) > faults(before) {
        return Some(Harm::Unreadable);
    }
    let named =
        |report: &Report<'_>| names(report.source().text(), report.form(), &builtin::SCHEMA);
    (guesses_syntax && !named(before).is_subset(&named(after))).then_some(Harm::Loss)
}

/// The members whose names a text contains, apart from end tags, even if it cannot be parsed.
fn names(text: &str, form: Form, schema: &Schema) -> BTreeSet<NameId> {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric();
    let bytes = text.as_bytes();
    let mut found = BTreeSet::new();
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        while at < bytes.len() && is_part(bytes[at]) {
            at += 1;
        }
        let is_end = form == Form::Xml
            && start
                .checked_sub(1)
                .is_some_and(|before| bytes[before] == b'/');
        if at > start && !is_end {
            found.extend(schema.name(&text[start..at]));
        }
        at = at.max(start + 1);
    }
    found
}
