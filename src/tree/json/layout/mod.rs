//! Makes the tree of the mended symbols, and tells every change as a fault.

mod another;
mod swapped;
mod value;

use crate::text::encoding::is_binary;
use crate::text::escape::json;
use crate::text::{Source, Span};
use crate::tree::builder::Builder;
use crate::tree::json::lexer::{Symbols, Token, TokenKind};
use crate::tree::json::plan::{Action, Change, Plan, Reason};
use crate::tree::{Form, NodeId, NodeKind, SyntaxFault, SyntaxKind, Tree};

/// The tree of the symbols with the changes of the plan, and all faults in the order of the text.
pub(super) fn out<'s>(
    source: &'s Source<'s>,
    mut symbols: Symbols,
    plan: &Plan,
) -> (Tree<'s>, Vec<SyntaxFault>) {
    let lexical = std::mem::take(&mut symbols.faults);
    let mut laying = Laying {
        source,
        text: source.text(),
        line_end: if source.text().contains("\r\n") {
            "\r\n"
        } else {
            "\n"
        },
        builder: Builder::new(source, Form::Json, symbols.tokens.len() / 3),
        symbols: &symbols,
        texts: 0,
        unknown: 0,
        conflict: 0,
        key: None,
        unquoted: None,
        bare: Vec::new(),
        faults: Vec::new(),
        dropped: Vec::new(),
        swapped: Vec::new(),
    };
    if let Some(fault) = laying.no_document() {
        return (laying.builder.finish(), vec![fault]);
    }
    laying.wrong_bytes();
    laying.before();
    laying.tree(plan);
    laying.changes(plan);
    laying.finish(lexical, plan)
}

struct Laying<'s, 't> {
    source: &'s Source<'s>,
    text: &'s str,
    /// What ends its lines.
    line_end: &'static str,
    builder: Builder<'s>,
    symbols: &'t Symbols,
    /// Positions in the side tables of the symbols.
    texts: usize,
    unknown: usize,
    conflict: usize,
    /// The key whose value comes next.
    key: Option<Key>,
    /// The fault that speaks for all keys without quotes.
    unquoted: Option<SyntaxFault>,
    /// Those keys, by index.
    bare: Vec<u32>,
    faults: Vec<SyntaxFault>,
    /// Ranges that are none of the document, in order.
    dropped: Vec<Span>,
    /// Indices of opening brackets of the wrong kind, in order, each with the place of its fault among the faults.
    swapped: Vec<(u32, usize)>,
}

struct Key {
    start: usize,
    name: Span,
    text: Option<String>,
    /// Whether it is not in the text, or not as it was meant.
    doubtful: bool,
}

