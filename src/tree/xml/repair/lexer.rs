//! Cuts a text that is not well-formed into tokens, and mends what is wrong inside of a single one.
//!
//! Which tags belong together is not decided here but in [`search`](crate::tree::xml::repair::search).

use std::collections::HashSet;

use memchr::{memchr, memmem};

use crate::text::{Edit, Span};
use crate::tree::fault::{SyntaxFault, SyntaxKind};
use crate::tree::nesting::Nesting;
use crate::tree::xml::repair::attribute::Ending;
use crate::tree::xml::repair::markup::Closing;
use crate::tree::xml::repair::token::{Kind, Tokens};
use crate::tree::xml::repair::{MOST_FAULTS, attribute, lookalikes, name};

/// The tokens of a text.
pub(super) fn tokens<'t>(text: &'t str, nesting: &dyn Nesting) -> Tokens<'t> {
    let mut lexer = Lexer {
        text,
        nesting,
        tokens: Tokens::new(),
        declared: false,
        entities: HashSet::new(),
        doctype: None,
        strays: Vec::new(),
        comment_end: Closing::default(),
        cdata_end: Closing::default(),
        instruction_end: Closing::default(),
    };
    lexer.run();
    lexer.tokens
}

pub(super) struct Lexer<'t, 'n> {
    pub(super) text: &'t str,
    pub(super) nesting: &'n dyn Nesting,
    pub(super) tokens: Tokens<'t>,
    /// An XML declaration was met.
    pub(super) declared: bool,
    /// Entities that a document type declares.
    pub(super) entities: HashSet<&'t str>,
    /// The fault of the document type, which takes the references to its entities with it.
    pub(super) doctype: Option<usize>,
    /// Each `<` of the text before the next markup that begins nothing.
    strays: Vec<usize>,
    pub(super) comment_end: Closing,
    pub(super) cdata_end: Closing,
    pub(super) instruction_end: Closing,
}

/// What follows `<`.
enum Opening {
    Start {
        name: usize,
    },
    End {
        name: usize,
    },
    Bang,
    Instruction,
    /// A comment whose `<!--` is misspelt.
    Comment {
        content: usize,
    },
    /// A section whose `<![CDATA[` is misspelt.
    Cdata {
        content: usize,
    },
    Doubled,
    Stray,
}

impl Lexer<'_, '_> {
    fn run(&mut self) {
        let bytes = self.text.as_bytes();
        let mut at = 0;
        // Where the text began that the next markup ends; a stray `<` belongs to it.
        let mut text = 0;
        while let Some(found) = bytes.get(at..).and_then(|rest| memchr(b'<', rest)) {
            let start = at + found;
            let opening = self.opening(start);
            match opening {
                Opening::Doubled => {
                    self.text(text, start);
                    let span = Span::new(start, start + 1);
                    let fault = SyntaxFault::new(SyntaxKind::UnescapedCharacter, span)
                        .variant("doubled")
                        .argument("character", "<");
                    self.free(fault.delete(span).safe());
                    (at, text) = (start + 1, start + 1);
                    if self.is_full() {
                        return;
                    }
                    continue;
                }
                Opening::Stray => {
                    self.strays.push(start);
                    at = start + 1;
                    if self.is_full() || self.strays.len() >= MOST_FAULTS {
                        break;
                    }
                    continue;
                }
                _ => self.text(text, start),
            }
            at = match opening {
                Opening::Start { name } => self.start_tag(start, name),
                Opening::End { name } => self.end_tag(start, name),
                Opening::Instruction => self.instruction(start),
                Opening::Comment { content } => self.misspelt_comment(start, content),
                Opening::Cdata { content } => self.misspelt_cdata(start, content),
                _ => self.bang(start),
            };
            text = at;
            if self.tokens.broken_off.is_some() || self.is_full() {
                return;
            }
        }
        self.text(text, self.text.len());
    }

    fn opening(&mut self, start: usize) -> Opening {
        let bytes = self.text.as_bytes();
        let rest = &bytes[start + 1..];
        if let Some(content) = self.comment_opening(start) {
            return Opening::Comment { content };
        }
        if let Some(content) = self.cdata_opening(start) {
            return Opening::Cdata { content };
        }
        if rest.first().is_some_and(|byte| lookalikes::is_slash(*byte)) && self.is_end(start + 2) {
            return Opening::End { name: start + 2 };
        }
        let spaces = blanks(rest);
        let after = rest.get(spaces).copied();
        let name = start + 1 + spaces;
        match after {
            Some(b'!') if spaces == 0 && is_bang(&bytes[start..]) => Opening::Bang,
            Some(b'?') if spaces == 0 => Opening::Instruction,
            Some(b'<') if spaces == 0 => Opening::Doubled,
            Some(b'/') => Opening::End { name: name + 1 },
            Some(b'\\') if name::begins(&self.text[name + 1..]) => Opening::End { name: name + 1 },
            Some(_)
                if name::begins(&self.text[name..])
                    && (spaces == 0 || self.is_spaced_tag(name)) =>
            {
                self.named(name)
            }
            None if spaces == 0 => Opening::Start { name },
            _ => Opening::Stray,
        }
    }

