//! The resources that AWS manages, which have the same id in every account: `rules/managed/`.

use std::sync::OnceLock;

use crate::builtin;
use crate::lint::previous::Previous;
use crate::model::managed::Managed;
use crate::model::schema::NameId;

/// The digits of an id up to its first hyphen.
const FIRST_DIGITS: usize = 8;

/// The resource with an id.
pub(crate) fn named(id: &str) -> Option<&'static Managed> {
    let is_it = |it: &&Managed| it.id.eq_ignore_ascii_case(id);
    builtin::MANAGED.iter().find(is_it)
}

/// The resource whose id has the same first digits as another id.
pub(crate) fn similar(id: &str) -> Option<&'static Managed> {
    let digits = id.get(..FIRST_DIGITS)?;
    let is_similar = |it: &&Managed| {
        let known = it.id.get(..FIRST_DIGITS);
        known.is_some_and(|known| known.eq_ignore_ascii_case(digits))
    };
    builtin::MANAGED.iter().find(is_similar)
}

/// The resources of a kind.
pub(crate) fn of_kind(root: NameId) -> impl Iterator<Item = &'static Managed> {
    builtin::MANAGED.iter().filter(move |it| it.root == root)
}

/// The number of the resource of a kind with an id.
pub(super) fn position(root: NameId, id: &str) -> Option<usize> {
    let is_it = |it: &Managed| it.root == root && it.id.eq_ignore_ascii_case(id);
    builtin::MANAGED.iter().position(is_it)
}

/// The document of a resource, which is parsed once.
pub(super) fn parsed(index: usize) -> Option<Previous> {
    static PARSED: OnceLock<Vec<OnceLock<Previous>>> = OnceLock::new();
    let parsed = PARSED.get_or_init(|| {
        let none = std::iter::repeat_with(OnceLock::new);
        none.take(builtin::MANAGED.len()).collect()
    });
    let managed = builtin::MANAGED.get(index)?;
    let parse = || Previous::parse(managed.document.as_ref());
    Some(parsed.get(index)?.get_or_init(parse).clone())
}

impl Managed {
    /// The kind and the name, for people: "managed cache policy `CachingDisabled`".
    pub(crate) fn in_words(&self) -> String {
        let kind = kind_in_words(builtin::SCHEMA.name_text(self.root));
        format!("managed {kind} `{}`", self.name)
    }
}

/// The name of a root as words: "cache policy".
pub(crate) fn kind_in_words(root: &str) -> String {
    let mut words = String::with_capacity(root.len() + 2);
    for letter in root.chars() {
        if letter.is_ascii_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.push(letter.to_ascii_lowercase());
    }
    words
}
