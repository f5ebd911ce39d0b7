//! Findings that somebody has decided to live with: told by comments in the document or by settings.
//!
//! A comment `<!-- cloudfront-lint: ignore[rule, other] reason -->` speaks of the element that it stands on (behind a tag on the
//! same line) or before (on a line of its own), and of everything in it; `ignore-file[…]` speaks of the whole document. A comment
//! that does nothing, names no rule or gives no reason is a finding itself, so that none outlives its cause.

mod comment;

use std::borrow::Cow;
use std::collections::HashMap;

use crate::lint::document::Document;
use crate::lint::fault::{Builtin, Event};
use crate::lint::rulebook::RuleBook;
use crate::lint::wording::phrasing;
use crate::model::near::nearest;
use crate::model::rule::Rule;
use crate::outcome::{Finding, Idle};
use crate::text::{Edit, Span};
use crate::tree::{NodeId, Tree, TriviaKind};

/// What such comments begin with.
const MARK: &str = "cloudfront-lint:";

/// Whether a comment is a suppression, and so not a note of the author.
pub(crate) fn is_suppression(comment: &str) -> bool {
    comment.contains(MARK)
}

/// The text of a comment that suppresses a rule.
pub(super) fn written(rule: &str) -> String {
    format!("{MARK} ignore[{rule}]")
}

/// Findings that are dropped by a setting, for documents that can hold no comment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Suppression {
    /// The rules; none means all.
    pub rules: Vec<String>,
    /// The element, and with it everything inside: a path as findings have it. An item may be told by its number, by what
    /// names it (`Origin[api]`) or not at all (`Origin`); `*` stands for any one element.
    pub path: String,
}

/// What a document's comments came to.
pub(super) struct Outcome {
    pub(super) suppressed: usize,
    /// What is wrong with the comments themselves.
    pub(super) events: Vec<Event>,
}

/// A comment that suppresses.
struct Comment {
    /// With its delimiters.
    span: Span,
    /// The names in brackets.
    names: Vec<Span>,
    has_reason: bool,
    /// What it speaks of; `None` where nothing follows.
    scope: Option<Span>,
    node: Option<NodeId>,
}

/// Drops the findings that comments speak of. `whole` tells whether all of the document was judged, and `speaks` whether a rule
/// could have said something: only then a comment without effect is a mistake.
pub(super) fn apply(
    document: &Document<'_>,
    rules: &RuleBook<'_>,
    findings: &mut Vec<Finding>,
    whole: bool,
    speaks: impl Fn(&Rule) -> bool,
) -> Outcome {
    let tree = document.tree;
    let mut events = Vec::new();
    let comments = comments(document, &mut events);
    let mut outcome = Outcome {
        suppressed: 0,
        events,
    };
    if comments.is_empty() {
        return outcome;
    }
    let source = tree.source();
    let known: HashMap<&str, &Rule> = rules
        .iter()
        .map(|rule| (rule.name.as_ref(), rule))
        .collect();
    // Where each rule is suppressed, by begin. Elements nest, so the scopes of a rule do too.
    let mut scopes: HashMap<&str, Vec<(Span, usize, usize)>> = HashMap::new();
    for (index, comment) in comments.iter().enumerate() {
        for (place, name) in comment.names.iter().enumerate() {
            if let (Some(scope), Some(rule)) = (comment.scope, known.get(source.slice(*name))) {
                scopes
                    .entry(&rule.name)
                    .or_default()
                    .push((scope, index, place));
            }
        }
    }
    for scopes in scopes.values_mut() {
        scopes.sort_by_key(|(span, index, _)| (span.start, std::cmp::Reverse(span.end), *index));
    }
    let mut used: Vec<Vec<bool>> = comments
        .iter()
        .map(|comment| vec![false; comment.names.len()])
        .collect();
    let mut next: HashMap<&str, (usize, Vec<usize>)> = HashMap::new();
    let before = findings.len();
    findings.retain(|finding| {
        let Some((rule, scopes)) = scopes.get_key_value(finding.rule.as_ref()) else {
            return true;
        };
        let (upcoming, open) = next.entry(rule).or_default();
        while scopes
            .get(*upcoming)
            .is_some_and(|(scope, ..)| scope.start <= finding.span.start)
        {
            open.push(*upcoming);
            *upcoming += 1;
        }
        while open
            .last()
            .is_some_and(|last| scopes[*last].0.end < finding.span.end)
        {
            open.pop();
        }
        let Some(last) = open.last() else { return true };
        let (_, comment, place) = scopes[*last];
        used[comment][place] = true;
        false
    });
    outcome.suppressed = before - findings.len();
    for (comment, used) in comments.iter().zip(&used) {
        judge(tree, comment, used, &known, &mut outcome.events, |rule| {
            whole && speaks(rule)
        });
    }
    outcome
}

/// What the suppressions of the settings came to.
pub(super) struct Settled {
    pub(super) suppressed: usize,
    pub(super) idle: Vec<Idle>,
}

