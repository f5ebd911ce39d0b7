//! The unified diff of a text that fixes changed.
//!
//! Fixes change a few lines here and there, so the two texts are first brought back in step line by
//! line; only what is between is compared in full. That takes time in proportion to the text,
//! however many changes there are.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use memchr::memchr2_iter;
use similar::{Algorithm, DiffOp, capture_diff_slices_deadline, group_diff_ops};

/// A comparison of two stretches that takes longer becomes coarser.
const PATIENCE: Duration = Duration::from_secs(5);
/// Lines around a change.
const CONTEXT: usize = 3;
/// How many lines must be equal for the texts to be in step again.
const IN_STEP: usize = 4;
/// How many lines two stretches between have together at most; what is longer is compared in full.
const LONGEST: usize = 120;

/// A unified diff.
pub(super) struct Unified {
    pub(super) text: String,
    /// Whether a line of it is not shown as it is.
    pub(super) has_masked: bool,
}

/// The diff of a file, whose name is harmless, by its text before and after, and how these are
/// shown.
pub(super) fn unified(name: &str, [old, new]: [&str; 2], shown: [&str; 2]) -> Unified {
    let (old, new) = (lines(old), lines(new));
    let [old_shown, new_shown] = shown.map(lines);
    let mut has_masked = false;
    let mut out = format!("--- {name}\n+++ {name}\n");
    for group in group_diff_ops(operations(&old, &new), CONTEXT) {
        let (Some(first), Some(last)) = (group.first(), group.last()) else {
            continue;
        };
        let range = |start: usize, end: usize| match end - start {
            1 => format!("{}", start + 1),
            0 => format!("{start},0"),
            length => format!("{},{length}", start + 1),
        };
        let _infallible = writeln!(
            out,
            "@@ -{} +{} @@",
            range(first.old_range().start, last.old_range().end),
            range(first.new_range().start, last.new_range().end)
        );
        for operation in &group {
            let (before, after) = (operation.old_range(), operation.new_range());
            has_masked |= old[before.clone()] != old_shown[before.clone()]
                || new[after.clone()] != new_shown[after.clone()];
            if matches!(operation, DiffOp::Equal { .. }) {
                push(&mut out, ' ', &old_shown[before]);
            } else {
                push(&mut out, '-', &old_shown[before]);
                push(&mut out, '+', &new_shown[after]);
            }
        }
    }
    Unified {
        text: out,
        has_masked,
    }
}

fn push(out: &mut String, sign: char, lines: &[&str]) {
    for line in lines {
        out.push(sign);
        out.push_str(line);
        if !line.ends_with(['\n', '\r']) {
            out.push_str("\n\\ No newline at end of file\n");
        }
    }
}

/// The lines with their ends: CR LF, LF or CR.
fn lines(text: &str) -> Vec<&str> {
    let bytes = text.as_bytes();
    let mut lines = Vec::new();
    let mut start = 0;
    for at in memchr2_iter(b'\n', b'\r', bytes) {
        let is_end = bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n');
        if is_end {
            lines.push(&text[start..=at]);
            start = at + 1;
        }
    }
    if start < text.len() {
        lines.push(&text[start..]);
    }
    lines
}

/// What makes one text of the other.
fn operations(old: &[&str], new: &[&str]) -> Vec<DiffOp> {
    let mut operations = Operations::default();
    let (mut at, mut there) = (0, 0);
    while at < old.len() || there < new.len() {
        let equal = (old[at..].iter())
            .zip(&new[there..])
            .take_while(|(one, other)| one == other)
            .count();
        operations.equal(at, there, equal);
        (at, there) = (at + equal, there + equal);
        let (gone, come) = in_step(&old[at..], &new[there..]);
        operations.compare((old, at, gone), (new, there, come));
        (at, there) = (at + gone, there + come);
    }
    operations.all
}

/// How many lines of each text come before they are in step again: as few as possible.
fn in_step(old: &[&str], new: &[&str]) -> (usize, usize) {
    let is_in_step = |gone: usize, come: usize| {
        let (rest, other) = (&old[gone..], &new[come..]);
        let length = IN_STEP.min(rest.len()).min(other.len());
        // At the end of both there may be fewer lines, but not at the end of one.
        let is_end = rest.len() == other.len();
        (length == IN_STEP || is_end) && rest[..length] == other[..length]
    };
    for both in 0..=LONGEST.min(old.len() + new.len()) {
        for gone in 0..=both.min(old.len()) {
            let come = both - gone;
            if come <= new.len() && is_in_step(gone, come) {
                return (gone, come);
            }
        }
    }
    (old.len(), new.len())
}

