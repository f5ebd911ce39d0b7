//! `docs/output.schema.json` describes what `--format json` writes: a validator accepts it, and
//! every key is described.

use std::process::Command;

use cloudfront_lint::internal::example;
use cloudfront_lint::lint;
use cloudfront_lint::render::{FileResult, Format as _, Json, Summary};
use serde_json::Value;

use super::support::{ADVICE, CLEAN, ERRORS, FOREIGN, Folder, WARNING, stdout};
use crate::support::machine;

const SCHEMA: &str = include_str!("../../docs/output.schema.json");

/// Reads a schema and documents from the files that it is given, and stops at the first that does
/// not fit.
const VALIDATE: &str = "
import json, sys
from jsonschema import Draft202012Validator
schema, *outputs = [json.load(open(path, encoding='utf-8')) for path in sys.argv[1:]]
Draft202012Validator.check_schema(schema)
for output in outputs:
    Draft202012Validator(schema).validate(output)
";

/// A schema that allows no key which it does not describe.
fn closed(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            members.values_mut().for_each(closed);
            if members.get("properties").is_some_and(Value::is_object) {
                members.insert("additionalProperties".to_owned(), Value::Bool(false));
            }
        }
        Value::Array(items) => items.iter_mut().for_each(closed),
        _ => {}
    }
}

/// The output for a bad example of every rule: all that findings can contain.
fn output_of_examples() -> String {
    let mut summary = Summary::default();
    let mut files = Vec::new();
    let rules = cloudfront_lint::rules().iter();
    for (rule, bad) in rules.filter_map(|rule| Some((rule, rule.bad.first()?))) {
        let document = example::document(rule, bad).unwrap();
        let linter = example::request(cloudfront_lint::Linter::new(), bad, &document);
        let report = linter.lint(&document.text);
        let result = FileResult::new(&rule.name, &report);
        let mut text = String::new();
        summary.add(&result);
        Json.file(&result, &mut text).unwrap();
        files.push(text);
    }
    let mut out = String::new();
    Json.begin(&mut out).unwrap();
    out.push_str(&files.join(Json.separator()));
    Json.end(&summary, &mut out).unwrap();
    out
}

#[test]
fn the_schema_describes_every_output() {
    let mut schema: Value = serde_json::from_str(SCHEMA).unwrap();
    closed(&mut schema);
    let folder = Folder::with(&[
        ("in/dist.xml", ERRORS),
        ("in/old.xml", WARNING),
        ("in/advice.xml", ADVICE),
        ("in/live.xml", CLEAN),
        ("in/pom.xml", FOREIGN),
        (
            "in/broken.json",
            "{\"Paths\": {\"Quantity\": 1, \"Items\": [\"/*\"",
        ),
        ("schema.json", &schema.to_string()),
        ("examples.json", &output_of_examples()),
    ]);
    let comment = "<!-- cloudfront-lint: ignore-file[quantity-mismatch] the deployment counts -->";
    folder.write("in/ignored.xml", format!("{comment}\n{ERRORS}"));
    let suppressed = stdout(&folder.run("check --format json --show-suppressed in/ignored.xml"));
    assert!(
        suppressed.contains(r#""suppressed_by":"comment""#),
        "{suppressed}"
    );
    folder.write("suppressed.json", suppressed);
    for (name, arguments) in [("run.json", "in gone.xml"), ("none.json", "in/pom.xml")] {
        let output = folder.run(&format!("check --format json {arguments}"));
        folder.write(name, output.stdout);
    }
    let has_validator = Command::new("python3")
        .args(["-c", "import jsonschema"])
        .output()
        .is_ok_and(|output| output.status.success());
    if !has_validator {
        assert!(
            !machine::must_have_python(),
            "jsonschema is missing, and this is the build that must validate with it"
        );
        return;
    }
    let validated = Command::new("python3")
        .args(["-c", VALIDATE, "schema.json"])
        .args(["examples.json", "run.json", "none.json", "suppressed.json"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert!(
        validated.status.success(),
        "{}",
        String::from_utf8_lossy(&validated.stderr)
    );
}

/// The keys of an object in the schema, sorted, and those that it requires.
fn keys(schema: &Value, object: &str) -> (Vec<String>, Vec<String>) {
    let object = &schema["$defs"][object];
    let properties = object["properties"].as_object().unwrap();
    let mut described: Vec<String> = properties.keys().cloned().collect();
    let required = object["required"].as_array().unwrap().iter();
    let mut required: Vec<String> = required
        .map(|name| name.as_str().unwrap().to_owned())
        .collect();
    required.sort();
    described.sort();
    (described, required)
}

#[test]
fn the_schema_requires_every_key_of_a_finding() {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    let report = lint("<DistributionConfig><Enabled>yes</Enabled></DistributionConfig>");
    let mut text = String::new();
    Json.file(&FileResult::new("dist.xml", &report), &mut text)
        .unwrap();
    let file: Value = serde_json::from_str(&text).unwrap();
    for (name, value) in [("file", &file), ("finding", &file["findings"][0])] {
        let optional = ["suppressed_findings"];
        let mut written: Vec<String> = value.as_object().unwrap().keys().cloned().collect();
        written.sort();
        let (mut described, required) = keys(&schema, name);
        described.retain(|key| !optional.contains(&key.as_str()));
        assert_eq!(written, described, "{name}");
        assert_eq!(written, required, "{name}");
    }
}
