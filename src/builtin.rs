//! What is compiled in: the shapes, formats, rules and quotas of `rules/`, as constants that `build.rs` writes.
#![expect(clippy::unreadable_literal, reason = "sets of versions are bits, written by a program")]

use std::borrow::Cow;

use crate::diagnostic::{Applicability, ServiceError, Severity};
use crate::rule::*;
use crate::schema::*;

include!(concat!(env!("OUT_DIR"), "/builtin.rs"));
