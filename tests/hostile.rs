//! Hostile input: every one has a result, in bounded time and memory, without a panic.
//!
//! None of these tests looks at a clock. What would take minutes or gigabytes without the guard
//! does not end here.

mod many_items;

use cloudfront_lint::Source;
use cloudfront_lint::internal::tree;
use cloudfront_lint::internal::tree::{SyntaxFault, SyntaxKind};

use crate::support::machine::{is_ci, large};

/// The kinds and variants of all faults of a text.
fn faults(text: &str) -> Vec<SyntaxFault> {
    let source = Source::new(text);
    let (tree, faults) = tree::parse_xml(&source);
    let length: usize = tree.leaves().map(|leaf| leaf.span.len()).sum();
    assert_eq!(length, text.len());
    faults
}

#[track_caller]
fn only(text: &str, kind: SyntaxKind, variant: &str, at: usize) {
    let faults = faults(text);
    let reported: Vec<_> = faults
        .iter()
        .map(|fault| (fault.kind, fault.variant, fault.span.start as usize))
        .collect();
    assert_eq!(reported, [(kind, variant, at)]);
}

#[track_caller]
fn none(text: &str) {
    assert_eq!(faults(text), []);
}

fn nested(depth: usize) -> String {
    "<a>".repeat(depth) + &"</a>".repeat(depth)
}

fn numbered(count: usize, item: impl Fn(usize) -> String) -> String {
    (0..count).map(item).collect()
}

#[test]
fn deep_documents_are_read() {
    for depth in [10_000, 100_000, 1_000_000] {
        none(&nested(depth));
    }
}

#[test]
fn deep_documents_that_end_early_have_a_result() {
    for depth in [10_000, 100_000] {
        assert!(!faults(&"<a>".repeat(depth)).is_empty());
        assert!(!faults(&("<a>".repeat(depth) + &"</a>".repeat(depth / 2))).is_empty());
    }
}

#[test]
fn many_attributes_are_refused() {
    for count in [5_000, 40_000, 1_000_000] {
        let attributes = numbered(count, |n| format!(" a{n}=''"));
        let text = format!("<e{attributes}/>");
        let over = text
            .match_indices('=')
            .nth(4_096)
            .expect("there are more")
            .0;
        only(&text, SyntaxKind::TooManyAttributes, "", over);
        let prefixed = numbered(count, |n| format!(" p:a{n}=''"));
        assert_eq!(
            faults(&format!("<e xmlns:p='u'{prefixed}/>"))[0].kind,
            SyntaxKind::TooManyAttributes
        );
    }
}

#[test]
fn as_many_attributes_as_are_allowed_are_read() {
    none(&format!("<e{}/>", numbered(4_096, |n| format!(" a{n}=''"))));
}

#[test]
fn equals_signs_outside_of_tags_are_text() {
    let signs = "=".repeat(100_000);
    none(&format!(
        "<e a='>'><!-- {signs} -->{signs}<![CDATA[<a {signs}>]]><?p {signs}?></e>"
    ));
    let text = format!("<e>{}</e>", "=".repeat(5_000_000));
    only(
        &text,
        SyntaxKind::DocumentTooLarge,
        "equals-signs",
        3 + 4_000_000,
    );
}

#[test]
fn many_namespaces_are_refused() {
    for count in [2_000, 8_000, 60_000] {
        let on_one = format!("<e{}/>", numbered(count, |n| format!(" xmlns:p{n}='u{n}'")));
        let nested = numbered(count, |n| format!("<e xmlns:p{n}='u{n}'>")) + &"</e>".repeat(count);
        let side_by_side = format!(
            "<r{}>{}</r>",
            numbered(count, |n| format!(" xmlns:p{n}='u{n}'")),
            numbered(count, |n| format!("<e xmlns:q{n}='v{n}'/>"))
        );
        for text in [on_one, nested, side_by_side] {
            let over = text
                .match_indices("xmlns")
                .nth(256)
                .expect("there are more")
                .0;
            only(&text, SyntaxKind::TooManyNamespaces, "", over);
        }
    }
}

