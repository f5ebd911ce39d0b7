//! Comments.

use memchr::{memchr, memmem};

use crate::text::{Edit, Span};
use crate::tree::fault::{SyntaxFault, SyntaxKind};
use crate::tree::xml::repair::lexer::state::Lexer;

/// What is typed instead of `<!--`.
const OPENINGS: &[&str] = &[
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

/// A comment inside a comment with more marks than this is not looked into.
const MOST_MARKS: usize = 16;
/// A comment with more double hyphens than this is removed as a whole.
const MOST_HYPHENS: usize = 64;

/// A comment whose content begins at an offset.
pub(super) fn read(lexer: &mut Lexer<'_, '_>, start: usize, content: usize) -> usize {
    let text = lexer.text;
    let close = lexer.comment_end.next(text, content);
    let limit = close.unwrap_or(text.len());
    let inner = find(text, content, limit, "<!--");
    let html_end = find(text, content, inner.unwrap_or(limit), "--!>");
    if html_end.is_some_and(|at| text[at + 4..].trim_ascii_start().starts_with('<')) {
        return unclosed(lexer, start, Span::new(content, inner.unwrap_or(limit)));
    }
    match (close, inner) {
        (Some(close), None) => {
            double_hyphens(lexer, start, Span::new(content, close));
            close + 3
        }
        (Some(_), Some(inner)) => nested(lexer, start, content)
            .unwrap_or_else(|| unclosed(lexer, start, Span::new(content, inner))),
        (None, _) => unclosed(lexer, start, Span::new(content, inner.unwrap_or(limit))),
    }
}

/// A comment that begins with `<!-` and no further hyphen.
pub(super) fn half_opened(lexer: &mut Lexer<'_, '_>, start: usize) -> usize {
    let content = start + "<!-".len();
    lexer.fault(
        SyntaxFault::new(SyntaxKind::CommentMalformed, Span::new(start, content))
            .variant("opening")
            .insert(content, "-")
            .safe(),
    );
    read(lexer, start, content)
}

/// Where the content begins of a comment with a misspelt `<!--`. It is one if it ends before the
/// next markup.
pub(super) fn misspelt_opening(lexer: &mut Lexer<'_, '_>, start: usize) -> Option<usize> {
    let text = lexer.text;
    let opening = OPENINGS
        .iter()
        .find(|opening| text[start..].starts_with(**opening))?;
    let content = start + opening.len();
    let next_markup =
        memchr(b'<', &text.as_bytes()[content..]).map_or(text.len(), |found| content + found);
    let close = lexer.comment_end.next(text, content)?;
    (close < next_markup).then_some(content)
}

/// A comment with a misspelt `<!--`.
pub(super) fn misspelt(lexer: &mut Lexer<'_, '_>, start: usize, content: usize) -> usize {
    let opening = Span::new(start, content);
    lexer.fault(
        SyntaxFault::new(SyntaxKind::CommentMalformed, opening)
            .variant("opening")
            .replace(opening, "<!--")
            .safe(),
    );
    read(lexer, start, content)
}

/// A comment with others inside. Returns where it ends, if all of them do.
fn nested(lexer: &mut Lexer<'_, '_>, start: usize, content: usize) -> Option<usize> {
    let text = lexer.text;
    let mut fault = SyntaxFault::new(SyntaxKind::CommentMalformed, Span::at(content))
        .variant("nested")
        .safe();
    let mut depth = 1;
    let mut at = content;
    for _ in 0..MOST_MARKS {
        let hyphens = find(text, at, text.len(), "--")?;
        at = hyphens + 2;
        if text[..hyphens].ends_with("<!") {
            depth += 1;
            if fault.edits.is_empty() {
                fault.span = Span::new(hyphens - 2, at);
            }
        } else if text[at..].starts_with('>') {
            depth -= 1;
        } else {
            return None;
        }
        if depth == 0 {
            fault.related = Some(Span::new(start, at + 1));
            lexer.fault(fault);
            return Some(at + 1);
        }
        fault.edits.push(Edit::insert(hyphens + 1, " "));
    }
    None
}

/// A comment without its end, which is somewhere in `segment`.
fn unclosed(lexer: &mut Lexer<'_, '_>, start: usize, segment: Span) -> usize {
    let content = segment.start as usize;
    let segment = &lexer.text[segment.range()];
    let hyphens = segment.find("--");
    // How HTML may end a comment.
    if let Some(found) = hyphens.filter(|found| segment[*found..].starts_with("--!>")) {
        let at = content + found;
        lexer.fault(
            SyntaxFault::new(SyntaxKind::CommentMalformed, Span::new(at, at + 4))
                .variant("closing")
                .delete(Span::new(at + 2, at + 3))
                .safe(),
        );
        return at + 4;
    }
    let (length, closing) = match (hyphens, segment.find("->")) {
        (Some(found), _) => (found + 2, ">"),
        (None, Some(found)) => (found, "-"),
        (None, None) => (length_without_end(segment), " -->"),
    };
    let is_guess = closing == " -->";
    let at = content + length;
    if is_guess && lexer.text[at..].trim().is_empty() {
        return lexer.break_off(start);
    }
    lexer.fault(
        SyntaxFault::new(SyntaxKind::CommentMalformed, Span::new(start, at))
            .variant("unclosed")
            .insert(at, closing)
            .safe_if(!is_guess),
    );
    if closing == "-" { at + 2 } else { at }
}

/// `--` inside a comment, and one more hyphen before its end.
fn double_hyphens(lexer: &mut Lexer<'_, '_>, start: usize, content: Span) {
    let (from, close) = (content.start as usize, content.end as usize);
    let whole = Span::new(start, close + 3);
    let inside = &lexer.text.as_bytes()[from..=close];
    let mut fault: Option<SyntaxFault> = None;
    let mut at = 0;
    while let Some(found) = memmem::find(&inside[at..], b"--") {
        at += found + 1;
        let second = from + at;
        let fault = fault.get_or_insert_with(|| {
            SyntaxFault::new(
                SyntaxKind::CommentMalformed,
                Span::new(second - 1, second + 1),
            )
            .variant("double-hyphen")
            .related(whole)
            .safe()
        });
        fault.edits.push(Edit::insert(second, " "));
        if fault.edits.len() > MOST_HYPHENS {
            fault.edits = vec![Edit::delete(whole)];
            break;
        }
    }
    lexer.tokens.faults.extend(fault);
}

/// How far a comment without an end reaches: over its first line, or over the lines before the next
/// markup.
fn length_without_end(segment: &str) -> usize {
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

fn find(text: &str, from: usize, limit: usize, sequence: &str) -> Option<usize> {
    memmem::find(&text.as_bytes()[from..limit], sequence.as_bytes()).map(|found| from + found)
}
