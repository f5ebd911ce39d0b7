//! The documents that the client has open. Their text is that of the editor, not of the file.

use std::path::PathBuf;
use std::rc::Rc;

use cloudfront_lint::{Edit, Encoding, Finding, Label, Source, Status};
use lsp_types::{TextDocumentContentChangeEvent, Uri};

use crate::files::{Origin, read};
use crate::lsp::changes;
use crate::lsp::positions::{Text, Unit};
use crate::lsp::settings::Checker;

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
        self.checked = None;
    }

    /// Checks the text, unless that is done.
    pub(crate) fn check(&mut self, checker: &Rc<Checker>) {
        if self
            .checked
            .as_ref()
            .is_none_or(|checked| !Rc::ptr_eq(&checked.checker, checker))
        {
            self.checked = Some(self.checked_by(checker));
            self.round += 1;
            self.is_published = false;
        }
    }

    /// The result; `None` before it was checked.
    pub(crate) fn checked(&self) -> Option<&Checked> {
        self.checked.as_ref()
    }

    fn checked_by(&self, checker: &Rc<Checker>) -> Checked {
        let mut checked = Checked {
            checker: Rc::clone(checker),
            findings: Vec::new(),
            is_repairable: false,
        };
        let text = self.text.as_str();
        // The byte-order mark is not part of the text. Few editors send it.
        let body = text.strip_prefix('\u{feff}').unwrap_or(text);
        let Some(linter) = checker.linter().filter(|_| !body.trim().is_empty()) else {
            return checked;
        };
        let bytes = self.encoded(body);
        let mut report = linter.lint(bytes.as_deref().unwrap_or(body.as_bytes()));
        if *report.status() != Status::Checked || report.source().text() != body {
            return checked;
        }
        checker.hide(&path(&self.uri), &mut report);
        checked.is_repairable = report.source().encoding() == Encoding::Utf8;
        checked.findings = report.findings().to_vec();
        let lead = text.len() - body.len();
        if lead > 0 {
            checked
                .findings
                .iter_mut()
                .for_each(|finding| shift(finding, lead as u32));
        }
        checked
    }

    /// The bytes of the text in the encoding of its file, if its declaration names another one than
    /// UTF-8: the declaration is about the file, which the editor has decoded.
    fn encoded(&self, text: &str) -> Option<Vec<u8>> {
        let (declaration, _) = text.strip_prefix("<?xml")?.split_once("?>")?;
        let declaration = declaration.to_ascii_lowercase();
        if !declaration.contains("encoding") || declaration.contains("utf-8") {
            return None;
        }
        let mut file = Vec::new();
        let path = file_path(&self.uri)?;
        path.is_file().then_some(())?;
        read::document(&Origin::File(path), &mut file).ok()?;
        Some(Source::decode(&file).encode(text))
    }
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
fn file_path(uri: &Uri) -> Option<PathBuf> {
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
