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
    let Some(short) = plain::read(&source) else {
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
        "<a:A xmlns:a='urn:a'/>",
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
        "<A><![CDATA[x]]></A>",
        "<A><?x?></A>",
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

fn element() -> BoxedStrategy<String> {
    let name = || prop::sample::select(vec!["A", "Items", "Quantity", "_b", "C-1.x"]);
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
    ]);
    let text =
        prop::collection::vec(piece, 0..4).prop_map(|pieces| pieces.concat().replace("]]>", "]"));
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
        "<?xml version=\"1.0\"?>\n",
        "<?xml version='1.0' encoding='utf-8' standalone='no'?>",
    ]);
    let namespace = prop::sample::select(vec![
        "",
        " xmlns=\"urn:a\"",
        "\n  xmlns='urn:a' ",
        " xmlns=''",
    ]);
    let after = prop::sample::select(vec!["", "\n", "<!-- b -->"]);
    (before, namespace, element(), after).prop_map(|(before, namespace, root, after)| {
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
