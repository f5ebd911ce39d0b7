//! Documents with any number of typos: a result every time, and nearly always one
//! that can be read.

use cloudfront_lint::internal::nesting::ShapeNesting;
use cloudfront_lint::internal::{builtin, tree};
use cloudfront_lint::{Linter, Source};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use crate::support::edits;
use crate::support::properties;

static SHAPES: ShapeNesting = ShapeNesting::new(&builtin::SCHEMA);

const DOCUMENTS: [&str; 3] = [
    include_str!("../fixtures/base/streaming-2010-11-01.xml"),
    include_str!("../fixtures/base/distribution-2012-07-01.xml"),
    include_str!("../fixtures/base/tags-2016-08-01.xml"),
];

/// A typo: where, how much is lost, and what is typed instead.
type Typo = (prop::sample::Index, usize, &'static str);

fn typos() -> impl Strategy<Value = Vec<Typo>> {
    let typed = prop::sample::select(vec![
        "",
        "",
        "",
        "<",
        ">",
        "/",
        "</",
        "/>",
        "\"",
        "'",
        "&",
        "=",
        " ",
        "\n",
        "x",
        ";",
        "é",
        "\u{a0}",
        "“",
        "<!--",
        "-->",
        "--",
        "<![CDATA[",
        "]]>",
        "<?",
        "?>",
        "<Enabled>",
        "</Enabled>",
        "<Items>",
        "</Items>",
        "</",
        "<Comment",
        "&nbsp;",
        "\u{1}",
        "xmlns=",
        "p:",
        "<!DOCTYPE a>",
        "text",
    ]);
    prop::collection::vec((any::<prop::sample::Index>(), 0..12usize, typed), 1..6)
}

fn with_typos(document: &str, typos: &[Typo]) -> String {
    let mut text = document.to_owned();
    for (index, lost, typed) in typos {
        let boundary = |mut at: usize| {
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        let start = boundary(index.index(text.len() + 1));
        let end = boundary((start + lost).min(text.len()));
        text.replace_range(start..end, typed);
    }
    text
}

#[test]
fn any_typos_get_an_answer() {
    let config = properties::config(1_500);
    let cases = config.cases;
    let mut runner = TestRunner::new(config);
    let (mut made, mut read) = (0, 0);
    let counts = std::cell::RefCell::new((&mut made, &mut read));
    let strategy = (prop::sample::select(DOCUMENTS.to_vec()), typos());
    runner
        .run(&strategy, |(document, typos)| {
            let text = with_typos(document, &typos);
            let source = Source::new(text.as_str());
            let (tree, faults) = tree::parse_xml_with(&source, &SHAPES);
            let length: usize = tree.leaves().map(|leaf| leaf.span.len()).sum();
            prop_assert_eq!(length, text.len());
            for node in tree.nodes() {
                for span in [
                    node.whole,
                    node.name,
                    node.content,
                    node.head(),
                    node.tail(),
                ] {
                    prop_assert!(text.get(span.range()).is_some(), "{:?} in {}", node, text);
                }
            }
            for fault in &faults {
                for span in fault
                    .edits
                    .iter()
                    .map(|edit| edit.span)
                    .chain([fault.span])
                    .chain(fault.related)
                {
                    prop_assert!(text.get(span.range()).is_some(), "{:?} in {}", fault, text);
                }
            }
            let mut counts = counts.borrow_mut();
            if roxmltree::Document::parse(&text).is_err() {
                *counts.0 += 1;
                prop_assert!(!faults.is_empty(), "{}", text);
                if tree.root().is_some() {
                    *counts.1 += 1;
                    let repaired = edits::repaired(&text, &faults);
                    let parsed = roxmltree::Document::parse(&repaired).map(|document| {
                        document
                            .descendants()
                            .filter(roxmltree::Node::is_element)
                            .count()
                    });
                    prop_assert_eq!(parsed, Ok(tree.nodes().len()), "{}", repaired);
                }
            }
            let _ = Linter::new().lint(&text);
            Ok(())
        })
        .unwrap_or_else(|error| panic!("{error}"));
    assert!(made * 3 > cases, "only {made} documents were broken");
    assert!(
        read * 100 >= made * 98,
        "{read} of {made} broken documents were read"
    );
}

/// What explorations of other seeds have found, as small as it gets.
#[test]
fn faults_that_meet_are_repaired_together() {
    let texts = [
        "<?xml <!-encoding=\"--\"?><b></b>",
        // Several things are put in at one place.
        "<t<Enabled></Enabled><Logging<x/</Prefix<",
        "<Distribution s=E</Id<Status></Status>",
        "<D s=-&amp<CallerReference></CallerReference>",
        "<g s=<1</a<CNAME></CNAME>",
        "<D><Id></Id><s</ <",
        // What is taken out is not repaired at its end.
        "<g xmlns=\" xmlns=\"h<CNAME></CNAME>",
        "&amp<CallerReference></CallerReference>",
        // Declarations.
        "<t<?xml <Id></Id>",
        "<s>?xml ?><Quantity></Quantity></s>",
        "<Comment><?xml </Comment>",
        "?xml version=\"\" encoding=\"\"??><CNAME></CNAME>",
        "<?xml version\u{a0}=\"1.0\"?><CNAME></CNAME>",
        "\n<?\n<?xml <Comment></Comment>",
        // Names and blanks.
        "\u{2028}<CallerReference></CallerReference>",
        "<C><CNAME></CNAME>\u{a0}",
        "<S\u{201c}><CNAME></CNAME></S>",
        "<S 2a=\"b\" :c:=\"d\"e='f'!g='h'><CNAME></CNAME></S>",
        "<xmlns:a><CNAME></CNAME></xmlns:a>",
        "<a>b c=d\"></b></a>",
        "<S<]]>Origi></Origi><CNAME></CNAME>",
    ];
    for text in texts {
        let source = Source::new(text);
        let (tree, faults) = tree::parse_xml_with(&source, &SHAPES);
        let repaired = edits::repaired(text, &faults);
        let parsed = roxmltree::Document::parse(&repaired).map(|document| {
            document
                .descendants()
                .filter(roxmltree::Node::is_element)
                .count()
        });
        assert_eq!(
            parsed,
            Ok(tree.nodes().len()),
            "{text:?} is repaired to {repaired:?}: {faults:#?}"
        );
    }
}
