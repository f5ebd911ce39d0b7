//! The translated document while it is being put together: nodes that find their place in any
//! order, and become a tree at the end.

use crate::lint::translate::origins::Origin;
use crate::model::rule::Outline;
use crate::model::schema::{NameId, Schema};
use crate::text::{Source, Span};
use crate::tree::{NodeId, NodeKind, Place, Tree, TreeBuilder};

/// Index of a [`Draft`].
pub(super) type DraftId = usize;

/// A node of the document.
#[derive(Debug)]
pub(super) struct Draft {
    pub(super) kind: NodeKind,
    /// Its name in the API; `None` for the root.
    pub(super) name: Option<NameId>,
    pub(super) place: Place,
    /// Its text, where that is not the text of its place.
    pub(super) text: Option<String>,
    /// Whether only a deployment knows its value.
    pub(super) is_unknown: bool,
    /// What is known of such a value.
    pub(super) outline: Option<Outline>,
    pub(super) origin: Origin,
    pub(super) children: Vec<DraftId>,
    /// Members that may or may not be there.
    pub(super) explained: Vec<NameId>,
}

impl Draft {
    pub(super) fn new(kind: NodeKind, name: NameId, place: Place, origin: Origin) -> Self {
        Self {
            kind,
            name: Some(name),
            place,
            text: None,
            is_unknown: false,
            outline: None,
            origin,
            children: Vec::new(),
            explained: Vec::new(),
        }
    }
}

/// The nodes so far. The first is the root.
#[derive(Debug, Default)]
pub(super) struct Drafts {
    pub(super) nodes: Vec<Draft>,
}

/// A tree with what is known about its nodes.
pub(super) struct Finished<'s> {
    pub(super) tree: Tree<'s>,
    pub(super) origins: Vec<Origin>,
    pub(super) unknown: Vec<NodeId>,
    pub(super) explained: Vec<(NodeId, NameId)>,
    pub(super) outlines: Vec<(NodeId, Outline)>,
}

impl Drafts {
    /// Adds a node as the last child of another.
    pub(super) fn add(&mut self, parent: DraftId, draft: Draft) -> DraftId {
        let id = self.nodes.len();
        self.nodes.push(draft);
        self.nodes[parent].children.push(id);
        id
    }

    /// The child of a name.
    pub(super) fn child(&self, parent: DraftId, name: NameId) -> Option<DraftId> {
        self.nodes[parent]
            .children
            .iter()
            .copied()
            .find(|child| self.nodes[*child].name == Some(name))
    }

    /// Makes a tree of the nodes, without recursion.
    pub(super) fn finish<'s>(self, source: &'s Source<'s>, schema: &Schema) -> Finished<'s> {
        let mut builder = TreeBuilder::of_translation(source, self.nodes.len());
        let mut finished = (Vec::new(), Vec::new(), Vec::new());
        let mut outlines = Vec::new();
        let mut waiting = vec![Step::Enter(0)];
        while let Some(step) = waiting.pop() {
            let Step::Enter(id) = step else {
                builder.leave();
                continue;
            };
            let draft = &self.nodes[id];
            let node = builder.enter(draft.kind, draft.place);
            if let Some(name) = draft.name {
                builder.set_name(node, schema.name_text(name).to_owned());
            }
            if let Some(text) = &draft.text {
                builder.set_text(node, text.clone());
            }
            if draft.is_unknown {
                builder.mark_unknown(node);
                finished.1.push(node);
            }
            outlines.extend(draft.outline.clone().map(|outline| (node, outline)));
            finished.0.push(draft.origin);
            finished
                .2
                .extend(draft.explained.iter().map(|name| (node, *name)));
            waiting.push(Step::Leave);
            waiting.extend(draft.children.iter().rev().map(|child| Step::Enter(*child)));
        }
        let (origins, unknown, explained) = finished;
        Finished {
            tree: builder.finish(),
            origins,
            unknown,
            explained,
            outlines,
        }
    }
}

#[derive(Clone, Copy)]
enum Step {
    Enter(DraftId),
    Leave,
}

/// The place of what a structure of the template does not say: the name of the structure.
pub(super) fn implied_place(structure: Place) -> Place {
    let at = if structure.name.is_empty() {
        Span::at(structure.whole.start as usize)
    } else {
        structure.name
    };
    Place {
        whole: at,
        name: at,
        opening: 0,
        content: at,
    }
}
