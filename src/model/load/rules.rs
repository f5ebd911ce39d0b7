//! Rule files: the language that `docs/rule-language.md` describes, into [`Rule`]s.
//!
//! What lives here: the keys of a rule and their meaning. Paths and conditions are read by `load::paths`.

use crate::model::load::paths::Scope;
use crate::model::load::walk::Starts;
use crate::model::load::{File, LoadError, Table, Value, own, period, walk};
use crate::model::rule::{
    Base, Check, Condition, Example, Format, HistoryCheck, Interval, Limit, ListCheck, Only,
    OperationKind, Ordered, Patch, Path, Quantifier, Quota, Reference, Repair, Rule, Sum, Target,
    TargetCheck, TextKey, Transform, Unit, Words,
};
use crate::model::schema::{List, Schema, ShapeId, Text, VersionSet};
use crate::model::{ServiceError, Severity};
use crate::text::Applicability;

/// What rules may refer to.
#[derive(Clone, Copy, Debug)]
pub struct Known<'k> {
    /// Shapes, members and versions.
    pub schema: &'k Schema,
    /// Formats.
    pub formats: &'k [Format],
    /// Quotas.
    pub quotas: &'k [Quota],
}

/// All rules of some files, in the order of the files.
///
/// # Errors
/// Every invalid rule.
pub fn load(files: &[File], known: Known<'_>) -> Result<Vec<Rule>, Vec<LoadError>> {
    load_with(files, known, false)
}

/// The rules of a team's files, which need no `ignore` and no `source`.
///
/// # Errors
/// Every invalid rule.
pub fn load_policy(files: &[File], known: Known<'_>) -> Result<Vec<Rule>, Vec<LoadError>> {
    load_with(files, known, true)
}

fn load_with(
    files: &[File],
    known: Known<'_>,
    is_policy: bool,
) -> Result<Vec<Rule>, Vec<LoadError>> {
    let mut rules: Vec<Rule> = Vec::new();
    let mut errors = Vec::new();
    for file in files {
        let parsed = match file.parse() {
            Ok(parsed) => parsed,
            Err(error) => {
                errors.push(error);
                continue;
            }
        };
        for (key, value) in parsed.root().entries() {
            if rules.iter().any(|rule| rule.name == key.name) {
                errors.push(key.error(format!("duplicate rule `{}`", key.name)));
            }
            let is_kebab = key.name.split('-').all(|word| {
                !word.is_empty()
                    && word
                        .bytes()
                        .all(|it| it.is_ascii_lowercase() || it.is_ascii_digit())
            });
            if !is_kebab {
                errors.push(key.error(format!(
                    "invalid rule name `{}`; write lower-case words joined by `-`",
                    key.name
                )));
            }
            match value
                .table()
                .and_then(|table| rule(key.name, file.stem(), &table, known, is_policy))
            {
                Ok(rule) => rules.push(rule),
                Err(error) => errors.push(error),
            }
        }
    }
    if errors.is_empty() {
        Ok(rules)
    } else {
        Err(errors)
    }
}

/// All quotas of a file.
///
/// # Errors
/// Every invalid quota.
pub fn load_quotas(file: &File) -> Result<Vec<Quota>, Vec<LoadError>> {
    let parsed = file.parse().map_err(|error| vec![error])?;
    let (quotas, errors): (Vec<_>, Vec<_>) = parsed
        .root()
        .entries()
        .into_iter()
        .map(|(key, value)| quota(key.name, &value.table()?))
        .partition(Result::is_ok);
    let errors: Vec<LoadError> = errors.into_iter().filter_map(Result::err).collect();
    if errors.is_empty() {
        Ok(quotas.into_iter().flatten().collect())
    } else {
        Err(errors)
    }
}

fn quota(name: &str, table: &Table<'_>) -> Result<Quota, LoadError> {
    table.only(&["title", "value", "adjustable", "history", "source"])?;
    Ok(Quota {
        name: Text::Owned(name.to_owned()),
        title: table.need_text("title")?,
        value: table.need("value")?.integer()?,
        adjustable: table.flag("adjustable")?,
        history: table.texts("history")?,
        sources: table.texts("source")?,
    })
}

