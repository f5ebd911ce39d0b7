//! Findings drawn for people: the lines they are on, with arrows, and words around.

use std::borrow::Cow;
use std::fmt;

use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode};
use textwrap::core::display_width;
use textwrap::{WordSeparator, WordSplitter};

use super::excerpt::{Excerpt, Mark};
use super::{FileResult, Format, Summary};
use crate::builtin::rule_url;
use crate::model::Severity;
use crate::outcome::Finding;
use crate::outcome::error::miette_severity;
use crate::outcome::sentence::{full_stop, service_sentence};
use crate::text::{Applicability, Source, sanitize};

/// How [`Pretty`] draws.
///
/// ```
/// use cloudfront_lint::render::{FileResult, Format, Pretty};
///
/// let report = cloudfront_lint::lint("<DistributionConfig>\n<Enabled>yes</Enabled></DistributionConfig>");
/// let mut text = String::new();
/// Pretty::default().file(&FileResult::new("dist.xml", &report), &mut text).unwrap();
/// assert!(text.contains("dist.xml:2:"));
/// ```
#[derive(Clone, Debug)]
pub struct Pretty {
    /// Whether to color.
    pub color: bool,
    /// Whether rule names lead to their pages, where the terminal can follow links.
    pub links: bool,
    /// Columns to fill.
    pub width: usize,
    /// Whether to end with the counts.
    pub summary: bool,
}

