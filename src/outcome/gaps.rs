//! What could not be evaluated in a document, and where: findings that may be hidden there.
//!
//! What lives here: [`Gaps`] as data, and asking them. What does not: finding them, which is for
//! [lint](mod@crate::lint).

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use super::ElementPath;

/// The items of longer lists are not distinguished.
pub(crate) const MOST_ITEMS: usize = 10_000;

/// The names of some rules.
pub(crate) type Names = BTreeSet<Cow<'static, str>>;

/// A place where some rules could not be evaluated.
#[derive(Clone, Debug)]
pub(crate) struct Gap {
    /// The rules.
    pub(crate) rules: Arc<Names>,
    /// The element.
    pub(crate) place: ElementPath,
    /// Whether what is in the element is concerned too.
    pub(crate) is_deep: bool,
    /// What is in the element and was evaluated nevertheless, up to one more than
    /// [`MOST_ITEMS`].
    pub(crate) evaluated: Vec<ElementPath>,
}

/// A rule that found something, and where.
pub(crate) type Found = (Cow<'static, str>, ElementPath);

/// All such places of a document.
#[derive(Clone, Default, Debug)]
pub(crate) struct Gaps {
    /// Whether nothing is known of any place.
    pub(crate) is_everything: bool,
    places: Vec<Gap>,
    /// The rules that found something at a place, and so were evaluated there.
    found: Vec<Found>,
    /// The same by name: few reports are asked for it.
    written: OnceLock<Written>,
}

/// Places named as in [`ElementPath::with_names`].
#[derive(Clone, Default, Debug)]
struct Written {
    /// Each gap, with what was evaluated in it.
    places: Vec<(String, BTreeSet<String>)>,
    found: BTreeSet<(Cow<'static, str>, String)>,
}

impl Gaps {
    pub(crate) fn new(places: Vec<Gap>, found: Vec<Found>) -> Self {
        Self {
            places,
            found,
            ..Self::default()
        }
    }

    /// Nothing is known of any place.
    pub(crate) fn everything() -> Self {
        Self {
            is_everything: true,
            ..Self::default()
        }
    }

    /// Whether a finding of a rule at a place may be hidden.
    pub(crate) fn hide(&self, rule: &str, place: &str) -> bool {
        let is_evaluated = |(_, evaluated): &(String, BTreeSet<String>)| {
            let mut evaluated = evaluated.iter();
            evaluated.any(|known| place == known || is_within(place, known))
        };
        let hides = |(gap, written): (&Gap, &(String, BTreeSet<String>))| {
            let is_here = *place == written.0 || gap.is_deep && is_within(place, &written.0);
            is_here && gap.rules.contains(rule) && !is_evaluated(written)
        };
        self.is_everything
            || self.places.iter().zip(&self.written().places).any(hides)
                && !self
                    .written()
                    .found
                    .contains(&(Cow::Owned(rule.to_owned()), place.to_owned()))
    }

    /// Whether a finding of a rule may be hidden at one of the places that are meant; without a
    /// rule, one of any.
    pub(crate) fn hide_where(&self, rule: Option<&str>, is_meant: impl Fn(&str) -> bool) -> bool {
        let is_of_rule = |gap: &Gap| rule.is_none_or(|rule| gap.rules.contains(rule));
        let mut gaps = self.places.iter().zip(&self.written().places);
        self.is_everything || gaps.any(|(gap, (place, _))| is_of_rule(gap) && is_meant(place))
    }

    pub(crate) fn extend(&mut self, other: Self) {
        self.is_everything |= other.is_everything;
        self.places.extend(other.places);
        self.found.extend(other.found);
        self.written.take();
    }

    fn written(&self) -> &Written {
        let names = |paths: &[ElementPath]| {
            let names: BTreeSet<String> = paths.iter().map(ElementPath::with_names).collect();
            Some(names).filter(|names| names.len() <= MOST_ITEMS)
        };
        self.written.get_or_init(|| Written {
            places: self
                .places
                .iter()
                .map(|gap| {
                    let evaluated = names(&gap.evaluated).unwrap_or_default();
                    (gap.place.with_names(), evaluated)
                })
                .collect(),
            found: self
                .found
                .iter()
                .map(|(rule, path)| (rule.clone(), path.with_names()))
                .collect(),
        })
    }
}

/// Whether a place is inside of another one.
pub(crate) fn is_within(place: &str, around: &str) -> bool {
    place
        .strip_prefix(around)
        .is_some_and(|rest| rest.starts_with('/'))
}
