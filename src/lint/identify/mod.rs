//! What a text is: a document of CloudFront and which one, in which envelope and of which version;
//! or something else.
//!
//! What lives here: the question and its answers. The notations are in [`xml`] and [`json`]; what
//! makes a file a CloudFront document is in [`evidence`]. What does not: checking the document.

mod begun;
pub(crate) mod encoding;
mod envelope;
mod evidence;
mod json;
mod namespace;
pub(crate) mod notation;
mod other_documents;
mod parameters;
pub(crate) mod response;
mod skeleton;
pub(crate) mod written_for;
mod wrong_wrapper;
mod xml;

use crate::lint::fault::{Builtin, Fault, UnknownRoot, Wrapper};
use crate::lint::wording::{Argument, phrasing};
use crate::model::schema::{Envelope, Root, Schema, ShapeId, Use, Version, period};
use crate::text::{Applicability, Span};
use crate::tree::{Form, NodeId, Tree};

/// A document of CloudFront.
#[derive(Debug)]
pub(super) struct Identified<'t> {
    pub(super) root: &'static Root,
    pub(super) node: NodeId,
    pub(super) version: Version,
    pub(super) envelope: Option<&'static Envelope>,
    /// The `ETag` inside the file.
    pub(super) etag: Option<String>,
    pub(super) faults: Vec<Fault<'t>>,
}

impl Identified<'_> {
    /// The same without what is wrong with it, which quotes the text.
    pub(super) fn without_faults(&self) -> Identified<'static> {
        Identified {
            root: self.root,
            node: self.node,
            version: self.version,
            envelope: self.envelope,
            etag: self.etag.clone(),
            faults: Vec::new(),
        }
    }

    /// The shape of the document. The input of a command that is a document itself has the other
    /// parameters next to its members.
    pub(super) fn shape(&self) -> ShapeId {
        self.envelope
            .filter(|envelope| envelope.path.is_empty())
            .and_then(|envelope| envelope.shape)
            .unwrap_or(self.root.shape)
    }

    /// Whether the file is a response of the service.
    pub(super) fn is_answer(&self) -> bool {
        self.root.usage == Use::Response
            || self
                .envelope
                .is_some_and(|envelope| envelope.usage == Use::Response)
    }

    /// Whether the file may be another request once the keys around the document have the names
    /// that were probably meant.
    pub(super) fn is_guessed(&self) -> bool {
        let is_guess = |fault: &Fault<'_>| {
            fault.builtin() == Some(Builtin::WrapperMisspelt(Wrapper::Argument))
                && fault.applicability == Some(Applicability::Unsafe)
        };
        self.faults.iter().any(is_guess)
    }

    /// Whether the file is the input of a command that asks for an ETag, even if it has none.
    pub(super) fn is_update_argument(&self) -> bool {
        self.envelope
            .is_some_and(|envelope| envelope.usage == Use::Request && envelope.etag.is_some())
    }
}

/// What a text is.
#[derive(Debug)]
pub(super) enum Outcome<'t> {
    Ours(Identified<'t>),
    /// A document of CloudFront whose root cannot be checked; the findings give the reason.
    Unknown(Vec<Fault<'t>>),
    /// Something else; a sentence where it is known what.
    Foreign(Option<String>),
}

/// Finds out what a tree is. `wanted` is the version to check it by, where one was named.
pub(super) fn identify<'t>(
    tree: &'t Tree<'_>,
    schema: &'static Schema,
    wanted: Option<Version>,
) -> Outcome<'t> {
    let Some(node) = tree.root() else {
        return Outcome::Foreign(None);
    };
    match tree.form() {
        Form::Xml => xml::identify(tree, schema, wanted, node),
        Form::Json => json::identify(tree, schema, wanted, node),
        Form::Yaml | Form::Hcl => Outcome::Foreign(None),
    }
}

/// Whether a text of which nothing could be read is the beginning of a document.
pub(super) fn is_begun(tree: &Tree<'_>, schema: &Schema) -> bool {
    tree.root().is_none() && begun::is_root(tree.source().text(), schema)
}

/// The fault of a root that the version does not have.
fn root_of_other_version(
    schema: &'static Schema,
    root: &Root,
    version: Version,
    place: Span,
) -> Fault<'static> {
    let mut fault = Fault::new(Builtin::RootUnknown(UnknownRoot::Version), place);
    fault.argument("root", Argument::value(schema.name_text(root.name)));
    fault.argument("period", period(schema, root.versions));
    fault.argument("version", version_name(schema, version));
    fault.argument(
        "move",
        phrasing::move_advice(schema, root.versions, version),
    );
    fault
}

fn version_name(schema: &'static Schema, version: Version) -> &'static str {
    &schema.version_info(version).name
}
