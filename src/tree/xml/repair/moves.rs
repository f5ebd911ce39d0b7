//! The ways to read one token: as it is written, and as each slip that it may be the trace of.

use crate::tree::xml::repair::cost;
use crate::tree::xml::repair::name::is_proper;
use crate::tree::xml::repair::search::{Act, Frame, NONE, REACH, Search, State};
use crate::tree::xml::repair::token::{Kind, Token};

impl Search<'_, '_> {
    /// All readings of the next token.
    pub(super) fn step(&mut self, mut state: State, index: usize, out: &mut Vec<State>) {
        let token = self.tokens.list[index];
        if state.skip > 0 {
            state.skip -= 1;
            out.push(state);
            return;
        }
        match token.kind {
            Kind::Text => out.push(self.text(state, index)),
            Kind::MaybeEnd => {
                if state.frame != NONE && self.frame(state).name == token.name {
                    let mut accepted = self.decide(state, index, Act::Accept, cost::BRACKET_LOST);
                    self.pop(&mut accepted);
                    out.push(accepted);
                }
                out.push(self.text(state, index));
            }
            Kind::MaybeStart | Kind::MaybeEmpty => {
                // A word before a `>` is a tag only if somebody knows it, or if its end tag follows.
                let end = self
                    .ends
                    .get(index + 1)
                    .filter(|end| **end != NONE && token.kind == Kind::MaybeStart);
                let expected =
                    end.is_some_and(|end| self.tokens.list[*end as usize].name == token.name);
                if (expected || self.known[token.name as usize].1)
                    && (state.frame != NONE || !state.rooted)
                {
                    let mut accepted = self.decide(state, index, Act::Accept, cost::BRACKET_LOST);
                    self.enter(&mut accepted, index, token);
                    out.push(accepted);
                }
                out.push(self.text(state, index));
            }
            Kind::Start | Kind::Empty => self.start(state, index, token, out),
            Kind::End => self.end(state, index, token, out),
        }
    }

    fn text(&mut self, mut state: State, index: usize) -> State {
        state.text_before = state.text;
        if state.frame == NONE {
            return self.decide(state, index, Act::Outside, cost::TEXT_OUTSIDE);
        }
        state.cost += self.price_of_text(&state);
        state.text = true;
        state
    }

    fn start(&mut self, state: State, index: usize, token: Token, out: &mut Vec<State>) {
        if state.frame == NONE && state.rooted {
            out.push(self.second_root(state, index, token));
            return;
        }
        let nest = self.nest(&state, token.name);
        let mut plain = state;
        self.enter(&mut plain, index, token);
        out.push(plain);
        if token.kind == Kind::Empty {
            self.open_empty(state, index, token, out);
        }
        if state.frame != NONE {
            if self.frame(state).name == token.name {
                self.same_name(state, index, token, out);
            }
            self.misspelled_start(state, index, token, nest, out);
            if nest > 0 {
                self.misplaced(state, index, token, nest, out);
            }
        }
        self.missing_start(state, index, token, nest, out);
    }

    /// The root has ended, and another element begins.
    fn second_root(&mut self, state: State, index: usize, token: Token) -> State {
        // What belongs inside of the first is hardly a document of its own.
        let is_member = self.may_contain(state.root, token.name) == Some(true);
        let price = if state.second {
            cost::ANOTHER_ROOT
        } else {
            cost::SECOND_ROOT
        };
        let mut second = self.decide(
            state,
            index,
            Act::SecondRoot,
            price + if is_member { cost::MEMBER_OUTSIDE } else { 0 },
        );
        second.second = true;
        self.enter(&mut second, index, token);
        second
    }

    /// `<A/>`, and what belongs inside follows.
    fn open_empty(&mut self, state: State, index: usize, token: Token, out: &mut Vec<State>) {
        let inside = state.frame != NONE && self.frame(state).name == token.name;
        let first = self
            .tokens
            .list
            .get(index + 1)
            .filter(|next| matches!(next.kind, Kind::Start | Kind::Empty));
        let price = if self.name_of_end(index + 1) == Some(token.name) && !inside {
            cost::SLASH_EXTRA
        } else if state.frame == NONE
            && first.is_some_and(|first| self.may_contain(token.name, first.name) == Some(true))
        {
            cost::SLASH_EXTRA_UNENDED
        } else {
            return;
        };
        let mut opened = self.decide(state, index, Act::OpenEmpty, price);
        self.push(&mut opened, index as u32, token.name);
        out.push(opened);
    }

