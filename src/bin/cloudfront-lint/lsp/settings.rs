//! The settings of a document: the configuration above it, as in `check`, and the baseline. They
//! are read again when one of their files has changed; while a file is wrong, the previous settings
//! apply.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::SystemTime;

use cloudfront_lint::baseline::Baseline;
use cloudfront_lint::config::Settings;
use cloudfront_lint::{Linter, Operation, Previous, Report, Severity};
use serde_json::Value;

use crate::files::{Input, Origin, read};
use crate::lsp::arguments::Lsp;
use crate::service_model;
use crate::settings::arguments::Arguments;
use crate::settings::fault::Fault;
use crate::settings::find::{self, Sources};
use crate::settings::paths::{absolute, relative};
use crate::settings::{self, Setups};
use crate::stderr::reason;

/// How a document is checked.
#[derive(Debug)]
pub(crate) struct Checker {
    /// `None` if the configuration excludes the document.
    linter: Option<Linter>,
    least: Severity,
    baseline: Option<(PathBuf, Rc<Baseline>)>,
}

/// Where no settings can be read: the built-in rules apply.
impl Default for Checker {
    fn default() -> Self {
        Self {
            linter: Some(Linter::new()),
            least: Severity::Advice,
            baseline: None,
        }
    }
}

impl Checker {
    /// The linter; `None` if the configuration excludes the document.
    pub(crate) fn linter(&self) -> Option<&Linter> {
        self.linter.as_ref()
    }

    /// Hides recorded findings, and those that are not severe enough.
    pub(crate) fn hide(&self, path: &Path, report: &mut Report<'_>) {
        if let Some((folder, baseline)) = &self.baseline {
            baseline.absorb(&relative(folder, path), report);
        }
        report.retain_severity(self.least);
    }
}

/// A file as it was when it was read.
type Stamp = (PathBuf, Option<(SystemTime, u64)>);

/// How a document is checked, and the files that say so.
type Found = (Checker, Vec<PathBuf>);

/// The checker of a document, while nothing changes.
#[derive(Debug)]
struct Cached {
    /// The files that it was read from; `None` if they have to be read again.
    stamps: Option<Vec<Stamp>>,
    /// Those that the configuration names.
    named: Vec<PathBuf>,
    checker: Rc<Checker>,
    fault: Option<Fault>,
}

/// The checkers of all documents.
#[derive(Debug)]
pub(crate) struct Checkers {
    arguments: Lsp,
    /// The request that documents are for, by the settings of the client.
    operation: Option<Operation>,
    cached: HashMap<PathBuf, Cached>,
}

impl Checkers {
    pub(crate) fn new(arguments: Lsp) -> Self {
        Self {
            arguments,
            operation: None,
            cached: HashMap::new(),
        }
    }

    /// How the document at a path is checked.
    pub(crate) fn of(&mut self, path: &Path) -> Rc<Checker> {
        if let Some(cached) = self
            .cached
            .get(path)
            .filter(|it| self.is_as_it_was(path, it))
        {
            return Rc::clone(&cached.checker);
        }
        let (checker, named, fault) = match self.read(path) {
            Ok((checker, named)) => (Rc::new(checker), named, None),
            Err(fault) => {
                let before = self.cached.get(path);
                let checker = before.map(|cached| Rc::clone(&cached.checker));
                (checker.unwrap_or_default(), fault.files(), Some(fault))
            }
        };
        let cached = Cached {
            stamps: Some(self.stamps(path, &named)),
            named,
            checker: Rc::clone(&checker),
            fault,
        };
        self.cached.insert(path.to_owned(), cached);
        checker
    }

    /// Whether the files that say how a document is checked are as they were.
    pub(crate) fn is_current(&self, path: &Path) -> bool {
        let cached = self.cached.get(path);
        cached.is_none_or(|cached| self.is_as_it_was(path, cached))
    }

    fn is_as_it_was(&self, path: &Path, cached: &Cached) -> bool {
        cached.stamps.as_ref() == Some(&self.stamps(path, &cached.named))
    }

    /// Makes everything be read again.
    pub(crate) fn invalidate(&mut self) {
        self.cached
            .values_mut()
            .for_each(|cached| cached.stamps = None);
    }

    /// Takes the settings of the client, which replace the arguments. Paths are relative to its
    /// folder. Returns what is wrong with them.
    pub(crate) fn take_options(&mut self, options: &Value, folder: &Path) -> Vec<String> {
        let mut wrong = Vec::new();
        let members = options.as_object().into_iter().flatten();
        for (name, value) in members.filter(|(_, value)| !value.is_null()) {
            let file = value.as_str().map(|path| folder.join(path));
            let is_taken = match (name.as_str(), file, value) {
                ("configuration", Some(file), _) => {
                    self.arguments.config = Some(file);
                    true
                }
                ("baseline", Some(file), _) => {
                    self.arguments.baseline = Some(file);
                    true
                }
                ("isolated", _, Value::Bool(isolated)) => {
                    self.arguments.isolated = *isolated;
                    true
                }
                ("operation", Some(_), value) => {
                    self.operation = match value.as_str() {
                        Some("create") => Some(Operation::Create),
                        Some("update") => Some(Operation::Update),
                        _ => None,
                    };
                    self.operation.is_some()
                }
                _ => false,
            };
            if !is_taken {
                wrong.push(format!(
                    "unknown setting of the editor: `{name}` is {value}"
                ));
            }
        }
        self.invalidate();
        wrong
    }

