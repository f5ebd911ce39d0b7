//! Suppressions of a configuration without effect: reported once, at the end of a run that checked
//! every file they apply to.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use cloudfront_lint::config::Entry;
use cloudfront_lint::{Report, Status as ReportStatus};

use crate::files::globs;
use crate::settings::Setup;
use crate::settings::load::Loaded;
use crate::stderr;

/// What a run has seen of the entries.
pub(crate) struct UnusedSuppressions<'s> {
    found: &'s [Loaded],
    /// Folders that the run checks.
    checked: Vec<PathBuf>,
    seen: Mutex<BTreeMap<(usize, usize), Seen>>,
}

/// What has been seen of the files of one entry.
#[derive(Default)]
struct Seen {
    /// How many were checked.
    files: usize,
    /// The rules of the entry that suppressed nothing in any of them; `None` before the first.
    rules: Option<Vec<String>>,
    /// Whether the entry had an effect, or that is not known.
    is_needed: bool,
}

impl<'s> UnusedSuppressions<'s> {
    /// For a run that checks these folders completely.
    pub(crate) fn new(found: &'s [Loaded], checked: &[PathBuf]) -> Self {
        Self {
            found,
            checked: checked.to_vec(),
            seen: Mutex::default(),
        }
    }

    /// Records a file. One without a report could not be read.
    pub(crate) fn note(&self, setup: &Setup, report: Option<&Report<'_>>) {
        let Some(config) = setup.config.filter(|_| !setup.entries.is_empty()) else {
            return;
        };
        if report.is_some_and(|report| *report.status() != ReportStatus::Checked) {
            return;
        }
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        for (index, entry) in setup.entries.iter().enumerate() {
            let seen = seen.entry((config, *entry)).or_default();
            seen.files += 1;
            let unused = report.and_then(|report| {
                let mut unused = report.unused_suppressions().iter();
                unused.find(|unused| unused.suppression == index)
            });
            match (unused, &mut seen.rules) {
                (None, _) => seen.is_needed = true,
                (Some(unused), Some(rules)) if !rules.is_empty() => {
                    rules.retain(|rule| unused.rules.contains(rule));
                    seen.is_needed |= rules.is_empty();
                }
                (Some(unused), rules) => *rules = Some(unused.rules.clone()),
            }
        }
    }

    /// Reports the entries that can be removed.
    pub(crate) fn finish(self) {
        let seen = self
            .seen
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        for ((config, entry), seen) in seen {
            let found = &self.found[config];
            let entry = &found.config.suppressions[entry];
            let Some(rules) = seen.rules.filter(|_| {
                !seen.is_needed && covers(&self.checked, &found.folder, entry, seen.files)
            }) else {
                continue;
            };
            let all = rules.len() == entry.suppression.rules.len();
            let named = rules
                .iter()
                .map(|rule| format!("`{rule}`"))
                .collect::<Vec<_>>()
                .join(", ");
            let path = &entry.suppression.path;
            let what = if rules.is_empty() {
                "no findings".to_owned()
            } else {
                format!("no findings of {named}")
            };
            let advice = if all {
                "remove the entry".to_owned()
            } else {
                format!("remove {named} from `rules`")
            };
            stderr::print(&format!(
                "{}:{}:{}: unused suppression: {what} in `{path}`; {advice}",
                entry.path, entry.line, entry.column
            ));
        }
    }
}

/// Whether a run checked every file that an entry applies to: it checked the folder of the
/// configuration, or the entry names its files one by one and as many were checked.
fn covers(checked: &[PathBuf], folder: &Path, entry: &Entry, count: usize) -> bool {
    let is_checked = checked.iter().any(|checked| folder.starts_with(checked));
    let is_one = |pattern: &String| {
        pattern.contains('/') && !globs::is_glob(pattern) && folder.join(pattern).is_file()
    };
    is_checked
        || !entry.files.is_empty() && entry.files.iter().all(is_one) && count == entry.files.len()
}
