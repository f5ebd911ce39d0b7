//! Findings drawn for people: a headline, the lines at fault with labels, why it matters and what
//! to do, the fix as a diff.
//!
//! What lives here: the order of these parts and their words. Which lines are shown and how they
//! are cut is in the modules below; the lines themselves are drawn by miette.

mod change;
mod charset;
mod excerpt;
mod line;
mod paint;
mod snippet;

use std::fmt;

use self::change::{Change, changes};
pub use self::charset::Charset;
use self::excerpt::{Mark, Shown, excerpts};
use self::paint::{Ansi, Paint};
use super::{FileResult, Format, Summary};
use crate::builtin::{SCHEMA, rule_url};
use crate::model::Severity;
use crate::outcome::secrets::{self, SecretWords};
use crate::outcome::sentence::{full_stop, service_sentence};
use crate::outcome::{Finding, Fix};
use crate::text::{Applicability, Source};

/// The label of a place that has none.
const HERE: &str = "here";

/// How [`Pretty`] draws.
///
/// ```
/// use cloudfront_lint::render::{FileResult, Format, Pretty};
///
/// let xml = "<DistributionConfig>\n<Enabled>yes</Enabled></DistributionConfig>";
/// let report = cloudfront_lint::lint(xml);
/// let mut text = String::new();
/// Pretty::default().file(&FileResult::new("dist.xml", &report), &mut text).unwrap();
/// assert!(text.contains("dist.xml:2:"));
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Pretty {
    /// Whether to color.
    pub color: bool,
    /// Whether rule names are links to their pages, for terminals that can follow them.
    pub links: bool,
    /// Which characters to use.
    pub charset: Charset,
    /// Columns to fill.
    pub width: usize,
    /// Whether to end with a summary.
    pub summary: bool,
}

impl Default for Pretty {
    /// For a file or a pipe: no color, 100 columns.
    fn default() -> Self {
        Self {
            color: false,
            links: false,
            charset: Charset::Unicode,
            width: 100,
            summary: true,
        }
    }
}

impl Format for Pretty {
    fn file(&self, file: &FileResult<'_>, out: &mut dyn fmt::Write) -> fmt::Result {
        let Some(report) = file.checked() else {
            return Ok(());
        };
        if report.findings().is_empty() {
            return Ok(());
        }
        let secrets = report.secrets();
        let shown = Shown {
            source: report.source(),
            secrets: &secrets,
            words: &SecretWords::of(report.source(), &secrets, report.schema),
        };
        for finding in report.findings() {
            self.draw(file.path, shown, finding, out)?;
            out.write_char('\n')?;
        }
        Ok(())
    }

    fn end(&self, summary: &Summary, out: &mut dyn fmt::Write) -> fmt::Result {
        if !self.summary {
            return Ok(());
        }
        let color = match () {
            () if summary.errors > 0 || summary.failed > 0 => Ansi::RED,
            () if summary.findings() > 0 => Ansi::YELLOW,
            () => Ansi::GREEN,
        };
        let text = self.charset.words(&summary.line());
        for line in paint::wrapped(&text, self.width, "") {
            writeln!(out, "{}", self.paint().style(color, &line))?;
        }
        Ok(())
    }
}

impl Pretty {
    /// One finding of a file.
    pub(super) fn finding(
        &self,
        path: &str,
        source: &Source<'_>,
        finding: &Finding,
        out: &mut dyn fmt::Write,
    ) -> fmt::Result {
        let secrets = secrets::secrets(source, &SCHEMA);
        let shown = Shown {
            source,
            secrets: &secrets,
            words: &SecretWords::of(source, &secrets, &SCHEMA),
        };
        self.draw(path, shown, finding, out)
    }

    fn draw(
        &self,
        path: &str,
        shown: Shown<'_>,
        finding: &Finding,
        out: &mut dyn fmt::Write,
    ) -> fmt::Result {
        self.headline(finding, out)?;
        self.snippets(&self.charset.line(path), shown, finding, out)?;
        self.advice(finding, out)?;
        match finding.fixes.first() {
            Some(fix) => self.fix(shown, fix, out),
            None => Ok(()),
        }
    }

    fn paint(&self) -> Paint {
        Paint(self.color)
    }

