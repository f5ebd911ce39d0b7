//! Reading the check of a rule, by its row in the [table of kinds](super::check_kinds).

use crate::model::load::check_kinds::{CHECK_KINDS, CheckKind};
use crate::model::load::paths::{self, Scope};
use crate::model::load::rule::{FORBIDDEN_WHEN, scalar_text};
use crate::model::load::{LoadError, Table, Value};
use crate::model::rule::{
    Among, Check, HistoryCheck, Interval, Limit, ListCheck, Ordered, Path, Quantifier, Reference,
    Sum, TargetCheck, TextKey, Unit,
};
use crate::model::schema::List;

/// The table of a check.
pub(super) struct Source<'s, 'f> {
    table: &'s Table<'f>,
    /// The value of the key that names the kind.
    value: Value<'f>,
    scope: Scope<'s>,
}

/// A check with its kind.
pub(super) fn read(
    value: Value<'_>,
    scope: Scope<'_>,
) -> Result<(&'static CheckKind, Check), LoadError> {
    let table = value.table()?;
    let all = CHECK_KINDS.iter().flat_map(|kind| kind.keys);
    let mut keys: Vec<&str> = all.copied().collect();
    for key in CHECK_KINDS.iter().flat_map(|kind| kind.options) {
        if !keys.contains(key) {
            keys.push(key);
        }
    }
    if let Some((key, _)) = table
        .entries()
        .iter()
        .find(|(key, _)| key.name == "pattern")
    {
        return Err(key.error(
            "unknown key `pattern`; give the pattern a name in a file of `formats`, and write `format = \"NAME\"`",
        ));
    }
    table.only(&keys)?;
    let named = |kind: &&'static CheckKind| {
        let mut keys = kind.keys.iter();
        let is_option = |key: &str| {
            CHECK_KINDS
                .iter()
                .any(|other| other.options.contains(&key) && table.get(other.keys[0]).is_some())
        };
        keys.find(|key| table.get(key).is_some() && !is_option(key))
    };
    let mut kinds = CHECK_KINDS
        .iter()
        .filter_map(|kind| Some((kind, *named(&kind)?)));
    let Some((kind, key)) = kinds.next() else {
        return Err(
            table.error("missing kind of check; expected one such as `required`, `in` or `format`")
        );
    };
    let is_bound = |kind: &CheckKind| kind.keys.len() > 1;
    let others = kinds.filter(|(other, _)| !is_bound(other) && !is_bound(kind));
    if let Some((_, second)) = others.into_iter().next() {
        return Err(table.error(format!("`{key}` cannot be combined with `{second}`")));
    }
    let belongs = |key: &str| kind.keys.contains(&key) || kind.options.contains(&key);
    if let Some((other, _)) = table.entries().iter().find(|(key, _)| !belongs(key.name)) {
        return Err(other.error(format!("`{}` has no effect with `{key}`", other.name)));
    }
    let source = Source {
        table: &table,
        value: table.need(key)?,
        scope: Scope {
            begins: kind.paths.unwrap_or(scope.begins),
            ..scope
        },
    };
    Ok((kind, (kind.read)(&source)?))
}

/// The check of a rule that says when its targets are not allowed.
pub(super) fn forbidden_when(table: &Table<'_>) -> Result<(&'static CheckKind, Check), LoadError> {
    for key in ["when", "check"] {
        if let Some(value) = table.get(key) {
            let message = format!("`{key}` cannot be combined with `{FORBIDDEN_WHEN}`");
            return Err(value.error(message));
        }
    }
    let kind = CHECK_KINDS.iter().find(|kind| kind.keys == ["forbidden"]);
    let kind = kind.ok_or_else(|| table.error("missing key `check`"))?;
    Ok((kind, Check::Target(TargetCheck::Forbidden)))
}

pub(super) fn builtin(source: &Source<'_, '_>) -> Result<Check, LoadError> {
    let format = source.table.get("with-format");
    Ok(Check::Builtin {
        fault: source.value.owned_text()?,
        format: format.map(|it| source.scope.format(it)).transpose()?,
    })
}

pub(super) fn required(source: &Source<'_, '_>) -> Result<Check, LoadError> {
    Ok(Check::Target(TargetCheck::Required {
        paths: source.paths()?,
        together: source.table.flag("together")?,
    }))
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "every kind of check is read by a function of this type"
)]
pub(super) fn forbidden(_: &Source<'_, '_>) -> Result<Check, LoadError> {
    Ok(Check::Target(TargetCheck::Forbidden))
}

pub(super) fn exactly_one(source: &Source<'_, '_>) -> Result<Check, LoadError> {
    source.choice(Quantifier::Exactly)
}

pub(super) fn at_least_one(source: &Source<'_, '_>) -> Result<Check, LoadError> {
    source.choice(Quantifier::AtLeast)
}

pub(super) fn at_most_one(source: &Source<'_, '_>) -> Result<Check, LoadError> {
    source.choice(Quantifier::AtMost)
}

pub(super) fn none(source: &Source<'_, '_>) -> Result<Check, LoadError> {
    source.choice(Quantifier::None)
}

