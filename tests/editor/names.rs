//! The places of names, and renaming.

use cloudfront_lint::editor::{self, SymbolKind};
use cloudfront_lint::{Linter, Source};

use super::{applied, documents};

const XML: &str = "<DistributionConfig xmlns=\"http://cloudfront.amazonaws.com/doc/2020-05-31/\">\
    <Origins><Quantity>1</Quantity><Items><Origin><Id>web</Id></Origin></Items></Origins>\
    <DefaultCacheBehavior><TargetOriginId>web</TargetOriginId></DefaultCacheBehavior>\
    <Comment>web</Comment></DistributionConfig>";

#[test]
fn a_name_has_its_definition_and_its_uses() {
    let source = Source::new(XML);
    let linter = Linter::new();
    let definition = XML.find("web").expect("it is there");
    let mention = XML.find("web</Target").expect("it is there");
    for offset in [definition, definition + 3, mention + 1] {
        let places = editor::places_of_name(&linter, &source, offset).expect("it is a name");
        assert_eq!(places.name, "web");
        assert_eq!(
            places
                .definitions
                .iter()
                .map(|it| it.start as usize)
                .collect::<Vec<_>>(),
            [definition]
        );
        assert_eq!(
            places
                .uses
                .iter()
                .map(|it| it.start as usize)
                .collect::<Vec<_>>(),
            [mention]
        );
        assert_eq!(
            source.slice(places.parts[0]),
            "<Origin><Id>web</Id></Origin>"
        );
    }
    let comment = XML.find("web</Comment").expect("it is there");
    assert_eq!(editor::places_of_name(&linter, &source, comment), None);
}

#[test]
fn a_new_name_is_written_everywhere_and_escaped() {
    let source = Source::new(XML);
    let offset = XML.find("web").expect("it is there");
    let edits = editor::rename(&Linter::new(), &source, offset, "a & b");
    let result = applied(XML, &edits);
    assert_eq!(result.matches("a &amp; b").count(), 2);
    assert!(result.contains("<Comment>web</Comment>"));
    assert!(editor::rename(&Linter::new(), &source, offset, " ").is_empty());
}

#[test]
fn renaming_leaves_no_new_finding() {
    let linter = Linter::new();
    let mut renamed = 0;
    for text in documents() {
        let source = Source::new(text.as_str());
        let before = linter.lint(&text).findings().len();
        for symbol in editor::outline(&linter, &source) {
            if symbol.kind != SymbolKind::Value {
                continue;
            }
            let offset = symbol.span.end as usize - 1;
            let inside = text[..offset].rfind(['>', '"']).map_or(0, |at| at + 1);
            let edits = editor::rename(&linter, &source, inside, "renamed-part");
            let edits = Some(edits).filter(|edits| !edits.is_empty());
            let Some(edits) = edits else { continue };
            renamed += 1;
            let result = applied(&text, &edits);
            assert_eq!(linter.lint(&result).findings().len(), before, "{result}");
        }
    }
    assert!(renamed > 30, "{renamed}");
}
