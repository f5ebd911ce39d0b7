//! When a rule applies.

use super::{Path, Unit};
use crate::model::schema::{List, Text};

/// A condition. It is true, false or, where a value that it needs is itself at fault, unknown.
#[derive(Clone, Debug)]
pub struct Condition {
    /// The nodes that are tested.
    pub path: Path,
    /// The text that an absent member means.
    pub default: Option<Text>,
    /// What is counted, where the test is of a size instead of a text.
    pub measure: Option<Unit>,
    /// What must be true of at least one of them.
    pub test: Test,
    /// Whether the opposite is meant. Except for [`Test::Present`] and [`Test::Empty`], the
    /// opposite needs a node too.
    pub negated: bool,
}

impl Condition {
    /// The path to what the condition compares with.
    pub(crate) fn compared(&self) -> Option<&Path> {
        match &self.test {
            Test::SameAs(path)
            | Test::Greater(Bound::Path(path))
            | Test::Less(Bound::Path(path)) => Some(path),
            _ => None,
        }
    }
}

/// What a [`Condition`] requires.
#[derive(Clone, Debug)]
pub enum Test {
    /// At least one node is there.
    Present,
    /// Nothing is there, or only an empty text or a list without items.
    Empty,
    /// The text is one of these.
    In(List<Text>),
    /// The number is greater than this one.
    Greater(Bound),
    /// The number is less than this one.
    Less(Bound),
    /// The text has the format of this index.
    Format(u16),
    /// The text equals the text at the end of a path.
    SameAs(Path),
    /// What is there differs from the previous document, also by being added or removed.
    Changed,
}

/// What a number is compared with.
#[derive(Clone, Debug)]
pub enum Bound {
    /// A number of the rule.
    Number(i64),
    /// The numbers at the end of a path; one of them is enough.
    Path(Path),
}
