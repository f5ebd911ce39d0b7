//! Reads a configuration and the rule files that it names.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use cloudfront_lint::config::Config;
use cloudfront_lint::config::File;
use cloudfront_lint::config::Format;
use cloudfront_lint::config::Pack;
use cloudfront_lint::{Error, Rule, config};

use crate::files::{globs, read};
use crate::service_model;
use crate::settings::fault::{Fault, mistakes};
use crate::settings::patterns::{self, Patterns};
use crate::settings::{Policy, paths};
use crate::stderr::reason;

/// A configuration and where it comes from.
pub(crate) struct Loaded {
    pub(crate) path: PathBuf,
    pub(crate) folder: PathBuf,
    pub(crate) config: Config,
    pub(crate) policy: Arc<Policy>,
    /// The other files that it was read from.
    pub(crate) files: Vec<PathBuf>,
    include: Patterns,
    exclude: Patterns,
    /// For each override, its files.
    overrides: Vec<Patterns>,
    /// For each suppression, its files.
    suppressions: Vec<Patterns>,
}

impl Loaded {
    /// Reads a configuration.
    pub(crate) fn read(path: &Path) -> Result<Self, Fault> {
        Self::of_file(path, &read_file(path)?)
    }

    /// The configuration with the text of a file, and the other files that it names.
    pub(crate) fn of_file(path: &Path, file: &File) -> Result<Self, Fault> {
        let folder = paths::absolute(path)
            .parent()
            .unwrap_or(Path::new("/"))
            .to_owned();
        let (rules, formats, checked) = own_files(&folder, file);
        let mut policy = Policy::read(&rules, &formats)?;
        let config = match (checked, Config::load(file, &policy.rules)) {
            (Ok(()), Ok(config)) => config,
            (Ok(()), Err(errors)) | (Err(errors), Ok(_)) => return Err(errors.into()),
            (Err(errors), Err(others)) => {
                let mut errors = mistakes(errors);
                errors.extend(mistakes(others));
                errors.sort_by_key(|error| (error.line, error.column));
                return Err(errors.into());
            }
        };
        let model = config.service_model.as_deref();
        policy.service_model = model
            .map(|name| service_model::read(name, &folder))
            .transpose()?;
        let model = model.map(|name| folder.join(name));
        Ok(Self {
            path: path.to_owned(),
            files: rules.into_iter().chain(formats).chain(model).collect(),
            folder,
            include: Patterns::new(&config.include),
            exclude: Patterns::new(&config.exclude),
            overrides: config
                .overrides
                .iter()
                .map(|it| Patterns::new(&it.files))
                .collect(),
            suppressions: config
                .suppressions
                .iter()
                .map(|it| Patterns::new(&it.files))
                .collect(),
            config,
            policy: Arc::new(policy),
        })
    }

    /// Whether a file is checked that is not on the command line.
    pub(crate) fn includes(&self, name: &str) -> bool {
        !self.exclude.matches(name) && (self.include.is_empty() || self.include.matches(name))
    }

    /// The overrides that apply to a file, by number.
    pub(crate) fn overrides_of(&self, name: &str) -> Vec<usize> {
        numbers(&self.overrides, |files| files.matches(name))
    }

    /// The suppressions that apply to a file, by number.
    pub(crate) fn suppressions_of(&self, name: &str) -> Vec<usize> {
        numbers(&self.suppressions, |files| {
            files.is_empty() || files.matches(name)
        })
    }
}

fn numbers(all: &[Patterns], applies: impl Fn(&Patterns) -> bool) -> Vec<usize> {
    let all = all.iter().enumerate();
    all.filter(|(_, patterns)| applies(patterns))
        .map(|(number, _)| number)
        .collect()
}

impl Policy {
    /// Reads rule files and the files with the formats that they use.
    pub(crate) fn read(rules: &[PathBuf], formats: &[PathBuf]) -> Result<Self, Fault> {
        let formats = config::load_formats(&read_files(formats)?)?;
        let rules = load_rules(rules, &formats)?;
        Ok(Self {
            formats,
            rules,
            service_model: None,
        })
    }
}

/// The rule files and the format files that a configuration names, and what is wrong with its
/// patterns.
fn own_files(folder: &Path, file: &File) -> (Vec<PathBuf>, Vec<PathBuf>, Result<(), Error>) {
    let (mut rules, mut formats) = (Vec::new(), Vec::new());
    let checked = Config::patterns(file, |key, pattern| {
        if key == "extends" {
            return pack(folder, pattern, &mut rules, &mut formats);
        }
        patterns::check(pattern)?;
        match key {
            "rules" => named(folder, pattern, &mut rules),
            "formats" => named(folder, pattern, &mut formats),
            _ => Ok(()),
        }
    });
    (distinct(rules), distinct(formats), checked)
}