    /// Whether a name of an open element and `>` stand there.
    fn is_end(&self, name: usize) -> bool {
        let end = name::end_nearby(self.text, name);
        end > name
            && self.text[end..].trim_ascii_start().starts_with('>')
            && self.tokens.is_open(&self.text[name..end])
    }

    /// A start tag, unless its name is but colons.
    fn named(&self, name: usize) -> Opening {
        let word = &self.text[name..name::end(self.text, name)];
        if word.bytes().all(|byte| byte == b':') {
            Opening::Stray
        } else {
            Opening::Start { name }
        }
    }

    /// Whether the word behind `< ` makes it a tag: an element is known by it, and `>` follows.
    fn is_spaced_tag(&self, name: usize) -> bool {
        let end = name::end(self.text, name);
        self.nesting.is_known(name::local(&self.text[name..end]))
            && self.text[end..].trim_start().starts_with('>')
    }

    fn start_tag(&mut self, start: usize, name: usize) -> usize {
        let end = name::end(self.text, name);
        if end == self.text.len() {
            self.break_off(start);
            return end;
        }
        let word = &self.text[name..end];
        if word == "xml"
            && self.text[..start].trim_ascii().is_empty()
            && let Some(close) = memchr(b'>', &self.text.as_bytes()[end..])
                .filter(|close| self.text[end..end + close].ends_with('?'))
        {
            self.declaration(start, end + close + 1);
            return end + close + 1;
        }
        let slip = self.typed_end_of_start(start, name, end);
        let slip = slip
            .or_else(|| self.value_in_tag(start, name, end))
            .or_else(|| self.name_in_parts(start, name, end));
        if let Some(at) = slip {
            return at;
        }
        // `<Namexmlns="…">`
        let grown = word.strip_suffix("xmlns").filter(|word| {
            self.text[end..].trim_ascii_start().starts_with('=') && name::is_proper(word)
        });
        let end = grown.map_or(end, |word| name + word.len());
        let word = &self.text[name..end];
        if !name::is_proper(word) && word.contains(':') {
            return self.improper_start_tag(start, name, end);
        }
        let spaces = (name > start + 1).then(|| {
            let span = Span::new(start + 1, name);
            SyntaxFault::new(SyntaxKind::StartTagMalformed, span)
                .argument("name", &self.text[name..end])
                .delete(span)
                .safe()
        });
        let scanned = attribute::scan(self, end);
        let name_span = Span::new(name, end);
        match scanned.ending {
            Ending::Closed { at, empty } => {
                let kind = if empty { Kind::Empty } else { Kind::Start };
                self.tokens.free.extend(scanned.faults);
                self.tokens.push(
                    kind,
                    &self.text[name..end],
                    Span::new(start, at),
                    name_span,
                    spaces,
                );
                at
            }
            Ending::BrokenOff => {
                self.break_off(start);
                self.text.len()
            }
            Ending::Unclosed { at: last, empty } => {
                self.tokens.free.extend(scanned.faults);
                let length = if last == end {
                    self.name_length(name, end)
                } else {
                    end - name
                };
                let name_span = Span::new(name, name + length);
                let at = if last == end { name + length } else { last };
                let kind = if empty { Kind::Empty } else { Kind::Start };
                // Behind attributes the place is behind the last one, so that its closing quote goes in before the bracket.
                let place = if last == end {
                    Span::new(start, at)
                } else {
                    Span::at(at)
                };
                let fault = SyntaxFault::new(SyntaxKind::TagUnclosed, place)
                    .argument("name", &self.text[name_span.range()])
                    .insert(at, ">");
                let fault = if at == end || last != end {
                    fault.safe()
                } else {
                    fault
                };
                self.tokens.push(
                    kind,
                    &self.text[name_span.range()],
                    Span::new(start, at),
                    name_span,
                    Some(fault),
                );
                at
            }
        }
    }

