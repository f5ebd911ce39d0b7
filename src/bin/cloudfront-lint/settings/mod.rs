//! Which settings apply to which file: those of the nearest configuration above it, overridden by
//! the arguments.

pub(crate) mod arguments;
pub(crate) mod fault;
pub(crate) mod find;
pub(crate) mod load;
pub(crate) mod paths;
pub(crate) mod patterns;

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use cloudfront_lint::config::Format;
use cloudfront_lint::config::Settings;
use cloudfront_lint::service_model::ServiceModel;
use cloudfront_lint::{Error, Linter, Rule, Suppression};

use crate::files::Input;
use crate::files::distinct::distinct;
use crate::settings::arguments::Arguments;
use crate::settings::fault::Fault;
use crate::settings::find::{Finder, NAME, Sources};
pub(crate) use crate::settings::load::Loaded;

/// What a team has added to the built-in rules and formats.
#[derive(Clone, Default, Debug)]
pub(crate) struct Policy {
    pub(crate) formats: Vec<Format>,
    pub(crate) rules: Vec<Rule>,
    /// The model by which the newest API version is extended.
    pub(crate) service_model: Option<&'static ServiceModel>,
}

impl Policy {
    /// A linter that has the rules.
    pub(crate) fn linter(&self) -> Linter {
        let linter = Linter::new()
            .with_formats(self.formats.iter().cloned())
            .with_rules(self.rules.iter().cloned());
        match self.service_model {
            Some(model) => linter.service_model(model),
            None => linter,
        }
    }
}

/// The settings of one file.
#[derive(Clone, Default)]
pub(crate) struct Setup {
    pub(crate) settings: Settings,
    pub(crate) suppressions: Vec<Suppression>,
    /// The configuration, by number, and which of its suppressions these are.
    pub(crate) config: Option<usize>,
    pub(crate) entries: Vec<usize>,
    pub(crate) policy: Arc<Policy>,
    /// The model that the arguments name.
    pub(crate) service_model: Option<&'static ServiceModel>,
}

/// The setups of a run. Files with the same settings share one.
pub(crate) struct Setups {
    pub(crate) all: Vec<Setup>,
    /// For each input, which of them.
    pub(crate) of: Vec<usize>,
    /// The configurations that were found.
    pub(crate) found: Vec<Loaded>,
}

/// What distinguishes setups: the configuration, and its overrides and suppressions that apply, by
/// number.
type Parts = (Option<usize>, Vec<usize>, Vec<usize>);

impl Setups {
    /// The setups of some inputs, and the inputs that remain: a configuration can exclude those
    /// that nobody named.
    pub(crate) fn of(
        sources: Sources<'_>,
        arguments: &Arguments,
        inputs: &mut Vec<Input>,
    ) -> Result<Self, Fault> {
        let mut finder = Finder::new(sources);
        let mut included = Vec::new();
        for input in std::mem::take(inputs) {
            let config = finder.of(input.path())?;
            let name = config
                .map(|index| paths::relative(&finder.found[index].folder, input.path()))
                .unwrap_or_default();
            if input.named || config.is_none_or(|index| finder.found[index].includes(&name)) {
                included.push((input, config, name));
            }
        }
        let mut setups = Self {
            all: Vec::new(),
            of: Vec::new(),
            found: finder.found,
        };
        let mut known: BTreeMap<Parts, usize> = BTreeMap::new();
        // What is excluded under one name can be checked under another.
        for (input, config, name) in distinct(included, |(input, ..)| input) {
            inputs.push(input);
            let parts = match config {
                Some(index) => {
                    let found = &setups.found[index];
                    let (overrides, suppressions) =
                        (found.overrides_of(&name), found.suppressions_of(&name));
                    (config, overrides, suppressions)
                }
                None => Parts::default(),
            };
            let next = setups.all.len();
            let setup = *known.entry(parts.clone()).or_insert(next);
            if setup == next {
                let made = setups.made(&parts, arguments);
                setups.all.push(made);
            }
            setups.of.push(setup);
        }
        Ok(setups)
    }

    fn made(&self, (config, overrides, entries): &Parts, arguments: &Arguments) -> Setup {
        let found = config.map(|index| &self.found[index]);
        let policy = found
            .map(|found| Arc::clone(&found.policy))
            .unwrap_or_default();
        let mut settings = found
            .map(|found| found.config.settings.clone())
            .unwrap_or_default();
        for number in overrides {
            if let Some(found) = found {
                settings = settings.with(&found.config.overrides[*number].settings);
            }
        }
        let suppressions = entries.iter().filter_map(|number| {
            let found = found?;
            Some(found.config.suppressions[*number].suppression.clone())
        });
        Setup {
            settings: settings.with(&arguments.settings(&policy.rules)),
            suppressions: suppressions.collect(),
            config: *config,
            entries: entries.clone(),
            policy,
            service_model: arguments.service_model,
        }
    }

    /// The setup of an input.
    pub(crate) fn setup(&self, input: usize) -> &Setup {
        &self.all[self.of[input]]
    }

    /// The configuration of an input.
    pub(crate) fn config(&self, input: usize) -> Option<&Loaded> {
        self.setup(input).config.map(|index| &self.found[index])
    }

    /// Linters that have the rules of every configuration, and nothing else that it sets.
    pub(crate) fn rule_linters(&self) -> Vec<Linter> {
        let own = self.found.iter().map(|found| found.policy.linter());
        std::iter::once(Linter::new()).chain(own).collect()
    }

    /// The teams' own rules, by name.
    pub(crate) fn own_rules(&self) -> Vec<Rule> {
        let policies = self.found.iter().flat_map(|found| &found.policy.rules);
        let by_name: BTreeMap<_, _> = policies.map(|rule| (&rule.name, rule)).collect();
        by_name.into_values().cloned().collect()
    }
}

impl Setup {
    /// The linter with these settings.
    pub(crate) fn linter(&self) -> Result<Linter, Error> {
        let mut linter = self.settings.apply(self.policy.linter())?;
        if let Some(model) = self.service_model {
            linter = linter.service_model(model);
        }
        for suppression in &self.suppressions {
            linter = linter.suppress(suppression.clone())?;
        }
        if let Some(version) = &self.settings.api_version {
            linter = linter.api_version(version)?;
        }
        Ok(linter.operation(self.settings.operation.unwrap_or_default()))
    }
}

/// The configuration that applies to the current folder.
pub(crate) fn of_current_folder(sources: Sources<'_>) -> Result<Option<Loaded>, Fault> {
    let mut finder = Finder::new(sources);
    finder.of(Path::new(NAME))?;
    Ok(finder.found.into_iter().next())
}

/// What a team has added, by the configuration of the current folder.
pub(crate) fn policy(sources: Sources<'_>) -> Result<Arc<Policy>, Fault> {
    let found = of_current_folder(sources)?;
    Ok(found.map(|found| found.policy).unwrap_or_default())
}

/// The file with the live configuration of a document, by the `previous` of its settings.
pub(crate) fn previous_of(pattern: &str, document: &Path) -> PathBuf {
    let part = |part: Option<&OsStr>| part.unwrap_or_default().to_string_lossy().into_owned();
    let name = pattern
        .replace("{stem}", &part(document.file_stem()))
        .replace("{name}", &part(document.file_name()));
    document.with_file_name("").join(name)
}
