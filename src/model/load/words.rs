//! Checks of the texts of a rule: a placeholder that its check does not fill, or a variant that it
//! does not distinguish, is an error.

use crate::model::load::check_kinds::{COMMON_PLACEHOLDERS, CheckKind, QUOTA_PLACEHOLDERS, SHOWN};
use crate::model::load::keys;
use crate::model::load::paths::Facts;
use crate::model::load::rule::WORD_KEYS;
use crate::model::load::{Beginning, LoadError, Table, Value, elements};
use crate::model::rule::{Check, HistoryCheck, OperationKind, Target};

/// Where a rule is evaluated, and what it may refer to.
#[derive(Clone, Copy)]
pub(super) struct Place<'p> {
    pub(super) at: &'p [Target],
    pub(super) facts: Facts<'p>,
}

/// Checks the texts of a rule. Those of a fault of the engine are checked by the tests of the
/// engine.
pub(super) fn check(
    table: &Table<'_>,
    kind: &CheckKind,
    check: &Check,
    place: Place<'_>,
) -> Result<(), LoadError> {
    if matches!(check, Check::Builtin { .. }) {
        return Ok(());
    }
    let mut placeholders = placeholders(kind, check);
    placeholders.retain(|name| *name != SHOWN || table.get("show").is_some());
    texts(table, &placeholders, place.facts)?;
    let neighbors = neighbors(kind, place);
    siblings(table, neighbors.as_deref(), place.facts)?;
    let Some(variants) = table.get("variants") else {
        return Ok(());
    };
    let names = variants_of(kind, check, place.at);
    for (key, value) in variants.table()?.entries() {
        let variant = value.table()?;
        if !names.contains(&key.name) && variant.get("when").is_none() {
            return Err(key
                .error(format!("unknown variant `{}`", key.name))
                .near_or(
                    key.name,
                    names,
                    "expected a dialect, an operation, a situation of the check, or a key `when`",
                ));
        }
        texts(&variant, &placeholders, place.facts)?;
        siblings(&variant, neighbors.as_deref(), place.facts)?;
    }
    Ok(())
}

/// What may be next to a finding; `None` if that is not known.
fn neighbors<'p>(kind: &CheckKind, place: Place<'p>) -> Option<Vec<&'p str>> {
    let schema = place.facts.known.schema;
    let mut names = elements::neighbors(schema, place.at)?;
    // Such a check may report a member of the target.
    if kind.paths == Some(Beginning::Target) {
        names.extend(elements::members_of(schema, place.at));
    }
    Some(names)
}

/// Makes sure that each `{sibling:NAME}` can be next to a finding.
fn siblings(
    table: &Table<'_>,
    neighbors: Option<&[&str]>,
    facts: Facts<'_>,
) -> Result<(), LoadError> {
    let Some(neighbors) = neighbors else {
        return Ok(());
    };
    for value in WORD_KEYS.iter().filter_map(|key| table.get(key)) {
        let parts = facts.words(value)?.split("{sibling:").skip(1);
        let mut named = parts.filter_map(|part| part.split(['}', '|']).next());
        if let Some(name) = named.find(|name| !neighbors.contains(name)) {
            let message = format!("`{name}` is never next to what `at` leads to");
            return Err(value
                .error_at(name, message)
                .near(name, neighbors.iter().copied()));
        }
    }
    Ok(())
}

/// The placeholders that the texts may use.
fn placeholders(kind: &CheckKind, check: &Check) -> Vec<&'static str> {
    let common = COMMON_PLACEHOLDERS.iter().map(|(name, _)| *name);
    let mut names: Vec<&str> = common.chain(kind.placeholders.iter().copied()).collect();
    if check.quotas().next().is_some() {
        names.extend(QUOTA_PLACEHOLDERS.iter().map(|(name, _)| *name));
    }
    names
}

/// The names of the variants that the rule may have.
fn variants_of<'n>(kind: &CheckKind, check: &Check, at: &'n [Target]) -> Vec<&'n str> {
    let operations = [
        OperationKind::Create,
        OperationKind::Update,
        OperationKind::Delete,
    ];
    let mut names: Vec<&str> = operations.map(OperationKind::name).to_vec();
    names.extend(keys::DIALECTS);
    names.extend(kind.situations);
    if matches!(check, Check::History(HistoryCheck::Kept(_))) {
        names.extend(at.iter().map(|target| target.path.text.as_ref()));
    }
    names
}

/// Checks the placeholders of all texts.
fn texts(table: &Table<'_>, known: &[&str], facts: Facts<'_>) -> Result<(), LoadError> {
    WORD_KEYS
        .iter()
        .filter_map(|key| table.get(key))
        .try_for_each(|value| text(value, known, facts))
}

fn text(value: Value<'_>, known: &[&str], facts: Facts<'_>) -> Result<(), LoadError> {
    let mut rest = facts.words(value)?;
    while let Some(at) = rest.find('{') {
        rest = &rest[at + 1..];
        if let Some(doubled) = rest.strip_prefix('{') {
            rest = doubled;
            continue;
        }
        let Some((inside, after)) = rest.split_once('}') else {
            return Err(value.error("unclosed `{`; write `{{` for a literal brace"));
        };
        let name = inside.split('|').next().unwrap_or(inside);
        let is_known = match name.split_once(':') {
            Some(("sibling", member)) => facts.known.schema.name(member).is_some(),
            Some(("quota", quota)) => facts.known.quotas.iter().any(|it| it.name == quota),
            _ => known.contains(&name),
        };
        if !is_known {
            return Err(value
                .error(format!("unknown placeholder `{{{name}}}`"))
                .near(name, known.iter().copied()));
        }
        rest = after;
    }
    Ok(())
}
