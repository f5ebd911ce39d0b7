//! The picture of a document as data: which alias and path pattern leads to which origin, with what
//! is wrong marked.
//!
//! What lives here: finding the elements and the lines between them. What does not: drawing, which
//! is for [`render`](crate::render), and what the columns are, which is data (`rules/map.toml`).

use std::collections::BTreeMap;

use crate::builtin::{MAPS, RULES, SCHEMA};
use crate::lint::links::links;
use crate::lint::{self, BoundDocument as Document};
use crate::model::Severity;
use crate::model::map::Column;
use crate::model::schema::{NameId, ValueKind};
use crate::outcome::Report;
use crate::text::Span;
use crate::tree::NodeId;

/// The picture of a document.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Map {
    /// The titles of the columns that have elements.
    pub columns: Vec<String>,
    /// The elements, by column and then in the order of the document.
    pub elements: Vec<Element>,
    /// The lines between them.
    pub lines: Vec<Line>,
}

/// An element of the picture.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Element {
    /// Its column, as an index into the titles.
    pub column: usize,
    /// Its name.
    pub name: String,
    /// What is below the name.
    pub details: Vec<String>,
    /// The line of the document where it starts, from 1. `None` if something refers to it, but it
    /// is not there.
    pub line: Option<usize>,
    /// The most severe finding in it.
    pub severity: Option<Severity>,
}

/// A line of the picture.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[non_exhaustive]
pub struct Line {
    /// The element at its left end; `None` for the point where the first column meets.
    pub from: Option<usize>,
    /// The element at its right end; `None` for that point.
    pub to: Option<usize>,
    /// Whether a finding says that it leads nowhere or is wrong.
    pub is_faulty: bool,
}

/// The picture of a checked document. `None` if there is none for this kind of document.
///
/// ```
/// let text = std::fs::read_to_string("fixtures/base/distribution-2020-05-31.xml")?;
/// let map = cloudfront_lint::map::map(&cloudfront_lint::lint(&text)).expect("a distribution");
/// assert!(map.lines.iter().all(|line| !line.is_faulty));
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn map(report: &Report<'_>) -> Option<Map> {
    if report.resource().is_some() {
        return None;
    }
    let version = report.api_version().and_then(|name| SCHEMA.version(name));
    lint::with_source(report.source(), &SCHEMA, version, |document, _, _| {
        drawn(document, report)
    })?
}

fn drawn(document: &Document<'_>, report: &Report<'_>) -> Option<Map> {
    let config = document.config?;
    let shape = document.structure_of(config)?;
    let plan = MAPS.iter().find(|plan| plan.shape == shape)?;
    let mut drawing = Drawing {
        document,
        report,
        secrets: report.text_without_secrets(),
        map: Map {
            columns: Vec::new(),
            elements: Vec::new(),
            lines: Vec::new(),
        },
        by_node: BTreeMap::new(),
    };
    for column in plan.columns.iter() {
        drawing.column(config, column);
    }
    drawing.references();
    if drawing.map.lines.is_empty() {
        return None;
    }
    // The elements of the first column lead to all of the second.
    let first: Vec<usize> = drawing.in_column(&plan.columns[0]);
    let second: Vec<usize> = plan
        .columns
        .get(1)
        .map_or_else(Vec::new, |it| drawing.in_column(it));
    let line = |from, to| Line {
        from,
        to,
        is_faulty: false,
    };
    if !first.is_empty() {
        let left = first.into_iter().map(|it| line(Some(it), None));
        let right = second.into_iter().map(|it| line(None, Some(it)));
        drawing.map.lines.extend(left.chain(right));
    }
    drawing.map.lines.sort_unstable();
    drawing.map.lines.dedup();
    Some(drawing.map)
}

/// The picture while it is drawn.
struct Drawing<'d, 't> {
    document: &'d Document<'t>,
    report: &'d Report<'d>,
    /// The text of the document without its secrets.
    secrets: String,
    map: Map,
    /// The elements by the nodes of the document.
    by_node: BTreeMap<NodeId, usize>,
}

