//! The settings that arguments give, for every file alike.

use cloudfront_lint::Rule;
use cloudfront_lint::config::{Settings, rules_matching};
use cloudfront_lint::internal::nearest;
use cloudfront_lint::service_model::ServiceModel;

use crate::settings::Setups;

/// Settings from the command line. They override those of configurations.
#[derive(Clone, Default, Debug)]
pub(crate) struct Arguments {
    /// Everything except the selection of rules.
    pub(crate) settings: Settings,
    /// The model by which the newest API version is extended.
    pub(crate) service_model: Option<&'static ServiceModel>,
    /// Rules that are on, by name or glob.
    pub(crate) select: Vec<String>,
    /// Rules that are off, by name or glob.
    pub(crate) ignore: Vec<String>,
}

impl Arguments {
    /// These settings for files with a team's own rules.
    pub(crate) fn settings(&self, own: &[Rule]) -> Settings {
        let mut settings = self.settings.clone();
        if !self.select.is_empty() {
            let selected = self.select.iter().map(|it| rules_matching(it, own));
            settings.select = Some(selected.flatten().collect());
        }
        let ignored = self.ignore.iter().map(|it| rules_matching(it, own));
        settings.ignore.extend(ignored.flatten());
        settings
    }

    /// What is wrong with a selection that means no rule of any file.
    pub(crate) fn mistake(&self, setups: &Setups) -> Option<String> {
        let own = setups.own_rules();
        let rules = || cloudfront_lint::rules().iter().chain(&own);
        let named = [("--select", &self.select), ("--ignore", &self.ignore)];
        for (option, patterns) in named {
            for pattern in patterns {
                if rules_matching(pattern, &own).is_empty() {
                    let near = nearest(pattern, rules().map(|rule| rule.name.as_ref()));
                    return Some(unknown(option, pattern, &near));
                }
            }
        }
        None
    }
}

fn unknown(option: &str, pattern: &str, near: &[&str]) -> String {
    match near {
        _ if pattern.contains(['*', '?']) => format!("{option}: no rule matches `{pattern}`"),
        [] => format!("{option}: unknown rule `{pattern}`"),
        near => format!(
            "{option}: unknown rule `{pattern}`; did you mean `{}`?",
            near.join("` or `")
        ),
    }
}
