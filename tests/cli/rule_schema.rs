//! `docs/rules.schema.json` accepts the rule files of the project, and nothing that the loader does
//! not know.

use std::process::Command;

use crate::support::machine;

/// Validates every rule file, and one with a wrong key.
const VALIDATE: &str = "
import glob, json, tomllib, jsonschema
schema = json.load(open('docs/rules.schema.json'))
jsonschema.Draft7Validator.check_schema(schema)
validator = jsonschema.Draft7Validator(schema)
paths = glob.glob('rules/*.toml') + glob.glob('docs/policy/*.toml')
paths += glob.glob('docs/rule-language/*.toml') + glob.glob('fixtures/rule-language/*.toml')
others = ['answers', 'catalogue', 'descriptions', 'excluded', 'formats', 'map', 'quotas']
others += ['upgrades']
paths = [path for path in paths if path.split('/')[-1][:-5] not in others]
assert len(paths) > 60, len(paths)
for path in paths:
    with open(path, 'rb') as file:
        rules = tomllib.load(file)
    for error in validator.iter_errors(rules):
        raise SystemExit(f'{path}: {list(error.path)}: {error.message}')
rule = {'title': 't', 'check': {'min-length': 1}, 'severity': 'error', 'why': 'w'}
assert validator.is_valid({'house': rule})
assert validator.is_valid({'house': {'title': '{a}', 'rules': {'one': {**rule, 'a': 1}}}})
assert not validator.is_valid({'house': {**rule, 'rules': {}}})
assert not validator.is_valid({'house': {**rule, 'forbidden-when': []}})
wrong_keys = [{'titel': 't'}, {'severity': 'eror'}, {'check': {'minlength': 1}}]
for wrong in [*wrong_keys, {'when': [{'present': True}]}]:
    assert not validator.is_valid({'house': {**rule, **wrong}}), wrong
";

#[test]
fn the_schema_accepts_the_rules() {
    let has_modules = Command::new("python3")
        .args(["-c", "import jsonschema, tomllib"])
        .output()
        .is_ok_and(|output| output.status.success());
    if !has_modules {
        assert!(
            !machine::must_have_python(),
            "jsonschema or tomllib is missing, and this is the build that must validate with it"
        );
        return;
    }
    let validated = Command::new("python3")
        .args(["-c", VALIDATE])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("python3 starts");
    assert!(
        validated.status.success(),
        "{}",
        String::from_utf8_lossy(&validated.stderr)
    );
}
