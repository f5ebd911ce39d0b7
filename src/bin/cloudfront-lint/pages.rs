//! The commands that show what the linter knows.

use std::borrow::Cow;
use std::io::{self, Write as _};

use cloudfront_lint::builtin::{FORMATS, SCHEMA};
use cloudfront_lint::model::near::nearest;
use cloudfront_lint::model::rule::Rule;
use cloudfront_lint::{Linter, explain, render};

use crate::args::{ConfigSource, Explain, Rules, RulesFormat, Why};
use crate::status::{Status, of_write_error, tell};
use crate::terminal;
use crate::terminal::ColorChoice;

/// `cloudfront-lint explain RULE`.
pub(crate) fn explain(explain: &Explain, color: ColorChoice) -> Status {
    let name = explain.rule.as_str();
    let show = |rule: &Rule, linter: &Linter<'_>| {
        let page = render::rule_page(rule, linter, terminal::text_columns());
        print(&if color.for_stdout() {
            painted(&page)
        } else {
            page
        })
    };
    let built_in = cloudfront_lint::rules();
    // The page of a built-in rule is there whatever a configuration says.
    if let Some(rule) = built_in.iter().find(|rule| rule.name == name) {
        return show(rule, &Linter::new());
    }
    let policy = match explain.source.policy() {
        Ok(policy) => policy,
        Err(status) => return status,
    };
    if let Some(rule) = policy.rules.iter().find(|rule| rule.name == name) {
        return show(rule, &policy.linter());
    }
    let help = did_you_mean(
        name,
        built_in.iter().chain(&policy.rules).map(|rule| &*rule.name),
    );
    tell(&format!(
        "unknown rule `{name}`; {}",
        help.as_deref()
            .unwrap_or("`cloudfront-lint rules` lists all rules")
    ));
    Status::Usage
}

/// `cloudfront-lint rules`.
pub(crate) fn rules(arguments: &Rules) -> Status {
    let rules = match all_rules(&arguments.source) {
        Ok(rules) => rules,
        Err(status) => return status,
    };
    print(&match arguments.format {
        RulesFormat::Table => render::rule_table(&rules, terminal::text_columns()),
        RulesFormat::Json => render::rules_json(&rules, &SCHEMA),
    })
}

/// The built-in rules and those of the team.
fn all_rules(source: &ConfigSource) -> Result<Cow<'static, [Rule]>, Status> {
    let built_in = cloudfront_lint::rules();
    let policy = source.policy()?;
    Ok(if policy.rules.is_empty() {
        built_in.into()
    } else {
        built_in.iter().chain(&policy.rules).cloned().collect()
    })
}

/// `cloudfront-lint versions`.
pub(crate) fn versions() -> Status {
    print(&explain::versions_text(
        &SCHEMA,
        &FORMATS,
        terminal::text_columns(),
    ))
}

/// `cloudfront-lint why PATH`.
pub(crate) fn why(why: &Why) -> Status {
    let version = why
        .api_version
        .as_deref()
        .map(|name| SCHEMA.version(name).ok_or(name))
        .transpose();
    let version = match version {
        Ok(version) => version,
        Err(name) => {
            let help = did_you_mean(name, SCHEMA.versions.iter().map(|version| &*version.name));
            tell(&format!(
                "unknown API version `{name}`; {}",
                help.as_deref()
                    .unwrap_or("`cloudfront-lint versions` lists all versions")
            ));
            return Status::Usage;
        }
    };
    let rules = match all_rules(&why.source) {
        Ok(rules) => rules,
        Err(status) => return status,
    };
    match explain::why(&SCHEMA, &FORMATS, &rules, &why.path, version) {
        Ok(elements) => print(&explain::why_text(&elements, terminal::text_columns())),
        Err(error) => {
            tell(&error.to_string());
            Status::Usage
        }
    }
}

fn did_you_mean<'k>(word: &str, known: impl Iterator<Item = &'k str>) -> Option<String> {
    let near = nearest(word, known);
    (!near.is_empty()).then(|| format!("did you mean `{}`?", near.join("` or `")))
}

/// The page with bold headings and colored code instead of the marks of Markdown.
fn painted(page: &str) -> String {
    let line = |line: &str| match line.strip_prefix('#') {
        Some(title) => format!("\x1b[1m{}\x1b[0m\n", title.trim_start_matches(['#', ' '])),
        None => line
            .split('`')
            .enumerate()
            .map(|(index, part)| {
                if index % 2 == 1 {
                    format!("\x1b[36m{part}\x1b[0m")
                } else {
                    part.to_owned()
                }
            })
            .chain(["\n".to_owned()])
            .collect(),
    };
    page.lines()
        .filter(|line| !line.starts_with("```"))
        .map(line)
        .collect()
}

fn print(text: &str) -> Status {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Ok(()) => Status::Clean,
        Err(error) => of_write_error(&error),
    }
}
