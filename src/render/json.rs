//! The versioned JSON report, for programs. Keys are never removed or renamed within a version.

use std::fmt;

use crate::builtin::rule_url;
use crate::outcome::{Finding, Label};
use crate::render::format::{FileResult, Format, Outcome, Summary};
use crate::render::json_writer;
use crate::render::json_writer::Object;
use crate::text::{Applicability, Position, Source, Span, sanitize};
use crate::tree::Form;

/// Version of the format.
const VERSION: usize = 1;

/// One JSON object for the whole run, one line a file.
#[derive(Clone, Copy, Default, Debug)]
pub struct Json;

impl Format for Json {
    fn begin(&self, out: &mut dyn fmt::Write) -> fmt::Result {
        write!(out, r#"{{"version":{VERSION},"tool":"#)?;
        json_writer::object(out, |tool| {
            tool.string("name", env!("CARGO_PKG_NAME"))?;
            tool.string("version", env!("CARGO_PKG_VERSION"))
        })?;
        out.write_str(",\"files\":[\n")
    }

    fn separator(&self) -> &'static str {
        ",\n"
    }

    fn file(&self, file: &FileResult<'_>, out: &mut dyn fmt::Write) -> fmt::Result {
        let (status, report) = match file.outcome {
            Outcome::Checked(report) => ("checked", Some(report)),
            Outcome::Skipped(report) => ("skipped", Some(report)),
            Outcome::Failed(_) => ("failed", None),
        };
        json_writer::object(out, |it| {
            it.string("path", file.path)?;
            it.string("form", form_name(file.form()))?;
            it.string_or_null("root", report.and_then(crate::outcome::Report::root))?;
            it.string_or_null(
                "api_version",
                report.and_then(crate::outcome::Report::api_version),
            )?;
            it.string("status", status)?;
            it.number(
                "suppressed",
                file.checked().map_or(0, crate::outcome::Report::suppressed),
            )?;
            it.array("findings", |findings| {
                let Some(report) = file.checked() else {
                    return Ok(());
                };
                report.findings().iter().try_for_each(|finding| {
                    findings.object(|it| write_finding(it, report.source(), finding))
                })
            })
        })
    }

    fn end(&self, summary: &Summary, out: &mut dyn fmt::Write) -> fmt::Result {
        out.write_str("\n],\"summary\":")?;
        json_writer::object(out, |it| {
            it.number("files", summary.files())?;
            it.number("checked", summary.checked)?;
            it.number("skipped", summary.skipped)?;
            it.number("failed", summary.failed)?;
            it.number("errors", summary.errors)?;
            it.number("warnings", summary.warnings)?;
            it.number("advice", summary.advice)?;
            it.number("suppressed", summary.suppressed)
        })?;
        out.write_str("}\n")
    }
}

fn write_finding(it: &mut Object<'_>, source: &Source<'_>, finding: &Finding) -> fmt::Result {
    it.string("rule", &finding.rule)?;
    it.string("severity", finding.severity.as_str())?;
    it.words("message", &finding.message)?;
    it.string("path", &finding.path)?;
    write_place(it, source, finding.span)?;
    it.array("labels", |labels| {
        finding
            .labels
            .iter()
            .try_for_each(|Label { span, message }| {
                labels.object(|it| {
                    write_place(it, source, *span)?;
                    it.words("message", message)
                })
            })
    })?;
    it.string_or_null(
        "help",
        finding.help.as_deref().map(sanitize::paragraphs).as_deref(),
    )?;
    match &finding.service {
        None => it.null("service")?,
        Some(service) => it.object("service", |it| {
            it.string("code", &service.code)?;
            it.number("status", usize::from(service.status))
        })?,
    }
    it.array("fixes", |fixes| {
        finding.fixes.iter().try_for_each(|fix| {
            fixes.object(|it| {
                it.words("title", &fix.title)?;
                it.string("applicability", applicability_name(fix.applicability))?;
                it.array("edits", |edits| {
                    fix.edits.iter().try_for_each(|edit| {
                        edits.object(|it| {
                            write_span(it, edit.span)?;
                            it.string("text", &edit.text)
                        })
                    })
                })
            })
        })
    })?;
    it.string_or_null("url", rule_url(&finding.rule).as_deref())
}

fn write_place(it: &mut Object<'_>, source: &Source<'_>, span: Span) -> fmt::Result {
    write_span(it, span)?;
    write_position(it, "start", source.position(span.start as usize))?;
    write_position(it, "end", source.position(span.end as usize))
}

fn write_span(it: &mut Object<'_>, span: Span) -> fmt::Result {
    it.object("span", |it| {
        it.number("start", span.start as usize)?;
        it.number("end", span.end as usize)
    })
}

fn write_position(it: &mut Object<'_>, key: &str, position: Position) -> fmt::Result {
    it.object(key, |it| {
        it.number("line", position.line)?;
        it.number("column", position.column)
    })
}

fn form_name(form: Form) -> &'static str {
    match form {
        Form::Xml => "xml",
        Form::Json => "json",
    }
}

fn applicability_name(applicability: Applicability) -> &'static str {
    match applicability {
        Applicability::Safe => "safe",
        Applicability::Unsafe => "unsafe",
    }
}
