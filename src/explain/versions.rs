//! The list of versions: what each one brought and took away.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::explain::facts::facts;
use crate::model::rule::Format;
use crate::model::schema::{Confidence, Schema, ShapeKind, Version};

/// What one version changed against the one before.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    /// Roots, members and values that are new: `DefaultCacheBehavior/Compress`, `HttpVersion = http3`. What a new shape holds goes
    /// without saying.
    pub added: Vec<String>,
    /// Those that are gone.
    pub removed: Vec<String>,
    /// Members that must be there and needed not before.
    pub required: Vec<String>,
    /// Members that need not be there any more.
    pub optional: Vec<String>,
}

/// How many of each a version has.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Counts {
    /// Kinds of documents.
    pub roots: usize,
    /// Structures, lists and enums.
    pub shapes: usize,
    /// Members of structures and items of lists.
    pub elements: usize,
    /// Values of enums.
    pub values: usize,
}

/// What a version changed against the one before it; everything is new in the first.
pub fn changes(schema: &Schema, formats: &[Format], version: Version) -> Changes {
    let now = Inventory::of(schema, formats, version);
    let before = version
        .0
        .checked_sub(1)
        .map_or_else(Inventory::default, |index| {
            Inventory::of(schema, formats, Version(index))
        });
    let gained = |now: &Inventory, before: &Inventory| {
        let of_known = |element: &&String| {
            let shape = element.split(['/', '[', ' ']).next().unwrap_or_default();
            element.starts_with("root ") || before.shapes.contains(shape)
        };
        now.names
            .difference(&before.names)
            .filter(of_known)
            .cloned()
            .collect()
    };
    let in_both = |elements: &BTreeSet<String>| -> Vec<String> {
        elements
            .iter()
            .filter(|element| now.names.contains(*element) && before.names.contains(*element))
            .cloned()
            .collect()
    };
    Changes {
        added: gained(&now, &before),
        removed: gained(&before, &now),
        required: in_both(&now.required.difference(&before.required).cloned().collect()),
        optional: in_both(&before.required.difference(&now.required).cloned().collect()),
    }
}

/// How much a version has.
pub fn counts(schema: &Schema, formats: &[Format], version: Version) -> Counts {
    let now = Inventory::of(schema, formats, version);
    let count =
        |wanted: fn(&str) -> bool| now.names.iter().filter(|element| wanted(element)).count();
    Counts {
        roots: count(|element| element.starts_with("root ")),
        shapes: now.shapes.len(),
        elements: count(|element| element.contains('/')),
        values: count(|element| element.contains(" = ")),
    }
}

/// The elements of one version by name, without what is known of them.
#[derive(Default)]
struct Inventory {
    shapes: BTreeSet<String>,
    names: BTreeSet<String>,
    required: BTreeSet<String>,
}

impl Inventory {
    fn of(schema: &Schema, formats: &[Format], version: Version) -> Self {
        let mut inventory = Self::default();
        for fact in facts(schema, formats, version) {
            let Some((subject, rest)) = fact.split_once(": ") else {
                inventory.names.insert(fact);
                continue;
            };
            if subject.starts_with("root ") {
                inventory.names.insert(subject.to_owned());
            } else if subject.contains('/') {
                inventory.names.insert(subject.to_owned());
                if rest.split(", ").any(|word| word == "required") {
                    inventory.required.insert(subject.to_owned());
                }
            } else {
                inventory.shapes.insert(subject.to_owned());
            }
        }
        inventory
    }
}

/// The word for how sure the timeline is of a version.
pub fn confidence_text(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::Model => "model",
        Confidence::Docs => "docs",
        Confidence::Client => "client",
        Confidence::Inferred => "inferred",
    }
}

/// All versions, newest last, with what each brought: the text of `cloudfront-lint versions`.
pub fn versions_text(schema: &Schema, formats: &[Format]) -> String {
    let mut text = String::new();
    for index in 0..schema.versions.len() {
        let version = Version(index as u8);
        let info = schema.version_info(version);
        let _ = writeln!(
            text,
            "{}  {:<8}  {}",
            info.name,
            confidence_text(info.confidence),
            info.summary
        );
        if index > 0 {
            let changes = changes(schema, formats, version);
            for (sign, elements) in [
                ("+", &changes.added),
                ("-", &changes.removed),
                ("required:", &changes.required),
                ("optional:", &changes.optional),
            ] {
                write_wrapped(&mut text, sign, elements);
            }
        }
    }
    text
}

