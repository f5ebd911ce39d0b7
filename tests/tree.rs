//! The XML front end: exact ranges, and the same structure, names, texts and namespaces as
//! roxmltree finds.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod documents;
mod oracle;

use cloudfront_lint::Source;
use proptest::prelude::*;

use crate::support::machine;
use crate::support::properties;

proptest! {
    #![proptest_config(properties::config(512))]

    #[test]
    fn generated_documents_agree_with_the_oracle(document in documents::document()) {
        oracle::compare(document.as_bytes());
        oracle::compare(&[b"\xef\xbb\xbf", document.as_bytes()].concat());
    }

    #[test]
    fn any_text_has_leaves_that_join(text in "[<>/!?\\-a-b&;='\" \\r\\n\\[\\]CDATé😀\u{1}]{0,60}") {
        oracle::join(&Source::new(text));
    }

    #[test]
    fn any_bytes_have_leaves_that_join(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
        oracle::join(&Source::decode(&bytes));
    }
}

#[test]
fn long_words_beyond_ascii_have_leaves_that_join() {
    for shift in ["", "a", "ab", "abc"] {
        for letter in ["é", "漢", "😀", "\u{a0}"] {
            let word = format!("{shift}{}", letter.repeat(300));
            for text in [
                format!("<a>&{word};</a"),
                format!("<a b='&{word}'"),
                format!("<{word}"),
                format!("<a>{word} b=\"c\">"),
                format!("<a>a {word}=\"c\">"),
                format!("<a></{word}"),
                format!("<a {word}=b{word}:c='d'"),
            ] {
                oracle::join(&Source::new(text));
            }
        }
    }
}

#[test]
fn an_empty_prefix_may_be_left_out_of_the_end_tag() {
    oracle::join(&Source::new("<a><:b></b></a>"));
    let source = Source::new("<a><:b></b></a>");
    let (tree, _) = cloudfront_lint::internal::tree::parse_xml(&source);
    let inner = tree.children(tree.root().unwrap()).next().unwrap();
    assert_eq!(source.slice(tree.node(inner).whole), "<:b></b>");
}

#[test]
fn real_documents_agree_with_the_oracle() {
    for part in ["corpus/raw", "corpus/derived", "reference/sdk-bodies"] {
        let Some(folder) = machine::shared(part) else {
            continue;
        };
        let mut well_formed = 0;
        for entry in folder.read_dir().unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "xml") {
                well_formed += usize::from(oracle::compare(&std::fs::read(&path).unwrap()));
            }
        }
        assert!(
            well_formed > 10,
            "{part} has only {well_formed} well-formed documents"
        );
    }
}
