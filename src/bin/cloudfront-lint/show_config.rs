//! `--show-config`: what holds for each file, as one TOML text.

use std::path::Path;

use cloudfront_lint::config::Settings;
use cloudfront_lint::model::Severity;

use crate::files::Input;
use crate::settings::Setup;

/// What holds for an input under a setup, where `arguments` are stronger than that: a table of the array `file`.
pub(crate) fn text(
    input: &Input,
    from: Option<&Path>,
    setup: &Setup,
    arguments: &Settings,
) -> String {
    let it = setup.settings.clone().with(arguments);
    let mut out = format!("[[file]]\nname = {}\n", quoted(&input.name));
    let mut line = |key: &str, value: &str| out.push_str(&format!("{key} = {value}\n"));
    if let Some(from) = from {
        line("configuration", &quoted(&from.to_string_lossy()));
    }
    if let Some(select) = &it.select {
        line("select", &list(select.iter()));
    }
    if !it.groups.is_empty() {
        line("groups", &list(it.groups.iter()));
    }
    line("ignore", &list(it.ignore.iter()));
    if let Some(version) = &it.api_version {
        line("api-version", &quoted(version));
    }
    if let Some(operation) = it.operation {
        line("operation", &quoted(operation.name()));
    }
    if !setup.policy.rules.is_empty() {
        line(
            "own-rules",
            &list(setup.policy.rules.iter().map(|rule| rule.name.as_ref())),
        );
    }
    if !it.severity.is_empty() {
        out.push_str("[file.severity]\n");
        for (rule, severity) in &it.severity {
            out.push_str(&format!(
                "{} = {}\n",
                key(rule),
                quoted(severity.map_or("off", Severity::as_str))
            ));
        }
    }
    if !it.quotas.is_empty() {
        out.push_str("[file.quotas]\n");
        for (quota, value) in &it.quotas {
            out.push_str(&format!("{} = {value}\n", key(quota)));
        }
    }
    for suppression in &setup.suppressions {
        let rules = list(suppression.rules.iter());
        out.push_str(&format!(
            "[[file.suppress]]\nrules = {rules}\npath = {}\n",
            quoted(&suppression.path)
        ));
    }
    out
}

fn list(texts: impl Iterator<Item = impl AsRef<str>>) -> String {
    format!(
        "[{}]",
        texts
            .map(|text| quoted(text.as_ref()))
            .collect::<Vec<_>>()
            .join(", ")
    )
}

fn key(name: &str) -> String {
    let is_bare = !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    if is_bare {
        name.to_owned()
    } else {
        quoted(name)
    }
}

/// A basic string. What a terminal would obey is escaped, also where TOML would take it as it is.
fn quoted(text: &str) -> String {
    let mut out = String::from('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => out.extend(['\\', character]),
            _ if cloudfront_lint::text::harmless_line(character.encode_utf8(&mut [0; 4]))
                .starts_with(character) =>
            {
                out.push(character)
            }
            _ => out.push_str(&format!("\\u{:04X}", u32::from(character))),
        }
    }
    out.push('"');
    out
}
