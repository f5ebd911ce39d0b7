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
