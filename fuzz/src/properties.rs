//! What holds for any bytes, one function for each part of the program that reads them. The fuzz
//! targets look for bytes that break it; `cargo test` tries it on the fixtures, so that a target
//! never asserts what is wrong.

use cloudfront_lint::internal::nesting::ShapeNesting;
use cloudfront_lint::internal::{builtin, tree};
use cloudfront_lint::{
    Applicability, Edit, Form, Linter, Operation, Previous, Report, Source, convert,
};

static SHAPES: ShapeNesting = ShapeNesting::new(&builtin::SCHEMA);

/// XML is read without loss, and a text that was repaired is well-formed.
pub fn xml(bytes: &[u8]) {
    let source = Source::decode(bytes);
    let text = source.text();
    let (tree, faults) = tree::parse_xml_with(&source, &SHAPES);
    is_lossless(&tree, text);
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
            let repaired = edited(text, edits);
            assert!(
                roxmltree::Document::parse(&repaired).is_ok(),
                "{repaired:?}"
            );
        }
    }
}

/// JSON is read without loss, and what a strict reader takes has no fault of its notation.
pub fn json(bytes: &[u8]) {
    let source = Source::decode(bytes);
    let text = source.text();
    let (tree, faults) = tree::parse_json(&source);
    is_lossless(&tree, text);
    for fault in &faults {
        assert!(text.get(fault.span.range()).is_some());
    }
    if tree.root().is_none() {
        assert!(!faults.is_empty());
    }
}

/// A report of any document, as every notation: XML, JSON, and templates in YAML, JSON and HCL.
pub fn lint(bytes: &[u8]) {
    is_sound(&Linter::new().lint(bytes));
}

/// Fixing ends, leaves no more errors, and fixing twice is fixing once.
pub fn fix(bytes: &[u8]) {
    for most in [Applicability::Safe, Applicability::Unsafe] {
        let once = Linter::new().fix(bytes, most);
        let twice = Linter::new().fix(&once.bytes(), most);
        assert_eq!(once.bytes(), twice.bytes());
        if once.applied.is_empty() && once.report.source().fault().is_some() {
            assert_eq!(once.bytes(), bytes);
        }
    }
}

/// What is converted there and back is the same when it is converted there again.
pub fn conversion(bytes: &[u8]) {
    let source = Source::decode(bytes);
    // JSON does not name the version of the document, which may be an older one.
    let report = Linter::new().lint(bytes);
    let version = report.api_version();
    for (there, back) in [(Form::Xml, Form::Json), (Form::Json, Form::Xml)] {
        let to = |text: &str, form| convert(&Source::new(text), form, version).ok();
        let first = convert(&source, there, version).ok();
        let Some(other) = first.and_then(|first| to(&first, back)) else {
            continue;
        };
        let again = to(&other, there).and_then(|second| to(&second, back));
        if let Some(again) = again {
            assert_eq!(other, again);
        }
    }
}

/// An update: the two halves are the document and the one that it replaces.
pub fn update(bytes: &[u8]) {
    let middle = bytes.windows(2).position(|two| two == b"\n\n");
    let (new, old) = bytes.split_at(middle.unwrap_or(bytes.len() / 2));
    let linter = Linter::new()
        .operation(Operation::Update)
        .compare_with(&Previous::parse(old));
    is_sound(&linter.lint(new));
}

/// A configuration is read, or every error says where it is.
#[cfg(feature = "config")]
pub fn configuration(bytes: &[u8]) {
    let Some(file) = file("cloudfront-lint.toml", bytes) else {
        return;
    };
    if let Err(error) = cloudfront_lint::config::Config::load(&file, &[]) {
        are_placed(&file.text, &error);
    }
}

/// Rules and formats of a team are read, or every error says where it is; the rules can be used.
#[cfg(feature = "config")]
pub fn own_rules(bytes: &[u8]) {
    use cloudfront_lint::config::{load_formats, load_rules};
    let Some(file) = file("rules.toml", bytes) else {
        return;
    };
    let files = [file];
    if let Err(error) = load_formats(&files) {
        are_placed(&files[0].text, &error);
    }
    match load_rules(&files, &[]) {
        Ok(rules) => {
            let linter = Linter::new().with_rules(rules);
            is_sound(&linter.lint("<DistributionConfig/>"));
        }
        Err(error) => are_placed(&files[0].text, &error),
    }
}

#[cfg(feature = "config")]
fn file(path: &str, bytes: &[u8]) -> Option<cloudfront_lint::config::File> {
    let text = std::str::from_utf8(bytes).ok()?;
    Some(cloudfront_lint::config::File::new(path, text))
}

#[cfg(feature = "config")]
fn are_placed(text: &str, error: &cloudfront_lint::Error) {
    let cloudfront_lint::Error::Files(errors) = error else {
        panic!("{error:?}");
    };
    assert!(!errors.is_empty());
    let lines = text.matches('\n').count() + 1;
    for error in errors {
        assert!((1..=lines).contains(&error.line) && error.column > 0);
        assert!(!error.message.is_empty());
    }
}

/// The leaves are the text, and every range is on character boundaries.
fn is_lossless(tree: &tree::Tree<'_>, text: &str) {
    let mut at = 0;
    for leaf in tree.leaves() {
        assert!(leaf.span.start == at && !leaf.span.is_empty());
        at = leaf.span.end;
    }
    assert_eq!(at as usize, text.len());
    for node in tree.nodes() {
        for span in [
            node.whole,
            node.name,
            node.content,
            node.head(),
            node.tail(),
        ] {
            assert!(text.get(span.range()).is_some());
        }
    }
}

/// Findings are in order, inside the text, and have edits that do not overlap.
fn is_sound(report: &Report<'_>) {
    let text = report.source().text();
    let mut last = 0;
    for finding in report.findings() {
        assert!(finding.span.start >= last, "{finding:?}");
        last = finding.span.start;
        assert!(text.get(finding.span.range()).is_some(), "{finding:?}");
        for label in &finding.labels {
            assert!(text.get(label.span.range()).is_some(), "{finding:?}");
        }
        for fix in &finding.fixes {
            let mut end = 0;
            for edit in &fix.edits {
                assert!(text.get(edit.span.range()).is_some(), "{finding:?}");
                assert!(edit.span.start >= end, "{finding:?}");
                end = edit.span.end;
            }
        }
    }
}

/// A text with edits, of which several can be at one place.
fn edited(text: &str, mut edits: Vec<&Edit>) -> String {
    edits.sort_by_key(|edit| (edit.span.start, !edit.span.is_empty()));
    let (mut out, mut at) = (String::new(), 0);
    for edit in edits {
        out.push_str(&text[at..edit.span.start as usize]);
        out.push_str(&edit.text);
        at = edit.span.end as usize;
    }
    out.push_str(&text[at..]);
    out
}
