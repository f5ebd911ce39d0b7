//! Edits of a document in its own notation: what bytes to replace so that a node is renamed, removed, rewritten, moved or
//! added. What lives here: the notation's side of a repair. Which repair is right is for the rules to say.
//!
//! Edits keep what they do not mean: comments stay, inserted lines end and are indented as those around them.

mod gather;

pub(crate) use gather::Wrapper;

use crate::text::{Edit, Span};
use crate::tree::{Form, NodeId, NodeKind, Tree, TriviaKind};

/// What an inserted member holds.
#[derive(Clone, Debug)]
pub enum Fragment<'f> {
    /// A text; in JSON written as a string.
    Text(&'f str),
    /// A number or a boolean; in JSON written bare.
    Bare(&'f str),
    /// Members inside.
    Members(Vec<(&'f str, Fragment<'f>)>),
    /// Items inside, in XML each under this name.
    Items(&'f str, Vec<Fragment<'f>>),
}

impl crate::tree::Node {
    /// The value: in JSON with its quotes or brackets, in XML what stands between the tags.
    pub fn value(&self) -> Span {
        match self.kind {
            NodeKind::Element => self.content,
            _ => Span {
                start: self.content.start - u32::from(self.opening),
                end: self.whole.end,
            },
        }
    }
}

impl Tree<'_> {
    /// Edits that give a node another name.
    pub fn rename(&self, node: NodeId, name: &str) -> Vec<Edit> {
        let it = self.node(node);
        let mut edits = vec![Edit {
            span: it.name,
            text: name.to_owned(),
        }];
        if self.form() == Form::Xml && !it.is_self_closing() && !it.tail().is_empty() {
            let tail = self.source().slice(it.tail());
            let old = self.source().slice(it.name);
            if let Some(at) = tail.rfind(old) {
                let start = it.tail().start as usize + at;
                edits.push(Edit {
                    span: Span::new(start, start + old.len()),
                    text: name.to_owned(),
                });
            }
        }
        edits
    }

    /// Edits that replace the text of a scalar. A text of JSON keeps its quotes, and comments inside an element stay.
    pub fn write(&self, node: NodeId, text: &str) -> Vec<Edit> {
        let it = self.node(node);
        match it.kind {
            NodeKind::Element if it.is_self_closing() => vec![self.open(node, &escape_xml(text))],
            NodeKind::Element => {
                let escaped = escape_xml(text);
                let parts = self.without_trivia(it.content);
                if parts.len() < 2 {
                    return vec![Edit {
                        span: it.content,
                        text: escaped,
                    }];
                }
                let kept = parts
                    .iter()
                    .position(|part| !self.source().slice(*part).trim().is_empty())
                    .unwrap_or(0);
                let filled = |(index, span): (usize, Span)| Edit {
                    span,
                    text: if index == kept {
                        escaped.clone()
                    } else {
                        String::new()
                    },
                };
                parts
                    .into_iter()
                    .enumerate()
                    .map(filled)
                    .filter(|edit| !edit.span.is_empty() || !edit.text.is_empty())
                    .collect()
            }
            NodeKind::String => vec![Edit {
                span: it.content,
                text: escape_json(text),
            }],
            _ => vec![Edit {
                span: it.content,
                text: text.to_owned(),
            }],
        }
    }

    /// The edit that makes `<Name>…</Name>` of `<Name/>`.
    fn open(&self, node: NodeId, content: &str) -> Edit {
        let it = self.node(node);
        let slash = self
            .source()
            .slice(it.whole)
            .rfind('/')
            .map_or(it.whole.end, |at| it.whole.start + at as u32);
        let end = self
            .source()
            .slice(Span {
                start: it.whole.start,
                end: slash,
            })
            .trim_end()
            .len() as u32
            + it.whole.start;
        Edit {
            span: Span {
                start: end,
                end: it.whole.end,
            },
            text: format!(">{content}</{}>", self.qualified_name(node)),
        }
    }

    /// Edits that take a node out, with the line it leaves empty and, in JSON, the comma it no longer needs.
    pub fn remove(&self, node: NodeId) -> Vec<Edit> {
        self.remove_range(self.node(node).whole)
    }

    /// Edits that take several nodes out together. In JSON, those that are next to each other share their commas.
    pub fn remove_all(&self, nodes: &[NodeId]) -> Vec<Edit> {
        if self.form() == Form::Xml {
            return nodes.iter().flat_map(|node| self.remove(*node)).collect();
        }
        let mut sorted: Vec<NodeId> = nodes.to_vec();
        sorted.sort();
        sorted.dedup();
        let mut runs: Vec<(NodeId, Span)> = Vec::new();
        for node in sorted {
            let whole = self.node(node).whole;
            match runs.last_mut() {
                Some((last, span)) if self.node(*last).next_sibling() == Some(node) => {
                    span.end = whole.end;
                    *last = node;
                }
                _ => runs.push((node, whole)),
            }
        }
        runs.into_iter()
            .flat_map(|(_, span)| self.remove_range(span))
            .collect()
    }

    /// Edits that take siblings out that stand in a range.
    fn remove_range(&self, whole: Span) -> Vec<Edit> {
        let text = self.source().text();
        let (start, mut end) = (whole.start as usize, whole.end as usize);
        if self.form() == Form::Json {
            let after = text[end..].trim_start();
            if after.starts_with(',') {
                end = text.len() - after.len() + 1;
            } else {
                let before = text[..start].trim_end();
                if before.ends_with(',') {
                    return vec![Edit {
                        span: Span::new(before.len() - 1, end),
                        text: String::new(),
                    }];
                }
            }
        }
        if self.form() == Form::Json
            && end > whole.end as usize
            && !self.has_lines_of_its_own(start, end)
        {
            // Only the space that stood behind the comma is left over.
            end += text[end..].len() - text[end..].trim_start_matches([' ', '\t']).len();
        }
        self.take_out(Span::new(start, end))
    }

    /// Edits that take a range out, with the line it leaves empty.
    pub fn take_out(&self, span: Span) -> Vec<Edit> {
        let text = self.source().text();
        let (mut start, mut end) = (span.start as usize, span.end as usize);
        if self.has_lines_of_its_own(start, end) {
            start = text[..start].trim_end_matches([' ', '\t']).len();
            let rest = text[end..].trim_start_matches([' ', '\t']);
            end = text.len() - rest.len();
            end += if rest.starts_with("\r\n") {
                2
            } else {
                usize::from(!rest.is_empty())
            };
        }
        vec![Edit {
            span: Span::new(start, end),
            text: String::new(),
        }]
    }

    /// Whether nothing else stands on the lines of a range.
    fn has_lines_of_its_own(&self, start: usize, end: usize) -> bool {
        let text = self.source().text();
        let before = text[..start].trim_end_matches([' ', '\t']);
        let rest = text[end..].trim_start_matches([' ', '\t']);
        (before.is_empty() || before.ends_with(['\n', '\r']))
            && (rest.is_empty() || rest.starts_with(['\n', '\r']))
    }

    /// Edits that add a member to an element or object: before a sibling, or at the end.
    pub fn insert(
        &self,
        parent: NodeId,
        before: Option<NodeId>,
        name: &str,
        value: &Fragment<'_>,
    ) -> Vec<Edit> {
        self.insert_written(parent, before, |layout| {
            let mut member = String::new();
            match self.form() {
                Form::Xml => write_xml(&mut member, self.prefix(parent), name, value, layout),
                Form::Json => write_json(&mut member, Some(name), value, layout),
            }
            member
        })
    }

    /// Edits that put a member in the place of another.
    pub fn replace(&self, node: NodeId, name: &str, value: &Fragment<'_>) -> Vec<Edit> {
        let it = self.node(node);
        let layout = self.indentation(node).map(|indent| {
            let unit = self.unit(node, &indent);
            Layout {
                indent,
                unit,
                newline: self.newline(it.whole.start as usize),
            }
        });
        let mut member = String::new();
        match self.form() {
            Form::Xml => write_xml(&mut member, self.prefix(node), name, value, layout.as_ref()),
            Form::Json => write_json(&mut member, Some(name), value, layout.as_ref()),
        }
        vec![Edit {
            span: it.whole,
            text: member,
        }]
    }

    /// Edits that take a node out and put it, as it is written, into another: before a sibling there, or at the end.
    pub fn move_into(&self, node: NodeId, parent: NodeId, before: Option<NodeId>) -> Vec<Edit> {
        let mut edits = self.insert_copy(parent, before, self, node);
        if edits.is_empty() {
            return edits;
        }
        edits.extend(self.remove(node));
        edits.sort();
        edits
    }

    /// Edits that put a node of another document of the same notation, as it is written there, into an element or object: before
    /// a sibling there, or at the end.
    pub fn insert_copy(
        &self,
        parent: NodeId,
        before: Option<NodeId>,
        from: &Tree<'_>,
        node: NodeId,
    ) -> Vec<Edit> {
        if from.form() != self.form() || from.prefix(node) != self.prefix(parent) {
            return Vec::new();
        }
        let outer = from.indentation(node).unwrap_or_default();
        let written = from.source().slice(from.node(node).whole);
        self.insert_written(parent, before, |layout| {
            let Some(layout) = layout else {
                return written.to_owned();
            };
            let mut lines = written.split_inclusive('\n');
            let mut copy = lines.next().unwrap_or_default().to_owned();
            for line in lines {
                copy.push_str(&layout.indent);
                copy.push_str(
                    line.strip_prefix(outer.as_str())
                        .unwrap_or_else(|| line.trim_start_matches([' ', '\t'])),
                );
            }
            copy
        })
    }

    /// Whether edits take a comment out that is none of this tool's.
    pub fn drops_comment(&self, edits: &[Edit]) -> bool {
        let drops = |edit: &Edit| {
            let first = self
                .trivia()
                .partition_point(|trivia| trivia.span.start < edit.span.start);
            self.trivia()[first..]
                .iter()
                .take_while(|trivia| trivia.span.end <= edit.span.end)
                .any(|trivia| {
                    let text = self.source().slice(trivia.span);
                    trivia.kind == TriviaKind::Comment
                        && !text.contains("cloudfront-lint:")
                        && !edits.iter().any(|edit| edit.text.contains(text))
                })
        };
        edits.iter().any(drops)
    }

    /// Whether nothing stands in a node that anybody could miss: no text, no value.
    pub fn is_blank(&self, node: NodeId) -> bool {
        self.descendants(node).all(|(inner, _)| {
            let it = self.node(inner);
            !it.has_stray_text() && (it.has_children() || self.text(inner).trim().is_empty())
        })
    }

    /// Edits that put a list around the siblings from one to another, with the number of its items before it where one is given.
    pub fn wrap(
        &self,
        first: NodeId,
        last: NodeId,
        list: &str,
        count: Option<(&str, usize)>,
    ) -> Vec<Edit> {
        let span = Span {
            start: self.node(first).whole.start,
            end: self.node(last).whole.end,
        };
        let written = self.source().slice(span);
        let prefix = self.prefix(first);
        let newline = self.newline(span.start as usize);
        let indent = self.indentation(first);
        let unit = indent
            .as_deref()
            .map_or_else(String::new, |indent| self.unit(first, indent));
        let line = |deeper: &str| {
            indent
                .as_deref()
                .map_or_else(String::new, |indent| format!("{newline}{indent}{deeper}"))
        };
        let mut text = String::new();
        if let Some((name, number)) = count {
            text.push_str(&format!(
                "<{prefix}{name}>{number}</{prefix}{name}>{}",
                line("")
            ));
        }
        text.push_str(&format!("<{prefix}{list}>{}", line(&unit)));
        for (index, part) in written.split_inclusive('\n').enumerate() {
            if index > 0 && part.trim_start_matches([' ', '\t']).starts_with('<') {
                text.push_str(&unit);
            }
            text.push_str(part);
        }
        text.push_str(&format!("{}</{prefix}{list}>", line("")));
        vec![Edit { span, text }]
    }

    /// Edits that put the items of one list at the end of another's, and take the first list out.
    pub fn merge(&self, node: NodeId, into: NodeId) -> Vec<Edit> {
        let (Some(begin), Some(end)) = (self.children(node).next(), self.children(node).last())
        else {
            return Vec::new();
        };
        let Some(last) = self.children(into).last() else {
            return Vec::new();
        };
        let content = self.node(node).content;
        let lead = self.source().slice(Span {
            start: content.start,
            end: self.node(begin).whole.start,
        });
        let span = if lead.trim().is_empty() {
            Span {
                start: content.start,
                end: self.node(end).whole.end,
            }
        } else {
            Span {
                start: self.node(begin).whole.start,
                end: self.node(end).whole.end,
            }
        };
        let comma = if self.form() == Form::Json { "," } else { "" };
        let text = format!("{comma}{}", self.source().slice(span));
        let mut edits = vec![Edit {
            span: Span::at(self.node(last).whole.end as usize),
            text,
        }];
        edits.extend(self.remove(node));
        edits.sort();
        edits
    }

    fn insert_written(
        &self,
        parent: NodeId,
        before: Option<NodeId>,
        write: impl FnOnce(Option<&Layout<'_>>) -> String,
    ) -> Vec<Edit> {
        let it = self.node(parent);
        let json = self.form() == Form::Json;
        if json && !matches!(it.kind, NodeKind::Object | NodeKind::Array) {
            // Nothing can stand in a text or a number.
            return Vec::new();
        }
        let comma = if json { "," } else { "" };
        let newline = self.newline(it.whole.start as usize);
        let outer = self.indentation(parent);
        let last = self.children(parent).last();
        let Some(model) = before.or(last) else {
            let gap = self.source().slice(it.content);
            // Lines of its own where those around the element have theirs.
            let layout = outer
                .filter(|_| it.parent().is_some() || gap.contains('\n'))
                .map(|outer| {
                    let unit = self.unit(parent, &outer);
                    (
                        Layout {
                            indent: format!("{outer}{unit}"),
                            unit,
                            newline,
                        },
                        outer,
                    )
                });
            let member = write(layout.as_ref().map(|(layout, _)| layout));
            let (ahead, behind) =
                layout.map_or((String::new(), String::new()), |(layout, outer)| {
                    (
                        format!("{newline}{}", layout.indent),
                        format!("{newline}{outer}"),
                    )
                });
            if it.is_self_closing() {
                return vec![self.open(parent, &format!("{ahead}{member}{behind}"))];
            }
            let (span, behind) = if gap.trim().is_empty() {
                (it.content, behind)
            } else {
                (Span::at(it.content.start as usize), String::new())
            };
            return vec![Edit {
                span,
                text: format!("{ahead}{member}{behind}"),
            }];
        };
        let layout = self.indentation(model).map(|indent| {
            let unit = outer
                .as_deref()
                .and_then(|outer| indent.strip_prefix(outer))
                .filter(|unit| !unit.is_empty())
                .unwrap_or("  ")
                .to_owned();
            Layout {
                indent,
                unit,
                newline,
            }
        });
        let gap = match &layout {
            Some(layout) => format!("{newline}{}", layout.indent),
            None if json => " ".to_owned(),
            None => String::new(),
        };
        let member = write(layout.as_ref());
        let edit = if let Some(next) = before {
            let at = self.before_comments(
                self.node(next).whole.start as usize,
                it.content.start as usize,
            );
            Edit {
                span: Span::at(at),
                text: format!("{member}{comma}{gap}"),
            }
        } else {
            let at = self.node(model).whole.end as usize;
            Edit {
                span: Span::at(if json { at } else { self.behind_comment(at) }),
                text: format!("{comma}{gap}{member}"),
            }
        };
        vec![edit]
    }

    /// The place before the comments that stand on lines of their own right before a place: they speak of what follows.
    fn before_comments(&self, place: usize, least: usize) -> usize {
        let text = self.source().text();
        let mut at = place;
        let mut index = self
            .trivia()
            .partition_point(|trivia| (trivia.span.end as usize) <= place);
        while let Some(trivia) = index.checked_sub(1).map(|index| self.trivia()[index]) {
            let span = trivia.span.range();
            let line = text[..span.start].trim_end_matches([' ', '\t']);
            if trivia.kind != TriviaKind::Comment
                || span.start < least
                || !text[span.end..at].trim().is_empty()
                || !line.ends_with(['\n', '\r'])
            {
                break;
            }
            at = span.start;
            index -= 1;
        }
        at
    }

    /// The place behind a comment that follows on the same line: it speaks of what stands before.
    fn behind_comment(&self, place: usize) -> usize {
        let text = self.source().text();
        let first = self
            .trivia()
            .partition_point(|trivia| (trivia.span.start as usize) < place);
        match self.trivia().get(first) {
            Some(trivia)
                if text[place..trivia.span.start as usize]
                    .bytes()
                    .all(|byte| byte == b' ' || byte == b'\t') =>
            {
                trivia.span.end as usize
            }
            _ => place,
        }
    }

    /// How the line ends that a place is in, or the one before.
    fn newline(&self, place: usize) -> &'static str {
        let source = self.source();
        let line = source.line_at(place);
        let ends = |line: usize| {
            let text = source.slice(source.line_span(line));
            [("\r\n", "\r\n"), ("\n", "\n"), ("\r", "\r")]
                .into_iter()
                .find(|(end, _)| text.ends_with(end))
                .map(|(_, newline)| newline)
        };
        ends(line)
            .or_else(|| ends(line.checked_sub(1)?))
            .unwrap_or("\n")
    }

    /// What one level of nesting is indented by around an element.
    fn unit(&self, node: NodeId, indent: &str) -> String {
        let outer = self
            .node(node)
            .parent()
            .and_then(|parent| self.indentation(parent));
        outer
            .and_then(|outer| indent.strip_prefix(outer.as_str()).map(str::to_owned))
            .filter(|unit| !unit.is_empty())
            .unwrap_or_else(|| "  ".to_owned())
    }

    /// Edits that turn a JSON array into `{"Quantity": n, "Items": […]}`, the names being the shape's.
    pub fn wrap_counted(&self, array: NodeId, count: &str, items: &str) -> Vec<Edit> {
        let value = self.node(array).value();
        let number = self.children(array).count();
        vec![
            Edit {
                span: Span::at(value.start as usize),
                text: format!("{{\"{count}\": {number}, \"{items}\": "),
            },
            Edit {
                span: Span::at(value.end as usize),
                text: "}".to_owned(),
            },
        ]
    }

    /// Whether two nodes hold the same, white space between elements aside.
    pub fn same_content(&self, one: NodeId, other: NodeId) -> bool {
        let (mut left, mut right) = (self.descendants(one), self.descendants(other));
        loop {
            match (left.next(), right.next()) {
                (None, None) => return true,
                (Some((a, depth_a)), Some((b, depth_b))) => {
                    let names = a == one || self.name(a) == self.name(b);
                    if depth_a != depth_b
                        || !names
                        || self.text(a) != self.text(b)
                        || self.node(a).kind != self.node(b).kind
                    {
                        return false;
                    }
                }
                _ => return false,
            }
        }
    }

    /// A node and everything in it, in document order, with depths.
    fn descendants(&self, top: NodeId) -> impl Iterator<Item = (NodeId, usize)> + '_ {
        let end = self.node(top).whole.end;
        let mut open: Vec<NodeId> = Vec::new();
        (top.index()..self.nodes().len())
            .map(NodeId::from_index)
            .take_while(move |node| *node == top || self.node(*node).whole.start < end)
            .map(move |node| {
                while open
                    .last()
                    .is_some_and(|last| self.node(node).parent() != Some(*last))
                {
                    open.pop();
                }
                open.push(node);
                (node, open.len())
            })
    }

    /// The elements that some comments, given in order, speak of: behind a tag on the same line the one of that tag, else the
    /// next one beside the comment.
    pub fn commented(&self, comments: &[Span]) -> Vec<Option<NodeId>> {
        let text = self.source().text();
        let nodes = self.nodes();
        let mut next = 0;
        let mut open: Vec<NodeId> = Vec::new();
        let mut closed: Option<NodeId> = None;
        let mut found = Vec::with_capacity(comments.len());
        for comment in comments {
            let mut close = |open: &mut Vec<NodeId>, before: u32| {
                while let Some(last) = open
                    .last()
                    .copied()
                    .filter(|last| self.node(*last).whole.end <= before)
                {
                    closed = Some(last);
                    open.pop();
                }
            };
            while next < nodes.len() && nodes[next].whole.start < comment.start {
                close(&mut open, nodes[next].whole.start);
                open.push(NodeId::from_index(next));
                next += 1;
            }
            close(&mut open, comment.start);
            let around = open.last().copied();
            let inner = closed.filter(|inner| self.node(*inner).parent() == around);
            // Where the tag ends that stands before the comment, if nothing else does.
            let end = text[..comment.start as usize]
                .trim_end_matches([' ', '\t'])
                .len() as u32;
            let is_behind = |node: &NodeId| self.node(*node).whole.end == end;
            let is_within = |node: &NodeId| {
                self.node(*node).content.start == end && !self.node(*node).is_self_closing()
            };
            let following = (next < nodes.len())
                .then(|| NodeId::from_index(next))
                .filter(|node| self.node(*node).parent() == around);
            found.push(
                inner
                    .filter(is_behind)
                    .or_else(|| around.filter(is_within))
                    .or(following),
            );
        }
        found
    }

    /// The edit that writes a comment of one line that speaks of an element: on a line of its own before it, or behind it where it
    /// shares its line. `None` in JSON, which has none.
    pub fn comment(&self, node: NodeId, text: &str) -> Option<Edit> {
        let whole = self.node(node).whole;
        let edit = |at: u32, text| Edit {
            span: Span::at(at as usize),
            text,
        };
        (self.form() == Form::Xml).then(|| match self.indentation(node) {
            Some(indent) => edit(
                whole.start,
                format!(
                    "<!-- {text} -->{}{indent}",
                    self.newline(whole.start as usize)
                ),
            ),
            None => edit(whole.end, format!(" <!-- {text} -->")),
        })
    }

    /// The first text among the children of an element, without white space around.
    pub fn stray_text(&self, node: NodeId) -> Option<Span> {
        let it = self.node(node);
        let mut start = it.content.start;
        let mut gaps = Vec::new();
        for child in self.children(node) {
            gaps.push(Span {
                start,
                end: self.node(child).whole.start,
            });
            start = self.node(child).whole.end;
        }
        gaps.push(Span {
            start,
            end: it.content.end,
        });
        gaps.into_iter()
            .flat_map(|gap| self.without_trivia(gap))
            .find_map(|gap| {
                let text = self.source().slice(gap);
                let trimmed = text.trim();
                (!trimmed.is_empty()).then(|| {
                    let start = gap.start as usize + (text.len() - text.trim_start().len());
                    Span::new(start, start + trimmed.len())
                })
            })
    }

    fn without_trivia(&self, gap: Span) -> Vec<Span> {
        let first = self
            .trivia()
            .partition_point(|trivia| trivia.span.start < gap.start);
        let mut parts = Vec::new();
        let mut start = gap.start;
        for trivia in self.trivia()[first..]
            .iter()
            .take_while(|trivia| trivia.span.end <= gap.end)
        {
            parts.push(Span {
                start,
                end: trivia.span.start,
            });
            start = trivia.span.end;
        }
        parts.push(Span {
            start,
            end: gap.end,
        });
        parts
    }

    /// The white space before a node that begins its line.
    fn indentation(&self, node: NodeId) -> Option<String> {
        let before = &self.source().text()[..self.node(node).whole.start as usize];
        let line = before.trim_end_matches([' ', '\t']);
        (line.is_empty() || line.ends_with(['\n', '\r'])).then(|| before[line.len()..].to_owned())
    }

    fn prefix(&self, node: NodeId) -> &str {
        let it = self.node(node);
        if it.kind == NodeKind::Element {
            self.source().text()[it.whole.start as usize..it.name.start as usize]
                .trim_start_matches('<')
        } else {
            ""
        }
    }

    fn qualified_name(&self, node: NodeId) -> String {
        format!("{}{}", self.prefix(node), self.name(node))
    }
}

