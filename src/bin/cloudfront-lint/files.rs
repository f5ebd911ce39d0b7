//! Which files a run is about: arguments become names in a fixed order, and names become bytes.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use cloudfront_lint::render::FileResult;

use crate::status::reason;
use crate::walk;

/// Bytes that are read of a file at most. A document of 64 MiB fits in any encoding; the linter's own bound is lower.
const MOST: u64 = 130 << 20;

/// One input of a run.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Input {
    /// How it is called in the output, with `/` between folders.
    pub(crate) name: String,
    /// Where its bytes are.
    pub(crate) origin: Origin,
    /// Whether it was named on the command line, so that it is expected to be a document.
    pub(crate) named: bool,
}

/// Where bytes come from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Origin {
    /// Standard input.
    Stdin,
    /// A file.
    File(PathBuf),
    /// Nowhere, for this reason.
    Nowhere(String),
}

/// What the arguments say of files.
pub(crate) struct Selection<'a> {
    /// Files, folders, patterns, or `-`.
    pub(crate) paths: &'a [PathBuf],
    /// The name of standard input.
    pub(crate) stdin_name: Option<&'a str>,
    /// Whether the files are a list that somebody else made, by ending only.
    pub(crate) hook: bool,
}

/// The inputs that the arguments mean, by name. A name that stands twice is one input.
pub(crate) fn collect(selection: &Selection<'_>) -> Vec<Input> {
    let mut inputs = Vec::new();
    let here = [PathBuf::from(".")];
    let paths = if selection.paths.is_empty() {
        &here
    } else {
        selection.paths
    };
    for path in paths {
        if path.as_os_str() == "-" {
            let name = selection.stdin_name.unwrap_or("<stdin>").to_owned();
            inputs.push(Input {
                name,
                origin: Origin::Stdin,
                named: true,
            });
        } else if path.is_dir() {
            inputs.extend(walk::below(path).map(Input::found));
        } else {
            match pattern(path) {
                Some(pattern) => expand(pattern, &mut inputs),
                None if selection.hook && is_irregular(path) => {}
                // A pipe that somebody names is read like standard input: `<(aws …)`.
                None => inputs.push(Input {
                    named: !selection.hook,
                    ..Input::file(path.clone())
                }),
            }
        }
    }
    // What was named comes before what was found, so that it is what stays of a name.
    inputs.sort_by(|a, b| a.name.cmp(&b.name).then(b.named.cmp(&a.named)));
    inputs.dedup_by(|later, earlier| later.name == earlier.name);
    inputs
}

/// The inputs without those that lead to a file that another one leads to, so that each is judged and repaired once. What was named stays
/// before what was found, a file before a link to it, a short name before one from the root.
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

/// Where a path leads, with no link in it. What is no file is not told from others: two pipes are two.
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

/// Puts the bytes of an input into `buffer`.
pub(crate) fn read(origin: &Origin, buffer: &mut Vec<u8>) -> Result<(), String> {
    buffer.clear();
    match origin {
        Origin::Stdin => read_all(io::stdin().lock(), buffer),
        Origin::File(path) => File::open(path)
            .and_then(|file| {
                let length = file.metadata()?.len().min(MOST);
                buffer.reserve(length as usize + 1);
                Ok(file)
            })
            .map_err(|error| reason(&error))
            .and_then(|file| read_all(file, buffer)),
        Origin::Nowhere(reason) => Err(reason.clone()),
    }
}

fn read_all(reader: impl Read, buffer: &mut Vec<u8>) -> Result<(), String> {
    reader
        .take(MOST + 1)
        .read_to_end(buffer)
        .map_err(|error| reason(&error))?;
    if buffer.len() as u64 > MOST {
        Err("larger than any CloudFront document".to_owned())
    } else {
        Ok(())
    }
}

impl Origin {
    /// What a path means that somebody named: `-` is standard input.
    pub(crate) fn named(path: &Path) -> Self {
        if path.as_os_str() == "-" {
            Self::Stdin
        } else {
            Self::File(path.to_owned())
        }
    }
}

impl Input {
    /// A result of this input, with the bytes of its name if they are not UTF-8.
    pub(crate) fn result<'r>(&'r self, result: FileResult<'r>) -> FileResult<'r> {
        let Origin::File(path) = &self.origin else {
            return result;
        };
        let bytes = path.as_os_str().as_encoded_bytes();
        let bytes = bytes.strip_prefix(b"./").unwrap_or(bytes);
        result.with_raw_path(std::str::from_utf8(bytes).is_err().then_some(bytes))
    }

    fn file(path: PathBuf) -> Self {
        Self {
            name: display_name(&path),
            origin: Origin::File(path),
            named: false,
        }
    }

    fn found(found: walk::Found) -> Self {
        found.map_or_else(|(path, reason)| Self::failed(&path, reason), Self::file)
    }

    fn failed(path: &Path, reason: String) -> Self {
        Self {
            name: display_name(path),
            origin: Origin::Nowhere(reason),
            named: true,
        }
    }
}

/// Whether a path is something else than a file: a pipe or a device, which may have no end, or a link that leads nowhere, such as
/// editors lock files with. Nobody named it to have it read.
fn is_irregular(path: &Path) -> bool {
    match path.metadata() {
        Ok(it) => !it.is_file() && !it.is_dir(),
        Err(_) => path.is_symlink(),
    }
}

/// The path as a pattern, where it is one and no file has that very name.
fn pattern(path: &Path) -> Option<&str> {
    let text = path.to_str()?;
    (is_pattern(text) && path.symlink_metadata().is_err()).then_some(text)
}

/// Whether a text has what makes a pattern of it.
pub(crate) fn is_pattern(text: &str) -> bool {
    text.contains(['*', '?', '['])
}

fn expand(pattern: &str, inputs: &mut Vec<Input>) {
    let path = Path::new(pattern);
    match walk::matching(pattern) {
        Ok(found) if found.is_empty() => {
            inputs.push(Input::failed(path, "no file matches".to_owned()))
        }
        Ok(found) => inputs.extend(found.into_iter().map(Input::found)),
        Err(why) => inputs.push(Input::failed(
            path,
            format!("no such file, and not a valid pattern: {why}"),
        )),
    }
}

/// The path as people and other programs write it. A byte that is not UTF-8 is shown as `\xFF`, so that two names stay two.
fn display_name(path: &Path) -> String {
    let mut text = String::new();
    for chunk in path.as_os_str().as_encoded_bytes().utf8_chunks() {
        text.push_str(chunk.valid());
        for byte in chunk.invalid() {
            text.push_str(&format!("\\x{byte:02X}"));
        }
    }
    if cfg!(windows) {
        text = text.replace('\\', "/");
    }
    match text.strip_prefix("./") {
        Some(rest) if !rest.is_empty() => rest.to_owned(),
        _ => text,
    }
}

/// The folders that are looked through where these paths are given.
pub(crate) fn walked(paths: &[PathBuf]) -> Vec<PathBuf> {
    let here = [PathBuf::from(".")];
    let paths = if paths.is_empty() { &here } else { paths };
    paths
        .iter()
        .filter(|path| path.is_dir())
        .filter_map(|folder| std::fs::canonicalize(folder).ok())
        .collect()
}
