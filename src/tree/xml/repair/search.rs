//! Which tags belong together: the cheapest way to read a row of tokens as a tree.
//!
//! Every reading that deviates from the text has a price, which says how likely a person makes that mistake. A handful of
//! readings is carried along ([`WIDTH`]); at a tag that does not fit, each of them splits into the ways to mend it, and the dearest are dropped.
//! What is carried is small and fixed, so the time is linear in the tokens. Where all fits, there is one reading and nothing to choose.
//! Which readings of one token there are is told in [`moves`](crate::tree::xml::repair::moves).

use crate::tree::nesting::Nesting;
use crate::tree::xml::repair::cost;
use crate::tree::xml::repair::token::{Kind, NO_NAME, Token, Tokens};

/// How many readings are carried along.
const WIDTH: usize = 16;
/// A reading so much dearer than the best will not catch up.
const SPREAD: u32 = 100;
/// How far up an open element is looked for.
pub(super) const REACH: u32 = 48;
/// With so many steps remembered, one reading must do.
const MEMORY: usize = 2_000_000;
/// A text with more faults than this is not mended.
pub(super) const MOST_DECISIONS: u32 = 5_000;

/// No frame, no decision, no token.
pub(super) const NONE: u32 = u32::MAX;

/// One deviation from the text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Act {
    /// An end tag is missing before the token.
    CloseBefore,
    /// The start tag was meant to end the frame.
    StartAsEnd,
    /// The element that begins here holds text only, where its namesake around it holds elements: it stands for the end tag of that.
    ElementAsEnd,
    /// The end tag was meant to begin an element.
    EndAsStart,
    /// The start tag ends its element by a `/` that is too much.
    OpenEmpty,
    /// The tag is too much.
    Delete,
    /// The tag stands right behind one like it.
    DeleteRepeated,
    /// The end tag has the wrong name.
    RenameEnd,
    /// The start tag of the frame has the wrong name, the end tag has the right one.
    RenameStart,
    /// This end tag and the next have each other's place.
    Cross,
    /// A start tag of this name is missing before the token.
    StartBefore { name: u32 },
    /// A start tag is missing before the text before the token.
    StartBeforeText { name: u32 },
    /// The text is a tag.
    Accept,
    /// The text stands outside of the root.
    Outside,
    /// From here on nothing belongs to the document.
    SecondRoot,
}

/// An [`Act`], where it happens, and to which open element.
#[derive(Clone, Copy, Debug)]
pub(super) struct Decision {
    before: u32,
    /// The token.
    pub(super) token: u32,
    pub(super) act: Act,
    /// Token of the start tag that it is about, or [`NONE`].
    pub(super) start: u32,
    /// Name of the element that it is about.
    pub(super) name: u32,
}

/// The outcome.
pub(super) struct Reading {
    /// In the order of the text.
    pub(super) decisions: Vec<Decision>,
    /// What is open at the end, from the inside out: names, and the tokens of their start tags.
    pub(super) open: Vec<(u32, u32)>,
    /// Whether there is a root at all.
    pub(super) rooted: bool,
    /// For each token, the first end tag from there on whose start tag is not from there on.
    pub(super) ends: Vec<u32>,
}

/// An open element.
#[derive(Clone, Copy)]
pub(super) struct Frame {
    pub(super) parent: u32,
    pub(super) token: u32,
    pub(super) name: u32,
    /// What it costs to have it where it is.
    pub(super) nest: u32,
    /// Whether text stands in the parent before it.
    text: bool,
    /// What stands in the parent, itself included.
    seen: u128,
    /// Of all names from the root to here, and of what stands beside them.
    hash: u64,
}

/// A reading of the tokens so far.
#[derive(Clone, Copy)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "facts that hold or not, independent of each other; there are sixteen states in all"
)]
pub(super) struct State {
    pub(super) cost: u32,
    pub(super) frame: u32,
    last: u32,
    count: u32,
    /// Name of the root, or [`NO_NAME`].
    pub(super) root: u32,
    /// Which of the elements that stand once stand in the innermost frame so far: a bit for each of the first names.
    pub(super) seen: u128,
    /// Whether text, or a child, stands in the innermost frame so far; and text before the last token.
    pub(super) text: bool,
    pub(super) child: bool,
    pub(super) text_before: bool,
    pub(super) rooted: bool,
    /// Whether a second root has begun. What is wrong behind that has its price, and is told nowhere.
    pub(super) second: bool,
    pub(super) crossed: bool,
    /// How many of the next tokens are dealt with already.
    pub(super) skip: u8,
}

