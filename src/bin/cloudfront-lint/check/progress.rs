//! A bar on standard error, for runs that take longer than a second.

use std::io::{self, IsTerminal as _, Write as _};
use std::time::{Duration, Instant};

/// How long a run takes before a bar is worth the distraction.
const PATIENCE: Duration = Duration::from_secs(1);
/// Columns of the bar itself.
const WIDTH: usize = 30;

/// The progress of a run.
pub(crate) struct Progress {
    all: usize,
    done: usize,
    since: Instant,
    drawn: Option<Instant>,
    visible: bool,
    wanted: bool,
}

impl Progress {
    /// How often to redraw.
    pub(crate) const STEP: Duration = Duration::from_millis(100);

    /// A run over this many files. Nothing is drawn unless `wanted` and standard error is a
    /// terminal.
    pub(crate) fn new(all: usize, wanted: bool) -> Self {
        let wanted = wanted && io::stderr().is_terminal();
        Self {
            all,
            done: 0,
            since: Instant::now(),
            drawn: None,
            visible: false,
            wanted,
        }
    }

    /// One more file is done.
    pub(crate) fn advance(&mut self) {
        self.done += 1;
        self.draw();
    }

    /// Draws the bar if it is due.
    pub(crate) fn draw(&mut self) {
        if !self.wanted
            || self.drawn.is_some_and(|drawn| drawn.elapsed() < Self::STEP)
            || self.since.elapsed() < PATIENCE
        {
            return;
        }
        let full = WIDTH * self.done / self.all.max(1);
        let _ = write!(
            io::stderr(),
            "\r{:━<full$}{:╌<rest$} {}/{} files\x1b[K",
            "",
            "",
            self.done,
            self.all,
            rest = WIDTH - full
        );
        self.drawn = Some(Instant::now());
        self.visible = true;
    }

    /// Removes the bar, so that results can be written to the same terminal, and returns whether
    /// there was one.
    pub(crate) fn clear(&mut self) -> bool {
        let visible = std::mem::take(&mut self.visible);
        if visible {
            let _ = write!(io::stderr(), "\r\x1b[K");
        }
        visible
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.clear();
    }
}
