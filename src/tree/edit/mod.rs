//! Edits of a document in its own notation: which bytes to replace so that a node is renamed,
//! removed, rewritten, moved or added. What lives here: the notation's side of a fix. Which fix is
//! right is decided by the rules.
//!
//! Edits keep what they are not about: comments stay, and inserted lines end and are indented like
//! those around them.

mod comments;
mod content;
mod fragment;
mod hcl;
mod indentation;
mod insert;
mod member;
mod remove;
mod value;
mod wrap;
mod yaml;

pub use fragment::Fragment;
pub(crate) use member::Rank;
pub(crate) use wrap::Wrapper;
