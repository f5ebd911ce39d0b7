//! Syntax faults: what a front end found that is not well-formed, and the edits that fix it.

mod kind;

pub use kind::SyntaxKind;

use crate::text::{Applicability, Edit, Span};

/// One syntax fault in one place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SyntaxFault {
    /// What it is.
    pub kind: SyntaxKind,
    /// Distinguishes situations of a kind; a rule may have other words for each. Empty for the
    /// usual one.
    pub variant: &'static str,
    /// The smallest true place.
    pub span: Span,
    /// A related place that the rule's `related` text describes.
    pub related: Option<Span>,
    /// The values of the placeholders in the rule's text.
    pub arguments: Vec<(&'static str, String)>,
    /// The edits that make the text well-formed here; may be empty.
    pub edits: Vec<Edit>,
    /// Whether the edits are certainly what the author meant.
    pub applicability: Applicability,
}

impl SyntaxFault {
    /// A fault without arguments, relation or edits.
    pub(super) fn new(kind: SyntaxKind, span: Span) -> Self {
        Self {
            kind,
            variant: "",
            span,
            related: None,
            arguments: Vec::new(),
            edits: Vec::new(),
            applicability: Applicability::Unsafe,
        }
    }

    pub(super) fn variant(mut self, variant: &'static str) -> Self {
        self.variant = variant;
        self
    }

    pub(super) fn argument(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.arguments.push((name, value.into()));
        self
    }

    pub(super) fn related(mut self, related: Span) -> Self {
        self.related = Some(related);
        self
    }

    /// Its edits are certainly what the author meant.
    pub(super) fn safe(self) -> Self {
        self.safe_if(true)
    }

    pub(super) fn safe_if(mut self, is_safe: bool) -> Self {
        self.applicability = if is_safe {
            Applicability::Safe
        } else {
            Applicability::Unsafe
        };
        self
    }

    pub(super) fn edit(mut self, edit: Edit) -> Self {
        self.edits.push(edit);
        self
    }

    pub(super) fn replace(self, span: Span, text: impl Into<String>) -> Self {
        self.edit(Edit::replace(span, text))
    }

    pub(super) fn insert(self, offset: usize, text: impl Into<String>) -> Self {
        self.edit(Edit::insert(offset, text))
    }

    pub(super) fn delete(self, span: Span) -> Self {
        self.edit(Edit::delete(span))
    }

    /// Merges another fault of the same kind into this one: its edits, and one more in the argument
    /// `count`.
    pub(super) fn join(&mut self, other: Self) {
        for edit in other.edits {
            let full = self.edits.len() >= MAX_EDITS;
            match self.edits.last_mut() {
                Some(last)
                    if last.span.end == edit.span.start
                        && last.text.is_empty()
                        && edit.text.is_empty() =>
                {
                    last.span.end = edit.span.end;
                }
                _ if full => {}
                _ => self.edits.push(edit),
            }
        }
        if let Some((_, count)) = self.arguments.iter_mut().find(|(name, _)| *name == "count") {
            *count = (count.parse::<usize>().unwrap_or(0) + 1).to_string();
        }
    }
}

/// The greatest number of edits of a fault that represents many, so that a hostile text cannot
/// demand unlimited memory.
const MAX_EDITS: usize = 100_000;

/// Makes safe faults unsafe whose edits touch those of unsafe ones: one without the other may leave
/// text that the author did not mean.
pub(crate) fn doubt_neighbours(faults: &mut [SyntaxFault]) {
    let is_doubtful = |fault: &SyntaxFault| fault.applicability == Applicability::Unsafe;
    let mut doubtful: Vec<Span> = faults
        .iter()
        .filter(|fault| is_doubtful(fault))
        .flat_map(|fault| &fault.edits)
        .map(|edit| edit.span)
        .collect();
    doubtful.sort_unstable();
    let touches = |edit: &Edit| {
        let next = doubtful.partition_point(|span| span.start <= edit.span.end);
        doubtful[..next]
            .last()
            .is_some_and(|span| span.end >= edit.span.start)
    };
    for fault in faults.iter_mut().filter(|fault| !is_doubtful(fault)) {
        if fault.edits.iter().any(touches) {
            fault.applicability = Applicability::Unsafe;
        }
    }
}