impl<'s> Laying<'s, '_> {
    /// What to say of a text in which nothing can be made out.
    fn no_document(&self) -> Option<SyntaxFault> {
        let structure = |kind| {
            matches!(
                kind,
                TokenKind::ObjectStart
                    | TokenKind::ArrayStart
                    | TokenKind::String
                    | TokenKind::Colon
            )
        };
        if is_binary(self.text) {
            let span = self.source.fault().map_or(Span::at(0), |fault| fault.span);
            return Some(SyntaxFault::new(SyntaxKind::WrongBytes, span).variant("binary"));
        }
        let tokens = &self.symbols.tokens;
        if tokens.is_empty() && self.symbols.before.is_none() {
            let variant = match self.text {
                "" => "",
                text if text.trim().is_empty() => "blank",
                _ => "no-element",
            };
            return Some(SyntaxFault::new(SyntaxKind::DocumentEmpty, Span::at(0)).variant(variant));
        }
        if tokens.iter().any(|token| structure(token.kind)) {
            return None;
        }
        let start = self.text.len() - self.text.trim_start().len();
        let line = self.text[start..]
            .lines()
            .next()
            .unwrap_or("")
            .trim_end()
            .len();
        let fault = SyntaxFault::new(SyntaxKind::NotWellFormed, Span::new(start, start + line));
        Some(
            fault
                .variant("no-json")
                .argument("reason", "a JSON document begins with `{`"),
        )
    }

    fn wrong_bytes(&mut self) {
        if let Some(wrong) = self.source.fault() {
            let fault = SyntaxFault::new(SyntaxKind::WrongBytes, wrong.span)
                .argument("encoding", self.source.encoding().declared_name())
                .argument("declared", "")
                .argument("byte", format!("{:02x}", wrong.byte))
                .argument("offset", wrong.byte_offset.to_string());
            self.faults.push(fault);
        }
    }

    fn before(&mut self) {
        let Some(span) = self.symbols.before else {
            return;
        };
        let end = self
            .symbols
            .tokens
            .first()
            .map_or(span.end, |token| token.span.start);
        let gone = Span {
            start: span.start,
            end,
        };
        self.faults.push(
            SyntaxFault::new(SyntaxKind::TextAround, span)
                .variant("before")
                .delete(gone),
        );
    }

    /// Walks symbols and changes together.
    fn tree(&mut self, plan: &Plan) {
        let mut changes = plan.changes.iter().peekable();
        let end = plan.second.unwrap_or(plan.read);
        for index in 0..=end {
            let mut kept = self
                .symbols
                .tokens
                .get(index)
                .filter(|_| index < end)
                .map(|token| (token.kind, *token));
            let mut repaired = false;
            while let Some(change) = changes.next_if(|change| change.at as usize == index) {
                match change.action {
                    Action::Insert(kind) => self.inserted(kind, index, change.reason),
                    Action::Delete => {
                        kept = None;
                        repaired = !matches!(
                            change.reason,
                            Reason::CommaExtra | Reason::CommaTrailing | Reason::ColonExtra
                        );
                    }
                    Action::Replace(kind) => {
                        kept = kept.map(|(_, token)| (kind, token));
                        repaired = matches!(kind, TokenKind::ObjectEnd | TokenKind::ArrayEnd);
                    }
                }
            }
            if repaired && let Some(node) = self.builder.innermost() {
                self.builder.mark_repaired(node);
            }
            if let Some((kind, token)) = kept {
                let text = self.side_text(index);
                let node = self.symbol(kind, &token, text);
                let unknown = self.is_unknown(index);
                let disputed = self.is_disputed(&token);
                let unreadable = self.is_unreadable(&token);
                if let Some(key) = self
                    .key
                    .as_mut()
                    .filter(|_| unknown && node.is_none() && kind == TokenKind::String)
                {
                    key.doubtful = true;
                }
                if let Some(node) = node.filter(|_| unknown || disputed || unreadable) {
                    self.builder.mark_repaired(node);
                }
            }
        }
        while self.builder.depth() > 0 {
            self.close(self.text.len(), self.text.len());
        }
    }

    fn side_text(&mut self, index: usize) -> Option<String> {
        let texts = &self.symbols.texts;
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
        let unknown = &self.symbols.unknown;
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

    /// Whether the symbol holds bytes that are no text. What they should be is not known.
    fn is_unreadable(&self, token: &Token) -> bool {
        self.source.fault().is_some() && self.text[token.content.range()].contains('\u{fffd}')
    }

    /// Whether the symbol stands in one side of an unfinished merge. What holds it is then disputed too.
    fn is_disputed(&mut self, token: &Token) -> bool {
        let Some(conflict) = self.symbols.conflicts.get(self.conflict) else {
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

    /// A symbol that is not in the text.
    fn inserted(&mut self, kind: TokenKind, index: usize, reason: Reason) {
        let opening = matches!(kind, TokenKind::ObjectStart | TokenKind::ArrayStart);
        let at = if opening {
            self.start_of(index)
        } else {
            self.end_before(index)
        };
        let token = Token {
            kind,
            first: false,
            span: Span::at(at),
            content: Span::at(at),
            indent: 0,
        };
        let text = (kind == TokenKind::Null).then(|| "null".to_owned());
        let node = self.symbol(kind, &token, text);
        if matches!(reason, Reason::CommaMissing | Reason::ColonMissing) {
            return;
        }
        for node in [node, self.builder.innermost()].into_iter().flatten() {
            self.builder.mark_repaired(node);
        }
    }

    fn start_of(&self, index: usize) -> usize {
        self.symbols
            .tokens
            .get(index)
            .map_or(self.text.len(), |token| token.span.start as usize)
    }

    fn end_before(&self, index: usize) -> usize {
        match index
            .checked_sub(1)
            .and_then(|before| self.symbols.tokens.get(before))
        {
            Some(token) => token.span.end as usize,
            None => self.start_of(index),
        }
    }

    /// Lays one symbol. Returns the node that it is, opens or closes.
    fn symbol(&mut self, kind: TokenKind, token: &Token, text: Option<String>) -> Option<NodeId> {
        let inside = self.builder.innermost();
        let in_object =
            inside.is_some_and(|node| self.builder.node_mut(node).kind == NodeKind::Object);
        match kind {
            TokenKind::Comma => self.key = None,
            TokenKind::ObjectEnd | TokenKind::ArrayEnd => {
                return self.close(token.span.start as usize, token.span.end as usize);
            }
            TokenKind::Colon | TokenKind::Stray => {}
            _ if inside.is_none() && self.builder.len() > 0 => {}
            TokenKind::ObjectStart | TokenKind::ArrayStart => {
                let node_kind = if kind == TokenKind::ObjectStart {
                    NodeKind::Object
                } else {
                    NodeKind::Array
                };
                let key = self.take_key(token);
                let node = self.builder.open(node_kind, key.start, key.name);
                self.builder
                    .set_opening(node, token.span.len(), token.span.end as usize);
                self.name(node, key);
                return Some(node);
            }
            _ if in_object && self.key.is_none() => {
                // Without quotes it is what is written, whatever it would be as a value.
                let text = text.filter(|_| kind == TokenKind::String);
                if kind != TokenKind::String {
                    self.key_unquoted(token);
                }
                self.key = Some(Key {
                    start: token.span.start as usize,
                    name: token.content,
                    text,
                    doubtful: token.span.is_empty(),
                });
            }
            _ => return Some(self.scalar(kind, token, text)),
        }
        None
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
        let node = self.builder.leaf(
            node_kind,
            whole,
            key.name,
            (token.content.start - token.span.start) as usize,
            token.content,
        );
        self.name(node, key);
        if let Some(text) = text.filter(|text| self.text[token.content.range()] != **text) {
            self.builder.set_text(node, text);
        }
        if kind == TokenKind::Word {
            self.value_unquoted(node, token);
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
        if let Some(text) = key
            .text
            .filter(|text| self.text[key.name.range()] != **text)
        {
            self.builder.set_name(node, text);
        }
    }

    fn close(&mut self, content_end: usize, end: usize) -> Option<NodeId> {
        self.key = None;
        let node = self.builder.innermost()?;
        let start = self.builder.node_mut(node).content.start as usize;
        self.builder
            .close_bracket(content_end.max(start), end.max(start));
        Some(node)
    }

    fn key_unquoted(&mut self, token: &Token) {
        self.bare.push(
            self.symbols
                .tokens
                .partition_point(|other| other.span.start < token.span.start) as u32,
        );
        let key = &self.text[token.span.range()];
        let fault = SyntaxFault::new(SyntaxKind::KeyUnquoted, token.span)
            .argument("key", key)
            .argument("count", "1")
            .replace(token.span, json::quoted(key))
            .safe();
        match &mut self.unquoted {
            Some(first) => first.join(fault),
            None => self.unquoted = Some(fault),
        }
    }

    fn value_unquoted(&mut self, node: NodeId, token: &Token) {
        let text = &self.text[token.span.range()];
        let template = text.starts_with(['{', '$', '<']);
        if template {
            self.builder.mark_repaired(node);
        }
        let fault = SyntaxFault::new(SyntaxKind::ValueUnquoted, token.span)
            .variant(if template { "template" } else { "" })
            .argument("text", text)
            .replace(token.span, json::quoted(text));
        self.faults.push(fault);
    }

    /// Tells the changes, those that belong together as one.
    fn changes(&mut self, plan: &Plan) {
        let end = self.symbols.tokens.len();
        let at_end = |change: &Change| {
            change.reason == Reason::End || change.at as usize >= end.min(plan.read)
        };
        let (last, inside): (Vec<&Change>, Vec<&Change>) =
            plan.changes.iter().partition(|change| at_end(change));
        let mut rest = inside.as_slice();
        let mut document_end = plan.second;
        while let Some(first) = rest.first() {
            let run = rest
                .windows(2)
                .take_while(|pair| belongs(pair[0], pair[1]))
                .count()
                + 1;
            let (group, behind) = rest.split_at(run);
            // Text between two documents goes with the second.
            let between = first.reason == Reason::Behind
                && plan.second == group.last().map(|last| last.at as usize + 1);
            if behind.is_empty() && between {
                document_end = Some(first.at as usize);
            } else {
                self.change(first, group, plan);
            }
            rest = behind;
        }
        if let Some((second, end)) = plan.second.zip(document_end) {
            self.second_document(second, end);
        } else if plan.read < end || self.symbols.incomplete {
            let at = Span::at(self.end_before(plan.read));
            self.faults.push(
                SyntaxFault::new(SyntaxKind::NotWellFormed, at)
                    .argument("reason", "there are too many mistakes to go on from here"),
            );
        } else {
            self.end(&last);
        }
    }

    fn change(&mut self, first: &Change, group: &[&Change], plan: &Plan) {
        let index = first.at as usize;
        let before = Span::at(self.end_before(index));
        let here = self.symbols.tokens[index].span;
        let all = group.last().map_or(here, |last| {
            here.to(self.symbols.tokens[last.at as usize].span)
        });
        let fault = match first.reason {
            Reason::CommaMissing => SyntaxFault::new(SyntaxKind::CommaMissing, before)
                .related(here)
                .replace(before, ",")
                .safe(),
            Reason::CommaExtra => self
                .delete(
                    SyntaxFault::new(SyntaxKind::CommaExtra, all)
                        .argument("count", group.len().to_string()),
                    group,
                )
                .safe(),
            Reason::CommaTrailing => {
                let fault = SyntaxFault::new(SyntaxKind::TrailingComma, all)
                    .variant(if group.len() > 1 { "several" } else { "" })
                    .argument("count", group.len().to_string());
                let fault = self.delete(fault, group).safe();
                match self.symbols.tokens.get(index + group.len()) {
                    Some(next) => fault.related(next.span),
                    None => fault,
                }
            }
            Reason::ColonMissing => {
                let fault = SyntaxFault::new(SyntaxKind::ColonMissing, before)
                    .replace(before, ":")
                    .safe();
                match index.checked_sub(1) {
                    Some(key) => fault.related(self.symbols.tokens[key].span),
                    None => fault,
                }
            }
            Reason::ColonExtra => self
                .delete(SyntaxFault::new(SyntaxKind::ColonExtra, all), group)
                .safe(),
            Reason::SeparatorWrong => {
                let right = if first.action == Action::Replace(TokenKind::Comma) {
                    ","
                } else {
                    ":"
                };
                SyntaxFault::new(SyntaxKind::WrongSeparator, here)
                    .argument("found", &self.text[here.range()])
                    .argument("expected", right)
                    .replace(here, right)
                    .safe()
            }
            Reason::ClosingMissing => {
                let (brackets, text) = self.closing(group.iter().copied());
                let fault = SyntaxFault::new(SyntaxKind::BracketMissing, before)
                    .argument("bracket", brackets)
                    .argument("holder", holder(first))
                    .replace(before, text);
                self.with_opener(fault, first)
            }
            Reason::OpeningMissing => {
                let bracket = if first.action == Action::Insert(TokenKind::ArrayStart) {
                    "["
                } else {
                    "{"
                };
                let holder = if bracket == "[" { "array" } else { "object" };
                SyntaxFault::new(SyntaxKind::BracketMissing, Span::at(here.start as usize))
                    .variant("opening")
                    .argument("bracket", bracket)
                    .argument("holder", holder)
                    .insert(here.start as usize, bracket)
            }
            Reason::BracketExtra => {
                let fault = SyntaxFault::new(SyntaxKind::BracketExtra, all)
                    .argument("bracket", &self.text[here.range()]);
                self.delete(fault, group)
            }
            Reason::BracketWrong => return self.bracket_wrong(first, here),
            Reason::ValueMissing => self.value_missing(index, before, plan),
            Reason::KeyMissing => SyntaxFault::new(SyntaxKind::ValueMissing, here).variant("key"),
            Reason::LineMissing => {
                let array = group
                    .iter()
                    .any(|change| change.action == Action::Insert(TokenKind::ArrayStart));
                SyntaxFault::new(SyntaxKind::BracketMissing, here)
                    .variant("line")
                    .argument("bracket", if array { "[" } else { "{" })
            }
            Reason::Stray | Reason::End => {
                self.dropped.push(all);
                SyntaxFault::new(SyntaxKind::StrayText, all)
                    .argument("text", &self.text[all.range()])
                    .delete(all)
            }
            Reason::Behind => {
                self.dropped.push(all);
                SyntaxFault::new(SyntaxKind::TextAround, all)
                    .variant("behind")
                    .delete(all)
            }
        };
        self.faults.push(fault);
    }

    fn delete(&self, mut fault: SyntaxFault, group: &[&Change]) -> SyntaxFault {
        for change in group {
            fault = fault.delete(self.symbols.tokens[change.at as usize].span);
        }
        fault
    }

    fn with_opener(&self, fault: SyntaxFault, change: &Change) -> SyntaxFault {
        match change
            .opener
            .and_then(|opener| self.symbols.tokens.get(opener as usize))
        {
            Some(opener) => fault.related(opener.span),
            None => fault,
        }
    }

    /// Brackets that close, and the text that puts them in: on lines of their own where the opening ones end theirs.
    fn closing<'c>(&self, changes: impl Iterator<Item = &'c Change>) -> (String, String) {
        let mut brackets = String::new();
        let mut text = String::new();
        for change in changes {
            if change.action == Action::Insert(TokenKind::Comma) {
                brackets.push(',');
                text.push(',');
                continue;
            }
            let bracket = match change.action {
                Action::Insert(TokenKind::ArrayEnd) => ']',
                Action::Insert(TokenKind::ObjectEnd) => '}',
                _ => continue,
            };
            brackets.push(bracket);
            let opener = change.opener.map(|opener| opener as usize);
            let block = opener.is_some_and(|opener| {
                self.symbols
                    .tokens
                    .get(opener + 1)
                    .is_some_and(|next| next.first)
            });
            if let Some(opener) = opener.filter(|_| block) {
                let opener = self.symbols.tokens[opener];
                text.push_str(self.line_end);
                text.push_str(self.indentation(opener.span.start as usize));
            }
            text.push(bracket);
        }
        (brackets, text)
    }

    /// The white space that the line at an offset begins with.
    fn indentation(&self, at: usize) -> &'s str {
        let start = self.text[..at]
            .rfind(['\n', '\r'])
            .map_or(0, |line_end| line_end + 1);
        let line = &self.text[start..at];
        &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
    }

    /// What the end of the text cuts off, as one fault.
    fn end(&mut self, changes: &[&Change]) {
        let cut = self.symbols.cut.filter(|cut| {
            self.dropped
                .last()
                .is_none_or(|dropped| !dropped.contains(cut.0))
        });
        let Some(last) = self.symbols.tokens.last() else {
            return;
        };
        if changes.is_empty() && cut.is_none() {
            return;
        }
        let mut at = Span::at(last.span.end as usize);
        let mut missing = String::new();
        let mut deleted = Vec::new();
        for change in changes {
            match change.action {
                Action::Insert(TokenKind::Null) => missing.push_str(" null"),
                Action::Insert(_) | Action::Replace(_) => {}
                Action::Delete => deleted.push(self.symbols.tokens[change.at as usize].span),
            }
        }
        let half_key = deleted.iter().any(|span| span.end == last.span.end);
        if let Some((span, text)) = cut.filter(|_| !half_key) {
            at = span;
            missing.insert_str(0, text);
        }
        let (brackets, text) = self.closing(changes.iter().copied());
        let only_brackets = missing.is_empty() && deleted.is_empty() && cut.is_none();
        let kind = if only_brackets {
            SyntaxKind::BracketMissing
        } else {
            SyntaxKind::DocumentCutOff
        };
        let mut fault = SyntaxFault::new(kind, Span::at(last.span.end as usize));
        if only_brackets {
            fault = fault.variant("end").argument("bracket", brackets).argument(
                "holder",
                changes.first().map_or("object", |first| holder(first)),
            );
        } else {
            fault = fault.argument("missing", format!("{}{brackets}", missing.trim()));
        }
        for span in &deleted {
            fault = fault.delete(*span);
        }
        self.dropped.append(&mut deleted);
        fault = fault.replace(at, missing + &text);
        let opener = changes.iter().find(|change| change.opener.is_some());
        if let Some(opener) = opener {
            fault = self.with_opener(fault, opener);
        }
        self.faults.push(fault);
    }

    /// Leaves out what was said of text that is none of the document, and brings the faults into order.
    fn finish(
        mut self,
        mut lexical: Vec<(u32, SyntaxFault)>,
        plan: &Plan,
    ) -> (Tree<'s>, Vec<SyntaxFault>) {
        let mut dropped = std::mem::take(&mut self.dropped);
        dropped.sort_unstable();
        let inside = |span: Span| {
            let next = dropped.partition_point(|range| range.start <= span.start);
            // What is put in beside a range is not inside it.
            let holds = |range: &Span| {
                range.contains(span)
                    && (!span.is_empty() || range.start < span.start && span.start < range.end)
            };
            next.checked_sub(1)
                .is_some_and(|index| holds(&dropped[index]))
        };
        // What was said of a symbol alone is beside the point where the symbol goes or becomes another.
        let mut gone = plan
            .changes
            .iter()
            .filter(|change| !matches!(change.action, Action::Insert(_)))
            .map(|change| change.at)
            .peekable();
        lexical.sort_by_key(|(symbol, _)| *symbol);
        lexical.retain(|(symbol, _)| {
            while gone.next_if(|at| at < symbol).is_some() {}
            gone.peek() != Some(symbol) && self.bare.binary_search(symbol).is_err()
        });
        let mut faults: Vec<SyntaxFault> = lexical.into_iter().map(|(_, fault)| fault).collect();
        if !dropped.is_empty() {
            faults.retain_mut(|fault| {
                let speaks_for_many = fault.edits.len() > 1;
                fault.edits.retain(|edit| !inside(edit.span));
                match fault.edits.first() {
                    // The place that spoke for all is gone, the others are not.
                    Some(next) if inside(fault.span) => fault.span = next.span,
                    Some(_) => {}
                    None => return !(speaks_for_many || inside(fault.span)),
                }
                true
            });
        }
        faults.extend(self.unquoted);
        faults.append(&mut self.faults);
        faults.sort_by_key(|fault| (fault.span.start, rank(fault)));
        for comment in &self.symbols.comments {
            self.builder.trivia(comment.kind, comment.span);
        }
        (self.builder.finish(), faults)
    }
}

/// The order of what is put in at one place: what ends the value before, what divides, what begins the next.
fn rank(fault: &SyntaxFault) -> u8 {
    match (fault.kind, fault.variant) {
        (SyntaxKind::QuoteMissing, "closing") => 0,
        (SyntaxKind::BracketMissing, "") => 1,
        (SyntaxKind::CommaMissing | SyntaxKind::ColonMissing, _) => 2,
        (SyntaxKind::BracketMissing, "opening") => 3,
        _ => 4,
    }
}

fn holder(change: &Change) -> &'static str {
    if change.action == Action::Insert(TokenKind::ArrayEnd) {
        "array"
    } else {
        "object"
    }
}

/// Whether two changes that follow one another are one mistake.
fn belongs(first: &Change, second: &Change) -> bool {
    match (first.action, second.action) {
        (Action::Delete, Action::Delete) => {
            first.at + 1 == second.at && first.reason.covers(second.reason)
        }
        (Action::Insert(_), Action::Insert(_)) => {
            let whole = matches!(
                first.reason,
                Reason::ClosingMissing
                    | Reason::ValueMissing
                    | Reason::KeyMissing
                    | Reason::LineMissing
            );
            whole && first.reason == second.reason && first.at == second.at
        }
        _ => false,
    }
}
