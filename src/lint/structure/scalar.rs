//! Values by their type: booleans, numbers, enums, and the bounds that a model gives.
//!
//! What a value means beside others is for the rules (`evaluate`).

use crate::builtin;
use crate::lint::document::Document;
use crate::lint::fault::{Builtin, Event};
use crate::lint::structure::placeholder;
use crate::lint::wording::phrasing;
use crate::model::near::nearest;
use crate::model::rule::{Check, Format, Step, Target};
use crate::model::schema::{Dated, Member, ShapeKind, ValueKind, period};
use crate::text::Span;
use crate::tree::{NodeId, NodeKind};

/// The format of what looks like a variable of a shell and is a value.
const SERVICE_VARIABLE: &str = "service-variable";

/// Checks values in document order.
pub(crate) fn check(
    document: &mut Document<'_>,
    scalars: &[NodeId],
    formats: &'static [Format],
    events: &mut Vec<Event>,
) {
    for node in scalars {
        let it = document.tree.node(*node);
        if it.is_repaired() {
            document.set_faulty(*node);
            continue;
        }
        let Some(member) = document.member(*node) else {
            continue;
        };
        if let Some(event) = value_fault(document, *node, member, formats) {
            // A placeholder is a value nobody knows yet, so nothing that needs it can be judged.
            document.set_faulty(*node);
            events.push(event);
        }
    }
}

fn value_fault(
    document: &Document<'_>,
    node: NodeId,
    member: &Member,
    formats: &'static [Format],
) -> Option<Event> {
    let text = document.tree.text(node);
    let fault = json_type(document, node, member.value).or_else(|| match member.value {
        ValueKind::String | ValueKind::Timestamp => bounds(document, node, member, formats),
        ValueKind::Boolean => boolean(document, node),
        ValueKind::Integer => integer(document, node, i64::from(i32::MIN), i64::from(i32::MAX))
            .or_else(|| bounds(document, node, member, formats)),
        ValueKind::Long => integer(document, node, i64::MIN, i64::MAX)
            .or_else(|| bounds(document, node, member, formats)),
        ValueKind::Empty => (!text.trim().is_empty())
            .then(|| Event::new(Builtin::UnexpectedContent, place(document, node)).at(node)),
        ValueKind::Enum(_) => enumerated(document, node, member.value),
        ValueKind::Any | ValueKind::Structure(_) | ValueKind::List(_) => None,
    });
    // What is a number or a boolean is no placeholder.
    if fault.is_none()
        && matches!(
            member.value,
            ValueKind::Boolean | ValueKind::Integer | ValueKind::Long
        )
    {
        return None;
    }
    let is_own = |variable: &str| {
        formats
            .iter()
            .any(|format| format.name == SERVICE_VARIABLE && format.matches(variable))
    };
    let template = placeholder::marked(text, is_own, || takes_parameters(document, node))
        .or_else(|| fault.as_ref().and_then(|_| placeholder::variable(text)));
    let Some(span) = template.or_else(|| syntax_words(text, member.value, fault.as_ref())) else {
        return fault;
    };
    let event = placeholder_event(document, node, member, Some(span));
    Some(event.variant(if template.is_some() { "" } else { "fault" }))
}

/// The fault of a value that is to be filled in, at a part of its text or at all of it.
pub(crate) fn placeholder_event(
    document: &Document<'_>,
    node: NodeId,
    member: &Member,
    part: Option<Span>,
) -> Event {
    let it = document.tree.node(node);
    let is_exact = document.tree.is_text_verbatim(node) && !it.content.is_empty();
    let start = it.content.start;
    let span = part.filter(|_| is_exact).map_or_else(
        || place(document, node),
        |part| Span {
            start: start + part.start,
            end: start + part.end,
        },
    );
    let mut event = Event::new(Builtin::PlaceholderValue, span).at(node);
    if !member.sensitive {
        event.argument(
            "placeholder",
            phrasing::quote(document.tree.text(node).trim()),
        );
    }
    event.argument("expected", expected(document, member));
    event
}

/// Whether the service itself replaces names in double braces here: a rule says which it knows.
fn takes_parameters(document: &Document<'_>, node: NodeId) -> bool {
    let Some((shape, name)) = document.known_as(node) else {
        return false;
    };
    let is_here = |target: &Target| {
        target.shape == shape
            && matches!(target.path.steps.as_ref(), [Step::Member(member)] if *member == name)
    };
    builtin::RULES
        .iter()
        .any(|rule| matches!(rule.check, Check::Placeholders(_)) && rule.at.iter().any(is_here))
}

/// The words of a syntax page in place of the one word or number that belongs there. Where the right word is
/// nearly there, that says more.
fn syntax_words(text: &str, kind: ValueKind, fault: Option<&Event>) -> Option<Span> {
    let takes_one_word = matches!(
        kind,
        ValueKind::Boolean | ValueKind::Integer | ValueKind::Long | ValueKind::Enum(_)
    );
    let is_near = matches!(fault?.variant, "near" | "case");
    if takes_one_word && !is_near {
        placeholder::alternatives(text)
    } else {
        None
    }
}

