//! What is known about the attributes of a tag so far.

use std::collections::HashMap;

use crate::text::Span;
use crate::tree::fault::{SyntaxFault, SyntaxKind};

pub(super) struct Scanner<'t> {
    pub(super) text: &'t str,
    pub(super) at: usize,
    /// After the last thing that certainly belongs to the tag.
    pub(super) end: usize,
    pub(super) values: Vec<Span>,
    /// Names of the attributes so far, with the whole of each.
    pub(super) names: HashMap<&'t str, Span>,
    pub(super) faults: Vec<SyntaxFault>,
    /// Faults about words that are not attributes.
    pub(super) noise: Vec<SyntaxFault>,
    /// Whether there is whitespace after the last thing that stays.
    pub(super) spaced: bool,
}

impl<'t> Scanner<'t> {
    pub(super) fn new(text: &'t str, at: usize) -> Self {
        Self {
            text,
            at,
            end: at,
            values: Vec::new(),
            names: HashMap::new(),
            faults: Vec::new(),
            noise: Vec::new(),
            spaced: false,
        }
    }

    /// The byte at an offset.
    pub(super) fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    /// A fault of the attribute with a name.
    pub(super) fn fault(&self, variant: &'static str, name: Span, span: Span) -> SyntaxFault {
        SyntaxFault::new(SyntaxKind::AttributeMalformed, span)
            .variant(variant)
            .argument("name", &self.text[name.range()])
    }
}
