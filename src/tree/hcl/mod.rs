//! The HCL front end: a text becomes a [`Tree`] or one fault of its notation. It never fails.
//!
//! Blocks and objects are objects, and the labels of a block are its attributes. What is not a
//! literal is an expression, whose text is all that is kept of it. A text that cannot be parsed
//! gives an empty tree, because the parser stops at the first fault.
//!
//! What does not live here: what a block or an expression means.

mod comments;
mod siblings;

use hcl_edit::expr::{Expression, ObjectKey};
use hcl_edit::structure::{Block, Body, Structure};
use hcl_edit::{Span as _, parser};

use crate::text::{Source, Span};
use crate::tree::builder::Builder;
use crate::tree::node::Place;
use crate::tree::{Attribute, Form, NodeKind, SyntaxFault, SyntaxKind, Tree};

/// The greatest size of a text in bytes, 16 MiB. A parsed text takes a hundred times its size.
const MAX_BYTES: usize = 16 << 20;

/// Reads an HCL text.
///
/// ```
/// use cloudfront_lint::Source;
/// use cloudfront_lint::internal::tree;
///
/// let source = Source::new("resource \"a\" \"b\" {\n  enabled = true\n}\n");
/// let (tree, faults) = tree::parse_hcl(&source);
/// let block = tree.children(tree.root().expect("a body")).next().expect("a block");
/// assert_eq!((tree.name(block), tree.labels(block).count()), ("resource", 2));
/// assert!(faults.is_empty());
/// ```
pub fn parse<'s>(source: &'s Source<'s>) -> (Tree<'s>, Vec<SyntaxFault>) {
    parse_with_siblings(source, "", &[])
}

/// Reads an HCL text with what other texts of the same folder define: their attributes outside of
/// blocks, and their blocks of one kind. Those become further trees behind that of the text,
/// without a place in it.
pub fn parse_with_siblings<'s>(
    source: &'s Source<'s>,
    kind: &str,
    others: &[&str],
) -> (Tree<'s>, Vec<SyntaxFault>) {
    let text = source.text();
    if text.len() > MAX_BYTES {
        let fault = SyntaxFault::new(SyntaxKind::DocumentTooLarge, Span::at(0))
            .argument("limit", MAX_BYTES.to_string())
            .argument("found", text.len().to_string());
        return (Builder::new(source, Form::Hcl, 0).finish(), vec![fault]);
    }
    match parser::parse_body(text) {
        Ok(body) => {
            let mut reader = Reader {
                text,
                builder: Builder::new(source, Form::Hcl, text.len() / 24),
            };
            reader.read(&body);
            comments::add(text, &mut reader.builder);
            siblings::add(text.len(), kind, others, &mut reader.builder);
            (reader.builder.finish(), Vec::new())
        }
        Err(error) => {
            let mut at = error.location().offset().min(text.len());
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            let fault = SyntaxFault::new(SyntaxKind::HclSyntax, Span::at(at))
                .argument("reason", error.message().trim().replace('\n', " "));
            (Builder::new(source, Form::Hcl, 0).finish(), vec![fault])
        }
    }
}

struct Reader<'s> {
    text: &'s str,
    builder: Builder<'s>,
}

