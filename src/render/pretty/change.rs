//! A fix as the small diff that it is: the lines that it replaces, and the new ones.

use std::ops::Range;

use super::charset::Charset;
use super::excerpt::Shown;
use super::line::RawLine;
use crate::text::{Edit, Span};

/// Lines of a diff that are shown at most.
const MOST_LINES: usize = 10;
/// Cells that stay before the first difference of a line that is cut.
const BEFORE: usize = 12;
/// Bytes next to an edit that can be shown, however wide a terminal is. A line can be as long as
/// the document, and each of its edits is shown.
const NEAR: usize = 1024;

/// A line of a diff.
#[derive(PartialEq, Eq, Debug)]
pub(super) enum Change {
    Old(String),
    New(String),
    /// So many more lines.
    More(usize),
}

/// The diff of some edits, which are sorted. Empty if no line looks different.
pub(super) fn changes(
    shown: Shown<'_>,
    edits: &[Edit],
    charset: Charset,
    width: usize,
) -> Vec<Change> {
    let hunks: Vec<Hunk> = hunks(shown, edits);
    let mut changes = Vec::new();
    for hunk in hunks.iter().filter(|hunk| hunk.is_visible()) {
        hunk.show(charset, width, &mut changes);
    }
    let left = changes.len().saturating_sub(MOST_LINES);
    // A note that one line is omitted would be as long as the line.
    if left > 1 {
        changes.truncate(MOST_LINES);
        changes.push(Change::More(left));
    }
    changes
}

/// Lines that follow each other, before and after.
struct Hunk {
    old: Vec<Text>,
    new: Vec<Text>,
}

/// A line with what is not shown of it.
#[derive(Clone, PartialEq, Eq)]
struct Text {
    text: String,
    secrets: Vec<Span>,
}

/// Edits on the same lines are one hunk.
fn hunks(shown: Shown<'_>, edits: &[Edit]) -> Vec<Hunk> {
    let lines = |span: Span| {
        let last = shown.source.line_at(span.end as usize);
        shown.source.line_at(span.start as usize)..last + 1
    };
    let mut groups: Vec<(Range<usize>, Vec<&Edit>)> = Vec::new();
    for edit in edits {
        let lines = lines(edit.span);
        match groups.last_mut() {
            Some((last, group)) if lines.start < last.end => {
                last.end = last.end.max(lines.end);
                group.push(edit);
            }
            _ => groups.push((lines, vec![edit])),
        }
    }
    groups
        .into_iter()
        .map(|(lines, edits)| Hunk::of(shown, lines, &edits))
        .collect()
}

impl Hunk {
    fn of(shown: Shown<'_>, lines: Range<usize>, edits: &[&Edit]) -> Self {
        let source = shown.source;
        let block = source
            .line_span(lines.start)
            .to(source.line_span(lines.end - 1));
        let [mut old, mut new] = [Block::default(), Block::default()];
        let mut at = block.start;
        for edit in edits {
            let between = Span {
                start: at,
                end: edit.span.start,
            };
            old.push_between(shown, between, at > block.start);
            new.push_between(shown, between, at > block.start);
            old.push(shown, edit.span);
            new.push_new(shown, &edit.text);
            at = edit.span.end;
        }
        let end = source.start_of_character(block.end.min(at + NEAR as u32));
        let behind = Span { start: at, end };
        old.push(shown, behind);
        new.push(shown, behind);
        let (mut old, mut new) = (old.lines(), new.lines());
        let same = |(old, new): &(&Text, &Text)| old == new;
        let head = old.iter().zip(&new).take_while(same).count();
        old.drain(..head);
        new.drain(..head);
        let tail = old
            .iter()
            .rev()
            .zip(new.iter().rev())
            .take_while(same)
            .count();
        old.truncate(old.len() - tail);
        new.truncate(new.len() - tail);
        let mut hunk = Self { old, new };
        hunk.outdent();
        hunk
    }