pub(crate) const WORD_KEYS: [&str; 6] = ["message", "label", "related", "note", "help", "fix"];
const SEVERITIES: [(&str, Severity); 3] = [
    ("error", Severity::Error),
    ("warning", Severity::Warning),
    ("advice", Severity::Advice),
];
const OPERATIONS: [(&str, OperationKind); 3] = [
    ("create", OperationKind::Create),
    ("update", OperationKind::Update),
    ("delete", OperationKind::Delete),
];

fn rule(
    name: &str,
    module: &str,
    table: &Table<'_>,
    known: Known<'_>,
    is_policy: bool,
) -> Result<Rule, LoadError> {
    let mut keys = vec![
        "title",
        "at",
        "of",
        "not-of",
        "since",
        "until",
        "versions",
        "operation",
        "account",
        "group",
        "when",
        "check",
        "severity",
        "service",
        "repair",
        "safe",
        "why",
        "ignore",
        "source",
        "constraints",
        "unseen",
        "variants",
        "bad",
        "good",
    ];
    keys.extend(WORD_KEYS);
    table.only(&keys)?;
    let schema = known.schema;
    let every = period::every(&schema.versions);
    let versions = period::of_table(table, &schema.versions, every)?;
    let at = table
        .get("at")
        .map_or(Ok(Vec::new()), |value| targets(value, schema))?;
    let starts = Starts::of(&at, schema);
    let scope = Scope {
        known,
        starts: &starts,
    };
    let check_value = table.need("check")?;
    let check = check(check_value, scope)?;
    if is_policy {
        own::check(table, &check, &at, known)?;
    }
    if at.is_empty() && !matches!(check, Check::Builtin { .. }) {
        return Err(table.error("missing key `at`; name the element that the rule checks, such as `at = \"Origin/DomainName\"`"));
    }
    let applicability = if table.flag("safe")? {
        Applicability::Safe
    } else {
        Applicability::Unsafe
    };
    let severity = table.need("severity")?.word(&SEVERITIES)?;
    Ok(Rule {
        name: Text::Owned(name.to_owned()),
        module: Text::Owned(module.to_owned()),
        title: table.need_text("title")?,
        severity,
        service: table.get("service").map(service).transpose()?,
        group: table.text("group")?,
        versions: existing(&at, schema, versions),
        operations: operations(table)?,
        by_account: table.flag("account")?,
        only: only(table, scope)?,
        when: table
            .get("when")
            .map_or(Ok(List::default()), |value| clauses(value, scope))?,
        check,
        words: words(table)?,
        variants: variants(table)?,
        // What a repair removes may stand in whatever holds the target.
        repair: table
            .get("repair")
            .map(|value| {
                repair(
                    value,
                    Scope {
                        known,
                        starts: &Starts::default(),
                    },
                )
            })
            .transpose()?,
        applicability,
        why: table.need_text("why")?,
        ignore: ignore(table, severity, is_policy)?,
        sources: if is_policy {
            table.texts("source")?
        } else {
            table.need("source")?.texts()?
        },
        constraints: table.texts("constraints")?,
        unseen: table.texts("unseen")?,
        bad: examples(table, "bad", schema)?,
        good: examples(table, "good", schema)?,
        at: at.into(),
    })
}

/// The targets that a rule is for: those of a format, or those without it.
fn only(table: &Table<'_>, scope: Scope<'_>) -> Result<Option<Only>, LoadError> {
    let read = |key: &str, negated: bool| {
        let format = |value| scope.format(value);
        let only = |format| Only { format, negated };
        table
            .get(key)
            .map(format)
            .transpose()
            .map(|found| found.map(only))
    };
    match (read("of", false)?, read("not-of", true)?) {
        (Some(_), Some(_)) => {
            Err(table.error("`of` and `not-of` exclude each other, expected one"))
        }
        (of, not_of) => Ok(of.or(not_of)),
    }
}

/// When it is right to ignore a rule. Empty means never, which only an error can claim: what the
/// service accepts may be what the author wants.
fn ignore(table: &Table<'_>, severity: Severity, is_policy: bool) -> Result<Text, LoadError> {
    if is_policy || severity == Severity::Error {
        return Ok(table.text("ignore")?.unwrap_or_default());
    }
    table.need_text("ignore")
}

