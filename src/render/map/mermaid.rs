//! The picture as a flowchart of Mermaid, which GitHub draws in Markdown.

use std::fmt::Write as _;

use super::has_point;
use crate::map::Map;
use crate::model::Severity;
use crate::text::sanitize;

/// The picture as a flowchart of Mermaid.
pub fn mermaid(map: &Map) -> String {
    let mut out = String::from("flowchart LR\n");
    // Writing to a `String` cannot fail.
    for (column, title) in map.columns.iter().enumerate() {
        let _ = writeln!(out, "  subgraph c{column}[{}]", quoted(title));
        let elements = map.elements.iter().enumerate();
        for (index, element) in elements.filter(|(_, it)| it.column == column) {
            let mut lines = vec![element.name.clone()];
            lines.extend(element.details.iter().cloned());
            let _ = writeln!(out, "    e{index}[{}]", quoted(&lines.join("\n")));
        }
        out.push_str("  end\n");
    }
    if has_point(map) {
        out.push_str("  point(( ))\n");
    }
    for line in &map.lines {
        let end = |end: Option<usize>| end.map_or("point".to_owned(), |it| format!("e{it}"));
        let arrow = if line.is_faulty { "-. ✗ .->" } else { "-->" };
        let _ = writeln!(out, "  {} {arrow} {}", end(line.from), end(line.to));
    }
    for (severity, style) in [
        (Severity::Error, "stroke:#cf222e,stroke-width:3px"),
        (Severity::Warning, "stroke:#9a6700,stroke-width:2px"),
    ] {
        let elements = map.elements.iter().enumerate();
        for (index, _) in elements.filter(|(_, it)| it.severity == Some(severity)) {
            let _ = writeln!(out, "  style e{index} {style}");
        }
    }
    out
}

/// A text as a label. What Mermaid would read as its own is an entity.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for character in text.chars() {
        match character {
            '\n' => out.push_str("<br/>"),
            '"' | '#' | '<' | '>' | '&' | ';' | '`' | '\\' | '*' | '_' => {
                let _ = write!(out, "#{};", u32::from(character));
            }
            _ => out.push(sanitize::shown(character)),
        }
    }
    out.push('"');
    out
}
