//! What the service can answer, and the rules that foresee it.

use std::fmt::Write as _;

use crate::model::rule::{Answer, OperationKind, Rule};

/// The page of all answers as Markdown: for each error code the requests it belongs to, the rules
/// that foresee it, and what no document shows of it.
pub fn answers_page(answers: &[Answer], rules: &[Rule]) -> String {
    let foreseen = answers
        .iter()
        .filter(|answer| !foreseeing(answer, rules).is_empty())
        .count();
    let mut page = format!(
        "# What CloudFront answers, and which rules foresee it\n\n\
         The error codes of the six requests that change a distribution: create, update and\n\
         delete, for web and for streaming distributions; and those of other resources that a\n\
         rule foresees. Of the {} codes, {foreseen} are foreseen by a rule wherever the\n\
         document, or the document and the previous one, shows the reason. The last column\n\
         lists what they do not show.\n\n\
         | Answer | Requests | Foreseen by | What no document shows |\n| --- | --- | --- | --- |\n",
        answers.len()
    );
    let mut sorted: Vec<&Answer> = answers.iter().collect();
    sorted.sort_by(|one, other| one.code.cmp(&other.code));
    for answer in sorted {
        let names = foreseeing(answer, rules);
        let names = if names.is_empty() {
            "none".to_owned()
        } else {
            names.join(", ")
        };
        let unseen = answer.unseen.as_deref().unwrap_or("—");
        let _ = writeln!(
            page,
            "| {} {} | {} | {names} | {unseen} |",
            answer.status,
            answer.code,
            requests(answer)
        );
    }
    page.push_str(
        "\nThis page is generated from `rules/`. `cargo test --test all answers::` fails if it is\n\
         out of date, and writes it with `BLESS=1`.\n",
    );
    page
}

/// The names of the rules that foresee an answer, in backticks and sorted.
fn foreseeing(answer: &Answer, rules: &[Rule]) -> Vec<String> {
    let is_it = |rule: &&Rule| {
        rule.service
            .as_ref()
            .is_some_and(|service| service.code == answer.code)
    };
    let mut names: Vec<String> = rules
        .iter()
        .filter(is_it)
        .map(|rule| format!("`{}`", rule.name))
        .collect();
    names.sort_unstable();
    names
}

fn requests(answer: &Answer) -> String {
    if answer.common {
        return "any".to_owned();
    }
    if let Some(resources) = &answer.resources {
        return resources.to_string();
    }
    let list = |operations: &[OperationKind]| {
        operations
            .iter()
            .map(|it| it.name())
            .collect::<Vec<_>>()
            .join(", ")
    };
    let mut text = match (answer.distribution.as_ref(), answer.streaming.as_ref()) {
        (web, streaming) if web == streaming => list(web),
        (web, []) => format!("{}, web only", list(web)),
        ([], streaming) => format!("{}, streaming only", list(streaming)),
        (web, streaming) => format!("web: {}; streaming: {}", list(web), list(streaming)),
    };
    if let Some(since) = &answer.since {
        let _ = write!(text, " (since {since})");
    }
    text
}
