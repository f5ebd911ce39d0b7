//! `--add-ignore`: suppresses findings with a reason, by comments in XML, YAML and HCL, and by
//! entries of the configuration for JSON.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use cloudfront_lint::config::{Config, File};
use cloudfront_lint::render::harmless_line;
use cloudfront_lint::{Edit, Form, Linter, Report, Suppression};

use crate::atomic_write;
use crate::files::{Input, Origin, read};
use crate::settings::find::NAME;
use crate::settings::load::Loaded;
use crate::settings::paths::{absolute, relative, shown};
use crate::stderr::{self, reason};
use crate::toml_text::{list, quoted};

/// Suppresses findings, and collects the entries for configurations.
pub(crate) struct Suppressor<'c> {
    reason: &'c str,
    isolated: bool,
    /// The entries for each configuration.
    entries: Mutex<BTreeMap<PathBuf, Vec<Entry>>>,
}

/// An entry for a configuration.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Entry {
    file: String,
    path: String,
    rules: Vec<String>,
}

impl Entry {
    /// An entry for a file below the folder of a configuration.
    pub(crate) fn new(folder: &Path, file: &Path, suppression: Suppression) -> Self {
        Self {
            file: format!("./{}", globset::escape(&relative(folder, file))),
            path: suppression.path,
            rules: suppression.rules,
        }
    }

    /// Its text in a configuration.
    pub(crate) fn written(&self, why: &str) -> String {
        format!(
            "[[suppress]]\nrules  = {}\npath   = {}\nfiles  = [{}]\nreason = {}\n",
            list(self.rules.iter()),
            quoted(&self.path),
            quoted(&self.file),
            quoted(why)
        )
    }
}

/// The result for one input.
pub(crate) struct Suppressed {
    /// For standard error.
    pub(crate) note: Option<String>,
    /// The document with the new comments.
    pub(crate) bytes: Option<Vec<u8>>,
    /// What the configuration suppresses from now on.
    pub(crate) suppressions: Vec<Suppression>,
    pub(crate) failed: bool,
}

