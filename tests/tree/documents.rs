//! Documents that are well-formed by construction, with everything that XML allows in them.

use proptest::prelude::*;

/// A whole document.
pub(crate) fn document() -> BoxedStrategy<String> {
    let end = prop_oneof![Just("\n"), Just("\r\n"), Just("\r")];
    let declaration = prop_oneof![
        Just(""),
        Just("<?xml version=\"1.0\" encoding=\"UTF-8\"?>"),
        Just("<?xml version='1.0' standalone='yes' ?>"),
    ];
    (declaration, trivia(), element(), trivia(), end)
        .prop_map(|(declaration, before, root, after, end)| {
            let root = with_namespaces(&root);
            format!("{declaration}{before}{root}{after}\n").replace('\n', end)
        })
        .boxed()
}

/// Declares, at the root, the prefixes that names are drawn from.
fn with_namespaces(root: &str) -> String {
    let name = root.find([' ', '\n', '/', '>']).unwrap_or(root.len());
    format!(
        "{} xmlns:p='urn:p' xmlns:q=\"urn:q\"{}",
        &root[..name],
        &root[name..]
    )
}

fn name() -> BoxedStrategy<String> {
    let prefix = prop_oneof![6 => Just(""), 1 => Just("p:"), 1 => Just("q:")];
    let local = prop_oneof![
        Just("A"),
        Just("Items"),
        Just("Quantity"),
        Just("é-1.x"),
        Just("_b")
    ];
    (prefix, local)
        .prop_map(|(prefix, local)| format!("{prefix}{local}"))
        .boxed()
}

fn attributes() -> BoxedStrategy<String> {
    let one = |name: &'static str| {
        let value = prop_oneof![
            Just(""),
            Just("a=b"),
            Just("x > y"),
            Just("&lt;&#38;"),
            Just("/>"),
            Just("é😀")
        ];
        let space = prop_oneof![Just(" "), Just("\n\t"), Just("  ")];
        let equals = prop_oneof![Just("="), Just(" = "), Just("\n=\t")];
        (space, equals, value, any::<bool>())
            .prop_map(move |(space, equals, value, double)| {
                let quote = if double { '"' } else { '\'' };
                let other = if double { '\'' } else { '"' };
                format!("{space}{name}{equals}{quote}{value}{other}{quote}")
            })
            .boxed()
    };
    let namespace = prop_oneof![
        8 => Just(""),
        1 => Just(" xmlns='urn:a'"),
        1 => Just(" xmlns=\"\""),
        1 => Just(" xmlns:z='urn:z'"),
    ];
    let maybe = |name| prop_oneof![4 => Just(String::new()), 1 => one(name)].boxed();
    (maybe("k"), namespace, maybe("p:k"), maybe("xml:lang"))
        .prop_map(|(a, b, c, d)| format!("{a}{b}{c}{d}"))
        .boxed()
}

fn trivia() -> BoxedStrategy<String> {
    let piece = prop_oneof![
        4 => Just("\n  "),
        1 => Just("<!---->"),
        1 => Just("<!-- a > <b> & ' \" - -->"),
        1 => Just("<?pi?>"),
        1 => Just("<?pi <a> ? > \n?>"),
    ];
    proptest::collection::vec(piece, 0..3)
        .prop_map(|pieces| pieces.concat())
        .boxed()
}

fn text() -> BoxedStrategy<String> {
    let piece = prop_oneof![
        3 => Just("word"),
        2 => Just(" \n\t"),
        1 => Just("é😀"),
        1 => Just("&amp;&lt;&gt;&quot;&apos;"),
        1 => Just("&#233;&#x1F600;"),
        1 => Just("x&#13;&#10;y"),
        1 => Just("<![CDATA[]]>"),
        1 => Just("<![CDATA[<a>&amp;\n]] >]]>"),
        1 => Just("a > b ' \" ]]"),
        1 => Just("<!-- between -->"),
        1 => Just("<?pi x?>"),
    ];
    proptest::collection::vec(piece, 0..4)
        .prop_map(|pieces| {
            pieces
                .concat()
                .replace("]]>>", "]]>")
                .replace("\n&", "\n &")
        })
        .boxed()
}

fn element() -> BoxedStrategy<String> {
    let end_space = || prop_oneof![4 => Just(""), 1 => Just(" "), 1 => Just("\n")];
    let leaf = prop_oneof![
        (name(), attributes(), end_space())
            .prop_map(|(name, attributes, space)| format!("<{name}{attributes}{space}/>")),
        (name(), attributes(), end_space(), text(), end_space()).prop_map(
            |(name, attributes, before, text, after)| format!(
                "<{name}{attributes}{before}>{text}</{name}{after}>"
            )
        ),
    ];
    leaf.prop_recursive(5, 60, 6, move |inner| {
        let child = (prop_oneof![4 => trivia(), 1 => text()], inner)
            .prop_map(|(before, element)| format!("{before}{element}"));
        (
            name(),
            attributes(),
            proptest::collection::vec(child, 1..6),
            trivia(),
        )
            .prop_map(|(name, attributes, children, after)| {
                format!("<{name}{attributes}>{}{after}</{name}>", children.concat())
            })
            .boxed()
    })
    .boxed()
}
