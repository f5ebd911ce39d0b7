//! The version that a document was written for, where its members tell another one than its namespace.

use crate::lint::document::Document;
use crate::lint::fault::{Builtin, Fault, RootNamespace};
use crate::lint::identify::{namespace, version_name};
use crate::lint::wording::Argument;
use crate::model::schema::{Version, VersionSet};
use crate::text::Applicability;
use crate::tree::{Form, NodeId};

/// Fewer members of another version are mistakes of their own.
const LEAST: usize = 3;
/// Members that exist no more are rarely mistakes of their own.
const LEAST_OUTDATED: usize = 2;

/// Unknown members that other versions know.
struct Others {
    count: usize,
    /// The versions that know all of them.
    common: VersionSet,
    /// The version that tells most: in which the last of them came, or the first of them ceased.
    limit: Version,
}

/// The version that a document was written for whatever its namespace says, with the fault of the namespace: several of its members
/// are of a later or an earlier version, which knows all of them.
pub(crate) fn other_version(
    document: &Document<'_>,
    unknown: &[NodeId],
) -> Option<(Version, Fault<'static>)> {
    let (tree, schema, declared) = (document.tree, document.schema, document.version);
    let is_declared = tree.namespace() == Some(&schema.version_info(declared).namespace);
    if tree.form() != Form::Xml || !is_declared {
        return None;
    }
    let later = || {
        let others = later(document, unknown).filter(|others| others.count >= LEAST)?;
        let version = others.common.last().filter(|version| *version > declared)?;
        Some((RootNamespace::Outgrown, version, others))
    };
    let earlier = || {
        let others = earlier(document, unknown).filter(|others| others.count >= LEAST_OUTDATED)?;
        let is_earlier = |version: &Version| *version < declared;
        let version = others.common.iter().filter(is_earlier).last()?;
        Some((RootNamespace::Outdated, version, others))
    };
    let (case, version, others) = later().or_else(earlier)?;
    let cause = Builtin::NamespaceForeign(case);
    let mut fault = Fault::new(cause, namespace::span(tree, document.root));
    fault.argument("declared", version_name(schema, declared));
    fault.argument("came", version_name(schema, others.limit));
    fault.argument("count", Argument::amount(others.count));
    fault.edits = namespace::set(tree, document.root, &schema.version_info(version).namespace);
    fault.applicability = Some(Applicability::Unsafe);
    Some((version, fault))
}

fn later(document: &Document<'_>, unknown: &[NodeId]) -> Option<Others> {
    let declared = document.version;
    let first = |times: VersionSet| times.iter().find(|version| *version > declared);
    others(document, unknown, first, Version::max)
}

fn earlier(document: &Document<'_>, unknown: &[NodeId]) -> Option<Others> {
    let declared = document.version;
    let last = |times: VersionSet| times.iter().filter(|version| *version < declared).last();
    others(document, unknown, last, Version::min)
}

/// The unknown members for whose versions `limit` names one, of which `most` tells the one that counts.
fn others(
    document: &Document<'_>,
    unknown: &[NodeId],
    limit: impl Fn(VersionSet) -> Option<Version>,
    most: impl Fn(Version, Version) -> Version,
) -> Option<Others> {
    let mut all: Option<Others> = None;
    for times in unknown
        .iter()
        .filter_map(|node| versions_of(document, *node))
    {
        let Some(limit) = limit(times) else { continue };
        all = Some(match all {
            None => Others {
                count: 1,
                common: times,
                limit,
            },
            Some(all) => Others {
                count: all.count + 1,
                common: all.common.intersection(times),
                limit: most(all.limit, limit),
            },
        });
    }
    all
}

/// The versions in which the parent of an element has a member of its name.
fn versions_of(document: &Document<'_>, node: NodeId) -> Option<VersionSet> {
    let (tree, schema) = (document.tree, document.schema);
    let parent = tree.node(node).parent()?;
    let shape = document.structure_of(parent)?;
    let name = schema.name(tree.name(node))?;
    let members = document.shape(shape).members().iter();
    let same = members.filter(|member| member.name == name);
    Some(same.fold(VersionSet::NONE, |all, member| all.union(member.versions)))
}
