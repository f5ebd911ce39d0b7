//! A document as XML.

use std::fmt::Write as _;

use crate::lint::BoundDocument as Document;
use crate::model::schema::{Root, Schema, Version};
use crate::outcome::Error;
use crate::text::escape::xml;
use crate::text::{Source, Span};
use crate::tree::{DEEPEST, Form, NodeKind, Trivia};

use super::place::{Place, Step};

pub(super) fn write(document: &Document<'_>, root: &Root) -> Result<String, Error> {
    let tree = document.tree;
    let schema = document.schema;
    let name = schema.name_text(root.name);
    let mut writer = Xml {
        text: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".into(),
        depth: 0,
        comments: tree.trivia(),
        source: tree.source(),
    };
    writer.comments_before(tree.node(document.root).whole);
    writer.text.push('<');
    writer.text.push_str(name);
    let namespace = namespace(schema, root, document.version);
    if !namespace.is_empty() {
        // Writing to a `String` cannot fail.
        let _ = write!(writer.text, " xmlns=\"{}\"", xml::escaped(namespace));
    }
    if !tree.node(document.root).has_children() {
        writer.text.push_str("/>\n");
        return Ok(writer.text);
    }
    writer.text.push_str(">\n");
    writer.depth = 1;
    let mut steps = Vec::new();
    Place::root(document).push_children(document, &mut steps);
    while let Some(step) = steps.pop() {
        let place = match step {
            Step::End(place) => {
                writer.comments_before(tree.node(place.node).tail());
                writer.depth -= 1;
                writer.line(&format!("</{}>", place.name(document)));
                continue;
            }
            Step::Node(place) => place,
        };
        if place.is_outside_body(document, root) {
            continue;
        }
        let it = tree.node(place.node);
        let name = place.name(document);
        check_place(document, place)?;
        writer.comments_before(it.whole);
        if it.has_children() {
            writer.line(&format!("<{name}>"));
            writer.depth += 1;
            steps.push(Step::End(place));
            place.push_children(document, &mut steps);
            continue;
        }
        writer.line(&leaf(document, place)?);
    }
    writer.comments_before(tree.node(document.root).tail());
    writer.depth = 0;
    writer.line(&format!("</{name}>"));
    Ok(writer.text)
}

/// An element without children.
fn leaf(document: &Document<'_>, place: Place) -> Result<String, Error> {
    let name = place.name(document);
    let text = document.tree.text(place.node);
    if let Some(character) = text.chars().find(|character| !xml::is_allowed(*character)) {
        return Err(Error::ForbiddenCharacter {
            element: name.to_owned(),
            character: u32::from(character),
        });
    }
    let is_string = document.tree.node(place.node).kind == NodeKind::String;
    // Whether something unknown was an object or a text cannot be read back.
    let is_unknown = document.tree.form() == Form::Json && place.member.is_none();
    if text.is_empty() && !is_string && !is_unknown {
        return Ok(format!("<{name}/>"));
    }
    Ok(format!("<{name}>{}</{name}>", xml::escaped(text)))
}

/// Refuses what XML cannot represent.
fn check_place(document: &Document<'_>, place: Place) -> Result<(), Error> {
    place.check_namespace(document)?;
    if document.tree.node(place.node).kind == NodeKind::Null {
        return Err(Error::NullMember {
            element: place.name(document).to_owned(),
        });
    }
    // Names from XML are valid in XML.
    if document.tree.form() == Form::Json {
        check_name(document, place)?;
    }
    Ok(())
}

/// Refuses a name of JSON, or an item without a name, that cannot be an element.
fn check_name(document: &Document<'_>, place: Place) -> Result<(), Error> {
    let name = document.tree.name(place.node);
    if name.is_empty() && place.item {
        let holder = || {
            document
                .tree
                .node(place.node)
                .parent()
                .map_or("", |parent| document.tree.name(parent))
        };
        return if place.member.is_some() {
            Ok(())
        } else {
            Err(Error::UnnamedItems {
                element: holder().to_owned(),
            })
        };
    }
    let begins = |first: char| {
        first.is_ascii_alphabetic() || first == '_' || !first.is_ascii() && first.is_alphabetic()
    };
    let goes_on = |next: char| begins(next) || next.is_ascii_digit() || matches!(next, '-' | '.');
    let is_name = name.starts_with(begins) && name.chars().all(goes_on);
    if is_name {
        Ok(())
    } else {
        Err(Error::ElementName {
            name: name.to_owned(),
        })
    }
}

/// The namespace that documents of a root declare in a version.
fn namespace(schema: &'static Schema, root: &Root, version: Version) -> &'static str {
    if root.api.is_some() {
        ""
    } else {
        &schema.version_info(version).namespace
    }
}

/// XML, two spaces a level.
struct Xml<'t> {
    text: String,
    depth: usize,
    /// Comments that are not written yet.
    comments: &'t [Trivia],
    source: &'t Source<'t>,
}

impl Xml<'_> {
    fn line(&mut self, line: &str) {
        for _ in 0..self.depth.min(DEEPEST) {
            self.text.push_str("  ");
        }
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// Writes the comments before a place.
    fn comments_before(&mut self, place: Span) {
        while let Some((comment, rest)) = self
            .comments
            .split_first()
            .filter(|(comment, _)| comment.span.start < place.start)
        {
            self.comments = rest;
            if let Some(text) = comment_text(self.source.slice(comment.span)) {
                self.line(&format!("<!-- {text} -->"));
            }
        }
    }
}

/// The text of a comment of either notation, escaped for XML. `None` for an instruction.
fn comment_text(comment: &str) -> Option<String> {
    let within = [("<!--", "-->"), ("/*", "*/"), ("//", ""), ("#", "")];
    let text = within.iter().find_map(|(open, close)| {
        let inside = comment.strip_prefix(open)?;
        Some(inside.strip_suffix(close).unwrap_or(inside).trim())
    })?;
    let mut fit = text.replace("--", "- -");
    if fit.ends_with('-') {
        fit.push(' ');
    }
    Some(fit)
}
