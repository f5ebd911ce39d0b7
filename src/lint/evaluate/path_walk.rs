//! Following the paths of rules through a document, and whether conditions hold there.

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::lint::document::Document;
use crate::lint::evaluate::compare;
use crate::model::rule::{Base, Condition, Format, Operand, Path, Step, Test};
use crate::model::schema::{NameId, ValueKind};
use crate::tree::NodeId;
use smallvec::SmallVec;

/// What surrounds the document: the request and the document before.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Surroundings<'d> {
    pub(crate) document: &'d Document<'d>,
    pub(crate) previous: Option<&'d Document<'d>>,
    pub(crate) formats: &'d [Format],
    pub(crate) if_match: Option<&'d str>,
    pub(crate) etag: Option<&'d str>,
    pub(crate) previous_etag: Option<&'d str>,
    pub(crate) joins: &'d Joins<'d>,
}

/// The items of a list by the text of a member.
#[derive(Debug, Default)]
pub(crate) struct Join<'d> {
    /// Sorted by text, in the order of the document among equals.
    items: Vec<(&'d str, NodeId)>,
    unknown: bool,
}

/// What was joined in a run, by document, list and member.
pub(crate) type Joins<'d> = RefCell<BTreeMap<(*const Document<'d>, NodeId, NameId), Join<'d>>>;

/// Nodes on a path: nearly always one or none.
pub(crate) type Nodes = SmallVec<[NodeId; 8]>;

/// Where a path leads.
#[derive(Debug, Default)]
pub(crate) struct Reached<'d> {
    /// The document that the nodes are of; `None` for a text without a node.
    pub(crate) document: Option<&'d Document<'d>>,
    pub(crate) nodes: Nodes,
    /// A text that is no node's.
    pub(crate) text: Option<&'d str>,
    /// Whether something on the way is itself at fault, so that what is not there may yet be meant.
    pub(crate) unknown: bool,
}

impl<'d> Reached<'d> {
    pub(crate) fn is_empty(&self) -> bool {
        self.nodes.is_empty() && self.text.is_none()
    }

    /// The texts of what was reached; those at fault are left out and make the whole unknown.
    pub(crate) fn texts(&self) -> SmallVec<[&'d str; 4]> {
        match self.document {
            Some(document) => self
                .nodes
                .iter()
                .filter(|node| !document.binding(**node).faulty)
                .map(|node| document.tree.text(*node))
                .collect(),
            None => self.text.into_iter().collect(),
        }
    }
}

impl<'d> Surroundings<'d> {
    /// The same with a previous document that turned out to be of another resource, which says nothing of this one. Its ETag must
    /// not be sent, but the file that brings the right one is asked for already.
    pub(crate) fn without_previous(self) -> Self {
        Self {
            previous: None,
            previous_etag: self.previous_etag.filter(|_| self.if_match.is_none()),
            ..self
        }
    }

