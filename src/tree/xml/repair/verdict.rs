//! From a reading of the tags to faults with their edits.

use crate::text::{Edit, Span};
use crate::tree::fault::{SyntaxFault, SyntaxKind};
use crate::tree::xml::repair::search::{Act, Decision, NONE, Reading};
use crate::tree::xml::repair::token::{Kind, Token, Tokens};

/// The variant of an end tag that ends its element before its content.
const EARLY: &str = "early";

struct Verdict<'a, 't> {
    text: &'t str,
    tokens: &'a Tokens<'t>,
    ends: &'a [u32],
    faults: Vec<SyntaxFault>,
    /// For each token with a fault of its own, whether it is told.
    told: Vec<bool>,
    /// Where the document ends for good, if something follows.
    end: usize,
}

/// All faults that a reading means, those of single tokens included.
pub(super) fn faults(text: &str, tokens: &Tokens<'_>, reading: &Reading) -> Vec<SyntaxFault> {
    let mut verdict = Verdict {
        text,
        tokens,
        ends: &reading.ends,
        faults: Vec::new(),
        told: Vec::new(),
        end: text.len(),
    };
    verdict.told = vec![false; tokens.attached.len()];
    for token in &tokens.list {
        if let (Some(fault), Kind::Start | Kind::Empty | Kind::End | Kind::Text) =
            (token.fault, token.kind)
        {
            verdict.told[fault as usize] = true;
        }
    }
    for decision in &reading.decisions {
        verdict.decide(*decision);
    }
    verdict.end_of_text(reading);
    let Verdict {
        mut faults,
        told,
        end,
        ..
    } = verdict;
    faults.extend(tokens.free.iter().cloned());
    faults.extend(
        tokens
            .attached
            .iter()
            .zip(told)
            .filter(|(_, told)| *told)
            .map(|(fault, _)| fault.clone()),
    );
    faults.retain(|fault| fault.span.start as usize <= end);
    faults
}

