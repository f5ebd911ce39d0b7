//! Documents that make one part of the way expensive: reading, judging, writing in every format,
//! converting, repairing.
//!
//! None of these tests looks at a clock. Each shape once took time that grew with the square of its
//! length, and at the length it has in CI does not end; what grows with the length alone takes a
//! moment.

use cloudfront_lint::render::{
    Agent, Checkstyle, Concise, FileResult, Format, Github, Gitlab, Html, Json, Junit, Rdjson,
    Sarif, Summary,
};
use cloudfront_lint::{Applicability, Form, Linter, Source, convert};

use crate::support::machine::large;

fn batch(content: &str) -> String {
    format!(
        "<InvalidationBatch xmlns=\"http://cloudfront.amazonaws.com/doc/2020-05-31/\">{content}</InvalidationBatch>"
    )
}

fn paths(count: usize, items: &str) -> String {
    batch(&format!(
        "<Paths><Quantity>{count}</Quantity><Items>{items}</Items></Paths><CallerReference>one</CallerReference>"
    ))
}

fn numbered(count: usize, item: impl Fn(usize) -> String) -> String {
    (0..count).map(item).collect()
}

/// The shapes, each so many bytes long, about.
#[expect(clippy::too_many_lines, reason = "one table of cases")]
fn shapes(length: usize) -> Vec<(&'static str, String)> {
    let fill = |piece: &str| piece.repeat(length / piece.len());
    let half = "x".repeat(length / 2);
    let reference = "<CallerReference>a</CallerReference>".repeat(length / 80);
    let id = "x".repeat(length / 4);
    let origin = |members: &str| {
        format!(
            "{{\"Origins\": {{\"Quantity\": 1, \"Items\": [{{\"Id\": \"{id}\", \"DomainName\": \"a.example.com\", {members}}}]}},"
        )
    };
    vec![
        (
            "a long text that every double names",
            batch(&format!(
                "<CallerReference>{half}</CallerReference>{reference}"
            )),
        ),
        (
            "a long id in every path",
            format!(
                "{}\"Enabled\": true}}",
                origin(&numbered(length / 40, |n| format!("\"Zoo{n}\": 1, "))).replace(", }", "}")
            ),
        ),
        (
            "long names that are nearly alike",
            format!(
                "{}\"DefaultCacheBehavior\": {{\"TargetOriginId\": \"{id}y\"}}}}",
                origin("\"OriginPath\": \"\"")
            ),
        ),
        (
            "globs that nearly cover each other",
            format!(
                "{{\"CacheBehaviors\": {{\"Quantity\": 2, \"Items\": [{{\"PathPattern\": \"*{half}b\"}}, {{\"PathPattern\": \"{half}\"}}]}}, \
                 \"Origins\": {{}}, \"CallerReference\": \"a\"}}"
            ),
        ),
        (
            "many ends of tags without a beginning",
            batch(&format!(
                "a{}{}",
                " ".repeat(length / 2),
                "\">".repeat(length / 4)
            )),
        ),
        (
            "blanks before many texts",
            " ".repeat(length / 2) + &"a<!---->".repeat(length / 16),
        ),
        (
            "what could begin a placeholder",
            batch(&format!(
                "<CallerReference>a{}</CallerReference>",
                fill("YOURM")
            )),
        ),
        (
            "attributes at a great depth",
            "<a>".repeat(length / 8) + &"<b c=''/>".repeat(3_000) + &"</a>".repeat(length / 8),
        ),
        (
            "elements at a great depth",
            batch(&("<a>".repeat(length / 8) + &"</a>".repeat(length / 8))),
        ),
        (
            "attributes without end",
            format!("<a <!-- {}", numbered(length / 10, |n| format!(" a{n}=''"))),
        ),
        (
            "entities without end",
            format!(
                "<!DOCTYPE a [{}]><a>{}</a>",
                numbered(length / 50, |n| format!("<!ENTITY e{n} 'b'>")),
                numbered(length / 20, |n| format!("&e{n};"))
            ),
        ),
        (
            "a comment that ignores without end",
            batch(&format!(
                "<!-- cloudfront-lint: ignore[{}a] x --><CallerReference>a</CallerReference>",
                fill("quantity-mismatch,")
            )),
        ),
        (
            "a line with a finding at every word",
            paths(0, &fill("<Zoo>ä</Zoo>")),
        ),
        (
            "duplicate items",
            paths(length / 15, &fill("<Path>/a</Path>")),
        ),
        (
            "documents behind one that is deep and open",
            format!(
                "{{\"Paths\":{}1\n{}",
                "[".repeat(length / 13),
                "{\"Paths\":1}\n".repeat(length / 13)
            ),
        ),
        (
            "words without an end on one line",
            format!("{{\"CallerReference\":\"r\",{}}}", fill(":v /**/")),
        ),
        (
            "merges that do not end",
            fill("<<<<<<< a\n{\"Paths\": 1}\n=======\n"),
        ),
    ]
}

/// What the way of one document comes to: how many findings there are, and how much was written.
fn go(text: &str) -> (usize, usize) {
    let report = cloudfront_lint::lint(text);
    let file = FileResult::new("document", &report);
    let mut summary = Summary::default();
    summary.add(&file);
    let formats: [&dyn Format; 10] = [
        &Concise,
        &Json,
        &Sarif::default(),
        &Github,
        &Gitlab,
        &Junit,
        &Checkstyle,
        &Agent,
        &Rdjson,
        &Html,
    ];
    let mut written = 0;
    for format in formats {
        let mut out = String::new();
        format
            .file(&file, &mut out)
            .expect("a String takes all that is written");
        written += out.len();
    }
    let source = Source::new(text);
    let other = if report.form() == Form::Xml {
        Form::Json
    } else {
        Form::Xml
    };
    written += convert(&source, other, None).map_or(0, |text| text.len());
    (report.findings().len(), written)
}

#[test]
fn every_shape_is_finite() {
    for (name, text) in shapes(large(100_000)) {
        let (findings, written) = go(&text);
        let most = 600 * text.len() + 4_000 * findings;
        assert!(
            written <= most,
            "{name}: {written} bytes were written of {} and {findings} findings",
            text.len()
        );
    }
}

#[test]
fn what_is_wrong_many_times_is_repaired() {
    let linter = Linter::new();
    for (name, text) in shapes(4_000) {
        let fixed = linter.fix(&text, Applicability::Unsafe);
        assert_eq!(fixed.refused, [], "{name}");
    }
}
