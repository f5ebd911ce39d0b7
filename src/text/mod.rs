//! Text and positions in it: what everything above is built on.
//!
//! What lives here: byte ranges, decoded documents with their lines, encodings, edits and how they
//! are applied, and escaping, and breaking text into lines. What does not: the syntax of a
//! notation, and anything about CloudFront.

mod edit;
mod edited;
pub(crate) mod encoding;
pub(crate) mod escape;
mod positions;
pub(crate) mod sanitize;
mod source;
mod span;
mod wrap;

pub use edit::{Applicability, Edit};
pub(crate) use edited::Edited;
pub use encoding::{DecodeFault, Encoding};
pub use positions::Position;
pub use sanitize::{line as harmless_line, paragraphs as harmless};
pub use source::Source;
pub use span::Span;
pub(crate) use wrap::wrapped;
