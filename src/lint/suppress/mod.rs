//! Suppressed findings: by comments in the document, or by settings.
//!
//! A comment `<!-- cloudfront-lint: ignore[rule, other] reason -->` applies to the element that it
//! is on (behind a tag on the same line) or before (on a line of its own), and to everything in it;
//! `ignore-file[…]` applies to the whole document. A comment without effect, with an unknown rule
//! or without a reason is a finding itself, so that none outlives its cause.

mod comment;
mod mistakes;
mod of_linter;
mod scopes;
mod suppression;

use mistakes::CheckedComment;
use scopes::Scopes;

#[cfg(feature = "config")]
pub(crate) use suppression::is_of_template;

use std::borrow::Cow;
use std::collections::HashMap;

use crate::lint::document::Document;
use crate::lint::fault::{Builtin, Fault, UnknownRule};
use crate::lint::rulebook::RuleBook;
use crate::model::rule::Rule;
use crate::outcome::gaps::{Gaps, is_within};
use crate::outcome::{Finding, UnusedSuppression};
use crate::text::Span;
use crate::tree::{NodeId, Tree, TriviaKind};

/// What such comments begin with.
pub(crate) const MARK: &str = "cloudfront-lint:";

/// Whether a comment is a suppression, and so not a note of the author.
pub(crate) fn is_suppression(comment: &str) -> bool {
    comment.contains(MARK)
}

/// The text of a comment that suppresses a rule.
pub(super) fn written(rule: &str) -> String {
    format!("{MARK} ignore[{rule}]")
}

/// Findings that are dropped by a setting, for documents that cannot have comments.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Suppression {
    /// The rules; none means all.
    pub rules: Vec<String>,
    /// The element, with everything inside: a path as findings have it. An item may have its
    /// number, the text that names it (`Origin[api]`) or neither (`Origin`); `*` matches any one
    /// element.
    pub path: String,
}

/// The effect of a document's comments.
pub(super) struct ByComments<'d> {
    pub(super) suppressed: Vec<Finding>,
    /// What is wrong with the comments themselves.
    pub(super) faults: Vec<Fault<'d>>,
}

/// A comment that suppresses.
struct Comment {
    /// With its delimiters.
    span: Span,
    /// The names in brackets.
    names: Vec<Span>,
    has_reason: bool,
    /// The element that it applies to; `None` where nothing follows.
    scope: Option<Span>,
    node: Option<NodeId>,
}

/// Drops the findings that comments suppress. `gaps` is where a fault may hide findings, and
/// `applies` whether a rule could have found something: only then a comment without effect is a
/// mistake.
pub(super) fn apply<'d>(
    document: &Document<'d>,
    rules: &RuleBook<'d>,
    findings: &mut Vec<Finding>,
    gaps: &Gaps,
    applies: impl Fn(&Rule) -> bool,
) -> ByComments<'d> {
    let mut lists = [findings];
    let site = Site {
        tree: document.tree,
        rules,
    };
    let is_bound = |node: NodeId| document.is_bound(node);
    let (faults, mut dropped) = site.apply(is_bound, &mut lists, |comment, rule| {
        applies(rule) && !comment.may_hide(document, gaps, rule)
    });
    ByComments {
        suppressed: dropped.pop().unwrap_or_default(),
        faults,
    }
}

/// The same for all resources of a template, each with its own findings. Returns what is wrong with
/// the comments, and the dropped findings of each resource.
pub(super) fn apply_to_template<'d>(
    tree: &'d Tree<'d>,
    rules: &RuleBook<'d>,
    findings: &mut [&mut Vec<Finding>],
    applies: impl Fn(&Rule) -> bool,
) -> (Vec<Fault<'d>>, Vec<Vec<Finding>>) {
    let site = Site { tree, rules };
    // The nodes of a template are not those of the documents that its resources become.
    site.apply(|_| false, findings, |_, rule| applies(rule))
}

/// Where comments are.
struct Site<'s, 'd> {
    tree: &'d Tree<'d>,
    rules: &'s RuleBook<'d>,
}

