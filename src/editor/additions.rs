//! What an author can add with one action: the required members of a structure, an item of a list.
//!
//! What lives here: where it goes and what it changes elsewhere. What it contains is the skeleton
//! that completion writes too.

use crate::lint::{BoundDocument, Linter, skeleton, successor};
use crate::model::schema::{Member, NameId};
use crate::text::{Edit, Edited, Source, Span};
use crate::tree::edit::Fragment;
use crate::tree::{DEEPEST, Form, NodeId, NodeKind};

/// Members are inserted one after the other; no structure has more.
const MOST_MEMBERS: usize = 64;

/// Something that can be added at a place.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Addition {
    /// What it is, as a title: "add an item `Origin` to `Origins`".
    pub title: String,
    /// What it changes.
    pub edit: Edit,
}

/// What can be added at a byte offset of a document.
pub fn additions(linter: &Linter, source: &Source<'_>, offset: usize) -> Vec<Addition> {
    let offset = offset.min(source.text().len());
    let is_readable = linter.with_document(source, |document| {
        let node = document.innermost(Span::at(offset))?;
        (!document.tree.node(node).is_repaired()).then_some(())
    });
    if is_readable.flatten().is_none() {
        return Vec::new();
    }
    let members = required(linter, source, offset);
    members
        .into_iter()
        .chain(item(linter, source, offset))
        .collect()
}

/// The required members that the structure around a place does not have.
fn required(linter: &Linter, source: &Source<'_>, offset: usize) -> Option<Addition> {
    let mut text = source.text().to_owned();
    let mut names: Vec<String> = Vec::new();
    let mut around = String::new();
    let start = linter.with_document(source, |document| {
        let structure = structure_at(document, offset)?;
        Some(document.tree.node(structure).whole.start)
    });
    let start = start.flatten()?;
    for _ in 0..MOST_MEMBERS {
        let current = Source::new(text.as_str());
        let next = linter.with_document(&current, |document| {
            let structure = structure_starting_at(document, start)?;
            let member = missing(document, structure)?;
            let name = document.schema.name_text(member.name);
            let before = successor(document, structure, member.name);
            let content = skeleton(document, member);
            let edits = document.tree.insert(structure, before, name, &content);
            let changed = Edited::new(current.text(), &edits).text;
            let outer = document.name(structure).to_owned();
            (!edits.is_empty()).then(|| (outer, name.to_owned(), changed))
        });
        let Some((outer, name, changed)) = next.flatten() else {
            break;
        };
        if names.contains(&name) {
            break;
        }
        (around, text) = (outer, changed);
        names.push(name);
    }
    let title = match names.as_slice() {
        [] => return None,
        [name] => format!("insert the required member `{name}` of `{around}`"),
        names => format!("insert all {} required members of `{around}`", names.len()),
    };
    Some(Addition {
        title,
        edit: difference(source.text(), &text),
    })
}

/// The innermost structure around a place.
fn structure_at(document: &BoundDocument<'_>, offset: usize) -> Option<NodeId> {
    let innermost = document.innermost(Span::at(offset))?;
    let way = std::iter::successors(Some(innermost), |it| document.tree.node(*it).parent());
    way.take(DEEPEST)
        .find(|node| document.structure_of(*node).is_some())
}

/// The same structure after something was inserted in it.
fn structure_starting_at(document: &BoundDocument<'_>, start: u32) -> Option<NodeId> {
    let nodes = document.tree.nodes();
    let first = nodes.partition_point(|node| node.whole.start < start);
    let same = (first..nodes.len()).take_while(|index| nodes[*index].whole.start == start);
    let mut same = same.map(NodeId::from_index);
    same.find(|node| document.structure_of(*node).is_some())
}

