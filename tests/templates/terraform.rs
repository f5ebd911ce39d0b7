//! Terraform: distributions in HCL, in its JSON and in plans.

use cloudfront_lint::internal::tree;
use cloudfront_lint::{Form, Linter, Source, Status};
use serde_json::{Value, json};

use super::found;

/// A distribution without a fault.
pub(crate) const RIGHT: &str = r#"resource "aws_cloudfront_distribution" "site" {
  enabled = true

  origin {
    origin_id   = "web"
    domain_name = "www.example.com"
    custom_origin_config {
      http_port              = 80
      https_port             = 443
      origin_protocol_policy = "https-only"
      origin_ssl_protocols   = ["TLSv1.2"]
    }
  }

  default_cache_behavior {
    target_origin_id       = "web"
    viewer_protocol_policy = "redirect-to-https"
    allowed_methods        = ["GET", "HEAD"]
    cached_methods         = ["GET", "HEAD"]
    cache_policy_id        = "658327ea-f89d-4fab-a63d-7e88639e58f6"
  }

  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }

  viewer_certificate {
    cloudfront_default_certificate = true
  }
}
"#;

/// The rules of all findings in [`RIGHT`] with one text replaced.
#[track_caller]
pub(super) fn with(before: &str, after: &str) -> Vec<String> {
    assert!(RIGHT.contains(before), "`{before}` is not in the text");
    found(&RIGHT.replacen(before, after, 1))
        .into_iter()
        .map(|(rule, _)| rule)
        .collect()
}

const NONE: [&str; 0] = [];

#[test]
fn a_misspelt_block_of_several_is_one_finding() {
    let origin = |name: &str| {
        format!(
            "enabled = true\n\n  {name} {{\n    origin_id   = \"api\"\n    domain_name = \"bucket.s3.us-east-1.amazonaws.com\"\n  }}"
        )
    };
    let text = RIGHT
        .replacen("enabled = true", &origin("orign"), 1)
        .replacen(
            "target_origin_id       = \"web\"",
            "target_origin_id       = \"api\"",
            1,
        );
    let rules = |text: &str| -> Vec<String> {
        let found = found(text).into_iter();
        found.map(|(rule, _)| rule).collect()
    };
    assert_eq!(rules(&text), ["unknown-element", "unused-origin"]);
    let right = text.replacen("orign", "origin", 1);
    assert_eq!(rules(&right), ["unused-origin"]);
}

#[test]
fn the_help_for_a_load_balancer_names_the_block_that_is_missing() {
    let origin = "domain_name = \"www.example.com\"\n    custom_origin_config {\n      http_port              = 80\n      https_port             = 443\n      origin_protocol_policy = \"https-only\"\n      origin_ssl_protocols   = [\"TLSv1.2\"]\n    }";
    let text = RIGHT.replacen(origin, "domain_name = aws_lb.web.dns_name", 1);
    assert_ne!(text, RIGHT);
    let report = Linter::new().lint(&text);
    let [finding] = report.findings() else {
        panic!("{:?}", report.findings())
    };
    assert_eq!(finding.rule, "s3-origin-not-bucket");
    assert_eq!(
        finding.help.as_deref(),
        Some(
            "write `bucket_regional_domain_name` of the bucket, or add `custom_origin_config` for another server"
        )
    );
    let note = finding.note.as_deref().unwrap_or_default();
    let like = "`custom_origin_config`; the value is like";
    assert!(note.contains(like), "{note}");
}

#[test]
fn an_empty_text_that_the_provider_sends_is_a_missing_argument() {
    let certificate = "acm_certificate_arn = \"arn:aws:acm:us-east-1:123456789012:certificate/0a1b2c3d-0000-4000-8000-000000000000\"";
    let default = "cloudfront_default_certificate = true";
    assert_eq!(
        with(default, certificate),
        ["certificate-without-alias", "missing-element"]
    );
    let written = format!("{certificate}\n    ssl_support_method = \"\"");
    assert_eq!(
        with(default, &written),
        ["certificate-without-alias", "enum-value"]
    );
}

