//! Named formats: patterns that a whole text matches, as automata that are laid at build time.

use std::sync::OnceLock;

use regex_automata::dfa::Automaton as _;
use regex_automata::dfa::sparse::DFA;
use regex_automata::{Anchored, Input};

use crate::schema::{List, Text};

/// A named format: a pattern that a whole text matches.
#[derive(Clone, Debug)]
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
    /// The pattern, compiled.
    pub automaton: Automaton,
}

impl Format {
    /// Whether a whole text is of this format. Linear in the text.
    pub fn matches(&self, text: &str) -> bool {
        self.automaton.matches(text)
    }
}

/// A compiled pattern: the bytes of a sparse automaton, which are checked and taken up when first used.
#[derive(Clone, Debug)]
pub struct Automaton {
    bytes: List<u8>,
    search: OnceLock<Search>,
}

#[derive(Clone, Debug)]
enum Search {
    Borrowed(DFA<&'static [u8]>),
    Owned(DFA<Vec<u8>>),
    /// The bytes are no automaton of this machine.
    None,
}

impl Automaton {
    /// An automaton that was serialized for this machine's byte order. Bytes that are none make one that matches every text, so
    /// that a fault in the build never becomes a finding in a document.
    pub const fn new(bytes: List<u8>) -> Self {
        Self { bytes, search: OnceLock::new() }
    }

    /// The serialized form.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    fn matches(&self, text: &str) -> bool {
        let input = Input::new(text).anchored(Anchored::Yes).earliest(true);
        let found = match self.search.get_or_init(|| self.take_up()) {
            Search::Borrowed(automaton) => automaton.try_search_fwd(&input),
            Search::Owned(automaton) => automaton.try_search_fwd(&input),
            Search::None => return true,
        };
        found.is_ok_and(|end| end.is_some())
    }

    fn take_up(&self) -> Search {
        match &self.bytes {
            List::Borrowed(bytes) => DFA::from_bytes(bytes).map_or(Search::None, |(automaton, _)| Search::Borrowed(automaton)),
            List::Owned(bytes) => DFA::from_bytes(bytes).map_or(Search::None, |(automaton, _)| Search::Owned(automaton.to_owned())),
        }
    }
}
