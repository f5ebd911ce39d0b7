//! Which linter judges which file: by the configuration that is closest above the file.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use cloudfront_lint::config::{Config, Settings};
use cloudfront_lint::lint::Suppression;
use cloudfront_lint::model::load::{File, LoadError};
use cloudfront_lint::model::rule::{Format, OperationKind, Rule};
use cloudfront_lint::{Error, Linter, Operation, config};
use glob::Pattern;

use crate::files::{Input, Origin};
use crate::status::{Status, reason, tell};
use crate::walk::MATCHING;
use crate::{files, show_config, walk};

/// The name of the configuration file.
pub(crate) const NAME: &str = "cloudfront-lint.toml";

/// A configuration with where it is from.
pub(crate) struct Found {
    path: PathBuf,
    pub(crate) folder: PathBuf,
    pub(crate) config: Config,
    pub(crate) policy: Arc<Policy>,
}

impl Found {
    /// Whether a file of this name is checked although nobody named it.
    fn includes(&self, name: &str) -> bool {
        let Config {
            include, exclude, ..
        } = &self.config;
        !matches(exclude, name) && (include.is_empty() || matches(include, name))
    }
}

/// What a team has added to the built-in rules and formats.
#[derive(Clone, Default, Debug)]
pub(crate) struct Policy {
    pub(crate) formats: Vec<Format>,
    pub(crate) rules: Vec<Rule>,
}

impl Policy {
    /// A linter that has the rules.
    pub(crate) fn linter(&self) -> Linter<'static> {
        Linter::new()
            .with_formats(self.formats.iter().cloned())
            .with_rules(self.rules.iter().cloned())
    }
}

/// What holds for one file.
#[derive(Clone, Default)]
pub(crate) struct Setup {
    pub(crate) settings: Settings,
    pub(crate) suppressions: Vec<Suppression>,
    /// Which entries of which configuration they are, by number.
    pub(crate) entries: Option<(usize, Vec<usize>)>,
    pub(crate) policy: Arc<Policy>,
}

/// The setups of a run. Files of the same setup share it.
pub(crate) struct Setups {
    pub(crate) all: Vec<Setup>,
    /// For each input, which of them.
    pub(crate) of: Vec<usize>,
    /// For each input, where its configuration is from.
    from: Vec<Option<PathBuf>>,
    /// The configurations that were found.
    pub(crate) found: Vec<Found>,
}

/// Why a configuration cannot be used.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Fault {
    /// It or a file that it names cannot be read.
    Unreadable { path: String, reason: String },
    /// What it or a file that it names says is wrong, at these places.
    Wrong(Vec<LoadError>),
}

impl Fault {
    /// A line for each mistake.
    pub(crate) fn lines(&self) -> Vec<String> {
        match self {
            Self::Unreadable { path, reason } => vec![format!("cannot read `{path}`: {reason}")],
            Self::Wrong(errors) => errors.iter().map(ToString::to_string).collect(),
        }
    }

    /// Says it on standard error.
    pub(crate) fn tell(&self) -> Status {
        for line in self.lines() {
            tell(&line);
        }
        Status::Usage
    }
}

impl From<LoadError> for Fault {
    fn from(error: LoadError) -> Self {
        Self::Wrong(vec![error])
    }
}

impl From<Vec<LoadError>> for Fault {
    fn from(errors: Vec<LoadError>) -> Self {
        Self::Wrong(errors)
    }
}

/// What makes setups differ: the configuration, its overrides and its suppressions that hold, by number.
type Parts = (Option<usize>, Vec<usize>, Vec<usize>);

/// Where configurations come from.
pub(crate) struct Sources<'a> {
    /// One that was named.
    pub(crate) config: Option<&'a Path>,
    /// None at all.
    pub(crate) isolated: bool,
}

