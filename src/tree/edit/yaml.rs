//! Edits that add a member to a mapping of YAML: on a line of its own, or between braces.

use crate::text::Edit;
use crate::text::escape::yaml;
use crate::tree::arena::{DEEPEST, Tree};
use crate::tree::edit::Fragment;
use crate::tree::edit::indentation::Lines;
use crate::tree::edit::member::Spot;
use crate::tree::node::{NodeId, NodeKind};

impl Tree<'_> {
    /// Edits that add a member to a mapping.
    pub(super) fn insert_in_yaml(
        &self,
        parent: NodeId,
        spot: Spot,
        name: &str,
        value: &Fragment<'_>,
    ) -> Vec<Edit> {
        let it = self.node(parent);
        if it.kind != NodeKind::Object {
            return Vec::new();
        }
        let style = Style {
            quote: self.quote_next_to(spot),
        };
        if it.opening > 0 {
            return self.insert_between_braces(parent, spot, |out| {
                style.write_in_row(out, Some(name), value);
            });
        }
        let Some(lines) = self.yaml_lines(parent) else {
            return Vec::new();
        };
        let mut member = String::new();
        style.write_in_lines(&mut member, name, value, &lines);
        self.insert_line(parent, spot, &member, &lines)
            .into_iter()
            .collect()
    }

    /// The quote of the key of the member that a new one is put next to.
    fn quote_next_to(&self, spot: Spot) -> Option<char> {
        let (Spot::Before(node) | Spot::After(node)) = spot else {
            return None;
        };
        let before = &self.source().text()[..self.node(node).name.start as usize];
        before
            .chars()
            .next_back()
            .filter(|sign| matches!(sign, '"' | '\''))
    }

    /// The lines of the members of a block mapping.
    fn yaml_lines(&self, mapping: NodeId) -> Option<Lines<'static>> {
        let column = self.yaml_column(mapping)?;
        let outer = std::iter::successors(self.node(mapping).parent(), |node| {
            self.node(*node).parent()
        });
        let outer = outer
            .take(DEEPEST)
            .filter(|node| self.node(*node).kind == NodeKind::Object)
            .find_map(|node| self.yaml_column(node));
        let is_keyed = !self.node(mapping).name.is_empty();
        let unit = outer
            .and_then(|outer| column.checked_sub(outer))
            .filter(|unit| *unit > 0 && is_keyed);
        Some(Lines {
            indent: " ".repeat(column),
            unit: " ".repeat(unit.unwrap_or(2)),
            newline: self.newline(self.node(mapping).content.start as usize),
        })
    }

    /// The column of the keys of a block mapping. The first may follow the dash of an item.
    fn yaml_column(&self, mapping: NodeId) -> Option<usize> {
        let first = self.children(mapping).next()?;
        let before = &self.source().text()[..self.node(first).whole.start as usize];
        let line = &before[before.rfind('\n').map_or(0, |at| at + 1)..];
        let is_plain = line.chars().all(|sign| matches!(sign, ' ' | '-'));
        (is_plain && !line.starts_with("--")).then_some(line.len())
    }

    /// The edit that adds a member on lines of its own.
    fn insert_line(
        &self,
        parent: NodeId,
        spot: Spot,
        member: &str,
        lines: &Lines<'_>,
    ) -> Option<Edit> {
        match spot {
            Spot::Before(next) => {
                let start = self.node(next).whole.start as usize;
                let least = self.node(parent).content.start as usize;
                let above = self.before_comments(start, least);
                // What is behind a dash, or indented otherwise, is not a place for a key.
                let text = self.source().text();
                let is_in_column = text[..above]
                    .strip_suffix(lines.indent.as_str())
                    .is_some_and(|before| before.is_empty() || before.ends_with(['\n', '\r']));
                let at = if is_in_column { above } else { start };
                Some(Edit::insert(at, format!("{member}{}", lines.line_break())))
            }
            Spot::After(last) => {
                let at = self
                    .end_of_line(last)
                    .filter(|_| !self.keeps_blanks(last))?;
                let at = self.behind_deeper_comments(at, lines.indent.len());
                Some(Edit::insert(at, format!("{}{member}", lines.line_break())))
            }
            Spot::Only => None,
        }
    }

    /// Whether the blank lines behind a member are a part of its text.
    fn keeps_blanks(&self, member: NodeId) -> bool {
        let text = self.source().text();
        let end = self.node(member).whole;
        let last = self.descendants(member).last().map_or(member, |it| it.0);
        let content = self.node(last).content;
        let head = &text[end.start as usize..content.start as usize];
        let header = head.lines().rev().find(|line| !line.trim().is_empty());
        let written = text[content.range()].lines().next().unwrap_or_default();
        let is_kept = |line: &str| {
            let line = line.split(" #").next().unwrap_or(line).trim_end();
            let mark = line.rsplit([' ', ':']).next().unwrap_or(line);
            mark.starts_with(['|', '>']) && mark.contains('+')
        };
        is_kept(written) || header.is_some_and(is_kept)
    }

    /// The end of the lines with comments that follow a place and are indented further.
    fn behind_deeper_comments(&self, place: usize, column: usize) -> usize {
        let text = self.source().text();
        let mut end = place;
        while let Some(line_end) = text[end..].find('\n') {
            let start = end + line_end + 1;
            let line = text[start..].split(['\n', '\r']).next().unwrap_or_default();
            let body = line.trim_start_matches(' ');
            if !body.starts_with('#') || line.len() - body.len() <= column {
                break;
            }
            end = start + line.len();
        }
        end
    }

    /// The edits that add a member to a mapping in braces.
    fn insert_between_braces(
        &self,
        parent: NodeId,
        spot: Spot,
        write: impl Fn(&mut String),
    ) -> Vec<Edit> {
        let write = |_: Option<&Lines<'_>>| {
            let mut member = String::new();
            write(&mut member);
            member
        };
        let last = match spot {
            Spot::Only => return vec![self.insert_into_empty(parent, write)],
            Spot::Before(next) => return vec![self.insert_before(parent, next, write)],
            Spot::After(node) => match self.node(node).next_sibling() {
                Some(next) => return vec![self.insert_before(parent, next, write)],
                None => node,
            },
        };
        let lines = self.lines_like(parent, last);
        let gap = self.gap(lines.as_ref());
        let member = write(lines.as_ref());
        let end = self.node(last).whole.end as usize;
        let rest = &self.source().text()[end..];
        let behind = rest.len() - rest.trim_start().len();
        if rest[behind..].starts_with(',') {
            let at = self.after_comment(end + behind + 1);
            return vec![Edit::insert(at, format!("{gap}{member}"))];
        }
        let comment = self.after_comment(end);
        if comment == end {
            return vec![Edit::insert(end, format!(",{gap}{member}"))];
        }
        if lines.is_none() {
            return Vec::new();
        }
        vec![
            Edit::insert(end, ","),
            Edit::insert(comment, format!("{gap}{member}")),
        ]
    }
}