    /// The start tag has another name than the end tag that belongs to it by the nesting of all others.
    fn misspelled_start(
        &mut self,
        state: State,
        index: usize,
        token: Token,
        nest: u32,
        out: &mut Vec<State>,
    ) {
        let Some(name) = self
            .name_of_end(index + 1)
            .filter(|_| token.kind == Kind::Start)
        else {
            return;
        };
        if name == token.name || self.may_hold(&state, name) != Some(true) {
            return;
        }
        let mut cost = price_of_name(
            self.tokens.names[token.name as usize],
            self.tokens.names[name as usize],
        );
        if nest == 0 {
            // Either may be right; the end tag is the likelier slip, unless what is inside belongs under its name.
            if cost >= cost::WRONG_NAME {
                return;
            }
            cost += 1;
        }
        let mut renamed = state;
        self.push(&mut renamed, index as u32, name);
        // The decision is about the start tag, and told by the end tag that shows it.
        renamed = self.decide_named(
            renamed,
            self.ends[index + 1] as usize,
            Act::RenameStart,
            cost,
            token.name,
        );
        out.push(renamed);
    }

    /// An element that does not belong here: what is open may end before, or the tag is too much.
    fn misplaced(
        &mut self,
        state: State,
        index: usize,
        token: Token,
        nest: u32,
        out: &mut Vec<State>,
    ) {
        let mut closed = state;
        for _ in 0..REACH {
            if closed.frame == NONE || self.frames[closed.frame as usize].parent == NONE {
                break;
            }
            self.close(&mut closed, index);
            let above = self.nest(&closed, token.name);
            if above < nest {
                let mut opened = closed;
                self.enter(&mut opened, index, token);
                out.push(opened);
            }
            if above == 0 {
                break;
            }
        }
        if nest > cost::UNKNOWN {
            out.push(self.decide(state, index, Act::Delete, cost::STRAY_START));
        } else if token.kind == Kind::Start && self.name_of_end(index + 1) != Some(token.name) {
            out.push(self.decide(state, index, Act::Delete, cost::UNKNOWN_START));
        }
    }

    /// Name of the first end tag from a token on whose start tag is not from there on.
    fn name_of_end(&self, index: usize) -> Option<u32> {
        self.tokens
            .list
            .get(self.ends[index] as usize)
            .map(|end| end.name)
    }

    /// A start tag inside of an element of the same name: typed for the end tag, or typed twice.
    fn same_name(&mut self, state: State, index: usize, token: Token, out: &mut Vec<State>) {
        let filled = state.text || state.child;
        if filled || token.kind == Kind::Start {
            // What was to end a text stands right behind it.
            let apart = index > 0 && self.tokens.list[index - 1].span.end != token.span.start;
            let price = match (filled, apart && state.text) {
                (true, false) => cost::START_TYPED_FOR_END,
                (true, true) => cost::START_TYPED_FOR_END + 2,
                (false, _) => cost::EMPTY_START_TYPED_FOR_END,
            };
            let mut ended = self.decide(state, index, Act::StartAsEnd, price);
            self.pop(&mut ended);
            out.push(ended);
        }
        if !filled && token.kind == Kind::Start {
            out.push(self.decide(state, index, Act::DeleteRepeated, cost::REPEATED_TAG));
        }
        let holds_elements =
            state.child && !state.text && self.known[token.name as usize].0 != Some(true);
        let element = self.tokens.list.get(index + 1..index + 3);
        let holds_text = element.is_some_and(|next| {
            next[0].kind == Kind::Text && next[1].kind == Kind::End && next[1].name == token.name
        });
        if holds_elements && holds_text && token.kind == Kind::Start {
            let mut ended =
                self.decide(state, index, Act::ElementAsEnd, cost::ELEMENT_TYPED_FOR_END);
            self.pop(&mut ended);
            ended.skip = 2;
            out.push(ended);
        }
    }

    /// The next end tag without a start tag may have had it here.
    fn missing_start(
        &mut self,
        state: State,
        index: usize,
        token: Token,
        nest: u32,
        out: &mut Vec<State>,
    ) {
        let end = self.ends[index];
        if end == NONE {
            return;
        }
        let name = self.tokens.list[end as usize].name;
        let fits = if state.frame == NONE {
            !state.rooted
        } else {
            name != self.frame(state).name && self.may_hold(&state, name) != Some(false)
        };
        if !is_proper(self.tokens.names[name as usize])
            || name == token.name
            || !fits
            || self.may_contain(name, token.name) == Some(false)
        {
            return;
        }
        let (known, around) = (
            self.known[token.name as usize].1,
            self.known[name as usize].1,
        );
        if state.frame == NONE && known && !around {
            return;
        }
        // Without a sign that the tag is out of place, it is as well where it stands.
        let doubt = u32::from(nest == 0 && state.frame != NONE);
        let mut opened = self.decide(
            state,
            index,
            Act::StartBefore { name },
            cost::MISSING_START + doubt,
        );
        self.push(&mut opened, NONE, name);
        self.enter(&mut opened, index, token);
        out.push(opened);
    }

