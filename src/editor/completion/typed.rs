//! The half-typed word at a place, and the text without it, which can be read.
//!
//! What lives here: looking at characters. It never fails; where it finds no word, nothing is
//! offered.

use crate::text::Span;

/// How many bytes are in the prepared text where the typed word was.
pub(super) const FILLER: usize = 2;

/// What kind of word is typed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Slot {
    /// A new member or item: a tag that has just begun, a key without a value.
    Member,
    /// The name of an element that is there.
    Name,
    /// Text between tags: a value, or a member to come.
    Content,
    /// A JSON value or item.
    Value,
}

/// A word that is being typed.
#[derive(Debug)]
pub(super) struct Typed {
    pub(super) slot: Slot,
    /// The word, which a completion replaces.
    pub(super) token: Span,
    /// The text with [`FILLER`] bytes instead of the word.
    pub(super) prepared: String,
    /// The place of the word in the prepared text.
    pub(super) at: usize,
    /// Whether a comma has to be written before and behind it.
    pub(super) needs_comma: [bool; 2],
    /// Where the last value before it ends.
    pub(super) before: usize,
}

impl Typed {
    fn new(slot: Slot, text: &str, token: Span) -> Self {
        let filler = if slot == Slot::Value { "\"\"" } else { "  " };
        let range = token.range();
        let prepared = [&text[..range.start], filler, &text[range.end..]].concat();
        Self {
            slot,
            token,
            prepared,
            at: range.start + 1,
            needs_comma: [false; 2],
            before: range.start,
        }
    }

    /// The name of an element that is there; the text stays as it is.
    fn of_name(text: &str, name: Span) -> Self {
        Self {
            slot: Slot::Name,
            token: name,
            prepared: text.to_owned(),
            at: name.start as usize,
            needs_comma: [false; 2],
            before: name.start as usize,
        }
    }
}

fn is_of_name(character: char) -> bool {
    character.is_alphanumeric() || "_.-:".contains(character)
}

fn begins_word(text: &str) -> bool {
    text.starts_with(char::is_alphanumeric)
}

/// The length of the beginning of a text that is a name.
fn name_length(text: &str) -> usize {
    text.find(|it: char| !is_of_name(it)).unwrap_or(text.len())
}

/// The word at an offset of an XML text.
pub(super) fn in_xml(text: &str, offset: usize) -> Option<Typed> {
    let before = &text[..offset];
    let is_inside = |open: &str, close: &str| before.rfind(open) > before.rfind(close);
    if is_inside("<!--", "-->") || is_inside("<![CDATA[", "]]>") || is_inside("<?", "?>") {
        return None;
    }
    match (before.rfind('<'), before.rfind('>')) {
        (Some(tag), end) if end.is_none_or(|end| end < tag) => in_tag(text, tag, offset),
        (_, Some(end)) => in_content(text, end + 1, offset),
        _ => None,
    }
}

fn in_tag(text: &str, tag: usize, offset: usize) -> Option<Typed> {
    if !text[tag + 1..offset].chars().all(is_of_name) {
        return None;
    }
    let name = tag + 1 + name_length(&text[tag + 1..]);
    let written = &text[tag + 1..name];
    let rest = &text[name..];
    let end_tag = format!("</{written}>");
    let is_complete = rest.starts_with('>') && rest.contains(&end_tag) && !written.is_empty();
    let is_empty_pair = rest
        .strip_prefix('>')
        .is_some_and(|it| it.starts_with(&end_tag));
    if is_complete && !is_empty_pair {
        let local = tag + 1 + written.rfind(':').map_or(0, |colon| colon + 1);
        return Some(Typed::of_name(text, Span::new(local, name)));
    }
    let mut end = name;
    if is_empty_pair {
        end += 1 + end_tag.len();
    } else if rest.starts_with("/>") {
        end += 2;
    } else if rest.starts_with('>') {
        end += 1;
    }
    Some(Typed::new(Slot::Member, text, Span::new(tag, end)))
}

fn in_content(text: &str, start: usize, offset: usize) -> Option<Typed> {
    let end = text[offset..]
        .find('<')
        .map_or(text.len(), |at| offset + at);
    let content = &text[start..end];
    let word = content.trim();
    if word.contains(char::is_whitespace) {
        return None;
    }
    let token = if word.is_empty() {
        Span::at(offset)
    } else {
        let first = start + content.len() - content.trim_start().len();
        Span::new(first, first + word.len())
    };
    Some(Typed::new(Slot::Content, text, token))
}

/// What is before an offset of a JSON text.
struct Before {
    /// The open brackets.
    open: Vec<u8>,
    /// Where the string begins that the offset is in.
    string: Option<usize>,
    /// The last character before the string that is not a space, and where it ends.
    last: (u8, usize),
}

impl Before {
    fn new(text: &str) -> Self {
        let mut before = Self {
            open: Vec::new(),
            string: None,
            last: (b' ', 0),
        };
        let mut is_escaped = false;
        for (at, byte) in text.bytes().enumerate() {
            if before.string.is_some() {
                match byte {
                    _ if is_escaped => is_escaped = false,
                    b'\\' => is_escaped = true,
                    b'"' => {
                        before.string = None;
                        before.last = (byte, at + 1);
                    }
                    // A string ends with its line at the latest.
                    b'\n' => before.string = None,
                    _ => {}
                }
                continue;
            }
            match byte {
                b'"' => before.string = Some(at),
                b'{' | b'[' => before.open.push(byte),
                b'}' | b']' => {
                    before.open.pop();
                }
                _ => {}
            }
            if !byte.is_ascii_whitespace() && byte != b'"' {
                before.last = (byte, at + 1);
            }
        }
        before
    }
}

/// The word at an offset of a JSON text.
pub(super) fn in_json(text: &str, offset: usize) -> Option<Typed> {
    let word = text[..offset].len()
        - text[..offset]
            .chars()
            .rev()
            .take_while(char::is_ascii_alphanumeric)
            .count();
    let inside = Before::new(&text[..offset]);
    let start = inside.string.unwrap_or(word);
    let end = match inside.string {
        Some(_) => string_end(text, offset),
        None => offset + name_length(&text[offset..]),
    };
    let before = match inside.string {
        Some(_) => inside,
        None => Before::new(&text[..start]),
    };
    let token = Span::new(start, end);
    let next = text[end..].bytes().find(|it| !it.is_ascii_whitespace());
    let is_value = before.last.0 == b':' || before.open.last() == Some(&b'[');
    if !is_value && next == Some(b':') {
        return (end > start + 1).then(|| Typed::of_name(text, Span::new(start + 1, end - 1)));
    }
    before.open.last()?;
    let slot = if is_value { Slot::Value } else { Slot::Member };
    let mut typed = Typed::new(slot, text, token);
    typed.before = before.last.1;
    typed.needs_comma = [
        !b"{[,:".contains(&before.last.0),
        next.is_some_and(|next| !b"}],".contains(&next)),
    ];
    Some(typed)
}

/// Where the string ends that an offset is in: behind its quote, or at the offset where it has
/// none.
fn string_end(text: &str, offset: usize) -> usize {
    let rest = &text[offset..];
    let stop = rest.find(|it: char| it == '"' || it.is_whitespace() || "{}[],".contains(it));
    match stop {
        // A quote right before a word begins the next key.
        Some(at) if rest[at..].starts_with('"') && !begins_word(&rest[at + 1..]) => offset + at + 1,
        _ => offset,
    }
}
