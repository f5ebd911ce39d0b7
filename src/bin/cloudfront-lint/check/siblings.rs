//! The other files of a Terraform module: those in the folder of the checked file that define
//! locals, and those whose values of variables Terraform reads by itself.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use cloudfront_lint::Linter;

use crate::files::read;

/// Bytes of another file at most.
const LIMIT: u64 = 1 << 20;
/// More files than this are not read in a folder.
const MOST_FILES: usize = 200;

/// The files of a folder that may name values.
type Files = Arc<Vec<(PathBuf, String)>>;

/// The texts of the folders so far.
#[derive(Default)]
pub(crate) struct Siblings {
    folders: Mutex<HashMap<PathBuf, Files>>,
}

impl Siblings {
    /// A linter that knows the other files in the folder of a file, where they may matter.
    pub(crate) fn add<'l>(
        &self,
        linter: Cow<'l, Linter>,
        path: &Path,
        bytes: &[u8],
    ) -> Cow<'l, Linter> {
        let is_read = || std::str::from_utf8(bytes).is_ok_and(Linter::reads_siblings);
        if !has_ending(path, ".tf") || !is_read() {
            return linter;
        }
        let folder = path.parent().unwrap_or(Path::new(""));
        let texts = self.texts(folder);
        let mut linter = linter.into_owned();
        for (_, text) in texts.iter().filter(|(other, _)| other != path) {
            linter = linter.sibling(text);
        }
        Cow::Owned(linter)
    }

    fn texts(&self, folder: &Path) -> Files {
        let mut folders = self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        let texts = folders
            .entry(folder.to_owned())
            .or_insert_with(|| Arc::new(read_folder(folder)));
        Arc::clone(texts)
    }
}

/// The files of a folder that may name values, in the order in which Terraform reads them.
fn read_folder(folder: &Path) -> Vec<(PathBuf, String)> {
    let place = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    let Ok(entries) = fs::read_dir(place) else {
        return Vec::new();
    };
    let mut paths: Vec<PathBuf> = entries
        .filter_map(|entry| Some(folder.join(entry.ok()?.file_name())))
        .filter(|path| order(path).is_some())
        .collect();
    paths.sort_by_key(|path| (order(path), path.clone()));
    paths.truncate(MOST_FILES);
    let text = |path: PathBuf| {
        let text = read::own_text(&path, LIMIT).ok()?;
        (order(&path) != Some(0) || text.contains("locals")).then_some((path, text))
    };
    paths.into_iter().filter_map(text).collect()
}

/// When a file is read, if it is.
fn order(path: &Path) -> Option<u8> {
    let name = path.file_name()?.to_str()?;
    match name {
        "terraform.tfvars" => Some(1),
        _ if has_ending(path, ".auto.tfvars") => Some(2),
        _ if has_ending(path, ".tf") => Some(0),
        _ => None,
    }
}

fn has_ending(path: &Path, ending: &str) -> bool {
    path.to_str().is_some_and(|path| path.ends_with(ending))
}
