//! SARIF 2.1.0, the exchange format of analysers: GitHub code scanning, editors, dashboards.
//!
//! A log contains only the rules that have a finding, so it comes after the results. Suppressed
//! findings are left out unless the linter keeps them: GitHub would show them as open.
//! Every result says what suppresses it, even if that is nothing.

mod descriptor;
mod result;
mod uri;

use std::fmt;

use serde::Serialize;

use self::descriptor::{Taxonomies, Tool};
use self::result::{Message, PhysicalLocation, SarifResult};
use super::serialize::{ITEM_SEPARATOR, write_items, write_json};
use super::{FileResult, Format, Summary, identity};
use crate::lint::Linter;
use crate::model::Severity;
use crate::text::sanitize;

/// One run. By default only built-in rules are described in it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Sarif {
    linters: Vec<Linter>,
}

impl Sarif {
    /// A run that describes the rules of these linters.
    pub fn with_rules_of(linters: Vec<Linter>) -> Self {
        Self { linters }
    }
}

impl Default for Sarif {
    fn default() -> Self {
        Self::with_rules_of(vec![Linter::new()])
    }
}

impl Format for Sarif {
    fn begin(&self, out: &mut dyn fmt::Write) -> fmt::Result {
        out.write_str(
            "{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\
             \"runs\":[{\"columnKind\":\"unicodeCodePoints\",\"results\":[\n",
        )
    }

    fn separator(&self) -> &'static str {
        ITEM_SEPARATOR
    }

    fn file(&self, file: &FileResult<'_>, out: &mut dyn fmt::Write) -> fmt::Result {
        let Some(report) = file.checked() else {
            return Ok(());
        };
        let uri = uri::of_path(file.path, file.raw_path);
        let open = report.findings().iter().map(|finding| (finding, None));
        let suppressed = report.suppressed_findings().iter();
        let suppressed = suppressed.map(|it| (&it.finding, Some(it.by)));
        let all: Vec<_> = open.chain(suppressed).collect();
        let results = all
            .iter()
            .zip(identity::names(all.iter().map(|(finding, _)| *finding)))
            .map(|((finding, by), name)| {
                SarifResult::of(&uri, report.source(), finding, name).suppressed(*by)
            });
        write_items(out, results)
    }

    fn end(&self, summary: &Summary, out: &mut dyn fmt::Write) -> fmt::Result {
        out.write_str("\n],\"tool\":")?;
        write_json(out, &Tool::of(summary, &self.linters))?;
        let taxonomies = Taxonomies::of(summary);
        if !taxonomies.is_empty() {
            out.write_str(",\"taxonomies\":")?;
            write_json(out, &taxonomies)?;
        }
        out.write_str(",\"invocations\":[")?;
        write_json(out, &Invocation::of(summary))?;
        out.write_str("]}]}\n")
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
    tool_execution_notifications: Vec<Notification>,
}

impl Invocation {
    fn of(summary: &Summary) -> Self {
        let notifications = summary.failures.iter().map(|failure| {
            let words = format!("cannot read the file: {}", failure.reason);
            let uri = uri::of_path(&failure.path, failure.raw_path.as_deref());
            Notification {
                level: level(Severity::Error),
                message: Message::quoting(&sanitize::line(&words)),
                locations: [FileLocation {
                    physical_location: PhysicalLocation::of_file(uri),
                }],
            }
        });
        Self {
            execution_successful: summary.failed == 0,
            tool_execution_notifications: notifications.collect(),
        }
    }
}

#[derive(Serialize)]
struct Notification {
    level: &'static str,
    message: Message,
    locations: [FileLocation; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FileLocation {
    physical_location: PhysicalLocation,
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "note",
    }
}
