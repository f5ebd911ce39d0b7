//! From a rule's words to sentences: filling in placeholders, and saying values, lists, numbers and times always in
//! the same way.

use memchr::{memchr2, memchr2_iter};

use crate::lint::document::Document;
use crate::model::schema::{Schema, ValueKind, Version, VersionSet};
use crate::tree::{NodeId, NodeKind};

/// Longest value that is shown whole, in characters.
const LONGEST: usize = 60;
/// How much of a long value is looked at from either end, in bytes: many findings may show the same one.
const SEEN: usize = 1024;

/// A value in backticks, cut in the middle when long and without characters that a terminal would act on.
pub(crate) fn quote(value: &str) -> String {
    let mut out = String::with_capacity(value.len().min(4 * LONGEST) + 2);
    out.push('`');
    push_short(&mut out, value);
    out.push('`');
    out
}

/// A value in backticks, with a sign for the white space around it, which may be all that is wrong.
pub(crate) fn quote_visibly(value: &str) -> String {
    let inner = value.trim();
    if inner.is_empty() {
        return if value.is_empty() {
            "(empty)"
        } else {
            "(only blanks)"
        }
        .to_owned();
    }
    if inner.len() == value.len() {
        return quote(value);
    }
    let before = if value.starts_with(inner) { "" } else { "␣" };
    let after = if value.ends_with(inner) { "" } else { "␣" };
    format!("`{before}{}{after}`", shorten(inner))
}

/// A value on one line, cut in the middle when long.
pub(crate) fn shorten(value: &str) -> String {
    let mut out = String::new();
    push_short(&mut out, value);
    out
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

/// Whether a value needs neither a cut nor another character: a short text in ASCII with single spaces inside at most.
fn is_plain(value: &str) -> bool {
    let bytes = value.as_bytes();
    let is_space = |byte: Option<&u8>| byte == Some(&b' ');
    let has_spare_space = is_space(bytes.first())
        || is_space(bytes.last())
        || bytes.windows(2).any(|pair| pair == b"  ");
    bytes.len() <= LONGEST
        && bytes.iter().all(|byte| matches!(byte, b' '..=b'~'))
        && !has_spare_space
}

fn printable(character: char) -> char {
    if character.is_control() {
        '\u{fffd}'
    } else {
        character
    }
}

/// `a, b and c` of names in backticks.
pub(crate) fn list(names: &[&str], last: &str) -> String {
    let quoted: Vec<String> = names.iter().map(|name| quote(name)).collect();
    match quoted.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [rest @ .., end] => format!("{} {last} {end}", rest.join(", ")),
    }
}

/// How many values are named at most.
const MOST: usize = 12;

/// The values one may choose from, at most twelve of them.
pub(crate) fn choices(values: &[&str]) -> String {
    if values.len() <= MOST {
        return list(values, "or");
    }
    format!(
        "{} or one of {} more",
        first_ones(values),
        values.len() - MOST
    )
}

/// All of some values, at most twelve of them by name.
pub(crate) fn all_of(values: &[&str]) -> String {
    if values.len() <= MOST {
        return list(values, "and");
    }
    format!("{} and {} more", first_ones(values), values.len() - MOST)
}

fn first_ones(values: &[&str]) -> String {
    values
        .iter()
        .take(MOST)
        .map(|value| quote(value))
        .collect::<Vec<_>>()
        .join(", ")
}

/// The option of a command line for a parameter: `--if-match` for `IfMatch`.
pub(crate) fn option(parameter: &str) -> String {
    parameter
        .chars()
        .fold("-".to_owned(), |mut option, character| {
            if character.is_ascii_uppercase() {
                option.push('-');
            }
            option.push(character.to_ascii_lowercase());
            option
        })
}

/// What a value of JSON is, for people.
pub(crate) fn notation(kind: NodeKind) -> &'static str {
    match kind {
        NodeKind::Object => "an object",
        NodeKind::Array => "an array",
        NodeKind::String => "a text in quotes",
        NodeKind::Number => "a number",
        NodeKind::Boolean => "a boolean",
        NodeKind::Null => "`null`",
        NodeKind::Element => "an element",
    }
}

/// What a member of JSON has to be, for people.
pub(crate) fn kind(value: ValueKind) -> &'static str {
    match value {
        ValueKind::Structure(_) => "an object",
        ValueKind::List(_) => "an array",
        ValueKind::Boolean => "`true` or `false`",
        ValueKind::Integer | ValueKind::Long => "a number",
        ValueKind::String | ValueKind::Enum(_) | ValueKind::Timestamp => "a text in quotes",
        ValueKind::Any | ValueKind::Empty => "a value",
    }
}

