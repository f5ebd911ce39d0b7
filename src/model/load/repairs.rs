//! Repairs of rules: the key `repair`.

use crate::model::load::paths::{Facts, Scope};
use crate::model::load::rule::scalar_text;
use crate::model::load::text::Key;
use crate::model::load::walk::{Beginning, Starts};
use crate::model::load::{LoadError, Value, keys};
use crate::model::rule::{Repair, Transform};

const TRANSFORMS: [(&str, Transform); 12] = [
    ("lower-case", Transform::LowerCase),
    ("upper-case", Transform::UpperCase),
    ("host-of-url", Transform::HostOfUrl),
    ("path-of-url", Transform::PathOfUrl),
    ("percent-encode", Transform::PercentEncode),
    ("trim", Transform::Trim),
    ("leading-slash", Transform::LeadingSlash),
    ("no-leading-slash", Transform::NoLeadingSlash),
    ("no-trailing-slash", Transform::NoTrailingSlash),
    ("no-trailing-dot", Transform::NoTrailingDot),
    ("first-suggestion", Transform::FirstSuggestion),
    ("shorten", Transform::Shorten),
];

/// The repair of a rule. What it removes can be in any structure, so its paths have no start.
pub(super) fn read(value: Value<'_>, facts: Facts<'_>) -> Result<Repair, LoadError> {
    let scope = Scope {
        facts,
        starts: &Starts::default(),
        begins: Beginning::Target,
    };
    let table = value.table()?;
    table.only(&keys::names(keys::REPAIR))?;
    if let Some(to) = table.get("move-item") {
        let text = to.text()?;
        let (structure, member) = text
            .split_once('/')
            .ok_or_else(|| to.expected("`STRUCTURE/MEMBER`"))?;
        return Ok(Repair::MoveItem {
            structure: scope.name_of(structure, |message| to.error(message))?,
            member: scope.name_of(member, |message| to.error(message))?,
            content: table.need_text("as")?,
        });
    }
    if let Some(old) = table.get("replace") {
        return Ok(Repair::Replace {
            old: scope.name(old)?,
            new: scope.name(table.need("by")?)?,
            content: table.need_text("with")?,
        });
    }
    let entries = table.entries();
    let [(key, value)] = entries.as_slice() else {
        return Err(table.error("expected exactly one kind of repair"));
    };
    Ok(match key.name {
        "write" => Repair::Write(scalar_text(*value)?),
        "remove" => Repair::Remove,
        "insert" => {
            let members = value.table()?.entries();
            let pair = |(key, value): &(Key<'_>, Value<'_>)| {
                Ok((
                    scope.name_of(key.name, |message| key.error(message))?,
                    scalar_text(*value)?,
                ))
            };
            Repair::Insert(
                members
                    .iter()
                    .map(pair)
                    .collect::<Result<Vec<_>, LoadError>>()?
                    .into(),
            )
        }
        "remove-members" => Repair::RemoveMembers(scope.paths(*value)?),
        _ => Repair::Transform(value.word(&TRANSFORMS)?),
    })
}
