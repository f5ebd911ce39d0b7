//! Edits that add an argument or a block to a block of HCL, in the layout of its formatter where
//! the file is formatted.

use crate::text::escape::json;
use crate::text::{Edit, Span};
use crate::tree::arena::{DEEPEST, Tree};
use crate::tree::edit::Fragment;
use crate::tree::edit::indentation::{Lines, unit_between};
use crate::tree::edit::member::Spot;
use crate::tree::form::Form;
use crate::tree::node::{NodeId, NodeKind};

/// So many arguments of a block around are looked at to see whether their signs are in one column.
const MOST_ARGUMENTS: usize = 64;

impl Fragment<'_> {
    /// Whether HCL writes it as a block, or as several.
    pub(super) fn is_hcl_block(&self) -> bool {
        match self {
            Self::Members(_) => true,
            Self::Items(_, items) => items.iter().any(Self::is_hcl_block),
            Self::Text(_) | Self::Bare(_) => false,
        }
    }
}

/// What a new argument looks like next to others.
struct Alignment {
    /// From the start of a name to its sign.
    width: usize,
    /// What puts the signs of the others in the same column.
    edits: Vec<Edit>,
}

impl Tree<'_> {
    /// Whether a node is a block, and not an argument.
    pub(super) fn is_hcl_block(&self, node: NodeId) -> bool {
        self.form() == Form::Hcl && self.sign(node).is_none()
    }

    /// Edits that add an argument or blocks to a block.
    pub(super) fn insert_in_hcl(
        &self,
        parent: NodeId,
        spot: Spot,
        name: &str,
        value: &Fragment<'_>,
    ) -> Vec<Edit> {
        let is_body = self.node(parent).kind == NodeKind::Object && self.is_hcl_block(parent);
        let Some(outer) = self.lines_of(parent).filter(|_| is_body) else {
            return Vec::new();
        };
        let first = self.children(parent).next();
        let indent = first.and_then(|first| self.indentation(first));
        let inner = match indent {
            Some(indent) => Lines {
                unit: unit_between(Some(&outer.indent), &indent),
                indent,
                newline: outer.newline,
            },
            None => outer.deeper(),
        };
        let mut alignment = Alignment {
            width: name.len() + 1,
            edits: Vec::new(),
        };
        if let (Spot::Before(node) | Spot::After(node), false) = (spot, value.is_hcl_block()) {
            alignment = self.alignment(node, name.len());
        }
        let written = |width: usize| {
            let mut out = String::new();
            write(&mut out, (name, width), value, &inner);
            out
        };
        let member = written(alignment.width);
        let content = self.node(parent).content;
        let is_on_one_line = !self.source().slice(content).contains('\n');
        let added = if is_on_one_line {
            self.insert_on_new_lines(parent, &member, [&inner, &outer])
        } else {
            self.insert_hcl_line(parent, spot, (&member, value), &inner)
                .map(|edit| vec![edit])
        };
        let Some(mut edits) = added else {
            return Vec::new();
        };
        edits.extend(alignment.edits);
        edits
    }

    /// The edits that add a member to a block that is written on one line, which can contain only
    /// one argument.
    fn insert_on_new_lines(
        &self,
        parent: NodeId,
        member: &str,
        [inner, outer]: [&Lines<'_>; 2],
    ) -> Option<Vec<Edit>> {
        let content = self.node(parent).content;
        let (line, end) = (inner.line_break(), outer.line_break());
        let Some(only) = self.children(parent).next() else {
            let is_blank = self.source().slice(content).trim().is_empty();
            return is_blank.then(|| vec![Edit::replace(content, format!("{line}{member}{end}"))]);
        };
        let whole = self.node(only).whole;
        let before = Span {
            start: content.start,
            end: whole.start,
        };
        let behind = Span {
            start: whole.end,
            end: content.end,
        };
        let is_blank = |span| self.source().slice(span).trim().is_empty();
        (is_blank(before) && is_blank(behind)).then(|| {
            vec![
                Edit::replace(before, line.clone()),
                Edit::replace(behind, format!("{line}{member}{end}")),
            ]
        })
    }

    /// The edit that adds a member to a block on lines of its own.
    fn insert_hcl_line(
        &self,
        parent: NodeId,
        spot: Spot,
        (member, value): (&str, &Fragment<'_>),
        lines: &Lines<'_>,
    ) -> Option<Edit> {
        let is_block = value.is_hcl_block();
        let line = lines.line_break();
        let wide = format!("{}{line}", lines.newline);
        match spot {
            Spot::Before(next) => {
                self.indentation(next)?;
                let start = self.node(next).whole.start as usize;
                let least = self.node(parent).content.start as usize;
                let at = self.before_comments(start, least);
                let is_apart = is_block && self.has_blank_lines(parent)
                    || !is_block && self.is_hcl_block(next);
                let gap = if is_apart { &wide } else { &line };
                Some(Edit::insert(at, format!("{member}{gap}")))
            }
            Spot::After(last) => {
                let end = self.node(last).whole.end as usize;
                let is_apart = is_block && self.has_blank_lines(parent);
                let gap = if is_apart { &wide } else { &line };
                if self.source().text()[..end].ends_with('\n') {
                    // The mark of a heredoc takes its line.
                    let (indent, newline) = (&lines.indent, lines.newline);
                    return Some(Edit::insert(end, format!("{indent}{member}{newline}")));
                }
                let at = self.end_of_line(last)?;
                Some(Edit::insert(at, format!("{gap}{member}")))
            }
            Spot::Only => {
                let at = self.node(parent).content.start as usize;
                Some(Edit::insert(at, format!("{line}{member}")))
            }
        }
    }

    /// Whether blank lines precede the blocks of a block. So does its formatter where there are
    /// only arguments so far.
    fn has_blank_lines(&self, parent: NodeId) -> bool {
        let text = self.source().text();
        let mut blocks = self
            .children(parent)
            .skip(1)
            .filter(|node| self.is_hcl_block(*node))
            .peekable();
        if blocks.peek().is_none() {
            return self
                .children(parent)
                .last()
                .is_some_and(|last| !self.is_hcl_block(last));
        }
        blocks.any(|node| {
            let start = self.node(node).whole.start as usize;
            let gap = text[..self.before_comments(start, 0)].trim_end_matches([' ', '\t', '\r']);
            gap.strip_suffix('\n')
                .is_some_and(|gap| gap.trim_end_matches([' ', '\t', '\r']).ends_with('\n'))
        })
    }

    /// Where the sign of an argument is; `None` for a block.
    fn sign(&self, node: NodeId) -> Option<usize> {
        let it = self.node(node);
        let start = it.name.end as usize;
        let value = (it.content.start as usize).saturating_sub(usize::from(it.opening));
        let between = self.source().text().get(start..value.max(start))?;
        let at = between.len() - between.trim_start_matches([' ', '\t', '"']).len();
        between[at..].starts_with('=').then_some(start + at)
    }

    /// From the start of the name of an argument to its sign.
    fn width(&self, argument: NodeId) -> Option<usize> {
        let start = self.node(argument).name.start as usize;
        self.sign(argument)?.checked_sub(start)
    }

    /// How an argument is aligned with those on the lines around another.
    fn alignment(&self, near: NodeId, length: usize) -> Alignment {
        let group = self.group(near);
        let widths: Vec<usize> = group.iter().filter_map(|it| self.width(*it)).collect();
        let widest = widths.iter().copied().max().unwrap_or(0);
        let Some(true) = self
            .is_aligned(&group)
            .or_else(|| self.is_aligned_around(near))
        else {
            return Alignment {
                width: length + 1,
                edits: Vec::new(),
            };
        };
        let width = widest.max(length + 1);
        let wider = group.iter().filter_map(|argument| {
            let missing = width.checked_sub(self.width(*argument)?)?;
            let sign = self.sign(*argument)?;
            (missing > 0).then(|| Edit::insert(sign, " ".repeat(missing)))
        });
        Alignment {
            width,
            edits: wider.collect(),
        }
    }

    /// The arguments on adjacent lines around one, each on one line.
    fn group(&self, near: NodeId) -> Vec<NodeId> {
        let source = self.source();
        let line = |place: u32| source.line_at(place as usize);
        let parent = self.node(near).parent();
        let mut group: Vec<NodeId> = Vec::new();
        for node in parent.into_iter().flat_map(|parent| self.children(parent)) {
            let whole = self.node(node).whole;
            let first = line(whole.start);
            let is_one_line = self.sign(node).is_some() && line(whole.end) == first;
            let follows = group
                .last()
                .is_some_and(|last| line(self.node(*last).whole.end) + 1 == first);
            if !follows || !is_one_line {
                if group.contains(&near) {
                    break;
                }
                group.clear();
            }
            if is_one_line {
                group.push(node);
            }
        }
        if group.contains(&near) { group } else { vec![] }
    }

    /// Whether the signs of arguments are in one column. `None` where names of one length leave it
    /// open.
    fn is_aligned(&self, group: &[NodeId]) -> Option<bool> {
        let length = |node: &NodeId| self.node(*node).name.len();
        let width = |node: &NodeId| self.width(*node);
        let (first, rest) = group.split_first()?;
        if rest.iter().all(|other| length(other) == length(first)) {
            return None;
        }
        Some(rest.iter().all(|other| width(other) == width(first)))
    }

    /// The same for the blocks around an argument, from inside out.
    fn is_aligned_around(&self, node: NodeId) -> Option<bool> {
        let up = |at: &NodeId| self.node(*at).parent();
        let around = std::iter::successors(up(&node), up).take(DEEPEST);
        for block in around {
            let mut seen: Option<NodeId> = None;
            for child in self.children(block).take(MOST_ARGUMENTS) {
                let is_new = seen.is_none_or(|last| self.node(last).next_sibling() != Some(child));
                if is_new && self.sign(child).is_some() {
                    let aligned = self.is_aligned(&self.group(child));
                    if aligned.is_some() {
                        return aligned;
                    }
                }
                seen = Some(child);
            }
        }
        None
    }
}

/// An argument, whose sign is so far behind the start of its name, or blocks. Fragments nest a few
/// levels, so that this calls itself.
fn write(out: &mut String, (name, width): (&str, usize), value: &Fragment<'_>, lines: &Lines<'_>) {
    match value {
        Fragment::Members(members) => write_block(out, name, members, lines),
        Fragment::Items(_, items) if value.is_hcl_block() => {
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push_str(&lines.line_break());
                }
                write(out, (name, width), item, lines);
            }
        }
        _ => {
            out.push_str(&format!("{name:width$}= "));
            write_value(out, value);
        }
    }
}