/// The rule files and format files that a configuration names, correct or not.
pub(crate) fn files_of(config: &Path) -> Vec<PathBuf> {
    let (Ok(file), Some(folder)) = (read_file(config), config.parent()) else {
        return Vec::new();
    };
    let (rules, formats, _) = own_files(folder, &file);
    rules.into_iter().chain(formats).collect()
}

/// Whether a configuration names a file as one of rules.
pub(crate) fn names(config: &Path, path: &Path) -> bool {
    let config = paths::absolute(config);
    let (Ok(file), Ok(own)) = (read_file(&config), fs::canonicalize(path)) else {
        return false;
    };
    let folder = config.parent().unwrap_or(Path::new("/"));
    let (rules, _, _) = own_files(folder, &file);
    let mut rules = rules.iter();
    rules.any(|it| fs::canonicalize(it).is_ok_and(|it| it == own))
}

/// What is wrong with the text of a rule file. `None` if the configuration does not name it, or
/// nothing is wrong.
pub(crate) fn mistakes_of_rules(config: &Path, path: &Path, text: &str) -> Option<Fault> {
    let config = paths::absolute(config);
    let file = read_file(&config).ok()?;
    let (rules, formats, _) = own_files(config.parent()?, &file);
    let own = fs::canonicalize(path).ok()?;
    let is_own = |it: &PathBuf| fs::canonicalize(it).is_ok_and(|it| it == own);
    let others: Vec<PathBuf> = rules.iter().filter(|it| !is_own(it)).cloned().collect();
    if others.len() == rules.len() {
        return None;
    }
    let formats = config::load_formats(&read_files(&formats).ok()?).ok()?;
    let mut files = read_files(&others).ok()?;
    let name = paths::shown(path);
    files.push(File::new(name.clone(), text));
    let Fault::Wrong(mut errors) = config::load_rules(&files, &formats).err()?.into() else {
        return None;
    };
    errors.retain(|error| error.path == name);
    Some(Fault::Wrong(errors)).filter(|fault| !fault.mistakes().is_empty())
}

/// The rules of some files, which can use these formats.
pub(crate) fn load_rules(paths: &[PathBuf], formats: &[Format]) -> Result<Vec<Rule>, Fault> {
    Ok(config::load_rules(&read_files(paths)?, formats)?)
}

/// Adds the files that a pattern of `rules` or `formats` names.
fn named(folder: &Path, pattern: &str, files: &mut Vec<PathBuf>) -> Result<(), String> {
    let found = globs::matching(folder, pattern)?;
    if found.is_empty() {
        return Err(format!("no file matches `{pattern}`"));
    }
    for file in found {
        files.push(
            file.map_err(|(path, reason)| format!("cannot read `{}`: {reason}", path.display()))?
                .path,
        );
    }
    Ok(())
}

/// Adds the files of a rule pack, which a key `extends` names.
fn pack(
    folder: &Path,
    name: &str,
    rules: &mut Vec<PathBuf>,
    formats: &mut Vec<PathBuf>,
) -> Result<(), String> {
    let root = folder.join(name);
    let manifest = root.join(Pack::FILE);
    if !manifest.is_file() {
        let file = Pack::FILE;
        return Err(format!(
            "`{name}` is not a rule pack: it contains no `{file}`"
        ));
    }
    let file = read_file(&manifest).map_err(|fault| fault.lines().join("; "))?;
    Pack::load(&file).map_err(|error| error.to_string())?;
    let mut own = Vec::new();
    named(&root, "*.toml", &mut own)?;
    own.retain(|file| file.file_name().is_some_and(|it| it != Pack::FILE));
    if own.is_empty() {
        return Err(format!("the rule pack `{name}` contains no rule file"));
    }
    rules.extend(own);
    if root.join("formats").is_dir() {
        named(&root, "formats/*.toml", formats)?;
    }
    Ok(())
}

/// The files without those that several patterns match.
fn distinct(mut files: Vec<PathBuf>) -> Vec<PathBuf> {
    let mut seen = BTreeSet::new();
    files.retain(|file| seen.insert(fs::canonicalize(file).unwrap_or_else(|_| file.clone())));
    files
}

fn read_files(paths: &[PathBuf]) -> Result<Vec<File>, Fault> {
    paths.iter().map(|path| read_file(path)).collect()
}

fn read_file(path: &Path) -> Result<File, Fault> {
    let text = read::own_text(path, read::SETTINGS).map_err(|error| Fault::Unreadable {
        path: paths::shown(path),
        reason: reason(&error),
    })?;
    Ok(File::new(paths::shown(path), text))
}
