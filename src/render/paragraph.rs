//! A finding in plain words, for readers that show a text and nothing else.

use crate::outcome::Finding;
use crate::outcome::sentence::{full_stop, service_sentence};
use crate::text::sanitize;

/// What is wrong, why it matters, what the service would answer and what to do, each on a line of its own where there is something to
/// say. Control characters of the document are replaced.
///
/// ```
/// let report = cloudfront_lint::lint("<InvalidationBatch/>");
/// let words = cloudfront_lint::render::words(&report.findings()[0]);
/// assert!(words.lines().count() > 1, "{words}");
/// ```
pub fn words(finding: &Finding) -> String {
    let parts = [
        Some(finding.message.clone()),
        finding.note.as_deref().map(full_stop),
        service_sentence(finding),
        finding.help.clone(),
    ];
    sanitize::paragraphs(&parts.into_iter().flatten().collect::<Vec<_>>().join("\n")).into_owned()
}
