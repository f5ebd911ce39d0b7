//! The ways to read an end tag.

use crate::tree::xml::repair::cost;
use crate::tree::xml::repair::name::is_proper;
use crate::tree::xml::repair::search::REACH;
use crate::tree::xml::repair::search::state::{Act, NONE, Search, State, Step};
use crate::tree::xml::repair::token::Kind;

/// Keeps all readings of an end tag.
pub(super) fn read(search: &mut Search<'_, '_>, step: Step) {
    let Step {
        mut state,
        index,
        token,
    } = step;
    if state.frame == NONE {
        delete(search, step, state.rooted && repeats(search, index));
    } else if state.crossed {
        state.crossed = false;
        search.pop(&mut state);
        search.keep(state);
    } else if search.frame(&state).name == token.name {
        own(search, step);
    } else {
        crossed(search, step);
        ancestor(search, step);
        misspelt(search, step);
        as_start(search, step);
        delete(search, step, repeats(search, index));
        start_before_text(search, step);
    }
}

/// The end tag of the innermost element.
fn own(search: &mut Search<'_, '_>, step: Step) {
    let Step {
        state,
        index,
        token,
    } = step;
    let mut ended = state;
    search.pop(&mut ended);
    search.keep(ended);
    let goes_on = search
        .token(index + 1)
        .filter(|next| matches!(next.kind, Kind::Start | Kind::Empty))
        .is_some_and(|next| search.may_hold(&state, next.name) == Some(true))
        && search.name_of_end(index + 1) == Some(token.name);
    let is_root = search.frame(&state).parent == NONE;
    if goes_on || is_root && index < search.last_tag {
        // The element ends, and what belongs inside follows: perhaps the tag is superfluous.
        let deleted = search.decide(state, index, Act::Delete, cost::STRAY_END);
        search.keep(deleted);
    }
}

fn delete(search: &mut Search<'_, '_>, step: Step, is_repeated: bool) {
    let (act, price) = if is_repeated {
        (Act::DeleteRepeated, cost::REPEATED_TAG)
    } else {
        (Act::Delete, cost::STRAY_END)
    };
    let deleted = search.decide(step.state, step.index, act, price);
    search.keep(deleted);
}

/// Whether a tag is directly after an equal one.
fn repeats(search: &Search<'_, '_>, index: usize) -> bool {
    let tokens = &search.tokens.list;
    index > 0 && {
        let (before, token) = (tokens[index - 1], tokens[index]);
        before.kind == token.kind && before.name == token.name
    }
}

/// `</A></B>` where `</B></A>` is meant.
fn crossed(search: &mut Search<'_, '_>, step: Step) {
    let Step {
        state,
        index,
        token,
    } = step;
    let frame = search.frame(&state);
    let Some(next) = search.token(index + 1) else {
        return;
    };
    let is_outer = frame.parent != NONE && search.frames[frame.parent as usize].name == token.name;
    if is_outer && next.kind == Kind::End && next.name == frame.name {
        let mut crossed = search.decide(state, index, Act::Cross, cost::CROSSED);
        search.pop(&mut crossed);
        crossed.crossed = true;
        search.keep(crossed);
    }
}

/// The end tag of an element further up: the end tags of all below are missing.
fn ancestor(search: &mut Search<'_, '_>, step: Step) {
    let mut above = search.frame(&step.state).parent;
    let mut count = 1;
    while above != NONE && count < REACH {
        let frame = search.frames[above as usize];
        if frame.name == step.token.name {
            let mut ended = step.state;
            for _ in 0..count {
                search.close(&mut ended, step.index);
            }
            ended.cost -= (count - 1) * (cost::MISSING_END - cost::ANOTHER_MISSING_END);
            search.pop(&mut ended);
            search.keep(ended);
            return;
        }
        above = frame.parent;
        count += 1;
    }
}

/// The end tag is that of the innermost element, under another name.
fn misspelt(search: &mut Search<'_, '_>, step: Step) {
    let Step {
        state,
        index,
        token,
    } = step;
    let frame = *search.frame(&state);
    let price = search.price_of_name(token.name, frame.name);
    let is_start_wrong = search.known(token.name).is_known
        && !search.known(frame.name).is_known
        && frame.token != NONE;
    // A wrong start tag is better repaired there, before its content is looked at.
    let (act, price) = if is_start_wrong {
        (Act::RenameStart, price + 1)
    } else {
        (Act::RenameEnd, price)
    };
    let mut ended = search.decide(state, index, act, price);
    search.pop(&mut ended);
    if is_start_wrong {
        ended.cost -= frame.nest;
        ended.cost += search.nest(&ended, token.name);
        ended.seen |= search.bit(&ended, token.name);
    }
    search.keep(ended);
}

/// `</A>` where `<A>` is meant: its text and the real end tag follow.
fn as_start(search: &mut Search<'_, '_>, step: Step) {
    let Step {
        state,
        index,
        token,
    } = step;
    // It is more likely to end a text before it.
    let is_after_text = index > 0 && search.tokens.list[index - 1].kind == Kind::Text;
    if is_proper(search.tokens.names[token.name as usize])
        && search.may_hold(&state, token.name) == Some(true)
        && !is_after_text
        && search.name_of_end(index + 1) == Some(token.name)
    {
        let mut opened = search.decide(state, index, Act::EndAsStart, cost::END_TYPED_FOR_START);
        search.push(&mut opened, index as u32, token.name);
        search.keep(opened);
    }
}

/// The start tag is missing before the text that this end tag follows, or before the end tag
/// itself.
fn start_before_text(search: &mut Search<'_, '_>, step: Step) {
    let Step {
        state,
        index,
        token,
    } = step;
    let name = token.name;
    let fits = search.may_hold(&state, name);
    if fits == Some(false) || !is_proper(search.tokens.names[name as usize]) {
        return;
    }
    let insert = |search: &mut Search<'_, '_>, price: u32| -> State {
        search.decide(state, index, Act::StartBeforeText { name }, price)
    };
    let is_after_text = index > 0 && search.tokens.list[index - 1].kind == Kind::Text && state.text;
    let mut state = if is_after_text {
        let mut state = insert(search, cost::MISSING_START);
        state.text = state.text_before;
        state.cost -= search.price_of_text(&state).min(state.cost);
        state
    } else if fits == Some(true) {
        // A text without content is as likely as a stray tag; a list without content is not.
        let is_scalar = search.known(name).is_scalar == Some(true);
        let price = if is_scalar {
            cost::MISSING_START + 1
        } else {
            cost::MISSING_EMPTY
        };
        insert(search, price)
    } else {
        return;
    };
    search.pass(&mut state, name);
    search.keep(state);
}
