//! The namespace declaration of the root under a misspelt name.

use crate::text::Span;
use crate::tree::fault::{SyntaxFault, SyntaxKind};
use crate::tree::xml::repair::lexer::attribute::state::Scanner;

/// Adds the fault of an attribute that is `xmlns` apart from a typing error, where nothing else
/// declares a namespace.
pub(super) fn find(scanner: &mut Scanner<'_>) {
    let text = scanner.text;
    if scanner.names.contains_key("xmlns") {
        return;
    }
    let first_misspelt = scanner
        .names
        .iter()
        .filter(|(name, whole)| is_misspelt(name, &text[whole.range()]))
        .min_by_key(|(_, whole)| whole.start);
    let Some((found, whole)) = first_misspelt else {
        return;
    };
    let start = whole.start as usize;
    let name = Span::new(start, start + found.len());
    let fault = SyntaxFault::new(SyntaxKind::NamespaceMisspelt, name)
        .argument("found", *found)
        .replace(name, "xmlns")
        .safe();
    scanner.faults.push(fault);
}

/// Whether an attribute is a namespace declaration with its name misspelt: its value is a URL.
pub(in crate::tree::xml) fn is_misspelt(name: &str, whole: &str) -> bool {
    const LONGEST: usize = 8;
    let is_before_value =
        |character: char| character.is_ascii_whitespace() || matches!(character, '=' | '"' | '\'');
    let value = whole[name.len()..].trim_start_matches(is_before_value);
    let is_url = value.starts_with("http://") || value.starts_with("https://");
    is_url
        && name.len() <= LONGEST
        && strsim::damerau_levenshtein(&name.to_ascii_lowercase(), "xmlns") <= 1
}
