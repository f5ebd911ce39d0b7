//! What stands around a document that was copied with it, and what became of the beginning of its root: found before anything is cut into
//! tokens, because the signs in it would lead astray.

use memchr::{memchr, memchr_iter, memmem, memrchr};

use crate::text::{Edit, Span};
use crate::tree::fault::{SyntaxFault, SyntaxKind};
use crate::tree::nesting::Nesting;
use crate::tree::xml::repair::declaration::is_declaration;
use crate::tree::xml::repair::{MOST_FAULTS, lookalikes, name};

/// The mark of a block of code in Markdown.
const FENCE: &str = "```";
/// So many signs may stand where `<` belongs.
const MOST_SIGNS: usize = 6;

/// The faults of this kind, in order and without overlap.
pub(crate) fn find(text: &str, nesting: &dyn Nesting) -> Vec<SyntaxFault> {
    if let Some(fault) = escaped(text, nesting) {
        return vec![fault];
    }
    let mut faults = Vec::new();
    faults.extend(byte_order_marks(text));
    let root = root(text, nesting);
    faults.extend(before(
        text,
        root.as_ref().map(|(fault, _)| fault.span.start as usize),
        nesting,
    ));
    if let Some((fault, is_sure)) = root {
        faults.push(if is_sure { fault.safe() } else { fault });
    }
    faults
}

/// Byte-order marks behind the first one, which was taken off with the decoding.
fn byte_order_marks(text: &str) -> Option<SyntaxFault> {
    let rest = text.trim_start_matches('\u{feff}');
    let span = Span::new(0, text.len() - rest.len());
    let fault = SyntaxFault::new(SyntaxKind::ByteOrderMarkInside, span)
        .variant("repeated")
        .argument("code", "U+FEFF");
    (!span.is_empty()).then(|| fault.delete(span).safe())
}

/// A document whose every sign is written as a reference, as HTML shows it.
fn escaped(text: &str, nesting: &dyn Nesting) -> Option<SyntaxFault> {
    let begins = text.trim_start().strip_prefix("&lt;")?;
    let root = &begins[..name::end_nearby(begins, 0)];
    let is_markup = |at: usize| {
        text[at + 1..]
            .starts_with(|next: char| name::is_start(next) || matches!(next, '/' | '?' | '!'))
    };
    let is_document = begins.starts_with("?xml") || nesting.is_known(name::local(root));
    if !is_document
        || memchr_iter(b'<', text.as_bytes()).any(is_markup)
        || !text.trim_end().ends_with("&gt;")
    {
        return None;
    }
    let mut edits: Vec<Edit> = Vec::new();
    let mut count = 0;
    for at in memchr_iter(b'&', text.as_bytes()) {
        let signs = [
            ("&lt;", "<"),
            ("&gt;", ">"),
            ("&quot;", "\""),
            ("&#34;", "\""),
            ("&apos;", "'"),
            ("&#39;", "'"),
            ("&amp;", "&"),
        ];
        if let Some((reference, sign)) = signs
            .iter()
            .find(|(reference, _)| text[at..].starts_with(reference))
        {
            count += usize::from(*sign == "<");
            edits.push(Edit::replace(Span::new(at, at + reference.len()), *sign));
        }
        if edits.len() > 100 * MOST_FAULTS {
            return None;
        }
    }
    let start = text.len() - text.trim_start().len();
    let mut fault = SyntaxFault::new(
        SyntaxKind::MarkupEscaped,
        Span::new(start, start + "&lt;".len()),
    )
    .safe();
    fault = fault.argument("count", (count - 1).to_string());
    fault.edits = edits;
    Some(fault)
}

/// The start tag of the root, if its `<` is missing or written otherwise. And whether that is sure.
fn root(text: &str, nesting: &dyn Nesting) -> Option<(SyntaxFault, bool)> {
    let start = head(text);
    let rest = &text[start..];
    let mut length = lookalikes::any_less_at(rest).unwrap_or(0);
    let signs = |character: &char| {
        character.is_ascii_whitespace() || matches!(character, '<' | '/' | '!' | '?' | '.' | '\\')
    };
    length += rest[length..]
        .chars()
        .take(MOST_SIGNS)
        .take_while(signs)
        .count();
    let at = start + length;
    let end = name::end_nearby(text, at);
    let word = &text[at..end];
    let behind = &text[end..];
    let has_namespace = behind.trim_ascii_start().starts_with("xmlns");
    let written = &text[start..at];
    let is_tag =
        has_namespace || behind.starts_with('>') && !written.is_empty() && !written.contains('/');
    if written == "<"
        || written.bytes().all(|byte| byte == b'<') && !written.is_empty()
        || !is_tag
        || !is_root(text, word, nesting)
    {
        return None;
    }
    let span = Span::new(start, at);
    let variant = if span.is_empty() {
        "no-bracket"
    } else {
        "typed"
    };
    let fault = SyntaxFault::new(SyntaxKind::StartTagMalformed, Span::new(start, end))
        .variant(variant)
        .argument("name", word);
    let fault = fault
        .argument("typed", written.escape_debug().to_string())
        .replace(span, "<");
    Some((fault, has_namespace))
}

