//! Making a suppression: as one writes it, and the one that suppresses a finding.

use crate::builtin::{DIALECTS, SCHEMA};
use crate::lint::suppress::{Suppression, segments};
use crate::outcome::Finding;

impl Suppression {
    /// The suppression of some rules, or of all if there are none, in the elements of a path.
    ///
    /// ```
    /// use cloudfront_lint::{Linter, Suppression};
    ///
    /// let everywhere = Suppression::new(["empty-items"], "InvalidationBatch");
    /// let linter = Linter::new().suppress(everywhere)?;
    /// # Ok::<(), cloudfront_lint::Error>(())
    /// ```
    pub fn new<R: Into<String>>(
        rules: impl IntoIterator<Item = R>,
        path: impl Into<String>,
    ) -> Self {
        Self {
            rules: rules.into_iter().map(Into::into).collect(),
            path: path.into(),
        }
    }

    /// The suppression of a finding: of its rule in its element, with the names of items instead of
    /// their numbers, or in the nearest element above it that the API knows. `None` if it knows
    /// none of them.
    pub fn of(finding: &Finding) -> Option<Self> {
        let place = finding.path.with_names();
        if is_of_template(&segments(&place)) {
            return Some(Self::new([&*finding.rule], &place[..]));
        }
        let mut end = 0;
        for next in ends(&place) {
            let segment = place[end..next].trim_start_matches('/');
            let name = segment.split('[').next().unwrap_or(segment);
            if SCHEMA.name(name).is_none() {
                break;
            }
            end = next;
        }
        (end > 0).then(|| Self::new([&*finding.rule], &place[..end]))
    }
}

/// Where the segments of a path end; the names of items in brackets can contain slashes.
fn ends(place: &str) -> Vec<usize> {
    let mut depth = 0_usize;
    let ends = place.char_indices().filter_map(|(at, character)| {
        match character {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            '/' if depth == 0 => return Some(at),
            _ => {}
        }
        None
    });
    ends.chain([place.len()]).collect()
}

/// Whether a path begins with a resource of a template, whose name is the author's.
pub(crate) fn is_of_template(segments: &[&str]) -> bool {
    DIALECTS.iter().any(|dialect| {
        let is_body = |name: &&str| **name == *dialect.body_key;
        let is_address = |name: &&str| {
            dialect.block_key.is_some()
                && dialect
                    .resources
                    .iter()
                    .any(|resource| name.contains(resource.name.as_ref()))
        };
        segments.get(1).is_some_and(is_body) || segments.first().is_some_and(is_address)
    })
}
