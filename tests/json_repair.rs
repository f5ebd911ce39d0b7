//! A valid JSON document with one character too many or too few: one fault, at its place, whose
//! edits give the original back. The share per kind of mistake is printed by
//! `cargo test --test all json_repair:: -- --nocapture`.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
#![expect(clippy::print_stdout, reason = "the table is what the command is for")]

use std::collections::BTreeMap;
use std::path::Path;

use cloudfront_lint::internal::nesting::ShapeNesting;
use cloudfront_lint::internal::{builtin, tree};
use cloudfront_lint::{Source, Span};
use serde_json::Value;

use crate::support::edits;
use crate::support::machine::{is_ci, is_turn};

/// The share of mistakes that must be repaired to the original, in percent.
const REQUIRED: usize = 95;

/// What the linter knows while it reads.
static SHAPES: ShapeNesting = ShapeNesting::new(&builtin::SCHEMA);

#[derive(Default)]
struct Tally {
    all: usize,
    /// The text is JSON again.
    accepted: usize,
    /// One fault, at the place, and the original value.
    repaired: usize,
}

#[test]
fn single_characters_are_repaired() {
    let mut table: BTreeMap<(&str, char), Tally> = BTreeMap::new();
    let mut layouts: BTreeMap<String, Tally> = BTreeMap::new();
    for (name, text) in documents() {
        let value: Value = serde_json::from_str(&text).unwrap();
        let marks = marks(&text);
        let turns = marks.iter().enumerate();
        for (index, (at, mark)) in turns.filter(|(index, _)| is_turn(*index, 3)) {
            for change in ["deleted", "doubled"] {
                let mut wrong = text.clone();
                if change == "deleted" {
                    wrong.remove(*at);
                } else {
                    wrong.insert(*at, *mark);
                }
                if serde_json::from_str::<Value>(&wrong).is_ok() {
                    continue;
                }
                let around = Span::new(
                    before(&marks, index),
                    marks
                        .get(index + 3)
                        .map_or(wrong.len(), |next| (next.0 + 1).min(wrong.len())),
                );
                let outcome = judge(&wrong, &value, around);
                for tally in [
                    table.entry((change, *mark)).or_default(),
                    layouts.entry(name.clone()).or_default(),
                ] {
                    tally.all += 1;
                    tally.accepted += usize::from(outcome.accepted);
                    tally.repaired += usize::from(outcome.repaired);
                }
                if !outcome.repaired && std::env::var_os("SHOW").is_some() {
                    println!("{name}: {change} `{mark}` at {at}: {:?}", outcome.reported);
                }
            }
        }
    }
    let mut sum = Tally::default();
    print("change", None);
    for ((change, mark), tally) in &table {
        print(&format!("{change} {mark}"), Some(tally));
        sum.all += tally.all;
        sum.accepted += tally.accepted;
        sum.repaired += tally.repaired;
    }
    for (name, tally) in &layouts {
        print(name, Some(tally));
    }
    print("all", Some(&sum));
    let least = if is_ci() { 3_000 } else { 1_000 };
    assert!(sum.all > least, "only {} mistakes were made", sum.all);
    assert!(
        sum.repaired * 100 >= sum.all * REQUIRED,
        "{} of {} were repaired",
        sum.repaired,
        sum.all
    );
}

/// Prints a line of the table; the head without a tally.
fn print(name: &str, tally: Option<&Tally>) {
    let [all, accepted, repaired] = match tally {
        None => ["all", "accepted", "repaired"].map(str::to_owned),
        Some(tally) => [
            tally.all.to_string(),
            format!("{}%", share(tally.accepted, tally.all)),
            format!("{}%", share(tally.repaired, tally.all)),
        ],
    };
    println!("{name:>12} {all:>6} {accepted:>9} {repaired:>8}");
}

struct Outcome {
    accepted: bool,
    repaired: bool,
    reported: Vec<(&'static str, Span)>,
}

fn judge(wrong: &str, value: &Value, around: Span) -> Outcome {
    let source = Source::new(wrong);
    let (tree, faults) = tree::parse_json_with(&source, &SHAPES);
    let length: usize = tree.leaves().map(|leaf| leaf.span.len()).sum();
    assert_eq!(length, wrong.len());
    assert!(!faults.is_empty(), "nothing is reported for {wrong}");
    let repaired = serde_json::from_str::<Value>(&edits::repaired(wrong, &faults)).ok();
    let same = repaired.as_ref() == Some(value);
    let near = faults.len() == 1
        && (touches(around, faults[0].span)
            || faults[0]
                .edits
                .iter()
                .any(|edit| touches(around, edit.span)));
    let reported = faults
        .iter()
        .map(|fault| (fault.kind.name(), fault.span))
        .collect();
    Outcome {
        accepted: repaired.is_some(),
        repaired: same && near,
        reported,
    }
}

fn touches(around: Span, span: Span) -> bool {
    span.start <= around.end && around.start <= span.end
}

fn share(part: usize, all: usize) -> String {
    let thousandths = part * 1000 / all;
    format!("{}.{}", thousandths / 10, thousandths % 10)
}

fn before(marks: &[(usize, char)], index: usize) -> usize {
    index.checked_sub(3).map_or(0, |before| marks[before].0)
}

/// Brackets, commas, colons and quotes that are not inside strings.
fn marks(text: &str) -> Vec<(usize, char)> {
    let mut marks = Vec::new();
    let (mut inside, mut escaped) = (false, false);
    for (at, character) in text.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' if inside => escaped = true,
            '"' => {
                inside = !inside;
                marks.push((at, character));
            }
            '{' | '}' | '[' | ']' | ',' | ':' if !inside => marks.push((at, character)),
            _ => {}
        }
    }
    marks
}