impl Setups {
    /// Linters that have the rules of every configuration, and nothing else that it sets.
    pub(crate) fn rule_linters(&self) -> Vec<Linter<'static>> {
        let own = self.found.iter().map(|found| found.policy.linter());
        std::iter::once(Linter::new()).chain(own).collect()
    }

    /// The setups of some inputs, and the inputs that are left: what a configuration excludes is no input, unless it was named.
    pub(crate) fn of(sources: &Sources<'_>, inputs: &mut Vec<Input>) -> Result<Self, Fault> {
        let mut finder = Finder {
            sources,
            by_folder: HashMap::new(),
            by_written: HashMap::new(),
            found: Vec::new(),
        };
        let mut setups = Self {
            all: Vec::new(),
            of: Vec::new(),
            from: Vec::new(),
            found: Vec::new(),
        };
        let mut known: BTreeMap<Parts, usize> = BTreeMap::new();
        let mut included = Vec::new();
        for input in std::mem::take(inputs) {
            let path = match &input.origin {
                Origin::File(path) => path.clone(),
                Origin::Stdin | Origin::Nowhere(_) => PathBuf::from(&input.name),
            };
            let index = finder.above(&path)?;
            let name = index
                .map(|index| relative(&finder.found[index].folder, &path))
                .unwrap_or_default();
            if input.named || index.is_none_or(|index| finder.found[index].includes(&name)) {
                included.push((input, index, name));
            }
        }
        // What is excluded under one name may be checked under another.
        for (input, index, name) in files::distinct(included, |(input, ..)| input) {
            inputs.push(input);
            let Some(found) = index.map(|index| &finder.found[index]) else {
                setups.push((None, Vec::new(), Vec::new()), &mut known, None);
                continue;
            };
            let all = found.config.overrides.iter().enumerate();
            let overrides = all
                .filter(|(_, (patterns, _))| matches(patterns, &name))
                .map(|(number, _)| number)
                .collect();
            let all = found.config.suppressions.iter().enumerate();
            let suppressions = all
                .filter(|(_, entry)| entry.files.is_empty() || matches(&entry.files, &name))
                .map(|(number, _)| number)
                .collect();
            setups.push((index, overrides, suppressions), &mut known, Some(found));
        }
        setups.found = finder.found;
        Ok(setups)
    }

    fn push(&mut self, key: Parts, known: &mut BTreeMap<Parts, usize>, found: Option<&Found>) {
        self.from.push(found.map(|found| found.path.clone()));
        if let Some(index) = known.get(&key) {
            self.of.push(*index);
            return;
        }
        let setup = found.map_or_else(Setup::default, |found| Setup {
            settings: key
                .1
                .iter()
                .fold(found.config.settings.clone(), |settings, number| {
                    settings.with(&found.config.overrides[*number].1)
                }),
            suppressions: key
                .2
                .iter()
                .map(|number| found.config.suppressions[*number].suppression.clone())
                .collect(),
            entries: key.0.map(|config| (config, key.2.clone())),
            policy: Arc::clone(&found.policy),
        });
        self.all.push(setup);
        self.of.push(self.all.len() - 1);
        known.insert(key, self.all.len() - 1);
    }

    /// What holds for each input, as TOML; what the arguments say is stronger.
    pub(crate) fn text(&self, inputs: &[Input], arguments: &Settings) -> String {
        let of = |(index, input): (usize, &Input)| {
            let setup = &self.all[self.of[index]];
            show_config::text(input, self.from[index].as_deref(), setup, arguments)
        };
        inputs
            .iter()
            .enumerate()
            .map(of)
            .collect::<Vec<_>>()
            .join("\n")
    }
}

impl Setup {
    /// The linter that these settings make.
    pub(crate) fn linter(&self) -> Result<Linter<'static>, Error> {
        let mut linter = self.settings.apply(self.policy.linter())?;
        for suppression in &self.suppressions {
            linter = linter.suppress(suppression.clone())?;
        }
        if let Some(version) = &self.settings.api_version {
            linter = linter.api_version(version)?;
        }
        Ok(linter.operation(match self.settings.operation {
            Some(OperationKind::Create) => Operation::Create,
            Some(OperationKind::Update) => Operation::Update {
                previous: None,
                if_match: None,
            },
            Some(OperationKind::Delete) | None => Operation::Open,
        }))
    }
}

/// The configuration that is closest above a file.
pub(crate) fn closest(path: &Path) -> Option<PathBuf> {
    absolute(path)
        .ancestors()
        .skip(1)
        .map(|folder| folder.join(NAME))
        .find(|candidate| is_there(candidate))
}

/// Whether a configuration is there. One that cannot be looked at is, such as a link that leads nowhere: somebody counts on it.
fn is_there(candidate: &Path) -> bool {
    match candidate.metadata() {
        Ok(it) => it.is_file(),
        Err(_) => candidate.is_symlink(),
    }
}

/// The policy that holds in the working folder.
pub(crate) fn policy(sources: &Sources<'_>) -> Result<Arc<Policy>, Fault> {
    let mut finder = Finder {
        sources,
        by_folder: HashMap::new(),
        by_written: HashMap::new(),
        found: Vec::new(),
    };
    let index = finder.above(Path::new(NAME))?;
    Ok(index
        .map(|index| Arc::clone(&finder.found[index].policy))
        .unwrap_or_default())
}

struct Finder<'a> {
    sources: &'a Sources<'a>,
    by_folder: HashMap<PathBuf, Option<usize>>,
    /// The same by folders as the paths write them, so that the file system is asked once for each.
    by_written: HashMap<PathBuf, Option<usize>>,
    found: Vec<Found>,
}

