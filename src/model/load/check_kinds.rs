//! The kinds of checks: one table that the loader, the build script, the documentation and the
//! tests read.
//!
//! What lives here: for each kind its keys, the placeholders and situations that its findings have,
//! its documentation, and how it is read. What does not: evaluating it, which is for
//! `lint::evaluate` by the type that was read.

use crate::model::load::LoadError;
use crate::model::load::checks::{self, Source};
use crate::model::load::walk::Beginning;
use crate::model::rule::Check;

/// A kind of check.
#[derive(Debug)]
pub struct CheckKind {
    /// The keys of which one at least makes a check one of this kind.
    pub keys: &'static [&'static str],
    /// The keys that may be combined with them.
    pub options: &'static [&'static str],
    /// Where its paths begin; `None` if it has none.
    pub paths: Option<Beginning>,
    /// The placeholders that its findings fill, in addition to those of every rule.
    pub placeholders: &'static [&'static str],
    /// The names of the cases that it distinguishes, for `variants`.
    pub situations: &'static [&'static str],
    /// How it is written.
    pub syntax: &'static str,
    /// What is required of the target; continues "the target …".
    pub meaning: &'static str,
    pub(super) read: fn(&Source<'_, '_>) -> Result<Check, LoadError>,
}

/// The placeholders that every rule may use, with what they are.
pub const COMMON_PLACEHOLDERS: [(&str, &str); 15] = [
    (
        "value",
        "the text of the target, in backticks and shortened",
    ),
    ("raw-value", "the same without backticks"),
    ("raw-name", "the name of the target as it is written"),
    ("element", "the name of the target"),
    ("parent", "the name of its parent"),
    ("owner", "the name of the structure around it"),
    ("length", "the number of characters of its text"),
    ("version", "the version that the document is checked as"),
    ("line", "the line of the finding"),
    ("related-line", "the line of the first related place"),
    (
        "resource",
        "the managed resource, or the one named in the configuration, whose id the target is",
    ),
    (
        "similar-resource",
        "the managed resource whose id has the same first digits",
    ),
    ("similar-id", "the id of that resource"),
    (
        "sibling:Name",
        "the text of the member `Name` next to the target",
    ),
    (SHOWN, "the text at the first path of `show` that has one"),
];

/// The placeholder that only a rule with `show` has.
pub(super) const SHOWN: &str = "shown";

/// The placeholders of a check with a limit that is a quota, with what they are.
pub const QUOTA_PLACEHOLDERS: [(&str, &str); 2] = [
    ("quota", "the title of the quota"),
    ("quota-name", "its key in the configuration"),
];

const SUGGESTIONS: [&str; 3] = ["suggestion", "suggestions", "suggested"];
const CHOICE: &[&str] = &["members", "found"];
const TEXT_KEY: &[&str] = &["key", "fold", "ignore-prefix"];

