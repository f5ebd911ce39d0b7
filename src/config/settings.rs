//! What a configuration says about the rules, for all files or for some, and the linter that
//! follows from it.

use crate::lint::{Linter, Operation};
use crate::model::Severity;
use crate::outcome::Error;

/// The severity from which a finding makes a run fail.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum FailOn {
    /// This severity.
    Severity(Severity),
    /// No finding does.
    Never,
}

/// Findings of severity error do.
impl Default for FailOn {
    fn default() -> Self {
        Self::Severity(Severity::Error)
    }
}

impl FailOn {
    /// The severity from which findings make a run fail, if any do.
    pub const fn severity(self) -> Option<Severity> {
        match self {
            Self::Severity(severity) => Some(severity),
            Self::Never => None,
        }
    }

    /// The name of the severity, or `never`, as in a configuration.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Severity(severity) => severity.as_str(),
            Self::Never => "never",
        }
    }
}

/// Settings for all files or for some.
#[derive(Clone, Default, Debug)]
#[non_exhaustive]
pub struct Settings {
    /// The only rules that are on.
    pub select: Option<Vec<String>>,
    /// Groups of rules that are on.
    pub groups: Vec<String>,
    /// Whether rules in preview are on.
    pub preview: Option<bool>,
    /// Rules that are off.
    pub ignore: Vec<String>,
    /// Severities of rules; `None` for off.
    pub severity: Vec<(String, Option<Severity>)>,
    /// Findings below this severity are hidden.
    pub min_severity: Option<Severity>,
    /// When findings make a run fail.
    pub fail_on: Option<FailOn>,
    /// The version that documents are checked against.
    pub api_version: Option<String>,
    /// The request that documents are for.
    pub operation: Option<Operation>,
    /// The name of the file with the live configuration, with `{name}` and `{stem}` for those of
    /// the document.
    pub previous: Option<String>,
    /// Quotas that differ.
    pub quotas: Vec<(String, i64)>,
    /// The ids of resources with their names.
    pub names: Vec<(String, String)>,
}

impl Settings {
    /// These settings, overridden by others.
    ///
    /// A selection replaces everything that turned its rules off before, and a new severity turns a
    /// rule on.
    #[must_use]
    pub fn with(mut self, over: &Self) -> Self {
        if let Some(select) = &over.select {
            self.ignore.retain(|rule| !select.contains(rule));
            self.severity
                .retain(|(rule, severity)| severity.is_some() || !select.contains(rule));
            self.select = Some(select.clone());
        }
        for group in &over.groups {
            if !self.groups.contains(group) {
                self.groups.push(group.clone());
            }
        }
        let is_set_again = |rule: &String| over.severity.iter().any(|(other, _)| other == rule);
        self.ignore.retain(|rule| !is_set_again(rule));
        for rule in &over.ignore {
            if !self.ignore.contains(rule) {
                self.ignore.push(rule.clone());
            }
        }
        self.severity.retain(|(rule, _)| !is_set_again(rule));
        self.severity.extend(over.severity.iter().cloned());
        self.quotas
            .retain(|(quota, _)| over.quotas.iter().all(|(other, _)| other != quota));
        self.quotas.extend(over.quotas.iter().cloned());
        self.names
            .retain(|(id, _)| over.names.iter().all(|(other, _)| other != id));
        self.names.extend(over.names.iter().cloned());
        self.preview = over.preview.or(self.preview);
        self.min_severity = over.min_severity.or(self.min_severity);
        self.fail_on = over.fail_on.or(self.fail_on);
        self.api_version = over.api_version.clone().or(self.api_version);
        self.operation = over.operation.or(self.operation);
        self.previous = over.previous.clone().or(self.previous);
        self
    }

    /// A linter with these rules, severities and quotas. The version and the operation are left to
    /// the caller.
    ///
    /// # Errors
    /// If a rule or quota is unknown, or no rule is left on.
    pub fn apply(&self, mut linter: Linter) -> Result<Linter, Error> {
        if self.preview == Some(true) {
            linter = linter.preview();
        }
        for group in &self.groups {
            linter = linter.group(group)?;
        }
        // A rule of a group that is selected by its name is on, whether its group is or not.
        let is_selected = |name: &str| self.select.iter().flatten().any(|it| it == name);
        let selected: Vec<(String, Severity)> = linter
            .rules()
            .filter(|rule| rule.group.is_some() && is_selected(&rule.name))
            .map(|rule| (rule.name.to_string(), rule.severity))
            .collect();
        for (rule, severity) in selected {
            linter = linter.severity(&rule, severity)?;
        }
        for (rule, severity) in &self.severity {
            linter = match severity {
                Some(severity) => linter.severity(rule, *severity)?,
                None => linter.without_rule(rule)?,
            };
        }
        // A severity does not turn on a rule that is not selected.
        if let Some(select) = &self.select {
            let off: Vec<String> = linter
                .rules()
                .map(|rule| rule.name.to_string())
                .filter(|name| !select.contains(name))
                .collect();
            for rule in off {
                linter = linter.without_rule(&rule)?;
            }
        }
        for rule in &self.ignore {
            linter = linter.without_rule(rule)?;
        }
        for (quota, value) in &self.quotas {
            linter = linter.quota(quota, *value)?;
        }
        for (id, name) in &self.names {
            linter = linter.named(id, name);
        }
        if linter.rules().all(|rule| !linter.is_on(rule)) {
            return Err(self.nothing(&linter));
        }
        Ok(linter)
    }

    /// Why no rule is on.
    fn nothing(&self, linter: &Linter) -> Error {
        let selected = self.select.iter().flatten();
        let is_preview = |name: &&String| {
            let mut rules = linter.rules();
            rules.any(|rule| rule.preview && rule.name == **name)
        };
        let preview = selected
            .filter(|_| self.preview != Some(true))
            .find(is_preview);
        preview.map_or(Error::NoRules, |rule| Error::InPreview {
            rule: rule.clone(),
        })
    }
}
