//! What a rule does grows with the document, and not with the product of two of its lists.

use std::fmt::Write as _;

use super::work;
use crate::builtin;
use crate::example;
use crate::lint::Linter;
use crate::model::rule::{Example, Rule};
use crate::text::Source;
use crate::tree::{self, Form, NodeId, Tree};

/// How many items the lists of the smaller document have, and how many times more the other one's.
const ITEMS: usize = 16;
const TIMES: usize = 4;
/// Linear work is at most `TIMES` as much, quadratic work `TIMES` squared.
const MOST_GROWTH: usize = 6;
/// How many examples of a rule are tried.
const MOST_EXAMPLES: usize = 1;

/// Two tests, so that two cores work: together they judge every rule.
#[test]
fn every_even_rule_is_linear_in_every_list_of_its_examples() {
    assert_linear(0);
}

#[test]
fn every_odd_rule_is_linear_in_every_list_of_its_examples() {
    assert_linear(1);
}

/// Makes the lists in the examples of every second rule longer.
fn assert_linear(first: usize) {
    let mut wrong = String::new();
    let mut seen = 0;
    for (index, rule) in builtin::RULES.iter().enumerate().skip(first).step_by(2) {
        for example in rule.bad.iter().take(MOST_EXAMPLES) {
            for distinct in [false, true] {
                let Some([few, many]) = works(index, rule, example, distinct) else {
                    continue;
                };
                seen += 1;
                if many > MOST_GROWTH * few.max(ITEMS) {
                    let _infallible = writeln!(wrong, "{}: {few} to {many} steps", rule.name);
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
    assert!(seen > 100, "only {seen} documents with lists");
}

/// The work of a rule on its example with longer lists. `None` where it has no list. The other
/// rules are left out, which would find thousands of items to be copies.
fn works(index: usize, rule: &Rule, example: &Example, distinct: bool) -> Option<[usize; 2]> {
    let document = example::document(rule, example).ok()?;
    let only = Linter::new().preview().only(index);
    let work = |items: usize| {
        let text = longer(&document.text, items, distinct)?;
        let previous = document.previous.as_ref();
        let longer = example::Document {
            previous: previous
                .map(|text| longer(text, items, distinct).unwrap_or_else(|| text.clone())),
            text,
            other_files: document.other_files.clone(),
            version: document.version.clone(),
        };
        let mut linter = example::request(only.clone(), example, &longer);
        if let Some(group) = &rule.group {
            linter = linter.group(group).ok()?;
        }
        work::take();
        linter.lint(&longer.text);
        Some(work::take().get(&index).copied().unwrap_or_default())
    };
    Some([work(ITEMS)?, work(ITEMS * TIMES)?])
}

/// A document of which every list has so many items more: copies of the last one, which are
/// `distinct` or equal. Lists in copies stay as they are.
fn longer(text: &str, items: usize, distinct: bool) -> Option<String> {
    let source = Source::new(text);
    let (tree, faults) = tree::parse_xml(&source);
    if tree.form() != Form::Xml || !faults.is_empty() {
        return None;
    }
    let mut writer = Writer {
        tree: &tree,
        items,
        distinct,
        lists: 0,
        out: String::new(),
    };
    writer.element(tree.root()?, None);
    (writer.lists > 0).then_some(writer.out)
}

struct Writer<'w> {
    tree: &'w Tree<'w>,
    items: usize,
    distinct: bool,
    lists: usize,
    out: String,
}

impl Writer<'_> {
    /// Writes an element, or the copy of one with this number.
    fn element(&mut self, node: NodeId, copy: Option<usize>) {
        let (source, it) = (self.tree.source(), self.tree.node(node));
        if !it.has_children() {
            let text = source.slice(it.whole);
            match copy.filter(|_| self.distinct && is_word(self.tree.text(node))) {
                Some(number) => {
                    let end = text.rfind("</").unwrap_or(text.len());
                    let _infallible = write!(self.out, "{}{number}{}", &text[..end], &text[end..]);
                }
                None => self.out.push_str(text),
            }
            return;
        }
        self.out.push_str(source.slice(it.head()));
        let children: Vec<NodeId> = self.tree.children(node).collect();
        let is_list = |node: &NodeId| {
            copy.is_none()
                && self.tree.name(*node) == "Items"
                && self.tree.node(*node).has_children()
        };
        let list = children.iter().copied().find(is_list);
        for child in children.iter().copied() {
            if list.is_some() && self.tree.name(child) == "Quantity" {
                let count = list.map_or(0, |list| self.tree.children(list).count());
                let _infallible = write!(self.out, "<Quantity>{}</Quantity>", count + self.items);
            } else if Some(child) == list {
                self.list(child);
            } else {
                self.element(child, copy);
            }
        }
        let _infallible = write!(self.out, "</{}>", self.tree.name(node));
    }

    fn list(&mut self, list: NodeId) {
        self.lists += 1;
        self.out.push_str("<Items>");
        let items: Vec<NodeId> = self.tree.children(list).collect();
        for (index, item) in items.iter().copied().enumerate() {
            // Only the lists in the first item grow, so that the document grows with their number.
            let copy = (index > 0).then_some(0).filter(|_| !self.distinct);
            self.element(item, copy);
        }
        for number in 0..self.items {
            if let Some(last) = items.last() {
                self.element(*last, Some(number));
            }
        }
        self.out.push_str("</Items>");
    }
}

/// Whether a text still means something with a number behind it.
fn is_word(text: &str) -> bool {
    let text = text.trim();
    text.contains(|it: char| it.is_alphabetic()) && !["true", "false"].contains(&text)
}
