//! The timeline says what the SDKs' own models say. Runs where Python's botocore is installed, and
//! must run where `CI` is `1`.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

#[path = "../examples/refresh_shapes/model.rs"]
mod model;

use std::process::Command;

use cloudfront_lint::internal::builtin::{FORMATS, SCHEMA};
use cloudfront_lint::internal::explain::facts;

use crate::support::machine;

/// Prints every model of CloudFront that botocore has, one a line.
const PRINT_MODELS: &str = "
import glob, gzip, os, json, botocore
data = os.path.join(botocore.__path__[0], 'data/cloudfront')
for path in sorted(glob.glob(data + '/*/service-2.json*')):
    opener = gzip.open if path.endswith('.gz') else open
    opened = opener(path, 'rt', encoding='utf-8')
    print(json.dumps(json.load(opened)))
";

#[test]
fn the_timeline_agrees_with_the_models_of_botocore() {
    let models = Command::new("python3")
        .env("PYTHONIOENCODING", "utf-8")
        .args(["-c", PRINT_MODELS])
        .output();
    let Some(models) = models.ok().filter(|models| models.status.success()) else {
        assert!(
            !machine::must_have_python(),
            "botocore is missing, and this is the build that must compare with it"
        );
        return;
    };
    let mut count = 0;
    for text in String::from_utf8(models.stdout).unwrap().lines() {
        let model = model::read(text).unwrap();
        let version = SCHEMA.version(&model.version).unwrap();
        // The newest version keeps growing: only the build has the release that the shapes are
        // from.
        if version == SCHEMA.newest() && !machine::must_have_python() {
            count += 1;
            continue;
        }
        let known = facts(&SCHEMA, &FORMATS, version);
        let missing: Vec<_> = model.facts.difference(&known).collect();
        let invented: Vec<_> = known.difference(&model.facts).collect();
        assert!(
            missing.is_empty() && invented.is_empty(),
            "{}: missing {missing:#?}, unknown {invented:#?}",
            model.version
        );
        count += 1;
    }
    assert!(
        count >= 19,
        "expected the 19 models of botocore, found {count}"
    );
}

#[test]
fn a_model_is_read_as_facts() {
    let model = r#"{
        "metadata": {"apiVersion": "2020-05-31"},
        "shapes": {
            "InvalidationBatch": {"type": "structure", "required": ["Paths"], "members": {"Paths": {"shape": "Paths"}, "New": {"shape": "Kind", "deprecated": true}}},
            "Paths": {"type": "structure", "members": {"Quantity": {"shape": "integer"}, "Items": {"shape": "PathList"}, "Id": {"shape": "integer", "location": "uri"}}},
            "PathList": {"type": "list", "min": 1, "member": {"shape": "path", "locationName": "Path"}},
            "Kind": {"type": "string", "enum": ["a", "b"]},
            "path": {"type": "string", "max": 3, "pattern": "^[a-z]$"},
            "integer": {"type": "integer"}
        }
    }"#;
    let model = model::read(model).unwrap();
    let facts: Vec<&str> = model.facts.iter().map(String::as_str).collect();
    assert_eq!(
        facts,
        [
            "InvalidationBatch/New: Kind, deprecated",
            "InvalidationBatch/Paths: Paths, required",
            "InvalidationBatch: structure",
            "Kind = a",
            "Kind = b",
            "Kind: enum",
            "PathList: list, min 1",
            "PathList[]/Path: string, max 3, pattern [a-z]",
            "Paths/Items: PathList",
            "Paths/Quantity: integer",
            "Paths: structure, counted",
            "root InvalidationBatch: both",
        ]
    );
}
