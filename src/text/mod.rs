//! Text and places in it: what everything above is built on.
//!
//! What lives here: byte ranges, decoded documents with their lines, and edits. What does not: any notation, and
//! anything about CloudFront.

mod edit;
pub(crate) mod sanitize;
mod source;
mod span;

pub use edit::{Applicability, Edit};
pub use sanitize::{line as harmless_line, paragraphs as harmless};
pub(crate) use source::declared_encoding;
pub use source::{Encoding, Position, Source};
pub use span::Span;
