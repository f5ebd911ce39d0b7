//! Near misses: which known words a wrong word was probably meant to be.
//!
//! Used for element names, values, rule names and keys of rule files alike, so that a suggestion
//! means the same everywhere. This module is compiled into the build script too and uses nothing of
//! the crate.

/// How many suggestions are made at most.
const MOST: usize = 3;
/// Bytes of the longest word that is compared, which takes time for every pair of letters.
const LONGEST: usize = 256;

/// The known words that a word was probably meant to be, best first, at most three.
///
/// Case does not count. A word is near when at most a third of its letters (at least one) must be
/// added, dropped, changed or swapped with their neighbour. No word is near to one of more than 256
/// bytes.
///
/// ```
/// use cloudfront_lint::internal::model::near::nearest;
///
/// let known = ["ViewerProtocolPolicy", "TargetOriginId", "Enabled"];
/// assert_eq!(nearest("ViewerProtocolPolcy", known), ["ViewerProtocolPolicy"]);
/// assert_eq!(nearest("enabled", known), ["Enabled"]);
/// assert!(nearest("Origin", known).is_empty());
/// ```
pub fn nearest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Vec<&'k str> {
    if word.len() > LONGEST {
        return Vec::new();
    }
    let folded = word.to_lowercase();
    let length = folded.chars().count();
    let most = (length / 3).max(1);
    let mut found: Vec<(usize, &str)> = known
        .into_iter()
        .filter(|candidate| candidate.chars().count().abs_diff(length) <= most)
        .map(|candidate| {
            (
                strsim::damerau_levenshtein(&folded, &candidate.to_lowercase()),
                candidate,
            )
        })
        .filter(|(distance, _)| *distance <= most)
        .collect();
    found.sort_unstable();
    found.dedup();
    found.truncate(MOST);
    found.into_iter().map(|(_, candidate)| candidate).collect()
}

/// Whether two names have the same ASCII letters and digits, so that they differ in case and
/// punctuation only.
///
/// ```
/// use cloudfront_lint::internal::model::near::is_same_word;
///
/// assert!(is_same_word("default_cache_behavior", "DefaultCacheBehavior"));
/// assert!(!is_same_word("Origin", "Origins"));
/// ```
pub fn is_same_word(one: &str, other: &str) -> bool {
    fn letters(name: &str) -> impl Iterator<Item = u8> {
        name.bytes()
            .filter(u8::is_ascii_alphanumeric)
            .map(|byte| byte.to_ascii_lowercase())
    }
    letters(one).eq(letters(other))
}
