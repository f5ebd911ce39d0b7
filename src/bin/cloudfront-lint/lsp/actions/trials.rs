//! What fixes do when an author applies one of them by itself: a fix that leaves new errors is not
//! offered, and one that only uncovers errors is not the preferred one.

use std::cell::{Cell, OnceCell};

use cloudfront_lint::apply::Effect;
use cloudfront_lint::{Edit, Linter, Report, Span};

use crate::lsp::documents::Document;

/// How many bytes are checked for the actions of one request. Each trial checks the document once.
const MOST_BYTES: usize = 4 << 20;

/// The trials of the fixes of one request.
pub(super) struct Trials<'d> {
    document: &'d Document,
    linter: &'d Linter,
    before: OnceCell<Report<'d>>,
    bytes: Cell<usize>,
}

impl<'d> Trials<'d> {
    pub(super) fn new(document: &'d Document, linter: &'d Linter) -> Self {
        Self {
            document,
            linter,
            before: OnceCell::new(),
            bytes: Cell::new(0),
        }
    }

    /// What edits do. `None` where too much was tried already.
    pub(super) fn effect(&self, edits: &[Edit]) -> Option<Effect> {
        let text = self.document.text.as_str();
        let bytes = self.bytes.get() + text.len();
        self.bytes.set(bytes);
        if bytes > MOST_BYTES {
            return None;
        }
        let before = self.before.get_or_init(|| self.linter.lint(text));
        let lead = text.len() - before.source().text().len();
        let edits: Vec<Edit> = edits.iter().map(|edit| moved(edit, lead)).collect();
        Some(self.linter.effect_of(&edits, before))
    }
}

/// An edit of the text behind a byte-order mark.
fn moved(edit: &Edit, lead: usize) -> Edit {
    let moved = |offset: u32| (offset as usize).saturating_sub(lead);
    Edit {
        span: Span::new(moved(edit.span.start), moved(edit.span.end)),
        text: edit.text.clone(),
    }
}
