//! A team's own rules and formats.

use std::fs;

use super::config::folder;
use super::support::{Folder, stderr, stdout};

const HOUSE_FORMAT: &str = "[house-reference]
describe = \"a team and a date\"
pattern = '[a-z]+-\\d{4}-\\d{2}-\\d{2}'
good = [\"web-2026-11-20\"]
bad = [\"web\"]
";

const HOUSE_RULE: &str = "[house-reference]
title = \"caller reference in another form than agreed\"
at = \"InvalidationBatch/CallerReference\"
check = { format = \"house-reference\" }
severity = \"error\"
message = \"{value} is not {format}\"
help = \"write the date\"
why = \"so that everybody sees whose it is\"
fix = \"write a date\"
repair = { write = \"web-2026-11-20\" }
[[house-reference.bad]]
text = '{\"Paths\": {\"Quantity\": 1, \"Items\": [\"/*\"]}, \"CallerReference\": \"one\"}'
[[house-reference.good]]
text = '{\"Paths\": {\"Quantity\": 1, \"Items\": [\"/*\"]}, \"CallerReference\": \"web-2026-11-20\"}'
";

/// A finding of a team's rule does not hide one of a built-in rule.
#[test]
fn a_teams_rules_do_not_replace_built_in_findings() {
    let rule = |name: &str| {
        format!(
            "[{name}]\ntitle = \"no prefix\"\nat = \"Origin/Id\"\ncheck = {{ in = [\"prod-*\"] }}\nseverity = \"error\"\n\
             message = \"{{value}} has no prefix\"\nwhy = \"why\"\n"
        )
    };
    let folder = folder("rules = [\"own.toml\", \"*own.toml\"]");
    folder.write("own.toml", rule("house-one") + &rule("house-two"));
    let base = fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/fixtures/base/distribution-2020-05-31.xml"
    ))
    .unwrap();
    folder.write(
        "dist.xml",
        base.replacen("<TargetOriginId>api<", "<TargetOriginId>nowhere<", 1),
    );
    let found = stdout(&folder.run("check --format concise dist.xml"));
    for (rule, times) in [
        ("target-origin-missing", 1),
        ("house-one", 2),
        ("house-two", 2),
    ] {
        assert_eq!(
            found.matches(&format!("error[{rule}]")).count(),
            times,
            "{rule}:\n{found}"
        );
    }
}

#[test]
fn a_teams_rules_are_run_and_tested() {
    let house = fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/docs/policy/house.toml"
    ))
    .unwrap();
    let folder = folder("rules = [\"policy/*.toml\"]\n[severity]\nhouse-price-class = \"warning\"");
    folder.write("policy/house.toml", &house);
    let base = fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/fixtures/base/distribution-2020-05-31.xml"
    ))
    .unwrap();
    folder.write("dist.xml", &base);
    let output = folder.run("check --format concise dist.xml");
    let found = stdout(&output);
    assert!(
        found.contains("warning[house-price-class]") && found.contains("error[house-web-acl]"),
        "{found}"
    );
    assert_eq!(output.status.code(), Some(1));
    for arguments in ["test-rules", "test-rules policy/house.toml"] {
        let output = folder.run(arguments);
        assert_eq!(
            output.status.code(),
            Some(0),
            "{}{}",
            stdout(&output),
            stderr(&output)
        );
        assert_eq!(
            stdout(&output).matches("ok      house-").count(),
            4,
            "{}",
            stdout(&output)
        );
    }
    folder.write(
        "policy/house.toml",
        house.replace("in = [\"PriceClass_100\"]", "in = [\"PriceClass_All\"]"),
    );
    let output = folder.run("test-rules");
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stdout(&output).contains("FAILED  house-price-class\n        bad example 1: expected exactly one finding, found 0"),
        "{}",
        stdout(&output)
    );
    folder.write(
        "policy/house.toml",
        house.replace(
            "DistributionConfig/PriceClass",
            "DistributionConfig/PriceClas",
        ),
    );
    let output = folder.run("test-rules");
    assert_eq!(output.status.code(), Some(2));
    assert!(
        stderr(&output).contains("did you mean `PriceClass`?"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn a_teams_formats_are_for_its_rules() {
    let config = "formats = \"formats.toml\"\nrules = \"rules.toml\"";
    let with = |format: &str, rule: &str| {
        let folder = folder(config);
        folder.write("formats.toml", format);
        folder.write("rules.toml", rule);
        folder
    };
    let house = with(HOUSE_FORMAT, HOUSE_RULE);
    let found = stdout(&house.run("check --format concise sub"));
    assert!(
        found.contains("error[house-reference]: `one` is not a team and a date"),
        "{found}"
    );
    for arguments in ["test-rules", "test-rules rules.toml"] {
        let output = house.run(arguments);
        assert_eq!(
            stdout(&output),
            "ok      house-reference (1 bad, 1 good)\n",
            "{}",
            stderr(&output)
        );
    }
    assert!(
        stdout(&house.run("check --diff --unsafe-fixes sub"))
            .contains("+  <CallerReference>web-2026-11-20")
    );
    let wrong = HOUSE_RULE.replace("write = \"web-2026-11-20\"", "write = \"web\"");
    assert!(
        !stdout(&with(HOUSE_FORMAT, &wrong).run("check --diff --unsafe-fixes sub"))
            .contains("CallerReference>web"),
        "no repair that fails again"
    );
    let errors = [
        (
            HOUSE_FORMAT.replace("\"web\"", "\"web-2026-11-20\""),
            HOUSE_RULE.to_owned(),
            "formats.toml:5:8: `web-2026-11-20` matches the pattern",
        ),
        (
            HOUSE_FORMAT.replace("[house-reference]", "[host-name]"),
            HOUSE_RULE.to_owned(),
            "formats.toml:1:2: `host-name` is the name of a built-in format",
        ),
        (
            HOUSE_FORMAT.to_owned(),
            HOUSE_RULE.replace(
                "{ format = \"house-reference\" }",
                "{ format = \"house-referenc\" }",
            ),
            "rules.toml:4:20: unknown format `house-referenc`; did you mean `house-reference`?",
        ),
    ];
    for (format, rule, expected) in errors {
        let output = with(&format, &rule).run("check sub");
        assert_eq!(output.status.code(), Some(2));
        assert!(stderr(&output).contains(expected), "{}", stderr(&output));
    }
}

#[test]
fn a_teams_rules_have_pages_too() {
    let house = fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/docs/policy/house.toml"
    ))
    .unwrap();
    let folder = Folder::with(&[
        ("cdn/cloudfront-lint.toml", "rules = \"house.toml\""),
        ("cdn/house.toml", &house),
    ]);
    for (arguments, expected) in [
        ("explain house-web-acl", "# house-web-acl\n"),
        ("rules", "house-web-acl  "),
        ("rules --format json", "\"house-web-acl\""),
        ("why PriceClass", "house-price-class"),
    ] {
        let in_folder = folder
            .command(arguments)
            .current_dir(folder.path().join("cdn"))
            .output()
            .unwrap();
        assert!(stdout(&in_folder).contains(expected), "{arguments}");
        assert!(
            stdout(&folder.run(&format!("{arguments} --config cdn/cloudfront-lint.toml")))
                .contains(expected),
            "{arguments}"
        );
        assert!(
            !stdout(&folder.run(arguments)).contains(expected),
            "{arguments}"
        );
        let isolated = folder
            .command(&format!("{arguments} --isolated"))
            .current_dir(folder.path().join("cdn"))
            .output()
            .unwrap();
        assert!(!stdout(&isolated).contains(expected), "{arguments}");
    }
    let near = folder.run("explain house-web-alc --config cdn/cloudfront-lint.toml");
    assert!(
        stderr(&near).contains("did you mean `house-web-acl`?"),
        "{}",
        stderr(&near)
    );
    // A wrong configuration says nothing of the built-in rules.
    folder.write("cloudfront-lint.toml", "ignroe = []");
    assert_eq!(folder.code("explain quantity-mismatch"), 0);
    assert_eq!(folder.code("rules"), 2);
    assert_eq!(folder.code("rules --isolated"), 0);
}
