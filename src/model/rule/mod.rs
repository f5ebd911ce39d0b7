//! Rules as data: what a rule file says, in types.
//!
//! What lives here: [`Rule`] and its parts. What does not: reading the files (`load::rules`), and what the checks
//! do (`lint::evaluate`). This module is compiled into the build script too, so it uses only
//! the [schema](crate::model::schema) beside itself.

mod format;
mod gate;
mod index;

pub use format::{Automaton, Format};
pub(crate) use gate::{Gate, SlotSet, Way};
pub(crate) use index::{ByShape, Entry, Index, Occasions};

use crate::model::schema::{List, NameId, ShapeId, Text, Version, VersionSet};
use crate::model::{Certainty, ServiceError, Severity};
use crate::text::Applicability;

/// Where a [`Path`] begins.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Base {
    /// The instance of the shape that the rule hangs on.
    #[default]
    Instance,
    /// The configuration around the instance: `/Origins[]`.
    Root,
    /// The configuration in the previous document: `@previous/Staging`.
    Previous,
    /// No node but a text: the ETag given with the request, `@if-match`.
    IfMatch,
    /// No node but a text: the ETag that the previous document carries, `@previous-etag`.
    PreviousEtag,
    /// No node but a text: the ETag inside the document's own file, `@etag`.
    Etag,
}

/// One step of a [`Path`].
#[derive(Clone, Debug)]
pub enum Step {
    /// Into the member of this name.
    Member(NameId),
    /// Over the items of the list that the node is or holds, in either style: `Aliases[]`.
    Items,
    /// Over those items only whose member `key` has the text that `equals`: `Origins[Id = TargetOriginId]`.
    Where {
        /// The member of the item.
        key: NameId,
        /// What it must be.
        equals: Operand,
    },
}

/// The right side of a comparison in a [`Step::Where`].
#[derive(Clone, Debug)]
pub enum Operand {
    /// The text itself.
    Text(Text),
    /// The texts that these steps lead to from the instance.
    Way(List<Step>),
}

/// A way from an instance of a shape to nodes.
#[derive(Clone, Debug, Default)]
pub struct Path {
    /// Where it begins.
    pub base: Base,
    /// The way from there.
    pub steps: List<Step>,
    /// As it is written in the rule file.
    pub text: Text,
}

/// Where a rule hangs: every instance of a shape, and the nodes that a path leads to from there.
#[derive(Clone, Debug)]
pub struct Target {
    /// The shape.
    pub shape: ShapeId,
    /// From the instance to the nodes that are checked; no steps means the instance.
    pub path: Path,
}

/// A kind of request.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum OperationKind {
    /// The document becomes a new resource.
    Create,
    /// The document replaces the configuration of a resource.
    Update,
    /// The resource that the document describes is deleted.
    Delete,
}

impl OperationKind {
    /// `create`, `update` or `delete`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Update => "update",
            Self::Delete => "delete",
        }
    }
}

/// A condition. It is true, false or, where a value it needs is itself at fault, unknown.
#[derive(Clone, Debug)]
pub struct Condition {
    /// The nodes it speaks of.
    pub path: Path,
    /// The text that an absent member stands for.
    pub default: Option<Text>,
    /// What must hold for at least one of them.
    pub test: Test,
    /// Whether the opposite is meant. Except for [`Test::Present`] and [`Test::Empty`], the opposite too needs a node.
    pub negated: bool,
}

/// What a [`Condition`] asks.
#[derive(Clone, Debug)]
pub enum Test {
    /// At least one node is there.
    Present,
    /// Nothing is there, or only an empty text or a list without items.
    Empty,
    /// The text is one of these.
    In(List<Text>),
    /// The number is greater than this one.
    Greater(i64),
    /// The number is less than this one.
    Less(i64),
    /// The text has the format of this index.
    Format(u16),
    /// The text equals the text that a path leads to.
    SameAs(Path),
    /// What is there differs from the previous document, coming and going included.
    Changed,
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

/// What a length counts.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Unit {
    /// Unicode scalar values.
    Characters,
    /// Bytes of UTF-8.
    Bytes,
    /// Items of a list.
    Items,
}

/// A number of the rule itself or a [quota](Quota) by its index.
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

/// One member of an [`Check::Order`].
#[derive(Clone, Debug)]
pub struct Ordered {
    /// The member.
    pub path: Path,
    /// The number that stands for an absent one.
    pub default: Option<i64>,
    /// The documented number, which is less likely to be the mistake than any other.
    pub usual: Option<i64>,
}

