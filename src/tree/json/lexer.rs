//! Cuts a text that is not quite JSON into symbols. What one symbol can be forgiven is forgiven here, and noted
//! as a fault: quotes, spellings of numbers and literals, comments, characters that do not belong.

use crate::text::{Source, Span};
use crate::tree::json::surroundings::{Conflict, Merges};
use crate::tree::json::{quotes, string, surroundings};
use crate::tree::{SyntaxFault, SyntaxKind, Trivia, TriviaKind};

/// A value without quotes is looked for over so many bytes: each of many words on a line has one look ahead.
const LONGEST_WORDS: usize = 512;

/// The greatest number of symbols of a faulty document, 4,194,304. What follows them is not read.
const MAX_TOKENS: usize = 4 << 20;
/// The greatest number of faults of single symbols that are told, 100,000.
pub(super) const MAX_FAULTS: usize = 100_000;

/// In place of the index of a symbol: the fault stands between symbols.
pub(super) const BETWEEN: u32 = u32::MAX;

/// What a symbol is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum TokenKind {
    /// `{`
    ObjectStart,
    /// `}`
    ObjectEnd,
    /// `[`
    ArrayStart,
    /// `]`
    ArrayEnd,
    /// `,`
    Comma,
    /// `:`
    Colon,
    /// A string.
    String,
    /// A number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// `null`.
    Null,
    /// Letters without quotes.
    Word,
    /// A character that means nothing.
    Stray,
}

/// One symbol.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    /// Whether it is the first of its line.
    pub(super) first: bool,
    /// All of it.
    pub(super) span: Span,
    /// Between the quotes; otherwise all of it.
    pub(super) content: Span,
    /// How far its line is indented, in characters.
    pub(super) indent: u32,
}

/// What a text was cut into.
#[derive(Debug, Default)]
pub(super) struct Symbols {
    pub(super) tokens: Vec<Token>,
    /// What is wrong with single symbols and between them, with the index of the symbol, or [`BETWEEN`].
    pub(super) faults: Vec<(u32, SyntaxFault)>,
    pub(super) comments: Vec<Trivia>,
    pub(super) conflicts: Vec<Conflict>,
    /// Texts of tokens that differ from what stands in the source, by index.
    pub(super) texts: Vec<(u32, String)>,
    /// Tokens whose value cannot be known, by index.
    pub(super) unknown: Vec<u32>,
    /// Whether the last token is cut off by the end of the text, and what completes it.
    pub(super) cut: Option<(Span, &'static str)>,
    /// The text before the document.
    pub(super) before: Option<Span>,
    /// Whether there were too many tokens.
    pub(super) incomplete: bool,
}

/// Cuts the text of a source.
pub(super) fn read(source: &Source<'_>) -> Symbols {
    let text = source.text();
    let start = surroundings::document_start(text);
    let mut lexer = Lexer {
        text,
        bytes: text.as_bytes(),
        at: start,
        line_start: true,
        indent: 0,
        line_end: memchr::memchr2(b'\n', b'\r', text.as_bytes()).unwrap_or(text.len()),
        ahead: quotes::Ahead::default(),
        symbols: Symbols::default(),
        merges: Merges::default(),
        skip_at: usize::MAX,
        skip_to: 0,
        groups: Vec::new(),
    };
    if start > 0 {
        let words = text[..start].trim_ascii();
        let from = text[..start].find(words).unwrap_or(0);
        lexer.symbols.before = Some(Span::new(from, from + words.len()));
        lexer.line_start = text[..start].ends_with('\n');
    }
    lexer.run();
    lexer.symbols
}

pub(super) struct Lexer<'t> {
    pub(super) text: &'t str,
    pub(super) bytes: &'t [u8],
    pub(super) at: usize,
    line_start: bool,
    indent: u32,
    line_end: usize,
    pub(super) ahead: quotes::Ahead,
    pub(super) symbols: Symbols,
    merges: Merges,
    /// The second side of a merge: from where, to where.
    skip_at: usize,
    skip_to: usize,
    /// The fault that speaks for all of its kind.
    groups: Vec<(SyntaxKind, usize)>,
}

