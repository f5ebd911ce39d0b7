//! What roxmltree accepts and no other XML reader does.
//!
//! Such a text is [repaired](crate::tree::xml::repair) like one that roxmltree refuses. No text
//! that goes the short way of [`plain`](crate::tree::xml::plain) has any of it.

use crate::tree::arena::Tree;
use crate::tree::node::{Attribute, TriviaKind};
use crate::tree::xml::repair::{
    has_target, is_declaration, is_misspelt_namespace, is_well_declared,
};

/// Whether a text that was read needs no repair.
pub(super) fn accepts(tree: &Tree<'_>) -> bool {
    let text = tree.source().text();
    !text.starts_with('\u{feff}')
        && instructions(tree, text)
        && names(tree, text)
        && namespace(tree, text)
}

/// Every instruction has a name, and the declaration is first and well-formed.
fn instructions(tree: &Tree<'_>, text: &str) -> bool {
    tree.trivia()
        .iter()
        .filter(|trivia| trivia.kind == TriviaKind::Instruction)
        .all(|trivia| {
            let written = &text[trivia.span.range()];
            if !is_declaration(written) {
                return has_target(&written["<?".len()..]);
            }
            let inside = written
                .strip_prefix("<?xml")
                .and_then(|rest| rest.strip_suffix("?>"));
            trivia.span.start == 0 && inside.is_some_and(is_well_declared)
        })
}

/// No name begins with a colon.
fn names(tree: &Tree<'_>, text: &str) -> bool {
    let colon = |at: u32| text.as_bytes().get(at as usize) == Some(&b':');
    !tree.nodes().iter().any(|node| {
        colon(node.whole.start + 1) || !node.is_self_closing() && colon(node.content.end + 2)
    })
}

/// The namespace of the root is declared under its name.
fn namespace(tree: &Tree<'_>, text: &str) -> bool {
    let is_misspelt = |attribute: &Attribute| {
        is_misspelt_namespace(
            &text[attribute.name.range()],
            &text[attribute.whole.range()],
        )
    };
    tree.namespace().is_some()
        || !tree
            .root()
            .is_some_and(|root| tree.attributes(root).iter().any(is_misspelt))
}
