//! The drawing for people.

use super::*;
use crate::stored;

#[test]
fn pretty_shows_what_where_why_and_what_to_do() {
    let report = report(DIST, vec![quantity(DIST)]);
    stored::literal(
        &write(&Pretty::default(), &[FileResult::new("dist.xml", &report)]),
        snapbox::str![[r#"
error[quantity-mismatch]: the quantity says 4, the list has 1 item
   ╭─[dist.xml:4:17]
 3 │       <Enabled>true</Enabled>
 4 │       <Quantity>4</Quantity>
   ·                 ┬
   ·                 ╰── says 4
 5 │       <Items>
   ·       ───┬───
   ·          ╰── contains 1: self
 6 │         <AwsAccountNumber>self</AwsAccountNumber>
   ╰────
  note: CloudFront would answer 400 InconsistentQuantities.
  help: write 1, or add the missing signers.
  fix:  - <Quantity>4</Quantity>
        + <Quantity>1</Quantity>

Found 1 error in dist.xml. 1 can be fixed with --fix.
"#]],
    );
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
            ..Pretty::default()
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
    stored::literal(
        &out,
        snapbox::str![[r#"
error[quantity-mismatch]: the quantity says 4, the list has 1 item
   ╭─[body.xml:1:6631]
 1 │ …mment><Quantity>4</Quantity><Comm…••••••</Comment><Items><Comment>•••••••…
   ·                  ┬                                 ───┬───
   ·                  │                                    ╰── contains 1: self
   ·                  ╰── says 4
   ╰────
  note: CloudFront would answer 400 InconsistentQuantities.
  help: write 1, or add the missing signers.
  fix:  - …mment><Comment>••••••••••••••</Comment><Quantity>4</Quantity><Comment>••••••••••••••</Co…
        + …mment><Comment>••••••••••••••</Comment><Quantity>1</Quantity><Comment>••••••••••••••</Co…

Found 1 error in body.xml. 1 can be fixed with --fix.
"#]],
    );
}

#[test]
fn pretty_shows_the_first_line_of_a_long_place() {
    let report = report(
        DIST,
        vec![bare(at(DIST, DIST.trim()), "a place of many lines")],
    );
    stored::literal(
        &write(&Pretty::default(), &[FileResult::new("dist.xml", &report)]),
        snapbox::str![[r#"
warning[unknown-element]: a place of many lines
   ╭─[dist.xml:1:1]
 1 │ <DistributionConfig>
   · ──────────┬─────────
   ·           ╰── here
 2 │   <TrustedSigners>
   ╰────

Found 1 warning in dist.xml.
"#]],
    );
}

#[test]
fn pretty_shows_places_far_apart_as_two_excerpts() {
    let text = format!(
        "<Quantity>4</Quantity>\n{}<Items>\n",
        "<Comment/>\n".repeat(20)
    );
    let report = report(&text, vec![quantity(&text)]);
    stored::literal(
        &write(&Pretty::default(), &[FileResult::new("dist.xml", &report)]),
        snapbox::str![[r#"
error[quantity-mismatch]: the quantity says 4, the list has 1 item
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
    ·    ╰── contains 1: self
    ╰────
  note: CloudFront would answer 400 InconsistentQuantities.
  help: write 1, or add the missing signers.
  fix:  - <Quantity>4</Quantity>
        + <Quantity>1</Quantity>

Found 1 error in dist.xml. 1 can be fixed with --fix.
"#]],
    );
}

#[test]
fn an_empty_document_has_a_place_too() {
    let report = report("", vec![bare(Span::at(0), "the file is empty")]);
    stored::literal(
        &write(&Pretty::default(), &[FileResult::new("empty.xml", &report)]),
        snapbox::str![[r#"
warning[unknown-element]: the file is empty
   ╭─[empty.xml:1:1]
 1 │
   · ▲
   · ╰── here
   ╰────

Found 1 warning in empty.xml.
"#]],
    );
}

#[test]
fn the_place_after_the_last_line_is_shown() {
    let text = "<DistributionConfig>\n";
    let report = report(text, vec![bare(Span::at(text.len()), "the file ends here")]);
    stored::literal(
        &write(&Pretty::default(), &[FileResult::new("half.xml", &report)]),
        snapbox::str![[r#"
warning[unknown-element]: the file ends here
   ╭─[half.xml:2:1]
 1 │ <DistributionConfig>
 2 │
   · ▲
   · ╰── here
   ╰────

Found 1 warning in half.xml.
"#]],
    );
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
    stored::literal(
        &write(&Pretty::default(), &[file]),
        snapbox::str![[r#"
warning[unknown-element]: the comment `␛[31mred␍␊` is odd
   ╭─[odd␛[1m.xml:1:10]
 1 │ <Comment>••••••••••••••••</Comment>
   ·          ────┬───
   ·              ╰── here
 2 │ <a/>
 3 │     <b>é</b>
   ·     ─┬─
   ·      ╰── ␇bell
   ╰────
  note: two
        lines ␛]0;title␇.
  help: ␛[2J

Found 1 warning in odd␛[1m.xml.
"#]],
    );
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
        finding.labels = spans.into_iter().map(|span| Label { span, message: "label".to_owned() }).collect();
        let labels = finding.labels.len();
        let start = Source::new(text.as_str()).position(finding.span.start as usize);
        let report = report(&text, vec![finding]);
        let out = write(&Pretty::default(), &[FileResult::new("x.xml", &report)]);
        let place = format!("[x.xml:{}:{}]", start.line, start.column);
        prop_assert!(out.contains(&place), "{place} is not in\n{out}");
        prop_assert_eq!(out.matches("label").count(), labels, "{}", out);
        prop_assert!(!out.contains("Failed to read"), "{}", out);
    });
}

#[test]
fn no_row_is_wider_than_the_terminal() {
    let filler = "<Quantity>1</Quantity>".repeat(20);
    let texts = [
        DIST.to_owned(),
        format!("<A>\n{filler}<Quantity>4</Quantity>\n{filler}<Items>{filler}\n</A>"),
        format!("{}<Quantity>4</Quantity><Items>", " ".repeat(50)),
    ];
    let words = "words that do not fit into one row of a terminal, however wide it may be, if it is not very wide";
    for (text, width) in texts
        .iter()
        .flat_map(|text| [40, 60, 61, 80, 100].map(|it| (text, it)))
    {
        let mut finding = quantity(text);
        finding.message = words.to_owned();
        finding.note = Some(words.to_owned());
        finding.help = Some(words.to_owned());
        for label in &mut finding.labels {
            label.message = words.to_owned();
        }
        finding.fixes[0].edits[0].text = words.to_owned();
        let report = report(text, vec![finding]);
        for charset in [Charset::Unicode, Charset::Ascii] {
            let pretty = Pretty {
                charset,
                width,
                ..Pretty::default()
            };
            let out = write(&pretty, &[FileResult::new("dist.xml", &report)]);
            let widest = out.lines().max_by_key(|line| line.chars().count()).unwrap();
            assert!(widest.chars().count() <= width, "{width}: {widest}\n{out}");
        }
    }
}

#[test]
fn a_terminal_without_unicode_gets_ascii() {
    let text = "<é>\n<Quantity>4</Quantity>\n<Items>\u{1b}</Items>\n";
    let report = report(text, vec![quantity(text)]);
    let pretty = Pretty {
        charset: Charset::Ascii,
        ..Pretty::default()
    };
    let out = write(&pretty, &[FileResult::new("dist.xml", &report)]);
    assert!(out.is_ascii(), "{out}");
    stored::literal(
        &out,
        snapbox::str![[r#"
error[quantity-mismatch]: the quantity says 4, the list has 1 item
   ,-[dist.xml:2:11]
 1 | <\u{e9}>
 2 | <Quantity>4</Quantity>
   :           |
   :           `-- says 4
 3 | <Items>\u{1b}</Items>
   : ^^^|^^^
   :    `-- contains 1: self
   `----
  note: CloudFront would answer 400 InconsistentQuantities.
  help: write 1, or add the missing signers.
  fix:  - <Quantity>4</Quantity>
        + <Quantity>1</Quantity>

Found 1 error in dist.xml. 1 can be fixed with --fix.
"#]],
    );
}

#[test]
fn places_over_each_other_are_drawn_apart() {
    let text = "<Enabled>true</Enabled>\n";
    let mut finding = bare(at(text, "true"), "odd");
    for (place, message) in [
        ("<Enabled>true</Enabled>", "the element"),
        ("true", "the value"),
        ("</Enabled>", "the end"),
    ] {
        finding.labels.push(Label {
            span: at(text, place),
            message: message.to_owned(),
        });
    }
    let report = report(text, vec![finding]);
    let out = write(&Pretty::default(), &[FileResult::new("dist.xml", &report)]);
    stored::literal(
        &out,
        snapbox::str![[r#"
warning[unknown-element]: odd
   ╭─[dist.xml:1:10]
 1 │ <Enabled>true</Enabled>
   · ────┬──────┬──────┬────
   ·     │      │      ╰── the end
   ·     │      ╰── the value
   ·     ╰── the element
   ╰────

Found 1 warning in dist.xml.
"#]],
    );
}

#[test]
fn an_unsafe_fix_is_marked_and_the_primary_place_comes_first() {
    let text = format!(
        "<Items>\n{}<Quantity>4</Quantity>\n",
        "<Enabled/>\n".repeat(20)
    );
    let mut finding = quantity(&text);
    finding.fixes[0].applicability = Applicability::Unsafe;
    let report = report(&text, vec![finding]);
    let out = write(&Pretty::default(), &[FileResult::new("dist.xml", &report)]);
    stored::literal(
        &out,
        snapbox::str![[r#"
error[quantity-mismatch]: the quantity says 4, the list has 1 item
    ╭─[dist.xml:22:11]
 21 │ <Enabled/>
 22 │ <Quantity>4</Quantity>
    ·           ┬
    ·           ╰── says 4
    ╰────
   ╭─[dist.xml:1:1]
 1 │ <Items>
   · ───┬───
   ·    ╰── contains 1: self
 2 │ <Enabled/>
   ╰────
  note: CloudFront would answer 400 InconsistentQuantities.
  help: write 1, or add the missing signers.
  unsafe fix: - <Quantity>4</Quantity>
              + <Quantity>1</Quantity>

Found 1 error in dist.xml. 1 can be fixed with --unsafe-fixes.
"#]],
    );
}

#[test]
fn many_places_are_counted() {
    let text = "<Enabled/>\n".repeat(20);
    let mut finding = bare(Span::new(0, 10), "odd");
    finding.labels = (0..20)
        .map(|line| Label {
            span: Span::new(line * 11, line * 11 + 10),
            message: "again".to_owned(),
        })
        .collect();
    let report = report(&text, vec![finding]);
    let out = write(&Pretty::default(), &[FileResult::new("dist.xml", &report)]);
    assert_eq!(out.matches("again").count(), 8, "{out}");
    assert!(out.contains("  and 12 more places\n"), "{out}");
}
