//! Markup that is no tag: comments, CDATA, instructions, the XML declaration, document types. And references.

use memchr::{memchr, memmem};

use crate::text::escape::xml;
use crate::text::{Edit, Span};
use crate::tree::fault::{SyntaxFault, SyntaxKind};
use crate::tree::xml::repair::declaration::is_declaration;
use crate::tree::xml::repair::lexer::Lexer;
use crate::tree::xml::repair::name;
use crate::tree::xml::repair::token::Kind;
use crate::tree::xml::repair::typos::own_line;

/// Entities of HTML that people take to be XML's, with their characters.
const HTML_ENTITIES: &[(&str, u32)] = &[
    ("nbsp", 160),
    ("iexcl", 161),
    ("cent", 162),
    ("pound", 163),
    ("yen", 165),
    ("sect", 167),
    ("uml", 168),
    ("copy", 169),
    ("laquo", 171),
    ("shy", 173),
    ("reg", 174),
    ("deg", 176),
    ("plusmn", 177),
    ("acute", 180),
    ("micro", 181),
    ("para", 182),
    ("middot", 183),
    ("raquo", 187),
    ("iquest", 191),
    ("Auml", 196),
    ("Ouml", 214),
    ("times", 215),
    ("Uuml", 220),
    ("szlig", 223),
    ("agrave", 224),
    ("aacute", 225),
    ("acirc", 226),
    ("atilde", 227),
    ("auml", 228),
    ("aring", 229),
    ("aelig", 230),
    ("ccedil", 231),
    ("egrave", 232),
    ("eacute", 233),
    ("ecirc", 234),
    ("euml", 235),
    ("iacute", 237),
    ("ntilde", 241),
    ("ograve", 242),
    ("oacute", 243),
    ("ocirc", 244),
    ("ouml", 246),
    ("oslash", 248),
    ("ugrave", 249),
    ("uacute", 250),
    ("ucirc", 251),
    ("uuml", 252),
    ("ndash", 8211),
    ("mdash", 8212),
    ("lsquo", 8216),
    ("rsquo", 8217),
    ("ldquo", 8220),
    ("rdquo", 8221),
    ("bull", 8226),
    ("hellip", 8230),
    ("euro", 8364),
    ("trade", 8482),
    ("larr", 8592),
    ("rarr", 8594),
];

/// Where a closing sequence stands next; found once and kept, so that many openings cost no more than one.
#[derive(Default)]
pub(super) enum Closing {
    /// Not looked for yet.
    #[default]
    Unknown,
    /// The next one known.
    At(usize),
    /// None is left.
    Gone,
}

impl Closing {
    fn next(&mut self, text: &str, closing: &str, from: usize) -> Option<usize> {
        if let Self::Gone = self {
            return None;
        }
        if let Self::At(at) = self
            && *at >= from
        {
            return Some(*at);
        }
        let found = text
            .as_bytes()
            .get(from..)
            .and_then(|rest| memmem::find(rest, closing.as_bytes()))
            .map(|found| from + found);
        *self = found.map_or(Self::Gone, Self::At);
        found
    }
}

/// What is typed for `<!--`.
const COMMENT_OPENINGS: &[&str] = &[
    "<--",
    "< !--",
    "<! --",
    "<!- -",
    "< --",
    "<!\u{2014}",
    "<!\u{2013}",
    "<1--",
    "<|--",
];

/// With more marks than this a comment inside of a comment is not looked into.
const MOST_MARKS: usize = 16;

impl Lexer<'_, '_> {
    /// Markup that begins with `<!`. Returns where the text behind it begins.
    pub(super) fn bang(&mut self, start: usize) -> usize {
        let rest = &self.text[start..];
        if rest.starts_with("<!--") {
            self.comment(start, start + 4)
        } else if rest.starts_with("<![CDATA[") {
            self.cdata(start)
        } else if rest.len() < 9 {
            self.break_off(start);
            self.text.len()
        } else if rest.starts_with("<!-") {
            let fault = SyntaxFault::new(SyntaxKind::CommentMalformed, Span::new(start, start + 3))
                .variant("opening");
            self.free(fault.insert(start + 3, "-").safe());
            self.comment(start, start + 3)
        } else {
            self.doctype(start)
        }
    }

