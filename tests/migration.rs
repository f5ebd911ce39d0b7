//! An old document judged by a newer version: everything that must change, in the order of the
//! document, and nothing else.

use std::fmt::Write as _;

use cloudfront_lint::internal::builtin::SCHEMA;
use cloudfront_lint::internal::model::schema::Version;
use cloudfront_lint::{Linter, Severity};

use crate::support::generate::{Face, full, request_roots, to_xml, versions};
use crate::support::stored;

/// What an error says about a full document of one version when it is sent to another.
fn migration(root: &str, from: &str, to: &str) -> String {
    let from = SCHEMA.version(from).expect("the version was published");
    let root = request_roots(from)
        .find(|known| SCHEMA.name_text(known.name) == root)
        .expect("the root exists");
    let xml = to_xml(&full(root, from, Face::Policies), from);
    let report = Linter::new()
        .api_version(to)
        .expect("the version was published")
        .lint(&xml);
    let mut text = String::new();
    for finding in report
        .findings()
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
    {
        let label = finding
            .labels
            .first()
            .map_or("", |label| label.message.as_str());
        writeln!(text, "{}: {}: {label}", finding.path, finding.rule).expect("a text grows");
    }
    text
}

#[test]
fn a_distribution_of_2010_moves_to_2012() {
    stored::snapshot(
        "migration/a_distribution_of_2010_moves_to_2012",
        &migration("DistributionConfig", "2010-11-01", "2012-07-01"),
    );
}

#[test]
fn a_streaming_distribution_of_2009_moves_to_2020() {
    stored::snapshot(
        "migration/a_streaming_distribution_of_2009_moves_to_2020",
        &migration("StreamingDistributionConfig", "2009-12-01", "2020-05-31"),
    );
}

#[test]
fn an_invalidation_of_2010_moves_to_2020() {
    stored::snapshot(
        "migration/an_invalidation_of_2010_moves_to_2020",
        &migration("InvalidationBatch", "2010-11-01", "2020-05-31"),
    );
}

#[test]
fn findings_come_in_the_order_of_the_document() {
    let newest = SCHEMA.version_info(SCHEMA.newest()).name.as_ref();
    for version in versions() {
        for root in request_roots(version) {
            let xml = to_xml(&full(root, version, Face::Values), version);
            let report = Linter::new()
                .api_version(newest)
                .expect("the version was published")
                .lint(&xml);
            assert!(
                report
                    .findings()
                    .is_sorted_by_key(|finding| finding.span.start),
                "{}",
                SCHEMA.version_info(version).name
            );
        }
    }
}

#[test]
fn a_step_between_versions_is_reported_by_the_members_that_changed() {
    // Nothing was taken away between these, so what was right stays right.
    let era = |first: &str, last: &str| {
        let (first, last) = (
            SCHEMA.version(first).expect("published"),
            SCHEMA.version(last).expect("published"),
        );
        (first.0..last.0).map(Version)
    };
    for version in era("2014-10-21", "2020-05-31") {
        let next = SCHEMA.version_info(Version(version.0 + 1)).name.as_ref();
        for root in request_roots(version) {
            let xml = to_xml(&full(root, version, Face::Default), version);
            let report = Linter::new()
                .api_version(next)
                .expect("published")
                .lint(&xml);
            let errors: Vec<_> = report
                .findings()
                .iter()
                .filter(|finding| finding.severity == Severity::Error)
                .collect();
            assert!(errors.is_empty(), "{next}: {errors:#?}");
        }
    }
}
