//! The ways to read a start tag.

use crate::tree::xml::repair::cost;
use crate::tree::xml::repair::name::is_proper;
use crate::tree::xml::repair::search::REACH;
use crate::tree::xml::repair::search::state::{Act, Choice, NONE, Search, Step};
use crate::tree::xml::repair::token::Kind;

/// Keeps all readings of a start tag.
pub(super) fn read(search: &mut Search<'_, '_>, step: Step) {
    let Step {
        state,
        index,
        token,
    } = step;
    if state.frame == NONE && state.rooted {
        second_root(search, step);
        return;
    }
    let nest = search.nest(&state, token.name);
    let mut as_written = state;
    search.enter(&mut as_written, index, token);
    search.keep(as_written);
    if token.kind == Kind::Empty {
        open_empty(search, step);
    }
    if state.frame != NONE {
        if search.frame(&state).name == token.name {
            same_name(search, step);
        }
        misspelt(search, step, nest);
        if nest > 0 {
            misplaced(search, step, nest);
        }
    }
    missing_start(search, step, nest);
}

/// The root has ended, and another element begins.
fn second_root(search: &mut Search<'_, '_>, step: Step) {
    let Step {
        state,
        index,
        token,
    } = step;
    let mut price = if state.second {
        cost::ANOTHER_ROOT
    } else {
        cost::SECOND_ROOT
    };
    // What belongs inside the first is hardly a document of its own.
    if search.may_contain(state.root, token.name) == Some(true) {
        price += cost::MEMBER_OUTSIDE;
    }
    let mut second = search.decide(state, index, Act::SecondRoot, price);
    second.second = true;
    search.enter(&mut second, index, token);
    search.keep(second);
}

/// `<A/>`, and what belongs inside follows.
fn open_empty(search: &mut Search<'_, '_>, step: Step) {
    let Step {
        state,
        index,
        token,
    } = step;
    let is_inside_same = state.frame != NONE && search.frame(&state).name == token.name;
    let has_end = search.name_of_end(index + 1) == Some(token.name);
    let has_member = search
        .token(index + 1)
        .filter(|next| matches!(next.kind, Kind::Start | Kind::Empty))
        .is_some_and(|next| search.may_contain(token.name, next.name) == Some(true));
    let price = if has_end && !is_inside_same {
        cost::SLASH_EXTRA
    } else if state.frame == NONE && has_member {
        cost::SLASH_EXTRA_UNENDED
    } else {
        return;
    };
    let mut opened = search.decide(state, index, Act::OpenEmpty, price);
    search.push(&mut opened, index as u32, token.name);
    search.keep(opened);
}

/// The start tag has another name than the end tag that belongs to it by the nesting of all others.
fn misspelt(search: &mut Search<'_, '_>, step: Step, nest: u32) {
    let Step {
        state,
        index,
        token,
    } = step;
    let end = search
        .name_of_end(index + 1)
        .filter(|_| token.kind == Kind::Start);
    let Some(name) = end else {
        return;
    };
    if name == token.name || search.may_hold(&state, name) != Some(true) {
        return;
    }
    let mut price = search.price_of_name(token.name, name);
    if nest == 0 {
        // Either name may be right. The end tag is more likely wrong, unless the content belongs
        // under its name.
        if price >= cost::WRONG_NAME {
            return;
        }
        price += 1;
    }
    let mut renamed = state;
    search.push(&mut renamed, index as u32, name);
    // The decision is about the start tag, and belongs to the end tag that shows it.
    let end = search.ends[index + 1] as usize;
    let choice = Choice {
        act: Act::RenameStart,
        price,
        name: token.name,
    };
    renamed = search.decide_about(renamed, end, choice);
    search.keep(renamed);
}

/// An element that does not belong here: the open ones may end before it, or the tag is
/// superfluous.
fn misplaced(search: &mut Search<'_, '_>, step: Step, nest: u32) {
    let Step {
        state,
        index,
        token,
    } = step;
    let mut closed = state;
    for _ in 0..REACH {
        if closed.frame == NONE || search.frame(&closed).parent == NONE {
            break;
        }
        search.close(&mut closed, index);
        let above = search.nest(&closed, token.name);
        if above < nest {
            let mut opened = closed;
            search.enter(&mut opened, index, token);
            search.keep(opened);
        }
        if above == 0 {
            break;
        }
    }
    let price = if nest > cost::UNKNOWN {
        cost::STRAY_START
    } else if token.kind == Kind::Start && search.name_of_end(index + 1) != Some(token.name) {
        cost::UNKNOWN_START
    } else {
        return;
    };
    let deleted = search.decide(state, index, Act::Delete, price);
    search.keep(deleted);
}

/// A start tag inside an element of the same name: typed instead of the end tag, or duplicated.
fn same_name(search: &mut Search<'_, '_>, step: Step) {
    let Step {
        state,
        index,
        token,
    } = step;
    let is_start = token.kind == Kind::Start;
    let is_filled = state.text || state.child;
    if is_filled || is_start {
        // What was meant to end a text is directly after it.
        let is_apart = index > 0 && search.tokens.list[index - 1].span.end != token.span.start;
        let price = match (is_filled, is_apart && state.text) {
            (true, false) => cost::START_TYPED_FOR_END,
            (true, true) => cost::START_TYPED_FOR_END + 2,
            (false, _) => cost::EMPTY_START_TYPED_FOR_END,
        };
        let mut ended = search.decide(state, index, Act::StartAsEnd, price);
        search.pop(&mut ended);
        search.keep(ended);
    }
    if !is_filled && is_start {
        let deleted = search.decide(state, index, Act::DeleteRepeated, cost::REPEATED_TAG);
        search.keep(deleted);
    }
    let holds_elements =
        state.child && !state.text && search.known(token.name).is_scalar != Some(true);
    let next = search.tokens.list.get(index + 1..index + 3);
    let is_text_element = next.is_some_and(|next| {
        next[0].kind == Kind::Text && next[1].kind == Kind::End && next[1].name == token.name
    });
    if holds_elements && is_text_element && is_start {
        let price = cost::ELEMENT_TYPED_FOR_END;
        let mut ended = search.decide(state, index, Act::ElementAsEnd, price);
        search.pop(&mut ended);
        ended.skip = 2;
        search.keep(ended);
    }
}

/// The next end tag without a start tag may have had it here.
fn missing_start(search: &mut Search<'_, '_>, step: Step, nest: u32) {
    let Step {
        state,
        index,
        token,
    } = step;
    let Some(name) = search.name_of_end(index) else {
        return;
    };
    let is_outermost = state.frame == NONE;
    let fits = if is_outermost {
        !state.rooted
    } else {
        name != search.frame(&state).name && search.may_hold(&state, name) != Some(false)
    };
    if !is_proper(search.tokens.names[name as usize])
        || name == token.name
        || !fits
        || search.may_contain(name, token.name) == Some(false)
    {
        return;
    }
    if is_outermost && search.known(token.name).is_known && !search.known(name).is_known {
        return;
    }
    // Where nothing shows that the tag is misplaced, it may well be correct.
    let doubt = u32::from(nest == 0 && !is_outermost);
    let price = cost::MISSING_START + doubt;
    let mut opened = search.decide(state, index, Act::StartBefore { name }, price);
    search.push(&mut opened, NONE, name);
    search.enter(&mut opened, index, token);
    search.keep(opened);
}
