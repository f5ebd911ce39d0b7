//! One rule, from the keys of its table.
//!
//! What lives here: the keys of a rule and their meaning. Paths and conditions are read by
//! `load::paths`, checks by `load::checks`, repairs and examples by the modules of that name.

use crate::model::load::paths::{Facts, Scope, parse};
use crate::model::load::text::Key;
use crate::model::load::walk::{Beginning, Starts};
use crate::model::load::words::{self, Place};
use crate::model::load::{
    LoadError, Table, Value, checks, evidence, examples, keys, own, paths, period, repairs, walk,
};
use crate::model::rule::{
    Base, Check, Condition, Only, OperationKind, Path, Repair, Rule, Target, Words,
};
use crate::model::schema::{List, Schema, ShapeId, Text, VersionSet};
use crate::model::{ServiceError, Severity};
use crate::text::Applicability;

pub(crate) const WORD_KEYS: [&str; 6] = ["message", "label", "related", "note", "help", "fix"];
/// The key of a rule whose targets are not allowed under some conditions.
pub(super) const FORBIDDEN_WHEN: &str = "forbidden-when";
const SEVERITIES: [(&str, Severity); 3] = [
    ("error", Severity::Error),
    ("warning", Severity::Warning),
    ("advice", Severity::Advice),
];
pub(super) const OPERATIONS: [(&str, OperationKind); 3] = [
    ("create", OperationKind::Create),
    ("update", OperationKind::Update),
    ("delete", OperationKind::Delete),
];

/// A rule.
///
/// # Errors
/// At the first mistake.
pub(super) fn rule(
    key: &Key<'_>,
    table: &Table<'_>,
    facts: Facts<'_>,
    is_policy: bool,
) -> Result<Rule, LoadError> {
    table.only(&keys::names(keys::RULE))?;
    let schema = facts.known.schema;
    let every = period::every(&schema.versions);
    let versions = period::of_table(table, &schema.versions, every)?;
    let at = table
        .get("at")
        .map_or(Ok(Vec::new()), |value| targets(value, facts))?;
    let starts = Starts::of(&at, schema);
    let scope = Scope {
        facts,
        starts: &starts,
        begins: Beginning::Instance,
    };
    let (kind, check) = match table.get(FORBIDDEN_WHEN) {
        Some(_) => checks::forbidden_when(table)?,
        None => checks::read(table.need("check")?, scope)?,
    };
    if is_policy {
        own::check(table, &check, schema)?;
    }
    words::check(table, kind, &check, Place { at: &at, facts })?;
    only_words_in_use(table, &check)?;
    written_value(table, scope)?;
    if at.is_empty() && !matches!(check, Check::Builtin { .. }) {
        return Err(table.error("missing key `at`; name the element that the rule checks, such as `at = \"Origin/DomainName\"`"));
    }
    let severity = table.need("severity")?.word(&SEVERITIES)?;
    let sources = evidence::sources(table, facts, is_policy)?;
    Ok(Rule {
        name: Text::Owned(key.name.to_owned()),
        module: Text::Owned(table.file().stem().to_owned()),
        title: facts.text(table.need("title")?)?,
        severity,
        confidence: evidence::confidence(&sources, table)?,
        service: table.get("service").map(service).transpose()?,
        group: table.text("group")?,
        preview: table.flag("preview")?,
        versions: existing(&at, schema, versions),
        operations: operations(table)?,
        dialects: dialects(table, &check)?,
        by_account: table.flag("account")?,
        only: only(table, scope)?,
        when: conditions(table, scope)?,
        check,
        shows: shows(table, scope)?,
        words: words(table, facts)?,
        variants: variants(table, scope)?,
        repair: repair(table, facts)?,
        applicability: applicability(table.flag("safe")?),
        why: facts.text(table.need("why")?)?,
        ignore: ignore(table, severity, facts, is_policy)?,
        sources,
        constraints: table.texts("constraints")?,
        unseen: table.texts("unseen")?,
        bad: examples::read(table, "bad", facts)?,
        good: examples::read(table, "good", facts)?,
        at: at.into(),
    })
}