impl Default for Pretty {
    /// For a file or a pipe: no color, 100 columns.
    fn default() -> Self {
        Self {
            color: false,
            links: false,
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
        let path = sanitize::line(file.path);
        let theme = if self.color {
            GraphicalTheme::unicode()
        } else {
            GraphicalTheme::unicode_nocolor()
        };
        let handler = GraphicalReportHandler::new_themed(theme)
            .with_width(self.width)
            .with_word_separator(WordSeparator::AsciiSpace)
            .with_word_splitter(WordSplitter::NoHyphenation)
            .with_urls(false)
            .without_cause_chain();
        for finding in report.findings() {
            self.draw(&handler, &path, report.source(), finding, out)?;
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
        writeln!(out, "{}", self.paint(color, &summary.line()))
    }
}

impl Pretty {
    fn draw(
        &self,
        handler: &GraphicalReportHandler,
        path: &str,
        source: &Source<'_>,
        finding: &Finding,
        out: &mut dyn fmt::Write,
    ) -> fmt::Result {
        let mut marks: Vec<Mark<'_>> = finding
            .labels
            .iter()
            .map(|label| Mark {
                span: label.span,
                words: Some(&label.message),
                primary: label.span == finding.span,
            })
            .collect();
        if marks.iter().all(|mark| !mark.primary) {
            marks.insert(
                0,
                Mark {
                    span: finding.span,
                    words: None,
                    primary: true,
                },
            );
        }
        let gutter = (source.line_count().ilog10() as usize) + 4;
        let excerpt = Excerpt::new(
            path,
            source,
            &marks,
            self.width.saturating_sub(gutter).max(40),
        );
        let drawn = Drawn {
            headline: self.headline(finding),
            severity: finding.severity,
            excerpt,
        };
        let mut text = String::new();
        handler.render_report(&mut text, &drawn)?;
        out.write_str(&text)?;
        self.write_words(finding, out)
    }

    /// The message, and at the right margin the rule's name.
    fn headline(&self, finding: &Finding) -> String {
        let message = sanitize::line(&finding.message);
        let name = sanitize::line(&finding.rule);
        let used = "  × ".len() + display_width(&message) + display_width(&name);
        let gap = (self.width.saturating_sub(2)).saturating_sub(used).max(2);
        let name = self.link(&finding.rule, &self.paint(Ansi::DIM, &name));
        format!("{}{:gap$}{name}", self.paint(Ansi::BOLD, &message), "")
    }

    /// The note, what the service would answer, and the help.
    fn write_words(&self, finding: &Finding, out: &mut dyn fmt::Write) -> fmt::Result {
        let mut note = full_stop(
            &finding
                .note
                .as_deref()
                .map(sanitize::paragraphs)
                .unwrap_or_default(),
        );
        if let Some(sentence) = service_sentence(finding) {
            if !note.is_empty() {
                note.push(' ');
            }
            note.push_str(&sentence);
        }
        if !note.is_empty() {
            self.write_wrapped(&note, "  ", "  ", out)?;
        }
        let help = finding
            .help
            .as_deref()
            .map(sanitize::paragraphs)
            .unwrap_or_default();
        let fix = finding.fixes.first().map(|fix| {
            let option = match fix.applicability {
                Applicability::Safe => "--fix",
                Applicability::Unsafe => "--unsafe-fixes",
            };
            // What the help has just said need not be said again.
            if help.trim_end_matches('.') == fix.title {
                format!("({option} does)")
            } else {
                format!("({option} {})", third_person(&sanitize::line(&fix.title)))
            }
        });
        let advice = [help, fix.map_or(Cow::Borrowed(""), Cow::Owned)].join(" ");
        if advice.trim().is_empty() {
            return Ok(());
        }
        let head = format!("  {} ", self.paint(Ansi::CYAN, "help:"));
        self.write_wrapped(advice.trim(), &head, "        ", out)
    }

    fn write_wrapped(
        &self,
        text: &str,
        first: &str,
        rest: &str,
        out: &mut dyn fmt::Write,
    ) -> fmt::Result {
        let width = self.width.saturating_sub(2);
        if !text.contains('\n') && display_width(first) + display_width(text) <= width {
            return writeln!(out, "{first}{text}");
        }
        // Names, ids and ARNs stay whole, to be copied.
        let options = textwrap::Options::new(width)
            .initial_indent(first)
            .subsequent_indent(rest)
            .word_separator(WordSeparator::AsciiSpace)
            .word_splitter(WordSplitter::NoHyphenation)
            .break_words(false);
        writeln!(out, "{}", textwrap::fill(text, options))
    }

    fn paint(&self, style: Ansi, text: &str) -> String {
        if self.color {
            format!("\x1b[{}m{text}\x1b[0m", style.0)
        } else {
            text.to_owned()
        }
    }

    fn link(&self, rule: &str, text: &str) -> String {
        match rule_url(rule) {
            Some(url) if self.links => format!("\x1b]8;;{url}\x1b\\{text}\x1b]8;;\x1b\\"),
            _ => text.to_owned(),
        }
    }
}

/// Parameters of the control sequence that sets a style.
#[derive(Clone, Copy)]
struct Ansi(&'static str);

impl Ansi {
    const BOLD: Self = Self("1");
    const DIM: Self = Self("2");
    const RED: Self = Self("31");
    const GREEN: Self = Self("32");
    const YELLOW: Self = Self("33");
    const CYAN: Self = Self("36");
}

/// Puts a sentence in the imperative into the third person by its first word: `write 3` becomes `writes 3`.
fn third_person(imperative: &str) -> String {
    let (verb, rest) = imperative.split_at(imperative.find(' ').unwrap_or(imperative.len()));
    let stem = verb
        .strip_suffix('y')
        .filter(|stem| !stem.ends_with(['a', 'e', 'i', 'o', 'u']));
    match stem {
        Some(stem) => format!("{stem}ies{rest}"),
        None if verb.ends_with(['s', 'x', 'z', 'o'])
            || verb.ends_with("ch")
            || verb.ends_with("sh") =>
        {
            format!("{verb}es{rest}")
        }
        None => format!("{verb}s{rest}"),
    }
}

/// What miette draws of a finding: headline and lines. The words below them are written apart.
#[derive(Debug)]
struct Drawn<'s> {
    headline: String,
    severity: Severity,
    excerpt: Excerpt<'s>,
}

impl fmt::Display for Drawn<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.headline)
    }
}

impl std::error::Error for Drawn<'_> {}

impl Diagnostic for Drawn<'_> {
    fn severity(&self) -> Option<miette::Severity> {
        Some(miette_severity(self.severity))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.excerpt)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.excerpt.labels()))
    }
}

#[cfg(test)]
mod tests {
    use super::third_person;

    #[test]
    fn imperatives_become_statements() {
        let pairs = [
            ("write 3", "writes 3"),
            ("remove it", "removes it"),
            ("fix the tag", "fixes the tag"),
            ("copy it", "copies it"),
            ("destroy", "destroys"),
        ];
        for (imperative, statement) in pairs {
            assert_eq!(third_person(imperative), statement);
        }
    }
}