/// What is checked at each target. The rule language's documentation describes every kind.
#[derive(Clone, Debug)]
pub enum Check {
    /// A fault that the engine itself meets while it reads and walks; the rule gives it words and weight.
    Builtin(Text),
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
        /// The values; a `*` at the end stands for any rest, one at the beginning for any start.
        values: List<Text>,
        /// Whether case is ignored.
        fold: bool,
        /// Whether the opposite is meant.
        negated: bool,
    },
    /// The number lies inside.
    Range {
        /// Its bounds.
        interval: Interval,
        /// Numbers that are right although outside.
        also: List<i64>,
    },
    /// The text is so long.
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
    },
    /// The target, a list, has so many items; where the rule is for some of its targets only, there are so many of them.
    Count(Interval),
    /// No two targets of one instance have the same text, or the same text at `key`.
    Unique {
        /// The member that is compared; none for the target itself.
        key: Option<NameId>,
        /// Whether case is ignored.
        fold: bool,
        /// What makes no difference at the beginning of a text.
        ignore_prefix: Option<Text>,
    },
    /// The text is that of a node at one of these paths.
    Reference {
        /// The paths.
        paths: List<Path>,
        /// Whether case is ignored.
        fold: bool,
        /// Whether the opposite is meant.
        negated: bool,
    },
    /// Each `{{name}}` in the text is the text of a node at one of these paths.
    Placeholders(List<Path>),
    /// Every item of the target is an item at this path.
    Subset(Path),
    /// The items of the target are exactly one of these sets.
    ClosedSets(List<List<Text>>),
    /// The numbers at these members do not fall.
    Order(List<Ordered>),
    /// The text equals that of a node at one of these paths, or they lead nowhere.
    Equal(List<Path>),
    /// The lengths or counts of all nodes at these paths, added up, are at most so much.
    Sum {
        /// Relative to the instance.
        paths: List<Path>,
        /// What is counted at each.
        unit: Unit,
        /// Added for every node.
        each: i64,
        /// The greatest sum.
        max: Limit,
    },
    /// No earlier target's glob at this member covers a later one's.
    Covers(NameId),
    /// The value is that of the previous document.
    Unchanged {
        /// The text that an absent member stood for.
        default: Option<Text>,
        /// Whether the value names the resource: with another one, the previous document is that of another resource, and nothing else
        /// is compared with it.
        identity: bool,
    },
    /// Every item (or value) of the previous document is still there.
    Kept {
        /// The members by which items are the same, the first that an item has; an item without any of them goes by its text.
        key: List<NameId>,
        /// Whether case is ignored.
        fold: bool,
        /// What makes no difference at the beginning of a text.
        ignore_prefix: Option<Text>,
    },
}

/// The targets that a rule is for, by their text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Only {
    /// The format, by its place in `formats.toml`.
    pub format: u16,
    /// Whether it is for the targets that do not have the format.
    pub negated: bool,
}

/// The words of a finding. `{…}` is filled in by the check.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// What is wrong.
    pub message: Option<Text>,
    /// At the place itself.
    pub label: Option<Text>,
    /// At the related place of a check that has one.
    pub related: Option<Text>,
    /// Why it matters.
    pub note: Option<Text>,
    /// What to do.
    pub help: Option<Text>,
    /// What the fix does.
    pub fix: Option<Text>,
    /// A weight other than the rule's.
    pub severity: Option<Severity>,
    /// Whether the fix is safe, where that differs from the rule.
    pub applicability: Option<Applicability>,
}

/// What a [`Repair::Transform`] makes of a text.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Transform {
    /// Small letters.
    LowerCase,
    /// Capital letters.
    UpperCase,
    /// The host of a URL or of a host with a port or path.
    HostOfUrl,
    /// The path of a URL with what stands behind it.
    PathOfUrl,
    /// Without white space around, and what is no visible character of ASCII as `%XX`.
    PercentEncode,
    /// Without white space around.
    Trim,
    /// With one `/` before.
    LeadingSlash,
    /// Without `/` before.
    NoLeadingSlash,
    /// Without `/` behind.
    NoTrailingSlash,
    /// Without `.` behind.
    NoTrailingDot,
    /// The nearest of the values that would be right.
    FirstSuggestion,
    /// As much of it as the bound of the check allows.
    Shorten,
}

/// How a rule's finding is repaired.
#[derive(Clone, Debug)]
pub enum Repair {
    /// The text of the target becomes this, placeholders filled in.
    Write(Text),
    /// The target is removed.
    Remove,
    /// The missing members among these are inserted into the target, each with this content.
    Insert(List<(NameId, Text)>),
    /// These members of the instance are removed.
    RemoveMembers(List<Path>),
    /// The text of the target is transformed.
    Transform(Transform),
    /// One member of the instance gives place to another.
    Replace {
        /// What is there.
        old: NameId,
        /// What takes its place.
        new: NameId,
        /// The content of that.
        content: Text,
    },
}

/// A document of an example: changes to a base document, or a text of its own.
#[derive(Clone, Debug, Default)]
pub struct Patch {
    /// The whole document, if it is no change to a base.
    pub text: Option<Text>,
    /// Paths that are removed, first of all.
    pub remove: List<Text>,
    /// Paths and their new text.
    pub set: List<(Text, Text)>,
    /// Paths and their new content as XML.
    pub xml: List<(Text, Text)>,
}

