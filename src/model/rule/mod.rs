//! Rules as data: the content of a rule file, in types.
//!
//! What lives here: [`Rule`] and its parts, and the index of rules by shape. What does not: reading
//! the files (`load`), and evaluating the checks (`lint::evaluate`). The build script shares this
//! module, so it uses only the [schema](crate::model::schema).

mod answer;
mod check;
mod condition;
mod example;
mod format;
mod gate;
mod index;
mod outline;
mod path;
mod repair;

pub use answer::{Answer, Quota};
pub use check::{
    Among, Check, HistoryCheck, Interval, Limit, ListCheck, Ordered, Quantifier, Reference,
    Situation, Sum, TargetCheck, TextKey, Unit,
};
pub use condition::{Bound, Condition, Test};
pub use example::{Example, Patch};
pub use format::{Automaton, Format};
pub(crate) use gate::{Gate, SlotSet, Way};
pub(crate) use index::{ByShape, Entry, Index, Occasions};
pub use outline::{Outline, Part};
pub use path::{Base, Only, Operand, Path, Step, Target};
pub use repair::{Repair, Transform};

use crate::model::schema::{List, Text, Version, VersionSet};
use crate::model::{Certainty, ServiceError, Severity};
use crate::text::Applicability;

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

/// The words of a finding. Each `{…}` is filled in by the check.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// What is wrong.
    pub message: Option<Text>,
    /// At the place itself.
    pub label: Option<Text>,
    /// At the related places: those of the check, and those that the rule shows.
    pub related: Option<Text>,
    /// Why it matters.
    pub note: Option<Text>,
    /// What to do.
    pub help: Option<Text>,
    /// What the fix does.
    pub fix: Option<Text>,
    /// A severity other than the rule's.
    pub severity: Option<Severity>,
    /// Whether the fix is safe, where that differs from the rule.
    pub applicability: Option<Applicability>,
    /// For a variant with conditions of its own: when it applies.
    pub when: List<List<Condition>>,
}

/// One rule. What it checks is not public: rules are written in files, in the language that
/// `docs/rule-language.md` describes.
#[derive(Clone, Debug)]
#[non_exhaustive]
#[repr(C)]
pub struct Rule {
    // What is read wherever the rule is evaluated comes first, so that it is close together.
    /// What is checked.
    #[doc(hidden)]
    pub check: Check,
    /// The targets that it is for, where those are not all.
    #[doc(hidden)]
    pub only: Option<Only>,
    /// Its usual severity.
    pub severity: Severity,
    /// Whether it is new and may change; such rules are off unless previews are switched on.
    pub preview: bool,
    /// In each of these lists, one condition must be true.
    #[doc(hidden)]
    pub when: List<List<Condition>>,
    /// Where it is evaluated; empty for faults of the engine.
    #[doc(hidden)]
    pub at: List<Target>,
    /// Its name: `quantity-mismatch`.
    pub name: Text,
    /// The name of its rule file, without ending: `quantity`.
    pub module: Text,
    /// What is wrong, in one line.
    pub title: Text,
    /// How good the evidence for an error is.
    pub confidence: Certainty,
    /// What the service answers.
    pub service: Option<ServiceError>,
    /// The group that it is in; the rules of a group are off unless it is switched on.
    pub group: Option<Text>,
    /// The versions it applies to.
    #[doc(hidden)]
    pub versions: VersionSet,
    /// The only operations it applies to; empty means create and update.
    #[doc(hidden)]
    pub operations: List<OperationKind>,
    /// The only dialects it applies to, by name; empty means all.
    pub dialects: List<Text>,
    /// Whether AWS changes for single accounts what it checks.
    pub by_account: bool,
    /// Other places that a finding shows.
    #[doc(hidden)]
    pub shows: List<Path>,
    /// The words.
    #[doc(hidden)]
    pub words: Words,
    /// Other texts for cases that the check distinguishes.
    #[doc(hidden)]
    pub variants: List<(Text, Words)>,
    /// The repair.
    #[doc(hidden)]
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
    #[doc(hidden)]
    pub bad: List<Example>,
    /// Documents with none.
    #[doc(hidden)]
    pub good: List<Example>,
}

impl Rule {
    /// Whether its findings have labels at related places.
    pub(crate) fn has_related_words(&self) -> bool {
        let mut variants = self.variants.iter().map(|(_, words)| words);
        self.words.related.is_some() || variants.any(|words| words.related.is_some())
    }

    /// Whether it compares with the previous document, so that it reports nothing without one.
    pub fn compares(&self) -> bool {
        let past = |paths: &[Path]| paths.iter().any(Path::is_past);
        let by_check = match &self.check {
            Check::History(_) => true,
            Check::Target(TargetCheck::Equal(paths)) => past(paths),
            Check::Target(TargetCheck::Reference(reference)) => past(&reference.paths),
            _ => false,
        };
        let compares = |condition: &Condition| {
            condition.path.is_past()
                || matches!(condition.test, Test::Changed)
                || condition.compared().is_some_and(Path::is_past)
        };
        by_check || self.when.iter().any(|clause| clause.iter().all(compares))
    }

    /// How certain its findings of a severity are: what has evidence is certain to be refused.
    pub fn certainty(&self, severity: Severity) -> Certainty {
        match severity {
            Severity::Error => self.confidence,
            Severity::Warning | Severity::Advice => Certainty::Likely,
        }
    }

    /// Whether its value shows that the previous document is of the same resource.
    pub(crate) fn is_identity(&self) -> bool {
        let Check::History(HistoryCheck::Unchanged { identity, .. }) = &self.check else {
            return false;
        };
        *identity
    }

    /// Whether it applies to only one of create and update.
    pub(crate) fn is_restricted(&self) -> bool {
        let both = [OperationKind::Create, OperationKind::Update];
        !self.operations.is_empty()
            && !both
                .iter()
                .all(|operation| self.operations.contains(operation))
    }

    /// Whether it applies to configurations in a dialect.
    pub(crate) fn is_for(&self, dialect: &str) -> bool {
        self.dialects.is_empty() || self.dialects.iter().any(|it| it == dialect)
    }

    /// Whether it applies to a version and an operation; `None` where the operation is open.
    #[doc(hidden)]
    pub fn applies_to(&self, version: Version, operation: Option<OperationKind>) -> bool {
        self.versions.contains(version) && Occasions::of(self).contain(operation)
    }
}
