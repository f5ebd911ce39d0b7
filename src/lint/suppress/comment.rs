//! Writing the comment that suppresses a finding. What such comments mean is in
//! [`suppress`](super).

use crate::lint::translate::{self, Reading};
use crate::lint::{Linter, NESTING, suppress};
use crate::outcome::{Finding, Fix};
use crate::text::{Applicability, Source};
use crate::tree;
use crate::tree::NodeId;

impl Linter {
    /// The comment that suppresses a finding of a text, as an edit: at the smallest element around
    /// the finding. It gives no reason, which only its author knows and the linter asks for. `None`
    /// where no comment helps: in JSON, and for what is wrong with such comments themselves.
    ///
    /// ```
    /// use cloudfront_lint::{Linter, Source};
    ///
    /// let text = "<InvalidationBatch xmlns=\"http://cloudfront.amazonaws.com/doc/2020-05-31/\">
    ///   <Paths><Quantity>0</Quantity><Items/></Paths>
    ///   <CallerReference>one</CallerReference>
    /// </InvalidationBatch>";
    /// let linter = Linter::new();
    /// let report = linter.lint(text);
    /// let fix = linter.ignore(report.source(), &report.findings()[0]).expect("XML has comments");
    /// assert_eq!(fix.edits[0].text, " <!-- cloudfront-lint: ignore[empty-items] -->");
    /// ```
    pub fn ignore(&self, source: &Source<'_>, finding: &Finding) -> Option<Fix> {
        let tree = match translate::read(source, self.other_files.texts()) {
            Reading::Template(template) => template.tree,
            Reading::Other(_) => return None,
            Reading::Document => tree::parse_with(source, &NESTING).0,
        };
        let is_around = |node: &NodeId| tree.node(*node).whole.contains(finding.span);
        let last = tree
            .nodes()
            .partition_point(|node| node.whole.start <= finding.span.start)
            .checked_sub(1)?;
        let node = std::iter::successors(Some(NodeId::from_index(last)), |node| {
            tree.node(*node).parent()
        })
        .find(is_around)?;
        let edit = tree.comment(node, &suppress::written(&finding.rule))?;
        let with_comment = source.with_edits([&edit]);
        let moved = if edit.span.start <= finding.span.start {
            edit.text.len() as u32
        } else {
            0
        };
        let is_it = |other: &Finding| {
            other.rule == finding.rule && other.span.start == finding.span.start + moved
        };
        if self.lint_source(with_comment).findings().iter().any(is_it) {
            return None;
        }
        let title = format!("suppress {} here with a comment", finding.rule);
        Some(Fix {
            title,
            applicability: Applicability::Unsafe,
            edits: vec![edit],
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMESPACE: &str = "xmlns=\"http://cloudfront.amazonaws.com/doc/2020-05-31/\"";

    /// The text with the comment for the first finding of a rule.
    fn suppressed(text: &str, rule: &str) -> Option<String> {
        let linter = Linter::new();
        let report = linter.lint(text);
        let finding = report
            .findings()
            .iter()
            .find(|finding| finding.rule == rule)
            .unwrap();
        let edit = linter.ignore(report.source(), finding)?.edits.remove(0);
        let at = edit.span.start as usize;
        Some([&text[..at], &edit.text, &text[at..]].concat())
    }

    #[test]
    fn a_comment_is_written_where_it_applies_to_the_element() {
        let comment = "<!-- cloudfront-lint: ignore[quantity-mismatch] -->";
        let ends = "<Items><Path>/*</Path></Items></Paths><CallerReference>one</CallerReference></InvalidationBatch>";
        for (before, element, expected) in [
            (
                "\r\n\t<Paths>\r\n\t\t",
                "<Quantity>2</Quantity>\r\n",
                format!("{comment}\r\n\t\t<Quantity>2</Quantity>\r\n"),
            ),
            (
                "\n<Paths>\n",
                "<Quantity>2</Quantity>",
                format!("{comment}\n<Quantity>2</Quantity>"),
            ),
            (
                "<Paths>",
                "<Quantity>2</Quantity>",
                format!("<Quantity>2</Quantity> {comment}"),
            ),
            (
                "<Paths> ",
                "<Quantity>\n2\n</Quantity>\n",
                format!("<Quantity>\n2\n</Quantity> {comment}\n"),
            ),
        ] {
            let written =
                |element: &str| format!("<InvalidationBatch {NAMESPACE}>{before}{element}{ends}");
            let text = suppressed(&written(element), "quantity-mismatch").unwrap();
            assert_eq!(text, written(&expected));
            let rules: Vec<String> = crate::lint(&text)
                .findings()
                .iter()
                .map(|finding| finding.rule.to_string())
                .collect();
            assert_eq!(rules, ["ignore-without-reason"]);
        }
    }

    #[test]
    fn a_finding_that_no_comment_suppresses_gets_none() {
        let json =
            "{\"Paths\": {\"Quantity\": 2, \"Items\": [\"/*\"]}, \"CallerReference\": \"one\"}";
        assert_eq!(suppressed(json, "quantity-mismatch"), None);
        let silent = format!(
            "<InvalidationBatch {NAMESPACE}>\n  <!-- cloudfront-lint: ignore[empty-items] -->\n  <Paths><Quantity>0</Quantity><Items/></Paths>\n\
             <CallerReference>one</CallerReference></InvalidationBatch>"
        );
        assert_eq!(suppressed(&silent, "ignore-without-reason"), None);
        assert_eq!(suppressed("", "document-empty"), None);
    }
}
