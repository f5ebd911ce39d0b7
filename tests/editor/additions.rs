//! Formatting, lenses, and what can be added with one action.

use cloudfront_lint::editor::{self, Addition};
use cloudfront_lint::{Edit, Linter, Severity, Source};

use super::{applied, documents};

/// A text without white space between its parts: outside of strings in JSON, between tags in XML.
fn condensed(text: &str) -> String {
    if text.trim_start().starts_with('<') {
        let mut parts = text.split('<');
        let mut condensed = parts.next().unwrap_or_default().trim().to_owned();
        for part in parts {
            let (tag, content) = part.split_once('>').unwrap_or((part, ""));
            condensed.push_str(&format!("<{tag}>"));
            condensed.push_str(if content.trim().is_empty() {
                ""
            } else {
                content
            });
        }
        return condensed;
    }
    let mut is_string = false;
    let mut before = ' ';
    let mut condensed = String::new();
    for character in text.chars() {
        is_string ^= character == '"' && before != '\\';
        if is_string || !character.is_whitespace() {
            condensed.push(character);
        }
        before = if before == '\\' { ' ' } else { character };
    }
    condensed
}

fn rules(text: &str) -> Vec<String> {
    let report = cloudfront_lint::lint(text).into_owned();
    let findings = report.findings().iter();
    let mut rules: Vec<String> = findings
        .map(|it| format!("{} {}", it.rule, it.path))
        .collect();
    rules.sort();
    rules
}

#[test]
fn formatting_changes_nothing_but_white_space() {
    let linter = Linter::new();
    let mut changed = 0;
    for text in documents() {
        for text in [text.clone(), condensed(&text), text.replace('\n', "\n\n ")] {
            let source = Source::new(text.as_str());
            let formatted = editor::formatted(&linter, &source, "  ").expect("it is ours");
            assert_eq!(condensed(&formatted), condensed(&text));
            assert_eq!(rules(&formatted), rules(&text));
            let again = Source::new(formatted.as_str());
            let again = editor::formatted(&linter, &again, "  ").expect("it is ours");
            assert_eq!(again, formatted);
            changed += usize::from(formatted != text);
        }
    }
    assert!(changed > 50, "{changed}");
}

#[test]
fn comments_are_kept_where_they_are() {
    let text = "<InvalidationBatch xmlns=\"http://cloudfront.amazonaws.com/doc/2020-05-31/\">\n\
                <Paths><!-- one -->\n\n  <!-- two -->\n<Quantity>0</Quantity> <!-- three -->\n\
                </Paths><CallerReference>a<!-- four --></CallerReference></InvalidationBatch>";
    let formatted = editor::formatted(&Linter::new(), &Source::new(text), "\t");
    let expected = "<InvalidationBatch xmlns=\"http://cloudfront.amazonaws.com/doc/2020-05-31/\">\n\
                    \t<Paths><!-- one -->\n\t\t<!-- two -->\n\
                    \t\t<Quantity>0</Quantity> <!-- three -->\n\
                    \t</Paths>\n\t<CallerReference>a<!-- four --></CallerReference>\n\
                    </InvalidationBatch>\n";
    assert_eq!(formatted.as_deref(), Some(expected));
}

#[test]
fn what_cannot_be_read_is_not_formatted() {
    for text in [
        "<project><a/></project>",
        "{\"name\": 1}",
        "<InvalidationBatch><Paths></InvalidationBatch>",
        "{\"Paths\": {\"Quantity\": 0}, \"CallerReference\": \"a\"",
        "",
    ] {
        assert_eq!(
            editor::formatted(&Linter::new(), &Source::new(text), " "),
            None,
            "{text}"
        );
    }
}

#[test]
fn parts_show_how_often_they_are_used() {
    let text = "<DistributionConfig xmlns=\"http://cloudfront.amazonaws.com/doc/2020-05-31/\">\
        <Origins><Quantity>2</Quantity><Items><Origin><Id>web</Id></Origin>\
        <Origin><Id>api</Id></Origin></Items></Origins>\
        <DefaultCacheBehavior><TargetOriginId>web</TargetOriginId></DefaultCacheBehavior>\
        </DistributionConfig>";
    let lenses = editor::lenses(&Linter::new(), &Source::new(text));
    let texts: Vec<&str> = lenses.iter().map(|lens| lens.text.as_str()).collect();
    assert_eq!(texts, ["used in 1 place", "not used"]);
    assert_eq!(&text[lenses[1].name_span.range()], "api");
    assert_eq!(&text[lenses[0].uses[0].range()], "web");
}