/// How inserted lines are laid out.
struct Layout<'l> {
    indent: String,
    unit: String,
    newline: &'l str,
}

impl Layout<'_> {
    fn deeper(&self) -> Self {
        Self {
            indent: format!("{}{}", self.indent, self.unit),
            unit: self.unit.clone(),
            newline: self.newline,
        }
    }

    fn line(layout: Option<&Self>) -> String {
        layout.map_or(String::new(), |layout| {
            format!("{}{}", layout.newline, layout.indent)
        })
    }
}

// Fragments come from rule data, which nests a few levels; depth of the document plays no part.
fn write_xml(
    out: &mut String,
    prefix: &str,
    name: &str,
    value: &Fragment<'_>,
    layout: Option<&Layout<'_>>,
) {
    let inner = layout.map(Layout::deeper);
    let children: Vec<(&str, &Fragment<'_>)> = match value {
        Fragment::Text("") => return out.push_str(&format!("<{prefix}{name}/>")),
        Fragment::Text(text) | Fragment::Bare(text) => {
            return out.push_str(&format!(
                "<{prefix}{name}>{}</{prefix}{name}>",
                escape_xml(text)
            ));
        }
        Fragment::Members(members) => members.iter().map(|(name, value)| (*name, value)).collect(),
        Fragment::Items(item, values) => values.iter().map(|value| (*item, value)).collect(),
    };
    out.push_str(&format!("<{prefix}{name}>"));
    for (name, value) in children {
        out.push_str(&Layout::line(inner.as_ref()));
        write_xml(out, prefix, name, value, inner.as_ref());
    }
    out.push_str(&Layout::line(layout));
    out.push_str(&format!("</{prefix}{name}>"));
}

