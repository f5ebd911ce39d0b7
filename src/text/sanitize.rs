//! Makes text of a document harmless where it is shown: a terminal obeys control sequences, and
//! characters that are invisible or reorder text mislead a reader.

use std::borrow::Cow;

/// Whether a character must not reach a terminal as it is.
pub(crate) fn is_hostile(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{ad}'
                | '\u{061c}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{2069}'
                | '\u{feff}'
        )
}

/// What is shown instead of a character: a picture of it where Unicode has one.
pub(crate) fn shown(character: char) -> char {
    match character {
        '\0'..='\x1f' => char::from_u32(0x2400 + u32::from(character)).unwrap_or('\u{fffd}'),
        '\x7f' => '\u{2421}',
        _ if is_hostile(character) => '\u{fffd}',
        _ => character,
    }
}

/// The text as one harmless line: pictures replace what a terminal would obey, or what reorders
/// text.
pub fn line(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return Cow::Borrowed(text);
    }
    if text.chars().any(is_hostile) {
        Cow::Owned(text.chars().map(shown).collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// The text with its line feeds, and pictures for what else a terminal would obey, or what reorders
/// text.
pub fn paragraphs(text: &str) -> Cow<'_, str> {
    if text
        .chars()
        .any(|character| character != '\n' && is_hostile(character))
    {
        Cow::Owned(
            text.chars()
                .map(|character| {
                    if character == '\n' {
                        '\n'
                    } else {
                        shown(character)
                    }
                })
                .collect(),
        )
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_sequences_become_pictures() {
        assert_eq!(line("a\x1b[31mred\x07\r\n"), "a␛[31mred␇␍␊");
        assert_eq!(line("\u{9b}31m"), "\u{fffd}31m");
    }

    #[test]
    fn characters_that_reorder_text_are_replaced() {
        assert_eq!(line("user\u{202e}nimda"), "user\u{fffd}nimda");
    }

    #[test]
    fn ordinary_text_is_not_copied() {
        assert!(matches!(line("größe 😀"), Cow::Borrowed(_)));
        assert!(matches!(paragraphs("one\ntwo"), Cow::Borrowed(_)));
    }
}
