//! Runs `properties::lint` on what looks like a template; `fuzz/README.md` says how.
#![no_main]

/// Beginnings by which a document is read as a template: CloudFormation in YAML and JSON,
/// Terraform.
const BEGINNINGS: [&str; 3] = [
    "Resources:\n  Site:\n    Type: AWS::CloudFront::Distribution\n    Properties:\n      DistributionConfig:\n        ",
    "{\"Resources\": {\"Site\": {\"Type\": \"AWS::CloudFront::Distribution\", \"Properties\": {",
    "resource \"aws_cloudfront_distribution\" \"site\" {\n",
];

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    cloudfront_lint_fuzz::properties::lint(bytes);
    if let [which, rest @ ..] = bytes {
        let beginning = BEGINNINGS[usize::from(*which) % BEGINNINGS.len()];
        cloudfront_lint_fuzz::properties::lint(&[beginning.as_bytes(), rest].concat());
    }
});
