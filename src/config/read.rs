//! Reads the configuration, and collects everything that is wrong with it.
//!
//! TOML is walked by hand instead of with serde: a person who fixes a file wants all mistakes at
//! once, each at its position with what was probably meant, and serde stops at the first.

use crate::builtin::{QUOTAS, SCHEMA};
use crate::config::keys::{self, FORMATS, Key};
use crate::config::selection::{near_rules, rules_matching};
use crate::config::settings::{FailOn, Settings};
use crate::config::{Config, Entry, Override};
use crate::lint::Operation;
use crate::lint::{self, Suppression};
use crate::model::Severity;
use crate::model::load::{LoadError, Table, Value};
use crate::model::rule::Rule;

const SEVERITIES: [(&str, Severity); 3] = [
    ("error", Severity::Error),
    ("warning", Severity::Warning),
    ("advice", Severity::Advice),
];

/// Reads tables and keeps the errors.
pub(super) struct Reader<'r> {
    own: &'r [Rule],
    pub(super) errors: Vec<LoadError>,
}

impl<'r> Reader<'r> {
    /// A reader that knows the team's own rules.
    pub(super) fn new(own: &'r [Rule]) -> Self {
        Self {
            own,
            errors: Vec::new(),
        }
    }

    fn keep<T>(&mut self, result: Result<T, LoadError>) -> Option<T> {
        result.map_err(|error| self.errors.push(error)).ok()
    }

    /// The whole file.
    pub(super) fn config(&mut self, root: &Table<'_>) -> Config {
        self.check_keys(root, keys::ROOT);
        let mut config = Config {
            settings: self.settings(root),
            extends: self.texts(root, "extends"),
            rules: self.texts(root, "rules"),
            formats: self.texts(root, "formats"),
            include: self.texts(root, "include"),
            exclude: self.texts(root, "exclude"),
            service_model: self.text(root, "service-model"),
            baseline: self.text(root, "baseline"),
            format: self.output_formats(root),
            ..Config::default()
        };
        for value in self.tables(root, "override") {
            if let Some(table) = self.keep(value.table()) {
                self.check_keys(&table, keys::OVERRIDE);
                let files = self.texts(&table, "files");
                let settings = self.settings(&table);
                config.overrides.push(Override { files, settings });
            }
        }
        for value in self.tables(root, "suppress") {
            let entry = self.suppression(value);
            config.suppressions.extend(entry);
        }
        config
    }

    /// Reports unknown and missing keys.
    fn check_keys(&mut self, table: &Table<'_>, keys: &[Key]) {
        let names: Vec<&str> = keys.iter().map(|key| key.name).collect();
        for (key, _) in table.entries() {
            if !names.contains(&key.name) {
                let error = key.error(format!("unknown key `{}`", key.name));
                self.errors.push(error.near_or_all(key.name, &names));
            }
        }
        for key in keys.iter().filter(|key| key.required) {
            self.keep(table.need(key.name));
        }
    }

    fn settings(&mut self, table: &Table<'_>) -> Settings {
        Settings {
            select: self.select(table),
            groups: self.groups(table),
            preview: self.boolean(table, "preview"),
            ignore: self.rules(table, "ignore"),
            severity: self.severities(table),
            min_severity: self.word(table, "min-severity", &SEVERITIES),
            fail_on: self.word(table, "fail-on", &thresholds()),
            api_version: self.version(table),
            operation: self.word(
                table,
                "operation",
                &[("create", Operation::Create), ("update", Operation::Update)],
            ),
            previous: self.previous(table),
            quotas: self.quotas(table),
            names: self.names(table),
        }
    }

    /// The rules of `select`; `None` if it is not there.
    fn select(&mut self, table: &Table<'_>) -> Option<Vec<String>> {
        let value = table.get("select")?;
        let before = self.errors.len();
        let rules = self.rules(table, "select");
        if rules.is_empty() && self.errors.len() == before {
            let message =
                "empty selection, which turns off all rules; name rules, or remove the key";
            self.errors.push(value.error(message));
        }
        Some(rules)
    }

    /// The rules at a key, given by names or globs.
    fn rules(&mut self, table: &Table<'_>, key: &str) -> Vec<String> {
        let mut rules = Vec::new();
        for value in table.get(key).map(Value::one_or_more).unwrap_or_default() {
            if let Some(name) = self.keep(value.text()) {
                rules.extend(self.named(name, |message| value.error(message)));
            }
        }
        rules
    }