impl Lexer<'_> {
    fn run(&mut self) {
        loop {
            self.space();
            if self.at >= self.bytes.len() {
                return;
            }
            if self.symbols.tokens.len() >= MAX_TOKENS {
                self.symbols.incomplete = true;
                return;
            }
            self.token();
        }
    }

    fn token(&mut self) {
        let start = self.at;
        let byte = self.bytes[start];
        match byte {
            b'{' if self.template(start) => {}
            b'{' => self.punctuation(TokenKind::ObjectStart),
            b'}' => self.punctuation(TokenKind::ObjectEnd),
            b'[' => self.punctuation(TokenKind::ArrayStart),
            b']' => self.punctuation(TokenKind::ArrayEnd),
            b',' => self.punctuation(TokenKind::Comma),
            b';' => self.instead(TokenKind::Comma, 1, ","),
            b':' if self.bytes.get(start + 1) == Some(&b'=') => {
                self.instead(TokenKind::Colon, 2, ":")
            }
            b':' => self.punctuation(TokenKind::Colon),
            b'=' if self.bytes.get(start + 1) == Some(&b'>') => {
                self.instead(TokenKind::Colon, 2, ":")
            }
            b'=' => self.instead(TokenKind::Colon, 1, ":"),
            b'"' => quotes::double(self),
            b'\'' => quotes::single(self),
            byte if !byte.is_ascii() && quotes::is_smart(self.character(start)) => {
                quotes::smart(self)
            }
            b'<' | b'$' if self.template(start) => {}
            byte if is_word(byte) => self.word(),
            _ => {
                let end = start + self.character(start).len_utf8();
                self.push(
                    TokenKind::Stray,
                    Span::new(start, end),
                    Span::new(start, end),
                );
            }
        }
    }

    /// The character at an offset.
    pub(super) fn character(&self, at: usize) -> char {
        self.text[at..].chars().next().unwrap_or('\0')
    }

    fn punctuation(&mut self, kind: TokenKind) {
        let span = Span::new(self.at, self.at + 1);
        self.push(kind, span, span);
    }

    /// A character that stands for another: `=` for a colon, `;` for a comma.
    fn instead(&mut self, kind: TokenKind, len: usize, right: &str) {
        let span = Span::new(self.at, self.at + len);
        let wrong = &self.text[span.range()];
        let fault = SyntaxFault::new(SyntaxKind::WrongSeparator, span)
            .argument("found", wrong)
            .argument("expected", right)
            .replace(span, right)
            .safe();
        self.fault(fault);
        self.push(kind, span, span);
    }

    /// Adds a token and goes behind it.
    pub(super) fn push(&mut self, kind: TokenKind, span: Span, content: Span) {
        let token = Token {
            kind,
            first: self.line_start,
            span,
            content,
            indent: self.indent,
        };
        self.symbols.tokens.push(token);
        self.line_start = false;
        self.at = span.end as usize;
    }

    /// Adds a token whose text is not the one in the source.
    pub(super) fn push_text(&mut self, kind: TokenKind, span: Span, content: Span, text: String) {
        self.symbols
            .texts
            .push((self.symbols.tokens.len() as u32, text));
        self.push(kind, span, content);
    }

    pub(super) fn previous(&self) -> Option<TokenKind> {
        self.symbols.tokens.last().map(|token| token.kind)
    }

    /// Notes a fault of the symbol that comes next.
    pub(super) fn fault(&mut self, fault: SyntaxFault) {
        let symbol = self.symbols.tokens.len() as u32;
        self.note(symbol, fault);
    }

    fn note(&mut self, symbol: u32, fault: SyntaxFault) {
        if self.symbols.faults.len() < MAX_FAULTS {
            self.symbols.faults.push((symbol, fault));
        }
    }

    /// Notes a fault of a habit that a text has throughout: the first place speaks for all, its argument `count` tells how many there are.
    pub(super) fn habit(&mut self, fault: SyntaxFault) {
        if let Some((_, first)) = self.groups.iter().find(|group| group.0 == fault.kind) {
            self.symbols.faults[*first].1.join(fault);
        } else if self.symbols.faults.len() < MAX_FAULTS {
            self.groups.push((fault.kind, self.symbols.faults.len()));
            self.note(BETWEEN, fault.argument("count", "1"));
        }
    }

    /// The end of the line, without what ends it. It is looked for once a line.
    pub(super) fn line_end(&mut self) -> usize {
        if self.line_end < self.at {
            self.line_end = memchr::memchr2(b'\n', b'\r', &self.bytes[self.at..])
                .map_or(self.bytes.len(), |found| self.at + found);
        }
        self.line_end
    }

    /// Goes to the next symbol, over white space, comments and the marks of merges.
    fn space(&mut self) {
        loop {
            if self.at >= self.skip_at {
                self.at = self.skip_to;
                self.skip_at = usize::MAX;
                self.new_line();
            }
            let Some(byte) = self.bytes.get(self.at) else {
                return;
            };
            match byte {
                b'\n' | b'\r' => {
                    self.at += 1;
                    self.new_line();
                }
                b' ' | b'\t' => {
                    self.at += 1;
                    self.indent += u32::from(self.line_start);
                }
                b'/' | b'#' => {
                    if !self.comment() {
                        return;
                    }
                }
                b'<' if self.bytes[self.at..].starts_with(b"<!--") => {
                    let end = memchr::memmem::find(&self.bytes[self.at..], b"-->")
                        .map_or(self.bytes.len(), |found| self.at + found + 3);
                    self.end_comment(end);
                }
                b'<' | b'=' | b'>' | b'|' => {
                    if !self.merge() {
                        return;
                    }
                }
                byte if *byte < b' ' || *byte == 0x7f || !byte.is_ascii() => {
                    if !self.unusual() {
                        return;
                    }
                }
                _ => return,
            }
        }
    }

    fn new_line(&mut self) {
        self.line_start = true;
        self.indent = 0;
    }

    fn comment(&mut self) -> bool {
        let rest = &self.bytes[self.at..];
        if rest.starts_with(b"//") || rest.starts_with(b"#") {
            let end = self.line_end();
            self.end_comment(end);
        } else if rest.starts_with(b"/*") {
            self.end_comment(
                memchr::memmem::find(&rest[2..], b"*/")
                    .map_or(self.bytes.len(), |found| self.at + found + 4),
            );
        } else {
            return false;
        }
        true
    }

    fn end_comment(&mut self, end: usize) {
        let span = Span::new(self.at, end);
        self.symbols.comments.push(Trivia {
            kind: TriviaKind::Comment,
            span,
        });
        let blank = self.at - self.text[..self.at].trim_end_matches([' ', '\t']).len();
        let fault = SyntaxFault::new(SyntaxKind::CommentInJson, span)
            .delete(Span::new(self.at - blank, end));
        self.note(BETWEEN, fault);
        self.at = end;
    }

    /// Reads the marks of an unfinished merge; the second side is skipped.
    fn merge(&mut self) -> bool {
        let begins_line = self.at == 0 || self.bytes[self.at - 1] == b'\n';
        let Some(mark) =
            surroundings::conflict_marker(&self.text[self.at..]).filter(|_| begins_line)
        else {
            return false;
        };
        let start = self.at;
        let behind = surroundings::line_end(self.text, start);
        let line = Span::new(start, start + self.text[start..behind].trim_end().len());
        let fault = SyntaxFault::new(SyntaxKind::MergeConflict, line);
        let conflict = if mark == b'<' {
            self.merges.at(self.text, start)
        } else {
            None
        };
        if let Some(conflict) = conflict {
            let variant = if conflict.blank { "blank" } else { "" };
            self.note(
                BETWEEN,
                fault
                    .variant(variant)
                    .related(conflict.last_line)
                    .delete(Span::new(start, conflict.first.start as usize))
                    .delete(Span::new(conflict.first.end as usize, conflict.end))
                    .safe_if(conflict.blank),
            );
            self.skip_at = conflict.first.end as usize;
            self.skip_to = conflict.end;
            self.symbols.conflicts.push(conflict);
        } else {
            self.note(
                BETWEEN,
                fault.variant("mark").delete(Span::new(start, behind)),
            );
        }
        self.at = behind;
        self.new_line();
        true
    }

    /// Characters that look like nothing and are no white space of JSON.
    fn unusual(&mut self) -> bool {
        let character = self.character(self.at);
        let mark = character == '\u{feff}';
        let blank = mark
            || character.is_whitespace()
            || character.is_control()
            || matches!(character, '\u{200b}'..='\u{200f}' | '\u{2060}');
        if !blank {
            return false;
        }
        let span = Span::new(self.at, self.at + character.len_utf8());
        let kind = if mark {
            SyntaxKind::ByteOrderMarkInside
        } else {
            SyntaxKind::UnusualSpace
        };
        let code = format!("U+{:04X}", u32::from(character));
        let instead = if character.is_whitespace() { " " } else { "" };
        self.habit(
            SyntaxFault::new(kind, span)
                .argument("code", code)
                .replace(span, instead)
                .safe(),
        );
        self.indent += u32::from(self.line_start);
        self.at = span.end as usize;
        true
    }

    /// `${NAME}`, `{{ name }}`, `<NAME>`: what a template leaves behind, as one word.
    fn template(&mut self, start: usize) -> bool {
        let rest = &self.text[start..];
        let (open, close) = match rest.as_bytes() {
            [b'{', b'{', ..] => ("{{", "}}"),
            [b'$', b'{', ..] => ("${", "}"),
            [b'$', b'(', ..] => ("$(", ")"),
            [b'<', ..] => ("<", ">"),
            _ => return false,
        };
        let inner: usize = rest[open.len()..]
            .chars()
            .take(200)
            .take_while(|character| {
                !matches!(character, '\n' | '\r' | '"' | '{' | '}' | '<' | '>' | ')')
            })
            .map(char::len_utf8)
            .sum();
        if inner == 0 || !rest[open.len() + inner..].starts_with(close) {
            return false;
        }
        let span = Span::new(start, start + open.len() + inner + close.len());
        self.push(TokenKind::Word, span, span);
        true
    }

    /// Letters and digits without quotes: a literal, a number, a key, or a text that lost its quotes.
    fn word(&mut self) {
        if quotes::opening_missing(self) {
            return;
        }
        let start = self.at;
        let len = self.bytes[start..]
            .iter()
            .take_while(|byte| is_word(**byte))
            .count();
        let mut span = Span::new(start, start + len);
        // A full stop that was typed for a comma or colon is a symbol of its own.
        if len > 1
            && self.text[..span.end as usize].ends_with('.')
            && self.goes_on(start + len)
            && is_whole(&self.text[start..start + len - 1])
        {
            span.end -= 1;
        }
        let word = &self.text[span.range()];
        let at_end = span.end as usize == self.bytes.len();
        match word {
            "true" | "false" => return self.push(TokenKind::Boolean, span, span),
            "null" => return self.push(TokenKind::Null, span, span),
            _ if string::is_number(word) => {
                if at_end {
                    // Its other digits may be cut off.
                    self.symbols.unknown.push(self.symbols.tokens.len() as u32);
                }
                return self.push(TokenKind::Number, span, span);
            }
            _ => {}
        }
        if at_end && self.cut_off(word, span) {
            return;
        }
        if word.bytes().all(|byte| byte == b'.') || word == "…" {
            return self.push(TokenKind::Stray, span, span);
        }
        if let Some(literal) = misspelt_literal(word) {
            let kind = if literal == "null" {
                TokenKind::Null
            } else {
                TokenKind::Boolean
            };
            // Whether nothing was meant, or a text, the next look will tell.
            if literal == "null" || !word.eq_ignore_ascii_case(literal) {
                self.symbols.unknown.push(self.symbols.tokens.len() as u32);
            }
            let fault = SyntaxFault::new(SyntaxKind::LiteralMisspelt, span)
                .argument("found", word)
                .argument("expected", literal)
                .replace(span, literal)
                .safe_if(!is_yes_or_no(word));
            self.fault(fault);
            return self.push_text(kind, span, span, literal.into());
        }
        if matches!(
            word.trim_start_matches(['-', '+'])
                .to_ascii_lowercase()
                .as_str(),
            "nan" | "infinity" | "inf"
        ) {
            self.fault(
                SyntaxFault::new(SyntaxKind::NumberForm, span)
                    .variant("not-finite")
                    .argument("found", word)
                    .replace(span, "null"),
            );
            self.symbols.unknown.push(self.symbols.tokens.len() as u32);
            return self.push(TokenKind::Number, span, span);
        }
        if let Some(number) = mended_number(word) {
            let fault = SyntaxFault::new(SyntaxKind::NumberForm, span)
                .argument("found", word)
                .argument("expected", number.as_str())
                .replace(span, number.as_str())
                .safe();
            self.fault(fault);
            return self.push_text(TokenKind::Number, span, span, number);
        }
        // Behind a colon the text goes on to what can end a value.
        if self.previous() == Some(TokenKind::Colon) {
            let line_end = self.line_end();
            let far = (start..=line_end.min(start + LONGEST_WORDS))
                .rev()
                .find(|at| self.text.is_char_boundary(*at))
                .unwrap_or(start);
            let line = &self.text[start..far];
            let end = line
                .find([',', '}', ']', '"', '{', '['])
                .unwrap_or(line.len());
            let end = [" //", " /*", " #"]
                .iter()
                .filter_map(|comment| line[..end].find(comment))
                .min()
                .unwrap_or(end);
            span = Span::new(start, start + line[..end].trim_end().len().max(len));
        }
        self.push(TokenKind::Word, span, span);
    }

    /// Whether something follows at `at` that neither divides nor closes.
    fn goes_on(&self, at: usize) -> bool {
        let rest = self.text[at..].trim_start();
        !rest.is_empty() && !rest.starts_with([',', '}', ']', ':', ';'])
    }

    /// A literal or a number that the end of the text cuts off.
    fn cut_off(&mut self, word: &str, span: Span) -> bool {
        let literal = ["true", "false", "null"]
            .into_iter()
            .find(|literal| literal.starts_with(word));
        if let Some(literal) = literal {
            let kind = if literal == "null" {
                TokenKind::Null
            } else {
                TokenKind::Boolean
            };
            self.symbols.cut = Some((Span::at(span.end as usize), &literal[word.len()..]));
            self.symbols.unknown.push(self.symbols.tokens.len() as u32);
            self.push_text(kind, span, span, literal.into());
            return true;
        }
        if word.starts_with(|first: char| first.is_ascii_digit() || first == '-')
            && string::is_number(&format!("{word}0"))
        {
            self.symbols.cut = Some((Span::at(span.end as usize), "0"));
            self.symbols.unknown.push(self.symbols.tokens.len() as u32);
            self.push(TokenKind::Number, span, span);
            return true;
        }
        false
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(
            byte,
            b'_' | b'-'
                | b'+'
                | b'.'
                | b'$'
                | b'*'
                | b'/'
                | b'\\'
                | b'@'
                | b'%'
                | b'&'
                | b'!'
                | b'?'
                | b'~'
        )
        || !byte.is_ascii()
}

