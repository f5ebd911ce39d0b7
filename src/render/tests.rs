use crate::model::{ServiceError, Severity};
use crate::outcome::{Finding, Fix, Label, LintError, Report, Status};
use crate::text::{Applicability, Edit, Source};
use crate::tree::Form;
use std::fmt::Write as _;

use insta::assert_snapshot;
use miette::{Diagnostic as _, GraphicalReportHandler, GraphicalTheme};

use super::*;
use crate::text::Span;

const DIST: &str = "<DistributionConfig>\n  <TrustedSigners>\n      <Enabled>true</Enabled>\n      <Quantity>4</Quantity>\n      <Items>\n        <AwsAccountNumber>self</AwsAccountNumber>\n      </Items>\n  </TrustedSigners>\n</DistributionConfig>\n";

fn report(text: &str, findings: Vec<Finding>) -> Report<'_> {
    Report {
        source: Source::new(text),
        form: Form::Xml,
        root: Some("DistributionConfig".to_owned()),
        api_version: Some("2012-07-01".to_owned()),
        status: Status::Checked,
        findings,
        suppressed: 0,
        idle: Vec::new(),
        blind: false,
    }
}

/// The range of the first occurrence of `part`.
fn at(text: &str, part: &str) -> Span {
    let start = text.find(part).unwrap();
    Span::new(start, start + part.len())
}

fn quantity(text: &str) -> Finding {
    let number = at(text, "<Quantity>4");
    let span = Span::new(number.end as usize - 1, number.end as usize);
    Finding {
        rule: "quantity-mismatch".into(),
        severity: Severity::Error,
        message: "the quantity says 4, the list has 1 item".to_owned(),
        path: "DistributionConfig/TrustedSigners/Quantity".to_owned(),
        place: "DistributionConfig/TrustedSigners/Quantity".to_owned(),
        value: Some("4".to_owned()),
        member: None,
        span,
        labels: vec![
            Label {
                span,
                message: "says 4".to_owned(),
            },
            Label {
                span: at(text, "<Items>"),
                message: "holds 1: self".to_owned(),
            },
        ],
        note: None,
        help: Some("write 1, or add the missing signers.".to_owned()),
        service: Some(ServiceError {
            code: "InconsistentQuantities".into(),
            status: 400,
            service: None,
        }),
        fixes: vec![Fix {
            title: "write 1".to_owned(),
            applicability: Applicability::Safe,
            edits: vec![Edit {
                span,
                text: "1".to_owned(),
            }],
        }],
    }
}

fn bare(span: Span, message: &str) -> Finding {
    Finding {
        rule: "unknown-element".into(),
        severity: Severity::Warning,
        message: message.to_owned(),
        path: String::new(),
        place: String::new(),
        value: None,
        member: None,
        span,
        labels: Vec::new(),
        note: None,
        help: None,
        service: None,
        fixes: Vec::new(),
    }
}

