//! What is known of a value that only a deployment knows: the texts around variables, and what the
//! attributes of other resources look like.
//!
//! What does not live here: the attributes (`rules/dialects/`), and the formats that decide about
//! such a value (`model::rule`).

use crate::lint::translate::meaning::{Meaning, Reading};
use crate::model::rule::{Outline, Part};
use crate::tree::{NodeId, NodeKind};

/// Values inside values are looked into so far.
const DEEPEST: usize = 8;
/// A value with more forms can be anything.
const MOST_FORMS: usize = 16;
/// How a variable in a text begins, in every notation that has them.
const VARIABLE: &str = "${";
/// What the table has for a region, and two regions that differ.
const REGION: &str = "{region}";
const REGIONS: [&str; 2] = ["us-east-1", "eu-central-1"];
/// What follows the beginning of a variable that is none.
const LITERAL: char = '!';

/// One of the texts that a value can be.
type Text = Vec<Part>;

/// A reference to an attribute: `data.aws_s3_bucket.logs[0].arn`.
struct Reference<'r> {
    /// The resource, as other expressions name it: `data.aws_s3_bucket.logs`.
    resource: &'r str,
    kind: &'r str,
    attribute: &'r str,
}

impl Reading<'_> {
    /// What is known of a value; `None` where that is nothing.
    pub(super) fn outline(&self, node: NodeId) -> Option<Outline> {
        let outline = Outline::new(self.forms(node, DEEPEST));
        (!outline.is_anything()).then_some(outline)
    }

    /// How a value is written, on one line.
    pub(super) fn written(&self, node: NodeId) -> String {
        let tree = self.tree;
        let it = tree.node(node);
        if it.kind == NodeKind::String {
            return match tree.tag(node) {
                Some(tag) if self.functions.substitution.ends_with(tag) => {
                    tree.text(node).to_owned()
                }
                Some(tag) => format!("!{tag} {}", tree.text(node)),
                None => tree.text(node).to_owned(),
            };
        }
        let words: Vec<&str> = tree.source().slice(it.value()).split_whitespace().collect();
        let text = words.join(" ");
        let inner = text
            .strip_prefix('"')
            .and_then(|rest| rest.strip_suffix('"'));
        match (
            tree.tag(node),
            inner.filter(|_| it.kind == NodeKind::Expression),
        ) {
            (Some(tag), _) => format!("!{tag} {text}"),
            (None, Some(inner)) => inner.to_owned(),
            (None, None) => text,
        }
    }

    fn forms(&self, node: NodeId, depth: usize) -> Vec<Text> {
        let known = (depth.checked_sub(1))
            .and_then(|depth| self.known_forms(self.settled(node)?, depth))
            .filter(|forms| forms.len() <= MOST_FORMS);
        known.unwrap_or_else(anything)
    }

    fn known_forms(&self, node: NodeId, depth: usize) -> Option<Vec<Text>> {
        let tree = self.tree;
        if let Meaning::Known(value) = self.own_meaning(node, 0) {
            return (!tree.node(value).has_children()).then(|| exactly(tree.text(value)));
        }
        if let Some((function, argument)) = self.function(node) {
            return self.of_function(&function, argument, depth);
        }
        let text = tree.text(node).trim();
        match tree.node(node).kind {
            NodeKind::Expression => match text.strip_prefix('"') {
                Some(rest) => self.of_template(rest.strip_suffix('"')?, depth),
                None => Some(self.of_expression(text, depth)),
            },
            NodeKind::String => self.of_template(text, depth),
            _ => None,
        }
    }

    fn of_function(&self, function: &str, argument: NodeId, depth: usize) -> Option<Vec<Text>> {
        let (tree, functions) = (self.tree, self.functions);
        let mut parts = tree.children(argument);
        if function == functions.reference {
            return self.of_name(tree.text(argument));
        }
        if function == functions.attribute {
            let Some(resource) = parts.next() else {
                return self.of_name(tree.text(argument));
            };
            return self.of_name(&format!(
                "{}.{}",
                tree.text(resource),
                tree.text(parts.next()?)
            ));
        }
        if function == functions.substitution {
            let text = parts.next().unwrap_or(argument);
            return self.substituted(tree.text(text), parts.next(), depth);
        }
        if function == functions.join {
            let delimiter = self.forms(parts.next()?, depth);
            let mut texts = Vec::new();
            for item in tree.children(parts.next()?) {
                if !texts.is_empty() {
                    texts.push(delimiter.clone());
                }
                texts.push(self.forms(item, depth));
            }
            return joined(texts);
        }
        None
    }

    /// A text with variables that other values of the template fill.
    fn substituted(&self, text: &str, own: Option<NodeId>, depth: usize) -> Option<Vec<Text>> {
        let fill = |name: &str| {
            if let Some(literal) = name.strip_prefix(LITERAL) {
                return exactly(&format!("{VARIABLE}{literal}}}"));
            }
            let named = |child: &NodeId| self.tree.name(*child) == name;
            match own.and_then(|own| self.tree.children(own).find(named)) {
                Some(value) => self.forms(value, depth),
                None => self.of_name(name).unwrap_or_else(anything),
            }
        };
        filled(text, fill)
    }

    /// A text with variables that are expressions.
    fn of_template(&self, text: &str, depth: usize) -> Option<Vec<Text>> {
        let has_expressions = self.template.dialect.block_key.is_some();
        let others = self.functions.variables.iter();
        let is_other = |start: &str| !start.starts_with(VARIABLE) && text.contains(start);
        if text.contains("$${")
            || text.contains(['\\', '\n'])
            || others.into_iter().any(|it| is_other(it))
        {
            return None;
        }
        let fill = |name: &str| {
            if has_expressions {
                self.of_expression(name.trim(), depth)
            } else {
                anything()
            }
        };
        filled(text, fill)
    }

    fn of_expression(&self, text: &str, depth: usize) -> Vec<Text> {
        if let Some(value) = self.names.get(text) {
            return self.forms(*value, depth);
        }
        let Some(it) = self.reference(text) else {
            return anything();
        };
        let name = format!("{}.{}", it.kind, it.attribute);
        self.of_attribute(&name, Some(it.resource))
            .unwrap_or_else(anything)
    }

    /// The attribute that an expression is, if it is nothing else.
    fn reference<'r>(&self, text: &'r str) -> Option<Reference<'r>> {
        let source = self.functions.source.as_ref();
        if source.is_empty() {
            return None;
        }
        let start = if text.starts_with(source) {
            source.len()
        } else {
            0
        };
        let (kind, rest) = text[start..].split_once('.')?;
        let name_end = rest.find(['.', '['])?;
        let (name, rest) = rest.split_at(name_end);
        let attribute = match rest.strip_prefix('[') {
            Some(rest) => {
                let (index, rest) = rest.split_once(']')?;
                rest.strip_prefix('.').filter(|_| index != "*")?
            }
            None => rest.strip_prefix('.')?,
        };
        let is_word = |word: &str| {
            let is_sign = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '_' | '-');
            !word.is_empty() && word.chars().all(is_sign)
        };
        let are_words = [kind, name, attribute].into_iter().all(is_word);
        are_words.then(|| Reference {
            resource: &text[..start + kind.len() + 1 + name_end],
            kind,
            attribute,
        })
    }

    /// A name of the template: `Bucket.Arn`, or one that the tool itself gives a value.
    fn of_name(&self, name: &str) -> Option<Vec<Text>> {
        let (resource, attribute) = match name.split_once('.') {
            Some((resource, attribute)) => (resource, Some(attribute)),
            None => (name, None),
        };
        let name = match (self.template.type_of(resource), attribute) {
            (Some(kind), Some(attribute)) => format!("{kind}.{attribute}"),
            (Some(kind), None) => kind.to_owned(),
            (None, _) => name.to_owned(),
        };
        self.of_attribute(&name, None)
    }

    /// The values that the table of the dialect has for an attribute of a resource.
    fn of_attribute(&self, name: &str, resource: Option<&str>) -> Option<Vec<Text>> {
        let mut attributes = self.template.dialect.attributes.iter();
        let found = attributes.find(|attribute| attribute.name == name)?;
        let is_on = |member: &str| self.template.is_on(resource?, member);
        let by = found.by.as_ref();
        let forms = match by.and_then(|by| Some((by, is_on(&by.member)?))) {
            Some((by, true)) => &by.with,
            Some((by, false)) => &by.without,
            None => &found.forms,
        };
        let mut texts = Vec::new();
        for form in forms.iter() {
            if !form.contains(REGION) {
                texts.push(read(form));
                continue;
            }
            // Where no region is said, it can be the right one and any other.
            let said = resource.and_then(|resource| self.template.region(resource));
            let regions = said.as_slice();
            let regions = if said.is_some() { regions } else { &REGIONS };
            texts.extend(
                regions
                    .iter()
                    .map(|region| read(&form.replace(REGION, region))),
            );
        }
        Some(texts)
    }
}

