//! Arbitrary bytes as a document: no panic, ranges on character boundaries and inside the text, the
//! leaves are the text, and a text that was repaired is well-formed.
//!
//! `cargo +nightly fuzz run broken_xml fixtures/broken fixtures/base -- -max_len=16384
//! -dict=fuzz/xml.dict`
#![no_main]

use cloudfront_lint::internal::nesting::ShapeNesting;
use cloudfront_lint::internal::{builtin, tree};
use cloudfront_lint::Source;
use libfuzzer_sys::fuzz_target;

static SHAPES: ShapeNesting = ShapeNesting::new(&builtin::SCHEMA);

fuzz_target!(|bytes: &[u8]| {
    let source = Source::decode(bytes);
    let text = source.text();
    let (tree, faults) = tree::parse_xml_with(&source, &SHAPES);

    let mut at = 0;
    for leaf in tree.leaves() {
        assert!(leaf.span.start == at && !leaf.span.is_empty());
        at = leaf.span.end;
    }
    assert_eq!(at as usize, text.len());

    for node in tree.nodes() {
        for span in [node.whole, node.name, node.content, node.head(), node.tail()] {
            assert!(text.get(span.range()).is_some());
        }
    }
    let mut edits = Vec::new();
    for fault in &faults {
        let edited = fault.edits.iter().map(|edit| edit.span);
        for span in edited.chain([fault.span]).chain(fault.related) {
            assert!(text.get(span.range()).is_some());
        }
        edits.extend(&fault.edits);
    }

    if roxmltree::Document::parse(text).is_err() {
        assert!(!faults.is_empty());
        if tree.root().is_some() {
            edits.sort_by_key(|edit| (edit.span.start, !edit.span.is_empty()));
            let (mut repaired, mut at) = (String::new(), 0);
            for edit in edits {
                repaired.push_str(&text[at..edit.span.start as usize]);
                repaired.push_str(&edit.text);
                at = edit.span.end as usize;
            }
            repaired.push_str(&text[at..]);
            assert!(roxmltree::Document::parse(&repaired).is_ok());
        }
    }
});