fn write(format: &dyn Format, files: &[FileResult<'_>]) -> String {
    let mut out = String::new();
    let mut summary = Summary::default();
    format.begin(&mut out).unwrap();
    let mut separator = "";
    for file in files {
        let mut text = String::new();
        summary.add(file);
        format.file(file, &mut text).unwrap();
        if !text.is_empty() {
            write!(out, "{separator}{text}").unwrap();
            separator = format.separator();
        }
    }
    format.end(&summary, &mut out).unwrap();
    out
}

#[test]
fn pretty_shows_what_where_why_and_what_to_do() {
    let report = report(DIST, vec![quantity(DIST)]);
    assert_snapshot!(write(&Pretty::default(), &[FileResult::new("dist.xml", &report)]), @"
      × the quantity says 4, the list has 1 item                                    quantity-mismatch
       ╭─[dist.xml:4:17]
     3 │       <Enabled>true</Enabled>
     4 │       <Quantity>4</Quantity>
       ·                 ┬
       ·                 ╰── says 4
     5 │       <Items>
       ·       ───┬───
       ·          ╰── holds 1: self
     6 │         <AwsAccountNumber>self</AwsAccountNumber>
       ╰────
      CloudFront would answer 400 InconsistentQuantities.
      help: write 1, or add the missing signers. (--fix writes 1)

    dist.xml: 1 error (1 fixable with --fix)      1 checked
    ");
}

#[test]
fn a_fix_that_does_what_the_help_says_is_not_told_twice() {
    let mut finding = quantity(DIST);
    finding.help = Some("write 1".to_owned());
    let report = report(DIST, vec![finding]);
    let out = write(&Pretty::default(), &[FileResult::new("dist.xml", &report)]);
    assert!(out.contains("  help: write 1 (--fix does)\n"), "{out}");
}

#[test]
fn pretty_colors_and_links_only_when_asked() {
    let report = report(DIST, vec![quantity(DIST)]);
    let file = FileResult::new("dist.xml", &report);
    let plain = write(&Pretty::default(), &[file]);
    assert!(!plain.contains('\x1b'));
    let colored = write(
        &Pretty {
            color: true,
            links: true,
            width: 100,
            summary: true,
        },
        &[file],
    );
    assert!(colored.contains("\x1b[31m"), "{colored:?}");
    assert!(colored.contains("\x1b]8;;https://"), "{colored:?}");
}

#[test]
fn pretty_cuts_a_long_line_around_its_places() {
    let filler = "<Comment>something long</Comment>".repeat(200);
    let text = format!(
        "<DistributionConfig>{filler}<Quantity>4</Quantity>{filler}<Items>{filler}</DistributionConfig>"
    );
    let report = report(&text, vec![quantity(&text)]);
    let out = write(&Pretty::default(), &[FileResult::new("body.xml", &report)]);
    assert!(out.lines().all(|line| line.chars().count() <= 100), "{out}");
    assert_snapshot!(out, @"
      × the quantity says 4, the list has 1 item                                    quantity-mismatch
       ╭─[body.xml:1:6631]
     1 │ …g</Comment><Quantity>4</Quantity><Comment>s…ething long</Comment><Items><Comment>something lo…
       ·                       ┬                                           ───┬───
       ·                       │                                              ╰── holds 1: self
       ·                       ╰── says 4
       ╰────
      CloudFront would answer 400 InconsistentQuantities.
      help: write 1, or add the missing signers. (--fix writes 1)

    body.xml: 1 error (1 fixable with --fix)      1 checked
    ");
}

#[test]
fn pretty_shows_the_first_line_of_a_long_place() {
    let report = report(
        DIST,
        vec![bare(at(DIST, DIST.trim()), "a place of many lines")],
    );
    assert_snapshot!(write(&Pretty::default(), &[FileResult::new("dist.xml", &report)]), @"
      ⚠ a place of many lines                                                         unknown-element
       ╭─[dist.xml:1:1]
     1 │ <DistributionConfig>
       · ────────────────────
     2 │   <TrustedSigners>
       ╰────

    dist.xml: 1 warning      1 checked
    ");
}

#[test]
fn pretty_shows_places_far_apart_as_two_excerpts() {
    let text = format!(
        "<Quantity>4</Quantity>\n{}<Items>\n",
        "<Comment/>\n".repeat(20)
    );
    let report = report(&text, vec![quantity(&text)]);
    assert_snapshot!(write(&Pretty::default(), &[FileResult::new("dist.xml", &report)]), @"
      × the quantity says 4, the list has 1 item                                    quantity-mismatch
       ╭─[dist.xml:1:11]
     1 │ <Quantity>4</Quantity>
       ·           ┬
       ·           ╰── says 4
     2 │ <Comment/>
       ╰────
        ╭─[dist.xml:22:1]
     21 │ <Comment/>
     22 │ <Items>
        · ───┬───
        ·    ╰── holds 1: self
        ╰────
      CloudFront would answer 400 InconsistentQuantities.
      help: write 1, or add the missing signers. (--fix writes 1)

    dist.xml: 1 error (1 fixable with --fix)      1 checked
    ");
}

#[test]
fn an_empty_document_has_a_place_too() {
    let report = report("", vec![bare(Span::at(0), "the file is empty")]);
    assert_snapshot!(write(&Pretty::default(), &[FileResult::new("empty.xml", &report)]), @"
      ⚠ the file is empty                                                             unknown-element
       ╭─[empty.xml:1:1]
     1 │ 
       · ▲
       ╰────

    empty.xml: 1 warning      1 checked
    ");
}

#[test]
fn the_place_behind_the_last_line_is_shown() {
    let text = "<DistributionConfig>\n";
    let report = report(text, vec![bare(Span::at(text.len()), "the file ends here")]);
    assert_snapshot!(write(&Pretty::default(), &[FileResult::new("half.xml", &report)]), @"
      ⚠ the file ends here                                                            unknown-element
       ╭─[half.xml:2:1]
     1 │ <DistributionConfig>
     2 │ 
       · ▲
       ╰────

    half.xml: 1 warning      1 checked
    ");
}

#[test]
fn control_sequences_of_a_document_reach_no_output() {
    let text = "<Comment>\x1b[31mred\x1b[0m\u{9b}2J\u{202e}</Comment>\r<a/>\r\n\t<b>é</b>";
    let mut finding = bare(
        at(text, "\x1b[31mred"),
        "the comment `\x1b[31mred\r\n` is odd",
    );
    finding.labels.push(Label {
        span: at(text, "<b>"),
        message: "\x07bell".to_owned(),
    });
    finding.note = Some("two\nlines \x1b]0;title\x07".to_owned());
    finding.help = Some("\x1b[2J".to_owned());
    let report = report(text, vec![finding]);
    let file = FileResult::new("odd\x1b[1m.xml", &report);
    for format in [&Pretty::default() as &dyn Format, &Concise, &Json] {
        let out = write(format, &[file]);
        assert!(
            out.chars().all(|character| character == '\n'
                || character == '\t'
                || !crate::text::sanitize::is_hostile(character)),
            "{out:?}"
        );
    }
    assert_eq!(write(&Concise, &[file]).lines().count(), 1);
    assert_snapshot!(write(&Pretty::default(), &[file]), @"
      ⚠ the comment `␛[31mred␍␊` is odd                                               unknown-element
       ╭─[odd␛[1m.xml:1:10]
     1 │ <Comment>␛[31mred␛[0m�2J�</Comment>
       ·          ────────
     2 │ <a/>
     3 │     <b>é</b>
       ·     ─┬─
       ·      ╰── ␇bell
       ╰────
      two
      lines ␛]0;title␇.
      help: ␛[2J

    odd␛[1m.xml: 1 warning      1 checked
    ");
}

#[test]
fn concise_is_one_line_a_finding() {
    let text = "<é><b/>\n<Quantity>4</Quantity><Items>";
    let report = report(
        text,
        vec![bare(at(text, "<b/>"), "`b` is no member"), quantity(text)],
    );
    assert_eq!(
        write(&Concise, &[FileResult::new("a b/dist.xml", &report)]),
        "a b/dist.xml:1:5: warning[unknown-element]: `b` is no member\n\
         a b/dist.xml:2:11: error[quantity-mismatch]: the quantity says 4, the list has 1 item\n"
    );
}

#[test]
fn json_keeps_its_keys_and_their_order() {
    let mut skipped = report("<project/>", Vec::new());
    (skipped.root, skipped.api_version, skipped.status) = (None, None, Status::Skipped(None));
    let text = "<é/>\n<Quantity>4</Quantity><Items>";
    let mut checked = report(text, vec![quantity(text)]);
    checked.suppressed = 2;
    let failed = FileResult {
        path: "gone.json",
        outcome: Outcome::Failed("no such file"),
    };
    let out = write(
        &Json,
        &[
            FileResult::new("dist.xml", &checked),
            failed,
            FileResult::new("pom.xml", &skipped),
        ],
    );
    serde_json::from_str::<serde_json::Value>(&out).unwrap();
    assert_snapshot!(out.replace(env!("CARGO_PKG_VERSION"), "VERSION"), @r#"
    {"version":1,"tool":{"name":"cloudfront-lint","version":"VERSION"},"files":[
    {"path":"dist.xml","form":"xml","root":"DistributionConfig","api_version":"2012-07-01","status":"checked","suppressed":2,"findings":[{"rule":"quantity-mismatch","severity":"error","message":"the quantity says 4, the list has 1 item","path":"DistributionConfig/TrustedSigners/Quantity","span":{"start":16,"end":17},"start":{"line":2,"column":11},"end":{"line":2,"column":12},"labels":[{"span":{"start":16,"end":17},"start":{"line":2,"column":11},"end":{"line":2,"column":12},"message":"says 4"},{"span":{"start":28,"end":35},"start":{"line":2,"column":23},"end":{"line":2,"column":30},"message":"holds 1: self"}],"help":"write 1, or add the missing signers.","service":{"code":"InconsistentQuantities","status":400},"fixes":[{"title":"write 1","applicability":"safe","edits":[{"span":{"start":16,"end":17},"text":"1"}]}],"url":"https://github.com/cloudfront-lint/cloudfront-lint/blob/main/docs/rules/quantity-mismatch.md"}]},
    {"path":"gone.json","form":"json","root":null,"api_version":null,"status":"failed","suppressed":0,"findings":[]},
    {"path":"pom.xml","form":"xml","root":null,"api_version":null,"status":"skipped","suppressed":0,"findings":[]}
    ],"summary":{"files":3,"checked":1,"skipped":1,"failed":1,"errors":1,"warnings":0,"advice":0,"suppressed":2}}
    "#);
}

#[test]
fn json_of_no_file_is_json() {
    let out = write(&Json, &[]);
    assert_eq!(
        serde_json::from_str::<serde_json::Value>(&out).unwrap()["files"],
        serde_json::json!([])
    );
}

/// Every format for machines, by name.
const MACHINES: [(&str, &dyn Format); 7] = [
    ("json", &Json),
    ("sarif", &Sarif),
    ("github", &Github),
    ("gitlab", &Gitlab),
    ("junit", &Junit),
    ("checkstyle", &Checkstyle),
    ("rdjson", &Rdjson),
];

#[test]
fn formats_for_machines() {
    let text = "<é/>\n<Quantity>4</Quantity><Items>";
    let checked = report(
        text,
        vec![
            bare(at(text, "é"), "`é` is no member, 100% sure"),
            quantity(text),
        ],
    );
    let clean = report(text, Vec::new());
    let failed = FileResult {
        path: "gone.json",
        outcome: Outcome::Failed("no such file"),
    };
    let files = [
        FileResult::new("a dir/dist,1.xml", &checked),
        FileResult::new("clean.xml", &clean),
        failed,
    ];
    for (name, format) in MACHINES {
        let out = write(format, &files);
        // The rules are data of their own.
        let out = out
            .split_once("\"columnKind\"")
            .map_or(out.as_str(), |(_, results)| results);
        insta::with_settings!({filters => [(r#""ruleIndex":\d+"#, r#""ruleIndex":INDEX"#)]}, {
            assert_snapshot!(name, out.replace(env!("CARGO_PKG_VERSION"), "VERSION"));
        });
    }
}

#[test]
fn formats_for_machines_can_be_parsed_whatever_the_document_holds() {
    let nasty = "<a b=\"&amp;\">\x1b[31m\u{202e}\0]]>\u{ffff}\r\n%0A,::</a>";
    let mut finding = bare(Span::new(0, nasty.len()), nasty);
    (finding.rule, finding.path, finding.note, finding.help) = (
        "team/`rule`".into(),
        nasty.to_owned(),
        Some(nasty.to_owned()),
        Some(nasty.to_owned()),
    );
    finding.labels = vec![Label {
        span: at(nasty, "%0A"),
        message: nasty.to_owned(),
    }];
    finding.fixes = vec![Fix {
        title: nasty.to_owned(),
        applicability: Applicability::Unsafe,
        edits: vec![Edit {
            span: Span::at(3),
            text: nasty.to_owned(),
        }],
    }];
    let reports = [
        report(nasty, vec![finding.clone(), finding.clone()]),
        report(nasty, Vec::new()),
        report(nasty, vec![finding]),
    ];
    for count in 0..=reports.len() {
        let mut files: Vec<FileResult<'_>> = reports[..count]
            .iter()
            .map(|report| FileResult::new(nasty, report))
            .collect();
        files.push(FileResult {
            path: nasty,
            outcome: Outcome::Failed(nasty),
        });
        for (name, format) in MACHINES {
            let out = write(format, &files);
            match name {
                "github" => assert!(out.lines().all(|line| line.starts_with("::")), "{out}"),
                "junit" | "checkstyle" => {
                    assert!(roxmltree::Document::parse(&out).is_ok(), "{out}")
                }
                _ => assert!(
                    serde_json::from_str::<serde_json::Value>(&out).is_ok(),
                    "{name}: {out}"
                ),
            }
        }
    }
}

#[test]
fn fingerprints_are_unique_and_survive_a_move() {
    let fingerprints = |text: &str| -> Vec<String> {
        let report = report(
            text,
            vec![
                bare(Span::at(text.len() - 2), "same"),
                bare(Span::at(text.len() - 1), "same"),
            ],
        );
        let out = write(&Gitlab, &[FileResult::new("a.xml", &report)]);
        let parsed: serde_json::Value = serde_json::from_str(&out).unwrap();
        parsed
            .as_array()
            .unwrap()
            .iter()
            .map(|entry| entry["fingerprint"].as_str().unwrap().to_owned())
            .collect()
    };
    let before = fingerprints("<a/>");
    assert_ne!(before[0], before[1]);
    assert_eq!(before, fingerprints("\n\n\n<a/>"));
}

#[test]
fn the_last_line_counts_in_plain_words() {
    let one = report(DIST, vec![quantity(DIST), bare(Span::at(0), "x")]);
    let clean = report(DIST, Vec::new());
    let mut foreign = report("<a/>", Vec::new());
    foreign.status = Status::Skipped(None);
    let mut foreign_json = report("{}", Vec::new());
    (foreign_json.status, foreign_json.form) = (Status::Skipped(None), Form::Json);
    let line = |files: &[FileResult<'_>]| {
        let mut summary = Summary::default();
        for file in files {
            summary.add(file);
        }
        summary.line()
    };
    let file = |path, report| FileResult::new(path, report);
    assert_snapshot!(line(&[]), @"no findings      0 checked");
    assert_snapshot!(line(&[file("dist.xml", &clean)]), @"dist.xml: no findings      1 checked");
    assert_snapshot!(line(&[file("dist.xml", &one)]), @"dist.xml: 1 error, 1 warning (1 fixable with --fix)      1 checked");
    assert_snapshot!(line(&[file("a.xml", &clean), file("b.xml", &one), file("c.xml", &clean), file("d.xml", &foreign)]), @"b.xml: 1 error, 1 warning (1 fixable with --fix)      3 checked, 1 other XML file skipped");
    assert_snapshot!(line(&[file("a.xml", &clean), file("b.xml", &clean)]), @"no findings      2 checked");
    assert_snapshot!(line(&[file("a.xml", &one), file("b.xml", &one), file("d.xml", &foreign), file("e.xml", &foreign)]), @"2 errors, 2 warnings (2 fixable with --fix) in 2 files      2 checked, 2 other XML files skipped");
    assert_snapshot!(line(&[file("a.xml", &clean), file("d.xml", &foreign), file("e.json", &foreign_json)]), @"a.xml: no findings      1 checked, 2 other files skipped");
    let failed = FileResult {
        path: "gone.xml",
        outcome: Outcome::Failed("no such file"),
    };
    assert_snapshot!(line(&[failed, file("e.json", &foreign_json)]), @"no findings      0 checked, 1 other JSON file skipped, 1 could not be read");
}

#[test]
fn a_report_with_an_error_becomes_one() {
    let fine = report(DIST, vec![bare(Span::at(0), "only a warning")]);
    assert_eq!(fine.into_result().unwrap().findings().len(), 1);

    let error = report(
        DIST,
        vec![
            quantity(DIST),
            quantity(DIST),
            bare(Span::at(0), "a warning"),
        ],
    )
    .into_result()
    .unwrap_err();
    assert_snapshot!(error, @"CloudFront would refuse this document: the quantity says 4, the list has 1 item (line 4, column 17), and 1 more error");
    let as_std: Box<dyn std::error::Error + Send + Sync + 'static> = Box::new(error);
    let error = as_std.downcast::<LintError>().unwrap();
    assert_eq!(error.findings().count(), 3);
    assert_eq!(error.related().unwrap().count(), 3);
    let handler =
        GraphicalReportHandler::new_themed(GraphicalTheme::unicode_nocolor()).with_urls(false);
    let mut out = String::new();
    handler.render_report(&mut out, &*error).unwrap();
    assert_snapshot!(out, @"
      × CloudFront would refuse this document: the quantity says 4, the list has 1 item (line 4, column 17), and 1 more error

    Error: quantity-mismatch

      × the quantity says 4, the list has 1 item
       ╭─[4:17]
     3 │       <Enabled>true</Enabled>
     4 │       <Quantity>4</Quantity>
       ·                 ┬
       ·                 ╰── says 4
     5 │       <Items>
       ·       ───┬───
       ·          ╰── holds 1: self
     6 │         <AwsAccountNumber>self</AwsAccountNumber>
       ╰────
      help: CloudFront would answer 400 InconsistentQuantities.
            write 1, or add the missing signers.

    Error: quantity-mismatch

      × the quantity says 4, the list has 1 item
       ╭─[4:17]
     3 │       <Enabled>true</Enabled>
     4 │       <Quantity>4</Quantity>
       ·                 ┬
       ·                 ╰── says 4
     5 │       <Items>
       ·       ───┬───
       ·          ╰── holds 1: self
     6 │         <AwsAccountNumber>self</AwsAccountNumber>
       ╰────
      help: CloudFront would answer 400 InconsistentQuantities.
            write 1, or add the missing signers.

    Warning: unknown-element

      ⚠ a warning
       ╭─[1:1]
     1 │ <DistributionConfig>
       · ▲
     2 │   <TrustedSigners>
       ╰────
    ");
}

#[test]
fn every_place_can_be_drawn() {
    use proptest::prelude::*;
    let line = prop::sample::select(vec![
        "<a>",
        "é",
        "\u{1f600}",
        "\n",
        "\r\n",
        "\r",
        "\t",
        "\x1b",
        " ",
        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    ]);
    let text = prop::collection::vec(line, 0..40).prop_map(|parts| parts.concat());
    let marks = prop::collection::vec(
        (any::<prop::sample::Index>(), any::<prop::sample::Index>()),
        1..4,
    );
    proptest!(crate::properties::config(256), |(text in text, marks in marks)| {
        let bounds: Vec<usize> = (0..=text.len()).filter(|at| text.is_char_boundary(*at)).collect();
        let mut spans: Vec<Span> = marks.iter().map(|(a, b)| {
            let (a, b) = (*a.get(&bounds), *b.get(&bounds));
            Span::new(a.min(b), a.max(b))
        }).collect();
        let mut finding = bare(spans.remove(0), "odd");
        finding.labels = spans.into_iter().map(|span| Label { span, message: "here".to_owned() }).collect();
        let labels = finding.labels.len();
        let start = Source::new(text.as_str()).position(finding.span.start as usize);
        let report = report(&text, vec![finding]);
        let out = write(&Pretty::default(), &[FileResult::new("x.xml", &report)]);
        let place = format!("[x.xml:{}:{}]", start.line, start.column);
        prop_assert!(out.contains(&place), "{place} is not in\n{out}");
        prop_assert_eq!(out.matches("here").count(), labels, "{}", out);
        prop_assert!(!out.contains("Failed to read"), "{}", out);
    });
}
