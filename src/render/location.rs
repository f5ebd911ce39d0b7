//! Places as the JSON formats write them: ranges of bytes, and lines with columns in bytes, both
//! from 1.

use serde::Serialize;

use crate::text::{Source, Span};

/// A range of bytes of the decoded text.
#[derive(Serialize)]
pub(super) struct Range {
    start: u32,
    end: u32,
}

impl Range {
    pub(super) fn of(span: Span) -> Self {
        Self {
            start: span.start,
            end: span.end,
        }
    }
}

/// A line and a column.
#[derive(Serialize)]
pub(super) struct LineAndColumn {
    line: usize,
    column: usize,
}

impl LineAndColumn {
    pub(super) fn of(source: &Source<'_>, offset: u32) -> Self {
        let at = source.position(offset as usize);
        Self {
            line: at.line,
            column: at.column,
        }
    }
}

/// A range in both counts.
#[derive(Serialize)]
pub(super) struct Place {
    span: Range,
    start: LineAndColumn,
    end: LineAndColumn,
}

impl Place {
    pub(super) fn of(source: &Source<'_>, span: Span) -> Self {
        Self {
            span: Range::of(span),
            start: LineAndColumn::of(source, span.start),
            end: LineAndColumn::of(source, span.end),
        }
    }
}
