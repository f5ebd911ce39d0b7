//! Comparing texts, patterns, and nodes of two documents.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::lint::document::Document;
use crate::model::rule::TextKey;
use crate::model::schema::Text;
use crate::tree::NodeId;

/// Whether two texts are the same. `fold` ignores case.
#[inline]
pub(crate) fn equal(one: &str, other: &str, fold: bool) -> bool {
    // Most texts differ in their first letter, even without case.
    if let (Some(first), Some(second)) = (one.as_bytes().first(), other.as_bytes().first())
        && first.is_ascii()
        && second.is_ascii()
        && !first.eq_ignore_ascii_case(second)
    {
        return false;
    }
    one == other || fold && equal_folded(one, other)
}

fn equal_folded(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
        || !(one.is_ascii() && other.is_ascii()) && one.to_lowercase() == other.to_lowercase()
}

/// A text in small letters.
fn folded(text: &str) -> Cow<'_, str> {
    let is_small = text
        .bytes()
        .all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
    if is_small {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.to_lowercase())
    }
}

/// A text in small letters where case is ignored.
pub(crate) fn folded_if(text: &str, fold: bool) -> Cow<'_, str> {
    if fold {
        folded(text)
    } else {
        Cow::Borrowed(text)
    }
}

/// The part of a text by which items are the same.
pub(crate) fn by_key<'t>(text: &'t str, key: &TextKey) -> Cow<'t, str> {
    let prefix = key.ignore_prefix.as_ref();
    // To compare with an empty prefix takes longer than to see that it is empty.
    let rest = Some(prefix).filter(|prefix| !prefix.is_empty());
    let rest = rest.and_then(|prefix| text.strip_prefix(prefix));
    folded_if(rest.unwrap_or(text), key.fold)
}

/// Whether a text matches a value of a list: the value itself, any text with the same beginning
/// where the value ends in `*`, or with the same end where it begins with `*`.
pub(crate) fn is_listed(text: &str, values: &[Text], fold: bool) -> bool {
    let begins_alike = |value: &[u8]| match (text.as_bytes().first(), value.first()) {
        (Some(first), Some(other)) if first.is_ascii() && other.is_ascii() => {
            first.eq_ignore_ascii_case(other)
        }
        _ => true,
    };
    // Most values have another length, and then need not be looked at. Letters beyond ASCII may
    // have another length in small letters.
    let may_match = |value: &&Text| {
        let value = value.as_bytes();
        value.len() == text.len()
            || value.first() == Some(&b'*')
            || value.last() == Some(&b'*')
            || fold && begins_alike(value) && !(value.is_ascii() && text.is_ascii())
    };
    let mut likely = values.iter().filter(may_match);
    likely.any(|value| listed(text, value, fold))
}

fn listed(text: &str, value: &str, fold: bool) -> bool {
    if let Some(prefix) = value.strip_suffix('*').filter(|prefix| !prefix.is_empty()) {
        return text
            .get(..prefix.len())
            .is_some_and(|head| equal(head, prefix, fold));
    }
    if let Some(suffix) = value.strip_prefix('*').filter(|suffix| !suffix.is_empty()) {
        let start = text.len().checked_sub(suffix.len());
        return start
            .and_then(|start| text.get(start..))
            .is_some_and(|tail| equal(tail, suffix, fold));
    }
    equal(text, value, fold)
}

/// Whether every text that a later pattern matches is matched by an earlier one too. `*` matches
/// any text, `?` any character; a leading `/` makes no difference. It may miss such a pair, and
/// never claims one wrongly.
pub(crate) fn covers(earlier: &str, later: &str) -> bool {
    /// Bytes of the longest patterns that are compared: each may be read once for every byte of the
    /// other.
    const LONGEST: usize = 255;
    if earlier.len().max(later.len()) > LONGEST {
        return false;
    }
    let glob = earlier.trim_start_matches('/').as_bytes();
    let text = later.trim_start_matches('/').as_bytes();
    let is_continuation = |at: usize| text.get(at).is_some_and(|byte| byte & 0xc0 == 0x80);
    let (mut at, mut from) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while from < text.len() {
        match glob.get(at) {
            Some(b'*') => {
                star = Some((at, from));
                at += 1;
            }
            Some(byte) if *byte == text[from] => {
                at += 1;
                from += 1;
            }
            Some(b'?') if text[from] != b'*' => {
                at += 1;
                from += 1;
                while is_continuation(from) {
                    from += 1;
                }
            }
            _ => {
                let Some((after, start)) = star else {
                    return false;
                };
                star = Some((after, start + 1));
                at = after + 1;
                from = start + 1;
            }
        }
    }
    glob[at..].iter().all(|byte| *byte == b'*')
}

