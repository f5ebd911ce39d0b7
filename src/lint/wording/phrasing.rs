//! How values, lists, numbers and versions look in a sentence: the same everywhere.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::Argument;
use super::argument::{Conjunction, List};
use crate::model::schema::{Schema, ValueKind, Version, VersionSet};
use crate::text::sanitize;
use crate::tree::{Form, NodeKind};

/// The longest value that is shown whole, in characters.
const LONGEST: usize = 60;
/// How much of a long value is looked at from either end, in bytes: many findings may show the same
/// one.
const SEEN: usize = 1024;

/// Adds an argument as a sentence has it.
pub(crate) fn push(out: &mut String, argument: &Argument<'_>) {
    match argument {
        Argument::Name(text) => out.push_str(text),
        Argument::Value(text) => push_quoted(out, text),
        Argument::Written(text) => push_visibly(out, text),
        Argument::Excerpt(text) => push_short(out, text),
        Argument::Character(character) => push_character(out, *character),
        Argument::Integer(number) => {
            let _infallible = write!(out, "{number}");
        }
        Argument::List(list) => push_list(out, list),
        Argument::Notation(kind) => out.push_str(notation(*kind)),
        Argument::Kind(kind, form) => out.push_str(kind_in(*kind, *form)),
    }
}

/// An argument as a sentence has it.
pub(crate) fn in_words(argument: &Argument<'_>) -> String {
    let mut out = String::new();
    push(&mut out, argument);
    out
}

/// A value in backticks, cut in the middle when long and without characters that a terminal would
/// act on.
pub(crate) fn quote(value: &str) -> String {
    let mut out = String::with_capacity(value.len().min(4 * LONGEST) + 2);
    push_quoted(&mut out, value);
    out
}

fn push_quoted(out: &mut String, value: &str) {
    out.push('`');
    push_short(out, value);
    out.push('`');
}

fn push_character(out: &mut String, character: Option<char>) {
    match character {
        None => out.push_str("a character"),
        Some(' ') => out.push_str("a space"),
        Some('\t') => out.push_str("a tab"),
        Some('\n' | '\r') => out.push_str("a line break"),
        Some('`') => out.push_str("a backtick"),
        Some(hidden) if sanitize::is_hostile(hidden) || hidden.is_whitespace() => {
            let _infallible = write!(out, "U+{:04X}", u32::from(hidden));
        }
        Some(visible) => {
            let _infallible = write!(out, "`{visible}`");
        }
    }
}

/// Adds a value in backticks, with a sign for the whitespace around it.
fn push_visibly(out: &mut String, value: &str) {
    let inner = value.trim();
    if inner.is_empty() {
        out.push_str(if value.is_empty() {
            "(empty)"
        } else {
            "(only whitespace)"
        });
        return;
    }
    out.push('`');
    if !value.starts_with(inner) {
        out.push('␣');
    }
    push_short(out, inner);
    if !value.ends_with(inner) {
        out.push('␣');
    }
    out.push('`');
}

/// A value on one line, cut in the middle when long.
pub(crate) fn shorten(value: &str) -> Cow<'_, str> {
    if is_plain(value) {
        return Cow::Borrowed(value);
    }
    let mut out = String::new();
    push_short(&mut out, value);
    Cow::Owned(out)
}

/// Adds a value on one line, cut in the middle when long.
pub(crate) fn push_short(out: &mut String, value: &str) {
    if is_plain(value) {
        return out.push_str(value);
    }
    let half = LONGEST / 2;
    if value.len() > 2 * SEEN {
        let head = (0..=SEEN)
            .rev()
            .find(|at| value.is_char_boundary(*at))
            .unwrap_or(0);
        let tail = (value.len() - SEEN..=value.len())
            .find(|at| value.is_char_boundary(*at))
            .unwrap_or(value.len());
        out.extend(on_one_line(&value[..head]).chars().take(half));
        out.push('…');
        let tail = on_one_line(&value[tail..]);
        return out.extend(tail.chars().skip(tail.chars().count().saturating_sub(half)));
    }
    let clean = on_one_line(value);
    let length = clean.chars().count();
    if length <= LONGEST {
        return out.push_str(&clean);
    }
    out.extend(clean.chars().take(half));
    out.push('…');
    out.extend(clean.chars().skip(length - half));
}

fn on_one_line(value: &str) -> String {
    value
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .chars()
        .map(printable)
        .collect()
}

/// Whether a value needs neither a cut nor another character: a short ASCII text with single spaces
/// inside at most.
fn is_plain(value: &str) -> bool {
    let bytes = value.as_bytes();
    let is_space = |byte: Option<&u8>| byte == Some(&b' ');
    let has_extra_space = is_space(bytes.first())
        || is_space(bytes.last())
        || bytes.windows(2).any(|pair| pair == b"  ");
    bytes.len() <= LONGEST
        && bytes.iter().all(|byte| matches!(byte, b' '..=b'~'))
        && !has_extra_space
}

fn printable(character: char) -> char {
    if character.is_control() {
        '\u{fffd}'
    } else {
        character
    }
}

