//! Resources that AWS manages for all accounts: the content of `rules/managed/`.

use super::schema::{NameId, Text};

/// A resource that exists in every account.
#[derive(Clone, Debug)]
pub struct Managed {
    /// Its id, the same in every account.
    pub id: Text,
    /// Its name in the console and the documentation.
    pub name: Text,
    /// The root of the documents that describe it: `CachePolicy`.
    pub root: NameId,
    /// The document with its settings, as the service answers it.
    pub document: Text,
}
