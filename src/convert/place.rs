//! The nodes of a document in the order in which they are written.

use crate::lint::BoundDocument as Document;
use crate::model::schema::{Member, Root, ValueKind};
use crate::outcome::Error;
use crate::tree::{NodeId, NodeKind};

/// The next step; a stack of steps replaces recursion.
pub(super) enum Step {
    /// Write a node.
    Node(Place),
    /// End a node.
    End(Place),
}

/// A node and what the shapes say about it, also where the binding ignored it as a duplicate.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) node: NodeId,
    /// The type of its value.
    pub(super) value: Option<ValueKind>,
    /// Its entry in the shape around it.
    pub(super) member: Option<&'static Member>,
    /// Whether it is an item of an array.
    pub(super) item: bool,
}

impl Place {
    pub(super) fn root(document: &Document<'_>) -> Self {
        Self {
            node: document.root,
            value: document.value_kind(document.root),
            member: None,
            item: false,
        }
    }

    pub(super) fn is_array(&self, document: &Document<'_>) -> bool {
        document.tree.node(self.node).kind == NodeKind::Array
            || matches!(self.value, Some(ValueKind::List(_)))
    }

    pub(super) fn is_object(&self, document: &Document<'_>) -> bool {
        let it = document.tree.node(self.node);
        it.has_children()
            || it.kind == NodeKind::Object
            || matches!(self.value, Some(ValueKind::Structure(_)))
    }

    /// The name as written, or what the shape calls an item of JSON.
    pub(super) fn name<'d>(&self, document: &'d Document<'_>) -> &'d str {
        match (document.tree.name(self.node), self.member) {
            ("", Some(member)) => document.schema.name_text(member.name),
            ("", None) => "member",
            (written, _) => written,
        }
    }

    /// Whether it is a member that a JSON file has next to those of the body: it is sent in the
    /// address or in a header.
    pub(super) fn is_outside_body(&self, document: &Document<'_>, root: &Root) -> bool {
        let is_in_body = |member: &Member| {
            document
                .shape(root.shape)
                .member(member.name, document.version)
        };
        document.tree.node(self.node).parent() == Some(document.root)
            && self.member.is_some_and(|it| is_in_body(it).is_none())
    }

    /// Refuses an element that only its namespace keeps from being a member.
    pub(super) fn check_namespace(&self, document: &Document<'_>) -> Result<(), Error> {
        let it = document.tree.node(self.node);
        if it.has_foreign_namespace() && !document.is_bound(self.node) {
            return Err(Error::ForeignElement {
                element: self.name(document).to_owned(),
            });
        }
        Ok(())
    }

    pub(super) fn push_children(&self, document: &Document<'_>, steps: &mut Vec<Step>) {
        let from = steps.len();
        let item = self.is_array(document);
        for node in document.tree.children(self.node) {
            let member = self.member_of(document, node);
            let value = member.map(|member| member.value);
            steps.push(Step::Node(Self {
                node,
                value,
                member,
                item,
            }));
        }
        steps[from..].reverse();
    }

    fn member_of(&self, document: &Document<'_>, child: NodeId) -> Option<&'static Member> {
        match self.value? {
            ValueKind::Structure(shape) => {
                let name = document.schema.name(document.tree.name(child))?;
                document.shape(shape).member(name, document.version)
            }
            ValueKind::List(shape) => document
                .shape(shape)
                .members()
                .iter()
                .find(|item| item.versions.contains(document.version)),
            _ => None,
        }
    }
}
