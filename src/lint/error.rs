//! Errors in the settings of a linter.

use crate::builtin;
use crate::model::near::nearest;
use crate::model::rule::Rule;

/// Why a linter cannot have a setting.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A version that was never published.
    #[error("unknown API version `{version}`{}", near_miss(.near))]
    UnknownVersion {
        /// The version.
        version: String,
        /// What was probably meant.
        near: Vec<String>,
    },
    /// A rule that does not exist.
    #[error("unknown rule `{rule}`{}", near_miss(.near))]
    UnknownRule {
        /// The rule.
        rule: String,
        /// What was probably meant.
        near: Vec<String>,
    },
    /// A group that no rule is in.
    #[error("unknown group of rules `{group}`{}", near_miss(.near))]
    UnknownGroup {
        /// The group.
        group: String,
        /// What was probably meant.
        near: Vec<String>,
    },
    /// A quota that no rule knows.
    #[error("unknown quota `{quota}`{}", near_miss(.near))]
    UnknownQuota {
        /// The quota.
        quota: String,
        /// What was probably meant.
        near: Vec<String>,
    },
    /// No rule is left on.
    #[error("no rules are on")]
    NoRules,
    /// A quota below zero.
    #[error("the quota `{quota}` is {value}; it must be 0 or more")]
    NegativeQuota {
        /// The quota.
        quota: String,
        /// What it was set to.
        value: i64,
    },
}

impl Error {
    pub(super) fn unknown_rule(name: &str, rules: &[Rule]) -> Self {
        let known = builtin::RULES
            .iter()
            .chain(rules)
            .map(|rule| rule.name.as_ref());
        Self::UnknownRule {
            rule: name.to_owned(),
            near: nearest(name, known)
                .into_iter()
                .map(str::to_owned)
                .collect(),
        }
    }
}

/// Versions that were probably meant.
pub(crate) fn near_versions(name: &str) -> Vec<String> {
    nearest(
        name,
        builtin::SCHEMA
            .versions
            .iter()
            .map(|info| info.name.as_ref()),
    )
    .into_iter()
    .map(str::to_owned)
    .collect()
}

/// What was probably meant, as part of a sentence.
pub(crate) fn near_miss(near: &[String]) -> String {
    near.first()
        .map_or(String::new(), |best| format!("; did you mean `{best}`?"))
}
