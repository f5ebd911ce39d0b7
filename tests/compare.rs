//! What changes between two configurations.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::fs;

use cloudfront_lint::compare::{self, Change, ChangeKind, Protection};
use cloudfront_lint::{Error, Form, Linter, Source, convert};

use crate::support::stored::{self, in_repository};

fn changes(old: &str, new: &str) -> Vec<Change> {
    compare::changes(&Linter::new(), &Source::new(old), &Source::new(new))
        .expect("both are configurations")
}

fn base() -> String {
    let path = in_repository("fixtures/base/distribution-2020-05-31.xml");
    fs::read_to_string(path).expect("it is text")
}

#[test]
fn a_document_is_the_same_as_itself_in_every_notation() {
    let folder = fs::read_dir(in_repository("fixtures/base")).expect("the folder is there");
    let mut compared = 0;
    for entry in folder {
        let path = entry.expect("it can be read").path();
        let xml = fs::read_to_string(path).expect("it is text");
        assert_eq!(changes(&xml, &xml), []);
        let version = None;
        let Ok(json) = convert(&Source::new(xml.as_str()), Form::Json, version) else {
            continue;
        };
        // JSON does not name its version, so only the newest is read alike.
        if xml.contains("2020-05-31") {
            assert_eq!(changes(&xml, &json), []);
            compared += 1;
        }
    }
    assert!(compared > 1, "{compared}");
}

#[test]
fn every_kind_of_change_is_written() {
    let old = base();
    let edits = [
        ("<PriceClass>PriceClass_100</PriceClass>", ""),
        ("<Comment>", "<Comment>new "),
    ];
    let mut new = old.clone();
    for (from, to) in edits {
        new = new.replacen(from, to, 1);
    }
    let found = changes(&old, &new);
    assert!(
        found
            .iter()
            .all(|it| it.protection == Protection::Unconcerned)
    );
    stored::snapshot("compare/text", &compare::text(&found));
    stored::snapshot("compare/markdown", &compare::markdown(&found));
    assert_eq!(compare::text(&[]), "No changes.\n");
}

const HEAD: &str = "\"CallerReference\": \"a\", \"Comment\": \"\", \"Enabled\": true, \
    \"Origins\": {\"Quantity\": 0}";

fn with(members: &str) -> String {
    format!("{{{HEAD}, {members}}}")
}

#[test]
fn weaker_protection_comes_first() {
    let behavior = |policy: &str| {
        with(&format!(
            "\"Aliases\": {{\"Quantity\": 1, \"Items\": [\"{policy}.example.com\"]}}, \
             \"DefaultCacheBehavior\": {{\"ViewerProtocolPolicy\": \"{policy}\"}}"
        ))
    };
    let found = changes(&behavior("https-only"), &behavior("allow-all"));
    assert_eq!(
        found[0].path,
        "DistributionConfig/DefaultCacheBehavior/ViewerProtocolPolicy"
    );
    assert_eq!(found[0].protection, Protection::Weaker);
    assert_eq!(found[0].old.as_deref(), Some("https-only"));
    assert_eq!(found[0].new.as_deref(), Some("allow-all"));
    assert_eq!(found.len(), 3, "and one alias instead of another");
    let found = changes(&behavior("allow-all"), &behavior("https-only"));
    assert_eq!(found[0].protection, Protection::Stronger);
    let removed = with("\"DefaultCacheBehavior\": {}");
    let found = changes(&behavior("https-only"), &removed);
    assert_eq!(found[0].kind, ChangeKind::Removed);
    assert_eq!(found[0].protection, Protection::Weaker);
}

#[test]
fn what_the_service_would_store_in_the_same_way_is_not_a_change() {
    let short = with("\"DefaultCacheBehavior\": {}");
    let long = with(
        "\"DefaultCacheBehavior\": {\"SmoothStreaming\": false, \"Compress\": false}, \
         \"Aliases\": {\"Quantity\": 0}, \"WebACLId\": \"\", \
         \"Logging\": {\"Enabled\": false, \"IncludeCookies\": false, \"Bucket\": \"\", \"Prefix\": \"\"}",
    );
    assert_eq!(changes(&short, &long), []);
    assert_eq!(changes(&long, &short), []);
}

