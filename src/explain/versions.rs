//! The list of versions: what each one added and removed.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::explain::facts::facts;
use crate::model::rule::Format;
use crate::model::schema::{Confidence, Schema, ShapeKind, Version};
use crate::text::wrapped;

/// What one version changed against the one before.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    /// Roots, members and values that are new: `DefaultCacheBehavior/Compress`,
    /// `HttpVersion = http3`. The members of a new shape are not listed.
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

/// The elements of one version by name, without their facts.
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

/// Columns before what a version is about.
const INDENT: usize = 22;

/// All versions, newest last, with what each one added: the text of `cloudfront-lint versions`. No
/// line is wider than `width`.
pub fn versions_text(schema: &Schema, formats: &[Format], width: usize) -> String {
    let mut text = String::new();
    for index in 0..schema.versions.len() {
        let version = Version(index as u8);
        let info = schema.version_info(version);
        let head = format!("{}  {:<8}  ", info.name, confidence_text(info.confidence));
        write_hanging(&mut text, &head, &info.summary, width);
        if index == 0 {
            continue;
        }
        let changes = changes(schema, formats, version);
        for (sign, elements) in [
            ("+", &changes.added),
            ("-", &changes.removed),
            ("required:", &changes.required),
            ("optional:", &changes.optional),
        ] {
            if !elements.is_empty() {
                // What belongs together stays on a line.
                let elements = elements.join(", ").replace(" = ", "\u{a0}=\u{a0}");
                let head = format!("{:INDENT$}{sign} ", "");
                write_hanging(&mut text, &head, &elements, width);
            }
        }
    }
    text.replace('\u{a0}', " ")
}

/// Writes words after a head, and below it where they continue.
fn write_hanging(text: &mut String, head: &str, words: &str, width: usize) {
    let indent = head.len();
    for (index, line) in wrapped(words, width.saturating_sub(indent))
        .iter()
        .enumerate()
    {
        let before = if index == 0 { head } else { "" };
        let _ = writeln!(text, "{before:indent$}{line}");
    }
}

/// What the page begins with.
const HEAD: &str = "# Versions of the CloudFront API\n\n\
    <!-- Generated from rules/shapes by the test `docs_versions`; BLESS=1 writes it. -->\n\n\
    A document is checked against the version that its namespace or `--api-version` names.\n\
    This page lists the known versions, how certain their shapes are, and how much they\n\
    contain. `cloudfront-lint versions` prints what each one added and removed,\n\
    `cloudfront-lint why PATH` all that is known about an element.\n\n\
    Confidence: **model** is a machine-readable model of that version, **docs** its\n\
    documentation and client code, **client** client code that names the version,\n\
    **inferred** follows from the versions before and after. If it is client or inferred, an\n\
    unknown element is a warning, not an error.\n\n\
    | version | confidence | roots | shapes | elements | values | what it added |\n\
    | --- | --- | ---: | ---: | ---: | ---: | --- |\n";

/// The page `docs/versions.md`.
pub fn versions_page(schema: &Schema, formats: &[Format]) -> String {
    let mut page = String::from(HEAD);
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
    page.push_str(
        "\n## Added after a version came out\n\n\
        A version can get new members after its date. The date is that of the first model that\n\
        has the addition; if only releases of an SDK are known, it is the release.\n\n\
        | added | version | element or value |\n| --- | --- | --- |\n",
    );
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
