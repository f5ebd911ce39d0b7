//! The findings of files that are not open, for clients that ask for those of the whole workspace.
//!
//! One file is checked at a time, when no message is waiting, so that nothing else waits for it.

use std::collections::{BTreeMap, HashMap};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::SystemTime;

use cloudfront_lint::Source;
use lsp_server::{ErrorCode, RequestId};
use serde_json::{Value, json};

use super::findings::number_of;
use super::{Refusal, Server};
use crate::files::{Origin, read, walk};
use crate::lsp::client::value;
use crate::lsp::diagnostics;
use crate::lsp::documents::{self, Document};
use crate::lsp::settings::Checker;

/// In a workspace with more files, the others are checked when they are opened.
const MOST_FILES: usize = 5_000;
/// After so many files, the progress is reported to the client.
const FILES_PER_REPORT: usize = 50;

/// A request that is being answered.
#[derive(Debug)]
pub(super) struct Sweep {
    id: RequestId,
    /// What reports of the progress are for.
    token: Option<Value>,
    /// The files that are still to be checked, the next one last.
    left: Vec<PathBuf>,
    total: usize,
    /// The results that the client has, by URI.
    known: BTreeMap<String, String>,
    items: Vec<Value>,
}

/// The result for a file that is not open, while nothing changes.
#[derive(Debug)]
pub(super) struct Closed {
    stamp: Option<(SystemTime, u64)>,
    checker: Rc<Checker>,
    result_id: String,
    diagnostics: Vec<Value>,
}

impl<W: Write> Server<W> {
    /// Begins to check the files of the workspace.
    pub(super) fn begin_sweep(&mut self, id: RequestId, params: &Value) {
        self.end_sweep(Err((
            ErrorCode::ServerCancelled,
            "another request for the workspace came in".to_owned(),
        )));
        let known = params.get("previousResultIds").and_then(Value::as_array);
        let pair = |it: &Value| {
            let text = |key: &str| it.get(key)?.as_str().map(str::to_owned);
            Some((text("uri")?, text("value")?))
        };
        let found = self.folders.iter().flat_map(|folder| walk::below(folder));
        let mut left: Vec<PathBuf> = found
            .flatten()
            .map(|file| file.path)
            .take(MOST_FILES)
            .collect();
        left.sort();
        left.dedup();
        left.reverse();
        let sweep = Sweep {
            id,
            token: params.get("workDoneToken").cloned(),
            total: left.len(),
            left,
            known: known.into_iter().flatten().filter_map(pair).collect(),
            items: Vec::new(),
        };
        self.report_progress(
            &sweep,
            &json!({
                "kind": "begin", "title": "Checking CloudFront configurations",
                "cancellable": true, "percentage": 0,
            }),
        );
        self.sweep = Some(sweep);
    }

    /// Checks one more file of the workspace. Returns whether a request for it is open.
    pub(crate) fn sweep_next(&mut self) -> bool {
        let Some(mut sweep) = self.sweep.take() else {
            return false;
        };
        let Some(path) = sweep.left.pop() else {
            // What is left is known to the client and does not exist.
            for uri in std::mem::take(&mut sweep.known).into_keys() {
                if !self.documents.contains_key(&uri) {
                    sweep.items.push(full(&uri, None, &[]));
                }
            }
            let items = std::mem::take(&mut sweep.items);
            self.sweep = Some(sweep);
            self.end_sweep(Ok(json!({ "items": items })));
            return true;
        };
        let uri = documents::uri(&path.display().to_string());
        let previous = sweep.known.remove(&uri.0);
        if !self.documents.contains_key(&uri.0) {
            sweep.items.extend(self.closed_item(&path, previous));
        }
        let done = sweep.total - sweep.left.len();
        if done.is_multiple_of(FILES_PER_REPORT) {
            self.report_progress(
                &sweep,
                &json!({
                    "kind": "report", "percentage": done * 100 / sweep.total.max(1),
                }),
            );
        }
        self.sweep = Some(sweep);
        true
    }

    /// Ends the request for the workspace, if there is one.
    pub(super) fn end_sweep(&mut self, outcome: Result<Value, Refusal>) {
        if let Some(sweep) = self.sweep.take() {
            self.report_progress(&sweep, &json!({ "kind": "end" }));
            self.respond(sweep.id, outcome);
        }
    }

    /// Stops checking the workspace, if this is the request for it.
    pub(super) fn cancel(&mut self, id: Option<&Value>) {
        let is_it = |sweep: &Sweep| id.is_some_and(|id| value(&sweep.id) == *id);
        if self.sweep.as_ref().is_some_and(is_it) {
            let why = "the client cancelled it".to_owned();
            self.end_sweep(Err((ErrorCode::RequestCanceled, why)));
        }
    }

    fn report_progress(&mut self, sweep: &Sweep, what: &Value) {
        if let Some(token) = &sweep.token {
            let params = json!({ "token": token, "value": what });
            self.client.notify("$/progress", params);
        }
    }

    /// What is new about a file that is not open. `None` where the client knows that nothing was
    /// found.
    fn closed_item(&mut self, path: &Path, previous: Option<String>) -> Option<Value> {
        let uri = documents::uri(&path.display().to_string());
        let checker = self.settings.of(path);
        let stamp = std::fs::metadata(path)
            .and_then(|it| Ok((it.modified()?, it.len())))
            .ok();
        let known = self.closed.get(path);
        let is_same =
            known.is_some_and(|it| it.stamp == stamp && Rc::ptr_eq(&it.checker, &checker));
        if !is_same {
            let mut bytes = Vec::new();
            read::document(&Origin::File(path.to_owned()), &mut bytes).ok()?;
            let text = Source::decode(&bytes).text().to_owned();
            let mut document = Document::new(uri.clone(), 0, text);
            document.check(&checker);
            let found = diagnostics::of_document(&document, self.client.abilities);
            let found: Vec<Value> = found.iter().map(value).collect();
            let closed = Closed {
                stamp,
                checker,
                result_id: format!("{:x}", number_of(&value(&found))),
                diagnostics: found,
            };
            self.closed.insert(path.to_owned(), closed);
        }
        let closed = self.closed.get(path)?;
        match previous {
            Some(previous) if previous == closed.result_id => Some(json!({
                "kind": "unchanged", "uri": uri.0, "version": null, "resultId": previous,
            })),
            None if closed.diagnostics.is_empty() => None,
            _ => Some(full(&uri.0, Some(&closed.result_id), &closed.diagnostics)),
        }
    }
}

fn full(uri: &str, result_id: Option<&str>, items: &[Value]) -> Value {
    let mut report = json!({ "kind": "full", "uri": uri, "version": null, "items": items });
    if let Some(result_id) = result_id {
        report["resultId"] = result_id.into();
    }
    report
}

/// The results of files that are not open.
pub(super) type ClosedFiles = HashMap<PathBuf, Closed>;
