//! The other files that define what a checked one means or refers to: those of the same Terraform
//! module, and all CloudFront documents of the run and of their folders.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use cloudfront_lint::{Linter, OtherFiles};

use crate::files::{Input, read, walk};

/// Bytes of another file at most.
const LIMIT: u64 = 1 << 20;
/// More files than this are not read in a folder.
const MOST_FILES: usize = 200;
/// More documents than this are not read in a run.
const MOST_DOCUMENTS: usize = 2_000;

/// The files of a folder that may name values.
type Files = Arc<Vec<(PathBuf, String)>>;

/// The files so far.
pub(crate) struct Siblings<'r> {
    /// The documents of the run.
    inputs: &'r [Input],
    documents: OnceLock<OtherFiles>,
    modules: Mutex<HashMap<PathBuf, Files>>,
}

impl<'r> Siblings<'r> {
    /// For a run over these inputs.
    pub(crate) fn of(inputs: &'r [Input]) -> Self {
        Self {
            inputs,
            documents: OnceLock::new(),
            modules: Mutex::default(),
        }
    }

    /// The documents of the run and of their folders. They are read when the first document refers
    /// to one.
    pub(crate) fn documents(&self) -> &OtherFiles {
        self.documents.get_or_init(|| {
            let inputs = || self.inputs.iter().filter_map(|input| input.origin.path());
            let folders: BTreeSet<&Path> = inputs().map(folder).collect();
            let around = folders.into_iter().flat_map(documents_in);
            let mut paths: BTreeSet<PathBuf> = around.collect();
            paths.extend(inputs().map(Path::to_owned));
            let texts = paths
                .iter()
                .filter(|path| is_document(path))
                .take(MOST_DOCUMENTS)
                .filter_map(|path| read::own_file(path, LIMIT).ok());
            OtherFiles::new(texts)
        })
    }

    /// A linter that knows the other files of a Terraform module, where they may matter.
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
        let texts = self.module(folder(path));
        let others = texts.iter().filter(|(other, _)| other != path);
        let files = OtherFiles::new(others.map(|(_, text)| text));
        Cow::Owned(linter.into_owned().other_files(&files))
    }

    fn module(&self, folder: &Path) -> Files {
        let mut modules = self.modules.lock().unwrap_or_else(PoisonError::into_inner);
        let texts = modules
            .entry(folder.to_owned())
            .or_insert_with(|| Arc::new(module_in(folder)));
        Arc::clone(texts)
    }
}

/// The files that the results of some inputs can depend on.
pub(crate) fn paths(inputs: &[Input]) -> BTreeSet<PathBuf> {
    let inputs = inputs.iter().filter_map(|input| input.origin.path());
    let mut paths: BTreeSet<PathBuf> = inputs.map(Path::to_owned).collect();
    let folders: BTreeSet<PathBuf> = paths.iter().map(|path| folder(path).to_owned()).collect();
    let around = folders.iter().flat_map(|folder| files_in(folder));
    paths.extend(around.filter(|path| walk::is_document(path) || order(path).is_some()));
    paths
}

fn folder(path: &Path) -> &Path {
    path.parent().unwrap_or(Path::new(""))
}

/// The files of a folder that may name values, in the order in which Terraform reads them.
fn module_in(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut paths: Vec<PathBuf> = files_in(folder)
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

/// The files of a folder that may be documents.
fn documents_in(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = files_in(folder).filter(|path| is_document(path)).collect();
    paths.sort();
    paths.truncate(MOST_FILES);
    paths
}

fn files_in(folder: &Path) -> impl Iterator<Item = PathBuf> {
    let place = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    let entries = fs::read_dir(place).into_iter().flatten();
    entries.filter_map(|entry| Some(folder.join(entry.ok()?.file_name())))
}

fn is_document(path: &Path) -> bool {
    [".json", ".xml"]
        .iter()
        .any(|ending| has_ending(path, ending))
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
