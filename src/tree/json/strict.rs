//! JSON as RFC 8259 defines it, at full speed. Gives up at the first byte that is not.

use crate::text::{Source, Span};
use crate::tree::arena::Tree;
use crate::tree::builder::Builder;
use crate::tree::form::Form;
use crate::tree::json::{MAX_VALUES, string};
use crate::tree::node::{NodeId, NodeKind, Place};

/// Why a text was not read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Refusal {
    /// It is not JSON.
    NotJson,
    /// It has more than [`MAX_VALUES`] values.
    TooManyValues,
}

/// The tree of a text that is JSON from its first to its last byte.
pub(super) fn read<'s>(source: &'s Source<'s>) -> Result<Tree<'s>, Refusal> {
    let bytes = source.text().as_bytes();
    // Indented responses of the CLI have one value in about 45 bytes, compact ones one in 25.
    let capacity = (bytes.len() / 40).min(MAX_VALUES) + 4;
    let mut reader = Reader {
        text: source.text(),
        bytes,
        at: 0,
        builder: Builder::new(source, Form::Json, capacity),
    };
    match reader.document() {
        Some(()) => Ok(reader.builder.finish()),
        None if reader.builder.len() > MAX_VALUES => Err(Refusal::TooManyValues),
        None => Err(Refusal::NotJson),
    }
}

struct Reader<'s> {
    text: &'s str,
    bytes: &'s [u8],
    at: usize,
    builder: Builder<'s>,
}

/// The key before a value.
#[derive(Clone, Copy)]
struct Key {
    start: usize,
    name: Span,
    escaped: bool,
}

impl Reader<'_> {
    fn document(&mut self) -> Option<()> {
        self.space();
        let mut key = self.no_key();
        loop {
            if self.value(key)? {
                key = self.first_key()?;
                continue;
            }
            match self.after_value()? {
                Some(next) => key = next,
                None => return Some(()),
            }
        }
    }

    /// Reads a scalar, or the opening bracket of an object or array. `true` means that a value
    /// inside comes next.
    fn value(&mut self, key: Key) -> Option<bool> {
        let start = self.at;
        match *self.bytes.get(start)? {
            b'"' => {
                let escaped = self.string()?;
                let content = Span::new(start + 1, self.at - 1);
                let node = self.leaf(NodeKind::String, key, 1, content)?;
                if escaped {
                    let mut sound = true;
                    let text = string::decode(&self.text[content.range()], |_| sound = false);
                    self.builder.set_text(node, text);
                    return sound.then_some(false);
                }
            }
            b'{' => return self.bracket(NodeKind::Object, b'}', key),
            b'[' => return self.bracket(NodeKind::Array, b']', key),
            b't' => self.literal("true", NodeKind::Boolean, key)?,
            b'f' => self.literal("false", NodeKind::Boolean, key)?,
            b'n' => self.literal("null", NodeKind::Null, key)?,
            _ => {
                self.at += string::number_length(&self.bytes[start..])?;
                self.leaf(NodeKind::Number, key, 0, Span::new(start, self.at))?;
            }
        }
        Some(false)
    }

    fn bracket(&mut self, kind: NodeKind, end: u8, key: Key) -> Option<bool> {
        let node = self.builder.open(kind, key.start, key.name);
        self.named(node, key)?;
        self.at += 1;
        self.builder.set_opening(node, 1, self.at);
        self.space();
        if *self.bytes.get(self.at)? != end {
            return Some(true);
        }
        self.close();
        Some(false)
    }

    /// The key of the first value inside the innermost node; arrays have none.
    fn first_key(&mut self) -> Option<Key> {
        if self.inside_object()? {
            self.key()
        } else {
            Some(self.no_key())
        }
    }

    /// Goes on after a value: to the next one inside, or out. `Some(None)` is the end of the
    /// document.
    #[expect(
        clippy::option_option,
        reason = "the outer one is the refusal, as everywhere in this file"
    )]
    fn after_value(&mut self) -> Option<Option<Key>> {
        loop {
            self.space();
            let Some(node) = self.builder.innermost() else {
                return (self.at == self.bytes.len()).then_some(None);
            };
            let object = self.builder.node_mut(node).kind == NodeKind::Object;
            match *self.bytes.get(self.at)? {
                b',' => {
                    self.at += 1;
                    self.space();
                    return Some(Some(if object { self.key()? } else { self.no_key() }));
                }
                b'}' if object => self.close(),
                b']' if !object => self.close(),
                _ => return None,
            }
        }
    }

    fn key(&mut self) -> Option<Key> {
        let start = self.at;
        if *self.bytes.get(start)? != b'"' {
            return None;
        }
        let escaped = self.string()?;
        let name = Span::new(start + 1, self.at - 1);
        if self.bytes.get(self.at) != Some(&b':') {
            self.space();
            if *self.bytes.get(self.at)? != b':' {
                return None;
            }
        }
        self.at += 1;
        if self.bytes.get(self.at) == Some(&b' ') {
            self.at += 1;
        }
        self.space();
        Some(Key {
            start,
            name,
            escaped,
        })
    }

    fn no_key(&self) -> Key {
        Key {
            start: self.at,
            name: Span::at(self.at),
            escaped: false,
        }
    }

    fn leaf(&mut self, kind: NodeKind, key: Key, opening: usize, content: Span) -> Option<NodeId> {
        let place = Place {
            whole: Span::new(key.start, self.at),
            name: key.name,
            opening: opening as u8,
            content,
        };
        let node = self.builder.leaf(kind, place);
        self.named(node, key)?;
        Some(node)
    }

    /// Keeps a key that differs from the source, and counts the values.
    fn named(&mut self, node: NodeId, key: Key) -> Option<()> {
        if key.escaped {
            let mut sound = true;
            let name = string::decode(&self.text[key.name.range()], |_| sound = false);
            self.builder.set_name(node, name);
            if !sound {
                return None;
            }
        }
        (node.index() < MAX_VALUES).then_some(())
    }

    fn close(&mut self) {
        let content_end = self.at;
        self.at += 1;
        self.builder.close_bracket(content_end, self.at);
    }

    fn inside_object(&mut self) -> Option<bool> {
        let node = self.builder.innermost()?;
        Some(self.builder.node_mut(node).kind == NodeKind::Object)
    }

    fn literal(&mut self, word: &str, kind: NodeKind, key: Key) -> Option<()> {
        let start = self.at;
        if !self.bytes[start..].starts_with(word.as_bytes()) {
            return None;
        }
        self.at += word.len();
        self.leaf(kind, key, 0, Span::new(start, self.at))?;
        Some(())
    }

    /// Reads a string with its quotes, and returns whether it contains escapes.
    fn string(&mut self) -> Option<bool> {
        let mut escaped = false;
        let mut at = self.at + 1;
        loop {
            at += plain_length(self.bytes.get(at..)?);
            match TABLE[usize::from(*self.bytes.get(at)?)] {
                PLAIN => at += 1,
                QUOTE => {
                    self.at = at + 1;
                    return Some(escaped);
                }
                BACKSLASH => {
                    escaped = true;
                    at += 2;
                }
                _ => return None,
            }
        }
    }

    fn space(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.bytes.get(self.at) {
            self.at += 1;
            // After a line end comes the indentation.
            while self.bytes[self.at..].starts_with(b"        ") {
                self.at += 8;
            }
        }
    }
}

