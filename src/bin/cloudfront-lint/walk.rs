//! Which files lie in a folder, and which a pattern means. Links to folders are not followed by what goes down any number of folders, so
//! that links in a circle end.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};
use std::{fs, io};

use glob::{MatchOptions, Pattern};
use ignore::WalkBuilder;

use crate::status::reason;

/// Endings of the files that are looked at in a folder.
const ENDINGS: [&str; 2] = ["xml", "json"];
/// Endings of templates. Most files with these are about something else, so those are not even mentioned.
const TEMPLATE_ENDINGS: [&str; 4] = ["yaml", "yml", "template", "tf"];
/// Folders that hold no documents of anybody.
const PRIVATE: [&str; 3] = [".git", ".hg", ".jj"];
/// How patterns are matched everywhere: with case, and no wildcard stands for a `/`.
pub(crate) const MATCHING: MatchOptions = MatchOptions {
    case_sensitive: true,
    require_literal_separator: true,
    require_literal_leading_dot: false,
};

/// A file, or a place that could not be looked at and why.
pub(crate) type Found = Result<PathBuf, (PathBuf, String)>;

/// The documents below a folder, less what the `.gitignore` files name. What else git or other tools ignore on this machine is no matter:
/// the same folder gives the same files everywhere.
pub(crate) fn below(folder: &Path) -> impl Iterator<Item = Found> + '_ {
    let entries = WalkBuilder::new(folder)
        .hidden(false)
        .ignore(false)
        .git_global(false)
        .git_exclude(false)
        .require_git(false)
        .filter_entry(|entry| !is_private(entry.file_name()))
        .build();
    entries.filter_map(move |entry| match entry {
        Ok(entry) => {
            let is_file =
                |kind: fs::FileType| kind.is_file() || kind.is_symlink() && entry.path().is_file();
            (is_document(entry.path()) && entry.file_type().is_some_and(is_file))
                .then(|| Ok(entry.into_path()))
        }
        Err(error) => {
            let path = path_of(&error).unwrap_or(folder).to_owned();
            let why = error
                .io_error()
                .map_or_else(|| error.to_string(), |error| error.kind().to_string());
            Some(Err((path, why)))
        }
    })
}

/// The files that a pattern means, and the folders on the way that could not be read, by path. One that ends in `**` means the documents
/// below, like a folder.
///
/// # Errors
/// When it is no pattern.
pub(crate) fn matching(pattern: &str) -> Result<Vec<Found>, String> {
    let whole = |error: glob::PatternError| error.msg.to_owned();
    Pattern::new(pattern).map_err(whole)?;
    let parts: Vec<Part> = Path::new(pattern)
        .components()
        .map(Part::of)
        .collect::<Result<_, _>>()
        .map_err(whole)?;
    let mut search = Search {
        parts: &parts,
        seen: BTreeSet::new(),
        open: vec![(PathBuf::new(), 0)],
        found: Vec::new(),
    };
    while let Some((path, part)) = search.open.pop() {
        search.step(path, part);
    }
    let mut found = search.found;
    found.sort();
    Ok(found)
}

/// One part of a pattern.
enum Part {
    /// It stands for itself.
    Literal(PathBuf),
    /// It stands for one name.
    Name(Pattern),
    /// It stands for any number of folders.
    Folders,
}

impl Part {
    fn of(component: Component<'_>) -> Result<Self, glob::PatternError> {
        let text = component.as_os_str().to_string_lossy();
        Ok(match component {
            Component::Normal(_) if text == "**" => Self::Folders,
            Component::Normal(_) if crate::files::is_pattern(&text) => {
                Self::Name(Pattern::new(&text)?)
            }
            _ => Self::Literal(component.as_os_str().into()),
        })
    }
}

/// A pattern that is being followed through folders, with an own stack: nobody knows how deep those are.
struct Search<'p> {
    parts: &'p [Part],
    /// What was looked at, with the part of the pattern that comes next: `**/**` leads to the same twice.
    seen: BTreeSet<(PathBuf, usize)>,
    open: Vec<(PathBuf, usize)>,
    found: Vec<Found>,
}

impl Search<'_> {
    /// Follows one part of the pattern from a path.
    fn step(&mut self, path: PathBuf, part: usize) {
        if !self.seen.insert((path.clone(), part)) {
            return;
        }
        match self.parts.get(part) {
            // What is left out here was found, not named: folders, pipes, and links that lead nowhere.
            None if path.is_file() => self.found.push(Ok(path)),
            None => {}
            Some(Part::Literal(name)) => {
                let next = path.join(name);
                if next.symlink_metadata().is_ok() {
                    self.open.push((next, part + 1));
                }
            }
            Some(Part::Name(pattern)) => {
                for (name, next, _) in self.entries(&path) {
                    if pattern.matches_with(&name, MATCHING) {
                        self.open.push((next, part + 1));
                    }
                }
            }
            Some(Part::Folders) => {
                let is_last = part + 1 == self.parts.len();
                for (name, next, is_folder) in self.entries(&path) {
                    if is_folder && !is_private(name.as_ref()) {
                        self.open.push((next, part));
                    } else if is_last && is_document(&next) {
                        self.open.push((next, part + 1));
                    }
                }
                if !is_last {
                    self.open.push((path, part + 1));
                }
            }
        }
    }

    /// What stands in a folder: names, paths, and whether each is a folder itself rather than a link to one. Nothing, where the path
    /// is no folder.
    fn entries(&mut self, path: &Path) -> Vec<(String, PathBuf, bool)> {
        let folder = if path.as_os_str().is_empty() {
            Path::new(".")
        } else {
            path
        };
        let mut failed = |error: &io::Error| {
            if !matches!(
                error.kind(),
                io::ErrorKind::NotADirectory | io::ErrorKind::NotFound
            ) {
                self.found.push(Err((folder.to_owned(), reason(error))));
            }
        };
        let mut entries = Vec::new();
        match fs::read_dir(folder) {
            Ok(inside) => {
                for entry in inside {
                    match entry
                        .and_then(|entry| Ok((entry.file_name(), entry.file_type()?.is_dir())))
                    {
                        Ok((name, is_folder)) => entries.push((
                            name.to_string_lossy().into_owned(),
                            path.join(&name),
                            is_folder,
                        )),
                        Err(error) => failed(&error),
                    }
                }
            }
            Err(error) => failed(&error),
        }
        entries
    }
}

fn is_private(name: &std::ffi::OsStr) -> bool {
    PRIVATE.iter().any(|private| name == *private)
}

fn is_document(path: &Path) -> bool {
    has_ending(path, &ENDINGS) || is_template(path)
}

/// Whether the name of a file is that of a template.
pub(crate) fn is_template(path: &Path) -> bool {
    has_ending(path, &TEMPLATE_ENDINGS)
}

fn has_ending(path: &Path, endings: &[&str]) -> bool {
    let ending = path
        .extension()
        .and_then(|ending| ending.to_str())
        .unwrap_or_default();
    endings
        .iter()
        .any(|known| ending.eq_ignore_ascii_case(known))
}

fn path_of(error: &ignore::Error) -> Option<&Path> {
    let mut error = error;
    loop {
        match error {
            ignore::Error::WithPath { path, .. } => return Some(path),
            ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
                error = err
            }
            ignore::Error::Loop { child, .. } => return Some(child),
            _ => return None,
        }
    }
}