/// The plan of a distribution with these values, of which some are unknown.
fn plan(change: impl FnOnce(&mut Value, &mut Value)) -> String {
    let mut values = json!({
        "enabled": true, "aliases": null, "comment": null,
        "origin": [{
            "origin_id": "web", "domain_name": "www.example.com", "s3_origin_config": [],
            "custom_origin_config": [{
                "http_port": 80, "https_port": 443, "origin_protocol_policy": "https-only", "origin_ssl_protocols": ["TLSv1.2"],
            }],
        }],
        "default_cache_behavior": [{
            "target_origin_id": "web", "viewer_protocol_policy": "redirect-to-https",
            "allowed_methods": ["GET", "HEAD"], "cached_methods": ["GET", "HEAD"],
            "cache_policy_id": "658327ea-f89d-4fab-a63d-7e88639e58f6",
        }],
        "restrictions": [{"geo_restriction": [{"restriction_type": "none"}]}],
        "viewer_certificate": [{"cloudfront_default_certificate": true}],
    });
    let mut unknown = json!({"id": true, "origin": [{}]});
    change(&mut values, &mut unknown);
    let address = "module.cdn.aws_cloudfront_distribution.site";
    json!({
        "format_version": "1.2",
        "planned_values": {"root_module": {"child_modules": [{"resources": [
            {"address": address, "type": "aws_cloudfront_distribution", "name": "site", "values": values},
        ]}]}},
        "resource_changes": [{"address": address, "type": "aws_cloudfront_distribution", "change": {"after_unknown": unknown}}],
        "prior_state": {"values": {"root_module": {"resources": [
            {"address": address, "type": "aws_cloudfront_distribution", "values": {}},
        ]}}},
    })
    .to_string()
}

#[test]
fn a_valid_configuration_has_no_findings() {
    let reports = Linter::new().lint_all(RIGHT);
    assert_eq!(reports.len(), 1);
    assert_eq!(reports[0].findings(), []);
    assert_eq!(reports[0].form(), Form::Hcl);
    assert_eq!(reports[0].dialect(), "terraform");
    assert_eq!(
        reports[0].resource(),
        Some("aws_cloudfront_distribution.site")
    );
}

#[test]
fn every_byte_of_hcl_is_in_one_leaf() {
    let source = Source::new(RIGHT);
    let (tree, faults) = tree::parse_hcl(&source);
    assert!(faults.is_empty());
    let joined: String = tree.leaves().map(|leaf| source.slice(leaf.span)).collect();
    assert_eq!(joined, RIGHT);
}

#[test]
fn a_finding_has_the_place_and_the_names_of_the_configuration() {
    let second = r#"origin {
    origin_id   = "other"
    domain_name = "https://www.example.com"
  }

  default_cache_behavior"#;
    let text = RIGHT.replacen("default_cache_behavior", second, 1);
    let report = Linter::new().lint(&text);
    let paths: Vec<String> = report
        .findings()
        .iter()
        .map(|finding| finding.path.to_string())
        .collect();
    let expected = "aws_cloudfront_distribution.site/origin[2]/domain_name";
    assert!(paths.iter().any(|path| path == expected), "{paths:?}");
    let text = RIGHT.replacen(
        "cache_policy_id ",
        "default_ttl = 1\n    forwarded_values { query_string = true }\n    cache_policy_idd ",
        1,
    );
    let report = Linter::new().lint(&text);
    let helps: Vec<&str> = report
        .findings()
        .iter()
        .filter_map(|finding| finding.help.as_deref())
        .collect();
    assert!(
        helps.contains(&"did you mean `cache_policy_id`?"),
        "{helps:?}"
    );
}

#[test]
fn what_the_provider_does_is_known() {
    assert_eq!(
        with(
            "cloudfront_default_certificate = true",
            "acm_certificate_arn = \"arn:aws:acm:us-east-1:123456789012:certificate/a\"\n    ssl_support_method = \"sni-only\""
        ),
        ["certificate-without-alias"]
    );
    assert_eq!(
        with(
            "cloudfront_default_certificate = true",
            "cloudfront_default_certificate = true\n    ssl_support_method = \"sni-only\"\n    minimum_protocol_version = \"TLSv1.2_2021\""
        ),
        NONE
    );
    assert_eq!(
        with(
            "cache_policy_id  ",
            "min_ttl = 9\n    default_ttl = 1\n    cache_policy_id  "
        ),
        NONE
    );
    assert_eq!(
        with("cached_methods         = [\"GET\", \"HEAD\"]\n", ""),
        ["missing-element"]
    );
    assert_eq!(
        with("enabled = true", "enabled = true\n  web_acl_id = \"\""),
        NONE
    );
    assert_eq!(
        with("enabled = true", "enabled = true\n  count = 2\n  price = 1"),
        ["unknown-element"]
    );
}

