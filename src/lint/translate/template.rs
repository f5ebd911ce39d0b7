//! Recognising a template and finding its resources.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::sync::Arc;

use memchr::memmem;

use crate::builtin;
use crate::lint::translate::declarations::declarations;
use crate::lint::translate::regions::regions;
use crate::model::dialect::{Dialect, Resource};
use crate::text::Source;
use crate::tree::{self, Form, NodeId, NodeKind, SyntaxFault, Tree};

/// A file with resources of the service.
#[derive(Debug)]
pub(crate) struct Template<'s> {
    pub(crate) dialect: &'static Dialect,
    pub(crate) tree: Tree<'s>,
    pub(crate) faults: Vec<SyntaxFault>,
    pub(crate) resources: Vec<Found>,
    /// The number of each node among its siblings, made when the first path asks for it.
    ordinals: OnceCell<Vec<u32>>,
    /// The values that have a name, made when the first expression asks for one.
    names: OnceCell<HashMap<String, NodeId>>,
    /// The types of resources by name, and their regions by how expressions name them.
    types: OnceCell<HashMap<String, NodeId>>,
    regions: OnceCell<HashMap<String, String>>,
    declarations: OnceCell<HashMap<String, NodeId>>,
}

/// A resource of a template.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) resource: &'static Resource,
    /// The object that has the type.
    pub(crate) node: NodeId,
    /// The object that has the members.
    pub(crate) body: NodeId,
    /// What says which of its members only a deployment knows.
    pub(crate) unknown: Option<NodeId>,
    /// What the template calls it.
    pub(crate) name: String,
}

/// What a text is.
#[expect(
    clippy::large_enum_variant,
    reason = "there is one per file, and it is destructured at once"
)]
pub(crate) enum Reading<'s> {
    /// A file with resources of the service, or one that plainly should have some.
    Template(Template<'s>),
    /// A file that names them only.
    Other(Form),
    /// Not a template.
    Document,
}

impl Template<'_> {
    /// The values that have a name in the template or in the files of its folder, by how
    /// expressions refer to them.
    pub(super) fn names(&self) -> &HashMap<String, NodeId> {
        self.names.get_or_init(|| names(&self.tree, self.dialect))
    }

    /// The type of a resource of any kind.
    pub(super) fn type_of(&self, name: &str) -> Option<&str> {
        let types = self.types.get_or_init(|| types(&self.tree, self.dialect));
        types.get(name).map(|node| self.tree.text(*node))
    }

    /// The region of a resource of any kind, where the template says it.
    pub(super) fn region(&self, resource: &str) -> Option<&str> {
        let all = || regions(&self.tree, self.dialect, self.declarations());
        let regions = self.regions.get_or_init(all);
        regions.get(resource).map(String::as_str)
    }

    /// The blocks that declare resources, by how expressions name them.
    pub(super) fn declarations(&self) -> &HashMap<String, NodeId> {
        let all = || declarations(&self.tree, self.dialect);
        self.declarations.get_or_init(all)
    }

    /// The number of a node among its siblings, from 1: in a list its position, among HCL blocks of
    /// one name its position among them, and 0 for what is there once.
    pub(crate) fn ordinal(&self, node: NodeId) -> u32 {
        let ordinals = self.ordinals.get_or_init(|| ordinals(&self.tree));
        ordinals.get(node.index()).copied().unwrap_or(0)
    }
}

/// The nodes with the types of resources, by the names of the resources.
fn types(tree: &Tree<'_>, dialect: &Dialect) -> HashMap<String, NodeId> {
    let nodes = (0..tree.nodes().len()).map(NodeId::from_index);
    nodes
        .filter(|node| {
            tree.node(*node).kind == NodeKind::String && tree.name(*node) == dialect.type_key
        })
        .filter_map(|node| Some((tree.name(tree.node(node).parent()?).to_owned(), node)))
        .collect()
}

fn names(tree: &Tree<'_>, dialect: &Dialect) -> HashMap<String, NodeId> {
    let mut names = HashMap::new();
    let [kind, local] = &dialect.functions.locals[..] else {
        return names;
    };
    if tree.form() != Form::Hcl {
        return names;
    }
    let root = tree.root();
    let (mut own, mut others) = (HashMap::new(), HashMap::new());
    let mut is_module = true;
    for node in (0..tree.nodes().len()).map(NodeId::from_index) {
        let parent = tree.node(node).parent();
        let is_own = parent.is_some() && parent == root;
        let is_other = parent.is_none() && Some(node) != root;
        if (is_own || is_other) && tree.name(node) == kind {
            let locals = if is_own { &mut own } else { &mut others };
            for child in tree.children(node) {
                let name = format!("{local}{}", tree.name(child));
                is_module &= locals.insert(name, child).is_none() || is_own;
            }
        } else if is_other && let Some(variable) = &dialect.functions.variable {
            // Of several files, the last decides.
            names.extend(
                tree.children(node)
                    .map(|child| (format!("{variable}{}", tree.name(child)), child)),
            );
        }
    }
    // The files of a module define no name twice: those that do have nothing to do with each other.
    is_module &= !others.keys().any(|name| own.contains_key(name));
    names.extend(others.into_iter().filter(|_| is_module));
    names.extend(own);
    names
}

