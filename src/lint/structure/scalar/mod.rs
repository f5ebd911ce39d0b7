//! Values by their type: booleans, integers, enums, texts, and the bounds of the model.
//!
//! What lives here: the order of these checks, and placeholders instead of values. What values mean
//! together is for the rules ([`evaluate`](crate::lint::evaluate)).

mod boolean;
mod bounds;
pub(crate) mod decimal;
mod enumerated;
mod integer;
mod json_type;
pub(crate) mod placeholder;

use crate::lint::document::Document;
use crate::lint::fault::{Builtin, Fault, NotBoolean, NotListed, Placeholder};
use crate::lint::rulebook::RuleBook;
use crate::lint::wording::Argument;
use crate::model::rule::{Check, Format, Step, Target, TargetCheck};
use crate::model::schema::{Member, ValueKind};
use crate::text::Span;
use crate::tree::{NodeId, NodeKind, Tree};

/// What the values are checked against besides their shapes.
#[derive(Clone, Copy)]
pub(crate) struct Values<'r> {
    pub(crate) rules: RuleBook<'r>,
    pub(crate) formats: &'r [Format],
}

/// Checks values in document order.
pub(crate) fn check<'t>(
    document: &mut Document<'t>,
    scalars: &[NodeId],
    values: Values<'_>,
    faults: &mut Vec<Fault<'t>>,
) {
    for node in scalars {
        if document.tree.node(*node).is_repaired() {
            document.set_faulty(*node);
            continue;
        }
        let Some(member) = document.member(*node) else {
            continue;
        };
        if let Some(fault) = values.fault(document, *node, member) {
            // A placeholder is a value that nobody knows yet, so nothing that needs it can be
            // evaluated.
            document.set_faulty(*node);
            document.keep(faults, fault);
        }
    }
}

impl Values<'_> {
    fn fault<'t>(
        self,
        document: &Document<'t>,
        node: NodeId,
        member: &'static Member,
    ) -> Option<Fault<'t>> {
        if is_right(document, node, member) {
            return None;
        }
        let fault = self.type_fault(document, node, member);
        // A number or a boolean is not a placeholder.
        let is_number = member.value == ValueKind::Boolean || member.value.is_number();
        if fault.is_none() && is_number {
            return None;
        }
        let text = document.tree.text(node);
        let mark = placeholder::marked(
            text,
            |variable| self.is_variable_of_service(variable),
            || self.takes_parameters(document, node),
        )
        .or_else(|| fault.as_ref().and_then(|_| placeholder::variable(text)));
        let words = || syntax_words(text, member.value, fault.as_ref()?);
        let Some(span) = mark.or_else(words) else {
            return fault;
        };
        let case = if mark.is_some() {
            Placeholder::Doubtful
        } else {
            Placeholder::Fault
        };
        Some(placeholder_fault(document, node, member, Some(span), case))
    }

    fn type_fault<'t>(
        self,
        document: &Document<'t>,
        node: NodeId,
        member: &'static Member,
    ) -> Option<Fault<'t>> {
        let formats = self.formats;
        if let Some(fault) = json_type::fault(document, node, member.value) {
            return Some(fault);
        }
        match member.value {
            ValueKind::String | ValueKind::Timestamp => {
                bounds::fault(document, node, member, formats)
            }
            ValueKind::Boolean => boolean::fault(document, node),
            ValueKind::Integer => integer::fault(document, node, i32::MIN.into(), i32::MAX.into())
                .or_else(|| bounds::fault(document, node, member, formats)),
            ValueKind::Long => integer::fault(document, node, i64::MIN, i64::MAX)
                .or_else(|| bounds::fault(document, node, member, formats)),
            ValueKind::Double => decimal::fault(document, node)
                .or_else(|| bounds::fault(document, node, member, formats)),
            ValueKind::Empty => {
                let is_empty = document.tree.text(node).trim().is_empty();
                let span = place(document.tree, node);
                (!is_empty).then(|| Fault::new(Builtin::UnexpectedContent, span).at(node))
            }
            ValueKind::Enum(_) => enumerated::fault(document, node, member.value),
            ValueKind::Any | ValueKind::Structure(_) | ValueKind::List(_) => None,
        }
    }

    /// Whether a variable as shells write it is one of the service itself.
    fn is_variable_of_service(self, variable: &str) -> bool {
        let cause = Builtin::PlaceholderValue(Placeholder::Doubtful);
        let format = self.rules.format_of(cause, self.formats);
        format.is_some_and(|format| format.matches(variable))
    }

    /// Whether the service replaces names in double braces here: a rule lists which names.
    fn takes_parameters(self, document: &Document<'_>, node: NodeId) -> bool {
        let Some((shape, name)) = document.known_as(node) else {
            return false;
        };
        let is_here = |target: &Target| {
            target.shape == shape
                && matches!(target.path.steps.as_ref(), [Step::Member(member)] if *member == name)
        };
        self.rules.iter().any(|rule| {
            matches!(rule.check, Check::Target(TargetCheck::Placeholders(_)))
                && rule.at.iter().any(is_here)
        })
    }
}

