//! The greatest document that may be sent, which the benchmarks measure, is right; and each of many
//! faults in it is found.

use cloudfront_lint::Severity;
use documents::{Size, document};

#[path = "../benches/documents/maximal.rs"]
mod documents;

#[test]
fn the_largest_document_is_valid() {
    let text = document(Size::MAXIMAL);
    assert!((750_000..850_000).contains(&text.len()), "{}", text.len());
    let report = cloudfront_lint::lint(&text);
    let wrong: Vec<_> = report
        .findings()
        .iter()
        .filter(|finding| finding.severity > Severity::Advice)
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_one_of_nine_thousand_faults_is_found() {
    let text = document(Size {
        aliases: 9_000,
        ..Size::MAXIMAL
    })
    .replace("CNAME>", "Cname>");
    let report = cloudfront_lint::lint(&text);
    let found = report
        .findings()
        .iter()
        .filter(|finding| report.source().slice(finding.span).contains("Cname"))
        .count();
    assert_eq!(found, 9_000);
}
