//! Members that fixes add to templates: in the notation, the layout and the names of the file, and
//! only where nothing else changes with it.

use cloudfront_lint::{Applicability, Linter};

use super::{RIGHT, template, terraform};

const CERTIFICATE: &str =
    "arn:aws:acm:us-east-1:111122223333:certificate/1a2b3c4d-5e6f-1a2b-3c4d-1a2b3c4d5e6f";

/// The rule about the page of an error without a code.
const PAGE: &str = "page-without-response-code";

fn fixed(text: &str) -> String {
    let fixed = Linter::new().fix(text, Applicability::Unsafe);
    assert_eq!(fixed.refused, [], "{text}");
    fixed.text().to_owned()
}

/// A text must become another one, which has no finding and is not changed again.
#[track_caller]
fn becomes(text: &str, expected: &str) {
    let after = fixed(text);
    assert_eq!(after, expected);
    let findings = Linter::new().lint(&after).findings().len();
    assert_eq!(findings, 0, "{after}");
    assert_eq!(fixed(&after), after);
}

/// A text must stay as it is although a rule reports what is missing in it.
#[track_caller]
fn stays(rule: &str, text: &str) {
    let report = Linter::new().lint(text);
    let mut findings = report.findings().iter();
    assert!(findings.any(|it| it.rule == rule), "{text}");
    assert_eq!(fixed(text), text);
}

/// A template in YAML with more members behind the default behavior.
fn with_more(lines: &str) -> String {
    template(&format!("{RIGHT}{lines}"))
}

/// Terraform with one text replaced.
#[track_caller]
fn configured(before: &str, after: &str) -> String {
    assert!(terraform::RIGHT.contains(before), "`{before}` is not there");
    terraform::RIGHT.replacen(before, after, 1)
}

#[test]
fn a_line_of_yaml_is_indented_like_its_neighbours_and_leaves_comments_where_they_are() {
    for (before, after) in [
        (
            "        CustomErrorResponses:
          # Missing pages.
          - ErrorCode: 404 # as S3 says
            # The page.
            ResponsePagePath: /404.html # in the bucket
          # The end.
",
            "        CustomErrorResponses:
          # Missing pages.
          - ErrorCode: 404 # as S3 says
            # The page.
            ResponsePagePath: /404.html # in the bucket
            ResponseCode: 404
          # The end.
",
        ),
        // In the order of the service, above the comment about what follows.
        (
            "        CustomErrorResponses:
        -   ErrorCode: 404
            ResponsePagePath: /404.html
            # Seconds.
            ErrorCachingMinTTL: 60
",
            "        CustomErrorResponses:
        -   ErrorCode: 404
            ResponsePagePath: /404.html
            ResponseCode: 404
            # Seconds.
            ErrorCachingMinTTL: 60
",
        ),
        // In another order at the end.
        (
            "        CustomErrorResponses:
          - ErrorCachingMinTTL: 60
            ResponsePagePath: /404.html
            ErrorCode: 404",
            "        CustomErrorResponses:
          - ErrorCachingMinTTL: 60
            ResponsePagePath: /404.html
            ErrorCode: 404
            ResponseCode: 404",
        ),
        (
            "        'CustomErrorResponses':
          - \"ErrorCode\": 404
            \"ResponsePagePath\": \"/404.html\"
",
            "        'CustomErrorResponses':
          - \"ErrorCode\": 404
            \"ResponsePagePath\": \"/404.html\"
            \"ResponseCode\": 404
",
        ),
    ] {
        becomes(&with_more(before), &with_more(after));
        let windows = |lines: &str| with_more(lines).replace('\n', "\r\n");
        becomes(&windows(before), &windows(after));
    }
}

#[test]
fn a_comment_that_is_indented_further_belongs_to_what_precedes() {
    let origin = |more: &str| {
        let origins = format!(
            "        Origins:
          - Id: bucket
            DomainName: bucket.s3.amazonaws.com
            OriginCustomHeaders:
              - HeaderName: x-from
                HeaderValue: cdn
              # And another one.
{more}          # The web server.
"
        );
        template(&RIGHT.replacen("        Origins:\n", &origins, 1))
    };
    let config = "            S3OriginConfig:\n              OriginAccessIdentity: ''\n";
    assert_eq!(fixed(&origin("")), origin(config));
}

