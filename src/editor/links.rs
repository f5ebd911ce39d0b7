//! Links in an open file: the names of rules lead to their pages, the files that a configuration
//! names to these files.

use crate::explain::rule_url;
use crate::lint::{Linter, SUPPRESSION_MARK};
use crate::text::Span;

/// Where a link leads.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum LinkTarget {
    /// A page.
    Page(String),
    /// A file, as it is written: relative to the folder of the file with the link.
    File(String),
}

/// A link.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Link {
    /// What is underlined, in bytes.
    pub span: Span,
    /// Where it leads.
    pub target: LinkTarget,
}

/// The links of a document or template: the rules in comments that suppress.
///
/// ```
/// use cloudfront_lint::{Linter, editor};
///
/// let text = "# cloudfront-lint: ignore[empty-items]\n";
/// let links = editor::links(&Linter::new(), text);
/// assert_eq!(&text[links[0].span.range()], "empty-items");
/// ```
pub fn links(linter: &Linter, text: &str) -> Vec<Link> {
    let mut links = Vec::new();
    let mut at = 0;
    while let Some(mark) = text[at..].find(SUPPRESSION_MARK) {
        at += mark + SUPPRESSION_MARK.len();
        let line = text[at..].split(['\n', '\r']).next().unwrap_or_default();
        let end = line.find(']').unwrap_or(line.len());
        links.extend(pages(linter, text, Span::new(at, at + end)));
    }
    links
}

/// The links of a configuration: its rules, and the files that it names.
#[cfg(feature = "config")]
pub fn configuration_links(linter: &Linter, text: &str) -> Vec<Link> {
    let mut links = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let comment = line.find('#').unwrap_or(line.len());
        links.extend(pages(linter, text, Span::new(start, start + comment)));
        links.extend(files(text, Span::new(start, start + comment)));
        start += line.len();
    }
    links.sort_by_key(|link| link.span);
    links
}

/// The texts in quotes of a part that end like a file of rules, formats or findings.
#[cfg(feature = "config")]
fn files(text: &str, part: Span) -> Vec<Link> {
    let mut links = Vec::new();
    let mut start = part.start as usize;
    for (index, piece) in text[part.range()].split('"').enumerate() {
        let is_file = [".toml", ".json"].iter().any(|end| piece.ends_with(end));
        if index % 2 == 1 && is_file && !piece.contains(['*', '\\']) {
            links.push(Link {
                span: Span::new(start, start + piece.len()),
                target: LinkTarget::File(piece.to_owned()),
            });
        }
        start += piece.len() + 1;
    }
    links
}

/// The names of rules in a part of a text.
fn pages(linter: &Linter, text: &str, part: Span) -> Vec<Link> {
    let is_of_rule = |it: char| it.is_alphanumeric() || it == '-';
    let mut links = Vec::new();
    let mut start = part.start as usize;
    for word in text[part.range()].split_inclusive(|it| !is_of_rule(it)) {
        let name = word.trim_end_matches(|it| !is_of_rule(it));
        let is_rule = name.contains('-') && linter.rules().any(|rule| rule.name == name);
        if let Some(page) = rule_url(name).filter(|_| is_rule) {
            links.push(Link {
                span: Span::new(start, start + name.len()),
                target: LinkTarget::Page(page),
            });
        }
        start += word.len();
    }
    links
}