/// The versions of a rule in which something exists that it hangs on.
fn existing(at: &[Target], schema: &Schema, versions: VersionSet) -> VersionSet {
    if at.is_empty() {
        return versions;
    }
    let of = |target: &Target| {
        let shape = schema.shape(target.shape);
        match target.path.base {
            Base::Instance => crate::model::load::paths::reachable(
                &target.path.steps,
                Some(target.shape),
                schema,
                shape.versions,
            ),
            _ => shape.versions,
        }
    };
    versions.intersection(
        at.iter()
            .fold(VersionSet::NONE, |all, target| all.union(of(target))),
    )
}

fn operations(table: &Table<'_>) -> Result<List<OperationKind>, LoadError> {
    let Some(value) = table.get("operation") else {
        return Ok(List::default());
    };
    value
        .one_or_more()
        .into_iter()
        .map(|it| it.word(&OPERATIONS))
        .collect::<Result<Vec<_>, _>>()
        .map(Into::into)
}

/// An answer of the service: its code and the HTTP status.
pub(crate) fn service(value: Value<'_>) -> Result<ServiceError, LoadError> {
    let table = value.table()?;
    table.only(&["code", "status"])?;
    let status = table.need("status")?;
    let number = u16::try_from(status.integer()?)
        .map_err(|_| status.error("expected an HTTP status, such as 400"))?;
    Ok(ServiceError {
        code: table.need_text("code")?,
        status: number,
        service: None,
    })
}

/// The targets of `at`: a family stands for each of its shapes.
fn targets(value: Value<'_>, schema: &Schema) -> Result<Vec<Target>, LoadError> {
    let mut targets = Vec::new();
    for value in value.one_or_more() {
        let text = value.text()?;
        let end = text.find(['/', '[']).unwrap_or(text.len());
        let (name, rest) = text.split_at(end);
        let shapes: Vec<usize> = schema
            .shapes
            .iter()
            .enumerate()
            .filter(|(_, shape)| shape.name == name || shape.family.as_deref() == Some(name))
            .map(|(index, _)| index)
            .collect();
        if shapes.is_empty() {
            let names = schema
                .shapes
                .iter()
                .flat_map(|shape| [Some(shape.name.as_ref()), shape.family.as_deref()])
                .flatten();
            return Err(value.error(format!("unknown shape `{name}`")).near_or(
                name,
                names,
                "expected one such as `Origin` or `Behavior`",
            ));
        }
        let first = targets.len();
        for shape in shapes {
            let path =
                crate::model::load::paths::parse(value, rest.trim_start_matches('/'), schema)?;
            targets.push(Target {
                shape: ShapeId(shape as u16),
                path,
            });
        }
        walk::lead_from(value, &targets[first..], schema)?;
    }
    Ok(targets)
}

fn words(table: &Table<'_>) -> Result<Words, LoadError> {
    Ok(Words {
        message: table.text("message")?,
        label: table.text("label")?,
        related: table.text("related")?,
        note: table.text("note")?,
        help: table.text("help")?,
        fix: table.text("fix")?,
        severity: None,
        applicability: None,
    })
}

fn variants(table: &Table<'_>) -> Result<List<(Text, Words)>, LoadError> {
    let Some(value) = table.get("variants") else {
        return Ok(List::default());
    };
    let mut variants = Vec::new();
    for (key, value) in value.table()?.entries() {
        let table = value.table()?;
        let mut keys = vec!["severity", "safe"];
        keys.extend(WORD_KEYS);
        table.only(&keys)?;
        let safe = table.get("safe").map(Value::boolean).transpose()?;
        let words = Words {
            severity: table
                .get("severity")
                .map(|value| value.word(&SEVERITIES))
                .transpose()?,
            applicability: safe.map(|safe| {
                if safe {
                    Applicability::Safe
                } else {
                    Applicability::Unsafe
                }
            }),
            ..words(&table)?
        };
        variants.push((Text::Owned(key.name.to_owned()), words));
    }
    Ok(variants.into())
}

fn clauses(value: Value<'_>, scope: Scope<'_>) -> Result<List<List<Condition>>, LoadError> {
    let clause = |value: Value<'_>| -> Result<List<Condition>, LoadError> {
        value
            .one_or_more()
            .into_iter()
            .map(|it| scope.condition(&it.table()?))
            .collect::<Result<Vec<_>, _>>()
            .map(Into::into)
    };
    value
        .one_or_more()
        .into_iter()
        .map(clause)
        .collect::<Result<Vec<_>, _>>()
        .map(Into::into)
}

