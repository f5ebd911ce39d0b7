//! Conditions are judged one way and the other, and names that a file gives to values are followed.

use cloudfront_lint::{Linter, OtherFiles, Severity};

use super::{RIGHT, found, template, terraform, with};

const NONE: [&str; 0] = [];

/// A certificate that depends on conditions.
fn certificate(lines: &str) -> String {
    format!("Enabled: true\n        Aliases: [cdn.example.com]\n        ViewerCertificate:{lines}")
}

const ARN: &str =
    "arn:aws:acm:us-east-1:123456789012:certificate/0a1b2c3d-0000-4000-8000-000000000000";

#[test]
fn every_branch_is_judged_with_what_depends_on_the_same_condition() {
    let both = certificate(
        "
          Fn::If:
            - A
            - AcmCertificateArn: !Ref Certificate
              SslSupportMethod: sni-onyl
            - CloudFrontDefaultCertificate: true",
    );
    assert_eq!(
        with("Enabled: true", &both),
        ["enum-value", "alias-with-default-certificate"]
    );
    let text = template(&RIGHT.replacen("Enabled: true", &both, 1));
    let report = Linter::new().lint(&text);
    let notes: Vec<&str> = report
        .findings()
        .iter()
        .filter_map(|finding| finding.note.as_deref())
        .collect();
    assert!(
        notes
            .iter()
            .any(|note| note.ends_with("this applies when `A` is true")),
        "{notes:?}"
    );
    let together = "Enabled: true
        Aliases: !If [A, [cdn.example.com], !Ref 'AWS::NoValue']
        ViewerCertificate: !If [A, {AcmCertificateArn: !Ref C, SslSupportMethod: sni-only}, {CloudFrontDefaultCertificate: true}]";
    assert_eq!(with("Enabled: true", together), NONE);
}

#[test]
fn what_holds_either_way_depends_on_no_condition() {
    let text = template(&RIGHT.replacen(
        "Enabled: true",
        "Enabled: true\n        Comment: !If [A, one, two]\n        PriceClass: PriceClass_1",
        1,
    ));
    let report = Linter::new().lint(&text);
    assert_eq!(report.findings().len(), 1);
    let note = report.findings()[0].note.as_deref().unwrap_or_default();
    assert!(!note.contains("this applies when"), "{note}");
}

#[test]
fn the_condition_of_a_resource_holds_in_it() {
    let text = template(&RIGHT.replacen("Enabled: true", "Enabled: !If [A, true, ten]", 1));
    let rules = |text: &str| {
        found(text)
            .into_iter()
            .map(|(rule, _)| rule)
            .collect::<Vec<_>>()
    };
    assert_eq!(rules(&text).len(), 1);
    let text = text.replacen("    Properties:", "    Condition: A\n    Properties:", 1);
    assert_eq!(rules(&text), NONE);
}

#[test]
fn many_conditions_do_not_multiply() {
    let origins: String = (0..40)
        .map(|index| {
            format!("          - !If [C{index}, !Ref A{index}, !If [D{index}, !Ref B, !Ref E]]\n")
        })
        .collect();
    let text = template(&RIGHT.replacen(
        "        Origins:\n",
        &format!("        Origins:\n{origins}"),
        1,
    ));
    assert_eq!(found(&text), []);
}

#[test]
fn a_value_of_a_table_is_known() {
    let maps = "Mappings:\n  Prices:\n    eu:\n      class: PriceClass_1\n";
    let text = |lookup: &str| {
        let config = RIGHT.replacen(
            "Enabled: true",
            &format!("Enabled: true\n        PriceClass: {lookup}"),
            1,
        );
        format!("{maps}{}", template(&config))
    };
    assert_eq!(found(&text("!FindInMap [Prices, eu, class]")).len(), 1);
    for unknown in [
        "!FindInMap [Prices, !Ref 'AWS::Region', class]",
        "!FindInMap [Prices, us, class]",
        "!FindInMap [Others, eu, class]",
        "!FindInMap [Prices, eu]",
    ] {
        assert_eq!(found(&text(unknown)), [], "{unknown}");
    }
}

