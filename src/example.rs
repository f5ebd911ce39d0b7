//! The documents of a rule's examples: whole texts, or changes to a standard document.
//!
//! What lives here: making the texts. Linting them and comparing with what the rule promises is for
//! the tests and for the command that tests a team's own rules.

use crate::builtin;
use crate::lint::{Linter, Operation, OtherFiles, Previous, insert_member, with_document};
use crate::model::rule::{Example, OperationKind, Patch, Rule};
use crate::model::schema::{ShapeKind, ValueKind, Version};
use crate::text::{Edit, Edited, Span};
use crate::tree::NodeId;
use crate::tree::edit::Fragment;

/// An example as it is linted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Document {
    /// The document.
    pub text: String,
    /// The document before, where the rule compares.
    pub previous: Option<String>,
    /// Other files, which define what it refers to.
    pub other_files: Vec<String>,
    /// The version it is of.
    pub version: String,
}

/// Why an example has no document.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum NoDocument {
    /// There is no standard document of this kind for the version.
    #[error(
        "unknown base document `{base}` for {version}; expected one of `distribution`, `streaming`, `tags`, `invalidation`, `identity`"
    )]
    NoBase {
        /// The kind.
        base: String,
        /// The version.
        version: String,
    },
    /// A path of the patch leads nowhere.
    #[error(
        "the base document of {version} has no element at `{path}`{}",
        hint(path)
    )]
    NoSuchPath {
        /// The path.
        path: String,
        /// The version.
        version: String,
    },
}

/// How an item is added, where a path names one by its number.
fn hint(path: &str) -> String {
    let numbered = path.split('/').find_map(|segment| {
        let (list, number) = segment.strip_suffix(']')?.split_once('[')?;
        number.parse::<usize>().is_ok().then_some(list)
    });
    numbered.map_or_else(String::new, |list| format!("; `{list}[+]` adds an item"))
}

/// The text of an example of a rule.
///
/// # Errors
/// When the example names a base or a path that does not exist.
pub fn document(rule: &Rule, example: &Example) -> Result<Document, NoDocument> {
    let schema = &builtin::SCHEMA;
    let newest = rule.versions.last().unwrap_or(schema.newest());
    let version = example
        .version
        .as_deref()
        .and_then(|name| schema.version(name))
        .unwrap_or(newest);
    let name = schema.version_info(version).name.to_string();
    let kind = example.base.as_deref().unwrap_or("distribution");
    let text = |patch: &Patch| {
        if let Some(text) = &patch.text {
            return Ok(text.trim_start().to_owned());
        }
        let mut patches = patch.first.iter().chain([patch]);
        patches.try_fold(base(kind, version)?, |text, patch| {
            patched(&text, patch, &name)
        })
    };
    let previous = example.previous.as_ref().map(text).transpose()?;
    let text = text(&example.patch)?;
    Ok(Document {
        text,
        previous,
        other_files: example
            .other_files
            .iter()
            .map(ToString::to_string)
            .collect(),
        version: name,
    })
}

/// The ETag of the request of an example that sets none.
const ETAG: &str = "E2QWRUHAPOMQZL";

/// A linter for the request of an example: its operation, and its version where the text cannot
/// name it, as JSON cannot.
pub fn request(linter: Linter, example: &Example, document: &Document) -> Linter {
    let linter = for_operation(linter, example, document);
    match example
        .version
        .as_deref()
        .filter(|_| document.text.starts_with('{'))
    {
        Some(version) => linter.clone().api_version(version).unwrap_or(linter),
        None => linter,
    }
}

/// The operation of an example.
pub fn operation(example: &Example) -> Operation {
    match example.operation {
        Some(OperationKind::Create) => Operation::Create,
        Some(OperationKind::Delete) => Operation::Delete,
        Some(OperationKind::Update) => Operation::Update,
        None if example.previous.is_some() || example.if_match.is_some() => Operation::Update,
        None => Operation::Open,
    }
}

/// The ETag that the request of an example is sent with, if its operation has one.
pub fn if_match(example: &Example) -> Option<&str> {
    let has_one = matches!(operation(example), Operation::Update | Operation::Delete);
    let etag = example.if_match.as_deref().unwrap_or(ETAG);
    Some(etag).filter(|etag| has_one && !etag.is_empty())
}

/// A linter for the operation of an example, with what it compares.
pub fn for_operation(linter: Linter, example: &Example, document: &Document) -> Linter {
    let mut linter = linter.operation(operation(example));
    if let Some(etag) = if_match(example) {
        linter = linter.if_match(etag);
    }
    if let Some(previous) = &document.previous {
        linter = linter.compare_with(&Previous::parse(previous));
    }
    if !document.other_files.is_empty() {
        linter = linter.other_files(&OtherFiles::new(&document.other_files));
    }
    linter
}