    /// Forgets a document.
    pub(crate) fn forget(&mut self, path: &Path) {
        self.cached.remove(path);
    }

    /// The mistakes in configurations, each once, sorted.
    pub(crate) fn faults(&self) -> Vec<&Fault> {
        let by_words: BTreeMap<Vec<String>, &Fault> = self
            .cached
            .values()
            .filter_map(|cached| cached.fault.as_ref())
            .map(|fault| (fault.lines(), fault))
            .collect();
        by_words.into_values().collect()
    }

    /// The files that the settings of a document are read from, as they are now.
    fn stamps(&self, path: &Path, named: &[PathBuf]) -> Vec<Stamp> {
        let config = match &self.arguments.config {
            _ if self.arguments.isolated => None,
            Some(config) => Some(config.clone()),
            None => find::nearest(path),
        };
        let stamp = |path: PathBuf| {
            let state = fs::metadata(&path)
                .and_then(|it| Ok((it.modified()?, it.len())))
                .ok();
            (path, state)
        };
        config
            .into_iter()
            .chain(self.arguments.baseline.clone())
            .chain(named.iter().cloned())
            .map(stamp)
            .collect()
    }

    fn read(&self, path: &Path) -> Result<Found, Fault> {
        let sources = Sources {
            config: self.arguments.config.as_deref(),
            isolated: self.arguments.isolated,
        };
        let input = Input::file(path.to_owned());
        let model = self.arguments.service_model.as_deref();
        let mut arguments = Arguments {
            service_model: service_model::of_argument(model)?,
            ..Arguments::default()
        };
        arguments.settings.operation = self.operation;
        let setups = Setups::of(sources, &arguments, &mut vec![input])?;
        let setup = setups.all.first();
        let linter = setup.map(settings::Setup::linter).transpose();
        let linter = linter.map_err(|error| Fault::Unreadable {
            path: find::NAME.to_owned(),
            reason: error.to_string(),
        })?;
        let of_configuration = setups.found.first().and_then(|found| {
            let path = found.config.baseline.as_ref()?;
            Some(found.folder.join(path))
        });
        let baseline = self.arguments.baseline.clone().or(of_configuration);
        let settings = setup.map(|setup| &setup.settings);
        let live = settings.and_then(|settings| live_file(settings, path));
        let previous = live.as_ref().and_then(|live| read_previous(live));
        let mut named: Vec<PathBuf> = baseline.iter().cloned().chain(live).collect();
        named.extend(setups.found.iter().flat_map(|found| found.files.clone()));
        let linter = match (linter, previous) {
            (Some(linter), Some(previous)) => {
                let linter = linter.operation(Operation::Update);
                Some(linter.compare_with(&previous))
            }
            (linter, _) => linter,
        };
        let checker = Checker {
            linter,
            least: settings
                .and_then(|settings| settings.min_severity)
                .unwrap_or(Severity::Advice),
            baseline: baseline.as_deref().map(recorded).transpose()?,
        };
        Ok((checker, named))
    }
}

/// The file with the live configuration of a document, if its settings name one.
fn live_file(settings: &Settings, document: &Path) -> Option<PathBuf> {
    let is_update = settings
        .operation
        .is_none_or(|operation| operation == Operation::Update);
    let pattern = settings.previous.as_ref().filter(|_| is_update)?;
    Some(settings::previous_of(pattern, document))
}

/// The live configuration in a file that exists.
fn read_previous(path: &Path) -> Option<Previous> {
    let mut bytes = Vec::new();
    read::document(&Origin::File(path.to_owned()), &mut bytes).ok()?;
    Some(Previous::parse(&bytes))
}

/// The findings recorded in a file, and its folder.
fn recorded(path: &Path) -> Result<(PathBuf, Rc<Baseline>), Fault> {
    let unreadable = |reason: String| Fault::Unreadable {
        path: path.display().to_string(),
        reason,
    };
    let text = read::own_text(path, read::BASELINE).map_err(|error| unreadable(reason(&error)))?;
    let baseline = Baseline::parse(&text).map_err(|error| unreadable(error.to_string()))?;
    let folder = absolute(path).parent().unwrap_or(Path::new("/")).to_owned();
    Ok((folder, Rc::new(baseline)))
}