/// A document that shows a rule at work.
#[derive(Clone, Debug, Default)]
pub struct Example {
    /// The document itself.
    pub patch: Patch,
    /// The previous document.
    pub previous: Option<Patch>,
    /// The base document's kind; `distribution` if none is named.
    pub base: Option<Text>,
    /// The version, if not the newest of the rule.
    pub version: Option<Text>,
    /// The operation, where one is known.
    pub operation: Option<OperationKind>,
    /// The ETag given with the request.
    pub if_match: Option<Text>,
    /// Quotas that differ from the documented ones.
    pub quotas: List<(Text, i64)>,
}

/// One rule.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Its name: `quantity-mismatch`.
    pub name: Text,
    /// The rule file it stands in, without ending: `quantity`.
    pub module: Text,
    /// What is wrong, in one line.
    pub title: Text,
    /// Its usual weight.
    pub severity: Severity,
    /// What the service answers.
    pub service: Option<ServiceError>,
    /// When it holds.
    pub versions: VersionSet,
    /// The only operations it holds for; empty means create and update.
    pub operations: List<OperationKind>,
    /// Whether it says nothing while the operation is not known.
    pub silent_while_open: bool,
    /// Whether AWS changes for an account what it says.
    pub by_account: bool,
    /// Where it hangs; empty for faults of the engine.
    pub at: List<Target>,
    /// The targets that it is for, where those are not all.
    pub only: Option<Only>,
    /// In each of these lists, one condition must hold.
    pub when: List<List<Condition>>,
    /// What is checked.
    pub check: Check,
    /// The words.
    pub words: Words,
    /// Other words for situations that the check tells apart.
    pub variants: List<(Text, Words)>,
    /// The repair.
    pub repair: Option<Repair>,
    /// Whether the repair is safe.
    pub applicability: Applicability,
    /// Why the service refuses it.
    pub why: Text,
    /// When it is right to ignore it; empty for never.
    pub ignore: Text,
    /// Where the fact comes from.
    pub sources: List<Text>,
    /// Entries of the catalogue of rejections that it covers.
    pub constraints: List<Text>,
    /// Entries near it that no document shows.
    pub unseen: List<Text>,
    /// Documents with exactly one finding.
    pub bad: List<Example>,
    /// Documents with none.
    pub good: List<Example>,
}

impl Path {
    /// Whether it leads into the previous document or to what came with it.
    fn is_past(&self) -> bool {
        matches!(self.base, Base::Previous | Base::PreviousEtag)
    }
}

impl Rule {
    /// Whether it compares with the previous document, so that it says nothing without one.
    pub fn compares(&self) -> bool {
        let past = |paths: &[Path]| paths.iter().any(Path::is_past);
        let by_check = match &self.check {
            Check::Unchanged { .. } | Check::Kept { .. } => true,
            Check::Equal(paths) | Check::Reference { paths, .. } => past(paths),
            _ => false,
        };
        let compares = |condition: &Condition| {
            condition.path.is_past()
                || matches!(condition.test, Test::Changed)
                || matches!(&condition.test, Test::SameAs(path) if path.is_past())
        };
        by_check || self.when.iter().any(|clause| clause.iter().all(compares))
    }

    /// How certain its findings of a severity are: what has a source is certain to be refused.
    pub fn certainty(&self, severity: Severity) -> Certainty {
        if severity == Severity::Error && !self.sources.is_empty() {
            Certainty::Certain
        } else {
            Certainty::Likely
        }
    }

    /// Whether it has a say in a version and for an operation; `None` where the operation is open.
    pub fn holds(&self, version: Version, operation: Option<OperationKind>) -> bool {
        self.versions.contains(version) && Occasions::of(self).contain(operation)
    }
}

/// A documented limit that may differ between accounts.
#[derive(Clone, Debug)]
pub struct Quota {
    /// Its name: `aliases`.
    pub name: Text,
    /// What it counts, for people: "aliases of a distribution".
    pub title: Text,
    /// The number without an agreement.
    pub value: i64,
    /// Whether AWS raises it on request.
    pub adjustable: bool,
    /// What it was, with dates.
    pub history: List<Text>,
    /// Where it is documented.
    pub sources: List<Text>,
}

/// An error that the service can answer to one of the requests that change a distribution.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Its code: `NoSuchOrigin`.
    pub code: Text,
    /// The HTTP status.
    pub status: u16,
    /// The requests on web distributions that it belongs to.
    pub distribution: List<OperationKind>,
    /// The requests on streaming distributions that it belongs to.
    pub streaming: List<OperationKind>,
    /// The first version that declares it, where that is known.
    pub since: Option<Text>,
    /// Whether every request of the API can get it.
    pub common: bool,
    /// What no document shows of it.
    pub unseen: Option<Text>,
}
