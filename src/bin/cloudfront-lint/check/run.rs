//! All inputs of a run: inspected in parallel, written in order.

use std::collections::BTreeMap;
use std::io::{self, Write as _};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;

use cloudfront_lint::render::{FileResult, Statistics, Summary};

use crate::check::destinations::{Destination, Outputs};
use crate::check::fix;
use crate::check::inspect::{Inspected, Inspector};
use crate::check::progress::Progress;
use crate::files::Input;
use crate::stderr;

/// Batches of results that can wait for an earlier one, so that memory stays bounded.
const WAITING: usize = 16;
/// Most files that a thread takes at a time: handing over each alone costs as much as checking it.
const BATCH: usize = 16;

/// One run over inputs.
pub(crate) struct Run<'r> {
    pub(crate) inspector: &'r Inspector<'r>,
    pub(crate) destinations: &'r [Destination],
    pub(crate) colors_diff: bool,
    pub(crate) quiet: bool,
}

/// The result of a run.
#[derive(Default)]
pub(crate) struct Total {
    pub(crate) summary: Summary,
    pub(crate) statistics: Statistics,
    /// Whether a finding reaches `--fail-on`, or there is a difference.
    pub(crate) reaches: bool,
    /// Whether a file could not be written, or a fix was refused.
    pub(crate) failed: bool,
}

/// One inspected input, ready to be written.
struct Done {
    /// One text per destination.
    texts: Vec<String>,
    summary: Summary,
    statistics: Statistics,
    inspected: Inspected,
}

impl Run<'_> {
    /// Inspects all inputs and writes the results.
    pub(crate) fn over(&self, inputs: &[Input]) -> io::Result<Total> {
        let mut outputs = Outputs::begin(self.destinations)?;
        let mut total = Total::default();
        match inputs {
            [] => {}
            [input] => self.one(input, &mut outputs, &mut total)?,
            _ => self.several(inputs, &mut outputs, &mut total)?,
        }
        outputs.end(&total.summary)?;
        Ok(total)
    }

    /// A single input is written as it is drawn, without a copy of the whole.
    fn one(&self, input: &Input, outputs: &mut Outputs<'_>, total: &mut Total) -> io::Result<()> {
        let mut written = Ok(());
        let mut reaches = false;
        let inspected = self.inspector.inspect(0, input, &mut Vec::new(), |file| {
            total.count(file);
            reaches = self.inspector.reaches(0, file);
            written = outputs.file(file);
        });
        total.add(&inspected, reaches);
        self.print(&inspected)?;
        written
    }

    fn several(
        &self,
        inputs: &[Input],
        outputs: &mut Outputs<'_>,
        total: &mut Total,
    ) -> io::Result<()> {
        let workers = thread::available_parallelism()
            .map_or(1, usize::from)
            .min(inputs.len());
        // A few files are better spread over all threads.
        let batch = (inputs.len() / (workers * 8)).clamp(1, BATCH);
        let next = AtomicUsize::new(0);
        thread::scope(|scope| {
            let (send, receive) = mpsc::sync_channel(WAITING);
            for _ in 0..workers {
                let (send, next) = (send.clone(), &next);
                scope.spawn(move || {
                    let mut buffer = Vec::new();
                    loop {
                        let first = next.fetch_add(batch, Ordering::Relaxed);
                        let taken = inputs.iter().enumerate().skip(first).take(batch);
                        let done: Vec<Done> = taken
                            .map(|(index, input)| self.done(index, input, &mut buffer))
                            .collect();
                        // If writing has failed, nobody receives any more.
                        if done.is_empty() || send.send((first, done)).is_err() {
                            return;
                        }
                    }
                });
            }
            drop(send);
            let progress = Progress::new(inputs.len(), !self.quiet);
            self.write(&receive, progress, outputs, total)
        })
    }

    /// Writes the results in the order of the inputs.
    fn write(
        &self,
        receive: &Receiver<(usize, Vec<Done>)>,
        mut progress: Progress,
        outputs: &mut Outputs<'_>,
        total: &mut Total,
    ) -> io::Result<()> {
        let mut early = BTreeMap::new();
        let mut due = 0;
        loop {
            match receive.recv_timeout(Progress::STEP) {
                Ok((index, done)) => {
                    early.insert(index, done);
                }
                Err(RecvTimeoutError::Timeout) => progress.draw(),
                Err(RecvTimeoutError::Disconnected) => return Ok(()),
            }
            while let Some(batch) = early.remove(&due) {
                due += batch.len();
                for done in batch {
                    let uncovered = !done.is_silent() && progress.clear();
                    self.finish(done, outputs, total)?;
                    if uncovered {
                        outputs.flush()?;
                    }
                    progress.advance();
                }
            }
        }
    }

    fn finish(&self, done: Done, outputs: &mut Outputs<'_>, total: &mut Total) -> io::Result<()> {
        total.summary.merge(done.summary);
        total.statistics.merge(done.statistics);
        total.add(&done.inspected, false);
        self.print(&done.inspected)?;
        outputs.texts(&done.texts)
    }

    fn done(&self, index: usize, input: &Input, buffer: &mut Vec<u8>) -> Done {
        let mut total = Total::default();
        let mut texts = Vec::new();
        let mut reaches = false;
        let mut inspected = self.inspector.inspect(index, input, buffer, |file| {
            total.count(file);
            reaches = self.inspector.reaches(index, file);
            let all = self.destinations.iter();
            texts = all.map(|destination| destination.text(file)).collect();
        });
        inspected.reaches |= reaches;
        Done {
            texts,
            summary: total.summary,
            statistics: total.statistics,
            inspected,
        }
    }

    /// Prints the notes, and a difference or fixed document.
    fn print(&self, inspected: &Inspected) -> io::Result<()> {
        if !inspected.notes.is_empty() {
            stderr::print(&inspected.notes.join("\n"));
        }
        if inspected.printed.is_empty() {
            return Ok(());
        }
        let mut out = io::stdout().lock();
        match std::str::from_utf8(&inspected.printed) {
            Ok(diff) if self.colors_diff => out.write_all(fix::colored(diff).as_bytes())?,
            _ => out.write_all(&inspected.printed)?,
        }
        out.flush()
    }
}

impl Done {
    fn is_silent(&self) -> bool {
        self.texts.iter().all(String::is_empty)
            && self.inspected.notes.is_empty()
            && self.inspected.printed.is_empty()
    }
}

impl Total {
    fn count(&mut self, file: &FileResult<'_>) {
        self.summary.add(file);
        if let Some(report) = file.checked() {
            self.statistics.add(report);
        }
    }

    fn add(&mut self, inspected: &Inspected, reaches: bool) {
        self.reaches |= inspected.reaches || reaches;
        self.failed |= inspected.failed;
    }
}
