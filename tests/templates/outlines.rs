//! What is known of a value before the deployment decides, where the rest makes no difference.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use cloudfront_lint::{Linter, OtherFiles, Severity};

use super::{RIGHT, found, template, terraform};

const NONE: [&str; 0] = [];

const BUCKET: &str = "  Bucket:\n    Type: AWS::S3::Bucket\n";
const OTHERS: &str = "  Balancer:
    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
  Function:
    Type: AWS::Lambda::Function
  Identity:
    Type: AWS::CloudFront::CloudFrontOriginAccessIdentity
";

fn rules(text: &str) -> Vec<String> {
    found(text).into_iter().map(|(rule, _)| rule).collect()
}

/// The rules of all findings in a template with other resources and one text replaced.
#[track_caller]
fn with(changes: &[(&str, &str)]) -> Vec<String> {
    let mut config = RIGHT.to_owned();
    for (before, after) in changes {
        assert!(config.contains(before), "`{before}` is not in the template");
        config = config.replacen(before, after, 1);
    }
    rules(&(template(&config) + BUCKET + OTHERS))
}

const CUSTOM: &str = "CustomOriginConfig:\n              OriginProtocolPolicy: https-only";

#[test]
fn texts_around_variables_decide() {
    for (value, expected) in [
        ("!Sub 'https://${Host}'", "origin-with-colon"),
        ("!Join ['', ['https://', !Ref Host]]", "origin-with-colon"),
        (
            "{'Fn::Join': ['.', [!Ref Host, 'com:80']]}",
            "origin-with-colon",
        ),
        (
            "!Sub ['${A}/x', {A: www.example.com}]",
            "origin-not-host-name",
        ),
        ("!Sub '${AWS::Partition}'", "origin-not-host-name"),
    ] {
        assert_eq!(with(&[("www.example.com", value)]), [expected], "{value}");
    }
    for value in [
        "!Sub '${Host}'",
        "!Sub '${Host}.example.com'",
        "!Sub '${!Host}.${Other}'",
        "!Sub ['${A}', {A: !Ref Host}]",
        "!Sub ['${A}.com', {B: ':'}]",
        "!Sub 'a.${Host'",
        "!Join [!Ref Dot, [www, example, com]]",
        "!Select [2, !Split ['/', !GetAtt Bucket.WebsiteURL]]",
        "'{{resolve:ssm:https://host}}'",
    ] {
        assert_eq!(with(&[("www.example.com", value)]), NONE, "{value}");
    }
}

#[test]
fn attributes_of_resources_are_known_by_their_form() {
    let bucket = (CUSTOM, "S3OriginConfig: {}");
    for (value, as_bucket, as_server) in [
        (
            "!GetAtt Bucket.WebsiteURL",
            "s3-website-as-bucket",
            "origin-with-colon",
        ),
        (
            "!GetAtt [Bucket, Arn]",
            "s3-origin-not-bucket",
            "origin-with-colon",
        ),
        (
            "{'Fn::GetAtt': [Bucket, Arn]}",
            "s3-origin-not-bucket",
            "origin-with-colon",
        ),
        ("!Ref Bucket", "s3-origin-not-bucket", ""),
        (
            "!Sub '${Bucket}.s3-website.${AWS::Region}.amazonaws.com'",
            "s3-website-as-bucket",
            "",
        ),
        ("!GetAtt Balancer.DNSName", "s3-origin-not-bucket", ""),
        ("!GetAtt Bucket.RegionalDomainName", "", ""),
        ("!GetAtt Other.WebsiteURL", "", ""),
        (
            "!Sub '${Bucket}.s3.${AWS::Region}.${AWS::URLSuffix}'",
            "",
            "",
        ),
    ] {
        let found = with(&[("www.example.com", value), bucket]);
        assert_eq!(found.join(" "), as_bucket, "{value} as a bucket");
        let found = with(&[("www.example.com", value)]);
        assert_eq!(found.join(" "), as_server, "{value} as a server");
    }
    let lambda = |arn: &str| {
        let association = format!(
            "LambdaFunctionAssociations: [{{EventType: viewer-request, LambdaFunctionARN: {arn}}}]\n          TargetOriginId"
        );
        with(&[("TargetOriginId", &association)])
    };
    assert_eq!(lambda("!GetAtt Function.Arn"), ["lambda-version-missing"]);
    assert_eq!(lambda("!Sub '${Function.Arn}:${Version}'"), NONE);
    let identity = |value: &str| {
        let config = format!("S3OriginConfig: {{OriginAccessIdentity: {value}}}");
        with(&[
            ("www.example.com", "!GetAtt Bucket.DomainName"),
            (CUSTOM, &config),
        ])
    };
    assert_eq!(identity("!Ref Identity"), ["access-identity-malformed"]);
    assert_eq!(
        identity("!Sub 'origin-access-identity/cloudfront/${Identity}'"),
        NONE
    );
    assert_eq!(identity("!Sub 'origin-access-identity/${Path}'"), NONE);
}

