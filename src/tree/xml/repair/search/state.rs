//! What a search keeps, and the steps that every reading is made of.

use crate::tree::nesting::Nesting;
use crate::tree::xml::repair::cost;
use crate::tree::xml::repair::search::answers::{Answer, Answers, Place};
use crate::tree::xml::repair::token::{Kind, NO_NAME, Token, Tokens};

/// No frame, no decision, no token.
pub(in crate::tree::xml::repair) const NONE: u32 = u32::MAX;

/// One deviation from the text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::tree::xml::repair) enum Act {
    /// An end tag is missing before the token.
    CloseBefore,
    /// The start tag was meant as the end tag of the frame.
    StartAsEnd,
    /// The element that begins here contains only text, while the one of the same name around it
    /// contains elements: it was typed instead of that one's end tag.
    ElementAsEnd,
    /// The end tag was meant as a start tag.
    EndAsStart,
    /// The start tag ends its element with a superfluous `/`.
    OpenEmpty,
    /// The tag is superfluous.
    Delete,
    /// The tag is right after an equal one.
    DeleteRepeated,
    /// The end tag has the wrong name.
    RenameEnd,
    /// The start tag of the frame has the wrong name, and the end tag has the right one.
    RenameStart,
    /// This end tag and the next are in the wrong order.
    Cross,
    /// A start tag of this name is missing before the token.
    StartBefore { name: u32 },
    /// A start tag is missing before the text before the token.
    StartBeforeText { name: u32 },
    /// The text is a tag.
    Accept,
    /// The text is outside the root.
    Outside,
    /// From here on nothing belongs to the document.
    SecondRoot,
}

/// What is done about an element, and its price.
#[derive(Clone, Copy)]
pub(super) struct Choice {
    pub(super) act: Act,
    pub(super) price: u32,
    /// The name of the element.
    pub(super) name: u32,
}

/// An [`Act`], where it happens, and to which open element.
#[derive(Clone, Copy, Debug)]
pub(in crate::tree::xml::repair) struct Decision {
    pub(super) before: u32,
    /// The token.
    pub(in crate::tree::xml::repair) token: u32,
    pub(in crate::tree::xml::repair) act: Act,
    /// Token of the start tag that it is about, or [`NONE`].
    pub(in crate::tree::xml::repair) start: u32,
    /// Name of the element that it is about.
    pub(in crate::tree::xml::repair) name: u32,
}

/// An open element.
#[derive(Clone, Copy)]
pub(super) struct Frame {
    pub(super) parent: u32,
    pub(super) token: u32,
    pub(super) name: u32,
    /// What it costs to have it where it is.
    pub(super) nest: u32,
    /// Whether there is text in the parent before it.
    text: bool,
    /// What the parent contains, itself included.
    seen: u128,
    /// Of all names from the root to here, and of what is next to them.
    pub(super) hash: u64,
}

/// A reading of the tokens so far.
#[derive(Clone, Copy)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts about a reading, not a hidden state machine"
)]
pub(super) struct State {
    pub(super) cost: u32,
    pub(super) frame: u32,
    /// The last decision.
    pub(super) last: u32,
    /// How many decisions there are.
    pub(super) count: u32,
    /// Name of the root, or [`NO_NAME`].
    pub(super) root: u32,
    /// Which elements that occur once are in the innermost frame so far: a bit for each of the
    /// first names.
    pub(super) seen: u128,
    /// Whether there is text, or a child, in the innermost frame so far; and text before the last
    /// token.
    pub(super) text: bool,
    pub(super) child: bool,
    pub(super) text_before: bool,
    pub(super) rooted: bool,
    /// Whether a second root has begun. Mistakes after that have a price, and are not reported.
    pub(super) second: bool,
    pub(super) crossed: bool,
    /// How many of the next tokens are already dealt with.
    pub(super) skip: u8,
}