    /// The rules of a suppression, by name only: one that is unused is reported.
    fn exact_rules(&mut self, table: &Table<'_>) -> Vec<String> {
        let rules = self.rules(table, "rules");
        for value in table
            .get("rules")
            .map(Value::one_or_more)
            .unwrap_or_default()
        {
            let is_glob = |name: &str| name.contains(['*', '?']);
            if value.text().is_ok_and(is_glob) {
                self.errors
                    .push(value.error("a suppression must name its rules, without globs"));
            }
        }
        rules
    }

    /// The rules that a name or glob means, of which there must be one.
    fn named(&mut self, name: &str, error: impl Fn(String) -> LoadError) -> Vec<String> {
        let found = rules_matching(name, self.own);
        if found.is_empty() {
            let message = if name.contains(['*', '?']) {
                format!("no rule matches `{name}`")
            } else {
                format!("unknown rule `{name}`")
            };
            let mut error = error(message);
            error.near = near_rules(name, self.own);
            self.errors.push(error);
        }
        found
    }

    fn groups(&mut self, table: &Table<'_>) -> Vec<String> {
        let known = lint::groups(lint::rules().iter().chain(self.own));
        let mut groups = Vec::new();
        for value in table
            .get("groups")
            .map(Value::one_or_more)
            .unwrap_or_default()
        {
            let Some(name) = self.keep(value.text()) else {
                continue;
            };
            if known.contains(&name) {
                groups.push(name.to_owned());
            } else {
                let error = value.error(format!("unknown group of rules `{name}`"));
                self.errors.push(error.near_or_all(name, &known));
            }
        }
        groups
    }

    fn severities(&mut self, table: &Table<'_>) -> Vec<(String, Option<Severity>)> {
        let words: Vec<(&str, Option<Severity>)> = SEVERITIES
            .map(|(word, severity)| (word, Some(severity)))
            .into_iter()
            .chain([("off", None)])
            .collect();
        let mut severities: Vec<(String, Option<Severity>)> = Vec::new();
        let Some(table) = self.table(table, "severity") else {
            return severities;
        };
        for (key, value) in table.entries() {
            let rules = self.named(key.name, |message| key.error(message));
            if let Some(severity) = self.keep(value.word(&words)) {
                // A later key, which can be about single rules of an earlier glob, wins.
                severities.retain(|(rule, _)| !rules.contains(rule));
                severities.extend(rules.into_iter().map(|rule| (rule, severity)));
            }
        }
        severities
    }

    fn version(&mut self, table: &Table<'_>) -> Option<String> {
        let value = table.get("api-version")?;
        let name = self.keep(value.text())?;
        if SCHEMA.version(name).is_none() {
            let names = SCHEMA.versions.iter().map(|version| version.name.as_ref());
            let hint = "the versions go from `2008-06-30` to `2020-05-31`";
            let error = value.error(format!("unknown API version `{name}`"));
            self.errors.push(error.near_or(name, names, hint));
        }
        Some(name.to_owned())
    }

    fn previous(&mut self, table: &Table<'_>) -> Option<String> {
        let value = table.get("previous")?;
        let text = self.keep(value.text())?;
        if let Err(message) = check_previous(text) {
            self.errors.push(value.error(message));
        }
        Some(text.to_owned())
    }

    /// The names of resources, by their ids.
    fn names(&mut self, table: &Table<'_>) -> Vec<(String, String)> {
        let mut names = Vec::new();
        let Some(table) = self.table(table, "names") else {
            return names;
        };
        for (key, value) in table.entries() {
            match self.keep(value.text()) {
                Some(name) if name.trim().is_empty() => {
                    self.errors
                        .push(value.error("expected a name, found an empty text"));
                }
                Some(name) => names.push((key.name.to_owned(), name.to_owned())),
                None => {}
            }
        }
        names
    }

    fn quotas(&mut self, table: &Table<'_>) -> Vec<(String, i64)> {
        let mut quotas = Vec::new();
        let Some(table) = self.table(table, "quotas") else {
            return quotas;
        };
        for (key, value) in table.entries() {
            if QUOTAS.iter().all(|quota| quota.name != key.name) {
                let names = QUOTAS.iter().map(|quota| quota.name.as_ref());
                let error = key.error(format!("unknown quota `{}`", key.name));
                self.errors.push(error.near(key.name, names));
            }
            match self.keep(value.integer()) {
                Some(limit) if limit < 0 => self
                    .errors
                    .push(value.error(format!("`{limit}` is negative; a quota must be 0 or more"))),
                Some(limit) => quotas.push((key.name.to_owned(), limit)),
                None => {}
            }
        }
        quotas
    }

