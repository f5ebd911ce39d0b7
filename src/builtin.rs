//! What is compiled in: the shapes and formats of `rules/`, as constants that `build.rs` writes.
#![expect(clippy::unreadable_literal, reason = "sets of versions are bits, written by a program")]

use std::borrow::Cow;

use crate::rule::Format;
use crate::schema::{
    Api, Bounds, Confidence, Dated, EnumValue, Envelope, Member, NameId, Root, Schema, Shape, ShapeId, ShapeKind, Use, ValueKind,
    VersionInfo, VersionSet,
};

include!(concat!(env!("OUT_DIR"), "/builtin.rs"));
