//! Findings on their way to the client: when a document is checked, what is sent, and what changed
//! files mean for open documents.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io::Write;
use std::path::Path;

use lsp_types::{
    DocumentDiagnosticParams, DocumentDiagnosticReport, FullDocumentDiagnosticReport,
    PublishDiagnosticsParams, RelatedFullDocumentDiagnosticReport,
    RelatedUnchangedDocumentDiagnosticReport, UnchangedDocumentDiagnosticReport, Uri,
};
use serde_json::Value;

use super::{Server, Turn};
use crate::lsp::client::value;
use crate::lsp::{diagnostics, documents};
use crate::settings::fault::Fault;

/// Documents whose findings the client has not received yet.
#[derive(Debug, Default)]
pub(super) struct Due {
    /// Those that somebody works on, the last one last.
    edited: Vec<String>,
    others: BTreeSet<String>,
}

impl Due {
    /// Adds a document that somebody works on.
    fn add(&mut self, uri: String) {
        self.remove(&uri);
        self.edited.push(uri);
    }

    pub(super) fn remove(&mut self, uri: &str) {
        self.edited.retain(|known| known != uri);
        self.others.remove(uri);
    }

    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    fn take(&mut self) -> Option<String> {
        self.edited.pop().or_else(|| self.others.pop_first())
    }
}

impl<W: Write> Server<W> {
    /// Sends the findings of one document that the client has not received yet: the one edited
    /// last, so that it does not wait for the others. Returns whether there was one.
    pub(crate) fn publish_next(&mut self) -> bool {
        let Some(uri) = self.due.take() else {
            return false;
        };
        self.check(&uri);
        let unpublished = self.documents.get_mut(&uri).filter(|it| !it.is_published);
        let Some(document) = unpublished else {
            return true;
        };
        document.is_published = true;
        let diagnostics = value(&diagnostics::of_document(document, self.client.abilities));
        let sent = (document.version, number_of(&diagnostics));
        if document.published.replace(sent) == Some(sent) {
            return true;
        }
        let params = [
            ("uri", value(&document.uri)),
            ("version", document.version.into()),
            ("diagnostics", diagnostics),
        ];
        let params = Value::from_iter(params);
        self.client
            .notify("textDocument/publishDiagnostics", params);
        true
    }

    /// Schedules the findings of a document, unless the client asks for them itself.
    pub(super) fn schedule(&mut self, uri: String) {
        if !self.client.abilities.pulls {
            self.due.add(uri);
        }
    }

    /// A file was saved. That of a configuration or its rules changes the findings of others, and
    /// not every client watches those. Any other can be one that a document is compared with.
    pub(super) fn saved(&mut self, params: &Value) {
        let Some(uri) = params.pointer("/textDocument/uri").and_then(Value::as_str) else {
            return;
        };
        let ending = Path::new(uri).extension();
        if ending.is_some_and(|ending| ending.eq_ignore_ascii_case("toml")) {
            self.invalidate_settings();
        } else {
            // It may be in another encoding now.
            self.schedule(uri.to_owned());
            self.notice_changes();
        }
    }

    /// Looks after what no message reports. Returns whether another message is expected.
    pub(crate) fn idle(&mut self) -> Turn {
        if self.parent.is_gone() {
            return Turn::Last;
        }
        self.notice_changes();
        Turn::Next
    }

    /// Checks the documents again whose settings have changed.
    fn notice_changes(&mut self) {
        let paths = self.documents.iter();
        let changed: Vec<String> = paths
            .filter(|(_, document)| !self.settings.is_current(&documents::path(&document.uri)))
            .map(|(uri, _)| uri.clone())
            .collect();
        if changed.is_empty() {
        } else if self.client.abilities.pulls {
            for uri in &changed {
                let path = documents::path(&Uri(uri.clone()));
                self.settings.of(&path);
            }
            self.report_faults();
            self.ask_to_pull();
        } else {
            self.due.others.extend(changed);
        }
    }

    /// Reads the configurations again, and checks all documents.
    pub(super) fn invalidate_settings(&mut self) {
        self.settings.invalidate();
        if self.client.abilities.pulls {
            self.ask_to_pull();
        } else {
            self.due.others.extend(self.documents.keys().cloned());
        }
    }

    fn ask_to_pull(&mut self) {
        self.client.ask("workspace/diagnostic/refresh", Value::Null);
    }

    /// Checks a document, unless that is done, and reports mistakes in its configuration.
    pub(super) fn check(&mut self, uri: &str) {
        if let Some(document) = self.documents.get_mut(uri) {
            document.check(&self.settings.of(&documents::path(&document.uri)));
        }
        self.report_faults();
    }

    /// Shows mistakes in configurations in their files, and a message about each once.
    pub(super) fn report_faults(&mut self) {
        let faults: Vec<Fault> = self.settings.faults().into_iter().cloned().collect();
        if faults == self.faults {
            return;
        }
        for fault in faults.iter().filter(|fault| !self.faults.contains(fault)) {
            self.client.show_message(format!(
                "{}\nUntil this is fixed, the previous settings apply, or the defaults.",
                fault.lines().join("\n")
            ));
        }
        let mut by_file = diagnostics::of_faults(&faults, self.client.abilities.unit);
        // An open one is checked as it is edited.
        by_file.retain(|uri, _| {
            let open = self.documents.get(uri);
            open.is_none_or(|document| !document.is_toml())
        });
        let fixed = std::mem::replace(&mut self.marked, by_file.keys().cloned().collect());
        let cleared = fixed
            .into_iter()
            .filter(|uri| !by_file.contains_key(uri))
            .map(|uri| (uri, Vec::new()))
            .collect::<Vec<_>>();
        for (uri, diagnostics) in cleared.into_iter().chain(by_file) {
            let params = PublishDiagnosticsParams {
                uri: Uri(uri),
                version: None,
                diagnostics,
            };
            self.client
                .notify("textDocument/publishDiagnostics", value(&params));
        }
        self.faults = faults;
    }

    pub(super) fn diagnostic(&mut self, params: &DocumentDiagnosticParams) -> Value {
        let uri = &params.text_document.uri.0;
        self.check(uri);
        let abilities = self.client.abilities;
        let document = self.documents.get(uri);
        let result_id = document.map(|document| document.round.to_string());
        let report = match result_id {
            Some(result_id) if params.previous_result_id.as_ref() == Some(&result_id) => {
                DocumentDiagnosticReport::RelatedUnchangedDocumentDiagnosticReport(
                    RelatedUnchangedDocumentDiagnosticReport {
                        related_documents: None,
                        unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport {
                            result_id,
                        },
                    },
                )
            }
            result_id => {
                let items = document.map(|it| diagnostics::of_document(it, abilities));
                DocumentDiagnosticReport::RelatedFullDocumentDiagnosticReport(
                    RelatedFullDocumentDiagnosticReport {
                        related_documents: None,
                        full_document_diagnostic_report: FullDocumentDiagnosticReport {
                            result_id,
                            items: items.unwrap_or_default(),
                        },
                    },
                )
            }
        };
        value(&report)
    }
}

/// A number for a value, which another value is not likely to have.
pub(super) fn number_of(value: &Value) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.to_string().hash(&mut hasher);
    hasher.finish()
}
