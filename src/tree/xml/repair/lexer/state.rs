//! What the lexer remembers. Its parts are functions over this state.

use std::collections::HashSet;

use memchr::memmem;

use crate::text::{Edit, Span};
use crate::tree::fault::{SyntaxFault, SyntaxKind};
use crate::tree::nesting::Nesting;
use crate::tree::xml::repair::token::Tokens;
use crate::tree::xml::repair::whitespace;

/// A text that is being divided into tokens.
pub(super) struct Lexer<'t, 'n> {
    pub(super) text: &'t str,
    pub(super) nesting: &'n dyn Nesting,
    pub(super) tokens: Tokens<'t>,
    /// Whether there was an XML declaration.
    pub(super) declared: bool,
    /// Entities that a document type declares.
    pub(super) entities: HashSet<&'t str>,
    /// Index of the fault of the document type, which includes the references to its entities.
    pub(super) doctype: Option<usize>,
    /// Each `<` of the text before the next markup that begins nothing.
    pub(super) stray_brackets: Vec<usize>,
    pub(super) comment_end: Closing,
    pub(super) cdata_end: Closing,
    pub(super) instruction_end: Closing,
}

impl<'t, 'n> Lexer<'t, 'n> {
    pub(super) fn new(text: &'t str, nesting: &'n dyn Nesting) -> Self {
        Self {
            text,
            nesting,
            tokens: Tokens::new(),
            declared: false,
            entities: HashSet::new(),
            doctype: None,
            stray_brackets: Vec::new(),
            comment_end: Closing::new("-->"),
            cdata_end: Closing::new("]]>"),
            instruction_end: Closing::new("?>"),
        }
    }

    /// Adds a fault that does not depend on how the tags are repaired.
    pub(super) fn fault(&mut self, fault: SyntaxFault) {
        self.tokens.faults.push(fault);
    }

    /// Adds the fault of a character that must be written as a reference.
    pub(super) fn unescaped(&mut self, character: Span, reference: &'static str) {
        let fault = SyntaxFault::new(SyntaxKind::UnescapedCharacter, character)
            .argument("character", &self.text[character.range()])
            .argument("reference", reference)
            .edit(Edit::replace(character, reference));
        self.fault(fault.safe());
    }

    /// Whether there are so many faults already that the text is not worth repairing.
    pub(super) fn is_full(&self) -> bool {
        self.tokens.is_full()
    }

    /// The text ends inside what begins at `start`. Returns that end.
    pub(super) fn break_off(&mut self, start: usize) -> usize {
        self.tokens.broken_off = Some(Span::new(start, self.text.len()));
        self.text.len()
    }

    /// Adds a run of text, unless it is only whitespace.
    pub(super) fn plain_text(&mut self, span: Span) {
        let span = whitespace::trimmed(self.text, span);
        if !span.is_empty() {
            self.tokens.push_text(span, None);
        }
    }
}

/// Where a closing sequence is next. It is searched for once and remembered, so that many openings
/// cost no more than one.
pub(super) struct Closing {
    sequence: &'static str,
    next: Next,
}

enum Next {
    Unknown,
    At(usize),
    None,
}

impl Closing {
    fn new(sequence: &'static str) -> Self {
        Self {
            sequence,
            next: Next::Unknown,
        }
    }

    /// The first one from an offset on.
    pub(super) fn next(&mut self, text: &str, from: usize) -> Option<usize> {
        match self.next {
            Next::None => return None,
            Next::At(at) if at >= from => return Some(at),
            Next::At(_) | Next::Unknown => {}
        }
        let found = text
            .as_bytes()
            .get(from..)
            .and_then(|rest| memmem::find(rest, self.sequence.as_bytes()))
            .map(|found| from + found);
        self.next = found.map_or(Next::None, Next::At);
        found
    }
}
