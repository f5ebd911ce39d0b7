//! What a fault keeps from being evaluated, element by element, so that nobody takes a finding for
//! repaired that is only hidden.
//!
//! What lives here: from the marks that binding and evaluating left to the places. What does not:
//! asking them ([`outcome::gaps`](crate::outcome::gaps)).

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use crate::lint::document::Document;
use crate::lint::fault::{Bound, Builtin, Fault, Mismatch};
use crate::lint::rulebook::RuleBook;
use crate::model::rule::{Check, Step, Target};
use crate::model::schema::{NameId, ShapeId, ValueKind};
use crate::outcome::ElementPath;
use crate::outcome::gaps::{Found, Gap, Gaps, MOST_ITEMS, Names};
use crate::tree::{NodeId, NodeSet};

/// With more places than this, nothing is taken for known.
const MOST_GAPS: usize = 5_000;
/// Nor with more doubts than this, of which several can be about one place.
pub(super) const MOST_DOUBTS: usize = 10 * MOST_GAPS;

/// What was in doubt while the rules were evaluated.
#[derive(Debug, Default)]
pub(super) struct Doubts {
    /// Rules, by their place in the book, with the element where what they need is itself at fault;
    /// no more than one above [`MOST_DOUBTS`].
    pub(super) rules: Vec<(usize, NodeId)>,
    /// What must be removed as a whole, with all its faults.
    pub(super) removed: NodeSet,
}

impl Doubts {
    pub(super) fn is_empty(&self) -> bool {
        self.rules.is_empty() && self.removed.is_empty()
    }
}

/// The places of a document where something could not be evaluated. `is_of_another` is whether
/// the previous document is that of another resource, so that nothing was compared with it.
pub(super) fn of(
    document: &Document<'_>,
    rules: RuleBook<'_>,
    doubts: Doubts,
    is_of_another: bool,
    faults: &[Fault<'_>],
) -> Gaps {
    if doubts.rules.len() > MOST_DOUBTS {
        return Gaps::everything();
    }
    let mut search = Search {
        document,
        rules,
        within: HashMap::new(),
        gaps: Vec::new(),
    };
    search.nodes();
    if search.gaps.len() > MOST_GAPS {
        return Gaps::everything();
    }
    for node in doubts.removed.iter() {
        search.whole(node);
    }
    search.doubts(doubts.rules);
    if is_of_another {
        let comparing = rules.iter().filter(|rule| rule.compares());
        let names = comparing.map(|rule| rule.name.clone()).collect();
        search.add(Arc::new(names), document.path(document.root));
    }
    if search.gaps.len() > MOST_GAPS {
        return Gaps::everything();
    }
    Gaps::new(search.gaps, found(document, rules, faults))
}

/// The rules that found something at a value that is at fault, and so were evaluated there.
fn found(document: &Document<'_>, rules: RuleBook<'_>, faults: &[Fault<'_>]) -> Vec<Found> {
    let known = |fault: &Fault<'_>| {
        let node = fault.node.filter(|node| document.binding(*node).faulty)?;
        let rule = rules.of_cause(fault.cause)?;
        Some((rule.name.clone(), document.path(node)))
    };
    faults.iter().filter_map(known).take(MOST_GAPS).collect()
}

/// A part of a document: what it contains, the member that it is, and whether there are counted
/// items in it or next to it.
type Part = (Option<ValueKind>, Option<(ShapeId, NameId)>, bool);

/// The faults of the engine that only counted items have.
const OF_COUNTS: [&str; 3] = [
    Builtin::QuantityMismatch(Mismatch::Number).name(),
    Builtin::EmptyItems.name(),
    Builtin::ItemCount(Bound::Few).name(),
];

struct Search<'s> {
    document: &'s Document<'s>,
    rules: RuleBook<'s>,
    /// The rules that may find something in a part.
    within: HashMap<Part, Arc<Names>>,
    gaps: Vec<Gap>,
}

