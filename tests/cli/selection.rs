//! Which rules are on, and which files are listed.

use super::support::{CLEAN, Folder, stderr, stdout};

/// A wrong count and an empty list.
const TWO: &str = "<InvalidationBatch xmlns=\"http://cloudfront.amazonaws.com/doc/2020-05-31/\">
  <Paths><Quantity>0</Quantity><Items/></Paths>
  <CallerReferenc>one</CallerReferenc>
</InvalidationBatch>
";

fn folder() -> Folder {
    Folder::with(&[("a.xml", TWO)])
}

/// The rules with findings, without the severity.
fn rules(folder: &Folder, arguments: &str) -> Vec<String> {
    let found = stdout(&folder.run(&format!("check --format concise {arguments} a.xml")));
    let name = |line: &str| line.split(['[', ']']).nth(1).map(str::to_owned);
    found.lines().filter_map(name).collect()
}

#[test]
fn rules_are_selected_by_name_and_glob() {
    let folder = folder();
    assert_eq!(rules(&folder, ""), ["empty-items", "unknown-element"]);
    assert_eq!(rules(&folder, "--select empty-items"), ["empty-items"]);
    assert_eq!(rules(&folder, "--select empty-*"), ["empty-items"]);
    assert_eq!(
        rules(&folder, "--select empty-items,unknown-*"),
        ["empty-items", "unknown-element"]
    );
    assert_eq!(rules(&folder, "--ignore unknown-*"), ["empty-items"]);
    assert_eq!(
        rules(&folder, "--select * --ignore empty-items"),
        ["unknown-element"]
    );
}

#[test]
fn an_option_overrides_the_configuration() {
    let folder = folder();
    folder.write("cloudfront-lint.toml", "ignore = [\"empty-*\"]");
    assert_eq!(rules(&folder, ""), ["unknown-element"]);
    assert_eq!(rules(&folder, "--select empty-items"), ["empty-items"]);
    folder.write("cloudfront-lint.toml", "select = [\"empty-*\"]");
    assert_eq!(rules(&folder, ""), ["empty-items"]);
    folder.write("cloudfront-lint.toml", "[severity]\n\"empty-*\" = \"off\"");
    assert_eq!(rules(&folder, ""), ["unknown-element"]);
}

#[test]
fn a_selection_of_nothing_is_an_error() {
    let folder = folder();
    for (arguments, expected) in [
        ("--select empty-item", "did you mean `empty-items`?"),
        ("--select nothing-*", "no rule matches `nothing-*`"),
        ("--ignore nothing", "unknown rule `nothing`"),
        ("--group secruity", "did you mean `security`?"),
        ("--ignore *", "no rules are on"),
    ] {
        let output = folder.run(&format!("check {arguments} a.xml"));
        assert_eq!(output.status.code(), Some(2), "{arguments}");
        assert!(
            stderr(&output).contains(expected),
            "{arguments}: {}",
            stderr(&output)
        );
    }
    for config in ["select = []", "select = [\"nothing-*\"]"] {
        folder.write("cloudfront-lint.toml", config);
        assert_eq!(folder.code("check a.xml"), 2, "{config}");
    }
}

#[test]
fn files_are_listed_without_checking_them() {
    let folder = Folder::with(&[("b.xml", TWO), ("a/c.json", "{}"), ("notes.txt", CLEAN)]);
    folder.write(".gitignore", "ignored.xml\n");
    folder.write("ignored.xml", TWO);
    let output = folder.run("check --show-files");
    assert_eq!(stdout(&output), "a/c.json\nb.xml\n");
    assert_eq!(output.status.code(), Some(0));
    folder.write("cloudfront-lint.toml", "exclude = [\"a/\"]");
    assert_eq!(stdout(&folder.run("check --show-files .")), "b.xml\n");
}

/// A rule in preview.
const PREVIEW: &str = r#"
[house-reference]
title    = "short reference"
at       = "InvalidationBatch/CallerReference"
preview  = true
check    = { min-length = 4 }
severity = "warning"
message  = "short"
why      = "A test."
"#;

#[test]
fn a_rule_in_preview_is_off_until_previews_are_on() {
    let folder = folder();
    let text = TWO.replace("CallerReferenc>", "CallerReference>");
    folder.write("a.xml", text);
    folder.write("house.toml", PREVIEW);
    let configuration = "rules = [\"house.toml\"]\n";
    folder.write("cloudfront-lint.toml", configuration);
    let both = ["empty-items", "house-reference"];
    assert_eq!(rules(&folder, ""), ["empty-items"]);
    assert_eq!(
        rules(&folder, "--select house-*,empty-items"),
        ["empty-items"]
    );
    assert_eq!(rules(&folder, "--preview"), both);
    assert_eq!(
        rules(&folder, "--preview --ignore house-reference"),
        ["empty-items"]
    );
    let refused = folder.run("check --select house-reference a.xml");
    assert_eq!(refused.status.code(), Some(2));
    let message = stderr(&refused);
    assert!(
        message.contains("`house-reference` is in preview"),
        "{message}"
    );
    for (setting, expected) in [
        ("preview = true\n", &both[..]),
        ("preview = false\n", &both[..1]),
        ("[severity]\nhouse-reference = \"error\"\n", &both[..1]),
        (
            "[[override]]\nfiles = [\"a.*\"]\npreview = true\n",
            &both[..],
        ),
    ] {
        folder.write("cloudfront-lint.toml", format!("{configuration}{setting}"));
        assert_eq!(rules(&folder, ""), expected, "{setting}");
    }
    folder.write(
        "cloudfront-lint.toml",
        format!("{configuration}preview = 1\n"),
    );
    let message = stderr(&folder.run("check a.xml"));
    assert!(message.contains("expected `true` or `false`"), "{message}");
}

#[test]
fn a_rule_in_preview_is_marked() {
    let folder = folder();
    folder.write(
        "house.toml",
        PREVIEW.replace("preview ", "group = \"house\"\npreview "),
    );
    folder.write("cloudfront-lint.toml", "rules = [\"house.toml\"]\n");
    let table = stdout(&folder.run("rules"));
    assert!(
        table.contains("house-reference  warning (group house, preview)\n"),
        "{table}"
    );
    let page = stdout(&folder.run("explain house-reference"));
    assert!(page.contains("In preview"), "{page}");
    let listed = stdout(&folder.run("rules --format json"));
    let listed: Vec<serde_json::Value> = serde_json::from_str(&listed).unwrap();
    let marked = listed.iter().filter(|rule| rule["preview"] == true);
    let marked: Vec<_> = marked.map(|rule| (&rule["name"], &rule["group"])).collect();
    assert_eq!(marked, [(&"house-reference".into(), &"house".into())]);
    // Its examples are run with previews on.
    let example = |kind: &str, reference: &str| {
        format!(
            "\n[[house-reference.{kind}]]\nbase = \"invalidation\"\nset = {{ \"CallerReference\" = \"{reference}\" }}\n"
        )
    };
    let examples = example("bad", "one") + &example("good", "four");
    folder.write("house.toml", format!("{PREVIEW}{examples}"));
    let tested = folder.run("test-rules house.toml");
    assert_eq!(
        tested.status.code(),
        Some(0),
        "{}{}",
        stdout(&tested),
        stderr(&tested)
    );
}
