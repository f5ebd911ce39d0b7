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
    let length = if word.is_ascii() {
        word.len()
    } else {
        word.to_lowercase().chars().count()
    };
    let most = (length / 3).max(1);
    let is_as_long = |candidate: &&str| {
        // No word has more letters than bytes.
        candidate.len() + most >= length && letters_of(candidate).abs_diff(length) <= most
    };
    let mut known = known.into_iter().filter(is_as_long).peekable();
    if known.peek().is_none() {
        return Vec::new();
    }
    let folded = word.to_lowercase();
    let letters = Letters::of(&folded);
    let mut found: Vec<(usize, &str)> = known
        .filter(|candidate| letters.distance_at_least(&Letters::of(candidate)) <= most)
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

/// How many letters a word has.
fn letters_of(word: &str) -> usize {
    if word.is_ascii() {
        word.len()
    } else {
        word.chars().count()
    }
}

/// How many letters of each kind a word has, case aside: enough to tell most pairs of words apart
/// without comparing them letter by letter.
struct Letters {
    /// By the last five bits of a letter, which are the same for both cases.
    counts: [i16; 32],
    is_ascii: bool,
}

impl Letters {
    fn of(word: &str) -> Self {
        let mut counts = [0; 32];
        for byte in word.bytes() {
            counts[usize::from(byte & 31)] += 1;
        }
        Self {
            counts,
            is_ascii: word.is_ascii(),
        }
    }

    /// A distance that two words have at least: a change replaces one letter, an addition adds one,
    /// a swap does neither. 0 where a letter is beyond ASCII, of which a byte is only a part.
    fn distance_at_least(&self, other: &Self) -> usize {
        if !self.is_ascii || !other.is_ascii {
            return 0;
        }
        let (mut more, mut fewer) = (0, 0);
        for (own, other) in self.counts.iter().zip(&other.counts) {
            let difference = own.saturating_sub(*other);
            more += difference.max(0);
            fewer += difference.min(0);
        }
        usize::from(more.max(-fewer).unsigned_abs())
    }
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
#[inline]
pub fn is_same_word(one: &str, other: &str) -> bool {
    // Most words differ in their first letter.
    if let (Some(first), Some(second)) = (one.as_bytes().first(), other.as_bytes().first())
        && first.is_ascii_alphanumeric()
        && second.is_ascii_alphanumeric()
        && !first.eq_ignore_ascii_case(second)
    {
        return false;
    }
    has_same_letters(one, other)
}

fn has_same_letters(one: &str, other: &str) -> bool {
    fn letters(name: &str) -> impl Iterator<Item = u8> {
        name.bytes()
            .filter(u8::is_ascii_alphanumeric)
            .map(|byte| byte.to_ascii_lowercase())
    }
    letters(one).eq(letters(other))
}

#[cfg(test)]
mod tests {
    use super::Letters;

    #[test]
    fn letters_make_no_two_words_more_distant_than_they_are() {
        let words = [
            "",
            "a",
            "A",
            "aa",
            "Zoo",
            "zo",
            "ozo",
            "Items",
            "items1",
            "Item",
            "Tiems",
            "p0",
            "0p",
            "HTTPPort",
            "HTTPSPort",
            "port-http",
            "Größe",
            "Grosse",
            "größe",
            "Quantity",
            "Qantity",
        ];
        let mut apart = 0;
        for (one, other) in words
            .iter()
            .flat_map(|one| words.map(|other| (*one, other)))
        {
            let least = Letters::of(one).distance_at_least(&Letters::of(other));
            let distance = strsim::damerau_levenshtein(&one.to_lowercase(), &other.to_lowercase());
            assert!(least <= distance, "{one} {other}: {least} > {distance}");
            apart += usize::from(least == distance);
        }
        assert!(apart > words.len() * words.len() / 2);
    }
}
