//! The tokens that a tolerant lexer divides a text into.

use std::collections::HashMap;

use crate::text::Span;
use crate::tree::fault::SyntaxFault;
use crate::tree::xml::repair::MOST_FAULTS;
use crate::tree::xml::repair::name;

/// What a [`Token`] is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// `<Name …>`
    Start,
    /// `<Name …/>`
    Empty,
    /// `</Name>`
    End,
    /// Text that is not whitespace alone, or CDATA.
    Text,
    /// Text that may be meant as a start tag: `Name>`.
    MaybeStart,
    /// Text that may be meant as an empty element: `Name/>`.
    MaybeEmpty,
    /// Text that may be meant as an end tag: `;/Name>`.
    MaybeEnd,
}

/// A tag or a run of text. Whitespace, comments and instructions are not tokens.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub(super) kind: Kind,
    /// Index of its name with its prefix.
    pub(super) name: u32,
    /// All of it, without the whitespace around a text.
    pub(super) span: Span,
    /// Its name in the text.
    pub(super) name_span: Span,
    /// Index in [`Tokens::attached`] of what is wrong with the tag itself, or of what turns a text
    /// into a tag.
    pub(super) fault: Option<u32>,
}

/// A tag that a lexer read: a [`Token`] before its name has a number.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tag<'t> {
    pub(super) kind: Kind,
    /// Its name with its prefix.
    pub(super) name: &'t str,
    /// All of it.
    pub(super) span: Span,
    /// Its name in the text.
    pub(super) name_span: Span,
}

/// The name of a token without one: of a text.
pub(super) const NO_NAME: u32 = 0;

/// A text as tokens.
pub(super) struct Tokens<'t> {
    pub(super) list: Vec<Token>,
    /// Names by their index.
    pub(super) names: Vec<&'t str>,
    /// The same without their prefixes.
    locals: Vec<&'t str>,
    indices: HashMap<&'t str, u32>,
    /// The indices that were asked for last, by a part of the name.
    recent: [u32; RECENT],
    /// Faults that do not depend on how the tags are repaired.
    pub(super) faults: Vec<SyntaxFault>,
    /// Faults that are true if their token is what it seems.
    pub(super) attached: Vec<SyntaxFault>,
    /// For each name, how many more start tags than end tags there are so far.
    open: Vec<i32>,
    /// Prefixes that are removed everywhere.
    pub(super) removed_prefixes: Vec<&'t str>,
    /// The tag, comment or section in which the text ends.
    pub(super) broken_off: Option<Span>,
}

impl<'t> Tokens<'t> {
    pub(super) fn new() -> Self {
        Self {
            list: Vec::new(),
            names: vec![""],
            locals: vec![""],
            indices: HashMap::from([("", NO_NAME)]),
            recent: [NO_NAME; RECENT],
            faults: Vec::new(),
            attached: Vec::new(),
            open: vec![0],
            removed_prefixes: Vec::new(),
            broken_off: None,
        }
    }

    /// Adds a tag.
    pub(super) fn push(&mut self, tag: Tag<'t>, fault: Option<SyntaxFault>) {
        let name = self.intern(tag.name);
        self.open[name as usize] += match tag.kind {
            Kind::Start => 1,
            Kind::End => -1,
            _ => 0,
        };
        let fault = fault.map(|fault| {
            self.attached.push(fault);
            self.attached.len() as u32 - 1
        });
        self.list.push(Token {
            kind: tag.kind,
            name,
            span: tag.span,
            name_span: tag.name_span,
            fault,
        });
    }

    /// Adds a text.
    pub(super) fn push_text(&mut self, span: Span, fault: Option<SyntaxFault>) {
        let text = Tag {
            kind: Kind::Text,
            name: "",
            span,
            name_span: Span::at(span.start as usize),
        };
        self.push(text, fault);
    }

    /// Whether an element of this name is open, as far as the tags so far show.
    pub(super) fn is_open(&self, name: &str) -> bool {
        self.indices
            .get(name)
            .is_some_and(|index| self.open[*index as usize] > 0)
    }

    /// Whether there are so many faults already that the text is not worth repairing.
    pub(super) fn is_full(&self) -> bool {
        self.faults.len() + self.attached.len() >= 2 * MOST_FAULTS
            || self.faults.len() >= MOST_FAULTS
    }

    /// Removes the prefixes that are not declared, so that a start tag with one and an end tag
    /// without have the same name.
    pub(super) fn remove_prefixes(&mut self) {
        if self.removed_prefixes.is_empty() {
            return;
        }
        for index in 0..self.list.len() {
            let name = self.names[self.list[index].name as usize];
            if let Some((prefix, local)) = name.split_once(':')
                && self.removed_prefixes.contains(&prefix)
            {
                self.list[index].name = self.intern(local);
            }
        }
    }

    /// A name without its prefix.
    pub(super) fn local(&self, index: u32) -> &'t str {
        self.locals[index as usize]
    }

    /// The index of a name.
    fn intern(&mut self, name: &'t str) -> u32 {
        let place = recent_place(name);
        let recent = self.recent[place];
        if self.names[recent as usize] == name {
            return recent;
        }
        let next = self.names.len() as u32;
        let index = *self.indices.entry(name).or_insert(next);
        if index == next {
            self.names.push(name);
            self.locals.push(name::local(name));
            self.open.push(0);
        }
        self.recent[place] = index;
        index
    }
}

/// How many names are remembered as recent ones: the usual document has a few dozen.
const RECENT: usize = 128;

/// Where a name is among the recent ones.
fn recent_place(name: &str) -> usize {
    let bytes = name.as_bytes();
    let at = |place: usize| bytes.get(place).map_or(0, |byte| usize::from(*byte));
    let ends = at(bytes.len().wrapping_sub(1)) * 7 + at(bytes.len() / 2) * 5 + at(0);
    (ends + bytes.len()) % RECENT
}
