//! What is printed about versions and elements, word for word.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::collections::BTreeMap;
use std::path::Path;

use cloudfront_lint::internal::builtin::{FORMATS, SCHEMA};
use cloudfront_lint::internal::explain::{
    changes, element_facts, find, places, versions_text, why, why_text,
};
use cloudfront_lint::internal::model::schema::ShapeKind;
use cloudfront_lint::internal::model::schema::{Version, VersionSet, period};

use crate::support::stored;

/// Rules about elements in the wrong place.
const MISPLACED: [&str; 1] = ["unknown-element"];

/// What is known about an element, in lines of 80 columns.
fn known(path: &str, version: Option<&str>) -> String {
    known_in(80, path, version)
}

fn known_in(width: usize, path: &str, version: Option<&str>) -> String {
    let elements = why(
        &SCHEMA,
        &FORMATS,
        &[],
        path,
        version.map(|version| SCHEMA.version(version).unwrap()),
    );
    elements.map_or_else(
        |error| error.to_string(),
        |elements| why_text(&elements, width),
    )
}

#[test]
fn versions_are_listed_with_what_each_brought() {
    stored::snapshot(
        "history/versions_are_listed_with_what_each_brought",
        &versions_text(&SCHEMA, &FORMATS, 80),
    );
}

#[test]
fn an_element_is_reported_with_its_dates() {
    stored::snapshot(
        "history/an_element_is_reported_with_its_dates",
        &known("DefaultCacheBehavior/Compress", Some("2012-07-01")),
    );
}

#[test]
fn values_are_reported_with_their_dates() {
    stored::snapshot(
        "history/values_are_reported_with_their_dates",
        &known("ViewerCertificate/MinimumProtocolVersion", None),
    );
}

#[test]
fn a_type_that_changed_has_two_entries() {
    stored::snapshot(
        "history/a_type_that_changed_has_two_entries",
        &known("StreamingDistributionConfig/Logging", None),
    );
}

#[test]
fn bounds_and_formats_are_reported() {
    stored::snapshot(
        "history/bounds_and_formats_are_reported",
        &known("Tag/Key", Some("2018-11-05")),
    );
}

#[test]
fn an_element_of_another_api_has_no_dates() {
    stored::snapshot(
        "history/an_element_of_another_api_has_no_dates",
        &known("expirationInSeconds", Some("2012-07-01")),
    );
}

#[test]
fn an_unknown_name_gets_the_near_miss() {
    assert_eq!(
        known("DefaultCacheBehavior/Comprss", None),
        "unknown element `Comprss`; did you mean `Compress`?"
    );
    assert_eq!(known("", None), "unknown element ``");
    assert_eq!(
        known("Origins/Compress", None),
        "`Origins/Compress` does not exist; `Compress` exists at `DistributionConfig/DefaultCacheBehavior/Compress`, \
         `DistributionConfig/CacheBehaviors/Items/CacheBehavior/Compress`"
    );
}

#[test]
fn paths_of_findings_are_understood() {
    for path in [
        "DistributionConfig/Origins/Items/Origin[2]/Id",
        "Origins[]/Id",
        "Origin/Id",
        "Origin.Id",
        "/DistributionConfig/Origins/Id",
    ] {
        let found = find(&SCHEMA, path).unwrap().places;
        assert_eq!(found.len(), 1, "{path}");
        assert_eq!(SCHEMA.shape(found[0].shape).name, "Origin", "{path}");
    }
}

#[test]
fn only_the_element_at_a_path_is_described() {
    let titles = |path: &str| {
        let text = known(path, None);
        text.lines()
            .filter(|line| !line.starts_with(' ') && !line.is_empty())
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        titles("DistributionConfig/Enabled"),
        ["DistributionConfig/Enabled"]
    );
    assert_eq!(titles("Origins/Quantity"), ["Origins/Quantity"]);
    assert_eq!(
        titles("Distribution/DistributionConfig/Enabled"),
        ["DistributionConfig/Enabled"]
    );
    let near = titles("DistributionConfig/Compress");
    assert_eq!(
        near,
        ["DefaultCacheBehavior/Compress", "CacheBehavior/Compress"],
        "no element has this path, so near misses are shown"
    );
}