/// Appends a list, wrapped and indented under the summaries.
fn write_wrapped(text: &mut String, sign: &str, elements: &[String]) {
    const INDENT: usize = 22;
    const WIDTH: usize = 118;
    if elements.is_empty() {
        return;
    }
    let mut line = format!("{:INDENT$}{sign}", "");
    for (index, element) in elements.iter().enumerate() {
        let comma = if index + 1 < elements.len() { "," } else { "" };
        if line.len() + element.len() + 2 > WIDTH {
            let _ = writeln!(text, "{line}");
            line = format!("{:1$}", "", INDENT + sign.len());
        }
        let _ = write!(line, " {element}{comma}");
    }
    let _ = writeln!(text, "{line}");
}

/// The page `docs/versions.md`.
pub fn versions_page(schema: &Schema, formats: &[Format]) -> String {
    let mut page = String::from(
        "# Versions of the CloudFront API\n\n\
        <!-- Generated from rules/shapes by the test `docs_versions`; write it anew with BLESS=1. -->\n\n\
        A document is judged by the shapes of the version that its namespace names, or that `--api-version` names. This page lists the \
        versions that are known, how sure their shapes are, and how much they hold. `cloudfront-lint versions` prints what each one added and \
        took away, `cloudfront-lint why PATH` all that is known of an element.\n\n\
        Confidence: **model** is a machine-readable model of that version, **docs** its documentation and client code, **client** client \
        code that names the version, **inferred** placed between its neighbours. Where it is client or inferred, an unknown element is a \
        warning and no error.\n\n\
        | version | confidence | roots | shapes | elements | values | what it brought |\n\
        | --- | --- | ---: | ---: | ---: | ---: | --- |\n",
    );
    for (index, info) in schema.versions.iter().enumerate() {
        let counts = counts(schema, formats, Version(index as u8));
        let _ = writeln!(
            page,
            "| {} | {} | {} | {} | {} | {} | {} |",
            info.name,
            confidence_text(info.confidence),
            counts.roots,
            counts.shapes,
            counts.elements,
            counts.values,
            info.summary
        );
    }
    page.push_str("\n## Added after a version came out\n\nA version goes on growing after its date. Dates are those of the first model that has the addition; where only releases of an SDK were looked at, the release.\n\n| added | version | element or value |\n| --- | --- | --- |\n");
    for (added, version, element) in later(schema) {
        let _ = writeln!(page, "| {added} | {version} | `{element}` |");
    }
    page.push_str("\n## Sources\n\n");
    let sources: BTreeSet<&str> = schema
        .versions
        .iter()
        .flat_map(|info| info.sources.iter())
        .map(AsRef::as_ref)
        .collect();
    for source in sources {
        let of: Vec<&str> = schema
            .versions
            .iter()
            .filter(|info| info.sources.iter().any(|one| one == source))
            .map(|info| info.name.as_ref())
            .collect();
        let versions = if of.len() > 3 {
            format!(
                "{} versions from {} to {}",
                of.len(),
                of[0],
                of[of.len() - 1]
            )
        } else {
            of.join(", ")
        };
        let _ = writeln!(page, "- {source}: {versions}");
    }
    page
}

/// What versions gained after they came out, by date.
fn later(schema: &Schema) -> Vec<(&str, &str, String)> {
    let mut later = Vec::new();
    for shape in schema.shapes.iter() {
        for member in shape.members() {
            if let (Some(added), Some(first)) = (&member.added, member.versions.first()) {
                let element = format!("{}/{}", shape.name, schema.name_text(member.name));
                later.push((
                    added.as_ref(),
                    schema.version_info(first).name.as_ref(),
                    element,
                ));
            }
        }
        if let ShapeKind::Enum { values, .. } = &shape.kind {
            for value in values.iter() {
                if let (Some(added), Some(first)) = (&value.added, value.versions.first()) {
                    later.push((
                        added.as_ref(),
                        schema.version_info(first).name.as_ref(),
                        format!("{} = {}", shape.name, value.value),
                    ));
                }
            }
        }
    }
    later.sort_unstable();
    later
}
