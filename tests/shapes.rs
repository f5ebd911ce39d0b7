//! The timeline, resolved at each version, equals the recorded facts of that version.
//!
//! `fixtures/shapes/facts.tsv` contains the facts, one per line with its versions. They were
//! drawn from the models and documents of the versions themselves, not from the timeline. Where
//! those records are at hand (`../shared/reference/shapes`), the fixture is compared with them;
//! `BLESS=1` writes it from them. The newest version grows without a new date, so the fixture may
//! have facts of it that are newer than its record. The records are of distributions, streaming
//! distributions, invalidations and access identities; the facts of the other documents are from
//! the service models. `models` compares all of them with those of botocore.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use cloudfront_lint::internal::builtin::{FORMATS, SCHEMA};
use cloudfront_lint::internal::explain::{MemberFact, facts};
use cloudfront_lint::internal::model::schema::{Confidence, Version, VersionSet};
use serde_json::Value;

use crate::support::machine;

const FIXTURE: &str = "fixtures/shapes/facts.tsv";
const REFERENCE: &str = "reference/shapes";

type Facts = BTreeMap<String, BTreeSet<String>>;

#[test]
fn the_timeline_equals_the_recorded_facts_of_every_version() {
    let expected = read_fixture();
    let mut found = Facts::new();
    for (index, info) in SCHEMA.versions.iter().enumerate() {
        let mut facts = facts(&SCHEMA, &FORMATS, Version(index as u8));
        facts.insert(format!("namespace {}", info.namespace));
        facts.insert(format!(
            "confidence {}",
            match info.confidence {
                Confidence::Model => "model",
                Confidence::Docs => "docs",
                Confidence::Client => "client",
                Confidence::Inferred => "inferred",
            }
        ));
        let counted = facts
            .iter()
            .any(|fact| fact.ends_with(": structure, counted"));
        facts.insert(format!(
            "lists are {}",
            if counted {
                "quantity-items"
            } else {
                "repeated"
            }
        ));
        found.insert(info.name.to_string(), facts);
    }
    assert_eq!(found.len(), 39);
    assert_equal(&expected, &found);
}

#[test]
fn the_fixture_is_what_the_records_say() {
    let Some(folder) = machine::shared(REFERENCE) else {
        return;
    };
    let mut reference = read_reference(&folder);
    let newest = &SCHEMA.version_info(SCHEMA.newest()).name;
    for (version, known) in read_fixture() {
        let Some(record) = reference.get_mut(&version) else {
            continue;
        };
        let recorded: BTreeSet<String> = record
            .iter()
            .map(|fact| shape_of(fact).to_owned())
            .collect();
        record.extend(
            known
                .into_iter()
                .filter(|fact| version == newest.as_ref() || !recorded.contains(shape_of(fact))),
        );
    }
    if std::env::var_os("BLESS").is_some() {
        fs::create_dir_all(fixture().parent().unwrap()).unwrap();
        fs::write(fixture(), write_fixture(&reference)).unwrap();
    }
    assert_equal(&reference, &read_fixture());
}

/// The shape or the root that a fact is about.
fn shape_of(fact: &str) -> &str {
    if fact.starts_with("root ") {
        return fact.split(':').next().unwrap_or_default();
    }
    fact.split([':', '/', '[', ' ']).next().unwrap_or_default()
}

/// Fails with the differences, not with both sides.
fn assert_equal(expected: &Facts, found: &Facts) {
    let mut differences = String::new();
    for version in expected.keys().chain(found.keys()).collect::<BTreeSet<_>>() {
        let none = BTreeSet::new();
        let (expected, found) = (
            expected.get(version).unwrap_or(&none),
            found.get(version).unwrap_or(&none),
        );
        for fact in expected.difference(found) {
            writeln!(differences, "{version} misses  {fact}").unwrap();
        }
        for fact in found.difference(expected) {
            writeln!(differences, "{version} invents {fact}").unwrap();
        }
    }
    assert!(differences.is_empty(), "\n{differences}");
}

fn fixture() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(FIXTURE)
}

