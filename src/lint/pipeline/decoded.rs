//! The first stage: a parsed text, and the faults of its notation.

use crate::lint::fault::{Builtin, Cause, Fault};
use crate::lint::judged::Judged;
use crate::lint::wording::Argument;
use crate::outcome::Status;
use crate::outcome::gaps::Gaps;
use crate::text::{Applicability, Edit, Source, Span};
use crate::tree::{self, SyntaxFault, Tree};

use super::NESTING;

/// A parsed text.
pub(super) struct Decoded<'s> {
    pub(super) tree: Tree<'s>,
    pub(super) faults: Vec<SyntaxFault>,
}

impl<'s> Decoded<'s> {
    pub(super) fn new(source: &'s Source<'s>) -> Self {
        let (tree, mut faults) = tree::parse_with(source, &NESTING);
        tree::doubt_neighbours(&mut faults);
        Self { tree, faults }
    }

    /// Whether a fault is left that no safe edit repairs, so that what was read may not be what was
    /// meant.
    pub(super) fn is_doubtful(&self) -> bool {
        self.faults
            .iter()
            .any(|fault| fault.edits.is_empty() || fault.applicability == Applicability::Unsafe)
    }

    /// The faults of the notation.
    pub(super) fn faults(&self) -> impl Iterator<Item = Fault<'_>> {
        self.faults.iter().map(syntax_fault)
    }

    /// The result for a text of which only the notation is known.
    pub(super) fn judged(&self) -> Judged {
        Judged {
            unevaluated: true,
            gaps: Gaps::everything(),
            ..Judged::new(self.tree.form(), Status::Checked)
        }
    }
}

/// A fault of the notation as one of the engine.
pub(in crate::lint) fn syntax_fault(it: &SyntaxFault) -> Fault<'_> {
    let mut fault = Fault::of(Cause::Syntax(it.kind, it.variant), it.span);
    fault.related.extend(it.related);
    fault.arguments = it
        .arguments
        .iter()
        .map(|(name, value)| (*name, value.as_str().into()))
        .collect();
    fault.edits.clone_from(&it.edits);
    fault.applicability = Some(it.applicability);
    fault
}

/// The faults of attributes other than namespace declarations, which none of our documents has.
pub(super) fn attributes<'t>(tree: &'t Tree<'_>) -> impl Iterator<Item = Fault<'t>> {
    let source = tree.source();
    let is_other = |name: &str| {
        name != "xmlns"
            && !["xmlns:", "xsi:", "xml:"]
                .iter()
                .any(|prefix| name.starts_with(prefix))
    };
    tree.all_attributes()
        .iter()
        .filter(move |attribute| is_other(source.slice(attribute.name)))
        .map(move |attribute| {
            let cause = Builtin::UnexpectedAttribute;
            let mut fault = Fault::new(cause, attribute.name).at(attribute.node);
            fault.argument("attribute", Argument::value(source.slice(attribute.name)));
            let before = &source.text()[..attribute.whole.start as usize];
            fault.edits = vec![Edit {
                span: Span::new(before.trim_end().len(), attribute.whole.end as usize),
                text: String::new(),
            }];
            fault
        })
}
