//! The version that a document was written for, where its members tell another one than its namespace.

use crate::lint::document::Document;
use crate::lint::fault::{Builtin, Fault, RootNamespace};
use crate::lint::identify::{namespace, version_name};
use crate::lint::wording::Argument;
use crate::model::schema::{Version, VersionSet};
use crate::text::Applicability;
use crate::tree::{Form, NodeId};

/// The later version that a document was written for whatever its namespace says: several of its members came later, and it knows
/// all of them. With the fault of the namespace.
pub(crate) fn outgrown(
    document: &Document<'_>,
    unknown: &[NodeId],
) -> Option<(Version, Fault<'static>)> {
    /// Fewer are slips of their own.
    const LEAST: usize = 3;
    let (tree, schema, declared) = (document.tree, document.schema, document.version);
    let is_declared = tree.namespace() == Some(&schema.version_info(declared).namespace);
    if tree.form() != Form::Xml || !is_declared || unknown.len() < LEAST {
        return None;
    }
    let mut known: Option<VersionSet> = None;
    let mut came = declared;
    let mut count = 0;
    for node in unknown {
        let Some(shape) = tree
            .node(*node)
            .parent()
            .and_then(|parent| document.structure_of(parent))
        else {
            continue;
        };
        let Some(name) = schema.name(tree.name(*node)) else {
            continue;
        };
        let members = document
            .shape(shape)
            .members()
            .iter()
            .filter(|member| member.name == name);
        let times = members.fold(VersionSet::NONE, |all, member| all.union(member.versions));
        let Some(first) = times.iter().find(|version| *version > declared) else {
            continue;
        };
        count += 1;
        came = came.max(first);
        known = Some(known.map_or(times, |known| known.intersection(times)));
    }
    let later = known?
        .last()
        .filter(|later| *later > declared && count >= LEAST)?;
    let cause = Builtin::NamespaceForeign(RootNamespace::Outgrown);
    let mut fault = Fault::new(cause, namespace::span(tree, document.root));
    fault.argument("declared", version_name(schema, declared));
    fault.argument("came", version_name(schema, came));
    fault.argument("count", Argument::amount(count));
    fault.edits = namespace::set(tree, document.root, &schema.version_info(later).namespace);
    fault.applicability = Some(Applicability::Unsafe);
    Some((later, fault))
}
