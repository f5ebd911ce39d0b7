//! What is offered in templates, in comments and in the configuration file.

use cloudfront_lint::editor::{self, Completion};
use cloudfront_lint::{Edit, Linter, Source};

use super::applied;

const YAML: &str = "Resources:
  Bucket:
    Type: AWS::S3::Bucket
  Site:
    Type: AWS::CloudFront::Distribution
    Properties:
      DistributionConfig:
        Enabled: true
        Origins:
          - Id: web
            DomainName: example.com
          - DomainName: example.org
            Id: api
        DefaultCacheBehavior:
          TargetOriginId: web
          ViewerProtocolPolicy: https-only
          CachePolicyId: 658327ea-f89d-4fab-a63d-7e88639e58f6
";

const HCL: &str = "resource \"aws_cloudfront_distribution\" \"site\" {
  enabled = true
  origin {
    domain_name = \"example.com\"
    origin_id   = \"web\"
  }
  default_cache_behavior {
    allowed_methods        = [\"GET\", \"HEAD\"]
    target_origin_id       = \"web\"
    viewer_protocol_policy = \"https-only\"
  }
  # a comment
}
";

const JSON: &str = "{
  \"Resources\": {
    \"Site\": {
      \"Type\": \"AWS::CloudFront::Distribution\",
      \"Properties\": {
        \"DistributionConfig\": {
          \"Enabled\": true,
          \"Origins\": [{\"Id\": \"web\", \"DomainName\": \"example.com\"}],
          \"DefaultCacheBehavior\": {
            \"TargetOriginId\": \"web\",
            \"ViewerProtocolPolicy\": \"https-only\"
          }
        }
      }
    }
  }
}
";

/// A text with something replaced, and the place behind what replaces it.
fn changed(text: &str, old: &str, new: &str) -> (String, usize) {
    let at = text.find(old).unwrap_or_else(|| panic!("there is `{old}`"));
    let changed = text.replacen(old, new, 1);
    let cursor = new.find('|').expect("a place is marked");
    (changed.replacen('|', "", 1), at + cursor)
}

fn offered(text: &str, old: &str, new: &str) -> (String, Vec<Completion>) {
    let (text, offset) = changed(text, old, new);
    let offered = editor::completions(&Linter::new(), &Source::new(text.as_str()), offset);
    (text, offered)
}

fn labels(text: &str, old: &str, new: &str) -> Vec<String> {
    let (_, offered) = offered(text, old, new);
    offered.into_iter().map(|it| it.label).collect()
}

fn accepted(text: &str, completion: &Completion) -> String {
    let mut edits = completion.edits.clone();
    edits.push(Edit {
        span: completion.span,
        text: completion.text.clone(),
    });
    applied(text, &edits)
}

/// A template, what is replaced by what, and what is and is not offered then.
const PROPERTIES: &[[&str; 5]] = &[
    [
        YAML,
        "Enabled: true",
        "Enabled: true\n        Htt|",
        "HttpVersion",
        "Enabled",
    ],
    [
        YAML,
        "DomainName: example.com",
        "DomainName: example.com\n            Cus|",
        "CustomOriginConfig",
        "DomainName",
    ],
    [
        YAML,
        "          - Id: web\n",
        "          - |\n",
        "Id",
        "TargetOriginId",
    ],
    [
        YAML,
        "          ViewerProtocolPolicy: https-only\n",
        "          |\n",
        "ViewerProtocolPolicy",
        "CachePolicyId",
    ],
    [
        HCL,
        "enabled = true",
        "enabled = true\n  htt|",
        "http_version",
        "enabled",
    ],
    [
        HCL,
        "domain_name = \"example.com\"",
        "domain_name = \"example.com\"\n    |",
        "custom_origin_config",
        "origin_id",
    ],
    [
        HCL,
        "enabled = true\n",
        "enabled = true\n  ori|\n",
        "origin",
        "default_cache_behavior",
    ],
    [
        JSON,
        "\"Enabled\": true,",
        "\"Enabled\": true, \"Ht|\"",
        "HttpVersion",
        "Enabled",
    ],
    [
        JSON,
        "\"Enabled\": true,",
        "\"Enabled\": true, \"|",
        "HttpVersion",
        "Origins",
    ],
    [JSON, "{\"Id\": \"web\",", "{\"|\"", "Id", "DomainName"],
];

#[test]
fn properties_are_offered_in_every_notation() {
    for [text, old, new, wanted, absent] in PROPERTIES {
        let labels = labels(text, old, new);
        assert!(
            labels.iter().any(|it| it == wanted),
            "{new}: {wanted} of {labels:?}"
        );
        assert!(
            labels.iter().all(|it| it != absent),
            "{new}: {absent} of {labels:?}"
        );
    }
}

