//! Reports in the units of JavaScript: the same JSON as `--format json`, but positions count the
//! UTF-16 units of which its strings consist.

use cloudfront_lint::apply::Fixed;
use cloudfront_lint::render::{self, FileResult, Json};
use cloudfront_lint::{Applicability, Position, Report, Source};
use serde_json::{Value, json};

/// The entry of a document in the JSON report.
pub(crate) fn entry(report: &Report<'_>) -> Value {
    let text = render::to_string(&Json, &[FileResult::new("", report)]);
    let mut whole: Value = serde_json::from_str(&text).unwrap_or_default();
    let mut entry = whole["files"][0].take();
    // A document without other characters has the same positions in every unit.
    if !report.source().text().is_ascii() {
        let units = Units::of(report.source());
        for finding in items(&mut entry["findings"]) {
            units.place(finding);
            items(&mut finding["labels"]).for_each(|label| units.place(label));
            items(&mut finding["fixes"])
                .flat_map(|fix| items(&mut fix["edits"]))
                .for_each(|edit| units.range(&mut edit["span"]));
        }
    }
    entry
}

/// What fixing did, and the entry of the document after it.
pub(crate) fn of_fixed(fixed: &Fixed) -> Value {
    let applied = fixed.applied.iter().map(|fix| {
        json!({
            "rule": fix.rule,
            "path": fix.path.to_string(),
            "title": fix.title,
            "applicability": match fix.applicability {
                Applicability::Unsafe => "unsafe",
                Applicability::Safe => "safe",
            },
        })
    });
    let refused = fixed
        .refused
        .iter()
        .map(|refused| json!({ "rules": refused.rules, "message": refused.to_string() }));
    json!({
        "applied": applied.collect::<Vec<_>>(),
        "refused": refused.collect::<Vec<_>>(),
        "report": entry(&fixed.report),
    })
}

fn items(value: &mut Value) -> impl Iterator<Item = &mut Value> {
    value.as_array_mut().into_iter().flatten()
}

/// From bytes of a text to its UTF-16 units.
struct Units<'r> {
    source: &'r Source<'r>,
    /// How many units there are before each byte, and before the end.
    before: Vec<u32>,
}

impl<'r> Units<'r> {
    fn of(source: &'r Source<'r>) -> Self {
        let mut before = Vec::with_capacity(source.text().len() + 1);
        let mut count = 0;
        for character in source.text().chars() {
            before.extend(std::iter::repeat_n(count, character.len_utf8()));
            count += character.len_utf16() as u32;
        }
        before.push(count);
        Self { source, before }
    }

    /// Rewrites the members of a place: a range, and a line and column for each of its ends.
    fn place(&self, place: &mut Value) {
        for end in ["start", "end"] {
            let at = offset(&place["span"][end]);
            let Position { line, column, .. } = self.source.position_in_utf16(at);
            place[end] = json!({ "line": line, "column": column });
        }
        self.range(&mut place["span"]);
    }

    fn range(&self, span: &mut Value) {
        for end in ["start", "end"] {
            span[end] = self.before.get(offset(&span[end])).copied().into();
        }
    }
}

fn offset(value: &Value) -> usize {
    value.as_u64().unwrap_or_default() as usize
}
