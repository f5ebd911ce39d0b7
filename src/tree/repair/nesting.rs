//! What a repair may know of the documents: which element belongs inside which.

/// Knowledge of the elements, by which the end of an unclosed one is found.
///
/// The tree knows no shapes. Who does (the linter) says what it knows here; [`NoKnowledge`] stands in where nobody does.
/// Names are local names, without a prefix. A name may mean several elements; an answer must then hold for all of them, or be `None`.
///
/// ```
/// use cloudfront_lint::{Source, tree};
///
/// struct Flat;
/// impl tree::Nesting for Flat {
///     fn may_contain(&self, parent: &str, _child: &str) -> Option<bool> {
///         Some(parent == "Aliases")
///     }
///     fn is_scalar(&self, name: &str) -> Option<bool> {
///         Some(name != "Aliases")
///     }
///     fn is_known(&self, name: &str) -> bool {
///         matches!(name, "Aliases" | "CNAME")
///     }
/// }
///
/// let source = Source::new("<Aliases><CNAME>a<CNAME>b</CNAME></Aliases>");
/// let (tree, faults) = tree::parse_xml_with(&source, &Flat);
/// assert_eq!(tree.children(tree.root().unwrap()).count(), 2);
/// assert_eq!(faults.len(), 1);
/// ```
pub trait Nesting {
    /// Whether an element may stand directly inside another. `None` where that is not known.
    fn may_contain(&self, parent: &str, child: &str) -> Option<bool>;

    /// The same where the element around the parent is known as well: the name of a list alone does not tell its items.
    fn may_contain_within(&self, _around: &str, parent: &str, child: &str) -> Option<bool> {
        self.may_contain(parent, child)
    }

    /// Whether an element may stand more than once directly inside another. `None` where that is not known.
    fn may_repeat(&self, _parent: &str, _child: &str) -> Option<bool> {
        None
    }

    /// Whether an element holds text and no elements. `None` where that is not known or differs.
    fn is_scalar(&self, name: &str) -> Option<bool>;

    /// Whether any element has this name.
    fn is_known(&self, name: &str) -> bool;
}

/// Knows nothing: ends are found by the nesting of the tags alone.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoKnowledge;

impl Nesting for NoKnowledge {
    fn may_contain(&self, _parent: &str, _child: &str) -> Option<bool> {
        None
    }

    fn is_scalar(&self, _name: &str) -> Option<bool> {
        None
    }

    fn is_known(&self, _name: &str) -> bool {
        false
    }
}
