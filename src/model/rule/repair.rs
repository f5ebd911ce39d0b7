//! How a rule's finding is repaired.

use super::Path;
use crate::model::schema::{List, NameId, Text};

/// How a rule's finding is repaired.
#[derive(Clone, Debug)]
pub enum Repair {
    /// The text of the target becomes this, placeholders filled in.
    Write(Text),
    /// The target is removed.
    Remove,
    /// The missing members among these are inserted into the target, each with this content.
    Insert(List<(NameId, Text)>),
    /// These members of the instance are removed.
    RemoveMembers(List<Path>),
    /// The text of the target is transformed.
    Transform(Transform),
    /// One member of the instance is replaced by another.
    Replace {
        /// The member that is there.
        old: NameId,
        /// The member that replaces it.
        new: NameId,
        /// The content of that.
        content: Text,
    },
    /// The item that the target is in is removed, and a member of a structure in the configuration
    /// says the same.
    MoveItem {
        /// The structure in the configuration, which is created where it is missing.
        structure: NameId,
        /// Its member.
        member: NameId,
        /// The content of that, placeholders filled in.
        content: Text,
    },
}

/// What a [`Repair::Transform`] makes of a text.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Transform {
    /// Small letters.
    LowerCase,
    /// Capital letters.
    UpperCase,
    /// The host of a URL or of a host with a port or a path.
    HostOfUrl,
    /// The path of a URL with its query.
    PathOfUrl,
    /// Without whitespace around, and with everything but visible ASCII characters as `%XX`.
    PercentEncode,
    /// Without whitespace around.
    Trim,
    /// With one `/` at the beginning.
    LeadingSlash,
    /// Without `/` at the beginning.
    NoLeadingSlash,
    /// Without `/` at the end.
    NoTrailingSlash,
    /// Without `.` at the end.
    NoTrailingDot,
    /// The nearest of the values that would be right.
    FirstSuggestion,
    /// As much of it as the bound of the check allows.
    Shorten,
}
