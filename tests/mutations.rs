//! What the timeline allows is clean, and one mistake is one finding at its place: over every
//! version and root, on generated documents. Where an earlier version has the same element between
//! the same ones, only CI makes the mistake again.

use std::collections::{BTreeSet, HashSet};
use std::fmt::Write as _;

use cloudfront_lint::internal::builtin::SCHEMA;
use cloudfront_lint::internal::model::near::nearest;
use cloudfront_lint::internal::model::schema::{Confidence, ShapeKind, ValueKind, Version};
use cloudfront_lint::{Finding, Severity, lint};

use crate::support::generate::{
    Content, Element, FACES, full, least, request_roots, to_json, to_xml, versions,
};
use crate::support::machine::is_ci;

/// A mistake, made at one element.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Mistake {
    Removed,
    Renamed,
    Duplicated,
    Retyped,
    Moved,
}

#[test]
fn generated_documents_are_clean() {
    let mut errors = String::new();
    for version in versions() {
        for document in documents(version) {
            for finding in lint(&to_xml(&document, version)).findings() {
                if finding.severity == Severity::Error {
                    writeln!(errors, "{}", reported(version, finding)).expect("a text grows");
                }
            }
        }
    }
    assert!(errors.is_empty(), "\n{errors}");
}

#[test]
fn a_removed_member_is_one_finding() {
    one_finding(Mistake::Removed);
}

#[test]
fn a_renamed_member_is_one_finding() {
    one_finding(Mistake::Renamed);
}

#[test]
fn a_duplicated_member_is_one_finding() {
    one_finding(Mistake::Duplicated);
}

#[test]
fn a_retyped_member_is_one_finding() {
    one_finding(Mistake::Retyped);
}

#[test]
fn a_moved_member_is_one_finding() {
    one_finding(Mistake::Moved);
}

/// All kinds of documents of a version.
pub(crate) fn documents(version: Version) -> Vec<Element> {
    request_roots(version)
        .flat_map(|root| {
            FACES
                .iter()
                .map(|face| full(root, version, *face))
                .chain([least(root, version)])
                .collect::<Vec<_>>()
        })
        .collect()
}

