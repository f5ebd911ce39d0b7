//! The bounds that the model gives a value: length, range, pattern.

use super::place;
use crate::lint::document::Document;
use crate::lint::fault::{Builtin, Fault, Length, Range};
use crate::lint::wording::Argument;
use crate::model::rule::Format;
use crate::model::schema::{Dated, Member, ValueKind, Version};
use crate::tree::NodeId;

/// What a value exceeds.
pub(super) fn fault<'t>(
    document: &Document<'t>,
    node: NodeId,
    member: &'static Member,
    formats: &[Format],
) -> Option<Fault<'t>> {
    let bounds = &member.bounds;
    if bounds.are_empty() {
        return None;
    }
    let is_number = member.value.is_number();
    // A bound is a whole number, so a fraction exceeds it if the next whole number does.
    let (size, next) = match member.value {
        ValueKind::Integer | ValueKind::Long => (document.number(node)?, document.number(node)?),
        ValueKind::Double => {
            let number: f64 = document.trimmed(node).parse().ok()?;
            (number.floor() as i64, number.ceil() as i64)
        }
        _ => {
            let length = document.tree.text(node).chars().count() as i64;
            (length, length)
        }
    };
    let version = document.version;
    let (least, most) = (at(&bounds.min, version), at(&bounds.max, version));
    let is_less = least.is_some_and(|least| size < least);
    let is_more = most.is_some_and(|most| next > most);
    let builtin = match (is_less, is_more, is_number) {
        (true, _, true) => Builtin::NumberRange(Range::Small),
        (true, _, false) => Builtin::TextLength(Length::Short),
        (false, true, true) => Builtin::NumberRange(Range::Great),
        (false, true, false) => Builtin::TextLength(Length::Long),
        (false, false, _) => {
            return pattern(document, node, at(&bounds.pattern, version)?, formats);
        }
    };
    let mut fault = Fault::new(builtin, place(document.tree, node)).at(node);
    fault.argument("length", Argument::Integer(size));
    for (name, bound) in [("min", least), ("max", most)] {
        if let Some(bound) = bound {
            fault.argument(name, Argument::Integer(bound));
        }
    }
    Some(fault)
}

fn pattern<'t>(
    document: &Document<'t>,
    node: NodeId,
    format: u16,
    formats: &[Format],
) -> Option<Fault<'t>> {
    let format = formats.get(usize::from(format))?;
    if format.matches(document.tree.text(node)) {
        return None;
    }
    let span = place(document.tree, node);
    let mut fault = Fault::new(Builtin::TextFormat, span).at(node);
    fault.argument("format", format.describe.to_string());
    fault.argument("pattern", format.pattern.to_string());
    Some(fault)
}

/// The bound of a version.
fn at<T: Copy>(bounds: &[Dated<T>], version: Version) -> Option<T> {
    bounds
        .iter()
        .find(|bound| bound.versions.contains(version))
        .map(|bound| bound.value)
}