#[test]
fn a_part_of_a_larger_file_and_a_line_with_a_comment_have_properties() {
    let indented = YAML.replace('\n', "\n  ");
    let nested = format!("service: site\nresources:\n  {indented}");
    let typed = "Enabled: true\n          Htt|";
    let found = labels(&nested, "Enabled: true", typed);
    assert!(found.contains(&"HttpVersion".to_owned()), "{found:?}");
    let found = labels(YAML, "Enabled: true", "Enabled: true\n        Htt| # which");
    assert!(found.contains(&"HttpVersion".to_owned()), "{found:?}");
}

#[test]
fn what_another_property_excludes_is_not_offered() {
    let origin = "DomainName: example.com\n            S3OriginConfig: {}\n            |";
    let found = labels(YAML, "DomainName: example.com", origin);
    assert!(found.contains(&"OriginPath".to_owned()), "{found:?}");
    assert!(
        !found.contains(&"CustomOriginConfig".to_owned()),
        "{found:?}"
    );
}

#[test]
fn values_and_names_are_offered_in_every_notation() {
    for (text, old, new, expected) in [
        (YAML, "TargetOriginId: web", "TargetOriginId: |", "api, web"),
        (
            YAML,
            "TargetOriginId: web",
            "TargetOriginId: a|",
            "api, web",
        ),
        (YAML, "Enabled: true", "Enabled: t|", "true, false"),
        (
            YAML,
            "https-only",
            "|",
            "allow-all, https-only, redirect-to-https",
        ),
        (
            HCL,
            "target_origin_id       = \"web\"",
            "target_origin_id       = \"|\"",
            "web",
        ),
        (HCL, "enabled = true", "enabled = |", "true, false"),
        (
            HCL,
            "\"https-only\"",
            "\"ht|\"",
            "allow-all, https-only, redirect-to-https",
        ),
        (
            HCL,
            "\"HEAD\"]",
            "\"HE|\"]",
            "GET, HEAD, POST, PUT, PATCH, OPTIONS, DELETE",
        ),
        (
            JSON,
            "\"TargetOriginId\": \"web\"",
            "\"TargetOriginId\": \"|\"",
            "web",
        ),
        (
            JSON,
            "\"https-only\"",
            "\"|\"",
            "allow-all, https-only, redirect-to-https",
        ),
        (JSON, "\"Enabled\": true", "\"Enabled\": t|", "true, false"),
    ] {
        assert_eq!(labels(text, old, new).join(", "), expected, "{new}");
    }
}

#[test]
fn managed_policies_are_offered_by_their_names() {
    let id = "658327ea-f89d-4fab-a63d-7e88639e58f6";
    let xml = "<DistributionConfig xmlns=\"http://cloudfront.amazonaws.com/doc/2020-05-31/\">\
               <DefaultCacheBehavior><CachePolicyId>@</CachePolicyId></DefaultCacheBehavior>\
               </DistributionConfig>";
    for (text, old, new) in [
        (YAML, id, "|"),
        (
            HCL,
            "target_origin_id       = \"web\"",
            "cache_policy_id = \"|\"",
        ),
        (
            JSON,
            "\"TargetOriginId\": \"web\"",
            "\"CachePolicyId\": \"|\"",
        ),
        (xml, "@", "|"),
    ] {
        let (typed, offered) = offered(text, old, new);
        let policy = offered.iter().find(|it| it.label == "CachingOptimized");
        let policy = policy.unwrap_or_else(|| panic!("{offered:?}"));
        assert!(accepted(&typed, policy).contains(id), "{policy:?}");
        assert!(offered.iter().all(|it| it.label != "CORS-S3Origin"));
    }
}

#[test]
fn nothing_is_offered_elsewhere_in_a_template() {
    for (text, old, new) in [
        (YAML, "Type: AWS::S3", "Ty|pe: AWS::S3"),
        (YAML, "Resources:", "Res|ources:"),
        (YAML, "Enabled: true", "# Ena|bled: true"),
        (HCL, "a comment", "a com|ment"),
        (HCL, "resource ", "reso|urce "),
        (JSON, "\"Resources\"", "\"Res|ources\""),
    ] {
        assert_eq!(labels(text, old, new), Vec::<String>::new(), "{new}");
    }
}

/// The names of the rules with errors, and how often each.
fn errors(text: &str) -> Vec<String> {
    let report = cloudfront_lint::lint(text).into_owned();
    let findings = report.findings().iter();
    findings.map(|it| it.rule.to_string()).collect()
}

