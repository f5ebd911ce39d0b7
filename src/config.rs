//! The configuration file, `cloudfront-lint.toml`: what a team has decided on the rules, and how its files are judged.
//!
//! What lives here: the keys, in one table from which the reader, its errors and the JSON schema are made, and what they
//! mean for a [`Linter`]. What does not: looking for the file, and matching paths with patterns.

use crate::builtin::{FORMATS, QUOTAS, SCHEMA};
use crate::lint;
use crate::lint::{Linter, Suppression};
use crate::model::Severity;
use crate::model::load::rules::{Known, load_policy};
use crate::model::load::{File, LoadError, Table, Value};
use crate::model::rule::{Format, OperationKind, Rule};

/// What a key holds.
#[derive(Clone, Copy, Debug)]
enum Kind {
    /// A text out of a list.
    Text(&'static [&'static str]),
    /// Texts.
    Texts,
    /// A table of texts to one of some words.
    Words(&'static [&'static str]),
    /// A text that says something.
    Prose,
    /// The name of a version.
    Version,
    /// A table of quotas to whole numbers.
    Quotas,
    /// An array of tables.
    Tables(&'static [Key]),
}

/// A key of the file.
#[derive(Clone, Copy, Debug)]
struct Key {
    name: &'static str,
    kind: Kind,
    required: bool,
    doc: &'static str,
}

const fn key(name: &'static str, kind: Kind, doc: &'static str) -> Key {
    Key {
        name,
        kind,
        required: false,
        doc,
    }
}

const fn required(name: &'static str, kind: Kind, doc: &'static str) -> Key {
    Key {
        name,
        kind,
        required: true,
        doc,
    }
}

const WEIGHTS: &[&str] = &["error", "warning", "advice", "off"];
const OPERATIONS: &[&str] = &["create", "update"];
const PATTERNS: &str =
    "patterns of paths, relative to the folder of this file; `**` stands for any folders";

const SELECT: Key = key(
    "select",
    Kind::Texts,
    "the only rules that are on; without it all are",
);
const IGNORE: Key = key("ignore", Kind::Texts, "rules that are off");
const SEVERITY: Key = key(
    "severity",
    Kind::Words(WEIGHTS),
    "how much the findings of a rule weigh",
);
const GROUPS: Key = key(
    "groups",
    Kind::Texts,
    "groups of rules that are on, such as `security`; the rules of a group are off otherwise",
);
const API_VERSION: Key = key(
    "api-version",
    Kind::Version,
    "the API version that documents are judged by, whatever they declare",
);
const OPERATION: Key = key(
    "operation",
    Kind::Text(OPERATIONS),
    "the request that documents are for",
);
const QUOTAS_KEY: Key = key(
    "quotas",
    Kind::Quotas,
    "quotas of the account that differ from the documented ones",
);

/// The keys of an override.
const OVERRIDE: &[Key] = &[
    required("files", Kind::Texts, PATTERNS),
    SELECT,
    GROUPS,
    IGNORE,
    SEVERITY,
    API_VERSION,
    OPERATION,
    QUOTAS_KEY,
];

/// The keys of a suppression.
const SUPPRESS: &[Key] = &[
    required("rules", Kind::Texts, "the rules whose findings are dropped"),
    required(
        "path",
        Kind::Prose,
        "the element, and everything in it: a path as findings have it, with `*` for any one element",
    ),
    required("reason", Kind::Prose, "why it is right"),
    key("files", Kind::Texts, PATTERNS),
];

