//! XML Schema 1.0. Its `xs:all` leaves the order open, but has each member at most once: a
//! structure with members that repeat is a choice of any number of members, and of a choice each
//! member is optional.

use super::Described;
use crate::model::schema::{Member, Shape, ShapeKind, ValueKind};
use crate::text::escape::xml;

/// The schema as text.
pub(super) fn written(document: &Described) -> String {
    let namespace = document.namespace();
    let names = if namespace.is_empty() {
        String::new()
    } else {
        let namespace = xml::escaped(namespace);
        format!(" targetNamespace=\"{namespace}\" xmlns=\"{namespace}\"")
    };
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <!-- {} -->\n\
         <xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\"{names} \
         elementFormDefault=\"qualified\">\n  \
         <xs:element name=\"{}\" type=\"{}\"/>\n",
        document.title(),
        document.name(document.root.name),
        document.shape_name(document.root.shape),
    );
    for (name, shape) in document.shapes() {
        match &shape.kind {
            ShapeKind::Structure { .. } => structure(&mut text, document, name, shape),
            ShapeKind::List { .. } => list(&mut text, document, name, shape),
            ShapeKind::Enum { .. } => enumeration(&mut text, document, name, shape),
        }
    }
    text.push_str("</xs:schema>\n");
    text
}

fn structure(text: &mut String, document: &Described, name: &str, shape: &'static Shape) {
    let mut members = document.members(shape).peekable();
    if members.peek().is_none() {
        text.push_str(&format!("  <xs:complexType name=\"{name}\"/>\n"));
        return;
    }
    let repeats = members.clone().any(|member| document.is_repeated(member));
    let (group, bounds) = if repeats {
        ("choice", " minOccurs=\"0\" maxOccurs=\"unbounded\"")
    } else {
        ("all", "")
    };
    text.push_str(&format!(
        "  <xs:complexType name=\"{name}\">\n    <xs:{group}{bounds}>\n"
    ));
    for member in members {
        let is_optional = !repeats && !document.is_required(member);
        let occurs = if is_optional { " minOccurs=\"0\"" } else { "" };
        element(text, document, member, occurs);
    }
    text.push_str(&format!("    </xs:{group}>\n  </xs:complexType>\n"));
}

fn list(text: &mut String, document: &Described, name: &str, shape: &'static Shape) {
    text.push_str(&format!(
        "  <xs:complexType name=\"{name}\">\n    \
         <xs:choice minOccurs=\"0\" maxOccurs=\"unbounded\">\n"
    ));
    for item in document.members(shape) {
        element(text, document, item, "");
    }
    text.push_str("    </xs:choice>\n  </xs:complexType>\n");
}

fn enumeration(text: &mut String, document: &Described, name: &str, shape: &'static Shape) {
    let Some(values) = document.values(shape) else {
        text.push_str(&format!(
            "  <xs:simpleType name=\"{name}\">\n    <xs:restriction base=\"xs:string\"/>\n  \
             </xs:simpleType>\n"
        ));
        return;
    };
    text.push_str(&format!(
        "  <xs:simpleType name=\"{name}\">\n    <xs:restriction base=\"xs:token\">\n"
    ));
    for value in values {
        let value = xml::escaped(value);
        text.push_str(&format!("      <xs:enumeration value=\"{value}\"/>\n"));
    }
    text.push_str("    </xs:restriction>\n  </xs:simpleType>\n");
}

fn element(text: &mut String, document: &Described, member: &'static Member, occurs: &str) {
    let name = document.name(member.name);
    if member.value == ValueKind::Empty {
        text.push_str(&format!(
            "      <xs:element name=\"{name}\"{occurs}>\n        <xs:complexType/>\n      \
             </xs:element>\n"
        ));
        return;
    }
    let kind = match member.value {
        ValueKind::Boolean => "xs:boolean",
        ValueKind::Integer => "xs:int",
        ValueKind::Long => "xs:long",
        ValueKind::Double => "xs:double",
        ValueKind::Timestamp => "xs:dateTime",
        ValueKind::Any | ValueKind::Empty => "xs:anyType",
        ValueKind::String => "xs:string",
        ValueKind::Enum(shape) | ValueKind::Structure(shape) | ValueKind::List(shape) => {
            document.shape_name(shape)
        }
    };
    text.push_str(&format!(
        "      <xs:element name=\"{name}\" type=\"{kind}\"{occurs}/>\n"
    ));
}
