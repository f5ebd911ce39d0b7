//! The pieces that a tolerant reading of a text yields.

use std::collections::HashMap;

use crate::text::Span;
use crate::tree::fault::SyntaxFault;
use crate::tree::xml::repair::MOST_FAULTS;

/// What a [`Token`] is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// `<Name …>`
    Start,
    /// `<Name …/>`
    Empty,
    /// `</Name>`
    End,
    /// Text that is not white space alone, or CDATA.
    Text,
    /// Text that may have been meant as a start tag: `Name>`.
    MaybeStart,
    /// Text that may have been meant as an empty element: `Name/>`.
    MaybeEmpty,
    /// Text that may have been meant as an end tag: `;/Name>`.
    MaybeEnd,
}

/// A tag or a run of text. White space, comments and instructions are none.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub(super) kind: Kind,
    /// Index of its name with its prefix.
    pub(super) name: u32,
    /// All of it, without the white space around a text.
    pub(super) span: Span,
    /// Its name in the text.
    pub(super) name_span: Span,
    /// Index of what is wrong with the tag itself, or of what makes a tag of a text, in [`Tokens::attached`].
    pub(super) fault: Option<u32>,
}

/// A name that no token has: that of a text.
pub(super) const NO_NAME: u32 = 0;

/// A text in pieces.
pub(super) struct Tokens<'t> {
    pub(super) list: Vec<Token>,
    /// Names by their index.
    pub(super) names: Vec<&'t str>,
    indices: HashMap<&'t str, u32>,
    /// Faults that hold whatever becomes of the tags.
    pub(super) free: Vec<SyntaxFault>,
    /// Faults that hold if their token is what it seems.
    pub(super) attached: Vec<SyntaxFault>,
    /// For each name, how many more start tags than end tags there are so far.
    open: Vec<i32>,
    /// Prefixes that are taken off wherever they stand.
    pub(super) stripped: Vec<&'t str>,
    /// Where a tag, comment or section begins that the text breaks off in.
    pub(super) broken_off: Option<Span>,
}

impl<'t> Tokens<'t> {
    pub(super) fn new() -> Self {
        Self {
            list: Vec::new(),
            names: vec![""],
            indices: HashMap::from([("", NO_NAME)]),
            free: Vec::new(),
            attached: Vec::new(),
            open: vec![0],
            stripped: Vec::new(),
            broken_off: None,
        }
    }

    /// The index of a name.
    pub(super) fn intern(&mut self, name: &'t str) -> u32 {
        let next = self.names.len() as u32;
        let index = *self.indices.entry(name).or_insert(next);
        if index == next {
            self.names.push(name);
            self.open.push(0);
        }
        index
    }

    pub(super) fn push(
        &mut self,
        kind: Kind,
        name: &'t str,
        span: Span,
        name_span: Span,
        fault: Option<SyntaxFault>,
    ) {
        let name = self.intern(name);
        self.open[name as usize] += match kind {
            Kind::Start => 1,
            Kind::End => -1,
            _ => 0,
        };
        let fault = fault.map(|fault| {
            self.attached.push(fault);
            self.attached.len() as u32 - 1
        });
        self.list.push(Token {
            kind,
            name,
            span,
            name_span,
            fault,
        });
    }

    /// Whether an element of this name is open, as far as the tags so far tell.
    pub(super) fn is_open(&self, name: &str) -> bool {
        self.indices
            .get(name)
            .is_some_and(|index| self.open[*index as usize] > 0)
    }

    /// Whether there are so many faults already that the text is not worth mending.
    pub(super) fn is_full(&self) -> bool {
        self.free.len() + self.attached.len() >= 2 * MOST_FAULTS || self.free.len() >= MOST_FAULTS
    }

    /// Takes off the prefixes that are none, so that a start tag with one and an end tag without have the same name.
    pub(super) fn strip(&mut self) {
        for index in 0..self.list.len() {
            let name = self.names[self.list[index].name as usize];
            if let Some((prefix, local)) = name.split_once(':')
                && self.stripped.contains(&prefix)
            {
                self.list[index].name = self.intern(local);
            }
        }
    }

    /// A name without its prefix.
    pub(super) fn local(&self, name: u32) -> &'t str {
        let name = self.names[name as usize];
        name.rsplit_once(':').map_or(name, |(_, local)| local)
    }
}
