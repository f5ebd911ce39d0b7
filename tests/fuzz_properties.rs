//! The properties of the fuzz targets hold on the fixtures, and on what is left of them when they
//! are cut off or a byte is changed.

use std::fs;
use std::path::{Path, PathBuf};

#[expect(
    unreachable_pub,
    reason = "it is public in the package of the fuzz targets"
)]
#[path = "../fuzz/src/properties.rs"]
mod properties;

/// The files of a folder of fixtures, of which every so-manieth is taken.
fn documents(folder: &str, step: usize) -> Vec<Vec<u8>> {
    let mut files: Vec<PathBuf> = Vec::new();
    let mut open = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    while let Some(path) = open.pop() {
        match fs::read_dir(&path) {
            Ok(entries) => open.extend(entries.map(|entry| entry.expect("a folder").path())),
            Err(_) => files.push(path),
        }
    }
    files.sort();
    assert!(!files.is_empty(), "{folder} is empty");
    let files = files.into_iter().step_by(step);
    files
        .map(|file| fs::read(file).expect("a file"))
        .filter(|bytes| bytes.len() < 8_000)
        .collect()
}

/// A document, its first two thirds, and it with a byte replaced in the middle.
fn variants(document: &[u8]) -> [Vec<u8>; 3] {
    let mut changed = document.to_vec();
    let middle = changed.len() / 2;
    if let Some(byte) = changed.get_mut(middle) {
        *byte = b'<';
    }
    let cut = &document[..document.len() * 2 / 3];
    [document.to_vec(), cut.to_vec(), changed]
}

fn check(folder: &str, step: usize, property: fn(&[u8])) {
    for document in documents(folder, step) {
        for bytes in variants(&document) {
            property(&bytes);
        }
    }
}

#[test]
fn xml_and_json_hold_their_properties() {
    check("fixtures/broken", 3, properties::xml);
    check("fixtures/broken", 3, properties::json);
    check("fixtures/base", 3, properties::xml);
    check("fixtures/json", 3, properties::json);
}

#[test]
fn a_declaration_after_a_comment_without_an_element_has_a_fault() {
    properties::xml(b"<!----><?xml ?>");
    properties::xml(b"<!-- the website -->\n<?xml version=\"1.0\"?>\n<!-- is gone -->");
}

#[test]
fn a_conversion_keeps_the_version_and_what_is_unknown() {
    let old = "<DistributionConfig xmlns=\"http://cloudfront.amazonaws.com/doc/2010-11-01/\">\
               <CustomOrigin><DNSName>example.com</DNSName><HTTPPort>80</HTTPPort></CustomOrigin>\
               <CallerReference>one</CallerReference></DistributionConfig>";
    properties::conversion(old.as_bytes());
    let unknown =
        r#"{"Paths": {"Quantity": 1, "Items": ["/*"], "Path": {}}, "CallerReference": "one"}"#;
    properties::conversion(unknown.as_bytes());
}

#[test]
fn reports_hold_their_properties() {
    check("fixtures/broken", 5, properties::lint);
    check("fixtures/base", 5, properties::update);
    check("fixtures/base", 5, properties::conversion);
}

#[test]
fn fixes_hold_their_properties() {
    check("fixtures/broken", 25, properties::fix);
}

#[cfg(feature = "config")]
#[test]
fn configurations_hold_their_properties() {
    check("rules", 10, properties::own_rules);
    check("rules", 10, properties::configuration);
    check("fuzz/seeds/configuration", 1, properties::configuration);
}
