//! Files that contain a document, and documents that are not checked.

use super::{List, ShapeId, Text, Use};

/// A way in which a JSON file can contain a document, recognized by the keys of its outermost
/// object.
///
/// It applies when all of `needs`, none of `without` and at least `least` of `some` are there,
/// nothing else where it is `closed`, and `path` leads to an object. The first that applies counts.
#[derive(Clone, Debug)]
pub struct Envelope {
    /// The name of the form, for people: "output of `aws cloudfront get-distribution-config`".
    pub name: Text,
    /// The shape of the outermost object; `None` where the file is not for this tool.
    pub shape: Option<ShapeId>,
    /// Keys that must all be there.
    pub needs: List<Text>,
    /// Keys of which some must be there.
    pub some: List<Text>,
    /// How many of `some` must be there.
    pub least: u8,
    /// Keys none of which may be there.
    pub without: List<Text>,
    /// Whether no key may be there that is not a member of the shape, or nearly one.
    pub closed: bool,
    /// Keys whose texts must have a format, an index into the formats; of a list, all of its texts.
    pub holds: List<(Text, u16)>,
    /// Keys that one of the objects inside the object at the end of the path must have.
    pub inside: List<Text>,
    /// Where the root is inside: member names from outside in. Empty where the object is the root
    /// itself.
    pub path: List<Text>,
    /// The root it contains, as an index into the roots of the [`Schema`](super::Schema), or `None`
    /// where the file is not for this tool.
    pub root: Option<u16>,
    /// Whether it is the input of a command or its output.
    pub usage: Use,
    /// The key whose text is the `ETag` of the resource that the document describes.
    pub etag: Option<Text>,
    /// What to say when the file is not for this tool.
    pub refusal: Option<Text>,
}

impl Envelope {
    /// Whether a file with these keys in its outermost object has this form. Whether case counts is
    /// the caller's choice.
    pub fn applies(&self, has: impl Fn(&str) -> bool) -> bool {
        self.needs.iter().all(|key| has(key))
            && !self.without.iter().any(|key| has(key))
            && self.some.iter().filter(|key| has(key)).count() >= usize::from(self.least)
    }
}

/// A document of the API that is not checked.
#[derive(Clone, Debug)]
pub struct Unchecked {
    /// The name of its root.
    pub name: Text,
    /// Those of its members that no other program's documents are likely to have.
    pub members: List<Text>,
    /// What helps instead; the end of a sentence.
    pub instead: Option<Text>,
}
