//! A document as JSON.

use crate::builtin;
use crate::lint;
use crate::lint::BoundDocument as Document;
use crate::model::schema::{Envelope, Member, Root, Schema, Text, ValueKind};
use crate::outcome::Error;
use crate::text::Source;
use crate::text::escape::json;
use crate::tree::{DEEPEST, NodeKind, SyntaxFault};

use super::place::{Place, Step};

/// The document without an envelope, or in the smallest one in which it is recognised.
pub(super) fn write(document: &Document<'_>, root: &Root) -> Result<String, Error> {
    for around in wrappers(document.schema, root) {
        let text = write_inside(document, around)?;
        // The root may be a member of itself, and then be taken for what is around it.
        let is_same = |read: &Document<'_>, found: &'static Root, _: &[SyntaxFault]| {
            let is_inside = read.tree.node(read.root).parent().is_some();
            found.name == root.name && is_inside != around.is_empty()
        };
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

fn write_inside(document: &Document<'_>, around: &[Text]) -> Result<String, Error> {
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
        check_place(document, place)?;
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

/// Refuses what JSON cannot represent.
fn check_place(document: &Document<'_>, place: Place) -> Result<(), Error> {
    place.check_namespace(document)?;
    let element = || document.tree.name(place.node).to_owned();
    let is_repeated = |member: &Member| member.repeated.contains(document.version);
    if place.member.is_some_and(is_repeated) {
        let version = document.schema.version_info(document.version);
        return Err(Error::RepeatedElement {
            element: element(),
            version: version.name.to_string(),
        });
    }
    if has_stray_text(document, place) {
        return Err(Error::TextAmongElements { element: element() });
    }
    Ok(())
}

fn has_stray_text(document: &Document<'_>, place: Place) -> bool {
    let it = document.tree.node(place.node);
    let has_nodes = place.is_array(document) || place.is_object(document);
    it.has_stray_text()
        || it.kind == NodeKind::Element
            && has_nodes
            && !it.has_children()
            && !document.tree.text(place.node).trim().is_empty()
}

/// The keys that can enclose a root in JSON, the fewest first.
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
            Some(ValueKind::Integer | ValueKind::Long) => {
                return canonical(bare).unwrap_or_else(|| json::quoted(text));
            }
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

/// A whole number as JSON writes it: without a plus sign and without zeros before it.
fn canonical(text: &str) -> Option<String> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if unsigned.is_empty() || !unsigned.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let digits = unsigned.trim_start_matches('0');
    let sign = if text.starts_with('-') && !digits.is_empty() {
        "-"
    } else {
        ""
    };
    let digits = if digits.is_empty() { "0" } else { digits };
    Some(format!("{sign}{digits}"))
}

/// JSON in the layout of the AWS CLI.
struct Json {
    text: String,
    depth: usize,
    /// Whether the innermost bracket is still empty.
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

#[cfg(test)]
mod tests {
    use crate::convert::convert;
    use crate::text::Source;
    use crate::tree::Form;

    #[test]
    fn a_root_inside_itself_is_not_taken_for_an_envelope() {
        let namespace = "xmlns=\"http://cloudfront.amazonaws.com/doc/2020-05-31/\"";
        let document = format!(
            "<InvalidationBatch {namespace}><CallerReference>outer</CallerReference>\
             <InvalidationBatch><CallerReference>inner</CallerReference></InvalidationBatch>\
             </InvalidationBatch>"
        );
        let json = convert(&Source::new(document.as_str()), Form::Json, None);
        assert!(
            json.as_ref().is_ok_and(|it| it.contains("outer")),
            "{json:?}"
        );
        let json = json.unwrap_or_default();
        let xml = convert(&Source::new(json.as_str()), Form::Xml, None);
        assert!(xml.as_ref().is_ok_and(|it| it.contains("outer")), "{xml:?}");
    }
}