impl Drawing<'_, '_> {
    /// Adds the elements of a column.
    fn column(&mut self, config: NodeId, column: &Column) {
        let mut nodes = Vec::new();
        for path in column.at.iter() {
            nodes.extend(nodes_at(self.document, config, path));
        }
        if nodes.is_empty() {
            return;
        }
        let index = self.map.columns.len();
        self.map.columns.push(column.title.to_string());
        for node in nodes {
            let whole = self.document.tree.node(node).whole;
            let element = Element {
                column: index,
                name: self.name(node, column),
                details: column
                    .details
                    .iter()
                    .filter_map(|name| self.text_of(self.document.child(node, *name)?))
                    .collect(),
                line: Some(self.report.source().position(whole.start as usize).line),
                severity: self.severity(whole),
            };
            self.by_node.insert(node, self.map.elements.len());
            self.map.elements.push(element);
        }
    }

    fn name(&self, node: NodeId, column: &Column) -> String {
        let text = match column.name {
            Some(name) => self
                .document
                .child(node, name)
                .and_then(|it| self.text_of(it)),
            None => self.text_of(node),
        };
        text.unwrap_or_else(|| column.unnamed.to_string())
    }

    /// The text of a value, without secrets. `None` if it is empty.
    fn text_of(&self, node: NodeId) -> Option<String> {
        let whole = self.document.tree.node(node).content;
        let shown = self.secrets.get(whole.start as usize..whole.end as usize);
        let is_secret = shown != Some(self.report.source().slice(whole));
        let text = self.document.trimmed(node);
        match text {
            "" => None,
            _ if is_secret => Some("***".to_owned()),
            text => Some(text.to_owned()),
        }
    }

    /// The most severe finding in a part of the document.
    fn severity(&self, part: Span) -> Option<Severity> {
        // Findings are sorted by their starts.
        let findings = self.report.findings();
        let first = findings.partition_point(|it| it.span.start < part.start);
        let near = findings[first..].iter();
        near.take_while(|it| it.span.start <= part.end)
            .filter(|it| part.contains(it.span))
            .map(|it| it.severity)
            .max()
    }

    /// Adds a line for each reference from one element to another.
    fn references(&mut self) {
        let document = self.document;
        let mut missing: BTreeMap<String, usize> = BTreeMap::new();
        for links in links(document, RULES.iter()) {
            let mut named: BTreeMap<&str, usize> = BTreeMap::new();
            for definition in &links.definitions {
                if let Some(element) = self.around(*definition) {
                    named
                        .entry(document.trimmed(*definition))
                        .or_insert(element);
                }
            }
            for usage in &links.uses {
                let Some(from) = self.around(*usage) else {
                    continue;
                };
                let text = document.trimmed(*usage);
                let known = named.get(text).copied();
                let to = known.unwrap_or_else(|| {
                    *missing.entry(text.to_owned()).or_insert_with(|| {
                        self.map.elements.push(Element {
                            column: self.map.columns.len().saturating_sub(1),
                            name: text.to_owned(),
                            details: vec!["does not exist".to_owned()],
                            line: None,
                            severity: Some(Severity::Error),
                        });
                        self.map.elements.len() - 1
                    })
                });
                if from != to {
                    self.map.lines.push(Line {
                        from: Some(from),
                        to: Some(to),
                        is_faulty: known.is_none(),
                    });
                }
            }
        }
    }

    /// The element that a node is in.
    fn around(&self, node: NodeId) -> Option<usize> {
        let up = |at: &NodeId| self.document.tree.node(*at).parent();
        std::iter::successors(Some(node), up).find_map(|at| self.by_node.get(&at).copied())
    }

    fn in_column(&self, column: &Column) -> Vec<usize> {
        let index = self.map.columns.iter().position(|it| *it == column.title);
        let elements = self.map.elements.iter().enumerate();
        elements
            .filter(|(_, it)| Some(it.column) == index && it.line.is_some())
            .map(|(at, _)| at)
            .collect()
    }
}

/// The nodes at a path from a structure; those of a list are its items.
fn nodes_at(document: &Document<'_>, top: NodeId, path: &[NameId]) -> Vec<NodeId> {
    let end = path
        .iter()
        .try_fold(top, |node, name| document.child(node, *name));
    match end {
        None => Vec::new(),
        Some(node) if matches!(document.value_kind(node), Some(ValueKind::List(_))) => {
            let items = document.tree.children(node);
            items.filter(|item| document.is_bound(*item)).collect()
        }
        Some(node) => vec![node],
    }
}
