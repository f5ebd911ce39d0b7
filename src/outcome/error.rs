//! The error of the library, and what it is in the terms of miette.

#[cfg(feature = "config")]
use crate::model::load::LoadError;
use crate::outcome::Rejection;
use miette::{Diagnostic, SourceCode};

/// Why the library did not do what it was asked for.
///
/// A document is never the reason why it cannot be checked: what is wrong with it is a
/// [finding](crate::Finding). An error shows the names of elements and settings, and never the
/// values of a document, so that it can be logged.
///
/// It is also a [`miette::Diagnostic`], with the findings of a document that was
/// [rejected](Self::Rejected).
#[derive(Clone, Debug, thiserror::Error)]
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
    /// A document that an API version does not have.
    #[error("API version {version} has no document `{root}`{}", near_miss(.near))]
    UnknownRoot {
        /// The name.
        root: String,
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
    /// A document to convert is not a CloudFront document.
    #[error("not a CloudFront document")]
    NotCloudFront,
    /// A document is of a newer version than the one that it is to be upgraded to.
    #[error("it is of {document}, which is newer than {version}")]
    OlderVersion {
        /// The wanted version.
        version: String,
        /// The version of the document.
        document: String,
    },
    /// A template cannot contain a document of this kind.
    #[error("a {dialect} template cannot contain this document")]
    NoResourceType {
        /// The kind of template.
        dialect: String,
    },
    /// A template has several resources, of which one must be named.
    #[error("the template has several resources; name one of {}", .names.join(", "))]
    SeveralResources {
        /// The names of the resources.
        names: Vec<String>,
    },
    /// A template leaves values to its deployment.
    #[error("only the deployment knows {}", .places.join(", "))]
    UnknownValues {
        /// The places of the values in the template.
        places: Vec<String>,
    },
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
    /// Its version writes lists as repeated elements, which JSON cannot represent.
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
    /// It is in another namespace, so the service ignores it; elsewhere it would be a member.
    #[error(
        "`{element}` is in another namespace, so CloudFront ignores it; without the namespace it would not"
    )]
    ForeignElement {
        /// The element.
        element: String,
    },
    /// The JSON would be recognized as another document.
    #[error(
        "the JSON would not be recognized as `{root}`, because the members that identify it are missing"
    )]
    UnrecognizedJson {
        /// The root.
        root: String,
    },
    /// A member is `null`, which XML cannot represent.
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
    /// A name of JSON that is not a valid element name.
    #[error("`{name}` is not a valid XML element name")]
    ElementName {
        /// The name.
        name: String,
    },
    /// A text contains a character that XML does not allow.
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
    /// No rule is left on, because those that are selected are in preview.
    #[error("no rules are on: `{rule}` is in preview, so it needs `--preview` or `preview = true`")]
    InPreview {
        /// The first of them.
        rule: String,
    },
    /// A quota below zero.
    #[error("the quota `{quota}` is {value}; it must be 0 or more")]
    NegativeQuota {
        /// The quota.
        quota: String,
        /// What it was set to.
        value: i64,
    },
    /// CloudFront would refuse the document: [`Report::into_result`](crate::Report::into_result).
    #[error("{0}")]
    Rejected(Box<Rejection>),
    /// A text is not a baseline.
    #[error("line {line}: expected {expected}")]
    Baseline {
        /// The line, from 1.
        line: usize,
        /// What should be there.
        expected: String,
    },
    /// A file is not a service model that can be used, for this reason.
    #[cfg(feature = "service-model")]
    #[error("{0}")]
    ServiceModel(String),
    /// A configuration or a file with rules or formats is wrong, at each of these places.
    #[cfg(feature = "config")]
    #[error("{}", lines(.0))]
    Files(Vec<LoadError>),
}

impl Diagnostic for Error {
    fn source_code(&self) -> Option<&dyn SourceCode> {
        match self {
            Self::Rejected(rejection) => Some(rejection.source_code()),
            _ => None,
        }
    }

    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn Diagnostic> + 'a>> {
        match self {
            Self::Rejected(rejection) => Some(Box::new(rejection.related())),
            _ => None,
        }
    }
}

#[cfg(feature = "config")]
impl From<Vec<LoadError>> for Error {
    fn from(errors: Vec<LoadError>) -> Self {
        Self::Files(errors)
    }
}

#[cfg(feature = "config")]
fn lines(errors: &[LoadError]) -> String {
    let lines: Vec<String> = errors.iter().map(ToString::to_string).collect();
    lines.join("\n")
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
