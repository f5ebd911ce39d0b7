//! The place in an HCL file, by its braces.

use super::spot::{Slot, Spot, is_of_word};
use crate::text::Span;

/// An open bracket with the words before it.
struct Frame {
    words: Vec<String>,
    /// The names in it so far.
    names: Vec<String>,
}

/// What is read of a text.
#[derive(Default)]
struct State {
    frames: Vec<Frame>,
    /// The words of the statement so far.
    words: Vec<String>,
    /// Whether the place is in a comment or a text of several lines.
    is_text: bool,
    /// The names outside of all brackets.
    names: Vec<String>,
    /// Whether a bracket was closed that was not opened.
    is_closed: bool,
}

/// The place at an offset.
pub(super) fn spot(text: &str, offset: usize) -> Option<Spot> {
    let line = text[..offset]
        .rfind(['\n', '{', ';'])
        .map_or(0, |at| at + 1);
    let end = text[offset..]
        .find(['\n', '\r', '}'])
        .map_or(text.len(), |at| offset + at);
    let state = State::of(&text[..line]);
    if state.is_text {
        return None;
    }
    let written = &text[line..end];
    let first = line + written.len() - written.trim_start().len();
    let name = &text[first..end];
    let length = name.find(|it: char| !is_of_word(it)).unwrap_or(name.len());
    let (name, rest) = name.split_at(length);
    let mut spot = if offset <= first + length || rest.trim().is_empty() && !rest.contains('=') {
        if !rest.trim().is_empty() && offset > first + length {
            return None;
        }
        let token = Span::new(first.min(offset), (first + length).max(offset.min(end)));
        let mut spot = Spot::new(Slot::Key, token);
        spot.own = (!rest.trim().is_empty()).then(|| name.to_owned());
        spot
    } else {
        value(rest, first + length, offset)?
    };
    spot.indentation = text[..first.min(offset)]
        .rfind('\n')
        .map_or(first.min(offset), |at| first.min(offset) - at - 1);
    for frame in &state.frames {
        let key = key(&frame.words)?;
        spot.keys
            .extend(Some(key.to_owned()).filter(|key| !key.is_empty()));
    }
    if spot.slot == Slot::Value {
        spot.keys.push(name.to_owned());
    }
    spot.present = match state.frames.last() {
        Some(frame) => frame.names.clone(),
        None => state.names,
    };
    spot.present.extend(State::of(&text[end..]).names);
    Some(spot)
}

/// The value that is typed behind a name, or the item of a list.
fn value(rest: &str, start: usize, offset: usize) -> Option<Spot> {
    let (before, value) = rest.split_once('=')?;
    let value = value.split(" #").next().unwrap_or(value);
    let begin = start + before.len() + 1;
    let at = offset.checked_sub(begin).filter(|at| *at <= value.len())?;
    let from = value[..at].rfind(['[', ',']).map_or(0, |it| it + 1);
    let to = value[at..]
        .find([',', ']'])
        .map_or(value.len(), |it| at + it);
    let item = &value[from..to];
    let word = item.trim();
    let is_of_value = |it: char| is_of_word(it) || ".:/".contains(it);
    let is_simple = word.trim_matches('"').chars().all(is_of_value);
    if !before.trim().is_empty() || !is_simple {
        return None;
    }
    let first = begin + from + item.len() - item.trim_start().len();
    let token = if word.is_empty() {
        Span::at(offset)
    } else {
        Span::new(first, first + word.len())
    };
    Some(Spot::new(Slot::Value, token))
}

/// The key of a block, empty for the content of a generated one. `None` where nothing is known
/// about what is in it.
fn key(words: &[String]) -> Option<&str> {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["resource", kind, _] | ["dynamic", kind] => Some(kind),
        ["content"] => Some(""),
        [name] | [name, "="] => Some(name),
        _ => None,
    }
}

impl State {
    fn of(text: &str) -> Self {
        let mut state = Self::default();
        let mut at = 0;
        while let Some(next) = text[at..].chars().next() {
            if state.is_text || state.is_closed {
                break;
            }
            at = state.step(text, at, next);
        }
        state
    }

    /// Reads what begins at an offset. Returns where the next thing begins.
    fn step(&mut self, text: &str, at: usize, next: char) -> usize {
        let rest = &text[at..];
        let line_end = || rest.find('\n').map_or(text.len(), |end| at + end);
        match next {
            '#' => return line_end(),
            '/' if rest.starts_with("//") => return line_end(),
            '/' if rest.starts_with("/*") => {
                let end = rest.find("*/");
                self.is_text = end.is_none();
                return end.map_or(text.len(), |end| at + end + 2);
            }
            '<' if rest.starts_with("<<") => return self.skip_heredoc(text, at),
            '"' => {
                let end = string_end(rest);
                let inside = rest.get(1..end.saturating_sub(1)).unwrap_or_default();
                self.words.push(inside.to_owned());
                return at + end;
            }
            '{' | '[' => {
                self.note_name();
                let words = std::mem::take(&mut self.words);
                self.frames.push(Frame {
                    words,
                    names: Vec::new(),
                });
            }
            '}' | ']' => {
                self.note_name();
                self.words.clear();
                self.is_closed = self.frames.pop().is_none();
            }
            '\n' | ';' => {
                self.note_name();
                self.words.clear();
            }
            '=' => self.words.push("=".to_owned()),
            _ if is_of_word(next) => {
                let length = rest.find(|it: char| !is_of_word(it)).unwrap_or(rest.len());
                self.words.push(rest[..length].to_owned());
                return at + length;
            }
            _ => {}
        }
        at + next.len_utf8()
    }

    /// Keeps the name that a statement begins with.
    fn note_name(&mut self) {
        let is_named = match self.words.as_slice() {
            [_] => true,
            [_, second, ..] => second == "=",
            [] => false,
        };
        let name = self.words.first().filter(|_| is_named).cloned();
        match self.frames.last_mut() {
            Some(frame) => frame.names.extend(name),
            None => self.names.extend(name),
        }
    }

    fn skip_heredoc(&mut self, text: &str, at: usize) -> usize {
        let rest = text[at + 2..].trim_start_matches('-');
        let start = text.len() - rest.len();
        let line = rest.find('\n').map_or(text.len(), |end| start + end);
        let mark = text[start..line].trim();
        let mut place = line;
        for line in text[line..].split_inclusive('\n') {
            place += line.len();
            if line.trim() == mark && !mark.is_empty() {
                return place;
            }
        }
        self.is_text = true;
        text.len()
    }
}

/// The length of a string with its quotes. It ends with its line at the latest.
fn string_end(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut is_escaped = false;
    let mut before = ' ';
    for (at, character) in text.char_indices().skip(1) {
        match character {
            '\n' => return at,
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '{' if before == '$' || depth > 0 => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            '"' if depth == 0 => return at + 1,
            _ => {}
        }
        before = character;
    }
    text.len()
}
