//! How the nodes of a document are named: their names, their paths, the texts that distinguish
//! items apart.

use smallvec::SmallVec;

use super::{DEEPEST, Document};
use crate::lint::wording::phrasing;
use crate::model::schema::{Member, NameId, ShapeId, ValueKind};
use crate::outcome::ElementPath;
use crate::text::Span;
use crate::tree::{NodeId, Tree};

impl<'t> Document<'t> {
    /// The name of a node: as written, or as the schema has it where JSON writes none.
    pub(crate) fn name(&self, node: NodeId) -> &'t str {
        match self.origins.and_then(|origins| origins.name(node)) {
            Some(name) => name,
            None => self.api_name(node),
        }
    }

    /// The name of a node as the API has it, also in a template.
    pub(crate) fn api_name(&self, node: NodeId) -> &'t str {
        let tree: &'t Tree<'t> = self.tree;
        let written = tree.name(node);
        if !written.is_empty() {
            return written;
        }
        if node == self.root {
            return self.root_name();
        }
        self.member(node)
            .map_or("item", |member| self.schema.name_text(member.name))
    }

    /// The name of a member that a structure may have.
    pub(crate) fn member_name(&self, structure: NodeId, member: &Member) -> &'t str {
        self.origins
            .and_then(|origins| origins.member_name(structure, member.name))
            .unwrap_or_else(|| self.schema.name_text(member.name))
    }

    /// The name of the root. That of an input with other parameters next to the members is the name
    /// of the request.
    fn root_name(&self) -> &'static str {
        let Some(shape) = self.structure_of(self.root) else {
            return "";
        };
        let mut around = self.schema.envelopes.iter();
        let envelope = around.find(|it| it.path.is_empty() && it.shape == Some(shape));
        let root = envelope.and_then(|envelope| self.schema.roots.get(usize::from(envelope.root?)));
        root.map_or(&self.shape(shape).name, |root| {
            self.schema.name_text(root.name)
        })
    }

    /// The name of the structure around a node.
    pub(crate) fn owner(&self, node: NodeId) -> Option<&'t str> {
        let mut at = self.tree.node(node).parent()?;
        while self.structure_of(at).is_none() {
            at = self.tree.node(at).parent()?;
        }
        Some(self.name(at))
    }

    /// The name of the version that the document is checked as: `2020-05-31`.
    pub(crate) fn version_name(&self) -> &'static str {
        &self.schema.version_info(self.version).name
    }

    /// The path of a node from the root: `DistributionConfig/Origins/Items/Origin[2]/Id`.
    pub(crate) fn path(&self, node: NodeId) -> ElementPath {
        if let Some(origins) = self.origins {
            return origins.path(node);
        }
        let mut paths = self.paths.borrow_mut();
        if let Some(known) = paths.get(&node) {
            return known.clone();
        }
        let up = |here: &NodeId| {
            let is_below = *here != self.root;
            is_below.then(|| self.tree.node(*here).parent()).flatten()
        };
        let way: SmallVec<[NodeId; 16]> = std::iter::successors(Some(node), up)
            .take(DEEPEST)
            .collect();
        let is_cut = way.last().and_then(up).is_some();
        let mut above = way.iter().enumerate().filter(|_| !is_cut);
        let known = above.find_map(|(index, here)| Some((index, paths.get(here)?.clone())));
        let begin = || ElementPath::of_text(if is_cut { "…" } else { "" });
        let (below, mut path) = known.unwrap_or_else(|| (way.len(), begin()));
        for here in way[..below].iter().rev() {
            path = self.part(&path, *here);
            if !is_cut {
                paths.insert(*here, path.clone());
            }
        }
        if is_cut {
            // Its parts are the beginning of no other path.
            path = ElementPath::of_text(&path.to_string());
            paths.insert(node, path.clone());
        }
        path
    }

    /// The path of a node below the one that is given.
    fn part(&self, above: &ElementPath, node: NodeId) -> ElementPath {
        let ordinal = self.binding(node).ordinal;
        let label = (ordinal > 0).then(|| self.label(node)).flatten();
        let label = label.map(|label| phrasing::shorten(label).into());
        let name = self.name(node);
        let known = self.member(node).map(|it| self.schema.name_text(it.name));
        match known.filter(|known| *known == name) {
            Some(known) => above.member(known, ordinal, label),
            None => above.child(name, ordinal, label),
        }
    }

    /// The path of a node as text, with the names of items.
    pub(crate) fn place(&self, node: NodeId) -> String {
        self.path(node).with_names()
    }

    /// The text that names an item for a reader: its own, or that of the first scalar that its
    /// shape requires.
    pub(crate) fn label(&self, item: NodeId) -> Option<&'t str> {
        let node = match self.structure_of(item) {
            None => item,
            Some(shape) => self.child(item, self.naming(shape)?)?,
        };
        // Whitespace names nothing, and brackets would be confused with those around the label.
        self.shown(node)
            .filter(|text| !text.trim().is_empty() && !text.contains(['[', ']']))
    }

    /// The member whose text names an item of a shape: the first scalar that it requires.
    pub(crate) fn naming(&self, shape: ShapeId) -> Option<NameId> {
        let is_scalar = |member: &&Member| {
            !matches!(member.value, ValueKind::Structure(_) | ValueKind::List(_))
        };
        let mut required = self
            .shape(shape)
            .members()
            .iter()
            .filter(|member| member.required.contains(self.version));
        required.find(is_scalar).map(|member| member.name)
    }

    /// An item in a few words: its text, or that of its first scalar.
    pub(crate) fn summary(&self, item: NodeId) -> &'t str {
        let tree: &'t Tree<'t> = self.tree;
        if !tree.node(item).has_children() {
            return tree.text(item).trim();
        }
        let is_filled = |child: &NodeId| {
            !tree.node(*child).has_children() && !tree.text(*child).trim().is_empty()
        };
        tree.children(item)
            .find(is_filled)
            .map_or_else(|| self.name(item), |child| tree.text(child).trim())
    }

    /// The text that identifies an item: its own, or that of its first required text.
    pub(crate) fn identity(&self, item: NodeId) -> &'t str {
        let tree: &'t Tree<'t> = self.tree;
        let Some(shape) = self.structure_of(item) else {
            return tree.text(item);
        };
        let mut members = self.shape(shape).members().iter();
        let key = members.find(|member| {
            member.value == ValueKind::String && member.required.contains(self.version)
        });
        key.and_then(|key| self.child(item, key.name))
            .map_or("", |child| tree.text(child))
    }

    /// The text of a scalar that is not secret, on one line and cut when long.
    pub(crate) fn value(&self, node: NodeId) -> Option<String> {
        self.shown(node)
            .map(|text| phrasing::shorten(text).into_owned())
    }

    /// The text of a scalar that is not secret.
    pub(crate) fn shown(&self, node: NodeId) -> Option<&'t str> {
        let tree: &'t Tree<'t> = self.tree;
        let is_scalar = self.shape_of(node).is_none() && !tree.node(node).has_children();
        (is_scalar && !self.is_secret(node)).then(|| tree.text(node))
    }

    /// Whether the value of a node is never printed.
    pub(crate) fn is_secret(&self, node: NodeId) -> bool {
        match self.member(node) {
            Some(member) => member.sensitive,
            None => node != self.root && self.has_secret_name(node),
        }
    }

    fn has_secret_name(&self, node: NodeId) -> bool {
        /// Bytes of the longest name that is kept: to find one takes as long as it is.
        const LONGEST_KEPT: usize = 256;
        let name = self.tree.name(node);
        if name.len() > LONGEST_KEPT {
            return self.schema.is_secret_name(name);
        }
        let mut known = self.secret_names.borrow_mut();
        if let Some(is_secret) = known.get(name) {
            return *is_secret;
        }
        let is_secret = self.schema.is_secret_name(name);
        known.insert(name.into(), is_secret);
        is_secret
    }

    /// The innermost node of the document around a range. `None` below the depth of all shapes.
    pub(crate) fn innermost(&self, span: Span) -> Option<NodeId> {
        let nodes = self.tree.nodes();
        let last = nodes
            .partition_point(|node| node.whole.start <= span.start)
            .checked_sub(1)?;
        let mut way = std::iter::successors(Some(NodeId::from_index(last)), |node| {
            self.tree.node(*node).parent()
        })
        .take(DEEPEST);
        let found = way
            .by_ref()
            .find(|node| self.tree.node(*node).whole.contains(span))?;
        (found == self.root || way.any(|node| node == self.root)).then_some(found)
    }
}
