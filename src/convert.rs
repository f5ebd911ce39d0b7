//! A document in the other notation: XML to JSON and back, with everything in the order it stands
//! in.
//!
//! What lives here: writing the same document once more. What it is and what its members are is
//! known from binding it to the shapes of its version ([lint](mod@crate::lint)); whether it is
//! right is not asked.

use std::fmt::Write as _;

use crate::lint::BoundDocument as Document;
use crate::lint::Error;
use crate::model::schema::{Envelope, Member, Root, Schema, Text, ValueKind, Version};
use crate::text::escape::{json, xml};
use crate::text::{Source, Span};
use crate::tree::{DEEPEST, Form, NodeId, NodeKind, SyntaxFault, SyntaxKind, Trivia};
use crate::{builtin, lint};

/// The document in another notation, indented, with the members in their order and every value as
/// it is written.
///
/// `version` is the API version it is read by and, in XML, declares; by default that of its
/// namespace, else the newest. Comments go along where the notation has them. What surrounds a
/// document in a JSON file, such as its `ETag`, is left behind. A document that is in the notation
/// already is written anew.
///
/// ```
/// use cloudfront_lint::{Form, Source, convert};
///
/// let json = r#"{"Paths": {"Quantity": 1, "Items": ["/*"]}, "CallerReference": "one"}"#;
/// let source = Source::new(json);
/// let xml = convert(&source, Form::Xml, Some("2012-07-01"))?;
/// assert!(xml.contains("    <Items>\n      <Path>/*</Path>\n    </Items>\n"));
/// # Ok::<(), cloudfront_lint::Error>(())
/// ```
///
/// # Errors
/// When it is no document of the API, is not well-formed, or holds what the other notation has no
/// form for.
pub fn convert(source: &Source<'_>, to: Form, version: Option<&str>) -> Result<String, Error> {
    let schema = &builtin::SCHEMA;
    let version = match version {
        Some(name) => Some(schema.version(name).ok_or_else(|| Error::UnknownVersion {
            version: name.to_owned(),
            near: lint::near_versions(name),
        })?),
        None => None,
    };
    let written = lint::with_source(
        source,
        &builtin::SCHEMA,
        version,
        |document, root, faults| {
            // The tree is whole without comments, and XML has room for them.
            let faults = || {
                faults
                    .iter()
                    .filter(|fault| fault.kind != SyntaxKind::CommentInJson)
            };
            if let Some(first) = faults().next() {
                let place = source.position(first.span.start as usize);
                return Err(Error::NotWellFormed {
                    kind: first.kind.name(),
                    count: faults().count(),
                    line: place.line,
                    column: place.column,
                });
            }
            match to {
                Form::Xml => write_xml(document, root),
                Form::Json => write_json(document, root),
                Form::Yaml | Form::Hcl => Err(Error::NotCloudFront),
            }
        },
    );
    written.unwrap_or(Err(Error::NotCloudFront))
}

/// What is done next; a stack of these stands for the recursion.
enum Step {
    /// Write a node.
    Node(Place),
    /// End a node.
    End(Place),
}

/// A node and what the shapes say of it, also where the binding passed it over because it stands
/// twice.
#[derive(Clone, Copy)]
struct Place {
    node: NodeId,
    /// What it holds.
    value: Option<ValueKind>,
    /// Its entry in the shape around it.
    member: Option<&'static Member>,
    /// Whether it is an item of an array.
    item: bool,
}

impl Place {
    fn root(document: &Document<'_>) -> Self {
        Self {
            node: document.root,
            value: document.value_kind(document.root),
            member: None,
            item: false,
        }
    }

    fn is_array(&self, document: &Document<'_>) -> bool {
        document.tree.node(self.node).kind == NodeKind::Array
            || matches!(self.value, Some(ValueKind::List(_)))
    }

    fn is_object(&self, document: &Document<'_>) -> bool {
        let it = document.tree.node(self.node);
        it.has_children()
            || it.kind == NodeKind::Object
            || matches!(self.value, Some(ValueKind::Structure(_)))
    }

    /// The name as written, or what the shape calls an item of JSON.
    fn name<'d>(&self, document: &'d Document<'_>) -> &'d str {
        match (document.tree.name(self.node), self.member) {
            ("", Some(member)) => document.schema.name_text(member.name),
            ("", None) => "member",
            (written, _) => written,
        }
    }

