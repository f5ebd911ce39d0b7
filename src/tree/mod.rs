//! The lossless tree that all notations share: one arena, indices instead of pointers, no
//! recursion.
//!
//! What lives here: the nodes, how to walk them, what text they have, and how to edit a document in
//! its own notation. The front ends `xml` and `json` turn a text into a tree. What does not live
//! here: what a name means (that is the [schema](crate::model::schema)'s business), and what is
//! wrong with it (that is [lint](mod@crate::lint)'s).
//!
//! Every byte of the source belongs to exactly one [`Leaf`]; joining the leaves gives the source
//! back. A node keeps three ranges, and every other range that an edit needs follows from them:
//!
//! ```text
//! <Comment>hello</Comment>          "Comment": "hello"
//! ^^^^^^^^^^^^^^^^^^^^^^^^ whole    ^^^^^^^^^^^^^^^^^^ whole
//!  ^^^^^^^                 name      ^^^^^^^          name
//!          ^^^^^          content                ^^^^^ content
//! ```

mod arena;
mod builder;
pub mod edit;
mod fault;
mod form;
mod hcl;
mod json;
mod leaves;
mod nesting;
mod node;
mod node_set;
mod xml;
mod yaml;

pub(crate) use arena::DEEPEST;
pub(crate) use arena::Detached;
pub use arena::Tree;
pub(crate) use builder::Builder as TreeBuilder;
pub(crate) use fault::doubt_neighbours;
pub use fault::{SyntaxFault, SyntaxKind};
pub use form::Form;
pub use hcl::{parse as parse_hcl, parse_with_siblings as parse_hcl_with_siblings};
pub use json::{parse as parse_json, parse_with as parse_json_with};
pub use leaves::{Leaf, LeafKind, Leaves};
pub use nesting::{Nesting, NoKnowledge};
pub(crate) use node::Place;
pub use node::{Attribute, Node, NodeId, NodeKind, Trivia, TriviaKind};
pub(crate) use node_set::NodeSet;
pub use xml::{parse as parse_xml, parse_with as parse_xml_with};
pub(crate) use yaml::boolean as yaml_boolean;
pub use yaml::parse as parse_yaml;

use crate::text::Source;

/// Reads a document in the notation that its first bracket shows.
///
/// ```
/// use cloudfront_lint::Source;
/// use cloudfront_lint::internal::tree;
///
/// let source = Source::new("{\"Quantity\": 0}");
/// assert_eq!(tree::parse(&source).0.form(), tree::Form::Json);
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
    match Form::of(source.text()) {
        Some(Form::Json) => parse_json_with(source, nesting),
        Some(Form::Yaml) => parse_yaml(source),
        Some(Form::Hcl) => parse_hcl(source),
        Some(Form::Xml) | None => parse_xml_with(source, nesting),
    }
}
