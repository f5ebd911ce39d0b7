//! What the keys of checks contain, by name: one that is in several kinds of checks contains the
//! same in all of them. The kinds are in `check_kinds`.

use super::keys::{Key, ValueType, key};

/// The keys of all checks, in addition to those that name a kind.
pub const CHECK: &[Key] = &[
    key("builtin", ValueType::Text, "a fault of the engine"),
    key(
        "with-format",
        ValueType::Text,
        "a format by which a fault is recognized",
    ),
    key("required", ValueType::Paths, "required members"),
    key("together", ValueType::Boolean, "one finding for all"),
    key("forbidden", ValueType::True, "nothing is allowed here"),
    key("exactly-one", ValueType::Paths, "alternatives"),
    key("at-least-one", ValueType::Paths, "alternatives"),
    key("at-most-one", ValueType::Paths, "alternatives"),
    key("none", ValueType::Paths, "members that are not allowed"),
    key("in", ValueType::Scalars, "allowed texts"),
    key("not-in", ValueType::Scalars, "texts that are not allowed"),
    key("fold", ValueType::Boolean, "ignore case"),
    key("min-length", ValueType::Limit, "the least length"),
    key("max-length", ValueType::Limit, "the greatest length"),
    key("unit", ValueType::Unit, "what is counted"),
    key("format", ValueType::Text, "the name of a format"),
    key("not-format", ValueType::Text, "the name of a format"),
    key(
        "characters",
        ValueType::Text,
        "the name of a format that only says which characters are allowed",
    ),
    key("min-count", ValueType::Limit, "the least number of items"),
    key(
        "max-count",
        ValueType::Limit,
        "the greatest number of items",
    ),
    key("min", ValueType::Limit, "the least number"),
    key("max", ValueType::Limit, "the greatest number"),
    key("also", ValueType::Integers, "numbers that are allowed, too"),
    key("unique", ValueType::True, "no two targets are the same"),
    key(
        "key",
        ValueType::Texts,
        "the member that is compared, or the first of several",
    ),
    key(
        "ignore-prefix",
        ValueType::Text,
        "a prefix that makes no difference",
    ),
    key("reference", ValueType::Paths, "where the text must be"),
    key(
        "not-reference",
        ValueType::Paths,
        "where the text must not be",
    ),
    key("placeholders", ValueType::Paths, "where the names must be"),
    key("every", ValueType::Path, "the texts that are looked for"),
    key("no", ValueType::Path, "the texts that are looked for"),
    key("among", ValueType::Paths, "where the texts are looked for"),
    key("subset", ValueType::Path, "where all items must be"),
    key("closed-sets", ValueType::Sets, "the sets"),
    key("order", ValueType::Texts, "members, some with `= DEFAULT`"),
    key("usual", ValueType::Pairs, "usual numbers of members"),
    key("equal", ValueType::Paths, "where the same text must be"),
    key("sum", ValueType::Paths, "what is counted"),
    key(
        "each",
        ValueType::Integer,
        "a number that is added for every node",
    ),
    key(
        "distinct",
        ValueType::Boolean,
        "count nodes with the same text once",
    ),
    key("covers", ValueType::Text, "the member with a pattern"),
    key("unchanged", ValueType::True, "no change is allowed"),
    key(
        "default",
        ValueType::Scalar,
        "the text that an absent member is equivalent to",
    ),
    key(
        "identity",
        ValueType::Boolean,
        "the value names the resource",
    ),
    key("kept", ValueType::True, "no removal is allowed"),
];