/// A number with its thousands apart: `86,400`.
pub(crate) fn number(value: i64) -> String {
    let digits = value.unsigned_abs().to_string();
    let mut out = String::new();
    if value < 0 {
        out.push('-');
    }
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Where a document must go to have it: "2015-09-17 or later".
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

/// An item in a few words: its text, or that of its first scalar.
pub(crate) fn describe(document: &Document<'_>, item: NodeId) -> String {
    let tree = document.tree;
    if !tree.node(item).has_children() {
        return tree.text(item).trim().to_owned();
    }
    let first = tree
        .children(item)
        .find(|child| !tree.node(*child).has_children() && !tree.text(*child).trim().is_empty());
    first.map_or_else(
        || document.name(item).to_owned(),
        |child| tree.text(child).trim().to_owned(),
    )
}

/// What the placeholders of a template stand for.
pub(crate) trait Arguments {
    /// The text of a placeholder; `None` where it has no value here.
    fn get(&self, name: &str) -> Option<String>;
}

/// Fills in a template. A clause (up to `; ` or `. `) with a placeholder that has no value is left out.
pub(crate) fn fill(template: &str, arguments: &dyn Arguments) -> String {
    let mut out = String::with_capacity(template.len() + LONGEST);
    let mut rest = template;
    while !rest.is_empty() {
        let (clause, after) = rest.split_at(clause_end(rest));
        let before = out.len();
        if fill_clause(clause, arguments, &mut out).is_none() {
            out.truncate(before);
        }
        rest = after;
    }
    out.truncate(out.trim_end().len());
    // What stood behind the last clause that is left has nothing to join.
    if out.ends_with(';') {
        out.pop();
    }
    out
}

/// Where the first clause of a template ends.
fn clause_end(template: &str) -> usize {
    let bytes = template.as_bytes();
    let stop = memchr2_iter(b';', b'.', bytes).find(|at| bytes.get(at + 1) == Some(&b' '));
    stop.map_or(bytes.len(), |at| at + 2)
}

/// Fills in a template that becomes part of a document: nothing is left out, cut or dressed. `None` where a value is missing.
pub(crate) fn fill_exactly(template: &str, arguments: &dyn Arguments) -> Option<String> {
    struct Exact<'e>(&'e dyn Arguments);
    impl Arguments for Exact<'_> {
        fn get(&self, name: &str) -> Option<String> {
            let value = self.0.get(name)?;
            let is_bare = name.starts_with("raw-") || name.starts_with("sibling:");
            if is_bare { Some(value) } else { exact(value) }
        }
    }
    let mut out = String::new();
    fill_clause(template, &Exact(arguments), &mut out)?;
    Some(out)
}

/// A value without the dress it has in a sentence; `None` where that cannot be told from the value.
fn exact(value: String) -> Option<String> {
    if value.contains('…') {
        return None;
    }
    if let Some(inside) = value
        .strip_prefix('`')
        .and_then(|rest| rest.strip_suffix('`'))
    {
        return (!inside.contains('`')).then(|| inside.to_owned());
    }
    let is_number = value
        .strip_prefix('-')
        .unwrap_or(&value)
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b',');
    Some(if is_number {
        value.replace(',', "")
    } else {
        value
    })
}

/// Adds a clause, filled in; `None` where a value is missing.
fn fill_clause(clause: &str, arguments: &dyn Arguments, out: &mut String) -> Option<()> {
    let mut rest = clause;
    while let Some(at) = memchr2(b'{', b'}', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        let brace = &rest[at..=at];
        rest = &rest[at + 1..];
        // A doubled brace stands for itself, and so does a lone closing one.
        if brace == "}" || rest.starts_with('{') {
            out.push_str(brace);
            rest = rest.strip_prefix(brace).unwrap_or(rest);
            continue;
        }
        let (inside, after) = rest.split_once('}')?;
        let mut parts = inside.split('|');
        let value = arguments.get(parts.next()?)?;
        out.push_str(&value);
        if let (Some(one), Some(many)) = (parts.next(), parts.next()) {
            out.push(' ');
            out.push_str(if value == "1" { one } else { many });
        }
        rest = after;
    }
    out.push_str(rest);
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Pairs(&'static [(&'static str, &'static str)]);

    impl Arguments for Pairs {
        fn get(&self, name: &str) -> Option<String> {
            self.0
                .iter()
                .find(|pair| pair.0 == name)
                .map(|pair| pair.1.to_owned())
        }
    }

    #[test]
    fn clauses_without_their_value_are_left_out() {
        let arguments = Pairs(&[("value", "`a`"), ("count", "1")]);
        assert_eq!(
            fill("no origin has the id {value}", &arguments),
            "no origin has the id `a`"
        );
        assert_eq!(
            fill("write {suggestion}; or remove it", &arguments),
            "or remove it"
        );
        assert_eq!(
            fill("remove {value}; write {suggestion}", &arguments),
            "remove `a`"
        );
        assert_eq!(
            fill("{count|alias|aliases} too many", &arguments),
            "1 alias too many"
        );
        assert_eq!(fill("{{name}} stays", &arguments), "{name} stays");
        assert_eq!(
            fill("{name} stays", &Pairs(&[("name", "{{host}}")])),
            "{{host}} stays"
        );
    }

    #[test]
    fn bare_values_become_part_of_a_document_as_they_are() {
        let arguments = Pairs(&[
            ("raw-previous", "1,000"),
            ("count", "1,000"),
            ("value", "`a`"),
            ("raw-value", "`a`"),
        ]);
        let filled = |template| fill_exactly(template, &arguments);
        assert_eq!(
            filled("{raw-previous} {count}").as_deref(),
            Some("1,000 1000")
        );
        assert_eq!(filled("{raw-value} {value}").as_deref(), Some("`a` a"));
    }

    #[test]
    fn numbers_have_their_thousands_apart() {
        assert_eq!(
            [
                number(0),
                number(999),
                number(-86_400),
                number(3_153_600_000)
            ],
            ["0", "999", "-86,400", "3,153,600,000"]
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
