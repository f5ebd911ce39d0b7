//! What a template says of a resource, and how its notations write it.
//!
//! The values nest as deep as the structures of a resource, a dozen levels at most, so that writing
//! them calls itself.

use std::fmt::Write as _;

use crate::text::escape::{json, yaml};

/// A value of a template.
#[derive(Clone, Debug)]
pub(super) enum Value {
    /// A text.
    Text(String),
    /// A number or a boolean.
    Bare(String),
    List(Vec<Value>),
    /// The members of a structure.
    Members(Vec<Member>),
    /// Any keys with texts.
    Map(Vec<(String, Value)>),
}

/// A member of a structure.
#[derive(Clone, Debug)]
pub(super) struct Member {
    pub(super) name: String,
    pub(super) value: Value,
}

impl Member {
    pub(super) fn new(name: &str, value: Value) -> Self {
        Self {
            name: name.to_owned(),
            value,
        }
    }
}

fn indented(depth: usize) -> String {
    "  ".repeat(depth)
}

/// A value as JSON.
pub(super) fn write_json(value: &Value, depth: usize, out: &mut String) {
    let (open, close) = match value {
        Value::Text(text) => return out.push_str(&json::quoted(text)),
        Value::Bare(text) => return out.push_str(text),
        Value::List(_) => ('[', ']'),
        Value::Members(_) | Value::Map(_) => ('{', '}'),
    };
    let children = children(value);
    out.push(open);
    for (index, (name, child)) in children.iter().enumerate() {
        out.push_str(if index == 0 { "\n" } else { ",\n" });
        out.push_str(&indented(depth + 1));
        if let Some(name) = name {
            let _infallible = write!(out, "{}: ", json::quoted(name));
        }
        write_json(child, depth + 1, out);
    }
    if !children.is_empty() {
        out.push('\n');
        out.push_str(&indented(depth));
    }
    out.push(close);
}

fn children(value: &Value) -> Vec<(Option<&str>, &Value)> {
    match value {
        Value::List(items) => items.iter().map(|item| (None, item)).collect(),
        Value::Members(members) => members
            .iter()
            .map(|member| (Some(member.name.as_str()), &member.value))
            .collect(),
        Value::Map(entries) => entries
            .iter()
            .map(|(key, value)| (Some(key.as_str()), value))
            .collect(),
        _ => Vec::new(),
    }
}

/// A value as YAML, behind a key or a dash.
pub(super) fn write_yaml(value: &Value, depth: usize, out: &mut String) {
    match value {
        Value::Text(text) => {
            let _infallible = writeln!(out, " {}", yaml::scalar(text, None, true));
            return;
        }
        Value::Bare(text) => {
            let _infallible = writeln!(out, " {text}");
            return;
        }
        _ => {}
    }
    let children = children(value);
    if children.is_empty() {
        out.push_str(if matches!(value, Value::List(_)) {
            " []\n"
        } else {
            " {}\n"
        });
        return;
    }
    out.push('\n');
    for (name, child) in children {
        out.push_str(&indented(depth));
        match name {
            Some(name) => write_key(name, child, depth, out),
            None => write_item(child, depth, out),
        }
    }
}

fn write_key(name: &str, value: &Value, depth: usize, out: &mut String) {
    out.push_str(&yaml::scalar(name, None, true));
    out.push(':');
    write_yaml(value, depth + 1, out);
}

/// An item of a list, whose first member is on the line of the dash.
fn write_item(value: &Value, depth: usize, out: &mut String) {
    out.push('-');
    let members = children(value);
    if matches!(value, Value::List(_)) || members.is_empty() {
        return write_yaml(value, depth + 1, out);
    }
    for (index, (name, child)) in members.into_iter().enumerate() {
        out.push_str(&if index == 0 {
            " ".to_owned()
        } else {
            indented(depth + 1)
        });
        write_key(name.unwrap_or_default(), child, depth + 1, out);
    }
}

/// The members of a block of HCL: arguments first, with their signs in one column, then blocks.
pub(super) fn write_hcl(members: &[Member], depth: usize, out: &mut String) {
    let is_argument = |member: &&Member| is_inline(&member.value);
    let arguments: Vec<&Member> = members.iter().filter(is_argument).collect();
    let longest = arguments.iter().map(|it| it.name.len()).max().unwrap_or(0);
    for Member { name, value } in &arguments {
        let _infallible = writeln!(
            out,
            "{}{name:longest$} = {}",
            indented(depth),
            inline(value)
        );
    }
    let mut is_first = arguments.is_empty();
    for member in members.iter().filter(|member| !is_argument(member)) {
        for (head, block) in blocks(member) {
            if !is_first {
                out.push('\n');
            }
            is_first = false;
            let _infallible = writeln!(out, "{}{head} {{", indented(depth));
            match block {
                Value::Members(members) => write_hcl(members, depth + 1, out),
                value => write_entries(value, depth + 1, out),
            }
            let _infallible = writeln!(out, "{}}}", indented(depth));
        }
    }
}

/// What a member that takes several lines is written as: one block, one for each item, or a
/// mapping.
fn blocks(member: &Member) -> Vec<(String, &Value)> {
    match &member.value {
        Value::List(items) => items
            .iter()
            .map(|item| (member.name.clone(), item))
            .collect(),
        Value::Map(_) => vec![(format!("{} =", member.name), &member.value)],
        value => vec![(member.name.clone(), value)],
    }
}

fn write_entries(value: &Value, depth: usize, out: &mut String) {
    let entries = children(value);
    let keys: Vec<String> = entries
        .iter()
        .map(|(key, _)| quoted(key.unwrap_or_default()))
        .collect();
    let longest = keys
        .iter()
        .map(|key| key.chars().count())
        .max()
        .unwrap_or(0);
    for (key, (_, value)) in keys.iter().zip(entries) {
        let _infallible = writeln!(out, "{}{key:longest$} = {}", indented(depth), inline(value));
    }
}

fn is_inline(value: &Value) -> bool {
    match value {
        Value::Text(_) | Value::Bare(_) => true,
        Value::List(items) => items.iter().all(is_inline),
        Value::Members(_) | Value::Map(_) => false,
    }
}

fn inline(value: &Value) -> String {
    match value {
        Value::Text(text) => quoted(text),
        Value::Bare(text) => text.clone(),
        Value::List(items) => {
            let items: Vec<String> = items.iter().map(inline).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Members(_) | Value::Map(_) => String::new(),
    }
}

/// A text as HCL, in which nothing is filled in.
fn quoted(text: &str) -> String {
    json::quoted(text).replace("${", "$${").replace("%{", "%%{")
}