pub(super) struct Search<'a, 't> {
    pub(super) tokens: &'a Tokens<'t>,
    pub(super) nesting: &'a dyn Nesting,
    pub(super) frames: Vec<Frame>,
    decisions: Vec<Decision>,
    /// For each token, the first end tag from there on whose start tag is not from there on.
    pub(super) ends: Vec<u32>,
    /// What is known of each name: whether it is a scalar, and whether it is known.
    pub(super) known: Vec<(Option<bool>, bool)>,
    pub(super) last_tag: usize,
}

/// The cheapest reading. `None` where there is too much to mend.
pub(super) fn read(tokens: &Tokens<'_>, nesting: &dyn Nesting) -> Option<Reading> {
    let known = (0..tokens.names.len() as u32).map(|name| {
        let local = tokens.local(name);
        (nesting.is_scalar(local), nesting.is_known(local))
    });
    let last_tag = tokens
        .list
        .iter()
        .rposition(|token| matches!(token.kind, Kind::Start | Kind::Empty | Kind::End))
        .unwrap_or(0);
    let search = Search {
        tokens,
        nesting,
        frames: Vec::new(),
        decisions: Vec::new(),
        ends: ends(&tokens.list),
        known: known.collect(),
        last_tag,
    };
    search.run()
}

fn ends(tokens: &[Token]) -> Vec<u32> {
    let mut ends = vec![NONE; tokens.len() + 1];
    for (index, token) in tokens.iter().enumerate().rev() {
        let next = ends[index + 1];
        ends[index] = match token.kind {
            Kind::End => index as u32,
            Kind::Start if next != NONE && tokens[next as usize].name == token.name => {
                ends[next as usize + 1]
            }
            _ => next,
        };
    }
    ends
}

impl Search<'_, '_> {
    fn run(mut self) -> Option<Reading> {
        let first = State {
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
        let mut states = vec![first];
        let mut next: Vec<State> = Vec::new();
        for index in 0..self.tokens.list.len() {
            let marks = (self.decisions.len(), self.frames.len());
            next.clear();
            for state in &states {
                self.step(*state, index, &mut next);
            }
            let width = if self.decisions.len() + self.frames.len() > MEMORY {
                1
            } else {
                WIDTH
            };
            self.prune(&mut next, width);
            if let [only] = next.as_mut_slice() {
                self.forget(only, marks);
                if only.count > MOST_DECISIONS {
                    return None;
                }
            }
            std::mem::swap(&mut states, &mut next);
        }
        let best = states
            .iter()
            .min_by_key(|state| state.cost + self.price_of_end(state))?;
        let best = *best;
        Some(self.reading(best))
    }

    fn price_of_end(&self, state: &State) -> u32 {
        let mut open = 0;
        let mut frame = state.frame;
        while frame != NONE && open < 1_000 {
            open += 1;
            frame = self.frames[frame as usize].parent;
        }
        if open == 0 {
            0
        } else {
            cost::OPEN_AT_THE_END + (open - 1) * cost::ANOTHER_OPEN_AT_THE_END
        }
    }

    pub(super) fn frame(&self, state: State) -> &Frame {
        &self.frames[state.frame as usize]
    }

    /// Goes into an element, or past it where it is empty.
    pub(super) fn enter(&mut self, state: &mut State, index: usize, token: Token) {
        if matches!(token.kind, Kind::Empty | Kind::MaybeEmpty) {
            state.cost += self.nest(state, token.name);
            self.note(state, token.name);
        } else {
            self.push(state, index as u32, token.name);
        }
    }

    /// Goes into an element.
    pub(super) fn push(&mut self, state: &mut State, token: u32, name: u32) {
        let nest = self.nest(state, name);
        state.cost += nest;
        self.note(state, name);
        let above = if state.frame == NONE {
            0
        } else {
            self.frames[state.frame as usize].hash
        };
        let beside = (state.seen ^ (state.seen >> 64)) as u64;
        let hash = (above ^ u64::from(name + 1) ^ beside.rotate_left(32))
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

    /// Remembers an element in the innermost frame.
    pub(super) fn note(&self, state: &mut State, name: u32) {
        state.child = true;
        state.seen |= self.bit(state, name);
        if !state.rooted {
            state.root = name;
        }
        state.rooted = true;
    }

    /// The bit of an element that stands at most once in the innermost frame.
    pub(super) fn bit(&self, state: &State, name: u32) -> u128 {
        if state.frame == NONE || name >= u128::BITS {
            return 0;
        }
        let parent = self.frames[state.frame as usize].name;
        let repeats = self
            .nesting
            .may_repeat(self.tokens.local(parent), self.tokens.local(name));
        u128::from(repeats == Some(false)) << name
    }

    pub(super) fn pop(&self, state: &mut State) {
        let frame = self.frames[state.frame as usize];
        state.frame = frame.parent;
        state.text = frame.text;
        state.seen = frame.seen;
        state.child = true;
    }

    /// Ends the innermost element before the token.
    pub(super) fn close(&mut self, state: &mut State, index: usize) {
        *state = self.decide(*state, index, Act::CloseBefore, cost::MISSING_END);
        self.pop(state);
    }

    pub(super) fn decide(&mut self, state: State, index: usize, act: Act, price: u32) -> State {
        let name = self
            .frames
            .get(state.frame as usize)
            .map_or(NO_NAME, |frame| frame.name);
        self.decide_named(state, index, act, price, name)
    }

    /// The same with another name than that of the innermost element.
    pub(super) fn decide_named(
        &mut self,
        mut state: State,
        index: usize,
        act: Act,
        price: u32,
        name: u32,
    ) -> State {
        state.cost += price;
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
            act,
            start,
            name,
        });
        state.last = self.decisions.len() as u32 - 1;
        state.count += 1;
        state
    }