/// The keys that name a kind of check, each with the keys it can be combined with. A table has exactly one of them, or bounds.
const CHECK_KINDS: [(&str, &[&str]); 23] = [
    ("builtin", &["with-format"]),
    ("required", &["together"]),
    ("forbidden", &[]),
    ("exactly-one", &[]),
    ("at-least-one", &[]),
    ("at-most-one", &[]),
    ("none", &[]),
    ("in", &["fold"]),
    ("not-in", &["fold"]),
    ("format", &[]),
    ("not-format", &[]),
    ("unique", &["key", "fold", "ignore-prefix"]),
    ("reference", &["fold"]),
    ("not-reference", &["fold"]),
    ("placeholders", &[]),
    ("subset", &[]),
    ("closed-sets", &[]),
    ("order", &["usual"]),
    ("equal", &[]),
    ("sum", &["unit", "each", "max"]),
    ("covers", &[]),
    ("unchanged", &["default", "identity"]),
    ("kept", &["key", "fold", "ignore-prefix"]),
];
/// The bounds of a kind of check, with the key they can be combined with.
const CHECK_BOUNDS: [&[&str]; 3] = [
    &["min-length", "max-length", "unit"],
    &["min-count", "max-count"],
    &["min", "max", "also"],
];

fn check(value: Value<'_>, scope: Scope<'_>) -> Result<Check, LoadError> {
    let table = value.table()?;
    let mut keys: Vec<&str> = CHECK_KINDS.iter().map(|(kind, _)| *kind).collect();
    for key in CHECK_BOUNDS
        .iter()
        .copied()
        .flatten()
        .chain(CHECK_KINDS.iter().flat_map(|(_, beside)| *beside))
    {
        if !keys.contains(key) {
            keys.push(key);
        }
    }
    table.only(&keys)?;
    let mut kinds = CHECK_KINDS
        .iter()
        .filter(|(kind, _)| table.get(kind).is_some());
    let Some((kind, beside)) = kinds.next() else {
        return bounds(&table, scope);
    };
    if let Some((second, _)) = kinds.next() {
        return Err(table.error(format!("`{kind}` cannot be combined with `{second}`")));
    }
    only_beside(&table, kind, |key| key == *kind || beside.contains(&key))?;
    let fold = table.flag("fold")?;
    let value = table.need(kind)?;
    let key = || -> Result<TextKey, LoadError> {
        let members = table.get("key").map_or(Vec::new(), Value::one_or_more);
        Ok(TextKey {
            members: members
                .into_iter()
                .map(|member| scope.name(member))
                .collect::<Result<_, _>>()?,
            fold,
            ignore_prefix: table.text("ignore-prefix")?.unwrap_or_default(),
        })
    };
    Ok(match *kind {
        "builtin" => Check::Builtin {
            fault: value.owned_text()?,
            format: table
                .get("with-format")
                .map(|format| scope.format(format))
                .transpose()?,
        },
        "unique" => Check::List(ListCheck::Unique(key()?)),
        "covers" => Check::List(ListCheck::Covers(scope.name(value)?)),
        "unchanged" => Check::History(HistoryCheck::Unchanged {
            default: table.get("default").map(scalar_text).transpose()?,
            identity: table.flag("identity")?,
        }),
        "kept" => Check::History(HistoryCheck::Kept(key()?)),
        _ => Check::Target(target_check(kind, &table, value, scope)?),
    })
}

