//! The schemas of documents, held against real validators where they are installed.

use std::fs;
use std::io::Write as _;
use std::process::{Command, Stdio};

use cloudfront_lint::document_schema::{SchemaFormat, document_schema, documents};
use cloudfront_lint::{Form, Report, Source, convert, editor};
use serde_json::json;

use crate::support::stored::in_repository;

/// The exit status of the validator without its packages.
const WITHOUT_PACKAGES: i32 = 77;

const VALIDATOR: &str = include_str!("validate.py");

/// The documents that must be accepted: those of examples, in both notations.
fn accepted() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for folder in ["fixtures/base", "fixtures/accepted"] {
        let entries = fs::read_dir(in_repository(folder)).expect("the folder is there");
        for entry in entries {
            let path = entry.expect("it can be read").path();
            let text = fs::read_to_string(&path).expect("it is text");
            let name = path
                .file_name()
                .expect("it has a name")
                .to_string_lossy()
                .into_owned();
            if text.trim_start().starts_with('<') {
                let json = convert(&Source::new(text.as_str()), Form::Json, None);
                found.extend(json.ok().map(|json| (format!("{name} as JSON"), json)));
            }
            found.push((name, text));
        }
    }
    found.sort();
    found
}

/// The same document with a member that does not exist, and without one that must be there.
fn faulty(text: &str) -> Vec<String> {
    let linter = cloudfront_lint::Linter::new();
    let source = Source::new(text);
    let outline = editor::outline(&linter, &source);
    let mut faulty = Vec::new();
    for symbol in outline.iter().filter(|it| it.depth > 0).step_by(5) {
        let name = source.slice(symbol.name_span);
        let written = source.slice(symbol.span);
        if written.matches(name).count() > 2 || name != symbol.name {
            continue;
        }
        let renamed = written.replace(name, &format!("{name}Zoo"));
        let range = symbol.span.range();
        faulty.push([&text[..range.start], &renamed, &text[range.end..]].concat());
    }
    let is_fault = |text: &String| {
        let report = cloudfront_lint::lint(text);
        let mut findings = report.findings().iter();
        findings.any(|it| it.rule == "unknown-element")
    };
    faulty.retain(is_fault);
    faulty
}

fn formats(report: &Report<'_>) -> &'static [(&'static str, SchemaFormat)] {
    match report.form() {
        Form::Xml => &[
            ("xsd", SchemaFormat::Xsd),
            ("relaxng", SchemaFormat::RelaxNg),
        ],
        _ => &[("json-schema", SchemaFormat::JsonSchema)],
    }
}

/// The cases for the validator, a line each.
fn cases() -> (String, usize) {
    let (mut lines, mut count) = (String::new(), 0);
    for (name, text) in accepted() {
        let report = cloudfront_lint::lint(&text);
        let (Some(version), Some(root)) = (report.api_version(), report.root()) else {
            panic!("{name} is a document");
        };
        // The parameters of a command are next to the members of the document.
        let is_command = text.contains("\"IfMatch\"");
        if !documents(version).contains(&root) || report.has_errors() || is_command {
            continue;
        }
        for (format, language) in formats(&report) {
            let schema = document_schema(version, root, *language).expect("it exists");
            let mut all = vec![(text.clone(), true)];
            all.extend(faulty(&text).into_iter().map(|text| (text, false)));
            for (document, valid) in all {
                count += 1;
                let case = json!({
                    "name": name, "format": format, "schema": schema,
                    "document": document, "valid": valid,
                });
                lines.push_str(&format!("{case}\n"));
            }
        }
    }
    (lines, count)
}

#[test]
fn validators_accept_what_is_right_and_refuse_what_is_not() {
    let (lines, count) = cases();
    assert!(count > 300, "{count}");
    let python = Command::new("python3")
        .args(["-c", VALIDATOR])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut python) = python else { return };
    let mut input = python.stdin.take().expect("it is a pipe");
    let writer = std::thread::spawn(move || input.write_all(lines.as_bytes()));
    let output = python.wait_with_output().expect("it ends");
    let written = writer.join().expect("it ends");
    if output.status.code() == Some(WITHOUT_PACKAGES) {
        return;
    }
    written.expect("it reads all cases");
    assert!(output.status.success());
    assert_eq!(String::from_utf8_lossy(&output.stdout), "");
}

/// Every document of every version has a schema in each language, which is well-formed.
#[test]
fn every_document_of_every_version_has_a_schema() {
    let mut count = 0;
    for version in cloudfront_lint::internal::builtin::SCHEMA.versions.iter() {
        for root in documents(&version.name) {
            for format in [SchemaFormat::Xsd, SchemaFormat::RelaxNg] {
                let schema = document_schema(&version.name, root, format).expect("it exists");
                let parsed =
                    cloudfront_lint::internal::tree::parse(&Source::new(schema.as_str())).1;
                assert!(parsed.is_empty(), "{root} {version:?} {parsed:?}");
                count += 1;
            }
            let schema = document_schema(&version.name, root, SchemaFormat::JsonSchema);
            let schema: serde_json::Value =
                serde_json::from_str(&schema.expect("it exists")).expect("it is JSON");
            assert_eq!(schema["type"], "object");
        }
    }
    assert!(count > 400, "{count}");
}

#[test]
fn a_document_that_does_not_exist_has_no_schema() {
    for (version, root, message) in [
        (
            "2012-07-02",
            "DistributionConfig",
            "unknown API version `2012-07-02`",
        ),
        (
            "2012-07-01",
            "DistributionConfg",
            "did you mean `DistributionConfig`?",
        ),
        (
            "2012-07-01",
            "KeyGroupConfig",
            "API version 2012-07-01 has no document `KeyGroupConfig`",
        ),
    ] {
        let error = document_schema(version, root, SchemaFormat::Xsd).expect_err("there is none");
        assert!(error.to_string().contains(message), "{error}");
    }
}
