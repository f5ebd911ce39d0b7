//! The lines of a document with the findings below them.

use std::fmt::{self, Write as _};

use crate::builtin::rule_url;
use crate::outcome::sentence::{full_stop, service_sentence};
use crate::outcome::{Finding, Report};
use crate::render::xml::escaped;
use crate::text::Applicability;

/// Documents with more lines are shown in parts.
const MOST_LINES: usize = 5_000;
/// The lines around a finding in such a part.
const AROUND: usize = 10;

/// A line of the document.
struct Line<'t> {
    number: usize,
    start: usize,
    text: &'t str,
}

/// Writes the lines and findings. Secrets are not shown.
pub(super) fn write(report: &Report<'_>, out: &mut dyn fmt::Write) -> fmt::Result {
    let text = report.text_without_secrets();
    let mut lines: Vec<Line<'_>> = Vec::new();
    let mut start = 0;
    for (index, whole) in text.split_inclusive('\n').enumerate() {
        lines.push(Line {
            number: index + 1,
            start,
            text: whole.trim_end_matches(['\n', '\r']),
        });
        start += whole.len();
    }
    if lines.is_empty() {
        lines.push(Line {
            number: 1,
            start: 0,
            text: "",
        });
    }
    // Findings are sorted by their starts, so each line takes those that come next.
    let mut findings = report.findings().iter().peekable();
    let is_whole = lines.len() <= MOST_LINES;
    let near = near_findings(report, &lines);
    let mut is_gap = false;
    out.write_str("<div class=\"source\">\n")?;
    for (index, line) in lines.iter().enumerate() {
        let next = lines.get(index + 1).map_or(usize::MAX, |next| next.start);
        let mut here = Vec::new();
        while let Some(finding) = findings.next_if(|it| (it.span.start as usize) < next) {
            here.push(finding);
        }
        if is_whole || near[index] {
            is_gap = false;
            writeln!(
                out,
                "<div class=\"line\"><span class=\"number\">{}</span><code>{}</code></div>",
                line.number,
                marked(line, &here)
            )?;
        } else if !is_gap {
            is_gap = true;
            out.write_str("<div class=\"gap\"><span class=\"number\">…</span></div>\n")?;
        }
        for finding in here {
            out.write_str(&block(report, finding))?;
        }
    }
    out.write_str("</div>\n")
}

/// For each line whether a finding is near.
fn near_findings(report: &Report<'_>, lines: &[Line<'_>]) -> Vec<bool> {
    let mut near = vec![false; lines.len()];
    let mut done = 0;
    for finding in report.findings() {
        let start = finding.span.start as usize;
        let at = lines.partition_point(|line| line.start <= start);
        let from = at.saturating_sub(AROUND + 1).max(done);
        let to = (at + AROUND).min(lines.len());
        for it in near.get_mut(from..to).into_iter().flatten() {
            *it = true;
        }
        done = done.max(to);
    }
    near
}

/// The text of a line with what the findings are about underlined.
fn marked(line: &Line<'_>, findings: &[&Finding]) -> String {
    let mut out = String::new();
    let mut done = 0;
    for finding in findings {
        let start = (finding.span.start as usize).saturating_sub(line.start);
        let end = (finding.span.end as usize).saturating_sub(line.start);
        let end = end.min(line.text.len());
        let (Some(before), Some(inside)) = (line.text.get(done..start), line.text.get(start..end))
        else {
            continue;
        };
        if inside.is_empty() {
            continue;
        }
        // Writing to a `String` cannot fail.
        let _ = write!(
            out,
            "{}<mark class=\"{}\">{}</mark>",
            escaped(before),
            finding.severity,
            escaped(inside)
        );
        done = end;
    }
    out.push_str(&escaped(line.text.get(done..).unwrap_or_default()));
    out
}

/// A finding in words.
fn block(report: &Report<'_>, finding: &Finding) -> String {
    let rule = escaped(&finding.rule);
    let name = match rule_url(&finding.rule) {
        Some(url) => format!("<a href=\"{}\">{rule}</a>", escaped(&url)),
        None => rule.to_string(),
    };
    let severity = finding.severity;
    let mut out = format!(
        "<div class=\"finding {severity}\" data-severity=\"{severity}\" data-rule=\"{rule}\">\n\
         <p><strong>{severity}</strong> [{name}]: {}</p>\n",
        escaped(&finding.message)
    );
    let mut paragraph = |name: &str, text: &str| {
        let _ = writeln!(out, "<p>{name}{}</p>", escaped(text));
    };
    for label in finding.labels.iter().filter(|it| it.span != finding.span) {
        let line = report.source().position(label.span.start as usize).line;
        paragraph("", &format!("line {line}: {}", label.message));
    }
    if let Some(note) = &finding.note {
        paragraph("", &full_stop(note));
    }
    if let Some(sentence) = service_sentence(finding) {
        paragraph("", &sentence);
    }
    if let Some(help) = &finding.help {
        paragraph("<strong>help</strong>: ", help);
    }
    if let Some(fix) = finding.fixes.first() {
        let option = match fix.applicability {
            Applicability::Safe => "--fix",
            Applicability::Unsafe => "--fix --unsafe-fixes",
        };
        paragraph(
            "<strong>fix</strong>: ",
            &format!("{} ({option})", fix.title),
        );
    }
    if !finding.path.is_empty() {
        let path = finding.path.to_string();
        let _ = writeln!(out, "<p class=\"path\">{}</p>", escaped(&path));
    }
    out.push_str("</div>\n");
    out
}