/// Whether a text is a part of a module, whose other files may say what its names mean.
pub(crate) fn is_part_of_module(text: &str) -> bool {
    dialect_of(text).is_some_and(|dialect| {
        let functions = &dialect.functions;
        let starts = functions
            .locals
            .get(1)
            .into_iter()
            .chain(&functions.variable);
        dialect.block_key.is_some()
            && starts
                .into_iter()
                .any(|start| memmem::find(text.as_bytes(), start.as_bytes()).is_some())
    })
}

fn ordinals(tree: &Tree<'_>) -> Vec<u32> {
    if tree.form() != Form::Hcl {
        return ordinals_of_items(tree);
    }
    let mut counts: HashMap<(Option<NodeId>, &str), u32> = HashMap::new();
    let nodes = || (0..tree.nodes().len()).map(NodeId::from_index);
    let key = |node: NodeId| (tree.node(node).parent(), tree.name(node));
    let counted: Vec<u32> = nodes()
        .map(|node| {
            let count = counts.entry(key(node)).or_default();
            *count += 1;
            *count
        })
        .collect();
    let is_one = |node: NodeId| {
        let (_, name) = key(node);
        !name.is_empty() && counts.get(&key(node)) == Some(&1)
    };
    nodes()
        .map(|node| {
            if is_one(node) {
                0
            } else {
                counted[node.index()]
            }
        })
        .collect()
}

/// The numbers of nodes without a name, where every other one is there once.
fn ordinals_of_items(tree: &Tree<'_>) -> Vec<u32> {
    let mut ordinals = vec![0; tree.nodes().len()];
    let mut counts = vec![0; tree.nodes().len()];
    for node in (0..tree.nodes().len()).map(NodeId::from_index) {
        if tree.name(node).is_empty() {
            ordinals[node.index()] = tree.node(node).parent().map_or(1, |holder| {
                counts[holder.index()] += 1;
                counts[holder.index()]
            });
        }
    }
    ordinals
}

/// Reads a text as a template, if it is one.
pub(crate) fn read<'s>(source: &'s Source<'s>, siblings: &[Arc<str>]) -> Reading<'s> {
    let text = source.text();
    let Some(dialect) = dialect_of(text) else {
        return Reading::Document;
    };
    let Some(form) = form(text, dialect) else {
        return Reading::Document;
    };
    let (tree, faults) = match form {
        Form::Json => tree::parse_json(source),
        Form::Hcl => {
            let siblings: Vec<&str> = siblings.iter().map(AsRef::as_ref).collect();
            let kind = dialect.functions.locals.first();
            tree::parse_hcl_with_siblings(source, kind.map_or("", AsRef::as_ref), &siblings)
        }
        _ => tree::parse_yaml(source),
    };
    let resources = resources(&tree, dialect);
    let is_clear = !faults.is_empty()
        && match form {
            Form::Yaml => declares(text, dialect),
            form => form == Form::Hcl,
        };
    if resources.is_empty() && (!is_clear || is_generated(text)) {
        return match form {
            Form::Json => Reading::Document,
            _ => Reading::Other(form),
        };
    }
    Reading::Template(Template {
        dialect,
        tree,
        faults,
        resources,
        ordinals: OnceCell::new(),
        names: OnceCell::new(),
        types: OnceCell::new(),
        regions: OnceCell::new(),
        declarations: OnceCell::new(),
    })
}

/// The dialect of which a text names a resource type. None is written in XML.
fn dialect_of(text: &str) -> Option<&'static Dialect> {
    if text.trim_start().starts_with('<') {
        return None;
    }
    let is_named_at = |dialect: &Dialect, start: usize| {
        let mut names = dialect.resources.iter().map(|resource| &resource.name);
        names.any(|name| text.as_bytes()[start..].starts_with(name.as_bytes()))
    };
    let names = |dialect: &&Dialect| {
        memmem::find_iter(text.as_bytes(), dialect.mark.as_bytes())
            .any(|start| is_named_at(dialect, start))
    };
    builtin::DIALECTS.iter().find(names)
}

/// The dialect and the notation of a text that names a resource type.
pub(crate) fn template_kind(text: &str) -> Option<(&'static Dialect, Form)> {
    let dialect = dialect_of(text)?;
    Some((dialect, form(text, dialect)?))
}

/// The notation of a text that is not XML.
fn form(text: &str, dialect: &Dialect) -> Option<Form> {
    match text.trim_start().as_bytes().first()? {
        b'<' => None,
        b'{' | b'[' => Some(Form::Json),
        _ if dialect.block_key.is_some() => is_hcl(text, dialect).then_some(Form::Hcl),
        _ => Some(Form::Yaml),
    }
}

