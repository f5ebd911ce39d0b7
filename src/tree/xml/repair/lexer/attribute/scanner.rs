//! Goes through the inside of a tag, attribute by attribute.

use std::borrow::Cow;

use crate::text::{Edit, Span};
use crate::tree::fault::{SyntaxFault, SyntaxKind};
use crate::tree::xml::repair::lexer::attribute::marks::{self, Sign};
use crate::tree::xml::repair::lexer::attribute::state::Scanner;
use crate::tree::xml::repair::lexer::attribute::{Ending, value};
use crate::tree::xml::repair::{MOST_FAULTS, name, whitespace};

/// Reads attributes from an offset on.
pub(super) fn run(text: &str, start: usize) -> (Ending, Scanner<'_>) {
    let mut scanner = Scanner::new(text, start);
    loop {
        if let Some(ending) = step(&mut scanner) {
            return (ending, scanner);
        }
    }
}

/// Reads the next thing, unless the tag ends here.
fn step(scanner: &mut Scanner<'_>) -> Option<Ending> {
    let text = scanner.text;
    let start = scanner.at;
    let at = whitespace::skip(text, start);
    scanner.at = at;
    scanner.spaced |= at > start;
    if scanner.noise.len() + scanner.faults.len() >= MOST_FAULTS {
        return Some(Ending::Closed { at, empty: false });
    }
    let Some(byte) = scanner.byte(at) else {
        return Some(Ending::BrokenOff);
    };
    match (byte, scanner.byte(at + 1)) {
        (b'>', _) => {
            return Some(Ending::Closed {
                at: at + 1,
                empty: false,
            });
        }
        (b'/', Some(b'>')) => {
            return Some(Ending::Closed {
                at: at + 2,
                empty: true,
            });
        }
        (b'<', _) => {
            return Some(Ending::Unclosed {
                at: scanner.end,
                empty: false,
            });
        }
        (b'/', _) => return slash(scanner, at),
        (b'\\', Some(b'>')) => return Some(malformed_end(scanner, at + 1)),
        (b'"' | b'\'', _) => skip(scanner, 1, "doubled-quote"),
        _ if name::goes_on(&text[at..]) => attribute(scanner),
        _ => skip_character(scanner),
    }
    None
}

/// A slash that is not directly followed by `>`.
fn slash(scanner: &mut Scanner<'_>, at: usize) -> Option<Ending> {
    let next = whitespace::skip(scanner.text, at + 1);
    match scanner.byte(next) {
        None => Some(Ending::BrokenOff),
        Some(b'<') => Some(Ending::Unclosed {
            at: at + 1,
            empty: true,
        }),
        Some(b'>') => Some(malformed_end(scanner, next)),
        Some(_) => {
            skip_character(scanner);
            None
        }
    }
}

/// The end of an empty tag that is not written `/>`; its `>` is at an offset.
fn malformed_end(scanner: &mut Scanner<'_>, bracket: usize) -> Ending {
    let span = Span::new(scanner.at, bracket + 1);
    scanner.noise.push(
        SyntaxFault::new(SyntaxKind::AttributeMalformed, span)
            .variant("slash")
            .argument("found", &scanner.text[span.range()])
            .replace(span, "/>")
            .safe(),
    );
    Ending::Closed {
        at: bracket + 1,
        empty: true,
    }
}

/// Skips a character that does not belong here.
fn skip_character(scanner: &mut Scanner<'_>) {
    let width = scanner.text[scanner.at..]
        .chars()
        .next()
        .map_or(1, char::len_utf8);
    skip(scanner, width, "garbage");
}

fn skip(scanner: &mut Scanner<'_>, width: usize, variant: &'static str) {
    let span = Span::new(scanner.at, scanner.at + width);
    scanner.at += width;
    scanner.noise.push(
        SyntaxFault::new(SyntaxKind::AttributeMalformed, span)
            .variant(variant)
            .argument("found", visible(&scanner.text[span.range()]))
            .delete(span)
            .safe(),
    );
}

