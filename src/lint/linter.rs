//! [`Linter`] and its settings: what a caller can ask for. What is then done with a document, and
//! in which order, is for the [stages](super) to say.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::builtin;
use crate::lint::error::{near_versions, unknown_rule};
use crate::lint::evaluate::Limits;
use crate::lint::identify::Identified;
use crate::lint::left_out::{MOST_FIXED, MOST_KEPT};
use crate::lint::other_files::OtherFiles;
use crate::lint::previous::Previous;
use crate::lint::rulebook::RuleBook;
use crate::lint::suppress::Suppression;
use crate::model::Severity;
use crate::model::near::nearest;
use crate::model::rule::{Format, Index, OperationKind, Rule};
use crate::model::schema::{Schema, Use, Version};
use crate::outcome::Error;
#[cfg(feature = "service-model")]
use crate::service_model::ServiceModel;

/// The request that a document is for.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
#[non_exhaustive]
pub enum Operation {
    /// Not known: only what is wrong for create and update alike is an error. It is an update if a
    /// [previous document](Linter::compare_with) or an [ETag](Linter::if_match) is given.
    #[default]
    Open,
    /// The document becomes a new resource.
    Create,
    /// The document replaces the configuration of a resource.
    Update,
    /// Deletes the resource that the document describes.
    Delete,
}

impl Operation {
    /// `open`, `create`, `update` or `delete`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Create => "create",
            Self::Update => "update",
            Self::Delete => "delete",
        }
    }
}

/// A linter with its settings.
///
/// ```
/// use cloudfront_lint::{Linter, Operation};
///
/// let linter = Linter::new().operation(Operation::Update).if_match("E2QWRUHAPOMQZL");
/// let report = linter.lint(r#"{"CallerReference": "one", "Origins": {"Quantity": 0}}"#);
/// assert!(report.has_errors());
/// ```
#[derive(Clone, Debug, Default)]
pub struct Linter {
    pub(super) version: Option<Version>,
    /// The shapes with those of a newer service model; `None` for the built-in ones.
    schema: Option<&'static Schema>,
    operation: Operation,
    previous: Option<Previous>,
    if_match: Option<String>,
    pub(super) quotas: Vec<(u16, i64)>,
    pub(super) rules: Arc<Vec<Rule>>,
    /// The built-in rules and a team's own by shape; `None` where it has none.
    index: Option<Arc<Index>>,
    /// The built-in formats and a team's own; `None` where it has none.
    formats: Option<Arc<[Format]>>,
    /// Rules with another severity than their own; `None` for those that are off.
    severities: BTreeMap<String, Option<Severity>>,
    pub(super) suppressions: Vec<Suppression>,
    /// The groups of rules that are on.
    pub(super) groups: Vec<String>,
    /// Whether rules in preview are on.
    previews: bool,
    /// Other files, which define what documents refer to.
    pub(super) other_files: OtherFiles,
    /// The ids of resources with their names.
    pub(super) names: Vec<(String, String)>,
    /// Whether what it finds is fixed, so that as much as possible is listed.
    is_fixing: bool,
    /// Whether reports list suppressed findings.
    pub(super) keeps_suppressed: bool,
}

impl Linter {
    /// A linter with default settings.
    pub fn new() -> Self {
        Self::default()
    }

    /// The same linter for fixing: it lists more findings than anybody reads.
    #[must_use]
    pub(crate) fn fixing(mut self) -> Self {
        self.is_fixing = true;
        self
    }

    /// The same linter with the rules that settings turned off; `None` if there are none.
    pub(crate) fn with_rules_that_are_off(&self) -> Option<Self> {
        let mut severities = self.severities.clone();
        severities.retain(|_, severity| severity.is_some());
        (severities.len() < self.severities.len()).then(|| Self {
            severities,
            ..self.clone()
        })
    }

    /// How many findings of a document are listed.
    pub(crate) fn most_findings(&self) -> usize {
        if self.is_fixing {
            MOST_FIXED
        } else {
            MOST_KEPT
        }
    }

