//! The inside of a start tag behind its name.

use std::borrow::Cow;
use std::collections::HashMap;

use memchr::{memchr2, memchr3};

use crate::text::{Edit, Span};
use crate::tree::fault::{SyntaxFault, SyntaxKind};
use crate::tree::xml::repair::lexer::{Lexer, blanks};
use crate::tree::xml::repair::quotes::{Marked, Sign};
use crate::tree::xml::repair::token::Kind;
use crate::tree::xml::repair::{MOST_FAULTS, name};

/// What was found.
pub(super) struct Scanned {
    pub(super) ending: Ending,
    pub(super) faults: Vec<SyntaxFault>,
}

/// How the tag ends.
pub(super) enum Ending {
    /// With `>`; `at` is behind it.
    Closed { at: usize, empty: bool },
    /// Other markup begins before; `at` is where the `>` belongs.
    Unclosed { at: usize, empty: bool },
    /// The text ends before.
    BrokenOff,
}

/// Reads attributes from behind a tag's name.
pub(super) fn scan(lexer: &mut Lexer<'_, '_>, name_end: usize) -> Scanned {
    let free = lexer.tokens.free.len();
    let mut scanner = Scanner {
        text: lexer.text,
        at: name_end,
        end: name_end,
        values: Vec::new(),
        names: HashMap::new(),
        faults: Vec::new(),
        loose: Vec::new(),
        spaced: false,
    };
    let ending = scanner.run();
    if lexer
        .tokens
        .list
        .iter()
        .all(|token| token.kind == Kind::Text)
    {
        scanner.namespace();
    }
    let Scanner {
        values,
        mut faults,
        loose,
        ..
    } = scanner;
    // In a tag that is not closed, what looks like attributes behind the last real one is the text behind the tag.
    match ending {
        Ending::Closed { .. } => faults.extend(loose),
        Ending::Unclosed { at, .. } => faults.extend(
            loose
                .into_iter()
                .filter(|fault| fault.span.end as usize <= at),
        ),
        Ending::BrokenOff => {}
    }
    for value in values {
        lexer.references(value, true);
    }
    faults.extend(lexer.tokens.free.drain(free..));
    Scanned { ending, faults }
}

pub(super) struct Scanner<'t> {
    pub(super) text: &'t str,
    at: usize,
    /// Behind the last thing that surely belongs to the tag.
    end: usize,
    values: Vec<Span>,
    /// Names of the attributes so far, with all of each.
    names: HashMap<&'t str, Span>,
    faults: Vec<SyntaxFault>,
    /// Faults about words that are no attributes.
    loose: Vec<SyntaxFault>,
    /// Whether white space stands behind the last thing that stays.
    spaced: bool,
}

impl<'t> Scanner<'t> {
    fn run(&mut self) -> Ending {
        let bytes = self.text.as_bytes();
        loop {
            let spaces = blanks(&bytes[self.at..]);
            self.at += spaces;
            self.spaced |= spaces > 0;
            if self.loose.len() + self.faults.len() >= MOST_FAULTS {
                return Ending::Closed {
                    at: self.at,
                    empty: false,
                };
            }
            let Some(byte) = bytes.get(self.at) else {
                return Ending::BrokenOff;
            };
            match byte {
                b'>' => {
                    return Ending::Closed {
                        at: self.at + 1,
                        empty: false,
                    };
                }
                b'/' if bytes.get(self.at + 1) == Some(&b'>') => {
                    return Ending::Closed {
                        at: self.at + 2,
                        empty: true,
                    };
                }
                b'<' => {
                    return Ending::Unclosed {
                        at: self.end,
                        empty: false,
                    };
                }
                b'/' => {
                    let behind = self.at + 1;
                    match bytes.get(behind + blanks(&bytes[behind..])) {
                        None => return Ending::BrokenOff,
                        Some(b'<') => {
                            return Ending::Unclosed {
                                at: behind,
                                empty: true,
                            };
                        }
                        Some(b'>') => return self.slash(behind + blanks(&bytes[behind..])),
                        Some(_) => self.skip("garbage"),
                    }
                }
                b'\\' if bytes.get(self.at + 1) == Some(&b'>') => return self.slash(self.at + 1),
                b'"' | b'\'' => self.skip("doubled-quote"),
                _ if name::goes_on(&self.text[self.at..]) => self.attribute(),
                _ => self.skip("garbage"),
            }
        }
    }

