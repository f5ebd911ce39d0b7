//! One mistake in a generated document is found in the template that says the same, by the same
//! rule and at the same member, unless the table of the dialect says why not.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::collections::{BTreeMap, BTreeSet};

use cloudfront_lint::internal::builtin::{DIALECTS, SCHEMA};
use cloudfront_lint::internal::model::dialect::{Block, Dialect, Property, Repeats, Role};
use cloudfront_lint::internal::tree::{self, NodeId, Tree};
use cloudfront_lint::{Exported, Form, Linter, Operation, Source, convert_to_template};

use crate::mutations::{Mistake, documents, make, misspelt};
use crate::support::generate::{Element, to_xml};
use crate::support::machine::{is_ci, is_turn};

const NOTATIONS: [(&str, Form); 3] = [
    ("cloudformation", Form::Yaml),
    ("cloudformation", Form::Json),
    ("terraform", Form::Hcl),
];

/// Of so many mistakes, one is made outside of CI.
const ONE_IN: usize = 8;

const MISTAKES: [Mistake; 4] = [
    Mistake::Removed,
    Mistake::Renamed,
    Mistake::Duplicated,
    Mistake::Retyped,
];

/// Rules about a text that is not a number or not a boolean.
const OF_TYPES: [&str; 3] = ["json-type", "boolean-value", "integer-value"];

/// Rule and member of a finding.
type Found = (String, String);

/// Why a finding is in one of the two only.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Reason {
    /// No property says the member, or the tool says it itself.
    Unsaid,
    /// The tool fills in what is missing, or keeps what it knows.
    FilledIn,
    /// The tool asks for the member itself.
    Required,
    /// The notation does not have an argument twice.
    Syntax,
}

/// A dialect with one of its notations.
struct Notation {
    dialect: &'static Dialect,
    form: Form,
}

impl Notation {
    fn all() -> Vec<Self> {
        let of_name = |name: &str| DIALECTS.iter().find(|it| it.name == name).unwrap();
        NOTATIONS
            .iter()
            .map(|(name, form)| Self {
                dialect: of_name(name),
                form: *form,
            })
            .collect()
    }

    fn convert(&self, document: &str) -> Option<Exported> {
        let source = Source::new(document);
        convert_to_template(&source, &self.dialect.name, self.form).ok()
    }

    fn parse<'s>(&self, source: &'s Source<'s>) -> Tree<'s> {
        match self.form {
            Form::Yaml => tree::parse_yaml(source).0,
            Form::Hcl => tree::parse_hcl(source).0,
            _ => tree::parse_json(source).0,
        }
    }

    /// The outermost structure of the resource of a template.
    fn outermost(&self, template: &str) -> &'static Block {
        let mut resources = self.dialect.resources.iter();
        let is_here = |name: &str| {
            template.contains(&format!("{name}\"")) || template.contains(&format!("{name}\n"))
        };
        let resource = resources.find(|it| is_here(&it.name)).unwrap();
        &self.dialect.blocks[usize::from(resource.block)]
    }

    fn inner(&self, property: &Property) -> Option<&'static Block> {
        Some(&self.dialect.blocks[usize::from(property.block?)])
    }

    /// The members of the API that a path of a template names.
    fn members(&self, path: &str, outermost: &'static Block) -> Vec<String> {
        let mut steps = path.split('/').skip(1).peekable();
        if !self.dialect.body_key.is_empty() && self.form != Form::Hcl {
            steps.next();
        }
        let mut block = Some(outermost);
        let mut members = Vec::new();
        for step in steps {
            let name = step.split('[').next().unwrap();
            let property = block.and_then(|it| it.properties.iter().find(|it| it.name == name));
            match property {
                Some(property) => {
                    let place = property.place.iter();
                    members.extend(place.map(|name| SCHEMA.name_text(*name).to_owned()));
                    block = self.inner(property);
                }
                None => members.push(name.to_owned()),
            }
        }
        plain(members)
    }

    /// The properties on the way to a member. `None` where one of them does not exist: the template
    /// writes a list without its count and without what is around its items.
    fn properties(
        &self,
        members: &[String],
        outermost: &'static Block,
    ) -> Option<Vec<(&'static Block, &'static Property)>> {
        let mut block = outermost;
        let mut found = Vec::new();
        let mut rest = members;
        loop {
            let place = |property: &Property| without_config(names(property));
            let fits = |property: &&Property| {
                let place = place(property);
                !place.is_empty() && rest.starts_with(&place)
            };
            let fitting = block.properties.iter().filter(fits);
            let Some(property) = fitting.max_by_key(|it| place(it).len()) else {
                // What surrounds the configuration has a property of its own.
                let is_around = |it: &&Property| !it.place.is_empty() && place(it).is_empty();
                let around = block.properties.iter().find(is_around)?;
                found.push((block, around));
                block = self.inner(around)?;
                continue;
            };
            found.push((block, property));
            rest = &rest[place(property).len()..];
            if rest.is_empty() {
                return Some(found);
            }
            if property.repeats != Repeats::Never {
                let items = ["Items".to_owned()];
                rest = rest.strip_prefix(&items[..]).unwrap_or(rest);
                if rest.is_empty() {
                    return None;
                }
            }
            block = self.inner(property)?;
        }
    }

    /// Why a finding can be in the document or in the template only.
    fn reason(&self, found: &Found, at: &Made, outermost: &'static Block) -> Option<Reason> {
        let of_mistake = self.properties(&at.members, outermost);
        let Some(way) = of_mistake else {
            return Some(Reason::Unsaid);
        };
        let (_, property) = *way.last().unwrap();
        let is_filled_in = |it: &Property| it.sent.is_some() || it.role == Role::Computed;
        let is_argument = property.block.is_none() || property.repeats == Repeats::Map;
        if at.mistake == Mistake::Duplicated && self.form == Form::Hcl && is_argument {
            return Some(Reason::Syntax);
        }
        if property.place.len() > 1 && at.mistake == Mistake::Renamed {
            return Some(Reason::Unsaid);
        }
        if at.mistake == Mistake::Removed && is_filled_in(property) {
            return Some(Reason::FilledIn);
        }
        if at.mistake == Mistake::Removed && found.0 == "missing-element" && property.required {
            return Some(Reason::Required);
        }
        None
    }
}

