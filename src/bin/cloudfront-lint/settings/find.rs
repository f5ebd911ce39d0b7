//! Finds the configuration of a file: the nearest one above it, unless one was named.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use crate::settings::fault::Fault;
use crate::settings::load::Loaded;
use crate::settings::paths::absolute;

/// The name of the configuration file.
pub(crate) const NAME: &str = "cloudfront-lint.toml";

/// Where configurations come from.
#[derive(Clone, Copy, Default)]
pub(crate) struct Sources<'a> {
    /// One that was named.
    pub(crate) config: Option<&'a Path>,
    /// Nowhere at all.
    pub(crate) isolated: bool,
}

/// The nearest configuration above a file.
pub(crate) fn nearest(path: &Path) -> Option<PathBuf> {
    let mut candidates = candidates(path).into_iter();
    candidates.find(|candidate| exists(candidate))
}

/// Where the configuration of a file could be, the nearest first.
pub(crate) fn candidates(path: &Path) -> Vec<PathBuf> {
    let path = absolute(path);
    let folders = path.ancestors().skip(1);
    folders.map(|folder| folder.join(NAME)).collect()
}

/// Whether a configuration exists. A broken link counts, because a user relies on it.
fn exists(candidate: &Path) -> bool {
    match candidate.metadata() {
        Ok(it) => !it.is_dir(),
        Err(_) => candidate.is_symlink(),
    }
}

/// Finds configurations and reads each once.
pub(crate) struct Finder<'a> {
    sources: Sources<'a>,
    by_folder: HashMap<PathBuf, Option<usize>>,
    /// The same by folders as paths write them, so that the file system is asked once for each.
    by_written: HashMap<PathBuf, Option<usize>>,
    pub(crate) found: Vec<Loaded>,
}

impl<'a> Finder<'a> {
    pub(crate) fn new(sources: Sources<'a>) -> Self {
        Self {
            sources,
            by_folder: HashMap::new(),
            by_written: HashMap::new(),
            found: Vec::new(),
        }
    }

    /// The configuration that applies to a file, by number.
    pub(crate) fn of(&mut self, path: &Path) -> Result<Option<usize>, Fault> {
        if self.sources.isolated {
            return Ok(None);
        }
        if let Some(config) = self.sources.config {
            if self.found.is_empty() {
                self.found.push(Loaded::read(config)?);
            }
            return Ok(Some(0));
        }
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        if let Some(known) = self.by_written.get(&folder) {
            return Ok(*known);
        }
        let outcome = self.above(&absolute(path))?;
        self.by_written.insert(folder, outcome);
        Ok(outcome)
    }

    fn above(&mut self, path: &Path) -> Result<Option<usize>, Fault> {
        let mut passed = Vec::new();
        let mut outcome = None;
        for folder in path.ancestors().skip(1) {
            if let Some(known) = self.by_folder.get(folder) {
                outcome = *known;
                break;
            }
            passed.push(folder.to_owned());
            let candidate = folder.join(NAME);
            if exists(&candidate) {
                self.found.push(Loaded::read(&candidate)?);
                outcome = Some(self.found.len() - 1);
                break;
            }
        }
        let passed = passed.into_iter().map(|folder| (folder, outcome));
        self.by_folder.extend(passed);
        Ok(outcome)
    }
}
