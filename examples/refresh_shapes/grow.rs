//! From operations of a service model to a file of `rules/shapes/`: the structures, lists and enums
//! that the timeline does not have yet, and the envelopes of the JSON files that the AWS CLI reads
//! and prints.
//!
//! What the model does not say is added to the file by hand: how a document without a wrapper is
//! recognized, the dates of members that came later, and what protects.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use cloudfront_lint::Source;
use cloudfront_lint::internal::builtin::{FORMATS, SCHEMA};
use cloudfront_lint::internal::tree;
use serde_json::Value;

/// The models, oldest first.
pub(crate) struct Grower<'m> {
    models: &'m [Value],
    /// The members of each structure, in the order of the newest model.
    orders: BTreeMap<String, Vec<String>>,
    /// The shapes that are written, or were there before.
    known: BTreeSet<String>,
}

/// A file in the making.
#[derive(Default)]
struct File {
    shapes: String,
    envelopes: String,
    open: Vec<String>,
}

impl<'m> Grower<'m> {
    /// `newest` is the text of the last model: its values alone have lost the order of members.
    pub(crate) fn new(models: &'m [Value], newest: &str) -> Self {
        let known = SCHEMA.shapes.iter().map(|shape| shape.name.to_string());
        Self {
            models,
            orders: orders(newest),
            known: known.collect(),
        }
    }

    /// The text of the file for some operations.
    ///
    /// # Errors
    /// An operation that the newest model does not have, or a pattern that is not a format.
    pub(crate) fn file(&mut self, operations: &[&str]) -> Result<String, String> {
        let mut file = File::default();
        for operation in operations {
            self.operation(&mut file, operation)?;
        }
        while let Some(name) = file.open.pop() {
            if self.known.insert(name.clone()) {
                let text = self.shape(&name, None, &mut file.open)?;
                file.shapes += &text;
            }
        }
        Ok(file.shapes + &file.envelopes)
    }