#[test]
fn as_many_namespaces_as_are_allowed_are_read() {
    none(&format!(
        "<e{}/>",
        numbered(256, |n| format!(" xmlns:p{n}='u{n}'"))
    ));
    none(&(numbered(256, |n| format!("<e xmlns:p{n}='u{n}'>")) + &"</e>".repeat(256)));
    let prefixes = numbered(128, |n| format!(" xmlns:p{n}='u{n}'"));
    none(&format!(
        "<r{prefixes}>{}</r>",
        numbered(128, |n| format!("<e xmlns:q{n}='v{n}'/>"))
    ));
    none(&format!("<e><!--{}--></e>", "xmlns".repeat(1_000)));
}

#[test]
fn document_types_are_refused_at_their_place() {
    let entities = numbered(9, |n| {
        format!("<!ENTITY l{} \"{}\">", n + 1, format!("&l{n};").repeat(10))
    });
    only(
        &format!("<!DOCTYPE l [<!ENTITY l0 'lol'>{entities}]>\n<l>&l9;</l>"),
        SyntaxKind::DoctypePresent,
        "",
        0,
    );
    let external = "<?xml version='1.0'?>\n<!-- <!DOCTYPE --><!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><r>&x;</r>";
    only(external, SyntaxKind::DoctypePresent, "", 40);
    assert_eq!(
        &external[faults(external)[0].span.range()],
        "<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
    );
    only("<!DOCTYPE html><html/>", SyntaxKind::DoctypePresent, "", 0);
    let blow_up = format!(
        "<!DOCTYPE r [<!ENTITY a '{}'>]><r>{}</r>",
        "a".repeat(50_000),
        "&a;".repeat(50_000)
    );
    only(&blow_up, SyntaxKind::DoctypePresent, "", 0);
}

#[test]
fn only_brackets_or_signs_are_refused_before_memory_is_reserved() {
    only(
        &"<".repeat(60_000_000),
        SyntaxKind::DocumentTooLarge,
        "tags",
        4_000_000,
    );
    only(
        &"=".repeat(60_000_000),
        SyntaxKind::DocumentTooLarge,
        "equals-signs",
        4_000_000,
    );
    only(
        &"=".repeat((64 << 20) + 1),
        SyntaxKind::DocumentTooLarge,
        "",
        0,
    );
    assert!(!faults(&"<".repeat(3_999_999)).is_empty());
}

#[test]
fn texts_of_the_greatest_length_are_read() {
    let fill = (64 << 20) - "<a b=''></a>".len();
    none(&format!("<a b=''>{}</a>", "\r\n".repeat(fill / 2)));
    none(&format!("<a b='{}'></a>", "\n".repeat(fill)));
    if is_ci() {
        none(&format!("<a b=''>{}</a>", "x".repeat(fill)));
        none(&format!("<a b='{}'></a>", "x".repeat(fill)));
    }
    only(
        &format!("<a b=''>{}</a>", "x".repeat(fill + 1)),
        SyntaxKind::DocumentTooLarge,
        "",
        0,
    );
}

#[test]
fn a_million_of_anything_is_read() {
    let million = large(1_000_000);
    for item in [
        "<E>true</E>",
        "<E/>",
        "<!---->",
        "<?p?>",
        "<![CDATA[x]]>",
        "&amp;",
        "x<!---->",
    ] {
        none(&format!("<r>{}</r>", item.repeat(million)));
    }
}

#[test]
fn documents_without_an_element_say_so() {
    only("", SyntaxKind::DocumentEmpty, "", 0);
    only(" \r\n\t ", SyntaxKind::DocumentEmpty, "blank", 0);
    only(
        "<?xml version='1.0'?>\n<!-- none -->\n",
        SyntaxKind::DocumentEmpty,
        "no-element",
        35,
    );
}

