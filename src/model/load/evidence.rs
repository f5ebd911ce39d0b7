//! Where the fact of a rule comes from, and how good that evidence is.

use crate::model::Certainty;
use crate::model::load::paths::Facts;
use crate::model::load::{LoadError, Table};
use crate::model::schema::{List, Text};

const CONFIDENCES: [(&str, Certainty); 2] = [
    ("certain", Certainty::Certain),
    ("likely", Certainty::Likely),
];

/// Where the fact comes from, which only a team's own rules need not say.
pub(super) fn sources(
    table: &Table<'_>,
    facts: Facts<'_>,
    is_policy: bool,
) -> Result<List<Text>, LoadError> {
    match table.get("source") {
        Some(source) => facts.texts(source),
        None if is_policy => Ok(List::default()),
        None => table.need("source")?.texts(),
    }
}

/// How good the evidence of a rule is: what it says itself, or what its sources show.
pub(super) fn confidence(sources: &List<Text>, table: &Table<'_>) -> Result<Certainty, LoadError> {
    /// How sources begin that do not show what the service does: other programs, and what is
    /// concluded from similar members.
    const SECOND_HAND: [&str; 4] = [
        "by analogy with ",
        "aws-cdk-lib ",
        "terraform-provider-aws, ",
        "CloudFormation registry schema",
    ];
    if let Some(value) = table.get("confidence") {
        return value.word(&CONFIDENCES);
    }
    let shows = |source: &Text| !SECOND_HAND.iter().any(|start| source.starts_with(start));
    if sources.iter().any(shows) {
        Ok(Certainty::Certain)
    } else {
        Ok(Certainty::Likely)
    }
}