fn documents() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/json");
    let mut documents = Vec::new();
    for entry in folder.read_dir().unwrap() {
        let path = entry.unwrap().path();
        if path
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            documents.push((name, std::fs::read_to_string(&path).unwrap()));
        }
    }
    documents.sort();
    documents
}

/// Slips of the fingers at up to four places of a document, always the same ones.
#[test]
fn several_typos_are_repaired_to_json() {
    let documents = documents();
    let mut state = 88_172_645_463_325_252_u64;
    let mut random = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below as u64).unwrap()
    };
    let typos = [
        "{", "}", "[", "]", ",", ":", "\"", "'", "x", "", "", "\n", "//", "=",
    ];
    let (mut wrong, mut repaired) = (0, 0);
    for round in 0..1_200 {
        let mut text = documents[random(documents.len())].1.clone();
        for _ in 0..=round % 4 {
            let boundary = |text: &str, at: usize| {
                (at..text.len())
                    .find(|at| text.is_char_boundary(*at))
                    .unwrap_or(text.len())
            };
            let from = boundary(&text, random(text.len()));
            let to = boundary(&text, from + random(3));
            text.replace_range(from..to, typos[random(typos.len())]);
        }
        if serde_json::from_str::<Value>(&text).is_ok() {
            continue;
        }
        let source = Source::new(text.as_str());
        let (_, faults) = tree::parse_json_with(&source, &SHAPES);
        wrong += 1;
        repaired +=
            usize::from(serde_json::from_str::<Value>(&edits::repaired(&text, &faults)).is_ok());
    }
    println!("{repaired} of {wrong} texts with up to four typos are JSON again");
    assert!(repaired * 100 >= wrong * 92, "{repaired} of {wrong}");
}

/// Rules found in a text, with the first line of each, and what all its repairs make of it.
fn found(text: &str) -> (Vec<(String, usize)>, String) {
    let source = Source::new(text);
    let (_, faults) = tree::parse_json_with(&source, &SHAPES);
    let line = |at: u32| {
        text[..at as usize].lines().count().max(1)
            + usize::from(text[..at as usize].ends_with('\n'))
    };
    let reported = faults
        .iter()
        .map(|fault| {
            (
                format!("{} {}", fault.kind.name(), fault.variant),
                line(fault.span.start),
            )
        })
        .collect();
    (reported, edits::repaired(text, &faults))
}

/// Two answers in one file, or a line for each: one sentence says so, and the first is read as if
/// it were alone.
#[test]
fn documents_after_the_first_are_one_fault() {
    for (name, document) in documents() {
        let document = document.trim();
        let lines = document.lines().count();
        let open = document.strip_suffix('}').unwrap().trim_end();
        let second = |line| vec![("text-around second".to_owned(), line)];
        let cases = [
            (format!("{document}{document}"), second(lines)),
            (format!("{document}\n\n{document}\n"), second(lines + 2)),
            (format!("{document},\n{document}\n"), second(lines + 1)),
            (
                format!("{document}\n// of production\n{document}\n"),
                second(lines + 2),
            ),
            (
                format!("{document}\n$ aws cloudfront get-distribution-config --id E1\n{document}"),
                second(lines + 2),
            ),
            (
                format!("{document}\n{}", &document[..document.len() / 2]),
                second(lines + 1),
            ),
            (
                format!("{document}\n{}\n", document.replace('"', "'")),
                second(lines + 1),
            ),
            (
                format!("{document}\n{document}\n{document}\n"),
                vec![("text-around several".to_owned(), lines + 1)],
            ),
        ];
        for (text, expected) in cases {
            let (reported, repaired) = found(&text);
            assert_eq!(reported, expected, "{name}: {text}");
            assert_eq!(repaired.trim_end(), document, "{name}");
        }
        let (reported, repaired) = found(&format!("{open}\n{document}"));
        let kinds: Vec<&str> = reported.iter().map(|(kind, _)| kind.as_str()).collect();
        assert_eq!(kinds, ["bracket-missing ", "text-around second"], "{name}");
        assert_eq!(
            serde_json::from_str::<Value>(&repaired).unwrap(),
            serde_json::from_str::<Value>(document).unwrap(),
            "{name}"
        );
    }
}