#[test]
fn conditional_expressions_are_judged_both_ways() {
    let text = |certificate: &str| {
        terraform::with(
            "viewer_certificate {\n    cloudfront_default_certificate = true\n  }",
            certificate,
        )
    };
    let first = format!(
        "aliases = var.a != \"\" ? [\"cdn.example.com\"] : []\n  viewer_certificate {{\n    acm_certificate_arn = var.a != \"\" ? \"{ARN}\" : null\n    cloudfront_default_certificate = var.a == \"\"\n    ssl_support_method = var.a  !=  \"\" ? \"sni-only\" : null\n  }}"
    );
    assert_eq!(text(&first), NONE);
    assert_eq!(
        text(&first.replace("\"sni-only\"", "\"sni-onyl\"")),
        ["enum-value"]
    );
}

#[test]
fn generated_blocks_are_judged_where_their_number_is_known() {
    let dynamic = |list: &str, class: &str| {
        format!(
            "viewer_certificate {{\n    cloudfront_default_certificate = true\n  }}\n  dynamic \"logging_config\" {{\n    for_each = {list}\n    content {{\n      bucket = logging_config.value\n      {class} = \"\"\n    }}\n  }}"
        )
    };
    let text = |list: &str, argument: &str| {
        terraform::with(
            "viewer_certificate {\n    cloudfront_default_certificate = true\n  }",
            &dynamic(list, argument),
        )
    };
    assert_eq!(text("[1]", "prefix"), NONE);
    assert_eq!(text("[1]", "prefixx"), ["unknown-element"]);
    assert_eq!(text("[]", "prefixx"), NONE);
    assert_eq!(text("var.a ? [1] : []", "prefixx"), ["unknown-element"]);
    let required =
        "dynamic \"restrictions\" {\n    for_each = var.a == null ? [] : [1]\n    content {";
    let rest = "}\n    }\n  }\n\n  viewer_certificate";
    let generated = terraform::RIGHT
        .replacen("restrictions {", required, 1)
        .replacen("}\n  }\n\n  viewer_certificate", rest, 1);
    assert_eq!(found(&generated), []);
    assert_eq!(text("var.a", "prefixx"), NONE);
    let origins = "dynamic \"origin\" {\n    for_each = var.origins\n    content {\n      origin_id = origin.key\n      domain_nam = origin.value\n    }\n  }\n\n  default_cache_behavior";
    assert_eq!(
        terraform::with("default_cache_behavior", origins),
        ["unknown-element"]
    );
}

#[test]
fn generated_blocks_may_depend_on_each_other() {
    let block = |kind: &str, list: &str, id: &str, members: &str| {
        format!(
            "dynamic \"{kind}\" {{\n    for_each = {list}\n    content {{\n      {id}\n{members}    }}\n  }}\n\n  "
        )
    };
    let origin = |list: &str| {
        let members = "      domain_name = \"api.example.com\"\n      custom_origin_config {\n        http_port = 80\n        https_port = 443\n        origin_protocol_policy = \"https-only\"\n        origin_ssl_protocols = [\"TLSv1.2\"]\n      }\n";
        block("origin", list, "origin_id = \"api\"", members)
    };
    let behavior = |list: &str| {
        let members = "      path_pattern = \"/api/*\"\n      viewer_protocol_policy = \"https-only\"\n      allowed_methods = [\"GET\", \"HEAD\"]\n      cached_methods = [\"GET\", \"HEAD\"]\n      cache_policy_id = \"658327ea-f89d-4fab-a63d-7e88639e58f6\"\n";
        block(
            "ordered_cache_behavior",
            list,
            "target_origin_id = \"api\"",
            members,
        )
    };
    let rules = |blocks: &[String]| {
        let blocks = format!("{}default_cache_behavior", blocks.concat());
        terraform::with("default_cache_behavior", &blocks)
    };
    let is_set = "var.api != \"\" ? [1] : []";
    let is_unset = "var.api == \"\" ? [1] : []";
    // The behavior may be there only if the origin is.
    let more = "var.more && var.api != \"\" ? [1] : []";
    assert_eq!(rules(&[origin(is_set), behavior(more)]), NONE);
    assert_eq!(rules(&[origin(is_set), behavior(is_set)]), NONE);
    assert_eq!(
        rules(&[origin(is_set), behavior(is_unset)]),
        ["unused-origin", "target-origin-missing"]
    );
    assert_eq!(rules(&[behavior(more)]), ["target-origin-missing"]);
    // Two origins of one id, of which one is there.
    let used = |one: &str, other: &str| rules(&[origin(one), origin(other), behavior("[1]")]);
    assert_eq!(used(is_set, is_unset), NONE);
    assert_eq!(used(is_set, "var.b ? [1] : []"), NONE);
    assert_eq!(used("var.a", "var.b"), NONE);
    assert_eq!(
        used(is_set, is_set),
        ["duplicate-origin-id", "target-origin-missing"]
    );
}

