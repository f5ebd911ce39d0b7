//! Members of which exactly one must be present.

use crate::lint::document::Document;
use crate::lint::fault::{Builtin, Fault};
use crate::lint::wording::Argument;
use crate::model::schema::Member;
use crate::tree::NodeId;

/// Checks the choices of a structure.
pub(super) fn check<'t>(
    document: &Document<'t>,
    node: NodeId,
    members: &'static [Member],
    faults: &mut Vec<Fault<'t>>,
) {
    let version = document.version;
    let label = |member: &'static Member| {
        let choice = member.choice.as_ref()?;
        choice
            .versions
            .contains(version)
            .then_some(choice.value.as_ref())
    };
    let mut done: Vec<&str> = Vec::new();
    for choice in members.iter().filter_map(label) {
        if done.contains(&choice) {
            continue;
        }
        done.push(choice);
        let alternatives: Vec<&Member> = members
            .iter()
            .filter(|member| label(member) == Some(choice))
            .collect();
        faults.extend(fault(document, node, &alternatives));
    }
}

/// What is wrong with one choice.
fn fault<'t>(
    document: &Document<'t>,
    node: NodeId,
    alternatives: &[&'static Member],
) -> Option<Fault<'t>> {
    let tree = document.tree;
    let names = || {
        let names = alternatives.iter().map(|member| member.name);
        names.map(|name| document.schema.name_text(name))
    };
    let present: Vec<NodeId> = alternatives
        .iter()
        .filter_map(|member| document.child(node, member.name))
        .collect();
    match present.as_slice() {
        [] => {
            let is_explained = alternatives.iter().any(|member| {
                document
                    .slot(node, member.name)
                    .is_some_and(|slot| slot.explained)
            });
            let mut fault = Fault::new(Builtin::ChoiceMissing, tree.node(node).name).at(node);
            fault.argument("members", Argument::any(names()));
            (!is_explained).then_some(fault)
        }
        [_] => None,
        [first, second, ..] => {
            let span = tree.node(*second).name;
            let mut fault = Fault::new(Builtin::ChoiceConflict, span).at(*second);
            fault.argument("members", Argument::all(names()));
            fault.argument("first", document.name(*first));
            fault.related.push(tree.node(*first).name);
            Some(fault)
        }
    }
}
