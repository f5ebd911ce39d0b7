//! Suppressions and baselines element by element: a comment holds at every label of a finding, and
//! only what a fault keeps from being evaluated there is unknown.

use cloudfront_lint::{Linter, Report, Suppression};

const BASE: &str = include_str!("../fixtures/base/distribution-2020-05-31.xml");
const PAGE: &str = include_str!("../docs/suppression.md");

/// The document with a cache behavior behind its others.
fn with_behavior(behavior: &str) -> String {
    let end = "\n    </Items>\n  </CacheBehaviors>";
    assert_eq!(BASE.matches(end).count(), 1);
    let (before, after) = BASE.split_once("<CacheBehaviors>").expect("it has some");
    let after = after.replacen("<Quantity>1<", "<Quantity>2<", 1);
    let more = format!("\n{behavior}{end}");
    format!("{before}<CacheBehaviors>{}", after.replacen(end, &more, 1))
}

/// The first XML of the page on suppressions.
fn example() -> &'static str {
    let (_, rest) = PAGE
        .split_once("```xml\n")
        .expect("the page has an example");
    rest.split_once("```").expect("it ends").0
}

fn rules(report: &Report<'_>) -> Vec<String> {
    let findings = report.findings().iter();
    findings.map(|finding| finding.rule.to_string()).collect()
}

#[test]
fn the_comments_of_the_page_suppress_what_they_name() {
    let report = |text: &str| Linter::new().lint(text).into_owned();
    let silent = report(&with_behavior(example()));
    assert_eq!((rules(&silent), silent.suppressed()), (Vec::new(), 2));
    let without: String = example()
        .lines()
        .map(|line| line.split("<!--").next().unwrap_or_default())
        .collect();
    let reported = rules(&report(&with_behavior(&without)));
    assert_eq!(reported, ["path-pattern-shadowed", "ttl-order"]);
}

const ORDER: &str = "<CacheBehavior><PathPattern>/b/*</PathPattern><TargetOriginId>s3-assets</TargetOriginId>\
    <ViewerProtocolPolicy>redirect-to-https</ViewerProtocolPolicy><ForwardedValues><QueryString>false</QueryString>\
    <Cookies><Forward>none</Forward></Cookies></ForwardedValues>\n<MinTTL>60</MinTTL>\n<DefaultTTL>0</DefaultTTL>\n</CacheBehavior>";

#[test]
fn a_comment_holds_at_any_label() {
    let comment = "<!-- cloudfront-lint: ignore[ttl-order] the deployment sets it -->";
    assert_eq!(
        rules(&cloudfront_lint::lint(&with_behavior(ORDER))),
        ["ttl-order"]
    );
    for element in ["<MinTTL>", "<DefaultTTL>", "<CacheBehavior>"] {
        let text = ORDER.replace(element, &format!("\n{comment}\n{element}"));
        let text = with_behavior(&text);
        assert_eq!(
            rules(&cloudfront_lint::lint(&text)),
            Vec::<String>::new(),
            "at {element}"
        );
    }
    let text =
        with_behavior(&ORDER.replace("<PathPattern>", &format!("\n{comment}\n<PathPattern>")));
    assert_eq!(
        rules(&cloudfront_lint::lint(&text)),
        ["unused-ignore", "ttl-order"]
    );
}

const PATHS: &str = "<Paths><Quantity>1</Quantity><Items><Path>/*</Path></Items></Paths>";

fn invalidation(paths: &str, reference: &str) -> String {
    format!(
        "<InvalidationBatch xmlns=\"http://cloudfront.amazonaws.com/doc/2020-05-31/\">\n{paths}\n{reference}\n</InvalidationBatch>"
    )
}

