//! Files that are checked together, and the policies that AWS manages.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use cloudfront_lint::editor::{completions, hints};
use cloudfront_lint::explain;
use cloudfront_lint::internal::builtin::{FORMATS, MANAGED, SCHEMA};
use cloudfront_lint::{Linter, OtherFiles, Previous, Source};

const BASE: &str = include_str!("../fixtures/base/distribution-2020-05-31.xml");
const ID: &str = "11111111-2222-3333-4444-555555555555";
/// The managed cache policy that the standard document has.
const OPTIMIZED: &str = "658327ea-f89d-4fab-a63d-7e88639e58f6";

/// The rules with findings in the standard document with another cache policy.
fn found(linter: &Linter, policy: &str) -> Vec<String> {
    let text = BASE.replace(OPTIMIZED, policy);
    let report = linter.lint(&text);
    let rules = report.findings().iter().map(|it| it.rule.to_string());
    rules.collect()
}

fn cache_policy(id: &str, gzip: bool) -> String {
    format!(
        r#"{{"CachePolicy": {{"Id": "{id}", "CachePolicyConfig": {}}}}}"#,
        configuration(gzip)
    )
}

fn configuration(gzip: bool) -> String {
    format!(
        r#"{{"Name": "assets", "Comment": "images", "MinTTL": 1,
          "ParametersInCacheKeyAndForwardedToOrigin": {{"EnableAcceptEncodingGzip": {gzip},
            "HeadersConfig": {{"HeaderBehavior": "none"}},
            "CookiesConfig": {{"CookieBehavior": "none"}},
            "QueryStringsConfig": {{"QueryStringBehavior": "none"}}}}}}"#
    )
}

fn with(files: &[String]) -> Linter {
    Linter::new().other_files(&OtherFiles::new(files))
}

#[test]
fn a_policy_in_another_file_is_known_by_its_id() {
    assert_eq!(found(&Linter::new(), ID), [""; 0]);
    assert_eq!(found(&with(&[cache_policy(ID, true)]), ID), [""; 0]);
    let advice = ["compress-without-policy-flag"];
    assert_eq!(found(&with(&[cache_policy(ID, false)]), ID), advice);
    let input = format!(
        r#"{{"Id": "{ID}", "IfMatch": "E2QWRUHAPOMQZL", "CachePolicyConfig": {}}}"#,
        configuration(false)
    );
    assert_eq!(found(&with(&[input]), ID), advice);
    assert_eq!(found(&with(&[cache_policy("another", false)]), ID), [""; 0]);
}

#[test]
fn nothing_is_known_of_two_files_that_differ() {
    let both = [cache_policy(ID, false), cache_policy(ID, true)];
    assert_eq!(found(&with(&both), ID), [""; 0]);
}

#[test]
fn a_configuration_is_known_by_its_name() {
    let alone = with(&[configuration(false)]);
    assert_eq!(found(&alone, ID), [""; 0]);
    let advice = ["compress-without-policy-flag"];
    assert_eq!(found(&alone.clone().named(ID, "assets"), ID), advice);
    // The comment is not a name.
    assert_eq!(found(&alone.named(ID, "images"), ID), [""; 0]);
}

#[test]
fn a_report_says_whether_other_files_matter() {
    let wants = |linter: &Linter, policy: &str| {
        let text = BASE.replace(OPTIMIZED, policy);
        linter.lint(&text).wants_others()
    };
    assert!(wants(&Linter::new(), ID));
    assert!(!wants(&Linter::new(), OPTIMIZED));
}

#[test]
fn a_document_can_refer_to_more_files_than_are_read() {
    let ids: Vec<String> = (0..100)
        .map(|number| format!("11111111-2222-3333-4444-{number:012}"))
        .collect();
    let files: Vec<String> = ids.iter().map(|id| cache_policy(id, false)).collect();
    let start = BASE.find("      <CacheBehavior>").unwrap();
    let end = BASE.find("    </Items>\n  </CacheBehaviors>").unwrap();
    let behavior = &BASE[start..end];
    let of = |id: &String| {
        let path = format!("{id}/*");
        behavior.replace(OPTIMIZED, id).replace("api/*", &path)
    };
    let behaviors: String = ids.iter().map(of).collect();
    let text = BASE.replacen(behavior, &behaviors, 1);
    let report = with(&files).lint(&text).into_owned();
    let advice = |it: &&cloudfront_lint::Finding| it.rule == "compress-without-policy-flag";
    let count = report.findings().iter().filter(advice).count();
    assert_eq!(count, 64);
}

#[test]
fn other_files_without_a_document_change_nothing() {
    let files = ["", "{", "<a", "\u{feff}{}", "{\"CachePolicy\": 7}", "[[["];
    let linter = Linter::new().other_files(&OtherFiles::new(files));
    assert_eq!(found(&linter, ID), [""; 0]);
}

#[test]
fn managed_policies_are_documents_of_their_kind() {
    let format = |name: &str| FORMATS.iter().find(|it| it.name == name).unwrap();
    for managed in &MANAGED {
        let document = Previous::parse(managed.document.as_ref());
        let root = SCHEMA.name_text(managed.root);
        assert_eq!(document.root(), Some(root), "{}", managed.name);
        assert!(
            managed
                .document
                .contains(&format!("\"Id\": \"{}\"", managed.id))
        );
        for name in ["managed-policy-id", "managed-policy-start"] {
            assert!(format(name).matches(&managed.id), "{} {name}", managed.name);
        }
    }
    let ids = format("managed-policy-id").pattern.matches('|').count() + 1;
    assert_eq!(ids, MANAGED.len());
}

#[test]
fn managed_policies_have_names_in_an_editor() {
    let linter = Linter::new().named(ID, "assets");
    let text = BASE.replacen(
        "<FieldLevelEncryptionId>",
        &format!("<OriginRequestPolicyId>{ID}</OriginRequestPolicyId><FieldLevelEncryptionId>"),
        1,
    );
    let source = Source::new(text.as_str());
    let shown = hints(&linter, &source).into_iter().map(|it| it.text);
    let names: Vec<String> = shown.filter(|it| !it.contains("item")).collect();
    assert_eq!(names, ["assets", "CachingOptimized"]);

    let at = text.find("<CachePolicyId>").unwrap() + 3;
    let here = explain::here(&linter, &source, at).unwrap();
    let fact = |key: &str| here.facts.iter().find(|it| it.key == key).unwrap();
    assert_eq!(
        fact("value").values,
        ["managed cache policy `CachingOptimized`"]
    );
    assert!(fact("settings").values.contains(&"MinTTL: 1".to_owned()));

    let text = BASE.replace(OPTIMIZED, "");
    let inside = text.find("<CachePolicyId>").unwrap() + "<CachePolicyId>".len();
    let offered = completions(&linter, &Source::new(text.as_str()), inside);
    let optimized = offered.iter().find(|it| it.label == "CachingOptimized");
    assert_eq!(optimized.unwrap().text, OPTIMIZED);
    assert!(offered.iter().all(|it| it.label != "AllViewer"));
}

#[test]
fn a_managed_policy_is_explained_by_its_id_and_its_name() {
    let element = |path: &str| explain::element(&Linter::new(), path, 80).unwrap();
    let text = element("4135ea2d-6df8-44a3-9df3-4b5a84be39ad");
    assert!(text.contains("CachingDisabled"), "{text}");
    assert_eq!(text, element("CachingDisabled"));
    assert!(element("CORS-S3Origin").contains("Headers: Origin, Access-Control-Request-Headers"));
    assert!(element("CachePolicyId").contains("CachingDisabled"));
}
