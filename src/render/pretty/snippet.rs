//! Lets miette draw an excerpt.
//!
//! miette counts a cell for each character, which is wrong where characters combine. So it draws
//! lines of as many stand-ins as there are cells, and the lines themselves are put in afterwards.

use std::fmt;

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError,
    MietteSpanContents, SourceCode, SourceSpan, SpanContents,
};

use super::charset::Charset;
use super::excerpt::{Excerpt, Place};
use crate::model::Severity;

/// Fills a cell while miette draws.
const STAND_IN: &str = "x";

/// How snippets look.
pub(super) struct Style {
    pub(super) charset: Charset,
    pub(super) color: bool,
}

/// Draws an excerpt of a file.
pub(super) fn draw(
    excerpt: &Excerpt,
    path: &str,
    severity: Severity,
    style: &Style,
) -> Result<String, fmt::Error> {
    let stand_in = StandIn::of(excerpt, path);
    let handler = GraphicalReportHandler::new_themed(theme(excerpt, severity, style))
        .with_urls(false)
        .without_cause_chain();
    let mut drawn = String::new();
    handler.render_report(&mut drawn, &stand_in)?;
    // The first line is that of the message, which is empty here.
    let drawn = drawn.split_once('\n').map_or("", |(_, lines)| lines);
    Ok(with_lines(drawn, excerpt))
}

/// The drawing with the lines of the document in it.
fn with_lines(drawn: &str, excerpt: &Excerpt) -> String {
    let mut lines = excerpt.lines.iter().zip(excerpt.first + 1..).peekable();
    let mut out = String::with_capacity(drawn.len());
    for row in drawn.lines() {
        let found = lines.peek().and_then(|(line, number)| {
            let before = row.strip_suffix(&STAND_IN.repeat(line.cells))?;
            let gutter = before.trim_end().strip_suffix(['│', '|'])?;
            let is_numbered = gutter.contains(&number.to_string()) && before.ends_with(' ');
            is_numbered.then(|| format!("{before}{}", line.text))
        });
        if found.is_some() {
            lines.next();
        }
        out.push_str(found.as_deref().unwrap_or(row).trim_end());
        out.push('\n');
    }
    out
}

/// The primary place has the color of the severity, the others have another.
fn theme(excerpt: &Excerpt, severity: Severity, style: &Style) -> GraphicalTheme {
    let mut theme = match (style.charset, style.color) {
        (Charset::Unicode, true) => GraphicalTheme::unicode(),
        (Charset::Unicode, false) => GraphicalTheme::unicode_nocolor(),
        (Charset::Ascii, true) => GraphicalTheme::ascii(),
        (Charset::Ascii, false) => GraphicalTheme::none(),
    };
    let primary = match severity {
        Severity::Error => theme.styles.error,
        Severity::Warning => theme.styles.warning,
        Severity::Advice => theme.styles.advice,
    };
    let other = theme.styles.highlights.first().copied().unwrap_or(primary);
    let places = excerpt.lines.iter().flat_map(|line| &line.places);
    theme.styles.highlights = places
        .map(|place| if place.primary { primary } else { other })
        .collect();
    theme
}

/// An excerpt with a stand-in for each cell.
#[derive(Debug)]
struct StandIn<'e> {
    path: &'e str,
    excerpt: &'e Excerpt,
    text: String,
    places: Vec<(SourceSpan, &'e Place)>,
}

impl<'e> StandIn<'e> {
    fn of(excerpt: &'e Excerpt, path: &'e str) -> Self {
        let mut text = String::new();
        let mut places = Vec::new();
        for line in &excerpt.lines {
            let begin = text.len();
            places.extend(line.places.iter().map(|place| {
                let span = SourceSpan::new((begin + place.cells.start).into(), place.cells.len());
                (span, place)
            }));
            text.push_str(&STAND_IN.repeat(line.cells));
            text.push('\n');
        }
        Self {
            path,
            excerpt,
            text,
            places,
        }
    }
}

impl fmt::Display for StandIn<'_> {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl std::error::Error for StandIn<'_> {}

impl Diagnostic for StandIn<'_> {
    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(self)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.places.iter().map(|(span, place)| {
            let words = Some(place.words.clone());
            if place.primary {
                LabeledSpan::new_primary_with_span(words, *span)
            } else {
                LabeledSpan::new_with_span(words, *span)
            }
        })))
    }
}

impl SourceCode for StandIn<'_> {
    /// The whole excerpt, except if only the position of a place is asked for.
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        lines_before: usize,
        _: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let place = self.places.iter().find(|(known, _)| known == span);
        let (line, column) = match place {
            Some((_, place)) if lines_before == 0 => {
                (place.position.line - 1, place.position.column - 1)
            }
            _ => (self.excerpt.first, 0),
        };
        Ok(Box::new(MietteSpanContents::new_named(
            self.path.to_owned(),
            self.text.as_bytes(),
            SourceSpan::new(0.into(), self.text.len()),
            line,
            column,
            self.excerpt.lines.len(),
        )))
    }
}
