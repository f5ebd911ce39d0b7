//! Texts that are stored next to the tests: snapshots and generated pages.
//!
//! `BLESS=1 cargo test` stores what the program prints now; without it a difference fails the test.
//! Snapshots are files in `tests/snapshots`, or literals in the test itself where they are short.
#![allow(
    dead_code,
    clippy::allow_attributes,
    reason = "the tests of the library use a part of it"
)]

use std::path::{Path, PathBuf};

use snapbox::assert::Action;
use snapbox::data::{DataFormat, Inline};
use snapbox::{Assert, Data, IntoData};

/// Where the snapshots are.
const SNAPSHOTS: &str = "tests/snapshots";

/// Whether this run stores texts instead of comparing them.
pub(crate) fn is_blessing() -> bool {
    std::env::var_os("BLESS").is_some()
}

/// A path in the repository.
pub(crate) fn in_repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Compares a text with a literal of the test.
#[track_caller]
pub(crate) fn literal(found: &str, stored: Inline) {
    compare(found.trim_end_matches('\n'), stored.into_data());
}

/// Compares a text with a snapshot, named by its path in `tests/snapshots` without the extension.
#[track_caller]
pub(crate) fn snapshot(name: &str, found: &str) {
    let found = format!("{}\n", found.trim_end_matches('\n'));
    file(&format!("{SNAPSHOTS}/{name}.txt"), &found);
}

/// Compares texts with the snapshots of a folder, which has no others.
#[track_caller]
pub(crate) fn snapshots(folder: &str, found: &[(&str, String)]) {
    for (name, text) in found {
        snapshot(&format!("{folder}/{name}"), text);
    }
    let stored = std::fs::read_dir(in_repository(SNAPSHOTS).join(folder))
        .expect("the folder can be read")
        .map(|entry| entry.expect("the folder can be read").path());
    for path in stored {
        let name = path.file_stem().map(|name| name.to_string_lossy());
        let is_used = found.iter().any(|(used, _)| name.as_deref() == Some(*used));
        assert!(is_used, "no test uses {}", path.display());
    }
}

/// Compares a text with a file of the repository.
#[track_caller]
pub(crate) fn file(path: &str, found: &str) {
    let path = in_repository(path);
    compare(found, Data::read_from(&path, Some(DataFormat::Text)));
}

#[track_caller]
fn compare(found: &str, stored: Data) {
    let action = if is_blessing() {
        Action::Overwrite
    } else {
        Action::Verify
    };
    Assert::new().action(action).eq(found, stored.raw());
}