/// How keys and texts are written: with the quotes of those around them.
struct Style {
    quote: Option<char>,
}

impl Style {
    fn text(&self, text: &str) -> String {
        let written = yaml::scalar(text, self.quote, true);
        match self.quote {
            Some(quote) => format!("{quote}{written}{quote}"),
            None => written,
        }
    }

    /// A member whose own members are on lines of their own. Fragments nest a few levels, so that
    /// this calls itself.
    fn write_in_lines(
        &self,
        out: &mut String,
        name: &str,
        value: &Fragment<'_>,
        lines: &Lines<'_>,
    ) {
        match value {
            Fragment::Members(members) if !members.is_empty() => {
                out.push_str(&self.text(name));
                out.push(':');
                let inner = lines.deeper();
                for (name, value) in members {
                    out.push_str(&inner.line_break());
                    self.write_in_lines(out, name, value, &inner);
                }
            }
            _ => self.write_in_row(out, Some(name), value),
        }
    }

    /// A member, or an item without a name, on one line.
    fn write_in_row(&self, out: &mut String, name: Option<&str>, value: &Fragment<'_>) {
        if let Some(name) = name {
            out.push_str(&format!("{}: ", self.text(name)));
        }
        let it = match value.bracketed(|text| self.text(text)) {
            Ok(it) => it,
            Err(text) => return out.push_str(&text),
        };
        out.push(it.open);
        for (index, (name, value)) in it.children.into_iter().enumerate() {
            out.push_str(if index > 0 { ", " } else { "" });
            self.write_in_row(out, name, value);
        }
        out.push(it.close);
    }
}