    /// Where the content of a comment begins whose `<!--` is misspelt. It is one if it ends before the next markup.
    pub(super) fn comment_opening(&mut self, start: usize) -> Option<usize> {
        let rest = &self.text[start..];
        let content = start
            + COMMENT_OPENINGS
                .iter()
                .find(|opening| rest.starts_with(**opening))?
                .len();
        let next = memchr(b'<', &self.text.as_bytes()[content..])
            .map_or(self.text.len(), |found| content + found);
        self.comment_end
            .next(self.text, "-->", content)
            .filter(|close| *close < next)
            .map(|_| content)
    }

    pub(super) fn misspelt_comment(&mut self, start: usize, content: usize) -> usize {
        let span = Span::new(start, content);
        self.free(
            SyntaxFault::new(SyntaxKind::CommentMalformed, span)
                .variant("opening")
                .replace(span, "<!--")
                .safe(),
        );
        self.comment(start, content)
    }

    /// Where the content of a CDATA section begins whose `<![CDATA[` is misspelt. It is one if it ends.
    pub(super) fn cdata_opening(&mut self, start: usize) -> Option<usize> {
        let head = &self.text[start..];
        let before = head
            .bytes()
            .skip(1)
            .take(4)
            .take_while(|byte| matches!(byte, b'!' | b' ' | b'['))
            .count();
        let word = head[1 + before..]
            .bytes()
            .take(8)
            .take_while(u8::is_ascii_alphabetic)
            .count();
        let word = &head[1 + before..1 + before + word];
        let content = start + 1 + before + word.len() + 1;
        let is_mark = before > 0
            && head[1 + before + word.len()..].starts_with('[')
            && !head.starts_with("<![CDATA[");
        if !is_mark || strsim::damerau_levenshtein(&word.to_ascii_uppercase(), "CDATA") > 1 {
            return None;
        }
        self.cdata_end
            .next(self.text, "]]>", content)
            .map(|_| content)
    }

    pub(super) fn misspelt_cdata(&mut self, start: usize, content: usize) -> usize {
        let Some(close) = self.cdata_end.next(self.text, "]]>", content) else {
            return content;
        };
        let opening = Span::new(start, content);
        let fault = SyntaxFault::new(SyntaxKind::CdataMalformed, opening)
            .variant("opening")
            .replace(opening, "<![CDATA[")
            .safe();
        self.tokens.push(
            Kind::Text,
            "",
            Span::new(start, close + 3),
            Span::at(start),
            Some(fault),
        );
        close + 3
    }

    fn comment(&mut self, start: usize, content: usize) -> usize {
        let close = self.comment_end.next(self.text, "-->", content);
        let limit = close.unwrap_or(self.text.len());
        let inner = memmem::find(&self.text.as_bytes()[content..limit], b"<!--")
            .map(|found| content + found);
        let other = memmem::find(
            &self.text.as_bytes()[content..inner.unwrap_or(limit)],
            b"--!>",
        )
        .map(|found| content + found);
        match (close, inner) {
            _ if other
                .is_some_and(|at| self.text[at + 4..].trim_ascii_start().starts_with('<')) =>
            {
                self.unclosed_comment(start, content, inner.unwrap_or(limit))
            }
            (Some(close), None) => {
                self.hyphens(start, content, close);
                close + 3
            }
            _ => match close.and_then(|_| self.nested_comment(start, content)) {
                Some(end) => end,
                None => self.unclosed_comment(start, content, inner.unwrap_or(limit)),
            },
        }
    }

    /// A comment with others inside of it. Answers where it ends, if all of them do.
    fn nested_comment(&mut self, start: usize, content: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let mut fault = SyntaxFault::new(SyntaxKind::CommentMalformed, Span::new(content, content))
            .variant("nested")
            .safe();
        let mut depth = 1;
        let mut at = content;
        for _ in 0..MOST_MARKS {
            let hyphens = at + memmem::find(&bytes[at..], b"--")?;
            at = hyphens + 2;
            if self.text[..hyphens].ends_with("<!") {
                depth += 1;
                if fault.edits.is_empty() {
                    fault.span = Span::new(hyphens - 2, at);
                }
            } else if self.text[at..].starts_with('>') {
                depth -= 1;
            } else {
                return None;
            }
            if depth == 0 {
                fault.related = Some(Span::new(start, at + 1));
                self.free(fault);
                return Some(at + 1);
            }
            fault.edits.push(Edit::insert(hyphens + 1, " "));
        }
        None
    }

