//! Periods of time in rule files: the versions of a fact.
//!
//! ```toml
//! since = "2012-05-05"                              # from this version on
//! until = "2012-03-15"                              # up to this version, included
//! versions = "2010-06-01..2012-03-15"               # from .. to, both included
//! versions = ["2012-05-05", "2014-11-06.."]         # several
//! required = "..2014-10-21"                         # every dated fact has this notation
//! ```

use crate::model::load::{LoadError, Table, Value};
use crate::model::schema::{Version, VersionInfo, VersionSet};

/// The keys by which a table is dated; see [`of_table`].
pub const KEYS: [&str; 3] = ["since", "until", "versions"];

/// All versions there are.
pub fn every(versions: &[VersionInfo]) -> VersionSet {
    VersionSet::between(Version(0), Version(versions.len() as u8 - 1))
}

/// The versions that the keys `since`, `until` and `versions` of a table name, within those of what
/// contains it. Without any of the keys it is all of them.
///
/// # Errors
/// When a version is unknown, the keys contradict each other, or nothing is left.
pub fn of_table(
    table: &Table<'_>,
    versions: &[VersionInfo],
    within: VersionSet,
) -> Result<VersionSet, LoadError> {
    let all = every(versions);
    let mut period = all;
    if let Some(value) = table.get("versions") {
        if let Some(other) = table.get("since").or(table.get("until")) {
            return Err(other.error("`since` and `until` cannot be combined with `versions`"));
        }
        period = of_value(value, versions)?;
        if period.intersection(within) != period {
            return Err(
                value.error("some of these versions are outside the versions of the parent")
            );
        }
    }
    for (key, is_since) in [("since", true), ("until", false)] {
        let Some(value) = table.get(key) else {
            continue;
        };
        let version = version(value, value.text()?, versions)?;
        if !within.contains(version) {
            return Err(value.error(format!(
                "`{}` is outside the versions of the parent",
                value.text()?
            )));
        }
        let side = if is_since {
            VersionSet::between(version, all.last().unwrap_or(version))
        } else {
            VersionSet::between(Version(0), version)
        };
        period = period.intersection(side);
    }
    let period = period.intersection(within);
    if period.is_empty() {
        Err(table.error("`since`, `until` and `versions` leave no version"))
    } else {
        Ok(period)
    }
}

/// The versions that a text such as `2012-05-05..2014-10-21`, or an array of such texts, names.
///
/// # Errors
/// When a version is unknown or a range runs backwards.
pub fn of_value(value: Value<'_>, versions: &[VersionInfo]) -> Result<VersionSet, LoadError> {
    let mut period = VersionSet::NONE;
    for part in value.one_or_more() {
        let text = part.text()?;
        let (first, last) = text.split_once("..").unwrap_or((text, text));
        let first = if first.is_empty() {
            Version(0)
        } else {
            version(part, first, versions)?
        };
        let last = if last.is_empty() {
            Version(versions.len() as u8 - 1)
        } else {
            version(part, last, versions)?
        };
        if first > last {
            return Err(part.error(format!(
                "`{text}` runs backwards; write the older version first"
            )));
        }
        period = period.union(VersionSet::between(first, last));
    }
    Ok(period)
}

/// A fact that may be dated: `true` and `false` are about all of `within`, a text or array names
/// versions of it.
///
/// # Errors
/// If a version is unknown or outside the period.
pub fn of_flag(
    value: Value<'_>,
    versions: &[VersionInfo],
    within: VersionSet,
) -> Result<VersionSet, LoadError> {
    if value.is_boolean() {
        return Ok(if value.boolean()? {
            within
        } else {
            VersionSet::NONE
        });
    }
    let period = of_value(value, versions)?.intersection(within);
    if period.is_empty() {
        Err(value.error("this does not exist in any of these versions"))
    } else {
        Ok(period)
    }
}

fn version(value: Value<'_>, name: &str, versions: &[VersionInfo]) -> Result<Version, LoadError> {
    versions
        .iter()
        .position(|version| version.name == name)
        .map(|index| Version(index as u8))
        .ok_or_else(|| {
            value.error(format!("unknown version `{name}`")).near_or(
                name,
                versions.iter().map(|version| version.name.as_ref()),
                "expected one such as `2012-07-01`",
            )
        })
}
