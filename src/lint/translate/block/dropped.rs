//! What is wrong with members that the tool drops: it checks them before it drops them.

use crate::lint::translate::block::{Converter, Given, Structure, Target};
use crate::lint::translate::draft::{Draft, DraftId};
use crate::lint::translate::fault::FaultKind;
use crate::lint::translate::meaning::Meaning;
use crate::model::dialect::{Property, Repeats};
use crate::model::near::nearest;
use crate::model::schema::{NameId, ShapeKind, ValueKind};
use crate::tree::{NodeId, NodeKind};

impl Converter<'_> {
    /// Checks a member that is dropped, in a document that nobody sees.
    pub(super) fn dropped(
        &mut self,
        structure: Structure,
        property: &'static Property,
        given: Given,
    ) {
        let (Meaning::Known(value), [name]) = (given.meaning, property.place.as_ref()) else {
            return;
        };
        let Some(member) = self.member(structure.block.shape, *name) else {
            return;
        };
        let aside = self.aside(structure.draft, *name);
        let target = self.target(structure, property, given, (aside, *name, member.value));
        self.known(target, property, value, structure.block);
        if property.repeats == Repeats::Never {
            self.dropped_word(structure, property, &target, value);
        }
    }

    /// A structure that is not a part of the document.
    fn aside(&mut self, like: DraftId, name: NameId) -> DraftId {
        let it = &self.drafts.nodes[like];
        let draft = Draft::new(NodeKind::Object, name, it.place, it.origin);
        self.drafts.nodes.push(draft);
        self.drafts.nodes.len() - 1
    }

    /// Checks the value of a dropped member that has only certain values.
    fn dropped_word(
        &mut self,
        structure: Structure,
        property: &'static Property,
        target: &Target,
        value: NodeId,
    ) {
        let ValueKind::Enum(shape) = target.value else {
            return;
        };
        let ShapeKind::Enum { values, .. } = &self.schema.shape(shape).kind else {
            return;
        };
        let text = self.reading.tree.text(value).to_owned();
        let newest = self.schema.newest();
        let allowed: Vec<&'static str> = values
            .iter()
            .filter(|value| value.versions.contains(newest))
            .map(|value| value.value.as_ref())
            .collect();
        if text.is_empty() || allowed.contains(&text.as_str()) {
            return;
        }
        let near = nearest(&text, allowed.iter().copied());
        let kind = FaultKind::NotAllowed {
            name: &property.name,
            value: text,
            allowed,
            near,
        };
        self.fault(target.origin.node, structure.block, kind);
    }
}
