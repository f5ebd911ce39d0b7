//! The XML front end: text to [`Tree`].
//!
//! Three steps, each in a module of its own. [`guard`] bounds what the parser may cost. roxmltree decides whether the
//! text is well-formed and what namespaces its names are in. [`layout`] then cuts the accepted text into exact ranges;
//! it need not validate, so it is quick. [`strict`] knows what roxmltree lets pass all the same. [`plain`] is the short way for texts so simple that nothing is left to decide.
//! Where roxmltree refuses, the [repair](crate::tree::xml::repair) proposes edits, the text that they make takes the same way, and
//! [`restore`] brings its ranges back to the original. What roxmltree refuses even then, [`refusal`] tells.

mod decode;
mod encoding;
mod guard;
mod layout;
mod plain;
mod refusal;
mod repair;
mod restore;
mod strict;

use crate::text::{Source, Span};
use crate::tree::arena::Tree;
use crate::tree::builder::Builder;
use crate::tree::fault::{SyntaxFault, SyntaxKind};
use crate::tree::form::Form;
use crate::tree::nesting::{Nesting, NoKnowledge};

/// What roxmltree knew and the ranges do not show. Its document is gone by the time the arena grows, so that both are
/// never in memory together.
struct Facts {
    /// Namespace of the root element.
    namespace: Option<String>,
    /// Elements in another namespace than the root, by their position in document order.
    foreign: Vec<u32>,
    /// Whether all elements are in one namespace, but for those with the prefix `xml`.
    uniform: bool,
    /// How many `<` the text has.
    tags: usize,
}

/// Reads an XML document.
///
/// Never fails: what is not well-formed is told in the list, in the order of the text, and the tree is that of the
/// text with all the edits of the list made. Its ranges are those of the text as it is.
///
/// ```
/// use cloudfront_lint::{Source, tree};
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

/// The same with knowledge of the elements, by which a text that is not well-formed is mended as a person would.
pub fn parse_with<'s>(
    source: &'s Source<'s>,
    nesting: &dyn Nesting,
) -> (Tree<'s>, Vec<SyntaxFault>) {
    let invalid = encoding::invalid_bytes(source);
    let is_binary = invalid
        .as_ref()
        .is_some_and(|fault| fault.variant == "binary");
    let mut faults = Vec::from_iter(invalid);
    if is_binary {
        return (empty(source), faults);
    }
    if let Some(tree) = plain::lay(source) {
        faults.extend(encoding::mismatch(source, source.text()));
        return (tree, faults);
    }
    let tree = match read(source.text()) {
        Ok(facts) => {
            let mut unplaced = Vec::new();
            let tree = layout::lay(source, source.text(), &facts, &mut unplaced);
            if strict::accepts(&tree) {
                faults.extend(encoding::mismatch(source, source.text()));
                faults.extend(unplaced);
                tree
            } else {
                mend(source, nesting, None, &mut faults)
            }
        }
        Err(Refusal::Guard(fault)) => return (empty(source), vec![fault]),
        Err(Refusal::Parser(error)) => mend(source, nesting, Some(&error), &mut faults),
    };
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
    Ok(facts(&document, &census))
}

/// The tree of a text that roxmltree refuses or should, after repair. What it refuses even then is one more fault.
fn mend<'s>(
    source: &'s Source<'s>,
    nesting: &dyn Nesting,
    error: Option<&roxmltree::Error>,
    faults: &mut Vec<SyntaxFault>,
) -> Tree<'s> {
    let text = source.text();
    let proposal = repair::propose(text, nesting);
    let Some(edited) = proposal.edited else {
        let refused = error.map(|error| refusal::fault(text, error));
        faults.extend(encoding::mismatch(source, text));
        let told = |refused: &SyntaxFault| {
            proposal
                .faults
                .iter()
                .any(|fault| fault.span.start == refused.span.start)
        };
        let refused = refused.filter(|refused| !told(refused));
        faults.extend(proposal.faults);
        faults.extend(refused);
        return empty(source);
    };
    faults.extend(
        encoding::mismatch(source, &edited.text)
            .and_then(|fault| restore::fault(fault, source, &edited)),
    );
    let remains = match read(&edited.text) {
        Ok(facts) => {
            let mut unplaced = Vec::new();
            let mut tree = layout::lay(source, &edited.text, &facts, &mut unplaced);
            restore::restore(&mut tree, &edited, &proposal.faults);
            unplaced.retain(|fault| fault.kind == SyntaxKind::UnusualSpace);
            faults.extend(
                unplaced
                    .into_iter()
                    .filter_map(|fault| restore::fault(fault, source, &edited)),
            );
            faults.extend(proposal.faults);
            return tree;
        }
        Err(Refusal::Guard(fault)) => fault,
        Err(Refusal::Parser(error)) => refusal::fault(&edited.text, &error),
    };
    let lost = |fault: &SyntaxFault| {
        matches!(
            fault.kind,
            SyntaxKind::DoctypePresent | SyntaxKind::EndTagMissing
        )
    };
    let is_told = remains.kind == SyntaxKind::DocumentEmpty && proposal.faults.iter().any(lost);
    // Edits that do not lead to a document mend nothing.
    faults.extend(proposal.faults.into_iter().map(|fault| SyntaxFault {
        edits: Vec::new(),
        ..fault
    }));
    if !is_told {
        let back = |span: Span| edited.inner(span);
        faults.push(SyntaxFault {
            span: back(remains.span),
            related: remains.related.map(back),
            edits: Vec::new(),
            ..remains
        });
    }
    empty(source)
}

fn empty<'s>(source: &'s Source<'s>) -> Tree<'s> {
    Builder::new(source, Form::Xml, 0).finish()
}

fn facts(document: &roxmltree::Document<'_>, census: &guard::Census) -> Facts {
    let root = document.root_element();
    let namespace = root.tag_name().namespace();
    // One declaration, at the root and for unprefixed names, puts every element into it; none at all, into none.
    let unprefixed = root.default_namespace() == namespace;
    let uniform =
        unprefixed && (census.namespaces == 0 || census.namespaces == 1 && namespace.is_some());
    let foreign = if uniform {
        Vec::new()
    } else {
        let elements = document.descendants().filter(roxmltree::Node::is_element);
        let foreign = elements
            .enumerate()
            .filter(|(_, element)| element.tag_name().namespace() != namespace);
        foreign.map(|(index, _)| index as u32).collect()
    };
    Facts {
        namespace: namespace.filter(|uri| !uri.is_empty()).map(String::from),
        foreign,
        uniform,
        tags: census.tags,
    }
}
