//! References: what follows an `&`.

use memchr::memchr;

use crate::text::escape::xml;
use crate::text::{Edit, Span};
use crate::tree::fault::{SyntaxFault, SyntaxKind};
use crate::tree::xml::repair::lexer::html_entities;
use crate::tree::xml::repair::lexer::state::Lexer;
use crate::tree::xml::repair::name;

/// The entities that XML itself has.
const ENTITIES: [&str; 5] = ["amp", "lt", "gt", "quot", "apos"];
/// A longer name is not one.
const LONGEST_NAME: usize = 40;

/// Where a reference is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Text,
    Attribute,
}

/// What follows the `&` at `span.start`.
#[derive(Clone, Copy)]
struct Reference<'t> {
    name: &'t str,
    /// With the `&` and, where there is one, the `;`.
    span: Span,
    /// Whether there is a `;`.
    closed: bool,
    /// What follows the name.
    next: Option<u8>,
    place: Place,
}

/// Looks at all references in a text or a value.
pub(super) fn read_all(lexer: &mut Lexer<'_, '_>, range: Span, place: Place) {
    let end = range.end as usize;
    let mut at = range.start as usize;
    while let Some(found) = memchr(b'&', &lexer.text.as_bytes()[at..end]) {
        at += found;
        read(lexer, Span::new(at, end), place);
        at += 1;
        if lexer.is_full() {
            return;
        }
    }
}

fn read(lexer: &mut Lexer<'_, '_>, range: Span, place: Place) {
    let start = range.start as usize;
    let rest = &lexer.text[start + 1..range.end as usize];
    let is_in_name =
        |character: &char| name::is_part(*character) && *character != ':' || *character == '#';
    let length: usize = rest
        .chars()
        .take(LONGEST_NAME)
        .take_while(is_in_name)
        .map(char::len_utf8)
        .sum();
    let next = rest.as_bytes().get(length).copied();
    let closed = next == Some(b';');
    let reference = Reference {
        name: &rest[..length],
        span: Span::new(start, start + 1 + length + usize::from(closed)),
        closed,
        next,
        place,
    };
    let is_done = if let Some(number) = reference.name.strip_prefix('#') {
        by_number(lexer, reference, number)
    } else if ENTITIES.contains(&reference.name) {
        predefined(lexer, reference)
    } else if closed && name::begins(rest) {
        unknown_entity(lexer, reference);
        true
    } else {
        false
    };
    if !is_done {
        lexer.unescaped(Span::new(start, start + 1), "&amp;");
    }
}

/// `&#65;`. Returns whether it is meant as a reference.
fn by_number(lexer: &mut Lexer<'_, '_>, reference: Reference<'_>, number: &str) -> bool {
    let code = match number.strip_prefix('x') {
        Some(digits) => u32::from_str_radix(digits, 16),
        None => number.parse(),
    };
    let character = code
        .ok()
        .and_then(char::from_u32)
        .filter(|character| xml::is_allowed(*character));
    let digits = number.trim_start_matches('x');
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    match character {
        Some(_) if reference.closed => true,
        Some(character) => {
            let fault = unterminated(reference).argument("character", character);
            lexer.fault(fault.insert(reference.span.end as usize, ";").safe());
            true
        }
        None if reference.closed && is_number => {
            lexer.fault(
                SyntaxFault::new(SyntaxKind::ControlCharacter, reference.span)
                    .variant("reference")
                    .argument("code", &lexer.text[reference.span.range()])
                    .delete(reference.span)
                    .safe(),
            );
            true
        }
        None => false,
    }
}

/// `&amp;`. Returns whether it is meant as a reference.
fn predefined(lexer: &mut Lexer<'_, '_>, reference: Reference<'_>) -> bool {
    if reference.closed {
        return true;
    }
    if reference
        .next
        .is_some_and(|byte| !byte.is_ascii_whitespace())
    {
        return false;
    }
    let fault = unterminated(reference);
    let fault = match reference.place {
        Place::Text => fault.insert(reference.span.end as usize, ";"),
        // The value's closing quote may be inserted right after it.
        Place::Attribute => fault.replace(reference.span, format!("&{};", reference.name)),
    };
    lexer.fault(fault.safe());
    true
}

/// A reference to an entity that XML itself does not have.
fn unknown_entity(lexer: &mut Lexer<'_, '_>, reference: Reference<'_>) {
    let Reference { name, span, .. } = reference;
    let ampersand = Span::new(span.start as usize, span.start as usize + 1);
    let escaped = Edit::replace(ampersand, "&amp;");
    if let Some(doctype) = lexer.doctype
        && lexer.entities.contains(name)
        && reference.place == Place::Text
    {
        lexer.tokens.faults[doctype].edits.push(escaped);
        return;
    }
    let fault = SyntaxFault::new(SyntaxKind::UnknownEntity, span).argument("name", name);
    let written_as = |fault: SyntaxFault, variant, reference: String| {
        fault
            .variant(variant)
            .argument("reference", &reference)
            .replace(span, reference)
            .safe()
    };
    let in_lower_case = ENTITIES
        .iter()
        .find(|known| known.eq_ignore_ascii_case(name));
    lexer.fault(if let Some(right) = in_lower_case {
        written_as(fault, "case", format!("&{right};"))
    } else if let Some(code) = html_entities::character(name) {
        written_as(fault, "html", format!("&#{code};"))
    } else {
        fault.edit(escaped)
    });
}

fn unterminated(reference: Reference<'_>) -> SyntaxFault {
    SyntaxFault::new(SyntaxKind::UnknownEntity, reference.span)
        .variant("unterminated")
        .argument("name", reference.name)
}
