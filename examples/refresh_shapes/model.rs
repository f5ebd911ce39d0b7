//! From a service model of the SDKs to facts such as [`history::facts`] draws from the timeline.
//!
//! [`history::facts`]: cloudfront_lint::internal::explain::facts

use std::collections::BTreeSet;
use std::fmt::Write as _;

use cloudfront_lint::internal::builtin::SCHEMA;
use cloudfront_lint::internal::explain::MemberFact;
use cloudfront_lint::internal::model::schema::Use;
use serde_json::Value;

/// The facts of a model about the documents that the timeline has.
pub(crate) struct Model {
    /// The version it describes: `2020-05-31`.
    pub(crate) version: String,
    /// The facts, a line each.
    pub(crate) facts: BTreeSet<String>,
}

/// Reads a model.
///
/// # Errors
/// If the text is not JSON, or not a service model.
pub(crate) fn read(text: &str) -> Result<Model, String> {
    let model: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let version = model["metadata"]["apiVersion"]
        .as_str()
        .ok_or("it has no `metadata.apiVersion`, expected a service-2.json")?
        .to_owned();
    let mut reader = Reader {
        shapes: &model["shapes"],
        facts: BTreeSet::new(),
        open: Vec::new(),
    };
    for root in SCHEMA.roots.iter().filter(|root| root.api.is_none()) {
        let name = SCHEMA.name_text(root.name);
        if reader.shapes.get(name).is_some() {
            let usage = match root.usage {
                Use::Request => "request",
                Use::Response => "response",
                Use::Both => "both",
            };
            reader.facts.insert(format!("root {name}: {usage}"));
            reader.open.push(name.to_owned());
        }
    }
    let mut seen = BTreeSet::new();
    while let Some(name) = reader.open.pop() {
        if seen.insert(name.clone()) {
            reader.shape(&name);
        }
    }
    Ok(Model {
        version,
        facts: reader.facts,
    })
}

struct Reader<'m> {
    shapes: &'m Value,
    facts: BTreeSet<String>,
    open: Vec<String>,
}

impl Reader<'_> {
    fn shape(&mut self, name: &str) {
        let shape = &self.shapes[name];
        match shape["type"].as_str() {
            Some("structure") => {
                let members = shape["members"].as_object().into_iter().flatten();
                let members: Vec<_> = members
                    .filter(|(_, member)| member["location"].is_null())
                    .collect();
                let has = |wanted: &str| {
                    members
                        .iter()
                        .any(|(key, member)| element_name(key, member) == wanted)
                };
                let counted = has("Quantity") && has("Items");
                self.facts.insert(format!(
                    "{name}: structure{}",
                    if counted { ", counted" } else { "" }
                ));
                for (key, member) in members {
                    let required = shape["required"]
                        .as_array()
                        .is_some_and(|required| required.iter().any(|entry| entry == key));
                    let fact = MemberFact {
                        shape: name,
                        name: element_name(key, member),
                        required,
                        ..MemberFact::default()
                    };
                    self.member(fact, member);
                }
            }
            Some("list") => {
                let mut fact = format!("{name}: list");
                for bound in ["min", "max"] {
                    if let Some(value) = shape[bound].as_i64() {
                        let _ = write!(fact, ", {bound} {value}");
                    }
                }
                self.facts.insert(fact);
                let item = &shape["member"];
                let fact = MemberFact {
                    shape: name,
                    name: element_name("member", item),
                    is_item: true,
                    ..MemberFact::default()
                };
                self.member(fact, item);
            }
            _ => {
                self.facts.insert(format!("{name}: enum"));
                for value in shape["enum"]
                    .as_array()
                    .into_iter()
                    .flatten()
                    .filter_map(Value::as_str)
                {
                    self.facts.insert(format!("{name} = {value}"));
                }
            }
        }
    }

    /// Completes the fact of a member or item.
    fn member(&mut self, fact: MemberFact<'_>, member: &Value) {
        let target = member["shape"].as_str().unwrap_or_default();
        let described = &self.shapes[target];
        let kind = described["type"].as_str().unwrap_or_default();
        let simple = !matches!(kind, "structure" | "list") && described.get("enum").is_none();
        if !simple {
            self.open.push(target.to_owned());
        }
        // The bounds of a blob count the bytes that its text encodes.
        let bounds = if simple && kind != "blob" {
            described
        } else {
            &Value::Null
        };
        let fact = MemberFact {
            kind: match kind {
                "blob" => "string",
                "float" => "double",
                simple_kind if simple => simple_kind,
                _ => target,
            },
            repeated: kind == "list" && described["flattened"] == true,
            deprecated: member["deprecated"] == true,
            min: whole(&bounds["min"]),
            max: whole(&bounds["max"]),
            pattern: bounds["pattern"].as_str(),
            ..fact
        };
        self.facts.insert(fact.to_string());
    }
}

/// A bound, which is a whole number for numbers with a fraction, too.
fn whole(bound: &Value) -> Option<i64> {
    bound
        .as_i64()
        .or_else(|| bound.as_f64().map(|bound| bound as i64))
}

/// The name that a member has in a document.
fn element_name<'m>(key: &'m str, member: &'m Value) -> &'m str {
    member["locationName"].as_str().unwrap_or(key)
}
