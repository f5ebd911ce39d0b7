//! Entries of a configuration that suppress nothing: told once at the end of a run that saw every file they are for.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use cloudfront_lint::config::Entry;
use cloudfront_lint::outcome::{Report, Status as Judged};

use crate::files;
use crate::settings::{Found, Setup};
use crate::status::tell;

/// What a run has seen of the entries.
pub(crate) struct Idle<'s> {
    found: &'s [Found],
    /// Folders that the run looked through.
    walked: Vec<PathBuf>,
    seen: Mutex<BTreeMap<(usize, usize), Seen>>,
}

/// What the files of one entry came to.
#[derive(Default)]
struct Seen {
    /// How many were judged.
    files: usize,
    /// The rules of the entry that had nothing to do in any of them; `None` before the first.
    rules: Option<Vec<String>>,
    /// Whether it had something to do, or nobody knows.
    is_needed: bool,
}

impl<'s> Idle<'s> {
    /// For a run over these paths.
    pub(crate) fn new(found: &'s [Found], paths: &[PathBuf]) -> Self {
        Self {
            found,
            walked: files::walked(paths),
            seen: Mutex::default(),
        }
    }

    /// Takes note of a file. Without a report it could not be read.
    pub(crate) fn note(&self, setup: &Setup, report: Option<&Report<'_>>) {
        let Some((config, entries)) = setup
            .entries
            .as_ref()
            .filter(|(_, entries)| !entries.is_empty())
        else {
            return;
        };
        if report.is_some_and(|report| *report.status() != Judged::Checked) {
            return;
        }
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        for (index, entry) in entries.iter().enumerate() {
            let seen = seen.entry((*config, *entry)).or_default();
            seen.files += 1;
            let idle = report
                .filter(|report| report.is_whole())
                .and_then(|report| {
                    report
                        .idle_suppressions()
                        .iter()
                        .find(|idle| idle.suppression == index)
                });
            match (idle, &mut seen.rules) {
                (None, _) => seen.is_needed = true,
                (Some(idle), Some(rules)) if !rules.is_empty() => {
                    rules.retain(|rule| idle.rules.contains(rule));
                    seen.is_needed |= rules.is_empty();
                }
                (Some(idle), rules) => *rules = Some(idle.rules.clone()),
            }
        }
    }

    /// Says which entries can go.
    pub(crate) fn finish(self) {
        let seen = self
            .seen
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        for ((config, entry), seen) in seen {
            let found = &self.found[config];
            let entry = &found.config.suppressions[entry];
            let Some(rules) = seen.rules.filter(|_| {
                !seen.is_needed && covers(&self.walked, &found.folder, entry, seen.files)
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
            tell(&format!(
                "{}:{}:{}: unused suppression: {what} in `{path}`; {advice}",
                entry.path, entry.line, entry.column
            ));
        }
    }
}

/// Whether a run saw every file that an entry is for: it looked through the folder of the configuration, or the files are named
/// one by one, and as many were judged.
fn covers(walked: &[PathBuf], folder: &Path, entry: &Entry, judged: usize) -> bool {
    let is_walked = walked.iter().any(|walked| folder.starts_with(walked));
    let is_one = |pattern: &String| {
        pattern.contains('/') && !files::is_pattern(pattern) && folder.join(pattern).is_file()
    };
    is_walked
        || !entry.files.is_empty() && entry.files.iter().all(is_one) && judged == entry.files.len()
}