/// Makes the mistake once with every member of every version.
fn one_finding(mistake: Mistake) {
    let mut wrong = String::new();
    let mut made = 0;
    let mut tried = HashSet::new();
    for version in versions() {
        let mut seen = BTreeSet::new();
        for document in documents(version) {
            let mut before = None;
            for way in document.ways() {
                let element = document.at(&way);
                if seen.contains(&(element.holder, element.name.clone())) {
                    continue;
                }
                let confidence = SCHEMA.version_info(version).confidence;
                let around = document.at(&way[..way.len().saturating_sub(1)]);
                let tried_before = (confidence, element.name.clone(), around.clone());
                if !is_ci() && tried.contains(&tried_before) {
                    seen.insert((element.holder, element.name.clone()));
                    continue;
                }
                let Some((changed, expected)) = make(mistake, &document, &way, version) else {
                    continue;
                };
                tried.insert(tried_before);
                seen.insert((element.holder, element.name.clone()));
                made += 1;
                let before = before
                    .get_or_insert_with(|| kinds(lint(&to_xml(&document, version)).findings()));
                let text = to_xml(&changed, version);
                let report = lint(&text);
                let new: Vec<&Finding> = report
                    .findings()
                    .iter()
                    .filter(|finding| {
                        !before.contains(&(finding.rule.to_string(), finding.message.clone()))
                    })
                    .collect();
                if !matches!(new[..], [only] if expected.is(only)) {
                    writeln!(
                        wrong,
                        "{} {} {mistake:?}: expected {:?} at {}",
                        SCHEMA.version_info(version).name,
                        document.path(&way),
                        expected.rules,
                        expected.path
                    )
                    .expect("a text grows");
                    for finding in new {
                        writeln!(wrong, "    {}", reported(version, finding))
                            .expect("a text grows");
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
    let least = if is_ci() { 1_000 } else { 700 };
    assert!(made > least, "only {made} mistakes were made");
}

impl Expected {
    fn is(&self, finding: &Finding) -> bool {
        self.rules.contains(&finding.rule.as_ref())
            && finding.path == *self.path
            && finding.severity == self.severity
    }
}

/// The finding that a mistake must have.
pub(crate) struct Expected {
    rules: &'static [&'static str],
    path: String,
    severity: Severity,
}

impl Expected {
    fn error(rules: &'static [&'static str], path: String) -> Self {
        Self {
            rules,
            path,
            severity: Severity::Error,
        }
    }

    /// An element that is not known there: doubtful where the shapes of the version are, unless it
    /// leaves a gap.
    fn unknown(path: String, version: Version, leaves_gap: bool) -> Self {
        let is_sure = SCHEMA.version_info(version).confidence < Confidence::Client;
        Self {
            rules: &["unknown-element"],
            path,
            severity: if is_sure || leaves_gap {
                Severity::Error
            } else {
                Severity::Warning
            },
        }
    }
}

/// The document with the mistake; `None` if that would be valid.
pub(crate) fn make(
    mistake: Mistake,
    document: &Element,
    way: &[usize],
    version: Version,
) -> Option<(Element, Expected)> {
    let element = document.at(way);
    let (last, around) = way.split_last()?;
    let path = document.path(way);
    let mut changed = document.clone();
    let likes = document
        .at(around)
        .children()
        .iter()
        .filter(|sibling| sibling.name == element.name)
        .count();
    let leaves_gap = element.required && likes == 1;
    let expected = match mistake {
        Mistake::Removed => {
            if !element.required || element.many {
                return None;
            }
            changed.at_mut(around).children_mut().remove(*last);
            Expected::error(&["missing-element"], document.path(around))
        }
        Mistake::Renamed => {
            let name = misspelt(&element.name)?;
            let is_item = matches!(SCHEMA.shape(element.holder).kind, ShapeKind::List { .. });
            let renamed = changed.at_mut(way);
            renamed.name = name;
            // An element that repeats without a list around is counted by its own name.
            renamed.many = is_item;
            if is_item {
                Expected::error(&["wrong-item-element"], changed.path(way))
            } else {
                Expected::unknown(changed.path(way), version, leaves_gap)
            }
        }
        Mistake::Duplicated => {
            if element.many {
                return None;
            }
            changed
                .at_mut(around)
                .children_mut()
                .insert(*last, element.clone());
            Expected::error(&["duplicate-element"], path)
        }
        Mistake::Retyped => {
            let rules = retype(changed.at_mut(way), version)?;
            Expected::error(rules, path)
        }
        Mistake::Moved => {
            if element.many || around.is_empty() {
                return None;
            }
            if has_member(document, &element.name)? {
                return None;
            }
            let moved = changed.at_mut(around).children_mut().remove(*last);
            changed.children_mut().push(moved);
            let path = changed.path(&[changed.children().len() - 1]);
            Expected::unknown(path, version, leaves_gap)
        }
    };
    Some((changed, expected))
}

/// Gives an element a value of another type. Returns the rules that may report it.
fn retype(element: &mut Element, version: Version) -> Option<&'static [&'static str]> {
    Some(match element.value {
        ValueKind::Boolean => {
            element.content = Content::Text("maybe".to_owned());
            &["boolean-value"]
        }
        ValueKind::Integer | ValueKind::Long | ValueKind::Double => {
            element.content = Content::Text("ten".to_owned());
            &["integer-value"]
        }
        ValueKind::Enum(shape) => {
            if let ShapeKind::Enum { open, .. } = &SCHEMA.shape(shape).kind
                && open.contains(version)
            {
                return None;
            }
            element.content = Content::Text("no-such-value".to_owned());
            &["enum-value"]
        }
        ValueKind::Structure(_) | ValueKind::List(_) => {
            element.content = Content::Text("text".to_owned());
            &["unexpected-text"]
        }
        _ => {
            let inner = Element {
                name: "Value".to_owned(),
                many: false,
                ..element.clone()
            };
            element.content = Content::Elements(vec![inner]);
            &["unexpected-elements", "unexpected-content"]
        }
    })
}

/// Whether the shape of a structure has a member in any version. `None` for what is not a
/// structure.
fn has_member(structure: &Element, name: &str) -> Option<bool> {
    let ValueKind::Structure(shape) = structure.value else {
        return None;
    };
    let mut members = SCHEMA.shape(shape).members().iter();
    Some(members.any(|member| SCHEMA.name_text(member.name) == name))
}

/// The name with a typo that is not another name of the timeline, and near the right one only.
pub(crate) fn misspelt(name: &str) -> Option<String> {
    let middle = name.len() / 2;
    let typo = format!("{}x{}", &name[..middle], &name[middle..]);
    let known = SCHEMA.names.iter().map(AsRef::as_ref);
    (SCHEMA.name(&typo).is_none() && nearest(&typo, known).first() == Some(&name)).then_some(typo)
}

fn kinds(findings: &[Finding]) -> BTreeSet<(String, String)> {
    findings
        .iter()
        .map(|finding| (finding.rule.to_string(), finding.message.clone()))
        .collect()
}

fn reported(version: Version, finding: &Finding) -> String {
    format!(
        "{} {}: {}[{}] {}",
        SCHEMA.version_info(version).name,
        finding.path,
        finding.severity,
        finding.rule,
        finding.message
    )
}

/// Whether a document is a JSON file as it is, without a wrapper or parameters of a command next to
/// its members. `Some(false)` if it is one only as long as all of its keys are members.
fn json_form(document: &Element) -> Option<bool> {
    let mut forms = SCHEMA.envelopes.iter().filter(|form| {
        let root = form.root.map(|root| &SCHEMA.roots[usize::from(root)]);
        root.is_some_and(|root| {
            SCHEMA.name_text(root.name) == document.name
                && form.path.is_empty()
                && form.shape == Some(root.shape)
        })
    });
    let first = forms.next()?;
    Some(!first.closed || forms.any(|form| !form.closed))
}

#[test]
fn generated_json_is_clean() {
    let mut errors = String::new();
    let version = SCHEMA.newest();
    let mut documents = documents(version);
    // A single key does not tell a document.
    documents.retain(|document| json_form(document).is_some() && document.children().len() > 1);
    for document in documents {
        let json = to_json(&document)
            .expect("the newest version has no elements that repeat without a list");
        let report = lint(&json);
        assert_eq!(report.root(), Some(document.name.as_str()), "{json}");
        for finding in report.findings() {
            if finding.severity == Severity::Error {
                writeln!(errors, "{}", reported(version, finding)).expect("a text grows");
            }
        }
    }
    assert!(errors.is_empty(), "\n{errors}");
}

#[test]
fn a_mistake_is_reported_the_same_in_xml_and_json() {
    let version = SCHEMA.newest();
    let mut wrong = String::new();
    let mut made = 0;
    for mistake in [Mistake::Removed, Mistake::Renamed, Mistake::Moved] {
        let mut seen = BTreeSet::new();
        for document in documents(version) {
            // With a key that is none of its members, a document that all of its keys tell is
            // another one.
            match json_form(&document) {
                None => continue,
                Some(false) if mistake == Mistake::Moved => continue,
                // Without one of its two names it cannot be recognized.
                Some(_) if document.ways().len() == 2 => continue,
                Some(_) => {}
            }
            for way in document.ways() {
                let element = document.at(&way);
                // JSON writes no name for an item.
                if matches!(SCHEMA.shape(element.holder).kind, ShapeKind::List { .. })
                    || !seen.insert((element.holder, element.name.clone()))
                {
                    continue;
                }
                // A small JSON document is recognized by its keys; without them it is another one,
                // or not a CloudFront document.
                if way.len() == 1 && !document.name.ends_with("DistributionConfig") {
                    continue;
                }
                let Some((changed, _)) = make(mistake, &document, &way, version) else {
                    continue;
                };
                let xml = places(&to_xml(&changed, version));
                let json = places(
                    &to_json(&changed)
                        .expect("the newest version has no elements that repeat without a list"),
                );
                made += 1;
                if xml != json {
                    writeln!(
                        wrong,
                        "{mistake:?} {}:\n    XML  {:?}\n    JSON {:?}",
                        document.path(&way),
                        xml.difference(&json),
                        json.difference(&xml)
                    )
                    .expect("a text grows");
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
    assert!(made > 300, "only {made} mistakes were made");
}

/// The rules of a document's findings with the paths.
fn places(text: &str) -> BTreeSet<(String, String)> {
    lint(text)
        .findings()
        .iter()
        .map(|finding| (finding.rule.to_string(), finding.path.to_string()))
        .collect()
}
