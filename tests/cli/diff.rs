//! `diff`: what it prints and how it ends.

use super::support::{Folder, stderr, stdout};

const OLD: &str =
    "{\"Paths\": {\"Quantity\": 1, \"Items\": [\"/a\"]}, \"CallerReference\": \"one\"}";
const NEW: &str =
    "{\"Paths\": {\"Quantity\": 1, \"Items\": [\"/b\"]}, \"CallerReference\": \"one\"}";

#[test]
fn changes_are_printed_and_decide_the_exit_status() {
    let folder = Folder::with(&[("old.json", OLD), ("new.json", NEW), ("foreign.json", "{}")]);
    let same = folder.run("diff old.json old.json");
    assert_eq!(
        (same.status.code(), stdout(&same).as_str()),
        (Some(0), "No changes.\n")
    );
    let changed = folder.run("diff old.json new.json");
    assert_eq!(changed.status.code(), Some(1));
    assert!(
        stdout(&changed).starts_with("2 changes.\n"),
        "{}",
        stdout(&changed)
    );
    let json = folder.run("diff old.json new.json --format json");
    let json: serde_json::Value = serde_json::from_str(&stdout(&json)).unwrap();
    assert_eq!(
        json["changes"][0]["path"],
        "InvalidationBatch/Paths/Items/Path[/a]"
    );
    assert_eq!(folder.code("diff old.json none.json"), 3);
    let foreign = folder.run("diff old.json foreign.json");
    assert_eq!(foreign.status.code(), Some(3));
    let expected = "cannot compare `old.json` with `foreign.json`: \
                    the second file is not a CloudFront configuration\n";
    assert!(stderr(&foreign).ends_with(expected), "{}", stderr(&foreign));
}
