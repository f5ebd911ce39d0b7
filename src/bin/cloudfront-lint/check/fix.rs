//! `--fix` and `--diff`: applies the fixes of one input, and describes what was applied and what is
//! left.

use std::borrow::Cow;

use cloudfront_lint::apply::{Fixed, Harm};
use cloudfront_lint::render::harmless_line;
use cloudfront_lint::{Applicability, Fix, Linter, Report};

use crate::atomic_write;
use crate::check::arguments::Check;
use crate::check::diff;
use crate::files::{Input, Origin};
use crate::stderr::reason;

/// A byte-order mark in UTF-8.
const MARK: &str = "\u{feff}";

/// Which fixes are applied, and what becomes of the result.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fixer {
    most: Applicability,
    target: Target,
}

/// What becomes of a fixed document.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Target {
    /// Its file is replaced.
    File,
    /// It is printed.
    Stdout,
    /// The difference is printed.
    Diff,
}

/// The result for one input.
#[derive(Default)]
pub(crate) struct Result {
    /// What was applied and what is left; for standard error.
    pub(crate) note: Option<String>,
    /// The report of the fixed document.
    pub(crate) report: Option<Report<'static>>,
    /// The fixed document or the difference; for standard output.
    pub(crate) printed: Vec<u8>,
    /// Whether there is a difference.
    pub(crate) differs: bool,
    /// Whether something went wrong.
    pub(crate) failed: bool,
}

impl Fixer {
    /// What the arguments ask for.
    pub(crate) fn of(check: &Check) -> Option<Self> {
        let most = if check.unsafe_fixes {
            Applicability::Unsafe
        } else {
            Applicability::Safe
        };
        let target = match (check.fix, check.diff) {
            (false, false) => return None,
            (_, true) => Target::Diff,
            _ if check.prints_document() => Target::Stdout,
            _ => Target::File,
        };
        Some(Self { most, target })
    }

    /// Whether the difference is printed instead of findings.
    pub(crate) fn shows_diff(self) -> bool {
        self.target == Target::Diff
    }

    /// Fixes one input, whose report is that of the linter.
    pub(crate) fn apply(
        self,
        linter: &Linter,
        input: &Input,
        bytes: &[u8],
        report: &Report<'_>,
    ) -> Result {
        let fixed = linter.fix_reported(report, self.most);
        let name = &harmless_line(&input.name);
        // A fix that was refused for the document's sake is a failure even if nothing else was
        // fixed.
        let failed = fixed
            .refused
            .iter()
            .any(|refused| refused.harm != Harm::NoDocument);
        let note = self.note(name, &fixed);
        let mut result = match self.target {
            _ if fixed.applied.is_empty() => {
                let unchanged = self.target == Target::Stdout;
                Result {
                    note,
                    printed: if unchanged {
                        bytes.to_vec()
                    } else {
                        Vec::new()
                    },
                    report: Some(fixed.report),
                    ..Result::default()
                }
            }
            Target::Diff => difference(name, bytes, report, &fixed, note),
            Target::Stdout => Result {
                note,
                printed: fixed.bytes(),
                report: Some(fixed.report),
                ..Result::default()
            },
            Target::File => written(input, bytes, fixed, note),
        };
        result.failed |= failed;
        result
    }

    /// What was applied and what is left.
    fn note(self, name: &str, fixed: &Fixed) -> Option<String> {
        let needs_more = |fixes: &[Fix]| {
            !fixes.is_empty() && fixes.iter().all(|fix| fix.applicability > self.most)
        };
        let findings = fixed.report.findings();
        let offered = findings
            .iter()
            .filter(|finding| needs_more(&finding.fixes))
            .count();
        let refused = fixed
            .refused
            .iter()
            .map(|refused| format!("`{name}`: {refused}"));
        if fixed.applied.is_empty() && offered == 0 {
            let lines: Vec<String> = refused.collect();
            return (!lines.is_empty()).then(|| lines.join("\n"));
        }
        let verb = if self.shows_diff() {
            "would apply"
        } else {
            "applied"
        };
        let left = match (findings.len(), offered) {
            (0, _) => "no findings left".to_owned(),
            (left, 0) => format!("{} left", counted(left, "finding", "findings")),
            (left, offered) => format!(
                "{} left, {offered} fixable with --unsafe-fixes",
                counted(left, "finding", "findings")
            ),
        };
        let applied = counted(fixed.applied.len(), "fix", "fixes");
        let mut lines = vec![format!("`{name}`: {verb} {applied}, {left}")];
        lines.extend(fixed.applied.iter().map(|it| {
            let place = if it.path.is_empty() {
                String::new()
            } else {
                format!(" in {}", harmless_line(&it.path.to_string()))
            };
            format!("  {}: {}{place}", it.rule, it.title)
        }));
        lines.extend(refused);
        Some(lines.join("\n"))
    }
}

/// Writes the fixed document to its file.
fn written(input: &Input, bytes: &[u8], fixed: Fixed, note: Option<String>) -> Result {
    let failed = |note: String| Result {
        note: Some(note),
        failed: true,
        ..Result::default()
    };
    let name = harmless_line(&input.name);
    // Opening a pipe would wait for a reader.
    let path = match &input.origin {
        Origin::File(path) if path.metadata().is_ok_and(|it| it.is_file()) => path,
        _ => {
            return failed(format!(
                "cannot write `{name}`: not a regular file; use --diff to see what would change"
            ));
        }
    };
    if let Err(error) = atomic_write::replace(path, bytes, &fixed.bytes()) {
        return failed(format!("cannot write `{name}`: {}", reason(&error)));
    }
    Result {
        note,
        report: Some(fixed.report),
        ..Result::default()
    }
}

/// The difference that the fixes make.
fn difference(
    name: &str,
    bytes: &[u8],
    old: &Report<'_>,
    fixed: &Fixed,
    note: Option<String>,
) -> Result {
    let unfit = is_encoded_otherwise(old, bytes).then(|| {
        format!(
            "`{name}` has a different encoding or line ends than the diff, so the diff cannot be applied as a patch; use --fix"
        )
    });
    let shown = [old, &fixed.report].map(Report::text_without_secrets);
    let is_masked = shown[0] != old.source().text() || shown[1] != fixed.text();
    let [old_shown, new_shown] = shown;
    let diff = diff::unified(
        name,
        [
            &marked(old.source().text(), bytes),
            &marked(fixed.text(), &fixed.bytes()),
        ],
        [
            &marked(&old_shown, bytes),
            &marked(&new_shown, &fixed.bytes()),
        ],
    );
    let hidden = (is_masked && diff.has_masked).then(|| {
        format!(
            "the diff of `{name}` does not show secret values, so it cannot be applied as a patch; use --fix"
        )
    });
    let notes: Vec<String> = note.into_iter().chain(unfit).chain(hidden).collect();
    Result {
        note: (!notes.is_empty()).then(|| notes.join("\n")),
        printed: diff.text.into_bytes(),
        differs: true,
        ..Result::default()
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

/// A diff in color: green for new lines, red for old ones.
pub(crate) fn colored(diff: &str) -> String {
    let line = |line: &str| {
        let code = match line.as_bytes() {
            [b'+', b'+', b'+', ..] | [b'-', b'-', b'-', ..] => "1",
            [b'+', ..] => "32",
            [b'-', ..] => "31",
            [b'@', ..] => "36",
            _ => return line.to_owned(),
        };
        let text = line.trim_end_matches('\n');
        format!("\x1b[{code}m{text}\x1b[0m{}", &line[text.len()..])
    };
    diff.split_inclusive('\n').map(line).collect()
}
