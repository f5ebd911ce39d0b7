//! The outline, what can be folded, selections, hints.

use cloudfront_lint::{Linter, Source, editor};

use super::documents;

const XML: &str = "<DistributionConfig xmlns=\"http://cloudfront.amazonaws.com/doc/2020-05-31/\">
  <Origins>
    <Quantity>2</Quantity>
    <Items>
      <Origin>
        <Id>web</Id>
      </Origin>
    </Items>
  </Origins>
</DistributionConfig>";

#[test]
fn items_have_the_names_that_people_gave_them() {
    let outline = editor::outline(&Linter::new(), &Source::new(XML));
    let lines: Vec<String> = outline
        .iter()
        .map(|it| {
            let detail = it.detail.as_deref().unwrap_or("-");
            format!("{} {} {detail}", "  ".repeat(it.depth), it.name)
        })
        .collect();
    let expected = [
        " DistributionConfig -",
        "   Origins 1 item",
        "     Quantity 2",
        "     Items 1 item",
        "       Origin web",
        "         Id web",
    ];
    assert_eq!(lines, expected);
}

#[test]
fn secrets_are_in_no_outline() {
    let text = "{\"Origins\": {\"Quantity\": 1, \"Items\": [{\"Id\": \"a\", \"CustomHeaders\": {\"Quantity\": 1,
        \"Items\": [{\"HeaderName\": \"x-key\", \"HeaderValue\": \"hunter2\"}]}}]}, \"CallerReference\": \"a\",
        \"DefaultCacheBehavior\": {}, \"Enabled\": true, \"Comment\": \"\"}";
    let outline = editor::outline(&Linter::new(), &Source::new(text));
    assert!(outline.iter().any(|it| it.name == "HeaderValue"));
    assert!(
        outline
            .iter()
            .all(|it| it.detail.as_deref() != Some("hunter2"))
    );
}

#[test]
fn folds_have_several_lines_and_are_nested() {
    let source = Source::new(XML);
    let folds = editor::folds(&Linter::new(), &source);
    assert_eq!(folds.len(), 4);
    for (span, _) in folds {
        assert!(source.slice(span).contains('\n'));
    }
}

#[test]
fn selections_grow_from_the_value_to_the_document() {
    let source = Source::new(XML);
    let offset = XML.find("web").expect("it is there") + 1;
    let spans = editor::enclosing(&Linter::new(), &source, offset);
    assert_eq!(source.slice(spans[0]), "web");
    assert_eq!(source.slice(spans[1]), "<Id>web</Id>");
    assert_eq!(spans.last().map(|it| it.len()), Some(XML.len()));
    for text in documents() {
        let source = Source::new(text.as_str());
        for offset in (0..text.len()).step_by(41) {
            let spans = editor::enclosing(&Linter::new(), &source, offset);
            assert!(spans.windows(2).all(|pair| pair[1].contains(pair[0])));
        }
    }
}

#[test]
fn both_tags_of_an_element_are_edited_together() {
    let source = Source::new(XML);
    for offset in [XML.find("Items"), XML.rfind("Items")] {
        let pair = editor::tag_pair(&Linter::new(), &source, offset.expect("it is there") + 2);
        assert_eq!(
            pair.map(|pair| pair.map(|it| source.slice(it))),
            Some(["Items"; 2])
        );
    }
    let value = XML.find("web").expect("it is there");
    assert_eq!(editor::tag_pair(&Linter::new(), &source, value), None);
}

#[test]
fn the_number_of_items_is_shown_next_to_their_count() {
    let source = Source::new(XML);
    let hints = editor::hints(&Linter::new(), &source);
    assert_eq!(hints.len(), 1);
    assert_eq!(hints[0].text, "1 item");
    assert!(XML[..hints[0].offset].ends_with("<Quantity>2"));
}

#[test]
fn ids_of_managed_resources_and_absent_numbers_have_hints() {
    let behavior = |inside: &str| {
        let xmlns = "http://cloudfront.amazonaws.com/doc/2020-05-31/";
        format!(
            "<DistributionConfig xmlns=\"{xmlns}\"><DefaultCacheBehavior>{inside}\
                 </DefaultCacheBehavior></DistributionConfig>"
        )
    };
    let policy = "<CachePolicyId>658327ea-f89d-4fab-a63d-7e88639e58f6</CachePolicyId>";
    for (inside, expected) in [
        (policy, vec!["CachingOptimized"]),
        (
            "<MinTTL>5</MinTTL>",
            vec!["DefaultTTL: 86400, MaxTTL: 31536000"],
        ),
        ("", vec!["DefaultTTL: 86400, MaxTTL: 31536000, MinTTL: 0"]),
    ] {
        let text = behavior(inside);
        let hints = editor::hints(&Linter::new(), &Source::new(text.as_str()));
        let texts: Vec<&str> = hints.iter().map(|it| it.text.as_str()).collect();
        assert_eq!(texts, expected, "{inside}");
    }
}
