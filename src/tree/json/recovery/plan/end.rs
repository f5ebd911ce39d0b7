//! The end of the text: completes what is open, and makes the cheapest reading the plan.

use crate::tree::json::recovery::plan::Plan;
use crate::tree::json::recovery::plan::change::{Action, Change, Reason};
use crate::tree::json::recovery::plan::closing::without_double;
use crate::tree::json::recovery::plan::state::{FAULT, NONE, Planner, Reading, State};
use crate::tree::json::recovery::token::TokenKind;

/// Ends every reading, and takes the cheapest.
pub(super) fn plan(mut planner: Planner<'_>, readings: &[Reading], read: usize) -> Plan {
    let end = read as u32;
    let mut ended: Vec<Reading> = Vec::new();
    for reading in readings {
        if let Some(single) = without_double(&mut planner, reading, 0) {
            ended.push(complete(&mut planner, &single, end));
        }
        ended.push(complete(&mut planner, reading, end));
    }
    let best = ended.iter().min_by_key(|reading| reading.cost);
    let second = best.map_or(NONE, |reading| reading.second);
    Plan {
        changes: changes(&planner, best.map_or(NONE, |reading| reading.last_change)),
        read,
        second: (second != NONE).then_some(second as usize),
    }
}

/// The changes up to the last one of a reading, in the order of the tokens.
fn changes(planner: &Planner<'_>, last: u32) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut link = last;
    while let Some((change, before)) = planner.changes.get(link as usize) {
        changes.push(*change);
        link = *before;
    }
    changes.reverse();
    drop_obsolete(&mut changes);
    changes.sort_by_key(|change| change.at);
    // Of several brackets that open at one place, the one that was found missing last is around the
    // others.
    let opens = |change: &Change| change.reason == Reason::OpeningMissing;
    let is_run = |one: &Change, other: &Change| one.at == other.at && opens(one) && opens(other);
    for run in changes.chunk_by_mut(is_run) {
        run.reverse();
    }
    changes
}

/// Drops the changes of tokens that the end of the text removes: nothing is inserted before them,
/// and none is replaced.
fn drop_obsolete(changes: &mut Vec<Change>) {
    let removed: Vec<u32> = changes
        .iter()
        .filter(|change| change.reason == Reason::End && change.action == Action::Delete)
        .map(|change| change.at)
        .collect();
    changes.retain(|change| {
        let is_obsolete = matches!(
            change.action,
            Action::Replace(_) | Action::Insert(TokenKind::Comma)
        );
        !(is_obsolete && removed.contains(&change.at))
    });
}

/// Completes what is open at the end of the text.
fn complete(planner: &mut Planner<'_>, reading: &Reading, end: u32) -> Reading {
    let mut next = *reading;
    if next.depth > 0 {
        next.cost += FAULT;
    }
    match next.top.state {
        State::Next => {
            let comma = Change::delete(next.top.comma, Reason::End);
            planner.change(&mut next, comma, 2);
            next.top.state = State::After;
        }
        // Half a key says nothing; it is removed, with the comma before it.
        State::Colon => {
            let (key, comma) = (next.top.key, next.top.comma);
            planner.change(&mut next, Change::delete(key, Reason::End), 2);
            // A comma that is not in the text has the index of the key.
            if comma != NONE && comma != key {
                planner.change(&mut next, Change::delete(comma, Reason::End), 0);
            }
            next.top.state = State::After;
        }
        State::Value => {
            let null = Change::insert(end, TokenKind::Null, Reason::End);
            next = planner.insert(&next, null, 2).unwrap_or(next);
        }
        State::Start | State::After => {}
    }
    while next.depth > 0 {
        let top = next.top;
        let closing = Change::insert(end, top.bracket.end(), Reason::ClosingMissing)
            .with_opener(top.real_opener());
        planner.pop(&mut next);
        planner.change(&mut next, closing, 0);
    }
    next
}