    /// A start tag with colons where none belong: the longest part between them is its name.
    fn improper_start_tag(&mut self, start: usize, name: usize, end: usize) -> usize {
        let word = &self.text[name..end];
        let mut best = Span::at(name);
        let mut from = name;
        for part in word.split(':') {
            if part.len() > best.len() && name::begins(part) {
                best = Span::new(from, from + part.len());
            }
            from += part.len() + 1;
        }
        if best.is_empty() {
            let sign = Span::new(start, start + 1);
            let fault = SyntaxFault::new(SyntaxKind::UnescapedCharacter, sign)
                .argument("character", "<")
                .argument("reference", "&lt;");
            self.free(fault.replace(sign, "&lt;").safe());
            self.plain(start, end);
            return end;
        }
        let right = &self.text[best.range()];
        let whole = Span::new(start + 1, end);
        let fault = SyntaxFault::new(SyntaxKind::StartTagMalformed, whole)
            .argument("name", right)
            .replace(whole, right);
        let scanned = attribute::scan(self, end);
        let (at, empty) = match scanned.ending {
            Ending::BrokenOff => {
                self.break_off(start);
                return self.text.len();
            }
            Ending::Closed { at, empty } | Ending::Unclosed { at, empty } => (at, empty),
        };
        let fault = if self.text[..at].ends_with('>') && at > end {
            fault
        } else {
            fault.insert(at, ">")
        };
        self.tokens.free.extend(scanned.faults);
        let kind = if empty { Kind::Empty } else { Kind::Start };
        self.tokens
            .push(kind, right, Span::new(start, at), whole, Some(fault));
        at
    }

    /// How much of a word behind `<` is the name, where the `>` behind it is missing and text may have grown on to it.
    fn name_length(&self, name: usize, end: usize) -> usize {
        let word = &self.text[name..end];
        let behind = &self.text[end..];
        let next = behind.find('<').map_or("", |found| &behind[found..]);
        if let Some(closing) = next.strip_prefix("</") {
            let closing = &closing[..name::end(closing, 0)];
            if !closing.is_empty() && word.starts_with(closing) {
                return closing.len();
            }
        }
        let known = |length: &usize| {
            word.is_char_boundary(*length) && self.nesting.is_known(name::local(&word[..*length]))
        };
        (1..=word.len().min(128))
            .rev()
            .find(known)
            .unwrap_or(word.len())
    }

    fn end_tag(&mut self, start: usize, after_slash: usize) -> usize {
        let bytes = self.text.as_bytes();
        let mut name = after_slash;
        while bytes
            .get(name)
            .is_some_and(|byte| matches!(byte, b'/' | b' ' | b'\t' | b':'))
        {
            name += 1;
        }
        let end = name::end(self.text, name);
        let behind = end + blanks(&bytes[end..]);
        let name_text = &self.text[name..end];
        let name_span = Span::new(name, end);
        let malformed = |span: Span| {
            SyntaxFault::new(SyntaxKind::EndTagMalformed, span)
                .argument("name", name_text)
                .safe()
        };
        let mut fault = None;
        if &self.text[start..name] != "</" {
            fault = Some(malformed(Span::new(start, name)).replace(Span::new(start, name), "</"));
        }
        match bytes.get(behind) {
            Some(b'>') => {
                self.tokens.push(
                    Kind::End,
                    name_text,
                    Span::new(start, behind + 1),
                    name_span,
                    fault,
                );
                behind + 1
            }
            None => {
                self.break_off(start);
                self.text.len()
            }
            _ => {
                // Something else stands in the tag. If the tag ends on this line all the same, that is too much.
                let rest = &bytes[behind..];
                let line = memchr::memchr3(b'<', b'>', b'\n', rest).map(|found| behind + found);
                if let Some(close) = line.filter(|at| bytes[*at] == b'>') {
                    let extra = Span::new(end, close);
                    let fault = fault.unwrap_or_else(|| malformed(extra)).delete(extra);
                    self.tokens.push(
                        Kind::End,
                        name_text,
                        Span::new(start, close + 1),
                        name_span,
                        Some(fault),
                    );
                    return close + 1;
                }
                // Without a name, the white space behind the slash is none of the tag.
                let end = start + self.text[start..end].trim_end().len();
                let name_span = if name_text.is_empty() {
                    Span::at(end)
                } else {
                    name_span
                };
                let typed = lookalikes::greater_at(&self.text[end..])
                    .filter(|_| !name_text.is_empty())
                    .unwrap_or(0);
                let wrong = Span::new(end, end + typed);
                let span = Span {
                    start: start as u32,
                    end: wrong.end,
                };
                let fault = fault.unwrap_or_else(|| {
                    let fault = SyntaxFault::new(SyntaxKind::TagUnclosed, span)
                        .argument("name", name_text)
                        .safe();
                    fault
                        .variant(if typed > 0 {
                            "end-tag-typed"
                        } else {
                            "end-tag"
                        })
                        .argument("typed", &self.text[wrong.range()])
                });
                let edit = if typed > 0 {
                    Edit::replace(wrong, ">")
                } else {
                    Edit::insert(end, ">")
                };
                self.tokens.push(
                    Kind::End,
                    name_text,
                    span,
                    name_span,
                    Some(fault.edit(edit)),
                );
                wrong.end as usize
            }
        }
    }