/// The elements of a text that changes are about, at most one for each changed path. If an element
/// is not there, what it would be in.
pub(crate) fn places(text: &str, patches: &[&Patch]) -> Vec<Span> {
    let all = patches.iter();
    let all = all.flat_map(|patch| patch.first.iter().chain([*patch]));
    let paths: Vec<String> = all
        .flat_map(|patch| {
            let set = patch.set.iter().chain(patch.xml.iter());
            let set = set.map(|(path, _)| path.as_ref());
            patch.remove.iter().map(AsRef::as_ref).chain(set)
        })
        .map(|path: &str| path.replace("[+]", "[last]"))
        .collect();
    let spans = with_document(text, |document| {
        let places = paths.iter().filter_map(|path| nearest(document, path));
        places.collect::<Vec<_>>()
    });
    let mut spans = spans.unwrap_or_default();
    spans.sort_unstable();
    spans.dedup();
    spans
}

/// The element at a path, or the name of the innermost one on the way to it.
fn nearest(document: &Bound<'_>, path: &str) -> Option<Span> {
    let mut at = document.config?;
    for segment in path.split('/') {
        match step(document, at, segment) {
            Some(inner) => at = inner,
            None => return Some(document.tree.node(at).name),
        }
    }
    Some(document.tree.node(at).whole)
}

/// The standard document of a kind: the newest that is not newer than the version, moved to it.
fn base(kind: &str, version: Version) -> Result<String, NoDocument> {
    let schema = &builtin::SCHEMA;
    let wanted = &schema.version_info(version).name;
    let found = builtin::BASES
        .iter()
        .filter_map(|(name, text)| Some((name.strip_prefix(kind)?.strip_prefix('-')?, text)))
        .filter(|(date, _)| *date <= wanted.as_ref())
        .max_by_key(|(date, _)| *date);
    let Some((date, text)) = found else {
        return Err(NoDocument::NoBase {
            base: kind.to_owned(),
            version: wanted.to_string(),
        });
    };
    Ok(text.replace(&format!("/doc/{date}/"), &format!("/doc/{wanted}/")))
}

fn patched(base: &str, patch: &Patch, version: &str) -> Result<String, NoDocument> {
    let mut text = base.to_owned();
    let lost = |path: &str| NoDocument::NoSuchPath {
        path: path.to_owned(),
        version: version.to_owned(),
    };
    for path in patch.remove.iter() {
        let edits = with_document(&text, |document| {
            find(document, path).map(|node| document.tree.remove(node))
        })
        .flatten();
        text = applied(&text, &edits.ok_or_else(|| lost(path))?);
    }
    for (path, content, is_xml) in patch
        .set
        .iter()
        .map(|(path, text)| (path, text, false))
        .chain(patch.xml.iter().map(|(path, text)| (path, text, true)))
    {
        text = created(text, path).ok_or_else(|| lost(path))?;
        let last = path.replace("[+]", "[last]");
        let edits = with_document(&text, |document| {
            let node = find(document, &last)?;
            if !is_xml {
                return Some(document.tree.write(node, content));
            }
            // Written as text and put back, so that the notation's details stay in one place.
            let marked = document.tree.write(node, "\u{fffd}");
            Some(
                marked
                    .into_iter()
                    .map(|edit| Edit {
                        text: edit.text.replace('\u{fffd}', content),
                        ..edit
                    })
                    .collect(),
            )
        });
        text = applied(&text, &edits.flatten().ok_or_else(|| lost(path))?);
    }
    Ok(text)
}

fn applied(text: &str, edits: &[Edit]) -> String {
    Edited::new(text, edits).text
}

type Bound<'d> = crate::lint::BoundDocument<'d>;

/// The node at a path from the configuration.
fn find(document: &Bound<'_>, path: &str) -> Option<NodeId> {
    let mut at = document.config?;
    for segment in path.split('/') {
        at = step(document, at, segment)?;
    }
    Some(at)
}

fn step(document: &Bound<'_>, node: NodeId, segment: &str) -> Option<NodeId> {
    let (name, index) = segment
        .split_once('[')
        .map_or((segment, None), |(name, rest)| {
            (name, rest.strip_suffix(']'))
        });
    let named: Vec<NodeId> = document
        .tree
        .children(node)
        .filter(|child| document.tree.name(*child) == name)
        .collect();
    let Some(index) = index else {
        return named.first().copied();
    };
    let items: Vec<NodeId> = match named.first().and_then(|first| document.list_of(*first)) {
        Some(list) => document.tree.children(list).collect(),
        None => named,
    };
    if index == "last" {
        items.last().copied()
    } else {
        items
            .get(index.parse::<usize>().ok()?.checked_sub(1)?)
            .copied()
    }
}