/// The first required member that a structure does not have.
fn missing(document: &BoundDocument<'_>, structure: NodeId) -> Option<&'static Member> {
    let shape = document.shape(document.structure_of(structure)?);
    let version = document.version;
    shape.members().iter().find(|member| {
        member.versions.contains(version)
            && member.required.contains(version)
            && member.choice.is_none()
            && document.slot_at(structure, member.slot).count == 0
    })
}

/// One more item of the innermost list around a place.
fn item(linter: &Linter, source: &Source<'_>, offset: usize) -> Option<Addition> {
    linter.with_document(source, |document| {
        let innermost = document.innermost(Span::at(offset))?;
        let tree = document.tree;
        let way = std::iter::successors(Some(innermost), |it| tree.node(*it).parent());
        let structure = way
            .take(DEEPEST)
            .find(|node| counted(document, *node).is_some())?;
        let (count, list_member, item) = counted(document, structure)?;
        let name = document.schema.name_text(item.name);
        let list = document.list_of(structure);
        let before = list.map_or(0, |list| document.item_count(list));
        let number = document.child(structure, count);
        if number.is_some_and(|number| document.number(number) != Some(before as i64)) {
            return None;
        }
        let content = skeleton(document, item);
        let mut edits = if let Some(list) = list {
            appended(document, list, name, &content)?
        } else {
            let items = Fragment::Items(name, vec![content]);
            let at = successor(document, structure, list_member);
            let list_name = document.schema.name_text(list_member);
            tree.insert(structure, at, list_name, &items)
        };
        if let Some(number) = number {
            edits.extend(tree.write(number, &(before + 1).to_string()));
        }
        edits.sort();
        let changed = Edited::new(source.text(), &edits).text;
        Some(Addition {
            title: format!("add an item `{name}` to `{}`", document.name(structure)),
            edit: difference(source.text(), &changed),
        })
    })?
}

/// The names of a count and its list, and the item.
type Counted = (NameId, NameId, &'static Member);

/// The count, the list and the item of a structure that has them.
fn counted(document: &BoundDocument<'_>, structure: NodeId) -> Option<Counted> {
    let id = document.structure_of(structure)?;
    let shape = document.shape(id);
    let (count, list) = shape.counted_members(document.version)?;
    Some((count.name, list.name, document.counted_item(id)?))
}

/// The edits that write an item behind the others of a list.
fn appended(
    document: &BoundDocument<'_>,
    list: NodeId,
    name: &str,
    content: &Fragment<'_>,
) -> Option<Vec<Edit>> {
    let tree = document.tree;
    if tree.form() == Form::Xml {
        return Some(tree.insert(list, None, name, content));
    }
    if tree.node(list).kind != NodeKind::Array {
        return None;
    }
    let written = tree.written_in(list, None, content);
    let Some(last) = tree.children(list).last() else {
        return Some(vec![Edit::replace(tree.node(list).content, written)]);
    };
    let text = tree.source().text();
    let start = tree.node(last).whole.start as usize;
    let line = text[..start].trim_end_matches([' ', '\t']);
    let separator = if line.ends_with('\n') {
        let indentation = &text[line.len()..start];
        let newline = if line.ends_with("\r\n") { "\r\n" } else { "\n" };
        format!(",{newline}{indentation}")
    } else {
        ", ".to_owned()
    };
    let end = tree.node(last).whole.end as usize;
    Some(vec![Edit::insert(end, format!("{separator}{written}"))])
}

/// The one edit that makes a text another.
fn difference(old: &str, new: &str) -> Edit {
    let same = old
        .bytes()
        .zip(new.bytes())
        .take_while(|(one, other)| one == other);
    let mut start = same.count();
    while !old.is_char_boundary(start) || !new.is_char_boundary(start) {
        start -= 1;
    }
    let behind = old[start..].bytes().rev().zip(new[start..].bytes().rev());
    let mut end = behind.take_while(|(one, other)| one == other).count();
    while !old.is_char_boundary(old.len() - end) {
        end -= 1;
    }
    Edit {
        span: Span::new(start, old.len() - end),
        text: new[start..new.len() - end].to_owned(),
    }
}