    /// A run between markup: references, forbidden sequences, and what may have been meant as tags.
    fn text(&mut self, start: usize, end: usize) {
        // Only these are blank to XML; a no-break space is text.
        let run = &self.text[start..end];
        let strays = std::mem::take(&mut self.strays);
        if run.trim_ascii_start().is_empty() || self.slip(Span::new(start, end), &strays) {
            return;
        }
        for stray in strays {
            let span = Span::new(stray, stray + 1);
            let fault =
                SyntaxFault::new(SyntaxKind::UnescapedCharacter, span).argument("character", "<");
            self.free(
                fault
                    .argument("reference", "&lt;")
                    .replace(span, "&lt;")
                    .safe(),
            );
        }
        let start = start + (run.len() - run.trim_ascii_start().len());
        let mut start = self.headless_markup(start, end);
        self.references(Span::new(start, end), false);
        self.closing_of_cdata(start, end);
        // Each `>` may end a tag that lost its `<`.
        let mut at = start;
        let mut with_attributes = true;
        while let Some(found) = memchr(b'>', &self.text.as_bytes()[at..end]) {
            let close = at + found;
            at = close + 1;
            if self.tokens.attached.len() < MOST_FAULTS
                && let Some(mut token) = self.lost_tag(start, close, &mut with_attributes)
            {
                // What follows the name must be attributes up to the `>`. A run that once was wrong is not looked through again.
                if !self.attributes_of(&mut token) {
                    with_attributes = false;
                    continue;
                }
                self.plain(start, token.span.start as usize);
                self.tokens.push(
                    token.kind,
                    &self.text[token.name.range()],
                    token.span,
                    token.name,
                    Some(token.fault),
                );
                start = at;
                with_attributes = true;
            }
        }
        self.plain(start, end);
    }

    fn plain(&mut self, start: usize, end: usize) {
        let run = &self.text[start..end];
        let trimmed = run.trim_ascii();
        if !trimmed.is_empty() {
            let start = start + (run.len() - run.trim_ascii_start().len());
            let span = Span::new(start, start + trimmed.len());
            self.tokens
                .push(Kind::Text, "", span, Span::at(start), None);
        }
    }

    /// A declaration or comment whose `<` is missing. Returns where the text behind it begins.
    fn headless_markup(&mut self, start: usize, end: usize) -> usize {
        let run = &self.text[start..end];
        let is_first = || self.text[..start].trim().is_empty();
        let (kind, closing) = if run.starts_with("?xml ") && is_first() {
            (SyntaxKind::InstructionMalformed, "?>")
        } else if run.starts_with("!--") {
            (SyntaxKind::CommentMalformed, "-->")
        } else {
            return start;
        };
        let Some(length) = run.find(closing).map(|found| found + closing.len()) else {
            return start;
        };
        let span = Span::new(start, start + length);
        self.free(
            SyntaxFault::new(kind, span)
                .variant("opening")
                .insert(start, "<")
                .safe(),
        );
        if closing == "?>" {
            self.declaration(start, start + length);
        }
        start + length
    }

