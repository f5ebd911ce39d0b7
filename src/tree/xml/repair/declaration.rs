//! The XML declaration: whether it is one, and as it must be.

use crate::text::Span;
use crate::tree::fault::{SyntaxFault, SyntaxKind};
use crate::tree::xml::repair::lexer::{Lexer, blanks};

impl Lexer<'_, '_> {
    /// The XML declaration must be the first thing in the text, and have a fixed form.
    pub(super) fn declaration(&mut self, start: usize, end: usize) {
        let span = Span::new(start, end);
        let text = &self.text[span.range()];
        // Taken out or written anew, it is also closed.
        let unclosed = self.tokens.free.pop_if(|last| {
            last.kind == SyntaxKind::InstructionMalformed && last.span.start == span.start
        });
        if self.declared {
            self.free(
                SyntaxFault::new(SyntaxKind::DeclarationMisplaced, span)
                    .variant("second")
                    .delete(span)
                    .safe(),
            );
            return;
        }
        self.declared = true;
        let begins = text.trim_start_matches('<').starts_with("?xml");
        let inside = text
            .trim_start_matches(['<', '?'])
            .get("xml".len()..)
            .unwrap_or_default();
        let inside = ["?>", ">", "?"]
            .iter()
            .find_map(|end| inside.strip_suffix(end))
            .unwrap_or(inside);
        let is_well_declared = begins && is_well_declared(inside);
        let right = if is_well_declared {
            format!("<?xml{inside}?>")
        } else {
            anew(inside)
        };
        // Each `<` too many before it goes.
        let before = &self.text[..start];
        let before = Some(before.trim_start_matches('<'))
            .filter(|blank| blank.trim_ascii().is_empty())
            .unwrap_or(before);
        if before.trim().is_empty() {
            if !before.is_empty() {
                let fault =
                    SyntaxFault::new(SyntaxKind::DeclarationMisplaced, span).variant("blank");
                let blank = Span::new(start - before.len(), start);
                self.free(fault.delete(blank).safe());
            }
        } else if before.contains('<') {
            let fault = SyntaxFault::new(SyntaxKind::DeclarationMisplaced, span);
            self.free(fault.insert(0, right).delete(span).safe());
            return;
        }
        if is_well_declared {
            self.tokens.free.extend(unclosed);
        } else {
            self.free(
                SyntaxFault::new(SyntaxKind::DeclarationMalformed, span)
                    .replace(span, right)
                    .safe(),
            );
        }
    }
}

/// Whether a text begins with the XML declaration, or with what was meant as one.
pub(in crate::tree::xml) fn is_declaration(rest: &str) -> bool {
    let Some(behind) = rest
        .get("<?xml".len()..)
        .filter(|_| rest[.."<?xml".len()].eq_ignore_ascii_case("<?xml"))
    else {
        return false;
    };
    behind.starts_with(|next: char| next.is_ascii_whitespace() || next == '?')
        || behind.starts_with("version")
}

/// Whether the inside of a declaration is `version`, then `encoding` and `standalone` if at all, each with a value that a reader takes.
pub(in crate::tree::xml) fn is_well_declared(inside: &str) -> bool {
    let mut rest = inside;
    for (name, is_value) in [
        ("version", is_version as fn(&str) -> bool),
        ("encoding", is_encoding),
        ("standalone", is_standalone),
    ] {
        let trimmed = &rest[blanks(rest.as_bytes())..];
        let Some(behind) = trimmed
            .strip_prefix(name)
            .filter(|_| trimmed.len() < rest.len())
        else {
            if name == "version" {
                return false;
            }
            continue;
        };
        let value = behind
            .trim_ascii_start()
            .strip_prefix('=')
            .map(str::trim_ascii_start);
        let quote = value
            .and_then(|value| value.chars().next())
            .filter(|quote| matches!(quote, '"' | '\''));
        let (Some(value), Some(quote)) = (value, quote) else {
            return false;
        };
        let Some(end) = value[1..].find(quote) else {
            return false;
        };
        if !is_value(&value[1..=end]) {
            return false;
        }
        rest = &value[end + 2..];
    }
    rest.trim_ascii().is_empty()
}

/// Readers of XML 1.0 refuse any version that does not begin with `1.`.
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

/// A declaration with the encoding that another one names, if that can be read.
fn anew(inside: &str) -> String {
    let value = inside.split_once("encoding").and_then(|(_, rest)| {
        let value = rest
            .trim_ascii_start()
            .strip_prefix('=')?
            .trim_ascii_start();
        let quote = value
            .chars()
            .next()
            .filter(|quote| matches!(quote, '"' | '\''))?;
        value[1..].split_once(quote)
    });
    let encoding = value
        .map(|(encoding, _)| encoding.trim_ascii())
        .filter(|encoding| is_encoding(encoding))
        .unwrap_or("UTF-8");
    format!("<?xml version=\"1.0\" encoding=\"{encoding}\"?>")
}
