//! The comments of an HCL text, which the parser keeps next to the values.
//!
//! They are in the gaps between the values, where nothing but keys, labels and punctuation is.

use crate::text::Span;
use crate::tree::TriviaKind;
use crate::tree::builder::Builder;

/// Adds the comments of a text of which all nodes are known.
pub(super) fn add(text: &str, builder: &mut Builder<'_>) {
    let values: Vec<Span> = builder.values().collect();
    let mut at = 0;
    let mut found = Vec::new();
    for value in values {
        let start = value.start as usize;
        if start >= at {
            gap(text, at, start, &mut found);
            at = value.end as usize;
        }
    }
    gap(text, at, text.len(), &mut found);
    for comment in found {
        builder.trivia(TriviaKind::Comment, comment);
    }
}

/// Adds the comments of one gap.
fn gap(text: &str, start: usize, end: usize, found: &mut Vec<Span>) {
    let mut at = start;
    while let Some(rest) = text.get(at..end).filter(|rest| !rest.is_empty()) {
        let Some(next) = rest.find(['"', '#', '/']) else {
            return;
        };
        let from = at + next;
        let rest = &text[from..end];
        at = if let Some(inside) = rest.strip_prefix('"') {
            inside.find('"').map_or(end, |close| from + close + 2)
        } else if rest.starts_with("/*") {
            let close = rest.find("*/").map_or(end, |close| from + close + 2);
            found.push(Span::new(from, close));
            close
        } else if rest.starts_with('#') || rest.starts_with("//") {
            let line = rest.find('\n').unwrap_or(rest.len());
            let close = from + rest[..line].trim_end_matches('\r').len();
            found.push(Span::new(from, close));
            close
        } else {
            from + 1
        };
    }
}