/// The keys of the file.
const KEYS: &[Key] = &[
    SELECT,
    GROUPS,
    IGNORE,
    SEVERITY,
    key(
        "rules",
        Kind::Texts,
        "rule files of the team, as patterns relative to the folder of this file",
    ),
    key(
        "formats",
        Kind::Texts,
        "files with formats of the team, for its rules; patterns relative to the folder of this file",
    ),
    key(
        "include",
        Kind::Texts,
        "the only files that are checked in folders; patterns of paths, relative to the folder of this file",
    ),
    key(
        "exclude",
        Kind::Texts,
        "files that are not checked in folders; patterns of paths, relative to the folder of this file",
    ),
    API_VERSION,
    OPERATION,
    QUOTAS_KEY,
    key(
        "override",
        Kind::Tables(OVERRIDE),
        "settings for some files; a later one wins",
    ),
    key(
        "suppress",
        Kind::Tables(SUPPRESS),
        "findings to live with in documents that can hold no comment",
    ),
];

/// Settings for some files or all.
#[derive(Clone, Default, Debug)]
#[non_exhaustive]
pub struct Settings {
    /// The only rules that are on.
    pub select: Option<Vec<String>>,
    /// Groups of rules that are on.
    pub groups: Vec<String>,
    /// Rules that are off.
    pub ignore: Vec<String>,
    /// How much rules weigh; `None` for off.
    pub severity: Vec<(String, Option<Severity>)>,
    /// The version that documents are judged by.
    pub api_version: Option<String>,
    /// The request that documents are for.
    pub operation: Option<OperationKind>,
    /// Quotas that differ.
    pub quotas: Vec<(String, i64)>,
}

/// A configuration.
#[derive(Clone, Default, Debug)]
#[non_exhaustive]
pub struct Config {
    /// For all files.
    pub settings: Settings,
    /// For the files of some patterns; a later one wins.
    pub overrides: Vec<(Vec<String>, Settings)>,
    /// Findings to live with.
    pub suppressions: Vec<Entry>,
    /// Patterns of the team's rule files.
    pub rules: Vec<String>,
    /// Patterns of the files with the team's formats.
    pub formats: Vec<String>,
    /// Patterns of the only files that are checked in folders.
    pub include: Vec<String>,
    /// Patterns of files that are not checked in folders.
    pub exclude: Vec<String>,
}

/// An entry of the configuration that suppresses findings.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Entry {
    /// Patterns of the files that it is for; none means all.
    pub files: Vec<String>,
    /// What it suppresses.
    pub suppression: Suppression,
    /// The file that it stands in, as it is to appear in messages.
    pub path: String,
    /// The line that it begins in, from 1.
    pub line: usize,
    /// The column that it begins in, in bytes from 1.
    pub column: usize,
}

impl Config {
    /// Hands every pattern of paths in a configuration to `take`, with its key. Nothing here matches paths, so it is the caller who
    /// knows what a pattern is, and which files one of the keys `rules` and `formats` means: those are read first, so that the rest
    /// may speak of what they hold.
    ///
    /// # Errors
    /// When the file is no TOML, when what should be patterns is something else, and at the first pattern that `take` refuses.
    pub fn patterns(
        file: &File,
        mut take: impl FnMut(&str, &str) -> Result<(), String>,
    ) -> Result<(), LoadError> {
        let parsed = file.parse()?;
        let root = parsed.root();
        let mut look = |table: &Table<'_>, key: &str| {
            let mut values = table
                .get(key)
                .map(Value::one_or_more)
                .unwrap_or_default()
                .into_iter();
            values.try_for_each(|value| {
                take(key, value.text()?).map_err(|message| value.error(message))
            })
        };
        ["rules", "formats", "include", "exclude"]
            .iter()
            .try_for_each(|key| look(&root, key))?;
        for key in ["override", "suppress"] {
            for value in tables(&root, key)? {
                look(&value.table()?, "files")?;
            }
        }
        Ok(())
    }

    /// Reads a configuration. `own` are the rules of the team.
    ///
    /// ```
    /// use cloudfront_lint::config::Config;
    /// use cloudfront_lint::model::load::File;
    ///
    /// let file = File { path: "cloudfront-lint.toml".to_owned(), text: "ignroe = []".to_owned() };
    /// let error = Config::load(&file, &[]).unwrap_err();
    /// assert!(error.to_string().ends_with("did you mean `ignore`?"), "{error}");
    /// ```
    ///
    /// # Errors
    /// At the first key or value that is wrong, with what was probably meant.
    pub fn load(file: &File, own: &[Rule]) -> Result<Self, LoadError> {
        let parsed = file.parse()?;
        let root = parsed.root();
        check(&root, KEYS)?;
        let mut config = Self {
            settings: settings(&root, own)?,
            rules: texts(&root, "rules")?,
            formats: texts(&root, "formats")?,
            include: texts(&root, "include")?,
            exclude: texts(&root, "exclude")?,
            ..Self::default()
        };
        for value in tables(&root, "override")? {
            let table = value.table()?;
            check(&table, OVERRIDE)?;
            config
                .overrides
                .push((texts(&table, "files")?, settings(&table, own)?));
        }
        for value in tables(&root, "suppress")? {
            let table = value.table()?;
            check(&table, SUPPRESS)?;
            let reason = table.need("reason")?;
            if reason.text()?.trim().is_empty() {
                return Err(
                    reason.error("empty reason; write why these findings are right to ignore")
                );
            }
            let suppression = Suppression {
                rules: rules(&table, "rules", own)?,
                path: path(table.need("path")?)?,
            };
            let LoadError {
                path, line, column, ..
            } = value.error("");
            config.suppressions.push(Entry {
                files: texts(&table, "files")?,
                suppression,
                path,
                line,
                column,
            });
        }
        Ok(config)
    }
}

