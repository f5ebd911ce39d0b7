//! Changes as text for a terminal, and as Markdown for a pull request.

use std::fmt::Write as _;

use super::{Change, ChangeKind, Protection};
use crate::text::harmless_line;

/// The groups in which changes are written, with their titles.
const GROUPS: [(Protection, &str); 4] = [
    (Protection::Weaker, "Weaker protection"),
    (Protection::Concerned, "Changes that concern protection"),
    (Protection::Stronger, "Stronger protection"),
    (Protection::Unconcerned, "Other changes"),
];

/// The changes for a terminal, after a line that counts them.
pub fn text(changes: &[Change]) -> String {
    let mut text = format!("{}\n", summary(changes));
    for (title, group) in groups(changes) {
        let _ = writeln!(text, "\n{title}");
        for change in group {
            let sign = match change.kind {
                ChangeKind::Added => '+',
                ChangeKind::Removed => '-',
                ChangeKind::Changed => '~',
                ChangeKind::Moved => '>',
            };
            let _ = writeln!(text, "  {sign} {}", harmless_line(&change.path));
            if let Some(values) = values(change, str::to_owned) {
                let _ = writeln!(text, "      {values}");
            }
        }
    }
    text
}

/// The changes as Markdown.
pub fn markdown(changes: &[Change]) -> String {
    let mut text = format!("{}\n", summary(changes));
    for (title, group) in groups(changes) {
        let _ = write!(text, "\n**{title}**\n\n");
        for change in group {
            let path = code(&harmless_line(&change.path));
            let _ = write!(text, "- {path} {}", change.kind.name());
            if let Some(values) = values(change, code) {
                let _ = write!(text, ": {values}");
            }
            text.push('\n');
        }
    }
    text
}

/// How many changes there are, in one sentence.
fn summary(changes: &[Change]) -> String {
    let weaker = changes
        .iter()
        .filter(|change| change.protection == Protection::Weaker)
        .count();
    let all = match changes.len() {
        0 => return "No changes.".to_owned(),
        1 => "1 change".to_owned(),
        count => format!("{count} changes"),
    };
    match weaker {
        0 => format!("{all}."),
        1 => format!("{all}, 1 of which weakens protection."),
        _ => format!("{all}, {weaker} of which weaken protection."),
    }
}

fn groups(changes: &[Change]) -> impl Iterator<Item = (&'static str, Vec<&Change>)> {
    GROUPS.into_iter().filter_map(|(protection, title)| {
        let group = changes.iter().filter(|it| it.protection == protection);
        let group: Vec<&Change> = group.collect();
        (!group.is_empty()).then_some((title, group))
    })
}

fn values(change: &Change, write: impl Fn(&str) -> String) -> Option<String> {
    let written = |value: &Option<String>| {
        value.as_ref().map(|value| match value.as_str() {
            "" => "(empty)".to_owned(),
            value => write(&harmless_line(value)),
        })
    };
    match (written(&change.old), written(&change.new)) {
        (Some(old), Some(new)) => Some(format!("{old} → {new}")),
        (Some(value), None) | (None, Some(value)) => Some(value),
        (None, None) if change.kind == ChangeKind::Changed => Some("(sensitive)".to_owned()),
        (None, None) => None,
    }
}

/// A text as code, even with backticks in it.
fn code(text: &str) -> String {
    if text.contains('`') {
        format!("`` {text} ``")
    } else {
        format!("`{text}`")
    }
}
