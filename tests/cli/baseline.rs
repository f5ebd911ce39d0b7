//! `--baseline` and `--update-baseline`: what is recorded is not reported, what is fixed is, and
//! nothing is forgotten by the way.

use std::fs;

use super::support::{Folder, stderr, stdout};

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
fn recorded_findings_are_hidden() {
    let folder = folder();
    assert_eq!(
        folder.code("check --baseline known.txt ."),
        2,
        "no baseline exists yet"
    );
    assert_eq!(
        folder.code("check --baseline known.txt --update-baseline ."),
        0
    );
    let expected = "\
# cloudfront-lint baseline 1: file, rule, element and value of each finding that was there
a.xml\tquantity-mismatch\tInvalidationBatch/Paths/Quantity\t2
b.xml\tquantity-mismatch\tInvalidationBatch/Paths/Quantity\t2
";
    assert_eq!(baseline(&folder), expected);
    let output = folder.run("check --format concise --baseline known.txt .");
    assert_eq!(
        (output.status.code(), stdout(&output).as_str()),
        (Some(0), "")
    );
    folder.write(
        "a.xml",
        FAULTY
            .replace("<CallerReference>", "\n\n<CallerReferenc>")
            .replace("</CallerReference>", "</CallerReferenc>"),
    );
    let found = stdout(&folder.run("check --format concise --baseline known.txt ."));
    assert!(
        found.starts_with("a.xml:5:") && found.lines().count() == 1,
        "{found}"
    );
}

#[test]
fn fixed_entries_are_reported_and_removed_on_request() {
    let folder = folder();
    folder.run("check --baseline known.txt --update-baseline .");
    let all = baseline(&folder);
    folder.write("a.xml", FAULTY.replace("<Quantity>2", "<Quantity>1"));
    let output = folder.run("check --baseline known.txt .");
    assert!(
        stderr(&output).contains("1 baseline entry is fixed"),
        "{}",
        stderr(&output)
    );
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

const UPDATE: &str = "<InvalidationBatch xmlns=\"http://cloudfront.amazonaws.com/doc/2020-05-31/\">
  <CallerReference>one</CallerReference>
</InvalidationBatch>
";

#[test]
fn a_second_run_writes_nothing() {
    let folder = Folder::new();
    let base = fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/fixtures/base/distribution-2020-05-31.xml"
    ))
    .unwrap();
    folder.write(
        "u.xml",
        base.replace("  <HttpVersion>http2</HttpVersion>\n", ""),
    );
    folder.run("check --operation update --baseline known.txt --update-baseline .");
    let once = baseline(&folder);
    assert!(once.contains("u.xml\tupdate-"), "{once}");
    let output = folder.run("check --operation update --baseline known.txt --update-baseline .");
    assert_eq!(baseline(&folder), once);
    assert!(
        stderr(&output).contains("baseline `known.txt`: 0 entries added, 0 entries removed"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn a_member_that_is_missing_is_known_by_its_name() {
    let folder = Folder::with(&[("a.xml", UPDATE)]);
    folder.run("check --baseline known.txt --update-baseline .");
    assert!(
        baseline(&folder).contains("a.xml\tmissing-element\tInvalidationBatch\tPaths\n"),
        "{}",
        baseline(&folder)
    );
    let other = "<Paths><Quantity>0</Quantity></Paths>";
    folder.write(
        "a.xml",
        UPDATE.replace("<CallerReference>one</CallerReference>", other),
    );
    let found = stdout(&folder.run("check --format concise --baseline known.txt ."));
    assert!(found.contains("error[missing-element]"), "{found}");
}

#[test]
fn what_a_fault_hides_stays_in_the_baseline() {
    let folder = folder();
    folder.run("check --baseline known.txt --update-baseline .");
    let all = baseline(&folder);
    folder.write(
        "a.xml",
        FAULTY.replace("  <CallerReference>one</CallerReference>", "  <CallerRefe"),
    );
    assert!(!stderr(&folder.run("check --baseline known.txt .")).contains("fixed"));
    folder.run("check --baseline known.txt --update-baseline .");
    for entry in all.lines() {
        assert!(baseline(&folder).contains(entry), "{entry} is gone");
    }
}

#[test]
fn a_fault_elsewhere_keeps_no_entry() {
    let folder = Folder::with(&[("a.xml", FAULTY)]);
    folder.run("check --baseline known.txt --update-baseline .");
    let misspelt = FAULTY.replace("CallerReference>", "CallerReferenc>");
    folder.write("a.xml", misspelt.replace("<Quantity>2", "<Quantity>1"));
    let reported = stderr(&folder.run("check --baseline known.txt ."));
    assert!(reported.contains("1 baseline entry is fixed"), "{reported}");
    folder.run("check --baseline known.txt --update-baseline .");
    assert!(!baseline(&folder).contains("quantity-mismatch"));
    folder.write("a.xml", misspelt);
    assert_eq!(
        folder.code("check --baseline known.txt ."),
        1,
        "the fault is back"
    );
}

#[test]
fn an_entry_stays_while_its_own_element_is_hidden() {
    let folder = Folder::with(&[("a.xml", FAULTY)]);
    folder.run("check --baseline known.txt --update-baseline .");
    folder.write("a.xml", FAULTY.replace("Paths>", "Pahts>"));
    assert!(!stderr(&folder.run("check --baseline known.txt .")).contains("fixed"));
    folder.run("check --baseline known.txt --update-baseline .");
    assert!(
        baseline(&folder).contains("quantity-mismatch"),
        "{}",
        baseline(&folder)
    );
}

#[test]
fn entries_of_deleted_files_go_when_their_folder_is_checked() {
    let folder = folder();
    folder.write("sub/c.xml", FAULTY);
    folder.run("check --baseline known.txt --update-baseline .");
    fs::remove_file(folder.path().join("a.xml")).unwrap();
    folder.run("check --baseline known.txt --update-baseline sub b.xml");
    assert!(
        baseline(&folder).contains("a.xml"),
        "its folder was not looked through"
    );
    let output = folder.run("check --baseline known.txt --update-baseline .");
    assert!(
        stderr(&output).contains("0 entries added, 1 entry removed"),
        "{}",
        stderr(&output)
    );
    assert!(!baseline(&folder).contains("a.xml"));
}

#[test]
fn an_empty_file_is_an_empty_baseline_and_a_tab_does_not_end_a_field() {
    let folder = Folder::with(&[("a\tb.xml", FAULTY), ("known.txt", "")]);
    assert_eq!(
        folder.code("check --baseline known.txt --update-baseline ."),
        0
    );
    assert_eq!(folder.code("check --baseline known.txt ."), 0);
    let once = baseline(&folder);
    folder.run("check --baseline known.txt --update-baseline .");
    assert_eq!(baseline(&folder), once);
}
