//! Every document repaired once, for all promises that are held over it. A repair costs more than
//! most promises do, so the first test that asks lets the machine's cores work on all of them.

use std::cell::OnceCell;
use std::num::NonZero;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use cloudfront_lint::apply::Fixed;
use cloudfront_lint::{Applicability, Linter, Report};

use super::documents::{Case, corpus, damaged, examples};
use super::{promises, protection};

/// A document with its repairs.
pub(super) struct Repaired<'c> {
    pub(super) case: &'c Case,
    pub(super) linter: &'c Linter,
    pub(super) safe: Fixed,
    /// `None` where no fix is offered besides the safe ones: then it is the same.
    r#unsafe: Option<Fixed>,
    /// What is reported about the document itself.
    report: OnceCell<Report<'c>>,
}

impl<'c> Repaired<'c> {
    fn new(case: &'c Case, linter: &'c Linter) -> Self {
        let safe = linter.fix(&case.text, Applicability::Safe);
        let is_all = safe.applied.is_empty() && safe.refused.is_empty() && !has_fix(&safe.report);
        Self {
            case,
            linter,
            r#unsafe: (!is_all).then(|| linter.fix(&case.text, Applicability::Unsafe)),
            safe,
            report: OnceCell::new(),
        }
    }

    /// What is reported about the document itself.
    pub(super) fn report(&self) -> &Report<'c> {
        self.report
            .get_or_init(|| self.linter.lint(&self.case.text))
    }

    /// The repair with all fixes.
    pub(super) fn all(&self) -> &Fixed {
        self.r#unsafe.as_ref().unwrap_or(&self.safe)
    }

    /// The repairs that differ, with what they were allowed to do.
    pub(super) fn levels(&self) -> impl Iterator<Item = (Applicability, &Fixed)> {
        let safe = (Applicability::Safe, &self.safe);
        let all = self.r#unsafe.as_ref();
        std::iter::once(safe).chain(all.map(|fixed| (Applicability::Unsafe, fixed)))
    }
}

fn has_fix(report: &Report<'_>) -> bool {
    report
        .findings()
        .iter()
        .any(|finding| !finding.fixes.is_empty())
}

/// Looks at one document.
type Promise = fn(&Repaired, &mut Tally);

/// What came of one promise.
#[derive(Clone, Default)]
pub(super) struct Tally {
    broken: Vec<String>,
    /// How many documents, or pairs of them, it was about.
    pub(super) compared: usize,
    /// How many it could not be held over.
    pub(super) skipped: usize,
}

impl Tally {
    pub(super) fn broken(&mut self, what: String) {
        self.broken.push(what);
    }

    pub(super) fn assert_kept(&self) {
        let shown: Vec<&str> = self.broken.iter().map(String::as_str).take(60).collect();
        assert!(
            shown.is_empty(),
            "{} break the promise:\n{}",
            self.broken.len(),
            shown.join("\n")
        );
    }
}

const PROMISES: [Promise; 8] = [
    promises::no_refusal,
    promises::idempotence,
    promises::encoding,
    promises::comments,
    promises::twins,
    promises::only_the_fault,
    protection::nothing_weaker,
    protection::no_value_lost,
];

/// What came of a promise over all documents.
pub(super) fn held(promise: Promise) -> &'static Tally {
    static TALLIES: LazyLock<Vec<Tally>> = LazyLock::new(over_all_documents);
    let index = PROMISES
        .iter()
        .position(|it| std::ptr::fn_addr_eq(*it, promise))
        .expect("a promise that is in the list");
    &TALLIES[index]
}

fn over_all_documents() -> Vec<Tally> {
    let cases: Vec<Case> = examples()
        .into_iter()
        .chain(damaged())
        .chain(corpus())
        .collect();
    assert!(cases.len() > 100, "expected documents");
    let next = AtomicUsize::new(0);
    let work = || {
        let mut found = Vec::new();
        while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
            found.push((case, of_case(case)));
        }
        found
    };
    let mut found = thread::scope(|scope| {
        let cores = thread::available_parallelism().map_or(1, NonZero::get);
        let threads: Vec<_> = (0..cores).map(|_| scope.spawn(work)).collect();
        let joined = threads
            .into_iter()
            .flat_map(|thread| thread.join().unwrap());
        joined.collect::<Vec<_>>()
    });
    found.sort_by(|(one, _), (other, _)| one.name.cmp(&other.name));
    let mut tallies = vec![Tally::default(); PROMISES.len()];
    for (case, of_case) in found {
        for (tally, one) in tallies.iter_mut().zip(of_case) {
            let broken = one.broken.into_iter();
            tally
                .broken
                .extend(broken.map(|what| format!("{}: {what}", case.name)));
            tally.compared += one.compared;
            tally.skipped += one.skipped;
        }
    }
    tallies
}

fn of_case(case: &Case) -> Vec<Tally> {
    case.with(|linter| {
        let repaired = Repaired::new(case, linter);
        let tally = |promise: &Promise| {
            let mut tally = Tally::default();
            promise(&repaired, &mut tally);
            tally
        };
        PROMISES.iter().map(tally).collect()
    })
}