#[test]
fn a_fault_elsewhere_does_not_hide_that_a_comment_is_unused() {
    let comment = "<!-- cloudfront-lint: ignore[quantity-mismatch] counted by hand -->\n";
    let paths = format!("{comment}{PATHS}");
    for (reference, found) in [
        ("<CallerReference>one</CallerReference>", "unused-ignore"),
        (
            "<CallerReferenc>one</CallerReferenc>",
            "unused-ignore unknown-element",
        ),
        ("", "missing-element unused-ignore"),
    ] {
        let report = rules(&cloudfront_lint::lint(&invalidation(&paths, reference)));
        assert_eq!(report.join(" "), found, "{reference}");
    }
}

#[test]
fn a_fault_in_the_element_hides_what_the_comment_is_for() {
    let comment = "<!-- cloudfront-lint: ignore[too-many-invalidation-paths] as agreed -->\n";
    let reference = "<CallerReference>one</CallerReference>";
    for paths in [
        PATHS.replace("Items", "Itms"),
        PATHS.replace("<Quantity>1", "<Quantity>2"),
        PATHS.replace("<Path>/*</Path>", "<Pth>/*</Pth>"),
    ] {
        let text = invalidation(&format!("{comment}{paths}"), reference);
        let found = rules(&cloudfront_lint::lint(&text));
        assert!(
            !found.is_empty() && !found.contains(&"unused-ignore".to_owned()),
            "{text}: {found:?}"
        );
    }
}

#[test]
fn a_suppression_of_the_settings_is_judged_where_it_is_for() {
    let suppression = |path: &str| Suppression::new(["quantity-mismatch"], path);
    let idle = |path: &str, text: &str| {
        let linter = Linter::new().suppress(suppression(path)).expect("a rule");
        linter.lint(text).unused_suppressions().len()
    };
    let misspelt = invalidation(PATHS, "<CallerReferenc>one</CallerReferenc>");
    assert_eq!(idle("InvalidationBatch/Paths", &misspelt), 1);
    let misspelt = invalidation(
        &PATHS.replace("Paths", "Pahts"),
        "<CallerReference>one</CallerReference>",
    );
    assert_eq!(idle("InvalidationBatch/Paths", &misspelt), 0);
    assert_eq!(idle("InvalidationBatch/*/Quantity", &misspelt), 0);
    assert_eq!(idle("*", &misspelt), 0);
}

#[test]
fn only_what_a_fault_hides_is_not_evaluated() {
    let evaluated =
        |text: &str, rule: &str, place: &str| cloudfront_lint::lint(text).is_evaluated(rule, place);
    let origins = "DistributionConfig/Origins/Items";
    let misspelt = BASE.replacen("<DomainName>", "<DomainNam>", 1).replacen(
        "</DomainName>",
        "</DomainNam>",
        1,
    );
    let item = format!("{origins}/Origin[s3-assets]");
    assert!(!evaluated(
        &misspelt,
        "s3-website-as-bucket",
        &format!("{item}/DomainName")
    ));
    assert!(evaluated(
        &misspelt,
        "s3-website-as-bucket",
        &format!("{origins}/Origin[api]/DomainName")
    ));
    assert!(evaluated(
        &misspelt,
        "ttl-order",
        "DistributionConfig/DefaultCacheBehavior"
    ));
    let nameless = BASE.replacen("<Id>s3-assets</Id>", "<Idd>s3-assets</Idd>", 1);
    assert!(!evaluated(
        &nameless,
        "s3-website-as-bucket",
        &format!("{item}/DomainName")
    ));
    assert!(!evaluated(
        &nameless,
        "target-origin-missing",
        "DistributionConfig/DefaultCacheBehavior/TargetOriginId"
    ));
    let broken = BASE.replacen("<Comment>", "<Comment>more & ", 1);
    assert!(evaluated(
        &broken,
        "ttl-order",
        "DistributionConfig/DefaultCacheBehavior"
    ));
    let garbled = format!("{BASE}<<<");
    assert!(!evaluated(
        &garbled,
        "ttl-order",
        "DistributionConfig/DefaultCacheBehavior"
    ));
}
