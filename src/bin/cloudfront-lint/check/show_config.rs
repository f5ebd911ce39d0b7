//! `--show-config`: the settings that apply to each file, as TOML.

use cloudfront_lint::Severity;
use cloudfront_lint::config::FailOn;

use crate::files::Input;
use crate::settings::Setups;
use crate::toml_text::{key, list, quoted};

/// The settings of all inputs: an array `file` with one table per input.
pub(crate) fn text(inputs: &[Input], setups: &Setups) -> String {
    let tables: Vec<String> = inputs
        .iter()
        .enumerate()
        .map(|(index, input)| table(index, input, setups))
        .collect();
    tables.join("\n")
}

fn table(index: usize, input: &Input, setups: &Setups) -> String {
    let setup = setups.setup(index);
    let config = setups.config(index);
    let it = &setup.settings;
    let mut out = format!("[[file]]\nname = {}\n", quoted(&input.name));
    let mut line = |key: &str, value: Option<String>| {
        if let Some(value) = value {
            out.push_str(&format!("{key} = {value}\n"));
        }
    };
    let text = |text: &str| quoted(text);
    line(
        "configuration",
        config.map(|config| text(&config.path.to_string_lossy())),
    );
    line("select", it.select.as_ref().map(|rules| list(rules.iter())));
    line(
        "groups",
        (!it.groups.is_empty()).then(|| list(it.groups.iter())),
    );
    line("ignore", Some(list(it.ignore.iter())));
    line(
        "min-severity",
        it.min_severity.map(|severity| text(severity.as_str())),
    );
    line(
        "fail-on",
        it.fail_on.map(|fail_on| match fail_on {
            FailOn::Severity(severity) => text(severity.as_str()),
            FailOn::Never => text("never"),
        }),
    );
    line("api-version", it.api_version.as_deref().map(text));
    line("operation", it.operation.map(|it| text(it.as_str())));
    line("previous", it.previous.as_deref().map(text));
    line(
        "service-model",
        config.and_then(|config| config.config.service_model.as_deref().map(text)),
    );
    line(
        "baseline",
        config.and_then(|config| config.config.baseline.as_deref().map(text)),
    );
    let own = &setup.policy.rules;
    line(
        "own-rules",
        (!own.is_empty()).then(|| list(own.iter().map(|rule| rule.name.as_ref()))),
    );
    if !it.severity.is_empty() {
        out.push_str("[file.severity]\n");
    }
    for (rule, severity) in &it.severity {
        let severity = severity.map_or("off", Severity::as_str);
        out.push_str(&format!("{} = {}\n", key(rule), quoted(severity)));
    }
    if !it.quotas.is_empty() {
        out.push_str("[file.quotas]\n");
    }
    for (quota, value) in &it.quotas {
        out.push_str(&format!("{} = {value}\n", key(quota)));
    }
    for suppression in &setup.suppressions {
        out.push_str(&format!(
            "[[file.suppress]]\nrules = {}\npath = {}\n",
            list(suppression.rules.iter()),
            quoted(&suppression.path)
        ));
    }
    out
}
