//! What is known about a place of a template: hover, outline, names, hints, lenses.

use cloudfront_lint::editor::{self, Places, SymbolKind};
use cloudfront_lint::{Linter, Source, explain};

use super::applied;

const YAML: &str = "Resources:
  Policy:
    Type: AWS::CloudFront::CachePolicy
    Properties: {}
  Site:
    Type: AWS::CloudFront::Distribution
    Properties:
      DistributionConfig:
        Enabled: true
        Origins:
          - Id: web
            DomainName: example.com
            OriginCustomHeaders:
              - HeaderName: X-Key
                HeaderValue: hidden-value
          - DomainName: example.org
            Id: 'api'
        DefaultCacheBehavior:
          TargetOriginId: web
          ViewerProtocolPolicy: https-only
          CachePolicyId: 658327ea-f89d-4fab-a63d-7e88639e58f6
        CacheBehaviors:
          - PathPattern: /api/*
            TargetOriginId: api
            ViewerProtocolPolicy: https-only
            CachePolicyId: !Ref Policy
            ForwardedValues: {QueryString: false}
";

const HCL: &str = "locals {
  pages = \"pages\"
}

resource \"aws_cloudfront_cache_policy\" \"short\" {
  name = \"short\"
}

resource \"aws_cloudfront_distribution\" \"site\" {
  enabled = true
  origin {
    domain_name = \"example.com\"
    origin_id   = \"web\"
  }
  origin {
    domain_name = \"example.org\"
    origin_id   = local.pages
  }
  default_cache_behavior {
    allowed_methods        = [\"GET\", \"HEAD\"]
    target_origin_id       = \"web\"
    viewer_protocol_policy = \"https-only\"
    cache_policy_id        = aws_cloudfront_cache_policy.short.id
  }
  ordered_cache_behavior {
    path_pattern           = \"/pages/*\"
    target_origin_id       = local.pages
    viewer_protocol_policy = \"https-only\"
    cache_policy_id        = \"658327ea-f89d-4fab-a63d-7e88639e58f6\"
  }
}
";

const JSON: &str = "{\"Resources\": {\"Site\": {\"Type\": \"AWS::CloudFront::Distribution\", \
    \"Properties\": {\"DistributionConfig\": {\"Enabled\": true, \"Origins\": [\
    {\"Id\": \"web\", \"DomainName\": \"example.com\"}], \"DefaultCacheBehavior\": {\
    \"TargetOriginId\": \"web\", \"ViewerProtocolPolicy\": \"https-only\"}}}}}}";

/// The offset of the first of the places of a text, behind its first letter.
fn at(text: &str, part: &str) -> usize {
    text.find(part)
        .unwrap_or_else(|| panic!("there is `{part}`"))
        + 1
}

fn places(text: &str, part: &str) -> Places {
    let places = editor::places_of_name(&Linter::new(), &Source::new(text), at(text, part));
    places.unwrap_or_else(|| panic!("`{part}` has a name"))
}

#[test]
fn properties_and_values_are_explained_in_the_words_of_the_template() {
    let distribution = "`ViewerProtocolPolicy` of `AWS::CloudFront::Distribution`";
    let linter = Linter::new();
    for (text, part, title, span, in_api) in [
        (
            YAML,
            "ViewerProtocolPolicy",
            distribution,
            "ViewerProtocolPolicy",
            "DefaultCacheBehavior/ViewerProtocolPolicy",
        ),
        (
            YAML,
            "https-only",
            distribution,
            "https-only",
            "DefaultCacheBehavior/ViewerProtocolPolicy",
        ),
        (
            JSON,
            "ViewerProtocolPolicy",
            distribution,
            "ViewerProtocolPolicy",
            "DefaultCacheBehavior/ViewerProtocolPolicy",
        ),
        (
            HCL,
            "viewer_protocol_policy",
            "`viewer_protocol_policy` of `aws_cloudfront_distribution`",
            "viewer_protocol_policy",
            "DefaultCacheBehavior/ViewerProtocolPolicy",
        ),
        (
            HCL,
            "cache_policy_id ",
            "`cache_policy_id` of `aws_cloudfront_distribution`",
            "cache_policy_id",
            "DefaultCacheBehavior/CachePolicyId",
        ),
    ] {
        let source = Source::new(text);
        let here = explain::here(&linter, &source, at(text, part));
        let here = here.unwrap_or_else(|| panic!("`{part}` is known"));
        assert_eq!(here.title, title);
        assert_eq!(source.slice(here.span), span);
        assert_eq!(here.facts[0].values, [in_api]);
        assert!(
            here.facts.iter().any(|fact| fact.key == "about"),
            "{:?}",
            here.facts
        );
        let page = here.reference.unwrap_or_default();
        assert!(page.ends_with("API_DefaultCacheBehavior.html"), "{page}");
    }
    let policy = at(YAML, "658327ea");
    let here = explain::here(&linter, &Source::new(YAML), policy).expect("it is known");
    let value = here.facts.iter().find(|fact| fact.key == "value");
    assert!(
        value.is_some_and(|it| it.values[0].contains("CachingOptimized")),
        "{here:?}"
    );
}

#[test]
fn the_type_of_a_resource_is_explained_and_nothing_else_around_it() {
    let linter = Linter::new();
    for (text, part) in [
        (YAML, "AWS::CloudFront::Distribution"),
        (HCL, "resource \"aws_cloudfront_distribution"),
    ] {
        let here = explain::here(&linter, &Source::new(text), at(text, part));
        assert!(here.is_some_and(|it| it.title.to_lowercase().contains("distribution")));
    }
    for part in ["Resources", "Properties", "Type"] {
        let here = explain::here(&linter, &Source::new(YAML), at(YAML, part));
        assert!(here.is_none(), "{part}");
    }
}

#[test]
fn names_lead_from_use_to_definition() {
    for (text, part) in [(YAML, "web\n          Viewer"), (JSON, "web\", \"Viewer")] {
        let found = places(text, part);
        let definition = at(text, "web") - 1;
        assert_eq!(found.name, "web");
        assert_eq!(found.definitions.len(), 1);
        assert_eq!(found.definitions[0].start as usize, definition);
        assert_eq!(found.uses.len(), 1);
    }
    let found = places(HCL, "local.pages\n    viewer");
    assert_eq!(
        found.definitions[0].start as usize,
        at(HCL, "local.pages") - 1
    );
    assert!(!found.can_be_renamed);
}

#[test]
fn expressions_lead_to_the_resource_that_they_mention() {
    for (text, part, name, definition) in [
        (YAML, "Policy\n            Forwarded", "Policy", "Policy:"),
        (YAML, "Policy:", "Policy", "Policy:"),
        (
            HCL,
            "aws_cloudfront_cache_policy.short",
            "aws_cloudfront_cache_policy.short",
            "short\" {",
        ),
        (HCL, "pages = ", "local.pages", "pages = "),
    ] {
        let found = places(text, part);
        assert_eq!(found.name, name);
        let expected = at(text, definition) - 1;
        let start = found.definitions[0].start as usize;
        assert!(
            start == expected || start + 1 == expected,
            "{part}: {start} {expected}"
        );
        assert!(!found.uses.is_empty(), "{part}");
        assert!(!found.can_be_renamed);
    }
}

#[test]
fn names_are_changed_everywhere_with_their_quotes() {
    for (text, part, new, expected) in [
        (YAML, "web", "shop", YAML.replace(": web\n", ": shop\n")),
        (
            YAML,
            "api'",
            "a: b",
            YAML.replace("'api'", "'a: b'")
                .replace("Id: api\n", "Id: 'a: b'\n"),
        ),
        (HCL, "web", "shop", HCL.replace("\"web\"", "\"shop\"")),
        (JSON, "web", "shop", JSON.replace("\"web\"", "\"shop\"")),
    ] {
        let edits = editor::rename(&Linter::new(), &Source::new(text), at(text, part), new);
        assert_eq!(applied(text, &edits), expected);
    }
    let pages = at(HCL, "local.pages");
    assert!(editor::rename(&Linter::new(), &Source::new(HCL), pages, "new").is_empty());
}

#[test]
fn resources_and_items_have_their_names_in_the_outline() {
    for (text, resource, item) in [
        (YAML, "Site", ("Origin", "web")),
        (JSON, "Site", ("Origin", "web")),
        (HCL, "aws_cloudfront_distribution.site", ("origin", "web")),
    ] {
        let symbols = editor::outline(&Linter::new(), &Source::new(text));
        let top: Vec<&str> = symbols
            .iter()
            .filter(|it| it.depth == 0)
            .map(|it| &*it.name)
            .collect();
        assert!(top.contains(&resource), "{top:?}");
        let has_item = symbols.iter().any(|it| {
            (it.name.as_str(), it.detail.as_deref()) == (item.0, Some(item.1))
                && it.kind == SymbolKind::Structure
        });
        assert!(has_item, "{symbols:?}");
        let is_nested = |pair: &[editor::Symbol]| pair[1].depth <= pair[0].depth + 1;
        assert!(symbols.windows(2).all(is_nested), "{symbols:?}");
    }
    let symbols = editor::outline(&Linter::new(), &Source::new(YAML));
    assert!(
        symbols
            .iter()
            .all(|it| it.detail.as_deref() != Some("hidden-value"))
    );
}

#[test]
fn policies_and_numbers_that_are_sent_have_hints() {
    for (text, policy) in [(YAML, "CachingOptimized"), (HCL, "CachingOptimized")] {
        let hints = editor::hints(&Linter::new(), &Source::new(text));
        assert!(hints.iter().any(|it| it.text == policy), "{hints:?}");
        assert!(hints.iter().all(|it| text.is_char_boundary(it.offset)));
    }
    let without = YAML.replace(
        "          CachePolicyId: 658327ea-f89d-4fab-a63d-7e88639e58f6\n",
        "",
    );
    let hints = editor::hints(&Linter::new(), &Source::new(without.as_str()));
    let assumed = hints.iter().find(|it| it.text.contains("DefaultTTL"));
    let assumed = assumed.unwrap_or_else(|| panic!("{hints:?}"));
    assert!(
        without[..assumed.offset].ends_with("DefaultCacheBehavior:"),
        "{hints:?}"
    );
}

#[test]
fn lenses_count_the_uses_of_an_origin() {
    for text in [YAML, JSON, HCL] {
        let lenses = editor::lenses(&Linter::new(), &Source::new(text));
        assert!(!lenses.is_empty());
        assert!(
            lenses.iter().all(|it| it.text == "used in 1 place"),
            "{lenses:?}"
        );
    }
}

#[test]
fn parts_are_folded_and_selected() {
    for text in [YAML, HCL] {
        let source = Source::new(text);
        let folds = editor::folds(&Linter::new(), &source);
        assert!(folds.len() > 3, "{folds:?}");
        let spans = editor::enclosing(&Linter::new(), &source, at(text, "web"));
        assert_eq!(source.slice(spans[0]), "web");
        assert!(spans.len() > 4, "{spans:?}");
        assert!(spans.windows(2).all(|pair| pair[1].contains(pair[0])));
    }
}
