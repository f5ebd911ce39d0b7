//! Which files a run is about: arguments become names in a fixed order, and names become bytes.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use crate::status::reason;

/// Endings of the files that are looked at in a folder.
const ENDINGS: [&str; 2] = ["xml", "json"];
/// Folders that hold no documents of anybody.
const PRIVATE: [&str; 3] = [".git", ".hg", ".jj"];
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
    let paths = if selection.paths.is_empty() { &here } else { selection.paths };
    for path in paths {
        if path.as_os_str() == "-" {
            let name = selection.stdin_name.unwrap_or("<stdin>").to_owned();
            inputs.push(Input { name, origin: Origin::Stdin, named: true });
        } else if path.is_dir() {
            walk(path, &mut inputs);
        } else {
            match pattern(path) {
                Some(pattern) => expand(pattern, &mut inputs),
                None if selection.hook && is_special(path) => {}
                // A pipe that somebody names is read like standard input: `<(aws …)`.
                None => inputs.push(Input { named: !selection.hook, ..Input::file(path.clone()) }),
            }
        }
    }
    // What was named comes before what was found, so that it is what stays of a name.
    inputs.sort_by(|a, b| a.name.cmp(&b.name).then(b.named.cmp(&a.named)));
    inputs.dedup_by(|later, earlier| later.name == earlier.name);
    inputs
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
    reader.take(MOST + 1).read_to_end(buffer).map_err(|error| reason(&error))?;
    if buffer.len() as u64 > MOST { Err("larger than any document of CloudFront could be".to_owned()) } else { Ok(()) }
}

impl Input {
    fn file(path: PathBuf) -> Self {
        Self { name: display_name(&path), origin: Origin::File(path), named: false }
    }

    fn failed(path: &Path, reason: String) -> Self {
        Self { name: display_name(path), origin: Origin::Nowhere(reason), named: true }
    }
}

/// Whether a path leads to a pipe, a device or a socket. What was found rather than named is read to its end, and such may have none.
fn is_special(path: &Path) -> bool {
    path.metadata().is_ok_and(|it| !it.is_file() && !it.is_dir())
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
    let paths = match glob::glob(pattern) {
        Ok(paths) => paths,
        Err(error) => {
            inputs.push(Input::failed(path, format!("no such file, and no pattern: {}", error.msg)));
            return;
        }
    };
    let before = inputs.len();
    for found in paths {
        match found {
            Ok(found) if found.is_dir() || is_special(&found) => {}
            Ok(found) => inputs.push(Input::file(found)),
            Err(error) => inputs.push(Input::failed(error.path(), reason(error.error()))),
        }
    }
    if inputs.len() == before {
        inputs.push(Input::failed(path, "no file matches".to_owned()));
    }
}

fn walk(folder: &Path, inputs: &mut Vec<Input>) {
    let entries = WalkBuilder::new(folder)
        .hidden(false)
        .require_git(false)
        .filter_entry(|entry| !PRIVATE.iter().any(|name| entry.file_name() == *name))
        .build();
    for entry in entries {
        match entry {
            Ok(entry) => {
                let ending = entry.path().extension().and_then(|ending| ending.to_str()).unwrap_or_default();
                let is_document = ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known));
                let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
                if is_document && (is_file || !entry.path().is_dir() && !is_special(entry.path())) {
                    inputs.push(Input::file(entry.into_path()));
                }
            }
            Err(error) => {
                let path = path_of(&error).unwrap_or(folder).to_owned();
                let why = error.io_error().map_or_else(|| error.to_string(), |error| error.kind().to_string());
                inputs.push(Input::failed(&path, why));
            }
        }
    }
}

fn path_of(error: &ignore::Error) -> Option<&Path> {
    let mut error = error;
    loop {
        match error {
            ignore::Error::WithPath { path, .. } => return Some(path),
            ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => error = err,
            ignore::Error::Loop { child, .. } => return Some(child),
            _ => return None,
        }
    }
}

/// The path as people and other programs write it.
fn display_name(path: &Path) -> String {
    let text = path.to_string_lossy();
    let text = if cfg!(windows) { text.replace('\\', "/") } else { text.into_owned() };
    match text.strip_prefix("./") {
        Some(rest) if !rest.is_empty() => rest.to_owned(),
        _ => text,
    }
}
