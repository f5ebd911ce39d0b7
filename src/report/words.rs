//! A finding in plain words, for readers that show a text and nothing else.

use super::clean;
use crate::diagnostic::{Finding, ServiceError, Severity};

/// What is wrong, why it matters, what the service would answer and what to do, each on a line of its own where there is something to
/// say. Control characters of the document are replaced.
///
/// ```
/// let report = cloudfront_lint::lint("<InvalidationBatch/>");
/// let words = cloudfront_lint::report::words(&report.findings()[0]);
/// assert!(words.lines().count() > 1, "{words}");
/// ```
pub fn words(finding: &Finding) -> String {
    let parts = [
        Some(finding.message.clone()),
        finding.note.as_deref().map(full_stop),
        service_sentence(finding),
        finding.help.clone(),
    ];
    clean::paragraphs(&parts.into_iter().flatten().collect::<Vec<_>>().join("\n")).into_owned()
}

/// What the service would answer, as a sentence.
pub(super) fn service_sentence(finding: &Finding) -> Option<String> {
    let ServiceError {
        code,
        status,
        service,
    } = finding.service.as_ref()?;
    let service = service.as_deref().unwrap_or("CloudFront");
    let verb = if finding.severity == Severity::Error {
        "would"
    } else {
        "may"
    };
    Some(format!("{service} {verb} answer {status} {code}."))
}

/// The sentences with a full stop at their end.
pub(super) fn full_stop(sentences: &str) -> String {
    let sentences = sentences.trim_end();
    let ended = sentences.is_empty() || sentences.ends_with(['.', '!', '?', ':']);
    format!("{sentences}{}", if ended { "" } else { "." })
}
