//! What roxmltree accepts and readers that know namespaces refuse.

use crate::text::Span;
use crate::tree::arena::Tree;
use crate::tree::fault::{SyntaxFault, SyntaxKind};
use crate::tree::node::TriviaKind;

/// The faults of declarations and instructions, in the order of the text.
pub(super) fn faults(tree: &Tree<'_>) -> Vec<SyntaxFault> {
    let source = tree.source();
    let declarations = tree.all_attributes().iter().filter_map(|attribute| {
        let prefix = source.slice(attribute.name).strip_prefix("xmlns:")?;
        let reason = if prefix == "xmlns" {
            "the prefix `xmlns` cannot be declared".to_owned()
        } else if attribute.value.is_empty() {
            format!(
                "the prefix `{}` is bound to no namespace",
                shortened(prefix)
            )
        } else {
            return None;
        };
        Some(fault(attribute.whole, reason))
    });
    let instructions = tree.trivia().iter().filter_map(|trivia| {
        let written = source.slice(trivia.span);
        let target = written.strip_prefix("<?")?;
        let target = target.split([' ', '\t', '\r', '\n', '?']).next()?;
        let is_wrong = trivia.kind == TriviaKind::Instruction && target.contains(':');
        let reason = "the name of a processing instruction cannot contain `:`";
        let start = trivia.span.start as usize + 2;
        is_wrong.then(|| fault(Span::new(start, start + target.len()), reason.to_owned()))
    });
    let mut faults: Vec<SyntaxFault> = declarations.chain(instructions).collect();
    faults.sort_by_key(|fault| fault.span.start);
    faults
}

fn fault(span: Span, reason: String) -> SyntaxFault {
    SyntaxFault::new(SyntaxKind::ReservedNamespace, span).argument("reason", reason)
}

fn shortened(prefix: &str) -> String {
    const MOST: usize = 60;
    prefix.chars().take(MOST).collect()
}

#[cfg(test)]
mod tests {
    use crate::text::Source;
    use crate::tree;

    #[test]
    fn what_other_readers_refuse_is_a_fault_where_it_is_written() {
        for (text, wrong) in [
            ("<a xmlns:p=\"\"/>", "xmlns:p=\"\""),
            ("<a xmlns:xmlns='u'/>", "xmlns:xmlns='u'"),
            ("<?a:b c?><a xmlns:p='u'/>", "a:b"),
            ("<a><?b:?></a>", "b:"),
        ] {
            let source = Source::new(text);
            let (_, faults) = tree::parse_xml(&source);
            let found: Vec<&str> = faults.iter().map(|it| source.slice(it.span)).collect();
            assert_eq!(found, [wrong], "{text}");
        }
        let right = Source::new("<?b c:d?><a xmlns='' xmlns:p='u' p:q=''/>");
        assert!(tree::parse_xml(&right).1.is_empty());
    }
}
