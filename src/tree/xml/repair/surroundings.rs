//! What was copied along with a document, and damage to the beginning of its root: found before the
//! text is divided into tokens, because its characters would be mistaken for markup.

use memchr::{memchr, memchr_iter, memmem, memrchr};

use crate::text::{Edit, Span};
use crate::tree::fault::{SyntaxFault, SyntaxKind};
use crate::tree::nesting::Nesting;
use crate::tree::xml::repair::lexer::is_declaration;
use crate::tree::xml::repair::{MOST_FAULTS, lookalikes, name, whitespace};

/// The mark of a code block in Markdown.
const FENCE: &str = "```";
/// The greatest number of characters that may replace `<`.
const MOST_CHARACTERS: usize = 6;
/// The beginning of a CDATA section.
const CDATA: &str = "<![CDATA[";

/// References that an escaped document consists of, each with its character.
const REFERENCES: [(&str, &str); 7] = [
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&quot;", "\""),
    ("&#34;", "\""),
    ("&apos;", "'"),
    ("&#39;", "'"),
    ("&amp;", "&"),
];

/// These faults, in order and without overlap.
pub(super) fn find(text: &str, nesting: &dyn Nesting) -> Vec<SyntaxFault> {
    if let Some(fault) = escaped_document(text, nesting) {
        return vec![fault];
    }
    let root = damaged_root(text, nesting);
    let root_start = root.as_ref().map(|root| root.span.start as usize);
    byte_order_marks(text)
        .into_iter()
        .chain(text_before(text, root_start, nesting))
        .chain(root)
        .collect()
}

/// Byte-order marks after the first one, which decoding has removed.
fn byte_order_marks(text: &str) -> Option<SyntaxFault> {
    let marks = Span::new(0, text.len() - text.trim_start_matches('\u{feff}').len());
    (!marks.is_empty()).then(|| {
        SyntaxFault::new(SyntaxKind::ByteOrderMarkInside, marks)
            .variant("repeated")
            .argument("code", "U+FEFF")
            .delete(marks)
            .safe()
    })
}

/// A document whose markup is all written as references, as HTML shows it.
fn escaped_document(text: &str, nesting: &dyn Nesting) -> Option<SyntaxFault> {
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
    let mut tags = 0;
    for at in memchr_iter(b'&', text.as_bytes()) {
        let known = REFERENCES
            .iter()
            .find(|(reference, _)| text[at..].starts_with(reference));
        if let Some((reference, character)) = known {
            tags += usize::from(*character == "<");
            edits.push(Edit::replace(
                Span::new(at, at + reference.len()),
                *character,
            ));
        }
        if edits.len() > 100 * MOST_FAULTS {
            return None;
        }
    }
    let start = text.len() - text.trim_start().len();
    let first = Span::new(start, start + "&lt;".len());
    let mut fault = SyntaxFault::new(SyntaxKind::MarkupEscaped, first)
        .argument("count", (tags - 1).to_string())
        .safe();
    fault.edits = edits;
    Some(fault)
}

/// The start tag of the root, if something else replaces its `<`.
fn damaged_root(text: &str, nesting: &dyn Nesting) -> Option<SyntaxFault> {
    let start = after_prolog(text);
    let rest = &text[start..];
    let mut length = lookalikes::any_less_at(rest).unwrap_or(0);
    let is_noise = |character: &char| {
        character.is_ascii_whitespace() || matches!(character, '<' | '/' | '!' | '?' | '.' | '\\')
    };
    length += rest[length..]
        .chars()
        .take(MOST_CHARACTERS)
        .take_while(is_noise)
        .count();
    let at = start + length;
    let end = name::end_nearby(text, at);
    let word = &text[at..end];
    let after = &text[end..];
    let written = &text[start..at];
    let has_namespace = after.trim_ascii_start().starts_with("xmlns");
    let is_tag =
        has_namespace || after.starts_with('>') && !written.is_empty() && !written.contains('/');
    let is_sound = !written.is_empty() && written.bytes().all(|byte| byte == b'<');
    if is_sound || !is_tag || !is_root(text, word, nesting) {
        return None;
    }
    let wrong = Span::new(start, at);
    Some(
        SyntaxFault::new(SyntaxKind::StartTagMalformed, Span::new(start, end))
            .variant(if wrong.is_empty() {
                "no-bracket"
            } else {
                "typed"
            })
            .argument("name", word)
            .argument("typed", written.escape_debug().to_string())
            .replace(wrong, "<")
            .safe_if(has_namespace),
    )
}

