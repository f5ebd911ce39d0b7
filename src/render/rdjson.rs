//! The Reviewdog Diagnostic Format, for comments and suggestions in code review.

use std::borrow::Cow;
use std::fmt;

use serde::Serialize;

use super::location::LineAndColumn;
use super::serialize::{ITEM_SEPARATOR, write_items, write_json};
use super::{FileResult, Format, Outcome, Summary, plain_text};
use crate::builtin::rule_url;
use crate::model::Severity;
use crate::outcome::Finding;
use crate::text::{Source, Span, sanitize};

/// One JSON object for the whole run.
#[derive(Clone, Copy, Default, Debug)]
pub struct Rdjson;

impl Format for Rdjson {
    fn begin(&self, out: &mut dyn fmt::Write) -> fmt::Result {
        out.write_str("{\"source\":")?;
        let this = Tool {
            name: env!("CARGO_PKG_NAME"),
            url: env!("CARGO_PKG_REPOSITORY"),
        };
        write_json(out, &this)?;
        out.write_str(",\"diagnostics\":[\n")
    }

    fn separator(&self) -> &'static str {
        ITEM_SEPARATOR
    }

    fn file(&self, file: &FileResult<'_>, out: &mut dyn fmt::Write) -> fmt::Result {
        if let Outcome::Failed(reason) = file.outcome {
            return write_json(out, &Diagnostic::of_failure(file.path, reason));
        }
        let Some(report) = file.checked() else {
            return Ok(());
        };
        let diagnostic = |finding| Diagnostic::of(file.path, report.source(), finding);
        write_items(out, report.findings().iter().map(diagnostic))
    }

    fn end(&self, _: &Summary, out: &mut dyn fmt::Write) -> fmt::Result {
        out.write_str("\n]}\n")
    }
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    url: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Diagnostic<'r> {
    message: String,
    location: Location<'r>,
    severity: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<Code<'r>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggestions: Vec<Suggestion<'r>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Related<'r>>,
}

impl<'r> Diagnostic<'r> {
    fn of(path: &'r str, source: &Source<'_>, finding: &'r Finding) -> Self {
        let location = |span| Location {
            path,
            range: Some(Range::of(source, span)),
        };
        // A suggestion is one replacement, so only fixes with one edit can be shown.
        let edits = finding.fixes.iter().filter_map(|fix| {
            if let [edit] = fix.edits.as_slice() {
                Some(edit)
            } else {
                None
            }
        });
        let labels = finding
            .labels
            .iter()
            .filter(|label| label.span != finding.span);
        Self {
            message: plain_text(finding),
            location: location(finding.span),
            severity: match finding.severity {
                Severity::Error => "ERROR",
                Severity::Warning => "WARNING",
                Severity::Advice => "INFO",
            },
            code: Some(Code {
                value: &finding.rule,
                url: rule_url(&finding.rule),
            }),
            suggestions: edits
                .map(|edit| Suggestion {
                    range: Range::of(source, edit.span),
                    text: &edit.text,
                })
                .collect(),
            related_locations: labels
                .map(|label| Related {
                    message: sanitize::line(&label.message),
                    location: location(label.span),
                })
                .collect(),
        }
    }

    fn of_failure(path: &'r str, reason: &str) -> Self {
        Self {
            message: sanitize::line(&format!("cannot read the file: {reason}")).into_owned(),
            location: Location { path, range: None },
            severity: "ERROR",
            code: None,
            suggestions: Vec::new(),
            related_locations: Vec::new(),
        }
    }
}

#[derive(Serialize)]
struct Code<'r> {
    value: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

#[derive(Serialize)]
struct Location<'r> {
    path: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<Range>,
}

/// Columns of this format count bytes of UTF-8, from 1.
#[derive(Serialize)]
struct Range {
    start: LineAndColumn,
    end: LineAndColumn,
}

impl Range {
    fn of(source: &Source<'_>, span: Span) -> Self {
        Self {
            start: LineAndColumn::of(source, span.start),
            end: LineAndColumn::of(source, span.end),
        }
    }
}

#[derive(Serialize)]
struct Suggestion<'r> {
    range: Range,
    text: &'r str,
}

#[derive(Serialize)]
struct Related<'r> {
    message: Cow<'r, str>,
    location: Location<'r>,
}
