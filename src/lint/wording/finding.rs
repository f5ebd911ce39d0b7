//! From a fault that was met to a [`Finding`]: the rule's words filled in, its repair made.

use crate::lint::document::Document;
use crate::lint::fault::{Cause, Event};
use crate::lint::repair;
use crate::lint::wording::phrasing;
use crate::model::rule::{Condition, Format, OperationKind, Rule, Step, Test, Words};
use crate::model::schema::{Api, NameId, Text};
use crate::model::{ServiceError, Severity};
use crate::outcome::{Finding, Fix, Label};
use crate::text::{Applicability, Source};
use crate::tree::NodeId;

/// The title of the fix where only blanks stand.
const WITHOUT_BLANKS: &str = "remove the blanks";

/// Arguments that name what a finding is about beside its element, such as a member that is missing.
const MEMBERS: [&str; 5] = ["member", "members", "dropped", "missing", "attribute"];

/// What all findings of a run share.
pub(crate) struct Context<'c> {
    pub(crate) source: &'c Source<'c>,
    pub(crate) document: Option<&'c Document<'c>>,
    /// What an update replaces.
    pub(crate) previous: Option<&'c Document<'c>>,
    pub(crate) operation: Option<OperationKind>,
    /// The API that the document belongs to, where that is not the one of the timeline.
    pub(crate) api: Option<&'static Api>,
    pub(crate) quotas: &'c [crate::model::rule::Quota],
    pub(crate) formats: &'c [Format],
    /// Whether a fault of the notation is left that no safe edit mends, so that what was read may not be what was meant.
    pub(crate) is_doubtful: bool,
}

/// The finding of a fault.
pub(crate) fn finding(context: &Context<'_>, rule: &Rule, event: &Event) -> Finding {
    let named = |wanted: &str| {
        rule.variants
            .iter()
            .find(|(name, _)| name == wanted)
            .map(|(_, words)| words)
    };
    let at_place = event.place.as_deref().and_then(named);
    let variant = named(event.variant)
        .or(at_place)
        .or_else(|| named(context.operation.map_or("", OperationKind::name)));
    let pick = |part: fn(&Words) -> &Option<Text>| {
        variant
            .and_then(|words| part(words).as_deref())
            .or(part(&rule.words).as_deref())
    };
    let filling = Filling {
        context,
        event,
        exact: false,
    };
    let fill = |template: &str| phrasing::fill(template, &filling);
    let filled =
        |part: fn(&Words) -> &Option<Text>| pick(part).map(fill).filter(|text| !text.is_empty());

    let severity = event
        .severity
        .or(variant.and_then(|words| words.severity))
        .unwrap_or(rule.severity);
    let is_open = rule.is_restricted() && context.operation.is_none();
    let severity = match context.operation {
        None if is_open => severity.min(Severity::Warning),
        // While the operation is open, a finding weighs no more than it would for any.
        None => rule
            .operation_words()
            .filter_map(|words| words.severity)
            .fold(severity, Severity::min),
        Some(_) => severity,
    };

    let severity = if event.is_unsent {
        severity.min(Severity::Warning)
    } else {
        severity
    };
    let severity = if event.accepted.is_some() {
        Severity::Advice
    } else {
        severity
    };

    let mut labels = Vec::new();
    labels.extend(filled(|words| &words.label).map(|message| Label {
        span: event.span,
        message,
    }));
    if let Some(message) = filled(|words| &words.related) {
        labels.extend(event.related.iter().map(|span| Label {
            span: *span,
            message: message.clone(),
        }));
    }
    let applicability = event
        .applicability
        .or(variant.and_then(|words| words.applicability))
        .unwrap_or(rule.applicability);
    // What an update needs is no part of a document that may be meant for a create.
    let is_guess = context.is_doubtful && !matches!(event.cause, Cause::Syntax(_));
    let applicability = if is_open || is_guess {
        Applicability::Unsafe
    } else {
        applicability
    };
    let fixes = fixes(
        context,
        rule,
        event,
        filled(|words| &words.fix),
        applicability,
    );
    let message = filled(|words| &words.message).unwrap_or_else(|| rule.title.to_string());
    let mut note = filled(|words| &words.note);
    if let Some(accepted) = event.accepted {
        note = Some(accepted.reason().to_owned());
    }
    if is_open {
        let only = format!(
            "This holds for {}; the operation is not known here.",
            operations(&rule.operations)
        );
        let ended = |note: String| format!("{}. {only}", note.trim_end_matches('.'));
        note = Some(note.map_or(only.clone(), ended));
    }
    let node = context.document.zip(event.node);
    Finding {
        rule: rule.name.clone(),
        severity,
        certainty: rule.certainty(severity),
        path: node
            .or_else(|| around(context, event))
            .map(|(document, node)| document.path(node))
            .unwrap_or_default(),
        place: node
            .map(|(document, node)| document.place(node))
            .unwrap_or_default(),
        value: node.and_then(|(document, node)| document.value(node)),
        member: MEMBERS
            .iter()
            .find_map(|wanted| event.arguments.iter().find(|(name, _)| name == wanted))
            .map(|(_, value)| value.clone()),
        span: event.span,
        labels,
        note,
        help: help_beside(&fixes, filled(|words| &words.help)),
        service: service(context, rule)
            .filter(|_| severity != Severity::Advice && !event.is_unsent && !event.is_unanswered),
        fixes,
        message,
    }
}

