//! A document with errors as part of an [`Error`](crate::outcome::Error), in the terms of miette,
//! whose protocol any renderer understands.

use std::fmt;
use std::sync::OnceLock;

use miette::{
    Diagnostic, LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents,
};

use crate::builtin::rule_url;
use crate::model::Severity;
use crate::model::schema::Schema;
use crate::outcome::secrets;
use crate::outcome::sentence::{counted, full_stop, service_sentence};
use crate::outcome::{Finding, Report};
use crate::text::{Source, Span, sanitize};

/// A document that the service would refuse, with all findings.
///
/// ```
/// use cloudfront_lint::Error;
/// use miette::Diagnostic;
///
/// let xml = "<DistributionConfig><Enabled>yes</Enabled></DistributionConfig>";
/// let report = cloudfront_lint::lint(xml);
/// let error = report.into_result().unwrap_err();
/// assert!(error.related().unwrap().count() > 0);
/// if let Error::Rejected(rejection) = &error {
///     assert!(rejection.findings().any(|finding| finding.rule == "boolean-value"));
/// }
/// ```
#[derive(Clone)]
pub struct Rejection {
    /// In a box, so that a `Result` with it is small.
    source: Box<Source<'static>>,
    /// The same without secrets, for those who draw it.
    shown: OnceLock<Source<'static>>,
    schema: &'static Schema,
    secrets: Vec<Span>,
    findings: Vec<FindingDiagnostic>,
}

impl Rejection {
    pub(crate) fn new(report: Report<'_>) -> Self {
        let findings = report
            .findings
            .into_iter()
            .map(FindingDiagnostic::new)
            .collect();
        Self {
            schema: report.schema,
            secrets: report.secrets,
            source: Box::new(report.source.into_owned()),
            shown: OnceLock::new(),
            findings,
        }
    }

    /// All findings of the document, warnings and advice included.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().map(|it| &it.finding)
    }

    /// The text that every span is a range of.
    pub fn source_text(&self) -> &Source<'static> {
        &self.source
    }
}

/// Which rules, where and how many, but nothing of the document: errors end up in logs.
impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut errors = self
            .findings()
            .filter(|finding| finding.severity == Severity::Error);
        let Some(first) = errors.next() else {
            return f.write_str("CloudFront would refuse this document");
        };
        let service = first
            .service
            .as_ref()
            .and_then(|it| it.service.as_deref())
            .unwrap_or("CloudFront");
        let rule = sanitize::line(&first.rule);
        let at = self.source.position(first.span.start as usize);
        write!(
            f,
            "{service} would refuse this document: {rule} at line {}, column {}",
            at.line, at.column
        )?;
        match errors.count() {
            0 => Ok(()),
            more => write!(f, ", and {}", counted(more, "more error", "more errors")),
        }
    }
}

/// Without the text of the document.
impl fmt::Debug for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rejection")
            .field("source", &self.source)
            .field("findings", &self.findings)
            .finish_non_exhaustive()
    }
}

impl Rejection {
    pub(super) fn source_code(&self) -> &dyn SourceCode {
        self.shown.get_or_init(|| {
            let found = secrets::secrets(&self.source, self.schema);
            let secrets = secrets::joined(found, &self.secrets);
            self.source
                .with_text(secrets::masked(self.source.text(), &secrets))
        })
    }

    /// The findings as diagnostics.
    pub(super) fn related(&self) -> impl Iterator<Item = &dyn Diagnostic> {
        self.findings.iter().map(|it| it as &dyn Diagnostic)
    }
}

/// One finding in the terms of miette. Its source is that of the [`Rejection`] around it.
#[derive(Clone)]
struct FindingDiagnostic {
    finding: Finding,
    help: Option<String>,
    url: Option<String>,
}

impl FindingDiagnostic {
    fn new(finding: Finding) -> Self {
        let parts = [
            finding.note.as_deref().map(full_stop),
            service_sentence(&finding),
            finding.help.clone(),
        ];
        let help = parts.into_iter().flatten().collect::<Vec<_>>().join("\n");
        let url = rule_url(&finding.rule);
        Self {
            finding,
            help: (!help.is_empty()).then_some(help),
            url,
        }
    }
}

impl fmt::Debug for FindingDiagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.finding.fmt(f)
    }
}

impl fmt::Display for FindingDiagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&sanitize::line(&self.finding.message))
    }
}

impl std::error::Error for FindingDiagnostic {}

impl Diagnostic for FindingDiagnostic {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(&self.finding.rule))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(miette_severity(self.finding.severity))
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help
            .as_deref()
            .map(|help| Box::new(sanitize::paragraphs(help)) as Box<dyn fmt::Display>)
    }

    fn url<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.url
            .as_deref()
            .map(|url| Box::new(url) as Box<dyn fmt::Display>)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let finding = &self.finding;
        let labeled = finding.labels.iter().map(|label| {
            let message = Some(sanitize::line(&label.message).into_owned());
            if label.span == finding.span {
                LabeledSpan::new_primary_with_span(message, source_span(label.span))
            } else {
                LabeledSpan::new_with_span(message, source_span(label.span))
            }
        });
        let bare = finding
            .labels
            .iter()
            .all(|label| label.span != finding.span);
        let primary =
            bare.then(|| LabeledSpan::new_primary_with_span(None, source_span(finding.span)));
        Some(Box::new(primary.into_iter().chain(labeled)))
    }
}

pub(crate) fn miette_severity(severity: Severity) -> miette::Severity {
    match severity {
        Severity::Error => miette::Severity::Error,
        Severity::Warning => miette::Severity::Warning,
        Severity::Advice => miette::Severity::Advice,
    }
}

fn source_span(span: Span) -> SourceSpan {
    SourceSpan::new((span.start as usize).into(), span.len())
}

/// Answers from the line index, so a renderer takes the same time for every finding, wherever it
/// is.
impl SourceCode for Source<'_> {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        lines_before: usize,
        lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let (start, end) = (span.offset(), span.offset().saturating_add(span.len()));
        if end > self.text().len() {
            return Err(MietteError::OutOfBounds);
        }
        let first = self.line_at(start).saturating_sub(lines_before);
        let last = (self.line_at(end.saturating_sub(1).max(start)) + lines_after)
            .min(self.line_count() - 1);
        let (from, column) = if lines_before == 0 {
            (start, self.position(start).column - 1)
        } else {
            (self.line_span(first).start as usize, 0)
        };
        let to = self.line_span(last).end as usize;
        let data = &self.text().as_bytes()[from..to];
        let read = SourceSpan::new(from.into(), to - from);
        Ok(Box::new(MietteSpanContents::new(
            data,
            read,
            first,
            column,
            last - first + 1,
        )))
    }
}
