//! Which files a run checks: arguments become inputs with names, in a fixed order.

pub(crate) mod distinct;
pub(crate) mod git;
pub(crate) mod globs;
pub(crate) mod read;
pub(crate) mod walk;

use std::path::{Path, PathBuf};

use cloudfront_lint::render::FileResult;

use crate::files::git::Changes;

/// One input of a run.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Input {
    /// Its name in the output, with `/` between folders.
    pub(crate) name: String,
    /// Where its bytes come from.
    pub(crate) origin: Origin,
    /// Whether it was named on the command line, so that it is expected to be a document.
    pub(crate) named: bool,
    /// Whether its path is known to lead to a regular file by no link.
    pub(crate) is_regular: bool,
}

/// Where bytes come from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Origin {
    /// Standard input.
    Stdin,
    /// A file.
    File(PathBuf),
    /// The index of git: the file as the next commit will have it.
    Staged(PathBuf),
    /// Nowhere, for this reason.
    Nowhere(String),
}

/// What the arguments say about files.
pub(crate) struct Selection<'a> {
    /// Files, folders, globs, or `-`; none means the current folder.
    pub(crate) paths: &'a [PathBuf],
    /// The name of standard input.
    pub(crate) stdin_name: Option<&'a str>,
    /// Whether the paths are the list of a hook, which only looks at endings.
    pub(crate) hook: bool,
    /// Only the files that git lists.
    pub(crate) changes: Option<Changes<'a>>,
}

impl Selection<'_> {
    /// The inputs, by name, without duplicate names.
    ///
    /// # Errors
    /// If git cannot list the changed files.
    pub(crate) fn inputs(&self) -> Result<Vec<Input>, String> {
        let mut inputs = match self.changes {
            Some(changes) => self.changed(changes)?,
            None => self.named(),
        };
        // What was named comes before what was found, so that it is what remains.
        inputs.sort_by(|a, b| a.name.cmp(&b.name).then(b.named.cmp(&a.named)));
        inputs.dedup_by(|later, earlier| later.name == earlier.name);
        Ok(inputs)
    }

    fn named(&self) -> Vec<Input> {
        let mut inputs = Vec::new();
        for path in &or_current(self.paths) {
            if path.as_os_str() == "-" {
                inputs.push(Input {
                    name: self.stdin_name.unwrap_or("<stdin>").to_owned(),
                    origin: Origin::Stdin,
                    named: true,
                    is_regular: false,
                });
            } else if path.is_dir() {
                inputs.extend(walk::below(path).into_iter().map(Input::found));
            } else if let Some(glob) = globs::as_glob(path) {
                expand(glob, &mut inputs);
            } else if !self.hook || !is_irregular(path) {
                // A pipe that somebody names is read like standard input: `<(aws …)`.
                inputs.push(Input {
                    named: !self.hook,
                    ..Input::file(path.clone())
                });
            }
        }
        inputs
    }

    fn changed(&self, changes: Changes<'_>) -> Result<Vec<Input>, String> {
        let paths = or_current(self.paths);
        let is_asked = |file: &PathBuf| {
            walk::is_document(file)
                && paths
                    .iter()
                    .map(|path| path.strip_prefix(".").unwrap_or(path))
                    .any(|path| file.starts_with(path))
        };
        let files = git::changed(changes)?.into_iter().filter(is_asked);
        Ok(files
            .map(|file| Input {
                name: display_name(&file),
                origin: match changes {
                    Changes::Staged => Origin::Staged(file),
                    Changes::Since(_) => Origin::File(file),
                },
                named: false,
                is_regular: false,
            })
            .collect())
    }
}

/// The paths, or the current folder if there are none.
fn or_current(paths: &[PathBuf]) -> Vec<PathBuf> {
    if paths.is_empty() {
        vec![PathBuf::from(".")]
    } else {
        paths.to_vec()
    }
}

/// The folders among some paths, without links.
pub(crate) fn folders(paths: &[PathBuf]) -> Vec<PathBuf> {
    or_current(paths)
        .iter()
        .filter(|path| path.is_dir())
        .filter_map(|folder| folder.canonicalize().ok())
        .collect()
}

impl Origin {
    /// What a path on the command line means: `-` is standard input.
    pub(crate) fn named(path: &Path) -> Self {
        if path.as_os_str() == "-" {
            Self::Stdin
        } else {
            Self::File(path.to_owned())
        }
    }

    /// The file, if it is one or refers to one.
    pub(crate) fn path(&self) -> Option<&Path> {
        match self {
            Self::File(path) | Self::Staged(path) => Some(path),
            Self::Stdin | Self::Nowhere(_) => None,
        }
    }
}

impl Input {
    /// The path by which the configuration and the baseline know the input.
    pub(crate) fn path(&self) -> &Path {
        self.origin.path().unwrap_or(Path::new(&self.name))
    }

    /// A result of this input, with the bytes of its name if they are not UTF-8.
    pub(crate) fn result<'r>(&'r self, result: FileResult<'r>) -> FileResult<'r> {
        let Some(path) = self.origin.path() else {
            return result;
        };
        let bytes = path.as_os_str().as_encoded_bytes();
        let bytes = bytes.strip_prefix(b"./").unwrap_or(bytes);
        result.with_raw_path(std::str::from_utf8(bytes).is_err().then_some(bytes))
    }

    /// A file that nobody named.
    pub(crate) fn file(path: PathBuf) -> Self {
        Self {
            name: display_name(&path),
            origin: Origin::File(path),
            named: false,
            is_regular: false,
        }
    }

    fn found(found: walk::Found) -> Self {
        match found {
            Ok(file) => Self {
                is_regular: file.is_regular,
                ..Self::file(file.path)
            },
            Err((path, reason)) => Self::failed(&path, reason),
        }
    }

    fn failed(path: &Path, reason: String) -> Self {
        Self {
            name: display_name(path),
            origin: Origin::Nowhere(reason),
            named: true,
            is_regular: false,
        }
    }
}

fn expand(glob: &str, inputs: &mut Vec<Input>) {
    let path = Path::new(glob);
    match globs::matching(Path::new(""), glob) {
        Ok(found) if found.is_empty() => {
            inputs.push(Input::failed(path, "no file matches".to_owned()));
        }
        Ok(found) => inputs.extend(found.into_iter().map(Input::found)),
        Err(why) => inputs.push(Input::failed(
            path,
            format!("no such file, and not a valid glob: {why}"),
        )),
    }
}

/// Whether a path is not a file: a pipe or device, which may have no end, or a broken link, such as
/// the lock files of editors.
fn is_irregular(path: &Path) -> bool {
    match path.metadata() {
        Ok(it) => !it.is_file() && !it.is_dir(),
        Err(_) => path.is_symlink(),
    }
}

/// The path as people and other programs write it. A byte that is not UTF-8 is shown as `\xFF`, so
/// that two names stay two.
pub(crate) fn display_name(path: &Path) -> String {
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
