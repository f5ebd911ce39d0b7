//! Edits of a document in its own notation: what bytes to replace so that a node is renamed, removed, rewritten or
//! added. What lives here: the notation's side of a repair. Which repair is right is for the rules to say.

use super::{Form, NodeId, NodeKind, Tree};
use crate::diagnostic::Edit;
use crate::span::Span;

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

impl super::Node {
    /// The value: in JSON with its quotes or brackets, in XML what stands between the tags.
    pub fn value(&self) -> Span {
        match self.kind {
            NodeKind::Element => self.content,
            _ => Span { start: self.content.start - u32::from(self.opening), end: self.whole.end },
        }
    }
}

impl Tree<'_> {
    /// Edits that give a node another name.
    pub fn rename(&self, node: NodeId, name: &str) -> Vec<Edit> {
        let it = self.node(node);
        let mut edits = vec![Edit { span: it.name, text: name.to_owned() }];
        if self.form() == Form::Xml && !it.is_self_closing() && !it.tail().is_empty() {
            let tail = self.source().slice(it.tail());
            let old = self.source().slice(it.name);
            if let Some(at) = tail.find(old) {
                let start = it.tail().start as usize + at;
                edits.push(Edit { span: Span::new(start, start + old.len()), text: name.to_owned() });
            }
        }
        edits
    }

    /// Edits that replace the text of a scalar. A text of JSON keeps or gets its quotes.
    pub fn write(&self, node: NodeId, text: &str) -> Vec<Edit> {
        let it = self.node(node);
        let edit = match it.kind {
            NodeKind::Element if it.is_self_closing() => {
                let name = self.qualified_name(node);
                let slash = self.source().slice(it.whole).rfind('/').map_or(it.whole.end, |at| it.whole.start + at as u32);
                Edit { span: Span { start: slash, end: it.whole.end }, text: format!(">{}</{name}>", escape_xml(text)) }
            }
            NodeKind::Element => Edit { span: it.content, text: escape_xml(text) },
            NodeKind::String => Edit { span: it.content, text: escape_json(text) },
            _ => Edit { span: it.content, text: text.to_owned() },
        };
        vec![edit]
    }

    /// Edits that take a node out, with the line it leaves empty and, in JSON, the comma it no longer needs.
    pub fn remove(&self, node: NodeId) -> Vec<Edit> {
        let it = self.node(node);
        let text = self.source().text();
        let (mut start, mut end) = (it.whole.start as usize, it.whole.end as usize);
        if self.form() == Form::Json {
            let after = text[end..].trim_start();
            if after.starts_with(',') {
                end = text.len() - after.len() + 1;
            } else if text[..start].trim_end().ends_with(',') {
                start = text[..start].trim_end().len() - 1;
                return vec![Edit { span: Span::new(start, end), text: String::new() }];
            }
        }
        let before = text[..start].trim_end_matches([' ', '\t']);
        let begins_line = before.is_empty() || before.ends_with(['\n', '\r']);
        let rest = text[end..].trim_start_matches([' ', '\t']);
        if begins_line && (rest.is_empty() || rest.starts_with(['\n', '\r'])) {
            start = before.len();
            end = text.len() - rest.len();
            end += if rest.starts_with("\r\n") { 2 } else { usize::from(!rest.is_empty()) };
        }
        vec![Edit { span: Span::new(start, end), text: String::new() }]
    }

    /// Edits that add a member to an element or object: before a sibling, or at the end.
    pub fn insert(&self, parent: NodeId, before: Option<NodeId>, name: &str, value: &Fragment<'_>) -> Vec<Edit> {
        let it = self.node(parent);
        let text = self.source().text();
        let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let children: Vec<NodeId> = self.children(parent).collect();
        let model = before.or(children.last().copied());
        let own_lines = model.and_then(|child| self.indentation(child));
        let unit = self.indentation(parent).map_or(String::new(), |outer| {
            own_lines.as_deref().and_then(|inner| inner.strip_prefix(outer.as_str())).unwrap_or("  ").to_owned()
        });
        let layout = own_lines.map(|indent| (indent, unit.as_str(), newline));
        let mut member = String::new();
        let prefix = self.prefix(parent);
        let layout_ref = layout.as_ref().map(|(indent, unit, newline)| Layout { indent: indent.clone(), unit, newline });
        match self.form() {
            Form::Xml => write_xml(&mut member, prefix, name, value, layout_ref.as_ref()),
            Form::Json => write_json(&mut member, Some(name), value, layout_ref.as_ref()),
        }
        let separator = layout_ref.as_ref().map_or(String::new(), |layout| format!("{}{}", layout.newline, layout.indent));
        let json = self.form() == Form::Json;
        let edit = match (before, children.last()) {
            (Some(next), _) => {
                let comma = if json { "," } else { "" };
                let gap = if separator.is_empty() && json { " " } else { &separator };
                Edit { span: Span::at(self.node(next).whole.start as usize), text: format!("{member}{comma}{gap}") }
            }
            (None, Some(last)) => {
                let comma = if json { "," } else { "" };
                let gap = if separator.is_empty() && json { " " } else { &separator };
                Edit { span: Span::at(self.node(*last).whole.end as usize), text: format!("{comma}{gap}{member}") }
            }
            (None, None) if it.is_self_closing() => {
                let slash = self.source().slice(it.whole).rfind('/').map_or(it.whole.end, |at| it.whole.start + at as u32);
                let closing = format!(">{member}</{}>", self.qualified_name(parent));
                Edit { span: Span { start: slash, end: it.whole.end }, text: closing }
            }
            (None, None) => Edit { span: Span::at(it.content.start as usize), text: member },
        };
        vec![edit]
    }

    /// Edits that turn a JSON array into `{"Quantity": n, "Items": […]}`, the names being the shape's.
    pub fn wrap_counted(&self, array: NodeId, count: &str, items: &str) -> Vec<Edit> {
        let value = self.node(array).value();
        let number = self.children(array).count();
        vec![
            Edit { span: Span::at(value.start as usize), text: format!("{{\"{count}\": {number}, \"{items}\": ") },
            Edit { span: Span::at(value.end as usize), text: "}".to_owned() },
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
                    if depth_a != depth_b || !names || self.text(a) != self.text(b) || self.node(a).kind != self.node(b).kind {
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
                while open.last().is_some_and(|last| self.node(node).parent() != Some(*last)) {
                    open.pop();
                }
                open.push(node);
                (node, open.len())
            })
    }

    /// The first text among the children of an element, without white space around.
    pub fn stray_text(&self, node: NodeId) -> Option<Span> {
        let it = self.node(node);
        let mut start = it.content.start;
        let mut gaps = Vec::new();
        for child in self.children(node) {
            gaps.push(Span { start, end: self.node(child).whole.start });
            start = self.node(child).whole.end;
        }
        gaps.push(Span { start, end: it.content.end });
        gaps.into_iter().flat_map(|gap| self.without_trivia(gap)).find_map(|gap| {
            let text = self.source().slice(gap);
            let trimmed = text.trim();
            (!trimmed.is_empty()).then(|| {
                let start = gap.start as usize + (text.len() - text.trim_start().len());
                Span::new(start, start + trimmed.len())
            })
        })
    }

    fn without_trivia(&self, gap: Span) -> Vec<Span> {
        let first = self.trivia().partition_point(|trivia| trivia.span.start < gap.start);
        let mut parts = Vec::new();
        let mut start = gap.start;
        for trivia in self.trivia()[first..].iter().take_while(|trivia| trivia.span.end <= gap.end) {
            parts.push(Span { start, end: trivia.span.start });
            start = trivia.span.end;
        }
        parts.push(Span { start, end: gap.end });
        parts
    }

    /// The white space before a node that begins its line.
    fn indentation(&self, node: NodeId) -> Option<String> {
        let before = &self.source().text()[..self.node(node).whole.start as usize];
        let line = before.rfind(['\n', '\r']).map_or(before, |at| &before[at + 1..]);
        (line.chars().all(|character| character == ' ' || character == '\t')
            && (line.len() < before.len() || self.node(node).parent().is_none()))
        .then(|| line.to_owned())
    }

    fn prefix(&self, node: NodeId) -> &str {
        let it = self.node(node);
        if it.kind == NodeKind::Element {
            self.source().text()[it.whole.start as usize..it.name.start as usize].trim_start_matches('<')
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
    unit: &'l str,
    newline: &'l str,
}

impl Layout<'_> {
    fn deeper(&self) -> Self {
        Self { indent: format!("{}{}", self.indent, self.unit), unit: self.unit, newline: self.newline }
    }

    fn line(layout: Option<&Self>) -> String {
        layout.map_or(String::new(), |layout| format!("{}{}", layout.newline, layout.indent))
    }
}