/// Where what is neither white space nor a comment nor the declaration begins.
fn head(text: &str) -> usize {
    let mut at = 0;
    loop {
        at += text[at..].len() - text[at..].trim_ascii_start().len();
        let closing = if is_declaration(&text[at..]) {
            "?>"
        } else if text[at..].starts_with("<!--") {
            "-->"
        } else {
            return at;
        };
        let Some(found) = memmem::find(&text.as_bytes()[at..], closing.as_bytes()) else {
            return at;
        };
        at += found + closing.len();
    }
}

/// Whether a word is the name of the root: one that is known, or that of the last end tag.
fn is_root(text: &str, word: &str, nesting: &dyn Nesting) -> bool {
    let last = || memrchr(b'<', text.as_bytes()).and_then(|last| text[last..].strip_prefix("</"));
    let ends = || {
        last()
            .and_then(|tag| tag.strip_prefix(word))
            .is_some_and(|behind| behind.trim_ascii_start().starts_with('>'))
    };
    name::begins(word) && (nesting.is_known(name::local(word)) || ends())
}

/// Text before the document in which no markup is, whatever signs are in it. `root` is where a damaged root begins.
fn before(text: &str, root: Option<usize>, nesting: &dyn Nesting) -> Option<SyntaxFault> {
    let text_start = text.len() - text.trim_start_matches('\u{feff}').len();
    let mut at = text_start;
    let start = loop {
        let found = memchr(b'<', &text.as_bytes()[at..]).map(|found| at + found);
        let Some(found) = found.filter(|found| root.is_none_or(|root| *found < root)) else {
            break root?;
        };
        let behind = &text[found + 1..];
        // A text that is being typed may break off in it.
        if is_declaration(&text[found..]) || "?xml".starts_with(behind) {
            break found;
        }
        if name::begins(behind) {
            let word = &behind[..name::end_nearby(behind, 0)];
            if !nesting.is_known(name::local(word)) && word.len() < behind.len() {
                return None;
            }
            break found;
        }
        if behind.starts_with("![CDATA[") && text[text_start..found].trim_ascii().is_empty() {
            return section(text, found);
        }
        if behind.starts_with(['!', '?', '/']) {
            return None;
        }
        at = found + 1;
    };
    let whole = &text[text_start..start];
    let copied = whole.trim_ascii();
    // A bracket that was typed twice belongs to the markup.
    if copied.trim_start_matches('<').is_empty() {
        return None;
    }
    let first = text_start + (whole.len() - whole.trim_ascii_start().len());
    let span = Span::new(first, first + copied.len());
    let first_line = copied.lines().next().unwrap_or_default().trim_ascii_end();
    let declared = is_declaration(&text[start..]);
    let removed = if declared {
        Span::new(text_start, start)
    } else {
        span
    };
    let mut fault = SyntaxFault::new(SyntaxKind::TextAround, span)
        .variant("before")
        .argument("text", first_line)
        .delete(removed);
    if copied
        .lines()
        .last()
        .is_some_and(|line| line.starts_with(FENCE))
        && let Some(inside) = text
            .trim_ascii_end()
            .strip_suffix(FENCE)
            .filter(|inside| inside.len() > start)
    {
        let closing = Span::new(inside.len(), inside.len() + FENCE.len());
        fault = fault.variant("fenced").delete(closing);
    }
    // Signs alone mean nothing to anybody.
    let is_sign = copied.len() <= MOST_SIGNS && !copied.contains(char::is_alphanumeric);
    Some(if is_sign { fault.safe() } else { fault })
}

/// A section of CDATA around the whole document.
fn section(text: &str, start: usize) -> Option<SyntaxFault> {
    let content = start + "<![CDATA[".len();
    let inside = text[content..].trim_ascii_start();
    if !is_declaration(inside) && !inside.strip_prefix('<').is_some_and(name::begins) {
        return None;
    }
    let mark = Span::new(start, content);
    let mut fault = SyntaxFault::new(SyntaxKind::TextAround, mark)
        .variant("section")
        .safe();
    fault = fault.delete(Span::new(0, text.len() - inside.len()));
    if let Some(rest) = text.trim_ascii_end().strip_suffix("]]>") {
        fault = fault.delete(Span::new(rest.len(), rest.len() + "]]>".len()));
    }
    Some(fault)
}
