//! `--watch`: checks again whenever a file changes that the result depends on.
//!
//! What lives here: which files those are, and waiting for a change. It compares times and sizes
//! instead of asking the operating system for events: that works on network drives and in
//! containers too, and which folders matter is decided by the same walk as for a check.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use signal_hook::consts::SIGINT;
use signal_hook::flag;

use crate::check::arguments::Check;
use crate::check::{selection, siblings};
use crate::files::display_name;
use crate::settings::find;
use crate::settings::load;
use crate::settings::paths::absolute;
use crate::status::Status;
use crate::stderr::{self, reason};
use crate::terminal;

/// How long to wait between two looks, at least.
const PAUSE: Duration = Duration::from_millis(200);
/// Looking takes one part in this many of the time at most, however many files there are.
const SHARE: u32 = 10;

/// When a file was changed, and its size; `None` if there is no such file.
type Version = Option<(Option<SystemTime>, u64)>;

/// Files that the result depends on, as they were at one moment.
type Snapshot = BTreeMap<PathBuf, Version>;

/// Checks until Ctrl-C.
pub(crate) fn run(check: &Check, once: impl Fn() -> Status) -> Status {
    let ending = match Ending::new() {
        Ok(ending) => ending,
        Err(error) => {
            stderr::print(&format!("cannot wait for Ctrl-C: {}", reason(&error)));
            return Status::Failure;
        }
    };
    let mut changed = Vec::new();
    loop {
        // Before the check, so that a change during it counts.
        let before = snapshot(check);
        clear_screen();
        if !changed.is_empty() && !check.is_quiet() {
            stderr::print(&news(&changed));
        }
        ending.with(once());
        if !check.is_quiet() {
            stderr::print("waiting for changes; press Ctrl-C to stop");
        }
        changed = wait(check, &before);
    }
}

/// Ctrl-C ends the program with the status of the last check: for each status, whether it is that.
struct Ending([(Status, Arc<AtomicBool>); 4]);

impl Ending {
    fn new() -> io::Result<Self> {
        let all = [
            Status::Clean,
            Status::Findings,
            Status::Usage,
            Status::Failure,
        ];
        // Before the first check has ended, there is nothing to complain of.
        let all = all.map(|it| (it, Arc::new(AtomicBool::new(it == Status::Clean))));
        for (status, is_last) in &all {
            let is_last = Arc::clone(is_last);
            flag::register_conditional_shutdown(SIGINT, *status as i32, is_last)?;
        }
        Ok(Self(all))
    }

    fn with(&self, last: Status) {
        // The new one first, so that there always is one.
        for is_last in [true, false] {
            for (status, flag) in &self.0 {
                if (*status == last) == is_last {
                    flag.store(is_last, Ordering::SeqCst);
                }
            }
        }
    }
}

/// Waits until files differ from what they were, and returns which.
fn wait(check: &Check, before: &Snapshot) -> Vec<PathBuf> {
    let mut pause = PAUSE;
    loop {
        thread::sleep(pause);
        let start = Instant::now();
        let now = snapshot(check);
        let changed = differences(before, &now);
        if !changed.is_empty() {
            return changed;
        }
        pause = PAUSE.max(start.elapsed() * SHARE);
    }
}

/// The files that differ between two snapshots.
fn differences(before: &Snapshot, now: &Snapshot) -> Vec<PathBuf> {
    let all: BTreeSet<&PathBuf> = before.keys().chain(now.keys()).collect();
    all.into_iter()
        .filter(|path| {
            let version = |in_snapshot: &Snapshot| in_snapshot.get(*path).copied().flatten();
            version(before) != version(now)
        })
        .cloned()
        .collect()
}

/// The files that the result of a check depends on.
fn snapshot(check: &Check) -> Snapshot {
    // What cannot be listed is reported by the check.
    let inputs = selection(check).inputs().unwrap_or_default();
    let mut paths = siblings::paths(&inputs);
    // Those that do not exist yet may come.
    paths.extend(check.paths.iter().cloned());
    paths.extend(check.previous.clone());
    paths.extend(check.baseline.clone());
    paths.extend(check.service_model.as_ref().map(PathBuf::from));
    for config in configurations(check, &paths) {
        paths.extend(load::files_of(&config));
        paths.insert(config);
    }
    paths
        .into_iter()
        .map(|path| {
            let version = path.metadata().ok().filter(|it| !it.is_dir());
            let version = version.map(|it| (it.modified().ok(), it.len()));
            (path, version)
        })
        .collect()
}

/// Where configurations of some files are or could be.
fn configurations(check: &Check, paths: &BTreeSet<PathBuf>) -> BTreeSet<PathBuf> {
    if check.isolated {
        return BTreeSet::new();
    }
    if let Some(config) = &check.config {
        return BTreeSet::from([absolute(config)]);
    }
    let folders: BTreeSet<&Path> = paths.iter().filter_map(|path| path.parent()).collect();
    folders
        .into_iter()
        .flat_map(|folder| find::candidates(&folder.join(find::NAME)))
        .collect()
}

/// One screen shows one check.
fn clear_screen() {
    if terminal::is_stdout() {
        let _ = io::stdout().write_all(b"\x1b[H\x1b[2J");
        let _ = io::stdout().flush();
    }
}

/// Which files have changed, in a line.
fn news(changed: &[PathBuf]) -> String {
    let first = changed.first().map(|path| {
        let here = std::env::current_dir().unwrap_or_default();
        display_name(path.strip_prefix(here).unwrap_or(path))
    });
    let first = first.unwrap_or_default();
    match changed.len() {
        0 | 1 => format!("`{first}` has changed"),
        2 => format!("`{first}` and another file have changed"),
        count => format!("`{first}` and {} other files have changed", count - 1),
    }
}
