//! The page of a rule.

use std::fmt::Write as _;

use crate::model::rule::{Example, Patch, Rule};
use crate::model::schema::{Schema, period};
use crate::text::Applicability;

/// The page of a rule as Markdown: what it finds, why, what to do, when to ignore it, examples, sources.
pub fn rule_page(rule: &Rule, schema: &Schema) -> String {
    let mut page = format!("# {}\n\n{}.\n\n", rule.name, sentence(&rule.title));
    fact(&mut page, "severity", rule.severity.as_str());
    if let Some(service) = &rule.service {
        fact(
            &mut page,
            "CloudFront answers",
            &format!("{} {}", service.status, service.code),
        );
    }
    fact(&mut page, "holds", &period(schema, rule.versions));
    if !rule.operations.is_empty() {
        let operations: Vec<&str> = rule
            .operations
            .iter()
            .map(|operation| operation.name())
            .collect();
        fact(&mut page, "for", &operations.join(" and "));
    }
    fact(&mut page, "fix", fixes(rule));
    section(&mut page, "Why", &rule.why);
    help(&mut page, rule);
    section(&mut page, "When to ignore it", &rule.ignore);
    examples(&mut page, "Refused", &rule.bad);
    examples(&mut page, "Accepted", &rule.good);
    list(&mut page, "What no document shows", &rule.unseen);
    list(&mut page, "Sources", &rule.sources);
    page
}

/// Which option applies the fixes of a rule.
pub(super) fn fixes(rule: &Rule) -> &'static str {
    let words = std::iter::once(&rule.words).chain(rule.variants.iter().map(|(_, words)| words));
    let mut found = [
        rule.repair.is_some() && rule.applicability == Applicability::Safe,
        rule.repair.is_some() && rule.applicability == Applicability::Unsafe,
    ];
    for words in words.filter(|words| words.fix.is_some()) {
        match words.applicability.unwrap_or(rule.applicability) {
            Applicability::Safe => found[0] = true,
            Applicability::Unsafe => found[1] = true,
        }
    }
    match found {
        [false, false] => "none",
        [true, false] => "`--fix`",
        [false, true] => "`--unsafe-fixes`",
        [true, true] => "`--fix`, in some cases `--unsafe-fixes`",
    }
}

/// What to do, in each situation that the rule tells apart.
fn help(page: &mut String, rule: &Rule) {
    let words = std::iter::once(&rule.words).chain(rule.variants.iter().map(|(_, words)| words));
    let mut helps: Vec<String> = Vec::new();
    for help in words.filter_map(|words| words.help.as_deref()) {
        let help = sentence(&without_placeholders(help));
        let help = if help.ends_with(['.', '?', '!']) {
            help
        } else {
            format!("{help}.")
        };
        if !helps.contains(&help) {
            helps.push(help);
        }
    }
    match helps.as_slice() {
        [] => {}
        [help] => section(page, "What to do", help),
        _ => {
            let _ = write!(page, "\n## What to do\n\n");
            for help in helps {
                let _ = writeln!(page, "- {help}");
            }
        }
    }
}

fn fact(page: &mut String, name: &str, value: &str) {
    let _ = writeln!(page, "- {name}: {value}");
}

fn section(page: &mut String, title: &str, text: &str) {
    if !text.is_empty() {
        let _ = write!(page, "\n## {title}\n\n{}\n", text.trim());
    }
}

fn list(page: &mut String, title: &str, items: &[crate::model::schema::Text]) {
    if !items.is_empty() {
        let _ = write!(page, "\n## {title}\n\n");
        for item in items {
            let _ = writeln!(page, "- {item}");
        }
    }
}

fn examples(page: &mut String, title: &str, examples: &[Example]) {
    for (index, example) in examples.iter().enumerate() {
        if index == 0 {
            let _ = write!(page, "\n## {title}\n");
        }
        page.push('\n');
        if let Some(version) = &example.version {
            let _ = writeln!(page, "In version {version}:\n");
        }
        patch(page, &example.patch);
        if let Some(previous) = &example.previous {
            page.push_str("\nwhere before it was\n\n");
            patch(page, previous);
        }
    }
}

/// A document, or the changes to one that is right as sentences.
fn patch(page: &mut String, patch: &Patch) {
    if let Some(text) = &patch.text {
        let language = if text.trim_start().starts_with('<') {
            "xml"
        } else {
            "json"
        };
        let _ = writeln!(page, "```{language}\n{}\n```", text.trim());
        return;
    }
    for path in patch.remove.iter() {
        let _ = writeln!(page, "- without `{path}`");
    }
    for (path, text) in patch.set.iter() {
        let _ = writeln!(page, "- `{path}` is `{text}`");
    }
    for (path, content) in patch.xml.iter() {
        let content = content.trim();
        let _ = if content.contains('\n') {
            writeln!(page, "- `{path}` holds\n\n```xml\n{content}\n```")
        } else {
            writeln!(page, "- `{path}` holds `{content}`")
        };
    }
    if patch.remove.is_empty() && patch.set.is_empty() && patch.xml.is_empty() {
        page.push_str("- a plain document\n");
    }
}

/// The first letter in upper case.
fn sentence(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(characters).collect()
    })
}

/// Placeholders of a rule's words as emphasised words: `write {count}` becomes `write *count*`.
fn without_placeholders(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    let mut rest = words;
    while let Some((before, inside, after)) = rest.split_once('{').and_then(|(before, rest)| {
        rest.split_once('}')
            .map(|(inside, after)| (before, inside, after))
    }) {
        let mut parts = inside.split('|');
        let name = parts.next().unwrap_or_default();
        let mark = if before.ends_with('`') { "" } else { "*" };
        let _ = write!(out, "{before}{mark}{name}{mark}");
        if let Some(plural) = parts.next_back() {
            let _ = write!(out, " {plural}");
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::without_placeholders;

    #[test]
    fn placeholders_become_words() {
        assert_eq!(
            without_placeholders("write {count}, or add {missing|alias|aliases}"),
            "write *count*, or add *missing* aliases"
        );
        assert_eq!(
            without_placeholders("move it into `{holder}`"),
            "move it into `holder`"
        );
        assert_eq!(without_placeholders("no } brace {"), "no } brace {");
    }
}
