//! What is wrong with a comment that suppresses.

use std::collections::HashMap;

use super::Comment;
use crate::lint::fault::{Builtin, Fault, UnknownRule};
use crate::lint::wording::Argument;
use crate::model::near::nearest;
use crate::model::rule::Rule;
use crate::text::{Edit, Span};
use crate::tree::Tree;

/// A comment with what was found out about it.
pub(super) struct CheckedComment<'j, 's> {
    pub(super) tree: &'s Tree<'s>,
    pub(super) comment: &'j Comment,
    /// For each name, whether a finding was dropped by it.
    pub(super) used: &'j [bool],
    pub(super) known: &'j HashMap<&'s str, &'s Rule>,
}

impl<'s> CheckedComment<'_, 's> {
    /// What is wrong with the comment. `applies` is whether a rule could have found something.
    pub(super) fn faults(&self, applies: impl Fn(&Rule) -> bool) -> Vec<Fault<'s>> {
        let names = 0..self.comment.names.len();
        let is_unused = |name: usize| {
            let rule = self.known.get(self.name(name));
            rule.is_some_and(|rule| !self.used[name] && applies(rule))
        };
        let is_all_unused = !names.is_empty() && names.clone().all(is_unused);
        let mut faults = Vec::new();
        if is_all_unused {
            faults.push(self.unused());
        }
        for name in names {
            if !self.known.contains_key(self.name(name)) {
                faults.push(self.unknown_rule(name));
            } else if is_unused(name) && !is_all_unused {
                faults.push(self.unused_name(name));
            }
        }
        if !self.comment.has_reason && !is_all_unused {
            // Only its author knows the reason.
            faults.push(self.fault(Builtin::IgnoreWithoutReason, self.comment.span));
        }
        faults
    }

    fn name(&self, name: usize) -> &'s str {
        self.tree.source().slice(self.comment.names[name])
    }

    fn fault(&self, builtin: Builtin, span: Span) -> Fault<'s> {
        let mut fault = Fault::new(builtin, span);
        fault.node = self.comment.node;
        fault
    }

    /// The fault of a comment that has no effect at all.
    fn unused(&self) -> Fault<'s> {
        let mut fault = self.fault(Builtin::UnusedIgnore, self.comment.span);
        let names = (0..self.comment.names.len()).map(|name| self.name(name));
        fault.argument("rule", Argument::any(names));
        fault.edits = self.tree.take_out(self.comment.span);
        fault
    }

    /// The fault of one of several names that has no effect.
    fn unused_name(&self, name: usize) -> Fault<'s> {
        let mut fault = self.fault(Builtin::UnusedIgnore, self.comment.names[name]);
        fault.argument("rule", Argument::value(self.name(name)));
        fault.edits = without_name(self.comment, name);
        fault
    }

    fn unknown_rule(&self, name: usize) -> Fault<'s> {
        let written = self.name(name);
        let span = self.comment.names[name];
        let case = Builtin::UnknownRuleIgnored(UnknownRule::Unrelated);
        let mut fault = self.fault(case, span);
        fault.argument("rule", Argument::value(written));
        if let Some(best) = nearest(written, self.known.keys().copied()).first() {
            fault.argument("suggestion", Argument::value(*best));
            fault.edits = vec![Edit {
                span,
                text: (*best).to_owned(),
            }];
            return fault.case(Builtin::UnknownRuleIgnored(UnknownRule::Near));
        }
        fault.edits = if self.comment.names.len() == 1 {
            self.tree.take_out(self.comment.span)
        } else {
            without_name(self.comment, name)
        };
        fault
    }
}

/// The edit that removes one of several names from a comment.
fn without_name(comment: &Comment, place: usize) -> Vec<Edit> {
    let names = &comment.names;
    let span = match (names.get(place + 1), place.checked_sub(1)) {
        (Some(next), _) => Span {
            start: names[place].start,
            end: next.start,
        },
        (None, Some(before)) => Span {
            start: names[before].end,
            end: names[place].end,
        },
        (None, None) => names[place],
    };
    vec![Edit {
        span,
        text: String::new(),
    }]
}
