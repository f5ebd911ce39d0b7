//! Hover: what is known about the element under the cursor, as in `why`, without its other places,
//! and what the words of this tool mean.

use cloudfront_lint::editor::{self, ConfigurationKey};
use cloudfront_lint::explain::{self, Fact};
use cloudfront_lint::{Linter, Rule, Span};
use lsp_types::{Contents, Hover, MarkupContent, MarkupKind, Position};

use crate::lsp::client::Abilities;
use crate::lsp::documents::Document;

/// The hover at a position.
pub(crate) fn at(document: &Document, abilities: Abilities, position: Position) -> Option<Hover> {
    let linter = document.checked()?.checker.linter()?;
    let offset = document.text.offset(abilities.unit, position);
    if let Some((span, text)) = words(document, linter, abilities, offset) {
        return Some(hover(document, abilities, span, text));
    }
    let here = explain::here(linter, document.text.source(), offset)?;
    let (facts, rules) = (&here.facts, &here.rules);
    let mut text = if abilities.draws_markdown {
        markdown(&here.title, facts, rules)
    } else {
        plain(&here.title, facts, rules)
    };
    if let Some(page) = &here.reference {
        text.push_str(&link(abilities, "Amazon CloudFront API reference", page));
    }
    Some(hover(document, abilities, here.span, text))
}

fn hover(document: &Document, abilities: Abilities, span: Span, value: String) -> Hover {
    let kind = if abilities.draws_markdown {
        MarkupKind::Markdown
    } else {
        MarkupKind::PlainText
    };
    Hover {
        contents: Contents::MarkupContent(MarkupContent { kind, value }),
        range: Some(document.text.range(abilities.unit, span)),
    }
}

/// What the words of this tool mean: rules in comments that suppress, keys and rules of a
/// configuration.
fn words(
    document: &Document,
    linter: &Linter,
    abilities: Abilities,
    offset: usize,
) -> Option<(Span, String)> {
    let text = document.text.as_str();
    if let Some((key, page)) = key(document, offset) {
        let title = titled(abilities, &key.name, &key.description);
        let [text, page] = page;
        let page = link(abilities, text, &explain::page_url(page));
        return Some((key.span, title + &page));
    }
    let (span, rule) = if document.is_configuration() {
        editor::rule_in_configuration(linter, text, offset)?
    } else {
        editor::rule_at(linter, text, offset)?
    };
    let about = format!("{} ({}): {}", rule.name, rule.severity, rule.title);
    let mut shown = titled(abilities, &about, &rule.why);
    if let Some(url) = explain::rule_url(&rule.name) {
        shown.push_str(&link(abilities, "Page of the rule", &url));
    }
    Some((span, shown))
}

/// The key of a configuration or of a file of rules at a place, and the title and the name of the
/// page about it.
fn key(document: &Document, offset: usize) -> Option<(ConfigurationKey, [&'static str; 2])> {
    let text = document.text.as_str();
    if document.is_configuration() {
        let key = editor::configuration_key(text, offset)?;
        Some((key, ["Configuration", "configuration"]))
    } else if document.is_rule_file() {
        let key = editor::rule_key(text, offset)?;
        Some((key, ["The rule language", "rule-language"]))
    } else {
        None
    }
}

fn titled(abilities: Abilities, title: &str, text: &str) -> String {
    if abilities.draws_markdown {
        format!("**{}**\n\n{}\n", escaped(title), escaped(text))
    } else {
        format!("{title}\n{text}\n")
    }
}

fn link(abilities: Abilities, text: &str, url: &str) -> String {
    if abilities.draws_markdown {
        format!("\n[{text}]({url})\n")
    } else {
        format!("{url}\n")
    }
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
