//! Rule files: the language that `docs/rule-language.md` describes, into [`Rule`]s.
//!
//! What lives here: the keys of a rule and their meaning. Paths and conditions are read by
//! `load::paths`, checks by `load::checks`, repairs and examples by the modules of that name.

use std::collections::HashSet;

use crate::model::load::paths::Scope;
use crate::model::load::walk::Starts;
use crate::model::load::words::{self, Place};
use crate::model::load::{
    File, LoadError, Table, Value, checks, examples, own, period, repairs, walk,
};
use crate::model::rule::{
    Base, Check, Condition, Format, Only, OperationKind, Path, Quota, Rule, Target, Words,
};
use crate::model::schema::{List, Schema, ShapeId, Text, VersionSet};
use crate::model::{ServiceError, Severity};
use crate::text::Applicability;

/// More rules than this are refused; an index numbers them with two bytes.
const MOST_RULES: usize = 50_000;
/// After this many errors the rest is not read.
const MOST_ERRORS: usize = 100;

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
    let mut names = HashSet::new();
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
            if errors.len() >= MOST_ERRORS {
                break;
            }
            if rules.len() >= MOST_RULES {
                errors.push(key.error(format!("more than {MOST_RULES} rules")));
                break;
            }
            if !names.insert(key.name.to_owned()) {
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

pub(crate) const WORD_KEYS: [&str; 6] = ["message", "label", "related", "note", "help", "fix"];
/// The keys of a rule besides its words.
const KEYS: [&str; 24] = [
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

fn rule(
    name: &str,
    module: &str,
    table: &Table<'_>,
    known: Known<'_>,
    is_policy: bool,
) -> Result<Rule, LoadError> {
    let mut keys = KEYS.to_vec();
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
    let (kind, check) = checks::read(check_value, scope)?;
    if is_policy {
        own::check(table, &check)?;
    }
    words::check(table, kind, &check, Place { at: &at, known })?;
    only_words_in_use(table, &check)?;
    if at.is_empty() && !matches!(check, Check::Builtin { .. }) {
        return Err(table.error("missing key `at`; name the element that the rule checks, such as `at = \"Origin/DomainName\"`"));
    }
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
        repair: table
            .get("repair")
            .map(|value| repairs::read(value, known))
            .transpose()?,
        applicability: applicability(table.flag("safe")?),
        why: table.need_text("why")?,
        ignore: ignore(table, severity, is_policy)?,
        sources: match table.get("source") {
            None if !is_policy => table.need("source")?.texts()?,
            _ => table.texts("source")?,
        },
        constraints: table.texts("constraints")?,
        unseen: table.texts("unseen")?,
        bad: examples::read(table, "bad", schema)?,
        good: examples::read(table, "good", schema)?,
        at: at.into(),
    })
}

/// The words of a fix need a repair that makes one, unless the engine does.
fn only_words_in_use(table: &Table<'_>, check: &Check) -> Result<(), LoadError> {
    match table.get("fix") {
        Some(fix) if table.get("repair").is_none() && !matches!(check, Check::Builtin { .. }) => {
            Err(fix.error("`fix` has no effect without `repair`"))
        }
        _ => Ok(()),
    }
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
            applicability: safe.map(applicability),
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
    pub(crate) fn paths(&self, value: Value<'_>) -> Result<List<Path>, LoadError> {
        checks::some(value)?
            .into_iter()
            .map(|it| self.path(it))
            .collect::<Result<Vec<_>, _>>()
            .map(Into::into)
    }
}
