//! From faults to findings: the words of a rule, filled in.
//!
//! What lives here: typed [arguments](Argument), how each looks in a sentence, templates, and the
//! finding with its fixes. What does not: the words, which are data (`rules/*.toml`), and the edits
//! of a repair ([`repair`](super::repair)).

mod argument;
pub(crate) mod finding;
mod fixes;
pub(crate) mod phrasing;
mod placeholders;
mod template;

pub(crate) use argument::{Argument, Conjunction};
pub(crate) use template::Templates;
