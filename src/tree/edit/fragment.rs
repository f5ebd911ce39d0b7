//! What an inserted member contains, and how it is written in each notation.

use crate::text::escape::{json, xml};
use crate::tree::edit::indentation::Lines;

/// What an inserted member contains.
#[derive(Clone, Debug)]
pub enum Fragment<'f> {
    /// A text; in JSON written as a string.
    Text(&'f str),
    /// A number or a boolean; in JSON written bare.
    Bare(&'f str),
    /// Members.
    Members(Vec<(&'f str, Fragment<'f>)>),
    /// Items, in XML each under this name.
    Items(&'f str, Vec<Fragment<'f>>),
}

/// What is between brackets: members with their names, or items without.
pub(super) struct Bracketed<'v, 'f> {
    pub(super) open: char,
    pub(super) close: char,
    pub(super) children: Vec<(Option<&'f str>, &'v Fragment<'f>)>,
}

impl<'f> Fragment<'f> {
    /// How JSON and a row of YAML write it, or its text where it has no brackets.
    pub(super) fn bracketed(
        &self,
        quoted: impl Fn(&str) -> String,
    ) -> Result<Bracketed<'_, 'f>, String> {
        match self {
            Fragment::Text(text) => Err(quoted(text)),
            Fragment::Bare(text) => Err((*text).to_owned()),
            Fragment::Members(members) => {
                let named = members.iter().map(|(name, value)| (Some(*name), value));
                Ok(Bracketed {
                    open: '{',
                    close: '}',
                    children: named.collect(),
                })
            }
            Fragment::Items(_, items) => {
                let unnamed = items.iter().map(|item| (None, item));
                Ok(Bracketed {
                    open: '[',
                    close: ']',
                    children: unnamed.collect(),
                })
            }
        }
    }
}

/// Appends a member in XML. Fragments come from rules and shapes, which nest a few levels, so the
/// recursion is shallow.
pub(super) fn write_xml(
    out: &mut String,
    prefix: &str,
    name: &str,
    value: &Fragment<'_>,
    lines: Option<&Lines<'_>>,
) {
    let children: Vec<(&str, &Fragment<'_>)> = match value {
        Fragment::Text("") => return out.push_str(&format!("<{prefix}{name}/>")),
        Fragment::Text(text) | Fragment::Bare(text) => {
            let text = xml::escaped(text);
            return out.push_str(&format!("<{prefix}{name}>{text}</{prefix}{name}>"));
        }
        Fragment::Members(members) => members.iter().map(|(name, value)| (*name, value)).collect(),
        Fragment::Items(item, values) => values.iter().map(|value| (*item, value)).collect(),
    };
    let inner = lines.map(Lines::deeper);
    out.push_str(&format!("<{prefix}{name}>"));
    for (name, value) in children {
        break_line(out, inner.as_ref());
        write_xml(out, prefix, name, value, inner.as_ref());
    }
    break_line(out, lines);
    out.push_str(&format!("</{prefix}{name}>"));
}

/// Appends a member in JSON, or an item if it has no name.
pub(super) fn write_json(
    out: &mut String,
    name: Option<&str>,
    value: &Fragment<'_>,
    lines: Option<&Lines<'_>>,
) {
    if let Some(name) = name {
        out.push_str(&format!("\"{name}\": "));
    }
    let it = match value.bracketed(json::quoted) {
        Ok(it) => it,
        Err(text) => return out.push_str(&text),
    };
    let inner = lines.map(Lines::deeper);
    out.push(it.open);
    for (index, (name, value)) in it.children.into_iter().enumerate() {
        if index > 0 {
            out.push_str(if inner.is_some() { "," } else { ", " });
        }
        break_line(out, inner.as_ref());
        write_json(out, name, value, inner.as_ref());
    }
    break_line(out, lines);
    out.push(it.close);
}

fn break_line(out: &mut String, lines: Option<&Lines<'_>>) {
    if let Some(lines) = lines {
        out.push_str(&lines.line_break());
    }
}