    fn newest(&self) -> &'m Value {
        &self.models[self.models.len() - 1]
    }

    fn operation(&mut self, file: &mut File, name: &str) -> Result<(), String> {
        let operation = &self.newest()["operations"][name];
        if operation.is_null() {
            return Err(format!("the model has no operation `{name}`"));
        }
        let command = format!("aws cloudfront {}", kebab(name));
        if let Some(input) = operation["input"]["shape"].as_str() {
            self.request(file, name, input, &command)?;
        }
        if let Some(output) = operation["output"]["shape"].as_str() {
            self.response(file, output, &command);
        }
        Ok(())
    }

    /// The document of a request, and the input of its command with the parameters next to it.
    fn request(
        &mut self,
        file: &mut File,
        operation: &str,
        input: &str,
        command: &str,
    ) -> Result<(), String> {
        let shape = &self.newest()["shapes"][input];
        let parameters: Vec<&str> = members(shape)
            .filter(|(_, member)| !member["location"].is_null())
            .map(|(key, _)| key)
            .collect();
        let payload = shape["payload"].as_str();
        if payload.is_none() && members(shape).count() == parameters.len() {
            return Ok(());
        }
        let root = payload.unwrap_or(input);
        self.root(
            file,
            root,
            if payload.is_some() { "both" } else { "request" },
            None,
        )?;
        let outer = format!("{operation}Input");
        if !parameters.is_empty() && self.known.insert(outer.clone()) {
            let mut text = format!("\n# The input of `{command} --cli-input-json`.\n");
            text += &self.structure(&outer, input, true, &mut file.open)?;
            file.shapes += &text;
        }
        let Some(payload) = payload else {
            return Ok(());
        };
        let outer = if self.known.contains(&outer) {
            outer
        } else {
            outer.replacen("Create", "Update", 1)
        };
        let _ = write!(
            file.envelopes,
            "\n[[envelope]]\nname  = \"input of `{command} --cli-input-json`\"\nshape = \"{outer}\"\nneeds = [\"{payload}\"]\n"
        );
        if !parameters.is_empty() {
            let _ = writeln!(file.envelopes, "some  = {parameters:?}\nleast = 1");
        }
        let _ = writeln!(
            file.envelopes,
            "path  = [\"{payload}\"]\nroot  = \"{payload}\"\nuse   = \"request\""
        );
        if parameters.contains(&"IfMatch") {
            file.envelopes += "etag  = \"IfMatch\"\n";
        }
        Ok(())
    }

    /// The document of a response, and the output of its command.
    fn response(&mut self, file: &mut File, output: &str, command: &str) {
        let shape = &self.newest()["shapes"][output];
        let Some(payload) = shape["payload"].as_str() else {
            return;
        };
        let document = shape["members"][payload]["shape"]
            .as_str()
            .unwrap_or_default();
        let inner = &self.newest()["shapes"][document];
        if inner["type"] != "structure" {
            return;
        }
        let config = format!("{document}Config");
        let config = members(inner)
            .map(|(key, _)| key)
            .find(|key| *key == config);
        let usage = if self.is_sent(document) {
            "both"
        } else {
            "response"
        };
        if self.root(file, document, usage, config).is_err() {
            return;
        }
        let outer = format!("Get{document}Answer");
        if !self.known.insert(outer.clone()) {
            return;
        }
        let has = |key: &str| members(shape).any(|(member, _)| member == key);
        let _ = write!(
            file.shapes,
            "\n# The output of `{command}` and of the other commands that print it.\n[{outer}]\nsince = \"{}\"\n[{outer}.members]\n",
            self.since(document)
        );
        let mut rows = vec![("Location".to_owned(), "{ type = \"string\" }".to_owned())];
        rows.push(("ETag".to_owned(), "{ type = \"string\" }".to_owned()));
        rows.push((payload.to_owned(), format!("{{ type = \"{document}\" }}")));
        rows.push((
            "ResponseMetadata".to_owned(),
            "{ type = \"ResponseMetadata\" }".to_owned(),
        ));
        file.shapes += &table(&rows);
        let needs = if document.ends_with("Config") && has("ETag") {
            format!("\"ETag\", \"{payload}\"")
        } else {
            format!("\"{payload}\"")
        };
        let _ = write!(
            file.envelopes,
            "\n[[envelope]]\nname  = \"output of `{command}`\"\nshape = \"{outer}\"\nneeds = [{needs}]\npath  = [\"{payload}\"]\nroot  = \"{document}\"\nuse   = \"response\"\n"
        );
        if has("ETag") {
            file.envelopes += "etag  = \"ETag\"\n";
        }
    }

    /// Whether a shape is the body of a request.
    fn is_sent(&self, document: &str) -> bool {
        let operations = self.newest()["operations"].as_object();
        operations.into_iter().flatten().any(|(_, operation)| {
            let input = operation["input"]["shape"].as_str().unwrap_or_default();
            let input = &self.newest()["shapes"][input];
            let payload = input["payload"].as_str().unwrap_or_default();
            input["members"][payload]["shape"] == document
        })
    }

    /// A shape that is the root of a document.
    fn root(
        &mut self,
        file: &mut File,
        name: &str,
        usage: &str,
        config: Option<&str>,
    ) -> Result<(), String> {
        if !self.known.insert(name.to_owned()) {
            return Ok(());
        }
        let config = config.map_or(String::new(), |config| format!(", config = \"{config}\""));
        let root = format!("root = {{ use = \"{usage}\"{config} }}\n");
        file.shapes += &self.shape(name, Some(&root), &mut file.open)?;
        Ok(())
    }

    /// The version in which a shape came.
    fn since(&self, shape: &str) -> &'m str {
        let has = |model: &&Value| model["shapes"].get(shape).is_some();
        let first = self.models.iter().find(has).unwrap_or(self.newest());
        first["metadata"]["apiVersion"].as_str().unwrap_or_default()
    }

    fn shape(
        &self,
        name: &str,
        root: Option<&str>,
        open: &mut Vec<String>,
    ) -> Result<String, String> {
        let shape = &self.newest()["shapes"][name];
        let mut text = String::from("\n");
        match shape["type"].as_str() {
            Some("structure") => {
                let mut body = self.structure(name, name, false, open)?;
                if let Some(root) = root {
                    let place = body.find("since").unwrap_or_default();
                    let line = body[place..]
                        .find('\n')
                        .map_or(place, |end| place + end + 1);
                    body.insert_str(line, root);
                }
                text += &body;
            }
            Some("list") => {
                let _ = writeln!(text, "[{name}]\nsince = \"{}\"", self.since(name));
                for bound in ["min", "max"] {
                    if let Some(value) = shape[bound].as_i64() {
                        let _ = writeln!(text, "{bound} = {value}");
                    }
                }
                let item = shape["member"]["locationName"].as_str().unwrap_or("member");
                let entry = self.entry(&shape["member"], false, open)?;
                let _ = writeln!(text, "item.{item} = {entry}");
            }
            _ => {
                let values: Vec<&str> = shape["enum"]
                    .as_array()
                    .into_iter()
                    .flatten()
                    .filter_map(Value::as_str)
                    .collect();
                let _ = writeln!(
                    text,
                    "[{name}]\nsince = \"{}\"\nvalues = {values:?}",
                    self.since(name)
                );
            }
        }
        Ok(text)
    }

    /// A structure with the members of a shape, of the body only or all of them.
    fn structure(
        &self,
        name: &str,
        of: &str,
        all: bool,
        open: &mut Vec<String>,
    ) -> Result<String, String> {
        let shape = &self.newest()["shapes"][of];
        let required: Vec<&str> = shape["required"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let mut rows = Vec::new();
        let mut names = BTreeSet::new();
        let mut found: Vec<(&str, &Value)> = members(shape)
            .filter(|(_, member)| all || member["location"].is_null())
            .collect();
        let order = self.orders.get(of).map_or(&[][..], Vec::as_slice);
        found.sort_by_key(|(key, _)| order.iter().position(|it| it == key));
        for (key, member) in found {
            let element = if member["location"].is_null() {
                member["locationName"].as_str().unwrap_or(key)
            } else {
                key
            };
            names.insert(element.to_owned());
            // A command asks for the ETag itself, and a file without it is completed on the command
            // line.
            let is_required = required.contains(&key) && member["location"].is_null();
            rows.push((element.to_owned(), self.entry(member, is_required, open)?));
        }
        let mut text = format!("[{name}]\nsince = \"{}\"\n", self.since(of));
        if names.contains("Quantity") && names.contains("Items") {
            text += "counted = true\n";
        }
        let _ = writeln!(text, "[{name}.members]");
        Ok(text + &table(&rows))
    }

    /// What a member or an item is, as the value of its key.
    fn entry(
        &self,
        member: &Value,
        required: bool,
        open: &mut Vec<String>,
    ) -> Result<String, String> {
        let name = member["shape"].as_str().unwrap_or_default();
        let shape = &self.newest()["shapes"][name];
        let kind = shape["type"].as_str().unwrap_or_default();
        let is_shape = matches!(kind, "structure" | "list") || shape.get("enum").is_some();
        let mut text = String::from("{ type = ");
        if is_shape {
            open.push(name.to_owned());
            let _ = write!(text, "\"{name}\"");
        } else if kind == "blob" {
            text += "\"string\", sensitive = true";
        } else {
            let kind = if kind == "float" { "double" } else { kind };
            let _ = write!(text, "\"{kind}\"");
        }
        if required {
            text += ", required = true";
        }
        if !is_shape && kind != "blob" {
            for bound in ["min", "max"] {
                if let Some(value) = shape[bound].as_f64() {
                    let _ = write!(text, ", {bound} = {value}");
                }
            }
            if let Some(pattern) = shape["pattern"].as_str() {
                let bare = pattern.trim_start_matches('^').trim_end_matches('$');
                let known = FORMATS.iter().find(|format| format.pattern == bare);
                let format = known.ok_or_else(|| format!("no format has the pattern {bare:?}"))?;
                let _ = write!(text, ", format = \"{}\"", format.name);
            }
        }
        Ok(text + " }")
    }
}

