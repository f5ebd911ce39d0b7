//! Values of JSON that are of another type than their member.

use super::decimal::is_decimal;
use crate::lint::document::Document;
use crate::lint::fault::{Builtin, Fault, JsonMismatch};
use crate::lint::wording::Argument;
use crate::model::schema::ValueKind;
use crate::text::Edit;
use crate::tree::{NodeId, NodeKind};

/// What is wrong with the type of a value. A fix writes the value as the right type, if it can be.
pub(super) fn fault<'t>(
    document: &Document<'t>,
    node: NodeId,
    kind: ValueKind,
) -> Option<Fault<'t>> {
    let tree = document.tree;
    let it = tree.node(node);
    if it.kind == NodeKind::Element {
        return None;
    }
    let (case, right) = mismatch(it.kind, kind, tree.text(node))?;
    let mut fault = Fault::new(Builtin::JsonType(case), it.value()).at(node);
    fault.argument("found", Argument::Notation(it.kind));
    fault.argument("kind", Argument::Kind(kind, tree.form()));
    if let Some(right) = right {
        fault.argument("right", right.clone());
        fault.edits = vec![Edit {
            span: it.value(),
            text: right,
        }];
    } else if it.kind == NodeKind::String {
        return Some(fault.case(Builtin::JsonType(JsonMismatch::Unread)));
    }
    Some(fault)
}

/// How a value is of the wrong type, and what it is as the right one.
fn mismatch(
    found: NodeKind,
    expected: ValueKind,
    text: &str,
) -> Option<(JsonMismatch, Option<String>)> {
    Some(match (found, expected) {
        (NodeKind::String, ValueKind::Integer | ValueKind::Long) => {
            let is_number = text.parse::<i64>().is_ok();
            (JsonMismatch::Number, is_number.then(|| text.to_owned()))
        }
        (NodeKind::String, ValueKind::Double) => (
            JsonMismatch::Number,
            is_decimal(text).then(|| text.to_owned()),
        ),
        (NodeKind::String, ValueKind::Boolean) => {
            let lower = text.to_ascii_lowercase();
            let is_boolean = matches!(lower.as_str(), "true" | "false");
            (JsonMismatch::Boolean, is_boolean.then_some(lower))
        }
        (NodeKind::Number, ValueKind::Boolean) => {
            let meant = match text {
                "1" => Some("true"),
                "0" => Some("false"),
                _ => None,
            };
            (JsonMismatch::NumberForBoolean, meant.map(str::to_owned))
        }
        (NodeKind::Number, ValueKind::Integer | ValueKind::Long)
            if text.contains(['.', 'e', 'E']) =>
        {
            let number = whole(text).map(|number| number.to_string());
            (JsonMismatch::Fraction, number)
        }
        (
            NodeKind::Number | NodeKind::Boolean,
            ValueKind::String | ValueKind::Enum(_) | ValueKind::Timestamp,
        ) => (JsonMismatch::Text, Some(format!("\"{text}\""))),
        (NodeKind::Boolean, kind) if kind.is_number() => (JsonMismatch::BooleanForNumber, None),
        _ => return None,
    })
}

/// The integer that a number with a fraction or an exponent equals: 80 for `80.0` and `8e1`.
fn whole(text: &str) -> Option<i64> {
    /// Up to here a floating-point number is exact.
    const MOST_EXACT: f64 = 9_007_199_254_740_992.0;
    let number: f64 = text.parse().ok()?;
    (number.fract() == 0.0 && number.abs() <= MOST_EXACT).then_some(number as i64)
}
