//! Which parts of a document are never shown, whatever a finding is about: the values of members
//! that the service keeps secret, wherever such a name is written, and nearly so written too.

#[cfg(feature = "pretty")]
use std::cell::OnceCell;
use std::collections::HashMap;
#[cfg(feature = "pretty")]
use std::collections::HashSet;

use crate::model::schema::Schema;
use crate::text::{Source, Span};
use crate::tree::{self, Form, NodeId, Tree};

/// Bytes of the shortest word that says anything.
#[cfg(feature = "pretty")]
const SHORTEST: usize = 4;
/// Bytes of the shortest part of a word that says anything.
#[cfg(feature = "pretty")]
const PART: usize = 8;
/// Bytes of secret words whose parts are listed; if there are more, every long word is hidden.
#[cfg(feature = "pretty")]
const MOST_INDEXED: usize = 1 << 20;

/// The ranges of secret values, sorted and apart from each other.
pub(crate) fn secrets(source: &Source<'_>, schema: &Schema) -> Vec<Span> {
    let (tree, _) = tree::parse(source);
    let mut known: HashMap<&str, bool> = HashMap::new();
    let mut found: Vec<Span> = Vec::new();
    for (index, node) in tree.nodes().iter().enumerate() {
        let name = tree.name(NodeId::from_index(index));
        let is_secret = *known
            .entry(name)
            .or_insert_with(|| schema.is_secret_name(name));
        // A secret in a secret is covered already.
        let is_covered = found.last().is_some_and(|last| last.contains(node.content));
        if is_secret && !is_covered {
            let id = NodeId::from_index(index);
            found.extend(tree.attributes(id).iter().map(|attribute| attribute.value));
            found.push(node.content);
            found.extend(stray(source, &tree, node.content));
        }
    }
    found.retain(|span| !span.is_empty());
    found
}

/// What follows a value of JSON on its line although a comma or a bracket should: a piece of
/// the value, more likely than not.
fn stray(source: &Source<'_>, tree: &Tree<'_>, value: Span) -> Option<Span> {
    let start = value.end as usize;
    let rest = &source.text()[start..];
    let end = rest.find([',', '}', ']', '\n', '\r']).unwrap_or(rest.len());
    let text = rest[..end].trim_start_matches(['"', '\'']);
    let is_stray = tree.form() == Form::Json && text.contains(char::is_alphanumeric);
    is_stray.then(|| Span::new(start + rest[..end].len() - text.len(), start + end))
}

/// Ranges with some more, sorted and apart from each other.
pub(crate) fn joined(mut found: Vec<Span>, more: &[Span]) -> Vec<Span> {
    if more.is_empty() {
        return found;
    }
    found.extend(more);
    found.sort_by_key(|span| span.start);
    let mut joined: Vec<Span> = Vec::with_capacity(found.len());
    for span in found {
        match joined.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => joined.push(span),
        }
    }
    joined
}

/// The words in secret values, by which they are known where they are written again.
#[cfg(feature = "pretty")]
pub(crate) struct SecretWords<'s> {
    whole: HashSet<&'s str>,
    /// The beginnings of everything that can be a part of one. `None` where there is too much.
    parts: OnceCell<Option<HashSet<&'s [u8]>>>,
}

#[cfg(feature = "pretty")]
impl<'s> SecretWords<'s> {
    pub(crate) fn of(source: &'s Source<'_>, secrets: &[Span], schema: &Schema) -> Self {
        let texts = secrets.iter().map(|secret| source.slice(*secret));
        let words = texts.flat_map(|text| text.split(|it: char| !it.is_alphanumeric()));
        let is_telling = |word: &&str| word.len() >= SHORTEST && schema.name(word).is_none();
        Self::new(words.filter(is_telling).collect())
    }

    pub(crate) fn new(whole: HashSet<&'s str>) -> Self {
        Self {
            whole,
            parts: OnceCell::new(),
        }
    }

    /// Whether a word is one of them, or can be a part of one: a fix that shortens a value leaves
    /// such a part.
    pub(crate) fn hide(&self, word: &str) -> bool {
        self.whole.contains(word)
            || word.len() >= PART && self.may_contain(&word.as_bytes()[..PART])
    }

    fn may_contain(&self, start: &[u8]) -> bool {
        let parts = self.parts.get_or_init(|| {
            let bytes: usize = self.whole.iter().map(|word| word.len()).sum();
            let windows = || {
                self.whole
                    .iter()
                    .flat_map(|word| word.as_bytes().windows(PART))
            };
            (bytes <= MOST_INDEXED).then(|| windows().collect())
        });
        parts.as_ref().is_none_or(|parts| parts.contains(start))
    }
}

/// A text with a mark instead of every secret letter and digit, as long as it was.
pub(crate) fn masked(text: &str, secrets: &[Span]) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut at = 0;
    for secret in secrets {
        let (start, end) = (secret.start as usize, secret.end as usize);
        masked.push_str(&text[at..start]);
        for character in text[start..end].chars() {
            if matches!(character, '\n' | '\r') {
                masked.push(character);
            } else {
                masked.extend(std::iter::repeat_n('*', character.len_utf8()));
            }
        }
        at = end;
    }
    masked.push_str(&text[at..]);
    masked
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builtin::SCHEMA;

    #[test]
    fn secret_values_are_found_in_both_notations() {
        for text in [
            "<OriginCustomHeader><HeaderName>a</HeaderName><HeaderValue>s3cret</HeaderValue></OriginCustomHeader>",
            r#"{"Nowhere": {"HeaderName": "a", "HeaderValue": "s3cret"}}"#,
            r#"{"headerValue": "s3cret"}"#,
            "<HeaderVale>s3cret</HeaderVale>",
        ] {
            let source = Source::new(text);
            let found: Vec<&str> = secrets(&source, &SCHEMA)
                .iter()
                .map(|it| source.slice(*it).trim_matches('"'))
                .collect();
            assert_eq!(found, ["s3cret"], "{text}");
        }
    }

    #[cfg(feature = "pretty")]
    #[test]
    fn words_of_a_secret_and_parts_of_them_are_hidden() {
        let words = SecretWords::new(HashSet::from(["s3cretpassword", "key"]));
        for word in ["s3cretpassword", "cretpasswo", "password", "key"] {
            assert!(words.hide(word), "{word}");
        }
        for word in ["s3cret", "keys", "passwords", "ViewerProtocolPolicy"] {
            assert_eq!(words.hide(word), word == "passwords", "{word}");
        }
    }

    #[test]
    fn a_masked_text_has_the_same_places() {
        let text = "<HeaderValue>a\nä</HeaderValue><Id>b</Id>";
        let source = Source::new(text);
        let masked = masked(text, &secrets(&source, &SCHEMA));
        assert_eq!(masked, "<HeaderValue>*\n**</HeaderValue><Id>b</Id>");
    }
}