#[test]
fn documents_are_described() {
    for (root, dates) in [
        ("DistributionConfig", "in every version"),
        ("Distribution", "in every version"),
        ("StreamingDistribution", "since 2009-12-01"),
        ("InvalidationBatch", "since 2010-08-01"),
    ] {
        let text = known(root, None);
        assert!(
            text.starts_with(&format!(
                "{root}\n  at         {root}\n  exists     {dates}\n  document "
            )),
            "{text}"
        );
    }
    assert!(
        known("StreamingDistribution", Some("2008-06-30"))
            .contains("  2008-06-30 does not exist\n")
    );
}

/// `why` knows the element of every path of a finding. An element in a place where none of its name
/// belongs is the exception: then `why` says just that.
#[test]
fn every_path_of_a_finding_is_understood() {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")];
    let mut paths: BTreeMap<String, String> = BTreeMap::new();
    while let Some(folder) = folders.pop() {
        for entry in folder.read_dir().unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path
                .extension()
                .is_some_and(|ending| ending == "xml" || ending == "json")
            {
                let bytes = std::fs::read(&path).unwrap();
                let report = cloudfront_lint::lint(&bytes);
                paths.extend(
                    report
                        .findings()
                        .iter()
                        .map(|finding| (finding.path.to_string(), finding.rule.to_string())),
                );
            }
        }
    }
    assert!(paths.len() > 200, "{}", paths.len());
    // In what nothing has a name for, or whose name is broken, nothing is known.
    let part_is_known = |part: &str| {
        SCHEMA
            .name(part.split('[').next().unwrap_or(part))
            .is_some()
    };
    paths.retain(|path, rule| {
        !MISPLACED.contains(&rule.as_str()) && path.split('/').all(part_is_known)
    });
    assert!(paths.len() > 150, "{}", paths.len());
    let strange: Vec<String> = paths
        .iter()
        .filter_map(|(path, rule)| Some(format!("{rule}: {path}: {}", find(&SCHEMA, path).err()?)))
        .collect();
    assert!(strange.is_empty(), "{}", strange.join("\n"));
    for path in paths.keys() {
        let place = path
            .split('/')
            .map(|part| part.split('[').next().unwrap())
            .collect::<Vec<_>>()
            .join("/");
        let text = known_in(1000, path, None);
        let first = text.split("\n\n").next().unwrap();
        let is_it = |line: &str| {
            line.trim_start()
                .trim_start_matches("at ")
                .trim_start()
                .split(" (")
                .next()
                == Some(place.as_str())
        };
        assert!(first.lines().skip(1).any(is_it), "{path}: {text}");
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

#[test]
fn nothing_is_wider_than_requested() {
    let versions = versions_text(&SCHEMA, &FORMATS, 60);
    let wide = versions.lines().find(|line| line.chars().count() > 60);
    assert_eq!(wide, None);
    let mut elements = why(&SCHEMA, &FORMATS, cloudfront_lint::rules(), "Id", None).unwrap();
    elements.extend(
        why(
            &SCHEMA,
            &FORMATS,
            cloudfront_lint::rules(),
            "Quantity",
            None,
        )
        .unwrap(),
    );
    let text = why_text(&elements, 60);
    // A URL stays whole.
    let wide = text
        .lines()
        .find(|line| line.chars().count() > 60 && !line.contains("://"));
    assert_eq!(wide, None);
    let rules = cloudfront_lint::render::rule_table(cloudfront_lint::rules(), 80);
    assert_eq!(rules.lines().find(|line| line.chars().count() > 80), None);
}

#[test]
fn every_member_of_a_distribution_says_what_it_is_for() {
    let newest = SCHEMA.newest();
    let mut silent = Vec::new();
    for name in SCHEMA.names.iter() {
        for place in places(&SCHEMA, name) {
            let is_here = place.paths.iter().any(|(path, when)| {
                path.starts_with("DistributionConfig/") && when.contains(newest)
            });
            let is_item = matches!(SCHEMA.shape(place.shape).kind, ShapeKind::List { .. });
            let facts = element_facts(&SCHEMA, &FORMATS, &[], &place, None);
            if is_here && !is_item && facts.first().is_none_or(|fact| fact.key != "about") {
                silent.push(format!("{}/{name}", SCHEMA.shape(place.shape).name));
            }
        }
    }
    assert_eq!(silent, Vec::<String>::new());
}

#[test]
fn an_element_is_explained_with_its_quota_its_page_and_an_example() {
    let elements = why(
        &SCHEMA,
        &FORMATS,
        cloudfront_lint::rules(),
        "DistributionConfig/Aliases/Items",
        None,
    );
    stored::snapshot(
        "history/an_element_is_explained",
        &why_text(&elements.unwrap(), 100),
    );
}
