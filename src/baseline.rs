//! Findings from before a team began to use the linter: recorded, so that they are not reported
//! with every run.
//!
//! What lives here: the baseline as text and what it takes out of a report. A finding is known by
//! file, rule, element and value, never by line: an item is identified by its id or name, so that
//! it stays known when others come and go. What does not: files.

use std::collections::BTreeMap;
use std::fmt;

use crate::outcome::{Error, Finding, Report, SuppressedBy};

/// The first line of every baseline.
const HEADER: &str =
    "# cloudfront-lint baseline 1: file, rule, element and value of each finding that was there";

/// What every other line contains.
const LINE: &str = "file, rule, element and value, separated by tabs";

/// A known finding.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Entry {
    /// The file, with `/` between folders.
    pub file: String,
    /// The rule.
    pub rule: String,
    /// The element: its path, in which items have their id or name instead of a number.
    pub place: String,
    /// The text of the element, cut when long, or else the name of what is missing in it; empty
    /// where there is neither.
    pub value: String,
}

/// Known findings, each as often as it was there.
///
/// ```
/// use cloudfront_lint::baseline::Baseline;
///
/// let document = "<InvalidationBatch xmlns=\"http://cloudfront.amazonaws.com/doc/2020-05-31/\"/>";
/// let mut report = cloudfront_lint::lint(document);
/// let mut baseline = Baseline::default();
/// baseline.add("a.xml", report.findings());
/// let known = Baseline::parse(&baseline.text())?;
/// assert!(known.absorb("a.xml", &mut report).is_empty());
/// assert!(report.findings().is_empty());
/// # Ok::<(), cloudfront_lint::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Baseline {
    entries: BTreeMap<Entry, usize>,
}

/// Without the value, which is the document's, and the names of items.
impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Entry")
            .field("file", &self.file)
            .field("rule", &self.rule)
            .finish_non_exhaustive()
    }
}

/// Without the values, which are those of documents.
impl fmt::Debug for Baseline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.entries.keys()).finish()
    }
}

impl Baseline {
    /// Reads a baseline.
    ///
    /// # Errors
    /// At the first line that does not belong in a baseline.
    pub fn parse(text: &str) -> Result<Self, Error> {
        if text.trim().is_empty() {
            return Ok(Self::default());
        }
        let mut lines = text.lines().enumerate();
        if lines.next().is_none_or(|(_, line)| line != HEADER) {
            return Err(Error::Baseline {
                line: 1,
                expected: format!("`{HEADER}`"),
            });
        }
        let mut baseline = Self::default();
        for (number, line) in lines.filter(|(_, line)| !line.is_empty()) {
            let parts: Vec<&str> = line.split('\t').collect();
            let [file, rule, place, value] = parts.as_slice() else {
                return Err(Error::Baseline {
                    line: number + 1,
                    expected: LINE.to_owned(),
                });
            };
            let entry = Entry {
                file: (*file).to_owned(),
                rule: (*rule).to_owned(),
                place: (*place).to_owned(),
                value: (*value).to_owned(),
            };
            *baseline.entries.entry(entry).or_default() += 1;
        }
        Ok(baseline)
    }

    /// The baseline as text: one line a finding, sorted.
    pub fn text(&self) -> String {
        let mut text = format!("{HEADER}\n");
        for (entry, count) in &self.entries {
            let line = format!(
                "{}\t{}\t{}\t{}\n",
                entry.file, entry.rule, entry.place, entry.value
            );
            text.push_str(&line.repeat(*count));
        }
        text
    }

    /// Adds the findings of a file.
    pub fn add(&mut self, file: &str, findings: &[Finding]) {
        for finding in findings {
            *self.entries.entry(Entry::of(file, finding)).or_default() += 1;
        }
    }

    /// Removes recorded findings from a report, which counts them as suppressed, and returns which
    /// entries of the file no finding answers to any more.
    pub fn absorb(&self, file: &str, report: &mut Report<'_>) -> Vec<Entry> {
        let mut left: BTreeMap<&Entry, usize> = self
            .of(file)
            .map(|(entry, count)| (entry, *count))
            .collect();
        let is_recorded = |finding: &mut Finding| match left.get_mut(&Entry::of(file, finding)) {
            Some(count) if *count > 0 => {
                *count -= 1;
                true
            }
            _ => false,
        };
        let recorded: Vec<Finding> = report.findings.extract_if(.., is_recorded).collect();
        report.suppressed += recorded.len();
        if let Some(suppressed) = &mut report.suppressed_findings {
            suppressed.extend(SuppressedBy::Baseline.of(recorded));
        }
        left.into_iter()
            .flat_map(|(entry, count)| std::iter::repeat_n(entry.clone(), count))
            .collect()
    }