fn offered(text: &str) -> (String, Vec<Addition>) {
    let offset = text.find('|').expect("a place is marked");
    let text = text.replacen('|', "", 1);
    let additions = editor::additions(&Linter::new(), &Source::new(text.as_str()), offset);
    (text, additions)
}

fn made(text: &str, title: &str) -> String {
    let (text, additions) = offered(text);
    let titles: Vec<&str> = additions.iter().map(|it| it.title.as_str()).collect();
    let addition = additions.iter().find(|it| it.title == title);
    let addition = addition.unwrap_or_else(|| panic!("{title} of {titles:?}"));
    applied(&text, std::slice::from_ref(&addition.edit))
}

#[test]
fn required_members_are_inserted_together() {
    let start = "<InvalidationBatch xmlns=\"http://cloudfront.amazonaws.com/doc/2020-05-31/\">";
    let text = format!("{start}\n  <Pa|ths>\n  </Paths>\n</InvalidationBatch>");
    let result = made(&text, "insert the required member `Quantity` of `Paths`");
    assert!(result.contains("<Quantity>0</Quantity>"), "{result}");
    let text = format!("{start}|</InvalidationBatch>");
    let result = made(
        &text,
        "insert all 2 required members of `InvalidationBatch`",
    );
    let paths = result.find("<Paths>").expect("it is there");
    assert!(
        result.find("<CallerReference").expect("it is there") > paths,
        "{result}"
    );
}

#[test]
fn an_item_is_added_with_its_count() {
    let items = [
        (
            "<Quantity>1</Quantity><Items><Path>/|a</Path></Items>",
            "<Quantity>2</Quantity><Items><Path>/a</Path><Path/></Items>",
        ),
        (
            "<Quantity>0</Quantity>|",
            "<Quantity>1</Quantity><Items><Path/></Items>",
        ),
    ];
    for (before, after) in items {
        let wrapped = |inside: &str| {
            format!(
                "<InvalidationBatch xmlns=\"http://cloudfront.amazonaws.com/doc/2020-05-31/\">\
                <Paths>{inside}</Paths><CallerReference>a</CallerReference></InvalidationBatch>"
            )
        };
        assert_eq!(
            made(&wrapped(before), "add an item `Path` to `Paths`"),
            wrapped(after)
        );
    }
    let json =
        "{\"Paths\": {\"Quantity\": 1, \"Items\": [\n  \"/|a\"\n]}, \"CallerReference\": \"a\"}";
    let result = made(json, "add an item `Path` to `Paths`");
    let expected = "{\"Paths\": {\"Quantity\": 2, \"Items\": [\n  \"/a\",\n  \"\"\n]}, \
                    \"CallerReference\": \"a\"}";
    assert_eq!(result, expected);
    let wrong = json.replace("\"Quantity\": 1", "\"Quantity\": 3");
    assert!(
        offered(&wrong)
            .1
            .iter()
            .all(|it| !it.title.contains("item"))
    );
}

/// The rules of the engine itself that find something in a text, and how often.
fn structural(text: &str) -> usize {
    let report = cloudfront_lint::lint(text).into_owned();
    let is_of_engine = |name: &str| {
        let mut rules = cloudfront_lint::rules().iter();
        let rule = rules.find(|rule| rule.name == name);
        rule.is_some_and(|rule| rule.at.is_empty()) && name != "text-length"
    };
    let findings = report.findings().iter();
    let errors = findings.filter(|it| it.severity == Severity::Error);
    errors.filter(|it| is_of_engine(&it.rule)).count()
}

#[test]
fn additions_add_no_fault_of_the_shapes() {
    let linter = Linter::new();
    let mut count = 0;
    for text in documents() {
        let source = Source::new(text.as_str());
        let before = structural(&text);
        for symbol in editor::outline(&linter, &source).iter().step_by(31) {
            let offset = symbol.name_span.start as usize;
            for addition in editor::additions(&linter, &source, offset) {
                count += 1;
                let edit: &Edit = &addition.edit;
                let result = applied(&text, std::slice::from_ref(edit));
                assert!(
                    structural(&result) <= before,
                    "{}: {result}",
                    addition.title
                );
            }
        }
    }
    assert!(count > 50, "{count}");
}