    /// `error[quantity-mismatch]: ` and the message.
    fn headline(&self, finding: &Finding, out: &mut dyn fmt::Write) -> fmt::Result {
        let severity = finding.severity.as_str();
        let rule = self.charset.line(&finding.rule);
        let head = format!("{severity}[{rule}]:");
        let text = format!("{head} {}", self.charset.line(&finding.message));
        let mut lines = paint::wrapped(&text, self.width, "  ").into_iter();
        let first = lines.next().unwrap_or_default();
        let color = match finding.severity {
            Severity::Error => Ansi::RED_BOLD,
            Severity::Warning => Ansi::YELLOW_BOLD,
            Severity::Advice => Ansi::CYAN_BOLD,
        };
        let paint = self.paint();
        let head = paint.style(color, &format!("{severity}[{rule}]"));
        let rest = first.get(severity.len() + rule.len() + 2..);
        let message = paint.style(Ansi::BOLD, rest.unwrap_or_default());
        writeln!(out, "{}{message}", self.link(&finding.rule, head))?;
        for line in lines {
            writeln!(out, "{}", paint.style(Ansi::BOLD, &line))?;
        }
        Ok(())
    }

    fn snippets(
        &self,
        path: &str,
        shown: Shown<'_>,
        finding: &Finding,
        out: &mut dyn fmt::Write,
    ) -> fmt::Result {
        let style = snippet::Style {
            charset: self.charset,
            color: self.color,
        };
        let marks = self.marks(finding);
        let (excerpts, left_out) = excerpts(shown, &marks, self.charset, self.width);
        for excerpt in &excerpts {
            out.write_str(&snippet::draw(excerpt, path, finding.severity, &style)?)?;
        }
        if left_out > 0 {
            writeln!(out, "  and {left_out} more places")?;
        }
        Ok(())
    }

    /// The places of a finding with their labels, the primary one first.
    fn marks(&self, finding: &Finding) -> Vec<Mark> {
        let mut marks: Vec<Mark> = finding
            .labels
            .iter()
            .map(|label| Mark {
                span: label.span,
                words: self.charset.line(&label.message),
                primary: label.span == finding.span,
            })
            .collect();
        if marks.iter().all(|mark| !mark.primary) {
            marks.push(Mark {
                span: finding.span,
                words: HERE.to_owned(),
                primary: true,
            });
        }
        marks.sort_by_key(|mark| !mark.primary);
        marks
    }

    /// The note with what the service would answer, and the help.
    fn advice(&self, finding: &Finding, out: &mut dyn fmt::Write) -> fmt::Result {
        let note = finding.note.as_deref().map(full_stop);
        let note: Vec<String> = note.into_iter().chain(service_sentence(finding)).collect();
        if !note.is_empty() {
            self.item(Ansi::BOLD, "note", &note.join(" "), out)?;
        }
        if let Some(help) = &finding.help {
            self.item(Ansi::CYAN, "help", help, out)?;
        }
        Ok(())
    }

    /// The fix as a diff; if it changes nothing that can be seen, in words.
    fn fix(&self, shown: Shown<'_>, fix: &Fix, out: &mut dyn fmt::Write) -> fmt::Result {
        let (color, head) = match fix.applicability {
            Applicability::Safe => (Ansi::CYAN, "fix"),
            Applicability::Unsafe => (Ansi::YELLOW, "unsafe fix"),
        };
        // Aligned with what follows `note: ` and `help: `.
        let indent = "  note: ".len().max("  ".len() + head.len() + ": ".len());
        let room = self.width.saturating_sub(indent + "- ".len());
        let changes = changes(shown, &fix.edits, self.charset, room);
        if changes.is_empty() {
            return self.item(color, head, &fix.title, out);
        }
        let paint = self.paint();
        let gap = " ".repeat(indent - "  :".len() - head.len());
        let mut before = format!("  {}:{gap}", paint.style(color, head));
        for change in changes {
            let line = match change {
                Change::Old(line) => paint.style(Ansi::RED, format!("- {line}").trim_end()),
                Change::New(line) => paint.style(Ansi::GREEN, format!("+ {line}").trim_end()),
                Change::More(lines) => format!("{} {lines} more lines", self.charset.cut()),
            };
            writeln!(out, "{before}{line}")?;
            before = " ".repeat(indent);
        }
        Ok(())
    }

    /// `  note: ` and words, wrapped.
    fn item(&self, color: Ansi, head: &str, words: &str, out: &mut dyn fmt::Write) -> fmt::Result {
        let indent = "  ".len() + head.len() + ": ".len();
        let room = self.width.saturating_sub(indent);
        let mut before = format!("  {}: ", self.paint().style(color, head));
        for line in paint::wrapped(&self.charset.words(words), room, "") {
            writeln!(out, "{before}{line}")?;
            before = " ".repeat(indent);
        }
        Ok(())
    }

    fn link(&self, rule: &str, text: String) -> String {
        match rule_url(rule) {
            Some(url) if self.links => format!("\x1b]8;;{url}\x1b\\{text}\x1b]8;;\x1b\\"),
            _ => text,
        }
    }
}