fn target_check(
    kind: &str,
    table: &Table<'_>,
    value: Value<'_>,
    scope: Scope<'_>,
) -> Result<TargetCheck, LoadError> {
    let fold = table.flag("fold")?;
    let paths = || scope.paths(value);
    Ok(match kind {
        "required" => TargetCheck::Required {
            paths: paths()?,
            together: table.flag("together")?,
        },
        "forbidden" => TargetCheck::Forbidden,
        "exactly-one" => TargetCheck::Choice(Quantifier::Exactly, paths()?),
        "at-least-one" => TargetCheck::Choice(Quantifier::AtLeast, paths()?),
        "at-most-one" => TargetCheck::Choice(Quantifier::AtMost, paths()?),
        "none" => TargetCheck::Choice(Quantifier::None, paths()?),
        "in" | "not-in" => TargetCheck::In {
            values: some(value)?
                .into_iter()
                .map(scalar_text)
                .collect::<Result<Vec<_>, _>>()?
                .into(),
            fold,
            negated: kind == "not-in",
        },
        "format" | "not-format" => TargetCheck::Format {
            format: scope.format(value)?,
            negated: kind == "not-format",
        },
        "reference" | "not-reference" => TargetCheck::Reference(Reference {
            paths: paths()?,
            fold,
            negated: kind == "not-reference",
        }),
        "placeholders" => TargetCheck::Placeholders(paths()?),
        "subset" => TargetCheck::Subset(scope.path(value)?),
        "closed-sets" => TargetCheck::ClosedSets(
            value
                .items()?
                .into_iter()
                .map(Value::texts)
                .collect::<Result<Vec<_>, _>>()?
                .into(),
        ),
        "order" => TargetCheck::Order(order(value, table.get("usual"), scope)?.into()),
        "equal" => TargetCheck::Equal(paths()?),
        _ => TargetCheck::Sum(Sum {
            paths: paths()?,
            unit: unit(table)?,
            each: table.get("each").map_or(Ok(0), Value::integer)?,
            max: limit(table.need("max")?, scope)?,
        }),
    })
}

fn bounds(table: &Table<'_>, scope: Scope<'_>) -> Result<Check, LoadError> {
    let interval = |min: &str, max: &str| -> Result<Option<Interval>, LoadError> {
        let is_size = min != "min";
        let read = |key: &str| -> Result<Option<Limit>, LoadError> {
            let Some(value) = table.get(key) else {
                return Ok(None);
            };
            match limit(value, scope)? {
                Limit::Number(number) if is_size && number < 0 => {
                    Err(value.error(format!("`{number}` is negative; a size must be 0 or more")))
                }
                limit => Ok(Some(limit)),
            }
        };
        let (least, most) = (read(min)?, read(max)?);
        if let (Some(Limit::Number(least)), Some(Limit::Number(most))) = (least, most)
            && least > most
        {
            return Err(table.error(format!("`{min}` is {least}, but `{max}` is {most}")));
        }
        let (min, max) = (least, most);
        Ok((min.is_some() || max.is_some()).then_some(Interval { min, max }))
    };
    let Some((first, own)) = CHECK_BOUNDS
        .iter()
        .find_map(|own| Some((own[..2].iter().find(|key| table.get(key).is_some())?, own)))
    else {
        return Err(
            table.error("missing kind of check; expected one such as `required`, `in` or `format`")
        );
    };
    only_beside(table, first, |key| own.contains(&key))?;
    if let Some(interval) = interval("min-length", "max-length")? {
        return Ok(Check::Target(TargetCheck::Length {
            interval,
            unit: unit(table)?,
        }));
    }
    if let Some(interval) = interval("min-count", "max-count")? {
        return Ok(Check::List(ListCheck::Count(interval)));
    }
    let also = table.get("also").map_or(Ok(Vec::new()), |value| {
        value
            .one_or_more()
            .into_iter()
            .map(Value::integer)
            .collect()
    })?;
    let interval = interval("min", "max")?.unwrap_or_default();
    Ok(Check::Target(TargetCheck::Range {
        interval,
        also: also.into(),
    }))
}

/// Refuses keys that have no effect with the one that names a kind of check.
fn only_beside(
    table: &Table<'_>,
    kind: &str,
    may_stand: impl Fn(&str) -> bool,
) -> Result<(), LoadError> {
    match table.entries().iter().find(|(key, _)| !may_stand(key.name)) {
        Some((key, _)) => Err(key.error(format!("`{}` has no effect with `{kind}`", key.name))),
        None => Ok(()),
    }
}

fn unit(table: &Table<'_>) -> Result<Unit, LoadError> {
    let known = [
        ("characters", Unit::Characters),
        ("bytes", Unit::Bytes),
        ("items", Unit::Items),
    ];
    table
        .get("unit")
        .map_or(Ok(Unit::Characters), |value| value.word(&known))
}

