//! How well the names and values of an object or element fit a shape: what distinguishes a document
//! of CloudFront from one that only uses some of the same words.
//!
//! What does not live here: where in a file to look, and how much has to fit (that is for
//! [`xml`](super::xml) and [`envelope`](super::envelope)).

use crate::model::near::is_same_word;
use crate::model::schema::{Member, Root, Schema, ShapeId, ShapeKind, ValueKind};
use crate::tree::{NodeId, NodeKind, Tree};

/// Members looked at, of each structure: the first ones are enough, and a foreign file may have any
/// number.
pub(super) const MOST: usize = 64;

/// Which names count as the name of a member.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Spelling {
    /// The name itself.
    Exact,
    /// Any name with the same letters and digits, such as `default_cache_behavior`.
    Loose,
}

/// The members of a shape in an object or element, by how well they fit.
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct Evidence {
    /// Members with a value of the right kind.
    pub(super) fitting: usize,
    /// Those of them whose names other programs are not likely to use.
    pub(super) telling: usize,
    /// Structures with at least one of their own members, which no other program has by chance.
    pub(super) nested: usize,
    /// Members in another spelling with a value of another kind.
    pub(super) contradicting: usize,
}

impl Evidence {
    /// What an object or element has of a shape, in any version.
    pub(super) fn of(
        tree: &Tree<'_>,
        schema: &Schema,
        holder: NodeId,
        shape: ShapeId,
        spelling: Spelling,
    ) -> Self {
        let mut evidence = Self::default();
        let members = schema.shape(shape).members();
        for child in tree.children(holder).take(MOST) {
            let written = tree.name(child);
            let known = schema.name(written);
            let is_it = |member: &&Member| {
                known == Some(member.name)
                    || spelling == Spelling::Loose
                        && is_same_word(written, schema.name_text(member.name))
            };
            let mut same = members.iter().filter(is_it).peekable();
            let Some(first) = same.peek() else { continue };
            let name = schema.name_text(first.name);
            let fit = same
                .map(|member| fit(tree, schema, child, member.value))
                .max();
            match fit {
                Some(Fit::None) | None => {
                    evidence.contradicting += usize::from(written != name);
                }
                Some(fit) => {
                    evidence.fitting += 1;
                    evidence.telling += usize::from(!schema.is_generic(name));
                    evidence.nested += usize::from(fit == Fit::Nested);
                }
            }
        }
        evidence
    }

    /// Whether a document under the name of a root is one, judging by its members.
    pub(super) fn is_enough(self, schema: &Schema, root: &Root) -> bool {
        if schema.is_generic(schema.name_text(root.name)) {
            self.telling > 0
        } else {
            self.fitting > 0
        }
    }
}

/// How well a value fits what a member contains.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Fit {
    /// It is of another kind.
    None,
    /// It is of the right kind.
    Kind,
    /// It is a structure with at least one of its members.
    Nested,
}

#[expect(clippy::match_same_arms, reason = "the order of the arms matters")]
fn fit(tree: &Tree<'_>, schema: &Schema, node: NodeId, value: ValueKind) -> Fit {
    let it = tree.node(node);
    let contains = |shape: ShapeId| {
        let names = schema.shape(shape).members();
        tree.children(node).take(MOST).any(|child| {
            let written = tree.name(child);
            names
                .iter()
                .any(|member| is_same_word(written, schema.name_text(member.name)))
        })
    };
    let is_kind = match (it.kind, value) {
        (NodeKind::Object | NodeKind::Element, ValueKind::Structure(shape)) => {
            if it.has_children() {
                return if contains(shape) {
                    Fit::Nested
                } else {
                    Fit::None
                };
            }
            it.content.is_empty() || it.kind == NodeKind::Object
        }
        (NodeKind::Element, ValueKind::List(shape)) => {
            let is_list = matches!(schema.shape(shape).kind, ShapeKind::List { .. });
            is_list && (!it.has_children() || contains(shape))
        }
        (_, ValueKind::Any) => true,
        (NodeKind::Element, _) => !it.has_children(),
        (NodeKind::Array, ValueKind::List(_))
        | (NodeKind::Boolean, ValueKind::Boolean)
        | (NodeKind::Number, ValueKind::Integer | ValueKind::Long | ValueKind::Double)
        | (NodeKind::String, ValueKind::String | ValueKind::Enum(_) | ValueKind::Timestamp) => true,
        (NodeKind::String, ValueKind::Boolean) => ["true", "false"]
            .iter()
            .any(|it| tree.text(node).eq_ignore_ascii_case(it)),
        (NodeKind::String, ValueKind::Integer | ValueKind::Long) => {
            tree.text(node).parse::<i64>().is_ok()
        }
        (NodeKind::String, ValueKind::Double) => tree.text(node).parse::<f64>().is_ok(),
        _ => false,
    };
    if is_kind { Fit::Kind } else { Fit::None }
}
