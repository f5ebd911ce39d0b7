//! Integers of 32 or 64 bits.

use super::place;
use crate::lint::document::Document;
use crate::lint::fault::{Builtin, Fault, NotInteger};
use crate::lint::wording::Argument;
use crate::tree::NodeId;

/// What is wrong with an integer that must be within two bounds.
pub(super) fn fault<'t>(
    document: &Document<'t>,
    node: NodeId,
    least: i64,
    most: i64,
) -> Option<Fault<'t>> {
    let text = document.trimmed(node);
    let number = text.parse::<i64>().ok();
    if number.is_some_and(|number| (least..=most).contains(&number)) {
        return None;
    }
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let case = if text.is_empty() {
        NotInteger::Empty
    } else if number.is_some() || is_number {
        NotInteger::Overflow
    } else {
        NotInteger::Other
    };
    let span = place(document.tree, node);
    let mut fault = Fault::new(Builtin::IntegerValue(case), span).at(node);
    fault.argument("least", Argument::Integer(least));
    fault.argument("most", Argument::Integer(most));
    Some(fault)
}