    /// Removes the indentation that all lines have.
    fn outdent(&mut self) {
        let lines = self.old.iter().chain(&self.new);
        let indents = lines
            .filter(|line| !line.text.trim().is_empty())
            .map(|line| line.text.len() - line.text.trim_start_matches([' ', '\t']).len());
        let indent = indents.min().unwrap_or_default();
        for line in self.old.iter_mut().chain(&mut self.new) {
            let removed = indent.min(line.text.len());
            if line.text.is_char_boundary(removed) && line.text[..removed].trim().is_empty() {
                line.text.drain(..removed);
                for secret in &mut line.secrets {
                    let [start, end] = [secret.start, secret.end].map(|it| it as usize);
                    *secret = Span::new(start.saturating_sub(removed), end.saturating_sub(removed));
                }
            }
        }
    }

    fn show(&self, charset: Charset, width: usize, changes: &mut Vec<Change>) {
        let is_paired = self.old.len() == self.new.len();
        let places = |line: &Text, other: Option<&Text>| match other.filter(|_| is_paired) {
            Some(other) => vec![differing(&line.text, &other.text)],
            None => Vec::new(),
        };
        for (index, line) in self.old.iter().enumerate() {
            let places = places(line, self.new.get(index));
            changes.push(Change::Old(line.show(&places, charset, width)));
        }
        for (index, line) in self.new.iter().enumerate() {
            let places = places(line, self.old.get(index));
            changes.push(Change::New(line.show(&places, charset, width)));
        }
    }

    /// Whether there is a difference outside of what is hidden.
    fn is_visible(&self) -> bool {
        let visible = |lines: &[Text]| lines.iter().map(Text::visible).collect::<Vec<_>>();
        visible(&self.old) != visible(&self.new)
    }
}

impl Text {
    /// The text without what is hidden.
    fn visible(&self) -> String {
        let mut visible = String::new();
        let mut at = 0;
        for secret in &self.secrets {
            let [start, end] = [secret.start, secret.end].map(|it| it as usize);
            visible.push_str(self.text.get(at..start).unwrap_or_default());
            at = at.max(end);
        }
        visible.push_str(self.text.get(at..).unwrap_or_default());
        visible
    }

    fn show(&self, places: &[Range<usize>], charset: Charset, width: usize) -> String {
        let line = RawLine::new(&self.text, places, 0).hiding(&self.secrets, 0);
        line.fit(charset, width).text.trim_end().to_owned()
    }
}

/// Text of which parts are not shown.
#[derive(Default)]
struct Block {
    text: String,
    secrets: Vec<Span>,
}

impl Block {
    fn push(&mut self, shown: Shown<'_>, span: Span) {
        let base = self.text.len();
        let first = shown.secrets.partition_point(|it| it.end <= span.start);
        let secrets = shown.secrets[first..]
            .iter()
            .take_while(|it| it.start < span.end);
        self.secrets.extend(secrets.map(|it| {
            let [start, end] = [it.start.max(span.start), it.end.min(span.end)];
            let [start, end] = [start, end].map(|it| base + (it - span.start) as usize);
            Span::new(start, end)
        }));
        self.text.push_str(shown.source.slice(span));
    }

    /// Adds what comes before an edit, on the same line: what is near to it, and to one before.
    fn push_between(&mut self, shown: Shown<'_>, span: Span, is_behind_edit: bool) {
        if span.len() <= 2 * NEAR {
            return self.push(shown, span);
        }
        let source = shown.source;
        if is_behind_edit {
            let end = source.start_of_character(span.start + NEAR as u32);
            self.push(shown, Span { end, ..span });
        }
        let start = source.start_of_character(span.end - NEAR as u32);
        self.push(shown, Span { start, ..span });
    }

    /// Adds what an edit writes, in which the words of secrets are hidden.
    fn push_new(&mut self, shown: Shown<'_>, text: &str) {
        let mut at = self.text.len();
        for part in text.split_inclusive(|it: char| !it.is_alphanumeric()) {
            let word = part.trim_end_matches(|it: char| !it.is_alphanumeric());
            if shown.words.hide(word) {
                self.secrets.push(Span::new(at, at + word.len()));
            }
            at += part.len();
        }
        self.text.push_str(text);
    }

    fn lines(&self) -> Vec<Text> {
        let mut lines = Vec::new();
        let mut at = 0;
        for line in self.text.split_inclusive('\n') {
            let text = line.trim_end_matches(['\n', '\r']);
            lines.push(Text {
                text: text.to_owned(),
                secrets: self.secrets_in(at, text.len()),
            });
            at += line.len();
        }
        lines
    }

