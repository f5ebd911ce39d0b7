//! The rule files that show the rule language at work: their examples hold.
//!
//! A file in one of the folders is found by itself.

use std::fs;
use std::path::{Path, PathBuf};

use cloudfront_lint::config::{File, Format, Pack, load_formats, load_rules, test_examples};
use cloudfront_lint::{Certainty, Linter, Severity, Span};

/// Folders of rule files whose examples must hold.
const FOLDERS: [&str; 6] = [
    "docs/packs/cost",
    "docs/packs/security",
    "docs/packs/tidy",
    "docs/policy",
    "docs/rule-language",
    "fixtures/rule-language",
];

/// The formats that the rule files of a folder use, in a folder in it.
fn formats(folder: &str) -> Vec<Format> {
    let inner = format!("{folder}/formats");
    if !Path::new(env!("CARGO_MANIFEST_DIR")).join(&inner).is_dir() {
        return Vec::new();
    }
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).expect("a readable file");
        File::new(path.to_string_lossy(), text)
    };
    let files: Vec<File> = files(&inner).into_iter().map(read).collect();
    load_formats(&files).unwrap_or_else(|error| panic!("{error}"))
}

/// The rule files of a folder, by name.
fn files(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let entries = fs::read_dir(&folder).expect("the folder exists");
    let paths = entries.map(|entry| entry.expect("a readable entry").path());
    let mut files: Vec<PathBuf> = paths
        .filter(|path| path.extension().is_some_and(|it| it == "toml"))
        .filter(|path| path.file_name().is_some_and(|it| it != Pack::FILE))
        .collect();
    files.sort();
    files
}

#[test]
fn every_rule_file_has_examples_that_hold() {
    for folder in FOLDERS {
        let files = files(folder);
        assert!(!files.is_empty(), "{folder} has rule files");
        let formats = formats(folder);
        for path in files {
            let text = fs::read_to_string(&path).expect("a readable file");
            let name = path.file_name().expect("a name").to_string_lossy();
            let rules = load_rules(&[File::new(name, text)], &formats)
                .unwrap_or_else(|error| panic!("{error}"));
            let linter = Linter::new()
                .with_formats(formats.clone())
                .with_rules(rules.clone());
            for rule in &rules {
                let wrong = test_examples(&linter, rule);
                assert!(wrong.is_empty(), "{}: {wrong:?}", rule.name);
            }
        }
    }
}

/// What a rule with a source, or with a key `confidence`, says about its findings.
#[test]
fn an_error_is_as_certain_as_its_sources() {
    for (keys, certainty) in [
        (
            "source = [\"an answer of the service\"]",
            Certainty::Certain,
        ),
        ("source = [\"by analogy with TTLs\"]", Certainty::Likely),
        (
            "source = [\"by analogy with TTLs\", \"an answer\"]",
            Certainty::Certain,
        ),
        ("", Certainty::Likely),
        ("confidence = \"certain\"", Certainty::Certain),
        (
            "source = [\"an answer\"]\nconfidence = \"likely\"",
            Certainty::Likely,
        ),
    ] {
        let text = format!(
            "[house]\ntitle = \"a rule\"\nat = \"DistributionConfig/Comment\"\ncheck = {{ in = [\"a\"] }}\n\
             severity = \"error\"\nmessage = \"m\"\nwhy = \"why\"\n{keys}\n"
        );
        let rules = load_rules(&[File::new("house.toml", text)], &[]).expect("a valid rule");
        assert_eq!(rules[0].certainty(Severity::Error), certainty, "{keys}");
        assert_eq!(rules[0].certainty(Severity::Warning), Certainty::Likely);
    }
}

/// The rules of the page that compares rule languages are rules, apart from their texts.
#[test]
fn the_compared_rules_can_be_loaded() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rule-languages.md");
    let page = fs::read_to_string(path).expect("the page exists");
    let snippets: Vec<&str> = page
        .split("```toml\n")
        .skip(1)
        .filter_map(|rest| rest.split("```").next())
        .collect();
    assert_eq!(snippets.len(), 10);
    for snippet in snippets {
        let text = format!(
            "[house]\ntitle = \"t\"\nseverity = \"error\"\nmessage = \"m\"\nwhy = \"w\"\n{snippet}"
        );
        if let Err(error) = load_rules(&[File::new("house.toml", text)], &[]) {
            panic!("{snippet}\n{error}");
        }
    }
}

/// A rule of a family is the rule that is written out.
#[test]
fn a_family_means_its_rules() {
    let family = "[house]\ntitle = \"{what}\"\nat = \"DistributionConfig/{member}\"\nseverity = \"error\"\n\
                  check = { in = [\"{only}\"] }\nmessage = \"{{what}} {value} {what}{only}\"\nwhy = \"why\"\n\
                  [house.rules]\nhouse-comment = { what = \"a {element}\", member = \"Comment\", only = 5 }\n\
                  house-class = { what = \"b\", member = \"WebACLId\", only = true, severity = \"advice\" }\n";
    let written = "[house-comment]\ntitle = \"a {element}\"\nat = \"DistributionConfig/Comment\"\nseverity = \"error\"\n\
                   check = { in = [\"5\"] }\nmessage = \"{{what}} {value} a {element}5\"\nwhy = \"why\"\n\
                   [house-class]\ntitle = \"b\"\nat = \"DistributionConfig/WebACLId\"\nseverity = \"advice\"\n\
                   check = { in = [\"true\"] }\nmessage = \"{{what}} {value} btrue\"\nwhy = \"why\"\n";
    let load = |text: &str| match load_rules(&[File::new("house.toml", text)], &[]) {
        Ok(rules) => format!("{rules:#?}"),
        Err(error) => panic!("{error}"),
    };
    assert_eq!(load(family), load(written));
}

