//! What a rule checks. The documentation of the rule language describes every kind.

use super::Path;
use crate::model::schema::{List, NameId, Text};

/// What a rule checks.
#[derive(Clone, Debug)]
pub enum Check {
    /// A fault that the engine itself finds while it reads a document; the rule gives it words and
    /// a severity.
    Builtin {
        /// The name of the fault.
        fault: Text,
        /// A format by which the fault is recognised, by its index.
        format: Option<u16>,
    },
    /// Each target by itself.
    Target(TargetCheck),
    /// The targets of an instance together.
    List(ListCheck),
    /// The target against the previous document.
    History(HistoryCheck),
}

impl Check {
    /// The quotas that are limits of it, by index.
    pub fn quotas(&self) -> impl Iterator<Item = u16> {
        let limits = match self {
            Self::Target(
                TargetCheck::Range { interval, .. } | TargetCheck::Length { interval, .. },
            )
            | Self::List(ListCheck::Count(interval)) => [interval.min, interval.max],
            Self::Target(TargetCheck::Sum(sum)) => [None, Some(sum.max)],
            _ => [None, None],
        };
        limits
            .into_iter()
            .flatten()
            .filter_map(|limit| match limit {
                Limit::Quota(index) => Some(index),
                Limit::Number(_) => None,
            })
    }
}

/// A check of each target by itself.
#[derive(Clone, Debug)]
pub enum TargetCheck {
    /// These members of the target must be there.
    Required {
        /// The members, relative to the target.
        paths: List<Path>,
        /// Whether one finding names all that are missing.
        together: bool,
    },
    /// The target must not be there.
    Forbidden,
    /// So many of these members of the target must be there.
    Choice(Quantifier, List<Path>),
    /// The text is one of these.
    In {
        /// The values; a `*` at the end means any rest, one at the beginning any start.
        values: List<Text>,
        /// Whether case is ignored.
        fold: bool,
        /// Whether the opposite is meant.
        negated: bool,
    },
    /// The number is within an interval.
    Range {
        /// Its bounds.
        interval: Interval,
        /// Numbers outside of it that are right nevertheless.
        also: List<i64>,
    },
    /// The text has a length.
    Length {
        /// Bounds of its length.
        interval: Interval,
        /// What is counted.
        unit: Unit,
    },
    /// The text has the format of this index.
    Format {
        /// The format.
        format: u16,
        /// Whether the opposite is meant.
        negated: bool,
        /// Whether the format only says which characters are allowed, so that the first other one
        /// is at fault and not the whole text.
        by_character: bool,
    },
    /// The text is that of another node.
    Reference(Reference),
    /// Each `{{name}}` in the text is the text of a node at one of these paths.
    Placeholders(List<Path>),
    /// Every item of the target is an item at this path.
    Subset(Path),
    /// Every text at one path, or none, is at others.
    Among(Among),
    /// The items of the target are exactly one of these sets.
    ClosedSets(List<List<Text>>),
    /// The numbers at these members do not decrease.
    Order(List<Ordered>),
    /// The text equals that of a node at one of these paths, if there is one.
    Equal(List<Path>),
    /// Sizes add up to no more than a limit.
    Sum(Sum),
}

/// A check of the targets of an instance together.
#[derive(Clone, Debug)]
pub enum ListCheck {
    /// No two targets are the same.
    Unique(TextKey),
    /// No target's pattern at this member is covered by that of an earlier target.
    Covers(NameId),
    /// The target, a list, has so many items; where the rule is for some of its targets only, there
    /// are so many of them.
    Count(Interval),
}

/// A check against the previous document.
#[derive(Clone, Debug)]
pub enum HistoryCheck {
    /// The value is that of the previous document.
    Unchanged {
        /// The text that an absent member meant.
        default: Option<Text>,
        /// Whether the value names the resource: with another one, the previous document is that of
        /// another resource, and nothing else is compared with it.
        identity: bool,
    },
    /// Every item (or value) of the previous document is still there. An item without any member of
    /// the key is compared by its text.
    Kept(TextKey),
}

/// How many of some members must be there.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Quantifier {
    /// One or more.
    AtLeast,
    /// One or none.
    AtMost,
    /// One.
    Exactly,
    /// None.
    None,
}

/// What a size counts.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Unit {
    /// Unicode scalar values.
    Characters,
    /// Bytes of UTF-8.
    Bytes,
    /// Items of a list.
    Items,
    /// The nodes that a path leads to.
    Nodes,
    /// `{{name}}` in a text.
    Placeholders,
    /// Occurrences of this text that do not overlap.
    Occurrences(Text),
}

/// A number of the rule itself or a [quota](super::Quota) by its index.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Limit {
    /// The number.
    Number(i64),
    /// The quota's number, which a configuration may change.
    Quota(u16),
}

/// Both ends of a range; an absent one is open.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Interval {
    /// Least.
    pub min: Option<Limit>,
    /// Greatest.
    pub max: Option<Limit>,
}

/// One member of a [`TargetCheck::Order`].
#[derive(Clone, Debug)]
pub struct Ordered {
    /// The member.
    pub path: Path,
    /// The number that an absent one means.
    pub default: Option<i64>,
    /// The documented number, which is less likely to be the mistake than any other.
    pub usual: Option<i64>,
}

/// The texts at one path compared with those at others.
#[derive(Clone, Debug)]
pub struct Among {
    /// The texts that are looked for.
    pub path: Path,
    /// Where they are looked for.
    pub others: List<Path>,
    /// Whether case is ignored.
    pub fold: bool,
    /// Whether none may be there, instead of every one.
    pub negated: bool,
}

/// A [`TargetCheck::Reference`].
#[derive(Clone, Debug)]
pub struct Reference {
    /// The paths to the nodes.
    pub paths: List<Path>,
    /// Whether case is ignored.
    pub fold: bool,
    /// Whether the opposite is meant.
    pub negated: bool,
}

/// A [`TargetCheck::Sum`].
#[derive(Clone, Debug)]
pub struct Sum {
    /// The nodes that are measured, relative to the instance.
    pub paths: List<Path>,
    /// What is counted at each.
    pub unit: Unit,
    /// Added for every node.
    pub each: i64,
    /// Whether nodes with the same text count once.
    pub distinct: bool,
    /// The greatest sum.
    pub max: Limit,
}

/// The text by which items are the same.
#[derive(Clone, Debug)]
pub struct TextKey {
    /// The members with that text, the first that an item has; none for the text of the item
    /// itself.
    pub members: List<NameId>,
    /// Whether case is ignored.
    pub fold: bool,
    /// What makes no difference at the beginning of the text; empty for nothing.
    pub ignore_prefix: Text,
}

/// A case that a check distinguishes, for which a rule may have words of its own.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Situation {
    /// The usual one, with the words of the rule itself.
    Usual,
    /// Nothing is there.
    None,
    /// More than one is there, or missing.
    Several,
    /// The lower of two numbers is at fault.
    Lower,
    /// One of two numbers is a default.
    Default,
    /// The previous document is of another kind.
    Kind,
}

impl Situation {
    /// The name of the words in `variants`, empty for those of the rule itself.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Usual => "",
            Self::None => "none",
            Self::Several => "several",
            Self::Lower => "lower",
            Self::Default => "default",
            Self::Kind => "kind",
        }
    }
}
