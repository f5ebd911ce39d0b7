//! The version that a document was written for, where its members show another one than its
//! namespace.

use std::collections::BTreeSet;

use crate::lint::document::Document;
use crate::lint::fault::{Builtin, Fault, RootNamespace};
use crate::lint::identify::{namespace, version_name};
use crate::lint::wording::Argument;
use crate::model::schema::{Version, VersionSet};
use crate::text::Applicability;
use crate::tree::{Form, NodeId, Tree};

/// Fewer members of another version are mistakes of their own.
const LEAST: usize = 3;
/// Members of different names that exist no more are rarely mistakes of their own.
const LEAST_OUTDATED: usize = 2;

/// Unknown members that other versions know.
struct Others<'t> {
    count: usize,
    names: BTreeSet<&'t str>,
    /// The versions that know all of them.
    common: VersionSet,
    /// The most specific version: in which the last of them came, or the first of them ceased.
    limit: Version,
}

/// The version that a document was written for, if its namespace is wrong, with the fault of the
/// namespace: several of its members are of a later or an earlier version, which knows all of them.
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
        let others =
            earlier(document, unknown).filter(|others| others.names.len() >= LEAST_OUTDATED)?;
        let is_earlier = |version: &Version| *version < declared;
        let version = others.common.iter().filter(is_earlier).last()?;
        Some((RootNamespace::Outdated, version, others))
    };
    let (case, version, others) = later().or_else(earlier)?;
    let cause = Builtin::NamespaceForeign(case);
    let mut fault = Fault::new(cause, namespace::span(tree, document.root));
    fault.argument("declared", version_name(schema, declared));
    fault.argument("came", version_name(schema, others.limit));
    fault.argument("count", Argument::count(others.count));
    fault.edits = namespace::set(tree, document.root, &schema.version_info(version).namespace);
    fault.applicability = Some(Applicability::Unsafe);
    Some((version, fault))
}

fn later<'t>(document: &Document<'t>, unknown: &[NodeId]) -> Option<Others<'t>> {
    let declared = document.version;
    let first = |times: VersionSet| times.iter().find(|version| *version > declared);
    others(document, unknown, first, Version::max)
}

fn earlier<'t>(document: &Document<'t>, unknown: &[NodeId]) -> Option<Others<'t>> {
    let declared = document.version;
    let last = |times: VersionSet| times.iter().filter(|version| *version < declared).last();
    others(document, unknown, last, Version::min)
}

/// The unknown members for whose versions `limit` names one, of which `most` selects the one that
/// counts.
fn others<'t>(
    document: &Document<'t>,
    unknown: &[NodeId],
    limit: impl Fn(VersionSet) -> Option<Version>,
    most: impl Fn(Version, Version) -> Version,
) -> Option<Others<'t>> {
    let tree: &'t Tree<'t> = document.tree;
    let mut all: Option<Others<'t>> = None;
    for node in unknown {
        let Some(times) = versions_of(document, *node) else {
            continue;
        };
        let Some(limit) = limit(times) else { continue };
        let all = all.get_or_insert_with(|| Others {
            count: 0,
            names: BTreeSet::new(),
            common: times,
            limit,
        });
        all.count += 1;
        all.names.insert(tree.name(*node));
        all.common = all.common.intersection(times);
        all.limit = most(all.limit, limit);
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
