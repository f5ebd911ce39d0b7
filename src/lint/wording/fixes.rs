//! The fixes of a finding: the edits that the fault brings, or those that its rule's repair makes.

use super::finding::{Context, Wording};
use super::phrasing;
use super::template;
use crate::lint::document::Document;
use crate::lint::fault::{Builtin, Cause, Fault};
use crate::lint::repair::{self, Action, Repaired, Site};
use crate::lint::suppress::is_suppression;
use crate::model::rule::{Condition, OperationKind, Rule, Step, Target, Test};
use crate::model::schema::NameId;
use crate::outcome::Fix;
use crate::text::{Applicability, Edit};
use crate::tree::NodeId;

/// The fix of a finding, and whether it only removes whitespace that was probably not meant as a
/// value.
pub(super) struct Offered {
    pub(super) fix: Fix,
    pub(super) removes_blanks: bool,
}

/// The fix of a fault that brings these edits, or none.
pub(super) fn fix(wording: &Wording<'_>, edits: Vec<Edit>) -> Option<Offered> {
    let Wording {
        context,
        rule,
        fault,
        ..
    } = *wording;
    let repaired = if edits.is_empty() {
        let (document, node) = context.document.zip(fault.node)?;
        if is_meant_empty(context, document, rule, node) {
            return Some(Offered {
                fix: Fix {
                    title: "remove the whitespace".to_owned(),
                    applicability: Applicability::Unsafe,
                    edits: document.tree.write(node, ""),
                },
                removes_blanks: true,
            });
        }
        by_rule(wording, document, node)?
    } else {
        Repaired {
            edits,
            action: Action::Other,
        }
    };
    let mut edits = repaired.edits;
    // Edits are made piece by piece, and a piece may be right already; it counts where the file is
    // written in another encoding.
    edits.retain(|edit| {
        context.source.slice(edit.span) != edit.text || !context.source.keeps_encoding()
    });
    if edits.is_empty() {
        return None;
    }
    let edits = Edit::disjoint(edits)?;
    if is_harmful(context, fault, &edits) {
        return None;
    }
    // Somebody wrote the comment for others to read.
    let drops_comment = !matches!(fault.cause, Cause::Syntax(..))
        && context
            .document
            .is_some_and(|document| document.tree.drops_comment(&edits, is_suppression));
    let own_title = wording
        .filled(|words| &words.fix)
        .filter(|_| !repaired.action.is_copy());
    Some(Offered {
        fix: Fix {
            title: own_title.unwrap_or_else(|| title(&repaired.action)),
            applicability: if drops_comment {
                Applicability::Unsafe
            } else {
                wording.applicability()
            },
            edits,
        },
        removes_blanks: false,
    })
}

/// Whether a fix could leave something less protected, or complete an update with values that may
/// not be the live ones.
fn is_harmful(context: &Context<'_>, fault: &Fault<'_>, edits: &[Edit]) -> bool {
    let is_invented = context.operation == Some(OperationKind::Update)
        && matches!(fault.builtin(), Some(Builtin::MissingElement(_)));
    let weakens = |document: &Document<'_>| repair::weakens(document, fault, edits);
    is_invented
        || !matches!(fault.cause, Cause::Syntax(..)) && context.document.is_some_and(weakens)
}

fn by_rule(wording: &Wording<'_>, document: &Document<'_>, node: NodeId) -> Option<Repaired> {
    let Wording {
        context,
        rule,
        fault,
        ..
    } = *wording;
    let repair = rule.repair.as_ref()?;
    let site = Site {
        document,
        node,
        fault,
        previous: context.previous,
        is_completion: matches!(*rule.operations, [OperationKind::Update]),
        fill: &|template| template::fill_exactly(template, &wording.placeholders),
        is_right: &|text| repair::satisfies(&rule.check, context.formats, text),
    };
    site.apply(repair)
}

/// What a repair does, in the imperative.
fn title(action: &Action) -> String {
    match action {
        Action::Write(text) => format!("write {}", phrasing::shorten(text)),
        Action::Remove(names) => format!("remove {}", joined(names)),
        Action::Replace { old, new } => {
            format!(
                "replace {} with {}",
                phrasing::quote(old),
                phrasing::quote(new)
            )
        }
        Action::Insert {
            names,
            is_copy: false,
        } => format!("insert {}", joined(names)),
        Action::Insert {
            names,
            is_copy: true,
        } => format!("copy {} from the previous document", joined(names)),
        Action::Other => "fix it".to_owned(),
    }
}

fn joined(names: &[String]) -> String {
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    phrasing::list(&names)
}

/// Whether a value is whitespace only and the rules accept an empty one, which was probably meant.
fn is_meant_empty(
    context: &Context<'_>,
    document: &Document<'_>,
    rule: &Rule,
    node: NodeId,
) -> bool {
    let text = document.tree.text(node);
    let is_blank = !text.is_empty() && text.trim().is_empty() && document.shape_of(node).is_none();
    let Some(member) = document.member(node).filter(|_| is_blank) else {
        return false;
    };
    let parent = document.tree.node(node).parent();
    let shape = parent.and_then(|parent| document.structure_of(parent));
    let is_of_member = |target: &Target| {
        Some(target.shape) == shape
            && matches!(*target.path.steps, [Step::Member(name)] if name == member.name)
    };
    let refuses = |other: &Rule| {
        other.versions.contains(document.version)
            && other.at.iter().any(is_of_member)
            && !accepts_empty(other, member.name)
            && !other.compares()
            && !repair::satisfies(&other.check, context.formats, "")
    };
    accepts_empty(rule, member.name) && !context.linter.rules().any(refuses)
}

/// Whether a rule only applies where a member of this name is not empty.
fn accepts_empty(rule: &Rule, name: NameId) -> bool {
    let is_not_empty = |condition: &Condition| {
        let is_of_member =
            matches!(condition.path.steps.last(), Some(Step::Member(last)) if *last == name);
        matches!(condition.test, Test::Empty) && condition.negated && is_of_member
    };
    rule.when
        .iter()
        .any(|clause| matches!(&**clause, [only] if is_not_empty(only)))
}