impl<'d> Site<'_, 'd> {
    /// Drops the findings that comments suppress. Returns what is wrong with the comments, and what
    /// was dropped from each list.
    fn apply(
        &self,
        is_bound: impl Fn(NodeId) -> bool,
        findings: &mut [&mut Vec<Finding>],
        applies: impl Fn(&Comment, &Rule) -> bool,
    ) -> (Vec<Fault<'d>>, Vec<Vec<Finding>>) {
        let tree = self.tree;
        let mut faults = Vec::new();
        let comments = comments(tree, is_bound, &mut faults);
        if comments.is_empty() {
            return (faults, Vec::new());
        }
        let known: HashMap<&str, &Rule> = self
            .rules
            .iter()
            .map(|rule| (rule.name.as_ref(), rule))
            .collect();
        let scopes = Scopes::new(tree, &comments, &known);
        let mut used: Vec<Vec<bool>> = comments
            .iter()
            .map(|comment| vec![false; comment.names.len()])
            .collect();
        let mut dropped = Vec::new();
        for findings in findings {
            dropped.push(scopes.drop_suppressed(&mut used, findings));
        }
        for (comment, used) in comments.iter().zip(&used) {
            let checked = CheckedComment {
                tree,
                comment,
                used,
                known: &known,
            };
            faults.extend(checked.faults(|rule| applies(comment, rule)));
        }
        (faults, dropped)
    }
}

impl Comment {
    /// Whether a fault may hide a finding that the comment is for.
    fn may_hide(&self, document: &Document<'_>, gaps: &Gaps, rule: &Rule) -> bool {
        let Some(node) = self.node else {
            // Nothing in an unknown element was evaluated.
            return self.scope.is_some() || gaps.is_everything;
        };
        let place = document.place(node);
        // A finding elsewhere may have a label here.
        let has_related = rule.has_related_words();
        gaps.hide_where(Some(&rule.name), |gap| {
            has_related || gap == place || is_within(gap, &place) || is_within(&place, gap)
        })
    }
}

/// The effect of the suppressions of the settings.
pub(super) struct BySettings {
    pub(super) suppressed: Vec<Finding>,
    pub(super) unused: Vec<UnusedSuppression>,
}

