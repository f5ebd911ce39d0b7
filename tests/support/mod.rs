//! What several tests share: documents, mistakes made in them, and what is on this machine besides
//! the repository.

#[cfg(feature = "config")]
use std::path::PathBuf;

#[cfg(feature = "config")]
#[expect(dead_code, reason = "other tests use the rest")]
pub(crate) mod catalogue;
pub(crate) mod edits;
pub(crate) mod generate;
pub(crate) mod machine;
pub(crate) mod mutation;
pub(crate) mod properties;
pub(crate) mod stored;

/// The files of a folder of `../shared`, sorted.
#[cfg(feature = "config")]
#[expect(
    clippy::unwrap_used,
    reason = "a folder that cannot be read fails the test"
)]
pub(crate) fn shared_files(path: &str) -> Option<Vec<PathBuf>> {
    let entries = std::fs::read_dir(machine::shared(path)?).unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    Some(paths)
}