/// What the service would answer: what the rule says, which is of the API of the timeline, or what another API says to the like.
fn service(context: &Context<'_>, rule: &Rule) -> Option<ServiceError> {
    let answer = rule.service.as_ref()?;
    Some(
        context
            .api
            .map_or_else(|| answer.clone(), |api| api.refusal.clone()),
    )
}

/// The element that a fault of notation lies in, so that its path can be told too.
fn around<'c>(context: &Context<'c>, event: &Event) -> Option<(&'c Document<'c>, NodeId)> {
    let document = context.document?;
    Some((document, document.innermost(event.span)?))
}

fn operations(operations: &[OperationKind]) -> String {
    let name = |operation: &OperationKind| match operation {
        OperationKind::Create => "a create",
        OperationKind::Update => "an update",
        OperationKind::Delete => "a delete",
    };
    operations
        .iter()
        .map(name)
        .collect::<Vec<_>>()
        .join(" and ")
}

fn fixes(
    context: &Context<'_>,
    rule: &Rule,
    event: &Event,
    title: Option<String>,
    applicability: Applicability,
) -> Vec<Fix> {
    let (edits, standard) = if event.edits.is_empty() {
        let Some((document, node)) = context.document.zip(event.node) else {
            return Vec::new();
        };
        if let Some(fix) = without_blanks(document, rule, node) {
            return vec![fix];
        }
        let Some(repair) = &rule.repair else {
            return Vec::new();
        };
        let filling = Filling {
            context,
            event,
            exact: true,
        };
        let right = |text: &str| repair::satisfies(&rule.check, context.formats, text);
        repair::edits(
            document,
            node,
            &right,
            repair,
            event,
            context.previous,
            &|template| phrasing::fill_exactly(template, &filling),
        )
    } else {
        (event.edits.clone(), "mend it".to_owned())
    };
    let mut edits = edits;
    // Edits are made piece by piece, and a piece may be right as it is, unless the file is written in another encoding for it.
    edits.retain(|edit| {
        context.source.slice(edit.span) != edit.text || !context.source.keeps_encoding()
    });
    if edits.is_empty() {
        return Vec::new();
    }
    edits.sort();
    // Somebody has written a comment for somebody to read.
    let drops = !matches!(event.cause, Cause::Syntax(_))
        && context.document.is_some_and(|document| {
            document
                .tree
                .drops_comment(&edits, crate::lint::suppress::is_suppression)
        });
    let applicability = if drops {
        Applicability::Unsafe
    } else {
        applicability
    };
    let title = title
        .filter(|_| !standard.ends_with(repair::AS_BEFORE))
        .unwrap_or(standard);
    vec![Fix {
        title,
        applicability,
        edits,
    }]
}

/// What to do, where a fix is offered that the rule's words do not speak of.
fn help_beside(fixes: &[Fix], help: Option<String>) -> Option<String> {
    let is_of_blanks = fixes.iter().any(|fix| fix.title == WITHOUT_BLANKS);
    if !is_of_blanks {
        return help;
    }
    let instead = help.map_or_else(String::new, |help| {
        format!("; if there is to be something, {help}")
    });
    Some(format!(
        "remove the blanks if nothing is to be here{instead}"
    ))
}

/// Where only blanks stand and the rule has nothing against an empty value, the empty value was probably meant.
fn without_blanks(document: &Document<'_>, rule: &Rule, node: NodeId) -> Option<Fix> {
    let text = document.tree.text(node);
    let is_blank = !text.is_empty() && text.trim().is_empty() && document.shape_of(node).is_none();
    let member = document.member(node)?;
    (is_blank && rule.spares_empty(member.name)).then(|| Fix {
        title: WITHOUT_BLANKS.to_owned(),
        applicability: Applicability::Unsafe,
        edits: document.tree.write(node, ""),
    })
}

