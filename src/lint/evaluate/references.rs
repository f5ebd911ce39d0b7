//! Checks of a text against texts elsewhere: references, placeholders, equality.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::rc::Rc;

use super::{Evaluator, Site, compare, head, place, values};
use crate::lint::wording::Argument;
use crate::model::rule::{Among, Base, Operand, Path, Reference, Situation, Step};
use crate::tree::NodeId;

/// More names than this are not searched for what was meant.
const MOST_NAMED: usize = 200;

/// The texts at a path.
#[derive(Debug, Default)]
pub(super) struct TextsAt<'e> {
    /// The texts, in small letters where case is ignored; sorted, the first node of each first.
    sorted: Vec<(Cow<'e, str>, NodeId)>,
    all: Vec<&'e str>,
    /// Whether there may be others.
    unknown: bool,
    /// Whether the nodes are of another document.
    is_elsewhere: bool,
}

/// What the texts at a path depend on besides the path.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Origin<'e> {
    /// Nothing: it leads to the same nodes from every instance.
    Root,
    /// The instance.
    Instance(NodeId),
    /// The texts by which it finds items, and whether all of them are known.
    Joined(Vec<&'e str>, bool),
}

/// The texts that were gathered.
#[derive(Debug, Default)]
pub(super) struct Gathered<'e> {
    /// By path, for all instances that they are the same for.
    all: BTreeMap<(*const Path, Origin<'e>), Rc<TextsAt<'e>>>,
    /// The path and the instance that were asked for last.
    last: Option<(*const Path, NodeId, Rc<TextsAt<'e>>)>,
}

impl TextsAt<'_> {
    /// The first node with a text, other than the target where it is of the same document.
    fn first(&self, text: &str, target: NodeId) -> Option<NodeId> {
        let place = self
            .sorted
            .partition_point(|(known, _)| known.as_ref() < text);
        self.sorted[place..]
            .iter()
            .take_while(|(known, _)| known == text)
            .map(|(_, node)| *node)
            .find(|node| self.is_elsewhere || *node != target)
    }

    fn has(&self, text: &str) -> bool {
        self.sorted
            .binary_search_by(|(known, _)| known.as_ref().cmp(text))
            .is_ok()
    }
}

/// What a search for a text came to.
struct Found {
    node: Option<NodeId>,
    /// Whether the node is of another document.
    is_elsewhere: bool,
    /// Whether there may be others.
    unknown: bool,
}