/// How many bytes are certainly neither a quote, a backslash nor a control character. Eight are
/// looked at together.
fn plain_length(bytes: &[u8]) -> usize {
    const EACH: u64 = u64::MAX / 255;
    const HIGH: u64 = EACH << 7;
    let mut length = 0;
    for eight in bytes.as_chunks::<8>().0 {
        let eight = u64::from_le_bytes(*eight);
        // The highest bit of each byte that is less than a number, or zero.
        let below = |number: u64| eight.wrapping_sub(EACH * number) & !eight;
        let is = |byte: u8| {
            let zero = eight ^ (EACH * u64::from(byte));
            zero.wrapping_sub(EACH) & !zero
        };
        let found = (below(0x20) | is(b'"') | is(b'\\')) & HIGH;
        if found != 0 {
            // A byte behind the first one may be found wrongly.
            return length + found.trailing_zeros() as usize / 8;
        }
        length += 8;
    }
    length
}

const PLAIN: u8 = 0;
const QUOTE: u8 = 1;
const BACKSLASH: u8 = 2;
const CONTROL: u8 = 3;

/// What each byte means inside a string.
const TABLE: [u8; 256] = {
    let mut table = [PLAIN; 256];
    let mut byte = 0;
    while byte < 0x20 {
        table[byte] = CONTROL;
        byte += 1;
    }
    table[b'"' as usize] = QUOTE;
    table[b'\\' as usize] = BACKSLASH;
    table
};

#[cfg(test)]
mod tests {
    use super::{PLAIN, TABLE, plain_length};

    #[test]
    fn plain_bytes_end_where_the_table_says() {
        for byte in 0..=u8::MAX {
            for place in 0..20 {
                for after in [b'a', 0xFF, byte.wrapping_add(1)] {
                    let mut bytes = [b'x'; 24];
                    bytes[place] = byte;
                    bytes[place + 1..].fill(after);
                    let first = bytes.iter().position(|it| TABLE[usize::from(*it)] != PLAIN);
                    assert_eq!(
                        plain_length(&bytes),
                        first.unwrap_or(bytes.len()),
                        "{bytes:?}"
                    );
                }
            }
        }
        assert_eq!(plain_length(b"1234567\""), 7);
        assert_eq!(plain_length(b"1234567"), 0);
    }
}