#[test]
fn expressions_are_unknown() {
    for value in [
        "var.origin",
        "local.origin",
        "aws_s3_bucket.b.id",
        "\"${var.origin}-web\"",
        "var.a ? \"web\" : null",
        "coalesce(var.a, \"b\")",
        "null",
    ] {
        let required = ["missing-element"];
        let expected = if value.ends_with("null") {
            &required[..]
        } else {
            &[]
        };
        assert_eq!(
            with(
                "target_origin_id       = \"web\"",
                &format!("target_origin_id = {value}")
            ),
            expected,
            "{value}"
        );
    }
    let generated = "dynamic \"origin\" {\n    for_each = var.origins\n    content {\n      origin_id = origin.key\n      domain_name = origin.value\n    }\n  }\n\n  default_cache_behavior";
    assert_eq!(with("default_cache_behavior", generated), NONE);
    assert_eq!(
        with(
            "target_origin_id       = \"web\"",
            "target_origin_id = \"api\""
        ),
        ["target-origin-missing"]
    );
}

#[test]
fn a_plan_is_checked_by_what_is_known() {
    let rules =
        |text: &str| -> Vec<String> { found(text).into_iter().map(|(rule, _)| rule).collect() };
    assert_eq!(rules(&plan(|_, _| {})), NONE);
    let text = plan(|_, _| {});
    let reports = Linter::new().lint_all(&text);
    assert_eq!(reports.len(), 1);
    assert_eq!(
        reports[0].resource(),
        Some("module.cdn.aws_cloudfront_distribution.site")
    );
    let missing = plan(|values, _| values["origin"][0]["domain_name"] = Value::Null);
    assert_eq!(rules(&missing), ["missing-element"]);
    let unknown = plan(|values, unknown| {
        values["origin"][0]["domain_name"] = Value::Null;
        unknown["origin"][0]["domain_name"] = Value::Bool(true);
    });
    assert_eq!(rules(&unknown), NONE);
    let wrong =
        plan(|values, _| values["default_cache_behavior"][0]["target_origin_id"] = json!("api"));
    assert_eq!(rules(&wrong), ["target-origin-missing"]);
}

#[test]
fn a_configuration_in_json_is_the_same() {
    let text = r#"{"resource": {"aws_cloudfront_distribution": {"site": {"enabled": true, "origin": {"origin_id": "${local.a}"}}}}}"#;
    let reports = Linter::new().lint_all(text);
    assert_eq!(
        reports[0].resource(),
        Some("aws_cloudfront_distribution.site")
    );
    let rules: Vec<&str> = reports[0]
        .findings()
        .iter()
        .map(|it| it.rule.as_ref())
        .collect();
    assert_eq!(rules, ["missing-element"; 4]);
}

#[test]
fn other_configurations_are_skipped_and_broken_ones_are_not() {
    let other = "# aws_cloudfront_distribution\nresource \"aws_s3_bucket\" \"b\" {\n}\n";
    assert!(matches!(
        Linter::new().lint(other).status(),
        Status::Skipped(_)
    ));
    let broken = RIGHT.replace("enabled = true", "enabled = = true");
    assert_eq!(found(&broken), [("hcl-syntax".to_owned(), 2)]);
}

#[test]
fn a_list_that_is_unknown_is_there_once() {
    let list = "allowed_methods        = [\"GET\", \"HEAD\"]";
    for unknown in ["var.methods", "concat(var.a, var.b)", "aws_x.y.methods"] {
        assert_eq!(
            with(list, &format!("allowed_methods = {unknown}")),
            NONE,
            "{unknown}"
        );
    }
}

#[test]
fn generated_blocks_and_others_of_the_same_name_are_one_list() {
    let generated = |list: &str| {
        format!(
            "dynamic \"origin\" {{\n    for_each = {list}\n    content {{\n      origin_id = \"b\"\n      domain_name = var.b\n    }}\n  }}\n\n  origin {{\n    origin_id   = \"web\""
        )
    };
    for list in ["var.a", "var.a ? [1] : []", "[]", "[1]"] {
        let found = with("origin {\n    origin_id   = \"web\"", &generated(list));
        let is_duplicate = |rule: &String| rule == "duplicate-element";
        assert!(!found.iter().any(is_duplicate), "{list}: {found:?}");
    }
}

#[test]
fn booleans_are_true_or_false() {
    assert_eq!(with("enabled = true", "enabled = \"true\""), NONE);
    assert_eq!(
        with("enabled = true", "enabled = \"yes\""),
        ["boolean-value"]
    );
}
