//! Rule files: the language that `docs/rule-language.md` describes, into [`Rule`]s.
//!
//! What lives here: the rules of files, with all errors. One rule is read by `load::rule`, families
//! of rules by `load::families`, and the names that files define by `load::definitions`.

use std::collections::HashSet;

use crate::model::load::definitions::{self, Definitions};
use crate::model::load::families::Family;
use crate::model::load::paths::Facts;
use crate::model::load::rule::{mistakes, rule};
use crate::model::load::text::Key;
use crate::model::load::{File, LoadError, Parsed, Table, Value};
use crate::model::rule::{Format, Quota, Rule};
use crate::model::schema::Schema;

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
    load_with(files, &[], known, false)
}

/// The rules of a team's files, which need no `ignore` and no `source`, and can use the names that
/// other files define.
///
/// # Errors
/// Every invalid rule.
pub fn load_policy(
    files: &[File],
    definitions: &[File],
    known: Known<'_>,
) -> Result<Vec<Rule>, Vec<LoadError>> {
    load_with(files, definitions, known, true)
}

fn load_with(
    files: &[File],
    shared: &[File],
    known: Known<'_>,
    is_policy: bool,
) -> Result<Vec<Rule>, Vec<LoadError>> {
    let mut errors = Vec::new();
    let shared = parse_all(shared, &mut errors);
    let files = parse_all(files, &mut errors);
    let mut definitions = Definitions::default();
    for files in [&shared, &files] {
        errors.extend(definitions.add_all(files));
    }
    let facts = Facts {
        known,
        definitions: &definitions,
    };
    let mut reader = Reader {
        facts,
        is_policy,
        names: HashSet::new(),
        rules: Vec::new(),
        errors,
    };
    for file in &files {
        reader.file(&file.root());
    }
    if reader.errors.is_empty() {
        Ok(reader.rules)
    } else {
        Err(reader.errors)
    }
}

/// The names of the rules of a file, where they are written: those of a family are in its rows.
pub(crate) fn names<'f>(root: &Table<'f>) -> Vec<Key<'f>> {
    let entries = root.entries().into_iter();
    let rules = entries.filter(|(key, _)| key.name != definitions::KEY);
    let of = |(key, value): (Key<'f>, Value<'f>)| match Family::of(value) {
        Some((family, _)) => family.names(),
        None => vec![key],
    };
    rules.flat_map(of).collect()
}

/// What has been read of some files.
struct Reader<'k> {
    facts: Facts<'k>,
    is_policy: bool,
    names: HashSet<String>,
    rules: Vec<Rule>,
    errors: Vec<LoadError>,
}

impl Reader<'_> {
    fn file(&mut self, root: &Table<'_>) {
        let before = self.errors.len();
        if let Some(error) = formats_as_rules(root) {
            self.errors.push(error);
            return;
        }
        let entries = root.entries().into_iter();
        for (key, value) in entries.filter(|(key, _)| key.name != definitions::KEY) {
            self.errors.extend(check_name(&key).err());
            if let Some((family, errors)) = Family::of(value) {
                self.errors.extend(errors);
                self.family(family);
            } else {
                let errors = self.rule(&key, value);
                self.errors.extend(errors);
            }
        }
        self.errors[before..].sort_by_key(|error| (error.line, error.column));
    }

    /// Reads the rules of a family. An error that several of them have is reported for the first.
    fn family(&mut self, mut family: Family<'_>) {
        let mut seen: Vec<LoadError> = Vec::new();
        for key in family.names() {
            self.errors.extend(check_name(&key).err());
            let value = family.rule(&key);
            for error in self.rule(&key, value.value()) {
                if !seen.contains(&error) {
                    let message = format!("rule `{}`: {}", key.name, error.message);
                    seen.push(error.clone());
                    self.errors.push(LoadError { message, ..error });
                }
            }
        }
        self.errors.extend(family.unused());
    }

    /// Reads a rule and returns what is wrong with it.
    fn rule(&mut self, key: &Key<'_>, value: Value<'_>) -> Vec<LoadError> {
        if self.errors.len() >= MOST_ERRORS || self.rules.len() > MOST_RULES {
            return Vec::new();
        }
        if self.rules.len() == MOST_RULES {
            self.errors
                .push(key.error(format!("more than {MOST_RULES} rules")));
            return Vec::new();
        }
        if !self.names.insert(key.name.to_owned()) {
            self.errors
                .push(key.error(format!("duplicate rule `{}`", key.name)));
        }
        let table = value.table();
        match table.and_then(|table| rule(key, &table, self.facts, self.is_policy)) {
            Ok(rule) => {
                self.rules.push(rule);
                Vec::new()
            }
            Err(error) => mistakes(&value, self.facts, self.is_policy, error),
        }
    }
}

/// The error of a file of formats that is given as a file of rules.
fn formats_as_rules(root: &Table<'_>) -> Option<LoadError> {
    let entries = root.entries();
    let is_format = |value: &Value<'_>| {
        let table = value.table().ok();
        table.is_some_and(|it| it.get("pattern").is_some() && it.get("check").is_none())
    };
    let (first, _) = entries.first()?;
    entries.iter().all(|(_, value)| is_format(value)).then(|| {
        first.error(
            "this file defines formats; list it as `formats` in the configuration, not as `rules`",
        )
    })
}

/// The files that are TOML.
fn parse_all<'f>(files: &'f [File], errors: &mut Vec<LoadError>) -> Vec<Parsed<'f>> {
    let mut parsed = Vec::new();
    for file in files {
        match file.parse() {
            Ok(file) => parsed.push(file),
            Err(error) => errors.push(error),
        }
    }
    parsed
}

fn check_name(key: &Key<'_>) -> Result<(), LoadError> {
    if definitions::is_name(key.name) {
        return Ok(());
    }
    Err(key.error(format!(
        "invalid rule name `{}`; write lower-case words joined by `-`",
        key.name
    )))
}
