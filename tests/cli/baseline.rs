//! `--baseline` and `--update-baseline`: what is known is not told, what is fixed is, and nothing is forgotten by the way.

use std::fs;

use crate::support::{Folder, stderr, stdout};

const FAULTY: &str = "<InvalidationBatch xmlns=\"http://cloudfront.amazonaws.com/doc/2020-05-31/\">
  <Paths><Quantity>2</Quantity><Items><Path>/*</Path></Items></Paths>
  <CallerReference>one</CallerReference>
</InvalidationBatch>
";

fn folder() -> Folder {
    Folder::with(&[("a.xml", FAULTY), ("b.xml", FAULTY)])
}

fn baseline(folder: &Folder) -> String {
    fs::read_to_string(folder.path().join("known.txt")).unwrap()
}

#[test]
fn what_is_known_is_left_out() {
    let folder = folder();
    assert_eq!(folder.code("check --baseline known.txt ."), 2, "there is none yet");
    assert_eq!(folder.code("check --baseline known.txt --update-baseline ."), 0);
    let expected = "\
# cloudfront-lint baseline 1: file, rule, element and value of each finding that was there
a.xml\tquantity-mismatch\tInvalidationBatch/Paths/Quantity\t2
b.xml\tquantity-mismatch\tInvalidationBatch/Paths/Quantity\t2
";
    assert_eq!(baseline(&folder), expected);
    let output = folder.run("check --format concise --baseline known.txt .");
    assert_eq!((output.status.code(), stdout(&output).as_str()), (Some(0), ""));
    folder.write("a.xml", FAULTY.replace("<CallerReference>", "\n\n<CallerReferenc>").replace("</CallerReference>", "</CallerReferenc>"));
    let found = stdout(&folder.run("check --format concise --baseline known.txt ."));
    assert!(found.starts_with("a.xml:5:") && found.lines().count() == 1, "{found}");
}

#[test]
fn what_is_fixed_is_told_and_taken_out_on_request() {
    let folder = folder();
    folder.run("check --baseline known.txt --update-baseline .");
    let all = baseline(&folder);
    folder.write("a.xml", FAULTY.replace("<Quantity>2", "<Quantity>1"));
    let output = folder.run("check --baseline known.txt .");
    assert!(stderr(&output).contains("1 entry of the baseline is fixed"), "{}", stderr(&output));
    assert_eq!(baseline(&folder), all);
    folder.run("check --baseline known.txt --update-baseline b.xml");
    assert_eq!(baseline(&folder), all, "a.xml was not looked at");
    folder.run("check --baseline known.txt --update-baseline .");
    assert!(!baseline(&folder).contains("a.xml"));
}

#[test]
fn a_rule_that_is_off_is_not_fixed() {
    let folder = folder();
    folder.run("check --baseline known.txt --update-baseline .");
    let all = baseline(&folder);
    folder.write("cloudfront-lint.toml", "ignore = [\"quantity-mismatch\"]");
    assert!(!stderr(&folder.run("check --baseline known.txt .")).contains("fixed"));
    folder.run("check --baseline known.txt --update-baseline .");
    assert_eq!(baseline(&folder), all);
}