#[derive(Default)]
struct Operations {
    all: Vec<DiffOp>,
}

impl Operations {
    fn equal(&mut self, at: usize, there: usize, length: usize) {
        if let Some(DiffOp::Equal { len, .. }) = self.all.last_mut() {
            *len += length;
        } else if length > 0 {
            self.all.push(DiffOp::Equal {
                old_index: at,
                new_index: there,
                len: length,
            });
        }
    }

    /// Compares two stretches, each given with where it starts and how long it is.
    fn compare(
        &mut self,
        (old, at, gone): (&[&str], usize, usize),
        (new, there, come): (&[&str], usize, usize),
    ) {
        let until = Some(Instant::now() + PATIENCE);
        let (before, after) = (&old[at..at + gone], &new[there..there + come]);
        let found = capture_diff_slices_deadline(Algorithm::Myers, before, after, until);
        for operation in found {
            let (from, to) = (operation.old_range(), operation.new_range());
            let (old_index, new_index) = (at + from.start, there + to.start);
            if matches!(operation, DiffOp::Equal { .. }) {
                self.equal(old_index, new_index, from.len());
            } else {
                self.all.push(DiffOp::Replace {
                    old_index,
                    old_len: from.len(),
                    new_index,
                    new_len: to.len(),
                });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unified(name: &str, old: &str, new: &str) -> String {
        super::unified(name, [old, new], [old, new]).text
    }

    #[test]
    fn a_diff_has_the_usual_form() {
        let old = "a\nb\nc\nd\ne\nf\ng\nh\ni\nj";
        let new = "a\nB\nc\nd\ne\nf\ng\nh\ni\nj\n";
        assert_eq!(
            unified("x", old, new),
            "--- x\n+++ x\n@@ -1,5 +1,5 @@\n a\n-b\n+B\n c\n d\n e\n@@ -7,4 +7,4 @@\n g\n h\n i\n-j\n\
             \\ No newline at end of file\n+j\n"
        );
        assert_eq!(unified("x", "", "a\n"), "--- x\n+++ x\n@@ -0,0 +1 @@\n+a\n");
    }

    #[test]
    fn what_is_patched_is_the_new_text() {
        let mut seed = 7_u32;
        let mut next = |most: u32| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 16) % most
        };
        for _ in 0..300 {
            let old: Vec<String> = (0..next(60)).map(|_| format!("{}\n", next(5))).collect();
            let mut new = old.clone();
            for _ in 0..next(8) {
                let at = next(new.len() as u32 + 1) as usize;
                match next(2) {
                    0 if at < new.len() => drop(new.remove(at)),
                    _ => new.insert(at, format!("{}\n", next(7))),
                }
            }
            let (old, new) = (old.concat(), new.concat());
            let (left, right) = (lines(&old), lines(&new));
            let (mut at, mut there, mut patched) = (0, 0, String::new());
            for operation in operations(&left, &right) {
                assert_eq!(operation.old_range().start, at);
                assert_eq!(operation.new_range().start, there);
                (at, there) = (operation.old_range().end, operation.new_range().end);
                let lines = match operation {
                    DiffOp::Equal { .. } => &left[operation.old_range()],
                    _ => &right[operation.new_range()],
                };
                patched.push_str(&lines.concat());
            }
            assert_eq!(patched, new);
            assert_eq!((at, there), (left.len(), right.len()));
        }
    }

    /// Myers' algorithm alone takes time with the square of the changes, and does not end here.
    #[test]
    fn many_changes_take_time_in_proportion() {
        let text = |changed: &str| -> String {
            let block = |n: usize| format!("<Item>\n<Id>{n}</Id>\n<A>{changed}</A>\n</Item>\n");
            (0..50_000).map(block).collect()
        };
        let diff = unified("x", &text("old"), &text("new"));
        assert_eq!(diff.matches("\n+<A>").count(), 50_000);
        assert_eq!(diff.matches("\n-<A>").count(), 50_000);
    }
}
