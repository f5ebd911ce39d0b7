//! Which tags belong together: the cheapest way to read a row of tokens as a tree.
//!
//! Every reading that deviates from the text has a price, which says how likely a person makes that mistake. A handful of
//! readings is carried along ([`WIDTH`]); at a tag that does not fit, each of them splits into the ways to mend it, and the dearest are dropped.
//! What is carried is small and fixed, so the time is linear in the tokens. Where all fits, there is one reading and nothing to choose.

use super::name::is_proper;
use super::nesting::Nesting;
use super::price;
use super::token::{Kind, NO_NAME, Token, Tokens};

/// How many readings are carried along.
const WIDTH: usize = 16;
/// How far up an open element is looked for.
const REACH: u32 = 48;
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
}

#[derive(Clone, Copy)]
struct Frame {
    parent: u32,
    token: u32,
    name: u32,
    /// Whether text stands in the parent before it.
    text: bool,
    /// Of all names from the root to here.
    hash: u64,
}

#[derive(Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "facts that hold or not, independent of each other; there are sixteen states in all")]
struct State {
    cost: u32,
    frame: u32,
    last: u32,
    count: u32,
    /// Whether text, or a child, stands in the innermost frame so far; and text before the last token.
    text: bool,
    child: bool,
    text_before: bool,
    rooted: bool,
    done: bool,
    crossed: bool,
    /// How many of the next tokens are dealt with already.
    skip: u8,
}

struct Search<'a, 't> {
    tokens: &'a Tokens<'t>,
    nesting: &'a dyn Nesting,
    frames: Vec<Frame>,
    decisions: Vec<Decision>,
    /// For each token, the first end tag from there on whose start tag is not from there on.
    ends: Vec<u32>,
    /// What is known of each name: whether it is a scalar, and whether it is known.
    known: Vec<(Option<bool>, bool)>,
    last_tag: usize,
}

/// The cheapest reading. `None` where there is too much to mend.
pub(super) fn read(tokens: &Tokens<'_>, nesting: &dyn Nesting) -> Option<Reading> {
    let known = (0..tokens.names.len() as u32).map(|name| {
        let local = tokens.local(name);
        (nesting.is_scalar(local), nesting.is_known(local))
    });
    let last_tag = tokens.list.iter().rposition(|token| matches!(token.kind, Kind::Start | Kind::Empty | Kind::End)).unwrap_or(0);
    let search =
        Search { tokens, nesting, frames: Vec::new(), decisions: Vec::new(), ends: ends(&tokens.list), known: known.collect(), last_tag };
    search.run()
}