fn names(property: &Property) -> Vec<String> {
    let place = property.place.iter();
    place
        .map(|name| SCHEMA.name_text(*name).to_owned())
        .collect()
}

/// Members without what surrounds a configuration.
fn without_config(mut members: Vec<String>) -> Vec<String> {
    members.retain(|name| !(name.ends_with("Config") && name.contains("Distribution")));
    members
}

/// Members without counts and lists, which templates write differently.
fn plain(members: Vec<String>) -> Vec<String> {
    let mut members = without_config(members);
    members.retain(|name| name != "Items" && name != "Quantity");
    members
}

/// The members that a path of the API names, without items.
fn members(path: &str) -> Vec<String> {
    let steps = path.split('/').skip(1).filter(|step| !step.contains('['));
    without_config(steps.map(str::to_owned).collect())
}

/// A mistake that was made.
struct Made {
    mistake: Mistake,
    members: Vec<String>,
}

impl Made {
    /// A finding with its place. What is missing is found at the structure or at the member, and
    /// the name that nobody knows is not compared.
    fn found(&self, rule: &str, mut at: Vec<String>) -> Found {
        let is_type = OF_TYPES.contains(&rule);
        let is_gap = rule == "missing-element" && at == plain(self.members.clone());
        if is_gap || rule == "unknown-element" {
            at.pop();
        }
        let rule = if is_type { "a wrong type" } else { rule };
        (rule.to_owned(), at.join("/"))
    }
}

fn linter() -> Linter {
    Linter::new().operation(Operation::Create)
}

fn findings(text: &str, made: &Made, place: impl Fn(&str) -> Vec<String>) -> BTreeSet<Found> {
    let report = linter().lint(text);
    let findings = report.findings().iter();
    findings
        .map(|it| made.found(&it.rule, place(&it.path.to_string())))
        .collect()
}

/// What a mistake added to the findings of a text.
fn added(
    before: &str,
    after: &str,
    made: &Made,
    place: impl Fn(&str) -> Vec<String>,
) -> BTreeSet<Found> {
    let known = findings(before, made, &place);
    let mut now = findings(after, made, &place);
    now.retain(|it| !known.contains(it));
    now
}

/// The node of a template that says a member.
fn node_at(tree: &Tree<'_>, way: &[(&'static Block, &'static Property)]) -> Option<NodeId> {
    let expected: Vec<&str> = way.iter().map(|(_, it)| it.name.as_ref()).collect();
    let is_it = |node: &NodeId| {
        let up = std::iter::successors(Some(*node), |it| tree.node(*it).parent());
        let keys = up.map(|it| tree.name(it)).filter(|it| !it.is_empty());
        let mut keys: Vec<&str> = keys.collect();
        keys.reverse();
        !tree.name(*node).is_empty() && keys.ends_with(&expected)
    };
    (0..tree.nodes().len()).map(NodeId::from_index).find(is_it)
}

/// A template in which the key of a member has another name.
fn renamed(
    notation: &Notation,
    template: &str,
    outermost: &'static Block,
    at: &Made,
) -> Option<String> {
    let source = Source::new(template);
    let tree = notation.parse(&source);
    let way = notation.properties(&at.members, outermost)?;
    let node = node_at(&tree, &way)?;
    let (_, property) = way.last()?;
    let mut edits = tree.rename(node, &misspelt_property(&property.name));
    edits.sort();
    let mut text = template.to_owned();
    for edit in edits.iter().rev() {
        text.replace_range(edit.span.range(), &edit.text);
    }
    Some(text)
}