impl Search<'_> {
    fn nodes(&mut self) {
        let document = self.document;
        let nodes = document.tree.nodes();
        let end = document.tree.node(document.root).whole.end;
        let mut lists = BTreeSet::new();
        for (index, it) in nodes.iter().enumerate().skip(document.root.index()) {
            if it.whole.start >= end || self.gaps.len() > MOST_GAPS {
                break;
            }
            let node = NodeId::from_index(index);
            let list = it
                .parent()
                .filter(|parent| matches!(document.value_kind(*parent), Some(ValueKind::List(_))));
            let binding = document.binding(node);
            if let Some(list) = list.filter(|_| !document.is_bound(node) || self.is_unnamed(node)) {
                lists.insert(list);
            }
            let is_doubtful = binding.faulty || it.is_repaired();
            match document.value_kind(node) {
                Some(ValueKind::List(_)) if is_doubtful && !it.has_children() => {
                    lists.insert(node);
                }
                Some(ValueKind::Structure(_)) if is_doubtful && !it.has_children() => {
                    self.whole(node);
                }
                Some(_) if is_doubtful => self.value(node),
                _ => {}
            }
            self.members(node);
        }
        for list in lists {
            self.list(list);
        }
    }

    /// Whether an item has not the text that names it, and a finding says why.
    fn is_unnamed(&self, item: NodeId) -> bool {
        let document = self.document;
        let name = document
            .structure_of(item)
            .and_then(|shape| document.naming(shape));
        name.and_then(|name| document.slot(item, name))
            .is_some_and(|slot| slot.node().is_none() && slot.explained)
    }

    /// A value at fault: the engine reports one fault of a value, and rules look at none of them.
    fn value(&mut self, node: NodeId) {
        let parent = self.document.tree.node(node).parent();
        let is_counted = parent
            .and_then(|parent| self.document.structure_of(parent))
            .is_some_and(|shape| self.is_counted(shape));
        let rules = self.rules_within((None, None, is_counted));
        self.gaps.push(Gap {
            rules,
            place: self.document.path(node),
            is_deep: false,
            evaluated: Vec::new(),
        });
    }

    /// What is not there, as a finding explains.
    fn members(&mut self, structure: NodeId) {
        let document = self.document;
        let Some(shape) = document.structure_of(structure) else {
            return;
        };
        for member in document.shape(shape).members() {
            if !member.versions.contains(document.version) {
                continue;
            }
            let slot = document.slot_at(structure, member.slot);
            if slot.count > 0 || !slot.explained {
                continue;
            }
            let is_scalar = !matches!(member.value, ValueKind::Structure(_) | ValueKind::List(_));
            let is_counted = !is_scalar || self.is_counted(shape);
            let part = (Some(member.value), Some((shape, member.name)), is_counted);
            let rules = self.rules_within(part);
            let name = document.member_name(structure, member);
            self.add(rules, document.path(structure).child(name, 0, None));
        }
    }

    /// All that an element contains.
    fn whole(&mut self, node: NodeId) {
        let rules = self.rules_within((self.document.value_kind(node), None, true));
        self.add(rules, self.document.path(node));
    }

    /// What a list may contain besides the items that could be read.
    fn list(&mut self, list: NodeId) {
        let document = self.document;
        let rules = self.rules_within((document.value_kind(list), None, true));
        let items = document
            .tree
            .children(list)
            .filter(|item| document.is_bound(*item) && !self.is_unnamed(*item));
        let evaluated = items.take(MOST_ITEMS + 1);
        self.gaps.push(Gap {
            rules,
            place: document.path(list),
            is_deep: true,
            evaluated: evaluated.map(|item| document.path(item)).collect(),
        });
    }

    /// Rules, each with the element where what they need is itself at fault.
    fn doubts(&mut self, mut doubts: Vec<(usize, NodeId)>) {
        doubts.sort_unstable_by_key(|(rule, node)| (*node, *rule));
        // Items of a list nearly always have the same.
        let mut last: &[(usize, NodeId)] = &[];
        let mut names: Arc<Names> = Arc::default();
        for group in doubts.chunk_by(|one, other| one.1 == other.1) {
            let rules = group.iter().map(|(rule, _)| *rule);
            if !rules.clone().eq(last.iter().map(|(rule, _)| *rule)) {
                let rules = rules.filter_map(|rule| self.rules.get(rule));
                names = Arc::new(rules.map(|rule| rule.name.clone()).collect());
            }
            last = group;
            self.add(Arc::clone(&names), self.document.path(group[0].1));
        }
    }

    fn add(&mut self, rules: Arc<Names>, place: ElementPath) {
        self.gaps.push(Gap {
            rules,
            place,
            is_deep: true,
            evaluated: Vec::new(),
        });
    }

    fn is_counted(&self, shape: ShapeId) -> bool {
        let shape = self.document.shape(shape);
        shape.counted_members(self.document.version).is_some()
    }

    /// The rules that may find something in a part of a document: those of the engine, and those
    /// with a target in it.
    fn rules_within(&mut self, part: Part) -> Arc<Names> {
        if let Some(known) = self.within.get(&part) {
            return Arc::clone(known);
        }
        let shapes = part
            .0
            .map(|value| self.shapes_within(value))
            .unwrap_or_default();
        let is_in = |target: &Target| {
            let is_member = part.1.is_some_and(|(shape, name)| {
                let first = target.path.steps.first();
                target.shape == shape
                    && matches!(first, Some(Step::Member(first)) if *first == name)
            });
            is_member || shapes.contains(&target.shape)
        };
        let names: Names = self
            .rules
            .iter()
            .filter(|rule| match &rule.check {
                Check::Builtin { fault, .. } => part.2 || !OF_COUNTS.contains(&fault.as_ref()),
                _ => rule.at.iter().any(is_in),
            })
            .map(|rule| rule.name.clone())
            .collect();
        let names = Arc::new(names);
        self.within.insert(part, Arc::clone(&names));
        names
    }

    /// The shapes that a value consists of.
    fn shapes_within(&self, value: ValueKind) -> BTreeSet<ShapeId> {
        let mut shapes = BTreeSet::new();
        let mut open = vec![value];
        while let Some(value) = open.pop() {
            if let ValueKind::Structure(shape) | ValueKind::List(shape) = value
                && shapes.insert(shape)
            {
                let members = self.document.shape(shape).members();
                open.extend(members.iter().map(|member| member.value));
            }
        }
        shapes
    }
}
