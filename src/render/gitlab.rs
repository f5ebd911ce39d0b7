//! The code quality report of GitLab: findings appear in the changes of a merge request.

use std::collections::BTreeMap;
use std::fmt;

use crate::model::Severity;
use crate::outcome::Finding;
use crate::render::format::{FileResult, Format, Outcome, Summary};
use crate::render::json_writer;

/// One JSON array for the whole run.
#[derive(Clone, Copy, Default, Debug)]
pub struct Gitlab;

impl Format for Gitlab {
    fn begin(&self, out: &mut dyn fmt::Write) -> fmt::Result {
        out.write_str("[\n")
    }

    fn separator(&self) -> &'static str {
        ",\n"
    }

    fn file(&self, file: &FileResult<'_>, out: &mut dyn fmt::Write) -> fmt::Result {
        if let Outcome::Failed(reason) = file.outcome {
            let description = format!("cannot read the file: {reason}");
            return entry(
                out,
                &description,
                "unreadable-file",
                &fingerprint(&[file.path, reason]),
                "blocker",
                file.path,
                1,
            );
        }
        let Some(report) = file.checked() else {
            return Ok(());
        };
        // Findings that differ in nothing but their line are told apart by their order, so a fingerprint survives edits above.
        let mut twins = BTreeMap::new();
        for (index, finding) in report.findings().iter().enumerate() {
            if index > 0 {
                out.write_str(",\n")?;
            }
            let Finding {
                rule,
                place,
                message,
                ..
            } = finding;
            let twin = twins
                .entry((rule, place, message))
                .and_modify(|count| *count += 1)
                .or_insert(0_usize);
            let fingerprint = fingerprint(&[file.path, rule, place, message, &twin.to_string()]);
            let severity = match finding.severity {
                Severity::Error => "major",
                Severity::Warning => "minor",
                Severity::Advice => "info",
            };
            let line = report.source().position(finding.span.start as usize).line;
            entry(out, message, rule, &fingerprint, severity, file.path, line)?;
        }
        Ok(())
    }

    fn end(&self, _: &Summary, out: &mut dyn fmt::Write) -> fmt::Result {
        out.write_str("\n]\n")
    }
}

fn entry(
    out: &mut dyn fmt::Write,
    description: &str,
    check: &str,
    fingerprint: &str,
    severity: &str,
    path: &str,
    line: usize,
) -> fmt::Result {
    json_writer::object(out, |it| {
        it.words("description", description)?;
        it.string("check_name", check)?;
        it.string("fingerprint", fingerprint)?;
        it.string("severity", severity)?;
        it.object("location", |it| {
            it.string("path", path)?;
            it.object("lines", |it| it.number("begin", line))
        })
    })
}

/// A hash of the parts that stays the same from one run and one machine to the next: FNV-1a of 128 bits.
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
