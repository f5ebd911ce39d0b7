//! `docs/versions.md` is what the timeline says. `BLESS=1` writes it anew.

use std::fs;
use std::path::Path;

use cloudfront_lint::builtin::{FORMATS, SCHEMA};
use cloudfront_lint::explain::versions_page;

#[test]
fn the_page_of_versions_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/versions.md");
    let expected = versions_page(&SCHEMA, &FORMATS);
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, &expected).expect("the page can be written");
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(
        found.replace("\r\n", "\n"),
        expected,
        "write docs/versions.md anew with BLESS=1"
    );
}
