//! The documents below a folder, except those that `.gitignore` files exclude.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use ignore::WalkBuilder;

use crate::files::read;
use crate::stderr::reason;

/// Endings of the files that are checked in a folder.
const ENDINGS: [&str; 6] = ["xml", "json", "yaml", "yml", "tf", "template"];
/// Those of files that are only checked for the resources of templates.
const TEMPLATES: [&str; 4] = ["yaml", "yml", "tf", "template"];
/// Folders of version control systems.
const PRIVATE: [&str; 3] = [".git", ".hg", ".jj"];

/// A file that was found.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct File {
    pub(crate) path: PathBuf,
    /// Whether its path is known to lead to a regular file by no link.
    pub(crate) is_regular: bool,
}

/// A file, or a place that could not be read and why.
pub(crate) type Found = Result<File, (PathBuf, String)>;

impl From<PathBuf> for File {
    fn from(path: PathBuf) -> Self {
        Self {
            path,
            is_regular: false,
        }
    }
}

/// The documents below a folder. Only `.gitignore` files exclude any, not the git settings of one
/// machine, so that the same folder gives the same files everywhere. Links to folders are not
/// followed, so links in a circle end.
pub(crate) fn below(folder: &Path) -> Vec<Found> {
    // A folder whose `.gitignore` cannot be read is not entered: nobody knows what is to be checked
    // in it.
    let unreadable = Arc::new(Mutex::new(Vec::new()));
    if let Some(failure) = unreadable_gitignore(folder) {
        return vec![Err(failure)];
    }
    let failures = Arc::clone(&unreadable);
    let entries = WalkBuilder::new(folder)
        .hidden(false)
        .ignore(false)
        .git_global(false)
        .git_exclude(false)
        .require_git(false)
        .filter_entry(move |entry| {
            if is_private(entry.file_name()) {
                return false;
            }
            let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
            let failure = is_folder
                .then(|| unreadable_gitignore(entry.path()))
                .flatten();
            let enters = failure.is_none();
            let mut failures = failures.lock().unwrap_or_else(PoisonError::into_inner);
            failures.extend(failure);
            enters
        })
        .build();
    let mut found: Vec<Found> = entries
        .filter_map(|entry| match entry {
            Ok(entry) => {
                let kind = entry.file_type().filter(|_| is_document(entry.path()))?;
                let is_file = kind.is_file() || kind.is_symlink() && entry.path().is_file();
                is_file.then(|| {
                    Ok(File {
                        path: entry.into_path(),
                        is_regular: kind.is_file(),
                    })
                })
            }
            Err(error) => Some(Err(failure(&error, folder))),
        })
        .collect();
    let mut failures = unreadable.lock().unwrap_or_else(PoisonError::into_inner);
    found.extend(failures.drain(..).map(Err));
    found
}

/// The `.gitignore` of a folder and why it cannot be read.
fn unreadable_gitignore(folder: &Path) -> Option<(PathBuf, String)> {
    let path = folder.join(".gitignore");
    path.symlink_metadata().ok()?;
    let error = read::check_own_file(&path, read::SETTINGS).err()?;
    Some((path, reason(&error)))
}

/// Whether a folder contains no documents, because it belongs to a version control system.
pub(crate) fn is_private(name: &OsStr) -> bool {
    PRIVATE.iter().any(|private| name == *private)
}

/// Whether a file has the ending of a document.
pub(crate) fn is_document(path: &Path) -> bool {
    has_ending(path, &ENDINGS)
}

/// Whether a file has an ending that says nothing of documents of the API.
pub(crate) fn is_template(path: &Path) -> bool {
    has_ending(path, &TEMPLATES)
}

fn has_ending(path: &Path, endings: &[&str]) -> bool {
    let ending = path.extension().and_then(OsStr::to_str).unwrap_or_default();
    endings
        .iter()
        .any(|known| ending.eq_ignore_ascii_case(known))
}

/// The place that could not be read, below a folder, and why.
pub(crate) fn failure(error: &ignore::Error, folder: &Path) -> (PathBuf, String) {
    let why = error
        .io_error()
        .map_or_else(|| error.to_string(), |error| error.kind().to_string());
    (path_of(error).unwrap_or(folder).to_owned(), why)
}

fn path_of(error: &ignore::Error) -> Option<&Path> {
    let mut error = error;
    loop {
        match error {
            ignore::Error::WithPath { path, .. } => return Some(path),
            ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
                error = err;
            }
            ignore::Error::Loop { child, .. } => return Some(child),
            _ => return None,
        }
    }
}
