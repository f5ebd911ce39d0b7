//! The short way and the long one build the same tree, and the short way accepts nothing that
//! roxmltree refuses.

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;

use crate::properties;
use crate::text::Source;
use crate::tree::xml::{layout, plain, read};

/// Whether the text goes the short way. Panics where that is wrong.
fn is_plain(text: &str) -> bool {
    let source = Source::new(text);
    let Ok(short) = plain::read(&source, text) else {
        return false;
    };
    let Ok(facts) = read(text) else {
        panic!("roxmltree refuses {text:?}")
    };
    let mut faults = Vec::new();
    let long = layout::build(&source, text, &facts, &mut faults);
    assert!(faults.is_empty(), "{text:?}");
    assert_eq!(format!("{short:?}"), format!("{long:?}"), "{text:?}");
    true
}

#[test]
fn usual_documents_take_the_fast_path() {
    let usual = [
        "<A/>",
        "<A xmlns='http://cloudfront.amazonaws.com/doc/2020-05-31/'/>",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<A xmlns=\"urn:a\">\r\n  <B>x\r\ny</B >\r\n  <B />\r\n</A>\r\n",
        "<?xml version='1.0' standalone='yes' ?><!-- - --><A><!----><B>a &amp; b<!-- c --></B></A><!--d-->\n",
        "<A> stray <B>é 😀 ]] ></B> text &lt; </A>",
        "<A xmlns=''><B_1.x-y></B_1.x-y>\t</A>",
        "<?a?><A><?b c:d?><B>x<?e ?>y</B></A><?f\r\ng?>",
        "<A><![CDATA[x]]></A>",
        "<A><![CDATA[ \n]]><B>a &amp; <![CDATA[&amp;\r\n<b>]]]></B><![CDATA[]]></A>",
        "<a:A xmlns:a='urn:a'><a:B>x</a:B ><a:C/></a:A>",
        "<?xml version='1.0'?>\n<a.b-1:A\n xmlns:a.b-1=\"urn:a\">\r\n</a.b-1:A>",
    ];
    for text in usual {
        assert!(is_plain(text), "{text:?}");
    }
    assert!(is_plain(include_str!(
        "../../../../benches/documents/distribution-2012-07-01.xml"
    )));
}

#[test]
fn everything_else_takes_the_slow_path() {
    let rest = [
        "",
        " ",
        "\u{feff}<A/>",
        "text",
        "<A>",
        "<A",
        "<",
        "<A><B></A></B>",
        "<A></AB>",
        "<A/><B/>",
        "<A/>x",
        "x<A/>",
        "<A b='c'/>",
        "<A><B xmlns='urn:b'/></A>",
        "<A xmlns='urn:a' xmlns='urn:a'/>",
        "<A xmlns='&amp;'/>",
        "<A xmlns='a\nb'/>",
        "<A xmlns='<'/>",
        "<Axmlns='urn:a'/>",
        "<A xmlns='http://www.w3.org/XML/1998/namespace'/>",
        "<A xmlns:a='urn:a'/>",
        "<é/>",
        "<A>&#65;</A>",
        "<A>&nbsp;</A>",
        "<A>& </A>",
        "<A>&amp</A>",
        "<A>]]></A>",
        "<A>\u{1}</A>",
        "<A>\u{fffe}</A>",
        "<!-- \u{ffff} --><A/>",
        "<!-- -- --><A/>",
        "<!-- --->",
        "<!--><A/>",
        "<A/><?xml version='1.0'?>",
        "<?xml?><A/>",
        "<?xml version='1.1'?><A/>",
        "<?xml version='1.0\"?><A/>",
        " <?xml version='1.0'?><A/>",
        "<!DOCTYPE A><A/>",
        "<?xml encoding='UTF-8'?><A/>",
        "<1/>",
        "<A / >",
    ];
    for text in rest {
        assert!(!is_plain(text), "{text:?}");
    }
}

#[test]
fn prefixes_that_need_a_decision_take_the_slow_path() {
    let rest = [
        "<a:A/>",
        "<a:A></a:A>",
        "<a:A xmlns='urn:a'/>",
        "<a:A xmlns='urn:a'></a:A>",
        "<a:A xmlns:a=''></a:A>",
        "<a:A xmlns:b='urn:a'/>",
        "<a:A xmlns:a='urn:a' xmlns='urn:b'/>",
        "<a:A xmlns:a='urn:a'></A>",
        "<a:A xmlns:a='urn:a'><B/></a:A>",
        "<a:A xmlns:a='urn:a'><b:B/></a:A>",
        "<a:A xmlns:a='urn:a'><a:b:B/></a:A>",
        "<a:A xmlns:a='urn:a'></b:A>",
        "<xml:A xmlns:xml='urn:a'/>",
        "<xmlns:A xmlns:xmlns='urn:a'/>",
        "<a: xmlns:a='urn:a'/>",
        "<:A/>",
    ];
    for text in rest {
        assert!(!is_plain(text), "{text:?}");
    }
}

#[test]
fn malformed_sections_and_instructions_take_the_slow_path() {
    let rest = [
        "<A><![CDATA[x]]</A>",
        "<A><![CDATA[\u{1}]]></A>",
        "<A><![CDATA[\u{ffff}]]></A>",
        "<A><![cdata[x]]></A>",
        "<A/><![CDATA[x]]>",
        "<A><?x</A>",
        "<A><??></A>",
        "<A><? x?></A>",
        "<A><?1?></A>",
        "<A><?x:y?></A>",
        "<A><?x&?></A>",
        "<A><?x \u{fffe}?></A>",
        "<A><?XML x?></A>",
    ];
    for text in rest {
        assert!(!is_plain(text), "{text:?}");
    }
}

