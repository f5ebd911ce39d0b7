//! What an editor asks about an open document: its outline, the places of a name, what can be
//! written here.
//!
//! What lives here: pure functions of a text and a byte offset in it, with byte ranges as answers.
//! What does not: the protocol of an editor and its lines and columns (that is the language
//! server's business), and findings (those are [`Linter`]'s).
//!
//! All of them are silent on files that are not CloudFront documents, and answer in broken text,
//! which is repaired before it is read.
//!
//! ```
//! use cloudfront_lint::{Linter, Source, editor};
//!
//! let xmlns = "http://cloudfront.amazonaws.com/doc/2020-05-31/";
//! let text = format!("<InvalidationBatch xmlns='{xmlns}'><Paths></Paths></InvalidationBatch>");
//! let inside_paths = text.find("</Paths>").expect("it is there");
//! let source = Source::new(text.as_str());
//! let offered = editor::completions(&Linter::new(), &source, inside_paths);
//! let labels: Vec<&str> = offered.iter().map(|it| it.label.as_str()).collect();
//! assert_eq!(labels, ["Quantity", "Items"]);
//! ```

mod additions;
mod completion;
#[cfg(feature = "config")]
mod configuration;
mod folding;
mod formatting;
mod hints;
mod lenses;
mod links;
mod names;
mod outline;
#[cfg(feature = "config")]
mod rule_file;
mod selection;

use crate::lint::{Linter, template_kind, with_template};
use crate::text::Source;
use crate::tree::Tree;

pub use additions::{Addition, additions};
pub use completion::{Completion, CompletionKind, completions, rule_at};
#[cfg(feature = "config")]
pub use configuration::{
    ConfigurationKey, configuration_completions, configuration_key, rule_in_configuration,
};
pub use folding::folds;
pub use formatting::formatted;
pub use hints::{Hint, hints};
pub use lenses::{Lens, lenses};
#[cfg(feature = "config")]
pub use links::configuration_links;
pub use links::{Link, LinkTarget, links};
pub use names::{Places, places_of_name, rename};
pub use outline::{Symbol, SymbolKind, outline};
#[cfg(feature = "config")]
pub use rule_file::{rule_completions, rule_key};
pub use selection::{enclosing, tag_pair};

/// Runs something on the tree of a document or a template. `None` for all other files.
fn with_tree<T>(
    linter: &Linter,
    source: &Source<'_>,
    run: impl FnOnce(&Tree<'_>) -> T,
) -> Option<T> {
    if template_kind(source.text()).is_some() {
        with_template(source, |template| run(&template.tree))
    } else {
        linter.with_document(source, |document| run(document.tree))
    }
}