#[test]
fn a_block_that_can_occur_only_once_is_a_duplicate_where_two_are_surely_there() {
    let certificate = "viewer_certificate {\n    cloudfront_default_certificate = true\n  }";
    let dynamic = |list: &str| {
        format!(
            "dynamic \"viewer_certificate\" {{\n    for_each = {list}\n    content {{\n      cloudfront_default_certificate = true\n    }}\n  }}\n"
        )
    };
    let rules = |parts: &[&str]| terraform::with(certificate, &parts.join("\n  "));
    let (set, unset) = (dynamic("var.a ? [1] : []"), dynamic("var.a ? [] : [1]"));
    let (negated, other) = (dynamic("!var.a ? [1] : []"), dynamic("var.b ? [1] : []"));
    assert_eq!(rules(&[certificate, certificate]), ["duplicate-element"]);
    assert_eq!(rules(&[&set, &set]), ["duplicate-element"]);
    assert_eq!(rules(&[&set, &unset]), NONE);
    assert_eq!(rules(&[&set, &negated]), NONE);
    assert_eq!(rules(&[&set, &other]), NONE);
    assert_eq!(rules(&[&dynamic("var.list"), certificate]), NONE);
    assert_eq!(
        rules(&[certificate, "provisioner \"a\" {}", "provisioner \"b\" {}"]),
        NONE
    );
    let text = terraform::RIGHT.replacen(certificate, &[certificate; 2].join("\n  "), 1);
    let report = Linter::new().lint(&text);
    let finding = &report.findings()[0];
    assert_eq!(finding.severity, Severity::Error);
    assert_eq!(
        finding.note.as_deref(),
        Some("Terraform would answer: No more than 1 \"viewer_certificate\" blocks are allowed")
    );
}

#[test]
fn local_values_are_known_and_variables_are_not() {
    let locals = "locals {\n  id = \"api\"\n  other = local.id\n  round = local.round\n}\n";
    let text = |value: &str| {
        let text = terraform::RIGHT.replacen(
            "target_origin_id       = \"web\"",
            &format!("target_origin_id = {value}"),
            1,
        );
        format!("{locals}variable \"id\" {{\n  default = \"api\"\n}}\n{text}")
    };
    for value in ["local.id", "local.other", "\"${local.id}\"", "(local.id)"] {
        assert_eq!(found(&text(value)).len(), 1, "{value}");
    }
    for value in ["local.round", "local.none", "var.id", "\"${local.id}-web\""] {
        assert_eq!(found(&text(value)), [], "{value}");
    }
    let text = text("var.id");
    let count = |files: &[&str]| {
        let linter = Linter::new().other_files(&OtherFiles::new(files));
        linter.lint(&text).findings().len()
    };
    assert_eq!(count(&["id = \"api\"\n"]), 1);
    assert_eq!(count(&["id = \"api\"\n", "id = \"web\"\n"]), 0);
    assert_eq!(count(&["id = {{{\n"]), 0);
}