impl<'e> Evaluator<'e> {
    /// The texts at a path. They are gathered once for all instances that they are the same for, so
    /// that many targets and many texts do not multiply.
    fn texts(&mut self, path: &'e Path, instance: NodeId, fold: bool) -> Rc<TextsAt<'e>> {
        let key = std::ptr::from_ref(path);
        if let Some((known, at, texts)) = &self.gathered.last
            && (*known, *at) == (key, instance)
        {
            return Rc::clone(texts);
        }
        let origin = self.origin(path, instance);
        let is_own = origin == Origin::Instance(instance);
        let known = self.gathered.all.get(&(key, origin.clone())).cloned();
        let texts = known.unwrap_or_else(|| Rc::new(self.gather(path, instance, fold)));
        if !is_own {
            let all = &mut self.gathered.all;
            all.entry((key, origin))
                .or_insert_with(|| Rc::clone(&texts));
        }
        self.gathered.last = Some((key, instance, Rc::clone(&texts)));
        texts
    }

    /// What the texts at a path depend on.
    fn origin(&self, path: &'e Path, instance: NodeId) -> Origin<'e> {
        if path.base == Base::Instance {
            return Origin::Instance(instance);
        }
        let mut joined = Vec::new();
        let mut is_known = true;
        for step in path.steps.iter() {
            let Step::Where { equals, .. } = step else {
                continue;
            };
            if equals.iter().any(|it| matches!(it, Operand::Path(_))) {
                let (texts, unknown) = self.inputs.operands(equals, instance);
                // What follows is by the next condition.
                joined.extend(texts.iter().copied().chain([""]));
                is_known &= !unknown;
            }
        }
        if joined.is_empty() {
            Origin::Root
        } else {
            Origin::Joined(joined, is_known)
        }
    }

    fn gather(&self, path: &Path, instance: NodeId, fold: bool) -> TextsAt<'e> {
        let reached = self.inputs.reach(path, instance);
        let mut texts = TextsAt {
            unknown: reached.unknown,
            ..TextsAt::default()
        };
        let Some(document) = reached.document else {
            texts.all.extend(reached.text);
            return texts;
        };
        texts.is_elsewhere = !std::ptr::eq(document, self.document());
        texts.sorted.reserve_exact(reached.nodes.len());
        texts.all.reserve_exact(reached.nodes.len());
        for node in reached.nodes {
            let is_reported = !texts.is_elsewhere && self.reported.contains(node);
            if document.binding(node).faulty || is_reported {
                texts.unknown = true;
                continue;
            }
            let text = document.tree.text(node);
            texts.sorted.push((compare::folded_if(text, fold), node));
            texts.all.push(text);
        }
        texts.sorted.sort_unstable();
        texts
    }

    /// The first node at a path with a text, other than the target.
    fn look_up(&mut self, path: &'e Path, site: &Site<'e>, text: &str, fold: bool) -> Found {
        let texts = self.texts(path, site.instance, fold);
        Found {
            node: texts.first(&compare::folded_if(text, fold), site.target),
            is_elsewhere: texts.is_elsewhere,
            unknown: texts.unknown,
        }
    }

    /// The text is at one of some paths, or at none.
    pub(super) fn reference(&mut self, site: &Site<'e>, text: &str, check: &'e Reference) {
        let mut node: Option<NodeId> = None;
        let (mut is_found, mut unknown) = (false, false);
        for path in check.paths.iter() {
            let found = self.look_up(path, site, text, check.fold);
            is_found |= found.node.is_some();
            unknown |= found.unknown;
            node = node.or(found.node.filter(|_| !found.is_elsewhere));
        }
        if check.negated {
            if is_found {
                let mut fault = self.fault(site, Situation::Usual, Vec::new());
                let other = node.map(|other| place(self.document(), other));
                fault.related.extend(other);
                self.add(fault);
            }
        } else if !is_found && !unknown {
            self.not_found(site, text, check);
        }
        if !is_found && unknown {
            self.doubt_site(site);
        }
    }

    /// Reports a text that is at none of the paths.
    fn not_found(&mut self, site: &Site<'e>, text: &str, check: &'e Reference) {
        let mut all: Vec<&'e str> = Vec::new();
        for path in check.paths.iter() {
            let texts = self.texts(path, site.instance, check.fold);
            all.extend(texts.all.iter().take(MOST_NAMED));
        }
        let mut arguments = Vec::new();
        if !all.is_empty() {
            arguments.push(("known", Argument::many(all.iter().copied())));
        }
        if let [only, rest @ ..] = all.as_slice()
            && rest.iter().all(|other| other == only)
        {
            // There is nothing else to suggest.
            arguments.push(("suggestions", Argument::choice([*only])));
            arguments.push(("suggestion", Argument::value(*only)));
            arguments.push(("suggested", (*only).into()));
        } else {
            self.suggest(site.rule, &mut arguments, text, all);
        }
        let mut fault = self.fault(site, Situation::Usual, arguments);
        if let Some(path) = check.paths.first().filter(|path| path.is_shared()) {
            let list = self.inputs.reach(&path.container(), site.instance);
            let first = list.nodes.first().filter(|_| list.is_of(self.document()));
            fault
                .related
                .extend(first.map(|list| head(self.document(), *list)));
        }
        self.add(fault);
    }

    /// Each `{{name}}` in the text is at one of some paths.
    pub(super) fn placeholders(&mut self, site: &Site<'e>, text: &'e str, paths: &'e [Path]) {
        for name in values::placeholders(text) {
            let mut all: Vec<&'e str> = Vec::new();
            let (mut unknown, mut is_found) = (false, false);
            for path in paths {
                let texts = self.texts(path, site.instance, false);
                unknown |= texts.unknown;
                is_found |= texts.has(name);
                all.extend(texts.all.iter().take(MOST_NAMED));
            }
            if unknown || is_found {
                if unknown {
                    self.doubt_site(site);
                }
                continue;
            }
            let mut arguments = vec![("name", Argument::value(name))];
            if !all.is_empty() {
                arguments.push(("known", Argument::all(all.iter().copied())));
            }
            self.suggest(site.rule, &mut arguments, name, all);
            self.report(site, arguments);
        }
    }

    /// Every text at a path, or none, is at one of some others.
    pub(super) fn among(&mut self, site: &Site<'e>, check: &'e Among) {
        let texts = self.texts(&check.path, site.instance, check.fold);
        let others: Vec<_> = check
            .others
            .iter()
            .map(|path| self.texts(path, site.instance, check.fold))
            .collect();
        let is_there = |text: &str| others.iter().any(|other| other.has(text));
        let found = texts
            .sorted
            .iter()
            .filter(|(text, _)| is_there(text) == check.negated);
        let (found, nodes): (Vec<&str>, Vec<NodeId>) =
            found.map(|(text, node)| (text.as_ref(), *node)).unzip();
        let unknown = texts.unknown || others.iter().any(|other| other.unknown);
        if found.is_empty() || unknown && !check.negated {
            if unknown {
                self.doubt_site(site);
            }
            return;
        }
        let document = self.document();
        let name = if check.negated { "shared" } else { "missing" };
        let names: Vec<String> = found.into_iter().map(str::to_owned).collect();
        let mut fault = self.fault(site, Situation::Usual, vec![(name, Argument::many(names))]);
        if !texts.is_elsewhere {
            fault.related = nodes.iter().map(|node| place(document, *node)).collect();
        }
        self.add(fault);
    }

    /// The text is at one of some paths, if anything is there.
    pub(super) fn equal(&mut self, site: &Site<'e>, text: &str, paths: &[Path]) {
        let document = self.document();
        let mut expected: Vec<&'e str> = Vec::new();
        let mut places = Vec::new();
        for path in paths {
            let reached = self.inputs.reach(path, site.instance);
            let texts = reached.texts();
            if reached.unknown || texts.len() < reached.nodes.len() {
                self.doubt_site(site);
                return;
            }
            expected.extend(texts);
            if reached.is_of(document) {
                places.extend(reached.nodes.iter().map(|node| place(document, *node)));
            }
        }
        let Some(first) = expected.first().copied() else {
            return;
        };
        if expected.contains(&text) {
            return;
        }
        let arguments = vec![
            ("expected", Argument::choice(expected)),
            ("first-expected", first.into()),
        ];
        let mut fault = self.fault(site, Situation::Usual, arguments);
        fault.related = places;
        self.add(fault);
    }
}
