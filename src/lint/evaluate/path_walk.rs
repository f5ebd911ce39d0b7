//! Following the paths of rules through a document.

use std::cell::RefCell;
use std::collections::BTreeMap;

use smallvec::SmallVec;

use crate::lint::document::Document;
use crate::lint::other_files::AtHand;
use crate::model::rule::{Base, Format, Operand, Outline, Path, Step};
use crate::model::schema::{NameId, ValueKind};
use crate::tree::{NodeId, NodeKind};

/// What rules are evaluated on: the document, what is known about the request, and the document
/// that an update replaces.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Inputs<'d> {
    pub(crate) document: &'d Document<'d>,
    pub(crate) previous: Option<&'d Document<'d>>,
    pub(crate) formats: &'d [Format],
    pub(crate) if_match: Option<&'d str>,
    pub(crate) etag: Option<&'d str>,
    pub(crate) previous_etag: Option<&'d str>,
    pub(crate) lookups: &'d Lookups<'d>,
    /// Whether what is known of an unknown value counts.
    pub(crate) reads_outlines: bool,
}

/// What is made while paths are followed, and kept for the run.
#[derive(Debug)]
pub(crate) struct Lookups<'d> {
    indexes: ItemIndexes<'d>,
    /// The documents besides the one that is checked.
    pub(crate) others: AtHand<'d>,
}

impl<'d> Lookups<'d> {
    pub(crate) fn new(others: AtHand<'d>) -> Self {
        Self {
            indexes: ItemIndexes::default(),
            others,
        }
    }
}

/// The items of a list by the text of a member.
#[derive(Debug, Default)]
struct ItemIndex<'d> {
    /// Sorted by text, in the order of the document among equals.
    items: Vec<(&'d str, NodeId)>,
    unknown: bool,
}

/// The way from an item to the text by which it is found: nearly always one member.
type Key = SmallVec<[NameId; 2]>;

/// The indexes of a run, by document, list and member.
type ItemIndexes<'d> = RefCell<BTreeMap<(*const Document<'d>, NodeId, Key), ItemIndex<'d>>>;

/// Nodes on a path: nearly always one or none.
pub(crate) type Nodes = SmallVec<[NodeId; 8]>;

/// Texts on a path: nearly always one or none.
pub(crate) type Texts<'d> = SmallVec<[&'d str; 4]>;

/// More items of a list with the same text are not looked at: every reference to it would lead to
/// all of them.
const MOST_ALIKE: usize = 10;

/// More texts of a filter, and more items with the text that a rule names, are not looked at: all
/// instances may lead to the same ones.
const MOST_JOINED: usize = 250;

/// How many items of each list are taken.
#[derive(Clone, Copy)]
pub(super) struct Most {
    on_the_way: usize,
    at_end: usize,
}

impl Most {
    const ALL: Self = Self {
        on_the_way: usize::MAX,
        at_end: usize::MAX,
    };
    /// One more than is used shows that there are more.
    const JOINED: Self = Self {
        on_the_way: MOST_JOINED + 1,
        at_end: MOST_JOINED + 1,
    };

    /// So many at the end of the path.
    pub(super) fn at_end(at_end: usize) -> Self {
        Self {
            at_end,
            ..Self::ALL
        }
    }
}

/// Where a path leads.
#[derive(Debug, Default)]
pub(crate) struct Reached<'d> {
    /// The document that the nodes are of; `None` for a text without a node.
    pub(crate) document: Option<&'d Document<'d>>,
    pub(crate) nodes: Nodes,
    /// A text that is not a node's.
    pub(crate) text: Option<&'d str>,
    /// Whether something on the path is itself at fault, so that what is missing may exist
    /// nevertheless.
    pub(crate) unknown: bool,
    /// Whether the path leads into a document that is not at hand.
    pub(crate) is_not_at_hand: bool,
}

impl<'d> Reached<'d> {
    pub(crate) fn is_empty(&self) -> bool {
        self.nodes.is_empty() && self.text.is_none()
    }

    /// Whether the nodes are of this document.
    pub(crate) fn is_of(&self, document: &Document<'_>) -> bool {
        self.document
            .is_some_and(|other| std::ptr::addr_eq(other, document))
    }

    /// Whether a node is a `null` of JSON.
    pub(crate) fn has_null(&self) -> bool {
        let is_null = |document: &Document<'_>| {
            let mut nodes = self.nodes.iter();
            nodes.any(|node| document.tree.node(*node).kind == NodeKind::Null)
        };
        self.document.is_some_and(is_null)
    }

    /// The texts of the nodes, except those at fault.
    pub(crate) fn texts(&self) -> Texts<'d> {
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

