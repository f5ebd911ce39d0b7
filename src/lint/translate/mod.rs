//! From a resource in a template to the document that the service receives.
//!
//! [`template`] finds the resources of a file, [`convert`] turns one into a second tree in the
//! API's form by the table of its dialect. Every node of that tree has the place of its origin in
//! the template, and [`Origins`] knows its name and path there. What only a deployment knows is
//! unknown, and keeps rules silent.
//!
//! What does not live here: the tables (`rules/dialects/`), and what is checked
//! ([`lint`](mod@crate::lint)).

mod assumption;
mod block;
mod convert;
mod declarations;
mod doubtful;
mod draft;
mod fault;
mod meaning;
mod mention;
mod origins;
mod outline;
mod regions;
mod template;

pub(super) use assumption::{Assumption, cases};
pub(super) use convert::{Translation, convert};
pub(super) use doubtful::DoubtfulParts;
pub(super) use fault::{Fault, FaultKind};
pub(crate) use origins::Origins;
pub(crate) use template::template_kind;
pub(super) use template::{Found, Reading, Template, is_part_of_module, read};
