//! Text inside of the XML formats.

use std::borrow::Cow;

use crate::text::sanitize;

/// The text for an attribute or between tags. What XML cannot contain or a terminal obeys is
/// replaced by pictures.
pub(super) fn escaped(text: &str) -> Cow<'_, str> {
    if !text.contains(|character| needs_escape(character) || sanitize::is_hostile(character)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // A parser would replace them by spaces.
            '\t' => out.push_str("&#9;"),
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            '\u{fffe}' | '\u{ffff}' => out.push(char::REPLACEMENT_CHARACTER),
            _ => out.push(sanitize::shown(character)),
        }
    }
    Cow::Owned(out)
}

fn needs_escape(character: char) -> bool {
    matches!(character, '&' | '<' | '>' | '"' | '\u{fffe}' | '\u{ffff}')
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn what_separates_words_is_kept_and_what_xml_cannot_contain_is_shown() {
        assert_eq!(
            escaped("a\tb\r\n<\u{1b}\u{ffff}>"),
            "a&#9;b&#13;&#10;&lt;␛\u{fffd}&gt;"
        );
    }
}
