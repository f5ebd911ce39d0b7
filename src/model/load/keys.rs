//! The keys of rule files, in tables that the loader, the JSON schema of rule files and the
//! reference read: a key that is in no table is an error, so nothing is missing there.
//!
//! What lives here: the name of each key, what it may contain, and what it means. What does not:
//! the kinds of checks, which have a table (`check_kinds`) of their own, and reading values.

/// A key.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// Its name.
    pub name: &'static str,
    /// What it contains.
    pub value: ValueType,
    /// What it means, as a clause.
    pub meaning: &'static str,
}

/// What a key contains.
#[derive(Clone, Copy, Debug)]
pub enum ValueType {
    /// A text.
    Text,
    /// One or more texts.
    Texts,
    /// A text, number or boolean, as in a document.
    Scalar,
    /// One or more of them.
    Scalars,
    /// A path.
    Path,
    /// One or more paths.
    Paths,
    /// Only `true`.
    True,
    /// `true` or `false`.
    Boolean,
    /// A whole number.
    Integer,
    /// One or more whole numbers.
    Integers,
    /// A whole number or a path to one.
    Bound,
    /// A whole number or a quota.
    Limit,
    /// One of these words.
    Word(&'static [&'static str]),
    /// One or more of these words.
    Words(&'static [&'static str]),
    /// One of the things that can be counted.
    Unit,
    /// A table from names to texts, numbers or booleans.
    Pairs,
    /// A table with these keys.
    Table(&'static [Key]),
    /// An array of tables with these keys.
    Tables(&'static [Key]),
    /// A table from names to tables with these keys.
    Named(&'static [Key]),
    /// A table from the names of rules to their words and keys.
    Rules,
    /// Conditions, by name or written out.
    Conditions,
    /// A check.
    Check,
    /// Arrays of texts.
    Sets,
}

pub(super) const fn key(name: &'static str, value: ValueType, meaning: &'static str) -> Key {
    Key {
        name,
        value,
        meaning,
    }
}

/// The names of some keys.
pub fn names(keys: &[Key]) -> Vec<&'static str> {
    keys.iter().map(|key| key.name).collect()
}

const SEVERITIES: &[&str] = &["error", "warning", "advice"];
const OPERATIONS: &[&str] = &["create", "update", "delete"];
/// What a configuration can be written in: the documents of the API, or the templates of a tool.
pub const DIALECTS: &[&str] = &["api", "cloudformation", "terraform"];

/// The texts of a finding.
const MESSAGE: Key = key(
    "message",
    ValueType::Text,
    "what is wrong with this value, in one clause without a full stop",
);
const LABEL: Key = key("label", ValueType::Text, "what is expected at the place");
const RELATED: Key = key(
    "related",
    ValueType::Text,
    "the label at the related places",
);
const NOTE: Key = key("note", ValueType::Text, "why it matters");
const HELP: Key = key("help", ValueType::Text, "what to do");
const FIX: Key = key("fix", ValueType::Text, "what the repair does");
const SEVERITY: Key = key(
    "severity",
    ValueType::Word(SEVERITIES),
    "how severe a finding is",
);
const WHEN: Key = key(
    "when",
    ValueType::Conditions,
    "conditions that must all be true; an inner list is true if one of its conditions is",
);
const SAFE: Key = key(
    "safe",
    ValueType::Boolean,
    "whether `--fix` applies the repair; otherwise `--unsafe-fixes` does",
);

/// The keys of a variant.
pub const VARIANT: &[Key] = &[
    WHEN, SEVERITY, MESSAGE, LABEL, RELATED, NOTE, HELP, FIX, SAFE,
];

/// The keys of a rule.
pub const RULE: &[Key] = &[
    key("title", ValueType::Text, "what is wrong, in general"),
    key(
        "at",
        ValueType::Texts,
        "where the rule looks: a shape, then the way to the targets",
    ),
    key(
        "of",
        ValueType::Text,
        "a format: only targets that have it are checked",
    ),
    key(
        "not-of",
        ValueType::Text,
        "a format: only targets that do not have it are checked",
    ),
    key(
        "since",
        ValueType::Text,
        "the first API version that the rule applies to",
    ),
    key(
        "until",
        ValueType::Text,
        "the last API version that the rule applies to",
    ),
    key(
        "versions",
        ValueType::Texts,
        "API versions and ranges of them, instead of `since` and `until`",
    ),
    key(
        "operation",
        ValueType::Words(OPERATIONS),
        "the only requests that the rule applies to",
    ),
    key(
        "dialects",
        ValueType::Words(DIALECTS),
        "the only notations that the rule applies to: documents of the API, templates of a tool",
    ),
    key(
        "account",
        ValueType::Boolean,
        "whether AWS changes the fact for some accounts",
    ),
    key(
        "group",
        ValueType::Text,
        "the group of the rule; the rules of a group are off unless the group is switched on",
    ),
    key(
        "preview",
        ValueType::Boolean,
        "whether the rule is new and may change; such rules are off unless previews are switched on",
    ),
    WHEN,
    key("check", ValueType::Check, "what must be true of a target"),
    key(
        "forbidden-when",
        ValueType::Conditions,
        "conditions under which a target is not allowed, instead of `when` and `check`",
    ),
    SEVERITY,
    key(
        "confidence",
        ValueType::Word(&["certain", "likely"]),
        "how good the evidence for an error is, if `source` does not show it",
    ),
    key(
        "service",
        ValueType::Table(SERVICE),
        "what CloudFront answers",
    ),
    MESSAGE,
    LABEL,
    RELATED,
    key(
        "show",
        ValueType::Texts,
        "paths to other places that a finding shows as related",
    ),
    NOTE,
    HELP,
    FIX,
    key(
        "repair",
        ValueType::Table(REPAIR),
        "how a finding is repaired",
    ),
    SAFE,
    key(
        "why",
        ValueType::Text,
        "why it matters, for the page of the rule",
    ),
    key(
        "ignore",
        ValueType::Text,
        "when it is right to ignore the rule; a built-in warning with `service` has a usual text",
    ),
    key("source", ValueType::Texts, "where the fact comes from"),
    key(
        "constraints",
        ValueType::Texts,
        "entries of the catalogue of rejections that the rule covers",
    ),
    key(
        "unseen",
        ValueType::Texts,
        "related entries that a document cannot show",
    ),
    key(
        "variants",
        ValueType::Named(VARIANT),
        "other texts for cases: of the check, of a dialect, of an operation, or with conditions of their own",
    ),
    key(
        "bad",
        ValueType::Tables(EXAMPLE),
        "documents with exactly one finding of the rule",
    ),
    key(
        "good",
        ValueType::Tables(EXAMPLE),
        "documents without a finding of the rule",
    ),
    key(
        "rules",
        ValueType::Rules,
        "makes the rule a family: the rules by name, each with its words and its own keys",
    ),
];

/// The keys of what the service answers.
pub const SERVICE: &[Key] = &[
    key("code", ValueType::Text, "the error code"),
    key("status", ValueType::Integer, "the HTTP status"),
];

/// The keys of a condition: the nodes, then the tests, of which it has one.
pub const CONDITION: &[Key] = &[
    key("path", ValueType::Path, "the nodes that are tested"),
    key(
        "default",
        ValueType::Scalar,
        "the text that an absent member is equivalent to",
    ),
    key(
        "measure",
        ValueType::Unit,
        "compare this size instead of the text",
    ),
    key("present", ValueType::True, "a node exists"),
    key("absent", ValueType::True, "no node exists"),
    key("empty", ValueType::True, "no item, no text, or absent"),
    key("not-empty", ValueType::True, "an item or a text"),
    key("equals", ValueType::Scalars, "the text is this"),
    key("not-equals", ValueType::Scalars, "the text is not this"),
    key("in", ValueType::Scalars, "the text is one of these"),
    key("not-in", ValueType::Scalars, "the text is none of these"),
    key("greater", ValueType::Bound, "the number is greater"),
    key("less", ValueType::Bound, "the number is less"),
    key("format", ValueType::Text, "the text has this format"),
    key(
        "not-format",
        ValueType::Text,
        "the text does not have this format",
    ),
    key("same-as", ValueType::Path, "the text is at this path, too"),
    key(
        "not-same-as",
        ValueType::Path,
        "the text is not at this path, where another is",
    ),
    key(
        "changed",
        ValueType::True,
        "it differs from the previous document, also by being added or removed",
    ),
];

const TRANSFORMS: &[&str] = &[
    "lower-case",
    "upper-case",
    "host-of-url",
    "path-of-url",
    "percent-encode",
    "trim",
    "leading-slash",
    "no-leading-slash",
    "no-trailing-slash",
    "no-trailing-dot",
    "first-suggestion",
    "shorten",
];

/// The keys of a repair.
pub const REPAIR: &[Key] = &[
    key(
        "write",
        ValueType::Scalar,
        "the text of the target becomes this",
    ),
    key("remove", ValueType::True, "the target is removed"),
    key(
        "insert",
        ValueType::Pairs,
        "missing members are added with this text, an empty element for an empty text, or XML",
    ),
    key(
        "remove-members",
        ValueType::Paths,
        "these members are removed",
    ),
    key(
        "transform",
        ValueType::Word(TRANSFORMS),
        "the text of the target is changed in this way",
    ),
    key(
        "replace",
        ValueType::Text,
        "this member is replaced, with `by` and `with`",
    ),
    key("by", ValueType::Text, "the member that replaces another"),
    key(
        "with",
        ValueType::Text,
        "the content of the member that replaces another, as XML",
    ),
    key(
        "move-item",
        ValueType::Text,
        "the item around the target is removed, and this member of the configuration, with `as`, says the same",
    ),
    key(
        "as",
        ValueType::Text,
        "the content of the member that an item is moved to, as XML",
    ),
];

const SET: Key = key(
    "set",
    ValueType::Pairs,
    "paths from the configuration with their new text; missing members are created",
);
const REMOVE: Key = key("remove", ValueType::Texts, "paths that are removed first");
const XML: Key = key(
    "xml",
    ValueType::Pairs,
    "paths with their new content as XML",
);
const USE: Key = key(
    "use",
    ValueType::Texts,
    "named examples whose changes are made first",
);
const TEXT: Key = key(
    "text",
    ValueType::Text,
    "a whole document instead of changes",
);

/// The keys of a document that is a change to a standard one.
pub const PATCH: &[Key] = &[TEXT, USE, REMOVE, SET, XML];

/// The keys of an example.
pub const EXAMPLE: &[Key] = &[
    key("title", ValueType::Text, "what the example shows"),
    TEXT,
    USE,
    REMOVE,
    SET,
    XML,
    key(
        "version",
        ValueType::Text,
        "the API version; default: the newest that the rule applies to",
    ),
    key(
        "base",
        ValueType::Text,
        "the standard document that is changed; default: `distribution`",
    ),
    key("operation", ValueType::Word(OPERATIONS), "the request"),
    key(
        "previous",
        ValueType::Table(PATCH),
        "the document that an update replaces",
    ),
    key(
        "other-files",
        ValueType::Texts,
        "other documents, which define what the document refers to",
    ),
    key(
        "if-match",
        ValueType::Text,
        "the ETag of the request; empty for none",
    ),
    key(
        "quotas",
        ValueType::Pairs,
        "quotas that differ from the documented ones",
    ),
];

/// The keys of a named example.
pub const NAMED_EXAMPLE: &[Key] = &[REMOVE, SET, XML];

/// The keys of `define`.
pub const DEFINE: &[Key] = &[
    key(
        "paths",
        ValueType::Pairs,
        "named paths, each the start of other paths as `@NAME`",
    ),
    key(
        "conditions",
        ValueType::Pairs,
        "named conditions, each an entry of `when`",
    ),
    key(
        "texts",
        ValueType::Pairs,
        "named texts, each used as `@NAME` instead of a text or source",
    ),
    key(
        "examples",
        ValueType::Named(NAMED_EXAMPLE),
        "named changes to the standard document, for `use`",
    ),
];
