//! RELAX NG in its XML syntax. `interleave` leaves the order open, also of members that repeat.

use super::Described;
use crate::model::schema::{Member, Shape, ShapeKind, ValueKind};
use crate::text::escape::xml;

/// Attributes of other namespaces, such as `xsi:schemaLocation`.
const OTHER_ATTRIBUTES: &str = "\
      <zeroOrMore>
        <attribute>
          <anyName>
            <except><nsName ns=\"\"/></except>
          </anyName>
        </attribute>
      </zeroOrMore>
";

/// The schema as text.
pub(super) fn written(document: &Described) -> String {
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <!-- {} -->\n\
         <grammar xmlns=\"http://relaxng.org/ns/structure/1.0\" ns=\"{}\" \
         datatypeLibrary=\"http://www.w3.org/2001/XMLSchema-datatypes\">\n  \
         <start>\n    <element name=\"{}\">\n{OTHER_ATTRIBUTES}      <ref name=\"{}\"/>\n    \
         </element>\n  </start>\n",
        document.title(),
        xml::escaped(document.namespace()),
        document.name(document.root.name),
        document.shape_name(document.root.shape),
    );
    for (name, shape) in document.shapes() {
        text.push_str(&format!("  <define name=\"{name}\">\n"));
        match &shape.kind {
            ShapeKind::Structure { .. } => structure(&mut text, document, shape),
            ShapeKind::List { .. } => list(&mut text, document, shape),
            ShapeKind::Enum { .. } => enumeration(&mut text, document, shape),
        }
        text.push_str("  </define>\n");
    }
    text.push_str("</grammar>\n");
    text
}

fn structure(text: &mut String, document: &Described, shape: &'static Shape) {
    let choices = document.choices(shape);
    if document.members(shape).next().is_none() {
        text.push_str("    <empty/>\n");
        return;
    }
    text.push_str("    <interleave>\n");
    for member in document.members(shape) {
        if document.choice(member).is_some() {
            continue;
        }
        let around = match (document.is_repeated(member), document.is_required(member)) {
            (true, true) => Some("oneOrMore"),
            (true, false) => Some("zeroOrMore"),
            (false, true) => None,
            (false, false) => Some("optional"),
        };
        element(text, document, member, around);
    }
    for names in choices.values() {
        text.push_str("      <choice>\n");
        for member in document.members(shape) {
            if names.contains(&document.name(member.name)) {
                element(text, document, member, None);
            }
        }
        text.push_str("      </choice>\n");
    }
    text.push_str("    </interleave>\n");
}

fn list(text: &mut String, document: &Described, shape: &'static Shape) {
    text.push_str("    <zeroOrMore>\n      <choice>\n");
    for item in document.members(shape) {
        element(text, document, item, None);
    }
    text.push_str("      </choice>\n    </zeroOrMore>\n");
}

fn enumeration(text: &mut String, document: &Described, shape: &'static Shape) {
    let Some(values) = document.values(shape) else {
        text.push_str("    <data type=\"string\"/>\n");
        return;
    };
    text.push_str("    <choice>\n");
    for value in values {
        text.push_str(&format!("      <value>{}</value>\n", xml::escaped(value)));
    }
    text.push_str("    </choice>\n");
}

fn element(text: &mut String, document: &Described, member: &'static Member, around: Option<&str>) {
    let content = match member.value {
        ValueKind::Boolean => "<data type=\"boolean\"/>".to_owned(),
        ValueKind::Integer => "<data type=\"int\"/>".to_owned(),
        ValueKind::Long => "<data type=\"long\"/>".to_owned(),
        ValueKind::Double => "<data type=\"double\"/>".to_owned(),
        ValueKind::Timestamp => "<data type=\"dateTime\"/>".to_owned(),
        ValueKind::Empty => "<empty/>".to_owned(),
        ValueKind::Any | ValueKind::String => "<data type=\"string\"/>".to_owned(),
        ValueKind::Enum(shape) | ValueKind::Structure(shape) | ValueKind::List(shape) => {
            format!("<ref name=\"{}\"/>", document.shape_name(shape))
        }
    };
    let name = document.name(member.name);
    let (open, close) = around.map_or_else(<(String, String)>::default, |around| {
        (format!("<{around}>"), format!("</{around}>"))
    });
    text.push_str(&format!(
        "      {open}<element name=\"{name}\">{content}</element>{close}\n"
    ));
}
