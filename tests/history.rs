//! What is said of versions and elements, word for word.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use cloudfront_lint::builtin::{FORMATS, SCHEMA};
use cloudfront_lint::history::{changes, find, period, places, versions_text, why};
use cloudfront_lint::schema::{Version, VersionSet};

fn known(path: &str, version: Option<&str>) -> String {
    why(&SCHEMA, &FORMATS, &[], path, version.map(|version| SCHEMA.version(version).unwrap())).unwrap_or_else(|error| error.to_string())
}

#[test]
fn versions_are_listed_with_what_each_brought() {
    insta::assert_snapshot!(versions_text(&SCHEMA, &FORMATS));
}

#[test]
fn an_element_is_told_with_its_dates() {
    insta::assert_snapshot!(known("DefaultCacheBehavior/Compress", Some("2012-07-01")));
}

#[test]
fn values_are_told_with_their_dates() {
    insta::assert_snapshot!(known("ViewerCertificate/MinimumProtocolVersion", None));
}

#[test]
fn a_type_that_changed_is_told_twice() {
    insta::assert_snapshot!(known("StreamingDistributionConfig/Logging", None));
}

#[test]
fn bounds_and_formats_are_told() {
    insta::assert_snapshot!(known("Tag/Key", Some("2018-11-05")));
}

#[test]
fn an_element_of_another_api_has_no_dates() {
    insta::assert_snapshot!(known("expirationInSeconds", Some("2012-07-01")));
}

#[test]
fn an_unknown_name_gets_the_near_miss() {
    assert_eq!(known("DefaultCacheBehavior/Comprss", None), "no version has an element `Comprss`, did you mean `Compress`?");
    assert_eq!(known("", None), "no version has an element ``");
    assert_eq!(
        known("Origins/Compress", None),
        "no `Compress` stands at `Origins/Compress`; it stands at `DistributionConfig/DefaultCacheBehavior/Compress`, \
         `DistributionConfig/CacheBehaviors/Items/CacheBehavior/Compress`"
    );
}

#[test]
fn paths_of_findings_are_understood() {
    for path in
        ["DistributionConfig/Origins/Items/Origin[2]/Id", "Origins[]/Id", "Origin/Id", "Origin.Id", "/DistributionConfig/Origins/Id"]
    {
        let found = find(&SCHEMA, path).unwrap();
        assert_eq!(found.len(), 1, "{path}");
        assert_eq!(SCHEMA.shape(found[0].shape).name, "Origin", "{path}");
    }
}

#[test]
fn elements_around_documents_have_no_place_in_them() {
    assert!(places(&SCHEMA, "IfMatch").is_empty());
    assert!(places(&SCHEMA, "no such name").is_empty());
}

#[test]
fn periods_read_as_words() {
    let set = |first, last| VersionSet::between(Version(first), Version(last));
    assert_eq!(period(&SCHEMA, VersionSet::NONE), "in no version");
    assert_eq!(period(&SCHEMA, set(0, 38)), "in every version");
    assert_eq!(period(&SCHEMA, set(0, 0)), "in 2008-06-30 only");
    assert_eq!(period(&SCHEMA, set(38, 38)), "since 2020-05-31");
    assert_eq!(
        period(&SCHEMA, set(0, 0).union(set(11, 12)).union(set(38, 38))),
        "in 2008-06-30 only, from 2012-05-05 to 2012-07-01 and since 2020-05-31"
    );
}

#[test]
fn nothing_came_before_the_first_version() {
    let first = changes(&SCHEMA, &FORMATS, Version(0));
    assert!(first.removed.is_empty() && first.required.is_empty() && first.optional.is_empty());
}
