//! Files that are reached in several ways are checked and fixed once.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::path::{Path, PathBuf};

use crate::files::{Input, Origin};

/// The inputs without those that lead to the same file as another one. A named input is kept rather
/// than one that was found, a file rather than a link to it, a relative name rather than an
/// absolute one.
pub(crate) fn distinct<T>(inputs: Vec<T>, input: impl Fn(&T) -> &Input) -> Vec<T> {
    let mut folders = HashMap::new();
    let mut best: HashMap<PathBuf, usize> = HashMap::new();
    let rank = |at: usize| {
        let it = input(&inputs[at]);
        let Origin::File(path) = &it.origin else {
            return (true, true, true);
        };
        (!it.named, path.is_symlink(), path.is_absolute())
    };
    let mut kept = vec![true; inputs.len()];
    for (at, item) in inputs.iter().enumerate() {
        let Origin::File(path) = &input(item).origin else {
            continue;
        };
        let Some(file) = identity(path, &mut folders) else {
            continue;
        };
        match best.entry(file) {
            Entry::Vacant(entry) => {
                entry.insert(at);
            }
            Entry::Occupied(mut entry) => {
                let other = *entry.get();
                let worse = if rank(at) < rank(other) {
                    entry.insert(at)
                } else {
                    at
                };
                kept[worse] = false;
            }
        }
    }
    let mut kept = kept.into_iter();
    inputs
        .into_iter()
        .filter(|_| kept.next() == Some(true))
        .collect()
}

/// Where a path leads, without links. Only regular files have an identity: two pipes are two.
fn identity(path: &Path, folders: &mut HashMap<PathBuf, Option<PathBuf>>) -> Option<PathBuf> {
    let kind = path.symlink_metadata().ok()?.file_type();
    if !kind.is_file() {
        return path.canonicalize().ok().filter(|path| path.is_file());
    }
    let parent = path
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let folder = folders
        .entry(parent.to_owned())
        .or_insert_with(|| parent.canonicalize().ok());
    Some(folder.as_ref()?.join(path.file_name()?))
}
