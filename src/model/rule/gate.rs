//! What can be known about a rule from the members that an instance has, before any path is
//! followed.
//!
//! Most rules of a shape find nothing in most of its instances, because what they check is not
//! there. A [`Gate`] decides that in a few instructions. It only keeps rules out that would find
//! nothing; the others are evaluated. Gates depend on the rules and the shapes alone, so those of
//! the built-in rules are made at build time.

use crate::model::rule::{
    Base, Check, Condition, HistoryCheck, Path, Quantifier, Rule, Step, Target, TargetCheck, Test,
};
use crate::model::schema::{Schema, ShapeId};

/// Some of the first 64 slots of a structure. Later ones are in no set.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(crate) struct SlotSet(pub(crate) u64);

impl SlotSet {
    const ALL: Self = Self(u64::MAX);

    fn of(slot: Option<u8>) -> Self {
        Self(
            slot.and_then(|slot| 1_u64.checked_shl(u32::from(slot)))
                .unwrap_or(0),
        )
    }

    /// This set one slot later, behind a new first slot.
    #[must_use]
    pub(crate) fn before(self, first: bool) -> Self {
        Self(self.0 << 1 | u64::from(first))
    }

    /// Whether it has a slot.
    pub(crate) fn contains(self, slot: u8) -> bool {
        let bits = self.0.checked_shr(u32::from(slot));
        bits.is_some_and(|bits| bits & 1 != 0)
    }

    pub(crate) fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub(crate) fn is_empty(self) -> bool {
        self.0 == 0
    }

    fn len(self) -> u32 {
        self.0.count_ones()
    }

    fn is_within(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }
}

/// Which slots of an instance must be filled and which must not for a rule to find anything there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Gate {
    pub(crate) filled: SlotSet,
    pub(crate) empty: SlotSet,
    /// What the check counts.
    pub(crate) wanted: SlotSet,
    /// How many of these satisfy it.
    pub(crate) least: u32,
    pub(crate) most: u32,
}

impl Gate {
    /// A gate that lets every rule through.
    #[cfg(test)]
    pub(crate) const OPEN: Self = Self {
        filled: SlotSet(0),
        empty: SlotSet(0),
        wanted: SlotSet(0),
        least: 0,
        most: 0,
    };

    /// The gate of a rule at one of its targets.
    pub(crate) fn new(rule: &Rule, target: &Target, schema: &Schema) -> Self {
        let slots = Slots {
            shape: target.shape,
            schema,
        };
        // What was dropped from the previous document cannot be a target.
        let may_be_absent = matches!(rule.check, Check::History(HistoryCheck::Kept(_)));
        let is_instance = target.path.base == Base::Instance && target.path.steps.is_empty();
        let (wanted, least, most) = slots
            .wanted(&rule.check)
            .filter(|_| is_instance)
            .unwrap_or_default();
        let filled = if may_be_absent {
            SlotSet::default()
        } else {
            slots.first(&target.path)
        };
        let mut gate = Self {
            filled,
            empty: SlotSet::default(),
            wanted,
            least,
            most,
        };
        for clause in rule.when.iter().filter(|clause| !clause.is_empty()) {
            // One condition of the clause is enough, so only what all of them need is needed.
            let shared = |need: &dyn Fn(&Condition) -> SlotSet| {
                clause.iter().fold(SlotSet::ALL, |shared, condition| {
                    shared.intersection(need(condition))
                })
            };
            gate.filled = gate
                .filled
                .union(shared(&|condition| slots.filled(condition)));
            gate.empty = gate
                .empty
                .union(shared(&|condition| slots.empty(condition)));
        }
        gate
    }

    /// Whether the rule might find something if slots, of which nothing is known, were filled or
    /// empty.
    pub(crate) fn might_let_through(&self, filled: SlotSet, unknown: SlotSet) -> bool {
        let is_counted = !self.wanted.intersection(unknown).is_empty();
        self.filled.is_within(filled.union(unknown))
            && self.empty.intersection(filled).is_empty()
            && (is_counted || !self.is_satisfied(filled))
    }

    /// Whether the rule may find something in an instance with these slots filled.
    pub(crate) fn lets_through(&self, filled: SlotSet) -> bool {
        self.filled.is_within(filled)
            && self.empty.intersection(filled).is_empty()
            && !self.is_satisfied(filled)
    }

    /// Whether what is counted satisfies the check.
    fn is_satisfied(&self, filled: SlotSet) -> bool {
        !self.wanted.is_empty()
            && (self.least..=self.most).contains(&self.wanted.intersection(filled).len())
    }
}

/// The slots of a shape.
struct Slots<'s> {
    shape: ShapeId,
    schema: &'s Schema,
}

impl Slots<'_> {
    /// The slot that a path leads through first. Where it is empty, the path leads nowhere.
    fn first(&self, path: &Path) -> SlotSet {
        match path.steps.first() {
            Some(Step::Member(name)) if path.base == Base::Instance => {
                SlotSet::of(self.schema.slot(self.shape, *name))
            }
            _ => SlotSet::default(),
        }
    }

    /// The slot without which a condition is false.
    fn filled(&self, condition: &Condition) -> SlotSet {
        // An absent member may mean a text.
        let needs_node = match condition.test {
            Test::Present => !condition.negated,
            Test::Empty => condition.negated,
            Test::Changed => false,
            _ => condition.default.is_none(),
        };
        if needs_node {
            self.first(&condition.path)
        } else {
            SlotSet::default()
        }
    }

    /// The slot with which a condition is false.
    fn empty(&self, condition: &Condition) -> SlotSet {
        let needs_none = matches!(condition.test, Test::Present)
            && condition.negated
            && condition.path.steps.len() == 1;
        if needs_none {
            self.first(&condition.path)
        } else {
            SlotSet::default()
        }
    }

    /// The members that a check counts, and how many of them satisfy it; `None` where it depends on
    /// more.
    fn wanted(&self, check: &Check) -> Option<(SlotSet, u32, u32)> {
        let (paths, quantifier) = match check {
            Check::Target(TargetCheck::Required { paths, .. }) => (paths, None),
            Check::Target(TargetCheck::Choice(quantifier, paths)) => (paths, Some(quantifier)),
            _ => return None,
        };
        let is_member = |path: &Path| path.steps.len() == 1 && !self.first(path).is_empty();
        if !paths.iter().all(is_member) {
            return None;
        }
        let wanted = paths
            .iter()
            .fold(SlotSet::default(), |all, path| all.union(self.first(path)));
        let (least, most) = match quantifier {
            None => (wanted.len(), wanted.len()),
            Some(Quantifier::AtLeast) => (1, u32::MAX),
            Some(Quantifier::AtMost) => (0, 1),
            Some(Quantifier::Exactly) => (1, 1),
            Some(Quantifier::None) => (0, 0),
        };
        Some((wanted, least, most))
    }
}

/// How the targets of a rule are found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Way {
    /// The instance is the target.
    Instance,
    /// What is in a slot of the instance is the target.
    Slot(u8),
    /// The path must be followed, or there are targets that the rule is not for.
    Path,
}

impl Way {
    pub(crate) fn new(rule: &Rule, target: &Target, schema: &Schema) -> Self {
        let is_kept = matches!(rule.check, Check::History(HistoryCheck::Kept(_)));
        match &*target.path.steps {
            _ if target.path.base != Base::Instance => Self::Path,
            _ if rule.only.is_some() || is_kept => Self::Path,
            [] => Self::Instance,
            [Step::Member(name)] => schema
                .slot(target.shape, *name)
                .map_or(Self::Path, Self::Slot),
            _ => Self::Path,
        }
    }
}