    /// Checks documents as if they were sent to this version of the API.
    ///
    /// # Errors
    /// When no such version was published.
    pub fn api_version(mut self, version: &str) -> Result<Self, Error> {
        let schema = &builtin::SCHEMA;
        let known = schema
            .version(version)
            .ok_or_else(|| Error::UnknownVersion {
                version: version.to_owned(),
                near: near_versions(version),
            })?;
        self.version = Some(known);
        Ok(self)
    }

    /// The version that documents are checked by, where that is not their own.
    pub(crate) fn version(&self) -> Option<Version> {
        self.version
    }

    /// Sets which request the documents are for.
    #[must_use]
    pub fn operation(mut self, operation: Operation) -> Self {
        self.operation = operation;
        self
    }

    /// Compares updates with the live configuration: what may not change, what must be there, and
    /// what would silently be lost.
    #[must_use]
    pub fn compare_with(mut self, previous: &Previous) -> Self {
        self.previous = Some(previous.clone());
        self
    }

    /// Sets the value of the header `If-Match`, which an update and a delete are sent with.
    #[must_use]
    pub fn if_match(mut self, etag: impl Into<String>) -> Self {
        self.if_match = Some(etag.into());
        self
    }

    /// Checks documents of the newest API version by what a service model knows more. It is one of
    /// few, and stays until the program ends.
    ///
    /// ```no_run
    /// use cloudfront_lint::Linter;
    /// use cloudfront_lint::service_model::ServiceModel;
    ///
    /// let bytes = std::fs::read("botocore/data/cloudfront/2020-05-31/service-2.json.gz")?;
    /// let model: &'static ServiceModel = Box::leak(Box::new(ServiceModel::read(&bytes)?));
    /// let linter = Linter::new().service_model(model);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[cfg(feature = "service-model")]
    #[must_use]
    pub fn service_model(mut self, model: &'static ServiceModel) -> Self {
        self.schema = Some(model.schema());
        self
    }