    fn push_children(&self, document: &Document<'_>, steps: &mut Vec<Step>) {
        let from = steps.len();
        let item = self.is_array(document);
        for node in document.tree.children(self.node) {
            let member = self.member_of(document, node);
            let value = member.map(|member| member.value);
            steps.push(Step::Node(Self {
                node,
                value,
                member,
                item,
            }));
        }
        steps[from..].reverse();
    }

    fn member_of(&self, document: &Document<'_>, child: NodeId) -> Option<&'static Member> {
        match self.value? {
            ValueKind::Structure(shape) => {
                let name = document.schema.name(document.tree.name(child))?;
                document.shape(shape).member(name, document.version)
            }
            ValueKind::List(shape) => document
                .shape(shape)
                .members()
                .iter()
                .find(|item| item.versions.contains(document.version)),
            _ => None,
        }
    }
}

/// The bare form, or the smallest of those that are recognised as what they hold.
fn write_json(document: &Document<'_>, root: &Root) -> Result<String, Error> {
    for around in wrappers(document.schema, root) {
        let text = write_json_inside(document, around)?;
        let is_same =
            |_: &Document<'_>, found: &'static Root, _: &[SyntaxFault]| found.name == root.name;
        if lint::with_source(&Source::new(text.as_str()), &builtin::SCHEMA, None, is_same)
            == Some(true)
        {
            return Ok(text);
        }
    }
    Err(Error::UnrecognizedJson {
        root: document.schema.name_text(root.name).to_owned(),
    })
}

fn write_json_inside(document: &Document<'_>, around: &[Text]) -> Result<String, Error> {
    let tree = document.tree;
    let mut writer = Json {
        text: String::new(),
        depth: 0,
        first: true,
    };
    for name in around {
        writer.open('{');
        writer.key(name);
    }
    writer.open('{');
    let outermost = Place::root(document);
    let mut steps = vec![Step::End(outermost)];
    outermost.push_children(document, &mut steps);
    while let Some(step) = steps.pop() {
        let place = match step {
            Step::End(place) => {
                writer.close(if place.is_array(document) { ']' } else { '}' });
                continue;
            }
            Step::Node(place) => place,
        };
        let element = || tree.name(place.node).to_owned();
        if place
            .member
            .is_some_and(|member| member.repeated.contains(document.version))
        {
            return Err(Error::RepeatedElement {
                element: element(),
                version: document
                    .schema
                    .version_info(document.version)
                    .name
                    .to_string(),
            });
        }
        if holds_stray_text(document, place) {
            return Err(Error::TextAmongElements { element: element() });
        }
        if place.item {
            writer.item();
        } else {
            writer.key(place.name(document));
        }
        let bracket = match (place.is_array(document), place.is_object(document)) {
            (true, _) => '[',
            (_, true) => '{',
            _ => {
                writer.scalar(&json_scalar(document, place));
                continue;
            }
        };
        writer.open(bracket);
        steps.push(Step::End(place));
        place.push_children(document, &mut steps);
    }
    for _ in around {
        writer.close('}');
    }
    writer.text.push('\n');
    Ok(writer.text)
}

fn holds_stray_text(document: &Document<'_>, place: Place) -> bool {
    let it = document.tree.node(place.node);
    let holds_nodes = place.is_array(document) || place.is_object(document);
    it.has_stray_text()
        || it.kind == NodeKind::Element
            && holds_nodes
            && !it.has_children()
            && !document.tree.text(place.node).trim().is_empty()
}

/// The keys that a root may stand inside of in JSON, the fewest first.
fn wrappers(schema: &'static Schema, root: &Root) -> Vec<&'static [Text]> {
    let of_root = |envelope: &&Envelope| {
        envelope
            .root
            .is_some_and(|index| schema.roots[usize::from(index)].name == root.name)
    };
    let mut wrappers: Vec<&[Text]> = schema
        .envelopes
        .iter()
        .filter(of_root)
        .map(|envelope| envelope.path.as_ref())
        .collect();
    wrappers.sort_unstable_by_key(|path| path.len());
    wrappers.dedup();
    wrappers
}

/// A value of JSON as it is written: without quotes where the shape says that it is a number or a
/// boolean.
fn json_scalar(document: &Document<'_>, place: Place) -> String {
    let tree = document.tree;
    let text = tree.text(place.node);
    let bare = text.trim();
    let is_bare = match tree.node(place.node).kind {
        NodeKind::Element => match place.value {
            Some(ValueKind::Boolean) => bare == "true" || bare == "false",
            Some(ValueKind::Integer | ValueKind::Long) => is_integer(bare),
            Some(ValueKind::Double) => lint::is_decimal(bare) && !bare.starts_with('+'),
            _ => false,
        },
        NodeKind::String => false,
        _ => true,
    };
    if is_bare {
        bare.to_owned()
    } else {
        json::quoted(text)
    }
}

fn is_integer(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    !digits.is_empty()
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && (digits == "0" || !digits.starts_with('0'))
}

/// JSON in the layout of the AWS CLI.
struct Json {
    text: String,
    depth: usize,
    /// Whether nothing stands in the innermost bracket.
    first: bool,
}

impl Json {
    fn open(&mut self, bracket: char) {
        self.text.push(bracket);
        self.depth += 1;
        self.first = true;
    }

    fn close(&mut self, bracket: char) {
        self.depth -= 1;
        if !self.first {
            self.line();
        }
        self.text.push(bracket);
        self.first = false;
    }

    fn item(&mut self) {
        if !self.first {
            self.text.push(',');
        }
        self.line();
        self.first = false;
    }

    fn key(&mut self, name: &str) {
        self.item();
        self.text.push_str(&json::quoted(name));
        self.text.push_str(": ");
    }

    fn scalar(&mut self, text: &str) {
        self.text.push_str(text);
    }

    fn line(&mut self) {
        self.text.push('\n');
        for _ in 0..self.depth.min(DEEPEST) {
            self.text.push_str("    ");
        }
    }
}

fn write_xml(document: &Document<'_>, root: &Root) -> Result<String, Error> {
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
        let it = tree.node(place.node);
        let name = place.name(document);
        if it.kind == NodeKind::Null {
            return Err(Error::NullMember {
                element: name.to_owned(),
            });
        }
        // What is in XML already has names that XML can hold.
        if tree.form() == Form::Json {
            check_name(document, place)?;
        }
        writer.comments_before(it.whole);
        if it.has_children() {
            writer.line(&format!("<{name}>"));
            writer.depth += 1;
            steps.push(Step::End(place));
            place.push_children(document, &mut steps);
            continue;
        }
        let text = tree.text(place.node);
        if let Some(character) = text.chars().find(|character| !xml::is_allowed(*character)) {
            return Err(Error::ForbiddenCharacter {
                element: name.to_owned(),
                character: u32::from(character),
            });
        }
        let empty = text.is_empty() && it.kind != NodeKind::String;
        writer.line(&if empty {
            format!("<{name}/>")
        } else {
            format!("<{name}>{}</{name}>", xml::escaped(text))
        });
    }
    writer.comments_before(tree.node(document.root).tail());
    writer.depth = 0;
    writer.line(&format!("</{name}>"));
    Ok(writer.text)
}

/// Whether a name that JSON writes, or that the shapes give to an item, can be that of an element.
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

    /// Writes the comments that stand before a place.
    fn comments_before(&mut self, place: Span) {
        while let Some((comment, rest)) = self
            .comments
            .split_first()
            .filter(|(comment, _)| comment.span.start < place.start)
        {
            self.comments = rest;
            if let Some(words) = comment_words(self.source.slice(comment.span)) {
                self.line(&format!("<!-- {words} -->"));
            }
        }
    }
}

/// What a comment of either notation says, fit for XML. `None` for an instruction.
fn comment_words(comment: &str) -> Option<String> {
    let within = [("<!--", "-->"), ("/*", "*/"), ("//", ""), ("#", "")];
    let words = within.iter().find_map(|(open, close)| {
        let inside = comment.strip_prefix(open)?;
        Some(inside.strip_suffix(close).unwrap_or(inside).trim())
    })?;
    let mut fit = words.replace("--", "- -");
    if fit.ends_with('-') {
        fit.push(' ');
    }
    Some(fit)
}
