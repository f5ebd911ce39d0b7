//! The linter as functions of Node.js.
//!
//! What lives here: the functions that `index.js` calls, and their settings. What does not: the
//! report in the units of JavaScript, which is [`report`], and the guard for the AWS SDK, which is
//! written in JavaScript.

mod report;

use std::collections::HashMap;

use cloudfront_lint::{Applicability, Linter, Operation, Previous, Severity};
use napi::bindgen_prelude::{Either, Uint8Array};
use napi::{Error, Result, Status};
use napi_derive::napi;

/// A document, or another text.
type Body = Either<String, Uint8Array>;

/// The options of `lint` and `fix`.
#[napi(object, object_to_js = false)]
pub struct Settings {
    pub operation: Option<String>,
    pub previous: Option<Body>,
    pub if_match: Option<String>,
    pub api_version: Option<String>,
    pub severity: Option<HashMap<String, String>>,
    pub groups: Option<Vec<String>>,
    pub quotas: Option<HashMap<String, i64>>,
}

/// The report on a document, as JSON.
///
/// # Errors
/// If a setting has a value that does not exist.
#[napi(strict)]
pub fn lint(body: Body, settings: Settings) -> Result<String> {
    let linter = linter(settings)?;
    let report = linter.lint(bytes(&body));
    Ok(report::entry(&report).to_string())
}

/// A fixed document.
#[napi(object, object_from_js = false)]
pub struct Fixed {
    pub body: Uint8Array,
    /// What was applied, what was refused and the report on the new document, as JSON.
    pub outcome: String,
}

/// The document with the fixes of what is found in it.
///
/// # Errors
/// If a setting has a value that does not exist.
#[napi(strict)]
pub fn fix(body: Body, settings: Settings, is_unsafe: bool) -> Result<Fixed> {
    let most = if is_unsafe {
        Applicability::Unsafe
    } else {
        Applicability::Safe
    };
    let fixed = linter(settings)?.fix(bytes(&body), most);
    Ok(Fixed {
        body: fixed.bytes().into(),
        outcome: report::of_fixed(&fixed).to_string(),
    })
}

fn bytes(body: &Body) -> &[u8] {
    match body {
        Either::A(text) => text.as_bytes(),
        Either::B(bytes) => bytes,
    }
}

fn linter(settings: Settings) -> Result<Linter> {
    let mut linter = Linter::new();
    if let Some(name) = &settings.operation {
        linter = linter.operation(operation(name)?);
    }
    if let Some(previous) = &settings.previous {
        linter = linter.compare_with(&Previous::parse(bytes(previous)));
    }
    if let Some(etag) = settings.if_match {
        linter = linter.if_match(etag);
    }
    if let Some(version) = settings.api_version {
        linter = linter.api_version(&version).map_err(refused)?;
    }
    for group in settings.groups.unwrap_or_default() {
        linter = linter.group(&group).map_err(refused)?;
    }
    for (rule, name) in settings.severity.unwrap_or_default() {
        linter = match name.as_str() {
            "off" => linter.without_rule(&rule),
            name => linter.severity(&rule, severity(name)?),
        }
        .map_err(refused)?;
    }
    for (quota, value) in settings.quotas.unwrap_or_default() {
        linter = linter.quota(&quota, value).map_err(refused)?;
    }
    Ok(linter)
}

fn operation(name: &str) -> Result<Operation> {
    const ALL: [Operation; 4] = [
        Operation::Open,
        Operation::Create,
        Operation::Update,
        Operation::Delete,
    ];
    let found = ALL.into_iter().find(|known| known.as_str() == name);
    found.ok_or_else(|| {
        refused(format!(
            "unknown operation `{name}`; expected `open`, `create`, `update` or `delete`"
        ))
    })
}

fn severity(name: &str) -> Result<Severity> {
    const ALL: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Advice];
    let found = ALL.into_iter().find(|known| known.as_str() == name);
    found.ok_or_else(|| {
        refused(format!(
            "unknown severity `{name}`; expected `off`, `advice`, `warning` or `error`"
        ))
    })
}

fn refused(message: impl ToString) -> Error {
    Error::new(Status::InvalidArg, message.to_string())
}