/// What is read next; a stack of these replaces recursion.
enum Work<'b> {
    Structure(&'b Structure),
    /// A value, with its key and where the key begins.
    Value(&'b Expression, Option<Key>),
    /// The end of what is open: where its content and all of it end.
    Close(usize, usize),
}

/// A key, with the decoded name where the source has quotes or escapes.
struct Key {
    start: usize,
    name: Span,
    decoded: Option<String>,
}

impl Reader<'_> {
    fn read(&mut self, body: &Body) {
        let end = self.text.len();
        let root = self.builder.open(NodeKind::Object, 0, Span::at(0));
        self.builder.set_opening(root, 0, 0);
        let mut work = vec![Work::Close(end, end)];
        work.extend(structures(body));
        while let Some(next) = work.pop() {
            match next {
                Work::Structure(Structure::Attribute(attribute)) => {
                    let name = span(attribute.key.span());
                    let key = Key {
                        start: name.start as usize,
                        name,
                        decoded: None,
                    };
                    self.value(&attribute.value, Some(key), &mut work);
                }
                Work::Structure(Structure::Block(block)) => self.block(block, &mut work),
                Work::Value(value, key) => self.value(value, key, &mut work),
                Work::Close(content, end) => self.builder.close_bracket(content, end),
            }
        }
    }

    fn block<'b>(&mut self, block: &'b Block, work: &mut Vec<Work<'b>>) {
        let name = span(block.ident.span());
        let whole = span(block.span());
        let head = block
            .labels
            .last()
            .map_or(name, |label| span(label.span()))
            .end as usize;
        let opening = self.text[head..whole.end as usize]
            .find('{')
            .map_or(head, |at| head + at);
        let node = self
            .builder
            .open(NodeKind::Object, whole.start as usize, name);
        self.builder.set_opening(node, 1, opening + 1);
        for label in &block.labels {
            let whole = span(label.span());
            let quote = u32::from(label.is_string());
            self.builder.attribute(Attribute {
                node,
                whole,
                name: Span {
                    start: (whole.start + quote).min(whole.end),
                    end: whole.end.saturating_sub(quote).max(whole.start),
                },
                value: Span::at(whole.end as usize),
            });
        }
        let end = whole.end as usize;
        let content = self.text[..end].rfind('}').unwrap_or(end);
        work.push(Work::Close(content.max(opening + 1), end));
        work.extend(structures(&block.body));
    }

    fn value<'b>(&mut self, value: &'b Expression, key: Option<Key>, work: &mut Vec<Work<'b>>) {
        let value = without_parentheses(value);
        let whole = span(value.span());
        let start = key.as_ref().map_or(whole.start as usize, |key| key.start);
        let name = key.as_ref().map_or(Span::at(start), |key| key.name);
        let (begin, end) = (whole.start as usize, whole.end as usize);
        let mut children = Vec::new();
        let kind = match value {
            Expression::Array(items) => {
                children.extend(items.iter().map(|item| Work::Value(item, None)));
                NodeKind::Array
            }
            Expression::Object(members) => {
                for (key, value) in members {
                    children.push(Work::Value(value.expr(), Some(self.key(key))));
                }
                NodeKind::Object
            }
            Expression::Conditional(it) => {
                let parts = [&it.cond_expr, &it.true_expr, &it.false_expr];
                children.extend(parts.map(|part| Work::Value(part, None)));
                NodeKind::Conditional
            }
            _ => return self.leaf(value, key),
        };
        let node = self.builder.open(kind, start, name);
        let bracket = usize::from(kind != NodeKind::Conditional);
        self.builder
            .set_opening(node, bracket, (begin + bracket).min(end));
        if let Some(decoded) = key.and_then(|key| key.decoded) {
            self.builder.set_name(node, decoded);
        }
        work.push(Work::Close(end.saturating_sub(bracket), end));
        work.extend(children.into_iter().rev());
    }

    fn key(&self, key: &ObjectKey) -> Key {
        let place = match key {
            ObjectKey::Ident(name) => span(name.span()),
            ObjectKey::Expression(expression) => span(expression.span()),
        };
        let quoted = match key {
            ObjectKey::Expression(Expression::String(text)) => Some(text.to_string()),
            _ => None,
        };
        let quote = u32::from(quoted.is_some());
        let name = Span {
            start: (place.start + quote).min(place.end),
            end: place.end.saturating_sub(quote).max(place.start),
        };
        let written = self.text.get(name.start as usize..name.end as usize);
        Key {
            start: place.start as usize,
            name,
            decoded: quoted.filter(|quoted| written != Some(quoted)),
        }
    }

    fn leaf(&mut self, value: &Expression, key: Option<Key>) {
        let place = span(value.span());
        let start = key.as_ref().map_or(place.start as usize, |key| key.start);
        let name = key.as_ref().map_or(Span::at(start), |key| key.name);
        let (kind, text) = match value {
            Expression::Null(_) => (NodeKind::Null, None),
            Expression::Bool(_) => (NodeKind::Boolean, None),
            Expression::Number(_) => (NodeKind::Number, None),
            Expression::String(text) => (NodeKind::String, Some(text.to_string())),
            _ => (NodeKind::Expression, None),
        };
        let written = self
            .text
            .get(place.start as usize..place.end as usize)
            .unwrap_or_default();
        let quote =
            u32::from(kind == NodeKind::String && written.starts_with('"') && written.len() > 1);
        let content = Span {
            start: place.start + quote,
            end: place.end - quote,
        };
        let whole = Span {
            start: start as u32,
            end: place.end,
        };
        let node = self.builder.leaf(
            kind,
            Place {
                whole,
                name,
                opening: quote as u8,
                content,
            },
        );
        let is_verbatim = |text: &String| {
            self.text.get(content.start as usize..content.end as usize) == Some(text)
        };
        if let Some(text) = text.filter(|text| !is_verbatim(text)) {
            self.builder.set_text(node, text);
        }
        if let Some(decoded) = key.and_then(|key| key.decoded) {
            self.builder.set_name(node, decoded);
        }
    }
}

/// The structures of a body, the first one last.
fn structures(body: &Body) -> impl Iterator<Item = Work<'_>> {
    let all: Vec<&Structure> = body.iter().collect();
    all.into_iter().rev().map(Work::Structure)
}

/// The expression inside any number of parentheses.
fn without_parentheses(mut value: &Expression) -> &Expression {
    while let Expression::Parenthesis(inner) = value {
        value = inner.inner();
    }
    value
}

fn span(range: Option<std::ops::Range<usize>>) -> Span {
    range.map_or(Span::at(0), |range| Span::new(range.start, range.end))
}