/// An example in which a rule finds nothing says why, where that is known.
#[test]
fn an_example_without_a_finding_says_why() {
    let nothing = "expected exactly one finding, found 0";
    for (lines, example, expected) in [
        ("when = [{ path = \"Enabled\", equals = \"false\" }]", "set = { \"Comment\" = \"\" }", format!("{nothing}: its conditions are not true")),
        ("", "remove = [\"Comment\"]", format!("{nothing}: what `at` leads to is absent")),
        ("operation = \"create\"", "set = { \"Comment\" = \"\" }\noperation = \"update\"", format!("{nothing}: the rule is for another `operation`")),
        ("", "set = { \"Comment\" = \"a\" }", nothing.to_owned()),
        ("", "set = { \"Origins[3]/Id\" = \"a\" }", "the base document of 2020-05-31 has no element at `Origins[3]/Id`; `Origins[+]` adds an item".to_owned()),
    ] {
        let text = format!(
            "[house]\ntitle = \"t\"\nat = \"DistributionConfig/Comment\"\ncheck = {{ min-length = 1 }}\nseverity = \"error\"\n\
             message = \"m\"\nwhy = \"w\"\n{lines}\n[[house.bad]]\n{example}\n[[house.good]]\nset = {{ \"Comment\" = \"a\" }}\n"
        );
        let rules = load_rules(&[File::new("house.toml", text)], &[]).expect("a valid rule");
        let linter = Linter::new().with_rules(rules.clone());
        let wrong = test_examples(&linter, &rules[0]);
        assert_eq!(wrong, [format!("bad 1: {expected}")], "{lines} {example}");
    }
}

/// A finding shows the places that its rule names, apart from empty ones, and no secret.
#[test]
fn a_finding_shows_other_places() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"));
    let path = path.join("fixtures/base/distribution-2020-05-31.xml");
    let document = fs::read_to_string(path).expect("the document exists");
    for (show, expected) in [
        (
            "CustomOriginConfig/HTTPPort",
            &["80: other; `80`"] as &[&str],
        ),
        ("OriginPath", &[]),
        ("Id", &[]),
        ("CustomHeaders[]/HeaderValue", &["example: other"]),
    ] {
        let text = format!(
            "[house]\ntitle = \"t\"\nat = \"Origin/Id\"\ncheck = {{ in = [\"x\"] }}\nseverity = \"error\"\n\
             message = \"m\"\nrelated = \"other; {{shown}}\"\nshow = \"{show}\"\nwhy = \"w\"\n"
        );
        let rules = load_rules(&[File::new("house.toml", text)], &[]).expect("a valid rule");
        let report = Linter::new().with_rules(rules).lint(&document);
        let findings = report.findings().iter().filter(|it| it.rule == "house");
        let place = |span: Span| &document[span.start as usize..span.end as usize];
        let labels = findings.flat_map(|it| &it.labels);
        let shown: Vec<String> = labels
            .map(|it| format!("{}: {}", place(it.span), it.message))
            .collect();
        assert_eq!(shown, expected, "{show}");
    }
}

/// A finding about characters is at the first wrong one and names it. Where the text is written
/// with references it is at the whole, and it names no character of a secret.
#[test]
fn the_first_wrong_character_is_named() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"));
    let path = path.join("fixtures/base/distribution-2020-05-31.xml");
    let document = fs::read_to_string(path).expect("the document exists");
    for (at, content, place, message) in [
        ("CallerReference", "a|b|é", "|", "`|`"),
        ("CallerReference", "aé|", "é", "`é`"),
        ("CallerReference", "a\tb", "\t", "a tab"),
        ("CallerReference", "a&#124;b", "a&#124;b", "`|`"),
        ("Logging/Prefix", "", "<Prefix></Prefix>", "a character"),
        (
            "Origins[]/CustomHeaders[]/HeaderValue",
            "a|b",
            "|",
            "a character",
        ),
    ] {
        let text = format!(
            "[house]\ntitle = \"t\"\nat = \"DistributionConfig/{at}\"\ncheck = {{ characters = \"policy-name\" }}\nseverity = \"error\"\n\
             message = \"contains {{character}}\"\nwhy = \"w\"\n"
        );
        let rules = load_rules(&[File::new("house.toml", text)], &[]).expect("a valid rule");
        let name = at.rsplit('/').next().unwrap_or(at);
        let start = document.find(&format!("<{name}>")).expect("a member") + name.len() + 2;
        let end = start + document[start..].find('<').expect("its end");
        let document = [&document[..start], content, &document[end..]].concat();
        let report = Linter::new().with_rules(rules).lint(&document);
        let finding = report.findings().iter().find(|it| it.rule == "house");
        let finding = finding.unwrap_or_else(|| panic!("{content} has a finding"));
        let span = finding.span;
        assert_eq!(
            &document[span.start as usize..span.end as usize],
            place,
            "{content}"
        );
        assert_eq!(finding.message, format!("contains {message}"), "{content}");
    }
}
