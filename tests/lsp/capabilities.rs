//! The table of capabilities in `docs/editors.md`: each row names a test that shows it.

use std::fs;

use crate::support::stored::in_repository;

#[test]
fn every_capability_has_the_test_that_its_row_names() {
    let page = fs::read_to_string(in_repository("docs/editors.md")).unwrap();
    let rows: Vec<&str> = page
        .lines()
        .filter(|line| line.contains("| `tests/"))
        .collect();
    assert_eq!(rows.len(), 23, "rows of the table");
    for (number, row) in (1..).zip(rows) {
        assert!(row.starts_with(&format!("| {number} |")), "{row}");
        let (_, named) = row.rsplit_once("| `").unwrap();
        let (file, test) = named.split_once("` `").unwrap();
        let test = test.trim_end_matches(['`', ' ', '|']);
        let code = fs::read_to_string(in_repository(file)).unwrap();
        assert!(code.contains(&format!("#[test]\nfn {test}()")), "{row}");
    }
}