#[test]
fn members_in_braces_stay_in_braces() {
    for (before, after) in [
        (
            "- {ErrorCode: 404, ResponsePagePath: /404.html}",
            "- {ErrorCode: 404, ResponsePagePath: /404.html, ResponseCode: 404}",
        ),
        (
            "- {ErrorCode: 404, ResponsePagePath: /404.html, ErrorCachingMinTTL: 1}",
            "- {ErrorCode: 404, ResponsePagePath: /404.html, ResponseCode: 404, ErrorCachingMinTTL: 1}",
        ),
        (
            "- { \"ErrorCode\": 404, \"ResponsePagePath\": \"/404.html\", }",
            "- { \"ErrorCode\": 404, \"ResponsePagePath\": \"/404.html\", \"ResponseCode\": 404 }",
        ),
        (
            "- {\n              ErrorCode: 404,\n              ResponsePagePath: /404.html # page\n            }",
            "- {\n              ErrorCode: 404,\n              ResponsePagePath: /404.html, # page\n              ResponseCode: 404\n            }",
        ),
        (
            "- {\n              ErrorCode: 404,\n              ResponsePagePath: /404.html, # page\n            }",
            "- {\n              ErrorCode: 404,\n              ResponsePagePath: /404.html, # page\n              ResponseCode: 404\n            }",
        ),
    ] {
        let list = |item: &str| {
            with_more(&format!(
                "        CustomErrorResponses:\n          {item}\n"
            ))
        };
        becomes(&list(before), &list(after));
    }
}

#[test]
fn a_count_and_structures_with_defaults_are_added_in_the_style_of_the_template() {
    let groups = |counts: [&str; 3]| {
        let more = format!(
            "        OriginGroups:
{}          Items:
            - Id: group
              FailoverCriteria: {{StatusCodes: {{{}Items: [500, 502]}}}}
              Members:
{}                Items:
                  - OriginId: web
                  - OriginId: other
",
            counts[0], counts[1], counts[2]
        );
        let other = "          - Id: other
            DomainName: other.example.com
            CustomOriginConfig: {OriginProtocolPolicy: https-only}
        DefaultCacheBehavior:";
        with_more(&more).replacen("        DefaultCacheBehavior:", other, 1)
    };
    becomes(
        &groups(["", "", ""]),
        &groups([
            "          Quantity: 1\n",
            "Quantity: 2, ",
            "                Quantity: 2\n",
        ]),
    );
    let policy = "          CachePolicyId: 658327ea-f89d-4fab-a63d-7e88639e58f6\n";
    let without = template(&RIGHT.replacen(policy, "", 1));
    let forwarded = template(&RIGHT.replacen(
        policy,
        "          ForwardedValues:\n            QueryString: false\n            Cookies:\n              Forward: none\n",
        1,
    ));
    let after = fixed(&without);
    // The tool sends `Cookies` by itself, and the repair says it.
    assert_eq!(after, forwarded);
    assert_eq!(fixed(&after), after);
}

#[test]
fn a_json_template_is_completed_too() {
    let template = |code: &str| {
        format!(
            r#"{{
  "Resources": {{
    "Site": {{
      "Type": "AWS::CloudFront::Distribution",
      "Properties": {{
        "DistributionConfig": {{
          "Enabled": true,
          "Origins": [{{
            "Id": "web",
            "DomainName": "www.example.com",
            "CustomOriginConfig": {{"OriginProtocolPolicy": "https-only"}}
          }}],
          "CustomErrorResponses": [
            {{
              "ErrorCode": 404,
              "ResponsePagePath": "/404.html"{code}
            }}
          ],
          "DefaultCacheBehavior": {{
            "TargetOriginId": "web",
            "ViewerProtocolPolicy": "redirect-to-https",
            "CachePolicyId": "658327ea-f89d-4fab-a63d-7e88639e58f6"
          }}
        }}
      }}
    }}
  }}
}}
"#
        )
    };
    becomes(
        &template(""),
        &template(",\n              \"ResponseCode\": 404"),
    );
}

#[test]
fn an_argument_of_hcl_is_aligned_where_the_others_are() {
    let ports = "      http_port              = 80\n";
    becomes(&configured(ports, ""), terraform::RIGHT);
    // Not where they are not.
    let loose = "      https_port = 443\n      origin_protocol_policy = \"https-only\"\n      origin_ssl_protocols = [\"TLSv1.2\"]\n";
    let aligned = "      https_port             = 443\n      origin_protocol_policy = \"https-only\"\n      origin_ssl_protocols   = [\"TLSv1.2\"]\n";
    let text = configured(aligned, loose);
    let expected = text.replacen(ports, "      http_port = 80\n", 1);
    becomes(&text.replacen(ports, "", 1), &expected);
    // A longer name moves the signs of the others.
    let page = |arguments: &str| {
        let block = format!("  custom_error_response {{\n{arguments}  }}\n\n  restrictions {{");
        configured("  restrictions {", &block)
    };
    becomes(
        &page("    error_code         = 404\n    response_page_path = \"/404.html\" # page\n"),
        &page(
            "    error_code         = 404\n    response_page_path = \"/404.html\" # page\n    response_code      = 404\n",
        ),
    );
    let shield = |arguments: &str| {
        configured(
            "    domain_name = \"www.example.com\"\n",
            &format!(
                "    domain_name = \"www.example.com\"\n    origin_shield {{\n{arguments}    }}\n"
            ),
        )
    };
    becomes(
        &shield("      origin_shield_region = \"us-east-1\"\n"),
        &shield("      enabled              = false\n      origin_shield_region = \"us-east-1\"\n"),
    );
}

