//! What is known about resources that AWS manages: their ids, names and settings.

use crate::builtin::MANAGED;
use crate::explain::element::Fact;
use crate::explain::why::Element;
use crate::lint::other_files::managed;
use crate::lint::{BoundDocument, with_document};
use crate::model::managed::Managed;
use crate::model::schema::Member;
use crate::tree::NodeId;

/// The managed resources that a member can name.
pub(crate) fn of_member(member: &Member) -> Option<Fact> {
    let resources = member.refers.map(managed::of_kind).into_iter().flatten();
    let line = |it: &Managed| format!("{}: {}", it.id, it.name);
    Fact::some("managed", resources.map(line).collect())
}

/// The managed resource with an id or a name.
pub(crate) fn find(text: &str) -> Option<Element> {
    let named = |it: &&Managed| it.name == text;
    let found = managed::named(text).or_else(|| MANAGED.iter().find(named))?;
    let mut facts = vec![Fact::one("id", found.id.as_ref())];
    facts.extend(settings(found));
    Some(Element {
        title: found.in_words(),
        example: None,
        facts,
    })
}

/// The settings of a managed resource.
pub(crate) fn settings(managed: &Managed) -> Option<Fact> {
    let lines = with_document(&managed.document, |document| {
        let mut lines: Vec<(String, Vec<String>)> = Vec::new();
        let config = document.config.unwrap_or(document.root);
        for (node, _) in document.tree.descendants(config) {
            let Some((name, text)) = setting(document, node) else {
                continue;
            };
            match lines.last_mut().filter(|(last, _)| *last == name) {
                Some((_, texts)) => texts.push(text),
                None => lines.push((name, vec![text])),
            }
        }
        lines
    });
    let lines = lines.unwrap_or_default().into_iter();
    let lines = lines.map(|(name, texts)| format!("{name}: {}", texts.join(", ")));
    Fact::some("settings", lines.collect())
}

/// The name and the text of a single value. Items have the name of their list.
fn setting(document: &BoundDocument<'_>, node: NodeId) -> Option<(String, String)> {
    let tree = document.tree;
    let parent = tree.node(node).parent()?;
    if tree.node(node).has_children() || document.shape_of(node).is_some() {
        return None;
    }
    let counted = document
        .structure_of(parent)
        .and_then(|shape| document.shape(shape).counted_members(document.version));
    if counted.is_some_and(|(count, _)| document.child(parent, count.name) == Some(node)) {
        return None;
    }
    let holder = if document.binding(node).ordinal > 0 {
        tree.node(parent).parent()?
    } else {
        node
    };
    Some((document.name(holder).to_owned(), tree.text(node).to_owned()))
}
