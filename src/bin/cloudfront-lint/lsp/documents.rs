//! The documents that the client has open. Their text is that of the editor, not of the file.

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use cloudfront_lint::config::LoadError;
use cloudfront_lint::{Edit, Encoding, Finding, Label, Linter, Status};
use lsp_types::{TextDocumentContentChangeEvent, Uri};

use crate::check::siblings::Siblings;
use crate::files::Input;
use crate::lsp::changes;
use crate::lsp::configuration;
use crate::lsp::file_bytes::FileBytes;
use crate::lsp::positions::{Text, Unit};
use crate::lsp::settings::Checker;
use crate::settings::fault::Fault;
use crate::settings::paths;

/// An open document.
#[derive(Debug)]
pub(crate) struct Document {
    pub(crate) uri: Uri,
    pub(crate) version: i32,
    pub(crate) text: Text,
    checked: Option<Checked>,
    /// How often it was checked; names the result for clients that ask again.
    pub(crate) round: u64,
    /// Whether the client has received the result.
    pub(crate) is_published: bool,
    /// The version of the document that was last published, and its diagnostics as a number.
    pub(crate) published: Option<(i32, u64)>,
    file: FileBytes,
}

/// The result of checking a text.
#[derive(Debug)]
pub(crate) struct Checked {
    /// What checked it.
    pub(crate) checker: Rc<Checker>,
    pub(crate) findings: Vec<Finding>,
    /// Whether the file is in UTF-8. A fix of another file can also change its encoding, which an
    /// editor's text does not show.
    pub(crate) is_repairable: bool,
    /// What is wrong with a configuration or a rule file.
    pub(crate) mistakes: Option<Fault>,
}

impl Document {
    pub(crate) fn new(uri: Uri, version: i32, text: String) -> Self {
        Self {
            uri,
            version,
            text: Text::new(text),
            checked: None,
            round: 0,
            is_published: false,
            published: None,
            file: FileBytes::default(),
        }
    }

    /// Applies changes from the client.
    pub(crate) fn change(
        &mut self,
        version: i32,
        changes: Vec<TextDocumentContentChangeEvent>,
        unit: Unit,
    ) {
        self.version = version;
        self.text = Text::new(changes::applied(self.text.as_str(), changes, unit));
        self.is_published = false;
        self.published = None;
        self.checked = None;
    }

    /// Checks the text, unless that is done.
    pub(crate) fn check(&mut self, checker: &Rc<Checker>) {
        let is_other_file = self.file.refresh(file_path(&self.uri).as_deref());
        let is_checked = self
            .checked
            .as_ref()
            .is_some_and(|checked| Rc::ptr_eq(&checked.checker, checker));
        if !is_checked || is_other_file {
            self.checked = Some(self.checked_by(checker));
            self.round += 1;
            self.is_published = false;
        }
    }

    /// The result; `None` before it was checked.
    pub(crate) fn checked(&self) -> Option<&Checked> {
        self.checked.as_ref()
    }

    /// Whether it is a configuration file, which has completions and explanations of its own.
    pub(crate) fn is_configuration(&self) -> bool {
        configuration::is_configuration(&path(&self.uri))
    }

    /// Whether the configuration of its folder names it as a file of rules.
    pub(crate) fn is_rule_file(&self) -> bool {
        configuration::is_rule_file(&path(&self.uri))
    }

    /// Whether it is a configuration, or can be a file that one names.
    pub(crate) fn is_toml(&self) -> bool {
        configuration::is_toml(&path(&self.uri))
    }

