//! What the timeline says, in words: the facts of a version, what each version brought, all that is known of an element.
//!
//! What lives here: pure functions from the [schema](crate::schema) to lists and text. What does not: the facts themselves, and
//! judging documents by them.

mod facts;

pub use facts::{MemberFact, facts};
