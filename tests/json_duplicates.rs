//! Of equal keys in JSON the last one counts, for rules as for every program that reads the file.

/// The rules that find something in a batch.
fn rules(members: &str) -> Vec<String> {
    let report = cloudfront_lint::lint(members).into_owned();
    let findings = report.findings().iter();
    findings.map(|finding| finding.rule.to_string()).collect()
}

#[test]
fn a_value_before_the_last_is_not_judged() {
    let found =
        rules(r#"{"Paths":{"Quantity":2,"Quantity":1,"Items":["/*"]},"CallerReference":"one"}"#);
    assert_eq!(found, ["duplicate-element"]);
    let found = rules(
        r#"{"Paths":{"Quantity":{"a":[]},"Quantity":7,"Quantity":1,"Items":["/*"]},"CallerReference":"one"}"#,
    );
    assert_eq!(found, ["duplicate-element", "duplicate-element"]);
}

#[test]
fn the_last_value_is_judged() {
    let found =
        rules(r#"{"Paths":{"Quantity":1,"Quantity":2,"Items":["/*"]},"CallerReference":"one"}"#);
    assert_eq!(found, ["duplicate-element", "quantity-mismatch"]);
    let found = rules(
        r#"{"Paths":{"Quantity":1,"Items":["/*"]},"CallerReference":"one","CallerReference":{}}"#,
    );
    assert!(found.contains(&"json-type".to_owned()), "{found:?}");
}

#[test]
fn keys_in_the_last_value_are_judged_alike() {
    let found = rules(
        r#"{"Paths":{"Quantity":5,"Items":[]},"Paths":{"Quantity":3,"Quantity":1,"Items":["/*"]},"CallerReference":"one"}"#,
    );
    assert_eq!(found, ["duplicate-element", "duplicate-element"]);
}