/// A template in which a member is there twice.
fn duplicated(
    notation: &Notation,
    template: &str,
    outermost: &'static Block,
    at: &Made,
) -> Option<String> {
    let source = Source::new(template);
    let tree = notation.parse(&source);
    let way = notation.properties(&at.members, outermost)?;
    let whole = tree.node(node_at(&tree, &way)?).whole.range();
    let (_, property) = way.last()?;
    let is_list = property.block.is_some() && property.repeats != Repeats::Never;
    if notation.form == Form::Hcl && is_list {
        // It is one more item.
        return None;
    }
    let line = template[..whole.start].rfind('\n').map_or(0, |at| at + 1);
    let indent = " ".repeat(whole.start - line);
    let separator = if notation.form == Form::Json { "," } else { "" };
    let copy = &template[whole.clone()];
    let mut text = template.to_owned();
    text.insert_str(whole.end, &format!("{separator}\n{indent}{copy}"));
    Some(text)
}

fn misspelt_property(name: &str) -> String {
    misspelt(name).unwrap_or_else(|| {
        let middle = name.len() / 2;
        format!("{}x{}", &name[..middle], &name[middle..])
    })
}

/// All that is compared.
#[derive(Default)]
struct Comparison {
    made: BTreeMap<&'static str, usize>,
    /// How many mistakes a template cannot contain.
    unsaid: BTreeMap<&'static str, usize>,
    /// How many differences have each reason.
    explained: BTreeMap<Reason, usize>,
    wrong: Vec<String>,
}

impl Comparison {
    fn compare(&mut self, mistake: Mistake, [before, after]: [&Element; 2], way: &[usize]) {
        let made = Made {
            mistake,
            members: members(&before.path(way)),
        };
        // Items have no names in a template.
        let is_item = mistake == Mistake::Renamed && before.at(way).many;
        if made.members.is_empty() || is_item {
            return;
        }
        let [before, after] = [before, after].map(|it| to_xml(it, SCHEMA.newest()));
        let of_api = added(&before, &after, &made, |path| plain(members(path)));
        for notation in Notation::all() {
            let Some(right) = notation.convert(&before) else {
                continue;
            };
            let left_out = right.left_out;
            let right = right.text;
            let outermost = notation.outermost(&right);
            let wrong = match mistake {
                Mistake::Renamed => renamed(&notation, &right, outermost, &made),
                Mistake::Duplicated => duplicated(&notation, &right, outermost, &made),
                _ => notation
                    .convert(&after)
                    .filter(|it| it.left_out == left_out)
                    .map(|it| it.text),
            };
            let Some(wrong) = wrong else {
                *self.unsaid.entry(&notation.dialect.name).or_default() += 1;
                continue;
            };
            *self.made.entry(notation.dialect.name.as_ref()).or_default() += 1;
            let place = |path: &str| notation.members(path, outermost);
            let own = added(&right, &wrong, &made, place);
            for found in own.symmetric_difference(&of_api) {
                match notation.reason(found, &made, outermost) {
                    Some(reason) => *self.explained.entry(reason).or_default() += 1,
                    None => self.wrong.push(format!(
                        "{:?} {:?} {mistake:?} {}: {found:?} only in the {}; template {own:?}",
                        notation.dialect.name,
                        notation.form,
                        made.members.join("/"),
                        if own.contains(found) {
                            "template"
                        } else {
                            "document"
                        }
                    )),
                }
            }
        }
    }
}

#[test]
fn a_mistake_is_found_in_templates_as_in_the_document() {
    let version = SCHEMA.newest();
    let mut comparison = Comparison::default();
    let mut turn = 0;
    for mistake in MISTAKES {
        let mut seen = BTreeSet::new();
        for document in documents(version) {
            if Notation::all()[0]
                .convert(&to_xml(&document, version))
                .is_none()
            {
                continue;
            }
            for way in document.ways() {
                let element = document.at(&way);
                let is_structure = !element.children().is_empty();
                if seen.contains(&(element.holder, element.name.clone()))
                    || mistake == Mistake::Retyped && is_structure
                {
                    continue;
                }
                let Some((changed, _)) = make(mistake, &document, &way, version) else {
                    continue;
                };
                seen.insert((element.holder, element.name.clone()));
                turn += 1;
                if is_turn(turn, ONE_IN) {
                    comparison.compare(mistake, [&document, &changed], &way);
                }
            }
        }
    }
    let Comparison {
        made,
        unsaid,
        explained,
        wrong,
    } = comparison;
    let numbers = format!("{made:?} made, {unsaid:?} unsaid, {explained:?} explained");
    assert!(wrong.is_empty(), "{numbers}\n{}", wrong.join("\n"));
    let least = if is_ci() { 600 } else { 60 };
    assert!(made.values().sum::<usize>() > least, "only {numbers}");
}
