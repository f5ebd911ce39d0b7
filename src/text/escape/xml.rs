//! A text between the tags of an XML element, and which characters XML has.

/// A text as the content of an element.
pub(crate) fn escaped(text: &str) -> String {
    let is_markup = |byte: u8| matches!(byte, b'&' | b'<' | b'>' | b'\r');
    if !text.bytes().any(is_markup) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            // An XML reader turns a bare carriage return into a line feed.
            '\r' => out.push_str("&#13;"),
            other => out.push(other),
        }
    }
    out
}

/// Whether XML 1.0 allows a character in a document, even as a reference.
pub(crate) fn is_allowed(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_and_carriage_returns_are_escaped() {
        assert_eq!(escaped("a<b>&\r\n\"'"), "a&lt;b&gt;&amp;&#13;\n\"'");
    }

    #[test]
    fn control_characters_are_not_allowed() {
        assert!(!is_allowed('\u{1}') && !is_allowed('\u{fffe}') && is_allowed('\u{7f}'));
    }
}
