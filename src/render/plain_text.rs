//! A finding as plain text, for readers that show text and nothing else.

use crate::outcome::Finding;
use crate::outcome::sentence::{full_stop, service_sentence};
use crate::text::sanitize;

/// The message, the note, what the service would answer, and the help, each on a line of its own if
/// there is one. Control characters of the document are replaced.
///
/// ```
/// let xml = r#"<InvalidationBatch xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/"/>"#;
/// let report = cloudfront_lint::lint(xml);
/// let text = cloudfront_lint::render::plain_text(&report.findings()[0]);
/// assert!(text.lines().count() > 1, "{text}");
/// ```
pub fn plain_text(finding: &Finding) -> String {
    let parts = [
        Some(sanitize::line(&finding.message).into_owned()),
        finding.note.as_deref().map(full_stop),
        service_sentence(finding),
        finding.help.clone(),
    ];
    let text = parts.into_iter().flatten().collect::<Vec<_>>().join("\n");
    sanitize::paragraphs(&text).into_owned()
}