impl<'d> Inputs<'d> {
    /// The same without the previous document, which is of another resource. Its ETag is kept where
    /// none was given with the request.
    pub(crate) fn without_previous(self) -> Self {
        Self {
            previous: None,
            previous_etag: self.previous_etag.filter(|_| self.if_match.is_none()),
            ..self
        }
    }

    /// The same with the previous document as the one that is evaluated.
    pub(crate) fn of_previous(&self, previous: &'d Document<'d>) -> Self {
        Self {
            document: previous,
            previous: None,
            ..*self
        }
    }

    /// Whether a text has a format; `None` where that is unknown.
    pub(super) fn has_format(
        &self,
        document: &Document<'_>,
        node: NodeId,
        format: u16,
    ) -> Option<bool> {
        let format = self.formats.get(usize::from(format))?;
        if document.binding(node).faulty {
            format.decides(self.outline(document, node)?)
        } else {
            Some(format.matches(document.tree.text(node)))
        }
    }

    /// What is known of an unknown value, where that counts.
    pub(super) fn outline<'o>(
        &self,
        document: &'o Document<'_>,
        node: NodeId,
    ) -> Option<&'o Outline> {
        document.outline(node).filter(|_| self.reads_outlines)
    }

    /// Follows a path from an instance.
    pub(crate) fn reach(&self, path: &Path, instance: NodeId) -> Reached<'d> {
        self.follow(path, instance, Most::ALL)
    }

    /// Follows a path, and takes at most so many items of each list.
    pub(super) fn follow(&self, path: &Path, instance: NodeId, most: Most) -> Reached<'d> {
        let text = |text: Option<&'d str>| Reached {
            text,
            ..Reached::default()
        };
        let unknown = |is_not_at_hand: bool| Reached {
            unknown: true,
            is_not_at_hand,
            ..Reached::default()
        };
        let walk = |document: &'d Document<'d>, start: Option<NodeId>, steps: &[Step]| {
            self.walk((document, start), steps, instance, most)
        };
        let steps: &[Step] = &path.steps;
        match path.base {
            Base::Instance => walk(self.document, Some(instance), steps),
            Base::Root => walk(self.document, self.document.config, steps),
            Base::Previous => match self.previous {
                Some(previous) => walk(previous, previous.config, steps),
                // Whether there is a previous document is known even without one.
                None if steps.is_empty() => Reached::default(),
                None => unknown(false),
            },
            Base::Documents => match self.other(steps, instance) {
                Some((document, start, rest)) => walk(document, Some(start), rest),
                None => unknown(true),
            },
            Base::IfMatch => text(self.if_match),
            Base::PreviousEtag => text(self.previous_etag),
            Base::Etag => text(self.etag),
        }
    }

    /// Takes the steps of a path from where it begins in a document.
    fn walk(
        &self,
        (document, start): (&'d Document<'d>, Option<NodeId>),
        steps: &[Step],
        instance: NodeId,
        most: Most,
    ) -> Reached<'d> {
        let mut reached = Reached {
            document: Some(document),
            ..Reached::default()
        };
        let Some(mut at) = start else { return reached };
        // Most steps lead to a member that occurs once, and need no list of nodes.
        let mut steps = steps.iter();
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
                most.at_end
            } else {
                most.on_the_way
            };
            self.step(step, instance, most, &mut reached);
        }
        #[cfg(test)]
        super::work::add(1 + reached.nodes.len());
        reached
    }

    /// Replaces the nodes that are reached by those one step further.
    fn step(&self, step: &Step, instance: NodeId, most: usize, reached: &mut Reached<'d>) {
        let Some(document) = reached.document else {
            return;
        };
        let nodes = std::mem::take(&mut reached.nodes);
        match step {
            Step::Member(name) => {
                for node in &nodes {
                    member(document, *node, *name, reached);
                }
            }
            Step::Items => {
                for node in &nodes {
                    items(document, *node, most, reached);
                }
            }
            Step::Where { key, equals } => {
                let own;
                let wanted: &[&str] = if let [Operand::Text(text)] = &**equals {
                    &[text.as_ref()]
                } else {
                    let (texts, unknown) = self.operands(equals, instance);
                    reached.unknown |= unknown;
                    own = texts;
                    &own
                };
                let is_joined = equals.iter().any(|it| matches!(it, Operand::Path(_)));
                let most = if is_joined { MOST_ALIKE } else { MOST_JOINED };
                for node in nodes {
                    self.items_where(document, node, (key, wanted, most), reached);
                }
            }
        }
    }

    /// The texts that operands mean, each once, and whether there may be others.
    pub(super) fn operands<'o>(
        &self,
        operands: &'o [Operand],
        instance: NodeId,
    ) -> (Texts<'o>, bool)
    where
        'd: 'o,
    {
        let mut texts = Texts::new();
        let mut unknown = false;
        for operand in operands {
            let path = match operand {
                Operand::Text(text) => {
                    texts.push(text.as_ref());
                    continue;
                }
                Operand::Path(path) => path,
            };
            let is_own = path.base == Base::Instance;
            let most = if is_own { Most::ALL } else { Most::JOINED };
            let found = self.follow(path, instance, most);
            let mut known = found.texts();
            unknown |= found.unknown || known.len() < found.nodes.len();
            if !is_own && known.len() > MOST_JOINED {
                known.truncate(MOST_JOINED);
                unknown = true;
            }
            texts.extend(known);
        }
        if operands.len() > 1 {
            texts.sort_unstable();
            texts.dedup();
        }
        (texts, unknown)
    }

    /// The document that the first steps of a path find, where the others begin in it, and those.
    /// `None` if it is not at hand, or not certainly one.
    fn other<'s>(
        &self,
        steps: &'s [Step],
        instance: NodeId,
    ) -> Option<(&'d Document<'d>, NodeId, &'s [Step])> {
        let [Step::Member(root), Step::Where { key, equals }, rest @ ..] = steps else {
            return None;
        };
        let (texts, unknown) = self.operands(equals, instance);
        let [text] = texts.as_slice() else {
            return None;
        };
        if unknown {
            return None;
        }
        let other = self.lookups.others.find(*root, *key.first()?, text)?;
        let document = other.document;
        match rest {
            // The file has no more than the configuration of the resource.
            [Step::Member(config), rest @ ..] if other.config == Some(*config) => {
                Some((document, document.root, rest))
            }
            _ if other.config.is_some() => None,
            _ => Some((document, document.root, rest)),
        }
    }

    /// The items of a list whose member has a text.
    fn items_where(
        &self,
        document: &'d Document<'d>,
        node: NodeId,
        (key, wanted, most): (&[NameId], &[&str], usize),
        reached: &mut Reached<'d>,
    ) {
        let mut indexes = self.lookups.indexes.borrow_mut();
        let index = indexes
            .entry((std::ptr::from_ref(document), node, Key::from_slice(key)))
            .or_insert_with(|| ItemIndex::new(document, node, key));
        reached.unknown |= index.unknown;
        for wanted in wanted {
            let first = index.items.partition_point(|(text, _)| text < wanted);
            let mut same = index.items[first..]
                .iter()
                .take_while(|(text, _)| text == wanted)
                .map(|(_, item)| *item);
            reached.nodes.extend(same.by_ref().take(most));
            reached.unknown |= same.next().is_some();
        }
    }
}