const NAMES: [&str; 5] = ["A", "Items", "Quantity", "_b", "C-1.x"];

/// The same with a prefix before every name.
fn prefixed(element: &str) -> String {
    NAMES.iter().fold(element.to_owned(), |text, name| {
        let text = text.replace(&format!("<{name}"), &format!("<p:{name}"));
        text.replace(&format!("</{name}"), &format!("</p:{name}"))
    })
}

fn element() -> BoxedStrategy<String> {
    let name = || prop::sample::select(NAMES.to_vec());
    let piece = prop::sample::select(vec![
        "",
        " ",
        "\n  ",
        "\r\n",
        "\r",
        "text",
        "é",
        "😀",
        "&amp;",
        "&lt;&gt;",
        "&quot;",
        "&apos;",
        "]",
        "]]",
        ">",
        "'\"=",
        "\u{7f}",
        "\u{fffd}",
        "<!---->",
        "<!-- x - y -->",
        "<?x?>",
        "<?x y='z' ?>",
        "<![CDATA[]]\0",
        "<![CDATA[ &amp; <b>\r\n]]\0",
    ]);
    // Only what is the end of CDATA may look like it.
    let text = prop::collection::vec(piece, 0..4)
        .prop_map(|pieces| pieces.concat().replace("]]>", "]").replace('\0', ">"));
    let leaf = (name(), text.clone()).prop_map(|(name, text)| format!("<{name}>{text}</{name}>"));
    let leaf = prop_oneof![4 => leaf, 1 => name().prop_map(|name| format!("<{name}/>"))];
    leaf.prop_recursive(4, 24, 4, move |inner| {
        (
            name(),
            prop::collection::vec((text.clone(), inner), 0..4),
            text.clone(),
        )
            .prop_map(|(name, children, tail)| {
                let children: String = children
                    .into_iter()
                    .map(|(text, child)| text + &child)
                    .collect();
                format!("<{name}>{children}{tail}</{name}>")
            })
    })
    .boxed()
}

fn document() -> impl Strategy<Value = String> {
    let before = prop::sample::select(vec![
        "",
        "\n",
        "<!-- a -->\n",
        "<?a?>",
        "<?xml version=\"1.0\"?>\n",
        "<?xml version='1.0' encoding='utf-8' standalone='no'?>",
    ]);
    let namespace = prop::sample::select(vec![
        "",
        " xmlns=\"urn:a\"",
        "\n  xmlns='urn:a' ",
        " xmlns=''",
    ]);
    let after = prop::sample::select(vec!["", "\n", "<!-- b -->", "<?b?>"]);
    let root = (any::<bool>(), namespace, element()).prop_map(|(has_prefix, namespace, root)| {
        if has_prefix && namespace.contains("urn:a") {
            (namespace.replace("xmlns", "xmlns:p"), prefixed(&root))
        } else {
            (namespace.to_owned(), root)
        }
    });
    (before, root, after).prop_map(|(before, (namespace, root), after)| {
        let name = root.find(['/', '>']).unwrap_or(root.len());
        format!(
            "{before}{}{namespace}{}{after}",
            &root[..name],
            &root[name..]
        )
    })
}

/// What may be typed at a place, and how many characters it replaces.
fn typing_errors() -> impl Strategy<Value = Vec<(prop::sample::Index, usize, &'static str)>> {
    let typed = vec![
        "",
        "",
        "<",
        ">",
        "/",
        "&",
        ";",
        "]",
        "-",
        "!",
        "?",
        "=",
        "\"",
        "'",
        ":",
        " ",
        "\n",
        "\r",
        "a",
        "1",
        "é",
        "\u{1}",
        "\u{fffe}",
        "]]>",
        "<!--",
        "-->",
        "<![CDATA[",
        "&#1;",
        " a='b'",
        " xmlns='urn:b'",
        "<?x?>",
        "</A>",
        "<A>",
    ];
    prop::collection::vec(
        (
            any::<prop::sample::Index>(),
            0_usize..3,
            prop::sample::select(typed),
        ),
        0..3,
    )
}

#[test]
fn both_ways_build_the_same_tree() {
    let mut plain = 0;
    let config = properties::config(8_192);
    let cases = config.cases;
    let mut runner = TestRunner::new(config);
    for _ in 0..cases {
        let (mut text, errors) = (document(), typing_errors())
            .new_tree(&mut runner)
            .expect("the strategies reject nothing")
            .current();
        let is_correct = errors.is_empty();
        for (index, lost, typed) in errors {
            let bounds: Vec<usize> = (0..=text.len())
                .filter(|at| text.is_char_boundary(*at))
                .collect();
            let start = index.index(bounds.len());
            text.replace_range(
                bounds[start]..bounds[(start + lost).min(bounds.len() - 1)],
                typed,
            );
        }
        let taken = is_plain(&text);
        assert!(taken || !is_correct, "the fast path refused {text:?}");
        plain += u32::from(taken);
    }
    assert!(
        plain > cases / 4,
        "only {plain} of {cases} documents were plain"
    );
}