    fn end(&mut self, state: State, index: usize, token: Token, out: &mut Vec<State>) {
        if state.frame == NONE {
            let (act, price) = if state.rooted && self.repeats(index) {
                (Act::DeleteRepeated, cost::REPEATED_TAG)
            } else {
                (Act::Delete, cost::STRAY_END)
            };
            out.push(self.decide(state, index, act, price));
            return;
        }
        let frame = *self.frame(state);
        if state.crossed {
            let mut ended = state;
            ended.crossed = false;
            self.pop(&mut ended);
            out.push(ended);
            return;
        }
        if frame.name == token.name {
            let mut ended = state;
            self.pop(&mut ended);
            out.push(ended);
            let next = self
                .tokens
                .list
                .get(index + 1)
                .filter(|next| matches!(next.kind, Kind::Start | Kind::Empty));
            let goes_on = next.is_some_and(|next| self.may_hold(&state, next.name) == Some(true))
                && self.name_of_end(index + 1) == Some(token.name);
            if goes_on || frame.parent == NONE && index < self.last_tag {
                // The element ends, and what belongs inside follows: perhaps the tag is too much.
                out.push(self.decide(state, index, Act::Delete, cost::STRAY_END));
            }
            return;
        }
        self.crossed(state, index, token, out);
        self.ancestor(state, index, token, out);
        self.misspelled(state, index, token, frame, out);
        self.end_as_start(state, index, token, out);
        let (act, price) = if self.repeats(index) {
            (Act::DeleteRepeated, cost::REPEATED_TAG)
        } else {
            (Act::Delete, cost::STRAY_END)
        };
        out.push(self.decide(state, index, act, price));
        self.start_before_text(state, index, token, out);
    }

    /// `</A></B>` where `</B></A>` is meant.
    fn crossed(&mut self, state: State, index: usize, token: Token, out: &mut Vec<State>) {
        let frame = self.frame(state);
        let Some(next) = self.tokens.list.get(index + 1) else {
            return;
        };
        let outer = frame.parent != NONE && self.frames[frame.parent as usize].name == token.name;
        if outer && next.kind == Kind::End && next.name == frame.name {
            let mut crossed = self.decide(state, index, Act::Cross, cost::CROSSED);
            self.pop(&mut crossed);
            crossed.crossed = true;
            out.push(crossed);
        }
    }

    /// The end tag of an element further up: all below lack theirs.
    fn ancestor(&mut self, state: State, index: usize, token: Token, out: &mut Vec<State>) {
        let mut above = self.frame(state).parent;
        let mut count = 1;
        while above != NONE && count < REACH {
            if self.frames[above as usize].name == token.name {
                let mut ended = state;
                for _ in 0..count {
                    self.close(&mut ended, index);
                }
                ended.cost -= (count - 1) * (cost::MISSING_END - cost::ANOTHER_MISSING_END);
                self.pop(&mut ended);
                out.push(ended);
                return;
            }
            above = self.frames[above as usize].parent;
            count += 1;
        }
    }

    /// The end tag is that of the innermost element, under another name.
    fn misspelled(
        &mut self,
        state: State,
        index: usize,
        token: Token,
        frame: Frame,
        out: &mut Vec<State>,
    ) {
        let found = self.tokens.names[token.name as usize];
        let right = self.tokens.names[frame.name as usize];
        let price = price_of_name(found, right);
        let start_is_wrong = self.known[token.name as usize].1
            && !self.known[frame.name as usize].1
            && frame.token != NONE;
        // A start tag is better mended where it stands, before what is inside is judged.
        let (act, price) = if start_is_wrong {
            (Act::RenameStart, price + 1)
        } else {
            (Act::RenameEnd, price)
        };
        let mut ended = self.decide(state, index, act, price);
        self.pop(&mut ended);
        if start_is_wrong {
            ended.cost -= frame.nest;
            ended.cost += self.nest(&ended, token.name);
            ended.seen |= self.bit(&ended, token.name);
        }
        out.push(ended);
    }

