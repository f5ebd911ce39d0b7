//! Documents that refer to what other files of the run define.

use super::support::{Folder, stdout};

const DISTRIBUTION: &str = include_str!("../../fixtures/base/distribution-2020-05-31.xml");
const ID: &str = "11111111-2222-3333-4444-555555555555";
const CONFIGURATION: &str = r#"{"Name": "all", "HeadersConfig": {"HeaderBehavior": "whitelist",
    "Headers": {"Quantity": 1, "Items": ["X-Origin-Check"]}},
    "CookiesConfig": {"CookieBehavior": "none"}, "QueryStringsConfig": {"QueryStringBehavior": "none"}}"#;

/// A distribution that sends a custom header to an origin, and names an origin request policy.
fn distribution() -> String {
    let policy = "</CachePolicyId>\n        <OriginRequestPolicyId>";
    DISTRIBUTION.replacen(
        "</CachePolicyId>",
        &format!("{policy}{ID}</OriginRequestPolicyId>"),
        1,
    )
}

fn answer() -> String {
    format!(
        r#"{{"ETag": "E2QWRUHAPOMQZL", "OriginRequestPolicy": {{"Id": "{ID}",
          "LastModifiedTime": "2026-01-01T00:00:00Z", "OriginRequestPolicyConfig": {CONFIGURATION}}}}}"#
    )
}

fn is_found(folder: &Folder, arguments: &str) -> bool {
    let output = folder.run(&format!("check --format concise {arguments}"));
    stdout(&output).contains("origin-request-policy-sends-custom-header")
}

#[test]
fn a_policy_of_the_same_folder_is_known() {
    let folder = Folder::with(&[
        ("site.xml", distribution().as_str()),
        ("policy.json", &answer()),
    ]);
    assert!(is_found(&folder, ""));
    assert!(is_found(&folder, "site.xml"));
}

#[test]
fn a_policy_of_another_folder_is_known_to_a_run_over_both() {
    let folder = Folder::with(&[
        ("sites/site.xml", distribution().as_str()),
        ("policies/policy.json", &answer()),
    ]);
    assert!(is_found(&folder, ""));
    assert!(!is_found(&folder, "sites"));
}

#[test]
fn a_configuration_is_known_by_the_name_in_the_configuration_file() {
    let folder = Folder::with(&[
        ("site.xml", distribution().as_str()),
        ("policy.json", CONFIGURATION),
    ]);
    assert!(!is_found(&folder, ""));
    folder.write("cloudfront-lint.toml", format!("[names]\n{ID} = \"all\"\n"));
    assert!(is_found(&folder, ""));
    folder.write(
        "cloudfront-lint.toml",
        format!("[names]\n{ID} = \"another\"\n"),
    );
    assert!(!is_found(&folder, ""));
    folder.write("cloudfront-lint.toml", format!("[names]\n{ID} = \"\"\n"));
    let output = folder.run("check");
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        error.contains("expected a name, found an empty text"),
        "{error}"
    );
}
