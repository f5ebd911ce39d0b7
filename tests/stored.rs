//! Snapshots that no test compares with are found.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::stored::in_repository;

/// All files below a folder with an extension.
fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("the folder can be read") {
            let path = entry.expect("the folder can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|found| found == extension) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The source of a test has the path of a snapshot, or that of a folder whose names it checks
/// itself.
#[test]
fn every_snapshot_has_a_test() {
    let sources: String = [in_repository("tests"), in_repository("src")]
        .iter()
        .flat_map(|folder| files(folder, "rs"))
        .map(|path| fs::read_to_string(path).expect("the source can be read"))
        .collect();
    // A call may be on one line or on several.
    let sources: String = sources.split_whitespace().collect();
    let root = in_repository("tests/snapshots");
    let snapshots = files(&root, "txt");
    assert!(snapshots.len() > 30, "only {} snapshots", snapshots.len());
    let orphans: Vec<&PathBuf> = snapshots
        .iter()
        .filter(|path| {
            let name = path
                .strip_prefix(&root)
                .expect("it is in the folder")
                .with_extension("");
            let is_named = |name: &Path, call: &str| {
                let name = name.to_string_lossy().replace('\\', "/");
                sources.contains(&format!("{call}(\"{name}\""))
            };
            let is_in_folder = |folder| is_named(folder, "snapshots");
            !is_named(&name, "snapshot") && !name.parent().is_some_and(is_in_folder)
        })
        .collect();
    assert!(orphans.is_empty(), "no test uses {orphans:#?}");
}