    /// The shapes that documents are checked by.
    pub(crate) fn schema(&self) -> &'static Schema {
        self.schema.unwrap_or(&builtin::SCHEMA)
    }

    /// Sets a quota that differs from the documented one, in the unit that this one has.
    ///
    /// ```
    /// let linter = cloudfront_lint::Linter::new().quota("invalidation-paths", 1)?;
    /// let batch = r#"{"Paths": {"Quantity": 2, "Items": ["/a", "/b"]}, "CallerReference": "1"}"#;
    /// let report = linter.lint(batch);
    /// assert_eq!(report.findings()[0].rule, "too-many-invalidation-paths");
    /// # Ok::<(), cloudfront_lint::Error>(())
    /// ```
    ///
    /// # Errors
    /// If there is no such quota, or the value is negative.
    pub fn quota(mut self, name: &str, value: i64) -> Result<Self, Error> {
        let quotas = &builtin::QUOTAS;
        let index = quotas
            .iter()
            .position(|quota| quota.name == name)
            .ok_or_else(|| Error::UnknownQuota {
                quota: name.to_owned(),
                near: nearest(name, quotas.iter().map(|quota| quota.name.as_ref()))
                    .into_iter()
                    .map(str::to_owned)
                    .collect(),
            })?;
        if value < 0 {
            return Err(Error::NegativeQuota {
                quota: name.to_owned(),
                value,
            });
        }
        self.quotas
            .retain(|(known, _)| usize::from(*known) != index);
        self.quotas.push((index as u16, value));
        Ok(self)
    }

    /// Adds formats to the built-in ones, for rules that use them. `config::load_formats` loads
    /// them from files.
    ///
    /// ```
    /// # #[cfg(feature = "config")] {
    /// use cloudfront_lint::Linter;
    /// use cloudfront_lint::config::{load_formats, load_rules};
    /// use cloudfront_lint::config::File;
    ///
    /// let file = |path: &str, text: &str| [File::new(path, text)];
    /// let formats = load_formats(&file("formats.toml", r#"
    ///     [house-reference]
    ///     describe = "a team and a number, such as `web-7`"
    ///     pattern  = '[a-z]+-\d+'
    ///     good     = ["web-7"]
    ///     bad      = ["seven"]
    /// "#)).expect("the formats are right");
    /// let rules = load_rules(&file("rules.toml", r#"
    ///     [house-reference]
    ///     title    = "caller reference in another form than agreed"
    ///     at       = "InvalidationBatch/CallerReference"
    ///     check    = { format = "house-reference" }
    ///     severity = "error"
    ///     message  = "{value} is not {format}"
    ///     help     = "write the team and a number"
    ///     why      = "so that everybody sees whose it is"
    /// "#), &formats).expect("the rules are right");
    /// let linter = Linter::new().with_formats(formats).with_rules(rules);
    /// let batch = r#"{"Paths": {"Quantity": 1, "Items": ["/*"]}, "CallerReference": "seven"}"#;
    /// let report = linter.lint(batch);
    /// let message = &report.findings()[0].message;
    /// assert_eq!(message, "`seven` is not a team and a number, such as `web-7`");
    /// # }
    /// ```
    #[must_use]
    pub fn with_formats(mut self, formats: impl IntoIterator<Item = Format>) -> Self {
        let mut own = formats.into_iter().peekable();
        if own.peek().is_some() {
            self.formats = Some(self.formats().iter().cloned().chain(own).collect());
        }
        self
    }

    pub(super) fn formats(&self) -> &[Format] {
        self.formats.as_deref().unwrap_or(&builtin::FORMATS)
    }

    /// Adds rules to the built-in ones. `config::load_rules` loads them from files. The formats
    /// that they use are added with [`with_formats`](Self::with_formats), in the order in which
    /// they were loaded.
    #[must_use]
    pub fn with_rules(mut self, rules: impl IntoIterator<Item = Rule>) -> Self {
        let before = self.rules.len();
        Arc::make_mut(&mut self.rules).extend(rules);
        if self.rules.len() > before {
            self.index = Some(Arc::new(Index::new(self.rules(), &builtin::SCHEMA)));
        }
        self
    }

    pub(super) fn index(&self) -> &Index {
        self.index.as_deref().unwrap_or(&builtin::INDEX)
    }

    /// Switches the rules in preview on: new ones, which may still change.
    #[must_use]
    pub fn preview(mut self) -> Self {
        self.previews = true;
        self
    }

    /// Switches the rules of a group on, such as `security`, which are off otherwise.
    ///
    /// ```
    /// let config = std::fs::read_to_string("fixtures/base/distribution-2020-05-31.xml")?;
    /// let linter = cloudfront_lint::Linter::new();
    /// assert!(linter.lint(&config).findings().is_empty());
    /// let linter = linter.group("security")?;
    /// let report = linter.lint(&config);
    /// assert!(report.findings().iter().any(|finding| finding.rule == "web-acl-missing"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// When no rule is in such a group.
    pub fn group(mut self, name: &str) -> Result<Self, Error> {
        let known = groups(self.rules());
        if !known.contains(&name) {
            return Err(Error::UnknownGroup {
                group: name.to_owned(),
                near: nearest(name, known)
                    .into_iter()
                    .map(str::to_owned)
                    .collect(),
            });
        }
        self.groups.push(name.to_owned());
        Ok(self)
    }

    /// The same linter without gates: every rule of a shape is evaluated at every instance.
    #[cfg(test)]
    pub(crate) fn without_gates(mut self) -> Self {
        self.index = Some(Arc::new(self.index().clone().without_gates()));
        self
    }

    /// The same linter with one of the rules.
    #[cfg(test)]
    pub(super) fn only(mut self, rule: usize) -> Self {
        self.index = Some(Arc::new(self.index().only(rule as u16)));
        self
    }

    /// Switches a rule off.
    ///
    /// # Errors
    /// If there is no such rule.
    pub fn without_rule(self, rule: &str) -> Result<Self, Error> {
        self.set_severity(rule, None)
    }

    /// Gives the findings of a rule another severity.
    ///
    /// # Errors
    /// If there is no such rule.
    pub fn severity(self, rule: &str, severity: Severity) -> Result<Self, Error> {
        self.set_severity(rule, Some(severity))
    }

    fn set_severity(mut self, rule: &str, severity: Option<Severity>) -> Result<Self, Error> {
        if self.rules().all(|known| known.name != rule) {
            return Err(unknown_rule(rule, &self.rules));
        }
        self.severities.insert(rule.to_owned(), severity);
        Ok(self)
    }

    /// Whether a rule is on.
    #[cfg(feature = "config")]
    pub(crate) fn is_on(&self, rule: &Rule) -> bool {
        self.rule_book().is_on(rule)
    }

    /// Whether this linter could report a rule: not where it is off, nor where the rule needs a
    /// request or a previous document that was not given. An unknown rule counts as one that could.
    pub fn could_report(&self, rule: &str) -> bool {
        let Some(found) = self.rules().find(|known| known.name == rule) else {
            return true;
        };
        let has_previous = self.previous().is_some();
        let kind = self.operation_kind(None);
        // Where none was named, a document may imply its operation, which is never a delete.
        let concerns = found.operations.is_empty()
            || match kind {
                Some(kind) => found.operations.contains(&kind),
                None => found
                    .operations
                    .iter()
                    .any(|operation| *operation != OperationKind::Delete),
            };
        self.rule_book().is_on(found) && concerns && (has_previous || !found.compares())
    }

    /// All rules, the built-in ones first.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        builtin::RULES.iter().chain(self.rules.iter())
    }

    /// The rules of a run, with the severities that settings give them.
    pub(super) fn rule_book(&self) -> RuleBook<'_> {
        RuleBook::with(&self.rules)
            .with_severities(&self.severities)
            .with_groups(&self.groups)
            .with_previews(self.previews)
    }

    /// The quotas of a run.
    pub(super) fn limits(&self) -> Limits<'_> {
        Limits {
            quotas: &builtin::QUOTAS,
            overrides: &self.quotas,
        }
    }

    /// The operation, which is an update where something says so that only updates have.
    pub(super) fn request(&self) -> Operation {
        let is_update = self.previous.is_some() || self.if_match.is_some();
        match self.operation {
            Operation::Open if is_update => Operation::Update,
            operation => operation,
        }
    }

    /// The document that an update replaces.
    pub(super) fn previous(&self) -> Option<&Previous> {
        let is_update = self.request() == Operation::Update;
        self.previous.as_ref().filter(|_| is_update)
    }

    /// The operation that was given, or that the file around the document implies: by an ETag, or
    /// as the argument of an update.
    pub(super) fn operation_kind(&self, identified: Option<&Identified>) -> Option<OperationKind> {
        match self.request() {
            Operation::Create => Some(OperationKind::Create),
            Operation::Update => Some(OperationKind::Update),
            Operation::Delete => Some(OperationKind::Delete),
            Operation::Open => identified.and_then(|it| {
                // A root of requests alone creates something; a document with an ETag was read to
                // be sent back.
                let creates = (it.root.usage == Use::Request).then_some(OperationKind::Create);
                let updates = it.etag.is_some() || it.is_update_argument();
                creates.or(updates.then_some(OperationKind::Update))
            }),
        }
    }

    /// The ETag that the request is sent with.
    pub(super) fn etag(&self) -> Option<&str> {
        let has_header = matches!(self.request(), Operation::Update | Operation::Delete);
        self.if_match.as_deref().filter(|_| has_header)
    }
}

/// The groups that some rules are in, by name.
pub(crate) fn groups<'r>(rules: impl Iterator<Item = &'r Rule>) -> Vec<&'r str> {
    let mut groups: Vec<&str> = rules.filter_map(|rule| rule.group.as_deref()).collect();
    groups.sort_unstable();
    groups.dedup();
    groups
}
