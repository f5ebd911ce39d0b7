//! Edits that add a member to a structure of a template, among the members that are there.
//!
//! What lives here: which of them it is put next to. How it is written there is the business of
//! each notation: [`yaml`](super::yaml), [`hcl`](super::hcl), [`insert`](super::insert).

use crate::text::Edit;
use crate::tree::arena::Tree;
use crate::tree::edit::Fragment;
use crate::tree::form::Form;
use crate::tree::node::NodeId;

/// The place of a member in the order of its structure: positions from outside in.
pub(crate) type Rank = Vec<usize>;

/// Where a member is put.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Spot {
    Before(NodeId),
    After(NodeId),
    /// There is nothing yet.
    Only,
}

impl Tree<'_> {
    /// Edits that add a member with a rank to a structure whose other members have theirs. None
    /// where the layout leaves no place for it.
    pub(crate) fn insert_ranked(
        &self,
        parent: NodeId,
        (name, rank): (&str, &Rank),
        value: &Fragment<'_>,
        siblings: &[(NodeId, Rank)],
    ) -> Vec<Edit> {
        let is_like = |other: NodeId| {
            self.form() != Form::Hcl || self.is_hcl_block(other) == value.is_hcl_block()
        };
        let like = siblings.iter().filter(|(node, _)| is_like(*node));
        let like: Vec<&(NodeId, Rank)> = like.collect();
        let spot = self.spot(parent, rank, &like, value);
        match self.form() {
            Form::Yaml => self.insert_in_yaml(parent, spot, name, value),
            Form::Hcl => self.insert_in_hcl(parent, spot, name, value),
            Form::Json | Form::Xml => {
                let before = match spot {
                    Spot::Before(next) => Some(next),
                    Spot::After(node) => self.node(node).next_sibling(),
                    Spot::Only => None,
                };
                self.insert(parent, before, name, value)
            }
        }
    }

    /// Before the first member that follows by rank and is behind all that precede, or behind the
    /// last.
    fn spot(
        &self,
        parent: NodeId,
        rank: &Rank,
        siblings: &[&(NodeId, Rank)],
        value: &Fragment<'_>,
    ) -> Spot {
        let earlier = siblings.iter().filter(|(_, other)| other < rank);
        let latest = earlier.map(|(node, _)| *node).max();
        let later = siblings
            .iter()
            .filter(|(node, other)| other > rank && latest.is_none_or(|latest| latest < *node));
        let next = later.min_by_key(|(node, other)| (other, *node));
        if let Some((next, _)) = next {
            return Spot::Before(*next);
        }
        if let Some(last) = siblings.iter().map(|(node, _)| *node).max() {
            return Spot::After(last);
        }
        let is_argument = self.form() == Form::Hcl && !value.is_hcl_block();
        let mut children = self.children(parent);
        if is_argument {
            return children.next().map_or(Spot::Only, Spot::Before);
        }
        children.last().map_or(Spot::Only, Spot::After)
    }

    /// Where a new line can begin behind a member: at the end of its line, or behind the comment
    /// there. `None` where something else is on the line.
    pub(super) fn end_of_line(&self, node: NodeId) -> Option<usize> {
        let text = self.source().text();
        let at = self.after_comment(self.node(node).whole.end as usize);
        let rest = text[at..].trim_start_matches([' ', '\t']);
        (rest.is_empty() || rest.starts_with(['\n', '\r'])).then_some(at)
    }
}
