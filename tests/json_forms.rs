//! What people have in JSON files is recognized without options.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::path::Path;

use cloudfront_lint::{Applicability, Linter, Severity, Status};

/// Root and status of a file.
fn recognized(text: &str) -> (Option<String>, Status) {
    let report = Linter::new().lint(text);
    (report.root().map(str::to_owned), report.status().clone())
}

fn config() -> String {
    std::fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/json/compact.json"),
    )
    .unwrap()
}

const STREAMING: &str = r#"{"CallerReference": "one", "S3Origin": {"DomainName": "a.s3.amazonaws.com", "OriginAccessIdentity": ""},
    "Comment": "", "TrustedSigners": {"Enabled": false, "Quantity": 0}, "Enabled": true}"#;

#[test]
#[expect(clippy::too_many_lines, reason = "one table of cases")]
fn forms_of_a_document_are_recognised() {
    let config = config();
    let around = r#""Id": "E1", "ARN": "arn:aws:cloudfront::111122223333:distribution/E1", "Status": "Deployed",
        "LastModifiedTime": "2020-01-01T00:00:00Z", "InProgressInvalidationBatches": 0, "DomainName": "d1.cloudfront.net""#;
    let forms = [
        (config.clone(), "DistributionConfig"),
        (
            format!(r#"{{"ETag": "E1", "DistributionConfig": {config}}}"#),
            "DistributionConfig",
        ),
        (
            format!(r#"{{"DistributionConfig": {config}}}"#),
            "DistributionConfig",
        ),
        (
            format!(r#"{{"Id": "E1", "IfMatch": "E2", "DistributionConfig": {config}}}"#),
            "DistributionConfig",
        ),
        (
            format!(
                r#"{{"ETag": "E1", "Distribution": {{{around}, "DistributionConfig": {config}}}}}"#
            ),
            "Distribution",
        ),
        (
            format!(r#"{{"Distribution": {{{around}, "DistributionConfig": {config}}}}}"#),
            "Distribution",
        ),
        (
            format!(r#"{{{around}, "DistributionConfig": {config}}}"#),
            "Distribution",
        ),
        (
            format!(
                r#"{{"DistributionConfigWithTags": {{"DistributionConfig": {config}, "Tags": {{"Items": []}}}}}}"#
            ),
            "DistributionConfigWithTags",
        ),
        (
            format!(r#"{{"DistributionConfig": {config}, "Tags": {{"Items": []}}}}"#),
            "DistributionConfigWithTags",
        ),
        (STREAMING.to_owned(), "StreamingDistributionConfig"),
        (
            format!(r#"{{"ETag": "E1", "StreamingDistributionConfig": {STREAMING}}}"#),
            "StreamingDistributionConfig",
        ),
        (
            format!(r#"{{"StreamingDistributionConfig": {STREAMING}}}"#),
            "StreamingDistributionConfig",
        ),
        (
            r#"{"studioId": "s", "sessionId": "t", "expirationInSeconds": 3600}"#.to_owned(),
            "CreateStreamingSessionStream",
        ),
    ];
    for (text, root) in forms {
        let (found, status) = recognized(&text);
        assert_eq!(status, Status::Checked, "{text}");
        assert!(
            found
                .as_deref()
                .is_some_and(|found| found.starts_with(root)),
            "{found:?} in {text}"
        );
    }
}

#[test]
fn an_etag_in_the_file_makes_it_an_update() {
    let report_of = |text: &str| {
        Linter::new()
            .lint(text)
            .findings()
            .iter()
            .map(|finding| finding.rule.to_string())
            .collect::<Vec<_>>()
    };
    let text = format!(r#"{{"ETag": "E1", "DistributionConfig": {}}}"#, config());
    assert!(report_of(&text).contains(&"response-wrapper".to_owned()));
    assert!(!report_of(&config()).contains(&"response-wrapper".to_owned()));
}

/// Rules and severities of the findings, in order.
fn findings(bytes: &[u8]) -> Vec<(String, Severity)> {
    Linter::new()
        .lint(bytes)
        .findings()
        .iter()
        .map(|finding| (finding.rule.to_string(), finding.severity))
        .collect()
}

#[test]
fn other_encodings_than_plain_utf_8_are_errors_and_a_fix_writes_that() {
    let text = r#"{"Paths": {"Quantity": 1, "Items": ["/*"]}, "CallerReference": "one"}"#;
    assert_eq!(findings(text.as_bytes()), []);
    let marked = [b"\xef\xbb\xbf", text.as_bytes()].concat();
    let little: Vec<u8> = "\u{feff}"
        .encode_utf16()
        .chain(text.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    for bytes in [marked, little, big] {
        assert_eq!(
            findings(&bytes),
            [("json-encoding".to_owned(), Severity::Error)]
        );
        assert!(Linter::new().lint(&bytes).findings()[0].service.is_none());
        let fixed = Linter::new().fix(&bytes, Applicability::Safe);
        assert_eq!(fixed.bytes(), text.as_bytes());
        assert_eq!(fixed.report.findings(), []);
    }
}

#[test]
fn a_response_in_another_encoding_is_not_an_error() {
    let answer = format!(
        "\u{feff}{{\"ETag\": \"E1\", \"DistributionConfig\": {}}}",
        config()
    );
    let found = findings(answer.as_bytes());
    assert!(
        found.contains(&("json-encoding".to_owned(), Severity::Advice)),
        "{found:?}"
    );
}

#[test]
fn xml_may_have_a_mark_or_be_utf_16() {
    let text = "<InvalidationBatch xmlns=\"http://cloudfront.amazonaws.com/doc/2020-05-31/\"><Paths><Quantity>1</Quantity><Items><Path>/*</Path>\
        </Items></Paths><CallerReference>one</CallerReference></InvalidationBatch>";
    assert_eq!(findings(&[b"\xef\xbb\xbf", text.as_bytes()].concat()), []);
    let wide: Vec<u8> = "\u{feff}"
        .encode_utf16()
        .chain(text.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(findings(&wide), []);
}

#[test]
fn the_keys_around_a_document_are_checked() {
    let config = config();
    let rules = |around: &str| {
        let text = format!(r#"{{{around}, "DistributionConfig": {config}}}"#);
        let report = Linter::new().lint(&text);
        // The configuration is not a whole update, which is reported next to.
        let errors = report
            .findings()
            .iter()
            .filter(|it| it.severity == Severity::Error && !it.rule.starts_with("update-"));
        errors
            .map(|it| (it.rule.to_string(), it.service.is_some()))
            .collect::<Vec<_>>()
    };
    for (around, rule) in [
        (
            r#""Id": "E1", "IfMatch": "E2", "Foo": 1"#,
            "wrapper-misspelt",
        ),
        (
            r#""DistributionId": "E1", "IfMatch": "E2""#,
            "wrapper-misspelt",
        ),
        (r#""Id": "E1", "If-Match": "E2""#, "wrapper-misspelt"),
        (r#""Id": "E1", "IfMatch": 5"#, "json-type"),
        (r#""Id": "E1", "IfMatch": null"#, "null-value"),
        (r#""Id": null, "IfMatch": "E2""#, "null-value"),
        (
            r#""Id": "E1", "Id": "E3", "IfMatch": "E2""#,
            "duplicate-element",
        ),
    ] {
        assert_eq!(rules(around), [(rule.to_owned(), false)], "{around}");
    }
    assert_eq!(rules(r#""Id": "E1", "IfMatch": "E2""#), []);
}

#[test]
fn a_count_without_items_does_not_belong_elsewhere() {
    let tags = r#"{"Quantity": 1, "Items": [{"Key": "a", "Value": "b"}]}"#;
    let text = format!(
        r#"{{"DistributionConfigWithTags": {{"DistributionConfig": {}, "Tags": {tags}}}}}"#,
        config()
    );
    let report = Linter::new().lint(&text);
    let errors: Vec<_> = report
        .findings()
        .iter()
        .filter(|it| it.severity == Severity::Error)
        .collect();
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert_eq!(errors[0].help.as_deref(), Some("remove it"));
}

#[test]
fn what_is_not_an_object_is_reported_once() {
    for (text, rule) in [
        (
            r#"{"ETag": "E1", "DistributionConfig": null}"#,
            "null-value",
        ),
        (
            r#"{"ETag": "E1", "DistributionConfig": "{\"Comment\": \"\"}"}"#,
            "json-type",
        ),
    ] {
        assert_eq!(
            findings(text.as_bytes()),
            [(rule.to_owned(), Severity::Error)],
            "{text}"
        );
        let fixed = Linter::new().fix(text, Applicability::Unsafe);
        assert_eq!(fixed.text(), text);
    }
}

#[test]
fn another_api_answers_in_its_own_words() {
    let report =
        Linter::new().lint(r#"{"studioId": "s", "sessionId": "t", "expirationInSeconds": 30}"#);
    let service = report.findings()[0].service.clone().unwrap();
    assert_eq!(
        (service.code.as_ref(), service.status),
        ("ValidationException", 400)
    );
    let words = cloudfront_lint::render::plain_text(&report.findings()[0]);
    assert!(
        words.contains("Amazon Nimble Studio would answer 400 ValidationException."),
        "{words}"
    );
}
