//! A text inside the quotes of a JSON string.

use std::fmt::Write as _;

/// A text as a JSON string, with its quotes.
pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    append(text, &mut out);
    out.push('"');
    out
}

/// A text as the content of a JSON string.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    append(text, &mut out);
    out
}

/// One character as an escape, whether or not JSON requires it.
pub(crate) fn escape(character: char) -> String {
    let mut out = String::new();
    push_escape(character, &mut out);
    out
}

fn append(text: &str, out: &mut String) {
    for character in text.chars() {
        match character {
            '"' | '\\' | '\0'..='\x1f' => push_escape(character, out),
            other => out.push(other),
        }
    }
}

fn push_escape(character: char, out: &mut String) {
    let short = match character {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        other => {
            for unit in other.encode_utf16(&mut [0; 2]) {
                // Writing to a `String` cannot fail.
                let _ = write!(out, "\\u{unit:04x}");
            }
            return;
        }
    };
    out.push_str(short);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_json_requires_is_escaped() {
        assert_eq!(quoted("a\"\\\n\u{1}é/"), r#""a\"\\\n\u0001é/""#);
        assert_eq!(escape('😀'), r"\ud83d\ude00");
    }
}