impl Settings {
    /// These settings, with others over them.
    #[must_use]
    pub fn with(mut self, over: &Self) -> Self {
        if let Some(select) = &over.select {
            self.select = Some(select.clone());
        }
        self.groups.extend(
            over.groups
                .iter()
                .filter(|group| !self.groups.contains(group))
                .cloned()
                .collect::<Vec<_>>(),
        );
        // What is weighed anew is on again.
        self.ignore
            .retain(|rule| over.severity.iter().all(|(weighed, _)| weighed != rule));
        self.ignore.extend(
            over.ignore
                .iter()
                .filter(|rule| !self.ignore.contains(rule))
                .cloned()
                .collect::<Vec<_>>(),
        );
        self.severity
            .retain(|(rule, _)| over.severity.iter().all(|(weighed, _)| weighed != rule));
        self.severity.extend(over.severity.iter().cloned());
        self.quotas
            .retain(|(quota, _)| over.quotas.iter().all(|(raised, _)| raised != quota));
        self.quotas.extend(over.quotas.iter().cloned());
        self.api_version = over.api_version.clone().or(self.api_version);
        self.operation = over.operation.or(self.operation);
        self
    }

    /// A linter with these settings. The version and the operation are left to the caller, whose own come first.
    ///
    /// # Errors
    /// When a name exists no more; [`Config::load`] has looked at all of them.
    pub fn apply<'o>(&self, mut linter: Linter<'o>) -> Result<Linter<'o>, lint::Error> {
        for group in &self.groups {
            linter = linter.group(group)?;
        }
        // A rule of a group that is selected by its name is on, whether its group is or not.
        let selected: Vec<(String, Severity)> = linter
            .rules()
            .filter(|rule| rule.group.is_some())
            .filter(|rule| {
                let name = rule.name.as_ref();
                self.select
                    .iter()
                    .flatten()
                    .any(|selected| selected == name)
            })
            .map(|rule| (rule.name.to_string(), rule.severity))
            .collect();
        for (rule, severity) in selected {
            linter = linter.severity(&rule, severity)?;
        }
        for (rule, severity) in &self.severity {
            linter = match severity {
                Some(severity) => linter.severity(rule, *severity)?,
                None => linter.without_rule(rule)?,
            };
        }
        // A weight brings no rule back that the others leave out.
        if let Some(select) = &self.select {
            let off: Vec<String> = linter
                .rules()
                .map(|rule| rule.name.to_string())
                .filter(|name| !select.contains(name))
                .collect();
            for rule in off {
                linter = linter.without_rule(&rule)?;
            }
        }
        for rule in &self.ignore {
            linter = linter.without_rule(rule)?;
        }
        for (quota, value) in &self.quotas {
            linter = linter.quota(quota, *value)?;
        }
        Ok(linter)
    }
}

