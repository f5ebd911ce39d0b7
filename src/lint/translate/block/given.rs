//! What a structure of a template says about the members of its table, and what each means
//! next to the others.

use crate::lint::translate::block::Converter;
use crate::lint::translate::fault::FaultKind;
use crate::lint::translate::meaning::Meaning;
use crate::model::dialect::{Block, Property, Repeats, Role};
use crate::tree::{Form, NodeId, NodeKind};

/// What a structure says about one of its members.
#[derive(Clone, Copy)]
pub(super) struct Given {
    /// The node with the key.
    pub(super) node: Option<NodeId>,
    pub(super) meaning: Meaning,
    /// What says which parts of it only a deployment knows.
    pub(super) unknown: Option<NodeId>,
}

impl Converter<'_> {
    /// What the structure says about each member of its table, and whether there may be others.
    pub(super) fn read(
        &mut self,
        block: &'static Block,
        node: NodeId,
        unknown: Option<NodeId>,
    ) -> (Vec<Given>, bool) {
        let tree = self.reading.tree;
        let mut given = vec![
            Given {
                node: None,
                meaning: Meaning::Absent,
                unknown: None,
            };
            block.properties.len()
        ];
        let mut is_open = tree.node(node).is_repaired();
        for child in tree.children(node) {
            let name = tree.name(child);
            if self.reading.is_opaque(name) {
                is_open = true;
                continue;
            }
            if name == self.reading.functions.dynamic {
                self.dynamic(block, child, &mut given);
                continue;
            }
            let known = block.properties.iter().position(|it| it.name == name);
            let Some(index) = known.filter(|at| block.properties[*at].role != Role::Attribute)
            else {
                // What a name is probably meant to be is neither missing nor known.
                if let Some(meant) = self.unknown_member(block, child) {
                    self.misspelt.insert((node, &block.properties[meant].name));
                    if given[meant].meaning == Meaning::Absent {
                        given[meant].meaning = Meaning::Maybe;
                    }
                }
                continue;
            };
            let property = &block.properties[index];
            let is_block = tree.form() == Form::Hcl
                && property.block.is_some()
                && property.repeats != Repeats::Never;
            if is_block && matches!(given[index].meaning, Meaning::Known(_)) {
                continue;
            }
            self.note_duplicate(block, index, child, given[index]);
            given[index] = Given {
                node: Some(child),
                meaning: self.meaning(child, property),
                unknown: None,
            };
        }
        self.overlay(block, unknown, &mut given);
        (given, is_open)
    }

    /// Notes that a member is there already. Blocks of the same name may be generated or not, and
    /// those for the tool itself may be repeated.
    fn note_duplicate(
        &mut self,
        block: &'static Block,
        index: usize,
        second: NodeId,
        first: Given,
    ) {
        let tree = self.reading.tree;
        let property = &block.properties[index];
        let is_block = tree.form() == Form::Hcl;
        let is_sure = !is_block
            || matches!(first.meaning, Meaning::Known(_))
                && matches!(property.role, Role::Sent | Role::Computed);
        if let Some(first) = first.node.filter(|_| is_sure) {
            let kind = FaultKind::Duplicate {
                name: property.name.to_string(),
                first: tree.node(first).name,
                is_block,
            };
            self.fault(second, block, kind);
        }
    }

    fn meaning(&self, child: NodeId, property: &Property) -> Meaning {
        let tree = self.reading.tree;
        let is_empty = |value| tree.text(value).is_empty() && !tree.node(value).has_children();
        match self.reading.meaning(child) {
            Meaning::Known(value) if property.empty_is_absent && is_empty(value) => Meaning::Absent,
            meaning => meaning,
        }
    }

    /// Notes members that blocks may be generated for.
    fn dynamic(&mut self, block: &'static Block, node: NodeId, given: &mut [Given]) {
        let tree = self.reading.tree;
        let is_blocks = tree.form() == Form::Hcl;
        let names: Vec<&str> = if is_blocks {
            tree.labels(node).collect()
        } else {
            tree.children(node).map(|child| tree.name(child)).collect()
        };
        let count = self.reading.repetitions(node);
        let content = self.content(node).filter(|_| is_blocks).unwrap_or(node);
        for (index, property) in block.properties.iter().enumerate() {
            if !names.contains(&property.name.as_ref()) {
                continue;
            }
            let given = &mut given[index];
            if matches!(given.meaning, Meaning::Known(_)) {
                let is_once = is_blocks && property.repeats == Repeats::Never;
                if is_once && count.is_some_and(|count| count > 0) {
                    self.note_duplicate(block, index, node, *given);
                }
                continue;
            }
            if count == Some(0) {
                // What a block requires is not left out on purpose.
                if property.required && given.meaning == Meaning::Absent {
                    given.meaning = Meaning::Maybe;
                }
                continue;
            }
            given.node = Some(content);
            given.meaning = match count {
                _ if property.repeats != Repeats::Never && is_blocks => Meaning::Known(content),
                Some(1) if is_blocks => Meaning::Known(content),
                _ => Meaning::Maybe,
            };
        }
    }

    /// The part of a generating block that has the members of what it generates.
    pub(super) fn content(&self, dynamic: NodeId) -> Option<NodeId> {
        let tree = self.reading.tree;
        let name = self.reading.functions.repeated.get(1)?;
        tree.children(dynamic)
            .find(|child| tree.name(*child) == name)
    }

    /// Notes what a plan does not know of the members.
    pub(super) fn overlay(
        &self,
        block: &'static Block,
        unknown: Option<NodeId>,
        given: &mut [Given],
    ) {
        let tree = self.reading.tree;
        for child in unknown.into_iter().flat_map(|node| tree.children(node)) {
            let name = tree.name(child);
            let Some(index) = block.properties.iter().position(|it| it.name == name) else {
                continue;
            };
            let is_all = tree.node(child).kind == NodeKind::Boolean && tree.text(child) == "true";
            let it = &mut given[index];
            it.unknown = Some(child);
            if is_all {
                it.node = it.node.or(Some(child));
                it.meaning = Meaning::Unknown;
            }
        }
    }
}

/// The members in the order in which they are converted: what is surely there comes first, so that
/// it has its place when the rest is looked at.
pub(super) fn order(given: &[Given]) -> Vec<usize> {
    let (sure, other): (Vec<usize>, Vec<usize>) =
        (0..given.len()).partition(|index| is_given(given[*index].meaning));
    sure.into_iter().chain(other).collect()
}

/// What a member means next to the others; `None` where it is dropped.
pub(super) fn effective(property: &Property, given: &[Given], own: Meaning) -> Option<Meaning> {
    let any = |others: &[u16], is: fn(Meaning) -> bool| {
        others
            .iter()
            .any(|other| is(given[usize::from(*other)].meaning))
    };
    if any(&property.dropped_with, is_given) {
        return None;
    }
    let mut is_doubtful_here = any(&property.dropped_with, is_doubtful);
    if !property.needs.is_empty() && !any(&property.needs, is_given) {
        if !any(&property.needs, is_doubtful) {
            return None;
        }
        is_doubtful_here = true;
    }
    Some(if is_doubtful_here {
        Meaning::Maybe
    } else {
        own
    })
}

pub(super) fn is_given(meaning: Meaning) -> bool {
    matches!(meaning, Meaning::Known(_) | Meaning::Unknown)
}

pub(super) fn is_doubtful(meaning: Meaning) -> bool {
    meaning == Meaning::Maybe
}