    /// Keeps the cheapest; of those that have come to the same, one.
    fn prune(&self, states: &mut Vec<State>, width: usize) {
        if states.len() < 2 {
            return;
        }
        states.sort_by_key(|state| state.cost);
        let limit = states[0].cost + SPREAD;
        let mut kept: Vec<State> = Vec::with_capacity(width);
        for state in states.iter() {
            if kept.len() == width || state.cost > limit {
                break;
            }
            if !kept.iter().any(|other| self.same(other, state)) {
                kept.push(*state);
            }
        }
        *states = kept;
    }

    fn same(&self, one: &State, other: &State) -> bool {
        let hash = |state: &State| {
            self.frames
                .get(state.frame as usize)
                .map(|frame| frame.hash)
        };
        let flags = |state: &State| {
            (
                state.text,
                state.child,
                state.rooted,
                state.second,
                state.crossed,
                state.skip,
                state.seen,
            )
        };
        flags(one) == flags(other) && hash(one) == hash(other)
    }

    /// With one reading left, drops what belonged to the others in the last step.
    fn forget(&mut self, state: &mut State, (decisions, frames): (usize, usize)) {
        let mut own = Vec::new();
        while state.last != NONE && state.last as usize >= decisions {
            let decision = self.decisions[state.last as usize];
            own.push(decision);
            state.last = decision.before;
        }
        self.decisions.truncate(decisions);
        while let Some(decision) = own.pop() {
            self.decisions.push(Decision {
                before: state.last,
                ..decision
            });
            state.last = self.decisions.len() as u32 - 1;
        }
        if state.frame == NONE {
            self.frames.clear();
        } else if (state.frame as usize) < frames {
            self.frames.truncate(state.frame as usize + 1);
        }
    }

    fn reading(self, state: State) -> Reading {
        let chain = |first: u32, next: &dyn Fn(u32) -> u32| {
            std::iter::successors((first != NONE).then_some(first), |at| {
                Some(next(*at)).filter(|at| *at != NONE)
            })
            .collect::<Vec<u32>>()
        };
        let decisions = chain(state.last, &|at| self.decisions[at as usize].before);
        let open = if state.second { NONE } else { state.frame };
        let open = chain(open, &|at| self.frames[at as usize].parent);
        Reading {
            decisions: decisions
                .into_iter()
                .rev()
                .map(|at| self.decisions[at as usize])
                .collect(),
            open: open
                .into_iter()
                .map(|at| {
                    (
                        self.frames[at as usize].name,
                        self.frames[at as usize].token,
                    )
                })
                .collect(),
            rooted: state.rooted,
            ends: self.ends,
        }
    }
}