fn write_json(
    out: &mut String,
    name: Option<&str>,
    value: &Fragment<'_>,
    layout: Option<&Layout<'_>>,
) {
    if let Some(name) = name {
        out.push_str(&format!("\"{name}\": "));
    }
    let inner = layout.map(Layout::deeper);
    let (open, close, children): (_, _, Vec<(Option<&str>, &Fragment<'_>)>) = match value {
        Fragment::Text(text) => return out.push_str(&format!("\"{}\"", escape_json(text))),
        Fragment::Bare(text) => return out.push_str(text),
        Fragment::Members(members) => (
            '{',
            '}',
            members
                .iter()
                .map(|(name, value)| (Some(*name), value))
                .collect(),
        ),
        Fragment::Items(_, values) => {
            ('[', ']', values.iter().map(|value| (None, value)).collect())
        }
    };
    out.push(open);
    for (index, (name, value)) in children.into_iter().enumerate() {
        if index > 0 {
            out.push_str(if inner.is_some() { "," } else { ", " });
        }
        out.push_str(&Layout::line(inner.as_ref()));
        write_json(out, name, value, inner.as_ref());
    }
    out.push_str(&Layout::line(layout));
    out.push(close);
}

/// A text as content of an element.
pub fn escape_xml(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// A text as content of a JSON string.
pub fn escape_json(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            control if control < ' ' => out.push_str(&format!("\\u{:04x}", u32::from(control))),
            other => out.push(other),
        }
    }
    out
}