impl<'t> Verdict<'_, 't> {
    fn decide(&mut self, decision: Decision) {
        let token = self.tokens.list[decision.token as usize];
        let name = self.name(decision.name);
        let start = self
            .tokens
            .list
            .get(decision.start as usize)
            .copied()
            .filter(|_| decision.start != NONE);
        let related = start.map(|start| start.span);
        let fault = match decision.act {
            Act::CloseBefore => self.close_before(token, start, name),
            Act::StartAsEnd => {
                let mut fault = SyntaxFault::new(SyntaxKind::EndTagMissing, token.span)
                    .variant("start-tag")
                    .argument("name", name);
                fault.edits = self.rewrite(token, format!("</{name}>"), name);
                self.silence(token);
                fault.safe()
            }
            Act::ElementAsEnd => {
                let end = self
                    .tokens
                    .list
                    .get(decision.token as usize + 2)
                    .map_or(token.span, |end| token.span.to(end.span));
                let fault = SyntaxFault::new(SyntaxKind::EndTagMissing, token.span)
                    .variant("element")
                    .argument("name", name);
                fault.replace(end, format!("</{name}>"))
            }
            Act::EndAsStart => self.end_as_start(decision, token),
            Act::OpenEmpty => self.open_empty(decision, token),
            Act::Delete | Act::DeleteRepeated => self.delete(decision, token, name),
            Act::RenameEnd => self.rename_end(token, name),
            Act::RenameStart => self.rename_start(token, start, name),
            Act::Cross => self.cross(decision, token, name),
            Act::StartBefore { name } => {
                let name = self.name(name);
                let mut fault = SyntaxFault::new(
                    SyntaxKind::StartTagMissing,
                    Span::at(token.span.start as usize),
                )
                .argument("name", name);
                let end = self
                    .ends
                    .get(decision.token as usize)
                    .and_then(|end| self.tokens.list.get(*end as usize));
                fault.related = end.map(|end| end.span);
                fault.insert(token.span.start as usize, format!("<{name}>"))
            }
            Act::StartBeforeText { name } => self.start_before_text(decision, token, name),
            Act::Accept => {
                if let Some(fault) = token.fault {
                    self.told[fault as usize] = true;
                }
                return;
            }
            Act::Outside => self.outside(decision, token),
            Act::SecondRoot => self.second_root(token),
        };
        let mut fault = fault;
        fault.related = fault.related.or(match decision.act {
            Act::CloseBefore
            | Act::StartAsEnd
            | Act::ElementAsEnd
            | Act::RenameEnd
            | Act::Cross
            | Act::Delete => related,
            _ => None,
        });
        self.faults.push(fault);
    }

    fn end_as_start(&mut self, decision: Decision, token: Token) -> SyntaxFault {
        self.silence(token);
        let name = self.name(token.name);
        let fault = SyntaxFault::new(SyntaxKind::StartTagMissing, token.span)
            .variant("end-tag")
            .argument("name", name);
        let fault = if self.text[token.span.range()] == format!("</{name}>") {
            let slash = token.span.start as usize + 1;
            fault.delete(Span::new(slash, slash + 1))
        } else {
            fault.replace(token.span, format!("<{name}>"))
        };
        // Around a text nothing else can be meant.
        let holds_text = self
            .tokens
            .list
            .get(decision.token as usize + 1)
            .is_some_and(|next| next.kind == Kind::Text);
        if holds_text { fault.safe() } else { fault }
    }

    /// The end tag of a name that belongs to what stands behind a token.
    fn end_behind(&self, decision: Decision, name: u32) -> Option<Span> {
        let end = *self.ends.get(decision.token as usize + 1)?;
        self.tokens
            .list
            .get(end as usize)
            .filter(|end| end.name == name)
            .map(|end| end.span)
    }

    fn open_empty(&self, decision: Decision, token: Token) -> SyntaxFault {
        let tag = &self.text[token.span.range()];
        let slash = token.span.start as usize + tag.rfind('/').unwrap_or(0);
        let start = token.span.start as usize
            + tag[..slash - token.span.start as usize]
                .trim_ascii_end()
                .len();
        let mut fault =
            SyntaxFault::new(SyntaxKind::StartTagMalformed, Span::new(slash, slash + 1))
                .variant("closed");
        fault.related = self.end_behind(decision, token.name);
        fault
            .argument("name", self.name(token.name))
            .delete(Span::new(start, slash + 1))
            .safe()
    }

    fn close_before(&self, token: Token, start: Option<Token>, name: &str) -> SyntaxFault {
        let at = self.text[..token.span.start as usize]
            .trim_ascii_end()
            .len();
        let nested = start.is_some_and(|start| self.has_child(start));
        let fault =
            SyntaxFault::new(SyntaxKind::EndTagMissing, Span::at(at)).argument("name", name);
        let fault = fault.insert(at, format!("{}</{name}>", self.line(start, nested)));
        if nested { fault } else { fault.safe() }
    }

    /// Whether the first thing inside of a start tag is another tag.
    fn has_child(&self, start: Token) -> bool {
        let index = self
            .tokens
            .list
            .partition_point(|token| token.span.start <= start.span.start);
        self.tokens
            .list
            .get(index)
            .is_some_and(|next| matches!(next.kind, Kind::Start | Kind::Empty | Kind::MaybeStart))
    }

    /// The line end and indentation that an end tag gets which belongs under its start tag.
    fn line(&self, start: Option<Token>, nested: bool) -> &str {
        let Some(start) = start.filter(|_| nested) else {
            return "";
        };
        let before = &self.text[..start.span.start as usize];
        let indent = before.trim_end_matches([' ', '\t']).len();
        let line = &before[..indent];
        if line.ends_with("\r\n") {
            &self.text[indent - 2..before.len()]
        } else if line.ends_with('\n') {
            &self.text[indent - 1..before.len()]
        } else {
            ""
        }
    }

    fn delete(&mut self, decision: Decision, token: Token, open: &str) -> SyntaxFault {
        self.silence(token);
        let repeated = decision.act == Act::DeleteRepeated;
        let name = self.name(token.name);
        let ends = self
            .tokens
            .list
            .get(decision.start as usize)
            .is_some_and(|start| start.name == token.name);
        let kind = if token.kind == Kind::End {
            SyntaxKind::EndTagUnmatched
        } else {
            SyntaxKind::StartTagRepeated
        };
        // White space before goes with it where it has a line to itself.
        let start = token.span.start as usize;
        let blank = self.text[..start].trim_ascii_end().len();
        let own_line = self.text[blank..start].contains('\n')
            && self.text[token.span.end as usize..]
                .trim_start_matches([' ', '\t', '\r'])
                .starts_with('\n');
        let from = if own_line { blank } else { start };
        let mut fault = SyntaxFault::new(kind, token.span)
            .variant(match (repeated, token.kind) {
                (true, Kind::End) => "repeated",
                (false, Kind::End) if ends => EARLY,
                (false, Kind::Start | Kind::Empty) => "stray",
                _ => "",
            })
            .argument("name", name)
            .argument("open", open)
            .delete(Span::new(from, token.span.end as usize));
        if fault.variant == EARLY {
            fault.related = self.end_behind(decision, token.name);
        }
        if repeated && let Some(before) = decision.token.checked_sub(1) {
            fault.related = Some(self.tokens.list[before as usize].span);
        }
        if repeated { fault.safe() } else { fault }
    }

    fn rename_end(&mut self, token: Token, name: &str) -> SyntaxFault {
        let found = self.name(token.name);
        let malformed = self.silence(token);
        if malformed || found.is_empty() {
            let fault =
                SyntaxFault::new(SyntaxKind::EndTagMalformed, token.span).argument("name", name);
            return fault
                .argument("found", found)
                .replace(token.span, format!("</{name}>"))
                .safe();
        }
        let fault = SyntaxFault::new(SyntaxKind::EndTagMisspelt, token.name_span)
            .argument("name", name)
            .argument("found", found);
        fault.replace(token.name_span, name).safe()
    }

    fn rename_start(&self, token: Token, start: Option<Token>, found: &str) -> SyntaxFault {
        let name = self.name(token.name);
        let span = start.map_or(token.name_span, |start| start.name_span);
        let mut fault = SyntaxFault::new(SyntaxKind::StartTagMisspelt, span)
            .argument("name", name)
            .argument("found", found);
        fault.related = Some(token.span);
        fault.replace(span, name).safe()
    }

    fn cross(&self, decision: Decision, token: Token, inner: &str) -> SyntaxFault {
        let outer = self.name(token.name);
        let Some(second) = self.tokens.list.get(decision.token as usize + 1) else {
            return SyntaxFault::new(SyntaxKind::EndTagsCrossed, token.span);
        };
        SyntaxFault::new(SyntaxKind::EndTagsCrossed, token.span.to(second.span))
            .argument("outer", outer)
            .argument("inner", inner)
            .replace(token.name_span, inner)
            .replace(second.name_span, outer)
            .safe()
    }

    fn start_before_text(&self, decision: Decision, token: Token, name: u32) -> SyntaxFault {
        let name = self.name(name);
        let before = decision
            .token
            .checked_sub(1)
            .map(|before| self.tokens.list[before as usize]);
        let at = before
            .filter(|before| before.kind == Kind::Text)
            .map_or(token.span.start, |before| before.span.start) as usize;
        let mut fault =
            SyntaxFault::new(SyntaxKind::StartTagMissing, Span::at(at)).argument("name", name);
        fault.related = Some(token.span);
        let fault = fault.insert(at, format!("<{name}>"));
        // An end tag without anything before it may as well be left over.
        if self.text[at..token.span.start as usize]
            .trim_ascii()
            .is_empty()
        {
            fault
        } else {
            fault.safe()
        }
    }

    fn outside(&mut self, decision: Decision, token: Token) -> SyntaxFault {
        self.silence(token);
        let rooted = self.tokens.list[..decision.token as usize]
            .iter()
            .any(|other| matches!(other.kind, Kind::Start | Kind::Empty));
        let text = &self.text[token.span.range()];
        let first_line = text.lines().next().unwrap_or_default();
        // What stands before the document goes with the white space behind it, so that a declaration can come first.
        let tail = &self.text[token.span.end as usize..];
        let (variant, edit) = if rooted {
            ("behind", Edit::delete(token.span))
        } else {
            let blanks = tail.len() - tail.trim_ascii_start().len();
            let declared = tail.trim_ascii_start().starts_with("<?xml");
            let from = if declared {
                0
            } else {
                token.span.start as usize
            };
            let end = token.span.end as usize + if declared { blanks } else { 0 };
            let from = if self.text[..token.span.start as usize]
                .trim_ascii()
                .is_empty()
            {
                from
            } else {
                token.span.start as usize
            };
            ("before", Edit::delete(Span::new(from, end)))
        };
        SyntaxFault::new(SyntaxKind::TextAround, token.span)
            .variant(variant)
            .argument("text", first_line.trim_ascii_end())
            .edit(edit)
    }

    fn second_root(&mut self, token: Token) -> SyntaxFault {
        self.end = token.span.start as usize;
        let first = self
            .tokens
            .list
            .iter()
            .find(|token| matches!(token.kind, Kind::Start | Kind::Empty | Kind::MaybeStart));
        let mut from = self.text[..self.end].trim_ascii_end().len();
        // Its declaration goes with it.
        let declaration = self
            .tokens
            .free
            .iter()
            .find(|fault| fault.variant == "second" && fault.span.end as usize == from);
        if let Some(declaration) = declaration {
            from = self.text[..declaration.span.start as usize]
                .trim_ascii_end()
                .len();
        }
        let mut fault = SyntaxFault::new(SyntaxKind::TextAround, token.span)
            .variant("second")
            .argument("name", self.name(token.name))
            .argument("first", first.map_or("", |first| self.name(first.name)));
        fault.related = first.map(|first| first.span);
        let end = self.text.trim_ascii_end().len();
        // A copy of the first says nothing that the first does not.
        let is_copy = first.is_some_and(|first| {
            self.text[first.span.start as usize..from] == self.text[self.end..end]
        });
        let fault = fault.delete(Span::new(from, end));
        if is_copy { fault.safe() } else { fault }
    }

    /// What is open where the text ends.
    fn end_of_text(&mut self, reading: &Reading) {
        let broken = self
            .tokens
            .broken_off
            .filter(|broken| broken.start as usize <= self.end);
        if reading.open.is_empty() && broken.is_none() {
            return;
        }
        let Some((outermost, start)) = reading.open.last().copied().or(broken.map(|_| (0, NONE)))
        else {
            return;
        };
        let end = broken.map_or(self.text.len(), |broken| broken.start as usize);
        let at = self.text[..end].trim_ascii_end().len();
        let names: Vec<&str> = reading
            .open
            .iter()
            .map(|(name, _)| self.name(*name))
            .collect();
        let mut tags = String::new();
        for (index, (name, start)) in reading.open.iter().enumerate() {
            let start = self.tokens.list.get(*start as usize).copied();
            tags.push_str(self.line(
                start,
                index > 0 || start.is_some_and(|start| self.has_child(start)),
            ));
            tags.push_str("</");
            tags.push_str(self.name(*name));
            tags.push('>');
        }
        let root = self.tokens.list.get(start as usize).map(|start| start.span);
        let early = self
            .faults
            .iter_mut()
            .rev()
            .find(|fault| fault.variant == EARLY && fault.related == root);
        if let (Some(early), None, 1) = (early, broken, reading.open.len()) {
            // The tag that stands too early is the one that is missing here.
            early.variant = "moved";
            early.edits.push(Edit::insert(at, tags));
            return;
        }
        let span = broken.unwrap_or(Span::at(at));
        let mut fault = SyntaxFault::new(SyntaxKind::EndTagMissing, span)
            .variant(if broken.is_some() {
                "inside-markup"
            } else {
                "end-of-text"
            })
            .argument("name", self.name(outermost));
        if !names.is_empty() {
            fault = fault.argument("count", names.len().to_string());
        }
        let shown: Vec<String> = names
            .iter()
            .take(8)
            .map(|name| format!("</{name}>"))
            .collect();
        fault = fault.argument("names", shown.join(""));
        let innermost = reading.open.first().map_or(start, |(_, start)| *start);
        fault.related = self
            .tokens
            .list
            .get(innermost as usize)
            .map(|start| start.span);
        if let Some(broken) = broken {
            fault = fault.delete(broken);
        }
        if !tags.is_empty() {
            fault = fault.insert(at, tags);
        }
        fault.edits.sort();
        self.faults.push(fault);
    }

    /// A tag written anew: the least of it that changes.
    fn rewrite(&self, token: Token, whole: String, name: &str) -> Vec<crate::text::Edit> {
        if self.text[token.span.range()] == format!("<{name}>") {
            vec![Edit::insert(token.span.start as usize + 1, "/")]
        } else {
            vec![Edit::replace(token.span, whole)]
        }
    }

    /// The fault of the token itself is part of a larger one. Whether there was one.
    fn silence(&mut self, token: Token) -> bool {
        token
            .fault
            .is_some_and(|fault| std::mem::replace(&mut self.told[fault as usize], false))
    }

    fn name(&self, name: u32) -> &'t str {
        let name = self.tokens.names[name as usize];
        match name.split_once(':') {
            Some((prefix, local)) if self.tokens.stripped.contains(&prefix) => local,
            _ => name,
        }
    }
}
