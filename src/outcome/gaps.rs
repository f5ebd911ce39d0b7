//! What could not be evaluated in a document, and where: findings that may be hidden there.
//!
//! What lives here: [`Gaps`] as data, and asking them. What does not: finding them, which is for
//! [lint](mod@crate::lint).

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The names of some rules.
pub(crate) type Names = BTreeSet<Cow<'static, str>>;

/// A place where some rules could not be evaluated.
#[derive(Clone, Debug)]
pub(crate) struct Gap {
    /// The rules.
    pub(crate) rules: Arc<Names>,
    /// The element, named as in [`ElementPath::with_names`](super::ElementPath::with_names).
    pub(crate) place: String,
    /// Whether what is in the element is concerned too.
    pub(crate) is_deep: bool,
    /// What is in the element and was evaluated nevertheless.
    pub(crate) evaluated: BTreeSet<String>,
}

/// All such places of a document.
#[derive(Clone, Default, Debug)]
pub(crate) struct Gaps {
    /// Whether nothing is known of any place.
    pub(crate) is_everything: bool,
    pub(crate) places: Vec<Gap>,
    /// The rules that found something at a place, and so were evaluated there.
    pub(crate) found: BTreeSet<(Cow<'static, str>, String)>,
}

impl Gaps {
    /// Nothing is known of any place.
    pub(crate) fn everything() -> Self {
        Self {
            is_everything: true,
            ..Self::default()
        }
    }

    /// Whether a finding of a rule at a place may be hidden.
    pub(crate) fn hide(&self, rule: &str, place: &str) -> bool {
        self.is_everything
            || self.places.iter().any(|gap| gap.hides(rule, place))
                && !self
                    .found
                    .contains(&(Cow::Owned(rule.to_owned()), place.to_owned()))
    }

    /// Whether a finding of a rule may be hidden at one of the places that are meant; without a
    /// rule, one of any.
    pub(crate) fn hide_where(&self, rule: Option<&str>, is_meant: impl Fn(&str) -> bool) -> bool {
        self.is_everything
            || self
                .places
                .iter()
                .any(|gap| rule.is_none_or(|rule| gap.rules.contains(rule)) && is_meant(&gap.place))
    }

    pub(crate) fn extend(&mut self, other: Self) {
        self.is_everything |= other.is_everything;
        self.places.extend(other.places);
        self.found.extend(other.found);
    }
}

impl Gap {
    fn hides(&self, rule: &str, place: &str) -> bool {
        let is_here = place == self.place || self.is_deep && is_within(place, &self.place);
        is_here
            && self.rules.contains(rule)
            && !self
                .evaluated
                .iter()
                .any(|known| place == known || is_within(place, known))
    }
}

/// Whether a place is inside of another one.
pub(crate) fn is_within(place: &str, around: &str) -> bool {
    place
        .strip_prefix(around)
        .is_some_and(|rest| rest.starts_with('/'))
}
