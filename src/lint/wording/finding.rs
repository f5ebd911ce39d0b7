//! From a fault to a [`Finding`]: the rule's words filled in, its severity for this request, its
//! fix.

use super::fixes::{self, Offered};
use super::phrasing;
use super::placeholders::Placeholders;
use super::template::Templates;
use crate::lint::Linter;
use crate::lint::document::Document;
use crate::lint::fault::{Cause, Fault};
use crate::model::rule::{Format, OperationKind, Quota, Rule, Words};
use crate::model::schema::{Api, Text};
use crate::model::{ServiceError, Severity};
use crate::outcome::{Finding, Label};
use crate::text::{Applicability, Source};
use crate::tree::NodeId;

/// Arguments that name what a finding is about besides its element, such as a missing member.
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
    pub(crate) quotas: &'c [Quota],
    pub(crate) linter: &'c Linter,
    pub(crate) formats: &'c [Format],
    /// Whether the notation has a fault that no safe edit repairs, so that what was read may not be
    /// what was meant.
    pub(crate) is_doubtful: bool,
    pub(crate) templates: Templates,
}

/// The finding of a fault.
pub(crate) fn finding(context: &Context<'_>, rule: &Rule, mut fault: Fault<'_>) -> Finding {
    let edits = std::mem::take(&mut fault.edits);
    let fault = &fault;
    let wording = Wording::new(context, rule, fault);
    let severity = wording.severity();
    let offered = fixes::fix(&wording, edits);
    let node = context.document.zip(fault.node);
    let service = service(context, rule)
        .filter(|_| severity != Severity::Advice && !fault.is_unsent && !fault.is_unanswered);
    Finding {
        rule: rule.name.clone(),
        severity,
        certainty: rule.certainty(severity),
        path: node
            .or_else(|| innermost(context, fault))
            .map(|(document, node)| document.path(node))
            .unwrap_or_default(),
        value: node.and_then(|(document, node)| document.value(node)),
        member: MEMBERS
            .iter()
            .find_map(|name| fault.value_of(name))
            .map(phrasing::in_words),
        span: fault.span,
        labels: wording.labels(),
        note: wording.note(),
        help: help(offered.as_ref(), wording.filled(|words| &words.help)),
        service,
        message: wording
            .filled(|words| &words.message)
            .unwrap_or_else(|| rule.title.to_string()),
        fixes: offered.map(|offered| offered.fix).into_iter().collect(),
    }
}

/// How severe the finding of a fault would be.
pub(crate) fn severity(context: &Context<'_>, rule: &Rule, fault: &Fault<'_>) -> Severity {
    Wording::new(context, rule, fault).severity()
}

/// The words of a rule for one fault: those of the case first, then the rule's own.
pub(super) struct Wording<'w> {
    pub(super) context: &'w Context<'w>,
    pub(super) rule: &'w Rule,
    pub(super) fault: &'w Fault<'w>,
    variant: Option<&'w Words>,
    pub(super) placeholders: Placeholders<'w>,
}

impl<'w> Wording<'w> {
    fn new(context: &'w Context<'w>, rule: &'w Rule, fault: &'w Fault<'w>) -> Self {
        let named = |wanted: &str| {
            let mut variants = rule.variants.iter();
            variants
                .find(|(name, _)| name == wanted)
                .map(|(_, words)| words)
        };
        let variant = named(fault.cause.variant())
            .or_else(|| fault.variant.and_then(named))
            .or_else(|| named(context.document?.dialect()))
            .or_else(|| named(context.operation.map_or("", OperationKind::name)));
        Self {
            context,
            rule,
            fault,
            variant,
            placeholders: Placeholders::new(context, fault),
        }
    }

    pub(super) fn filled(&self, part: fn(&Words) -> &Option<Text>) -> Option<String> {
        let template = self
            .variant
            .and_then(|words| part(words).as_deref())
            .or(part(&self.rule.words).as_deref())?;
        let filled = self.context.templates.fill(template, &self.placeholders);
        Some(filled).filter(|text| !text.is_empty())
    }

    fn severity(&self) -> Severity {
        let severity = self
            .fault
            .severity
            .or(self.variant.and_then(|words| words.severity))
            .unwrap_or(self.rule.severity);
        let severity = match self.context.operation {
            // While the operation is unknown, the lowest severity of any operation applies.
            None => self
                .rule
                .operation_words()
                .filter_map(|words| words.severity)
                .fold(severity, Severity::min),
            Some(_) => severity,
        };
        if self.fault.accepted.is_some() {
            Severity::Advice
        } else if self.fault.is_unsent {
            severity.min(Severity::Warning)
        } else {
            severity
        }
    }

    pub(super) fn applicability(&self) -> Applicability {
        let is_guess = self.context.is_doubtful && !matches!(self.fault.cause, Cause::Syntax(..));
        if is_guess {
            return Applicability::Unsafe;
        }
        self.fault
            .applicability
            .or(self.variant.and_then(|words| words.applicability))
            .unwrap_or(self.rule.applicability)
    }

    fn labels(&self) -> Vec<Label> {
        let own = self.filled(|words| &words.label).map(|message| Label {
            span: self.fault.span,
            message,
        });
        let mut labels: Vec<Label> = own.into_iter().collect();
        if let Some(message) = self.filled(|words| &words.related) {
            labels.extend(self.fault.related.iter().map(|span| Label {
                span: *span,
                message: message.clone(),
            }));
        }
        labels
    }

    fn note(&self) -> Option<String> {
        match self.fault.accepted {
            Some(accepted) => Some(accepted.reason().to_owned()),
            None => self.filled(|words| &words.note),
        }
    }
}

/// What the service would answer: as the rule says, or what another API answers to its like.
fn service(context: &Context<'_>, rule: &Rule) -> Option<ServiceError> {
    let answer = rule.service.as_ref()?;
    Some(context.api.map_or(answer, |api| &api.refusal).clone())
}

/// The element that contains a fault of the notation.
fn innermost<'c>(context: &Context<'c>, fault: &Fault<'_>) -> Option<(&'c Document<'c>, NodeId)> {
    let document = context.document?;
    Some((document, document.innermost(fault.span)?))
}

/// What to do, where a fix is offered that the rule's words do not mention.
fn help(offered: Option<&Offered>, help: Option<String>) -> Option<String> {
    if offered.is_none_or(|offered| !offered.removes_blanks) {
        return help;
    }
    Some(match help {
        Some(help) => format!("remove the whitespace; or, if a value is needed, {help}"),
        None => "remove the whitespace".to_owned(),
    })
}

impl Rule {
    /// The words it has for operations.
    fn operation_words(&self) -> impl Iterator<Item = &Words> {
        let names = [OperationKind::Create.name(), OperationKind::Update.name()];
        self.variants
            .iter()
            .filter(move |(name, _)| names.contains(&name.as_ref()))
            .map(|(_, words)| words)
    }
}