/// All mistakes of a rule whose first one is known: what each key says by itself.
pub(super) fn mistakes(
    value: &Value<'_>,
    facts: Facts<'_>,
    is_policy: bool,
    first: LoadError,
) -> Vec<LoadError> {
    let Ok(table) = value.table() else {
        return vec![first];
    };
    let schema = facts.known.schema;
    let at = table.get("at").map(|value| targets(value, facts));
    let at = at.and_then(Result::ok).unwrap_or_default();
    let starts = Starts::of(&at, schema);
    let scope = Scope {
        facts,
        starts: &starts,
        begins: Beginning::Instance,
    };
    let mut errors = vec![first];
    errors.extend(table.unknown_keys(&keys::names(keys::RULE)));
    let read: [Option<LoadError>; 15] = [
        table
            .get("severity")
            .and_then(|it| it.word(&SEVERITIES).err()),
        table
            .get("check")
            .and_then(|it| checks::read(it, scope).err()),
        conditions(&table, scope).err(),
        shows(&table, scope).err(),
        table.get("service").and_then(|it| service(it).err()),
        repair(&table, facts).err(),
        written_value(&table, scope).err(),
        only(&table, scope).err(),
        operations(&table).err(),
        words_of(&table, "dialects", keys::DIALECTS).err(),
        variants(&table, scope).err(),
        examples::read(&table, "bad", facts).err(),
        examples::read(&table, "good", facts).err(),
        words(&table, facts).err(),
        own::examples(&table, schema).err().filter(|_| is_policy),
    ];
    errors.extend(read.into_iter().flatten());
    errors.sort_by_key(|error| (error.line, error.column));
    errors.dedup();
    errors
}

/// What is said about a fix needs a repair that makes one, unless the engine does.
fn only_words_in_use(table: &Table<'_>, check: &Check) -> Result<(), LoadError> {
    if table.get("repair").is_some() || matches!(check, Check::Builtin { .. }) {
        return Ok(());
    }
    for key in ["fix", "safe"] {
        if let Some(value) = table.get(key) {
            return Err(value.error(format!("`{key}` has no effect without `repair`")));
        }
    }
    Ok(())
}

/// Makes sure that a version has the value that the repair writes.
fn written_value(table: &Table<'_>, scope: Scope<'_>) -> Result<(), LoadError> {
    let repair = table.get("repair").map(Value::table).transpose()?;
    let Some(written) = repair.and_then(|repair| repair.get("write")) else {
        return Ok(());
    };
    let known = scope.starts.target_values(scope.facts.known.schema);
    paths::exist(written, known, false)
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
fn ignore(
    table: &Table<'_>,
    severity: Severity,
    facts: Facts<'_>,
    is_policy: bool,
) -> Result<Text, LoadError> {
    /// When to ignore a warning about what the service may refuse.
    const ACCEPTED: &str = "When CloudFront has accepted this document before.";
    match table.get("ignore") {
        Some(ignore) => facts.text(ignore),
        None if is_policy || severity == Severity::Error => Ok(Text::default()),
        None if severity == Severity::Warning && table.get("service").is_some() => {
            Ok(Text::Borrowed(ACCEPTED))
        }
        None => table.need_text("ignore"),
    }
}

/// The versions of a rule in which one of its targets exists.
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

fn applicability(is_safe: bool) -> Applicability {
    if is_safe {
        Applicability::Safe
    } else {
        Applicability::Unsafe
    }
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

/// The dialects of a rule. What the engine finds, it finds in all of them.
fn dialects(table: &Table<'_>, check: &Check) -> Result<List<Text>, LoadError> {
    match table.get("dialects") {
        Some(value) if matches!(check, Check::Builtin { .. }) => {
            Err(value.error("`dialects` has no effect on a check of the engine"))
        }
        _ => words_of(table, "dialects", keys::DIALECTS),
    }
}

/// One or more of some words.
fn words_of(table: &Table<'_>, key: &str, words: &[&'static str]) -> Result<List<Text>, LoadError> {
    let known: Vec<(&str, Text)> = words.iter().map(|it| (*it, Text::Borrowed(it))).collect();
    let values = table.get(key).map(Value::one_or_more).unwrap_or_default();
    let read = values.into_iter().map(|value| value.word(&known));
    read.collect::<Result<Vec<_>, _>>().map(Into::into)
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

/// The targets of `at`: a family means each of its shapes.
fn targets(value: Value<'_>, facts: Facts<'_>) -> Result<Vec<Target>, LoadError> {
    let schema = facts.known.schema;
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
            let error = value.error_at(name, format!("unknown shape `{name}`"));
            return Err(error.near_or(name, names, "expected one such as `Origin` or `Behavior`"));
        }
        let first = targets.len();
        for shape in shapes {
            let path = parse(value, rest.trim_start_matches('/'), facts)?;
            targets.push(Target {
                shape: ShapeId(shape as u16),
                path,
            });
        }
        walk::lead_from(value, &targets[first..], schema)?;
    }
    Ok(targets)
}