/// Drops the findings that settings speak of. `whole` and `speaks` are those of [`apply`], the latter by the rule's name.
pub(super) fn apply_settings(
    suppressions: &[Suppression],
    findings: &mut Vec<Finding>,
    whole: bool,
    speaks: impl Fn(&str) -> bool,
) -> Settled {
    let before = findings.len();
    let mut used: Vec<Vec<Cow<'static, str>>> = vec![Vec::new(); suppressions.len()];
    findings.retain(|finding| {
        let mut is_left = true;
        for (suppression, used) in suppressions.iter().zip(&mut used) {
            if suppression.covers(finding) {
                is_left = false;
                if !used.contains(&finding.rule) {
                    used.push(finding.rule.clone());
                }
            }
        }
        is_left
    });
    let idle =
        suppressions
            .iter()
            .zip(&used)
            .enumerate()
            .filter_map(|(suppression, (it, used))| {
                let rules: Vec<String> = it
                    .rules
                    .iter()
                    .filter(|rule| used.iter().all(|used| used != *rule) && speaks(rule))
                    .cloned()
                    .collect();
                let is_idle = if it.rules.is_empty() {
                    used.is_empty()
                } else {
                    !rules.is_empty()
                };
                is_idle.then_some(Idle { suppression, rules })
            });
    Settled {
        suppressed: before - findings.len(),
        idle: if whole { idle.collect() } else { Vec::new() },
    }
}

impl Suppression {
    /// Whether it speaks of a finding.
    pub fn covers(&self, finding: &Finding) -> bool {
        if !self.rules.is_empty() && !self.rules.iter().any(|rule| *rule == finding.rule) {
            return false;
        }
        let (paths, places) = (segments(&finding.path), segments(&finding.place));
        let wanted = segments(&self.path);
        wanted.len() <= paths.len()
            && wanted
                .iter()
                .zip(paths.iter().zip(&places))
                .all(|(wanted, (path, place))| {
                    let name = path.split('[').next().unwrap_or(path);
                    *wanted == "*" || wanted == path || wanted == place || *wanted == name
                })
    }
}

/// The elements of a path. A `/` inside of brackets belongs to what names an item.
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

/// Says what is wrong with a comment.
fn judge(
    tree: &Tree<'_>,
    comment: &Comment,
    used: &[bool],
    known: &HashMap<&str, &Rule>,
    events: &mut Vec<Event>,
    speaks: impl Fn(&Rule) -> bool,
) {
    let source = tree.source();
    let event = |builtin, span| {
        let event = Event::new(builtin, span);
        if let Some(node) = comment.node {
            event.at(node)
        } else {
            event
        }
    };
    let idle = |place: usize| {
        known
            .get(source.slice(comment.names[place]))
            .is_some_and(|rule| !used[place] && speaks(rule))
    };
    let all_idle = !used.is_empty() && (0..used.len()).all(idle);
    for (place, name) in comment.names.iter().enumerate() {
        let text = source.slice(*name);
        if known.contains_key(text) {
            if idle(place) && (!all_idle || place == 0) {
                let mut idle = event(
                    Builtin::UnusedIgnore,
                    if all_idle { comment.span } else { *name },
                );
                let names = || {
                    comment
                        .names
                        .iter()
                        .map(|name| source.slice(*name))
                        .collect::<Vec<_>>()
                };
                idle.argument(
                    "rule",
                    if all_idle {
                        phrasing::list(&names(), "or")
                    } else {
                        phrasing::quote(text)
                    },
                );
                idle.edits = if all_idle {
                    tree.take_out(comment.span)
                } else {
                    without_name(comment, place)
                };
                events.push(idle);
            }
            continue;
        }
        let mut unknown = event(Builtin::UnknownRuleIgnored, *name);
        unknown.argument("rule", phrasing::quote(text));
        if let Some(best) = nearest(text, known.keys().copied()).first() {
            unknown.argument("suggestion", phrasing::quote(best));
            unknown.edits = vec![Edit {
                span: *name,
                text: (*best).to_owned(),
            }];
            unknown = unknown.variant("near");
        } else {
            unknown.edits = if comment.names.len() == 1 {
                tree.take_out(comment.span)
            } else {
                without_name(comment, place)
            };
        }
        events.push(unknown);
    }
    if !comment.has_reason && !all_idle {
        // Only its author knows the reason, and what it suppresses is not to be mended.
        events.push(event(Builtin::IgnoreWithoutReason, comment.span));
    }
}

/// The edit that takes one of several names out of a comment.
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

/// The comments that are for this tool. One that cannot be read is a fault.
fn comments(document: &Document<'_>, events: &mut Vec<Event>) -> Vec<Comment> {
    let tree = document.tree;
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
    let ours: Vec<Span> = trivia
        .map(|trivia| trivia.span)
        .filter(|span| is_ours(source.slice(*span)))
        .collect();
    let mut found = Vec::new();
    for (span, commented) in ours.iter().copied().zip(tree.commented(&ours)) {
        let text = source.slice(span);
        let from = text.find(MARK).map_or(0, |at| at + MARK.len());
        let Some((names, has_reason, is_file)) = read(text, from, span.start) else {
            events.push(Event::new(Builtin::UnknownRuleIgnored, span).variant("form"));
            continue;
        };
        let node = if is_file { tree.root() } else { commented };
        let scope = if is_file {
            Some(Span::new(0, source.text().len()))
        } else {
            node.map(|node| tree.node(node).whole)
        };
        // The path of what the schema does not know would lead nowhere.
        let node = node.filter(|node| document.is_bound(*node));
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

/// The names of a comment, whether it gives a reason, and whether it speaks of the whole file.
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
        // A comma behind the last name means nothing.
        names.pop();
    }
    if names.iter().any(|name| name.is_empty()) {
        return None;
    }
    let reason = reason.trim().trim_end_matches("-->").trim_end_matches("*/");
    Some((names, reason.chars().any(char::is_alphanumeric), is_file))
}
