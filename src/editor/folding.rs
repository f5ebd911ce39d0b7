//! Which parts of a document can be folded away: elements and comments of several lines.

use super::with_tree;
use crate::lint::Linter;
use crate::text::{Source, Span};
use crate::tree::TriviaKind;

/// The parts of a document that can be folded, in its order: elements and values with something
/// inside, and, with `true`, comments. Which of them have several lines is for the caller to see.
pub fn folds(linter: &Linter, source: &Source<'_>) -> Vec<(Span, bool)> {
    let folds = with_tree(linter, source, |tree| {
        let elements = tree.nodes().iter().filter(|node| node.has_children());
        let comments = tree
            .trivia()
            .iter()
            .filter(|trivia| trivia.kind == TriviaKind::Comment);
        let mut folds: Vec<(Span, bool)> = elements
            .map(|node| (node.whole, false))
            .chain(comments.map(|comment| (comment.span, true)))
            .filter(|(span, _)| source.slice(*span).contains(['\n', '\r']))
            .collect();
        folds.sort();
        folds
    });
    folds.unwrap_or_default()
}
