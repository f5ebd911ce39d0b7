//! What only a deployment knows keeps rules silent, and what is known decides.

use super::{RIGHT, template, with};
use cloudfront_lint::Linter;

const NONE: [&str; 0] = [];

#[test]
fn a_function_is_a_value_that_nobody_knows() {
    for value in [
        "!Ref Origin",
        "{Ref: Origin}",
        "!Sub '${Origin}'",
        "{'Fn::GetAtt': [Bucket, DomainName]}",
        "!If [A, web, !Ref Other]",
        "!ImportValue origin",
        "'{{resolve:ssm:origin}}'",
        "${self:custom.origin}",
    ] {
        assert_eq!(
            with("TargetOriginId: web", &format!("TargetOriginId: {value}")),
            NONE,
            "{value}"
        );
        assert_eq!(with("Id: web", &format!("Id: {value}")), NONE, "{value}");
    }
}

#[test]
fn what_nobody_wrote_hides_nothing() {
    let text = template(RIGHT);
    let report = Linter::new().lint(&text);
    assert_eq!(report.text_without_secrets(), text);
}

#[test]
fn a_function_of_known_texts_is_known() {
    assert_eq!(
        with("TargetOriginId: web", "TargetOriginId: !Sub api"),
        ["target-origin-missing"]
    );
    assert_eq!(
        with("TargetOriginId: web", "TargetOriginId: !If [A, api, api]"),
        ["target-origin-missing"]
    );
    assert_eq!(
        with("TargetOriginId: web", "TargetOriginId: !Ref 'AWS::NoValue'"),
        ["missing-element"]
    );
}

#[test]
fn an_optional_member_is_neither_missing_nor_present() {
    let certificate = "Enabled: true
        Aliases: [cdn.example.com]
        ViewerCertificate:
          AcmCertificateArn: !If [A, !Ref Certificate, !Ref 'AWS::NoValue']
          IamCertificateId: !If [A, !Ref 'AWS::NoValue', !Ref Other]
          SslSupportMethod: sni-only";
    assert_eq!(with("Enabled: true", certificate), NONE);
    assert_eq!(
        with(
            "Enabled: true",
            "Enabled: !If [A, true, !Ref 'AWS::NoValue']"
        ),
        ["missing-element"]
    );
    assert_eq!(
        with("DomainName: www.example.com", "Fn::Transform: {Name: More}"),
        NONE
    );
}

#[test]
fn a_list_with_unknown_items_has_no_known_length() {
    assert_eq!(
        with(
            "Enabled: true",
            "Enabled: true\n        Aliases: !Split [',', !Ref Aliases]"
        ),
        ["alias-with-default-certificate"; 0]
    );
    let methods =
        |list: &str| format!("TargetOriginId: web\n          AllowedMethods: [GET, HEAD, {list}]");
    assert_eq!(
        with(
            "TargetOriginId: web",
            &methods("!If [A, OPTIONS, !Ref 'AWS::NoValue']")
        ),
        NONE
    );
}

#[test]
fn what_the_handler_fills_in_is_not_missing() {
    assert_eq!(
        with(
            "CachePolicyId: 658327ea-f89d-4fab-a63d-7e88639e58f6",
            "ForwardedValues: {QueryString: false}"
        ),
        NONE
    );
    let both = "CachePolicyId: 658327ea-f89d-4fab-a63d-7e88639e58f6
          ForwardedValues: {QueryString: false, Cookies: {Forward: some}}
          MinTTL: 1";
    assert_eq!(
        with("CachePolicyId: 658327ea-f89d-4fab-a63d-7e88639e58f6", both),
        NONE
    );
    let ttl = "ForwardedValues: {QueryString: false}\n          DefaultTTL: 63072000";
    assert_eq!(
        with("CachePolicyId: 658327ea-f89d-4fab-a63d-7e88639e58f6", ttl),
        ["ttl-order"]
    );
    assert_eq!(
        with(
            "Enabled: true",
            "Enabled: true\n        Logging: {Bucket: logs.s3.amazonaws.com}"
        ),
        NONE
    );
}

#[test]
fn an_alias_of_yaml_is_its_target() {
    let anchored = "Enabled: true
        Comment: &name api";
    assert_eq!(with("Enabled: true", anchored), NONE);
    assert_eq!(
        with(
            "TargetOriginId: web",
            "TargetOriginId: &name api\n          RealtimeLogConfigArn: *name"
        )
        .len(),
        2
    );
}
