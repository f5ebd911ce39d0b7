//! What an editor asks about a document: completion, names, outline.

mod additions;
mod completion;
mod in_templates;
mod measured;
mod names;
mod outline;
mod templates;

use std::fs;

use cloudfront_lint::{Edit, Form, Source, convert};

use crate::support::stored::in_repository;

/// The base documents in XML, and in JSON as far as they have that form.
fn documents() -> Vec<String> {
    let folder = in_repository("fixtures/base");
    let mut paths: Vec<_> = fs::read_dir(folder)
        .expect("the folder is there")
        .map(|entry| entry.expect("it can be read").path())
        .collect();
    paths.sort();
    let mut documents = Vec::new();
    for path in paths {
        let xml = fs::read_to_string(path).expect("it is text");
        documents.extend(convert(&Source::new(xml.as_str()), Form::Json, None));
        documents.push(xml);
    }
    documents
}

/// The text with edits that do not overlap applied.
fn applied(text: &str, edits: &[Edit]) -> String {
    let mut edits: Vec<&Edit> = edits.iter().collect();
    edits.sort();
    let mut result = text.to_owned();
    for edit in edits.into_iter().rev() {
        result.replace_range(edit.span.range(), &edit.text);
    }
    result
}