pub(super) fn one_of(source: &Source<'_, '_>) -> Result<Check, LoadError> {
    source.values(false)
}

pub(super) fn none_of(source: &Source<'_, '_>) -> Result<Check, LoadError> {
    source.values(true)
}

pub(super) fn range(source: &Source<'_, '_>) -> Result<Check, LoadError> {
    let also = source
        .table
        .get("also")
        .map_or(Vec::new(), Value::one_or_more);
    let also: Vec<i64> = also
        .into_iter()
        .map(Value::integer)
        .collect::<Result<_, _>>()?;
    Ok(Check::Target(TargetCheck::Range {
        interval: source.interval("min", "max")?,
        also: also.into(),
    }))
}

pub(super) fn length(source: &Source<'_, '_>) -> Result<Check, LoadError> {
    Ok(Check::Target(TargetCheck::Length {
        interval: source.interval("min-length", "max-length")?,
        unit: unit(source.table)?,
    }))
}

pub(super) fn format(source: &Source<'_, '_>) -> Result<Check, LoadError> {
    source.format(false)
}

pub(super) fn not_format(source: &Source<'_, '_>) -> Result<Check, LoadError> {
    source.format(true)
}

pub(super) fn characters(source: &Source<'_, '_>) -> Result<Check, LoadError> {
    Ok(Check::Target(TargetCheck::Format {
        format: source.scope.format(source.value)?,
        negated: false,
        by_character: true,
    }))
}

pub(super) fn count(source: &Source<'_, '_>) -> Result<Check, LoadError> {
    let interval = source.interval("min-count", "max-count")?;
    Ok(Check::List(ListCheck::Count(interval)))
}

pub(super) fn unique(source: &Source<'_, '_>) -> Result<Check, LoadError> {
    Ok(Check::List(ListCheck::Unique(source.text_key()?)))
}

pub(super) fn reference(source: &Source<'_, '_>) -> Result<Check, LoadError> {
    source.reference(false)
}

pub(super) fn not_reference(source: &Source<'_, '_>) -> Result<Check, LoadError> {
    source.reference(true)
}

pub(super) fn placeholders(source: &Source<'_, '_>) -> Result<Check, LoadError> {
    Ok(Check::Target(TargetCheck::Placeholders(source.paths()?)))
}

pub(super) fn subset(source: &Source<'_, '_>) -> Result<Check, LoadError> {
    let path = source.scope.path(source.value)?;
    Ok(Check::Target(TargetCheck::Subset(path)))
}

pub(super) fn every(source: &Source<'_, '_>) -> Result<Check, LoadError> {
    source.among(false)
}

pub(super) fn no(source: &Source<'_, '_>) -> Result<Check, LoadError> {
    source.among(true)
}

pub(super) fn closed_sets(source: &Source<'_, '_>) -> Result<Check, LoadError> {
    let sets: Vec<_> = source
        .value
        .items()?
        .into_iter()
        .map(Value::texts)
        .collect::<Result<_, _>>()?;
    Ok(Check::Target(TargetCheck::ClosedSets(sets.into())))
}

pub(super) fn order(source: &Source<'_, '_>) -> Result<Check, LoadError> {
    let members = ordered_members(source.value, source.table.get("usual"), source.scope)?;
    Ok(Check::Target(TargetCheck::Order(members.into())))
}

pub(super) fn equal(source: &Source<'_, '_>) -> Result<Check, LoadError> {
    Ok(Check::Target(TargetCheck::Equal(source.paths()?)))
}

pub(super) fn sum(source: &Source<'_, '_>) -> Result<Check, LoadError> {
    let table = source.table;
    Ok(Check::Target(TargetCheck::Sum(Sum {
        paths: source.paths()?,
        unit: unit(table)?,
        each: table.get("each").map_or(Ok(0), Value::integer)?,
        distinct: table.flag("distinct")?,
        max: limit(table.need("max")?, source.scope)?,
    })))
}

pub(super) fn covers(source: &Source<'_, '_>) -> Result<Check, LoadError> {
    let name = source.scope.name(source.value)?;
    Ok(Check::List(ListCheck::Covers(name)))
}

pub(super) fn unchanged(source: &Source<'_, '_>) -> Result<Check, LoadError> {
    let default = source.table.get("default");
    Ok(Check::History(HistoryCheck::Unchanged {
        default: default.map(scalar_text).transpose()?,
        identity: source.table.flag("identity")?,
    }))
}

pub(super) fn kept(source: &Source<'_, '_>) -> Result<Check, LoadError> {
    Ok(Check::History(HistoryCheck::Kept(source.text_key()?)))
}

impl Source<'_, '_> {
    fn paths(&self) -> Result<List<Path>, LoadError> {
        self.scope.paths(self.value)
    }

    fn choice(&self, quantifier: Quantifier) -> Result<Check, LoadError> {
        Ok(Check::Target(TargetCheck::Choice(
            quantifier,
            self.paths()?,
        )))
    }