/// The kinds of checks.
pub static CHECK_KINDS: [CheckKind; 29] = [
    CheckKind {
        keys: &["builtin"],
        paths: None,
        options: &["with-format"],
        placeholders: &[],
        situations: &[],
        syntax: "`{ builtin = \"…\" }`; `with-format = \"service-variable\"`",
        meaning: "has a fault that the engine finds itself; the rule provides its texts and, with `with-format`, a format by which the fault is recognized",
        read: checks::builtin,
    },
    CheckKind {
        keys: &["required"],
        paths: Some(Beginning::Target),
        options: &["together"],
        placeholders: &["member", "members", "count"],
        situations: &["several"],
        syntax: "`{ required = [\"HTTPPort\", …] }`; `together = true`",
        meaning: "has these members if they exist in the version; one finding per missing member (`{member}`), or with `together` one for all (`several` if more than one is missing)",
        read: checks::required,
    },
    CheckKind {
        keys: &["forbidden"],
        paths: None,
        options: &[],
        placeholders: &[],
        situations: &[],
        syntax: "`{ forbidden = true }`",
        meaning: "is absent",
        read: checks::forbidden,
    },
    CheckKind {
        keys: &["exactly-one"],
        paths: Some(Beginning::Target),
        options: &[],
        placeholders: CHOICE,
        situations: &["none", "several"],
        syntax: "`{ exactly-one = [paths] }`",
        meaning: "has one of these members",
        read: checks::exactly_one,
    },
    CheckKind {
        keys: &["at-least-one"],
        paths: Some(Beginning::Target),
        options: &[],
        placeholders: &["members"],
        situations: &["none"],
        syntax: "`{ at-least-one = [paths] }`",
        meaning: "has one or more of these members",
        read: checks::at_least_one,
    },
    CheckKind {
        keys: &["at-most-one"],
        paths: Some(Beginning::Target),
        options: &[],
        placeholders: CHOICE,
        situations: &["several"],
        syntax: "`{ at-most-one = [paths] }`",
        meaning: "has no more than one of these members",
        read: checks::at_most_one,
    },
    CheckKind {
        keys: &["none"],
        paths: Some(Beginning::Target),
        options: &[],
        placeholders: CHOICE,
        situations: &["several"],
        syntax: "`{ none = [paths] }`",
        meaning: "has none of these members; one finding for all that are present",
        read: checks::none,
    },
    CheckKind {
        keys: &["in"],
        paths: None,
        options: &["fold"],
        placeholders: &["allowed", SUGGESTIONS[0], SUGGESTIONS[1], SUGGESTIONS[2]],
        situations: &[],
        syntax: "`{ in = [..] }`; `fold = true`",
        meaning: "has one of these texts; `fold` ignores case; a value ending in `*` is a prefix, one starting with it a suffix, and `*` alone is a star",
        read: checks::one_of,
    },
    CheckKind {
        keys: &["not-in"],
        paths: None,
        options: &["fold"],
        placeholders: &[],
        situations: &[],
        syntax: "`{ not-in = [..] }`; `fold = true`",
        meaning: "has none of these texts",
        read: checks::none_of,
    },
    CheckKind {
        keys: &["min-length", "max-length"],
        paths: None,
        options: &["unit"],
        placeholders: &["min", "max"],
        situations: &[],
        syntax: "`{ min-length = 1, max-length = 128 }`; `unit = \"bytes\"`",
        meaning: "has this length in characters, or in another unit: `bytes` of UTF-8, `placeholders` (`{{name}}`), or `{ text = \"/\" }` for the occurrences of a text",
        read: checks::length,
    },
    CheckKind {
        keys: &["format"],
        paths: None,
        options: &[],
        placeholders: &["format"],
        situations: &[],
        syntax: "`{ format = \"host-name\" }`",
        meaning: "has this format, a built-in one or your own",
        read: checks::format,
    },
    CheckKind {
        keys: &["not-format"],
        paths: None,
        options: &[],
        placeholders: &["format"],
        situations: &[],
        syntax: "`{ not-format = \"ip-address\" }`",
        meaning: "does not have this format",
        read: checks::not_format,
    },
    CheckKind {
        keys: &["characters"],
        paths: None,
        options: &[],
        placeholders: &["format", "character"],
        situations: &[],
        syntax: "`{ characters = \"path-pattern\" }`",
        meaning: "has this format, which only says which characters are allowed; the finding is at the first other one, `{character}`",
        read: checks::characters,
    },
    CheckKind {
        keys: &["min-count", "max-count"],
        paths: None,
        options: &[],
        placeholders: &["count", "min", "max"],
        situations: &[],
        syntax: "`{ min-count = 1, max-count = 2 }`",
        meaning: "is a list with this many items; with `of`, so many targets have the format",
        read: checks::count,
    },
    CheckKind {
        keys: &["min", "max"],
        paths: None,
        options: &["also"],
        placeholders: &["min", "max", "nearest"],
        situations: &[],
        syntax: "`{ min = 1, max = 3 }`; `also = [80, 443]`",
        meaning: "is a number in this range, or one of those in `also`; `{nearest}` is the bound that it exceeds",
        read: checks::range,
    },
    CheckKind {
        keys: &["unique"],
        paths: None,
        options: TEXT_KEY,
        placeholders: &["other"],
        situations: &[],
        syntax: "`{ unique = true }`; `key = \"Id\"`, `fold = true`, `ignore-prefix = \"/\"`",
        meaning: "differs (at `key`) from every other target of the same instance; `ignore-prefix` ignores this prefix",
        read: checks::unique,
    },
    CheckKind {
        keys: &["reference"],
        paths: Some(Beginning::Instance),
        options: &["fold"],
        placeholders: &["known", SUGGESTIONS[0], SUGGESTIONS[1], SUGGESTIONS[2]],
        situations: &[],
        syntax: "`{ reference = [paths] }`; `fold = true`",
        meaning: "has the text of a node at one of the paths",
        read: checks::reference,
    },
    CheckKind {
        keys: &["not-reference"],
        paths: Some(Beginning::Instance),
        options: &["fold"],
        placeholders: &[],
        situations: &[],
        syntax: "`{ not-reference = [paths] }`; `fold = true`",
        meaning: "has a text that none of these nodes has",
        read: checks::not_reference,
    },
    CheckKind {
        keys: &["placeholders"],
        paths: Some(Beginning::Instance),
        options: &[],
        placeholders: &[
            "name",
            "known",
            SUGGESTIONS[0],
            SUGGESTIONS[1],
            SUGGESTIONS[2],
        ],
        situations: &[],
        syntax: "`{ placeholders = [paths] }`",
        meaning: "contains only such `{{name}}` whose name is the text of a node at one of the paths",
        read: checks::placeholders,
    },
    CheckKind {
        keys: &["subset"],
        paths: Some(Beginning::Instance),
        options: &[],
        placeholders: &["missing"],
        situations: &[],
        syntax: "`{ subset = path }`",
        meaning: "has only items that are at the path, too",
        read: checks::subset,
    },
    CheckKind {
        keys: &["every"],
        paths: Some(Beginning::Instance),
        options: &["among", "fold"],
        placeholders: &["missing"],
        situations: &[],
        syntax: "`{ every = path, among = [paths] }`; `fold = true`",
        meaning: "has, at the paths of `among`, every text that is at the first path",
        read: checks::every,
    },
    CheckKind {
        keys: &["no"],
        paths: Some(Beginning::Instance),
        options: &["among", "fold"],
        placeholders: &["shared"],
        situations: &[],
        syntax: "`{ no = path, among = [paths] }`; `fold = true`",
        meaning: "has, at the paths of `among`, none of the texts that are at the first path",
        read: checks::no,
    },
    CheckKind {
        keys: &["closed-sets"],
        paths: None,
        options: &[],
        placeholders: &["found", "missing", "sets"],
        situations: &["none"],
        syntax: "`{ closed-sets = [[..], [..]] }`",
        meaning: "has exactly the items of one of the sets; `none` if it has no items",
        read: checks::closed_sets,
    },
    CheckKind {
        keys: &["order"],
        paths: Some(Beginning::Target),
        options: &["usual"],
        placeholders: &["lower", "lower-value", "higher", "higher-value", "meant"],
        situations: &["lower", "default"],
        syntax: "`{ order = [\"MinTTL\", \"DefaultTTL = 86400\", \"MaxTTL\"] }`; `usual = { DefaultTTL = 86400 }`",
        meaning: "has numbers at these members that never decrease; absent ones are ignored or have the default. Of two numbers out of order, the one without its usual value is reported (`lower` if that is the lower one, `default` if one of them is absent)",
        read: checks::order,
    },
    CheckKind {
        keys: &["equal"],
        paths: Some(Beginning::Instance),
        options: &[],
        placeholders: &["expected", "first-expected"],
        situations: &[],
        syntax: "`{ equal = [paths] }`",
        meaning: "has the text of a node at one of the paths, if there is one; `{first-expected}` is the first of those texts without backticks",
        read: checks::equal,
    },
    CheckKind {
        keys: &["sum"],
        paths: Some(Beginning::Target),
        options: &["unit", "each", "distinct", "max"],
        placeholders: &["sum", "max"],
        situations: &[],
        syntax: "`{ sum = [paths], unit = \"bytes\", max = 512 }`; `each = 1`, `distinct = true`",
        meaning: "has sizes at the paths that add up to at most `max`; `each` is added for every node. `unit = \"items\"` counts the nodes: at most so many of a kind in the whole document. With `distinct`, nodes with the same text count once",
        read: checks::sum,
    },
    CheckKind {
        keys: &["covers"],
        paths: None,
        options: &[],
        placeholders: &["other"],
        situations: &[],
        syntax: "`{ covers = \"PathPattern\" }`",
        meaning: "has no pattern at this member that an earlier item's pattern covers (`at` leads to the items)",
        read: checks::covers,
    },
    CheckKind {
        keys: &["unchanged"],
        paths: None,
        options: &["default", "identity"],
        placeholders: &["previous", "raw-previous", "previous-line", "root"],
        situations: &["kind"],
        syntax: "`{ unchanged = true }`; `default = \"text\"`, `identity = true`",
        meaning: "has the same value in the previous document, where an absent one is equivalent to `default`; with `identity`, a different value means that the previous document is of another resource, and no other rule compares with it (`kind` if it is of another kind, whose root is `{previous}`)",
        read: checks::unchanged,
    },
    CheckKind {
        keys: &["kept"],
        paths: None,
        options: TEXT_KEY,
        placeholders: &["dropped", "member", "previous-line"],
        situations: &[],
        syntax: "`{ kept = true }`; `key = [\"Id\", …]`, `fold = true`, `ignore-prefix = \"/\"`",
        meaning: "has every item or value that the previous document has in this place; items are compared by the first member of `key` that they have. Its variants are its places: the path in `at`, without the shape",
        read: checks::kept,
    },
];