/// Whether a value is certainly right, as nearly every word and number is.
fn is_right(document: &Document<'_>, node: NodeId, member: &'static Member) -> bool {
    /// No more digits than that exceed no integer.
    const FEW_DIGITS: usize = 9;
    let (text, kind) = (document.tree.text(node), document.tree.node(node).kind);
    match member.value {
        ValueKind::Boolean => kind != NodeKind::String && matches!(text, "true" | "false"),
        ValueKind::Integer | ValueKind::Long => {
            let is_short = !text.is_empty() && text.len() <= FEW_DIGITS;
            is_short
                && kind != NodeKind::String
                && member.bounds.are_empty()
                && text.bytes().all(|byte| byte.is_ascii_digit())
        }
        ValueKind::Enum(shape) => {
            matches!(kind, NodeKind::Element | NodeKind::String)
                && enumerated::has(document, shape, text)
        }
        _ => false,
    }
}

/// The words of a syntax page instead of the one word or number that is expected. Where the right
/// word is near, that is more useful.
fn syntax_words(text: &str, kind: ValueKind, fault: &Fault<'_>) -> Option<Span> {
    let is_one_word = kind.is_number() || matches!(kind, ValueKind::Boolean | ValueKind::Enum(_));
    let is_near = matches!(
        fault.builtin(),
        Some(
            Builtin::BooleanValue(NotBoolean::Near | NotBoolean::Case)
                | Builtin::EnumValue(NotListed::Near | NotListed::Case | NotListed::Padded)
        )
    );
    if is_one_word && !is_near {
        placeholder::alternatives(text)
    } else {
        None
    }
}

/// The fault of a placeholder. `part` is the range of its text within the value, or `None` for the
/// whole value.
#[cold]
pub(crate) fn placeholder_fault<'t>(
    document: &Document<'t>,
    node: NodeId,
    member: &'static Member,
    part: Option<Span>,
    case: Placeholder,
) -> Fault<'t> {
    let tree = document.tree;
    let content = tree.node(node).content;
    let is_exact = tree.is_text_verbatim(node) && !content.is_empty();
    let span = match part.filter(|_| is_exact) {
        Some(part) => Span {
            start: content.start + part.start,
            end: content.start + part.end,
        },
        None => place(tree, node),
    };
    let mut fault = Fault::new(Builtin::PlaceholderValue(case), span).at(node);
    if !member.sensitive {
        fault.argument("placeholder", Argument::value(tree.text(node).trim()));
    }
    fault.argument(
        "expected",
        match member.value {
            ValueKind::Enum(_) => Argument::choice(enumerated::allowed(document, member.value)),
            kind => Argument::Kind(kind, tree.form()),
        },
    );
    fault
}

/// Where a value is: its text, or the whole element where that is empty.
pub(crate) fn place(tree: &Tree<'_>, node: NodeId) -> Span {
    let it = tree.node(node);
    if it.content.is_empty() {
        return if it.kind == NodeKind::Element {
            it.whole
        } else {
            it.value()
        };
    }
    let text = tree.source().slice(it.content);
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return it.content;
    }
    let start = it.content.start as usize + (text.len() - text.trim_start().len());
    Span::new(start, start + trimmed.len())
}
