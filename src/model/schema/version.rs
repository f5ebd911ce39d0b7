//! Versions of the API and sets of them.

use std::fmt;

/// One published version of an API, as an index into the list of all of them, oldest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Version(pub u8);

/// A set of versions of one API; at most 64.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct VersionSet(pub u64);

impl VersionSet {
    /// No version.
    pub const NONE: Self = Self(0);

    /// The versions from `first` to `last`, both included.
    pub const fn between(first: Version, last: Version) -> Self {
        let upto_last = u64::MAX >> (63 - last.0);
        Self(upto_last & (u64::MAX << first.0))
    }

    /// Whether `version` is in the set.
    pub const fn contains(self, version: Version) -> bool {
        self.0 >> version.0 & 1 == 1
    }

    /// Whether no version is in the set.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The versions in either set.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The versions in both sets.
    #[must_use]
    pub const fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// The versions that are not in another set.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// The oldest version of the set.
    pub const fn first(self) -> Option<Version> {
        if self.is_empty() {
            None
        } else {
            Some(Version(self.0.trailing_zeros() as u8))
        }
    }

    /// The newest version of the set.
    pub const fn last(self) -> Option<Version> {
        if self.is_empty() {
            None
        } else {
            Some(Version(63 - self.0.leading_zeros() as u8))
        }
    }

    /// Its versions, oldest first.
    pub fn iter(self) -> impl Iterator<Item = Version> {
        (0..64)
            .map(Version)
            .filter(move |version| self.contains(*version))
    }
}

impl fmt::Debug for VersionSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VersionSet({:#x})", self.0)
    }
}
