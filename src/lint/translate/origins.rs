//! Where the nodes of a translated document come from: their names and paths in the template.

use std::cell::RefCell;
use std::collections::HashMap;

use crate::builtin;
use crate::lint::translate::Template;
use crate::lint::translate::meaning::{function, is_opaque};
use crate::model::dialect::{Block, Dialect};
use crate::model::schema::NameId;
use crate::outcome::ElementPath;
use crate::tree::{NodeId, NodeKind, Tree};

/// Where one node comes from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Origin {
    /// The node of the template that says it, or would.
    pub(super) node: NodeId,
    /// What the template calls it; `None` for what only the API has.
    pub(super) name: Option<&'static str>,
    /// The structure of the dialect that it is.
    pub(super) block: Option<&'static Block>,
    /// Whether the template does not say it.
    pub(super) is_implied: bool,
}

/// Where all nodes of a translated document come from.
#[derive(Debug)]
pub(crate) struct Origins<'t> {
    pub(super) template: &'t Template<'t>,
    pub(crate) dialect: &'static Dialect,
    /// The object of the resource.
    pub(super) resource: NodeId,
    pub(super) resource_name: &'t str,
    /// By node of the translated tree.
    pub(super) nodes: Vec<Origin>,
    /// The paths that were asked for, and those above them, by node of the template.
    pub(super) paths: RefCell<HashMap<NodeId, ElementPath>>,
}

/// Nothing in a template is as deep: a longer path is cut.
const DEEPEST: usize = 64;

impl Origins<'_> {
    /// What the template calls a node.
    pub(crate) fn name(&self, node: NodeId) -> Option<&'static str> {
        self.nodes.get(node.index())?.name
    }

    /// The node of the template that a node comes from.
    pub(crate) fn node(&self, node: NodeId) -> Option<NodeId> {
        self.nodes.get(node.index()).map(|origin| origin.node)
    }

    /// Whether the template does not say what a node says.
    pub(crate) fn is_implied(&self, node: NodeId) -> bool {
        self.nodes
            .get(node.index())
            .is_some_and(|origin| origin.is_implied)
    }

    /// The structure of the dialect that a node is.
    pub(crate) fn block(&self, node: NodeId) -> Option<&'static Block> {
        self.nodes.get(node.index())?.block
    }

    /// What the template calls a member of a structure.
    pub(crate) fn member_name(&self, structure: NodeId, member: NameId) -> Option<&'static str> {
        let block = self.nodes.get(structure.index())?.block?;
        let named =
            |property: &&crate::model::dialect::Property| property.place.last() == Some(&member);
        block
            .properties
            .iter()
            .find(named)
            .map(|property| property.name.as_ref())
    }

    /// A sentence with the template's names for those of the API. `value` is a text of the
    /// author's, which stays as it is.
    pub(crate) fn renamed(&self, sentence: &str, value: Option<&str>) -> String {
        let mut parts = Vec::new();
        for (index, part) in sentence.split('`').enumerate() {
            let is_quoted = index % 2 == 1 && Some(part) != value;
            let named = is_quoted.then(|| self.named(part)).flatten();
            parts.push(named.unwrap_or_else(|| part.to_owned()));
        }
        parts.join("`")
    }

    /// What the template calls a path of members of the API, if it has one name for each.
    fn named(&self, path: &str) -> Option<String> {
        let names: Option<Vec<&str>> = path.split('/').map(|name| self.only_name(name)).collect();
        names.map(|names| names.join("/"))
    }

    fn only_name(&self, name: &str) -> Option<&'static str> {
        let member = builtin::SCHEMA.name(name)?;
        let properties = self
            .dialect
            .blocks
            .iter()
            .flat_map(|it| it.properties.iter());
        let mut names = properties
            .filter(|property| property.place.last() == Some(&member))
            .map(|property| property.name.as_ref());
        let first = names.next()?;
        names.all(|name| name == first).then_some(first)
    }

    /// The tree of the template, where a structure is written out in it for one place only:
    /// neither in a function, a generated part or a value that others share, nor in what a program
    /// wrote.
    pub(crate) fn written_once(&self, structure: NodeId) -> Option<&Tree<'_>> {
        let tree = &self.template.tree;
        let root = self.nodes.first()?.node;
        let is_output = self.dialect.block_key.is_some() && root != self.resource;
        let is_readable = self.template.faults.is_empty() && !is_output;
        let is_structure = tree.node(structure).kind == NodeKind::Object;
        if !is_readable || !is_structure || tree.is_shared(tree.node(structure).whole) {
            return None;
        }
        let functions = &self.dialect.functions;
        let is_plain = |node: NodeId| {
            let is_collection = matches!(tree.node(node).kind, NodeKind::Object | NodeKind::Array);
            let name = tree.name(node);
            is_collection
                && tree.tag(node).is_none()
                && function(functions, tree, node).is_none()
                && !is_opaque(functions, name)
                && (name != functions.dynamic || name.is_empty())
        };
        let up = |node: &NodeId| tree.node(*node).parent();
        let mut way = std::iter::successors(Some(structure), up).take(DEEPEST);
        let is_open = tree
            .children(structure)
            .any(|child| is_opaque(functions, tree.name(child)));
        let ends_here = way
            .by_ref()
            .find(|node| *node == self.resource || !is_plain(*node));
        (!is_open && ends_here == Some(self.resource)).then_some(tree)
    }

    /// The path of a node in the template: `Site/Properties/DistributionConfig/Origins[2]/Id`.
    pub(crate) fn path(&self, node: NodeId) -> ElementPath {
        let origin = self.nodes.get(node.index());
        origin.map_or_else(ElementPath::default, |origin| self.path_of(origin.node))
    }

    /// The path of a node of the template.
    pub(crate) fn path_of(&self, node: NodeId) -> ElementPath {
        let tree = &self.template.tree;
        let up = |here: &NodeId| tree.node(*here).parent().filter(|up| *up != self.resource);
        let first = Some(node).filter(|node| *node != self.resource);
        let way: Vec<NodeId> = std::iter::successors(first, up).take(DEEPEST).collect();
        let mut paths = self.paths.borrow_mut();
        let mut path = ElementPath::default().child(self.resource_name, 0, None);
        let is_cut = way.last().and_then(up).is_some();
        for here in way.into_iter().rev() {
            let below = |above: &ElementPath| {
                above.child(tree.name(here), self.template.ordinal(here), None)
            };
            path = if is_cut {
                below(&path)
            } else {
                let known = paths.entry(here);
                known.or_insert_with(|| below(&path)).clone()
            };
        }
        path
    }
}