    /// The secrets in so many bytes of the text from an offset, counted from there.
    fn secrets_in(&self, start: usize, length: usize) -> Vec<Span> {
        let first = self.secrets.partition_point(|it| it.end as usize <= start);
        let here = self.secrets[first..]
            .iter()
            .take_while(|it| (it.start as usize) < start + length);
        here.map(|secret| {
            let [from, to] = [secret.start, secret.end].map(|it| {
                let within = (it as usize).saturating_sub(start);
                within.min(length)
            });
            Span::new(from, to)
        })
        .collect()
    }
}

/// The part of a line that another one has otherwise, with a little of what is before.
fn differing(line: &str, other: &str) -> Range<usize> {
    let head: usize = line
        .chars()
        .zip(other.chars())
        .take_while(|(one, other)| one == other)
        .map(|(character, _)| character.len_utf8())
        .sum();
    let tail: usize = line[head..]
        .chars()
        .rev()
        .zip(other[head..].chars().rev())
        .take_while(|(one, other)| one == other)
        .map(|(character, _)| character.len_utf8())
        .sum();
    let before = line[..head].char_indices().rev().nth(BEFORE - 1);
    before.map_or(0, |(at, _)| at)..line.len() - tail
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::outcome::secrets::SecretWords;
    use crate::text::Source;

    fn diff(text: &str, edits: &[(&str, &str)]) -> Vec<Change> {
        let source = Source::new(text);
        let edits: Vec<Edit> = edits
            .iter()
            .map(|(old, new)| {
                let start = text.find(old).unwrap();
                Edit {
                    span: Span::new(start, start + old.len()),
                    text: (*new).to_owned(),
                }
            })
            .collect();
        let shown = Shown {
            source: &source,
            secrets: &[],
            words: &SecretWords::new(HashSet::new()),
        };
        changes(shown, &edits, Charset::Unicode, 40)
    }

    fn old(text: &str) -> Change {
        Change::Old(text.to_owned())
    }

    fn new(text: &str) -> Change {
        Change::New(text.to_owned())
    }

    #[test]
    fn a_line_is_shown_before_and_after() {
        assert_eq!(
            diff("<A>\n  <B>1</B>\n</A>\n", &[("1", "2")]),
            [old("<B>1</B>"), new("<B>2</B>")]
        );
    }

    #[test]
    fn two_edits_of_a_line_are_one_change() {
        assert_eq!(
            diff("  <B>1</B>\n", &[("<B>", "<C>"), ("</B>", "</C>")]),
            [old("<B>1</B>"), new("<C>1</C>")]
        );
    }

    #[test]
    fn removed_and_added_lines_are_shown_alone() {
        assert_eq!(
            diff("<A>\n  <B/>\n</A>\n", &[("  <B/>\n", "")]),
            [old("<B/>")]
        );
        assert_eq!(
            diff("<A>\n</A>\n", &[("</A>", "  <B/>\n</A>")]),
            [new("<B/>")]
        );
    }

    #[test]
    fn a_long_line_is_cut_around_the_difference() {
        let line = format!("{}<B>1</B>{}", "a".repeat(100), "b".repeat(100));
        let changes = diff(&line, &[(">1<", ">2<")]);
        let [Change::Old(old), Change::New(new)] = changes.as_slice() else {
            panic!("{changes:?}");
        };
        assert!(
            old.starts_with("…a") && old.contains("<B>1</B>b") && old.ends_with('…'),
            "{old}"
        );
        assert_eq!(&old.replace('1', "2"), new);
    }

    #[test]
    fn lines_that_look_equal_are_not_shown() {
        let secret = "a".repeat(60);
        let text = format!("<Comment>{secret}</Comment>");
        let source = Source::new(&text);
        let span = Span::new(9, 69);
        let edits = [Edit {
            span,
            text: "a".repeat(50),
        }];
        let shown = Shown {
            source: &source,
            secrets: &[span],
            words: &SecretWords::new(HashSet::from([secret.as_str()])),
        };
        assert_eq!(changes(shown, &edits, Charset::Unicode, 40), []);
    }

    #[test]
    fn a_long_diff_is_cut() {
        let lines = "<B/>\n".repeat(30);
        let changes = diff("<A></A>", &[("</A>", &format!("\n{lines}</A>"))]);
        assert_eq!(changes.len(), MOST_LINES + 1);
        assert_eq!(changes.last(), Some(&Change::More(23)));
    }
}