    fn unclosed_comment(&mut self, start: usize, content: usize, limit: usize) -> usize {
        let segment = &self.text[content..limit];
        // What HTML ends a comment with as well.
        if let Some(found) = segment
            .find("--")
            .filter(|found| segment[*found..].starts_with("--!>"))
        {
            let extra = Span::new(content + found + 2, content + found + 3);
            let fault = SyntaxFault::new(
                SyntaxKind::CommentMalformed,
                Span::new(content + found, content + found + 4),
            )
            .variant("closing");
            self.free(fault.delete(extra).safe());
            return content + found + 4;
        }
        let (length, closing) = if let Some(found) = segment.find("--") {
            (found + 2, ">")
        } else if let Some(found) = segment.find("->") {
            (found, "-")
        } else {
            (comment_length(segment), " -->")
        };
        let at = content + length;
        if closing == " -->" && self.text[at..].trim().is_empty() {
            self.break_off(start);
            return self.text.len();
        }
        let fault = SyntaxFault::new(SyntaxKind::CommentMalformed, Span::new(start, at))
            .variant("unclosed")
            .insert(at, closing);
        self.free(if closing == " -->" {
            fault
        } else {
            fault.safe()
        });
        if closing == "-" { at + 2 } else { at }
    }

    /// `--` inside of a comment, and one more hyphen before its end.
    fn hyphens(&mut self, start: usize, content: usize, close: usize) {
        let inside = &self.text.as_bytes()[content..=close];
        let mut fault: Option<SyntaxFault> = None;
        let mut from = 0;
        while let Some(found) = memmem::find(&inside[from..], b"--") {
            let at = content + from + found + 1;
            let fault = fault.get_or_insert_with(|| {
                let span = Span::new(at - 1, at + 1);
                let mut fault = SyntaxFault::new(SyntaxKind::CommentMalformed, span)
                    .variant("double-hyphen")
                    .safe();
                fault.related = Some(Span::new(start, close + 3));
                fault
            });
            fault.edits.push(Edit::insert(at, " "));
            from += found + 1;
            if fault.edits.len() > 64 {
                break;
            }
        }
        if let Some(mut fault) = fault {
            if fault.edits.len() > 64 {
                // A comment that is hyphens for the most part: it goes as a whole.
                fault.edits = vec![Edit::delete(Span::new(start, close + 3))];
            }
            self.free(fault);
        }
    }

    fn cdata(&mut self, start: usize) -> usize {
        let content = start + "<![CDATA[".len();
        let close = self.cdata_end.next(self.text, "]]>", content);
        let limit = close.unwrap_or(self.text.len());
        let inner = memmem::find(&self.text.as_bytes()[content..limit], b"<![CDATA[")
            .map(|found| content + found);
        if let (Some(close), None) = (close, inner) {
            let span = Span::new(start, close + 3);
            self.tokens
                .push(Kind::Text, "", span, Span::at(start), None);
            return close + 3;
        }
        let segment = &self.text[content..inner.unwrap_or(limit)];
        // Elements that are no text: the mark was left over.
        let element = segment.trim_ascii_start().strip_prefix('<');
        if close.is_none()
            && element.is_some_and(|element| {
                self.nesting
                    .is_known(name::local(&element[..name::end(element, 0)]))
            })
        {
            let span = Span::new(start, content);
            self.free(
                SyntaxFault::new(SyntaxKind::CdataMalformed, span)
                    .variant("stray")
                    .delete(own_line(self.text, span))
                    .safe(),
            );
            return content;
        }
        let (length, closing) = if let Some(found) = segment.find("]]") {
            (found + 2, ">")
        } else if let Some(found) = segment.find("]>") {
            (found, "]")
        } else if let Some(found) = segment.find("</") {
            (segment[..found].trim_end().len(), "]]>")
        } else if inner.is_none() {
            self.break_off(start);
            return self.text.len();
        } else {
            (segment.trim_end().len(), "]]>")
        };
        let at = content + length;
        let span = Span::new(start, at);
        let fault = SyntaxFault::new(SyntaxKind::CdataMalformed, span)
            .insert(at, closing)
            .safe();
        self.tokens
            .push(Kind::Text, "", span, Span::at(start), Some(fault));
        if closing == "]" { at + 2 } else { at }
    }

