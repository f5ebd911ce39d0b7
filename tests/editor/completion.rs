//! What is offered where something was cut out, and what accepting it does.

use std::collections::BTreeMap;

use cloudfront_lint::editor::{self, Completion};
use cloudfront_lint::{Edit, Linter, Severity, Source, Span};

use super::{applied, documents};

/// The text with a completion accepted.
fn accepted(text: &str, completion: &Completion) -> String {
    let mut edits = completion.edits.clone();
    edits.push(Edit {
        span: completion.span,
        text: completion.text.clone(),
    });
    applied(text, &edits)
}

fn completions(text: &str, offset: usize) -> Vec<Completion> {
    editor::completions(&Linter::new(), &Source::new(text), offset)
}

fn labels(text: &str) -> Vec<String> {
    let offset = text.find('|').expect("a place is marked");
    let offered = completions(&text.replacen('|', "", 1), offset);
    offered.into_iter().map(|it| it.label).collect()
}

const XMLNS: &str = "xmlns=\"http://cloudfront.amazonaws.com/doc/2020-05-31/\"";

#[test]
fn members_are_offered_where_a_tag_begins() {
    let text = format!("<DistributionConfig {XMLNS}>\n  <Ali|\n  <Enabled>true</Enabled>\n");
    let offered = labels(&text);
    assert_eq!(
        offered[0], "CallerReference",
        "what is required comes first"
    );
    assert!(offered.contains(&"Aliases".to_owned()));
    assert!(
        !offered.contains(&"Enabled".to_owned()),
        "it is there already"
    );
}

#[test]
fn what_another_member_excludes_is_not_offered() {
    let text = format!(
        "<DistributionConfig {XMLNS}><Origins><Quantity>1</Quantity><Items><Origin><Id>a</Id>\
         <S3OriginConfig/>|</Origin></Items></Origins></DistributionConfig>"
    );
    let offered = labels(&text);
    assert!(offered.contains(&"DomainName".to_owned()), "{offered:?}");
    assert!(
        !offered.contains(&"CustomOriginConfig".to_owned()),
        "{offered:?}"
    );
}

#[test]
fn members_are_offered_between_tags() {
    let text = format!("<InvalidationBatch {XMLNS}><Paths>|</Paths></InvalidationBatch>");
    assert_eq!(labels(&text), ["Quantity", "Items"]);
}

#[test]
fn an_item_of_a_list_brings_the_count_up_to_date() {
    let text = format!(
        "<InvalidationBatch {XMLNS}><Paths><Quantity>1</Quantity><Items><Path>/a</Path><\
         </Items></Paths></InvalidationBatch>"
    );
    let offset = text.find("<</Items>").expect("it is there") + 1;
    let offered = completions(&text, offset);
    assert_eq!(offered[0].label, "Path");
    let result = accepted(&text, &offered[0]);
    assert!(
        result.contains("<Quantity>2</Quantity><Items><Path>/a</Path><Path></Path></Items>"),
        "{result}"
    );
}

#[test]
fn values_are_offered_in_both_notations() {
    let xml = format!("<DistributionConfig {XMLNS}><HttpVersion>ht|</HttpVersion>");
    assert_eq!(labels(&xml)[..2], ["http1.1", "http2"]);
    let json =
        "{\"DistributionConfig\": {\"CallerReference\": \"a\", \"Origins\": {\"Quantity\": 0},
        \"DefaultCacheBehavior\": {}, \"Comment\": \"\", \"Enabled\": t|}}";
    assert_eq!(labels(json), ["true", "false"]);
}

#[test]
fn keys_are_offered_in_json_with_their_commas() {
    let text = "{\"Paths\": {\"Quantity\": 0}\n  \"\n, \"CallerReference\": \"a\"}";
    let offset = text.find("\"\n,").expect("it is there") + 1;
    let offered = completions(text, offset);
    assert!(offered.is_empty(), "every member is there: {offered:?}");
    let text = "{\"InvalidationBatch\": {\"Paths\": {\"Quantity\": 0}\n  \"Call\n}}";
    let offset = text.find("\"Call").expect("it is there") + 5;
    let offered = completions(text, offset);
    let result = accepted(text, &offered[0]);
    let expected =
        "{\"InvalidationBatch\": {\"Paths\": {\"Quantity\": 0},\n  \"CallerReference\": \"\"\n}}";
    assert_eq!(result, expected);
}

#[test]
fn ids_of_origins_are_offered_where_a_behavior_names_one() {
    let text = documents().pop().expect("there are some");
    assert!(!text.is_empty());
    let text = format!(
        "<DistributionConfig {XMLNS}><Origins><Quantity>2</Quantity><Items>\
         <Origin><Id>web</Id></Origin><Origin><Id>api &amp; more</Id></Origin></Items></Origins>\
         <DefaultCacheBehavior><TargetOriginId>|</TargetOriginId></DefaultCacheBehavior>"
    );
    assert_eq!(labels(&text), ["api & more", "web"]);
}

