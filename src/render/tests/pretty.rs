//! The drawing for people.

use insta::assert_snapshot;

use super::*;

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

    Found 1 error in dist.xml. 1 can be fixed with --fix.
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

    Found 1 error in body.xml. 1 can be fixed with --fix.
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

    Found 1 warning in dist.xml.
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

    Found 1 error in dist.xml. 1 can be fixed with --fix.
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

    Found 1 warning in empty.xml.
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

    Found 1 warning in half.xml.
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

    Found 1 warning in odd␛[1m.xml.
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
