//! The generator of documents keeps to the timeline: least documents have what must be there, full
//! ones together have everything.

use std::collections::BTreeSet;

use cloudfront_lint::internal::builtin::{FORMATS, SCHEMA};
use cloudfront_lint::internal::model::schema::{NameId, ShapeId, ShapeKind, ValueKind, Version};

use crate::support::generate;
use crate::support::generate::{
    Element, FACES, full, least, request_roots, to_json, to_xml, versions,
};

#[test]
fn documents_follow_the_shapes() {
    for version in versions() {
        for root in request_roots(version) {
            for document in FACES
                .iter()
                .map(|face| full(root, version, *face))
                .chain([least(root, version)])
            {
                check(&document, version);
                let xml = to_xml(&document, version);
                let parsed = roxmltree::Document::parse(&xml)
                    .unwrap_or_else(|error| panic!("{error}\n{xml}"));
                assert_eq!(parsed.root_element().tag_name().name(), document.name);
                if let Some(json) = to_json(&document) {
                    assert!(
                        serde_json::from_str::<serde_json::Value>(&json)
                            .is_ok_and(|json| json.is_object()),
                        "{json}"
                    );
                }
            }
        }
    }
}

#[test]
fn full_documents_have_every_member() {
    for version in versions() {
        for root in request_roots(version) {
            let mut seen = BTreeSet::new();
            for face in FACES {
                let document = full(root, version, face);
                for way in document.ways() {
                    let element = document.at(&way);
                    seen.insert((
                        element.holder,
                        SCHEMA.name(&element.name).expect("a name of the timeline"),
                    ));
                }
            }
            let missing: Vec<_> = members_below(root.shape, version)
                .difference(&seen)
                .map(|(shape, name)| {
                    format!("{}/{}", SCHEMA.shape(*shape).name, SCHEMA.name_text(*name))
                })
                .collect();
            assert!(
                missing.is_empty(),
                "{} of {} has no {missing:?}",
                SCHEMA.name_text(root.name),
                SCHEMA.version_info(version).name
            );
        }
    }
}

#[test]
fn minimal_documents_have_few_members() {
    let newest = SCHEMA.newest();
    for version in versions() {
        for root in request_roots(version) {
            let document = least(root, version);
            let ways = document.ways();
            let spare: Vec<_> = ways
                .iter()
                .map(|way| document.at(way))
                .filter(|element| !element.required && !element.many)
                .collect();
            assert!(spare.len() <= 3, "{spare:?}");
        }
    }
    for root in request_roots(newest) {
        let (least, full) = (
            least(root, newest).ways().len(),
            full(root, newest, FACES[0]).ways().len(),
        );
        assert!(least <= full, "{}", SCHEMA.name_text(root.name));
    }
}

/// Fails where an element is not what its shape says.
fn check(document: &Element, version: Version) {
    for way in document.ways() {
        let element = document.at(&way);
        let path = document.path(&way);
        let text = || match &element.content {
            generate::Content::Text(text) => text.clone(),
            generate::Content::Elements(_) => panic!("{path} contains elements"),
        };
        match element.value {
            ValueKind::Boolean => assert!(matches!(text().as_str(), "true" | "false"), "{path}"),
            ValueKind::Integer | ValueKind::Long => {
                assert!(text().parse::<i64>().is_ok(), "{path}");
            }
            ValueKind::Double => assert!(text().parse::<f64>().is_ok(), "{path}"),
            ValueKind::Enum(shape) => {
                let ShapeKind::Enum { values, .. } = &SCHEMA.shape(shape).kind else {
                    panic!("{path} has no enum shape")
                };
                let text = text();
                assert!(
                    values
                        .iter()
                        .any(|value| value.value == text && value.versions.contains(version)),
                    "{path} is {text}"
                );
            }
            ValueKind::String => {
                let name = SCHEMA.name(&element.name).expect("a name of the timeline");
                let member = SCHEMA
                    .shape(element.holder)
                    .member(name, version)
                    .expect("a member of this version");
                for bound in member
                    .bounds
                    .pattern
                    .iter()
                    .filter(|bound| bound.versions.contains(version))
                {
                    assert!(
                        FORMATS[usize::from(bound.value)].matches(&text()),
                        "{path} is {}",
                        text()
                    );
                }
            }
            ValueKind::Structure(shape) => {
                for member in SCHEMA.shape(shape).members() {
                    let here = element
                        .children()
                        .iter()
                        .any(|child| child.name == SCHEMA.name_text(member.name));
                    assert!(
                        here || !member.required.contains(version),
                        "{path} has no {}",
                        SCHEMA.name_text(member.name)
                    );
                }
            }
            _ => {}
        }
    }
}

/// Every member that a document with a root of this shape can have.
fn members_below(root: ShapeId, version: Version) -> BTreeSet<(ShapeId, NameId)> {
    let mut members = BTreeSet::new();
    let mut seen = BTreeSet::new();
    let mut open = vec![root];
    while let Some(shape) = open.pop() {
        if !seen.insert(shape) {
            continue;
        }
        for member in SCHEMA
            .shape(shape)
            .members()
            .iter()
            .filter(|member| member.versions.contains(version))
        {
            members.insert((shape, member.name));
            if let ValueKind::Structure(inner) | ValueKind::List(inner) = member.value {
                open.push(inner);
            }
        }
    }
    members
}