#[test]
fn items_are_compared_by_what_names_them() {
    let origins = |ids: &[&str]| {
        let items: Vec<String> = ids
            .iter()
            .map(|id| format!("{{\"Id\": \"{id}\", \"DomainName\": \"{id}.example.com\"}}"))
            .collect();
        format!(
            "{{\"CallerReference\": \"a\", \"Comment\": \"\", \"Enabled\": true, \
             \"DefaultCacheBehavior\": {{}}, \"Origins\": {{\"Quantity\": {}, \"Items\": [{}]}}}}",
            ids.len(),
            items.join(", ")
        )
    };
    assert_eq!(
        changes(&origins(&["a", "b"]), &origins(&["b", "a"])),
        [],
        "order does not count"
    );
    let found = changes(&origins(&["a", "b"]), &origins(&["c", "b"]));
    let found: Vec<_> = found.iter().map(|it| (it.kind, it.path.as_str())).collect();
    assert_eq!(
        found,
        [
            (
                ChangeKind::Removed,
                "DistributionConfig/Origins/Items/Origin[a]"
            ),
            (
                ChangeKind::Added,
                "DistributionConfig/Origins/Items/Origin[c]"
            ),
        ]
    );
}

#[test]
fn the_order_of_behaviors_counts() {
    let behaviors = |patterns: &[&str]| {
        let items: Vec<String> = patterns
            .iter()
            .map(|pattern| format!("{{\"PathPattern\": \"{pattern}\"}}"))
            .collect();
        with(&format!(
            "\"DefaultCacheBehavior\": {{}}, \"CacheBehaviors\": {{\"Quantity\": {}, \"Items\": [{}]}}",
            patterns.len(),
            items.join(", ")
        ))
    };
    let found = changes(
        &behaviors(&["a", "b", "c", "d"]),
        &behaviors(&["d", "a", "b", "c"]),
    );
    assert_eq!(found.len(), 1, "one moved: {found:?}");
    assert_eq!(found[0].kind, ChangeKind::Moved);
    assert_eq!(
        found[0].path,
        "DistributionConfig/CacheBehaviors/Items/CacheBehavior[d]"
    );
    assert_eq!(found[0].old.as_deref(), Some("place 4"));
}

#[test]
fn no_secret_is_printed() {
    let origin = |value: &str| {
        format!(
            "{{\"CallerReference\": \"a\", \"Comment\": \"\", \"Enabled\": true, \
             \"DefaultCacheBehavior\": {{}}, \"Origins\": {{\"Quantity\": 1, \"Items\": [\
             {{\"Id\": \"a\", \"DomainName\": \"a.example.com\", \"CustomHeaders\": {{\"Quantity\": 1, \
             \"Items\": [{{\"HeaderName\": \"x-key\", \"HeaderValue\": \"{value}\"}}]}}}}]}}}}"
        )
    };
    let found = changes(&origin("hunter2"), &origin("correct-horse"));
    assert_eq!(found.len(), 1);
    let printed = format!(
        "{found:?}{}{}",
        compare::text(&found),
        compare::markdown(&found)
    );
    assert!(
        !printed.contains("hunter2") && !printed.contains("correct-horse"),
        "{printed}"
    );
}

#[test]
fn what_cannot_be_compared_is_said() {
    let compare = |old: &str, new: &str| {
        compare::changes(&Linter::new(), &Source::new(old), &Source::new(new)).unwrap_err()
    };
    let batch = "{\"Paths\": {\"Quantity\": 1, \"Items\": [\"/a\"]}, \"CallerReference\": \"one\"}";
    assert!(matches!(
        compare("{}", batch),
        Error::NotComparable { is_new: false }
    ));
    assert!(matches!(
        compare(batch, "<a/>"),
        Error::NotComparable { is_new: true }
    ));
    assert!(matches!(compare(batch, &base()), Error::DifferentKinds));
}
