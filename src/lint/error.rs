//! Errors in the settings of a linter.

use crate::builtin;
use crate::model::near::nearest;
use crate::model::rule::Rule;

/// Why a linter cannot have a setting.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A version that was never published.
    #[error("unknown API version `{version}`{}", near_miss(.near))]
    UnknownVersion {
        /// The version.
        version: String,
        /// What was probably meant.
        near: Vec<String>,
    },
    /// A rule that does not exist.
    #[error("unknown rule `{rule}`{}", near_miss(.near))]
    UnknownRule {
        /// The rule.
        rule: String,
        /// What was probably meant.
        near: Vec<String>,
    },
    /// A group that no rule is in.
    #[error("unknown group of rules `{group}`{}", near_miss(.near))]
    UnknownGroup {
        /// The group.
        group: String,
        /// What was probably meant.
        near: Vec<String>,
    },
    /// A quota that no rule knows.
    #[error("unknown quota `{quota}`{}", near_miss(.near))]
    UnknownQuota {
        /// The quota.
        quota: String,
        /// What was probably meant.
        near: Vec<String>,
    },
    /// No version has an element of this name.
    #[error("unknown element `{name}`{}", meant(.near))]
    UnknownElement {
        /// The name.
        name: String,
        /// Names that were probably meant.
        near: Vec<String>,
    },
    /// The element exists, but not there.
    #[error("`{path}` does not exist; `{name}` exists at {}", quoted(.places, ", "))]
    UnknownPlace {
        /// The name.
        name: String,
        /// The path that was asked for.
        path: String,
        /// Where it exists.
        places: Vec<String>,
    },
    /// A document to convert is none of the API's.
    #[error("not a CloudFront document")]
    NotCloudFront,
    /// A document to compare is not a CloudFront configuration.
    #[error("the {} file is not a CloudFront configuration", if *is_new { "second" } else { "first" })]
    NotComparable {
        /// Whether it is the new one.
        is_new: bool,
    },
    /// Two documents to compare configure different kinds of resources.
    #[error("the files configure different kinds of resources")]
    DifferentKinds,
    /// A document to convert is not well-formed.
    #[error("it has {} line {line}, column {column} (`{kind}`); run `cloudfront-lint check` for details", faults(*.count))]
    NotWellFormed {
        /// Name of the first fault.
        kind: &'static str,
        /// How many there are.
        count: usize,
        /// Where the first is.
        line: usize,
        /// Where the first is, in bytes.
        column: usize,
    },
    /// Its version writes lists as repeated elements, which JSON has no form for.
    #[error(
        "`{element}` is a repeated element in `{version}`; JSON has only the lists with `Quantity` and `Items` of 2012-05-05 and later"
    )]
    RepeatedElement {
        /// The element.
        element: String,
        /// The version.
        version: String,
    },
    /// It has text between elements, which JSON cannot represent.
    #[error("`{element}` contains text between its elements, which JSON cannot represent")]
    TextAmongElements {
        /// The element.
        element: String,
    },
    /// In JSON it would be taken for another document.
    #[error(
        "the JSON would not be recognized as `{root}`, because the members that identify it are missing"
    )]
    UnrecognizedJson {
        /// The root.
        root: String,
    },
    /// A member is `null`, which XML has no form for.
    #[error("`{element}` is `null`, which XML cannot represent")]
    NullMember {
        /// The element.
        element: String,
    },
    /// An array that the API does not define, so its items have no element name.
    #[error(
        "`{element}` is an array that the API does not define, so its items have no element name in XML"
    )]
    UnnamedItems {
        /// The element.
        element: String,
    },
    /// A name of JSON that no element can have.
    #[error("`{name}` is not a valid XML element name")]
    ElementName {
        /// The name.
        name: String,
    },
    /// A text holds a character that XML has no room for.
    #[error("`{element}` contains the character `U+{character:04X}`, which XML does not allow")]
    ForbiddenCharacter {
        /// The element.
        element: String,
        /// The character.
        character: u32,
    },
    /// No rule is left on.
    #[error("no rules are on")]
    NoRules,
    /// A quota below zero.
    #[error("the quota `{quota}` is {value}; it must be 0 or more")]
    NegativeQuota {
        /// The quota.
        quota: String,
        /// What it was set to.
        value: i64,
    },
}

impl Error {
    pub(super) fn unknown_rule(name: &str, rules: &[Rule]) -> Self {
        let known = builtin::RULES
            .iter()
            .chain(rules)
            .map(|rule| rule.name.as_ref());
        Self::UnknownRule {
            rule: name.to_owned(),
            near: nearest(name, known)
                .into_iter()
                .map(str::to_owned)
                .collect(),
        }
    }
}

/// Versions that were probably meant.
pub(crate) fn near_versions(name: &str) -> Vec<String> {
    nearest(
        name,
        builtin::SCHEMA
            .versions
            .iter()
            .map(|info| info.name.as_ref()),
    )
    .into_iter()
    .map(str::to_owned)
    .collect()
}

/// What was probably meant, as part of a sentence.
fn near_miss(near: &[String]) -> String {
    near.first()
        .map_or(String::new(), |best| format!("; did you mean `{best}`?"))
}

fn meant(near: &[String]) -> String {
    if near.is_empty() {
        String::new()
    } else {
        format!("; did you mean {}?", quoted(near, " or "))
    }
}

fn quoted(words: &[String], between: &str) -> String {
    let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    words.join(between)
}

fn faults(count: usize) -> String {
    if count == 1 {
        "a syntax error at".to_owned()
    } else {
        format!("{count} syntax errors, the first at")
    }
}