    /// The end of an empty tag that is not written `/>`.
    fn slash(&mut self, bracket: usize) -> Ending {
        let span = Span::new(self.at, bracket + 1);
        let fault = SyntaxFault::new(SyntaxKind::AttributeMalformed, span)
            .variant("slash")
            .argument("found", &self.text[span.range()]);
        self.loose.push(fault.replace(span, "/>").safe());
        Ending::Closed {
            at: bracket + 1,
            empty: true,
        }
    }

    /// Passes over a character that has no business here.
    fn skip(&mut self, variant: &'static str) {
        self.skip_bytes(
            self.text[self.at..]
                .chars()
                .next()
                .map_or(1, char::len_utf8),
            variant,
        );
    }

    fn skip_bytes(&mut self, width: usize, variant: &'static str) {
        let span = Span::new(self.at, self.at + width);
        self.at += width;
        let fault = SyntaxFault::new(SyntaxKind::AttributeMalformed, span)
            .variant(variant)
            .argument("found", visible(&self.text[span.range()]));
        self.loose.push(fault.delete(span).safe());
    }

    fn attribute(&mut self) {
        let bytes = self.text.as_bytes();
        let start = self.at;
        let mut name = Span::new(start, name::end(self.text, start));
        let Some(Sign {
            name_end,
            value,
            edit,
        }) = self.sign(start, name.end as usize)
        else {
            self.at = name.end as usize;
            let fault = self.fault("no-value", name, name).delete(name);
            self.loose.push(fault);
            return;
        };
        name.end = name_end as u32;
        let word = &self.text[name.range()];
        let lead = word.len()
            - word
                .trim_start_matches(|first| first == ':' || !name::is_start(first))
                .len();
        if lead > 0 {
            return self.skip_bytes(lead, "garbage");
        }
        if !name::is_proper(word) {
            name = self.improper(name);
        }
        let before = self.faults.len();
        self.at = match bytes.get(value) {
            Some(quote @ (b'"' | b'\'')) => self.quoted(name, *quote, value + 1),
            _ => self.unquoted(name, value),
        };
        self.end = self.at;
        let whole = Span::new(start, self.at);
        if let Some(sign) = edit {
            // The sign and the quotes of one attribute are one mistake.
            if let Some(fault) = self.faults.get_mut(before) {
                fault.variant = "";
                fault.span = whole;
                fault.edits.push(sign);
                fault.edits.sort();
            } else {
                let span = if sign.span.is_empty() {
                    whole
                } else {
                    sign.span
                };
                let fault = self.fault("sign", name, span).edit(sign).safe();
                self.faults.push(fault);
            }
        }
        if !std::mem::take(&mut self.spaced) {
            let space = Edit::insert(start, " ");
            let garbage = self
                .loose
                .last_mut()
                .filter(|last| last.span.end as usize == start);
            // What is wrong here already is one mistake with it.
            if let Some(fault) = garbage.or(self.faults.get_mut(before)) {
                fault.edits.push(space);
                fault.edits.sort();
            } else {
                let fault = self
                    .fault("no-space", name, Span::at(start))
                    .edit(space)
                    .safe();
                self.faults.push(fault);
            }
        }
        self.duplicate(name, whole);
    }

    /// The name of an attribute with colons where none belong is what stands before the second of them, or before the last thing in it.
    fn improper(&mut self, name: Span) -> Span {
        let word = &self.text[name.range()];
        let second = word
            .match_indices(':')
            .nth(1)
            .map_or(word.len(), |(at, _)| at);
        let right = if name::is_proper(&word[..second]) {
            &word[..second]
        } else {
            word.split(':').next().unwrap_or(word)
        };
        let extra = Span::new(name.start as usize + right.len(), name.end as usize);
        let fault = SyntaxFault::new(SyntaxKind::AttributeMalformed, extra)
            .variant("garbage")
            .argument("found", &self.text[extra.range()]);
        self.faults.push(fault.delete(extra).safe());
        Span {
            start: name.start,
            end: extra.start,
        }
    }