    /// Text up to a `>` that reads like a tag without its `<`.
    fn lost_tag(&self, from: usize, close: usize, with_attributes: &mut bool) -> Option<LostTag> {
        let bytes = self.text.as_bytes();
        let mut end = close;
        let empty = end > from && bytes[end - 1] == b'/';
        if empty {
            end -= 1;
        }
        let mut head = end;
        // The value of an attribute may stand before: from there the tag's name is the first word of the line.
        if end > from && matches!(bytes[end - 1], b'"' | b'\'') {
            let word = if *with_attributes {
                self.first_word(from, end)
            } else {
                None
            };
            *with_attributes = word.is_some();
            head = word?;
        }
        let spaces = self.text[from..head].len() - self.text[from..head].trim_end().len();
        let name_limit = head - spaces;
        let name = from + name::last(&self.text[from..name_limit]);
        if name == name_limit {
            return None;
        }
        let name_span = Span::new(name, name_limit);
        let word = &self.text[name_span.range()];
        // A bracket before an end tag that lacks its own stands for that.
        if self.text[close..].starts_with(">/") && name::begins(&self.text[close + 2..]) {
            return None;
        }
        let typo = |at: usize| lookalikes::less_before(&self.text[from..at]);
        let (kind, opening, before) = if name > from && bytes[name - 1] == b'/' && !empty {
            (Kind::MaybeEnd, SyntaxKind::EndTagMalformed, name - 1)
        } else if empty {
            (Kind::MaybeEmpty, SyntaxKind::StartTagMalformed, name)
        } else {
            (Kind::MaybeStart, SyntaxKind::StartTagMalformed, name)
        };
        // A name inside of a sentence is no start tag.
        let bare = before == from || bytes[before - 1].is_ascii_whitespace();
        if kind != Kind::MaybeEnd && !bare && typo(before).is_none() {
            return None;
        }
        let wrong = Span::new(before - typo(before).unwrap_or(0), before);
        let span = Span {
            start: wrong.start,
            end: close as u32 + 1,
        };
        let fault = SyntaxFault::new(opening, span)
            .variant(if wrong.is_empty() {
                "no-bracket"
            } else {
                "typed"
            })
            .argument("name", word)
            .argument("typed", &self.text[wrong.range()])
            .replace(wrong, "<")
            .safe();
        Some(LostTag {
            kind,
            span,
            name: name_span,
            fault,
        })
    }

    /// Reads what stands between the name and the end of a tag that lost its `<`, and mends it along. `false` if the tag ends elsewhere.
    fn attributes_of(&mut self, token: &mut LostTag) -> bool {
        let (name, end) = (token.name.end as usize, token.span.end as usize);
        if self.text[name..end].trim_start().len() <= 2 {
            return true;
        }
        let scanned = attribute::scan(self, name);
        token
            .fault
            .edits
            .extend(scanned.faults.into_iter().flat_map(|fault| fault.edits));
        matches!(scanned.ending, Ending::Closed { at, .. } if at == end)
    }

    /// The end of the first word in a run, if what follows up to `end` are attributes.
    fn first_word(&self, from: usize, end: usize) -> Option<usize> {
        let run = &self.text[from..end];
        let start = from + (run.len() - run.trim_start().len());
        // Names are short; a long run is looked at but once.
        let word = name::end_nearby(self.text, start).min(end);
        let attributes = self.text[word..end].trim_start();
        let name = name::end_nearby(attributes, 0);
        (word > start && name > 0 && attributes[name..].trim_start().starts_with('='))
            .then_some(word)
    }

    /// `]]>` cannot stand in text.
    fn closing_of_cdata(&mut self, start: usize, end: usize) {
        let found: Vec<usize> = memmem::find_iter(&self.text.as_bytes()[start..end], b"]]>")
            .take(MOST_FAULTS)
            .collect();
        for found in found {
            let span = Span::new(start + found, start + found + 3);
            let sign = Span {
                start: span.end - 1,
                end: span.end,
            };
            let fault = SyntaxFault::new(SyntaxKind::UnescapedCharacter, span)
                .variant("cdata-end")
                .argument("character", "]]>");
            self.free(
                fault
                    .argument("reference", "]]&gt;")
                    .replace(sign, "&gt;")
                    .safe(),
            );
        }
    }

    /// Whether there are so many faults already that the text is not worth mending.
    pub(super) fn is_full(&self) -> bool {
        self.tokens.is_full()
    }

    pub(super) fn free(&mut self, fault: SyntaxFault) {
        self.tokens.free.push(fault);
    }

    /// The text ends inside of what begins at `start`.
    pub(super) fn break_off(&mut self, start: usize) {
        self.tokens.broken_off = Some(Span::new(start, self.text.len()));
    }
}

/// What [`Lexer::lost_tag`] found.
struct LostTag {
    kind: Kind,
    span: Span,
    name: Span,
    fault: SyntaxFault,
}

fn is_bang(rest: &[u8]) -> bool {
    let after = &rest[2..];
    after.starts_with(b"-")
        || after.starts_with(b"[CDATA[")
        || after
            .get(..7)
            .is_some_and(|word| word.eq_ignore_ascii_case(b"DOCTYPE"))
        || {
            // The end of a text that is being typed.
            after.len() < 7 && (b"[CDATA[".starts_with(after) || b"DOCTYPE".starts_with(after))
        }
}

/// How many bytes of white space a text begins with.
pub(super) fn blanks(bytes: &[u8]) -> usize {
    bytes
        .iter()
        .take_while(|byte| byte.is_ascii_whitespace())
        .count()
}