/// Drops the findings that settings suppress. `gaps` and `applies` are those of [`apply`], the
/// latter by the rule's name.
pub(super) fn apply_settings(
    suppressions: &[Suppression],
    findings: &mut Vec<Finding>,
    gaps: &Gaps,
    applies: impl Fn(&str) -> bool,
) -> BySettings {
    let mut used: Vec<Vec<Cow<'static, str>>> = vec![Vec::new(); suppressions.len()];
    let is_dropped = |finding: &mut Finding| {
        let mut is_dropped = false;
        for (suppression, used) in suppressions.iter().zip(&mut used) {
            if suppression.covers(finding) {
                is_dropped = true;
                if !used.contains(&finding.rule) {
                    used.push(finding.rule.clone());
                }
            }
        }
        is_dropped
    };
    let suppressed = findings.extract_if(.., is_dropped).collect();
    let unused = |(index, (suppression, used)): (usize, (&Suppression, &Vec<Cow<'_, str>>))| {
        let is_used = |rule: &String| used.iter().any(|used| used == rule);
        let rules: Vec<String> = suppression
            .rules
            .iter()
            .filter(|rule| {
                !is_used(rule) && applies(rule) && !suppression.may_hide(gaps, Some(rule))
            })
            .cloned()
            .collect();
        let is_unused = if suppression.rules.is_empty() {
            used.is_empty() && !suppression.may_hide(gaps, None)
        } else {
            !rules.is_empty()
        };
        is_unused.then_some(UnusedSuppression {
            suppression: index,
            rules,
        })
    };
    let all = suppressions.iter().zip(&used).enumerate();
    BySettings {
        suppressed,
        unused: all.filter_map(unused).collect(),
    }
}

impl Suppression {
    /// Whether it applies to a finding.
    pub fn covers(&self, finding: &Finding) -> bool {
        if !self.rules.is_empty() && !self.rules.iter().any(|rule| *rule == finding.rule) {
            return false;
        }
        let (path, place) = (finding.path.to_string(), finding.path.with_names());
        let (paths, places) = (segments(&path), segments(&place));
        let wanted = segments(&self.path);
        let mut steps = wanted.iter().zip(paths.iter().zip(&places));
        wanted.len() <= paths.len()
            && steps
                .all(|(wanted, (path, place))| is_meant(wanted, path) || is_meant(wanted, place))
    }

    /// Whether a fault may hide a finding of a rule that it is for.
    fn may_hide(&self, gaps: &Gaps, rule: Option<&str>) -> bool {
        let wanted = segments(&self.path);
        let is_near = |wanted: &str, there: &str| {
            // An item that is identified by its name has no number.
            let is_item =
                there.contains('[') && wanted.split('[').next() == there.split('[').next();
            is_item || is_meant(wanted, there)
        };
        gaps.hide_where(rule, |gap| {
            let mut steps = wanted.iter().zip(segments(gap));
            steps.all(|(wanted, there)| is_near(wanted, there))
        })
    }
}

/// Whether a segment of a suppression's path means an element.
fn is_meant(wanted: &str, element: &str) -> bool {
    let name = element.split('[').next().unwrap_or(element);
    wanted == "*" || wanted == element || wanted == name
}

/// The elements of a path. A `/` in brackets is part of the text that names an item.
pub(crate) fn segments(path: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let (mut start, mut depth) = (0, 0_usize);
    for (at, byte) in path.bytes().enumerate() {
        match byte {
            b'[' => depth += 1,
            b']' => depth = depth.saturating_sub(1),
            b'/' if depth == 0 => {
                found.push(&path[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    found.push(&path[start..]);
    found.retain(|segment| !segment.is_empty());
    found
}

/// The comments for this tool. A malformed one is a fault.
fn comments(
    tree: &Tree<'_>,
    is_bound: impl Fn(NodeId) -> bool,
    faults: &mut Vec<Fault<'_>>,
) -> Vec<Comment> {
    let source = tree.source();
    let is_ours = |text: &str| {
        let ahead = text
            .find(MARK)
            .map(|at| text[..at].trim_start_matches(['<', '!', '-', '/', '*', '#']));
        ahead.is_some_and(|ahead| ahead.trim().is_empty())
    };
    let trivia = tree
        .trivia()
        .iter()
        .filter(|trivia| trivia.kind == TriviaKind::Comment);
    let comments: Vec<Span> = trivia
        .map(|trivia| trivia.span)
        .filter(|span| is_ours(source.slice(*span)))
        .collect();
    let mut found = Vec::new();
    for (span, commented) in comments.iter().copied().zip(tree.commented(&comments)) {
        let text = source.slice(span);
        let from = text.find(MARK).map_or(0, |at| at + MARK.len());
        let Some((names, has_reason, is_file)) = read(text, from, span.start) else {
            let cause = Builtin::UnknownRuleIgnored(UnknownRule::Form);
            faults.push(Fault::new(cause, span));
            continue;
        };
        let node = if is_file { tree.root() } else { commented };
        let scope = if is_file {
            Some(Span::new(0, source.text().len()))
        } else {
            node.map(|node| tree.node(node).whole)
        };
        // The path of an unknown element would lead nowhere.
        let node = node.filter(|node| is_bound(*node));
        found.push(Comment {
            span,
            names,
            has_reason,
            scope,
            node,
        });
    }
    found
}

/// The names of a comment, whether it gives a reason, and whether it applies to the whole file.
fn read(text: &str, from: usize, base: u32) -> Option<(Vec<Span>, bool, bool)> {
    let rest = text[from..].trim_start();
    let (rest, is_file) = match rest.strip_prefix("ignore-file") {
        Some(rest) => (rest, true),
        None => (rest.strip_prefix("ignore")?, false),
    };
    let (inside, reason) = rest.trim_start().strip_prefix('[')?.split_once(']')?;
    let mut at = text.len() - reason.len() - 1 - inside.len();
    let mut names = Vec::new();
    for part in inside.split(',') {
        let name = part.trim();
        let start = at + (part.len() - part.trim_start().len());
        names.push(Span::new(
            base as usize + start,
            base as usize + start + name.len(),
        ));
        at += part.len() + 1;
    }
    if names.len() > 1 && names.last().is_some_and(|last| last.is_empty()) {
        // A comma behind the last name has no effect.
        names.pop();
    }
    if names.iter().any(|name| name.is_empty()) {
        return None;
    }
    let reason = reason.trim().trim_end_matches("-->").trim_end_matches("*/");
    Some((names, reason.chars().any(char::is_alphanumeric), is_file))
}
