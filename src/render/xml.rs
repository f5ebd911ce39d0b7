//! Text inside of the XML formats.

use std::borrow::Cow;

use crate::text::sanitize;

/// The text for an attribute or between tags. Characters that XML cannot hold are shown by pictures.
pub(crate) fn escaped(text: &str) -> Cow<'_, str> {
    let text = sanitize::paragraphs(text);
    if !text.contains(['&', '<', '>', '"', '\n', '\u{fffe}', '\u{ffff}']) {
        return text;
    }
    let mut out = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            _ => out.push(character),
        }
    }
    Cow::Owned(out)
}
