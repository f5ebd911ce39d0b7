//! What people type instead of the punctuation of a tag: neighbours on the keyboard, other
//! brackets, and references.

/// What is typed instead of `<`.
const LESS: &[&str] = &[
    "&lt;", "\u{ff1c}", "\u{2039}", "\u{3008}", "\u{27e8}", ";", ",", ":", "|", "(", "[", "{", ">",
    "\\",
];

/// What is typed instead of `>`. A period or a colon there would be part of the name.
const GREATER: &[&str] = &[
    "&gt;", "\u{ff1e}", "\u{203a}", "\u{3009}", "\u{27e9}", ";", ",", "|", ")", "]", "}",
];

/// What is typed instead of the `/` of an end tag.
const SLASH: &[u8] = b"\\|?.,-;!*+=";

/// The length of what replaces `<` at the end of a text.
pub(super) fn less_before(text: &str) -> Option<usize> {
    let typed = LESS.iter().find(|typed| text.ends_with(**typed))?;
    let is_other = text.ends_with("]]>") || *typed == ";" && ends_reference(text);
    (!is_other).then_some(typed.len())
}

/// The length of `<`, or of what replaces it, at the end of a text.
pub(super) fn any_less_before(text: &str) -> Option<usize> {
    if text.ends_with('<') {
        Some(1)
    } else {
        less_before(text)
    }
}

/// The length of `<`, or of what replaces it, at the beginning of a text.
pub(super) fn any_less_at(text: &str) -> Option<usize> {
    LESS.iter()
        .chain(&["<"])
        .find(|typed| text.starts_with(**typed))
        .map(|typed| typed.len())
}

/// The length of what replaces `>` at the beginning of a text.
pub(super) fn greater_at(text: &str) -> Option<usize> {
    GREATER
        .iter()
        .find(|typed| text.starts_with(**typed))
        .map(|typed| typed.len())
}

/// The length of what replaces `>` at the end of a text.
pub(super) fn greater_before(text: &str) -> Option<usize> {
    GREATER
        .iter()
        .find(|typed| text.ends_with(**typed))
        .map(|typed| typed.len())
}

/// Whether a byte is typed instead of the slash of an end tag.
pub(super) fn is_slash(byte: u8) -> bool {
    SLASH.contains(&byte)
}

/// Whether a text ends with a reference such as `&amp;`.
fn ends_reference(text: &str) -> bool {
    let Some(rest) = text.strip_suffix(';') else {
        return false;
    };
    let name = rest
        .bytes()
        .rev()
        .take(12)
        .take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#')
        .count();
    name > 0 && rest[..rest.len() - name].ends_with('&')
}
