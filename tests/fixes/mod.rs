//! What a repair promises, held over every document there is: the examples of all rules, the corpus
//! where it is at hand, and documents made from the timeline.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

pub(crate) mod documents;
mod harm;
mod losses;
mod promises;
mod protection;
mod rejections;
mod repaired;
mod shapes;
