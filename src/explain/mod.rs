//! What the timeline says, in words: the facts of a version, what each version brought, all that is known of an element.
//!
//! What lives here: pure functions from the [schema](crate::model::schema) to lists and text. What does not: the facts themselves, and
//! judging documents by them.

mod facts;
mod find;
mod places;
mod versions;
mod why;

pub use facts::{MemberFact, facts};
pub use find::{Found, UnknownElement, find};
pub use places::{Place, places};
pub use versions::{
    Changes, Counts, changes, confidence_text, counts, versions_page, versions_text,
};
pub use why::{Fact, element_facts, rules_about, why};
