//! What begins at a `<`.

use crate::tree::xml::repair::lexer::state::Lexer;
use crate::tree::xml::repair::lexer::{cdata, comment};
use crate::tree::xml::repair::{lookalikes, name, whitespace};

/// What follows a `<`.
pub(super) enum Opening {
    StartTag {
        name: usize,
    },
    EndTag {
        name: usize,
    },
    /// A comment, CDATA section or document type.
    Declaration,
    Instruction,
    /// A comment with a misspelt `<!--`.
    Comment {
        content: usize,
    },
    /// A section with a misspelt `<![CDATA[`.
    Cdata {
        content: usize,
    },
    /// Another `<`.
    Doubled,
    /// Nothing that begins markup.
    Stray,
}

/// What begins at the `<` at an offset.
pub(super) fn classify(lexer: &mut Lexer<'_, '_>, start: usize) -> Opening {
    if let Some(content) = comment::misspelt_opening(lexer, start) {
        return Opening::Comment { content };
    }
    if let Some(content) = cdata::misspelt_opening(lexer, start) {
        return Opening::Cdata { content };
    }
    let text = lexer.text;
    let rest = &text.as_bytes()[start + 1..];
    if rest.first().is_some_and(|byte| lookalikes::is_slash(*byte)) && is_end_tag(lexer, start + 2)
    {
        return Opening::EndTag { name: start + 2 };
    }
    let spaces = whitespace::length(rest);
    let name = start + 1 + spaces;
    let begins_name = |at: usize| name::begins(&text[at..]);
    match rest.get(spaces).copied() {
        Some(b'!') if spaces == 0 && is_declaration(&text.as_bytes()[start..]) => {
            Opening::Declaration
        }
        Some(b'?') if spaces == 0 => Opening::Instruction,
        Some(b'<') if spaces == 0 => Opening::Doubled,
        Some(b'/') => Opening::EndTag { name: name + 1 },
        Some(b'\\') if begins_name(name + 1) => Opening::EndTag { name: name + 1 },
        Some(_) if begins_name(name) && (spaces == 0 || is_spaced_tag(lexer, name)) => {
            start_tag(text, name)
        }
        None if spaces == 0 => Opening::StartTag { name },
        _ => Opening::Stray,
    }
}

/// A start tag, unless its name is only colons.
fn start_tag(text: &str, name: usize) -> Opening {
    let word = &text[name..name::end(text, name)];
    if word.bytes().all(|byte| byte == b':') {
        Opening::Stray
    } else {
        Opening::StartTag { name }
    }
}

/// Whether the name of an open element and `>` are at an offset.
fn is_end_tag(lexer: &Lexer<'_, '_>, name: usize) -> bool {
    let end = name::end_nearby(lexer.text, name);
    end > name
        && lexer.text[end..].trim_ascii_start().starts_with('>')
        && lexer.tokens.is_open(&lexer.text[name..end])
}

/// Whether the word after `< ` makes it a tag: it is a known name, and `>` follows.
fn is_spaced_tag(lexer: &Lexer<'_, '_>, name: usize) -> bool {
    let end = name::end(lexer.text, name);
    lexer.nesting.is_known(name::local(&lexer.text[name..end]))
        && lexer.text[end..].trim_start().starts_with('>')
}

/// Whether `<!` begins markup. The text may end inside it, because it is still being typed.
fn is_declaration(rest: &[u8]) -> bool {
    let after = &rest[2..];
    let is_doctype = |word: &[u8]| word.eq_ignore_ascii_case(b"DOCTYPE");
    let is_cut_off =
        after.len() < 7 && (b"[CDATA[".starts_with(after) || b"DOCTYPE".starts_with(after));
    after.starts_with(b"-")
        || after.starts_with(b"[CDATA[")
        || after.get(..7).is_some_and(is_doctype)
        || is_cut_off
}
