//! What a syntax repair may know about documents: which element belongs inside which.

/// Knowledge of the elements, which shows where an unclosed one ends.
///
/// The tree knows no schema. The linter, which does, implements this; [`NoKnowledge`] is for
/// everybody else. Names are local names, without a prefix. A name may belong to several elements;
/// an answer must then be true of all, or `None`.
///
/// ```
/// use cloudfront_lint::Source;
/// use cloudfront_lint::internal::tree;
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
    /// Whether an element may be a child of another. `None` where that is not known.
    fn may_contain(&self, parent: &str, child: &str) -> Option<bool>;

    /// The same where the parent of the parent is known too: the name of a list alone does not
    /// decide on its items.
    fn may_contain_within(&self, _grandparent: &str, parent: &str, child: &str) -> Option<bool> {
        self.may_contain(parent, child)
    }

    /// Whether an element may be a child of another more than once. `None` where that is not known.
    fn may_repeat(&self, _parent: &str, _child: &str) -> Option<bool> {
        None
    }

    /// Whether an element contains text and no elements. `None` where that is not known, or differs
    /// between elements.
    fn is_scalar(&self, name: &str) -> Option<bool>;

    /// Whether any element has this name.
    fn is_known(&self, name: &str) -> bool;
}

/// Knows nothing: only the nesting of the tags shows where an element ends.
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
