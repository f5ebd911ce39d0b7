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
    let (open, close, children): (_, _, Vec<(Option<&str>, &Fragment<'_>)>) = match value {
        Fragment::Text(text) => return out.push_str(&json::quoted(text)),
        Fragment::Bare(text) => return out.push_str(text),
        Fragment::Members(members) => {
            let named = members.iter().map(|(name, value)| (Some(*name), value));
            ('{', '}', named.collect())
        }
        Fragment::Items(_, values) => {
            ('[', ']', values.iter().map(|value| (None, value)).collect())
        }
    };
    let inner = lines.map(Lines::deeper);
    out.push(open);
    for (index, (name, value)) in children.into_iter().enumerate() {
        if index > 0 {
            out.push_str(if inner.is_some() { "," } else { ", " });
        }
        break_line(out, inner.as_ref());
        write_json(out, name, value, inner.as_ref());
    }
    break_line(out, lines);
    out.push(close);
}

fn break_line(out: &mut String, lines: Option<&Lines<'_>>) {
    if let Some(lines) = lines {
        out.push_str(&lines.line_break());
    }
}
