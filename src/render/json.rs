//! The versioned JSON report, for programs. `docs/output.schema.json` describes it. Keys are never
//! removed or renamed within a version.

use std::borrow::Cow;
use std::fmt;

use serde::{Serialize, Serializer};

use super::location::{Place, Range};
use super::serialize::{ITEM_SEPARATOR, write_json};
use super::{FileResult, Format, Outcome, Summary};
use crate::builtin::rule_url;
use crate::outcome::{Finding, Fix, Label, Report, SuppressedFinding};
use crate::text::{Applicability, Source, sanitize};
use crate::tree::Form;

/// Version of the format.
const VERSION: u32 = 1;

/// One JSON object for the whole run, one line a file.
#[derive(Clone, Copy, Default, Debug)]
pub struct Json;

impl Format for Json {
    fn begin(&self, out: &mut dyn fmt::Write) -> fmt::Result {
        write!(out, r#"{{"version":{VERSION},"tool":"#)?;
        write_json(out, &Tool::THIS)?;
        out.write_str(",\"files\":[\n")
    }

    fn separator(&self) -> &'static str {
        ITEM_SEPARATOR
    }

    fn file(&self, file: &FileResult<'_>, out: &mut dyn fmt::Write) -> fmt::Result {
        write_json(out, &FileEntry::of(file))
    }

    fn end(&self, summary: &Summary, out: &mut dyn fmt::Write) -> fmt::Result {
        out.write_str("\n],\"summary\":")?;
        write_json(out, &Counts::of(summary))?;
        out.write_str("}\n")
    }
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

impl Tool {
    const THIS: Self = Self {
        name: env!("CARGO_PKG_NAME"),
        version: env!("CARGO_PKG_VERSION"),
    };
}

#[derive(Serialize)]
struct FileEntry<'r> {
    path: &'r str,
    form: &'static str,
    dialect: &'r str,
    root: Option<&'r str>,
    api_version: Option<&'r str>,
    /// The resource of a template; documents of the API have none.
    resource: Option<&'r str>,
    status: &'static str,
    suppressed: usize,
    findings: Findings<'r>,
    /// Only on request.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suppressed_findings: Vec<SuppressedEntry<'r>>,
}

impl<'r> FileEntry<'r> {
    fn of(file: &FileResult<'r>) -> Self {
        let (status, report) = match file.outcome {
            Outcome::Checked(report) => ("checked", Some(report)),
            Outcome::Skipped(report) => ("skipped", Some(report)),
            Outcome::Failed(_) => ("failed", None),
        };
        let suppressed = file.checked().map_or_else(Vec::new, |report| {
            let entry = |suppressed: &'r SuppressedFinding| SuppressedEntry {
                finding: FindingEntry::of(report.source(), &suppressed.finding),
                suppressed_by: suppressed.by.as_str(),
            };
            report.suppressed_findings().iter().map(entry).collect()
        });
        Self {
            path: file.path,
            form: match file.form() {
                Form::Xml => "xml",
                Form::Json => "json",
                Form::Yaml => "yaml",
                Form::Hcl => "hcl",
            },
            dialect: report.map_or("api", Report::dialect),
            root: report.and_then(Report::root),
            api_version: report.and_then(Report::api_version),
            resource: report.and_then(Report::resource),
            status,
            suppressed: file.checked().map_or(0, Report::suppressed),
            findings: Findings(file.checked()),
            suppressed_findings: suppressed,
        }
    }
}

/// The findings of a file, each of which is made when it is written.
struct Findings<'r>(Option<&'r Report<'r>>);

impl Serialize for Findings<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().flat_map(|report| {
            let entry = |finding| FindingEntry::of(report.source(), finding);
            report.findings().iter().map(entry)
        }))
    }
}

#[derive(Serialize)]
struct SuppressedEntry<'r> {
    #[serde(flatten)]
    finding: FindingEntry<'r>,
    suppressed_by: &'static str,
}

#[derive(Serialize)]
struct FindingEntry<'r> {
    rule: &'r str,
    severity: &'static str,
    certainty: &'static str,
    message: Cow<'r, str>,
    note: Option<Cow<'r, str>>,
    path: String,
    #[serde(flatten)]
    place: Place,
    labels: Vec<LabelEntry<'r>>,
    help: Option<Cow<'r, str>>,
    service: Option<ServiceEntry<'r>>,
    fixes: Vec<FixEntry<'r>>,
    url: Option<String>,
}

impl<'r> FindingEntry<'r> {
    fn of(source: &Source<'_>, finding: &'r Finding) -> Self {
        let label = |label: &'r Label| LabelEntry {
            place: Place::of(source, label.span),
            message: sanitize::line(&label.message),
        };
        Self {
            rule: &finding.rule,
            severity: finding.severity.as_str(),
            certainty: finding.certainty.as_str(),
            message: sanitize::line(&finding.message),
            note: finding.note.as_deref().map(sanitize::paragraphs),
            path: finding.path.to_string(),
            place: Place::of(source, finding.span),
            labels: finding.labels.iter().map(label).collect(),
            help: finding.help.as_deref().map(sanitize::paragraphs),
            service: finding.service.as_ref().map(|service| ServiceEntry {
                code: &service.code,
                status: service.status,
            }),
            fixes: finding.fixes.iter().map(FixEntry::of).collect(),
            url: rule_url(&finding.rule),
        }
    }
}

#[derive(Serialize)]
struct LabelEntry<'r> {
    #[serde(flatten)]
    place: Place,
    message: Cow<'r, str>,
}

#[derive(Serialize)]
struct ServiceEntry<'r> {
    code: &'r str,
    status: u16,
}

#[derive(Serialize)]
struct FixEntry<'r> {
    title: Cow<'r, str>,
    applicability: &'static str,
    edits: Vec<EditEntry<'r>>,
}

impl<'r> FixEntry<'r> {
    fn of(fix: &'r Fix) -> Self {
        let edits = fix.edits.iter().map(|edit| EditEntry {
            span: Range::of(edit.span),
            text: &edit.text,
        });
        Self {
            title: sanitize::line(&fix.title),
            applicability: match fix.applicability {
                Applicability::Safe => "safe",
                Applicability::Unsafe => "unsafe",
            },
            edits: edits.collect(),
        }
    }
}

#[derive(Serialize)]
struct EditEntry<'r> {
    span: Range,
    text: &'r str,
}

#[derive(Serialize)]
struct Counts {
    files: usize,
    checked: usize,
    skipped: usize,
    failed: usize,
    errors: usize,
    warnings: usize,
    advice: usize,
    suppressed: usize,
}

impl Counts {
    fn of(summary: &Summary) -> Self {
        Self {
            files: summary.files(),
            checked: summary.checked,
            skipped: summary.skipped,
            failed: summary.failed,
            errors: summary.errors,
            warnings: summary.warnings,
            advice: summary.advice,
            suppressed: summary.suppressed,
        }
    }
}