/// A form of the table.
fn read(form: &str) -> Text {
    let mut parts = Vec::new();
    for (index, text) in form.split('*').enumerate() {
        if index > 0 {
            parts.push(Part::Any);
        }
        parts.push(Part::Known(text.to_owned()));
    }
    parts
}

fn anything() -> Vec<Text> {
    vec![vec![Part::Any]]
}

fn exactly(text: &str) -> Vec<Text> {
    vec![vec![Part::Known(text.to_owned())]]
}

/// A text whose variables are filled; `None` where it cannot be read.
fn filled(text: &str, fill: impl Fn(&str) -> Vec<Text>) -> Option<Vec<Text>> {
    let mut texts = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(VARIABLE) {
        texts.push(exactly(before));
        let end = end_of_variable(after)?;
        texts.push(fill(&after[..end]));
        rest = &after[end + 1..];
    }
    texts.push(exactly(rest));
    joined(texts)
}

/// Where the brace is that ends a variable.
fn end_of_variable(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' if depth == 0 => return Some(at),
            b'}' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Every combination of the forms of some texts in a row.
fn joined(texts: Vec<Vec<Text>>) -> Option<Vec<Text>> {
    let mut all: Vec<Text> = vec![Vec::new()];
    for forms in texts {
        if all.len() * forms.len() > MOST_FORMS {
            return None;
        }
        all = all
            .iter()
            .flat_map(|before| forms.iter().map(|form| [before.as_slice(), form].concat()))
            .collect();
    }
    Some(all)
}