#[test]
fn nothing_is_offered_in_files_of_others() {
    for text in [
        "<project><|",
        "{\"name\": \"|\"}",
        "Resources:\n  |",
        "|",
        "<|",
    ] {
        assert_eq!(labels(text), Vec::<String>::new(), "{text}");
    }
}

/// The faults of a text that the engine itself finds, by rule: those of the notation and of the
/// shapes, without those of texts that are still empty.
fn faults(text: &str) -> BTreeMap<String, usize> {
    let report = cloudfront_lint::lint(text);
    let is_structural = |name: &str| {
        let rule = cloudfront_lint::rules()
            .iter()
            .find(|rule| rule.name == name);
        rule.is_some_and(|rule| rule.at.is_empty()) && name != "text-length"
    };
    let mut faults = BTreeMap::new();
    let found = report.findings().iter();
    let errors = found.filter(|finding| finding.severity == Severity::Error);
    for finding in errors.filter(|finding| is_structural(&finding.rule)) {
        *faults.entry(finding.rule.to_string()).or_default() += 1;
    }
    faults
}

/// Where a word can begin inside of the structures of a document: before each member, with what is
/// typed to begin one.
fn places(text: &str) -> Vec<(usize, &'static str)> {
    let source = Source::new(text);
    let begin = if text.trim_start().starts_with('<') {
        "<"
    } else {
        "\""
    };
    let outline = editor::outline(&Linter::new(), &source);
    let members = outline.iter().filter(|it| it.depth > 0);
    members.map(|it| (it.span.start as usize, begin)).collect()
}

#[test]
fn what_was_cut_out_is_among_the_first_five() {
    let [wanted, found] = found_where_cut_out(3);
    assert!(
        wanted > 700 && found * 100 >= wanted * 95,
        "{found} of {wanted}"
    );
}

#[test]
#[ignore = "takes a minute; the test above is a sample of it"]
fn everything_that_was_cut_out_is_among_the_first_five() {
    let [wanted, found] = found_where_cut_out(1);
    assert!(
        wanted > 2_000 && found * 100 >= wanted * 95,
        "{found} of {wanted}"
    );
}

/// At how many places one of so many members was cut out, and at how many it is among the first
/// five that are offered when its first two letters are typed.
fn found_where_cut_out(step: usize) -> [usize; 2] {
    let mut wanted = 0;
    let mut found = 0;
    for text in documents() {
        let source = Source::new(text.as_str());
        let outline = editor::outline(&Linter::new(), &source);
        for symbol in outline.iter().filter(|it| it.depth > 0).step_by(step) {
            let is_xml = text.as_bytes()[symbol.span.start as usize] == b'<';
            let is_named = source.slice(symbol.name_span) == symbol.name;
            if !is_named || !text.is_char_boundary(symbol.span.start as usize) {
                continue;
            }
            let typed = format!("{}{}", if is_xml { "<" } else { "\"" }, &symbol.name[..2]);
            let range = symbol.span.range();
            let cut = [&text[..range.start], &typed, &text[range.end..]].concat();
            let offered = completions(&cut, range.start + typed.len());
            let start = &symbol.name[..2];
            let mut matching = offered
                .iter()
                .filter(|it| it.label.starts_with(start))
                .take(5);
            wanted += 1;
            found += usize::from(matching.any(|it| it.label == symbol.name));
        }
    }
    [wanted, found]
}

#[test]
fn accepting_adds_no_fault_of_the_shapes() {
    let mut added = Vec::new();
    for text in documents() {
        let before = faults(&text);
        for (place, begin) in places(&text).into_iter().step_by(47) {
            let typed = [&text[..place], begin, &text[place..]].concat();
            for completion in completions(&typed, place + 1).iter().take(20) {
                let result = accepted(&typed, completion);
                for (rule, count) in faults(&result) {
                    if count > before.get(&rule).copied().unwrap_or(0) {
                        let end = (place + completion.text.len() + 40).min(result.len());
                        let around = result.get(place.saturating_sub(60)..end);
                        added.push(format!("{rule} by `{}`: {around:?}", completion.label));
                    }
                }
            }
        }
    }
    assert!(added.is_empty(), "{}", added.join("\n"));
}

#[test]
fn no_place_makes_it_fail() {
    for text in documents().iter().step_by(9) {
        for (offset, _) in text.char_indices().step_by(7) {
            for completion in completions(&text[..offset], offset) {
                let span = completion.span;
                assert!(Span::new(0, offset).contains(span));
            }
        }
    }
}