impl State {
    pub(super) const FIRST: Self = Self {
        cost: 0,
        frame: NONE,
        last: NONE,
        count: 0,
        root: NO_NAME,
        seen: 0,
        text: false,
        child: false,
        text_before: false,
        rooted: false,
        second: false,
        crossed: false,
        skip: 0,
    };
}

/// A reading and the token that comes next.
#[derive(Clone, Copy)]
pub(super) struct Step {
    pub(super) state: State,
    pub(super) index: usize,
    pub(super) token: Token,
}

/// What is known about a name.
#[derive(Clone, Copy)]
pub(super) struct Known {
    pub(super) is_scalar: Option<bool>,
    pub(super) is_known: bool,
}

pub(super) struct Search<'a, 't> {
    pub(super) tokens: &'a Tokens<'t>,
    pub(super) nesting: &'a dyn Nesting,
    pub(super) answers: Answers<'a, 't>,
    pub(super) frames: Vec<Frame>,
    pub(super) decisions: Vec<Decision>,
    /// The readings after the current token.
    pub(super) next: Vec<State>,
    /// For each token, the first end tag from there on whose start tag is not from there on.
    pub(super) ends: Vec<u32>,
    /// What is known about each name.
    pub(super) known: Vec<Known>,
    /// Index of the last tag.
    pub(super) last_tag: usize,
}

impl Search<'_, '_> {
    pub(super) fn token(&self, index: usize) -> Option<Token> {
        self.tokens.list.get(index).copied()
    }

    /// The innermost open element. There must be one.
    pub(super) fn frame(&self, state: &State) -> &Frame {
        &self.frames[state.frame as usize]
    }

    pub(super) fn known(&self, name: u32) -> Known {
        self.known[name as usize]
    }

    /// Name of the first end tag from a token on whose start tag is not from there on.
    pub(super) fn name_of_end(&self, index: usize) -> Option<u32> {
        self.token(self.ends[index] as usize).map(|end| end.name)
    }

    /// Keeps a reading.
    pub(super) fn keep(&mut self, state: State) {
        self.next.push(state);
    }

    /// Enters an element, or passes it where it is empty.
    pub(super) fn enter(&mut self, state: &mut State, index: usize, token: Token) {
        if matches!(token.kind, Kind::Empty | Kind::MaybeEmpty) {
            self.pass(state, token.name);
        } else {
            self.push(state, index as u32, token.name);
        }
    }

    /// Passes an element without content.
    pub(super) fn pass(&mut self, state: &mut State, name: u32) {
        state.cost += self.nest(state, name);
        self.add_child(state, name);
    }

    /// Enters an element.
    pub(super) fn push(&mut self, state: &mut State, token: u32, name: u32) {
        let nest = self.nest(state, name);
        state.cost += nest;
        self.add_child(state, name);
        let above = self
            .frames
            .get(state.frame as usize)
            .map_or(0, |frame| frame.hash);
        let siblings = (state.seen ^ (state.seen >> 64)) as u64;
        let hash = (above ^ u64::from(name + 1) ^ siblings.rotate_left(32))
            .wrapping_mul(0x9e37_79b9_7f4a_7c15)
            .rotate_left(23);
        self.frames.push(Frame {
            parent: state.frame,
            token,
            name,
            nest,
            text: state.text,
            seen: state.seen,
            hash,
        });
        state.frame = self.frames.len() as u32 - 1;
        state.text = false;
        state.child = false;
        state.seen = 0;
    }

    /// Leaves the innermost element.
    pub(super) fn pop(&self, state: &mut State) {
        let frame = self.frame(state);
        state.text = frame.text;
        state.seen = frame.seen;
        state.child = true;
        state.frame = frame.parent;
    }

    /// Ends the innermost element before the token.
    pub(super) fn close(&mut self, state: &mut State, index: usize) {
        *state = self.decide(*state, index, Act::CloseBefore, cost::MISSING_END);
        self.pop(state);
    }

