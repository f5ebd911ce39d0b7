//! A document in the other notation: XML to JSON and back, with everything in the same order; and
//! in a newer version.
//!
//! What lives here: writing the same document again. What it is and what its members are is known
//! from binding it to the shapes of its version ([lint](mod@crate::lint)). Whether it is valid is
//! not checked.

mod from_template;
mod place;
mod template;
mod to_json;
mod to_template;
mod to_xml;
mod upgrade;

pub use from_template::convert_resource;
pub use to_template::{Exported, convert_to_template};
pub use upgrade::{Upgraded, upgrade};

use crate::outcome::Error;
use crate::text::Source;
use crate::tree::{Form, SyntaxFault, SyntaxKind};
use crate::{builtin, lint};

/// The document in another notation, indented, with the members in their order and every value as
/// it is written.
///
/// `version` is the API version by which it is read and which its XML declares; by default that of
/// its namespace, else the newest. Comments are kept if the notation has them. What surrounds a
/// document in a JSON file, such as its `ETag`, is omitted. A document that is in the notation
/// already is formatted.
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
/// If it is not a document of the API, is not well-formed, or contains something that the other
/// notation cannot represent.
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
            check_notation(source, faults)?;
            match to {
                Form::Xml => to_xml::write(document, root),
                Form::Json => to_json::write(document, root),
                Form::Yaml | Form::Hcl => Err(Error::NotCloudFront),
            }
        },
    );
    written.unwrap_or(Err(Error::NotCloudFront))
}

/// An error where a text is not well-formed.
fn check_notation(source: &Source<'_>, faults: &[SyntaxFault]) -> Result<(), Error> {
    // A comment in JSON is not part of the tree, and XML allows it.
    let faults = || {
        faults
            .iter()
            .filter(|fault| fault.kind != SyntaxKind::CommentInJson)
    };
    let Some(first) = faults().next() else {
        return Ok(());
    };
    let place = source.position(first.span.start as usize);
    Err(Error::NotWellFormed {
        kind: first.kind.name(),
        count: faults().count(),
        line: place.line,
        column: place.column,
    })
}
