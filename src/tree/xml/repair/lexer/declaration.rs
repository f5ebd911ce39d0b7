//! The XML declaration: what is one, and whether it is well-formed.

use crate::text::Span;
use crate::tree::fault::{SyntaxFault, SyntaxKind};
use crate::tree::xml::repair::lexer::state::Lexer;
use crate::tree::xml::repair::whitespace;

/// Looks at a declaration: it must be the first thing in the text, and have a fixed form.
pub(super) fn read(lexer: &mut Lexer<'_, '_>, span: Span) {
    // Where it is removed or rewritten, it needs no end.
    let unclosed = lexer.tokens.faults.pop_if(|last| {
        last.kind == SyntaxKind::InstructionMalformed && last.span.start == span.start
    });
    let misplaced = SyntaxFault::new(SyntaxKind::DeclarationMisplaced, span);
    if lexer.declared {
        lexer.fault(misplaced.variant("second").delete(span).safe());
        return;
    }
    lexer.declared = true;
    let written = &lexer.text[span.range()];
    let inside = inside(written);
    let is_well_formed =
        written.trim_start_matches('<').starts_with("?xml") && is_well_declared(inside);
    let right = if is_well_formed {
        format!("<?xml{inside}?>")
    } else {
        rewritten(inside)
    };
    match before(&lexer.text[..span.start as usize]) {
        Before::Nothing | Before::Text => {}
        Before::Whitespace(length) => {
            let removed = Span {
                start: span.start - length as u32,
                end: span.start,
            };
            lexer.fault(misplaced.variant("blank").delete(removed).safe());
        }
        Before::Markup => {
            lexer.fault(misplaced.insert(0, right).delete(span).safe());
            return;
        }
    }
    if is_well_formed {
        lexer.tokens.faults.extend(unclosed);
    } else {
        lexer.fault(
            SyntaxFault::new(SyntaxKind::DeclarationMalformed, span)
                .replace(span, right)
                .safe(),
        );
    }
}

/// What is before a declaration.
enum Before {
    Nothing,
    /// So many bytes of whitespace; a superfluous `<` is not counted.
    Whitespace(usize),
    /// Text without markup, which has a fault of its own.
    Text,
    Markup,
}

fn before(text: &str) -> Before {
    let without_brackets = text.trim_start_matches('<');
    let rest = if without_brackets.trim_ascii().is_empty() {
        without_brackets
    } else {
        text
    };
    if rest.is_empty() {
        Before::Nothing
    } else if rest.trim().is_empty() {
        Before::Whitespace(rest.len())
    } else if rest.contains('<') {
        Before::Markup
    } else {
        Before::Text
    }
}

/// What is between `<?xml` and `?>`, or what is typed for them.
fn inside(written: &str) -> &str {
    let inside = written
        .trim_start_matches(['<', '?'])
        .get("xml".len()..)
        .unwrap_or_default();
    ["?>", ">", "?"]
        .iter()
        .find_map(|end| inside.strip_suffix(end))
        .unwrap_or(inside)
}

/// Whether a text begins with the XML declaration, or with what was meant as one.
pub(in crate::tree::xml) fn is_declaration(text: &str) -> bool {
    const OPENING: &str = "<?xml";
    let is_opening = |start: &str| start.eq_ignore_ascii_case(OPENING);
    text.get(..OPENING.len()).is_some_and(is_opening) && {
        let after = &text[OPENING.len()..];
        after.starts_with(|next: char| next.is_ascii_whitespace() || next == '?')
            || after.starts_with("version")
    }
}

/// Whether the inside of a declaration is `version`, then optionally `encoding` and `standalone`,
/// each with a value that a reader accepts.
pub(in crate::tree::xml) fn is_well_declared(inside: &str) -> bool {
    let mut rest = inside;
    for (name, is_valid) in [
        ("version", is_version as fn(&str) -> bool),
        ("encoding", is_encoding),
        ("standalone", is_standalone),
    ] {
        let trimmed = &rest[whitespace::length(rest.as_bytes())..];
        let after = trimmed
            .strip_prefix(name)
            .filter(|_| trimmed.len() < rest.len());
        let Some(after) = after else {
            if name == "version" {
                return false;
            }
            continue;
        };
        match quoted_value(after) {
            Some((value, after)) if is_valid(value) => rest = after,
            _ => return false,
        }
    }
    rest.trim_ascii().is_empty()
}

/// The value after `=` in quotes, and what follows it.
fn quoted_value(text: &str) -> Option<(&str, &str)> {
    let value = text
        .trim_ascii_start()
        .strip_prefix('=')?
        .trim_ascii_start();
    let quote = value
        .chars()
        .next()
        .filter(|quote| matches!(quote, '"' | '\''))?;
    value[1..].split_once(quote)
}

/// Readers of XML 1.0 refuse a version that does not begin with `1.`.
fn is_version(value: &str) -> bool {
    value
        .strip_prefix("1.")
        .is_some_and(|minor| !minor.is_empty() && minor.bytes().all(|byte| byte.is_ascii_digit()))
}

fn is_encoding(value: &str) -> bool {
    value.starts_with(|first: char| first.is_ascii_alphabetic())
        && value
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-'))
}

fn is_standalone(value: &str) -> bool {
    matches!(value, "yes" | "no")
}

/// A new declaration with the encoding of the old one, if that can be read.
fn rewritten(inside: &str) -> String {
    let encoding = inside
        .split_once("encoding")
        .and_then(|(_, after)| quoted_value(after))
        .map(|(encoding, _)| encoding.trim_ascii())
        .filter(|encoding| is_encoding(encoding))
        .unwrap_or("UTF-8");
    format!("<?xml version=\"1.0\" encoding=\"{encoding}\"?>")
}
