//! Compares the tree with the document of roxmltree.

use cloudfront_lint::Source;
use cloudfront_lint::internal::tree;
use cloudfront_lint::internal::tree::{LeafKind, NodeId, NodeKind, SyntaxKind, Tree};

/// The leaves of any text are its text, even with faults.
pub(crate) fn join(source: &Source<'_>) {
    let (tree, faults) = tree::parse_xml(source);
    check_leaves(&tree);
    for fault in &faults {
        let places = [fault.span]
            .into_iter()
            .chain(fault.related)
            .chain(fault.edits.iter().map(|edit| edit.span));
        for place in places {
            assert!(
                source.text().get(place.range()).is_some(),
                "{fault:?} is not a range of {:?}",
                source.text()
            );
        }
    }
    if roxmltree::Document::parse(source.text()).is_err() {
        assert!(!faults.is_empty(), "no fault in {:?}", source.text());
    }
}

fn check_leaves(tree: &Tree<'_>) {
    let mut at = 0;
    for leaf in tree.leaves() {
        assert_eq!(
            leaf.span.start,
            at,
            "leaves must touch in {:?}",
            tree.source().text()
        );
        assert!(!leaf.span.is_empty());
        at = leaf.span.end;
    }
    assert_eq!(
        at as usize,
        tree.source().text().len(),
        "leaves must reach the end of {:?}",
        tree.source().text()
    );
}

/// Compares the trees of a document. `false` where it is not well-formed, so that there is nothing
/// to compare.
pub(crate) fn compare(bytes: &[u8]) -> bool {
    let source = Source::decode(bytes);
    join(&source);
    let Ok(document) = roxmltree::Document::parse(source.text()) else {
        return false;
    };
    let (tree, faults) = tree::parse_xml(&source);
    let only_about_encoding =
        |fault: &tree::SyntaxFault| fault.kind == SyntaxKind::EncodingMismatch;
    assert!(
        faults.iter().all(only_about_encoding),
        "{faults:?} in {}",
        source.text()
    );

    let elements: Vec<_> = document
        .descendants()
        .filter(roxmltree::Node::is_element)
        .collect();
    assert_eq!(elements.len(), tree.nodes().len());
    let root_namespace = document
        .root_element()
        .tag_name()
        .namespace()
        .filter(|uri| !uri.is_empty());
    assert_eq!(tree.namespace(), root_namespace);
    for (index, expected) in elements.iter().enumerate() {
        let id = NodeId::from_index(index);
        let found = tree.node(id);
        assert_eq!(found.kind, NodeKind::Element);
        assert_eq!(tree.name(id), expected.tag_name().name());
        let parent = expected
            .parent_element()
            .map(|parent| elements.iter().position(|other| *other == parent).unwrap());
        assert_eq!(found.parent().map(NodeId::index), parent);
        assert_eq!(
            tree.children(id).count(),
            expected
                .children()
                .filter(roxmltree::Node::is_element)
                .count()
        );
        compare_content(&tree, id, *expected);
        check_ranges(&tree, id);
        let named = tree
            .attributes(id)
            .iter()
            .filter(|attribute| !source.slice(attribute.name).starts_with("xmlns"));
        assert_eq!(named.count(), expected.attributes().count());
    }
    check_kinds(&tree, &document);
    true
}

/// Compares the namespace and the text of an element.
fn compare_content(tree: &Tree<'_>, id: NodeId, expected: roxmltree::Node<'_, '_>) {
    let found = tree.node(id);
    let foreign = expected.tag_name().namespace()
        != expected.document().root_element().tag_name().namespace();
    assert_eq!(
        found.has_foreign_namespace(),
        foreign,
        "namespace of {}",
        tree.name(id)
    );
    let text: String = expected
        .children()
        .filter(roxmltree::Node::is_text)
        .filter_map(|text| text.text())
        .collect();
    let blank = text.bytes().all(|byte| byte.is_ascii_whitespace());
    if found.has_children() {
        assert_eq!(found.has_stray_text(), !blank);
        assert_eq!(tree.text(id), if blank { "" } else { text.as_str() });
    } else {
        assert!(!found.has_stray_text());
        assert_eq!(tree.text(id), text);
    }
}

/// The picture in the documentation of the tree.
fn check_ranges(tree: &Tree<'_>, id: NodeId) {
    let source = tree.source();
    let node = tree.node(id);
    let whole = source.slice(node.whole);
    let head = source.slice(node.head());
    assert!(whole.starts_with('<') && whole.ends_with('>'), "{whole}");
    assert!(head.starts_with('<') && head.ends_with('>'), "{head}");
    assert!(node.head().contains(node.name) && node.whole.contains(node.content));
    assert_eq!(source.slice(node.name), tree.name(id));
    if node.is_self_closing() {
        assert!(
            head.ends_with("/>")
                && whole == head
                && node.content.is_empty()
                && node.tail().is_empty()
        );
    } else {
        let tail = source.slice(node.tail());
        assert!(
            tail.starts_with("</") && tail.ends_with('>') && tail.contains(tree.name(id)),
            "{tail}"
        );
        assert_eq!(whole, format!("{head}{}{tail}", source.slice(node.content)));
    }
    if tree.is_text_verbatim(id) && !node.has_children() {
        assert_eq!(source.slice(node.content), tree.text(id));
    }
    if let Some(parent) = node.parent() {
        assert!(tree.node(parent).content.contains(node.whole));
    }
    for attribute in tree.attributes(id) {
        assert_eq!(attribute.node, id);
        assert!(node.head().contains(attribute.whole));
        let text = source.slice(attribute.whole);
        let value = source.slice(attribute.value);
        assert!(text.starts_with(source.slice(attribute.name)), "{text}");
        assert!(
            text.ends_with(&format!("{value}\"")) || text.ends_with(&format!("{value}'")),
            "{text}"
        );
    }
}

/// A leaf is what it says.
fn check_kinds(tree: &Tree<'_>, document: &roxmltree::Document<'_>) {
    let source = tree.source();
    let (mut comments, mut values) = (0, 0);
    for leaf in tree.leaves() {
        let text = source.slice(leaf.span);
        match leaf.kind {
            LeafKind::StartTag => assert!(
                text.starts_with('<') && text.ends_with('>') && !text.starts_with("</"),
                "{text}"
            ),
            LeafKind::EndTag => assert!(text.starts_with("</") && text.ends_with('>'), "{text}"),
            LeafKind::Trivia(tree::TriviaKind::Comment) => {
                assert!(text.starts_with("<!--") && text.ends_with("-->"), "{text}");
                comments += 1;
            }
            LeafKind::Trivia(tree::TriviaKind::Instruction) => {
                assert!(text.starts_with("<?") && text.ends_with("?>"), "{text}");
            }
            LeafKind::Value => values += 1,
            LeafKind::Between => {}
        }
    }
    assert_eq!(
        comments,
        document
            .descendants()
            .filter(roxmltree::Node::is_comment)
            .count()
    );
    let leaf_texts = document.descendants().filter(|node| {
        node.is_text()
            && !node
                .parent_element()
                .unwrap()
                .children()
                .any(|child| child.is_element())
    });
    assert_eq!(
        values > 0,
        leaf_texts.count() > 0 || source.text().contains("<![CDATA[]]>") && values > 0
    );
}