/// Adds `a`, `b` and `c`; or `a`, `b` and 3 more.
fn push_list(out: &mut String, list: &List<'_>) {
    let last = list.values.len().saturating_sub(1);
    for (index, value) in list.values.iter().enumerate() {
        out.push_str(match (index, list.conjunction) {
            (0, _) => "",
            (_, Conjunction::And) if index == last && list.more == 0 => " and ",
            (_, Conjunction::Or) if index == last && list.more == 0 => " or ",
            _ => ", ",
        });
        push_quoted(out, value);
    }
    if list.more > 0 {
        let _infallible = match list.conjunction {
            Conjunction::And => write!(out, " and {} more", list.more),
            Conjunction::Or => write!(out, " or one of {} more", list.more),
        };
    }
}

/// `a`, `b` and `c`.
pub(crate) fn list(names: &[&str]) -> String {
    in_words(&Argument::all(names.iter().copied()))
}

/// The option of a command line for a parameter: `--if-match` for `IfMatch`.
pub(crate) fn option(parameter: &str) -> String {
    let mut option = "-".to_owned();
    for character in parameter.chars() {
        if character.is_ascii_uppercase() {
            option.push('-');
        }
        option.push(character.to_ascii_lowercase());
    }
    option
}

/// What a value of JSON is.
fn notation(kind: NodeKind) -> &'static str {
    match kind {
        NodeKind::Object => "an object",
        NodeKind::Array => "an array",
        NodeKind::String => "a text in quotes",
        NodeKind::Number => "a number",
        NodeKind::Boolean => "a boolean",
        NodeKind::Null => "`null`",
        NodeKind::Element => "an element",
        NodeKind::Alias => "an alias",
        NodeKind::Expression | NodeKind::Conditional => "an expression",
    }
}

/// What a member contains, in the words of a notation.
fn kind_in(value: ValueKind, form: Form) -> &'static str {
    match (value, form) {
        (ValueKind::Structure(_), Form::Json) => "an object",
        (ValueKind::List(_), Form::Json) => "an array",
        (ValueKind::Boolean, _) => "`true` or `false`",
        (ValueKind::Integer | ValueKind::Long, Form::Json) | (ValueKind::Double, _) => "a number",
        (ValueKind::Integer | ValueKind::Long, _) => "a whole number",
        (ValueKind::String | ValueKind::Enum(_) | ValueKind::Timestamp, Form::Json) => {
            "a text in quotes"
        }
        (ValueKind::String | ValueKind::Enum(_) | ValueKind::Timestamp, _) => "a text",
        (ValueKind::Structure(_) | ValueKind::List(_), Form::Xml) => "elements",
        (ValueKind::Structure(_), _) => "a mapping",
        (ValueKind::List(_), _) => "a list",
        (ValueKind::Any | ValueKind::Empty, _) => "a value",
    }
}

/// The versions to which a document must move for a member: `2015-09-17 or later`.
pub(crate) fn move_advice(schema: &Schema, versions: VersionSet, from: Version) -> String {
    let name = |version: Version| schema.version_info(version).name.to_string();
    let after = versions.iter().find(|version| *version > from);
    let before = versions.iter().filter(|version| *version < from).last();
    match (after, before) {
        (Some(version), _) if versions.last() == Some(schema.newest()) => {
            format!("{} or later", name(version))
        }
        (Some(version), _) | (None, Some(version)) => name(version),
        (None, None) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_joined_and_long_ones_are_cut() {
        let letters: Vec<String> = ('a'..='o').map(String::from).collect();
        let letters = || letters.iter().map(String::as_str);
        assert_eq!(in_words(&Argument::all(letters().take(1))), "`a`");
        assert_eq!(
            in_words(&Argument::any(letters().take(3))),
            "`a`, `b` or `c`"
        );
        let named = "`a`, `b`, `c`, `d`, `e`, `f`, `g`, `h`, `i`, `j`, `k`, `l`";
        assert_eq!(
            in_words(&Argument::choice(letters())),
            format!("{named} or one of 3 more")
        );
        assert_eq!(
            in_words(&Argument::many(letters())),
            format!("{named} and 3 more")
        );
    }

    #[test]
    fn a_character_that_cannot_be_seen_is_named() {
        let shown = |character| in_words(&Argument::Character(character));
        assert_eq!(
            [' ', '\n', '`', '\u{200b}', '\u{a0}', 'é'].map(|it| shown(Some(it))),
            [
                "a space",
                "a line break",
                "a backtick",
                "U+200B",
                "U+00A0",
                "`é`"
            ]
        );
        assert_eq!(shown(None), "a character");
    }

    #[test]
    fn whitespace_around_a_value_is_visible() {
        let shown = |text: &'static str| in_words(&Argument::Written(text.into()));
        assert_eq!(
            [shown("a"), shown(" a"), shown("a\n"), shown(""), shown(" ")],
            ["`a`", "`␣a`", "`a␣`", "(empty)", "(only whitespace)"]
        );
    }

    #[test]
    fn long_values_are_cut_in_the_middle() {
        let long = "a".repeat(50) + &"b".repeat(50);
        assert_eq!(
            shorten(&long),
            format!("{}…{}", "a".repeat(30), "b".repeat(30))
        );
        assert_eq!(shorten("a\u{1b}[31m\n  b"), "a\u{fffd}[31m b");
        let endless = format!("é{}é", "ab".repeat(10_000));
        assert_eq!(
            shorten(&endless),
            format!("é{}a…b{}é", "ab".repeat(14), "ab".repeat(14))
        );
    }
}