    /// Replaces the entries of a file by its findings. Entries that must be kept
    /// stay without a finding too.
    pub fn update(&mut self, file: &str, findings: &[Finding], keep: impl Fn(&Entry) -> bool) {
        let file = plain(file);
        self.entries
            .retain(|entry, _| entry.file != file || keep(entry));
        let mut found = Self::default();
        found.add(&file, findings);
        for (entry, count) in found.entries {
            let known = self.entries.entry(entry).or_default();
            *known = count.max(*known);
        }
    }

    /// Forgets the entries of files that are gone.
    pub fn forget(&mut self, is_gone: impl Fn(&str) -> bool) {
        self.entries.retain(|entry, _| !is_gone(&entry.file));
    }

    /// How many entries this one has that another has not.
    pub fn more_than(&self, other: &Self) -> usize {
        self.entries
            .iter()
            .map(|(entry, count)| {
                count.saturating_sub(other.entries.get(entry).copied().unwrap_or_default())
            })
            .sum()
    }

    fn of(&self, file: &str) -> impl Iterator<Item = (&Entry, &usize)> + use<'_> {
        let file = plain(file);
        let first = Entry {
            file: file.clone(),
            rule: String::new(),
            place: String::new(),
            value: String::new(),
        };
        self.entries
            .range(first..)
            .take_while(move |(entry, _)| entry.file == file)
    }
}

/// A text that fits between two tabs.
fn plain(text: &str) -> String {
    text.replace(char::is_control, "\u{fffd}")
}

impl Entry {
    /// Whether its finding would be in a report if it were still there: no other fault hides it.
    pub fn would_be_in(&self, report: &Report<'_>) -> bool {
        let member = format!("{}/{}", self.place, self.value);
        report.is_evaluated(&self.rule, &self.place) && report.is_evaluated(&self.rule, &member)
    }

    fn of(file: &str, finding: &Finding) -> Self {
        Self {
            file: plain(file),
            rule: finding.rule.to_string(),
            place: plain(&finding.path.with_names()),
            value: plain(
                finding
                    .value
                    .as_deref()
                    .or(finding.member.as_deref())
                    .unwrap_or_default(),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEFORE: &str =
        "<InvalidationBatch xmlns=\"http://cloudfront.amazonaws.com/doc/2020-05-31/\">
  <Paths><Quantity>3</Quantity><Items><Path>/a</Path><Path>/b</Path></Items></Paths>
  <CallerReference>one</CallerReference>
</InvalidationBatch>";

    fn known() -> Baseline {
        let mut baseline = Baseline::default();
        baseline.add("a.xml", crate::lint(BEFORE).findings());
        baseline
    }

    #[test]
    fn line_breaks_make_no_difference() {
        let moved = BEFORE.replace("<Paths>", "\n\n<!-- moved -->\n<Paths>");
        let mut report = crate::lint(&moved);
        assert!(known().absorb("a.xml", &mut report).is_empty());
        assert_eq!((report.findings().len(), report.suppressed()), (0, 1));
    }

    #[test]
    fn another_file_element_or_value_is_another_finding() {
        let mut report = crate::lint(BEFORE);
        assert!(known().absorb("b.xml", &mut report).is_empty());
        assert_eq!(report.findings().len(), 1);
        let other = BEFORE.replace("<Quantity>3", "<Quantity>4");
        let mut report = crate::lint(&other);
        assert_eq!(known().absorb("a.xml", &mut report).len(), 1);
        assert_eq!(report.findings().len(), 1);
    }

    #[test]
    fn what_is_not_a_baseline_is_reported() {
        let why = |text: &str| Baseline::parse(text).unwrap_err().to_string();
        assert_eq!(why("a\tb"), format!("line 1: expected `{HEADER}`"));
        assert_eq!(
            why(&format!("{HEADER}\na\tb\n")),
            format!("line 2: expected {LINE}")
        );
        assert_eq!(Baseline::parse(&known().text()).unwrap(), known());
    }
}
