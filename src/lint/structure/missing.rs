//! Required members that are missing.

use crate::lint::document::Document;
use crate::lint::fault::{Builtin, Fault, Missing};
use crate::lint::repair;
use crate::lint::structure::quantity;
use crate::lint::wording::Argument;
use crate::model::schema::Member;
use crate::text::Span;
use crate::tree::{NodeId, Tree};

/// The fault of a structure without a required member.
#[cold]
pub(super) fn fault<'t>(
    document: &Document<'t>,
    node: NodeId,
    member: &'static Member,
) -> Fault<'t> {
    let span = place(document.tree, node);
    let mut fault = Fault::new(Builtin::MissingElement(Missing::Plain), span).at(node);
    fault.argument("member", document.member_name(node, member));
    fault.argument("element", document.name(node));
    let counted = document
        .structure_of(node)
        .and_then(|shape| document.shape(shape).counted_members(document.version));
    if let Some((_, list)) = counted.filter(|(count, _)| count.name == member.name) {
        let list = document.child(node, list.name);
        // The list gives the number, unless what is there is not a list or belongs in one.
        if quantity::is_not_list(document, list) || quantity::has_stray_values(document, node) {
            return fault;
        }
        let count = list.map_or(0, |list| document.tree.children(list).count());
        fault.edits = repair::insert_member(document, node, member.name, &count.to_string());
        fault.argument("count", Argument::Integer(count as i64));
        return fault.case(Builtin::MissingElement(Missing::Count));
    }
    if let Some(edits) = repair::insert_default(document, node, member) {
        fault.edits = edits;
        return fault.case(Builtin::MissingElement(Missing::Default));
    }
    fault
}

/// Where a member is missing: the name of the structure, or what comes first where it has none.
fn place(tree: &Tree<'_>, node: NodeId) -> Span {
    let it = tree.node(node);
    [it.name, it.head()]
        .into_iter()
        .find(|span| !span.is_empty())
        .unwrap_or(it.value())
}