// Fragments come from rule data, which nests a few levels; depth of the document plays no part.
fn write_xml(out: &mut String, prefix: &str, name: &str, value: &Fragment<'_>, layout: Option<&Layout<'_>>) {
    let inner = layout.map(Layout::deeper);
    let children: Vec<(&str, &Fragment<'_>)> = match value {
        Fragment::Text("") => return out.push_str(&format!("<{prefix}{name}/>")),
        Fragment::Text(text) | Fragment::Bare(text) => {
            return out.push_str(&format!("<{prefix}{name}>{}</{prefix}{name}>", escape_xml(text)));
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

fn write_json(out: &mut String, name: Option<&str>, value: &Fragment<'_>, layout: Option<&Layout<'_>>) {
    if let Some(name) = name {
        out.push_str(&format!("\"{name}\": "));
    }
    let inner = layout.map(Layout::deeper);
    let (open, close, children): (_, _, Vec<(Option<&str>, &Fragment<'_>)>) = match value {
        Fragment::Text(text) => return out.push_str(&format!("\"{}\"", escape_json(text))),
        Fragment::Bare(text) => return out.push_str(text),
        Fragment::Members(members) => ('{', '}', members.iter().map(|(name, value)| (Some(*name), value)).collect()),
        Fragment::Items(_, values) => ('[', ']', values.iter().map(|value| (None, value)).collect()),
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
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
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