impl Finder<'_> {
    /// The configuration that holds for a file.
    fn above(&mut self, path: &Path) -> Result<Option<usize>, Fault> {
        if self.sources.isolated {
            return Ok(None);
        }
        if let Some(config) = self.sources.config {
            if self.found.is_empty() {
                self.found.push(load(config)?);
            }
            return Ok(Some(0));
        }
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        if let Some(known) = self.by_written.get(&folder) {
            return Ok(*known);
        }
        let absolute = absolute(path);
        let mut passed = Vec::new();
        let mut outcome = None;
        for folder in absolute.ancestors().skip(1) {
            if let Some(known) = self.by_folder.get(folder) {
                outcome = *known;
                break;
            }
            passed.push(folder.to_owned());
            let candidate = folder.join(NAME);
            if is_there(&candidate) {
                self.found.push(load(&candidate)?);
                outcome = Some(self.found.len() - 1);
                break;
            }
        }
        self.by_folder
            .extend(passed.into_iter().map(|folder| (folder, outcome)));
        self.by_written.insert(folder, outcome);
        Ok(outcome)
    }
}

/// The path from the root of the file system, links in its folders resolved.
pub(crate) fn absolute(path: &Path) -> PathBuf {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let folder = fs::canonicalize(folder)
        .or_else(|_| std::path::absolute(folder))
        .unwrap_or_else(|_| folder.to_owned());
    folder.join(path.file_name().unwrap_or_default())
}

/// The path from a folder on, with `/` between its parts.
pub(crate) fn relative(folder: &Path, path: &Path) -> String {
    let absolute = absolute(path);
    let relative = absolute.strip_prefix(folder).unwrap_or(&absolute);
    relative
        .components()
        .map(|part| part.as_os_str().to_string_lossy())
        .collect::<Vec<_>>()
        .join("/")
}

/// Whether a path matches one of the patterns, each of which [`load`] has seen to be one. What matches a folder means all that lies below.
fn matches(patterns: &[String], name: &str) -> bool {
    patterns.iter().any(|text| {
        let is_for_folders = text.ends_with('/');
        let trimmed = text
            .strip_prefix("./")
            .unwrap_or(text)
            .trim_end_matches('/');
        let Ok(pattern) = Pattern::new(trimmed) else {
            return false;
        };
        // A pattern without folders is one for names anywhere.
        let is_bare = !text.trim_end_matches('/').contains('/');
        let ends = name.match_indices('/').map(|(at, _)| at);
        let folders = ends.map(|at| &name[..at]);
        folders
            .chain((!is_for_folders).then_some(name))
            .any(|path| {
                let subject = if is_bare {
                    path.rsplit('/').next().unwrap_or(path)
                } else {
                    path
                };
                pattern.matches_with(subject, MATCHING)
            })
    })
}

fn read(path: &Path) -> Result<File, Fault> {
    let text = fs::read_to_string(path).map_err(|error| Fault::Unreadable {
        path: shown(path),
        reason: reason(&error),
    })?;
    Ok(File {
        path: shown(path),
        text,
    })
}

/// A path below the working folder is shown from there.
fn shown(path: &Path) -> String {
    let here = std::env::current_dir()
        .and_then(fs::canonicalize)
        .unwrap_or_default();
    path.strip_prefix(&here)
        .unwrap_or(path)
        .display()
        .to_string()
}

/// The rules of some files, which may speak of these formats.
pub(crate) fn load_rules(paths: &[PathBuf], formats: &[Format]) -> Result<Vec<Rule>, Fault> {
    Ok(config::load_rules(&read_all(paths)?, formats)?)
}

fn read_all(paths: &[PathBuf]) -> Result<Vec<File>, Fault> {
    paths.iter().map(|path| read(path)).collect()
}

fn load(path: &Path) -> Result<Found, Fault> {
    let file = read(path)?;
    let folder = absolute(path).parent().unwrap_or(Path::new("/")).to_owned();
    let (mut rules, mut formats) = (Vec::new(), Vec::new());
    Config::patterns(&file, |key, pattern| {
        Pattern::new(pattern)
            .map_err(|error| format!("invalid pattern `{pattern}`: {}", error.msg))?;
        let files = match key {
            "rules" => &mut rules,
            "formats" => &mut formats,
            _ => return Ok(()),
        };
        let is_absolute = Path::new(pattern).is_absolute();
        let whole = if is_absolute {
            pattern.to_owned()
        } else {
            format!("{}/{pattern}", Pattern::escape(&folder.to_string_lossy()))
        };
        let before = files.len();
        for found in walk::matching(&whole)? {
            files.push(
                found.map_err(|(path, reason)| {
                    format!("cannot read `{}`: {reason}", path.display())
                })?,
            );
        }
        if files.len() == before {
            Err(format!("no file matches `{pattern}`"))
        } else {
            Ok(())
        }
    })?;
    // What several patterns match is one file all the same.
    for files in [&mut rules, &mut formats] {
        let mut met = BTreeSet::new();
        files.retain(|file: &PathBuf| {
            met.insert(fs::canonicalize(file).unwrap_or_else(|_| file.clone()))
        });
    }
    let formats = config::load_formats(&read_all(&formats)?)?;
    let rules = load_rules(&rules, &formats)?;
    let config = Config::load(&file, &rules)?;
    Ok(Found {
        path: path.to_owned(),
        folder,
        config,
        policy: Arc::new(Policy { formats, rules }),
    })
}