/// Whether a line of a text begins a block that declares a resource.
fn is_hcl(text: &str, dialect: &Dialect) -> bool {
    let Some(key) = &dialect.block_key else {
        return false;
    };
    text.lines().any(|line| {
        let rest = line.trim_start().strip_prefix(key.as_ref());
        let rest = rest.map(|rest| rest.trim_start().trim_start_matches('"'));
        rest.is_some_and(|rest| {
            dialect
                .resources
                .iter()
                .any(|resource| rest.starts_with(resource.name.as_ref()))
        })
    })
}

/// Whether a text that cannot be read plainly declares a resource.
fn declares(text: &str, dialect: &Dialect) -> bool {
    let is_declaration = |line: &str| {
        let mut parts = line.splitn(2, ':');
        let key = parts.next().unwrap_or_default().trim();
        let value = parts.next().unwrap_or_default();
        let value = value.trim().trim_matches(['"', '\'']);
        key == dialect.type_key && dialect.resources.iter().any(|it| it.name == value)
    };
    text.lines().any(is_declaration)
}

/// Whether a text is the input of a generator of text, which makes YAML of it.
fn is_generated(text: &str) -> bool {
    let has_braces = || {
        text.match_indices("{{")
            .any(|(at, _)| !text[at..].starts_with("{{resolve:"))
    };
    text.contains("{%") || text.contains("<%") || has_braces()
}

/// The resources of a tree, in the order of the text.
fn resources(tree: &Tree<'_>, dialect: &'static Dialect) -> Vec<Found> {
    let mut found = Vec::new();
    for index in 0..tree.nodes().len() {
        let node = NodeId::from_index(index);
        let it = tree.node(node);
        declared(tree, dialect, node, &mut found);
        if it.kind != NodeKind::String || tree.name(node) != dialect.type_key {
            continue;
        }
        let text = tree.text(node);
        let Some(resource) = dialect.resources.iter().find(|it| it.name == text) else {
            continue;
        };
        found.extend(
            it.parent()
                .and_then(|holder| described(tree, dialect, resource, holder)),
        );
    }
    for resource in &mut found {
        resource.unknown = unknown(tree, dialect, &resource.name);
    }
    found
}

/// Adds the resources that a block, or an object of a type, declares.
fn declared(tree: &Tree<'_>, dialect: &'static Dialect, node: NodeId, found: &mut Vec<Found>) {
    let Some(key) = dialect.block_key.as_deref() else {
        return;
    };
    let it = tree.node(node);
    if it.kind != NodeKind::Object {
        return;
    }
    let of_type = |name: &str| dialect.resources.iter().find(|it| it.name == name);
    if tree.form() == Form::Hcl {
        let mut labels = tree.labels(node);
        if tree.name(node) == key
            && let (Some(kind), Some(name)) = (labels.next(), labels.next())
            && let Some(resource) = of_type(kind)
        {
            found.push(Found {
                resource,
                node,
                body: node,
                unknown: None,
                name: format!("{kind}.{name}"),
            });
        }
        return;
    }
    let is_inside = it.parent().is_some_and(|parent| tree.name(parent) == key);
    let Some(resource) = of_type(tree.name(node)).filter(|_| is_inside) else {
        return;
    };
    for body in tree.children(node) {
        if tree.node(body).kind == NodeKind::Object {
            found.push(Found {
                resource,
                node: body,
                body,
                unknown: None,
                name: format!("{}.{}", resource.name, tree.name(body)),
            });
        }
    }
}

/// What says which members of a resource only a deployment knows.
fn unknown(tree: &Tree<'_>, dialect: &Dialect, name: &str) -> Option<NodeId> {
    let child = |node: NodeId, key: &str| tree.children(node).find(|it| tree.name(*it) == key);
    let list = child(tree.root()?, dialect.unknown_list.as_deref()?)?;
    let name_key = dialect.name_key.as_deref()?;
    let item = tree
        .children(list)
        .find(|item| child(*item, name_key).is_some_and(|key| tree.text(key) == name))?;
    let mut keys = dialect.unknown_path.iter();
    keys.try_fold(item, |at, key| child(at, key))
}
/// The resource that an object describes.
fn described(
    tree: &Tree<'_>,
    dialect: &Dialect,
    resource: &'static Resource,
    holder: NodeId,
) -> Option<Found> {
    let child = |key: &str| tree.children(holder).find(|child| tree.name(*child) == key);
    let body = child(&dialect.body_key).filter(|body| tree.node(*body).kind == NodeKind::Object)?;
    let name = match &dialect.name_key {
        Some(key) => tree.text(child(key)?),
        None => tree.name(holder),
    };
    let mut around =
        std::iter::successors(tree.node(holder).parent(), |at| tree.node(*at).parent());
    let is_ignored = around.any(|at| dialect.ignored.iter().any(|key| *key == tree.name(at)));
    (!name.is_empty() && !is_ignored).then(|| Found {
        resource,
        node: holder,
        body,
        unknown: None,
        name: name.to_owned(),
    })
}
