//! Which parts of a document are never shown: the values of members that
//! the service keeps secret.

use std::collections::HashSet;

use crate::builtin::SCHEMA;
use crate::model::schema::Shape;
use crate::text::{Source, Span};
use crate::tree;
use crate::tree::NodeId;

/// The ranges of secret values, sorted. A member is secret wherever its name is, so that one in the
/// wrong place is too.
pub(super) fn secrets(source: &Source<'_>) -> Vec<Span> {
    let members = SCHEMA.shapes.iter().flat_map(Shape::members);
    let names: HashSet<&str> = members
        .filter(|member| member.sensitive)
        .map(|member| SCHEMA.name_text(member.name))
        .collect();
    let (tree, _) = tree::parse(source);
    let values = tree.nodes().iter().enumerate().filter(|(index, node)| {
        !node.has_children() && names.contains(tree.name(NodeId::from_index(*index)))
    });
    values.map(|(_, node)| node.content).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secret_values_are_found_in_both_notations() {
        for text in [
            "<OriginCustomHeader><HeaderName>a</HeaderName><HeaderValue>s3cret</HeaderValue></OriginCustomHeader>",
            r#"{"Nowhere": {"HeaderName": "a", "HeaderValue": "s3cret"}}"#,
        ] {
            let source = Source::new(text);
            let found: Vec<&str> = secrets(&source)
                .iter()
                .map(|it| source.slice(*it))
                .collect();
            assert_eq!(found, ["s3cret"]);
        }
    }
}
