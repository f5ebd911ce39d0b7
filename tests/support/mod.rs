//! What several tests share: documents, mistakes made in them, and what is on this machine besides
//! the repository.

#[cfg(feature = "config")]
#[expect(dead_code, reason = "other tests use the rest")]
pub(crate) mod catalogue;
pub(crate) mod edits;
pub(crate) mod generate;
pub(crate) mod machine;
pub(crate) mod mutation;
pub(crate) mod properties;
pub(crate) mod stored;
