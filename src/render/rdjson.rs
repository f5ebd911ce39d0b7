//! The Reviewdog Diagnostic Format, for comments and suggestions in code review.

use std::fmt;

use crate::builtin::rule_url;
use crate::model::Severity;
use crate::outcome::Finding;
use crate::render::format::{FileResult, Format, Outcome, Summary};
use crate::render::json_writer;
use crate::render::json_writer::Object;
use crate::text::{Source, Span, sanitize};

/// One JSON object for the whole run.
#[derive(Clone, Copy, Default, Debug)]
pub struct Rdjson;

impl Format for Rdjson {
    fn begin(&self, out: &mut dyn fmt::Write) -> fmt::Result {
        writeln!(
            out,
            r#"{{"source":{{"name":"cloudfront-lint","url":"{}"}},"diagnostics":["#,
            env!("CARGO_PKG_REPOSITORY")
        )
    }

    fn separator(&self) -> &'static str {
        ",\n"
    }

    fn file(&self, file: &FileResult<'_>, out: &mut dyn fmt::Write) -> fmt::Result {
        if let Outcome::Failed(reason) = file.outcome {
            return json_writer::object(out, |it| {
                it.words("message", &format!("cannot read the file: {reason}"))?;
                it.object("location", |it| it.string("path", file.path))?;
                it.string("severity", "ERROR")
            });
        }
        let Some(report) = file.checked() else {
            return Ok(());
        };
        for (index, finding) in report.findings().iter().enumerate() {
            if index > 0 {
                out.write_str(",\n")?;
            }
            json_writer::object(out, |it| {
                diagnostic(it, file.path, report.source(), finding)
            })?;
        }
        Ok(())
    }

    fn end(&self, _: &Summary, out: &mut dyn fmt::Write) -> fmt::Result {
        out.write_str("\n]}\n")
    }
}

fn diagnostic(
    it: &mut Object<'_>,
    path: &str,
    source: &Source<'_>,
    finding: &Finding,
) -> fmt::Result {
    let message = [
        Some(sanitize::line(&finding.message)),
        finding.help.as_deref().map(sanitize::paragraphs),
    ];
    it.string(
        "message",
        &message.into_iter().flatten().collect::<Vec<_>>().join("\n"),
    )?;
    location(it, path, source, finding.span)?;
    it.string(
        "severity",
        match finding.severity {
            Severity::Error => "ERROR",
            Severity::Warning => "WARNING",
            Severity::Advice => "INFO",
        },
    )?;
    it.object("code", |it| {
        it.string("value", &finding.rule)?;
        rule_url(&finding.rule).map_or(Ok(()), |url| it.string("url", &url))
    })?;
    // A suggestion is one replacement, so only fixes of one edit can be shown.
    it.array("suggestions", |suggestions| {
        let edits = finding.fixes.iter().filter_map(|fix| {
            if let [edit] = fix.edits.as_slice() {
                Some(edit)
            } else {
                None
            }
        });
        for edit in edits {
            suggestions.object(|it| {
                range(it, source, edit.span)?;
                it.string("text", &edit.text)
            })?;
        }
        Ok(())
    })?;
    it.array("relatedLocations", |related| {
        finding
            .labels
            .iter()
            .filter(|label| label.span != finding.span)
            .try_for_each(|label| {
                related.object(|it| {
                    it.words("message", &label.message)?;
                    location(it, path, source, label.span)
                })
            })
    })
}

fn location(it: &mut Object<'_>, path: &str, source: &Source<'_>, span: Span) -> fmt::Result {
    it.object("location", |it| {
        it.string("path", path)?;
        range(it, source, span)
    })
}

/// Columns of this format count bytes of UTF-8, from 1.
fn range(it: &mut Object<'_>, source: &Source<'_>, span: Span) -> fmt::Result {
    it.object("range", |it| {
        for (key, offset) in [("start", span.start), ("end", span.end)] {
            let at = source.position(offset as usize);
            it.object(key, |it| {
                it.number("line", at.line)?;
                it.number("column", at.column)
            })?;
        }
        Ok(())
    })
}