/// What is written can be read, and is known there.
#[test]
fn what_is_accepted_is_known_in_its_place() {
    for (text, old, new) in [
        (YAML, "Enabled: true", "Enabled: true\n        |"),
        (
            YAML,
            "DomainName: example.com",
            "DomainName: example.com\n            |",
        ),
        (
            YAML,
            "ViewerProtocolPolicy: https-only",
            "ViewerProtocolPolicy: https-only\n          |",
        ),
        (HCL, "enabled = true", "enabled = true\n  |"),
        (
            HCL,
            "domain_name = \"example.com\"",
            "domain_name = \"example.com\"\n    |",
        ),
        (HCL, "target_origin_id ", "|\n    target_origin_id "),
        (
            JSON,
            "\"Enabled\": true,",
            "\"|\"\n          \"Enabled\": true,",
        ),
        (
            JSON,
            "\"DomainName\": \"example.com\"",
            "\"DomainName\": \"example.com\", \"|\"",
        ),
    ] {
        let (typed, offered) = offered(text, old, new);
        assert!(offered.len() > 5, "{new}");
        for completion in offered {
            let result = accepted(&typed, &completion);
            let unwanted = ["unknown-", "unclosed-", "duplicate-", "-syntax"];
            for rule in errors(&result) {
                let is_unwanted = unwanted.iter().any(|it| rule.contains(it));
                assert!(!is_unwanted, "{rule} by {}: {result}", completion.label);
            }
            let shown = editor::completions(&Linter::new(), &Source::new(result.as_str()), 0);
            assert!(shown.is_empty());
        }
    }
}

#[test]
fn rules_are_offered_in_comments() {
    let xml = "<InvalidationBatch xmlns=\"http://cloudfront.amazonaws.com/doc/2020-05-31/\">
  <!-- cloudfront-lint: ignore[@] -->
  <Paths><Quantity>2</Quantity><Items><Path>/a</Path></Items></Paths>
  <CallerReference>a</CallerReference>
</InvalidationBatch>";
    for (inside, expected) in [
        ("|", true),
        ("quan|", true),
        ("quantity-mismatch, |", false),
    ] {
        let found = labels(xml, "@", inside);
        assert_eq!(found[0] == "quantity-mismatch", expected, "{inside}");
        assert!(found.len() > 100);
        assert_eq!(
            found.iter().filter(|it| *it == "quantity-mismatch").count(),
            usize::from(expected)
        );
    }
    assert_eq!(labels(xml, "ignore[@]", "ig|"), ["ignore", "ignore-file"]);
    assert!(labels(HCL, "a comment", "cloudfront-lint: ignore[|]").len() > 100);
    assert!(
        labels(
            YAML,
            "Enabled",
            "# cloudfront-lint: ignore[|]\n        Enabled"
        )
        .len()
            > 100
    );
}

#[cfg(feature = "config")]
fn configured(text: &str) -> (String, Vec<Completion>) {
    let offset = text.find('|').expect("a place is marked");
    let text = text.replacen('|', "", 1);
    let offered = editor::configuration_completions(&Linter::new(), &text, offset);
    (text, offered)
}

#[cfg(feature = "config")]
#[test]
fn keys_and_words_are_offered_in_the_configuration() {
    for (text, wanted, absent) in [
        ("|", "ignore", "reason"),
        ("ignore = []\nfail|", "fail-on", "ignore"),
        ("ignore = [\"|\"]", "quantity-mismatch", "ignore"),
        (
            "ignore = [\n  \"enum-value\",\n  \"|\"\n]",
            "quantity-mismatch",
            "ignore",
        ),
        ("fail-on = \"|\"", "never", "off"),
        ("fail-on = |", "never", "off"),
        ("operation = \"|\"", "update", "never"),
        ("api-version = \"|\"", "2020-05-31", "create"),
        ("[severity]\n|", "quantity-mismatch", "ignore"),
        ("[severity]\nquantity-mismatch = \"|\"", "off", "never"),
        ("[quotas]\n|", "invalidation-paths", "ignore"),
        ("[[suppress]]\n|", "path", "exclude"),
        ("[[override]]\nfiles = \"a\"\n|", "ignore", "files"),
        ("[|", "[[suppress]]", "ignore"),
    ] {
        let (typed, offered) = configured(text);
        let labels: Vec<&str> = offered.iter().map(|it| it.label.as_str()).collect();
        assert!(labels.contains(&wanted), "{text}: {wanted} of {labels:?}");
        assert!(!labels.contains(&absent), "{text}: {absent} of {labels:?}");
        let completion = offered
            .iter()
            .find(|it| it.label == wanted)
            .expect("it is there");
        assert!(accepted(&typed, completion).contains(wanted.trim_matches(['[', ']'])));
    }
    assert!(configured("# ignore = [\"|").1.is_empty());
}

#[cfg(feature = "config")]
#[test]
fn keys_of_the_configuration_are_explained() {
    let text = "ignore = []\n[[suppress]]\nreason = \"\"\n";
    for (offset, name) in [(2, "ignore"), (16, "suppress"), (27, "reason")] {
        let key = editor::configuration_key(text, offset).expect("it is a key");
        assert_eq!(key.name, name);
        assert!(!key.description.is_empty());
    }
    assert_eq!(editor::configuration_key(text, 9), None);
}
