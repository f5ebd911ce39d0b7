//! Names of findings that stay the same when lines move, for programs that compare one run with the
//! next.

use std::collections::HashMap;

use crate::outcome::Finding;

/// A name for each finding of a document that no other one has: the rule, the element, the member
/// of it that it is about, and a number if there are several of all that.
pub(super) fn names<'f>(
    findings: impl IntoIterator<Item = &'f Finding>,
) -> impl Iterator<Item = String> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    findings.into_iter().map(move |finding| {
        let mut name = finding.rule.to_string();
        if !finding.path.is_empty() {
            name = format!("{name}: {}", finding.path.with_names());
        }
        if let Some(member) = &finding.member {
            name = format!("{name} ({member})");
        }
        let count = seen.entry(name.clone()).or_default();
        *count += 1;
        match count {
            1 => name,
            count => format!("{name} #{count}"),
        }
    })
}
