//! Named formats: patterns that a whole text matches, compiled to automata.

use crate::model::schema::{List, Text};

/// A named format: a pattern that a whole text matches.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Format {
    /// Its name: `host-name`.
    pub name: Text,
    /// What such a text is, for people: "a host name".
    pub describe: Text,
    /// The pattern.
    pub pattern: Text,
    /// Texts that match.
    pub good: List<Text>,
    /// Texts that do not.
    pub bad: List<Text>,
    /// Where the fact comes from.
    pub sources: List<Text>,
    #[doc(hidden)]
    /// The pattern, compiled.
    pub automaton: Automaton,
}

impl Format {
    /// Whether a whole text is of this format. Linear in the text.
    pub fn matches(&self, text: &str) -> bool {
        self.automaton.matches(text)
    }

    /// The first character of a text after which no text can have the format, with the byte where
    /// it begins. `None` where the text has the format, or is only too short for it.
    pub(crate) fn first_wrong(&self, text: &str) -> Option<(usize, char)> {
        let byte = self.automaton.dead_end(text)?;
        let start = (0..=byte).rev().find(|at| text.is_char_boundary(*at))?;
        Some((start, text[start..].chars().next()?))
    }
}

/// A compiled pattern: a table that is used as it is in the program, so that nothing must be built
/// at the start.
///
/// States are numbered from 0, the state in which nothing matches any more; every text begins in
/// state 1. Bytes that lead to the same states share a class.
#[derive(Clone, Debug)]
pub struct Automaton {
    /// The class of each of the 256 bytes.
    pub classes: List<u8>,
    /// How many classes there are.
    pub width: u16,
    /// The next state by state and class, in two bytes each, the low one first.
    pub steps: List<u8>,
    /// By state, whether a text may end in it: 1 or 0.
    pub ends: List<u8>,
}

impl Automaton {
    /// The first byte of a text after which nothing can match.
    fn dead_end(&self, text: &str) -> Option<usize> {
        let steps = self.steps.as_chunks::<2>().0;
        let mut state = 1;
        text.bytes().position(|byte| {
            let class = self.classes.get(usize::from(byte)).copied().unwrap_or(0);
            let place = state * usize::from(self.width) + usize::from(class);
            let next = steps.get(place).copied().unwrap_or_default();
            state = usize::from(u16::from_le_bytes(next));
            state == 0
        })
    }

    fn matches(&self, text: &str) -> bool {
        let (steps, ends) = (self.steps.as_chunks::<2>().0, &*self.ends);
        let Ok(classes) = <&[u8; 256]>::try_from(&*self.classes) else {
            return false;
        };
        let width = usize::from(self.width);
        let mut state = 1;
        let mut bytes = text.bytes();
        'state: while let Some(row) = steps.get(state * width..(state + 1) * width) {
            // A state mostly leads back to itself, so that the next step need not wait for this
            // one.
            for byte in bytes.by_ref() {
                let next = usize::from(u16::from_le_bytes(
                    row[usize::from(classes[usize::from(byte)])],
                ));
                if next == 0 {
                    return false;
                }
                if next != state {
                    state = next;
                    continue 'state;
                }
            }
            return ends[state] == 1;
        }
        false
    }
}
