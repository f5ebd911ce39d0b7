//! Errors of settings that name what does not exist, with what was probably meant.

use crate::builtin;
use crate::model::near::nearest;
use crate::model::rule::Rule;
use crate::outcome::Error;

/// The error of a rule that is neither built in nor one of a team's own.
pub(super) fn unknown_rule(name: &str, rules: &[Rule]) -> Error {
    let known = builtin::RULES
        .iter()
        .chain(rules)
        .map(|rule| rule.name.as_ref());
    Error::UnknownRule {
        rule: name.to_owned(),
        near: nearest(name, known)
            .into_iter()
            .map(str::to_owned)
            .collect(),
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