fn limit(value: Value<'_>, scope: Scope<'_>) -> Result<Limit, LoadError> {
    if !value.is_table() {
        return value.integer().map(Limit::Number);
    }
    let table = value.table()?;
    table.only(&["quota"])?;
    let name = table.need("quota")?;
    let quotas = scope.known.quotas;
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
fn order(
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

/// The values of an array that is not empty, or the value itself where it is no array.
fn some(value: Value<'_>) -> Result<Vec<Value<'_>>, LoadError> {
    let values = value.one_or_more();
    if values.is_empty() {
        Err(value.error("expected at least one value"))
    } else {
        Ok(values)
    }
}

/// A text, or a number or boolean as it would be written in a document.
pub(crate) fn scalar_text(value: Value<'_>) -> Result<Text, LoadError> {
    if value.is_boolean() {
        return value.boolean().map(|it| it.to_string().into());
    }
    if value.is_integer() {
        return value.integer().map(|it| it.to_string().into());
    }
    value.owned_text()
}

fn repair(value: Value<'_>, scope: Scope<'_>) -> Result<Repair, LoadError> {
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
    let table = value.table()?;
    table.only(&[
        "write",
        "remove",
        "insert",
        "remove-members",
        "transform",
        "replace",
        "by",
        "with",
    ])?;
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
            let pair = |(key, value): &(crate::model::load::text::Key<'_>, Value<'_>)| {
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

fn examples(table: &Table<'_>, key: &str, schema: &Schema) -> Result<List<Example>, LoadError> {
    let Some(value) = table.get(key) else {
        return Ok(List::default());
    };
    let example = |value: Value<'_>| -> Result<Example, LoadError> {
        let table = value.table()?;
        table.only(&[
            "text",
            "set",
            "remove",
            "xml",
            "version",
            "base",
            "operation",
            "previous",
            "if-match",
            "quotas",
            "title",
        ])?;
        if let Some(version) = table.get("version") {
            period::of_value(version, &schema.versions)?;
        }
        Ok(Example {
            patch: patch(&table)?,
            previous: table.get("previous").map(previous).transpose()?,
            base: table.text("base")?,
            version: table.text("version")?,
            operation: table
                .get("operation")
                .map(|value| value.word(&OPERATIONS))
                .transpose()?,
            if_match: table.text("if-match")?,
            quotas: quotas(&table)?,
        })
    };
    value
        .items()?
        .into_iter()
        .map(example)
        .collect::<Result<Vec<_>, _>>()
        .map(Into::into)
}

fn quotas(table: &Table<'_>) -> Result<List<(Text, i64)>, LoadError> {
    let Some(value) = table.get("quotas") else {
        return Ok(List::default());
    };
    let pair = |(key, value): (crate::model::load::text::Key<'_>, Value<'_>)| {
        Ok((Text::Owned(key.name.to_owned()), value.integer()?))
    };
    value
        .table()?
        .entries()
        .into_iter()
        .map(pair)
        .collect::<Result<Vec<_>, LoadError>>()
        .map(Into::into)
}

fn previous(value: Value<'_>) -> Result<Patch, LoadError> {
    let table = value.table()?;
    table.only(&["text", "set", "remove", "xml"])?;
    patch(&table)
}

fn patch(table: &Table<'_>) -> Result<Patch, LoadError> {
    let pairs = |key: &str| -> Result<List<(Text, Text)>, LoadError> {
        let Some(value) = table.get(key) else {
            return Ok(List::default());
        };
        let pair = |(key, value): (crate::model::load::text::Key<'_>, Value<'_>)| {
            Ok((Text::Owned(key.name.to_owned()), scalar_text(value)?))
        };
        value
            .table()?
            .entries()
            .into_iter()
            .map(pair)
            .collect::<Result<Vec<_>, LoadError>>()
            .map(Into::into)
    };
    Ok(Patch {
        text: table.text("text")?,
        remove: table.texts("remove")?,
        set: pairs("set")?,
        xml: pairs("xml")?,
    })
}

impl Scope<'_> {
    fn paths(&self, value: Value<'_>) -> Result<List<Path>, LoadError> {
        some(value)?
            .into_iter()
            .map(|it| self.path(it))
            .collect::<Result<Vec<_>, _>>()
            .map(Into::into)
    }
}