/// The text with everything along a path there.
fn created(mut text: String, path: &str) -> Option<String> {
    let mut prefix = String::new();
    for segment in path.split('/') {
        let inner = if prefix.is_empty() {
            segment.to_owned()
        } else {
            format!("{prefix}/{segment}")
        };
        let appends = segment.ends_with("[+]");
        let name = segment.split('[').next().unwrap_or(segment);
        let outer = prefix.clone();
        let exists = !appends && with_document(&text, |document| find(document, &inner).is_some())?;
        if !exists {
            let parent_of = move |document: &Bound<'_>| {
                if outer.is_empty() {
                    document.config
                } else {
                    find(document, &outer)
                }
            };
            text = if appends {
                appended(text, &parent_of, name)?
            } else {
                inserted(&text, &parent_of, name)?
            };
        }
        prefix = inner.replace("[+]", "[last]");
    }
    Some(text)
}

fn inserted(
    text: &str,
    parent: &dyn Fn(&Bound<'_>) -> Option<NodeId>,
    name: &str,
) -> Option<String> {
    let edits = with_document(text, |document| {
        let parent = parent(document)?;
        let known = document
            .schema
            .name(name)
            .map(|name| insert_member(document, parent, name, ""))
            .filter(|edits| !edits.is_empty());
        Some(known.unwrap_or_else(|| {
            document
                .tree
                .insert(parent, None, name, &Fragment::Text(""))
        }))
    })??;
    Some(applied(text, &edits))
}

/// One more item of a list, with its count kept right; or one more of an element that repeats.
fn appended(
    mut text: String,
    parent: &dyn Fn(&Bound<'_>) -> Option<NodeId>,
    name: &str,
) -> Option<String> {
    let repeats = with_document(&text, |document| {
        let shape = document.structure_of(parent(document)?)?;
        let member = document
            .shape(shape)
            .member(document.schema.name(name)?, document.version)?;
        Some(member.repeated.contains(document.version))
    })??;
    if repeats {
        return inserted(&text, parent, name);
    }
    if with_document(&text, |document| step(document, parent(document)?, name))?.is_none() {
        text = inserted(&text, parent, name)?;
    }
    let holder = |document: &Bound<'_>| step(document, parent(document)?, name);
    let (count, list, item) = with_document(&text, |document| {
        let shape = document.structure_of(holder(document)?)?;
        let (count, list) = document.shape(shape).counted_members(document.version)?;
        let ValueKind::List(items) = list.value else {
            return None;
        };
        let ShapeKind::List { item, .. } = &document.shape(items).kind else {
            return None;
        };
        let item = item
            .iter()
            .find(|item| item.versions.contains(document.version))?;
        let text = |name| document.schema.name_text(name).to_owned();
        Some((text(count.name), text(list.name), text(item.name)))
    })??;
    for member in [&count, &list] {
        if with_document(&text, |document| step(document, holder(document)?, member))?.is_none() {
            text = inserted(&text, &holder, member)?;
        }
    }
    let items = |document: &Bound<'_>| step(document, holder(document)?, &list);
    let edits = with_document(&text, |document| {
        Some(
            document
                .tree
                .insert(items(document)?, None, &item, &Fragment::Text("")),
        )
    })??;
    text = applied(&text, &edits);
    let edits = with_document(&text, |document| {
        let number = document.tree.children(items(document)?).count();
        Some(document.tree.write(
            step(document, holder(document)?, &count)?,
            &number.to_string(),
        ))
    })??;
    Some(applied(&text, &edits))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree;

    /// A rule behind a gate that is shut would find nothing: these documents have the same findings
    /// without gates.
    #[test]
    fn shut_gates_hide_nothing_in_examples() {
        let open = Linter::new().without_gates();
        for rule in &builtin::RULES {
            for it in rule.bad.iter().chain(rule.good.iter()) {
                let document = document(rule, it).unwrap();
                let gated = request(Linter::new(), it, &document);
                let ungated = request(open.clone(), it, &document);
                assert_eq!(
                    gated.lint(&document.text).findings(),
                    ungated.lint(&document.text).findings(),
                    "{}",
                    rule.name
                );
            }
        }
    }

    #[test]
    fn shut_gates_hide_nothing_where_an_element_is_missing() {
        let open = Linter::new().without_gates();
        for (name, text) in builtin::BASES {
            let source = crate::Source::new(text);
            let (tree, _) = tree::parse(&source);
            for node in tree.nodes() {
                let (start, end) = (node.whole.start as usize, node.whole.end as usize);
                let without = [&text[..start], &text[end..]].concat();
                assert_eq!(
                    Linter::new().lint(&without).findings(),
                    open.lint(&without).findings(),
                    "{name} without bytes {start} to {end}"
                );
            }
        }
    }
}
