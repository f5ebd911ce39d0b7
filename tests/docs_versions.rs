//! `docs/versions.md` agrees with the timeline. `BLESS=1` writes it.

use cloudfront_lint::internal::builtin::{FORMATS, SCHEMA};
use cloudfront_lint::internal::explain::versions_page;

use crate::support::stored;

#[test]
fn the_page_of_versions_is_up_to_date() {
    stored::file("docs/versions.md", &versions_page(&SCHEMA, &FORMATS));
}
