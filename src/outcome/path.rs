//! Where an element is: [`ElementPath`]. What its parts are called is for [lint](mod@crate::lint)
//! to say.

use std::borrow::Cow;
use std::fmt::{self, Write as _};
use std::sync::Arc;

use smallvec::SmallVec;

/// The longest name that is written whole, in characters. Those of the API are shorter.
const LONGEST: usize = 64;
/// How much of a longer name is written.
const HEAD: usize = 40;
/// The usual number of elements in a path, for reserving room.
const USUAL_DEPTH: usize = 16;

/// The path of an element from the root: `DistributionConfig/Origins/Items/Origin[2]/Id`.
///
/// It is written when it is displayed. Paths of neighbours share what is above them, so that many
/// findings far down cost little. A name of more than 64 characters is cut, and shows its length.
///
/// ```
/// let batch = r#"{"Paths": {"Quantity": 2, "Items": ["/*"]}, "CallerReference": "one"}"#;
/// let report = cloudfront_lint::lint(batch);
/// let path = &report.findings()[0].path;
/// assert_eq!(path.to_string(), "InvalidationBatch/Paths/Quantity");
/// ```
#[derive(Clone, PartialEq, Eq, Default)]
pub struct ElementPath {
    last: Option<Arc<Part>>,
}

/// An element on the way.
#[derive(PartialEq, Eq)]
struct Part {
    above: Option<Arc<Self>>,
    name: Cow<'static, str>,
    /// 1-based among the items of its list; 0 for what is not an item.
    ordinal: u32,
    /// The text that names an item.
    label: Option<Box<str>>,
}

impl ElementPath {
    /// The path of an element below this one.
    pub(crate) fn child(&self, name: &str, ordinal: u32, label: Option<Box<str>>) -> Self {
        let name = cut(name).unwrap_or_else(|| name.to_owned());
        self.below(name.into(), ordinal, label)
    }

    /// The path of an element below this one whose name is in the program.
    pub(crate) fn member(&self, name: &'static str, ordinal: u32, label: Option<Box<str>>) -> Self {
        let name = cut(name).map_or(Cow::Borrowed(name), Cow::Owned);
        self.below(name, ordinal, label)
    }

    fn below(&self, name: Cow<'static, str>, ordinal: u32, label: Option<Box<str>>) -> Self {
        let part = Part {
            above: self.last.clone(),
            name,
            ordinal,
            label,
        };
        Self {
            last: Some(Arc::new(part)),
        }
    }

    /// A path that is known as text alone.
    pub(crate) fn of_text(text: &str) -> Self {
        let part = Part {
            above: None,
            name: text.to_owned().into(),
            ordinal: 0,
            label: None,
        };
        Self {
            last: (!text.is_empty()).then(|| Arc::new(part)),
        }
    }

    /// Whether there is no element.
    pub fn is_empty(&self) -> bool {
        self.last.is_none()
    }

    /// The same path with the name of an item instead of its number, so that it stays the same when
    /// items move: `DistributionConfig/Origins/Items/Origin[api]/Id`.
    pub fn with_names(&self) -> String {
        self.written(true)
    }

    fn written(&self, named: bool) -> String {
        /// Room for a slash, brackets and a number.
        const SPARE: usize = 8;
        let up = || std::iter::successors(self.last.as_deref(), |part| part.above.as_deref());
        let length = |part: &Part| {
            let label = part.label.as_ref().filter(|_| named);
            SPARE + part.name.len() + label.map_or(0, |label| label.len())
        };
        let mut out = String::with_capacity(up().map(length).sum());
        let parts: SmallVec<[&Part; USUAL_DEPTH]> = up().collect();
        for (index, part) in parts.into_iter().rev().enumerate() {
            // A nameless item is written behind its list.
            if index > 0 && !(part.name.is_empty() && part.ordinal > 0) {
                out.push('/');
            }
            out.push_str(&part.name);
            match &part.label {
                Some(label) if named => {
                    out.push('[');
                    out.push_str(label);
                    out.push(']');
                }
                _ if part.ordinal > 0 => {
                    let _infallible = write!(out, "[{}]", part.ordinal);
                }
                _ => {}
            }
        }
        out
    }
}

impl fmt::Display for ElementPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written(false))
    }
}

/// As text, like a `String`.
impl fmt::Debug for ElementPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.to_string().fmt(f)
    }
}

impl PartialEq<str> for ElementPath {
    fn eq(&self, other: &str) -> bool {
        *self.to_string() == *other
    }
}

impl PartialEq<&str> for ElementPath {
    fn eq(&self, other: &&str) -> bool {
        self == *other
    }
}

/// A name as a path has it, where that is not the whole.
fn cut(name: &str) -> Option<String> {
    if name.len() <= LONGEST {
        return None;
    }
    let length = name.chars().count();
    let head = || -> String { name.chars().take(HEAD).collect() };
    (length > LONGEST).then(|| format!("{}… ({length} characters)", head()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_written_with_numbers_or_names() {
        let list = ElementPath::default().child("Origins", 0, None);
        let item = list.child("Origin", 2, Some("api".into()));
        let id = item.child("Id", 0, None);
        assert_eq!(id, "Origins/Origin[2]/Id");
        assert_eq!(id.with_names(), "Origins/Origin[api]/Id");
        assert_eq!(list.child("", 3, None).to_string(), "Origins[3]");
        assert!(ElementPath::default().is_empty());
    }

    #[test]
    fn a_long_name_is_cut_and_shows_its_length() {
        let path = ElementPath::default().child(&"ä".repeat(2_000_000), 0, None);
        assert_eq!(
            path,
            format!("{}… (2000000 characters)", "ä".repeat(40)).as_str()
        );
        let whole = "ä".repeat(64);
        assert_eq!(
            ElementPath::default().child(&whole, 0, None),
            whole.as_str()
        );
    }

    #[test]
    fn paths_share_what_is_above_them() {
        let list = ElementPath::default().child("Items", 0, None);
        let [one, other] = ["a", "b"].map(|name| list.child(name, 0, None));
        let above = |path: &ElementPath| path.last.clone().and_then(|part| part.above.clone());
        let same = above(&one).zip(above(&other));
        assert!(same.is_some_and(|(one, other)| Arc::ptr_eq(&one, &other)));
    }
}
