//! `--add-ignore`: all findings of a run suppressed with a reason.

use std::fs;

use super::support::{CLEAN, Folder, stderr, stdout};

const XML: &str = "<InvalidationBatch xmlns=\"http://cloudfront.amazonaws.com/doc/2020-05-31/\">
  <Paths>
    <Quantity>2</Quantity>
    <Items><Path>/*</Path></Items>
  </Paths>
  <CallerReference>one</CallerReference>
</InvalidationBatch>
";
const JSON: &str =
    "{\"Paths\": {\"Quantity\": 2, \"Items\": [\"/*\"]}, \"CallerReference\": \"one\"}\n";

fn run(folder: &Folder, path: &str) -> (Option<i32>, String) {
    let mut command = folder.command("check --add-ignore");
    let output = command.arg("filled by the deployment").arg(path).output();
    let output = output.unwrap();
    (output.status.code(), stderr(&output))
}

fn read(folder: &Folder, name: &str) -> String {
    fs::read_to_string(folder.path().join(name)).unwrap()
}

#[test]
fn xml_gets_comments() {
    let folder = Folder::with(&[("a.xml", XML), ("clean.xml", CLEAN)]);
    let (code, said) = run(&folder, ".");
    assert_eq!(code, Some(0), "{said}");
    let expected = XML.replace(
        "    <Quantity>",
        "    <!-- cloudfront-lint: ignore[quantity-mismatch] filled by the deployment -->\n    <Quantity>",
    );
    assert_eq!(read(&folder, "a.xml"), expected);
    assert_eq!(read(&folder, "clean.xml"), CLEAN);
    assert_eq!(folder.code("check --fail-on advice a.xml"), 0);
    run(&folder, ".");
    assert_eq!(
        read(&folder, "a.xml"),
        expected,
        "a second run changes nothing"
    );
}

#[test]
fn json_gets_entries_of_the_configuration() {
    let folder = Folder::with(&[("sub/a.json", JSON), ("sub/b.json", JSON)]);
    let (code, said) = run(&folder, "sub/a.json");
    assert_eq!(code, Some(0), "{said}");
    assert_eq!(
        read(&folder, "cloudfront-lint.toml"),
        "[[suppress]]\nrules  = [\"quantity-mismatch\"]\npath   = \"InvalidationBatch/Paths/Quantity\"\n\
         files  = [\"./sub/a.json\"]\nreason = \"filled by the deployment\"\n"
    );
    assert_eq!(folder.code("check sub/a.json"), 0);
    assert_eq!(folder.code("check sub/b.json"), 1);
    run(&folder, "sub");
    assert_eq!(folder.code("check sub"), 0);
    assert_eq!(
        read(&folder, "cloudfront-lint.toml")
            .matches("[[suppress]]")
            .count(),
        2
    );
}

#[test]
fn findings_that_cannot_be_suppressed_are_reported() {
    let folder = Folder::with(&[
        ("a.json", JSON),
        ("cloudfront-lint.toml", "suppress = []\n"),
    ]);
    let (code, said) = run(&folder, "a.json");
    assert_eq!(code, Some(3));
    assert!(
        said.contains("cannot write `cloudfront-lint.toml`"),
        "{said}"
    );
    assert_eq!(read(&folder, "cloudfront-lint.toml"), "suppress = []\n");
    for arguments in [
        &["check", "--add-ignore", " ", "a.json"][..],
        &["check", "--add-ignore", "a--b", "a.json"],
        &["check", "--add-ignore", "why", "-"],
        &["check", "--add-ignore", "why", "--fix", "a.json"],
    ] {
        let output = folder.command("").args(arguments).output().unwrap();
        assert_eq!(
            output.status.code(),
            Some(2),
            "{arguments:?} {}",
            stdout(&output)
        );
    }
}

#[test]
fn templates_get_comments_or_entries() {
    let yaml = "Resources:\n  Site:\n    Type: AWS::CloudFront::Distribution\n    Properties:\n      DistributionConfig:\n        Enabled: true\n        PriceClass: PriceClass_1\n        Origins: !Ref Origins\n        DefaultCacheBehavior: !Ref Behavior\n";
    let json = "{\"Resources\": {\"Site\": {\"Type\": \"AWS::CloudFront::Distribution\", \"Properties\": {\"DistributionConfig\": {\"Enabled\": true, \"PriceClass\": \"PriceClass_1\", \"Origins\": {\"Ref\": \"a\"}, \"DefaultCacheBehavior\": {\"Ref\": \"b\"}}}}}}\n";
    let folder = Folder::with(&[("a.yaml", yaml), ("b.json", json)]);
    assert_eq!(folder.code("check ."), 1);
    let (code, said) = run(&folder, ".");
    assert_eq!(code, Some(0), "{said}");
    let expected = yaml.replace(
        "        PriceClass:",
        "        # cloudfront-lint: ignore[enum-value] filled by the deployment\n        PriceClass:",
    );
    assert_eq!(read(&folder, "a.yaml"), expected);
    assert_eq!(folder.code("check ."), 0);
}
