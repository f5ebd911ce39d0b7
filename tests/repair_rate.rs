//! One fault in a valid document is mended to the structure that it had, nearly always.
//!
//! The whole table is printed by `cargo run --release --example repair_rate`.

#[path = "support/mutation.rs"]
mod mutation;

use std::collections::BTreeMap;
use std::path::Path;

use cloudfront_lint::builtin;
use cloudfront_lint::lint::nesting::ShapeNesting;
use mutation::{Count, is_well_formed, measure};

#[test]
fn single_faults_are_mended() {
    let shapes = ShapeNesting::new(&builtin::SCHEMA);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/base");
    let mut counts: BTreeMap<&str, Count> = BTreeMap::new();
    for name in ["streaming-2010-11-01.xml", "distribution-2012-07-01.xml", "distribution-2020-05-31.xml", "tags-2016-08-01.xml"] {
        let text = std::fs::read_to_string(folder.join(name)).expect("a base document");
        assert!(is_well_formed(&text));
        // A prime number meets every kind of fault, in other places of each document.
        measure(&text, &shapes, &mut counts, 3);
    }
    assert!(counts.len() >= 11, "only {} kinds of fault were made", counts.len());
    let (made, mended) = counts.values().fold((0, 0), |(made, mended), count| (made + count.made, mended + count.mended));
    let failures: Vec<_> = counts.values().flat_map(|count| &count.failures).collect();
    assert!(made > 200, "only {made} faults were made");
    assert!(mended * 100 >= made * 97, "{mended} of {made} are mended, not so {failures:#?}");
    for (kind, count) in &counts {
        assert!(
            count.mended * 100 >= count.made * 90,
            "{kind}: {} of {} are mended, not so {:#?}",
            count.mended,
            count.made,
            count.failures
        );
    }
}