/// Reads rule files of a team, in the language of the built-in rules. `ignore` and `source` may be left out there.
///
/// `formats` are the team's own, which its rules may name like the built-in ones.
///
/// # Errors
/// Every rule that is at fault, and every one that has the name of a built-in rule.
pub fn load_rules(files: &[File], formats: &[Format]) -> Result<Vec<Rule>, Vec<LoadError>> {
    let formats: Vec<Format> = FORMATS.iter().chain(formats).cloned().collect();
    let known = Known {
        schema: &SCHEMA,
        formats: &formats,
        quotas: &QUOTAS,
    };
    let rules = load_policy(files, known)?;
    own_names(
        files,
        |name| lint::rules().iter().any(|rule| rule.name == name),
        "rule",
    )?;
    Ok(rules)
}

/// Reads files with formats of a team, written as the built-in ones are. `source` may be left out.
///
/// ```
/// use cloudfront_lint::config::load_formats;
/// use cloudfront_lint::model::load::File;
///
/// let text = r#"
///     [house-host]
///     describe = "a host of ours"
///     pattern  = '[a-z]+\.example\.com'
///     good     = ["www.example.com"]
///     bad      = ["www.example.org"]
/// "#;
/// let formats = load_formats(&[File { path: "formats.toml".to_owned(), text: text.to_owned() }]).expect("the file is right");
/// assert!(formats[0].matches("api.example.com"));
/// ```
///
/// # Errors
/// Every format that is at fault or whose examples show the opposite, and every one that has the name of a built-in format.
pub fn load_formats(files: &[File]) -> Result<Vec<Format>, Vec<LoadError>> {
    let formats = crate::model::load::formats::load(files)?;
    own_names(
        files,
        |name| FORMATS.iter().any(|format| format.name == name),
        "format",
    )?;
    Ok(formats)
}

/// Makes sure that no table of a team's files has the name of a built-in thing of its kind.
fn own_names(
    files: &[File],
    is_built_in: impl Fn(&str) -> bool,
    kind: &str,
) -> Result<(), Vec<LoadError>> {
    let mut errors = Vec::new();
    for file in files {
        for (key, _) in file.parse().map_err(|error| vec![error])?.root().entries() {
            if is_built_in(key.name) {
                errors.push(key.error(format!(
                    "`{}` is the name of a built-in {kind}; choose another",
                    key.name
                )));
            }
        }
    }
    if errors.is_empty() {
        Ok(())
    } else {
        Err(errors)
    }
}

/// Makes sure that a table has the keys it may have and those it must.
fn check(table: &Table<'_>, keys: &[Key]) -> Result<(), LoadError> {
    let names: Vec<&str> = keys.iter().map(|key| key.name).collect();
    table.only(&names)?;
    keys.iter()
        .filter(|key| key.required)
        .try_for_each(|key| table.need(key.name).map(|_| ()))
}

