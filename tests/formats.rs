//! The tables of the formats say what the patterns say.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use cloudfront_lint::internal::builtin::FORMATS;
use proptest::prelude::*;
use regex_automata::Input;
use regex_automata::dfa::{Automaton as _, dense};

use crate::support::properties;

#[test]
fn examples_match_their_names() {
    for format in &FORMATS {
        assert!(
            format.good.iter().all(|text| format.matches(text)),
            "{}",
            format.name
        );
        assert!(
            !format.bad.iter().any(|text| format.matches(text)),
            "{}",
            format.name
        );
    }
}

#[test]
fn tables_match_what_the_patterns_match() {
    for format in &FORMATS {
        let pattern = dense::Builder::new()
            .build(&format!(r"\A(?:{})\z", format.pattern))
            .unwrap();
        let seeds: Vec<String> = format
            .good
            .iter()
            .chain(format.bad.iter())
            .map(|text| text.clone().into_owned())
            .collect();
        let edited = (
            prop::sample::select(seeds),
            any::<prop::sample::Index>(),
            any::<prop::sample::Index>(),
            "[a-zA-Z0-9*./:_{}$ é-]{0,3}",
        );
        proptest!(properties::config(64), |((text, from, to, with) in edited)| {
            let bounds = (0..=text.len()).filter(|at| text.is_char_boundary(*at));
            let bounds: Vec<usize> = bounds.collect();
            let (from, to) = (*from.get(&bounds), *to.get(&bounds));
            let text = format!("{}{with}{}", &text[..from.min(to)], &text[from.max(to)..]);
            let expected = pattern.try_search_fwd(&Input::new(&text)).unwrap().is_some();
            prop_assert_eq!(format.matches(&text), expected, "{} on {:?}", format.name, text);
        });
    }
}
