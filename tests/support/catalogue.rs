//! The catalogue of rejections: the records in `../shared`, and the entries that the project keeps
//! itself in `rules/catalogue.toml`.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use cloudfront_lint::internal::model::load::File;
use serde_json::Value;

use super::machine;

/// One known reason for a rejection.
pub(crate) struct Entry {
    /// What CloudFront answers: the code and the HTTP status.
    pub(crate) answer: Option<(String, u64)>,
    /// Whether a document shows it, rather than only the account.
    pub(crate) is_decidable: bool,
    /// The family of the documents that it is about, where they are not distributions.
    pub(crate) family: Option<String>,
    /// Whether the evidence leaves no doubt.
    pub(crate) is_certain: bool,
}

/// All entries by their ids; those of the project replace the recorded ones. `None` where the
/// records are missing.
pub(crate) fn entries() -> Option<BTreeMap<String, Entry>> {
    let read = |name| -> Option<Vec<Value>> {
        Some(serde_json::from_slice(&fs::read(machine::shared(name)?).unwrap()).unwrap())
    };
    let mut records = read("reference/constraints.json")?;
    records.extend(read("reference/policies/constraints.json").unwrap_or_default());
    let recorded = records
        .iter()
        .filter(|record| record["kind"] == "rule")
        .map(|record| {
            let code = record["error_code"].as_str().map(str::to_owned);
            let entry = Entry {
                answer: code.zip(record["http_status"].as_u64()),
                is_decidable: record["decidable"] != "account",
                family: record["family"].as_str().map(str::to_owned),
                is_certain: record["confidence"] == "high",
            };
            (record["id"].as_str().unwrap().to_owned(), entry)
        });
    Some(recorded.chain(own()).collect())
}

/// The entries of the project.
pub(crate) fn own() -> Vec<(String, Entry)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/catalogue.toml");
    let file = File::new(
        path.display().to_string(),
        fs::read_to_string(&path).unwrap(),
    );
    let parsed = file.parse().unwrap();
    let entry = |table: cloudfront_lint::internal::model::load::Table<'_>| {
        table.only(&["title", "answer", "source"]).unwrap();
        table.need_text("title").unwrap();
        table.need("source").unwrap().texts().unwrap();
        let answer = table.get("answer").map(|answer| {
            let answer = answer.table().unwrap();
            let status = answer.need("status").unwrap().integer().unwrap();
            (
                answer.need_text("code").unwrap().into_owned(),
                status.try_into().unwrap(),
            )
        });
        Entry {
            answer,
            is_decidable: true,
            family: None,
            is_certain: true,
        }
    };
    let entries = parsed.root().entries();
    entries
        .into_iter()
        .map(|(key, value)| (key.name.to_owned(), entry(value.table().unwrap())))
        .collect()
}