fn write_block(out: &mut String, name: &str, members: &[(&str, Fragment<'_>)], lines: &Lines<'_>) {
    let inner = lines.deeper();
    let (blocks, arguments): (Vec<_>, Vec<_>) =
        members.iter().partition(|(_, value)| value.is_hcl_block());
    let longest = arguments.iter().map(|(name, _)| name.len()).max();
    let width = longest.unwrap_or(0) + 1;
    out.push_str(&format!("{name} {{"));
    for (name, value) in &arguments {
        out.push_str(&inner.line_break());
        write(out, (name, width), value, &inner);
    }
    for (index, (name, value)) in blocks.iter().enumerate() {
        if index > 0 || !arguments.is_empty() {
            out.push_str(lines.newline);
        }
        out.push_str(&inner.line_break());
        write(out, (name, width), value, &inner);
    }
    if !members.is_empty() {
        out.push_str(&lines.line_break());
    }
    out.push('}');
}

fn write_value(out: &mut String, value: &Fragment<'_>) {
    match value {
        Fragment::Text(text) => {
            let quoted = json::quoted(text);
            out.push_str(&quoted.replace("${", "$${").replace("%{", "%%{"));
        }
        Fragment::Bare(text) => out.push_str(text),
        Fragment::Items(_, items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                out.push_str(if index > 0 { ", " } else { "" });
                write_value(out, item);
            }
            out.push(']');
        }
        Fragment::Members(_) => {}
    }
}
