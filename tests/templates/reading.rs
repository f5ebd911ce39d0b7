//! What is a template, which resources it has, and where its parts are.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use cloudfront_lint::internal::tree::{self, NodeId, NodeKind};
use cloudfront_lint::{Form, Linter, Source, Status};

use super::{RIGHT, found, template, with};

#[test]
fn every_node_of_yaml_has_its_place() {
    let text = "a: !Ref b # why\n\"c d\": {e: 'f', g: [1, yes]}\nh:\n  - i: ~\n  - |\n    text\n";
    let source = Source::new(text);
    let (tree, faults) = tree::parse_yaml(&source);
    assert!(faults.is_empty());
    let nodes: Vec<(NodeKind, &str, &str, &str)> = (0..tree.nodes().len())
        .map(NodeId::from_index)
        .map(|node| {
            let it = tree.node(node);
            (
                it.kind,
                tree.name(node),
                tree.text(node),
                source.slice(it.whole),
            )
        })
        .collect();
    assert_eq!(
        nodes[1..],
        [
            (NodeKind::String, "a", "b", "a: !Ref b"),
            (
                NodeKind::Object,
                "c d",
                "",
                "\"c d\": {e: 'f', g: [1, yes]}"
            ),
            (NodeKind::String, "e", "f", "e: 'f'"),
            (NodeKind::Array, "g", "", "g: [1, yes]"),
            (NodeKind::Number, "", "1", "1"),
            (NodeKind::Boolean, "", "yes", "yes"),
            (NodeKind::Array, "h", "", "h:\n  - i: ~\n  - |\n    text"),
            (NodeKind::Object, "", "", "i: ~"),
            (NodeKind::Null, "i", "~", "i: ~"),
            (NodeKind::String, "", "text\n", "text"),
        ]
    );
    assert_eq!(tree.tag(NodeId::from_index(1)), Some("Ref"));
    assert_eq!(source.slice(tree.trivia()[0].span), "# why");
    let joined: String = tree.leaves().map(|leaf| source.slice(leaf.span)).collect();
    assert_eq!(joined, text);
}

#[test]
fn a_valid_template_has_no_findings() {
    assert_eq!(found(&template(RIGHT)), []);
    let text = template(RIGHT);
    let reports = Linter::new().lint_all(&text);
    assert_eq!(reports.len(), 1);
    assert_eq!(reports[0].form(), Form::Yaml);
    assert_eq!(reports[0].dialect(), "cloudformation");
    assert_eq!(reports[0].resource(), Some("Site"));
    assert_eq!(reports[0].root(), Some("DistributionConfig"));
}

#[test]
fn a_finding_has_the_place_and_the_names_of_the_template() {
    let text = template(&RIGHT.replace("TargetOriginId: web", "TargetOriginId: api"));
    let report = Linter::new().lint(&text);
    let finding = &report.findings()[0];
    assert_eq!(
        finding.path,
        "Site/Properties/DistributionConfig/DefaultCacheBehavior/TargetOriginId"
    );
    assert_eq!(report.source().slice(finding.span), "api");
    let text = template(&RIGHT.replace(
        "DomainName: www.example.com",
        "DomainName: https://www.example.com",
    ));
    let report = Linter::new().lint(&text);
    assert_eq!(
        report.findings()[0].path,
        "Site/Properties/DistributionConfig/Origins[1]/DomainName"
    );
}

#[test]
fn resources_are_found_in_every_form_of_a_template() {
    let resource = "Type: AWS::CloudFront::Distribution\n      Properties: {DistributionConfig: {Enabled: true}}";
    for text in [
        format!("service: web\nresources:\n  Resources:\n    Site:\n      {resource}\n"),
        format!("resources:\n- Resources:\n    Site:\n      {resource}\n"),
        format!("Resources:\n    Site:\n      {resource}\n"),
        format!("Site:\n      {resource}\n"),
        r#"{"Resources": {"Site": {"Type": "AWS::CloudFront::Distribution", "Properties": {"DistributionConfig": {"Enabled": "true"}}}}}"#.to_owned(),
    ] {
        let reports = Linter::new().lint_all(&text);
        assert_eq!(reports[0].resource(), Some("Site"), "{text}");
        let rules: Vec<&str> = reports[0].findings().iter().map(|it| it.rule.as_ref()).collect();
        assert_eq!(rules, ["missing-element", "missing-element"], "{text}");
    }
}

