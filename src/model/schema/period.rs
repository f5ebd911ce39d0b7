//! Sets of versions in words.

use crate::model::schema::{Schema, Version, VersionSet};

/// A set of versions in words that follow "it exists": `since 2012-05-05`, `until 2012-03-15`,
/// `from 2010-06-01 to 2012-03-15`, `in 2012-03-15 only`, `in every version`, `in no version`, and
/// several of them with `and`.
///
/// ```
/// use cloudfront_lint::internal::builtin::SCHEMA;
/// use cloudfront_lint::internal::model::schema::period;
/// use cloudfront_lint::internal::model::schema::VersionSet;
///
/// let first = SCHEMA.version("2015-09-17").expect("it was published");
/// let compress = VersionSet::between(first, SCHEMA.newest());
/// assert_eq!(period(&SCHEMA, compress), "since 2015-09-17");
/// ```
pub fn period(schema: &Schema, versions: VersionSet) -> String {
    let newest = schema.newest();
    let name = |version: Version| &schema.version_info(version).name;
    let parts: Vec<String> = ranges(versions)
        .into_iter()
        .map(|(first, last)| match (first.0 == 0, last == newest) {
            (true, true) => "in every version".to_owned(),
            (_, false) if first == last => format!("in {} only", name(first)),
            (true, false) => format!("until {}", name(last)),
            (false, true) => format!("since {}", name(first)),
            (false, false) => format!("from {} to {}", name(first), name(last)),
        })
        .collect();
    match parts.as_slice() {
        [] => "in no version".to_owned(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// The runs of neighbouring versions in a set.
fn ranges(versions: VersionSet) -> Vec<(Version, Version)> {
    let mut ranges: Vec<(Version, Version)> = Vec::new();
    for version in versions.iter() {
        match ranges.last_mut() {
            Some((_, last)) if last.0 + 1 == version.0 => *last = version,
            _ => ranges.push((version, version)),
        }
    }
    ranges
}