/// Where a value is: its text, or the whole element where that is empty.
pub(crate) fn place(document: &Document<'_>, node: NodeId) -> Span {
    let it = document.tree.node(node);
    if it.content.is_empty() {
        return if it.kind == NodeKind::Element {
            it.whole
        } else {
            it.value()
        };
    }
    let text = document.tree.source().slice(it.content);
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return it.content;
    }
    let start = it.content.start as usize + (text.len() - text.trim_start().len());
    Span::new(start, start + trimmed.len())
}

/// What a member holds, for people.
fn expected(document: &Document<'_>, member: &Member) -> String {
    match member.value {
        ValueKind::Boolean => "`true` or `false`".to_owned(),
        ValueKind::Integer | ValueKind::Long => "a whole number".to_owned(),
        ValueKind::Enum(_) => phrasing::choices(&allowed(document, member.value)),
        _ => "a text".to_owned(),
    }
}

fn json_type(document: &Document<'_>, node: NodeId, kind: ValueKind) -> Option<Event> {
    let tree = document.tree;
    let it = tree.node(node);
    let (variant, text) = match (it.kind, kind) {
        (NodeKind::String, ValueKind::Integer | ValueKind::Long) => {
            ("number", tree.text(node).to_owned())
        }
        (NodeKind::String, ValueKind::Boolean) => ("boolean", tree.text(node).to_ascii_lowercase()),
        (NodeKind::Number, ValueKind::Boolean) => (
            "number-for-boolean",
            meant_by_digit(tree.text(node)).to_owned(),
        ),
        (NodeKind::Number, ValueKind::Integer | ValueKind::Long)
            if tree.text(node).contains(['.', 'e', 'E']) =>
        {
            (
                "fraction",
                whole(tree.text(node)).map_or_else(String::new, |number| number.to_string()),
            )
        }
        (
            NodeKind::Number | NodeKind::Boolean,
            ValueKind::String | ValueKind::Enum(_) | ValueKind::Timestamp,
        ) => ("string", format!("\"{}\"", tree.text(node))),
        (NodeKind::Boolean, ValueKind::Integer | ValueKind::Long) => {
            ("boolean-for-number", String::new())
        }
        _ => return None,
    };
    let mut event = Event::new(Builtin::JsonType, it.value())
        .at(node)
        .variant(variant);
    event.argument("found", phrasing::notation(it.kind));
    event.argument("kind", phrasing::kind(kind));
    let usable = match variant {
        "number" => text.parse::<i64>().is_ok(),
        "boolean" => matches!(text.as_str(), "true" | "false"),
        _ => true,
    };
    if usable && !text.is_empty() {
        event.argument("right", text.clone());
        event.edits = vec![crate::text::Edit {
            span: it.value(),
            text,
        }];
        return Some(event);
    }
    Some(if it.kind == NodeKind::String {
        event.variant("unread")
    } else {
        event
    })
}

/// What a digit in the place of a boolean stands for.
fn meant_by_digit(text: &str) -> &'static str {
    match text {
        "1" => "true",
        "0" => "false",
        _ => "",
    }
}

/// The whole number that a number with a fraction or an exponent equals: 80 for `80.0` and `8e1`.
fn whole(text: &str) -> Option<i64> {
    /// Up to here a floating-point number is exact.
    const MOST_EXACT: f64 = 9_007_199_254_740_992.0;
    let number: f64 = text.parse().ok()?;
    (number.fract() == 0.0 && number.abs() <= MOST_EXACT).then_some(number as i64)
}

fn boolean(document: &Document<'_>, node: NodeId) -> Option<Event> {
    let text = document.trimmed(node);
    if text == "true" || text == "false" {
        return None;
    }
    let mut event = Event::new(Builtin::BooleanValue, place(document, node)).at(node);
    if text.is_empty() {
        return Some(event.variant("empty"));
    }
    let lower = text.to_lowercase();
    let (variant, meant) = match lower.as_str() {
        "true" | "false" => ("case", Some(lower.as_str())),
        "yes" | "on" | "1" => ("near", Some("true")),
        "no" | "off" | "0" => ("near", Some("false")),
        _ => match nearest(&lower, ["true", "false"]).first() {
            Some(meant) => ("near", Some(*meant)),
            None => ("", None),
        },
    };
    if let Some(meant) = meant {
        event.argument("suggestion", phrasing::quote(meant));
        event.argument("suggested", meant);
        event.edits = document.tree.write(node, meant);
    }
    Some(event.variant(variant))
}

fn integer(document: &Document<'_>, node: NodeId, least: i64, most: i64) -> Option<Event> {
    let text = document.trimmed(node);
    match text.parse::<i64>() {
        Ok(number) if (least..=most).contains(&number) => None,
        outcome => {
            let mut event = Event::new(Builtin::IntegerValue, place(document, node)).at(node);
            event.argument("least", least.to_string());
            event.argument("most", phrasing::number(most));
            let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
            let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
            let variant = if text.is_empty() {
                "empty"
            } else if outcome.is_ok() || is_number {
                "overflow"
            } else {
                ""
            };
            Some(event.variant(variant))
        }
    }
}

