//! What the documents are sent for: the operation, the live configuration and the ETag.

use std::path::Path;

use cloudfront_lint::{Linter, Operation, Previous};

use crate::arguments::usage_error;
use crate::check::arguments::{Check, OperationArgument};
use crate::files::{Input, Origin, read};
use crate::settings::{Setup, previous_of};
use crate::status::Status;
use crate::stderr;

/// The request of a run.
pub(crate) struct Request<'c> {
    check: &'c Check,
    previous: Option<Previous>,
}

impl<'c> Request<'c> {
    /// The request that the arguments describe, with the live configuration.
    pub(crate) fn read(check: &'c Check) -> Result<Self, Status> {
        if let Some(message) = contradiction(check) {
            return Err(usage_error("check", message));
        }
        let previous = match &check.previous {
            Some(path) => Some(read_previous(path)?),
            None => None,
        };
        Ok(Self { check, previous })
    }

    /// The linter for the files of a setup.
    pub(crate) fn linter(&self, setup: &Setup) -> Result<Linter, Status> {
        let mut linter = setup
            .linter()
            .map_err(|error| usage_error("check", &error.to_string()))?;
        let if_match = self.check.if_match.as_deref();
        match self.check.operation {
            Some(OperationArgument::Delete) => linter = linter.operation(Operation::Delete),
            Some(OperationArgument::Update) => linter = linter.operation(Operation::Update),
            None if self.previous.is_some() || if_match.is_some() => {
                linter = linter.operation(Operation::Update);
            }
            Some(OperationArgument::Create) | None => {}
        }
        if let Some(previous) = &self.previous {
            linter = linter.compare_with(previous);
        }
        if let Some(etag) = if_match {
            linter = linter.if_match(etag);
        }
        if self.check.show_suppressed {
            linter = linter.keep_suppressed();
        }
        Ok(linter)
    }

    /// The live configuration of an input, where the settings name one next to it and no argument
    /// says otherwise.
    ///
    /// # Errors
    /// If it exists, but cannot be used.
    pub(crate) fn configured_previous(
        &self,
        setup: &Setup,
        input: &Input,
    ) -> Result<Option<Previous>, String> {
        let Some(pattern) = &setup.settings.previous else {
            return Ok(None);
        };
        let is_update = !matches!(
            setup.settings.operation,
            Some(Operation::Create | Operation::Delete)
        );
        let Some(document) = input.origin.path() else {
            return Ok(None);
        };
        let path = previous_of(pattern, document);
        if self.previous.is_some() || !is_update || path.symlink_metadata().is_err() {
            return Ok(None);
        }
        previous(&path).map(Some)
    }
}

/// What is contradictory about the arguments.
fn contradiction(check: &Check) -> Option<&'static str> {
    let has_previous = check.previous.is_some();
    let reads = |path: &Path| path.as_os_str() == "-";
    let if_match = check.if_match.as_deref();
    if check.previous.as_deref().is_some_and(reads) && check.reads_stdin() {
        Some("standard input can only be read once; pass a file for --previous or for the document")
    } else if if_match.is_some_and(|etag| etag.trim().is_empty()) {
        Some("--if-match is empty; pass the ETag of the live configuration, such as E2QWRUHAPOMQZL")
    } else if check.operation == Some(OperationArgument::Create)
        && (has_previous || if_match.is_some())
    {
        Some("--operation create cannot be combined with --previous or --if-match")
    } else if check.operation == Some(OperationArgument::Delete) && has_previous {
        Some("--operation delete cannot be combined with --previous")
    } else {
        None
    }
}

fn read_previous(path: &Path) -> Result<Previous, Status> {
    previous(path).map_err(|message| {
        stderr::print(&message);
        Status::Failure
    })
}

/// A live configuration.
fn previous(path: &Path) -> Result<Previous, String> {
    let name = path.to_string_lossy();
    let name = cloudfront_lint::render::harmless_line(&name);
    let mut bytes = Vec::new();
    read::document(&Origin::named(path), &mut bytes)
        .map_err(|reason| format!("cannot read `{name}`: {reason}"))?;
    let previous = Previous::parse(&bytes);
    if previous.root().is_none() {
        return Err(format!(
            "`{name}` is not a CloudFront document, so there is nothing to compare with"
        ));
    }
    Ok(previous)
}
