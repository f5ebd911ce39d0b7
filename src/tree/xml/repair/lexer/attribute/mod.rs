//! The inside of a start tag after its name.

mod marks;
mod namespace;
mod scanner;
mod state;
mod value;

pub(in crate::tree::xml) use namespace::is_misspelt as is_misspelt_namespace;

use crate::tree::fault::SyntaxFault;
use crate::tree::xml::repair::lexer::reference::{self, Place};
use crate::tree::xml::repair::lexer::state::Lexer;
use crate::tree::xml::repair::token::Kind;

/// The attributes of a tag.
pub(super) struct Scanned {
    pub(super) ending: Ending,
    pub(super) faults: Vec<SyntaxFault>,
}

/// How a tag ends.
#[derive(Clone, Copy)]
pub(super) enum Ending {
    /// With `>`; `at` is after it.
    Closed { at: usize, empty: bool },
    /// Other markup begins before that; `at` is where `>` belongs.
    Unclosed { at: usize, empty: bool },
    /// The text ends before that.
    BrokenOff,
}

/// Reads attributes from the end of a tag's name on.
pub(super) fn scan(lexer: &mut Lexer<'_, '_>, name_end: usize) -> Scanned {
    let (ending, mut scanner) = scanner::run(lexer.text, name_end);
    let is_text = |kind: Kind| kind == Kind::Text;
    let is_root = lexer.tokens.list.iter().all(|token| is_text(token.kind));
    if is_root {
        namespace::find(&mut scanner);
    }
    let mut faults = scanner.faults;
    // In an unclosed tag, what looks like attributes after the last real one is the text after the
    // tag.
    match ending {
        Ending::Closed { .. } => faults.extend(scanner.noise),
        Ending::Unclosed { at, .. } => {
            let is_inside = |fault: &SyntaxFault| fault.span.end as usize <= at;
            faults.extend(scanner.noise.into_iter().filter(is_inside));
        }
        Ending::BrokenOff => {}
    }
    let before = lexer.tokens.faults.len();
    for value in scanner.values {
        reference::read_all(lexer, value, Place::Attribute);
    }
    faults.extend(lexer.tokens.faults.drain(before..));
    Scanned { ending, faults }
}
