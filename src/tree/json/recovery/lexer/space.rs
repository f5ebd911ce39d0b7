//! What is between tokens: whitespace, comments, conflict markers, and characters that look like
//! nothing.

use memchr::memmem;

use crate::text::Span;
use crate::tree::fault::{SyntaxFault, SyntaxKind};
use crate::tree::json::recovery::lexer::state::Lexer;
use crate::tree::json::recovery::surroundings;
use crate::tree::node::{Trivia, TriviaKind};

/// Goes to the next token.
pub(super) fn skip(lexer: &mut Lexer<'_>) {
    loop {
        if let Some(skipped) = lexer
            .skipped
            .take_if(|skipped| lexer.at >= skipped.start as usize)
        {
            lexer.at = skipped.end as usize;
            lexer.new_line();
        }
        let Some(byte) = lexer.bytes.get(lexer.at) else {
            return;
        };
        match byte {
            b'\n' | b'\r' => {
                lexer.at += 1;
                lexer.new_line();
            }
            b' ' | b'\t' => {
                let length = blank_length(lexer);
                lexer.at += length;
                if lexer.line_start {
                    lexer.indent += length as u32;
                }
            }
            b'/' | b'#' if comment(lexer) => {}
            b'<' if lexer.bytes[lexer.at..].starts_with(b"<!--") => {
                let end = end_of_comment(lexer, 0, b"-->");
                add_comment(lexer, end);
            }
            b'<' | b'=' | b'>' | b'|' if conflict(lexer) => {}
            byte if (*byte < b' ' || *byte == 0x7f || !byte.is_ascii()) && unusual(lexer) => {}
            _ => return,
        }
    }
}

/// How many spaces and tabs are here, before a part that is skipped.
fn blank_length(lexer: &Lexer<'_>) -> usize {
    const TOGETHER: &[u8; 8] = b"        ";
    let end = lexer
        .skipped
        .map_or(lexer.bytes.len(), |skipped| skipped.start as usize);
    let rest = &lexer.bytes[lexer.at..end];
    let mut length = 0;
    while rest[length..].starts_with(TOGETHER) {
        length += TOGETHER.len();
    }
    let is_blank = |byte: &&u8| matches!(byte, b' ' | b'\t');
    length + rest[length..].iter().take_while(is_blank).count()
}

/// `// …`, `# …` or `/* … */`.
fn comment(lexer: &mut Lexer<'_>) -> bool {
    let rest = &lexer.bytes[lexer.at..];
    let end = if rest.starts_with(b"//") || rest.starts_with(b"#") {
        lexer.line_end()
    } else if rest.starts_with(b"/*") {
        end_of_comment(lexer, 2, b"*/")
    } else {
        return false;
    };
    add_comment(lexer, end);
    true
}

/// Where a comment ends, given the length of its opening.
fn end_of_comment(lexer: &Lexer<'_>, opening: usize, closing: &[u8]) -> usize {
    let from = lexer.at + opening;
    memmem::find(&lexer.bytes[from..], closing)
        .map_or(lexer.bytes.len(), |found| from + found + closing.len())
}

fn add_comment(lexer: &mut Lexer<'_>, end: usize) {
    let span = Span::new(lexer.at, end);
    lexer.lexed.comments.push(Trivia {
        kind: TriviaKind::Comment,
        span,
    });
    let line = lexer.text[..lexer.at].trim_end_matches([' ', '\t']).len();
    lexer.fault_between(
        SyntaxFault::new(SyntaxKind::CommentInJson, span).delete(Span::new(line, end)),
    );
    lexer.at = end;
}

/// The conflict markers of an unfinished merge; the second side is skipped.
fn conflict(lexer: &mut Lexer<'_>) -> bool {
    let start = lexer.at;
    let begins_line = start == 0 || lexer.bytes[start - 1] == b'\n';
    let marker = surroundings::conflict_marker(&lexer.text[start..]).filter(|_| begins_line);
    let Some(marker) = marker else {
        return false;
    };
    let end = surroundings::line_end(lexer.text, start);
    let line = Span::new(start, start + lexer.text[start..end].trim_end().len());
    let fault = SyntaxFault::new(SyntaxKind::MergeConflict, line);
    let conflict = (marker == b'<')
        .then(|| lexer.merges.at(lexer.text, start))
        .flatten();
    if let Some(conflict) = conflict {
        let rest = Span::new(conflict.first.end as usize, conflict.end);
        lexer.fault_between(
            fault
                .variant(if conflict.blank { "blank" } else { "" })
                .related(conflict.last_line)
                .delete(Span::new(start, conflict.first.start as usize))
                .delete(rest)
                .safe_if(conflict.blank),
        );
        lexer.skipped = Some(rest);
        lexer.lexed.conflicts.push(conflict);
    } else {
        lexer.fault_between(fault.variant("mark").delete(Span::new(start, end)));
    }
    lexer.at = end;
    lexer.new_line();
    true
}

/// A character that looks like nothing and is not whitespace of JSON.
fn unusual(lexer: &mut Lexer<'_>) -> bool {
    let character = lexer.character(lexer.at);
    let is_mark = character == '\u{feff}';
    let looks_like_nothing = is_mark
        || character.is_whitespace()
        || character.is_control()
        || matches!(character, '\u{200b}'..='\u{200f}' | '\u{2060}');
    if !looks_like_nothing {
        return false;
    }
    let span = Span::new(lexer.at, lexer.at + character.len_utf8());
    let kind = if is_mark {
        SyntaxKind::ByteOrderMarkInside
    } else {
        SyntaxKind::UnusualSpace
    };
    let replacement = if character.is_whitespace() { " " } else { "" };
    lexer.recurring_fault(
        SyntaxFault::new(kind, span)
            .argument("code", format!("U+{:04X}", u32::from(character)))
            .replace(span, replacement)
            .safe(),
    );
    lexer.indent += u32::from(lexer.line_start);
    lexer.at = span.end as usize;
    true
}