    fn values(&self, negated: bool) -> Result<Check, LoadError> {
        let fold = self.table.flag("fold")?;
        let known = self
            .scope
            .starts
            .target_values(self.scope.facts.known.schema);
        paths::exist(self.value, known, fold)?;
        let values: Vec<_> = some(self.value)?
            .into_iter()
            .map(scalar_text)
            .collect::<Result<_, _>>()?;
        Ok(Check::Target(TargetCheck::In {
            values: values.into(),
            fold,
            negated,
        }))
    }

    fn format(&self, negated: bool) -> Result<Check, LoadError> {
        Ok(Check::Target(TargetCheck::Format {
            format: self.scope.format(self.value)?,
            negated,
            by_character: false,
        }))
    }

    fn reference(&self, negated: bool) -> Result<Check, LoadError> {
        Ok(Check::Target(TargetCheck::Reference(Reference {
            paths: self.paths()?,
            fold: self.table.flag("fold")?,
            negated,
        })))
    }

    fn among(&self, negated: bool) -> Result<Check, LoadError> {
        Ok(Check::Target(TargetCheck::Among(Among {
            path: self.scope.path(self.value)?,
            others: self.scope.paths(self.table.need("among")?)?,
            fold: self.table.flag("fold")?,
            negated,
        })))
    }

    fn text_key(&self) -> Result<TextKey, LoadError> {
        let members = self.table.get("key").map_or(Vec::new(), Value::one_or_more);
        Ok(TextKey {
            members: members
                .into_iter()
                .map(|member| self.scope.name(member))
                .collect::<Result<_, _>>()?,
            fold: self.table.flag("fold")?,
            ignore_prefix: self.table.text("ignore-prefix")?.unwrap_or_default(),
        })
    }

    /// The interval of two keys. Except for plain numbers, a bound is a size.
    fn interval(&self, min: &str, max: &str) -> Result<Interval, LoadError> {
        let is_size = min != "min";
        let read = |key: &str| -> Result<Option<Limit>, LoadError> {
            let Some(value) = self.table.get(key) else {
                return Ok(None);
            };
            match limit(value, self.scope)? {
                Limit::Number(number) if is_size && number < 0 => {
                    Err(value.error(format!("`{number}` is negative; a size must be 0 or more")))
                }
                limit => Ok(Some(limit)),
            }
        };
        let interval = Interval {
            min: read(min)?,
            max: read(max)?,
        };
        if let (Some(Limit::Number(least)), Some(Limit::Number(most))) =
            (interval.min, interval.max)
            && least > most
        {
            let message = format!("`{min}` is {least}, but `{max}` is {most}");
            return Err(self.table.error(message));
        }
        Ok(interval)
    }
}

fn unit(table: &Table<'_>) -> Result<Unit, LoadError> {
    table.get("unit").map_or(Ok(Unit::Characters), paths::unit)
}

fn limit(value: Value<'_>, scope: Scope<'_>) -> Result<Limit, LoadError> {
    if !value.is_table() {
        return value.integer().map(Limit::Number);
    }
    let table = value.table()?;
    table.only(&["quota"])?;
    let name = table.need("quota")?;
    let quotas = scope.facts.known.quotas;
    let index = quotas
        .iter()
        .position(|quota| quota.name == name.text().unwrap_or_default());
    index
        .map(|index| Limit::Quota(index as u16))
        .ok_or_else(|| {
            let text = name.text().unwrap_or_default();
            name.error(format!("unknown quota `{text}`"))
                .near(text, quotas.iter().map(|quota| quota.name.as_ref()))
        })
}

/// The members of an order, with their documented numbers.
fn ordered_members(
    value: Value<'_>,
    usual: Option<Value<'_>>,
    scope: Scope<'_>,
) -> Result<Vec<Ordered>, LoadError> {
    let mut members = value
        .items()?
        .into_iter()
        .map(|it| ordered(it, scope))
        .collect::<Result<Vec<_>, _>>()?;
    let Some(usual) = usual else {
        return Ok(members);
    };
    for (key, number) in usual.table()?.entries() {
        let Some(member) = members
            .iter_mut()
            .find(|member| member.path.text == key.name)
        else {
            return Err(key.error(format!("`{}` is not a member of this order", key.name)));
        };
        member.usual = Some(number.integer()?);
    }
    Ok(members)
}

/// `MinTTL` or `DefaultTTL = 86400`.
fn ordered(value: Value<'_>, scope: Scope<'_>) -> Result<Ordered, LoadError> {
    let text = value.text()?;
    let (path, default) = match text.split_once('=') {
        Some((path, default)) => {
            let number = default
                .trim()
                .parse()
                .map_err(|_| value.error(format!("`{}` is not an integer", default.trim())))?;
            (path.trim(), Some(number))
        }
        None => (text, None),
    };
    Ok(Ordered {
        path: scope.path_of(value, path)?,
        default,
        usual: None,
    })
}

/// The values of an array that is not empty, or the value itself if it is not an array.
pub(super) fn some(value: Value<'_>) -> Result<Vec<Value<'_>>, LoadError> {
    let values = value.one_or_more();
    if values.is_empty() {
        Err(value.error("expected at least one value"))
    } else {
        Ok(values)
    }
}
