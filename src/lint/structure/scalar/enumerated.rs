//! Values of an enum.

use super::place;
use crate::lint::document::Document;
use crate::lint::fault::{Builtin, Fault, NotListed};
use crate::lint::wording::{Argument, phrasing};
use crate::model::near::{is_same_word, nearest};
use crate::model::schema::{EnumValue, ShapeId, ShapeKind, ValueKind, period};
use crate::tree::NodeId;

/// Whether a text is a value of an enum in the version of a document.
pub(super) fn has(document: &Document<'_>, shape: ShapeId, text: &str) -> bool {
    let ShapeKind::Enum { values, .. } = &document.shape(shape).kind else {
        return false;
    };
    let known = values.iter().find(|value| value.value == text);
    known.is_some_and(|value| value.versions.contains(document.version))
}

/// What is wrong with a value of an enum.
pub(super) fn fault<'t>(
    document: &Document<'t>,
    node: NodeId,
    kind: ValueKind,
) -> Option<Fault<'t>> {
    let ValueKind::Enum(shape) = kind else {
        return None;
    };
    let ShapeKind::Enum { values, open } = &document.shape(shape).kind else {
        return None;
    };
    let (tree, version) = (document.tree, document.version);
    let text = tree.text(node);
    let known = values.iter().find(|value| value.value == text);
    if known.is_some_and(|value| value.versions.contains(version)) || open.contains(version) {
        return None;
    }
    let allowed = allowed(document, kind);
    let cause = Builtin::EnumValue(NotListed::Other);
    let mut fault = Fault::new(cause, place(tree, node)).at(node);
    fault.argument("allowed", Argument::choice(allowed.iter().copied()));
    fault.argument("version", document.version_name());
    if let Some(value) = known {
        return Some(of_other_version(document, node, value, &allowed, fault));
    }
    if text.trim().is_empty() {
        return Some(fault.case(Builtin::EnumValue(NotListed::Empty)));
    }
    let near = near(text, &allowed);
    let Some(best) = near.first().copied() else {
        return Some(fault);
    };
    fault.suggest(best, &near);
    let is_exact = best.eq_ignore_ascii_case(text.trim());
    if near.len() == 1 || is_exact {
        fault.edits = tree.write(node, best);
    }
    Some(fault.case(Builtin::EnumValue(if best == text.trim() {
        NotListed::Padded
    } else if is_exact {
        NotListed::Case
    } else {
        NotListed::Near
    })))
}

/// The fault of a value that other versions have.
fn of_other_version<'t>(
    document: &Document<'t>,
    node: NodeId,
    value: &EnumValue,
    allowed: &[&'static str],
    mut fault: Fault<'t>,
) -> Fault<'t> {
    let schema = document.schema;
    fault.argument("period", period(schema, value.versions));
    let versions = phrasing::move_advice(schema, value.versions, document.version);
    fault.argument("move", versions);
    if let [only] = *nearest(document.tree.text(node), allowed.iter().copied()) {
        fault.argument("suggestion", Argument::value(only));
        fault.edits = document.tree.write(node, only);
    }
    fault.case(Builtin::EnumValue(NotListed::Version))
}

/// The values of an enum in the document's version.
pub(super) fn allowed(document: &Document<'_>, kind: ValueKind) -> Vec<&'static str> {
    let ValueKind::Enum(shape) = kind else {
        return Vec::new();
    };
    let ShapeKind::Enum { values, .. } = &document.shape(shape).kind else {
        return Vec::new();
    };
    values
        .iter()
        .filter(|value| value.versions.contains(document.version))
        .map(|value| value.value.as_ref())
        .collect()
}

/// The values that a text was probably meant to be: those of the same letters and digits, those
/// that continue where it ends, or near ones.
fn near(text: &str, allowed: &[&'static str]) -> Vec<&'static str> {
    /// How many values are suggested that continue the text.
    const MOST_CONTINUED: usize = 3;
    let text = text.trim();
    let values = || allowed.iter().copied();
    let same: Vec<&str> = values().filter(|value| is_same_word(value, text)).collect();
    if !same.is_empty() {
        return same;
    }
    let continued: Vec<&str> = values()
        .filter(|value| goes_on(text, value))
        .take(MOST_CONTINUED)
        .collect();
    if continued.is_empty() {
        nearest(text, values())
    } else {
        continued
    }
}

/// Whether a value continues a text with another word: `TLSv1.3` and `TLSv1.3_2025`.
fn goes_on(text: &str, value: &str) -> bool {
    let (Some(head), Some(rest)) = (value.get(..text.len()), value.get(text.len()..)) else {
        return false;
    };
    head.eq_ignore_ascii_case(text) && rest.starts_with(['_', '-'])
}