/// One line a fact: the versions, a tab, the fact.
fn write_fixture(facts: &Facts) -> String {
    let versions: Vec<&String> = facts.keys().collect();
    let mut by_fact: BTreeMap<&str, VersionSet> = BTreeMap::new();
    for (index, version) in versions.iter().enumerate() {
        for fact in &facts[*version] {
            let set = by_fact.entry(fact).or_default();
            *set = set.union(VersionSet::between(
                Version(index as u8),
                Version(index as u8),
            ));
        }
    }
    let mut text = String::new();
    for (fact, set) in by_fact {
        let mut ranges: Vec<(Version, Version)> = Vec::new();
        for version in set.iter() {
            match ranges.last_mut() {
                Some((_, last)) if last.0 + 1 == version.0 => *last = version,
                _ => ranges.push((version, version)),
            }
        }
        let name = |version: Version| versions[usize::from(version.0)].as_str();
        let ranges: Vec<String> = ranges
            .into_iter()
            .map(|(first, last)| format!("{}..{}", name(first), name(last)))
            .collect();
        writeln!(text, "{}\t{fact}", ranges.join(",")).unwrap();
    }
    text
}

fn read_fixture() -> Facts {
    let mut facts: Facts = SCHEMA
        .versions
        .iter()
        .map(|version| (version.name.to_string(), BTreeSet::new()))
        .collect();
    for line in fs::read_to_string(fixture()).unwrap().lines() {
        let (ranges, fact) = line.split_once('\t').unwrap();
        for range in ranges.split(',') {
            let (first, last) = range.split_once("..").unwrap();
            for (_, facts) in facts.range_mut(first.to_owned()..=last.to_owned()) {
                facts.insert(fact.to_owned());
            }
        }
    }
    facts
}

fn read_reference(folder: &Path) -> Facts {
    let mut facts = Facts::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if name.starts_with('2')
            && path
                .extension()
                .is_some_and(|extension| extension == "json")
        {
            let record: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
            facts.insert(
                text(&record["version"]).to_owned(),
                reference_facts(&record),
            );
        }
    }
    facts
}

fn reference_facts(record: &Value) -> BTreeSet<String> {
    let mut facts = BTreeSet::new();
    for key in ["namespace", "confidence"] {
        facts.insert(format!("{key} {}", text(&record[key])));
    }
    facts.insert(format!("lists are {}", text(&record["list_style"])));
    for (name, root) in record["roots"].as_object().unwrap() {
        assert_eq!(name, text(&root["shape"]), "a root is named as its shape");
        facts.insert(format!(
            "root {name}: {}",
            if root["use"] == "request+response" {
                "both"
            } else {
                text(&root["use"])
            }
        ));
    }
    for (name, shape) in record["shapes"].as_object().unwrap() {
        let kind = text(&shape["kind"]);
        let mut fact = format!("{name}: {kind}");
        if shape["quantity_items"] == true {
            fact += ", counted";
        }
        if shape["open"] == true {
            fact += ", open";
        }
        for bound in ["min", "max"] {
            if let Some(value) = shape[bound].as_i64() {
                write!(fact, ", {bound} {value}").unwrap();
            }
        }
        facts.insert(fact);
        for value in shape["values"].as_array().into_iter().flatten() {
            facts.insert(format!("{name} = {}", text(value)));
        }
        for member in shape["members"].as_array().into_iter().flatten() {
            facts.insert(reference_member(name, member, false));
        }
        if kind == "list" {
            assert_eq!(
                shape["encoding"], "wrapped",
                "a list that is not wrapped is a repeated member"
            );
            facts.insert(reference_member(name, &shape["item"], true));
        }
    }
    facts
}

fn reference_member(shape: &str, member: &Value, is_item: bool) -> String {
    MemberFact {
        shape,
        name: text(&member["name"]),
        is_item,
        kind: member["shape"]
            .as_str()
            .unwrap_or_else(|| text(&member["type"])),
        required: member["required"] == true,
        repeated: member["repeated"] == true,
        deprecated: member["deprecated"] == true,
        choice: member["choice"].as_str(),
        min: member["min"].as_i64(),
        max: member["max"].as_i64(),
        pattern: member["pattern"].as_str(),
    }
    .to_string()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}
