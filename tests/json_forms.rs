//! What people have in JSON files is recognised without being told, and what is none of ours is skipped, with a word where it is known.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::path::Path;

use cloudfront_lint::Linter;
use cloudfront_lint::report::Status;

/// Root and status of a file.
fn told(text: &str) -> (Option<String>, Status) {
    let report = Linter::new().lint(text);
    (report.root().map(str::to_owned), report.status().clone())
}

fn config() -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/json/compact.json")).unwrap()
}

const STREAMING: &str = r#"{"CallerReference": "one", "S3Origin": {"DomainName": "a.s3.amazonaws.com", "OriginAccessIdentity": ""},
    "Comment": "", "TrustedSigners": {"Enabled": false, "Quantity": 0}, "Enabled": true}"#;

#[test]
fn forms_of_a_document_are_recognised() {
    let config = config();
    let around = r#""Id": "E1", "ARN": "arn:aws:cloudfront::111122223333:distribution/E1", "Status": "Deployed",
        "LastModifiedTime": "2020-01-01T00:00:00Z", "InProgressInvalidationBatches": 0, "DomainName": "d1.cloudfront.net""#;
    let forms = [
        (config.clone(), "DistributionConfig"),
        (format!(r#"{{"ETag": "E1", "DistributionConfig": {config}}}"#), "DistributionConfig"),
        (format!(r#"{{"DistributionConfig": {config}}}"#), "DistributionConfig"),
        (format!(r#"{{"Id": "E1", "IfMatch": "E2", "DistributionConfig": {config}}}"#), "DistributionConfig"),
        (format!(r#"{{"ETag": "E1", "Distribution": {{{around}, "DistributionConfig": {config}}}}}"#), "Distribution"),
        (format!(r#"{{"Distribution": {{{around}, "DistributionConfig": {config}}}}}"#), "Distribution"),
        (format!(r#"{{{around}, "DistributionConfig": {config}}}"#), "Distribution"),
        (
            format!(r#"{{"DistributionConfigWithTags": {{"DistributionConfig": {config}, "Tags": {{"Items": []}}}}}}"#),
            "DistributionConfigWithTags",
        ),
        (format!(r#"{{"DistributionConfig": {config}, "Tags": {{"Items": []}}}}"#), "DistributionConfigWithTags"),
        (STREAMING.to_owned(), "StreamingDistributionConfig"),
        (format!(r#"{{"ETag": "E1", "StreamingDistributionConfig": {STREAMING}}}"#), "StreamingDistributionConfig"),
        (format!(r#"{{"StreamingDistributionConfig": {STREAMING}}}"#), "StreamingDistributionConfig"),
        (r#"{"expirationInSeconds": 3600, "clientToken": "one"}"#.to_owned(), "CreateStreamingSessionStream"),
    ];
    for (text, root) in forms {
        let (found, status) = told(&text);
        assert_eq!(status, Status::Checked, "{text}");
        assert!(found.as_deref().is_some_and(|found| found.starts_with(root)), "{found:?} in {text}");
    }
}

#[test]
fn an_etag_in_the_file_makes_it_an_update() {
    let report_of = |text: &str| Linter::new().lint(text).findings().iter().map(|finding| finding.rule.to_string()).collect::<Vec<_>>();
    let text = format!(r#"{{"ETag": "E1", "DistributionConfig": {}}}"#, config());
    assert!(report_of(&text).contains(&"response-wrapper".to_owned()));
    assert!(!report_of(&config()).contains(&"response-wrapper".to_owned()));
}

#[test]
fn files_of_other_tools_are_named() {
    for (text, words) in [
        (r#"{"AWSTemplateFormatVersion": "2010-09-09", "Resources": {}}"#, "CloudFormation"),
        (r#"{"resource": {"aws_cloudfront_distribution": {"main": {"enabled": true}}}}"#, "Terraform"),
        (r#"{"terraform_version": "1.9.0", "version": 4}"#, "Terraform"),
        (r#"{"DistributionList": {"Items": []}}"#, "list of summaries"),
        (
            r#"{"CallerReference": "", "S3Origin": {"DomainName": "", "OriginAccessIdentity": ""}, "Aliases": {"Quantity": 0, "Items": [""]},
                "Comment": "", "Logging": {"Enabled": true, "Bucket": "", "Prefix": ""}, "PriceClass": "PriceClass_100", "Enabled": true}"#,
            "to be filled in",
        ),
    ] {
        match told(text) {
            (None, Status::Skipped(Some(sentence))) => assert!(sentence.contains(words), "{sentence}"),
            other => panic!("{other:?} for {text}"),
        }
    }
}

#[test]
fn any_other_json_is_skipped_silently() {
    for text in [
        r#"{"name": "x", "version": "1.0.0"}"#,
        "[]",
        "{}",
        r#"{"resource": "a", "id": 1}"#,
        "[1, 2, 3]",
        r#"{"Enabled": true}"#,
        r#""text""#,
    ] {
        assert_eq!(told(text), (None, Status::Skipped(None)), "{text}");
    }
}