    /// `</A>` where `<A>` is meant: its text and the real end tag follow.
    fn end_as_start(&mut self, state: State, index: usize, token: Token, out: &mut Vec<State>) {
        let proper = is_proper(self.tokens.names[token.name as usize]);
        let belongs = self.may_hold(&state, token.name) == Some(true);
        // A text before it is rather what it ends.
        let behind_text = index > 0 && self.tokens.list[index - 1].kind == Kind::Text;
        if proper && belongs && !behind_text && self.name_of_end(index + 1) == Some(token.name) {
            let mut opened = self.decide(state, index, Act::EndAsStart, cost::END_TYPED_FOR_START);
            self.push(&mut opened, index as u32, token.name);
            out.push(opened);
        }
    }

    /// The start tag is missing before the text that this end tag follows, or before the end tag itself.
    fn start_before_text(
        &mut self,
        state: State,
        index: usize,
        token: Token,
        out: &mut Vec<State>,
    ) {
        let may = self.may_hold(&state, token.name);
        if may == Some(false) || !is_proper(self.tokens.names[token.name as usize]) {
            return;
        }
        let behind_text = index > 0 && self.tokens.list[index - 1].kind == Kind::Text && state.text;
        if behind_text {
            let mut state = self.decide(
                state,
                index,
                Act::StartBeforeText { name: token.name },
                cost::MISSING_START,
            );
            state.text = state.text_before;
            state.cost -= self.price_of_text(&state).min(state.cost);
            state.cost += self.nest(&state, token.name);
            self.note(&mut state, token.name);
            out.push(state);
        } else if may == Some(true) {
            // An empty text is as likely as a stray tag; an empty list is not.
            let scalar = self.known[token.name as usize].0 == Some(true);
            let price = if scalar {
                cost::MISSING_START + 1
            } else {
                cost::MISSING_EMPTY
            };
            let mut state = self.decide(
                state,
                index,
                Act::StartBeforeText { name: token.name },
                price,
            );
            state.cost += self.nest(&state, token.name);
            self.note(&mut state, token.name);
            out.push(state);
        }
    }

    /// Whether the tag stands right behind one like it.
    fn repeats(&self, index: usize) -> bool {
        index > 0 && {
            let (before, token) = (self.tokens.list[index - 1], self.tokens.list[index]);
            before.kind == token.kind && before.name == token.name
        }
    }

    fn price_of_text(&self, state: &State) -> u32 {
        match self.known[self.frames[state.frame as usize].name as usize].0 {
            Some(false) => cost::STRAY_TEXT,
            None if state.child => cost::MIXED_TEXT,
            Some(true) | None => 0,
        }
    }

    /// What it costs to have an element of this name here.
    pub(super) fn nest(&self, state: &State, child: u32) -> u32 {
        if state.frame == NONE {
            return 0;
        }
        let parent = self.frames[state.frame as usize].name;
        if self.known[parent as usize].0 == Some(true) {
            return cost::INSIDE_SCALAR;
        }
        match self.may_hold(state, child) {
            Some(false) if self.known[child as usize].1 => cost::MISPLACED,
            Some(false) => cost::UNKNOWN,
            None if state.text && self.known[parent as usize].0.is_none() => cost::MIXED_TEXT,
            _ if state.seen & self.bit(state, child) != 0 => cost::DUPLICATE,
            Some(true) | None => 0,
        }
    }

    /// Whether an element belongs inside of the innermost one.
    fn may_hold(&self, state: &State, child: u32) -> Option<bool> {
        let parent = self.frames[state.frame as usize];
        let (name, child) = (self.tokens.local(parent.name), self.tokens.local(child));
        match self.frames.get(parent.parent as usize) {
            Some(around) => {
                self.nesting
                    .may_contain_within(self.tokens.local(around.name), name, child)
            }
            None => self.nesting.may_contain(name, child),
        }
    }

    fn may_contain(&self, parent: u32, child: u32) -> Option<bool> {
        self.nesting
            .may_contain(self.tokens.local(parent), self.tokens.local(child))
    }
}

/// What it costs to have written one name for another.
fn price_of_name(found: &str, right: &str) -> u32 {
    match distance(found, right) {
        _ if right.starts_with(found) => cost::CUT_SHORT,
        Some(distance) => cost::MISSPELLED + distance,
        None => cost::WRONG_NAME,
    }
}

/// How far two names are apart, if near enough for a slip of the fingers.
fn distance(one: &str, other: &str) -> Option<u32> {
    if one.len().max(other.len()) > 64 {
        return None;
    }
    let distance = strsim::damerau_levenshtein(&one.to_lowercase(), &other.to_lowercase());
    (distance <= (other.chars().count() / 3).max(1)).then_some(distance as u32)
}