    fn output_formats(&mut self, table: &Table<'_>) -> Vec<String> {
        let formats = self.texts(table, "format");
        let values = table.get("format").map(Value::one_or_more);
        for value in values.unwrap_or_default() {
            let Ok(text) = value.text() else { continue };
            let name = text.split('=').next().unwrap_or(text);
            if !FORMATS.contains(&name) {
                let error = value.error(format!("unknown format `{name}`"));
                self.errors.push(error.near_or_all(name, FORMATS));
            }
        }
        formats
    }

    fn suppression(&mut self, value: Value<'_>) -> Option<Entry> {
        let table = self.keep(value.table())?;
        self.check_keys(&table, keys::SUPPRESS);
        if let Some(reason) = table.get("reason")
            && self
                .keep(reason.text())
                .is_some_and(|text| text.trim().is_empty())
        {
            let message = "empty reason; write why these findings are right to ignore";
            self.errors.push(reason.error(message));
        }
        let rules = self.exact_rules(&table);
        let path = table.get("path").and_then(|path| self.path(path))?;
        let files = self.texts(&table, "files");
        let place = value.error("");
        Some(Entry {
            files,
            suppression: Suppression { rules, path },
            path: place.path,
            line: place.line,
            column: place.column,
        })
    }

    /// A path as in findings, in which every name exists.
    fn path(&mut self, value: Value<'_>) -> Option<String> {
        let path = self.keep(value.text())?;
        if path.trim().is_empty() {
            let message = "empty path; write the path of an element such as `DistributionConfig/Aliases`, \
                           or `*` for the whole document";
            self.errors.push(value.error(message));
            return None;
        }
        if path.matches('[').count() != path.matches(']').count() {
            self.errors
                .push(value.error(format!("unbalanced bracket in `{path}`")));
            return None;
        }
        let segments = lint::segments(path);
        if lint::is_of_template(&segments) {
            return Some(path.to_owned());
        }
        for segment in segments {
            let name = segment.split('[').next().unwrap_or(segment);
            if name != "*" && SCHEMA.name(name).is_none() {
                let error = value.error(format!("unknown element `{name}`"));
                let names = SCHEMA.names.iter().map(AsRef::as_ref);
                self.errors.push(error.near(name, names));
            }
        }
        Some(path.to_owned())
    }

    fn word<T: Clone>(&mut self, table: &Table<'_>, key: &str, words: &[(&str, T)]) -> Option<T> {
        let value = table.get(key)?;
        self.keep(value.word(words))
    }

    fn boolean(&mut self, table: &Table<'_>, key: &str) -> Option<bool> {
        let value = table.get(key)?;
        self.keep(value.boolean())
    }

    fn text(&mut self, table: &Table<'_>, key: &str) -> Option<String> {
        let value = table.get(key)?;
        let text = self.keep(value.text())?;
        if text.trim().is_empty() {
            self.errors.push(value.error(format!("empty `{key}`")));
        }
        Some(text.to_owned())
    }

    fn texts(&mut self, table: &Table<'_>, key: &str) -> Vec<String> {
        let mut texts = Vec::new();
        for value in table.get(key).map(Value::one_or_more).unwrap_or_default() {
            texts.extend(self.keep(value.text()).map(str::to_owned));
        }
        texts
    }

    fn table<'f>(&mut self, table: &Table<'f>, key: &str) -> Option<Table<'f>> {
        let value = table.get(key)?;
        self.keep(value.table())
    }

    fn tables<'f>(&mut self, table: &Table<'f>, key: &str) -> Vec<Value<'f>> {
        table
            .get(key)
            .and_then(|value| self.keep(value.items()))
            .unwrap_or_default()
    }
}

fn thresholds() -> Vec<(&'static str, FailOn)> {
    SEVERITIES
        .into_iter()
        .map(|(word, severity)| (word, FailOn::Severity(severity)))
        .chain([("never", FailOn::Never)])
        .collect()
}

/// Checks the name of a previous document, which has placeholders for that of the document.
fn check_previous(text: &str) -> Result<(), String> {
    if !text.contains("{stem}") && !text.contains("{name}") {
        return Err(format!(
            "`{text}` names the same file for every document; use `{{stem}}` or `{{name}}`, as in `{{stem}}.live.json`"
        ));
    }
    let rest = text.replace("{stem}", "").replace("{name}", "");
    match rest.find(['{', '}']) {
        Some(_) => Err(format!(
            "unknown placeholder in `{text}`; expected `{{stem}}` or `{{name}}`"
        )),
        None if text == "{name}" => {
            Err("`{name}` is the document itself; add a folder or an ending".to_owned())
        }
        None => Ok(()),
    }
}