/// The offset of the first thing that is neither whitespace nor a comment nor the declaration.
fn after_prolog(text: &str) -> usize {
    let mut at = 0;
    loop {
        at = whitespace::skip(text, at);
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

/// Whether a word is the name of the root: a known one, or that of the last end tag.
fn is_root(text: &str, word: &str, nesting: &dyn Nesting) -> bool {
    let last = || memrchr(b'<', text.as_bytes()).and_then(|last| text[last..].strip_prefix("</"));
    let is_last = || {
        last()
            .and_then(|tag| tag.strip_prefix(word))
            .is_some_and(|after| after.trim_ascii_start().starts_with('>'))
    };
    name::begins(word) && (nesting.is_known(name::local(word)) || is_last())
}

/// Text before the document without any markup. `root` is where a
/// damaged root begins.
fn text_before(text: &str, root: Option<usize>, nesting: &dyn Nesting) -> Option<SyntaxFault> {
    let text_start = text.len() - text.trim_start_matches('\u{feff}').len();
    let start = match document_start(text, text_start, root, nesting)? {
        Start::Document(start) => start,
        Start::Section(start) => return cdata_section(text, start),
    };
    let before = Span::new(text_start, start);
    let span = whitespace::trimmed(text, before);
    let copied = &text[span.range()];
    // A duplicate `<` belongs to the markup.
    if copied.trim_start_matches('<').is_empty() {
        return None;
    }
    // Whitespace before a declaration is a fault, too.
    let is_declared = is_declaration(&text[start..]);
    let removed = if is_declared { before } else { span };
    let first_line = copied.lines().next().unwrap_or_default().trim_ascii_end();
    // A few characters of punctuation have no meaning.
    let is_punctuation = copied.len() <= MOST_CHARACTERS && !copied.contains(char::is_alphanumeric);
    let fault = SyntaxFault::new(SyntaxKind::TextAround, span)
        .argument("text", first_line)
        .delete(removed)
        .safe_if(is_punctuation);
    Some(match closing_fence(text, copied, start) {
        Some(fence) => fault.variant("fenced").delete(fence),
        None => fault.variant("before"),
    })
}

/// Where a document begins.
enum Start {
    /// With its declaration or its root.
    Document(usize),
    /// With a CDATA section around it.
    Section(usize),
}

/// Where the document begins in a text without other markup before it.
fn document_start(
    text: &str,
    text_start: usize,
    root: Option<usize>,
    nesting: &dyn Nesting,
) -> Option<Start> {
    let mut at = text_start;
    loop {
        let found = memchr(b'<', &text.as_bytes()[at..]).map(|found| at + found);
        let Some(found) = found.filter(|found| root.is_none_or(|root| *found < root)) else {
            return root.map(Start::Document);
        };
        let after = &text[found + 1..];
        // A text that is still being typed may end inside it.
        if is_declaration(&text[found..]) || "?xml".starts_with(after) {
            return Some(Start::Document(found));
        }
        if name::begins(after) {
            let word = &after[..name::end_nearby(after, 0)];
            let is_root = nesting.is_known(name::local(word)) || word.len() == after.len();
            return is_root.then_some(Start::Document(found));
        }
        if text[found..].starts_with(CDATA) && text[text_start..found].trim_ascii().is_empty() {
            return Some(Start::Section(found));
        }
        if after.starts_with(['!', '?', '/']) {
            return None;
        }
        at = found + 1;
    }
}

/// The end of a Markdown code block whose beginning is the last line of the copied text.
fn closing_fence(text: &str, copied: &str, document: usize) -> Option<Span> {
    let last_line = copied.lines().last()?;
    if !last_line.starts_with(FENCE) {
        return None;
    }
    let inside = text.trim_ascii_end().strip_suffix(FENCE)?;
    (inside.len() > document).then(|| Span::new(inside.len(), inside.len() + FENCE.len()))
}

/// A CDATA section around the whole document.
fn cdata_section(text: &str, start: usize) -> Option<SyntaxFault> {
    let content = start + CDATA.len();
    let inside = text[content..].trim_ascii_start();
    if !is_declaration(inside) && !inside.strip_prefix('<').is_some_and(name::begins) {
        return None;
    }
    let fault = SyntaxFault::new(SyntaxKind::TextAround, Span::new(start, content))
        .variant("section")
        .delete(Span::new(0, text.len() - inside.len()))
        .safe();
    Some(match text.trim_ascii_end().strip_suffix("]]>") {
        Some(rest) => fault.delete(Span::new(rest.len(), rest.len() + "]]>".len())),
        None => fault,
    })
}
