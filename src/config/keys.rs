//! The keys of the configuration, in one table: the reader, its errors and the JSON schema are made
//! from it.

/// What a key contains.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    /// One of some words.
    Word(&'static [&'static str]),
    /// One or more of some words, each with an optional part after `=`.
    Words(
        #[cfg_attr(
            not(feature = "formats"),
            expect(dead_code, reason = "only the JSON schema lists them")
        )]
        &'static [&'static str],
    ),
    /// A text that is not empty.
    Text,
    /// One or more texts.
    Texts,
    /// Names of rules, globs of such names, or `group:` with the name of a group.
    Rules,
    /// Names of rule groups.
    Groups,
    /// `true` or `false`.
    Boolean,
    /// Patterns of paths.
    Patterns,
    /// A table from rules to severities.
    Severities,
    /// The name of an API version.
    Version,
    /// A table from quotas to whole numbers.
    Quotas,
    /// A table from ids to names.
    Names,
    /// An array of tables.
    Tables(&'static [Key]),
}

/// A key.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Key {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    pub(crate) required: bool,
    pub(crate) description: &'static str,
}

const fn optional(name: &'static str, kind: Kind, description: &'static str) -> Key {
    Key {
        name,
        kind,
        required: false,
        description,
    }
}

const fn required(name: &'static str, kind: Kind, description: &'static str) -> Key {
    Key {
        name,
        kind,
        required: true,
        description,
    }
}

/// The words for the severity of a rule.
pub(crate) const SEVERITIES: &[&str] = &["error", "warning", "advice", "off"];
const THRESHOLDS: &[&str] = &["error", "warning", "advice", "never"];
const OPERATIONS: &[&str] = &["create", "update"];
/// The output formats.
pub(crate) const FORMATS: &[&str] = &[
    "auto",
    "pretty",
    "concise",
    "agent",
    "json",
    "sarif",
    "github",
    "gitlab",
    "junit",
    "checkstyle",
    "rdjson",
    "html",
];
const PATTERNS: &str =
    "patterns of paths, relative to the folder of this file; `**` matches any folders";

const SELECT: Key = optional(
    "select",
    Kind::Rules,
    "the only rules that are on, by name, glob or `group:NAME`; default: all",
);
const GROUPS: Key = optional(
    "groups",
    Kind::Groups,
    "groups of rules that are on, such as `security`; they are off otherwise",
);
const PREVIEW: Key = optional(
    "preview",
    Kind::Boolean,
    "whether rules in preview are on: new ones, which may still change; default: false",
);
const IGNORE: Key = optional(
    "ignore",
    Kind::Rules,
    "rules that are off, by name, glob or `group:NAME`",
);
const SEVERITY: Key = optional(
    "severity",
    Kind::Severities,
    "severity of the findings of rules, by name, glob or `group:NAME`",
);
const MIN_SEVERITY: Key = optional(
    "min-severity",
    Kind::Word(&["error", "warning", "advice"]),
    "hide findings below this severity",
);
const FAIL_ON: Key = optional(
    "fail-on",
    Kind::Word(THRESHOLDS),
    "exit with 1 if a finding is at least this severe",
);
const API_VERSION: Key = optional(
    "api-version",
    Kind::Version,
    "check documents against this API version instead of the one they declare",
);
const OPERATION: Key = optional(
    "operation",
    Kind::Word(OPERATIONS),
    "the request that documents are for",
);
const PREVIOUS: Key = optional(
    "previous",
    Kind::Text,
    "name of the file with the live configuration of a document, next to it: `{stem}.live.json`",
);
const QUOTAS: Key = optional(
    "quotas",
    Kind::Quotas,
    "quotas of the account that differ from the documented ones",
);

const NAMES: Key = optional(
    "names",
    Kind::Names,
    "names of resources by their ids: findings show them, and a file with only the configuration of this name is known to have the id",
);

/// The keys of an override.
pub(crate) const OVERRIDE: &[Key] = &[
    required("files", Kind::Patterns, PATTERNS),
    SELECT,
    GROUPS,
    PREVIEW,
    IGNORE,
    SEVERITY,
    MIN_SEVERITY,
    FAIL_ON,
    API_VERSION,
    OPERATION,
    PREVIOUS,
    QUOTAS,
    NAMES,
];

/// The keys of a suppression.
pub(crate) const SUPPRESS: &[Key] = &[
    required(
        "rules",
        Kind::Rules,
        "the rules whose findings are suppressed, by name; none means all",
    ),
    required(
        "path",
        Kind::Text,
        "the element and everything in it: a path as in findings, with `*` for any one element",
    ),
    required(
        "reason",
        Kind::Text,
        "why it is right to ignore the findings",
    ),
    optional("files", Kind::Patterns, PATTERNS),
];

/// The keys of the file.
pub(crate) const ROOT: &[Key] = &[
    SELECT,
    GROUPS,
    PREVIEW,
    IGNORE,
    SEVERITY,
    MIN_SEVERITY,
    FAIL_ON,
    API_VERSION,
    OPERATION,
    PREVIOUS,
    QUOTAS,
    NAMES,
    optional(
        "extends",
        Kind::Texts,
        "rule packs: folders with a `pack.toml` and rule files, relative to the folder of this file",
    ),
    optional(
        "rules",
        Kind::Patterns,
        "files with your own rules; patterns of paths, relative to the folder of this file",
    ),
    optional(
        "formats",
        Kind::Patterns,
        "files with formats for your own rules; patterns of paths, relative to the folder of this file",
    ),
    optional(
        "include",
        Kind::Patterns,
        "the only files that are checked in folders; patterns of paths, relative to the folder of this file",
    ),
    optional(
        "exclude",
        Kind::Patterns,
        "files that are not checked in folders; patterns of paths, relative to the folder of this file",
    ),
    optional(
        "service-model",
        Kind::Text,
        "service model of an AWS SDK that extends the newest API version: a path relative to the folder of this file, or `auto` for the botocore of the Python on the PATH",
    ),
    optional(
        "baseline",
        Kind::Text,
        "hide findings recorded in this baseline; a path relative to the folder of this file",
    ),
    optional(
        "format",
        Kind::Words(FORMATS),
        "output format, or several as `FORMAT=FILE`",
    ),
    optional(
        "override",
        Kind::Tables(OVERRIDE),
        "settings for some files; later ones win",
    ),
    optional(
        "suppress",
        Kind::Tables(SUPPRESS),
        "findings to ignore in documents that cannot contain comments",
    ),
];