impl<'c> Suppressor<'c> {
    /// A suppressor with a reason.
    ///
    /// # Errors
    /// If the reason cannot be part of a comment.
    pub(crate) fn new(reason: &'c str, isolated: bool) -> Result<Self, &'static str> {
        let reason = reason.trim();
        if !reason.chars().any(char::is_alphanumeric) {
            return Err("--add-ignore needs a reason");
        }
        if reason.contains("--") || reason.contains(char::is_control) || reason.ends_with('-') {
            return Err("the reason of --add-ignore cannot contain `--` or control characters");
        }
        Ok(Self {
            reason,
            isolated,
            entries: Mutex::default(),
        })
    }

    /// Suppresses the findings of one input.
    pub(crate) fn suppress(
        &self,
        linter: &Linter,
        input: &Input,
        config: Option<&Loaded>,
        report: &Report<'_>,
    ) -> Suppressed {
        let before = report.findings().len();
        let mut result = match report.form() {
            Form::Xml | Form::Yaml | Form::Hcl => self.comment(linter, input, report),
            _ => self.configure(input, config, report),
        };
        if result.note.is_none() && before > 0 {
            result.note = Some(format!(
                "`{}`: suppressed its findings",
                harmless_line(&input.name)
            ));
        }
        result
    }

    /// Writes comments into a document.
    fn comment(&self, linter: &Linter, input: &Input, report: &Report<'_>) -> Suppressed {
        let source = report.source();
        let mut edits: Vec<Edit> = Vec::new();
        for finding in report.findings() {
            let fix = linter.ignore(source, finding);
            for mut edit in fix.into_iter().flat_map(|fix| fix.edits) {
                let marker = format!("ignore[{}]", finding.rule);
                let with_reason = format!("{marker} {}", self.reason);
                edit.text = edit.text.replacen(&marker, &with_reason, 1);
                // One comment suppresses all findings of its rule in the element.
                if !edits.contains(&edit) {
                    edits.push(edit);
                }
            }
        }
        if edits.is_empty() {
            return Suppressed::nothing(None, false);
        }
        let text = edited(source.text(), edits);
        let bytes = source.encode(&text);
        let failed = |note| Suppressed::nothing(Some(note), true);
        let Origin::File(path) = &input.origin else {
            return failed(format!(
                "cannot write `{}`: not a regular file",
                harmless_line(&input.name)
            ));
        };
        let written = read::own_file(path, read::BASELINE)
            .and_then(|old| atomic_write::replace(path, &old, &bytes));
        match written {
            Ok(()) => Suppressed {
                bytes: Some(bytes),
                ..Suppressed::nothing(None, false)
            },
            Err(error) => failed(format!(
                "cannot write `{}`: {}",
                harmless_line(&input.name),
                reason(&error)
            )),
        }
    }

    /// Collects entries for a configuration.
    fn configure(&self, input: &Input, config: Option<&Loaded>, report: &Report<'_>) -> Suppressed {
        let Some(file) = input.origin.path().filter(|_| !self.isolated) else {
            let note = format!(
                "cannot suppress findings of `{}`: it has no configuration",
                harmless_line(&input.name)
            );
            return Suppressed::nothing(Some(note), true);
        };
        let target = config.map_or_else(|| PathBuf::from(NAME), |config| config.path.clone());
        let folder = absolute(&target)
            .parent()
            .unwrap_or(Path::new("/"))
            .to_owned();
        let mut by_path: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for finding in report.findings() {
            if let Some(suppression) = Suppression::of(finding) {
                let rules = by_path.entry(suppression.path).or_default();
                if !rules.iter().any(|rule| *rule == finding.rule) {
                    rules.push(finding.rule.to_string());
                }
            }
        }
        let entries: Vec<Entry> = by_path
            .into_iter()
            .map(|(path, rules)| Entry::new(&folder, file, Suppression::new(rules, path)))
            .collect();
        let suppressions = entries
            .iter()
            .map(|entry| Suppression::new(entry.rules.clone(), entry.path.as_str()))
            .collect();
        let mut all = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        all.entry(target).or_default().extend(entries);
        Suppressed {
            suppressions,
            ..Suppressed::nothing(None, false)
        }
    }

    /// Adds the entries to the configurations. Returns whether all could be written.
    pub(crate) fn finish(self) -> bool {
        let reason_text = self.reason;
        let entries = self
            .entries
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        let mut is_written = true;
        for (path, mut entries) in entries {
            if entries.is_empty() {
                continue;
            }
            entries.sort();
            match append(&path, &entries, reason_text) {
                Ok(()) => stderr::print(&format!(
                    "`{}`: added {} to suppress findings",
                    shown(&path),
                    if entries.len() == 1 {
                        "1 entry".to_owned()
                    } else {
                        format!("{} entries", entries.len())
                    }
                )),
                Err(why) => {
                    stderr::print(&format!("cannot write `{}`: {why}", shown(&path)));
                    is_written = false;
                }
            }
        }
        is_written
    }
}

impl Suppressed {
    fn nothing(note: Option<String>, failed: bool) -> Self {
        Self {
            note,
            bytes: None,
            suppressions: Vec::new(),
            failed,
        }
    }
}

/// Applies insertions of the same text. Those at one place keep their order.
fn edited(text: &str, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|edit| edit.span.start);
    let mut out = String::new();
    let mut at = 0;
    for edit in edits {
        out.push_str(&text[at..edit.span.start as usize]);
        out.push_str(&edit.text);
        at = edit.span.end as usize;
    }
    out.push_str(&text[at..]);
    out
}

/// Appends entries to a configuration, which is created if it does not exist.
fn append(path: &Path, entries: &[Entry], why: &str) -> Result<(), String> {
    let old = match read::own_text(path, read::SETTINGS) {
        Ok(text) => Some(text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => return Err(reason(&error)),
    };
    let mut text = old.clone().unwrap_or_default();
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    for entry in entries {
        let separator = if text.is_empty() { "" } else { "\n" };
        text.push_str(&format!("{separator}{}", entry.written(why)));
    }
    // An array in one line, such as `suppress = []`, cannot be extended this way.
    let file = File::new(shown(path), text);
    Config::patterns(&file, |_, _| Ok(()))
        .map_err(|error| format!("the entries do not fit into it: {error}"))?;
    let written = match old {
        Some(old) => atomic_write::replace(path, old.as_bytes(), file.text.as_bytes()),
        None => atomic_write::create(path, file.text.as_bytes()),
    };
    written.map_err(|error| reason(&error))
}
