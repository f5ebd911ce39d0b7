//! Decoding and positions, on everything that an editor or a Windows shell makes of a text.

use cloudfront_lint::{Encoding, Source};

fn place(text: &str, offset: usize) -> (usize, usize) {
    let position = Source::new(text).position(offset);
    (position.line, position.column)
}

#[test]
fn columns_count_bytes_and_lines_end_in_three_ways() {
    let text = "é😀\tx\r\ny\rz\n";
    assert_eq!(place(text, 0), (1, 1));
    assert_eq!(place(text, 2), (1, 3));
    assert_eq!(place(text, 6), (1, 7));
    assert_eq!(place(text, 7), (1, 8));
    assert_eq!(place(text, 8), (1, 9));
    assert_eq!(place(text, 9), (1, 10));
    assert_eq!(place(text, 10), (2, 1));
    assert_eq!(place(text, 12), (3, 1));
    assert_eq!(place(text, 14), (4, 1));
}

#[test]
fn an_offset_inside_a_character_or_after_the_end_has_a_place() {
    assert_eq!(place("é😀", 1), (1, 1));
    assert_eq!(place("é😀", 5), (1, 3));
    assert_eq!(place("é😀", 600), (1, 7));
    assert_eq!(place("", 0), (1, 1));
}

#[test]
fn lines_include_their_ends() {
    let source = Source::new("a\r\nb\rc");
    let lines: Vec<_> = (0..source.line_count())
        .map(|line| source.slice(source.line_span(line)))
        .collect();
    assert_eq!(lines, ["a\r\n", "b\r", "c"]);
}

#[test]
fn marks_are_not_text() {
    for (bytes, encoding) in [
        (&b"\xef\xbb\xbf<a/>"[..], Encoding::Utf8),
        (b"\xff\xfe<\0a\0/\0>\0", Encoding::Utf16Le),
        (b"\xfe\xff\0<\0a\0/\0>", Encoding::Utf16Be),
    ] {
        let source = Source::decode(bytes);
        assert_eq!(
            (
                source.text(),
                source.encoding(),
                source.has_byte_order_mark()
            ),
            ("<a/>", encoding, true)
        );
        assert_eq!(source.encode(source.text()), bytes);
    }
}

#[test]
fn utf_16_is_recognized_by_zero_bytes() {
    assert_eq!(Source::decode(b"<\0a\0").encoding(), Encoding::Utf16Le);
    assert_eq!(Source::decode(b"\0<\0a").encoding(), Encoding::Utf16Be);
    assert_eq!(Source::decode(b"{\0}\0").encoding(), Encoding::Utf16Le);
    assert_eq!(Source::decode(b"x\0y\0").encoding(), Encoding::Utf8);
    assert_eq!(Source::decode(b"\0\0\0\0").encoding(), Encoding::Utf8);
}

#[test]
fn the_first_wrong_byte_is_known() {
    let source = Source::decode(b"a\xc3\xa9\xffb\xff");
    let fault = source.fault().expect("0xff is not UTF-8");
    assert_eq!(
        (source.text(), fault.byte_offset, source.slice(fault.span)),
        ("aé\u{fffd}b\u{fffd}", 3, "\u{fffd}")
    );

    let marked = Source::decode(b"\xef\xbb\xbfa\xff");
    assert_eq!(marked.fault().map(|fault| fault.byte_offset), Some(4));

    let odd = Source::decode(b"<\0a\0>");
    assert_eq!(
        (odd.text(), odd.fault().map(|fault| fault.byte_offset)),
        ("<a\u{fffd}", Some(4))
    );

    let half_pair = Source::decode(b"<\0\x3d\xd8>\0");
    assert_eq!(
        (
            half_pair.text(),
            half_pair.fault().map(|fault| fault.byte_offset)
        ),
        ("<\u{fffd}>", Some(2))
    );
}

/// Long lines are counted in blocks.
#[test]
fn columns_count_characters_everywhere() {
    let line = "aé😀\u{301}<".repeat(700);
    let text = format!("é\n{line}\r\n{line}");
    let source = Source::new(text.as_str());
    for (offset, _) in text.char_indices().step_by(97) {
        let found = source.position_in_characters(offset);
        let before = &text[..offset];
        let column = before
            .rsplit('\n')
            .next()
            .map_or(0, |line| line.chars().count())
            + 1;
        assert_eq!(
            (found.line, found.column),
            (before.matches('\n').count() + 1, column),
            "{offset}"
        );
    }
    assert_eq!(
        source.position_in_characters(text.len()).column,
        5 * 700 + 1
    );
}