fn settings(table: &Table<'_>, own: &[Rule]) -> Result<Settings, LoadError> {
    let select = table
        .get(SELECT.name)
        .map(|_| rules(table, SELECT.name, own))
        .transpose()?;
    let mut severity = Vec::new();
    if let Some(value) = table.get(SEVERITY.name) {
        let words = [
            ("error", Some(Severity::Error)),
            ("warning", Some(Severity::Warning)),
            ("advice", Some(Severity::Advice)),
            ("off", None),
        ];
        for (key, value) in value.table()?.entries() {
            known_rule(key.name, own, |message| key.error(message))?;
            severity.push((key.name.to_owned(), value.word(&words)?));
        }
    }
    let mut quotas = Vec::new();
    if let Some(value) = table.get(QUOTAS_KEY.name) {
        for (key, value) in value.table()?.entries() {
            if QUOTAS.iter().all(|quota| quota.name != key.name) {
                let names = QUOTAS.iter().map(|quota| quota.name.as_ref());
                return Err(key
                    .error(format!("unknown quota `{}`", key.name))
                    .near(key.name, names));
            }
            let limit = value.integer()?;
            if limit < 0 {
                return Err(
                    value.error(format!("`{limit}` is negative; a quota must be 0 or more"))
                );
            }
            quotas.push((key.name.to_owned(), limit));
        }
    }
    let api_version = table.get(API_VERSION.name);
    if let Some(value) = api_version {
        let name = value.text()?;
        if SCHEMA.version(name).is_none() {
            let names = SCHEMA.versions.iter().map(|version| version.name.as_ref());
            return Err(value
                .error(format!("unknown API version `{name}`"))
                .near_or(
                    name,
                    names,
                    "the versions go from `2008-06-30` to `2020-05-31`",
                ));
        }
    }
    let operations = [
        ("create", OperationKind::Create),
        ("update", OperationKind::Update),
    ];
    Ok(Settings {
        select,
        groups: group_names(table, own)?,
        ignore: rules(table, IGNORE.name, own)?,
        severity,
        api_version: api_version
            .map(|value| value.text().map(str::to_owned))
            .transpose()?,
        operation: table
            .get(OPERATION.name)
            .map(|value| value.word(&operations))
            .transpose()?,
        quotas,
    })
}

/// A path as findings have it, every name of which exists.
fn path(value: Value<'_>) -> Result<String, LoadError> {
    let path = value.text()?;
    if path.trim().is_empty() {
        return Err(value.error("empty path; write the path of an element such as `DistributionConfig/Aliases`, or `*` for the whole document"));
    }
    if path.matches('[').count() != path.matches(']').count() {
        return Err(value.error(format!("unbalanced bracket in `{path}`")));
    }
    for segment in lint::segments(path) {
        let name = segment.split('[').next().unwrap_or(segment);
        if name != "*" && SCHEMA.name(name).is_none() {
            return Err(value
                .error(format!("unknown element `{name}`"))
                .near(name, SCHEMA.names.iter().map(AsRef::as_ref)));
        }
    }
    Ok(path.to_owned())
}

fn texts(table: &Table<'_>, key: &str) -> Result<Vec<String>, LoadError> {
    Ok(table.texts(key)?.iter().map(ToString::to_string).collect())
}

fn tables<'f>(table: &Table<'f>, key: &str) -> Result<Vec<Value<'f>>, LoadError> {
    table.get(key).map_or(Ok(Vec::new()), Value::items)
}

/// The names of rules at a key, all of which exist.
fn rules(table: &Table<'_>, key: &str, own: &[Rule]) -> Result<Vec<String>, LoadError> {
    let Some(value) = table.get(key) else {
        return Ok(Vec::new());
    };
    let mut names = Vec::new();
    for value in value.one_or_more() {
        let name = value.text()?;
        known_rule(name, own, |message| value.error(message))?;
        names.push(name.to_owned());
    }
    Ok(names)
}

/// The groups that a table names.
fn group_names(table: &Table<'_>, own: &[Rule]) -> Result<Vec<String>, LoadError> {
    let known = lint::groups(lint::rules().iter().chain(own));
    let Some(value) = table.get(GROUPS.name) else {
        return Ok(Vec::new());
    };
    let values = value.one_or_more().into_iter();
    values
        .map(|value| {
            let name = value.text()?;
            if known.contains(&name) {
                return Ok(name.to_owned());
            }
            Err(value
                .error(format!("unknown group of rules `{name}`"))
                .near(name, known.iter().copied()))
        })
        .collect()
}

