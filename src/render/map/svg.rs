//! The picture as SVG, which needs nothing else and follows the colors of the reader's system.

use std::fmt::Write as _;

use super::has_point;
use crate::map::{Element, Line, Map};
use crate::model::Severity;
use crate::render::xml::escaped;

const WIDTH: usize = 230;
const GAP: usize = 90;
const TOP: usize = 40;
const MARGIN: usize = 10;
/// Between two elements of a column.
const SPACE: usize = 12;
/// The height of a line of text.
const TEXT: usize = 16;
/// The most characters of a line of text.
const MOST_CHARACTERS: usize = 30;

const STYLE: &str = "\
.map{--ink:#1f2328;--dim:#59636e;--line:#818b98;--box:#f6f8fa;--edge:#d1d9e0;--error:#cf222e;\
--warning:#9a6700;font:12px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}\
@media(prefers-color-scheme:dark){.map{--ink:#f0f6fc;--dim:#9198a1;--line:#6e7781;--box:#151b23;\
--edge:#3d444d;--error:#f85149;--warning:#d29922}}\
.map text{fill:var(--ink)}.map .dim{fill:var(--dim)}\
.map rect{fill:var(--box);stroke:var(--edge)}\
.map .error rect{stroke:var(--error);stroke-width:2}\
.map .warning rect{stroke:var(--warning);stroke-width:2}\
.map .missing rect{stroke-dasharray:5 4}\
.map path{fill:none;stroke:var(--line);stroke-width:1.5}\
.map path.faulty{stroke:var(--error);stroke-width:2.5;stroke-dasharray:6 4}\
.map circle{fill:var(--line)}";

/// The picture as an SVG document.
pub fn svg(map: &Map) -> String {
    let places = Places::of(map);
    let (width, height) = places.size;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"map\" role=\"img\" \
         aria-label=\"What leads to which origin\" viewBox=\"0 0 {width} {height}\" \
         width=\"{width}\" height=\"{height}\">\n<style>{STYLE}</style>\n"
    );
    for (column, title) in map.columns.iter().enumerate() {
        let x = left_of(column);
        // Writing to a `String` cannot fail.
        let _ = writeln!(
            out,
            "<text class=\"dim\" x=\"{x}\" y=\"24\">{}</text>",
            escaped(title)
        );
    }
    for line in &map.lines {
        out.push_str(&places.line(line));
    }
    if has_point(map) {
        let (x, y) = places.point;
        let _ = writeln!(out, "<circle cx=\"{x}\" cy=\"{y}\" r=\"4\"/>");
    }
    for (index, element) in map.elements.iter().enumerate() {
        out.push_str(&drawn(element, places.corners[index]));
    }
    out.push_str("</svg>\n");
    out
}

/// Where everything is.
struct Places {
    /// The upper left corners of the elements, and their heights.
    corners: Vec<(usize, usize, usize)>,
    /// Where the lines of the first column meet.
    point: (usize, usize),
    size: (usize, usize),
}

impl Places {
    fn of(map: &Map) -> Self {
        let mut places = Self {
            corners: Vec::new(),
            point: (0, 0),
            size: (MARGIN, TOP),
        };
        let mut ends = vec![TOP; map.columns.len().max(1)];
        for element in &map.elements {
            let height = (element.details.len() + 1) * TEXT + 12;
            let y = ends[element.column];
            places.corners.push((left_of(element.column), y, height));
            ends[element.column] = y + height + SPACE;
        }
        let lowest = ends.iter().copied().max().unwrap_or(TOP);
        // Short columns are in the middle of long ones.
        for (element, corner) in map.elements.iter().zip(&mut places.corners) {
            corner.1 += (lowest - ends[element.column]) / 2;
        }
        places.point = (MARGIN + WIDTH + GAP / 2, (TOP + lowest - SPACE) / 2);
        let columns = map.columns.len().max(1);
        places.size = (
            2 * MARGIN + columns * WIDTH + (columns - 1) * GAP,
            lowest + MARGIN,
        );
        places
    }

    fn line(&self, line: &Line) -> String {
        let start = line.from.map_or(self.point, |from| {
            let (x, y, height) = self.corners[from];
            (x + WIDTH, y + height / 2)
        });
        let end = line.to.map_or(self.point, |to| {
            let (x, y, height) = self.corners[to];
            (x, y + height / 2)
        });
        let half = (end.0.max(start.0) - start.0.min(end.0)) / 2;
        let (turn, back) = (start.0 + half, end.0.saturating_sub(half));
        let class = if line.is_faulty {
            " class=\"faulty\""
        } else {
            ""
        };
        format!(
            "<path{class} d=\"M{} {}C{turn} {} {back} {} {} {}\"/>\n",
            start.0, start.1, start.1, end.1, end.0, end.1
        )
    }
}

/// Where a column begins.
fn left_of(column: usize) -> usize {
    MARGIN + column * (WIDTH + GAP)
}

fn drawn(element: &Element, (x, y, height): (usize, usize, usize)) -> String {
    let mut classes = match element.severity {
        Some(Severity::Error) => vec!["error"],
        Some(Severity::Warning) => vec!["warning"],
        _ => Vec::new(),
    };
    if element.line.is_none() {
        classes.push("missing");
    }
    let class = match classes.join(" ") {
        none if none.is_empty() => none,
        some => format!(" class=\"{some}\""),
    };
    let mut out = format!(
        "<g{class}><title>{}{}</title>\
         <rect x=\"{x}\" y=\"{y}\" width=\"{WIDTH}\" height=\"{height}\" rx=\"5\"/>",
        escaped(&element.name),
        element
            .line
            .map_or_else(String::new, |line| format!(" (line {line})")),
    );
    let details = element.details.iter().map(|it| (" class=\"dim\"", it));
    let texts = std::iter::once(("", &element.name)).chain(details);
    for (index, (class, text)) in texts.enumerate() {
        let _ = write!(
            out,
            "<text{class} x=\"{}\" y=\"{}\">{}</text>",
            x + 8,
            y + 18 + index * TEXT,
            escaped(&shortened(text))
        );
    }
    out.push_str("</g>\n");
    out
}

/// A text that fits. Its end says more than its middle: the ends of host names differ less often.
fn shortened(text: &str) -> String {
    let count = text.chars().count();
    if count <= MOST_CHARACTERS {
        return text.to_owned();
    }
    let start = MOST_CHARACTERS * 2 / 3;
    let end = MOST_CHARACTERS - start - 1;
    let first = text.chars().take(start);
    first
        .chain(['…'])
        .chain(text.chars().skip(count - end))
        .collect()
}
