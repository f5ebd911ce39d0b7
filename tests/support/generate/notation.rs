//! A generated document as XML and as JSON.

use std::fmt::Write as _;

use cloudfront_lint::internal::builtin::SCHEMA;
use cloudfront_lint::internal::model::schema::{ValueKind, Version};

use super::{Content, Element};

/// The document as XML in the namespace of a version, indented.
pub(crate) fn to_xml(document: &Element, version: Version) -> String {
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    write_xml(
        &mut text,
        document,
        0,
        &format!(" xmlns=\"{}\"", SCHEMA.version_info(version).namespace),
    );
    text
}

fn write_xml(text: &mut String, element: &Element, depth: usize, attributes: &str) {
    let indent = "  ".repeat(depth);
    let name = &element.name;
    match &element.content {
        Content::Text(content) if element.value == ValueKind::Empty && content.is_empty() => {
            let _ = writeln!(text, "{indent}<{name}{attributes}/>");
        }
        Content::Text(content) => {
            let content = content.replace('&', "&amp;").replace('<', "&lt;");
            let _ = writeln!(text, "{indent}<{name}{attributes}>{content}</{name}>");
        }
        Content::Elements(children) => {
            let _ = writeln!(text, "{indent}<{name}{attributes}>");
            for child in children {
                write_xml(text, child, depth + 1, "");
            }
            let _ = writeln!(text, "{indent}</{name}>");
        }
    }
}

/// The document as JSON, indented. `None` if it has elements that repeat without a list,
/// which JSON cannot represent.
pub(crate) fn to_json(document: &Element) -> Option<String> {
    let mut text = String::new();
    write_json(&mut text, document, 0)?;
    text.push('\n');
    Some(text)
}

fn write_json(text: &mut String, element: &Element, depth: usize) -> Option<()> {
    let indent = "  ".repeat(depth + 1);
    let is_list = matches!(element.value, ValueKind::List(_));
    match &element.content {
        Content::Text(content) => match element.value {
            ValueKind::Boolean | ValueKind::Integer | ValueKind::Long | ValueKind::Double => {
                text.push_str(content);
            }
            ValueKind::Empty => return None,
            _ => text.push_str(&serde_json::Value::from(content.as_str()).to_string()),
        },
        Content::Elements(children) => {
            text.push_str(if is_list { "[" } else { "{" });
            for (index, child) in children.iter().enumerate() {
                text.push_str(if index == 0 { "\n" } else { ",\n" });
                text.push_str(&indent);
                if !is_list {
                    if child.many {
                        return None;
                    }
                    let _ = write!(text, "\"{}\": ", child.name);
                }
                write_json(text, child, depth + 1)?;
            }
            let _ = write!(
                text,
                "\n{}{}",
                "  ".repeat(depth),
                if is_list { "]" } else { "}" }
            );
        }
    }
    Some(())
}
