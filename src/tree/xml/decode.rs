//! From text as it is written to the text that it means: references, CDATA, line ends.

use memchr::{memchr, memchr3, memmem};

use crate::text::Span;
use crate::tree::builder::Builder;
use crate::tree::node::NodeId;

/// Appends what a run of content means: references resolved, line ends as `\n`, CDATA as its
/// content, comments and instructions left out. The run must be well-formed and contain no tags;
/// where it is not, the characters stay as they are.
pub(super) fn append(content: &str, into: &mut String) {
    let mut rest = content;
    while let Some(found) = memchr3(b'&', b'\r', b'<', rest.as_bytes()) {
        into.push_str(&rest[..found]);
        rest = &rest[found..];
        rest = match rest.as_bytes()[0] {
            b'\r' => {
                into.push('\n');
                rest.strip_prefix("\r\n").unwrap_or(&rest[1..])
            }
            b'&' => reference(rest, into),
            _ => markup(rest, into),
        };
    }
    into.push_str(rest);
}

/// What is between the children of an element.
pub(super) enum Between {
    /// Only whitespace.
    Blank,
    /// Text, which is kept.
    Text,
    /// Characters that look like whitespace, and are not whitespace of XML.
    Unusual(Vec<Span>),
}

/// Keeps the text between the children of an element, unless it is whitespace or looks like it.
pub(super) fn stray_text(
    text: &str,
    builder: &mut Builder<'_>,
    node: NodeId,
    content: Span,
) -> Between {
    let mut stray = String::new();
    let mut unusual = Vec::new();
    let mut is_unusual = true;
    let mut at = content.start;
    let mut between = |gap: Span| {
        append(&text[gap.range()], &mut stray);
        is_unusual = is_unusual && unusual_spaces(text, gap, &mut unusual);
    };
    for child in builder.children(node) {
        between(Span {
            start: at,
            end: child.start,
        });
        at = child.end;
    }
    between(Span {
        start: at,
        end: content.end,
    });
    if stray.bytes().all(|byte| byte.is_ascii_whitespace()) {
        return Between::Blank;
    }
    if is_unusual {
        return Between::Unusual(unusual);
    }
    builder.mark_stray_text(node);
    builder.set_text(node, stray);
    Between::Text
}

/// Adds the characters of a run that look like whitespace and are not. `false` if there is other
/// text.
fn unusual_spaces(text: &str, gap: Span, unusual: &mut Vec<Span>) -> bool {
    let mut at = gap.start as usize;
    while at < gap.end as usize {
        let rest = &text[at..gap.end as usize];
        let Some(first) = rest.chars().next() else {
            break;
        };
        let after = |closing: &str| {
            memmem::find(rest.as_bytes(), closing.as_bytes())
                .map_or(rest.len(), |found| found + closing.len())
        };
        let length = if rest.starts_with("<!--") {
            after("-->")
        } else if rest.starts_with("<?") {
            after("?>")
        } else {
            first.len_utf8()
        };
        if first == '<' && length > 1 || first.is_ascii_whitespace() {
            at += length;
            continue;
        }
        if !first.is_whitespace() && !is_invisible(first) {
            return false;
        }
        unusual.push(Span::new(at, at + length));
        at += length;
    }
    true
}

/// Whether a character has no width.
pub(super) fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}'
    )
}

fn reference<'t>(rest: &'t str, into: &mut String) -> &'t str {
    let known = memchr(b';', rest.as_bytes()).and_then(|end| Some((resolve(&rest[1..end])?, end)));
    let (character, end) = known.unwrap_or(('&', 0));
    into.push(character);
    &rest[end + 1..]
}

/// The character that a reference means; `name` is what is between `&` and `;`.
pub(super) fn resolve(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix('x') {
                Some(digits) => u32::from_str_radix(digits, 16),
                None => number.parse(),
            };
            Some(char::from_u32(code.ok()?).unwrap_or(char::REPLACEMENT_CHARACTER))
        }
    }
}

fn markup<'t>(rest: &'t str, into: &mut String) -> &'t str {
    let split = |opening: usize, closing: &str| {
        let end = memmem::find(&rest.as_bytes()[opening..], closing.as_bytes())
            .map_or(rest.len(), |found| opening + found);
        (
            &rest[opening..end],
            &rest[(end + closing.len()).min(rest.len())..],
        )
    };
    if rest.starts_with("<![CDATA[") {
        let (text, rest) = split(9, "]]>");
        line_ends(text, into);
        rest
    } else if rest.starts_with("<!--") {
        split(4, "-->").1
    } else {
        split(2, "?>").1
    }
}

fn line_ends(mut text: &str, into: &mut String) {
    while let Some(found) = memchr(b'\r', text.as_bytes()) {
        into.push_str(&text[..found]);
        into.push('\n');
        text = &text[found + 1..];
        text = text.strip_prefix('\n').unwrap_or(text);
    }
    into.push_str(text);
}
