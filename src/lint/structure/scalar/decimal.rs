//! Numbers that may have a fraction.

use super::place;
use crate::lint::document::Document;
use crate::lint::fault::{Builtin, Fault, NotInteger};
use crate::tree::NodeId;

/// What is wrong with a number.
pub(super) fn fault<'t>(document: &Document<'t>, node: NodeId) -> Option<Fault<'t>> {
    if is_decimal(document.trimmed(node)) {
        return None;
    }
    let span = place(document.tree, node);
    Some(Fault::new(Builtin::IntegerValue(NotInteger::Decimal), span).at(node))
}

/// Whether a text is a number as XML and JSON have it: not `inf`, `NaN`, `.5` or `5.`.
pub(crate) fn is_decimal(text: &str) -> bool {
    let is_digit = |it: Option<char>| it.is_some_and(|it| it.is_ascii_digit());
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    is_digit(digits.chars().next())
        && is_digit(digits.chars().last())
        && text.parse::<f64>().is_ok_and(f64::is_finite)
}
