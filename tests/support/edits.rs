//! What the repairs of all faults of notation together make of a text.

use cloudfront_lint::internal::tree::SyntaxFault;

/// The text with the edits of all faults. Edits that overlap would be made in no known way, so they
/// are a failure.
pub(crate) fn repaired(text: &str, faults: &[SyntaxFault]) -> String {
    let mut edits: Vec<_> = faults.iter().flat_map(|fault| &fault.edits).collect();
    edits.sort_by_key(|edit| edit.span);
    let (mut repaired, mut at) = (String::new(), 0);
    for edit in edits {
        assert!(
            edit.span.start >= at,
            "edits overlap in {text:?}: {faults:#?}"
        );
        repaired.push_str(&text[at as usize..edit.span.start as usize]);
        repaired.push_str(&edit.text);
        at = edit.span.end;
    }
    repaired + &text[at as usize..]
}
