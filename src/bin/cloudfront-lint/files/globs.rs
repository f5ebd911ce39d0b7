//! Which files a glob means.
//!
//! `*` matches a part of a name, `**` for any number of folders. A glob without `**` follows
//! links to folders, as shells do; one with `**` does not, so that links in a circle end. A glob
//! that ends in `**` means the documents below, like a folder.

use std::io;
use std::path::{Component, Path, PathBuf};

use globset::{Glob, GlobBuilder, GlobMatcher};
use ignore::WalkBuilder;

use crate::files::walk::{self, Found};

/// The path as a glob, if it is one and no file has that very name.
pub(crate) fn as_glob(path: &Path) -> Option<&str> {
    let text = path.to_str()?;
    (is_glob(text) && path.symlink_metadata().is_err()).then_some(text)
}

/// Whether a text contains wildcards.
pub(crate) fn is_glob(text: &str) -> bool {
    text.contains(['*', '?', '[', '{'])
}

/// Compiles a glob, in which no wildcard but `**` matches a `/`.
///
/// # Errors
/// If it is not valid.
pub(crate) fn compile(glob: &str) -> Result<Glob, String> {
    let is_misplaced = |part: &str| part.contains("**") && part != "**";
    if glob.split('/').any(is_misplaced) {
        return Err("`**` must be a whole part between two `/`".to_owned());
    }
    GlobBuilder::new(glob)
        .literal_separator(true)
        .build()
        .map_err(|error| error.kind().to_string())
}

/// The files that a glob means from a folder on, by path, and the folders that could not be read.
///
/// # Errors
/// If the glob is not valid.
pub(crate) fn matching(folder: &Path, glob: &str) -> Result<Vec<Found>, String> {
    compile(glob)?;
    let (start, rest) = split(glob);
    let start = folder.join(start);
    if rest.as_os_str().is_empty() {
        return Ok(start
            .is_file()
            .then_some(Ok(start.into()))
            .into_iter()
            .collect());
    }
    let mut found = if rest.iter().any(|part| part == "**") {
        deep(&start, &rest)?
    } else {
        flat(&start, &rest)?
    };
    found.sort();
    Ok(found)
}

/// The part of a glob without wildcards, and the rest.
fn split(glob: &str) -> (PathBuf, PathBuf) {
    let is_literal = |part: &Component<'_>| !part.as_os_str().to_str().is_some_and(is_glob);
    let parts: Vec<Component<'_>> = Path::new(glob).components().collect();
    let count = parts.iter().take_while(|part| is_literal(part)).count();
    (
        parts[..count].iter().collect(),
        parts[count..].iter().collect(),
    )
}

/// The files of a glob without `**`: each part matches the names on one level.
fn flat(start: &Path, rest: &Path) -> Result<Vec<Found>, String> {
    let parts: Vec<GlobMatcher> = rest
        .iter()
        .map(|part| Ok(compile(&part.to_string_lossy())?.compile_matcher()))
        .collect::<Result<_, String>>()?;
    let depth = parts.len();
    let entries = every(start)
        .follow_links(true)
        .max_depth(Some(depth))
        .filter_entry(move |entry| {
            entry
                .depth()
                .checked_sub(1)
                .is_none_or(|level| parts[level].is_match(entry.file_name()))
        })
        .build();
    Ok(entries
        .filter_map(|entry| match entry {
            Ok(entry) => (entry.depth() == depth && entry.path().is_file())
                .then(|| Ok(plain(entry.path()).into())),
            Err(error) => unexpected(&error, start),
        })
        .collect())
}

/// The files of a glob with `**`.
fn deep(start: &Path, rest: &Path) -> Result<Vec<Found>, String> {
    let is_folder = rest.ends_with("**");
    let matcher = compile(&rest.to_string_lossy())?.compile_matcher();
    let entries = every(start)
        .filter_entry(|entry| !walk::is_private(entry.file_name()))
        .build();
    let root = every_root(start);
    Ok(entries
        .filter_map(|entry| match entry {
            Ok(entry) => {
                let path = entry.path();
                let below = path.strip_prefix(&root).unwrap_or(path);
                let is_meant = matcher.is_match(below) && (!is_folder || walk::is_document(path));
                (is_meant && path.is_file()).then(|| Ok(plain(entry.path()).into()))
            }
            Err(error) => unexpected(&error, start),
        })
        .collect())
}

/// The folder where a walk starts.
fn every_root(start: &Path) -> PathBuf {
    if start.as_os_str().is_empty() {
        PathBuf::from(".")
    } else {
        start.to_owned()
    }
}

/// A walk that leaves nothing out.
fn every(start: &Path) -> WalkBuilder {
    let mut builder = WalkBuilder::new(every_root(start));
    builder.standard_filters(false);
    builder
}

/// The path without the `./` of a walk through the current folder.
fn plain(path: &Path) -> PathBuf {
    path.strip_prefix(".").unwrap_or(path).to_owned()
}

/// The failure of a walk, unless it only says that there is nothing to find: no such folder, a
/// broken link, links in a circle.
fn unexpected(error: &ignore::Error, start: &Path) -> Option<Found> {
    let is_expected = error.io_error().is_none_or(|error| {
        matches!(
            error.kind(),
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
        )
    });
    (!is_expected).then(|| Err(walk::failure(error, start)))
}
