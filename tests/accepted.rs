//! What the service has accepted before is not an error: a value that the previous document has
//! too, and a raised quota in an answer.

use std::fmt::Write as _;

use cloudfront_lint::{Linter, Operation, Previous, Severity};

const BASE: &str = include_str!("../fixtures/base/distribution-2020-05-31.xml");
const ETAG: &str = "E2QWRUHAPOMQZL";

/// The severities of the findings of a rule in an update.
fn update(rule: &str, previous: &str, next: &str) -> Vec<Severity> {
    let linter = Linter::new()
        .operation(Operation::Update)
        .compare_with(&Previous::parse(previous))
        .if_match(ETAG);
    severities(&linter, rule, next)
}

fn severities(linter: &Linter, rule: &str, text: &str) -> Vec<Severity> {
    let report = linter.lint(text);
    let of_rule = report
        .findings()
        .iter()
        .filter(|finding| finding.rule == rule);
    of_rule.map(|finding| finding.severity).collect()
}

fn timeout(seconds: u32) -> String {
    let changed = format!("<OriginReadTimeout>{seconds}</OriginReadTimeout>");
    BASE.replace("<OriginReadTimeout>30</OriginReadTimeout>", &changed)
}

fn certificate(support: &str, policy: &str) -> String {
    let own = format!(
        "<ACMCertificateArn>arn:aws:acm:us-east-1:111122223333:certificate/1</ACMCertificateArn><SSLSupportMethod>{support}</SSLSupportMethod><MinimumProtocolVersion>{policy}</MinimumProtocolVersion>"
    );
    let (head, rest) = BASE.split_once("<ViewerCertificate>").expect("it is there");
    let (_, tail) = rest
        .split_once("</ViewerCertificate>")
        .expect("it is there");
    format!("{head}<ViewerCertificate>{own}</ViewerCertificate>{tail}")
}

fn headers(count: usize) -> String {
    let mut items = String::new();
    for number in 0..count {
        let _infallible = write!(items, "<Name>X-{number}</Name>");
    }
    let list = format!("<Headers><Quantity>{count}</Quantity><Items>{items}</Items></Headers>");
    let (head, rest) = BASE.split_once("<Headers>").expect("it is there");
    let (_, tail) = rest.split_once("</Headers>").expect("it is there");
    format!("{head}{list}{tail}").replace(
        "<TargetOriginId>s3-assets</TargetOriginId>",
        "<TargetOriginId>api</TargetOriginId>",
    )
}

#[test]
fn an_unchanged_limit_is_advice() {
    let rule = "read-timeout-out-of-range";
    assert_eq!(update(rule, BASE, &timeout(180)), [Severity::Error]);
    assert_eq!(
        update(rule, &timeout(180), &timeout(180)),
        [Severity::Advice]
    );
    assert_eq!(
        update(rule, &timeout(180), &timeout(150)),
        [Severity::Advice],
        "a number below the accepted one"
    );
    assert_eq!(
        update(rule, &timeout(180), &timeout(181)),
        [Severity::Error],
        "a number above the accepted one"
    );
}

#[test]
fn an_unchanged_count_is_advice() {
    let rule = "too-many-forwarded-headers";
    assert_eq!(update(rule, &headers(30), &headers(31)), [Severity::Error]);
    assert_eq!(update(rule, &headers(30), &headers(30)), [Severity::Advice]);
    assert_eq!(update(rule, &headers(30), &headers(29)), [Severity::Advice]);
}

#[test]
fn an_unchanged_value_in_another_combination_is_still_an_error() {
    let rule = "new-tls-with-vip";
    let (sni, vip) = (
        certificate("sni-only", "TLSv1.2_2021"),
        certificate("vip", "TLSv1.2_2021"),
    );
    assert_eq!(update(rule, &vip, &vip), [Severity::Advice]);
    assert_eq!(update(rule, &sni, &vip), [Severity::Error]);
}

#[test]
fn a_raised_quota_in_an_answer_is_advice() {
    let rule = "read-timeout-out-of-range";
    let answer = |seconds| {
        let config = timeout(seconds);
        let (_, inside) = config
            .split_once("<DistributionConfig ")
            .expect("it is there");
        let (_, inside) = inside.split_once('>').expect("the tag ends");
        format!(
            "<Distribution xmlns=\"http://cloudfront.amazonaws.com/doc/2020-05-31/\"><Id>E1A2B3C4D5E6F7</Id><DistributionConfig>{inside}</Distribution>"
        )
    };
    assert_eq!(
        severities(&Linter::new(), rule, &answer(180)),
        [Severity::Advice]
    );
    assert_eq!(
        severities(&Linter::new(), rule, &timeout(180)),
        [Severity::Error]
    );
    let create = Linter::new().operation(Operation::Create);
    assert_eq!(
        severities(&create, rule, &answer(180)),
        [Severity::Error],
        "an answer that is to be sent"
    );
}
