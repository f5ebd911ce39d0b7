//! What other texts of the same folder define, as further trees behind that of the text.

use hcl_edit::expr::Expression;
use hcl_edit::structure::Structure;
use hcl_edit::{Span as _, parser};

use super::{MAX_BYTES, without_parentheses};
use crate::text::Span;
use crate::tree::NodeKind;
use crate::tree::builder::Builder;
use crate::tree::node::Place;

/// Adds the attributes of some texts, and their blocks of one kind. What cannot be read adds
/// nothing. `end` is where the text itself ends.
pub(super) fn add(end: usize, kind: &str, others: &[&str], builder: &mut Builder<'_>) {
    for text in others {
        let body = Some(text)
            .filter(|text| text.len() <= MAX_BYTES)
            .and_then(|text| parser::parse_body(text).ok());
        for structure in body.iter().flat_map(|body| body.iter()) {
            let mut copier = Copier { text, end, builder };
            match structure {
                Structure::Attribute(it) => {
                    copier.holder("", [(it.key.as_str(), &it.value)].into_iter());
                }
                Structure::Block(block) if block.ident.as_str() == kind => {
                    let attributes = block.body.attributes();
                    let named = attributes.map(|it| (it.key.as_str(), &it.value));
                    copier.holder(kind, named);
                }
                Structure::Block(_) => {}
            }
        }
    }
}

struct Copier<'c, 's> {
    text: &'c str,
    end: usize,
    builder: &'c mut Builder<'s>,
}

enum Work<'b> {
    Value(&'b Expression, Option<String>),
    Close,
}

impl Copier<'_, '_> {
    /// An object of a name with some values.
    fn holder<'b>(&mut self, name: &str, values: impl Iterator<Item = (&'b str, &'b Expression)>) {
        let node = self.open(NodeKind::Object);
        self.builder.set_name(node, name.to_owned());
        let named: Vec<(&str, &Expression)> = values.collect();
        let mut work = vec![Work::Close];
        let values = named.into_iter().rev();
        work.extend(values.map(|(name, value)| Work::Value(value, Some(name.to_owned()))));
        while let Some(next) = work.pop() {
            match next {
                Work::Close => self.builder.close_bracket(self.end, self.end),
                Work::Value(value, name) => self.value(without_parentheses(value), name, &mut work),
            }
        }
    }

    fn open(&mut self, kind: NodeKind) -> crate::tree::NodeId {
        self.builder.open(kind, self.end, Span::at(self.end))
    }

    fn value<'b>(&mut self, value: &'b Expression, name: Option<String>, work: &mut Vec<Work<'b>>) {
        let (kind, text) = match value {
            Expression::Array(items) => {
                let node = self.open(NodeKind::Array);
                self.builder.set_name(node, name.unwrap_or_default());
                work.push(Work::Close);
                let items: Vec<&Expression> = items.iter().collect();
                work.extend(items.into_iter().rev().map(|item| Work::Value(item, None)));
                return;
            }
            Expression::Object(_) => (NodeKind::Expression, String::new()),
            Expression::Null(_) => (NodeKind::Null, String::new()),
            Expression::Bool(it) => (NodeKind::Boolean, it.value().to_string()),
            Expression::String(it) => (NodeKind::String, it.to_string()),
            other => {
                let written = other.span().and_then(|span| self.text.get(span));
                let kind = if matches!(other, Expression::Number(_)) {
                    NodeKind::Number
                } else {
                    NodeKind::Expression
                };
                (kind, written.unwrap_or_default().to_owned())
            }
        };
        let at = Span::at(self.end);
        let place = Place {
            whole: at,
            name: at,
            opening: 0,
            content: at,
        };
        let node = self.builder.leaf(kind, place);
        self.builder.set_text(node, text);
        self.builder.set_name(node, name.unwrap_or_default());
    }
}
