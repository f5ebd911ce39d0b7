//! `--baseline` and `--update-baseline`: hides recorded findings, and records new ones.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use cloudfront_lint::baseline::{Baseline, Entry};
use cloudfront_lint::{Linter, Report};

use crate::arguments::usage_error;
use crate::atomic_write;
use crate::check::arguments::Check;
use crate::files::{folders, read};
use crate::settings::paths::{absolute, relative, shown};
use crate::settings::{Setup, Setups};
use crate::status::Status;
use crate::stderr::{self, reason};

/// The baselines of a run: one that was named, or those of the configurations.
pub(crate) struct Baselines {
    named: Option<Recorded>,
    /// For each configuration.
    configured: Vec<Option<Recorded>>,
}

impl Baselines {
    /// Reads the baselines.
    pub(crate) fn read(check: &Check, setups: &Setups) -> Result<Self, Status> {
        let named = check.baseline.as_deref();
        let mut baselines = Self {
            named: named.map(|path| Recorded::read(path, check)).transpose()?,
            configured: Vec::new(),
        };
        if named.is_none() {
            for found in &setups.found {
                let path = found.config.baseline.as_ref();
                let recorded = path.map(|path| {
                    let path = found.folder.join(path);
                    Recorded::read(Path::new(&shown(&path)), check)
                });
                baselines.configured.push(recorded.transpose()?);
            }
        }
        let has_none = named.is_none() && baselines.configured.iter().all(Option::is_none);
        if check.update_baseline && has_none {
            return Err(usage_error(
                "check",
                "--update-baseline needs --baseline, or `baseline` in the configuration",
            ));
        }
        Ok(baselines)
    }

    /// The baseline for the files of a setup.
    pub(crate) fn of(&self, setup: &Setup) -> Option<&Recorded> {
        self.named
            .as_ref()
            .or_else(|| self.configured.get(setup.config?)?.as_ref())
    }

    /// Writes the baselines if that was asked for, and reports fixed entries.
    pub(crate) fn finish(self, quiet: bool) -> Result<(), Status> {
        let configured = self.configured.into_iter().flatten();
        self.named
            .into_iter()
            .chain(configured)
            .try_for_each(|recorded| recorded.finish(quiet))
    }
}

/// The findings recorded in a file.
pub(crate) struct Recorded {
    path: PathBuf,
    folder: PathBuf,
    /// The content of the file; `None` if it does not exist yet.
    bytes: Option<Vec<u8>>,
    baseline: Baseline,
    updates: bool,
    /// Folders that the run checks.
    checked: Vec<PathBuf>,
    state: Mutex<State>,
}

/// What has come out of the run so far.
#[derive(Default)]
struct State {
    /// Entries without a finding.
    fixed: Vec<Entry>,
    /// The baseline to write.
    next: Baseline,
}

impl Recorded {
    fn read(path: &Path, check: &Check) -> Result<Self, Status> {
        let unreadable = |why: String| {
            stderr::print(&format!(
                "cannot read the baseline `{}`: {why}",
                path.display()
            ));
            Status::Usage
        };
        let bytes = match read::own_file(path, read::BASELINE) {
            Ok(bytes) => Some(bytes),
            Err(error) if error.kind() == io::ErrorKind::NotFound && check.update_baseline => None,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let why = "no such file; create it with --update-baseline";
                return Err(unreadable(why.to_owned()));
            }
            Err(error) => return Err(unreadable(reason(&error))),
        };
        let baseline = match &bytes {
            Some(bytes) => Baseline::parse(&String::from_utf8_lossy(bytes))
                .map_err(|error| unreadable(error.to_string()))?,
            None => Baseline::default(),
        };
        let state = Mutex::new(State {
            fixed: Vec::new(),
            next: baseline.clone(),
        });
        let folder = absolute(path).parent().unwrap_or(Path::new("/")).to_owned();
        Ok(Self {
            path: path.to_owned(),
            folder,
            bytes,
            baseline,
            updates: check.update_baseline,
            checked: if check.changes().is_some() {
                Vec::new()
            } else {
                folders(&check.paths)
            },
            state,
        })
    }

    /// Removes recorded findings from the report of a file.
    pub(crate) fn hide(&self, linter: &Linter, path: &Path, report: &mut Report<'_>) {
        let file = relative(&self.folder, path);
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        // An entry that this run could not find again is not fixed.
        let is_known = |entry: &Entry, report: &Report<'_>| {
            linter.could_report(&entry.rule) && entry.would_be_in(report)
        };
        if self.updates {
            state
                .next
                .update(&file, report.findings(), |entry| !is_known(entry, report));
            state.next.absorb(&file, report);
        } else {
            let unmatched = self.baseline.absorb(&file, report).into_iter();
            state
                .fixed
                .extend(unmatched.filter(|entry| is_known(entry, report)));
        }
    }

    fn finish(self, quiet: bool) -> Result<(), Status> {
        if self.updates {
            return self.write(quiet);
        }
        let state = self.state.into_inner();
        let mut fixed = state.unwrap_or_else(PoisonError::into_inner).fixed;
        if !fixed.is_empty() && !quiet {
            fixed.sort();
            let count = if fixed.len() == 1 {
                "1 baseline entry is".to_owned()
            } else {
                format!("{} baseline entries are", fixed.len())
            };
            let mut message = format!("{count} fixed; --update-baseline removes fixed entries");
            for Entry {
                file,
                rule,
                place,
                value,
                ..
            } in &fixed
            {
                message.push_str(&format!("\n  {file}: {rule} {place} {value}"));
            }
            stderr::print(&message);
        }
        Ok(())
    }

    fn write(self, quiet: bool) -> Result<(), Status> {
        let state = self.state.into_inner();
        let mut next = state.unwrap_or_else(PoisonError::into_inner).next;
        next.forget(|file| {
            let path = self.folder.join(file);
            self.checked.iter().any(|folder| path.starts_with(folder))
                && !path.exists()
                && !file.contains('\u{fffd}')
        });
        if !quiet {
            let entries = |count: usize| match count {
                1 => "1 entry".to_owned(),
                count => format!("{count} entries"),
            };
            stderr::print(&format!(
                "baseline `{}`: {} added, {} removed",
                self.path.display(),
                entries(next.more_than(&self.baseline)),
                entries(self.baseline.more_than(&next))
            ));
        }
        let text = next.text();
        let written = match &self.bytes {
            Some(bytes) if bytes.as_slice() == text.as_bytes() => Ok(()),
            Some(bytes) => atomic_write::replace(&self.path, bytes, text.as_bytes()),
            None => atomic_write::create(&self.path, text.as_bytes()),
        };
        written.map_err(|error| {
            stderr::print(&format!(
                "cannot write the baseline `{}`: {}",
                self.path.display(),
                reason(&error)
            ));
            Status::Failure
        })
    }
}
