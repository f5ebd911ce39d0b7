//! The XML front end: text to [`Tree`].
//!
//! Three steps, each in a module of its own. [`guard`] bounds what the parser may cost. roxmltree decides whether the
//! text is well-formed and what namespaces its names are in. [`layout`] then cuts the accepted text into exact ranges;
//! it need not validate, so it is quick. Where roxmltree refuses, [`refusal`] says why and where.

mod decode;
mod guard;
mod layout;
pub(super) mod prolog;
mod refusal;

use super::{Form, SyntaxFault, Tree, builder::Builder};
use crate::source::Source;

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
/// Never fails: what is not well-formed is told in the list, in the order of the text, and the tree holds what
/// could be read.
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
    let mut faults = prolog::faults(source);
    if faults.iter().any(|fault| fault.variant == "binary") {
        return (empty(source), faults);
    }
    let census = match guard::examine(source.text()) {
        Ok(census) => census,
        Err(fault) => return (empty(source), vec![fault]),
    };
    let facts = match roxmltree::Document::parse(source.text()) {
        Ok(document) => facts(&document, &census),
        Err(error) => {
            faults.push(refusal::fault(source, &error));
            return (empty(source), faults);
        }
    };
    let tree = layout::lay(source, &facts, &mut faults);
    faults.sort_by_key(|fault| fault.span);
    (tree, faults)
}

fn empty<'s>(source: &'s Source<'s>) -> Tree<'s> {
    Builder::new(source, Form::Xml, 0).finish()
}

fn facts(document: &roxmltree::Document<'_>, census: &guard::Census) -> Facts {
    let root = document.root_element();
    let namespace = root.tag_name().namespace();
    // One declaration, at the root and for unprefixed names, puts every element into it; none at all, into none.
    let unprefixed = root.default_namespace() == namespace;
    let uniform = unprefixed && (census.namespaces == 0 || census.namespaces == 1 && namespace.is_some());
    let foreign = if uniform {
        Vec::new()
    } else {
        let elements = document.descendants().filter(roxmltree::Node::is_element);
        let foreign = elements.enumerate().filter(|(_, element)| element.tag_name().namespace() != namespace);
        foreign.map(|(index, _)| index as u32).collect()
    };
    Facts { namespace: namespace.filter(|uri| !uri.is_empty()).map(String::from), foreign, uniform, tags: census.tags }
}
