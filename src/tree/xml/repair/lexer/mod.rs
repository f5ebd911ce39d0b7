//! Divides a text that is not well-formed into tokens, and repairs what is wrong inside a single
//! one.
//!
//! Which tags belong together is not decided here but in
//! [`search`](crate::tree::xml::repair::search). The fields are in [`state`]; everything else is a
//! function over them that returns where the text after its part begins.

mod attribute;
mod cdata;
mod comment;
mod declaration;
mod doctype;
mod end_tag;
mod html_entities;
mod instruction;
mod lost_tag;
mod opening;
mod reference;
mod simple_tag;
mod start_tag;
mod start_tag_slips;
mod state;
mod text;
mod text_slips;

pub(in crate::tree::xml) use attribute::is_misspelt_namespace;
pub(in crate::tree::xml) use declaration::{is_declaration, is_well_declared};
pub(in crate::tree::xml) use instruction::has_target;

use memchr::memchr;

use crate::text::Span;
use crate::tree::fault::{SyntaxFault, SyntaxKind};
use crate::tree::nesting::Nesting;
use crate::tree::xml::repair::MOST_FAULTS;
use crate::tree::xml::repair::token::Tokens;
use opening::Opening;
use state::Lexer;

/// The tokens of a text.
pub(super) fn tokens<'t>(text: &'t str, nesting: &dyn Nesting) -> Tokens<'t> {
    let mut lexer = Lexer::new(text, nesting);
    run(&mut lexer);
    lexer.tokens
}

fn run(lexer: &mut Lexer<'_, '_>) {
    let bytes = lexer.text.as_bytes();
    let mut at = 0;
    // Where the text begins that the next markup ends; a stray `<` belongs to it.
    let mut text_start = 0;
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr(b'<', rest)) {
        let start = at + found;
        if let Some(tag) = simple_tag::read(lexer.text, start) {
            text::run(lexer, Span::new(text_start, start));
            at = tag.span.end as usize;
            lexer.tokens.push(tag, None);
            text_start = at;
            if lexer.is_full() {
                return;
            }
            continue;
        }
        let opening = opening::classify(lexer, start);
        if let Opening::Stray = opening {
            lexer.stray_brackets.push(start);
            at = start + 1;
            if lexer.is_full() || lexer.stray_brackets.len() >= MOST_FAULTS {
                break;
            }
            continue;
        }
        text::run(lexer, Span::new(text_start, start));
        at = match opening {
            Opening::Stray | Opening::Doubled => doubled_bracket(lexer, start),
            Opening::StartTag { name } => start_tag::read(lexer, start, name),
            Opening::EndTag { name } => end_tag::read(lexer, start, name),
            Opening::Instruction => instruction::read(lexer, start),
            Opening::Comment { content } => comment::misspelt(lexer, start, content),
            Opening::Cdata { content } => cdata::misspelt(lexer, start, content),
            Opening::Declaration => declaration_markup(lexer, start),
        };
        text_start = at;
        if lexer.tokens.broken_off.is_some() || lexer.is_full() {
            return;
        }
    }
    text::run(lexer, Span::new(text_start, lexer.text.len()));
}

/// `<<` before a tag.
fn doubled_bracket(lexer: &mut Lexer<'_, '_>, start: usize) -> usize {
    let span = Span::new(start, start + 1);
    lexer.fault(
        SyntaxFault::new(SyntaxKind::UnescapedCharacter, span)
            .variant("doubled")
            .argument("character", "<")
            .delete(span)
            .safe(),
    );
    start + 1
}

/// Markup that begins with `<!`.
fn declaration_markup(lexer: &mut Lexer<'_, '_>, start: usize) -> usize {
    let rest = &lexer.text[start..];
    if rest.starts_with("<!--") {
        comment::read(lexer, start, start + 4)
    } else if rest.starts_with("<![CDATA[") {
        cdata::read(lexer, start)
    } else if rest.len() < 9 {
        lexer.break_off(start)
    } else if rest.starts_with("<!-") {
        comment::half_opened(lexer, start)
    } else {
        doctype::read(lexer, start)
    }
}
