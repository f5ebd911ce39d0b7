//! Booleans: `true` or `false`, in small letters.

use super::place;
use crate::lint::document::Document;
use crate::lint::fault::{Builtin, Fault, NotBoolean};
use crate::lint::wording::Argument;
use crate::model::near::nearest;
use crate::tree::NodeId;

/// What is wrong with a boolean.
pub(super) fn fault<'t>(document: &Document<'t>, node: NodeId) -> Option<Fault<'t>> {
    let text = document.trimmed(node);
    if text == "true" || text == "false" {
        return None;
    }
    let (case, meant) = meant(text);
    let span = place(document.tree, node);
    let mut fault = Fault::new(Builtin::BooleanValue(case), span).at(node);
    if let Some(meant) = meant {
        fault.argument("suggestion", Argument::value(meant));
        fault.argument("suggested", meant);
        fault.edits = document.tree.write(node, meant);
    }
    Some(fault)
}

/// What a text was probably meant to be.
fn meant(text: &str) -> (NotBoolean, Option<&'static str>) {
    if text.is_empty() {
        return (NotBoolean::Empty, None);
    }
    let lower = text.to_lowercase();
    match lower.as_str() {
        "true" => (NotBoolean::Case, Some("true")),
        "false" => (NotBoolean::Case, Some("false")),
        "yes" | "on" | "1" => (NotBoolean::Near, Some("true")),
        "no" | "off" | "0" => (NotBoolean::Near, Some("false")),
        _ => match nearest(&lower, ["true", "false"]).first() {
            Some(meant) => (NotBoolean::Near, Some(meant)),
            None => (NotBoolean::Other, None),
        },
    }
}