    /// Adds a decision about the innermost element.
    pub(super) fn decide(&mut self, state: State, index: usize, act: Act, price: u32) -> State {
        let name = self
            .frames
            .get(state.frame as usize)
            .map_or(NO_NAME, |frame| frame.name);
        self.decide_about(state, index, Choice { act, price, name })
    }

    /// Adds a decision about an element of another name than the innermost one.
    pub(super) fn decide_about(&mut self, mut state: State, index: usize, choice: Choice) -> State {
        state.cost += choice.price;
        if state.second {
            return state;
        }
        let start = self
            .frames
            .get(state.frame as usize)
            .map_or(NONE, |frame| frame.token);
        self.decisions.push(Decision {
            before: state.last,
            token: index as u32,
            act: choice.act,
            start,
            name: choice.name,
        });
        state.last = self.decisions.len() as u32 - 1;
        state.count += 1;
        state
    }

    /// Remembers an element in the innermost frame.
    pub(super) fn add_child(&self, state: &mut State, name: u32) {
        state.child = true;
        state.seen |= self.bit(state, name);
        if !state.rooted {
            state.root = name;
        }
        state.rooted = true;
    }

    /// The bit of an element that occurs at most once in the innermost frame.
    pub(super) fn bit(&self, state: &State, name: u32) -> u128 {
        if state.frame == NONE || name >= u128::BITS {
            return 0;
        }
        u128::from(self.answer(state, name).is_single) << name
    }

    /// What it costs to have an element of this name here.
    pub(super) fn nest(&self, state: &State, child: u32) -> u32 {
        if state.frame == NONE {
            return 0;
        }
        let parent = self.known(self.frame(state).name);
        if parent.is_scalar == Some(true) {
            return cost::INSIDE_SCALAR;
        }
        match self.may_hold(state, child) {
            Some(false) if self.known(child).is_known => cost::MISPLACED,
            Some(false) => cost::UNKNOWN,
            None if state.text && parent.is_scalar.is_none() => cost::MIXED_TEXT,
            _ if state.seen & self.bit(state, child) != 0 => cost::DUPLICATE,
            Some(true) | None => 0,
        }
    }

    /// What it costs to have text here.
    pub(super) fn price_of_text(&self, state: &State) -> u32 {
        match self.known(self.frame(state).name).is_scalar {
            Some(false) => cost::STRAY_TEXT,
            None if state.child => cost::MIXED_TEXT,
            Some(true) | None => 0,
        }
    }

    /// Whether an element belongs inside the innermost one.
    pub(super) fn may_hold(&self, state: &State, child: u32) -> Option<bool> {
        self.answer(state, child).belongs
    }

    /// What is known about an element inside the innermost one.
    fn answer(&self, state: &State, child: u32) -> Answer {
        let parent = self.frame(state);
        let around = self.frames.get(parent.parent as usize);
        self.answers.of(Place {
            around: around.map_or(NONE, |around| around.name),
            parent: parent.name,
            child,
        })
    }

    pub(super) fn may_contain(&self, parent: u32, child: u32) -> Option<bool> {
        self.nesting
            .may_contain(self.tokens.local(parent), self.tokens.local(child))
    }

    /// What it costs to have written one name instead of another.
    pub(super) fn price_of_name(&self, found: u32, right: u32) -> u32 {
        let (found, right) = (
            self.tokens.names[found as usize],
            self.tokens.names[right as usize],
        );
        match distance(found, right) {
            _ if right.starts_with(found) => cost::CUT_SHORT,
            Some(distance) => cost::MISSPELLED + distance,
            None => cost::WRONG_NAME,
        }
    }
}

/// How far two names are apart, if that is near enough for a typing error.
fn distance(one: &str, other: &str) -> Option<u32> {
    /// Longer names are not compared.
    const LONGEST: usize = 64;
    if one.len().max(other.len()) > LONGEST {
        return None;
    }
    let distance = strsim::damerau_levenshtein(&one.to_lowercase(), &other.to_lowercase());
    (distance <= (other.chars().count() / 3).max(1)).then_some(distance as u32)
}
