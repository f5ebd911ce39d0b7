//! `--fix`, `--unsafe-fixes` and `--diff`: what becomes of one file.

use std::borrow::Cow;
use std::time::Duration;

use cloudfront_lint::Linter;
use cloudfront_lint::apply::{Fixed, Harm};
use cloudfront_lint::outcome::{Fix, Report};
use cloudfront_lint::text::Applicability;
use similar::TextDiff;

use crate::args::Check;
use crate::atomic_write;
use crate::files::Origin;
use crate::status::reason;

/// A byte-order mark in UTF-8.
const MARK: &str = "\u{feff}";
/// A diff that takes longer is made coarser.
const PATIENCE: Duration = Duration::from_secs(5);

/// What is to be repaired, and whether that is written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Repair {
    most: Applicability,
    writes: bool,
}

/// What became of a file.
pub(crate) struct Repaired {
    /// What was applied or would be, and what is left; for standard error.
    pub(crate) note: Option<String>,
    /// The report of the file as it is now.
    pub(crate) report: Option<Report<'static>>,
    /// What would change.
    pub(crate) diff: String,
    /// Whether something went wrong.
    pub(crate) failed: bool,
}

impl Repair {
    /// What the arguments ask for. Nothing is written without `--fix`, and nothing with `--diff`.
    pub(crate) fn of(check: &Check) -> Option<Self> {
        let most = if check.unsafe_fixes {
            Applicability::Unsafe
        } else {
            Applicability::Safe
        };
        (check.fix || check.diff).then_some(Self {
            most,
            writes: !check.diff,
        })
    }

    /// Whether only the difference is shown.
    pub(crate) fn shows_diff(self) -> bool {
        !self.writes
    }

    /// Repairs one file.
    pub(crate) fn file(
        self,
        linter: &Linter<'_>,
        name: &str,
        origin: &Origin,
        bytes: &[u8],
    ) -> Repaired {
        let failed = |note: String| Repaired {
            note: Some(note),
            report: None,
            diff: String::new(),
            failed: true,
        };
        let fixed = linter.fix(bytes, self.most);
        // What was left out for the document's sake is told even where nothing else is.
        let is_refused = fixed
            .refused
            .iter()
            .any(|refused| refused.harm != Harm::NoDocument);
        if fixed.applied.is_empty() {
            return Repaired {
                note: self.left(name, &fixed),
                report: Some(fixed.report),
                diff: String::new(),
                failed: is_refused,
            };
        }
        if self.shows_diff() {
            let old = linter.lint(bytes);
            let note = self.left(name, &fixed);
            let unfit = is_encoded_otherwise(&old, bytes).then(|| {
                format!(
                    "`{name}` has a different encoding or line ends than the diff, so the diff cannot be applied as a patch; use --fix"
                )
            });
            let notes: Vec<String> = note.into_iter().chain(unfit).collect();
            return Repaired {
                note: (!notes.is_empty()).then(|| notes.join("\n")),
                report: None,
                diff: diff(
                    name,
                    &marked(old.source().text(), bytes),
                    &marked(fixed.text(), &fixed.bytes()),
                ),
                failed: is_refused,
            };
        }
        // Opening a pipe waits for somebody who reads it.
        let file = match origin {
            Origin::File(path) => path.metadata().is_ok_and(|it| it.is_file()).then_some(path),
            Origin::Stdin | Origin::Nowhere(_) => None,
        };
        let Some(path) = file else {
            return failed(format!(
                "cannot write `{name}`: not a regular file; use --diff to see what would change"
            ));
        };
        if let Err(error) = atomic_write::replace(path, bytes, &fixed.bytes()) {
            return failed(format!("cannot write `{name}`: {}", reason(&error)));
        }
        Repaired {
            note: self.left(name, &fixed),
            report: Some(fixed.report),
            diff: String::new(),
            failed: is_refused,
        }
    }

    /// What was applied and what is left.
    fn left(self, name: &str, fixed: &Fixed) -> Option<String> {
        let left = fixed.report.findings().len();
        let needs_more = |fixes: &[Fix]| {
            !fixes.is_empty() && fixes.iter().all(|fix| fix.applicability > self.most)
        };
        let offered = fixed
            .report
            .findings()
            .iter()
            .filter(|finding| needs_more(&finding.fixes))
            .count();
        let applied = fixed.applied.len();
        let refused: Vec<String> = fixed
            .refused
            .iter()
            .map(|refused| format!("`{name}`: {refused}"))
            .collect();
        if applied + offered == 0 {
            return (!refused.is_empty()).then(|| refused.join("\n"));
        }
        let verb = if self.writes {
            "applied"
        } else {
            "would apply"
        };
        let left = match (left, offered) {
            (0, _) => "no findings left".to_owned(),
            (left, 0) => format!("{} left", counted(left, "finding", "findings")),
            (left, offered) => {
                format!(
                    "{} left, {offered} fixable with --unsafe-fixes",
                    counted(left, "finding", "findings")
                )
            }
        };
        let mut note = format!(
            "`{name}`: {verb} {}, {left}",
            counted(applied, "fix", "fixes")
        );
        for it in &fixed.applied {
            let place = if it.path.is_empty() {
                String::new()
            } else {
                format!(" in {}", it.path)
            };
            note.push_str(&format!("\n  {}: {}{place}", it.rule, it.title));
        }
        for refused in refused {
            note.push_str(&format!("\n{refused}"));
        }
        Some(note)
    }
}

/// A text with the byte-order mark that its bytes begin with.
fn marked<'t>(text: &'t str, bytes: &[u8]) -> Cow<'t, str> {
    if bytes.starts_with(MARK.as_bytes()) {
        format!("{MARK}{text}").into()
    } else {
        text.into()
    }
}

/// Whether a diff of the text of a file does not fit its bytes.
fn is_encoded_otherwise(report: &Report<'_>, bytes: &[u8]) -> bool {
    let text = report.source().text();
    text.as_bytes() != bytes.strip_prefix(MARK.as_bytes()).unwrap_or(bytes)
        || text.contains('\r') && !text.contains('\n')
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// The unified diff of a file.
fn diff(name: &str, old: &str, new: &str) -> String {
    let diff = TextDiff::configure().timeout(PATIENCE).diff_lines(old, new);
    diff.unified_diff()
        .context_radius(3)
        .header(name, name)
        .to_string()
}
