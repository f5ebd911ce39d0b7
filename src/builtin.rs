//! What is compiled in: the shapes, formats, rules and quotas of `rules/`, as constants that `build.rs` writes.
#![allow(
    clippy::wildcard_imports,
    clippy::allow_attributes,
    reason = "which of the types the rules need is for the rules to say; where they need nearly all, the lint is silent"
)]
#![expect(
    clippy::unreadable_literal,
    reason = "sets of versions are bits, written by a program"
)]

use std::borrow::Cow;

use crate::diagnostic::{Applicability, ServiceError, Severity};
use crate::rule::*;
use crate::schema::*;

include!(concat!(env!("OUT_DIR"), "/builtin.rs"));
