//! The code quality report of GitLab: findings appear in the changes of a merge request.

use std::borrow::Cow;
use std::fmt;

use serde::Serialize;

use super::serialize::{ITEM_SEPARATOR, write_items, write_json};
use super::{FileResult, Format, Outcome, Summary, identity};
use crate::model::Severity;
use crate::outcome::Finding;
use crate::text::{Source, sanitize};

/// One JSON array for the whole run.
#[derive(Clone, Copy, Default, Debug)]
pub struct Gitlab;

impl Format for Gitlab {
    fn begin(&self, out: &mut dyn fmt::Write) -> fmt::Result {
        out.write_str("[\n")
    }

    fn separator(&self) -> &'static str {
        ITEM_SEPARATOR
    }

    fn file(&self, file: &FileResult<'_>, out: &mut dyn fmt::Write) -> fmt::Result {
        if let Outcome::Failed(reason) = file.outcome {
            return write_json(out, &Entry::of_failure(file.path, reason));
        }
        let Some(report) = file.checked() else {
            return Ok(());
        };
        let findings = report.findings();
        let entries = findings
            .iter()
            .zip(identity::names(findings))
            .map(|(finding, name)| Entry::of(file.path, report.source(), finding, &name));
        write_items(out, entries)
    }

    fn end(&self, _: &Summary, out: &mut dyn fmt::Write) -> fmt::Result {
        out.write_str("\n]\n")
    }
}

#[derive(Serialize)]
struct Entry<'r> {
    description: Cow<'r, str>,
    check_name: &'r str,
    fingerprint: String,
    severity: &'static str,
    location: Location<'r>,
}

impl<'r> Entry<'r> {
    fn of(path: &'r str, source: &Source<'_>, finding: &'r Finding, name: &str) -> Self {
        Self {
            description: sanitize::line(&finding.message),
            check_name: &finding.rule,
            fingerprint: fingerprint(&[path, name]),
            severity: match finding.severity {
                Severity::Error => "major",
                Severity::Warning => "minor",
                Severity::Advice => "info",
            },
            location: Location::of(path, source.position(finding.span.start as usize).line),
        }
    }

    fn of_failure(path: &'r str, reason: &str) -> Self {
        let description = format!("cannot read the file: {reason}");
        Self {
            description: sanitize::line(&description).into_owned().into(),
            check_name: "unreadable-file",
            fingerprint: fingerprint(&[path, reason]),
            severity: "blocker",
            location: Location::of(path, 1),
        }
    }
}

#[derive(Serialize)]
struct Location<'r> {
    path: &'r str,
    lines: Lines,
}

impl<'r> Location<'r> {
    fn of(path: &'r str, line: usize) -> Self {
        Self {
            path,
            lines: Lines { begin: line },
        }
    }
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
}

/// A hash of the parts that is the same in every run and on every machine: FNV-1a of 128 bits.
fn fingerprint(parts: &[&str]) -> String {
    let bytes = parts.iter().flat_map(|part| part.bytes().chain([0]));
    let hash = bytes.fold(
        0x6c62_272e_07bb_0142_62b8_2175_6295_c58d_u128,
        |hash, byte| {
            (hash ^ u128::from(byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b)
        },
    );
    format!("{hash:032x}")
}
