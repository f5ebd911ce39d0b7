//! The documents at hand in one run: each bound to its shapes when the first path leads into it.

use std::cell::{Cell, OnceCell, RefCell};
use std::fmt;

use super::{OtherFiles, managed};
use crate::builtin;
use crate::lint::bind::Options;
use crate::lint::document::Document;
use crate::lint::pipeline::bound;
use crate::lint::previous::Previous;
use crate::model::schema::NameId;
use crate::tree::Tree;

/// Other documents that one document may lead into. It can name more, about which nothing is known
/// then.
const MOST: usize = 64;

/// The documents besides the one that is checked. By default there are only the managed resources.
#[derive(Default)]
pub(crate) struct AtHand<'d> {
    other_files: Option<&'d OtherFiles>,
    names: &'d [(String, String)],
    /// Which document is in which place.
    used: RefCell<Vec<Which>>,
    places: OnceCell<Vec<OnceCell<Box<Place<'d>>>>>,
    /// Whether a document was asked for that is not at hand.
    has_missed: Cell<bool>,
}

/// A document by its number.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Which {
    Given(usize),
    Managed(usize),
}

/// One of the documents.
#[derive(Default)]
struct Place<'d> {
    parsed: OnceCell<Option<Previous>>,
    tree: OnceCell<Option<Tree<'d>>>,
    document: OnceCell<Option<Document<'d>>>,
}

/// A document that was found.
pub(crate) struct Other<'d> {
    pub(crate) document: &'d Document<'d>,
    /// The name of the configuration, where that is all of the document.
    pub(crate) config: Option<NameId>,
}

impl<'d> AtHand<'d> {
    /// `names` has the ids of resources with their names.
    pub(crate) fn new(other_files: &'d OtherFiles, names: &'d [(String, String)]) -> Self {
        Self {
            other_files: Some(other_files),
            names,
            ..Self::default()
        }
    }

    /// Whether a document was asked for that is not at hand.
    pub(crate) fn has_missed(&self) -> bool {
        self.has_missed.get()
    }

    /// The document with a root, a member of which has a text.
    pub(crate) fn find(&'d self, root: NameId, member: NameId, text: &str) -> Option<Other<'d>> {
        let found = self.given(root, member, text);
        let found = found.or_else(|| managed::position(root, text).map(Which::Managed));
        if found.is_none() && managed::named(text).is_none() {
            self.has_missed.set(true);
        }
        let mut other = self.document(found?)?;
        other.config = other.config.filter(|name| *name != root);
        Some(other)
    }

    /// The number of a document that was given.
    fn given(&self, root: NameId, member: NameId, text: &str) -> Option<Which> {
        let other_files = self.other_files?;
        let by_name = || {
            let (_, name) = self.names.iter().find(|(id, _)| id == text)?;
            let mut roots = builtin::SCHEMA.roots.iter();
            let config = roots.find(|it| it.name == root)?.config?;
            other_files.named(config, name)
        };
        let found = other_files.find(root, member, text).or_else(by_name)?;
        Some(Which::Given(found))
    }

    /// The document of a number, with the name of its root.
    fn document(&'d self, which: Which) -> Option<Other<'d>> {
        let place = {
            let mut used = self.used.borrow_mut();
            match used.iter().position(|it| *it == which) {
                Some(known) => known,
                None if used.len() == MOST => return None,
                None => {
                    used.push(which);
                    used.len() - 1
                }
            }
        };
        let places = self
            .places
            .get_or_init(|| std::iter::repeat_with(OnceCell::new).take(MOST).collect());
        let place = places.get(place)?.get_or_init(Box::default);
        let parse = || match which {
            Which::Given(index) => self.other_files?.document(index).cloned(),
            Which::Managed(index) => managed::parsed(index),
        };
        let parsed = place.parsed.get_or_init(parse).as_ref()?;
        let tree = place.tree.get_or_init(|| Some(parsed.tree())).as_ref()?;
        let document = place.document.get_or_init(|| {
            let identified = parsed.identified()?;
            let (document, _) = bound(&builtin::SCHEMA, tree, identified, Options::default());
            Some(document)
        });
        Some(Other {
            document: document.as_ref()?,
            config: Some(parsed.identified()?.root.name),
        })
    }
}

/// Without the documents.
impl fmt::Debug for AtHand<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AtHand")
            .field("other_files", &self.other_files)
            .finish_non_exhaustive()
    }
}