impl<'d> ItemIndex<'d> {
    fn new(document: &'d Document<'d>, list: NodeId, key: &[NameId]) -> Self {
        let mut reached = Reached {
            document: Some(document),
            ..Reached::default()
        };
        items(document, list, usize::MAX, &mut reached);
        let mut index = Self {
            items: Vec::with_capacity(reached.nodes.len()),
            unknown: reached.unknown,
        };
        for item in reached.nodes {
            let mut way = key.iter();
            let value = way.try_fold(item, |at, name| {
                let member = document.child(at, *name)?;
                index.unknown |= document.binding(member).faulty;
                Some(member)
            });
            if let Some(value) = value.filter(|value| !document.binding(*value).faulty) {
                index.items.push((document.tree.text(value), item));
            }
        }
        index.items.sort_unstable();
        index
    }
}

/// Adds the nodes of a member of a structure.
fn member<'d>(document: &'d Document<'d>, node: NodeId, name: NameId, reached: &mut Reached<'d>) {
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

/// Adds the items of a list in either style. A repeated element is an item itself.
fn items<'d>(document: &'d Document<'d>, node: NodeId, most: usize, reached: &mut Reached<'d>) {
    let of = |list: NodeId| {
        document
            .tree
            .children(list)
            .filter(|item| document.is_bound(*item))
            .take(most)
    };
    // The number next to the list is 0, so none of its items counts.
    let is_unmeant =
        |list: NodeId| document.binding(list).faulty && document.count_next_to(list) == Some(0);
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