#[test]
fn bytes_that_are_not_text_have_one_fault() {
    let binary: Vec<u8> = (0..=255).cycle().take(4_096).collect();
    let archive = b"PK\x03\x04\x14\x00\x00\x00\x08\x00\xff\xfe\x00\x00".repeat(20);
    let zeros = vec![0; 1_000];
    let image = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01\x00<<<&&&]]>".repeat(3);
    for bytes in [binary, archive, zeros, image, b"x\0y\0".to_vec()] {
        let source = Source::decode(&bytes);
        let (_, faults) = tree::parse_xml(&source);
        let reported: Vec<_> = faults
            .iter()
            .map(|fault| (fault.kind, fault.variant))
            .collect();
        assert_eq!(
            reported,
            [(SyntaxKind::WrongBytes, "binary")],
            "{:?}",
            &source.text().get(..20)
        );
    }
}

#[test]
fn a_wrong_byte_is_reported_and_the_rest_is_read() {
    let source =
        Source::decode(b"<?xml version='1.0' encoding='ISO-8859-15'?><a><b>caf\xe9</b></a>");
    let (tree, faults) = tree::parse_xml(&source);
    assert_eq!(
        (faults[0].kind, faults[0].variant, faults.len()),
        (SyntaxKind::WrongBytes, "declared", 1)
    );
    assert_eq!(source.slice(faults[0].span), "\u{fffd}");
    assert_eq!(tree.nodes().len(), 2);
}

#[test]
fn single_bytes_are_read_as_declared_and_reported() {
    for (name, bytes, text) in [
        ("ISO-8859-1", &b"caf\xe9 \x96"[..], "café \u{96}"),
        ("windows-1252", b"caf\xe9 \x96", "café –"),
        ("latin1", b"\xff", "ÿ"),
    ] {
        let document = [
            format!("<?xml version='1.0' encoding='{name}'?><a><b>").as_bytes(),
            bytes,
            b"</b></a>",
        ]
        .concat();
        let source = Source::decode(&document);
        let (tree, faults) = tree::parse_xml(&source);
        assert_eq!(
            tree.root()
                .and_then(|root| tree.children(root).next())
                .map(|inner| tree.text(inner)),
            Some(text)
        );
        assert_eq!(
            (faults[0].kind, faults.len()),
            (SyntaxKind::EncodingNotUnicode, 1)
        );
        assert_eq!(source.slice(faults[0].span), name);
        assert_eq!(source.encode(source.text()), document);
        let converted = source.with_text(source.text().replace(name, "UTF-8"));
        assert_eq!(
            converted.encode(converted.text()),
            converted.text().as_bytes()
        );
    }
    let undefined = Source::decode(b"<?xml version='1.0' encoding='windows-1252'?><a>\x81</a>");
    assert_eq!(undefined.fault().map(|fault| fault.byte), Some(0x81));
    let reported = tree::parse_xml(&undefined).1;
    assert_eq!(
        (reported[0].kind, reported[0].variant, reported.len()),
        (SyntaxKind::WrongBytes, "undefined", 1)
    );
    let latin = Source::decode(b"<?xml version='1.0' encoding='latin1'?><a>\xe9</a>");
    assert_eq!(latin.encode("é€"), b"\xe9&#8364;");
}

/// The first character beyond ASCII has a label, and that is at its place where the text before it
/// is repaired.
#[test]
fn single_bytes_are_reported_at_their_place_in_broken_texts() {
    let source =
        Source::decode(b"<?xml version='1.0' encoding='latin1'?><a><b><c>x</c><d>caf\xe9</d></a>");
    let (_, faults) = tree::parse_xml(&source);
    let kinds: Vec<_> = faults.iter().map(|fault| fault.kind).collect();
    assert_eq!(
        kinds,
        [SyntaxKind::EncodingNotUnicode, SyntaxKind::EndTagMissing]
    );
    assert_eq!(faults[0].related.map(|span| source.slice(span)), Some("é"));
}

