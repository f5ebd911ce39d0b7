//! The documented limits that rules about an element know.

use crate::builtin::QUOTAS;
use crate::model::rule::{Quota, Rule};

/// The quotas of some rules in words, each once.
pub(crate) fn quotas_of<'r>(rules: impl Iterator<Item = &'r Rule>) -> Vec<String> {
    let mut indexes: Vec<u16> = rules.flat_map(|rule| rule.check.quotas()).collect();
    indexes.sort_unstable();
    indexes.dedup();
    let quotas = indexes
        .iter()
        .filter_map(|index| QUOTAS.get(usize::from(*index)));
    quotas.map(quota_text).collect()
}

fn quota_text(quota: &Quota) -> String {
    let raised = if quota.adjustable {
        format!(
            "AWS raises it on request; then set `{}` in `[quotas]` of the configuration",
            quota.name
        )
    } else {
        "it cannot be raised".to_owned()
    };
    let history = if quota.history.len() > 1 {
        format!(" ({})", quota.history.join(", "))
    } else {
        String::new()
    };
    format!("{}: {}{history}; {raised}", quota.title, quota.value)
}
