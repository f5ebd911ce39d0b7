//! One fault in a valid document is repaired to the original structure, nearly always.
//!
//! The whole table is printed by `cargo run --release --example repair_rate`.

use std::collections::BTreeMap;
use std::path::Path;

use cloudfront_lint::Source;
use cloudfront_lint::internal::nesting::ShapeNesting;
use cloudfront_lint::internal::tree::NodeId;
use cloudfront_lint::internal::{builtin, tree};

use crate::support::mutation::{Count, is_well_formed, measure};

#[test]
fn single_faults_are_repaired() {
    let shapes = ShapeNesting::new(&builtin::SCHEMA);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/base");
    let mut counts: BTreeMap<&str, Count> = BTreeMap::new();
    for name in [
        "streaming-2010-11-01.xml",
        "distribution-2012-07-01.xml",
        "distribution-2020-05-31.xml",
        "tags-2016-08-01.xml",
    ] {
        let text = std::fs::read_to_string(folder.join(name)).expect("a base document");
        assert!(is_well_formed(&text));
        // A prime number meets every kind of fault, in other places of each document.
        measure(&text, &shapes, &mut counts, 3);
    }
    assert!(
        counts.len() >= 11,
        "only {} kinds of fault were made",
        counts.len()
    );
    let (made, repaired) = counts.values().fold((0, 0), |(made, repaired), count| {
        (made + count.made, repaired + count.repaired)
    });
    let failures: Vec<_> = counts.values().flat_map(|count| &count.failures).collect();
    assert!(made > 200, "only {made} faults were made");
    assert!(
        repaired * 100 >= made * 99,
        "{repaired} of {made} are repaired, not so {failures:#?}"
    );
    for (kind, count) in &counts {
        assert!(
            count.repaired * 100 >= count.made * 90,
            "{kind}: {} of {} are repaired, not so {:#?}",
            count.repaired,
            count.made,
            count.failures
        );
    }
}

/// Makes one typo in each item of a list, and looks for as many faults and the values of all.
#[test]
fn a_typo_in_every_item_is_repaired_in_every_item() {
    const ITEMS: usize = 100;
    let shapes = ShapeNesting::new(&builtin::SCHEMA);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/base");
    let text =
        std::fs::read_to_string(folder.join("streaming-2012-05-05.xml")).expect("a base document");
    let items = text.find("<CNAME>").expect("a list")
        ..text.rfind("</CNAME>").expect("a list") + "</CNAME>".len();
    let typos = [
        ("<CNAME>", ""),
        ("", "</CNAME>"),
        ("<CNAME>", "</CNAME></CNAME>"),
        ("<CNAME><CNAME>", "</CNAME>"),
        ("<CNAME>", "</cname>"),
        ("<CNAME>", "</CNAM>"),
        ("<CNAM>", "</CNAME>"),
        ("<Name>", "</CNAME>"),
        ("<CNAME>", "</Name>"),
        ("<CNAME/>", "</CNAME>"),
        ("</CNAME>", "</CNAME>"),
        ("<CNAME>", "<CNAME>"),
    ];
    for (start, end) in typos {
        let values: Vec<String> = (0..ITEMS)
            .map(|item| format!("v{item}.example.com"))
            .collect();
        let list: Vec<String> = values
            .iter()
            .map(|value| format!("{start}{value}{end}\n"))
            .collect();
        let broken = format!(
            "{}{}{}",
            &text[..items.start],
            list.concat(),
            &text[items.end..]
        );
        let source = Source::new(broken.as_str());
        let (tree, faults) = tree::parse_xml_with(&source, &shapes);
        let nodes = (0..tree.nodes().len())
            .map(NodeId::from_index)
            .filter(|node| tree.name(*node) == "CNAME");
        let found: Vec<String> = nodes
            .map(|node| tree.text(node).trim().to_owned())
            .collect();
        assert_eq!(found, values, "{start}value{end}");
        assert_eq!(faults.len(), ITEMS, "{start}value{end}: {faults:#?}");
    }
}