#[test]
fn several_resources_have_a_report_each() {
    let one = template(RIGHT);
    let second = one
        .split_once("Resources:\n")
        .unwrap()
        .1
        .replace("Site:", "Other:")
        .replace("TargetOriginId: web", "TargetOriginId: api");
    let both = format!("{one}{second}");
    let reports = Linter::new().lint_all(&both);
    let counts: Vec<(Option<&str>, usize)> = reports
        .iter()
        .map(|report| (report.resource(), report.findings().len()))
        .collect();
    assert_eq!(counts, [(Some("Site"), 0), (Some("Other"), 1)]);
    assert_eq!(Linter::new().lint(&both).findings().len(), 1);
}

#[test]
fn other_files_are_skipped() {
    for text in [
        "a: b\n",
        "Resources:\n  Bucket:\n    Type: AWS::S3::Bucket\n",
        "# AWS::CloudFront::Distribution\na: b\n",
        "{{#if cdn}}\nSite:\n  Type: AWS::CloudFront::Distribution\n{{/if}}\n",
    ] {
        let report = Linter::new().lint(text);
        assert!(matches!(report.status(), Status::Skipped(_)), "{text}");
        assert_eq!(report.findings(), []);
    }
}

#[test]
fn a_syntax_error_is_one_finding_in_a_template_only() {
    let text = template(&RIGHT.replace("TargetOriginId: web", "TargetOriginId: *"));
    assert_eq!(found(&text), [("yaml-syntax".to_owned(), 14)]);
    let report = Linter::new().lint("Buckets:\n  - a: *\n");
    assert!(
        report
            .findings()
            .iter()
            .all(|finding| finding.rule != "yaml-syntax")
    );
}

#[test]
fn members_that_a_structure_does_not_have_are_reported() {
    assert_eq!(
        with(
            "TargetOriginId: web",
            "TargetOriginID: web\n          Targetoriginid: web"
        ),
        ["unknown-element", "unknown-element"]
    );
    assert_eq!(
        with("Enabled: true", "Enabled: true\n        CallerReference: a"),
        ["unknown-element"]
    );
    let text = template(&RIGHT.replace(
        "Enabled: true",
        "Enabled: true\n        IsIPV6Enabled: true",
    ));
    let report = Linter::new().lint(&text);
    let finding = &report.findings()[0];
    assert_eq!(finding.help.as_deref(), Some("did you mean `IPV6Enabled`?"));
    assert_eq!(
        finding.note.as_deref(),
        Some("CloudFormation would answer: extraneous key [IsIPV6Enabled] is not permitted")
    );
}

#[test]
fn values_of_another_type_are_reported() {
    assert_eq!(
        with(
            "DomainName: www.example.com",
            "DomainName: [www.example.com]"
        ),
        ["json-type"]
    );
    assert_eq!(with("Enabled: true", "Enabled: maybe"), ["boolean-value"]);
    assert_eq!(
        with("Enabled: true", "Enabled: 'True'"),
        Vec::<String>::new()
    );
    assert_eq!(
        with(
            "OriginProtocolPolicy: https-only",
            "OriginProtocolPolicy: https-only\n              HTTPPort: '80'"
        ),
        Vec::<String>::new()
    );
    assert_eq!(
        with(
            "OriginProtocolPolicy: https-only",
            "OriginProtocolPolicy: https-only\n              HTTPPort: eighty"
        ),
        ["json-type"]
    );
}

#[test]
fn the_words_of_yaml_1_1_are_read_as_cloudformation_reads_them() {
    let restrictions = |locations: &str| {
        format!(
            "Enabled: true\n        Restrictions: {{GeoRestriction: {{RestrictionType: whitelist, Locations: [{locations}]}}}}"
        )
    };
    assert_eq!(
        with("Enabled: true", &restrictions("DE, 'NO'")),
        Vec::<String>::new()
    );
    assert_eq!(with("Enabled: true", &restrictions("DE, NO")).len(), 1);
}

#[test]
fn a_finding_names_the_construct_of_the_cdk() {
    let text = template(&RIGHT.replacen("TargetOriginId: web", "TargetOriginId: api", 1))
        + "    Metadata:\n      aws:cdk:path: Stack/Site/Resource\n";
    let report = Linter::new().lint(&text);
    let note = report.findings()[0].note.as_deref().unwrap_or_default();
    assert!(
        note.ends_with("the construct is `Stack/Site/Resource`"),
        "{note}"
    );
}
