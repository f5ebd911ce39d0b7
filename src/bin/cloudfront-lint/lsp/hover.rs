//! Hover: what is known about the element under the cursor, as in `why`, without its other places.

use cloudfront_lint::Rule;
use cloudfront_lint::explain::{self, Fact};
use lsp_types::{Contents, Hover, MarkupContent, MarkupKind, Position};

use crate::lsp::client::Abilities;
use crate::lsp::documents::Document;

/// The hover at a position.
pub(crate) fn at(document: &Document, abilities: Abilities, position: Position) -> Option<Hover> {
    let linter = document.checked()?.checker.linter()?;
    let offset = document.text.offset(abilities.unit, position);
    let here = explain::here(linter, document.text.source(), offset)?;
    let (facts, rules) = (&here.facts, &here.rules);
    let (kind, value) = if abilities.draws_markdown {
        (MarkupKind::Markdown, markdown(&here.title, facts, rules))
    } else {
        (MarkupKind::PlainText, plain(&here.title, facts, rules))
    };
    let range = document.text.range(abilities.unit, here.span);
    Some(Hover {
        contents: Contents::MarkupContent(MarkupContent { kind, value }),
        range: Some(range),
    })
}

fn markdown(title: &str, facts: &[Fact], rules: &[&Rule]) -> String {
    let mut text = format!("**{title}**\n\n");
    for fact in facts {
        let values: Vec<String> = fact.values.iter().map(|value| escaped(value)).collect();
        text.push_str(&format!("- {}: {}\n", fact.key, values.join("; ")));
    }
    if !rules.is_empty() {
        text.push_str("\nRules:\n\n");
    }
    for rule in rules {
        let name = cloudfront_lint::explain::rule_url(&rule.name).map_or_else(
            || format!("`{}`", rule.name),
            |url| format!("[{}]({url})", rule.name),
        );
        text.push_str(&format!(
            "- {name} ({}): {}\n",
            rule.severity,
            escaped(&rule.title)
        ));
    }
    text
}

fn plain(title: &str, facts: &[Fact], rules: &[&Rule]) -> String {
    let mut text = format!("{title}\n");
    for fact in facts {
        text.push_str(&format!("{}: {}\n", fact.key, fact.values.join("; ")));
    }
    for rule in rules {
        text.push_str(&format!(
            "{} ({}): {}\n",
            rule.name, rule.severity, rule.title
        ));
    }
    text
}

/// Text as Markdown that shows exactly this text; what is in backticks is code in both.
fn escaped(words: &str) -> String {
    let mut text = String::with_capacity(words.len());
    let mut is_code = false;
    for character in words.chars() {
        is_code ^= character == '`';
        if !is_code && "\\*_<>[]#|~&".contains(character) {
            text.push('\\');
        }
        text.push(character);
    }
    text
}
