//! Faults beyond those that become findings: nobody reads so many, and each takes a kilobyte. They
//! are counted by what found them.

use crate::lint::fault::{Cause, Fault};
use crate::model::Severity;

/// How many faults of a document are kept.
pub(crate) const MOST_KEPT: usize = 10_000;
/// The same where all of them are fixed, so that what is fixed last is not taken for new.
pub(crate) const MOST_FIXED: usize = 200_000;

/// The faults of a document that are not kept.
#[derive(Clone, Default, Debug)]
pub(crate) struct LeftOut {
    counts: Vec<(Cause, Option<Severity>, usize)>,
}

impl LeftOut {
    /// Counts one more, with its severity where that is not the rule's.
    pub(crate) fn add(&mut self, cause: Cause, severity: Option<Severity>) {
        let same =
            |known: &&mut (Cause, Option<Severity>, usize)| (known.0, known.1) == (cause, severity);
        match self.counts.iter_mut().find(same) {
            Some((.., count)) => *count += 1,
            None => self.counts.push((cause, severity, 1)),
        }
    }

    /// One fault for each cause and severity, and how many there are of it.
    pub(crate) fn faults<'f>(self) -> impl Iterator<Item = (Fault<'f>, usize)> {
        self.counts.into_iter().map(|(cause, severity, count)| {
            let mut fault = Fault::of(cause, crate::text::Span::at(0));
            fault.severity = severity;
            (fault, count)
        })
    }
}
