//! `--fix`, `--unsafe-fixes` and `--diff`: what becomes of one file.

use std::time::Duration;

use cloudfront_lint::Linter;
use cloudfront_lint::diagnostic::Applicability;
use cloudfront_lint::fix::Fixed;
use cloudfront_lint::report::Report;
use similar::TextDiff;

use crate::args::Check;
use crate::files::Origin;
use crate::status::reason;
use crate::write;

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
        let most = if check.unsafe_fixes { Applicability::Unsafe } else { Applicability::Safe };
        (check.fix || check.diff).then_some(Self { most, writes: !check.diff })
    }

    /// Whether only the difference is shown.
    pub(crate) fn shows_diff(self) -> bool {
        !self.writes
    }

    /// Repairs one file.
    pub(crate) fn file(self, linter: &Linter<'_>, name: &str, origin: &Origin, bytes: &[u8]) -> Repaired {
        let failed = |note: String| Repaired { note: Some(note), report: None, diff: String::new(), failed: true };
        let fixed = match linter.fix(bytes, self.most) {
            Ok(fixed) => fixed,
            Err(error) => return failed(format!("`{name}` is left as it is: {error}")),
        };
        if fixed.applied.is_empty() {
            return Repaired { note: self.left(name, &fixed), report: Some(fixed.report), diff: String::new(), failed: false };
        }
        if self.shows_diff() {
            let old = linter.lint(bytes);
            return Repaired {
                note: self.left(name, &fixed),
                report: None,
                diff: diff(name, old.source().text(), fixed.text()),
                failed: false,
            };
        }
        // Opening a pipe waits for somebody who reads it.
        let file = match origin {
            Origin::File(path) => path.metadata().is_ok_and(|it| it.is_file()).then_some(path),
            Origin::Stdin | Origin::Nowhere(_) => None,
        };
        let Some(path) = file else {
            return failed(format!("`{name}` is no file that could be written; --diff shows what would change"));
        };
        if let Err(error) = write::replace(path, bytes, &fixed.bytes()) {
            return failed(format!("cannot write `{name}`: {}", reason(&error)));
        }
        Repaired { note: self.left(name, &fixed), report: Some(fixed.report), diff: String::new(), failed: false }
    }

    /// What was applied and what is left.
    fn left(self, name: &str, fixed: &Fixed) -> Option<String> {
        let left = fixed.report.findings().len();
        let offered = fixed.report.findings().iter().filter(|finding| !finding.fixes.is_empty()).count();
        let applied = fixed.applied.len();
        if applied + offered == 0 {
            return None;
        }
        let verb = if self.writes { "applied" } else { "would apply" };
        let left = match (left, offered) {
            (0, _) => "nothing is left".to_owned(),
            (left, 0) => format!("{} left", counted(left, "finding is", "findings are")),
            (left, offered) => {
                format!("{} left, {offered} with a fix that needs --unsafe-fixes", counted(left, "finding is", "findings are"))
            }
        };
        let mut note = format!("`{name}`: {verb} {}, {left}", counted(applied, "fix", "fixes"));
        for it in &fixed.applied {
            let place = if it.path.is_empty() { String::new() } else { format!(" in {}", it.path) };
            note.push_str(&format!("\n  {}: {}{place}", it.rule, it.title));
        }
        Some(note)
    }
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// The unified diff of a file.
fn diff(name: &str, old: &str, new: &str) -> String {
    let diff = TextDiff::configure().timeout(PATIENCE).diff_lines(old, new);
    diff.unified_diff().context_radius(3).header(name, name).to_string()
}
