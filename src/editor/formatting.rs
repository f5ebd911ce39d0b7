//! The same document with other white space: one member a line, each level indented.
//!
//! What lives here: where lines break. Names, values and comments are copied as they are written. A
//! malformed text is left alone.

use crate::lint::Linter;
use crate::text::Source;
use crate::tree::{self, DEEPEST, Form, LeafKind, Node, Tree};

/// A document with one member a line, indented by this text for each level. `None` where it is not
/// a CloudFront document, is malformed, or is in another notation than XML and JSON.
///
/// ```
/// use cloudfront_lint::{Linter, Source, editor};
///
/// let text = "{\"Paths\": {\"Quantity\":0},\n\"CallerReference\": \"a\"}";
/// let formatted = editor::formatted(&Linter::new(), &Source::new(text), "  ");
/// let expected =
///     "{\n  \"Paths\": {\n    \"Quantity\": 0\n  },\n  \"CallerReference\": \"a\"\n}\n";
/// assert_eq!(formatted.as_deref(), Some(expected));
/// ```
pub fn formatted(linter: &Linter, source: &Source<'_>, unit: &str) -> Option<String> {
    linter.with_document(source, |_| ())?;
    let (tree, faults) = tree::parse(source);
    if !faults.is_empty() || source.text().starts_with('\u{feff}') {
        return None;
    }
    let newline = if source.text().contains("\r\n") {
        "\r\n"
    } else {
        "\n"
    };
    let mut out = Output {
        text: String::with_capacity(source.text().len() * 2),
        unit,
        newline,
    };
    match tree.form() {
        Form::Xml => xml(&tree, &mut out)?,
        Form::Json => json(&tree, &mut out)?,
        Form::Yaml | Form::Hcl => return None,
    }
    out.text.push_str(newline);
    Some(out.text)
}

struct Output<'u> {
    text: String,
    unit: &'u str,
    newline: &'static str,
}

impl Output<'_> {
    fn line(&mut self, depth: usize) {
        if !self.text.is_empty() {
            self.text.push_str(self.newline);
        }
        self.text.push_str(&self.unit.repeat(depth.min(DEEPEST)));
    }
}

fn xml(tree: &Tree<'_>, out: &mut Output<'_>) -> Option<()> {
    let source = tree.source();
    if tree.nodes().iter().any(Node::has_stray_text) {
        return None;
    }
    let mut depth = 0_usize;
    // Whether the element that was opened last has nothing but a value so far.
    let mut is_inline = false;
    for leaf in tree.leaves() {
        let text = source.slice(leaf.span);
        match leaf.kind {
            LeafKind::StartTag => {
                out.line(depth);
                out.text.push_str(text);
                if !text.ends_with("/>") {
                    depth += 1;
                    is_inline = true;
                }
            }
            LeafKind::EndTag => {
                depth = depth.checked_sub(1)?;
                if !is_inline {
                    out.line(depth);
                }
                out.text.push_str(text);
                is_inline = false;
            }
            LeafKind::Value => out.text.push_str(text),
            LeafKind::Trivia(_) => {
                // A comment next to a value stays there, and one behind a tag in its line.
                if is_inline && !begins_line(source, leaf.span.start as usize) {
                    out.text.push_str(text);
                    continue;
                }
                if begins_line(source, leaf.span.start as usize) || out.text.is_empty() {
                    out.line(depth);
                } else {
                    out.text.push(' ');
                }
                out.text.push_str(text);
                is_inline = false;
            }
            LeafKind::Between if text.trim().is_empty() => {}
            LeafKind::Between => return None,
        }
        if leaf.kind == LeafKind::StartTag && text.ends_with("/>") {
            is_inline = false;
        }
    }
    Some(())
}

fn begins_line(source: &Source<'_>, offset: usize) -> bool {
    let before = &source.text()[..offset];
    let line = before.rsplit(['\n', '\r']).next().unwrap_or(before);
    line.trim().is_empty()
}

/// What comes next in a JSON text.
fn json(tree: &Tree<'_>, out: &mut Output<'_>) -> Option<()> {
    let text = tree.source().text();
    if !tree.trivia().is_empty() {
        return None;
    }
    let bytes = text.as_bytes();
    let (mut at, mut depth) = (0, 0_usize);
    let mut is_first = true;
    let mut is_value = true;
    while let Some(byte) = bytes.get(at) {
        let start = at;
        at += 1;
        match byte {
            b' ' | b'\t' | b'\r' | b'\n' => continue,
            b'{' | b'[' => {
                begin(out, depth, is_value);
                out.text.push(char::from(*byte));
                depth += 1;
                is_first = true;
                is_value = false;
                continue;
            }
            b'}' | b']' => {
                depth = depth.checked_sub(1)?;
                if !is_first {
                    out.line(depth);
                }
                out.text.push(char::from(*byte));
            }
            b':' => {
                out.text.push_str(": ");
                is_value = true;
                continue;
            }
            b',' => {
                out.text.push(',');
                is_first = false;
                is_value = false;
                continue;
            }
            _ => {
                at = scalar_end(bytes, start);
                begin(out, depth, is_value);
                out.text.push_str(text.get(start..at)?);
            }
        }
        is_first = false;
        is_value = false;
    }
    Some(())
}

/// Begins a line, unless a value follows its key.
fn begin(out: &mut Output<'_>, depth: usize, is_value: bool) {
    if !is_value {
        out.line(depth);
    }
}

/// Where a string, a number or a word ends.
fn scalar_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    let is_string = bytes[start] == b'"';
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' if is_string => at += 1,
            b'"' if is_string => return at + 1,
            b' ' | b'\t' | b'\r' | b'\n' | b',' | b':' | b'}' | b']' if !is_string => return at,
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}
