//! What holds for a document: the configuration above it, as `check` finds it, and the baseline. It is read again when a file of it
//! has changed, and what held before stays while it is wrong.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::SystemTime;

use cloudfront_lint::Linter;
use cloudfront_lint::baseline::Baseline;
use cloudfront_lint::outcome::Report;

use crate::args::Lsp;
use crate::files::{Input, Origin};
use crate::settings;
use crate::settings::{Fault, Setups, Sources, absolute, relative};
use crate::status::reason;

/// How a document is judged.
#[derive(Debug)]
pub(crate) struct Ruling {
    /// By this linter; `None` for what the configuration excludes.
    pub(crate) linter: Option<Linter<'static>>,
    baseline: Option<(PathBuf, Rc<Baseline>)>,
}

impl Ruling {
    /// Takes what is known out of the report of a file.
    pub(crate) fn absorb(&self, path: &Path, report: &mut Report<'_>) {
        if let Some((folder, baseline)) = &self.baseline {
            baseline.absorb(&relative(folder, path), report);
        }
    }
}

/// A file as it was when it was read.
type Stamp = (PathBuf, Option<(SystemTime, u64)>);

/// The ruling of a document, as long as nothing changes.
#[derive(Debug)]
struct Held {
    /// The files that it was read from; `None` where they are not to be relied on.
    stamps: Option<Vec<Stamp>>,
    ruling: Rc<Ruling>,
    fault: Option<Fault>,
}

/// The rulings of all documents.
#[derive(Debug)]
pub(crate) struct Settings {
    arguments: Lsp,
    held: HashMap<PathBuf, Held>,
}

impl Settings {
    pub(crate) fn new(arguments: Lsp) -> Self {
        Self {
            arguments,
            held: HashMap::new(),
        }
    }

    /// How the document at a path is judged.
    pub(crate) fn of(&mut self, path: &Path) -> Rc<Ruling> {
        let stamps = self.stamps(path);
        if let Some(held) = self
            .held
            .get(path)
            .filter(|held| held.stamps.as_ref() == Some(&stamps))
        {
            return Rc::clone(&held.ruling);
        }
        let (ruling, fault) = match self.read(path) {
            Ok(ruling) => (Rc::new(ruling), None),
            Err(fault) => {
                let before = self.held.get(path).map(|held| Rc::clone(&held.ruling));
                (
                    before.unwrap_or_else(|| {
                        Rc::new(Ruling {
                            linter: Some(Linter::new()),
                            baseline: None,
                        })
                    }),
                    Some(fault),
                )
            }
        };
        self.held.insert(
            path.to_owned(),
            Held {
                stamps: Some(stamps),
                ruling: Rc::clone(&ruling),
                fault,
            },
        );
        ruling
    }

    /// Has everything read again, by forgetting what the files were like.
    pub(crate) fn doubt(&mut self) {
        self.held.values_mut().for_each(|held| held.stamps = None);
    }

    /// Forgets a document.
    pub(crate) fn forget(&mut self, path: &Path) {
        self.held.remove(path);
    }

    /// What is wrong with configurations, each once, in the order of its words.
    pub(crate) fn faults(&self) -> Vec<&Fault> {
        let by_words: BTreeMap<Vec<String>, &Fault> = self
            .held
            .values()
            .filter_map(|held| held.fault.as_ref())
            .map(|fault| (fault.lines(), fault))
            .collect();
        by_words.into_values().collect()
    }

    /// The files that what holds for a document is read from, as they are now. Rule files are not among them: which they are, only
    /// the configuration knows.
    fn stamps(&self, path: &Path) -> Vec<Stamp> {
        let config = match &self.arguments.config {
            _ if self.arguments.isolated => None,
            Some(config) => Some(config.clone()),
            None => settings::closest(path),
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
            .map(stamp)
            .collect()
    }

    fn read(&self, path: &Path) -> Result<Ruling, Fault> {
        let sources = Sources {
            config: self.arguments.config.as_deref(),
            isolated: self.arguments.isolated,
        };
        let input = Input {
            name: path.display().to_string(),
            origin: Origin::File(path.to_owned()),
            named: false,
        };
        let setups = Setups::of(&sources, &mut vec![input])?;
        let linter = setups.all.first().map(settings::Setup::linter).transpose();
        let linter = linter.map_err(|error| Fault::Unreadable {
            path: settings::NAME.to_owned(),
            reason: error.to_string(),
        })?;
        let Some(path) = &self.arguments.baseline else {
            return Ok(Ruling {
                linter,
                baseline: None,
            });
        };
        let unreadable = |reason: String| Fault::Unreadable {
            path: path.display().to_string(),
            reason,
        };
        let text = fs::read_to_string(path).map_err(|error| unreadable(reason(&error)))?;
        let baseline = Baseline::parse(&text).map_err(|error| unreadable(error.to_string()))?;
        let folder = absolute(path).parent().unwrap_or(Path::new("/")).to_owned();
        Ok(Ruling {
            linter,
            baseline: Some((folder, Rc::new(baseline))),
        })
    }
}
