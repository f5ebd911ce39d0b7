//! Sentences that several outputs share.

use super::Finding;
use crate::model::{Certainty, ServiceError, Severity};

/// What the service would answer, as a sentence.
pub(crate) fn service_sentence(finding: &Finding) -> Option<String> {
    let ServiceError {
        code,
        status,
        service,
    } = finding.service.as_ref()?;
    let service = service.as_deref().unwrap_or("CloudFront");
    let verb = match (finding.severity, finding.certainty) {
        (Severity::Error, Certainty::Certain) => "would",
        (Severity::Error, Certainty::Likely) => "would probably",
        (Severity::Warning | Severity::Advice, _) => "may",
    };
    Some(format!("{service} {verb} answer {status} {code}."))
}

/// The sentences with a full stop at their end.
pub(crate) fn full_stop(sentences: &str) -> String {
    let sentences = sentences.trim_end();
    let ended = sentences.is_empty() || sentences.ends_with(['.', '!', '?', ':']);
    format!("{sentences}{}", if ended { "" } else { "." })
}

/// A number with the right word behind it.
pub(crate) fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// `a, b and c`.
pub(crate) fn enumerated(items: &[String], last: &str) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [rest @ .., end] => format!("{} {last} {end}", rest.join(", ")),
    }
}