fn known_rule(
    name: &str,
    own: &[Rule],
    error: impl FnOnce(String) -> LoadError,
) -> Result<(), LoadError> {
    let known = || {
        lint::rules()
            .iter()
            .chain(own)
            .map(|rule| rule.name.as_ref())
    };
    if known().any(|rule| rule == name) {
        Ok(())
    } else {
        Err(error(format!("unknown rule `{name}`")).near(name, known()))
    }
}

/// The JSON schema of the file, for editors.
pub fn json_schema() -> String {
    let mut out = String::from(
        "{\n  \"$schema\": \"http://json-schema.org/draft-07/schema#\",\n  \"title\": \"cloudfront-lint.toml\",\n",
    );
    object(&mut out, KEYS, 1);
    out.push_str("\n}\n");
    out
}

/// Appends the members of a schema of an object, without the braces around.
fn object(out: &mut String, keys: &[Key], depth: usize) {
    let pad = "  ".repeat(depth);
    out.push_str(&format!(
        "{pad}\"type\": \"object\",\n{pad}\"additionalProperties\": false,\n"
    ));
    let required: Vec<String> = keys
        .iter()
        .filter(|key| key.required)
        .map(|key| quoted(key.name))
        .collect();
    if !required.is_empty() {
        out.push_str(&format!("{pad}\"required\": [{}],\n", required.join(", ")));
    }
    out.push_str(&format!("{pad}\"properties\": {{\n"));
    for (index, key) in keys.iter().enumerate() {
        out.push_str(&format!(
            "{pad}  {}: {{\n{pad}    \"description\": {},\n",
            quoted(key.name),
            quoted(key.doc)
        ));
        let one_of = |words: &[&str]| {
            words
                .iter()
                .map(|word| quoted(word))
                .collect::<Vec<_>>()
                .join(", ")
        };
        match key.kind {
            Kind::Prose => out.push_str(&format!(
                "{pad}    \"type\": \"string\",\n{pad}    \"pattern\": \"\\\\S\"\n"
            )),
            Kind::Version => {
                let versions: Vec<&str> = SCHEMA
                    .versions
                    .iter()
                    .map(|version| version.name.as_ref())
                    .collect();
                out.push_str(&format!("{pad}    \"enum\": [{}]\n", one_of(&versions)));
            }
            Kind::Text(words) => out.push_str(&format!("{pad}    \"enum\": [{}]\n", one_of(words))),
            Kind::Texts => {
                out.push_str(&format!("{pad}    \"type\": [\"string\", \"array\"],\n{pad}    \"items\": {{ \"type\": \"string\" }}\n"));
            }
            Kind::Words(words) => {
                let values = format!("{{ \"enum\": [{}] }}", one_of(words));
                out.push_str(&format!(
                    "{pad}    \"type\": \"object\",\n{pad}    \"additionalProperties\": {values}\n"
                ));
            }
            Kind::Quotas => {
                let quotas: Vec<&str> = QUOTAS.iter().map(|quota| quota.name.as_ref()).collect();
                let (names, number) =
                    (one_of(&quotas), "{ \"type\": \"integer\", \"minimum\": 0 }");
                out.push_str(&format!("{pad}    \"type\": \"object\",\n{pad}    \"propertyNames\": {{ \"enum\": [{names}] }},\n"));
                out.push_str(&format!("{pad}    \"additionalProperties\": {number}\n"));
            }
            Kind::Tables(keys) => {
                out.push_str(&format!(
                    "{pad}    \"type\": \"array\",\n{pad}    \"items\": {{\n"
                ));
                object(out, keys, depth + 3);
                out.push_str(&format!("\n{pad}    }}\n"));
            }
        }
        out.push_str(&format!(
            "{pad}  }}{}\n",
            if index + 1 < keys.len() { "," } else { "" }
        ));
    }
    out.push_str(&format!("{pad}}}"));
}

fn quoted(text: &str) -> String {
    crate::text::escape::json::quoted(text)
}