fn words(table: &Table<'_>, facts: Facts<'_>) -> Result<Words, LoadError> {
    let text = |key| table.get(key).map(|value| facts.text(value)).transpose();
    Ok(Words {
        message: text("message")?,
        label: text("label")?,
        related: text("related")?,
        note: text("note")?,
        help: text("help")?,
        fix: text("fix")?,
        severity: None,
        applicability: None,
        when: List::default(),
    })
}

fn variants(table: &Table<'_>, scope: Scope<'_>) -> Result<List<(Text, Words)>, LoadError> {
    let Some(value) = table.get("variants") else {
        return Ok(List::default());
    };
    let mut variants = Vec::new();
    for (key, value) in value.table()?.entries() {
        let table = value.table()?;
        table.only(&keys::names(keys::VARIANT))?;
        let safe = table.get("safe").map(Value::boolean).transpose()?;
        let words = Words {
            severity: table
                .get("severity")
                .map(|value| value.word(&SEVERITIES))
                .transpose()?,
            applicability: safe.map(applicability),
            when: conditions(&table, scope)?,
            ..words(&table, scope.facts)?
        };
        variants.push((Text::Owned(key.name.to_owned()), words));
    }
    Ok(variants.into())
}

fn repair(table: &Table<'_>, facts: Facts<'_>) -> Result<Option<Repair>, LoadError> {
    let value = table.get("repair");
    value.map(|value| repairs::read(value, facts)).transpose()
}

/// The paths to other places that a finding shows.
fn shows(table: &Table<'_>, scope: Scope<'_>) -> Result<List<Path>, LoadError> {
    let Some(value) = table.get("show") else {
        return Ok(List::default());
    };
    let paths = value.one_or_more().into_iter().map(|it| scope.path(it));
    paths.collect::<Result<Vec<_>, _>>().map(Into::into)
}

/// What must be true for a rule or variant to apply.
fn conditions(table: &Table<'_>, scope: Scope<'_>) -> Result<List<List<Condition>>, LoadError> {
    let value = table.get(FORBIDDEN_WHEN).or_else(|| table.get("when"));
    value.map_or(Ok(List::default()), |value| clauses(value, scope))
}

fn clauses(value: Value<'_>, scope: Scope<'_>) -> Result<List<List<Condition>>, LoadError> {
    value
        .one_or_more()
        .into_iter()
        .map(|clause| scope.clause(clause))
        .collect::<Result<Vec<_>, _>>()
        .map(Into::into)
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

impl Scope<'_> {
    /// The conditions of which one must be true, some by name.
    fn clause(&self, value: Value<'_>) -> Result<List<Condition>, LoadError> {
        let mut conditions = Vec::new();
        for it in value.one_or_more() {
            if !it.is_text() {
                conditions.push(self.condition(&it.table()?)?);
                continue;
            }
            for named in self.facts.definitions.condition(it)? {
                let condition = named.table().and_then(|table| self.condition(&table));
                conditions.push(condition.map_err(|error| {
                    let name = it.text().unwrap_or_default();
                    let (path, line) = (&error.path, error.line);
                    let place = format!("condition `{name}` ({path}:{line})");
                    it.error(format!("{place}: {}", error.message))
                })?);
            }
        }
        Ok(conditions.into())
    }

    pub(crate) fn paths(&self, value: Value<'_>) -> Result<List<Path>, LoadError> {
        checks::some(value)?
            .into_iter()
            .map(|it| self.path(it))
            .collect::<Result<Vec<_>, _>>()
            .map(Into::into)
    }
}
