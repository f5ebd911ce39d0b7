//! The configuration that an update replaces: parsed once, compared with any number of documents.
//!
//! What lives here: [`Previous`], which a caller keeps, and [`Live`], which is what a run makes of
//! it. What does not: comparing, which is for the rules ([`evaluate`](super::evaluate)).

use std::fmt;
use std::sync::Arc;

use crate::builtin;
use crate::lint::bind;
use crate::lint::document::Document;
use crate::lint::identify::{self, Identified, Outcome};
use crate::lint::pipeline::{NESTING, bound};
use crate::lint::translate::{self, Reading};
use crate::model::schema::{Root, Schema};
use crate::text::Source;
use crate::tree::{self, Detached, Tree};

/// The live configuration of a resource, with which an update of it is compared: a configuration,
/// the response of a GET, or the file that the AWS CLI saved, in XML or JSON.
///
/// It is parsed once. A clone shares what was parsed, and so does every
/// [`Linter`](crate::Linter) that compares with it.
///
/// ```
/// use cloudfront_lint::{Linter, Operation, Previous};
///
/// let live = std::fs::read_to_string("fixtures/base/distribution-2020-05-31.xml")?;
/// let previous = Previous::parse(&live);
/// assert_eq!(previous.root(), Some("DistributionConfig"));
///
/// let next = live.replace("<CallerReference>", "<CallerReference>another-");
/// let linter = Linter::new()
///     .operation(Operation::Update)
///     .compare_with(&previous)
///     .if_match("E2QWRUHAPOMQZL");
/// let report = linter.lint(&next);
/// assert_eq!(report.findings()[0].rule, "caller-reference-changed");
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Clone)]
pub struct Previous {
    parsed: Arc<Parsed>,
    etag: Option<Arc<str>>,
}

struct Parsed {
    source: Source<'static>,
    tree: Detached,
    /// What it is; `None` where it is not a CloudFront document.
    identified: Option<Identified<'static>>,
}

impl Previous {
    /// Parses a document. Never fails: nothing is compared with what is not a CloudFront document,
    /// whose [`root`](Self::root) is `None`.
    pub fn parse(document: &(impl AsRef<[u8]> + ?Sized)) -> Self {
        let source = Source::decode(document.as_ref()).into_owned();
        let (tree, _) = tree::parse_with(&source, &NESTING);
        let is_document = matches!(translate::read(&source, &[]), Reading::Document)
            && identify::notation::foreign(source.text()).is_none();
        let identified = match identify::identify(&tree, &builtin::SCHEMA, None) {
            Outcome::Ours(identified) if is_document => Some(identified.without_faults()),
            _ => None,
        };
        let tree = tree.detach();
        let etag = identified.as_ref().and_then(|it| it.etag.as_deref());
        Self {
            etag: etag.map(Arc::from),
            parsed: Arc::new(Parsed {
                source,
                tree,
                identified,
            }),
        }
    }

    /// The same document with the ETag of the response that it was in, where that is a header.
    ///
    /// ```
    /// use cloudfront_lint::{Linter, Previous};
    ///
    /// let live = std::fs::read_to_string("fixtures/base/distribution-2020-05-31.xml")?;
    /// let previous = Previous::parse(&live).with_etag("E3THEIR0WN");
    /// let report = Linter::new().compare_with(&previous).if_match("E2QWRUHAPOMQZL").lint(&live);
    /// assert_eq!(report.findings()[0].rule, "etag-stale");
    /// # Ok::<(), std::io::Error>(())
    /// ```
    #[must_use]
    pub fn with_etag(mut self, etag: &str) -> Self {
        self.etag = Some(etag.into());
        self
    }

    /// The name of the root that was recognized: `DistributionConfig`. `None` for what is not a
    /// CloudFront document.
    pub fn root(&self) -> Option<&str> {
        let identified = self.parsed.identified.as_ref()?;
        Some(builtin::SCHEMA.name_text(identified.root.name))
    }

    /// The ETag that the document itself has, as a response that the AWS CLI saved does, or that it
    /// [was given](Self::with_etag).
    pub fn etag(&self) -> Option<&str> {
        self.etag.as_deref()
    }

    /// What it is, if it is a CloudFront document.
    pub(super) fn identified(&self) -> Option<&Identified<'static>> {
        self.parsed.identified.as_ref()
    }

    /// The tree, for one run.
    pub(super) fn tree(&self) -> Tree<'_> {
        self.parsed.tree.attach(&self.parsed.source)
    }
}

/// Without the text of the document.
impl fmt::Debug for Previous {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Previous")
            .field("root", &self.root())
            .field("source", &self.parsed.source)
            .finish_non_exhaustive()
    }
}

/// The previous document in one run, bound to its shapes.
pub(super) struct Live<'p> {
    pub(super) tree: &'p Tree<'p>,
    /// What it is and its members, where it is of the same kind: only such a document can be
    /// replaced.
    pub(super) same: Option<(&'p Identified<'static>, Document<'p>)>,
    etag: Option<&'p str>,
    /// Its root, where it is of another kind.
    pub(super) other_root: Option<&'static Root>,
}

impl<'p> Live<'p> {
    /// What a document that is to be replaced is. `root` is that of the new one.
    pub(super) fn new(
        schema: &'static Schema,
        previous: &'p Previous,
        tree: &'p Tree<'p>,
        root: &Root,
    ) -> Self {
        let mut live = Self {
            tree,
            same: None,
            etag: previous.etag(),
            other_root: None,
        };
        if let Some(identified) = &previous.parsed.identified {
            if identify::response::describe_the_same(identified.root, root, schema) {
                let (document, _) = bound(schema, tree, identified, bind::Options::default());
                live.same = Some((identified, document));
            } else {
                live.other_root = Some(identified.root);
            }
        }
        live
    }

    pub(super) fn document(&self) -> Option<&Document<'p>> {
        self.same.as_ref().map(|(_, document)| document)
    }

    pub(super) fn etag(&self) -> Option<&str> {
        self.etag.filter(|_| self.same.is_some())
    }
}
