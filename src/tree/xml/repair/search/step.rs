//! The ways to read one token: as it is written, and as each mistake that it may come from.

use crate::tree::xml::repair::cost;
use crate::tree::xml::repair::search::state::{Act, NONE, Search, State, Step};
use crate::tree::xml::repair::search::{end, start};
use crate::tree::xml::repair::token::Kind;

/// Keeps all readings of the next token.
pub(super) fn read(search: &mut Search<'_, '_>, mut state: State, index: usize) {
    if state.skip > 0 {
        state.skip -= 1;
        search.keep(state);
        return;
    }
    let step = Step {
        state,
        index,
        token: search.tokens.list[index],
    };
    match step.token.kind {
        Kind::Text => text(search, step),
        Kind::MaybeEnd => {
            if state.frame != NONE && search.frame(&state).name == step.token.name {
                let mut accepted = search.decide(state, index, Act::Accept, cost::BRACKET_LOST);
                search.pop(&mut accepted);
                search.keep(accepted);
            }
            text(search, step);
        }
        Kind::MaybeStart | Kind::MaybeEmpty => {
            if is_plausible_start(search, step) {
                let mut accepted = search.decide(state, index, Act::Accept, cost::BRACKET_LOST);
                search.enter(&mut accepted, index, step.token);
                search.keep(accepted);
            }
            text(search, step);
        }
        Kind::Start | Kind::Empty => start::read(search, step),
        Kind::End => end::read(search, step),
    }
}

/// Whether a word before a `>` may be a tag: its name is known, or its end tag follows.
fn is_plausible_start(search: &Search<'_, '_>, step: Step) -> bool {
    let Step {
        state,
        index,
        token,
    } = step;
    let has_end =
        token.kind == Kind::MaybeStart && search.name_of_end(index + 1) == Some(token.name);
    (has_end || search.known(token.name).is_known) && (state.frame != NONE || !state.rooted)
}

fn text(search: &mut Search<'_, '_>, step: Step) {
    let mut state = step.state;
    state.text_before = state.text;
    if state.frame == NONE {
        state = search.decide(state, step.index, Act::Outside, cost::TEXT_OUTSIDE);
    } else {
        state.cost += search.price_of_text(&state);
        state.text = true;
    }
    search.keep(state);
}
