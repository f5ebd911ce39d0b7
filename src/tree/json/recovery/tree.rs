//! Builds the tree of the repaired tokens.

use crate::text::escape::json;
use crate::text::{Source, Span};
use crate::tree::arena::Tree;
use crate::tree::builder::Builder;
use crate::tree::fault::{SyntaxFault, SyntaxKind};
use crate::tree::form::Form;
use crate::tree::json::recovery::plan::{Action, Plan, Reason};
use crate::tree::json::recovery::token::{Lexed, Token, TokenKind};
use crate::tree::node::{NodeId, NodeKind, Place};

/// The tree, and what was found in building it.
pub(super) struct Built<'s> {
    pub(super) tree: Tree<'s>,
    pub(super) faults: Found,
}

/// Faults that only the place of a token in the tree shows.
#[derive(Default)]
pub(super) struct Found {
    /// The fault that represents all keys without quotes.
    pub(super) unquoted_keys: Option<SyntaxFault>,
    /// Those keys, by index.
    pub(super) bare_keys: Vec<u32>,
    /// Values without quotes.
    pub(super) unquoted_values: Vec<SyntaxFault>,
}

/// The tree of the tokens after the changes of a plan.
pub(super) fn build<'s>(source: &'s Source<'s>, lexed: &Lexed, plan: &Plan) -> Built<'s> {
    let mut assembly = Assembly {
        source,
        text: source.text(),
        builder: Builder::new(source, Form::Json, lexed.tokens.len() / 3),
        lexed,
        texts: 0,
        unknown: 0,
        conflict: 0,
        key: None,
        found: Found::default(),
    };
    assembly.run(plan);
    for comment in &lexed.comments {
        assembly.builder.trivia(comment.kind, comment.span);
    }
    Built {
        tree: assembly.builder.finish(),
        faults: assembly.found,
    }
}

struct Assembly<'s, 't> {
    source: &'s Source<'s>,
    text: &'s str,
    builder: Builder<'s>,
    lexed: &'t Lexed,
    /// Positions in the side tables of the tokens.
    texts: usize,
    unknown: usize,
    conflict: usize,
    /// The key whose value comes next.
    key: Option<Key>,
    found: Found,
}

struct Key {
    start: usize,
    name: Span,
    text: Option<String>,
    /// Whether it is not in the text, or not as it was meant.
    doubtful: bool,
}

impl Assembly<'_, '_> {
    /// Goes through tokens and changes together.
    fn run(&mut self, plan: &Plan) {
        let mut changes = plan.changes.iter().peekable();
        let end = plan.second.unwrap_or(plan.read);
        for index in 0..=end {
            let token = self.lexed.tokens.get(index).filter(|_| index < end);
            let mut kept = token.map(|token| token.kind);
            let mut is_repaired = false;
            while let Some(change) = changes.next_if(|change| change.at as usize == index) {
                match change.action {
                    Action::Insert(kind) => self.inserted(kind, index, change.reason),
                    Action::Delete => {
                        kept = None;
                        is_repaired = !matches!(
                            change.reason,
                            Reason::CommaExtra | Reason::CommaTrailing | Reason::ColonExtra
                        );
                    }
                    Action::Replace(kind) => {
                        kept = kept.map(|_| kind);
                        is_repaired = kind.is_closing();
                    }
                }
            }
            if is_repaired && let Some(node) = self.builder.innermost() {
                self.builder.mark_repaired(node);
            }
            if let Some((kind, token)) = kept.zip(token) {
                self.kept(kind, token, index);
            }
        }
        while self.builder.depth() > 0 {
            self.close(Span::at(self.text.len()));
        }
    }

    /// A token that is in the text.
    fn kept(&mut self, kind: TokenKind, token: &Token, index: usize) {
        let text = self.side_text(index);
        let node = self.token(kind, token, text);
        let is_unknown = self.is_unknown(index);
        let is_disputed = self.is_disputed(token);
        if let Some(key) = &mut self.key
            && is_unknown
            && node.is_none()
            && kind == TokenKind::String
        {
            key.doubtful = true;
        }
        if let Some(node) = node
            && (is_unknown || is_disputed || self.is_unreadable(token))
        {
            self.builder.mark_repaired(node);
        }
    }

    /// A token that is not in the text.
    fn inserted(&mut self, kind: TokenKind, index: usize, reason: Reason) {
        let at = if kind.is_opening() {
            self.lexed.start_of(index, self.text)
        } else {
            self.lexed.end_before(index, self.text)
        };
        let token = Token {
            kind,
            first: false,
            span: Span::at(at),
            content: Span::at(at),
            indent: 0,
        };
        let text = (kind == TokenKind::Null).then(|| "null".to_owned());
        let node = self.token(kind, &token, text);
        if matches!(reason, Reason::CommaMissing | Reason::ColonMissing) {
            return;
        }
        for node in [node, self.builder.innermost()].into_iter().flatten() {
            self.builder.mark_repaired(node);
        }
    }

    /// Adds one token. Returns the node that it is, opens or closes.
    fn token(&mut self, kind: TokenKind, token: &Token, text: Option<String>) -> Option<NodeId> {
        let innermost = self.builder.innermost();
        let is_in_object =
            innermost.is_some_and(|node| self.builder.node_mut(node).kind == NodeKind::Object);
        match kind {
            TokenKind::Comma => self.key = None,
            TokenKind::ObjectEnd | TokenKind::ArrayEnd => return self.close(token.span),
            TokenKind::Colon | TokenKind::Stray => {}
            // The document has ended.
            _ if innermost.is_none() && self.builder.len() > 0 => {}
            TokenKind::ObjectStart => return Some(self.open(NodeKind::Object, token)),
            TokenKind::ArrayStart => return Some(self.open(NodeKind::Array, token)),
            _ if is_in_object && self.key.is_none() => self.set_key(kind, token, text),
            _ => return Some(self.scalar(kind, token, text)),
        }
        None
    }