/// Whether a word is a value of JSON as it is.
fn is_whole(word: &str) -> bool {
    matches!(word, "true" | "false" | "null") || string::is_number(word)
}

/// The literal that a word of another language means.
fn misspelt_literal(word: &str) -> Option<&'static str> {
    let lower = word.to_ascii_lowercase();
    match lower.as_str() {
        "true" | "yes" | "on" => Some("true"),
        "false" | "no" | "off" => Some("false"),
        "null" | "none" | "undefined" | "nil" => Some("null"),
        _ => None,
    }
}

/// Whether a word is a literal of YAML, and may as well be a text.
fn is_yes_or_no(word: &str) -> bool {
    ["yes", "no", "on", "off"]
        .iter()
        .any(|literal| word.eq_ignore_ascii_case(literal))
}

/// A number of another notation as JSON writes it.
fn mended_number(word: &str) -> Option<String> {
    let (sign, digits) = match word.as_bytes().first()? {
        b'-' => ("-", &word[1..]),
        b'+' => ("", &word[1..]),
        _ => ("", word),
    };
    if !digits.starts_with(|first: char| first.is_ascii_digit() || first == '.') {
        return None;
    }
    let radix = [("0x", 16), ("0X", 16), ("0o", 8), ("0b", 2)]
        .iter()
        .find(|(prefix, _)| digits.starts_with(prefix));
    if let Some((prefix, radix)) = radix {
        let number = u64::from_str_radix(&digits[prefix.len()..], *radix).ok()?;
        return Some(format!("{sign}{number}"));
    }
    let plain = digits.replace('_', "");
    let plain = plain.strip_suffix('.').unwrap_or(&plain);
    let stripped = plain.trim_start_matches('0');
    let whole = if stripped.starts_with(|first: char| first.is_ascii_digit()) {
        stripped.to_owned()
    } else {
        format!("0{stripped}")
    };
    let number = format!("{sign}{whole}");
    string::is_number(&number).then_some(number)
}
