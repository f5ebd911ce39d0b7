//! How a text is written inside JSON and inside XML, and back where one place decides it.

pub(crate) mod json;
pub(crate) mod xml;
pub(crate) mod yaml;
