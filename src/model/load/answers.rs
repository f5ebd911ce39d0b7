//! The answers of the service: `answers.toml`.
//!
//! ```toml
//! [NoSuchOrigin]
//! status       = 404
//! distribution = ["create", "update"]
//! unseen       = "what a document cannot show"
//! ```

use crate::model::load::{File, LoadError, Table, Value};
use crate::model::rule::{Answer, OperationKind};
use crate::model::schema::{List, Text};

/// All answers of a file, in its order.
///
/// # Errors
/// Every invalid answer.
pub fn load(file: &File) -> Result<Vec<Answer>, Vec<LoadError>> {
    let parsed = file.parse().map_err(|error| vec![error])?;
    let mut answers = Vec::new();
    let mut errors = Vec::new();
    for (key, value) in parsed.root().entries() {
        match value.table().and_then(|table| answer(key.name, &table)) {
            Ok(answer) => answers.push(answer),
            Err(error) => errors.push(error),
        }
    }
    if errors.is_empty() {
        Ok(answers)
    } else {
        Err(errors)
    }
}

fn answer(code: &str, table: &Table<'_>) -> Result<Answer, LoadError> {
    table.only(&[
        "status",
        "distribution",
        "streaming",
        "resources",
        "since",
        "common",
        "unseen",
    ])?;
    let status = table.need("status")?;
    Ok(Answer {
        code: Text::Owned(code.to_owned()),
        status: u16::try_from(status.integer()?)
            .map_err(|_| status.error("expected an HTTP status, such as 400"))?,
        distribution: operations(table, "distribution")?,
        streaming: operations(table, "streaming")?,
        resources: table.text("resources")?,
        since: table.text("since")?,
        common: table.flag("common")?,
        unseen: table.text("unseen")?,
    })
}

fn operations(table: &Table<'_>, key: &str) -> Result<List<OperationKind>, LoadError> {
    let known = [
        ("create", OperationKind::Create),
        ("update", OperationKind::Update),
        ("delete", OperationKind::Delete),
    ];
    let values = table.get(key).map_or(Vec::new(), Value::one_or_more);
    values.into_iter().map(|value| value.word(&known)).collect()
}