    fn quoted(&mut self, name: Span, quote: u8, value: usize) -> usize {
        let bytes = self.text.as_bytes();
        let Some(found) = memchr2(quote, b'<', &bytes[value..]) else {
            return self.unclosed(name, quote, value, bytes.len());
        };
        let end = value + found;
        if bytes[end] == b'<' {
            return match self.closing_on_line(quote, end) {
                Some(close) => {
                    for sign in memchr::memchr_iter(b'<', &bytes[end..close]).take(MOST_FAULTS) {
                        let span = Span::new(end + sign, end + sign + 1);
                        let fault = SyntaxFault::new(SyntaxKind::UnescapedCharacter, span)
                            .variant("attribute")
                            .argument("character", "<");
                        self.faults.push(
                            fault
                                .argument("reference", "&lt;")
                                .replace(span, "&lt;")
                                .safe(),
                        );
                    }
                    self.values.push(Span::new(value, close));
                    close + 1
                }
                None => self.unclosed(name, quote, value, end),
            };
        }
        let behind = bytes.get(end + 1).copied();
        let ends_well = behind.is_none_or(|byte| {
            byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/' | b'?' | b'<')
        });
        if end == value && !ends_well {
            // `""…"`: one of the two at the beginning is too much.
            if let Some(found) = memchr3(quote, b'<', b'>', &bytes[end + 1..])
                .filter(|found| bytes[end + 1 + found] == quote)
            {
                let close = end + 1 + found;
                let extra = Span::new(end, end + 1);
                let fault = self
                    .fault("doubled-quote", name, extra)
                    .delete(extra)
                    .safe();
                self.faults.push(fault);
                self.values.push(Span::new(end + 1, close));
                return close + 1;
            }
        }
        let inside = &self.text[value..end];
        if !ends_well && inside.trim_end().ends_with('=') {
            // The quote that was found opens the next value: `a="b c="d"`.
            let word = inside
                .trim_end_matches(['=', ' '])
                .rfind(|byte: char| byte.is_ascii_whitespace());
            if let Some(gap) = word {
                let at = value + inside[..gap].trim_end().len();
                return self.close_quote(name, quote, value, at);
            }
        }
        if !ends_well && let Some(after) = self.marked_value(name, value - 1) {
            return after;
        }
        self.values.push(Span::new(value, end));
        end + 1
    }

    /// A value between other marks than two like straight quotes. Answers where it ends.
    fn marked_value(&mut self, name: Span, from: usize) -> Option<usize> {
        let Marked {
            inside,
            end,
            edits,
            curly,
        } = self.marked(from)?;
        let mut fault = self.fault(
            if curly { "curly-quotes" } else { "quotes" },
            name,
            Span::new(from, end),
        );
        fault.edits = edits;
        self.faults.push(fault.safe());
        self.values.push(inside);
        Some(end)
    }

    /// A closing quote on the line of a `<` inside of a value.
    fn closing_on_line(&self, quote: u8, from: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let found = memchr3(quote, b'\n', b'=', &bytes[from..])?;
        let close = from + found;
        let behind = bytes.get(close + 1)?;
        (bytes[close] == quote && (behind.is_ascii_whitespace() || matches!(behind, b'>' | b'/')))
            .then_some(close)
    }

    /// A value without a closing quote before the next `<`.
    fn unclosed(&mut self, name: Span, quote: u8, value: usize, limit: usize) -> usize {
        if let Some(after) = self.marked_value(name, value - 1) {
            return after;
        }
        let inside = &self.text[value..limit];
        let Some(bracket) = inside.find('>') else {
            if limit == self.text.len() {
                self.at = limit;
                return limit;
            }
            let line = inside.find(['\n', '\r']).unwrap_or(inside.len());
            return self.close_quote(name, quote, value, value + inside[..line].trim_end().len());
        };
        let mut length = bracket;
        // The slash of `/>` unless it is the end of an address, as in the namespaces.
        if inside[..length].ends_with('/') && !inside[..length].contains("//") {
            length -= 1;
        }
        // Another attribute may follow in the same tag.
        if let Some(equals) = inside[..length].find('=')
            && let Some(gap) = inside[..equals]
                .trim_end()
                .rfind(|byte: char| byte.is_ascii_whitespace())
        {
            length = gap;
        }
        self.close_quote(
            name,
            quote,
            value,
            value + inside[..length].trim_end().len(),
        )
    }

