//! Versions and other APIs: `[[version]]` and `[api]`.

use crate::model::ServiceError;
use crate::model::load::{LoadError, Table, Value, rule};
use crate::model::schema::{Api, Confidence, VersionInfo};

const VERSION_KEYS: [&str; 5] = ["name", "namespace", "confidence", "summary", "sources"];

pub(super) fn version(
    value: Value<'_>,
    known: Option<&Table<'_>>,
) -> Result<VersionInfo, LoadError> {
    let table = value.table()?;
    table.only(&VERSION_KEYS)?;
    let confidence = [
        ("model", Confidence::Model),
        ("docs", Confidence::Docs),
        ("client", Confidence::Client),
        ("inferred", Confidence::Inferred),
    ];
    let mut sources = Vec::new();
    for source in table.need("sources")?.items()? {
        let name = source.text()?;
        let Some(text) = known.and_then(|known| known.get(name)) else {
            let names = known.map(Table::entries).unwrap_or_default();
            return Err(source
                .error(format!("unknown key `{name}` in `[source]`"))
                .near(name, names.iter().map(|(key, _)| key.name)));
        };
        sources.push(text.owned_text()?);
    }
    Ok(VersionInfo {
        name: table.need_text("name")?,
        namespace: table.need_text("namespace")?,
        confidence: table.need("confidence")?.word(&confidence)?,
        summary: table.need_text("summary")?,
        sources: sources.into(),
    })
}

pub(super) fn api(value: Value<'_>) -> Result<Api, LoadError> {
    let table = value.table()?;
    table.only(&["name", "version", "refusal"])?;
    let name = table.need_text("name")?;
    let refusal = ServiceError {
        service: Some(name.clone()),
        ..rule::service(table.need("refusal")?)?
    };
    Ok(Api {
        name,
        version: table.need_text("version")?,
        refusal,
    })
}
