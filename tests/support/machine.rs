//! What a test may rely on: records and real documents in `../shared` and Python's tools, which are
//! not part of the repository, and the time of somebody who waits.
//!
//! Where tools or records are missing a test has nothing to do. Where `CI` is set that is a
//! failure, because there somebody relies on it; and there the longest tests leave nothing out.

use std::path::{Path, PathBuf};

/// Whether this run is the one that others rely on.
pub(crate) fn is_ci() -> bool {
    std::env::var_os("CI").is_some()
}

/// Whether it is the turn of this one: always in CI, elsewhere of one in so many.
pub(crate) fn is_turn(turn: usize, one_in: usize) -> bool {
    is_ci() || turn.is_multiple_of(one_in)
}

/// All of them in CI; elsewhere one, and another one each turn, so that many turns see all.
#[cfg(feature = "config")]
pub(crate) fn in_turn<T>(all: &[T], turn: usize) -> &[T] {
    if is_ci() {
        return all;
    }
    let index = turn % all.len();
    &all[index..=index]
}

/// The size that shows how something grows in CI, and a tenth of it elsewhere.
pub(crate) fn large(size: usize) -> usize {
    if is_ci() { size } else { size / 10 }
}

/// A file or folder of `../shared`.
pub(crate) fn shared(path: &str) -> Option<PathBuf> {
    let found = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../shared")
        .join(path);
    let exists = found.exists();
    assert!(
        exists || !is_ci(),
        "{} is missing, and this is the build that must compare with it",
        found.display()
    );
    exists.then_some(found)
}

/// Whether a tool of Python must be there. A machine without Python says so by
/// `CLOUDFRONT_LINT_WITHOUT_PYTHON`.
pub(crate) fn must_have_python() -> bool {
    is_ci() && std::env::var_os("CLOUDFRONT_LINT_WITHOUT_PYTHON").is_none()
}