    fn open(&mut self, kind: NodeKind, token: &Token) -> NodeId {
        let key = self.take_key(token);
        let node = self.builder.open(kind, key.start, key.name);
        self.builder
            .set_opening(node, token.span.len(), token.span.end as usize);
        self.name(node, key);
        node
    }

    fn close(&mut self, bracket: Span) -> Option<NodeId> {
        self.key = None;
        let node = self.builder.innermost()?;
        let start = self.builder.node_mut(node).content.start;
        let (content_end, end) = (bracket.start.max(start), bracket.end.max(start));
        self.builder
            .close_bracket(content_end as usize, end as usize);
        Some(node)
    }

    fn set_key(&mut self, kind: TokenKind, token: &Token, text: Option<String>) {
        let is_string = kind == TokenKind::String;
        if !is_string {
            self.unquoted_key(token);
        }
        self.key = Some(Key {
            start: token.span.start as usize,
            name: token.content,
            // Without quotes the written text is the name, even if it looks like a number.
            text: text.filter(|_| is_string),
            doubtful: token.span.is_empty(),
        });
    }

    fn scalar(&mut self, kind: TokenKind, token: &Token, text: Option<String>) -> NodeId {
        let node_kind = match kind {
            TokenKind::Number => NodeKind::Number,
            TokenKind::Boolean => NodeKind::Boolean,
            TokenKind::Null => NodeKind::Null,
            _ => NodeKind::String,
        };
        let key = self.take_key(token);
        let whole = Span {
            start: key.start as u32,
            end: token.span.end,
        };
        let opening = (token.content.start - token.span.start) as usize;
        let place = Place {
            whole,
            name: key.name,
            opening: opening as u8,
            content: token.content,
        };
        let node = self.builder.leaf(node_kind, place);
        self.name(node, key);
        if let Some(text) = text.filter(|text| self.text[token.content.range()] != **text) {
            self.builder.set_text(node, text);
        }
        if kind == TokenKind::Word {
            self.unquoted_value(node, token);
        }
        node
    }

    fn take_key(&mut self, token: &Token) -> Key {
        let start = token.span.start as usize;
        self.key.take().unwrap_or(Key {
            start,
            name: Span::at(start),
            text: None,
            doubtful: false,
        })
    }

    fn name(&mut self, node: NodeId, key: Key) {
        if key.doubtful {
            self.builder.mark_repaired(node);
        }
        let differs = |text: &String| self.text[key.name.range()] != **text;
        if let Some(text) = key.text.filter(differs) {
            self.builder.set_name(node, text);
        }
    }

    fn unquoted_key(&mut self, token: &Token) {
        let index = self
            .lexed
            .tokens
            .partition_point(|other| other.span.start < token.span.start);
        self.found.bare_keys.push(index as u32);
        let key = &self.text[token.span.range()];
        let fault = SyntaxFault::new(SyntaxKind::KeyUnquoted, token.span)
            .argument("key", key)
            .argument("count", "1")
            .replace(token.span, json::quoted(key))
            .safe();
        match &mut self.found.unquoted_keys {
            Some(first) => first.join(fault),
            None => self.found.unquoted_keys = Some(fault),
        }
    }

    fn unquoted_value(&mut self, node: NodeId, token: &Token) {
        let text = &self.text[token.span.range()];
        let is_template = text.starts_with(['{', '$', '<']);
        if is_template {
            self.builder.mark_repaired(node);
        }
        self.found.unquoted_values.push(
            SyntaxFault::new(SyntaxKind::ValueUnquoted, token.span)
                .variant(if is_template { "template" } else { "" })
                .argument("text", text)
                .replace(token.span, json::quoted(text)),
        );
    }

    /// The text of a token that differs from the source.
    fn side_text(&mut self, index: usize) -> Option<String> {
        let texts = &self.lexed.texts;
        while texts
            .get(self.texts)
            .is_some_and(|entry| (entry.0 as usize) < index)
        {
            self.texts += 1;
        }
        texts
            .get(self.texts)
            .filter(|entry| entry.0 as usize == index)
            .map(|entry| entry.1.clone())
    }

    fn is_unknown(&mut self, index: usize) -> bool {
        let unknown = &self.lexed.unknown;
        while unknown
            .get(self.unknown)
            .is_some_and(|entry| (*entry as usize) < index)
        {
            self.unknown += 1;
        }
        unknown
            .get(self.unknown)
            .is_some_and(|entry| *entry as usize == index)
    }

    /// Whether a token contains invalid bytes. What they should be is not known.
    fn is_unreadable(&self, token: &Token) -> bool {
        self.source.fault().is_some()
            && self.text[token.content.range()].contains(char::REPLACEMENT_CHARACTER)
    }

    /// Whether a token is in one side of an unfinished merge. What contains it is then disputed
    /// too.
    fn is_disputed(&mut self, token: &Token) -> bool {
        let Some(conflict) = self.lexed.conflicts.get(self.conflict) else {
            return false;
        };
        if token.span.start < conflict.start as u32 {
            return false;
        }
        if !conflict.blank
            && let Some(node) = self.builder.innermost()
        {
            self.builder.mark_repaired(node);
        }
        if token.span.start < conflict.first.end {
            return true;
        }
        self.conflict += 1;
        false
    }
}
