//! Documents with many items, and with a name that many findings repeat.

use super::numbered;
use crate::support::machine::large;

/// Each item is compared with the one of the same name in the previous document, in linear
/// time.
#[test]
fn long_lists_are_compared_with_long_lists() {
    let count = large(20_000);
    let document = |changed: &str| {
        let origin = |n| {
            let host = if n == count - 1 {
                changed
            } else {
                "a.example.com"
            };
            format!(
                "{{\"Id\": \"o{n}\", \"DomainName\": \"{host}\", \"CustomHeaders\": {{\"Quantity\": 0}}}}"
            )
        };
        let origins: Vec<String> = (0..count).map(origin).collect();
        format!(
            "{{\"CallerReference\": \"one\", \"Enabled\": true, \"Origins\": {{\"Quantity\": {count}, \"Items\": [{}]}}}}",
            origins.join(",")
        )
    };
    let before = document("a.example.com");
    let previous = cloudfront_lint::Previous::parse(&before);
    let after = document("b.example.com");
    let report = cloudfront_lint::Linter::new()
        .operation(cloudfront_lint::Operation::Update)
        .compare_with(&previous)
        .if_match("E1")
        .lint(&after);
    assert!(
        report.findings().len() + report.left_out() >= count,
        "each is missing members that an update needs"
    );
}

/// Each removed item changes the count, which is not computed again for each.
#[test]
fn duplicate_items_have_a_repair_each() {
    let count = 9_000;
    let text = format!(
        "<InvalidationBatch xmlns=\"http://cloudfront.amazonaws.com/doc/2020-05-31/\"><Paths><Quantity>{count}</Quantity><Items>{}</Items></Paths>\
         <CallerReference>one</CallerReference></InvalidationBatch>",
        "<Path>/a</Path>".repeat(count)
    );
    let report = cloudfront_lint::lint(&text);
    let duplicates = report
        .findings()
        .iter()
        .filter(|finding| finding.rule == "duplicate-invalidation-path");
    let repaired = duplicates.filter(|finding| {
        finding.fixes[0]
            .edits
            .iter()
            .any(|edit| edit.text == (count - 1).to_string())
    });
    assert_eq!(repaired.count(), count - 1);
    let many = report
        .findings()
        .iter()
        .find(|finding| finding.rule == "too-many-invalidation-paths")
        .map(|finding| finding.message.as_str());
    assert_eq!(
        many,
        Some("9000 paths without a wildcard; the limit is 3000 at a time")
    );
}

/// Every finding names its element, so that a long name would be there as often as there are
/// findings.
#[test]
fn long_names_are_cut_in_every_finding() {
    let name = "N".repeat(100_000);
    let count = 3_000;
    let json = format!(
        "{{\"DistributionConfig\": {{\"CallerReference\": \"a\", \"Origins\": {{}}, \"{name}\": {{\"Items\":[{}]}}}}}}",
        vec!["\"\\q\""; count].join(",")
    );
    let xml = format!(
        "<DistributionConfig xmlns=\"http://cloudfront.amazonaws.com/doc/2020-05-31/\"><{name}{}/></DistributionConfig>",
        numbered(count, |n| format!(" a{n}='1'"))
    );
    for text in [json, xml] {
        let report = cloudfront_lint::lint(&text);
        let found = report.findings().len();
        assert!(found >= count, "{found} in {}", &text[..30]);
        for finding in report.findings() {
            let labels = finding.labels.iter().map(|label| label.message.len());
            let words = [&finding.note, &finding.help];
            let words = words.into_iter().flatten().map(String::len);
            let length: usize = labels.chain(words).sum();
            let path = finding.path.to_string();
            assert!(
                length + finding.message.len() + path.len() < 1_000,
                "{} at {path}",
                finding.rule
            );
        }
        let paths = report
            .findings()
            .iter()
            .map(|finding| finding.path.to_string());
        assert!(
            paths
                .into_iter()
                .any(|path| path.contains("… (100000 characters)"))
        );
    }
}
