//! What becomes of members that a structure does not have: what the tool asks for, what it sends in
//! their place, and the booleans that say whether others are given.

use crate::lint::translate::block::given::{Given, is_doubtful, is_given};
use crate::lint::translate::block::{Converter, Structure, Target};
use crate::lint::translate::draft::{Draft, DraftId, implied_place};
use crate::lint::translate::fault::{Fault, FaultKind};
use crate::lint::translate::meaning::Meaning;
use crate::lint::translate::origins::Origin;
use crate::model::dialect::{Block, Property, Repeats, Role, Sent};
use crate::model::schema::{NameId, Text, ValueKind};
use crate::tree::{NodeId, NodeKind};

impl Converter<'_> {
    /// A member that the tool asks for and the structure does not have.
    pub(super) fn missing(
        &mut self,
        block: &'static Block,
        property: &'static Property,
        node: NodeId,
    ) {
        let tree = self.reading.tree;
        let place = self.structure_place(node, tree.place(node));
        let span = if place.name.is_empty() {
            tree.node(node).head()
        } else {
            place.name
        };
        self.faults.push(Fault {
            kind: FaultKind::Missing {
                name: &property.name,
            },
            span,
            node,
            member: Some(&property.name),
            parent: self.name_of(block),
        });
    }

    /// A member that is not given and that the tool does not ask for.
    pub(super) fn absent(
        &mut self,
        target: Target,
        property: &'static Property,
        given: &[Given],
        is_open: bool,
    ) {
        let others = |is: fn(Meaning) -> bool| {
            property
                .unless
                .iter()
                .any(|other| is(given[usize::from(*other)].meaning))
        };
        if others(is_given) {
            return;
        }
        let is_doubtful = is_open
            || property.role == Role::Computed
            || property.sent.is_some() && others(is_doubtful);
        if is_doubtful {
            self.drafts.nodes[target.parent].explained.push(target.name);
        } else if let Some(sent) = &property.sent {
            self.sent(target, sent);
        }
    }

    /// What is sent for a member that is not given.
    pub(super) fn sent(&mut self, target: Target, sent: &'static Sent) {
        match sent {
            Sent::Text(text) => {
                self.leaf(target, Some(text.to_string()), false);
            }
            Sent::Members(members) => {
                let ValueKind::Structure(shape) = target.value else {
                    return;
                };
                let holder = Draft::new(NodeKind::Object, target.name, target.place, target.origin);
                let holder = self.drafts.add(target.parent, holder);
                for (name, text) in members.iter() {
                    let Some(member) = self.member(shape, *name) else {
                        continue;
                    };
                    let inner = Target {
                        parent: holder,
                        name: *name,
                        value: member.value,
                        ..target
                    };
                    self.leaf(inner, Some(text.to_string()), false);
                }
            }
            Sent::Texts(texts) => self.sent_texts(target, texts),
        }
    }

    /// The list that is sent for a member that is not given.
    fn sent_texts(&mut self, target: Target, texts: &[Text]) {
        let ValueKind::Structure(shape) = target.value else {
            return;
        };
        let counted = self
            .schema
            .shape(shape)
            .counted_members(self.schema.newest());
        let Some((count, list)) = counted else { return };
        let ValueKind::List(items) = list.value else {
            return;
        };
        let Some(item) = self.schema.shape(items).members().first() else {
            return;
        };
        // Where a part of it is given, the structure is there already.
        let given = self.drafts.child(target.parent, target.name);
        let holder = given.unwrap_or_else(|| {
            let made = Draft::new(NodeKind::Object, target.name, target.place, target.origin);
            self.drafts.add(target.parent, made)
        });
        let part = |parent: DraftId, name: NameId, value: ValueKind| Target {
            parent,
            name,
            value,
            ..target
        };
        self.leaf(
            part(holder, count.name, count.value),
            Some(texts.len().to_string()),
            false,
        );
        let list = self.leaf(part(holder, list.name, list.value), None, false);
        for text in texts {
            self.leaf(
                part(list, item.name, item.value),
                Some(text.to_string()),
                false,
            );
        }
    }

    /// The boolean that says whether a member is given.
    pub(super) fn switch(
        &mut self,
        structure: Structure,
        property: &'static Property,
        target: &Target,
        meaning: Meaning,
    ) {
        let Some((name, way)) = property.switch.split_last() else {
            return;
        };
        let mut parent = structure.draft;
        let mut shape = structure.block.shape;
        for step in way {
            let Some(ValueKind::Structure(inner)) = self.member(shape, *step).map(|it| it.value)
            else {
                return;
            };
            let Some(found) = self.drafts.child(parent, *step) else {
                return;
            };
            (parent, shape) = (found, inner);
        }
        if self.drafts.nodes[parent].is_unknown {
            return;
        }
        let Some(member) = self.member(shape, *name) else {
            return;
        };
        let tree = self.reading.tree;
        let is_on = match meaning {
            Meaning::Known(value) if property.repeats == Repeats::Never => {
                Some(!tree.text(value).is_empty())
            }
            Meaning::Known(value) => self.length(value, property.repeats).map(|it| it > 0),
            Meaning::Unknown if property.repeats == Repeats::Never => Some(true),
            Meaning::Absent => Some(false),
            Meaning::Unknown | Meaning::Maybe => None,
        };
        let switch = Target {
            parent,
            name: *name,
            value: member.value,
            unknown: None,
            origin: Origin {
                name: None,
                is_implied: true,
                ..target.origin
            },
            place: implied_place(target.place),
        };
        let text = is_on.unwrap_or_default().to_string();
        self.leaf(switch, Some(text), is_on.is_none());
    }
}
