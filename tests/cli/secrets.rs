//! No output of the program shows a secret, and a diff that hides one says so.

use super::support::{Folder, stderr, stdout};

const SECRET: &str = "Zx9kQ4vW7pLm2TnB";

fn folder() -> Folder {
    let base = include_str!("../../fixtures/base/distribution-2020-05-31.xml");
    let headers = format!(
        "<CustomHeaders>\n          <Quantity>2</Quantity>\n          <Items><OriginCustomHeader><HeaderName>X-Key</HeaderName><HeaderValue>{SECRET}</HeaderValue></OriginCustomHeader></Items>\n        </CustomHeaders>"
    );
    let empty = "<CustomHeaders>\n          <Quantity>0</Quantity>\n        </CustomHeaders>";
    assert!(base.contains(empty));
    Folder::with(&[("a.xml", base.replacen(empty, &headers, 1).as_str())])
}

#[test]
fn no_format_and_no_diff_shows_a_secret() {
    let folder = folder();
    for arguments in [
        "check a.xml",
        "check --format concise a.xml",
        "check --format json a.xml",
        "check --format sarif a.xml",
        "check --statistics a.xml",
        "check --diff --unsafe-fixes a.xml",
        "check --baseline known.txt --update-baseline a.xml",
        "check --show-config a.xml",
    ] {
        let output = folder.run(arguments);
        let all = stdout(&output) + &stderr(&output);
        assert!(!all.contains(SECRET), "{arguments}: {all}");
    }
    let known = std::fs::read_to_string(folder.path().join("known.txt")).unwrap();
    assert!(known.contains("quantity-mismatch") && !known.contains(SECRET));
}

#[test]
fn a_diff_that_hides_a_secret_says_so() {
    let output = folder().run("check --diff --unsafe-fixes a.xml");
    assert!(stdout(&output).contains("<HeaderValue>****************</HeaderValue>"));
    let notes = stderr(&output);
    assert!(notes.contains("cannot be applied as a patch"), "{notes}");
}
