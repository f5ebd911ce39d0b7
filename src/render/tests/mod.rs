//! What the formats have in common in their tests: a document, findings in it, and writing them.

mod error;
mod machines;
mod pretty;
mod summary;

use std::fmt::Write as _;

use super::*;
use crate::model::{Certainty, ServiceError, Severity};
use crate::outcome::{Counts, ElementPath, Finding, Fix, Label, Report, Status, SuppressedBy};
use crate::text::{Applicability, Edit, Source, Span};
use crate::tree::Form;

const DIST: &str = "<DistributionConfig>\n  <TrustedSigners>\n      <Enabled>true</Enabled>\n      <Quantity>4</Quantity>\n      <Items>\n        <AwsAccountNumber>self</AwsAccountNumber>\n      </Items>\n  </TrustedSigners>\n</DistributionConfig>\n";

fn report(text: &str, findings: Vec<Finding>) -> Report<'_> {
    Report {
        left_out: Counts::default(),
        dialect: "api",
        resource: None,
        source: Source::new(text),
        form: Form::Xml,
        root: Some("DistributionConfig".to_owned()),
        api_version: Some("2012-07-01".to_owned()),
        status: Status::Checked,
        findings,
        suppressed: 0,
        suppressed_findings: None,
        update_needs: 0,
        unused_suppressions: Vec::new(),
        unevaluated: false,
        gaps: crate::outcome::gaps::Gaps::default(),
        wants_others: false,
        schema: &crate::builtin::SCHEMA,
        secrets: Vec::new(),
    }
}

/// The range of the first occurrence of `part`.
fn at(text: &str, part: &str) -> Span {
    let start = text.find(part).unwrap();
    Span::new(start, start + part.len())
}

fn quantity(text: &str) -> Finding {
    let number = at(text, "<Quantity>4");
    let span = Span::new(number.end as usize - 1, number.end as usize);
    Finding {
        rule: "quantity-mismatch".into(),
        severity: Severity::Error,
        certainty: Certainty::Certain,
        message: "the quantity says 4, the list has 1 item".to_owned(),
        path: ElementPath::of_text("DistributionConfig/TrustedSigners/Quantity"),
        value: Some("4".to_owned()),
        member: None,
        span,
        labels: vec![
            Label {
                span,
                message: "says 4".to_owned(),
            },
            Label {
                span: at(text, "<Items>"),
                message: "contains 1: self".to_owned(),
            },
        ],
        note: None,
        help: Some("write 1, or add the missing signers.".to_owned()),
        service: Some(ServiceError {
            code: "InconsistentQuantities".into(),
            status: 400,
            service: None,
        }),
        fixes: vec![Fix {
            title: "write 1".to_owned(),
            applicability: Applicability::Safe,
            edits: vec![Edit {
                span,
                text: "1".to_owned(),
            }],
        }],
    }
}

fn bare(span: Span, message: &str) -> Finding {
    Finding {
        rule: "unknown-element".into(),
        severity: Severity::Warning,
        certainty: Certainty::Likely,
        message: message.to_owned(),
        path: ElementPath::default(),
        value: None,
        member: None,
        span,
        labels: Vec::new(),
        note: None,
        help: None,
        service: None,
        fixes: Vec::new(),
    }
}

fn write(format: &dyn Format, files: &[FileResult<'_>]) -> String {
    let mut out = String::new();
    let mut summary = Summary::default();
    format.begin(&mut out).unwrap();
    let mut separator = "";
    for file in files {
        let mut text = String::new();
        summary.add(file);
        format.file(file, &mut text).unwrap();
        if !text.is_empty() {
            write!(out, "{separator}{text}").unwrap();
            separator = format.separator();
        }
    }
    format.end(&summary, &mut out).unwrap();
    out
}
