//! Files that are reached in several ways are checked and fixed once.

use std::borrow::Cow;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use crate::files::{Input, Origin};

/// The inputs without those that lead to the same file as another one. A named input is kept rather
/// than one that was found, a file rather than a link to it, a relative name rather than an
/// absolute one.
pub(crate) fn distinct<T>(inputs: Vec<T>, input: impl Fn(&T) -> &Input) -> Vec<T> {
    let mut folders = Folders::default();
    let mut best: HashMap<Identity<'_>, usize> = HashMap::new();
    let rank = |at: usize| {
        let it = input(&inputs[at]);
        let Origin::File(path) = &it.origin else {
            return (true, true, true);
        };
        (!it.named, path.is_symlink(), path.is_absolute())
    };
    let mut kept = vec![true; inputs.len()];
    for (at, item) in inputs.iter().enumerate() {
        let Some(file) = folders.identity(input(item)) else {
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

/// Where a path leads, without links: a folder, by number, and the name in it.
type Identity<'i> = (usize, Cow<'i, OsStr>);

/// The folders so far.
#[derive(Default)]
struct Folders<'i> {
    /// As paths write them, so that the file system is asked once for each.
    by_written: HashMap<&'i OsStr, Option<usize>>,
    /// Without links.
    by_place: HashMap<PathBuf, usize>,
}

impl<'i> Folders<'i> {
    /// Only regular files have an identity: two pipes are two.
    fn identity(&mut self, input: &'i Input) -> Option<Identity<'i>> {
        let Origin::File(path) = &input.origin else {
            return None;
        };
        let is_regular = || Some(path.symlink_metadata().ok()?.is_file());
        if !input.is_regular && !is_regular()? {
            let place = path.canonicalize().ok().filter(|path| path.is_file())?;
            let folder = self.number(place.parent()?.to_owned());
            return Some((folder, Cow::Owned(place.file_name()?.to_owned())));
        }
        let parent = path
            .parent()
            .filter(|parent| !parent.as_os_str().is_empty())
            .unwrap_or(Path::new("."));
        let folder = if let Some(known) = self.by_written.get(parent.as_os_str()) {
            *known
        } else {
            let place = parent.canonicalize().ok();
            let folder = place.map(|place| self.number(place));
            self.by_written.insert(parent.as_os_str(), folder);
            folder
        };
        Some((folder?, Cow::Borrowed(path.file_name()?)))
    }

    fn number(&mut self, place: PathBuf) -> usize {
        let next = self.by_place.len();
        *self.by_place.entry(place).or_insert(next)
    }
}