    fn checked_by(&self, checker: &Rc<Checker>) -> Checked {
        let mut checked = Checked {
            checker: Rc::clone(checker),
            findings: Vec::new(),
            is_repairable: false,
            mistakes: None,
        };
        let text = self.text.as_str();
        if self.is_toml() {
            checked.mistakes = configuration::mistakes(&path(&self.uri), text);
            return checked;
        }
        let body = self.file.body(text);
        let Some(linter) = checker.linter().filter(|_| !body.trim().is_empty()) else {
            return checked;
        };
        let path = path(&self.uri);
        let inputs = [Input::file(path.clone())];
        let siblings = Siblings::of(&inputs);
        let mut linter = siblings.add(Cow::Borrowed(linter), &path, body.as_bytes());
        let bytes = self.file.encoded(body);
        let bytes = bytes.as_deref().unwrap_or(body.as_bytes());
        let mut report = linter.lint(bytes);
        if report.wants_others() && !siblings.documents().is_empty() {
            drop(report);
            linter = Cow::Owned(linter.into_owned().other_files(siblings.documents()));
            report = linter.lint(bytes);
        }
        if *report.status() != Status::Checked || report.source().text() != body {
            return checked;
        }
        checker.hide(&path, &mut report);
        checked.is_repairable = report.source().encoding() == Encoding::Utf8;
        checked.findings = report.findings().to_vec();
        if let Some(finding) = self.invalid_byte(&linter, checker, body) {
            checked.is_repairable = false;
            checked.findings.push(finding);
            checked.findings.sort_by_key(|finding| finding.span);
        }
        let lead = text.len() - body.len();
        if lead > 0 {
            checked
                .findings
                .iter_mut()
                .for_each(|finding| shift(finding, lead as u32));
        }
        checked
    }

    /// The finding about the first invalid byte of the file.
    fn invalid_byte(&self, linter: &Linter, checker: &Checker, body: &str) -> Option<Finding> {
        let (bytes, fault) = self.file.invalid()?;
        let mut report = linter.lint(&bytes);
        checker.hide(&path(&self.uri), &mut report);
        let mut findings = report.findings().iter();
        let finding = findings.find(|finding| finding.span.contains(fault.span))?;
        Some(self.file.moved(finding, fault, body))
    }
}

/// Whether a mistake in a configuration is in this document.
pub(crate) fn is_at(document: &Document, error: &LoadError) -> bool {
    let path = |path: &Path| paths::absolute(path);
    path(Path::new(&error.path)) == path(&self::path(&document.uri))
}

/// Moves everything that a finding points at.
fn shift(finding: &mut Finding, by: u32) {
    let labels = finding.labels.iter_mut().map(|Label { span, .. }| span);
    let edits = finding
        .fixes
        .iter_mut()
        .flat_map(|fix| &mut fix.edits)
        .map(|Edit { span, .. }| span);
    for span in labels.chain(edits).chain([&mut finding.span]) {
        span.start += by;
        span.end += by;
    }
}

/// The path of a document for the configuration. A document without a file belongs to the current
/// folder.
pub(crate) fn path(uri: &Uri) -> PathBuf {
    file_path(uri).unwrap_or_else(|| PathBuf::from("untitled"))
}

/// The file that a URI names.
pub(crate) fn file_path(uri: &Uri) -> Option<PathBuf> {
    let rest = uri.0.strip_prefix("file://")?;
    let path = rest.strip_prefix("localhost").unwrap_or(rest);
    let path = decoded(path.split(['?', '#']).next().unwrap_or(path));
    // `/C:/folder` is `C:/folder`.
    let drive = path
        .strip_prefix('/')
        .filter(|rest| cfg!(windows) && rest.get(1..2) == Some(":"));
    Some(PathBuf::from(drive.unwrap_or(&path)))
}

/// The text with `%20` and the like resolved.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        let digits = behind
            .get(..2)
            .filter(|_| *first == b'%')
            .and_then(|digits| std::str::from_utf8(digits).ok());
        let byte = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &behind[2..] } else { behind };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The URI of a file.
pub(crate) fn uri(path: &str) -> Uri {
    let path = if cfg!(windows) {
        format!("/{}", path.replace('\\', "/"))
    } else {
        path.to_owned()
    };
    let mut text = String::from("file://");
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            text.push(char::from(byte));
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
    }
    Uri(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uri_becomes_a_path_and_back() {
        for name in ["/a b/ä😀/50%.xml", "/plain.json", "/#/?.xml", "/[a](b).xml"] {
            assert_eq!(path(&uri(name)), PathBuf::from(name));
        }
        assert_eq!(
            path(&Uri("file:///a%zz%2".to_owned())),
            PathBuf::from("/a%zz%2")
        );
        assert_eq!(
            path(&Uri("untitled:Untitled-1".to_owned())),
            PathBuf::from("untitled")
        );
    }
}
