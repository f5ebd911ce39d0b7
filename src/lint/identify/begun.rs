//! XML that breaks off in the start tag of its root, as a text does while it is typed: there is no
//! element yet, and the beginning of the tag shows what it will be.

use crate::lint::identify::namespace;
use crate::model::schema::Schema;

/// Letters of a root's name that are enough to recognize it, and of its namespace.
const ENOUGH: usize = 8;

/// Whether the first tag of a text is that of a root, as far as it goes.
pub(super) fn is_root(text: &str, schema: &Schema) -> bool {
    let Some(behind) = first_tag(text) else {
        return false;
    };
    let end = behind
        .find(|it: char| !(it.is_alphanumeric() || matches!(it, '_' | '-' | '.' | ':')))
        .unwrap_or(behind.len());
    let (tag, attributes) = behind.split_at(end);
    let name = tag.rsplit(':').next().unwrap_or_default();
    let is_cut = attributes.is_empty() && name.len() >= ENOUGH;
    let mut roots = schema
        .roots
        .iter()
        .filter(|root| root.api.is_none())
        .map(|root| schema.name_text(root.name));
    // Other programs have documents with generic names, or with names that begin so.
    let mut generic = schema.generic.iter();
    if generic.any(|generic| generic.starts_with(name)) {
        return roots.any(|root| root == name) && declares_namespace(attributes, schema);
    }
    roots.any(|root| root == name || is_cut && root.starts_with(name))
}

/// Whether attributes declare a namespace of CloudFront, as far as they go.
fn declares_namespace(attributes: &str, schema: &Schema) -> bool {
    let Some((_, value)) = attributes.split_once("xmlns") else {
        return false;
    };
    let value = value.trim_start_matches(|it: char| it == '=' || it.is_whitespace());
    let value = value.trim_start_matches(['"', '\'']);
    let stem = namespace::stem(schema);
    value.starts_with(stem) || value.len() > ENOUGH && stem.starts_with(value)
}

/// What follows the `<` of the first tag, behind the declaration and comments.
fn first_tag(text: &str) -> Option<&str> {
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    loop {
        let end = if rest.starts_with("<?") {
            "?>"
        } else if rest.starts_with("<!--") {
            "-->"
        } else {
            return rest.strip_prefix('<');
        };
        rest = rest.split_once(end)?.1.trim_start();
    }
}