fn ends(tokens: &[Token]) -> Vec<u32> {
    let mut ends = vec![NONE; tokens.len() + 1];
    for (index, token) in tokens.iter().enumerate().rev() {
        let next = ends[index + 1];
        ends[index] = match token.kind {
            Kind::End => index as u32,
            Kind::Start if next != NONE && tokens[next as usize].name == token.name => ends[next as usize + 1],
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
            text: false,
            child: false,
            text_before: false,
            rooted: false,
            done: false,
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
            let width = if self.decisions.len() + self.frames.len() > MEMORY { 1 } else { WIDTH };
            self.prune(&mut next, width);
            if let [only] = next.as_mut_slice() {
                self.forget(only, marks);
                if only.count > MOST_DECISIONS {
                    return None;
                }
            }
            std::mem::swap(&mut states, &mut next);
        }
        let best = states.iter().min_by_key(|state| state.cost + self.price_of_end(state))?;
        Some(self.reading(*best))
    }

    fn step(&mut self, state: State, index: usize, out: &mut Vec<State>) {
        let token = self.tokens.list[index];
        if state.done {
            out.push(state);
            return;
        }
        if state.skip > 0 {
            out.push(State { skip: state.skip - 1, ..state });
            return;
        }
        match token.kind {
            Kind::Text => out.push(self.text(state, index)),
            Kind::MaybeEnd => {
                if state.frame != NONE && self.frame(state).name == token.name {
                    let mut accepted = self.decide(state, index, Act::Accept, price::BRACKET_LOST);
                    self.pop(&mut accepted);
                    out.push(accepted);
                }
                out.push(self.text(state, index));
            }
            Kind::MaybeStart | Kind::MaybeEmpty => {
                // A word before a `>` is a tag only if somebody knows it, or if its end tag follows.
                let end = self.ends.get(index + 1).filter(|end| **end != NONE && token.kind == Kind::MaybeStart);
                let expected = end.is_some_and(|end| self.tokens.list[*end as usize].name == token.name);
                if (expected || self.known[token.name as usize].1) && (state.frame != NONE || !state.rooted) {
                    let price = price::BRACKET_LOST + self.nest(&state, token.name);
                    let mut accepted = self.decide(state, index, Act::Accept, price);
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
            return self.decide(state, index, Act::Outside, price::TEXT_OUTSIDE);
        }
        state.cost += self.price_of_text(&state);
        state.text = true;
        state
    }

    fn start(&mut self, state: State, index: usize, token: Token, out: &mut Vec<State>) {
        let nest = self.nest(&state, token.name);
        if state.frame == NONE && state.rooted {
            let mut second = self.decide(state, index, Act::SecondRoot, price::SECOND_ROOT);
            second.done = true;
            out.push(second);
            return;
        }
        let mut plain = state;
        plain.cost += nest;
        self.enter(&mut plain, index, token);
        out.push(plain);
        if state.frame != NONE {
            let frame = *self.frame(state);
            if frame.name == token.name {
                self.same_name(state, index, token, out);
            }
            if nest > 0 {
                let mut closed = state;
                for _ in 0..REACH {
                    if closed.frame == NONE || self.frames[closed.frame as usize].parent == NONE {
                        break;
                    }
                    self.close(&mut closed, index);
                    let above = self.nest(&closed, token.name);
                    if above < nest {
                        let mut opened = closed;
                        opened.cost += above;
                        self.enter(&mut opened, index, token);
                        out.push(opened);
                    }
                    if above == 0 {
                        break;
                    }
                }
                if nest > price::UNKNOWN {
                    out.push(self.decide(state, index, Act::Delete, price::STRAY_START));
                }
            }
        }
        self.missing_start(state, index, token, nest, out);
    }

    /// A start tag inside of an element of the same name: typed for the end tag, or typed twice.
    fn same_name(&mut self, state: State, index: usize, token: Token, out: &mut Vec<State>) {
        let filled = state.text || state.child;
        if filled || token.kind == Kind::Start {
            let price = if filled { price::START_TYPED_FOR_END } else { price::EMPTY_START_TYPED_FOR_END };
            let mut ended = self.decide(state, index, Act::StartAsEnd, price);
            self.pop(&mut ended);
            out.push(ended);
        }
        if !filled && token.kind == Kind::Start {
            out.push(self.decide(state, index, Act::DeleteRepeated, price::REPEATED_TAG));
        }
        let holds_elements = state.child && !state.text && self.known[token.name as usize].0 != Some(true);
        let element = self.tokens.list.get(index + 1..index + 3);
        let holds_text = element.is_some_and(|next| next[0].kind == Kind::Text && next[1].kind == Kind::End && next[1].name == token.name);
        if holds_elements && holds_text && token.kind == Kind::Start {
            let mut ended = self.decide(state, index, Act::ElementAsEnd, price::ELEMENT_TYPED_FOR_END);
            self.pop(&mut ended);
            ended.skip = 2;
            out.push(ended);
        }
    }

    /// The next end tag without a start tag may have had it here.
    fn missing_start(&mut self, state: State, index: usize, token: Token, nest: u32, out: &mut Vec<State>) {
        let end = self.ends[index];
        if end == NONE {
            return;
        }
        let name = self.tokens.list[end as usize].name;
        let fits = if state.frame == NONE {
            !state.rooted
        } else {
            name != self.frame(state).name && self.may_contain(self.frame(state).name, name) != Some(false)
        };
        if !is_proper(self.tokens.names[name as usize]) || name == token.name || !fits || self.may_contain(name, token.name) == Some(false)
        {
            return;
        }
        // Without a sign that the tag is out of place, it is as well where it stands.
        let doubt = u32::from(nest == 0 && state.frame != NONE);
        let mut opened = self.decide(state, index, Act::StartBefore { name }, price::MISSING_START + doubt);
        self.push(&mut opened, NONE, name);
        self.enter(&mut opened, index, token);
        out.push(opened);
    }

    fn end(&mut self, state: State, index: usize, token: Token, out: &mut Vec<State>) {
        if state.frame == NONE {
            let (act, price) = if state.rooted && self.repeats(index) {
                (Act::DeleteRepeated, price::REPEATED_TAG)
            } else {
                (Act::Delete, price::STRAY_END)
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
            if frame.parent == NONE && index < self.last_tag {
                // The root ends, and the document goes on: perhaps the tag is too much.
                out.push(self.decide(state, index, Act::Delete, price::STRAY_END));
            }
            return;
        }
        self.crossed(state, index, token, out);
        self.ancestor(state, index, token, out);
        self.misspelled(state, index, token, frame, out);
        let (act, price) = if self.repeats(index) { (Act::DeleteRepeated, price::REPEATED_TAG) } else { (Act::Delete, price::STRAY_END) };
        out.push(self.decide(state, index, act, price));
        self.start_before_text(state, index, token, frame, out);
    }

    /// `</A></B>` where `</B></A>` is meant.
    fn crossed(&mut self, state: State, index: usize, token: Token, out: &mut Vec<State>) {
        let frame = self.frame(state);
        let Some(next) = self.tokens.list.get(index + 1) else { return };
        let outer = frame.parent != NONE && self.frames[frame.parent as usize].name == token.name;
        if outer && next.kind == Kind::End && next.name == frame.name {
            let mut crossed = self.decide(state, index, Act::Cross, price::CROSSED);
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
                ended.cost -= (count - 1) * (price::MISSING_END - price::ANOTHER_MISSING_END);
                self.pop(&mut ended);
                out.push(ended);
                return;
            }
            above = self.frames[above as usize].parent;
            count += 1;
        }
    }

    /// The end tag is that of the innermost element, under another name.
    fn misspelled(&mut self, state: State, index: usize, token: Token, frame: Frame, out: &mut Vec<State>) {
        let found = self.tokens.names[token.name as usize];
        let right = self.tokens.names[frame.name as usize];
        let price = match distance(found, right) {
            _ if right.starts_with(found) => price::CUT_SHORT,
            Some(distance) => price::MISSPELLED + distance,
            None => price::WRONG_NAME,
        };
        let start_is_wrong = self.known[token.name as usize].1 && !self.known[frame.name as usize].1 && frame.token != NONE;
        let act = if start_is_wrong { Act::RenameStart } else { Act::RenameEnd };
        let mut ended = self.decide(state, index, act, price);
        self.pop(&mut ended);
        out.push(ended);
    }

    /// The start tag is missing before the text that this end tag follows, or before the end tag itself.
    fn start_before_text(&mut self, state: State, index: usize, token: Token, frame: Frame, out: &mut Vec<State>) {
        let may = self.may_contain(frame.name, token.name);
        if may == Some(false) || !is_proper(self.tokens.names[token.name as usize]) {
            return;
        }
        let behind_text = index > 0 && self.tokens.list[index - 1].kind == Kind::Text && state.text;
        if behind_text {
            let mut state = self.decide(state, index, Act::StartBeforeText { name: token.name }, price::MISSING_START);
            state.text = state.text_before;
            state.cost -= self.price_of_text(&state).min(state.cost);
            state.child = true;
            out.push(state);
        } else if may == Some(true) {
            // An empty text is as likely as a stray tag; an empty list is not.
            let scalar = self.known[token.name as usize].0 == Some(true);
            let price = if scalar { price::MISSING_START + 1 } else { price::MISSING_EMPTY };
            let mut state = self.decide(state, index, Act::StartBeforeText { name: token.name }, price);
            state.child = true;
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
            Some(false) => price::STRAY_TEXT,
            None if state.child => price::MIXED_TEXT,
            Some(true) | None => 0,
        }
    }

    /// What it costs to have an element of this name here.
    fn nest(&self, state: &State, child: u32) -> u32 {
        if state.frame == NONE {
            return 0;
        }
        let parent = self.frames[state.frame as usize].name;
        if self.known[parent as usize].0 == Some(true) {
            return price::INSIDE_SCALAR;
        }
        match self.may_contain(parent, child) {
            Some(false) if self.known[child as usize].1 => price::MISPLACED,
            Some(false) => price::UNKNOWN,
            None if state.text && self.known[parent as usize].0.is_none() => price::MIXED_TEXT,
            Some(true) | None => 0,
        }
    }

    fn may_contain(&self, parent: u32, child: u32) -> Option<bool> {
        self.nesting.may_contain(self.tokens.local(parent), self.tokens.local(child))
    }

    fn price_of_end(&self, state: &State) -> u32 {
        let mut open = 0;
        let mut frame = state.frame;
        while frame != NONE && open < 1_000 {
            open += 1;
            frame = self.frames[frame as usize].parent;
        }
        if open == 0 { 0 } else { price::OPEN_AT_THE_END + (open - 1) * price::ANOTHER_OPEN_AT_THE_END }
    }

    fn frame(&self, state: State) -> &Frame {
        &self.frames[state.frame as usize]
    }

    /// Goes into an element, or past it where it is empty.
    fn enter(&mut self, state: &mut State, index: usize, token: Token) {
        if matches!(token.kind, Kind::Empty | Kind::MaybeEmpty) {
            state.child = true;
            state.rooted = true;
        } else {
            self.push(state, index as u32, token.name);
        }
    }

    fn push(&mut self, state: &mut State, token: u32, name: u32) {
        let above = if state.frame == NONE { 0 } else { self.frames[state.frame as usize].hash };
        let hash = (above ^ u64::from(name + 1)).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(23);
        self.frames.push(Frame { parent: state.frame, token, name, text: state.text, hash });
        state.frame = self.frames.len() as u32 - 1;
        state.text = false;
        state.child = false;
        state.rooted = true;
    }

    fn pop(&self, state: &mut State) {
        let frame = self.frames[state.frame as usize];
        state.frame = frame.parent;
        state.text = frame.text;
        state.child = true;
    }

    /// Ends the innermost element before the token.
    fn close(&mut self, state: &mut State, index: usize) {
        *state = self.decide(*state, index, Act::CloseBefore, price::MISSING_END);
        self.pop(state);
    }

    fn decide(&mut self, mut state: State, index: usize, act: Act, price: u32) -> State {
        let (start, name) = match self.frames.get(state.frame as usize) {
            Some(frame) => (frame.token, frame.name),
            None => (NONE, NO_NAME),
        };
        self.decisions.push(Decision { before: state.last, token: index as u32, act, start, name });
        state.last = self.decisions.len() as u32 - 1;
        state.cost += price;
        state.count += 1;
        state
    }

    /// Keeps the cheapest; of those that have come to the same, one.
    fn prune(&self, states: &mut Vec<State>, width: usize) {
        if states.len() < 2 {
            return;
        }
        states.sort_by_key(|state| state.cost);
        let mut kept: Vec<State> = Vec::with_capacity(width);
        for state in states.iter() {
            if kept.len() == width {
                break;
            }
            if !kept.iter().any(|other| self.same(other, state)) {
                kept.push(*state);
            }
        }
        *states = kept;
    }

    fn same(&self, one: &State, other: &State) -> bool {
        let hash = |state: &State| self.frames.get(state.frame as usize).map(|frame| frame.hash);
        let flags = |state: &State| (state.text, state.child, state.rooted, state.done, state.crossed, state.skip);
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
            self.decisions.push(Decision { before: state.last, ..decision });
            state.last = self.decisions.len() as u32 - 1;
        }
        if state.frame == NONE {
            self.frames.clear();
        } else if (state.frame as usize) < frames {
            self.frames.truncate(state.frame as usize + 1);
        }
    }

    fn reading(&self, state: State) -> Reading {
        let chain = |first: u32, next: &dyn Fn(u32) -> u32| {
            std::iter::successors((first != NONE).then_some(first), |at| Some(next(*at)).filter(|at| *at != NONE)).collect::<Vec<u32>>()
        };
        let decisions = chain(state.last, &|at| self.decisions[at as usize].before);
        let open = chain(state.frame, &|at| self.frames[at as usize].parent);
        Reading {
            decisions: decisions.into_iter().rev().map(|at| self.decisions[at as usize]).collect(),
            open: open.into_iter().map(|at| (self.frames[at as usize].name, self.frames[at as usize].token)).collect(),
            rooted: state.rooted,
        }
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
