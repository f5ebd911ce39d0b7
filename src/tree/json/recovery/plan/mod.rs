//! Finds the fewest tokens that must be inserted or deleted so that the rest is JSON.
//!
//! Several *readings* of the text are kept from left to right. Where a token does not fit,
//! a reading splits into what could have been meant, each at a cost; where the indentation of the
//! text contradicts the brackets (a line that is indented as if something had been closed), it
//! splits as well. The cheapest reading at the end is the plan. A reading keeps its innermost
//! bracket by value and the ones outside it in a shared list, so that splitting costs the same at
//! every depth; and the number of readings is bounded, so that the time is linear.
//!
//! The fields and basic steps are in [`state`]. Every other module is a set of guesses: functions
//! that leave their outcomes in the planner, in the order of preference.

mod bracket;
mod change;
mod closing;
mod comma;
mod end;
mod indentation;
mod lines;
mod mistake;
mod opening;
mod outside;
mod state;
mod value;

pub(super) use change::{Action, Change, Reason};

use crate::tree::json::recovery::token::Token;
use crate::tree::nesting::Nesting;
use state::{NONE, Outcome, Planner, Reading, Step};

/// How many readings are kept.
const WIDTH: usize = 12;
/// A reading that costs this much more than the best one is dropped.
const HOPELESS: u32 = 45;
/// How many steps of readings a text may take before fewer are kept.
const BUDGET: usize = 6 << 20;
/// After this many changes the rest of the text is not read.
const MAX_CHANGES: u32 = 100_000;
/// After this many changes at one token, its indentation is not looked at, or it is given up.
const DEPTH_OF_LAYOUT: u32 = 2;
const DEPTH_OF_REPAIR: u32 = 3;

/// The changes in the order of the tokens.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub(super) changes: Vec<Change>,
    /// How many tokens were read.
    pub(super) read: usize,
    /// Index of the token where another document begins. It and what follows belong to none of the
    /// readings.
    pub(super) second: Option<usize>,
}

/// The cheapest plan that can be found.
pub(super) fn find(text: &str, tokens: &[Token], nesting: &dyn Nesting) -> Plan {
    let mut planner = Planner::new(text, tokens, nesting);
    let mut readings = vec![Reading::FIRST];
    let mut next = Vec::new();
    let width = (BUDGET / tokens.len().max(1)).clamp(2, WIDTH);
    let mut read = tokens.len();
    for at in 0..tokens.len() {
        next.clear();
        for reading in &readings {
            advance(&mut planner, *reading, at as u32, &mut next);
        }
        std::mem::swap(&mut readings, &mut next);
        prune(&mut readings, width);
        if readings.iter().all(|reading| reading.changes > MAX_CHANGES) {
            read = at + 1;
            break;
        }
    }
    end::plan(planner, &readings, read)
}

/// All readings after the next token that come of one before it, in the order of preference.
fn advance(planner: &mut Planner<'_>, reading: Reading, at: u32, next: &mut Vec<Reading>) {
    planner.outcomes.push(Outcome::Changed(reading, 0));
    while let Some(outcome) = planner.outcomes.pop() {
        match outcome {
            Outcome::Read(reading) => next.push(reading),
            Outcome::Changed(reading, depth) => {
                let from = planner.outcomes.len();
                let kind = planner.tokens[at as usize].kind;
                let step = Step {
                    reading,
                    at,
                    kind,
                    depth,
                };
                read(planner, &step);
                // What was found first is taken next.
                planner.outcomes[from..].reverse();
            }
        }
    }
}

/// Reads a token in every way that makes sense.
fn read(planner: &mut Planner<'_>, step: &Step) {
    let Step {
        reading,
        at,
        kind,
        depth,
    } = step;
    if reading.second != NONE {
        planner.keep(*reading);
    } else if let Some(mut next) = planner.accept(reading, *at, *kind, true) {
        if *depth < DEPTH_OF_LAYOUT {
            next.cost += indentation::doubt(planner, step);
        }
        planner.keep(next);
    } else if *depth < DEPTH_OF_REPAIR {
        mistake::guess(planner, step);
    }
}

/// Keeps the best readings, and the cheapest of those at the same place.
fn prune(readings: &mut Vec<Reading>, width: usize) {
    if readings.len() < 2 {
        return;
    }
    readings.sort_by_key(|reading| reading.cost);
    let best = readings[0].cost;
    let mut kept = 0;
    for index in 0..readings.len() {
        let reading = readings[index];
        if kept == width || reading.cost > best + HOPELESS {
            break;
        }
        let is_duplicate = readings[..kept]
            .iter()
            .any(|other| is_same_place(other, &reading));
        if !is_duplicate {
            readings[kept] = reading;
            kept += 1;
        }
    }
    readings.truncate(kept);
}

fn is_same_place(one: &Reading, other: &Reading) -> bool {
    let (a, b) = (&one.top, &other.top);
    one.depth == other.depth
        && one.second == other.second
        && a.hash == b.hash
        && a.bracket == b.bracket
        && a.state == b.state
}
