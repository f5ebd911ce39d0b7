//! What a program that uses the library can rely on: one error, nothing of a document in what it
//! logs, and a previous document that is parsed once.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::error::Error as _;

use cloudfront_lint::baseline::Baseline;
use cloudfront_lint::{Applicability, Error, Linter, Operation, Previous, Report, Source};
use miette::Diagnostic;

const BASE: &str = include_str!("../fixtures/base/distribution-2020-05-31.xml");
/// What must not appear in a log.
const SECRET: &str = "s3cr3t-of-the-origin";

/// A document with the secret in a value that is wrong, and in one that is not.
fn secret_document() -> String {
    let version = format!("<HttpVersion>{SECRET}</HttpVersion>");
    let document = BASE
        .replace("<HttpVersion>http2</HttpVersion>", &version)
        .replace("<Comment>", &format!("<Comment>{SECRET} "));
    assert_eq!(document.matches(SECRET).count(), 2);
    document
}

#[test]
fn nothing_that_is_logged_shows_the_document() {
    let document = secret_document();
    // What the previous document has too is not an error.
    let previous = Previous::parse(&document.replace("<HttpVersion>", "<HttpVersion>not-"));
    let linter = Linter::new()
        .operation(Operation::Update)
        .compare_with(&previous);
    let report = linter.lint(&document);
    let mut baseline = Baseline::default();
    baseline.add("a.xml", report.findings());
    let fixed = linter.fix(&document, Applicability::Unsafe);
    let logged = [
        format!("{report:?}"),
        format!("{:?}", report.findings()),
        format!("{:?}", report.source()),
        format!("{previous:?} {:?}", previous.clone()),
        format!("{linter:?}"),
        format!("{:?}", Source::new(&document)),
        format!("{baseline:?}"),
        format!("{fixed:?}"),
    ];
    assert!(report.has_errors());
    let error = report.into_result().unwrap_err();
    for text in logged
        .iter()
        .chain(&[format!("{error:?}"), error.to_string()])
    {
        assert!(!text.contains(SECRET), "{text}");
    }
}

#[test]
fn a_rejected_document_is_the_one_error_with_all_its_findings() {
    let document = secret_document();
    let check = || -> Result<Report<'_>, Box<dyn std::error::Error + Send + Sync>> {
        Ok(cloudfront_lint::lint(&document).into_result()?)
    };
    let error = check().unwrap_err().downcast::<Error>().unwrap();
    let Error::Rejected(rejection) = &*error else {
        panic!("{error}");
    };
    assert_eq!(rejection.source_text().text(), document);
    assert!(
        rejection.findings().any(|it| it.rule == "enum-value"),
        "{error}"
    );
    assert!(error.source().is_none());
    assert_eq!(
        error.related().unwrap().count(),
        rejection.findings().count()
    );
    assert!(error.source_code().is_some());
}

#[test]
fn a_previous_document_is_shared_by_linters_and_threads() {
    let previous = Previous::parse(BASE);
    let linter = Linter::new()
        .compare_with(&previous)
        .if_match("E2QWRUHAPOMQZL");
    let next = BASE.replace("<CallerReference>", "<CallerReference>another-");
    let alone = rules(&linter.lint(&next));
    assert!(alone.contains(&"caller-reference-changed".to_owned()));
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4)
            .map(|_| scope.spawn(|| rules(&linter.lint(&next))))
            .collect();
        for thread in threads {
            assert_eq!(thread.join().unwrap(), alone);
        }
    });
    // The document that is compared with is the one that was parsed, whatever became of its bytes.
    drop(previous);
    assert_eq!(rules(&linter.lint(&next)), alone);
}

#[test]
fn what_is_given_decides_the_operation_where_none_is_named() {
    let previous = Previous::parse(BASE);
    let changed = BASE.replace("<CallerReference>", "<CallerReference>another-");
    let compares = |linter: Linter| {
        rules(&linter.lint(&changed)).contains(&"caller-reference-changed".to_owned())
    };
    let with = |operation| Linter::new().operation(operation).compare_with(&previous);
    assert!(compares(with(Operation::Open)));
    assert!(compares(with(Operation::Update)));
    assert!(
        !compares(with(Operation::Create)),
        "there is nothing to compare with"
    );
    assert!(
        !compares(with(Operation::Delete)),
        "the document is that of the live resource"
    );
}

#[test]
fn what_is_not_a_cloudfront_document_has_no_root() {
    for text in [
        "",
        "<html/>",
        "{\"name\": \"package\"}",
        "Resources:\n  Site:\n    Type: AWS::CloudFront::Distribution\n",
    ] {
        assert_eq!(Previous::parse(text).root(), None, "{text}");
    }
    let saved = r#"{"ETag": "E1", "DistributionConfig": {"CallerReference": "one"}}"#;
    let previous = Previous::parse(saved);
    assert_eq!(previous.etag(), Some("E1"));
    assert!(previous.root().is_some());
}

fn rules(report: &Report<'_>) -> Vec<String> {
    let findings = report.findings().iter();
    findings.map(|finding| finding.rule.to_string()).collect()
}