/// The node of another document of the same shapes that means the same: on the same path, with
/// items found by their identity instead of their position.
pub(crate) fn counterpart(
    document: &Document<'_>,
    other: &Document<'_>,
    node: NodeId,
) -> Option<NodeId> {
    let mut way = Vec::new();
    let mut at = node;
    while Some(at) != document.config && at != document.root {
        way.push(at);
        at = document.tree.node(at).parent()?;
    }
    let mut there = if Some(at) == document.config {
        other.config?
    } else {
        other.root
    };
    for step in way.into_iter().rev() {
        let member = document.member(step)?.name;
        there = if document.binding(step).ordinal > 0 {
            other.item(there, member, document.identity(step))?
        } else {
            other.child(there, member)?
        };
    }
    Some(there)
}

/// Whether two nodes of two documents contain the same. The order of members does not matter, that
/// of items does.
pub(crate) fn same(
    one_document: &Document<'_>,
    one: NodeId,
    other_document: &Document<'_>,
    other: NodeId,
) -> bool {
    let mut open = vec![(one, other)];
    while let Some((one, other)) = open.pop() {
        let left: Vec<NodeId> = one_document.tree.children(one).collect();
        let right: Vec<NodeId> = other_document.tree.children(other).collect();
        if left.len() != right.len() {
            return false;
        }
        if left.is_empty() {
            if one_document.tree.text(one) != other_document.tree.text(other) {
                return false;
            }
            continue;
        }
        if one_document.structure_of(one).is_none() {
            open.extend(left.into_iter().zip(right));
            continue;
        }
        // The first of each name, as there may be any number of unknown ones.
        let twins: HashMap<&str, NodeId> = right
            .iter()
            .rev()
            .map(|twin| (other_document.name(*twin), *twin))
            .collect();
        for child in left {
            let Some(twin) = twins.get(one_document.name(child)) else {
                return false;
            };
            open.push((child, *twin));
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::{covers, is_listed};

    #[test]
    fn an_earlier_pattern_covers_what_it_matches_as_a_whole() {
        for (earlier, later) in [
            ("*", "/img/*"),
            ("/img/*", "img/*.jpg"),
            ("*.jpg", "/a/b.jpg"),
            ("a?c", "abc"),
            ("a?c", "a?c"),
            ("a**", "a*"),
        ] {
            assert!(covers(earlier, later), "{earlier} covers {later}");
        }
        for (earlier, later) in [
            ("/img/*", "*"),
            ("*.jpg", "*.jp"),
            ("a?c", "a*c"),
            ("/img/*.jpg", "/img/*"),
            ("a", "b"),
        ] {
            assert!(!covers(earlier, later), "{earlier} does not cover {later}");
        }
    }

    #[test]
    fn values_of_a_list_match_with_their_stars_and_cases() {
        for (text, value, fold, is_match) in [
            ("Host", "Host", false, true),
            ("host", "Host", false, false),
            ("host", "Host", true, true),
            ("x-amz-date", "X-Amz-*", true, true),
            ("x-amz-date", "X-Amz-*", false, false),
            ("a.example.com", "*.example.com", false, true),
            ("a.EXAMPLE.com", "*.example.com", true, true),
            ("*", "*", false, true),
            ("", "", false, true),
            ("", "a", false, false),
            ("a", "", false, false),
            ("ÄÖ", "äö", true, true),
            ("\u{212a}", "k", true, true),
            ("k", "\u{212a}", true, true),
        ] {
            let found = is_listed(text, &["~".into(), value.into()], fold);
            assert_eq!(found, is_match, "{text} {value}");
        }
    }
}
