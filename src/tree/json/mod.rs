//! The JSON front end: a text becomes a [`Tree`] and the faults of its notation. It never fails.
//!
//! Two readers share the work. [`strict`] reads what JSON is, at full speed, and gives up at the first byte that
//! is not. Only then [`mend`] reads the text again: [`lexer`] cuts it into symbols and forgives what a symbol
//! can be forgiven (quotes, numbers, comments), [`plan`] finds the fewest symbols that must be put in or taken
//! out, and [`lay`] makes the tree of the mended symbols, each with its range in the text as it is.
//!
//! What does not live here: what a key means, and keys that stand twice (both are in the tree).

mod layout;
mod lexer;
mod plan;
mod quotes;
mod strict;
mod string;
mod surroundings;

use crate::text::{Source, Span};
use crate::tree::builder::Builder;
use crate::tree::{Form, Nesting, NoKnowledge, SyntaxFault, SyntaxKind, Tree};

/// The greatest number of values in a document, 4,194,304. A node takes 40 bytes, so a hostile text cannot ask
/// for more than about 170 MB.
const MAX_VALUES: usize = 4 << 20;
/// The greatest size of a text in bytes, 64 MiB.
const MAX_BYTES: usize = 64 << 20;

/// Reads a JSON document.
///
/// The tree holds every value that can be made out, and the faults are in the order of the text, each with the
/// edits that mend it where that is possible; all edits together, sorted by range, make the text well-formed. Keys that occur twice stay twice.
/// A text above 64 MiB, or with more than 4,194,304 values, gives an empty tree and one fault.
///
/// ```
/// use cloudfront_lint::{Source, tree};
///
/// let source = Source::new(r#"{"Quantity": 1, "Items": ["a.example.com",]}"#);
/// let (tree, faults) = tree::parse_json(&source);
/// assert_eq!(tree.nodes().len(), 4);
/// assert_eq!(faults[0].kind.name(), "trailing-comma");
/// ```
pub fn parse<'s>(source: &'s Source<'s>) -> (Tree<'s>, Vec<SyntaxFault>) {
    parse_with(source, &NoKnowledge)
}

/// The same with knowledge of the names, by which the end of an unclosed object is found where the layout does not tell it.
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
    mend(source, nesting)
}

/// Reads a text that is not JSON.
fn mend<'s>(source: &'s Source<'s>, nesting: &dyn Nesting) -> (Tree<'s>, Vec<SyntaxFault>) {
    let symbols = lexer::read(source);
    let plan = plan::find(source.text(), &symbols.tokens, nesting);
    layout::out(source, symbols, &plan)
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