#[test]
fn the_finding_shows_the_value_and_what_it_is_like() {
    let config = RIGHT.replacen("www.example.com", "!GetAtt Bucket.Arn", 1);
    let text = template(&config) + BUCKET;
    let report = Linter::new().lint(&text);
    let [finding] = report.findings() else {
        panic!("{:?}", report.findings())
    };
    assert_eq!(report.source().slice(finding.span), "Bucket.Arn");
    assert!(
        finding.message.contains("`!GetAtt Bucket.Arn`"),
        "{finding:?}"
    );
    let note = finding.note.as_deref().unwrap();
    assert!(
        note.ends_with("the value is like `arn:aws:s3:::bucket`"),
        "{note}"
    );
    assert_eq!(finding.fixes, []);
}

#[test]
fn a_macro_can_change_any_text() {
    let config = RIGHT.replacen("www.example.com", "'${Host}'", 1);
    assert_eq!(rules(&template(&config)), ["placeholder-value"]);
    let text = format!(
        "Transform: AWS::Serverless-2016-10-31\n{}",
        template(&config)
    );
    assert_eq!(rules(&text), NONE);
}

const SERVER: &str = "    custom_origin_config {
      http_port              = 80
      https_port             = 443
      origin_protocol_policy = \"https-only\"
      origin_ssl_protocols   = [\"TLSv1.2\"]
    }
";

#[test]
fn attributes_in_expressions_are_known_by_their_form() {
    for (value, as_bucket, as_server) in [
        (
            "aws_s3_bucket.b.website_endpoint",
            "s3-website-as-bucket",
            "",
        ),
        (
            "\"${aws_s3_bucket.b.website_endpoint}\"",
            "s3-website-as-bucket",
            "",
        ),
        (
            "data.aws_s3_bucket.b[0].website_endpoint",
            "s3-website-as-bucket",
            "",
        ),
        (
            "aws_s3_bucket.b.arn",
            "s3-origin-not-bucket",
            "origin-with-colon",
        ),
        ("aws_lb.b.dns_name", "s3-origin-not-bucket", ""),
        (
            "\"${aws_lb.b.dns_name}/path\"",
            "s3-origin-not-bucket",
            "origin-not-host-name",
        ),
        (
            "aws_api_gateway_stage.s.invoke_url",
            "s3-origin-not-bucket",
            "origin-with-colon",
        ),
        ("aws_s3_bucket.b.bucket_regional_domain_name", "", ""),
        ("aws_s3_bucket.b[*].website_endpoint", "", ""),
        (
            "replace(aws_s3_bucket.b.website_endpoint, \"-website\", \"\")",
            "",
            "",
        ),
        ("\"$${aws_s3_bucket.b.arn}.${var.a}\"", "", ""),
        ("module.b.website_endpoint", "", ""),
    ] {
        let text = terraform::RIGHT.replacen("\"www.example.com\"", value, 1);
        assert_eq!(rules(&text).join(" "), as_server, "{value} as a server");
        let text = text.replacen(SERVER, "", 1);
        assert_eq!(rules(&text).join(" "), as_bucket, "{value} as a bucket");
    }
    let named = terraform::RIGHT.replacen("\"www.example.com\"", "local.host", 1);
    let named = format!("locals {{\n  host = \"https://${{var.host}}\"\n}}\n{named}");
    assert_eq!(rules(&named), ["origin-with-colon"]);
}

#[test]
fn the_region_of_a_certificate_is_that_of_its_provider() {
    let providers = "provider \"aws\" {\n  region = \"eu-west-1\"\n}\nprovider \"aws\" {\n  alias  = \"us\"\n  region = \"us-east-1\"\n}\n";
    let found = |providers: &str, kind: &str, more: &str| {
        let text = terraform::RIGHT.replacen(
            "cloudfront_default_certificate = true",
            "acm_certificate_arn = aws_acm_certificate.c.arn\n    ssl_support_method = \"sni-only\"",
            1,
        );
        let text = text.replacen(
            "enabled = true",
            "enabled = true\n  aliases = [\"cdn.example.com\"]",
            1,
        );
        let text = text.replace(
            "= aws_acm",
            if kind == "data" {
                "= data.aws_acm"
            } else {
                "= aws_acm"
            },
        );
        rules(&format!(
            "{providers}{kind} \"aws_acm_certificate\" \"c\" {{\n{more}}}\n{text}"
        ))
    };
    for kind in ["resource", "data"] {
        assert_eq!(found(providers, kind, ""), ["certificate-region"]);
        assert_eq!(found(providers, kind, "  provider = aws.us\n"), NONE);
        assert_eq!(found(providers, kind, "  region = \"us-east-1\"\n"), NONE);
        assert_eq!(found(providers, kind, "  region = var.region\n"), NONE);
        assert_eq!(found("", kind, ""), NONE);
        assert_eq!(
            found("", kind, "  region = \"eu-west-1\"\n"),
            ["certificate-region"]
        );
    }
}