    fn close_quote(&mut self, name: Span, quote: u8, value: usize, at: usize) -> usize {
        let quote = char::from(quote).to_string();
        let fault = self
            .fault("unclosed", name, Span::new(value - 1, at))
            .insert(at, quote)
            .safe();
        self.faults.push(fault);
        self.values.push(Span::new(value, at));
        at
    }

    fn unquoted(&mut self, name: Span, value: usize) -> usize {
        let bytes = self.text.as_bytes();
        let stops =
            |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'<' | b'>' | b'"' | b'\'');
        let mut end = bytes[value..]
            .iter()
            .position(stops)
            .map_or(bytes.len(), |found| value + found);
        let span = |end| Span::new(value, end);
        if let Some(after) = self.marked_value(name, value) {
            return after;
        }
        if let Some(quote @ (b'"' | b'\'')) = bytes.get(end) {
            let opening = char::from(*quote).to_string();
            let fault = self
                .fault("no-opening-quote", name, span(end + 1))
                .insert(value, opening)
                .safe();
            self.faults.push(fault);
            self.values.push(span(end));
            return end + 1;
        }
        let inside = &self.text[value..end];
        if inside.ends_with('/') && !inside.contains("//") && bytes.get(end) == Some(&b'>') {
            end -= 1;
        }
        let fault = self
            .fault("unquoted", name, span(end))
            .insert(value, "\"")
            .insert(end, "\"")
            .safe();
        self.faults.push(fault);
        self.values.push(span(end));
        end
    }

    fn duplicate(&mut self, name: Span, whole: Span) {
        let all: &'t str = self.text;
        let text = |span: Span| &all[span.range()];
        if let Some(first) = self.names.get(text(name)) {
            let same = text(*first) == text(whole);
            let from = self.text[..whole.start as usize].trim_end().len();
            let mut fault = SyntaxFault::new(SyntaxKind::DuplicateAttribute, whole)
                .variant(if same { "same" } else { "" })
                .argument("name", text(name))
                .delete(Span {
                    start: from as u32,
                    end: whole.end,
                });
            fault.related = Some(*first);
            self.faults.push(if same { fault.safe() } else { fault });
        }
        self.names.entry(text(name)).or_insert(whole);
    }

    /// An attribute of the root that is `xmlns` but for a slip: its value is an address, and nothing else declares a namespace.
    fn namespace(&mut self) {
        let text = |span: Span| &self.text[span.range()];
        if self.names.contains_key("xmlns") {
            return;
        }
        let misspelt = self
            .names
            .iter()
            .filter(|(name, whole)| is_misspelt_namespace(name, text(**whole)));
        let Some((found, whole)) = misspelt.min_by_key(|(_, whole)| whole.start) else {
            return;
        };
        let name = Span {
            start: whole.start,
            end: whole.start + found.len() as u32,
        };
        let fault =
            SyntaxFault::new(SyntaxKind::NamespaceMisspelt, name).argument("found", text(name));
        self.faults.push(fault.replace(name, "xmlns").safe());
    }

    fn fault(&self, variant: &'static str, name: Span, span: Span) -> SyntaxFault {
        SyntaxFault::new(SyntaxKind::AttributeMalformed, span)
            .variant(variant)
            .argument("name", &self.text[name.range()])
    }
}

/// Whether an attribute is the declaration of a namespace with its name misspelt.
pub(in crate::tree::xml) fn is_misspelt_namespace(name: &str, whole: &str) -> bool {
    let value = whole[name.len()..].trim_start_matches(|sign: char| {
        sign.is_ascii_whitespace() || matches!(sign, '=' | '"' | '\'')
    });
    let is_address = value.starts_with("http://") || value.starts_with("https://");
    is_address
        && name.len() <= 8
        && strsim::damerau_levenshtein(&name.to_ascii_lowercase(), "xmlns") <= 1
}

/// A text as a reader can see it: one that is only blanks by the numbers of its characters.
fn visible(text: &str) -> Cow<'_, str> {
    if text.chars().any(|character| !character.is_whitespace()) {
        return text.into();
    }
    text.chars()
        .map(|blank| format!("U+{:04X}", u32::from(blank)))
        .collect::<Vec<_>>()
        .join(" ")
        .into()
}
