//! Which tags belong together: the cheapest way to read a row of tokens as a tree.
//!
//! Every reading that deviates from the text has a price: the likelier the mistake, the lower. A
//! handful of readings is kept ([`WIDTH`]); at a tag that does not fit, each of them
//! splits into the ways to repair it, and the most expensive are dropped. What is kept is small
//! and of fixed size, so the time is linear in the tokens. Where everything fits, there is one
//! reading and no choice.

mod answers;
mod end;
mod start;
mod state;
mod step;

pub(super) use state::{Act, Decision, NONE};

use crate::tree::nesting::Nesting;
use crate::tree::xml::repair::cost;
use crate::tree::xml::repair::token::{Kind, Token, Tokens};
use answers::Answers;
use state::{Known, Search, State};

/// How many readings are kept.
const WIDTH: usize = 16;
/// A reading that costs this much more than the best will not catch up.
const SPREAD: u32 = 100;
/// How far up an open element is searched for.
const REACH: u32 = 48;
/// When this many decisions and frames are remembered, only one reading is continued.
const MEMORY: usize = 2_000_000;
/// A text with more faults than this is not repaired.
const MOST_DECISIONS: u32 = 5_000;
/// How many open elements at the end of the text count.
const MOST_OPEN: u32 = 1_000;

/// The result.
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

/// The cheapest reading. `None` where there is too much to repair.
pub(super) fn read(tokens: &Tokens<'_>, nesting: &dyn Nesting) -> Option<Reading> {
    let known = (0..tokens.names.len() as u32).map(|name| {
        let local = tokens.local(name);
        Known {
            is_scalar: nesting.is_scalar(local),
            is_known: nesting.is_known(local),
        }
    });
    let is_tag = |token: &Token| matches!(token.kind, Kind::Start | Kind::Empty | Kind::End);
    let mut search = Search {
        tokens,
        nesting,
        answers: Answers::new(tokens, nesting),
        frames: Vec::new(),
        decisions: Vec::new(),
        next: Vec::new(),
        ends: ends(&tokens.list),
        known: known.collect(),
        last_tag: tokens.list.iter().rposition(is_tag).unwrap_or(0),
    };
    let best = run(&mut search)?;
    Some(reading(search, best))
}

/// For each token and the end, the first end tag from there on whose start tag is not from there
/// on.
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

/// The cheapest state at the end.
fn run(search: &mut Search<'_, '_>) -> Option<State> {
    let mut states = vec![State::FIRST];
    for index in 0..search.tokens.list.len() {
        let before = Memory::of(search);
        search.next.clear();
        for state in &states {
            step::read(search, *state, index);
        }
        std::mem::swap(&mut states, &mut search.next);
        let used = search.decisions.len() + search.frames.len();
        prune(search, &mut states, if used > MEMORY { 1 } else { WIDTH });
        if let [only] = states.as_mut_slice() {
            forget(search, only, before);
            if only.count > MOST_DECISIONS {
                return None;
            }
        }
    }
    states
        .into_iter()
        .min_by_key(|state| state.cost + price_of_end(search, state))
}

fn price_of_end(search: &Search<'_, '_>, state: &State) -> u32 {
    let mut open = 0;
    let mut frame = state.frame;
    while frame != NONE && open < MOST_OPEN {
        open += 1;
        frame = search.frames[frame as usize].parent;
    }
    match open {
        0 => 0,
        _ => cost::OPEN_AT_THE_END + (open - 1) * cost::ANOTHER_OPEN_AT_THE_END,
    }
}

/// Keeps the cheapest states, and one of those that are the same.
fn prune(search: &Search<'_, '_>, states: &mut Vec<State>, width: usize) {
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
        if !kept.iter().any(|other| is_same(search, other, state)) {
            kept.push(*state);
        }
    }
    *states = kept;
}

fn is_same(search: &Search<'_, '_>, one: &State, other: &State) -> bool {
    let hash = |state: &State| {
        search
            .frames
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

/// How much a search has remembered.
#[derive(Clone, Copy)]
struct Memory {
    decisions: usize,
    frames: usize,
}

impl Memory {
    fn of(search: &Search<'_, '_>) -> Self {
        Self {
            decisions: search.decisions.len(),
            frames: search.frames.len(),
        }
    }
}

/// With one state left, drops what belonged to the others in the last step.
fn forget(search: &mut Search<'_, '_>, state: &mut State, before: Memory) {
    let mut own = Vec::new();
    while state.last != NONE && state.last as usize >= before.decisions {
        let decision = search.decisions[state.last as usize];
        own.push(decision);
        state.last = decision.before;
    }
    search.decisions.truncate(before.decisions);
    while let Some(decision) = own.pop() {
        search.decisions.push(Decision {
            before: state.last,
            ..decision
        });
        state.last = search.decisions.len() as u32 - 1;
    }
    if state.frame == NONE {
        search.frames.clear();
    } else if (state.frame as usize) < before.frames {
        search.frames.truncate(state.frame as usize + 1);
    }
}

fn reading(search: Search<'_, '_>, state: State) -> Reading {
    let chain = |first: u32, next: &dyn Fn(u32) -> u32| {
        std::iter::successors((first != NONE).then_some(first), |at| {
            Some(next(*at)).filter(|at| *at != NONE)
        })
        .map(|at| at as usize)
        .collect::<Vec<usize>>()
    };
    let decision = |at: u32| search.decisions[at as usize].before;
    let decisions = chain(state.last, &decision);
    let parent = |at: u32| search.frames[at as usize].parent;
    let open = chain(if state.second { NONE } else { state.frame }, &parent);
    let named = |at: usize| (search.frames[at].name, search.frames[at].token);
    Reading {
        decisions: decisions
            .into_iter()
            .rev()
            .map(|at| search.decisions[at])
            .collect(),
        open: open.into_iter().map(named).collect(),
        rooted: state.rooted,
        ends: search.ends,
    }
}