#[test]
fn a_function_has_a_version_if_it_is_published() {
    let rules = |members: &str| {
        let function = format!(
            "resource \"aws_lambda_function\" \"edge\" {{\n  region = \"us-east-1\"\n{members}}}\n"
        );
        let association = "viewer_protocol_policy = \"redirect-to-https\"\n    lambda_function_association {\n      event_type = \"viewer-request\"\n      lambda_arn = aws_lambda_function.edge.qualified_arn\n    }";
        let policy = "viewer_protocol_policy = \"redirect-to-https\"";
        rules(&format!(
            "{function}{}",
            terraform::RIGHT.replacen(policy, association, 1)
        ))
    };
    assert_eq!(rules("  publish = true\n"), NONE);
    assert_eq!(rules("  publish = var.publish\n"), NONE);
    assert_eq!(rules("  publish = \"true\"\n"), NONE);
    assert_eq!(rules(""), ["lambda-version-missing"]);
    assert_eq!(rules("  publish = false\n"), ["lambda-version-missing"]);
}

#[test]
fn what_is_dropped_is_checked_by_the_tool() {
    let policy = "CachePolicyId: 658327ea-f89d-4fab-a63d-7e88639e58f6";
    let and = |more: &str| with(&[(policy, &format!("{policy}\n          {more}"))]);
    assert_eq!(
        and("ForwardedValues: {QueryString: true, Cookie: {}}"),
        ["unknown-element"]
    );
    assert_eq!(
        and("ForwardedValues: {Headers: [Origin]}"),
        ["missing-element"]
    );
    assert_eq!(
        and("ForwardedValues: {QueryString: true, Cookies: {Forward: some}}"),
        NONE
    );
    assert_eq!(and("MinTTL: soon"), ["json-type"]);
    let default = |more: &str| {
        let line = "cloudfront_default_certificate = true";
        terraform::with(line, &format!("{line}\n    {more}"))
    };
    assert_eq!(default("ssl_support_method = \"sni\""), ["enum-value"]);
    assert_eq!(default("ssl_support_method = \"sni-only\""), NONE);
    assert_eq!(default("ssl_support_method = var.method"), NONE);
    assert_eq!(
        default("minimum_protocol_version = \"TLSv1.2\""),
        ["enum-value"]
    );
}

#[test]
fn limits_that_aws_raises_are_warnings() {
    let text = terraform::RIGHT.replacen(
        "http_port ",
        "origin_read_timeout = 180\n      http_port ",
        1,
    );
    let report = Linter::new().lint(&text);
    let [finding] = report.findings() else {
        panic!("{:?}", report.findings())
    };
    assert_eq!(finding.rule, "read-timeout-out-of-range");
    assert_eq!(finding.severity, Severity::Warning);
    let text = text.replacen("= 180", "= 0", 1);
    assert_eq!(
        Linter::new().lint(&text).findings()[0].severity,
        Severity::Error
    );
}

#[test]
fn a_shield_that_is_off_needs_no_region() {
    let shield = |is_on: &str| {
        let block =
            format!("origin_shield {{\n      enabled = {is_on}\n    }}\n    custom_origin_config");
        terraform::with("custom_origin_config", &block)
    };
    assert_eq!(shield("false"), NONE);
    assert_eq!(shield("true"), ["shield-without-region"]);
}

#[test]
fn files_that_define_a_name_twice_do_not_belong_together() {
    let text = terraform::RIGHT.replacen("\"web\"\n    viewer", "local.id\n    viewer", 1);
    let text = text.replacen(
        "target_origin_id       = \"web\"",
        "target_origin_id = local.id",
        1,
    );
    let count = |siblings: &[&str]| {
        let linter = Linter::new().other_files(&OtherFiles::new(siblings));
        linter.lint(&text).findings().len()
    };
    let one = "locals {\n  id = \"api\"\n  a = 1\n}\n";
    assert_eq!(count(&[one]), 1);
    assert_eq!(count(&[one, "locals {\n  a = 2\n}\n"]), 0);
}
