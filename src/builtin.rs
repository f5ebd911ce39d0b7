//! What is compiled in: the shapes, formats, rules and quotas of `rules/`, as constants that `build.rs` writes.
#![expect(clippy::unreadable_literal, reason = "sets of versions are bits, written by a program")]

use std::borrow::Cow;

use crate::diagnostic::{Applicability, ServiceError, Severity};
use crate::rule::{
    Base, Check, Condition, Example, Format, Interval, Limit, OperationKind, Operand, Ordered, Patch, Path, Quantifier, Quota, Repair, Rule, Step,
    Target, Test, Transform, Unit, Words,
};
use crate::schema::{
    Api, Bounds, Confidence, Dated, EnumValue, Envelope, Member, NameId, Root, Schema, Shape, ShapeId, ShapeKind, Use, ValueKind,
    VersionInfo, VersionSet,
};

include!(concat!(env!("OUT_DIR"), "/builtin.rs"));
