//! Text up to a `>` that reads like a tag without its `<`.

use crate::text::Span;
use crate::tree::fault::{SyntaxFault, SyntaxKind};
use crate::tree::xml::repair::lexer::attribute::{self, Ending};
use crate::tree::xml::repair::lexer::state::Lexer;
use crate::tree::xml::repair::token::Kind;
use crate::tree::xml::repair::{lookalikes, name};

/// A tag that lost its `<`.
pub(super) struct LostTag {
    pub(super) kind: Kind,
    pub(super) span: Span,
    pub(super) name: Span,
    pub(super) fault: SyntaxFault,
}

/// Whether the rest of a run may have tags with attributes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Attributes {
    Possible,
    None,
}

/// The tag that ends with the `>` at `close`, in a run that begins at `from`.
pub(super) fn before(
    text: &str,
    from: usize,
    close: usize,
    attributes: &mut Attributes,
) -> Option<LostTag> {
    let bytes = text.as_bytes();
    let is_empty = close > from && bytes[close - 1] == b'/';
    let end = close - usize::from(is_empty);
    let mut name_limit = end;
    // The value of an attribute may be last: then the tag's name is the first word of the run.
    if end > from && matches!(bytes[end - 1], b'"' | b'\'') {
        let word = match attributes {
            Attributes::Possible => first_word(text, from, end),
            Attributes::None => None,
        };
        if word.is_none() {
            *attributes = Attributes::None;
        }
        name_limit = word?;
    }
    let name_end = from + text[from..name_limit].trim_end().len();
    let name_start = from + name::last(&text[from..name_end]);
    let name = Span::new(name_start, name_end);
    // A bracket before an end tag without its own `<` replaces that.
    let replaces_next = text[close..].starts_with(">/") && name::begins(&text[close + 2..]);
    if name.is_empty() || replaces_next {
        return None;
    }
    with_name(text, Span::new(from, close), name, is_empty)
}

/// The tag with a name, in a run that begins at `run.start`, with its `>` at `run.end`.
fn with_name(text: &str, run: Span, name: Span, is_empty: bool) -> Option<LostTag> {
    let (from, name_start) = (run.start as usize, name.start as usize);
    let bytes = text.as_bytes();
    let is_end = name_start > from && bytes[name_start - 1] == b'/' && !is_empty;
    let (kind, fault_kind) = match (is_end, is_empty) {
        (true, _) => (Kind::MaybeEnd, SyntaxKind::EndTagMalformed),
        (_, true) => (Kind::MaybeEmpty, SyntaxKind::StartTagMalformed),
        _ => (Kind::MaybeStart, SyntaxKind::StartTagMalformed),
    };
    let start = name_start - usize::from(is_end);
    let typed = lookalikes::less_before(&text[from..start]);
    // A name inside a sentence is not a start tag.
    let is_separate = start == from || bytes[start - 1].is_ascii_whitespace();
    if !is_end && !is_separate && typed.is_none() {
        return None;
    }
    let wrong = Span::new(start - typed.unwrap_or(0), start);
    let span = Span::new(wrong.start as usize, run.end as usize + 1);
    let variant = if wrong.is_empty() {
        "no-bracket"
    } else {
        "typed"
    };
    let fault = SyntaxFault::new(fault_kind, span)
        .variant(variant)
        .argument("name", &text[name.range()])
        .argument("typed", &text[wrong.range()])
        .replace(wrong, "<")
        .safe();
    Some(LostTag {
        kind,
        span,
        name,
        fault,
    })
}

/// Reads what is between the name and the end of a tag, and adds its edits. `false` if the tag ends
/// elsewhere.
pub(super) fn read_attributes(lexer: &mut Lexer<'_, '_>, tag: &mut LostTag) -> bool {
    let (name_end, end) = (tag.name.end as usize, tag.span.end as usize);
    if lexer.text[name_end..end].trim_start().len() <= "/>".len() {
        return true;
    }
    let scanned = attribute::scan(lexer, name_end);
    tag.fault
        .edits
        .extend(scanned.faults.into_iter().flat_map(|fault| fault.edits));
    matches!(scanned.ending, Ending::Closed { at, .. } if at == end)
}

/// The end of the first word in a run, if what follows up to `end` are attributes.
fn first_word(text: &str, from: usize, end: usize) -> Option<usize> {
    let run = &text[from..end];
    let start = from + (run.len() - run.trim_start().len());
    // Names are short, so a long run is only looked at once.
    let word = name::end_nearby(text, start).min(end);
    let attributes = text[word..end].trim_start();
    let name = name::end_nearby(attributes, 0);
    (word > start && name > 0 && attributes[name..].trim_start().starts_with('=')).then_some(word)
}
