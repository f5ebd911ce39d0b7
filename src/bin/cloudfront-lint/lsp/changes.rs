//! Changes from the client, applied to a text in their order. Each is in terms of the text that the
//! one before it left.
//!
//! A rope takes them: with thousands in one notification, as renaming everywhere or a formatter
//! sends them, a plain text would be copied for each.

use lsp_types::{Position, Range, TextDocumentContentChangeEvent};
use ropey::Rope;

use crate::lsp::positions::Unit;

/// The text after all changes.
pub(crate) fn applied(
    text: &str,
    changes: Vec<TextDocumentContentChangeEvent>,
    unit: Unit,
) -> String {
    let mut rope = Rope::from_str(text);
    for change in changes {
        match change {
            TextDocumentContentChangeEvent::TextDocumentContentChangeWholeDocument(whole) => {
                rope = Rope::from_str(&whole.text);
            }
            TextDocumentContentChangeEvent::TextDocumentContentChangePartial(part) => {
                let (start, end) = characters(&rope, unit, part.range);
                rope.remove(start..end);
                rope.insert(start, &part.text);
            }
        }
    }
    rope.to_string()
}

/// The characters of a range; one that ends before it begins is empty.
fn characters(rope: &Rope, unit: Unit, range: Range) -> (usize, usize) {
    let start = character(rope, unit, range.start);
    let end = character(rope, unit, range.end);
    (start, end.max(start))
}

/// The number of the character at a position. One after the end of a line is the end of that line,
/// one after the last line the end of the text, and one inside a character is that of the
/// character.
fn character(rope: &Rope, unit: Unit, position: Position) -> usize {
    let (line, column) = (position.line as usize, position.character as usize);
    if line >= rope.len_lines() {
        return rope.len_chars();
    }
    let first = rope.line_to_char(line);
    let end = first + without_end(rope, line);
    match unit {
        Unit::Byte => {
            let most = rope.char_to_byte(end);
            let byte = rope.char_to_byte(first).saturating_add(column).min(most);
            rope.byte_to_char(byte)
        }
        Unit::Utf16 => {
            let most = rope.char_to_utf16_cu(end);
            let at = rope.char_to_utf16_cu(first).saturating_add(column);
            rope.utf16_cu_to_char(at.min(most))
        }
        Unit::Character => first.saturating_add(column).min(end),
    }
}

/// How many characters a line has without what ends it.
fn without_end(rope: &Rope, line: usize) -> usize {
    let line = rope.line(line);
    let mut length = line.len_chars();
    while length > 0 && matches!(line.char(length - 1), '\n' | '\r') {
        length -= 1;
    }
    length
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lsp::positions::Text;

    fn partial(range: Range, text: &str) -> TextDocumentContentChangeEvent {
        TextDocumentContentChangeEvent::TextDocumentContentChangePartial(
            lsp_types::TextDocumentContentChangePartial {
                range,
                text: text.to_owned(),
                ..Default::default()
            },
        )
    }

    /// Many changes at once are the same as one after the other in a plain text.
    #[test]
    fn a_rope_counts_as_a_text_does() {
        let original = "aä😀b\r\n\rlast\n\u{2028}x\u{85}y";
        let places = |line, character| Position { line, character };
        for unit in [Unit::Byte, Unit::Utf16, Unit::Character] {
            let mut expected = original.to_owned();
            let mut changes = Vec::new();
            for (line, from, to, new) in [
                (0, 1, 2, "z"),
                (0, 99, 99, "\nnew"),
                (1, 0, 1, ""),
                (2, 0, 0, "😀"),
                (9, 0, 9, "end"),
                (0, 3, 2, "ö\r"),
                (3, 0, u32::MAX, "\r\n"),
            ] {
                let range = Range {
                    start: places(line, from),
                    end: places(line, to),
                };
                let span = Text::new(expected.clone()).span(unit, range).range();
                expected.replace_range(span, new);
                changes.push(partial(range, new));
                assert_eq!(applied(original, changes.clone(), unit), expected);
            }
        }
    }
}
