//! Members whose names are in another case or have other punctuation, as `callerReference` and
//! `caller_reference` have.
//!
//! A file that spells one name so mostly spells all names so. They are bound to the members that
//! they mean, and reported together.

use crate::lint::document::Document;
use crate::lint::fault::{Builtin, Fault, Unknown};
use crate::lint::wording::Argument;
use crate::model::Severity;
use crate::model::near::is_same_word;
use crate::model::schema::{Confidence, Member};
use crate::text::Applicability;
use crate::tree::NodeId;

/// How many places have a label besides the first.
const MOST_LABELS: usize = 8;
/// Siblings that are compared; no structure of the API has as many members.
const MOST_SIBLINGS: usize = 256;

/// The only member that a name means in another spelling. None where a sibling has the name itself,
/// or where the name is that of a member of another version.
pub(super) fn find_member(
    document: &Document<'_>,
    node: NodeId,
    members: &'static [Member],
) -> Option<usize> {
    let (tree, schema) = (document.tree, document.schema);
    let written = tree.name(node);
    let own = schema.name(written);
    let is_own = |member: &Member| Some(member.name) == own;
    // With other punctuation or whitespace it is broken rather than spelled differently.
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    if !written.bytes().all(is_name) || members.iter().any(is_own) {
        return None;
    }
    let is_meant = |member: &Member| {
        member.versions.contains(document.version)
            && is_same_word(written, schema.name_text(member.name))
    };
    let position = members.iter().position(is_meant)?;
    let name = members[position].name;
    let is_other = |member: &Member| is_meant(member) && member.name != name;
    let mut siblings = tree.children(tree.node(node).parent()?).take(MOST_SIBLINGS);
    let is_taken = siblings
        .any(|sibling| sibling != node && is_same_word(tree.name(sibling), schema.name_text(name)));
    (!is_taken && !members.iter().any(is_other)).then_some(position)
}

/// The fault of all such members. `around` are the faults of the keys around the document: those
/// that are of the same kind become part of it.
pub(crate) fn fault<'t>(
    document: &Document<'t>,
    respelled: &[NodeId],
    around: &mut Vec<Fault<'t>>,
) -> Option<Fault<'t>> {
    let schema = document.schema;
    let first = *respelled.first()?;
    let name_of = |node: NodeId| {
        document
            .member(node)
            .map_or("", |member| schema.name_text(member.name))
    };
    let is_same_mistake = |fault: &Fault<'_>| {
        matches!(fault.builtin(), Some(Builtin::WrapperMisspelt(_)))
            && fault.applicability == Some(Applicability::Safe)
    };
    let mut places = Vec::new();
    let mut edits = Vec::new();
    around.retain(|fault| {
        let is_same = is_same_mistake(fault);
        if is_same {
            places.push(fault.span);
            edits.extend(fault.edits.iter().cloned());
        }
        !is_same
    });
    for node in respelled {
        places.push(document.tree.node(*node).name);
        edits.extend(document.tree.rename(*node, name_of(*node)));
    }
    let case = if places.len() == 1 {
        Unknown::Case
    } else {
        Unknown::Respelled
    };
    let mut fault = Fault::new(Builtin::UnknownElement(case), places[0]).at(first);
    fault.argument(
        "written",
        Argument::Written(document.tree.name(first).into()),
    );
    fault.argument("suggestion", Argument::value(name_of(first)));
    fault.argument("suggestions", Argument::value(name_of(first)));
    fault.argument("suggested", name_of(first));
    fault.argument("count", Argument::count(places.len()));
    fault
        .related
        .extend(places.iter().skip(1).take(MOST_LABELS));
    fault.edits = edits;
    let is_required = |node: &NodeId| {
        document
            .member(*node)
            .is_some_and(|member| member.required.contains(document.version))
    };
    let confidence = schema.version_info(document.version).confidence;
    if confidence >= Confidence::Client && !respelled.iter().any(is_required) {
        fault.severity = Some(Severity::Warning);
    }
    Some(fault)
}
