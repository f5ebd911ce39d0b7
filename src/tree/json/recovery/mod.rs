//! Reads a text that is not JSON, and finds out what it should be.
//!
//! [`lexer`] divides it into tokens and repairs what is wrong with a single one (quotes, numbers,
//! comments). [`plan`] finds the fewest tokens that must be inserted or deleted. [`tree`] builds
//! the tree of the repaired tokens, each with its range in the original text, and [`faults`]
//! reports the changes.

mod faults;
mod lexer;
mod plan;
mod surroundings;
mod token;
mod tree;

use crate::text::encoding::is_binary;
use crate::text::{Source, Span};
use crate::tree::arena::Tree;
use crate::tree::builder::Builder;
use crate::tree::fault::{SyntaxFault, SyntaxKind};
use crate::tree::form::Form;
use crate::tree::nesting::Nesting;
use token::{Lexed, TokenKind};

/// The tree of a text after repair, and its faults in the order of the text.
pub(super) fn read<'s>(
    source: &'s Source<'s>,
    nesting: &dyn Nesting,
) -> (Tree<'s>, Vec<SyntaxFault>) {
    let lexed = lexer::read(source);
    if let Some(fault) = no_document(source, &lexed) {
        return (Builder::new(source, Form::Json, 0).finish(), vec![fault]);
    }
    let plan = plan::find(source.text(), &lexed.tokens, nesting);
    let built = tree::build(source, &lexed, &plan);
    let faults = faults::report(source, lexed, &plan, built.faults);
    (built.tree, faults)
}

/// The fault of a text in which nothing can be recognised.
fn no_document(source: &Source<'_>, lexed: &Lexed) -> Option<SyntaxFault> {
    let text = source.text();
    if is_binary(text) {
        let span = source.fault().map_or(Span::at(0), |fault| fault.span);
        return Some(SyntaxFault::new(SyntaxKind::WrongBytes, span).variant("binary"));
    }
    if lexed.tokens.is_empty() && lexed.before.is_none() {
        let variant = match text {
            "" => "",
            text if text.trim().is_empty() => "blank",
            _ => "no-element",
        };
        return Some(SyntaxFault::new(SyntaxKind::DocumentEmpty, Span::at(0)).variant(variant));
    }
    let is_structure = |kind: TokenKind| {
        matches!(
            kind,
            TokenKind::ObjectStart | TokenKind::ArrayStart | TokenKind::String | TokenKind::Colon
        )
    };
    if lexed.tokens.iter().any(|token| is_structure(token.kind)) {
        return None;
    }
    let start = text.len() - text.trim_start().len();
    let first_line = text[start..].lines().next().unwrap_or("").trim_end();
    Some(
        SyntaxFault::new(
            SyntaxKind::NotWellFormed,
            Span::new(start, start + first_line.len()),
        )
        .variant("no-json")
        .argument("reason", "a JSON document begins with `{`"),
    )
}
