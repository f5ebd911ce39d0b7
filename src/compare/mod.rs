//! What changes between two configurations, in the words of the API: items by what names them, not
//! by line; values that the service would store in the same way do not count.
//!
//! What lives here: finding the changes ([`changes`]) and writing them ([`text()`], [`markdown`]).
//! What does not: whether the service would accept them, which is for [`Linter`] with a
//! previous document to say.

mod lists;
mod protection;
mod text;
mod walk;

use crate::lint::{BoundDocument, Linter};
use crate::outcome::Error;
use crate::text::Source;

pub use text::{markdown, text};

/// What happened to an element.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
pub enum ChangeKind {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// Its value is another one.
    Changed,
    /// It is at another place in a list whose order counts.
    Moved,
}

impl ChangeKind {
    /// `added`, `removed`, `changed` or `moved`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Changed => "changed",
            Self::Moved => "moved",
        }
    }
}

/// What a change means for the protection of what is served and of those who view it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[non_exhaustive]
pub enum Protection {
    /// It protects less than before: anybody may view it, encryption is older or gone, logs end.
    Weaker,
    /// It is about protection; which way, the values alone do not show.
    Concerned,
    /// It protects more than before.
    Stronger,
    /// It has nothing to do with protection.
    Unconcerned,
}

impl Protection {
    /// `weaker`, `concerned`, `stronger` or `unconcerned`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Weaker => "weaker",
            Self::Concerned => "concerned",
            Self::Stronger => "stronger",
            Self::Unconcerned => "unconcerned",
        }
    }
}

/// One change.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Change {
    /// The element: `DistributionConfig/Origins/Items/Origin[api]/DomainName`.
    pub path: String,
    /// What happened to it.
    pub kind: ChangeKind,
    /// The value before, cut where long. `None` for an element with others inside and for secrets.
    pub old: Option<String>,
    /// The value afterwards, likewise.
    pub new: Option<String>,
    /// What it means for protection.
    pub protection: Protection,
}

/// The changes from one configuration to another, those that weaken protection first, then in the
/// order of the shapes. Each may be XML or JSON, and a configuration alone or in a response.
///
/// ```
/// use cloudfront_lint::{Linter, Source, compare};
///
/// let old = r#"{"Paths": {"Quantity": 1, "Items": ["/a"]}, "CallerReference": "one"}"#;
/// let new = r#"{"Paths": {"Quantity": 2, "Items": ["/b", "/a"]}, "CallerReference": "one"}"#;
/// let changes = compare::changes(&Linter::new(), &Source::new(old), &Source::new(new))?;
/// assert_eq!(changes.len(), 1);
/// assert_eq!(changes[0].path, "InvalidationBatch/Paths/Items/Path[/b]");
/// # Ok::<(), cloudfront_lint::Error>(())
/// ```
///
/// # Errors
/// If one is not a CloudFront configuration, or they configure different kinds of resources.
pub fn changes(linter: &Linter, old: &Source<'_>, new: &Source<'_>) -> Result<Vec<Change>, Error> {
    let compared = linter.with_document(old, |old| {
        linter
            .with_document(new, |new| of_documents(old, new))
            .unwrap_or(Err(Error::NotComparable { is_new: true }))
    });
    let mut changes = compared.unwrap_or(Err(Error::NotComparable { is_new: false }))?;
    changes.sort_by_key(|change| change.protection);
    Ok(changes)
}

fn of_documents(old: &BoundDocument<'_>, new: &BoundDocument<'_>) -> Result<Vec<Change>, Error> {
    let (Some(old_config), Some(new_config)) = (old.config, new.config) else {
        return Err(Error::DifferentKinds);
    };
    if old.structure_of(old_config) != new.structure_of(new_config) {
        return Err(Error::DifferentKinds);
    }
    Ok(walk::changes(old, new, (old_config, new_config)))
}