#[test]
fn a_block_of_hcl_is_added_behind_the_arguments() {
    let policy = "    cache_policy_id        = \"658327ea-f89d-4fab-a63d-7e88639e58f6\"\n";
    let values = |cookies: &str| {
        let block =
            format!("\n    forwarded_values {{\n      query_string = false\n{cookies}    }}\n");
        configured(policy, &block)
    };
    let cookies = "\n      cookies {\n        forward = \"none\"\n      }\n";
    becomes(&values(""), &values(cookies));
    // What was on one line takes several.
    let short = configured(
        policy,
        "\n    forwarded_values { query_string = false } # none\n",
    );
    let long = configured(
        policy,
        "\n    forwarded_values {\n      query_string = false\n      cookies {\n        forward = \"none\"\n      }\n    } # none\n",
    );
    becomes(&short, &long);
    let whole = configured(policy, "");
    let after = fixed(&whole);
    let forwarded = format!(
        "\n    forwarded_values {{\n      query_string = false\n{cookies}    }}\n  }}\n\n  restrictions {{"
    );
    let expected = whole.replacen("  }\n\n  restrictions {", &forwarded, 1);
    assert_eq!(after, expected);
    let empty = configured(policy, &format!("{policy}    grpc_config {{}}\n"));
    assert_eq!(fixed(&empty), empty, "the provider decides");
}

#[test]
fn nothing_is_added_where_more_than_one_place_would_change() {
    let page = "ErrorCode: 404, ResponsePagePath: /404.html";
    for more in [
        // In a function.
        format!(
            "        CustomErrorResponses:\n          - !If [A, {{{page}}}, {{ErrorCode: 500}}]\n"
        ),
        format!(
            "        CustomErrorResponses: !If\n          - A\n          - [{{{page}}}]\n          - !Ref AWS::NoValue\n"
        ),
        // Shared with others, as a whole or as a part.
        format!("        CustomErrorResponses:\n          - &page {{{page}}}\n          - *page\n"),
        format!(
            "        CustomErrorResponses: &pages\n          - {{{page}}}\n        Comment: *pages\n"
        ),
    ] {
        let text = with_more(&more);
        assert_eq!(fixed(&text), text, "{more}");
    }
    stays(
        PAGE,
        &with_more(&format!(
            "        CustomErrorResponses:\n          - !If [A, {{{page}}}, {{ErrorCode: 500}}]\n"
        )),
    );
    let dynamic = "  dynamic \"custom_error_response\" {
    for_each = var.pages
    content {
      error_code         = 404
      response_page_path = \"/404.html\"
    }
  }

  restrictions {";
    stays(PAGE, &configured("  restrictions {", dynamic));
    // In one case only.
    let certificate = format!(
        "        ViewerCertificate:
          AcmCertificateArn: !If [A, '{CERTIFICATE}', !Ref AWS::NoValue]
          CloudFrontDefaultCertificate: !If [A, !Ref AWS::NoValue, true]
"
    );
    stays("sni-setting-missing", &with_more(&certificate));
}

#[test]
fn nothing_is_added_that_needs_a_decision() {
    // What protects, and structures of which the tool asks for more than has a default.
    for line in [
        "        Enabled: true\n",
        "          ViewerProtocolPolicy: redirect-to-https\n",
        "              OriginProtocolPolicy: https-only\n",
        "            DomainName: www.example.com\n",
    ] {
        let text = template(RIGHT).replacen(line, "", 1);
        assert_ne!(text, template(RIGHT));
        assert!(!fixed(&text).contains(line.trim()), "{line}");
    }
    for line in [
        "      origin_ssl_protocols   = [\"TLSv1.2\"]\n",
        "    allowed_methods        = [\"GET\", \"HEAD\"]\n",
        "    geo_restriction {\n      restriction_type = \"none\"\n    }\n",
    ] {
        stays("missing-element", &configured(line, ""));
    }
}

#[test]
fn a_plan_is_not_completed() {
    let plan = r#"{"planned_values": {"root_module": {"resources": [{
        "address": "aws_cloudfront_distribution.site",
        "type": "aws_cloudfront_distribution",
        "values": {"enabled": true, "custom_error_response": [
            {"error_code": 404, "response_page_path": "/404.html"}
        ]}
    }]}}}"#;
    stays(PAGE, plan);
}
