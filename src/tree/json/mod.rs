//! The JSON front end: text to [`Tree`].
//!
//! Two readers share the work. [`strict`] reads JSON at full speed, and gives up at the first byte
//! that is not. Only then does [`recovery`] read the text again, and find out what it should be.
//!
//! What does not live here: what a key means, and duplicate keys (both of which are in the tree).

mod recovery;
mod strict;
mod string;

use crate::text::{Source, Span};
use crate::tree::arena::Tree;
use crate::tree::builder::Builder;
use crate::tree::fault::{SyntaxFault, SyntaxKind};
use crate::tree::form::Form;
use crate::tree::nesting::{Nesting, NoKnowledge};

/// The greatest number of values in a document, 4,194,304. A node takes 40 bytes, so a hostile text
/// cannot demand more than about 170 MB.
const MAX_VALUES: usize = 4 << 20;
/// The greatest size of a text in bytes, 64 MiB.
const MAX_BYTES: usize = 64 << 20;

/// Reads a JSON document.
///
/// The tree has every value that can be recognised. The faults are in the order of the text, each
/// with the edits that fix it where that is possible; all edits together, sorted by range, make the
/// text well-formed. Duplicate keys are kept. A text above 64 MiB, or with more than 4,194,304
/// values, gives an empty tree and one fault.
///
/// ```
/// use cloudfront_lint::Source;
/// use cloudfront_lint::internal::tree;
///
/// let source = Source::new(r#"{"Quantity": 1, "Items": ["a.example.com",]}"#);
/// let (tree, faults) = tree::parse_json(&source);
/// assert_eq!(tree.nodes().len(), 4);
/// assert_eq!(faults[0].kind.name(), "trailing-comma");
/// ```
pub fn parse<'s>(source: &'s Source<'s>) -> (Tree<'s>, Vec<SyntaxFault>) {
    parse_with(source, &NoKnowledge)
}

/// The same with knowledge of the names, which shows where an unclosed object ends if its
/// indentation does not.
pub fn parse_with<'s>(
    source: &'s Source<'s>,
    nesting: &dyn Nesting,
) -> (Tree<'s>, Vec<SyntaxFault>) {
    let text = source.text();
    if text.len() > MAX_BYTES {
        return too_large(source, "", MAX_BYTES, text.len());
    }
    if source.fault().is_none() {
        match strict::read(source) {
            Ok(tree) => return (tree, Vec::new()),
            Err(strict::Refusal::TooManyValues) => {
                return too_large(source, "values", MAX_VALUES, MAX_VALUES + 1);
            }
            Err(strict::Refusal::NotJson) => {}
        }
    }
    recovery::read(source, nesting)
}

fn too_large<'s>(
    source: &'s Source<'s>,
    variant: &'static str,
    limit: usize,
    found: usize,
) -> (Tree<'s>, Vec<SyntaxFault>) {
    let fault = SyntaxFault::new(SyntaxKind::DocumentTooLarge, Span::at(0))
        .variant(variant)
        .argument("limit", limit.to_string())
        .argument("found", found.to_string());
    (Builder::new(source, Form::Json, 0).finish(), vec![fault])
}