#[test]
fn other_encodings_are_read_or_reported() {
    let text = "<?xml version='1.0' encoding='UTF-16'?><a>é😀</a>";
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    for bytes in [
        little.clone(),
        big.clone(),
        [b"\xff\xfe", &little[..]].concat(),
        [b"\xfe\xff", &big[..]].concat(),
    ] {
        let source = Source::decode(&bytes);
        assert_eq!(source.text(), text);
        assert_eq!(tree::parse_xml(&source).1, []);
    }
    let declared_otherwise: Vec<u8> = text
        .replace("UTF-16", "UTF-8")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let source = Source::decode(&declared_otherwise);
    let reported = tree::parse_xml(&source).1;
    assert_eq!(
        (
            reported[0].kind,
            source.slice(reported[0].span),
            reported.len()
        ),
        (SyntaxKind::EncodingMismatch, "UTF-8", 1)
    );
    let as_utf8 = faults(text);
    assert_eq!(as_utf8[0].kind, SyntaxKind::EncodingMismatch);
    assert_eq!(as_utf8[0].edits[0].text, "UTF-8");
    none("<?xml version='1.0' encoding='iso-8859-1'?><a>plain</a>");
}

#[test]
fn a_zero_character_is_reported_at_its_place() {
    only("<a>é\0</a>", SyntaxKind::ControlCharacter, "", 5);
}

#[test]
fn a_reference_to_half_a_character_is_reported_at_its_place() {
    only(
        "<a>x&#xD800;y</a>",
        SyntaxKind::ControlCharacter,
        "reference",
        4,
    );
    only(
        "<a>x&#1;y</a>",
        SyntaxKind::ControlCharacter,
        "reference",
        4,
    );
    none("<a>x&#xFFFD;\u{fffd}&#65533;</a>");
}

/// Texts that are not well-formed anywhere, each so long that an answer in more than linear time
/// would take minutes, with a bounded number of faults.
#[test]
fn endless_broken_texts_have_a_result() {
    let size = large(300_000);
    let fill = |piece: &str| piece.repeat(size / piece.len());
    let texts = [
        fill("<a>"),
        fill("< "),
        fill("&"),
        fill("&x;"),
        fill("</a>"),
        fill("<a><b></a></b>"),
        format!("<a>{}", fill("<!--")),
        format!("<a>{}-->", fill("<!--")),
        format!("<a>{}]]>", fill("<![CDATA[")),
        format!("<a>{}", fill("<?xml ")),
        format!("<a {}", fill("\"")),
        format!("<a>{}", fill("CNAME>")),
        format!("<a>{}", fill("/CNAME>")),
        format!("<a>{}{}", fill("a"), "\">".repeat(1_000)),
        format!("<a>{}", fill("\u{1}a")),
        fill("<Items>"),
        format!("<DistributionConfig>{}", fill("<CNAME>a")),
        format!("<DistributionConfig>{}", fill("<CNAME>a<CNAME>")),
        format!("<Comment>{}", fill("<Enabled>a</Enabled>")),
        fill("a<!---->"),
        fill("<<<<<<< \n=======\n>>>>>>> \n"),
        fill("<!DOCTYPE "),
        format!(
            "<!DOCTYPE a [{}]><a>{}</a>",
            "<!ENTITY a 'b'>".repeat(1_000),
            fill("&a;")
        ),
        format!("<a><!--{}--></a>", fill("-")),
        format!("<{}></b>", fill("a")),
        numbered(size / 9, |n| format!("<n{n}>")),
        format!("<a>{}", numbered(size / 11, |n| format!("<p{n}:a/>"))),
        "<a>".repeat(50_000) + &"</b>".repeat(50_000),
    ];
    for text in texts {
        let faults = faults(&text);
        assert!(
            !faults.is_empty() && faults.len() <= 10_100,
            "{} faults in {}…",
            faults.len(),
            &text[..20]
        );
    }
}
