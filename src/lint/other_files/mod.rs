//! Documents besides the one that is checked: the policies, access controls, keys and
//! distributions that it names.
//!
//! What lives here: the files that a caller has ([`OtherFiles`]), found by what their resources are
//! named by, and the [managed](managed) resources that exist in every account. What does not: what
//! rules ask of them, which is a path like any other (`@documents/…`).

mod at_hand;
pub(crate) mod managed;
mod settings;

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use crate::builtin;
use crate::lint::previous::Previous;
use crate::model::schema::{NameId, Root, ValueKind};
use crate::tree::{NodeId, Tree};

pub(crate) use at_hand::AtHand;

/// Bytes of a text that is looked up at most; no name or ARN is longer.
const LONGEST: usize = 2_048;

/// Other files, which define what a document refers to: the answers and inputs of commands
/// with policies, access controls, keys and distributions, found by their `Id`, ARN or domain name;
/// and for a Terraform file those of its folder, with `locals` and the values of variables.
///
/// They are read once. A clone shares what was read.
///
/// ```
/// use cloudfront_lint::{OtherFiles, Linter};
///
/// let control = r#"{"OriginAccessControl": {"Id": "E327GJI25M56DG", "OriginAccessControlConfig": {
///     "Name": "assets", "SigningProtocol": "sigv4", "SigningBehavior": "always",
///     "OriginAccessControlOriginType": "lambda"}}}"#;
/// let linter = Linter::new().other_files(&OtherFiles::new([control]));
/// let base = std::fs::read_to_string("fixtures/base/distribution-2020-05-31.xml")?;
/// let place = "<S3OriginConfig>";
/// let control = "<OriginAccessControlId>E327GJI25M56DG</OriginAccessControlId><S3OriginConfig>";
/// let config = base.replacen(place, control, 1);
/// let report = linter.lint(&config);
/// assert_eq!(report.findings()[0].rule, "access-control-not-for-bucket");
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Clone, Default)]
pub struct OtherFiles(Arc<Known>);

#[derive(Default)]
struct Known {
    documents: Vec<Previous>,
    /// What they are found by.
    index: HashMap<Key, Entry>,
    /// The files that are not documents themselves.
    texts: Vec<Arc<str>>,
}

/// The root of a document, a member of it and its text.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
struct Key {
    root: NameId,
    /// `None` for one of those that a configuration cannot be without, such as its name.
    member: Option<NameId>,
    text: Box<str>,
}

impl Key {
    fn new(root: NameId, member: NameId, text: &str) -> Self {
        Self {
            root,
            member: Some(member),
            text: text.into(),
        }
    }

    fn of_name(root: NameId, text: &str) -> Self {
        Self {
            root,
            member: None,
            text: text.into(),
        }
    }
}

/// A document by its number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Entry {
    document: usize,
    /// Whether others have the same text, so that nobody knows which of them is meant.
    is_ambiguous: bool,
}

impl OtherFiles {
    /// Reads files. What is neither a CloudFront document nor part of a Terraform configuration
    /// changes nothing.
    pub fn new<T: AsRef<[u8]>>(files: impl IntoIterator<Item = T>) -> Self {
        let mut known = Known::default();
        for file in files {
            known.add(file.as_ref());
        }
        Self(Arc::new(known))
    }

    /// The files that are not documents themselves, in their order.
    pub(super) fn texts(&self) -> &[Arc<str>] {
        &self.0.texts
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.0.documents.is_empty() && self.0.texts.is_empty()
    }

    /// The document whose member has a text.
    fn find(&self, root: NameId, member: NameId, text: &str) -> Option<usize> {
        if self.0.index.is_empty() {
            return None;
        }
        let entry = self.0.index.get(&Key::new(root, member, text))?;
        (!entry.is_ambiguous).then_some(entry.document)
    }

    /// The configuration with this root that has a name.
    fn named(&self, config: NameId, name: &str) -> Option<usize> {
        let entry = self.0.index.get(&Key::of_name(config, name))?;
        (!entry.is_ambiguous).then_some(entry.document)
    }

    fn document(&self, index: usize) -> Option<&Previous> {
        self.0.documents.get(index)
    }
}

impl Known {
    fn add(&mut self, file: &[u8]) {
        let is_document =
            |first: Option<&u8>| matches!(first, Some(b'<' | b'{' | 0xef | 0xfe | 0xff));
        if !is_document(file.iter().find(|byte| !byte.is_ascii_whitespace())) {
            self.texts
                .extend(std::str::from_utf8(file).ok().map(Arc::from));
            return;
        }
        let document = Previous::parse(file);
        let index = self.documents.len();
        let keys = keys(&document);
        if keys.is_empty() {
            return;
        }
        for key in keys {
            let entry = Entry {
                document: index,
                is_ambiguous: false,
            };
            self.index
                .entry(key)
                .and_modify(|known| known.is_ambiguous |= known.document != index)
                .or_insert(entry);
        }
        self.documents.push(document);
    }
}

/// What a document is found by: the texts next to its configuration, and the names of one that is
/// alone in its file.
fn keys(document: &Previous) -> Vec<Key> {
    let Some(identified) = document.identified() else {
        return Vec::new();
    };
    let schema = &builtin::SCHEMA;
    let tree = document.tree();
    let root = identified.root;
    let mut keys = Vec::new();
    let around = tree.node(identified.node).parent();
    let outer = schema.roots.iter().find(|it| it.config == Some(root.name));
    match outer.zip(around) {
        Some((outer, around)) => keys.extend(texts(&tree, around, outer)),
        None => keys.extend(texts(&tree, identified.node, root)),
    }
    if outer.is_some() {
        let shape = schema.shape(root.shape);
        let names = texts(&tree, identified.node, root).filter(|key| {
            let member = key
                .member
                .and_then(|name| shape.member(name, schema.newest()));
            member.is_some_and(|it| {
                it.value == ValueKind::String && it.required.contains(schema.newest())
            })
        });
        keys.extend(names.map(|key| Key {
            member: None,
            ..key
        }));
    }
    keys
}

/// The texts in an element, as keys of a root.
fn texts<'t>(
    tree: &'t Tree<'t>,
    node: NodeId,
    root: &'static Root,
) -> impl Iterator<Item = Key> + 't {
    tree.children(node).filter_map(|child| {
        let text = tree.text(child);
        let is_text = !tree.node(child).has_children() && !text.is_empty() && text.len() <= LONGEST;
        let member = builtin::SCHEMA.name(tree.name(child))?;
        is_text.then(|| Key::new(root.name, member, text))
    })
}

/// Without the texts of the files.
impl fmt::Debug for OtherFiles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OtherFiles")
            .field("documents", &self.0.documents)
            .field("texts", &self.0.texts.len())
            .finish()
    }
}
