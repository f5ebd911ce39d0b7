//! Pictures of distributions.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use cloudfront_lint::internal::builtin::BASES;
use cloudfront_lint::lint;
use cloudfront_lint::map::map;
use cloudfront_lint::render::{mermaid, svg};

use crate::support::stored;

fn newest() -> &'static str {
    let mut all = BASES.iter();
    all.find(|(name, _)| *name == "distribution-2020-05-31")
        .unwrap()
        .1
}

#[test]
fn a_distribution_is_drawn() {
    let report = lint(newest());
    let map = map(&report).unwrap();
    assert!(map.lines.iter().all(|line| !line.is_faulty));
    stored::snapshots(
        "map/a_distribution",
        &[("svg", svg(&map)), ("mermaid", mermaid(&map))],
    );
}

#[test]
fn a_reference_that_leads_nowhere_is_marked() {
    let id = "<TargetOriginId>";
    let text = newest().replacen(id, "<TargetOriginId>gone-&lt;", 1);
    let report = lint(&text);
    let drawn = map(&report).unwrap();
    let faulty: Vec<_> = drawn.lines.iter().filter(|line| line.is_faulty).collect();
    let [only] = faulty.as_slice() else {
        panic!("{faulty:?}")
    };
    let missing = &drawn.elements[only.to.unwrap()];
    assert!(missing.name.starts_with("gone-<"), "{missing:?}");
    assert_eq!(missing.line, None);
    let picture = svg(&drawn);
    assert!(picture.contains("class=\"faulty\"") && picture.contains("class=\"error missing\""));
    assert!(roxmltree::Document::parse(&picture).is_ok());
    assert!(mermaid(&drawn).contains("-. ✗ .->"));
}

/// Each notation of a document gives the same picture, apart from the lines of the file.
#[test]
fn the_picture_is_the_same_for_xml_and_json() {
    let json = cloudfront_lint::convert(
        &cloudfront_lint::Source::new(newest()),
        cloudfront_lint::Form::Json,
        None,
    )
    .unwrap();
    let pictures = [newest(), json.as_str()].map(|text| mermaid(&map(&lint(text)).unwrap()));
    assert_eq!(pictures[0], pictures[1]);
}

#[test]
fn other_documents_have_no_picture() {
    for (name, text) in BASES {
        let is_drawn = map(&lint(text)).is_some();
        if let Some(date) = name.strip_prefix("distribution-") {
            assert_eq!(is_drawn, date >= "2012-05-05", "{name}");
        } else if !name.starts_with("tags-") && !name.starts_with("multi-tenant") {
            assert!(!is_drawn, "{name}");
        }
    }
}
