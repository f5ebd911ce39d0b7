//! The XML front end: text to [`Tree`].
//!
//! Three steps, each in a module of its own. [`guard`] bounds what the parser may cost. roxmltree
//! decides whether the text is well-formed and what namespaces its names are in. [`layout`] then
//! divides the accepted text into exact ranges; it need not validate, so it is fast. [`strict`]
//! knows what roxmltree accepts and other readers do not. [`plain`] is the short way for texts so
//! simple that nothing is left to decide. Where roxmltree refuses, [`repair`] proposes edits, the
//! edited text goes the same way, and [`restore`] leads its ranges back to the original.
//! [`refusal`] describes what roxmltree refuses even then.

mod decode;
mod encoding;
mod guard;
mod layout;
mod namespaces;
mod plain;
mod refusal;
mod repair;
mod restore;
mod strict;

use crate::text::{Edited, Source};
use crate::tree::arena::Tree;
use crate::tree::builder::Builder;
use crate::tree::fault::{SyntaxFault, SyntaxKind};
use crate::tree::form::Form;
use crate::tree::nesting::{Nesting, NoKnowledge};
use layout::Facts;
use plain::Unread;

/// Reads an XML document.
///
/// Never fails: what is not well-formed is in the list, in the order of the text, and the tree is
/// that of the text after all edits of the list. Its ranges are those of the original text.
///
/// ```
/// use cloudfront_lint::Source;
/// use cloudfront_lint::internal::tree;
///
/// let source = Source::new("<Aliases><Quantity>0</Quantity></Aliases>");
/// let (tree, faults) = tree::parse_xml(&source);
/// let quantity = tree.children(tree.root().unwrap()).next().unwrap();
/// assert!(faults.is_empty());
/// assert_eq!((tree.name(quantity), tree.text(quantity)), ("Quantity", "0"));
/// ```
pub fn parse<'s>(source: &'s Source<'s>) -> (Tree<'s>, Vec<SyntaxFault>) {
    parse_with(source, &NoKnowledge)
}

/// The same with knowledge of the elements, which helps to repair a text that is not well-formed as
/// a person would.
pub fn parse_with<'s>(
    source: &'s Source<'s>,
    nesting: &dyn Nesting,
) -> (Tree<'s>, Vec<SyntaxFault>) {
    let invalid_bytes = encoding::invalid_bytes(source);
    let is_binary = |fault: &SyntaxFault| fault.variant == "binary";
    if invalid_bytes.as_ref().is_some_and(is_binary) {
        return (empty(source), Vec::from_iter(invalid_bytes));
    }
    let mut faults = Vec::from_iter(invalid_bytes);
    let outcome = match plain::read(source, source.text()) {
        Ok(tree) => {
            faults.extend(encoding::mismatch(source, source.text()));
            return (tree, faults);
        }
        Err(Unread::Unusual) => read(source.text()).map(Some),
        Err(Unread::Mismatched) => guard::examine(source.text())
            .map(|_| None)
            .map_err(Refusal::Guard),
    };
    match outcome {
        Ok(Some(facts)) => {
            let mut found = Vec::new();
            let tree = layout::build(source, source.text(), &facts, &mut found);
            if strict::accepts(&tree) {
                faults.extend(encoding::mismatch(source, source.text()));
                faults.extend(found);
                faults.extend(namespaces::faults(&tree));
                repair::arrange(&mut faults);
                return (tree, faults);
            }
        }
        Err(Refusal::Guard(fault)) => return (empty(source), vec![fault]),
        Ok(None) | Err(Refusal::Parser(_)) => {}
    }
    let tree = repaired(source, nesting, &mut faults);
    repair::arrange(&mut faults);
    (tree, faults)
}

/// Why a text was not read.
enum Refusal {
    Guard(SyntaxFault),
    Parser(roxmltree::Error),
}

fn read(text: &str) -> Result<Facts, Refusal> {
    let census = guard::examine(text).map_err(Refusal::Guard)?;
    let document = roxmltree::Document::parse(text).map_err(Refusal::Parser)?;
    Ok(Facts::of(&document, &census))
}

/// The tree of a text that roxmltree refuses or should refuse, after repair.
fn repaired<'s>(
    source: &'s Source<'s>,
    nesting: &dyn Nesting,
    faults: &mut Vec<SyntaxFault>,
) -> Tree<'s> {
    let text = source.text();
    let proposal = repair::propose(text, nesting);
    let Some(edited) = proposal.edited else {
        let error = roxmltree::Document::parse(text).err();
        let refused = error.map(|error| refusal::fault(text, &error));
        faults.extend(encoding::mismatch(source, text));
        let is_reported = |refused: &SyntaxFault| {
            proposal
                .faults
                .iter()
                .any(|fault| fault.span.start == refused.span.start)
        };
        let refused = refused.filter(|refused| !is_reported(refused));
        faults.extend(proposal.faults);
        faults.extend(refused);
        return empty(source);
    };
    let original = |fault| restore::fault(fault, source, &edited);
    faults.extend(encoding::mismatch(source, &edited.text).and_then(original));
    let read = match plain::read(source, &edited.text) {
        Ok(tree) => Ok((tree, Vec::new())),
        Err(_) => read(&edited.text).map(|facts| {
            let mut found = Vec::new();
            let tree = layout::build(source, &edited.text, &facts, &mut found);
            (tree, found)
        }),
    };
    match read {
        Ok((mut tree, mut found)) => {
            restore::restore(&mut tree, &edited, &proposal.faults);
            found.retain(|fault| fault.kind == SyntaxKind::UnusualSpace);
            faults.extend(found.into_iter().filter_map(original));
            faults.extend(proposal.faults);
            tree
        }
        Err(refusal) => {
            let remaining = match refusal {
                Refusal::Guard(fault) => fault,
                Refusal::Parser(error) => refusal::fault(&edited.text, &error),
            };
            add_without_edits(proposal.faults, remaining, &edited, faults);
            empty(source)
        }
    }
}

/// Adds the faults of a repair that does not lead to a document, and the one that remains after it.
/// Their edits fix nothing.
fn add_without_edits(
    proposed: Vec<SyntaxFault>,
    remaining: SyntaxFault,
    edited: &Edited,
    faults: &mut Vec<SyntaxFault>,
) {
    let explains_empty = |fault: &SyntaxFault| {
        matches!(
            fault.kind,
            SyntaxKind::DoctypePresent | SyntaxKind::EndTagMissing
        )
    };
    let is_reported =
        remaining.kind == SyntaxKind::DocumentEmpty && proposed.iter().any(explains_empty);
    let without_edits = |fault| SyntaxFault {
        edits: Vec::new(),
        ..fault
    };
    faults.extend(proposed.into_iter().map(without_edits));
    if !is_reported {
        faults.push(SyntaxFault {
            span: edited.inner(remaining.span),
            related: remaining.related.map(|related| edited.inner(related)),
            ..without_edits(remaining)
        });
    }
}

fn empty<'s>(source: &'s Source<'s>) -> Tree<'s> {
    Builder::new(source, Form::Xml, 0).finish()
}
