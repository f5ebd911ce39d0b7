//! `--show-config`: the settings that apply to each file, as TOML.

use cloudfront_lint::Severity;
use cloudfront_lint::config::FailOn;

use crate::files::Input;
use crate::settings::{Loaded, Setup, Setups};
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
    let it = &setup.settings;
    let mut out = format!("[[file]]\nname = {}\n", quoted(&input.name));
    for (key, value) in values(setup, setups.config(index)) {
        if let Some(value) = value {
            out.push_str(&format!("{key} = {value}\n"));
        }
    }
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

/// The keys of a file that have one value or a list. `None` for those that are not set.
fn values(setup: &Setup, config: Option<&Loaded>) -> [(&'static str, Option<String>); 13] {
    let it = &setup.settings;
    let path = config.map(|config| quoted(&config.path.to_string_lossy()));
    let baseline = config.and_then(|config| config.config.baseline.as_deref());
    let service_model = config.and_then(|config| config.config.service_model.as_deref());
    let fail_on = it.fail_on.map(FailOn::as_str);
    let groups = (!it.groups.is_empty()).then(|| list(it.groups.iter()));
    let own = setup.policy.rules.iter().map(|rule| rule.name.as_ref());
    let own = (!setup.policy.rules.is_empty()).then(|| list(own));
    [
        ("configuration", path),
        ("select", it.select.as_ref().map(|rules| list(rules.iter()))),
        ("groups", groups),
        ("preview", it.preview.map(|it| it.to_string())),
        ("ignore", Some(list(it.ignore.iter()))),
        (
            "min-severity",
            it.min_severity.map(|it| quoted(it.as_str())),
        ),
        ("fail-on", fail_on.map(quoted)),
        ("api-version", it.api_version.as_deref().map(quoted)),
        ("operation", it.operation.map(|it| quoted(it.as_str()))),
        ("previous", it.previous.as_deref().map(quoted)),
        ("service-model", service_model.map(quoted)),
        ("baseline", baseline.map(quoted)),
        ("own-rules", own),
    ]
}
