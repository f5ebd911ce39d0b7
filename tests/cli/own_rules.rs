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
            stdout(&output).lines().last(),
            Some("4 rules: 10 passed, 0 failed"),
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
        stdout(&output).contains(
            "house-price-class\n  FAILED  bad 1\n            expected exactly one finding, found 0\n"
        ),
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
            "house-reference\n  ok      bad 1\n            InvalidationBatch/CallerReference: `one` is not a team and a date\n\
             \x20             help: write the date\n\
             \x20             repair, with `--fix --unsafe-fixes`: write a date\n  \
             ok      good 1\n\n1 rule: 2 passed, 0 failed\n",
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

#[test]
fn a_new_rule_has_examples_that_hold() {
    let folder = Folder::new();
    let output = folder.run("new-rule house-comment");
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let tested = folder.run("test-rules house-comment.toml");
    assert!(
        stdout(&tested).ends_with("1 rule: 2 passed, 0 failed\n"),
        "{}{}",
        stdout(&tested),
        stderr(&tested)
    );
    for (arguments, expected) in [
        (
            "new-rule house-comment",
            "`house-comment.toml` already exists",
        ),
        ("new-rule House", "invalid rule name `House`"),
        (
            "new-rule house.comment",
            "invalid rule name `house.comment`",
        ),
        ("new-rule define", "`define` is not a name for a rule"),
        (
            "new-rule quantity-mismatch",
            "is the name of a built-in rule",
        ),
    ] {
        let output = folder.run(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments}");
        assert!(stderr(&output).contains(expected), "{}", stderr(&output));
    }
    let shown = stdout(&folder.run("new-rule other-rule --stdout"));
    assert!(shown.contains("[other-rule]"), "{shown}");
    assert!(!folder.path().join("other-rule.toml").exists());
}

#[test]
fn all_mistakes_of_a_rule_file_are_shown_at_once() {
    let folder = folder("rules = \"rules.toml\"");
    folder.write(
        "rules.toml",
        "[one]\ntitel = \"a\"\nat = \"DistributionConfig/Comment\"\ncheck = { minlength = 1 }\nseverity = \"eror\"\n\
         when = [{ path = \"Comments\", present = true }]\n[two]\nat = \"Orign\"\n",
    );
    let output = folder.run("test-rules");
    assert_eq!(output.status.code(), Some(2));
    let shown = stderr(&output);
    for expected in [
        "rules.toml:2:1: unknown key `titel`; did you mean `title`?",
        "rules.toml:4:11: unknown key `minlength`; did you mean `min-length` or `max-length`?",
        "rules.toml:5:12: unknown value `eror`; did you mean `error`?",
        "rules.toml:6:18: no shape has a member `Comments`; did you mean `Comment`?",
        "rules.toml:8:6: unknown shape `Orign`; did you mean `Origin`?",
    ] {
        assert_eq!(shown.matches(expected).count(), 1, "{expected}\n{shown}");
    }
}

/// The folder of a pack that is shipped as an example.
fn shipped_pack(name: &str) -> String {
    format!("{}/docs/packs/{name}", env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn rule_packs_are_rules_too() {
    let names = ["cost", "security", "tidy"].map(shipped_pack);
    let folder = folder(&format!("extends = {names:?}\nignore = \"tidy-*\""));
    let output = folder.run("test-rules");
    assert_eq!(output.status.code(), Some(0), "{}", stdout(&output));
    assert!(
        stdout(&output).ends_with("12 rules: 24 passed, 0 failed\n"),
        "{}",
        stdout(&output)
    );
    folder.write(
        "dist.xml",
        fs::read_to_string(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/fixtures/base/distribution-2020-05-31.xml"
        ))
        .unwrap(),
    );
    let found = stdout(&folder.run("check --format concise dist.xml"));
    assert!(found.contains("[cost-price-class]"), "{found}");
    assert!(!found.contains("[tidy-"), "{found}");
}

#[test]
fn a_folder_without_a_pack_file_is_an_error() {
    let folder = folder("extends = \"pack\"");
    for (files, expected) in [
        (
            vec![],
            "cloudfront-lint.toml:1:11: `pack` is not a rule pack: it contains no `pack.toml`",
        ),
        (
            vec![(
                "pack/pack.toml",
                "name = \"ours\"\nversion = \"1\"\ndescription = \"d\"\n",
            )],
            "pack/pack.toml:2:11: expected three numbers joined by dots, such as `1.0.0`",
        ),
        (
            vec![(
                "pack/pack.toml",
                "name = \"ours\"\nversion = \"1.0.0\"\ndescription = \"d\"\n",
            )],
            "the rule pack `pack` contains no rule file",
        ),
    ] {
        for (name, text) in files {
            folder.write(name, text);
        }
        let output = folder.run("check .");
        assert_eq!(output.status.code(), Some(2));
        assert!(stderr(&output).contains(expected), "{}", stderr(&output));
    }
}

#[test]
fn a_group_can_be_selected_ignored_and_weighted() {
    let house = "[house]\ntitle = \"t\"\nat = \"DistributionConfig/Comment\"\ncheck = { max-length = 1 }\n\
                 severity = \"error\"\nmessage = \"m\"\nwhy = \"w\"\ngroup = \"ours\"\n";
    let base = fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/fixtures/base/distribution-2020-05-31.xml"
    ))
    .unwrap();
    for (settings, expected) in [
        ("", ""),
        ("select = \"group:ours\"", "error[house]"),
        (
            "severity = { \"group:ours\" = \"advice\" }",
            "advice[house]",
        ),
        ("groups = \"ours\"", "error[house]"),
        ("groups = \"ours\"\nignore = \"group:ours\"", ""),
    ] {
        let folder = folder(&format!("rules = \"house.toml\"\n{settings}\n"));
        folder.write("house.toml", house);
        folder.write("dist.xml", &base);
        let found = stdout(&folder.run("check --format concise dist.xml"));
        assert_eq!(
            found.contains("[house]"),
            !expected.is_empty(),
            "{settings}: {found}"
        );
        assert!(found.contains(expected), "{settings}: {found}");
    }
    let folder = folder("ignore = \"group:securty\"");
    let error = stderr(&folder.run("check ."));
    assert!(
        error.contains("unknown rule `group:securty`; did you mean `group:security`?"),
        "{error}"
    );
}
