//! `docs/shapes.md` lists the shapes that rules can name. `BLESS=1` writes it.

use std::collections::BTreeMap;

use cloudfront_lint::internal::builtin::SCHEMA;
use cloudfront_lint::internal::model::schema::{Shape, ShapeKind, ValueKind};

use crate::support::stored;

const HEAD: &str = "# Shapes

What `at` of a [rule](rule-language.md) may begin with: the structures, each with the members that a
path may continue with. A member that is itself a structure is followed by its shape. Not every
member exists in every version; `cloudfront-lint why NAME` shows when.

";

fn members(shape: &Shape) -> String {
    let mut found: Vec<String> = Vec::new();
    for member in shape.members() {
        let name = SCHEMA.name_text(member.name);
        let text = match member.value {
            ValueKind::Structure(inner) => format!("`{name}` ({})", SCHEMA.shape(inner).name),
            ValueKind::List(_) => format!("`{name}[]`"),
            _ if !member.repeated.is_empty() => format!("`{name}[]`"),
            _ => format!("`{name}`"),
        };
        if !found.contains(&text) {
            found.push(text);
        }
    }
    found.join(", ")
}

fn page() -> String {
    let mut families: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut rows: BTreeMap<&str, String> = BTreeMap::new();
    for shape in SCHEMA
        .shapes
        .iter()
        .filter(|shape| matches!(shape.kind, ShapeKind::Structure { .. }))
    {
        rows.insert(&shape.name, members(shape));
        if let Some(family) = &shape.family {
            families.entry(family).or_default().push(&shape.name);
        }
    }
    let mut out = HEAD.to_owned();
    out.push_str("| family | shapes |\n| --- | --- |\n");
    for (family, shapes) in families {
        out.push_str(&format!("| {family} | {} |\n", shapes.join(", ")));
    }
    out.push_str("\n| shape | members |\n| --- | --- |\n");
    for (name, members) in rows {
        out.push_str(&format!("| {name} | {members} |\n"));
    }
    out
}

#[test]
fn the_page_of_shapes_is_up_to_date() {
    stored::file("docs/shapes.md", &page());
}
