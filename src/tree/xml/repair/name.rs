//! What XML accepts as a name, and what a repair accepts as one.

/// Whether a name may begin with a character. A colon is included; [`is_proper`] decides where it
/// is allowed.
pub(super) fn is_start(character: char) -> bool {
    matches!(character,
        'A'..='Z' | 'a'..='z' | '_' | ':'
        | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{2ff}' | '\u{370}'..='\u{37d}'
        | '\u{37f}'..='\u{1fff}'
        | '\u{200c}'..='\u{200d}' | '\u{2070}'..='\u{218f}' | '\u{2c00}'..='\u{2fef}'
        | '\u{3001}'..='\u{d7ff}'
        | '\u{f900}'..='\u{fdcf}' | '\u{fdf0}'..='\u{fffd}' | '\u{10000}'..='\u{effff}')
}

/// Whether a name may contain a character.
pub(super) fn is_part(character: char) -> bool {
    is_start(character)
        || matches!(
            character,
            '0'..='9' | '-' | '.' | '\u{b7}' | '\u{300}'..='\u{36f}' | '\u{203f}'..='\u{2040}'
        )
}

/// Whether a text begins with a character that a name may begin with.
pub(super) fn begins(text: &str) -> bool {
    text.chars().next().is_some_and(is_start)
}

/// Whether a text begins with a character that a name may contain.
pub(super) fn goes_on(text: &str) -> bool {
    text.chars().next().is_some_and(is_part)
}

/// The end of the name that begins at `from`.
pub(super) fn end(text: &str, from: usize) -> usize {
    let rest = &text[from..];
    from + rest
        .find(|character| !is_part(character))
        .unwrap_or(rest.len())
}

/// The same, limited to the first characters of a very long word, for a caller that may search a
/// text repeatedly.
pub(super) fn end_nearby(text: &str, from: usize) -> usize {
    from + text[from..]
        .chars()
        .take(256)
        .take_while(|character| is_part(*character))
        .map(char::len_utf8)
        .sum::<usize>()
}

/// The beginning of the name that ends at the end of a text.
pub(super) fn last(text: &str) -> usize {
    let tail: usize = text
        .chars()
        .rev()
        .take_while(|character| is_part(*character))
        .map(char::len_utf8)
        .sum();
    let tail = text.len() - tail;
    tail + text[tail..].find(is_start).unwrap_or(text.len() - tail)
}

/// Whether a name has at most one colon, which is neither its first nor its last character.
pub(super) fn is_proper(name: &str) -> bool {
    let start = |part: &str| begins(part) && !part.starts_with(':');
    match name.split_once(':') {
        Some((prefix, local)) => start(prefix) && start(local) && !local.contains(':'),
        None => start(name),
    }
}

/// A name without its prefix.
pub(super) fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}
