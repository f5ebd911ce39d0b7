//! What is known about versions and elements, in words: the facts of a version, what each version
//! added, all about an element.
//!
//! What lives here: pure functions from the [schema](crate::model::schema) to lists and text. What
//! does not: the facts themselves, and checking documents against them.

mod document;
mod element;
mod facts;
mod find;
mod places;
mod rules_about;
mod versions;
mod why;

pub use element::{Fact, element_facts};
pub use facts::{MemberFact, facts};
pub use find::{Found, UnknownElement, find};
pub use places::{Place, places};
pub use rules_about::rules_about;
pub use versions::{
    Changes, Counts, changes, confidence_text, counts, versions_page, versions_text,
};
pub use why::{Element, why, why_text};