fn allowed(document: &Document<'_>, kind: ValueKind) -> Vec<&'static str> {
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

fn enumerated(document: &Document<'_>, node: NodeId, kind: ValueKind) -> Option<Event> {
    let ValueKind::Enum(shape) = kind else {
        return None;
    };
    let ShapeKind::Enum { values, open } = &document.shape(shape).kind else {
        return None;
    };
    let text = document.tree.text(node);
    let known = values.iter().find(|value| value.value == text);
    if known.is_some_and(|value| value.versions.contains(document.version))
        || open.contains(document.version)
    {
        return None;
    }
    let allowed = allowed(document, kind);
    let mut event = Event::new(Builtin::EnumValue, place(document, node)).at(node);
    event.argument("allowed", phrasing::choices(&allowed));
    event.argument(
        "version",
        document
            .schema
            .version_info(document.version)
            .name
            .to_string(),
    );
    if let Some(value) = known {
        event.argument("period", period(document.schema, value.versions));
        event.argument(
            "move",
            phrasing::move_advice(document.schema, value.versions, document.version),
        );
        if let Some(best) = nearest(text, allowed.iter().copied()).first() {
            event.argument("suggestion", phrasing::quote(best));
            event.edits = document.tree.write(node, best);
        }
        return Some(event.variant("version"));
    }
    if text.trim().is_empty() {
        return Some(event.variant("empty"));
    }
    let bare = |word: &str| {
        word.chars()
            .filter(char::is_ascii_alphanumeric)
            .collect::<String>()
            .to_lowercase()
    };
    let same: Vec<&str> = allowed
        .iter()
        .copied()
        .filter(|value| bare(value) == bare(text))
        .collect();
    let continued = || {
        allowed
            .iter()
            .copied()
            .filter(|value| goes_on(text.trim(), value))
            .take(MOST_CONTINUED)
            .collect::<Vec<_>>()
    };
    let near = if same.is_empty() { continued() } else { same };
    let near = if near.is_empty() {
        nearest(text.trim(), allowed.iter().copied())
    } else {
        near
    };
    let Some(best) = near.first() else {
        return Some(event);
    };
    let exact = best.eq_ignore_ascii_case(text.trim());
    event.argument("suggestion", phrasing::quote(best));
    event.argument("suggestions", phrasing::choices(&near));
    event.argument("suggested", *best);
    event.edits = document.tree.write(node, best);
    Some(event.variant(if exact { "case" } else { "near" }))
}

/// How many values are suggested that go on where the text ends.
const MOST_CONTINUED: usize = 3;

/// Whether a value goes on with another word where a text ends: `TLSv1.3` and `TLSv1.3_2025`.
fn goes_on(text: &str, value: &str) -> bool {
    let (Some(head), Some(rest)) = (value.get(..text.len()), value.get(text.len()..)) else {
        return false;
    };
    head.eq_ignore_ascii_case(text) && rest.starts_with(['_', '-'])
}

/// The bounds of the model.
fn bounds(
    document: &Document<'_>,
    node: NodeId,
    member: &Member,
    formats: &'static [Format],
) -> Option<Event> {
    fn at<T: Copy>(document: &Document<'_>, bounds: &[Dated<T>]) -> Option<T> {
        bounds
            .iter()
            .find(|bound| bound.versions.contains(document.version))
            .map(|bound| bound.value)
    }
    let it = &member.bounds;
    if it.min.is_empty() && it.max.is_empty() && it.pattern.is_empty() {
        return None;
    }
    let text = document.tree.text(node);
    let is_number = matches!(member.value, ValueKind::Integer | ValueKind::Long);
    let size = if is_number {
        document.number(node)?
    } else {
        text.chars().count() as i64
    };
    let (least, most) = (at(document, &it.min), at(document, &it.max));
    let builtin = if is_number {
        Builtin::NumberRange
    } else {
        Builtin::TextLength
    };
    let variant = if least.is_some_and(|least| size < least) {
        if is_number { "small" } else { "short" }
    } else if most.is_some_and(|most| size > most) {
        if is_number { "great" } else { "long" }
    } else {
        let format = formats.get(usize::from(at(document, &it.pattern)?))?;
        if format.matches(text) {
            return None;
        }
        let mut event = Event::new(Builtin::TextFormat, place(document, node)).at(node);
        event.argument("format", format.describe.to_string());
        event.argument("pattern", format.pattern.to_string());
        return Some(event);
    };
    let mut event = Event::new(builtin, place(document, node))
        .at(node)
        .variant(variant);
    event.argument("length", phrasing::number(size));
    if let Some(least) = least {
        event.argument("min", phrasing::number(least));
    }
    if let Some(most) = most {
        event.argument("max", phrasing::number(most));
    }
    Some(event)
}