    /// Follows a path from an instance.
    pub(crate) fn reach(&self, path: &Path, instance: NodeId) -> Reached<'d> {
        self.follow(path, instance, usize::MAX)
    }

    /// Follows a path, and takes no more than `most` items of each list at its end: whether there are any, one tells.
    fn follow(&self, path: &Path, instance: NodeId, most: usize) -> Reached<'d> {
        let text = |text: Option<&'d str>| Reached {
            text,
            ..Reached::default()
        };
        let (document, start) = match path.base {
            Base::Instance => (self.document, Some(instance)),
            Base::Root => (self.document, self.document.config),
            Base::Previous => match self.previous {
                Some(previous) => (previous, previous.config),
                // Whether there is a previous document is known even if nothing else of it is.
                None if path.steps.is_empty() => return Reached::default(),
                None => {
                    return Reached {
                        unknown: true,
                        ..Reached::default()
                    };
                }
            },
            Base::IfMatch => return text(self.if_match),
            Base::PreviousEtag => return text(self.previous_etag),
            Base::Etag => return text(self.etag),
        };
        let mut reached = Reached {
            document: Some(document),
            ..Reached::default()
        };
        let Some(mut at) = start else { return reached };
        // Members that stand once are by far the most steps, and need no list of nodes.
        let mut steps = path.steps.iter();
        while let Some(Step::Member(name)) = steps.as_slice().first() {
            let Some(slot) = document.slot(at, *name) else {
                return reached;
            };
            if slot.count > 1 {
                break;
            }
            reached.unknown |= slot.explained || document.binding(at).faulty;
            let Some(child) = slot.node() else {
                return reached;
            };
            at = child;
            steps.next();
        }
        reached.nodes.push(at);
        while let Some(step) = steps.next().filter(|_| !reached.nodes.is_empty()) {
            let most = if steps.as_slice().is_empty() {
                most
            } else {
                usize::MAX
            };
            self.step(step, document, instance, most, &mut reached);
        }
        reached
    }

    fn step(
        &self,
        step: &Step,
        document: &'d Document<'d>,
        instance: NodeId,
        most: usize,
        reached: &mut Reached<'d>,
    ) {
        let nodes = std::mem::take(&mut reached.nodes);
        match step {
            Step::Member(name) => {
                for node in nodes {
                    Self::member(document, node, *name, reached);
                }
            }
            Step::Items => {
                for node in nodes {
                    Self::items(document, node, most, reached);
                }
            }
            Step::Where { key, equals } => {
                let own;
                let wanted: &[&str] = match equals {
                    Operand::Text(text) => &[text.as_ref()],
                    Operand::Way(way) => {
                        own = self.texts_on(way, instance, reached);
                        &own
                    }
                };
                for node in nodes {
                    self.join(document, node, *key, wanted, reached);
                }
            }
        }
    }

    /// The texts that some steps lead to from the instance.
    fn texts_on(
        &self,
        way: &[Step],
        instance: NodeId,
        reached: &mut Reached<'d>,
    ) -> SmallVec<[&'d str; 4]> {
        let mut found = Reached {
            document: Some(self.document),
            ..Reached::default()
        };
        found.nodes.push(instance);
        for step in way {
            self.step(step, self.document, instance, usize::MAX, &mut found);
        }
        let texts = found.texts();
        reached.unknown |= found.unknown || texts.len() < found.nodes.len();
        texts
    }

    /// The items of a list whose member has a text. Every list is sorted by that member once and then looked up.
    fn join(
        &self,
        document: &'d Document<'d>,
        node: NodeId,
        key: NameId,
        wanted: &[&str],
        reached: &mut Reached<'d>,
    ) {
        let mut joins = self.joins.borrow_mut();
        let join = joins
            .entry((std::ptr::from_ref(document), node, key))
            .or_insert_with(|| {
                let mut items = Reached {
                    document: Some(document),
                    ..Reached::default()
                };
                Self::items(document, node, usize::MAX, &mut items);
                let mut join = Join {
                    unknown: items.unknown,
                    ..Join::default()
                };
                for item in items.nodes {
                    let Some(value) = document.child(item, key) else {
                        continue;
                    };
                    if document.binding(value).faulty {
                        join.unknown = true;
                    } else {
                        join.items.push((document.tree.text(value), item));
                    }
                }
                join.items.sort_unstable();
                join
            });
        reached.unknown |= join.unknown;
        for wanted in wanted {
            let first = join.items.partition_point(|(text, _)| text < wanted);
            reached.nodes.extend(
                join.items[first..]
                    .iter()
                    .take_while(|(text, _)| text == wanted)
                    .map(|(_, item)| *item),
            );
        }
    }

    fn member(document: &'d Document<'d>, node: NodeId, name: NameId, reached: &mut Reached<'d>) {
        let Some(slot) = document.slot(node, name) else {
            return;
        };
        reached.unknown |= slot.explained || document.binding(node).faulty;
        let Some(first) = slot.node() else { return };
        reached.nodes.push(first);
        if slot.count > 1 && document.binding(first).ordinal > 0 {
            let tree = document.tree;
            let is_like = |other: &NodeId| {
                *other > first
                    && document.binding(*other).ordinal > 0
                    && tree.name(*other) == tree.name(first)
            };
            reached.nodes.extend(tree.children(node).filter(is_like));
        }
    }

    /// The items of a list in either style. A repeated element is an item itself.
    fn items(document: &'d Document<'d>, node: NodeId, most: usize, reached: &mut Reached<'d>) {
        let of = |list: NodeId| {
            document
                .tree
                .children(list)
                .filter(|item| document.is_bound(*item))
                .take(most)
        };
        // The number says that none of the items is meant to be there.
        let is_unmeant =
            |list: NodeId| document.binding(list).faulty && document.count_beside(list) == Some(0);
        match document.value_kind(node) {
            Some(ValueKind::Structure(_)) => {
                if let Some(list) = document.list_of(node) {
                    reached.unknown |= document.binding(list).faulty;
                    if !is_unmeant(list) {
                        reached.nodes.extend(of(list));
                    }
                } else if document.binding(node).ordinal > 0 {
                    reached.nodes.push(node);
                } else {
                    reached.unknown |= document.is_list_unknown(node);
                }
            }
            Some(ValueKind::List(_)) => {
                reached.unknown |= document.binding(node).faulty;
                reached.nodes.extend(of(node));
            }
            _ => reached.nodes.push(node),
        }
    }

    /// Whether every clause holds; `None` where that cannot be known.
    pub(crate) fn all_hold(
        &self,
        clauses: &[crate::model::schema::List<Condition>],
        instance: NodeId,
    ) -> Option<bool> {
        let mut known = true;
        for clause in clauses {
            let mut holds = Some(false);
            for condition in clause.iter() {
                match self.holds(condition, instance) {
                    Some(true) => {
                        holds = Some(true);
                        break;
                    }
                    Some(false) => {}
                    None => holds = None,
                }
            }
            match holds {
                Some(false) => return Some(false),
                None => known = false,
                Some(true) => {}
            }
        }
        known.then_some(true)
    }

    /// Whether a condition holds; `None` where a value it needs is at fault.
    fn holds(&self, condition: &Condition, instance: NodeId) -> Option<bool> {
        let most = if matches!(condition.test, Test::Present) {
            1
        } else {
            usize::MAX
        };
        let reached = self.follow(&condition.path, instance, most);
        match &condition.test {
            Test::Present if !reached.is_empty() => return Some(!condition.negated),
            Test::Present => return (!reached.unknown).then_some(condition.negated),
            Test::Empty => {
                let empty = Self::is_empty(&reached)?;
                return Some(empty != condition.negated);
            }
            // With nothing to compare with, a text is neither the same nor another.
            Test::SameAs(path) if self.reach(path, instance).is_empty() => return Some(false),
            Test::Changed => return self.has_changed(&condition.path, instance, &reached),
            _ => {}
        }
        let mut unknown = reached.unknown;
        let meets = |text: &str| self.meets(&condition.test, text, instance);
        let met = if let Some(document) = reached.document.filter(|_| !reached.nodes.is_empty()) {
            reached.nodes.iter().any(|node| {
                let faulty = document.binding(*node).faulty;
                unknown |= faulty;
                !faulty && meets(document.tree.text(*node))
            })
        } else if let Some(text) = reached
            .text
            .or(condition.default.as_deref().filter(|_| !unknown))
        {
            meets(text)
        } else if unknown {
            return None;
        } else {
            // Nothing is there to satisfy either the test or its opposite.
            return Some(false);
        };
        if met {
            return Some(!condition.negated);
        }
        if unknown {
            None
        } else {
            Some(condition.negated)
        }
    }

    /// Whether what a path leads to differs from what it leads to in the previous document.
    fn has_changed(&self, path: &Path, instance: NodeId, now: &Reached<'d>) -> Option<bool> {
        let previous = self.previous?;
        let counterpart = compare::counterpart(self.document, previous, instance)?;
        let past = Self {
            document: previous,
            previous: None,
            ..*self
        };
        let before = past.reach(path, counterpart);
        if now.unknown || before.unknown {
            return None;
        }
        let same = now.nodes.len() == before.nodes.len()
            && now
                .nodes
                .iter()
                .zip(&before.nodes)
                .all(|(one, other)| compare::same(self.document, *one, previous, *other));
        Some(!same)
    }

    fn is_empty(reached: &Reached<'d>) -> Option<bool> {
        let Some(document) = reached.document else {
            return Some(reached.text.is_none_or(str::is_empty));
        };
        for node in &reached.nodes {
            if document.is_list_unknown(*node) {
                return None;
            }
            let filled = match document.value_kind(*node) {
                Some(ValueKind::Structure(_)) if document.list_of(*node).is_none() => {
                    // A counted structure without its list is empty; any other structure is something.
                    let shape = document.structure_of(*node)?;
                    document
                        .shape(shape)
                        .counted_members(document.version)
                        .is_none()
                }
                Some(ValueKind::Structure(_) | ValueKind::List(_)) => document
                    .list_of(*node)
                    .is_some_and(|list| document.tree.node(list).has_children()),
                _ if document.binding(*node).faulty => return None,
                _ => !document.tree.text(*node).is_empty(),
            };
            if filled {
                return Some(false);
            }
        }
        if reached.unknown { None } else { Some(true) }
    }

    fn meets(&self, test: &Test, text: &str, instance: NodeId) -> bool {
        match test {
            Test::Present | Test::Empty | Test::Changed => true,
            Test::In(values) => values.iter().any(|value| value == text),
            Test::Greater(least) => text
                .trim()
                .parse::<i64>()
                .is_ok_and(|number| number > *least),
            Test::Less(most) => text
                .trim()
                .parse::<i64>()
                .is_ok_and(|number| number < *most),
            Test::Format(format) => self
                .formats
                .get(usize::from(*format))
                .is_some_and(|format| format.matches(text)),
            Test::SameAs(path) => self.reach(path, instance).texts().contains(&text),
        }
    }
}
