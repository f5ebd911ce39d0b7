//! Texts of which only parts are known, such as those with a variable.
//!
//! What lives here: what such a text can be, and whether a format decides about it. What does not:
//! finding out which parts are known (`lint::translate`).

use super::format::{Automaton, Format};

/// Longer texts with unknown parts are not looked at: each step has as many states as the pattern.
const LONGEST: usize = 2048;

/// A part of a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Part {
    /// What is written here.
    Known(String),
    /// Any text of ASCII, also none: names, ids and hosts have no other characters.
    Any,
}

/// A text of which only parts are known: it has one of these forms.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Outline {
    forms: Vec<Vec<Part>>,
}

impl Outline {
    /// A text that has one of these forms.
    pub const fn new(forms: Vec<Vec<Part>>) -> Self {
        Self { forms }
    }

    /// The forms that it can have.
    pub fn forms(&self) -> &[Vec<Part>] {
        &self.forms
    }

    /// The first of its forms, with a sign for each unknown part.
    pub fn example(&self, sign: &str) -> String {
        let parts = self.forms.first().into_iter().flatten();
        parts
            .map(|part| match part {
                Part::Known(text) => text.as_str(),
                Part::Any => sign,
            })
            .collect()
    }

    /// Whether nothing is known about it.
    pub fn is_anything(&self) -> bool {
        self.forms.is_empty()
            || (self.forms.iter()).any(|form| form.iter().all(|part| *part == Part::Any))
    }

    /// Whether it has at least one character.
    pub fn is_something(&self) -> bool {
        let has_text = |form: &Vec<Part>| {
            let is_text = |part: &Part| matches!(part, Part::Known(text) if !text.is_empty());
            form.iter().any(is_text)
        };
        !self.forms.is_empty() && self.forms.iter().all(has_text)
    }
}

impl Format {
    /// Whether a text is of this format, whatever its unknown parts are; `None` where those decide.
    pub fn decides(&self, outline: &Outline) -> Option<bool> {
        let mut verdict = None;
        for form in outline.forms() {
            let of_form = self.automaton.verdict(form)?;
            if *verdict.get_or_insert(of_form) != of_form {
                return None;
            }
        }
        verdict
    }
}

impl Automaton {
    /// Whether every text of a form matches, or none does.
    fn verdict(&self, form: &[Part]) -> Option<bool> {
        let length: usize = form
            .iter()
            .map(|part| match part {
                Part::Known(text) => text.len(),
                Part::Any => 1,
            })
            .sum();
        if length > LONGEST {
            return None;
        }
        let mut states = States::new(self.ends.len());
        states.add(1);
        for part in form {
            match part {
                Part::Known(text) => {
                    for byte in text.bytes() {
                        states = self.after(&states, byte);
                    }
                }
                Part::Any => self.spread(&mut states),
            }
        }
        let ends = |state: &usize| self.ends.get(*state) == Some(&1);
        match states.list.iter().filter(|state| ends(state)).count() {
            0 => Some(false),
            count => (count == states.list.len()).then_some(true),
        }
    }

    /// The states that a byte leads to.
    fn after(&self, before: &States, byte: u8) -> States {
        let class = self.classes.get(usize::from(byte)).copied();
        let mut after = States::new(self.ends.len());
        for state in &before.list {
            after.add(self.next(*state, usize::from(class.unwrap_or_default())));
        }
        after
    }

    /// Adds the states that any text leads to.
    fn spread(&self, states: &mut States) {
        let mut classes = self.classes.get(..128).unwrap_or_default().to_vec();
        classes.sort_unstable();
        classes.dedup();
        let mut done = 0;
        while let Some(state) = states.list.get(done).copied() {
            for class in &classes {
                states.add(self.next(state, usize::from(*class)));
            }
            done += 1;
        }
    }

    fn next(&self, state: usize, class: usize) -> usize {
        let at = 2 * (state * usize::from(self.width) + class);
        match self.steps.get(at..at + 2) {
            Some([low, high]) => usize::from(u16::from_le_bytes([*low, *high])),
            _ => 0,
        }
    }
}

/// A set of states.
struct States {
    list: Vec<usize>,
    is_in: Vec<bool>,
}

impl States {
    fn new(count: usize) -> Self {
        Self {
            list: Vec::new(),
            is_in: vec![false; count],
        }
    }

    fn add(&mut self, state: usize) {
        if let Some(is_in) = self.is_in.get_mut(state)
            && !std::mem::replace(is_in, true)
        {
            self.list.push(state);
        }
    }
}