    /// Markup that begins with `<?`. Returns where the text behind it begins.
    pub(super) fn instruction(&mut self, start: usize) -> usize {
        let bytes = self.text.as_bytes();
        let declaration = is_declaration(&self.text[start..]);
        let proper = self.instruction_end.next(self.text, "?>", start + 2);
        // An instruction may hold anything, but one that holds markup has lost its end.
        let limit =
            memchr(b'<', &bytes[start + 1..]).map_or(bytes.len(), |found| start + 1 + found);
        let end = match proper {
            Some(close)
                if close < limit || !declaration && !self.text[start..close].contains('\n') =>
            {
                close + 2
            }
            _ => {
                let segment = &self.text[start..limit];
                if segment.trim_end().len() == self.text.len() - start {
                    self.break_off(start);
                    return self.text.len();
                }
                let (length, closing) = if let Some(found) = segment.find('>') {
                    (found, "?")
                } else {
                    let line = segment
                        .find(['\n', '\r'])
                        .map_or(segment, |line| &segment[..line])
                        .trim_end();
                    (line.len(), if line.ends_with('?') { ">" } else { "?>" })
                };
                let at = start + length;
                let fault =
                    SyntaxFault::new(SyntaxKind::InstructionMalformed, Span::new(start, at))
                        .insert(at, closing);
                self.free(fault.safe());
                if closing == "?" { at + 1 } else { at }
            }
        };
        if declaration {
            self.declaration(start, end);
        } else if !has_target(&self.text[start + 2..end]) {
            let span = Span::new(start, end);
            // Taken out, it needs no end.
            self.tokens.free.pop_if(|last| {
                last.kind == SyntaxKind::InstructionMalformed && last.span.start == span.start
            });
            self.free(
                SyntaxFault::new(SyntaxKind::InstructionMalformed, span)
                    .variant("nameless")
                    .delete(span),
            );
        }
        end
    }

    fn doctype(&mut self, start: usize) -> usize {
        let rest = &self.text[start..];
        let head = rest.find(['[', '>']).unwrap_or(rest.len());
        let subset = rest[head..]
            .starts_with('[')
            .then(|| rest[head..].find(']'))
            .flatten()
            .map(|found| head + found);
        let end = rest[subset.unwrap_or(head)..]
            .find('>')
            .map(|found| subset.unwrap_or(head) + found + 1);
        let end = start + end.unwrap_or_else(|| rest.find('\n').unwrap_or(rest.len()));
        let span = Span::new(start, end);
        for declaration in self.text[span.range()].split("<!ENTITY").skip(1) {
            let name = declaration.trim_start();
            self.entities.insert(&name[..name::end(name, 0)]);
        }
        self.free(SyntaxFault::new(SyntaxKind::DoctypePresent, span).delete(span));
        self.doctype = Some(self.tokens.free.len() - 1);
        end
    }

    /// What follows each `&` in a text or a value.
    pub(super) fn references(&mut self, range: Span, attribute: bool) {
        let end = range.end as usize;
        let mut at = range.start as usize;
        while let Some(found) = memchr(b'&', &self.text.as_bytes()[at..end]) {
            at += found;
            self.reference(at, &self.text[at + 1..end], attribute);
            at += 1;
            if self.is_full() {
                return;
            }
        }
    }