fn attribute(scanner: &mut Scanner<'_>) {
    let text = scanner.text;
    let start = scanner.at;
    let word = Span::new(start, name::end(text, start));
    let Some(sign) = marks::sign(text, word) else {
        scanner.at = word.end as usize;
        let fault = scanner.fault("no-value", word, word).delete(word);
        scanner.noise.push(fault);
        return;
    };
    let mut name = Span::new(start, sign.name_end);
    let written = &text[name.range()];
    let rest = written.trim_start_matches(|first: char| first == ':' || !name::is_start(first));
    if rest.len() < written.len() {
        return skip(scanner, written.len() - rest.len(), "garbage");
    }
    if !name::is_proper(written) {
        name = without_wrong_colons(scanner, name);
    }
    let faults_before = scanner.faults.len();
    scanner.at = value::read(scanner, name, sign.value);
    scanner.end = scanner.at;
    let whole = Span::new(start, scanner.at);
    fix_sign(scanner, sign, name, whole, faults_before);
    if !std::mem::take(&mut scanner.spaced) {
        insert_space(scanner, name, faults_before);
    }
    add_name(scanner, name, whole);
}

/// Adds the fault of a sign that is not a single `=`. With the quotes of the same attribute it is
/// one fault.
fn fix_sign(scanner: &mut Scanner<'_>, sign: Sign, name: Span, whole: Span, faults_before: usize) {
    let Some(edit) = sign.edit else {
        return;
    };
    if let Some(fault) = scanner.faults.get_mut(faults_before) {
        fault.variant = "";
        fault.span = whole;
        fault.edits.push(edit);
        fault.edits.sort();
    } else {
        let span = if edit.span.is_empty() {
            whole
        } else {
            edit.span
        };
        let fault = scanner.fault("sign", name, span).edit(edit).safe();
        scanner.faults.push(fault);
    }
}

/// Adds the space before an attribute. With another fault at the same place it is one fault.
fn insert_space(scanner: &mut Scanner<'_>, name: Span, faults_before: usize) {
    let start = name.start as usize;
    let space = Edit::insert(start, " ");
    let noise = scanner
        .noise
        .last_mut()
        .filter(|last| last.span.end as usize == start);
    if let Some(fault) = noise.or(scanner.faults.get_mut(faults_before)) {
        fault.edits.push(space);
        fault.edits.sort();
    } else {
        let fault = scanner
            .fault("no-space", name, Span::at(start))
            .edit(space)
            .safe();
        scanner.faults.push(fault);
    }
}

/// The part of a name with wrong colons that stays: up to the second colon, or else up to the
/// first.
fn without_wrong_colons(scanner: &mut Scanner<'_>, name: Span) -> Span {
    let word = &scanner.text[name.range()];
    let second = word
        .match_indices(':')
        .nth(1)
        .map_or(word.len(), |(at, _)| at);
    let right = if name::is_proper(&word[..second]) {
        &word[..second]
    } else {
        word.split(':').next().unwrap_or(word)
    };
    let extra = Span::new(name.start as usize + right.len(), name.end as usize);
    scanner.faults.push(
        SyntaxFault::new(SyntaxKind::AttributeMalformed, extra)
            .variant("garbage")
            .argument("found", &scanner.text[extra.range()])
            .delete(extra)
            .safe(),
    );
    Span {
        start: name.start,
        end: extra.start,
    }
}

/// Remembers the name of an attribute. A second one is a fault.
fn add_name(scanner: &mut Scanner<'_>, name: Span, whole: Span) {
    let text = scanner.text;
    let written = &text[name.range()];
    let Some(first) = scanner.names.get(written).copied() else {
        scanner.names.insert(written, whole);
        return;
    };
    let is_same = text[first.range()] == text[whole.range()];
    let from = text[..whole.start as usize].trim_end().len();
    scanner.faults.push(
        SyntaxFault::new(SyntaxKind::DuplicateAttribute, whole)
            .variant(if is_same { "same" } else { "" })
            .argument("name", written)
            .related(first)
            .delete(Span::new(from, whole.end as usize))
            .safe_if(is_same),
    );
}

/// A text that a reader can see: whitespace alone is shown by the numbers of its characters.
fn visible(text: &str) -> Cow<'_, str> {
    if text.chars().any(|character| !character.is_whitespace()) {
        return text.into();
    }
    text.chars()
        .map(|space| format!("U+{:04X}", u32::from(space)))
        .collect::<Vec<_>>()
        .join(" ")
        .into()
}
