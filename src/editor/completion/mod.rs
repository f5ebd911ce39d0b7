//! What can be written at a place: members, items, values, names of other parts.
//!
//! What lives here: which of them the document can have there, in which order, and what accepting
//! one writes. What does not: reading the half-typed word ([`typed`]), and what a member needs at
//! least (that is the skeleton of a repair).
//!
//! Accepting an item adds no error, except for texts that only the author knows, which it leaves
//! empty, and updates the count next to a list.

mod comment;
mod exclusive;
mod members;
mod template;
mod typed;
mod values;

pub use comment::rule_at;

use crate::lint::{BoundDocument, Linter, template_kind};
use crate::model::schema::{Member, ValueKind};
use crate::text::{Edit, Source, Span};
use crate::tree::{Form, NodeId, NodeKind};

use typed::{Slot, Typed};

/// What is offered.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
pub enum CompletionKind {
    /// A member of a structure, or an item of a list.
    Member,
    /// A value that the API knows.
    Value,
    /// The name of another part of the document.
    Name,
}

/// One thing that can be written at a place.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Completion {
    /// What is shown.
    pub label: String,
    /// What it is.
    pub kind: CompletionKind,
    /// A few words about it: `required, text`.
    pub detail: String,
    /// Whether the API calls it deprecated.
    pub is_deprecated: bool,
    /// The typed word that it replaces, in bytes.
    pub span: Span,
    /// What it writes.
    pub text: String,
    /// The byte offsets in `text` at which the author has something to fill in.
    pub stops: Vec<usize>,
    /// What it changes elsewhere: the count next to a list, a comma.
    pub edits: Vec<Edit>,
}

/// What can be written at a byte offset, best first: what is required, then in the order of the
/// service. Empty in files that are not CloudFront documents. In templates it is what the type of
/// the resource has there, and in a comment that suppresses the names of rules.
pub fn completions(linter: &Linter, source: &Source<'_>, offset: usize) -> Vec<Completion> {
    let text = source.text();
    let offset = offset.min(text.len());
    if !text.is_char_boundary(offset) {
        return Vec::new();
    }
    if let Some(rules) = comment::completions(linter, text, offset) {
        return rules;
    }
    if let Some(kind) = template_kind(text) {
        return template::completions(linter, text, offset, kind);
    }
    let typed = match Form::of(text) {
        Some(Form::Json) => typed::in_json(text, offset),
        Some(Form::Xml) => typed::in_xml(text, offset),
        _ => None,
    };
    let Some(typed) = typed else {
        return Vec::new();
    };
    let prepared = Source::new(typed.prepared.as_str());
    let offered = linter.with_document(&prepared, |document| {
        let place = Place {
            document,
            typed: &typed,
        };
        place.completions(linter)
    });
    offered.unwrap_or_default()
}

/// A place in a document where something is typed.
struct Place<'p, 'd> {
    document: &'p BoundDocument<'d>,
    typed: &'p Typed,
}

impl Place<'_, '_> {
    fn completions(&self, linter: &Linter) -> Vec<Completion> {
        let Some(node) = self.document.innermost(Span::at(self.typed.at)) else {
            return Vec::new();
        };
        if self.typed.slot == Slot::Name {
            return self.names(node);
        }
        match self.document.value_kind(node) {
            Some(ValueKind::Structure(_)) if self.is_open(node) => self.members(linter, node),
            Some(ValueKind::Structure(_)) => self.item(node).into_iter().collect(),
            Some(ValueKind::List(_)) if self.is_open(node) => {
                self.list_item(node).into_iter().collect()
            }
            Some(_) => self.values(linter, node),
            None => Vec::new(),
        }
    }

    /// Whether something can be written inside of a node. A text in JSON is a value that is
    /// still to come.
    fn is_open(&self, node: NodeId) -> bool {
        let kind = self.document.tree.node(node).kind;
        matches!(kind, NodeKind::Element | NodeKind::Object)
            && matches!(self.typed.slot, Slot::Member | Slot::Content)
    }

    /// The edits of the prepared text as edits of the author's.
    fn moved(&self, edits: Vec<Edit>) -> impl Iterator<Item = Edit> + '_ {
        let moved = |offset: u32| {
            let offset = offset as usize;
            let token = self.typed.token;
            if offset <= token.start as usize {
                offset
            } else {
                offset - typed::FILLER + token.len()
            }
        };
        edits.into_iter().map(move |edit| Edit {
            span: Span::new(moved(edit.span.start), moved(edit.span.end)),
            text: edit.text,
        })
    }

    /// A completion that replaces the typed word.
    fn completion(&self, label: &str, kind: CompletionKind, text: String) -> Completion {
        Completion {
            label: label.to_owned(),
            kind,
            detail: String::new(),
            is_deprecated: false,
            span: self.typed.token,
            stops: Vec::new(),
            text,
            edits: Vec::new(),
        }
    }

    /// What a member is, in a few words.
    fn detail(&self, member: &Member) -> String {
        let need = if member.required.contains(self.document.version) {
            "required"
        } else {
            "optional"
        };
        format!("{need}, {}", self.kind(member.value))
    }

    fn kind(&self, value: ValueKind) -> String {
        match value {
            ValueKind::Boolean => "`true` or `false`".to_owned(),
            ValueKind::Integer | ValueKind::Long | ValueKind::Double => "number".to_owned(),
            ValueKind::Timestamp => "time in ISO 8601".to_owned(),
            ValueKind::Empty => "without content".to_owned(),
            ValueKind::String | ValueKind::Any => "text".to_owned(),
            ValueKind::Enum(_) => values::known(self.document, value).join(", "),
            ValueKind::Structure(shape) => self.document.shape(shape).name.to_string(),
            ValueKind::List(shape) => self.document.item_of(shape).map_or_else(
                || "list".to_owned(),
                |item| format!("list of {}", self.document.schema.name_text(item.name)),
            ),
        }
    }
}
