//! Content of the wrong kind: text for elements, elements for text, a JSON value of the wrong type.

use crate::lint::document::Document;
use crate::lint::fault::{Builtin, Fault, JsonMismatch, Null};
use crate::lint::wording::Argument;
use crate::model::rule::Format;
use crate::model::schema::{ShapeId, ValueKind};
use crate::text::{Edit, Span};
use crate::tree::{Form, NodeId, NodeKind, Tree};

/// What is wrong with the kind of a node's content, if anything is.
pub(super) fn mismatch(document: &Document<'_>, node: NodeId) -> Option<Builtin> {
    let it = document.tree.node(node);
    let kind = document.value_kind(node)?;
    let case = match (it.kind, kind) {
        (NodeKind::Element, ValueKind::Structure(_) | ValueKind::List(_)) => {
            let has_text = if it.has_children() {
                it.has_stray_text()
            } else {
                !document.trimmed(node).is_empty()
            };
            return has_text.then_some(Builtin::UnexpectedText);
        }
        (_, ValueKind::Any)
        | (NodeKind::Object, ValueKind::Structure(_))
        | (NodeKind::Array, ValueKind::List(_)) => return None,
        (NodeKind::Element, _) => {
            return it.has_children().then_some(Builtin::UnexpectedElements);
        }
        (NodeKind::Null, _) => {
            return Some(Builtin::NullValue(if document.is_needed(node) {
                Null::Required
            } else {
                Null::Optional
            }));
        }
        (NodeKind::Array, ValueKind::Structure(shape))
            if document
                .shape(shape)
                .counted_members(document.version)
                .is_some() =>
        {
            JsonMismatch::ArrayForCountedList
        }
        (_, ValueKind::Structure(_)) => JsonMismatch::Structure,
        (_, ValueKind::List(shape)) if is_item(document, node, shape) => JsonMismatch::Unwrapped,
        (_, ValueKind::List(_)) => JsonMismatch::List,
        (NodeKind::Object | NodeKind::Array, _) => JsonMismatch::Scalar,
        _ => return None,
    };
    Some(Builtin::JsonType(case))
}

/// Whether a JSON value could be the only item of a list.
fn is_item(document: &Document<'_>, node: NodeId, list: ShapeId) -> bool {
    let mut items = document.shape(list).members().iter();
    let Some(item) = items.find(|item| item.versions.contains(document.version)) else {
        return false;
    };
    match (document.tree.node(node).kind, item.value) {
        (NodeKind::Object, ValueKind::Structure(_)) => document.fits(node, item.value),
        (NodeKind::String, ValueKind::String | ValueKind::Enum(_))
        | (NodeKind::Number, ValueKind::Integer | ValueKind::Long) => true,
        _ => false,
    }
}

/// The fault of a node whose content is of the wrong kind.
#[cold]
pub(super) fn fault<'t>(
    document: &Document<'t>,
    node: NodeId,
    builtin: Builtin,
    template: Option<&Format>,
) -> Fault<'t> {
    let tree: &'t Tree<'t> = document.tree;
    let it = tree.node(node);
    match builtin {
        Builtin::UnexpectedText => unexpected_text(tree, node),
        Builtin::UnexpectedElements => {
            let mut fault = Fault::new(builtin, it.name).at(node);
            let first = tree.children(node).next();
            fault.argument("inside", first.map_or("", |child| tree.name(child)));
            fault
        }
        Builtin::JsonType(case) => json_type(document, node, case, template),
        _ => Fault::new(builtin, it.value()).at(node),
    }
}

fn unexpected_text<'t>(tree: &'t Tree<'t>, node: NodeId) -> Fault<'t> {
    let it = tree.node(node);
    let stray = tree.stray_text(node);
    let span = stray.unwrap_or(if it.name.is_empty() {
        it.value()
    } else {
        it.name
    });
    let mut fault = Fault::new(Builtin::UnexpectedText, span).at(node);
    let text = tree.source().slice(span).trim();
    fault.argument("text", Argument::value(text));
    // Punctuation alone is what is left of a tag.
    if stray.is_some() && text.bytes().all(|byte| byte.is_ascii_punctuation()) {
        fault.edits = vec![Edit {
            span,
            text: String::new(),
        }];
    }
    fault
}

fn json_type<'t>(
    document: &Document<'t>,
    node: NodeId,
    case: JsonMismatch,
    template: Option<&Format>,
) -> Fault<'t> {
    let tree: &'t Tree<'t> = document.tree;
    let it = tree.node(node);
    let span = if it.name.is_empty() {
        it.value()
    } else {
        it.name
    };
    let mut fault = Fault::new(Builtin::JsonType(case), span).at(node);
    let kind = document.value_kind(node).unwrap_or(ValueKind::Any);
    fault.argument("found", Argument::Notation(it.kind));
    fault.argument("kind", Argument::Kind(kind, Form::Json));
    if let Some(function) = template_function(tree, node, template) {
        fault.argument("function", Argument::value(function));
        return fault.case(Builtin::JsonType(JsonMismatch::Template));
    }
    if it.kind == NodeKind::String && tree.text(node).trim_start().starts_with(['{', '[']) {
        return fault.case(Builtin::JsonType(JsonMismatch::TextOfJson));
    }
    if case == JsonMismatch::Unwrapped {
        let value = it.value();
        let bracket = |at: u32, text: &str| Edit {
            span: Span::at(at as usize),
            text: text.to_owned(),
        };
        fault.edits = vec![bracket(value.start, "["), bracket(value.end, "]")];
    }
    if case == JsonMismatch::ArrayForCountedList
        && let Some((count, items)) = document
            .structure_of(node)
            .and_then(|shape| document.shape(shape).counted_members(document.version))
    {
        let name = |member| document.schema.name_text(member);
        fault.edits = tree.wrap_counted(node, name(count.name), name(items.name));
    }
    fault
}

/// The function of a template that is used instead of a value: the only key of an object.
fn template_function<'t>(
    tree: &'t Tree<'t>,
    node: NodeId,
    template: Option<&Format>,
) -> Option<&'t str> {
    let mut keys = tree.children(node);
    let key = keys
        .next()
        .filter(|_| tree.node(node).kind == NodeKind::Object && keys.next().is_none())?;
    let name = tree.name(key);
    template?.matches(name).then_some(name)
}