/// The values of placeholders for one event.
struct Filling<'f> {
    context: &'f Context<'f>,
    event: &'f Event,
    /// Whether it becomes part of a document, so that bare values are whole.
    exact: bool,
}

impl phrasing::Arguments for Filling<'_> {
    fn get(&self, name: &str) -> Option<String> {
        if let Some((_, value)) = self.event.arguments.iter().find(|(key, _)| *key == name) {
            return (!value.is_empty()).then(|| value.clone());
        }
        if name == "line" {
            return Some(
                self.context
                    .source
                    .position(self.event.span.start as usize)
                    .line
                    .to_string(),
            );
        }
        if name == "related-line" {
            return self.event.related.first().map(|span| {
                self.context
                    .source
                    .position(span.start as usize)
                    .line
                    .to_string()
            });
        }
        let document = self.context.document?;
        if name == "version" {
            return Some(
                document
                    .schema
                    .version_info(document.version)
                    .name
                    .to_string(),
            );
        }
        let node = self.event.node?;
        let is_secret = document.member(node).is_some_and(|member| member.sensitive);
        match name {
            "value" | "raw-value" if is_secret || document.tree.node(node).has_children() => None,
            "value" => Some(phrasing::quote_visibly(document.tree.text(node))),
            "raw-value" if self.exact => Some(document.tree.text(node).to_owned()),
            "raw-value" => Some(phrasing::shorten(document.tree.text(node))),
            "raw-name" => Some(phrasing::shorten(document.tree.name(node))),
            "element" => Some(document.name(node).to_owned()),
            "parent" => document
                .tree
                .node(node)
                .parent()
                .map(|parent| document.name(parent).to_owned())
                .filter(|name| !name.is_empty()),
            "owner" => document.owner(node),
            "length" => Some(phrasing::number(
                document.tree.text(node).chars().count() as i64
            )),
            _ => self.sibling(node, name).or_else(|| self.quota(name)),
        }
    }
}

impl Filling<'_> {
    /// `sibling:ErrorCode` is the text of the member of that name beside the element.
    fn sibling(&self, node: NodeId, name: &str) -> Option<String> {
        let document = self.context.document?;
        let name = document.schema.name(name.strip_prefix("sibling:")?)?;
        let sibling = document.child(document.tree.node(node).parent()?, name)?;
        let is_known = !document.binding(sibling).faulty
            && !document
                .member(sibling)
                .is_some_and(|member| member.sensitive);
        let text = document.tree.text(sibling);
        is_known.then(|| {
            if self.exact {
                text.trim().to_owned()
            } else {
                phrasing::shorten(text)
            }
        })
    }

    /// `quota:aliases` is the documented number of a quota.
    fn quota(&self, name: &str) -> Option<String> {
        let name = name.strip_prefix("quota:")?;
        self.context
            .quotas
            .iter()
            .find(|quota| quota.name == name)
            .map(|quota| phrasing::number(quota.value))
    }
}

impl Rule {
    /// Whether it holds for one of create and update only.
    pub(crate) fn is_restricted(&self) -> bool {
        let both = [OperationKind::Create, OperationKind::Update];
        !self.operations.is_empty()
            && !both
                .iter()
                .all(|operation| self.operations.contains(operation))
    }

    /// Whether it asks for a member of this name to hold something before it speaks.
    fn spares_empty(&self, name: NameId) -> bool {
        let is_not_empty = |condition: &Condition| {
            let is_of_it =
                matches!(condition.path.steps.last(), Some(Step::Member(last)) if *last == name);
            matches!(condition.test, Test::Empty) && condition.negated && is_of_it
        };
        self.when
            .iter()
            .any(|clause| matches!(&**clause, [only] if is_not_empty(only)))
    }

    /// The words it has for operations.
    fn operation_words(&self) -> impl Iterator<Item = &Words> {
        let names = [OperationKind::Create.name(), OperationKind::Update.name()];
        self.variants
            .iter()
            .filter(move |(name, _)| names.contains(&name.as_ref()))
            .map(|(_, words)| words)
    }
}

/// Which rule speaks of an event.
pub(crate) fn rule_of<'r>(
    rules: &crate::lint::rulebook::RuleBook<'r>,
    cause: Cause,
) -> Option<&'r Rule> {
    match cause {
        Cause::Rule(index) => rules.get(index),
        Cause::Builtin(builtin) => rules.of_builtin(builtin.name()),
        Cause::Syntax(kind) => rules.of_builtin(kind.name()),
    }
}
