//! What is known about names that are inside each other, remembered by their numbers: a search asks
//! for the same few again and again.

use std::cell::Cell;

use crate::tree::nesting::Nesting;
use crate::tree::xml::repair::search::NONE;
use crate::tree::xml::repair::token::Tokens;

/// How many answers are remembered.
const REMEMBERED: usize = 1024;

/// The answers that were given last.
pub(super) struct Answers<'a, 't> {
    tokens: &'a Tokens<'t>,
    nesting: &'a dyn Nesting,
    recent: Vec<Cell<Answer>>,
}

/// An element, the one around it, and the one around that: the numbers of their names.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    /// [`NONE`] where the parent is the root.
    pub(super) around: u32,
    pub(super) parent: u32,
    pub(super) child: u32,
}

/// What is known about a place.
#[derive(Clone, Copy)]
pub(super) struct Answer {
    place: Place,
    /// Whether the child belongs inside the parent.
    pub(super) belongs: Option<bool>,
    /// Whether it does, and occurs there at most once.
    pub(super) is_single: bool,
}

impl<'a, 't> Answers<'a, 't> {
    pub(super) fn new(tokens: &'a Tokens<'t>, nesting: &'a dyn Nesting) -> Self {
        let nowhere = Answer {
            place: Place {
                around: NONE,
                parent: NONE,
                child: NONE,
            },
            belongs: None,
            is_single: false,
        };
        Self {
            tokens,
            nesting,
            recent: vec![Cell::new(nowhere); REMEMBERED],
        }
    }

    pub(super) fn of(&self, place: Place) -> Answer {
        let mixed = place.child ^ place.parent.rotate_left(5) ^ place.around.rotate_left(9);
        let recent = &self.recent[mixed as usize % REMEMBERED];
        if recent.get().place != place {
            recent.set(self.asked(place));
        }
        recent.get()
    }

    fn asked(&self, place: Place) -> Answer {
        let local = |name: u32| self.tokens.local(name);
        let (parent, child) = (local(place.parent), local(place.child));
        let belongs = if place.around == NONE {
            self.nesting.may_contain(parent, child)
        } else {
            let around = local(place.around);
            self.nesting.may_contain_within(around, parent, child)
        };
        Answer {
            place,
            belongs,
            is_single: self.nesting.may_repeat(parent, child) == Some(false),
        }
    }
}