    fn reference(&mut self, at: usize, rest: &str, attribute: bool) {
        let bytes = rest.as_bytes();
        let of_name =
            |character: &char| name::is_part(*character) && *character != ':' || *character == '#';
        let length = rest
            .chars()
            .take(40)
            .take_while(of_name)
            .map(char::len_utf8)
            .sum();
        let name = &rest[..length];
        let closed = bytes.get(length) == Some(&b';');
        let span = Span::new(at, at + 1 + length + usize::from(closed));
        let unknown = |variant| {
            SyntaxFault::new(SyntaxKind::UnknownEntity, span)
                .variant(variant)
                .argument("name", name)
        };
        if let Some(number) = name.strip_prefix('#') {
            let code = match number.strip_prefix('x') {
                Some(digits) => u32::from_str_radix(digits, 16),
                None => number.parse(),
            };
            let digits = number.trim_start_matches('x');
            let is_number =
                !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
            match code
                .ok()
                .and_then(char::from_u32)
                .filter(|character| xml::is_allowed(*character))
            {
                Some(_) if closed => return,
                Some(character) => {
                    let fault = unknown("unterminated").argument("character", character);
                    self.free(fault.insert(span.end as usize, ";").safe());
                    return;
                }
                None if closed && is_number => {
                    let fault =
                        SyntaxFault::new(SyntaxKind::ControlCharacter, span).variant("reference");
                    self.free(
                        fault
                            .argument("code", &self.text[span.range()])
                            .delete(span)
                            .safe(),
                    );
                    return;
                }
                None => {}
            }
        } else if matches!(name, "amp" | "lt" | "gt" | "quot" | "apos") {
            if closed {
                return;
            }
            if bytes.get(length).is_none_or(u8::is_ascii_whitespace) {
                // The value's closing quote may be put in right behind it.
                let edit = if attribute {
                    Edit::replace(span, format!("&{name};"))
                } else {
                    Edit::insert(span.end as usize, ";")
                };
                self.free(unknown("unterminated").edit(edit).safe());
                return;
            }
        } else if closed && name::begins(rest) {
            self.entity(name, span, attribute);
            return;
        }
        let sign = Span::new(at, at + 1);
        let fault = SyntaxFault::new(SyntaxKind::UnescapedCharacter, sign)
            .argument("character", "&")
            .argument("reference", "&amp;");
        self.free(fault.replace(sign, "&amp;").safe());
    }

    /// A reference to an entity that XML itself does not have.
    fn entity(&mut self, name: &str, span: Span, attribute: bool) {
        let escaped = Edit::replace(
            Span::new(span.start as usize, span.start as usize + 1),
            "&amp;",
        );
        if let Some(doctype) = self.doctype
            && self.entities.contains(name)
            && !attribute
        {
            self.tokens.free[doctype].edits.push(escaped);
            return;
        }
        let fault = SyntaxFault::new(SyntaxKind::UnknownEntity, span).argument("name", name);
        if let Some(right) = ["amp", "lt", "gt", "quot", "apos"]
            .iter()
            .find(|right| right.eq_ignore_ascii_case(name))
        {
            let reference = format!("&{right};");
            self.free(
                fault
                    .variant("case")
                    .argument("reference", &reference)
                    .replace(span, reference)
                    .safe(),
            );
            return;
        }
        let fault = match HTML_ENTITIES.iter().find(|(known, _)| *known == name) {
            Some((_, code)) => {
                let reference = format!("&#{code};");
                fault
                    .variant("html")
                    .argument("reference", &reference)
                    .replace(span, reference)
                    .safe()
            }
            None => fault.edit(escaped),
        };
        self.free(fault);
    }
}

/// How far a comment without an end reaches: over its first line, or over the lines before the next markup.
fn comment_length(segment: &str) -> usize {
    let mut length = 0;
    for line in segment.split_inclusive('\n') {
        if length > 0 && line.trim_start().starts_with('<') {
            break;
        }
        length += line.len();
        if !line.trim().is_empty() && line.len() == length {
            break;
        }
    }
    segment[..length].trim_end().len()
}

/// Whether the inside of an instruction begins with a name, and nothing is grown on to it.
pub(in crate::tree::xml) fn has_target(inside: &str) -> bool {
    let end = name::end(inside, 0);
    name::begins(inside)
        && (inside[end..].starts_with("?>")
            || inside[end..].starts_with(|next: char| next.is_ascii_whitespace()))
}