/// The members of each structure of a model, in its order.
fn orders(model: &str) -> BTreeMap<String, Vec<String>> {
    let source = Source::new(model);
    let (tree, _) = tree::parse_json(&source);
    let inner = |node: tree::NodeId, name: &str| {
        let mut children = tree.children(node);
        children.find(|child| tree.name(*child) == name)
    };
    let Some(shapes) = tree.root().and_then(|root| inner(root, "shapes")) else {
        return BTreeMap::new();
    };
    let names = |shape: tree::NodeId| {
        let members = inner(shape, "members").into_iter();
        let members = members.flat_map(|members| tree.children(members));
        members.map(|member| tree.name(member).to_owned()).collect()
    };
    tree.children(shapes)
        .map(|shape| (tree.name(shape).to_owned(), names(shape)))
        .collect()
}

fn members(shape: &Value) -> impl Iterator<Item = (&str, &Value)> {
    let members = shape["members"].as_object().into_iter().flatten();
    members.map(|(key, member)| (key.as_str(), member))
}

/// The rows of a table, with their values below each other.
fn table(rows: &[(String, String)]) -> String {
    let width = rows
        .iter()
        .map(|(name, _)| name.len())
        .max()
        .unwrap_or_default();
    let mut text = String::new();
    for (name, value) in rows {
        let _ = writeln!(text, "{name:width$} = {value}");
    }
    text
}

/// The name of an operation as a command of the AWS CLI.
fn kebab(operation: &str) -> String {
    let mut text = String::new();
    let all: Vec<char> = operation.chars().collect();
    for (index, letter) in all.iter().enumerate() {
        let is_start = letter.is_ascii_uppercase()
            && index > 0
            && (all[index - 1].is_ascii_lowercase()
                || all.get(index + 1).is_some_and(char::is_ascii_lowercase));
        if is_start {
            text.push('-');
        }
        text.push(letter.to_ascii_lowercase());
    }
    text
}
