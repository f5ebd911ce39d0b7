//! Checks that look a text up among others: references, placeholders, equality.

use std::borrow::Cow;

use crate::lint::evaluate::{Evaluator, Site, compare, head, place};
use crate::lint::wording::phrasing;
use crate::model::rule::Path;
use crate::tree::NodeId;

/// More names than this are not looked through for what was meant.
const MOST_NAMED: usize = 200;

/// The texts at a path.
#[derive(Debug, Default)]
pub(super) struct Known<'e> {
    /// The texts, in small letters where case is ignored; sorted, the first node of each first.
    sorted: Vec<(Cow<'e, str>, NodeId)>,
    all: Vec<&'e str>,
    unknown: bool,
    /// The nodes are of the document before.
    is_past: bool,
}

impl Known<'_> {
    /// The first node with a text.
    fn first(&self, text: &str) -> Option<NodeId> {
        let place = self
            .sorted
            .partition_point(|(known, _)| known.as_ref() < text);
        self.sorted
            .get(place)
            .filter(|(known, _)| known == text)
            .map(|(_, node)| *node)
    }
}

impl<'e> Evaluator<'e> {
    /// The texts at a path. Those at a path from the root are gathered once for all instances.
    pub(super) fn with_known<T>(
        &mut self,
        path: &'e Path,
        instance: NodeId,
        fold: bool,
        ask: impl FnOnce(&Known<'e>) -> T,
    ) -> T {
        let (around, silenced) = (self.around, &self.silenced);
        let gather = || {
            let reached = around.reach(path, instance);
            let mut known = Known {
                unknown: reached.unknown,
                ..Known::default()
            };
            let Some(document) = reached.document else {
                known.all.extend(reached.text);
                return known;
            };
            known.is_past = !std::ptr::eq(document, around.document);
            known.sorted.reserve_exact(reached.nodes.len());
            known.all.reserve_exact(reached.nodes.len());
            for node in reached.nodes {
                if document.binding(node).faulty || !known.is_past && silenced.contains(&node) {
                    known.unknown = true;
                    continue;
                }
                let text = document.tree.text(node);
                known.sorted.push((
                    if fold {
                        compare::folded(text)
                    } else {
                        Cow::Borrowed(text)
                    },
                    node,
                ));
                known.all.push(text);
            }
            known.sorted.sort_unstable();
            known
        };
        if path.is_shared() {
            return ask(self
                .known
                .entry(std::ptr::from_ref(path))
                .or_insert_with(gather));
        }
        ask(&gather())
    }

    /// The first node at a path that has a text and is not the target, whether it is of the previous document, and whether there may
    /// be others yet.
    fn look_up(
        &mut self,
        path: &'e Path,
        site: &Site<'e>,
        text: &str,
        fold: bool,
    ) -> (Option<NodeId>, bool, bool) {
        if path.is_shared() {
            let compared = if fold {
                compare::folded(text)
            } else {
                Cow::Borrowed(text)
            };
            return self.with_known(path, site.instance, fold, |known| {
                let other = known
                    .first(&compared)
                    .filter(|node| known.is_past || *node != site.target);
                (other, known.is_past, known.unknown)
            });
        }
        let reached = self.around.reach(path, site.instance);
        let Some(document) = reached.document else {
            return (None, false, reached.unknown);
        };
        let is_past = !std::ptr::eq(document, self.around.document);
        let mut unknown = reached.unknown;
        let found = reached.nodes.into_iter().find(|node| {
            let is_silent =
                document.binding(*node).faulty || !is_past && self.silenced.contains(node);
            unknown |= is_silent;
            !is_silent
                && (is_past || *node != site.target)
                && compare::equal(document.tree.text(*node), text, fold)
        });
        (found, is_past, unknown)
    }

    pub(super) fn reference(
        &mut self,
        site: &Site<'e>,
        text: &str,
        paths: &'e [Path],
        fold: bool,
        negated: bool,
    ) {
        let mut found: Option<NodeId> = None;
        let mut is_found = false;
        let mut unknown = false;
        for path in paths {
            let (other, is_past, is_unknown) = self.look_up(path, site, text, fold);
            is_found |= other.is_some();
            found = found.or(other.filter(|_| !is_past));
            unknown |= is_unknown;
        }
        if negated {
            if is_found {
                let mut event = self.event(site, Vec::new());
                event
                    .related
                    .extend(found.map(|other| place(self.document(), other)));
                self.events.push(event);
            }
            return;
        }
        if is_found || unknown {
            return;
        }
        let mut all: Vec<&str> = Vec::new();
        for path in paths {
            self.with_known(path, site.instance, fold, |known| {
                all.extend(known.all.iter().take(MOST_NAMED))
            });
        }
        let mut arguments = Vec::new();
        if !all.is_empty() {
            arguments.push(("known", phrasing::all_of(&all)));
        }
        if let [only, rest @ ..] = all.as_slice()
            && rest.iter().all(|other| other == only)
        {
            // There is nothing else to name.
            arguments.push(("suggestions", phrasing::quote(only)));
            arguments.push(("suggestion", phrasing::quote(only)));
            arguments.push(("suggested", (*only).to_owned()));
        } else {
            self.suggest(site.rule, &mut arguments, text, all);
        }
        let mut event = self.event(site, arguments);
        let shared = paths.first().filter(|path| path.is_shared());
        if let Some(list) = shared.and_then(|path| {
            self.around
                .reach(&path.container(), site.instance)
                .nodes
                .first()
                .copied()
        }) {
            event.related.push(head(self.document(), list));
        }
        self.events.push(event);
    }

    pub(super) fn placeholders(&mut self, site: &Site<'e>, text: &str, paths: &'e [Path]) {
        let mut rest = text;
        while let Some((_, after)) = rest.split_once("{{") {
            let Some((name, behind)) = after.split_once("}}") else {
                return;
            };
            rest = behind;
            let name = name.trim();
            let mut all: Vec<&str> = Vec::new();
            let mut unknown = false;
            for path in paths {
                self.with_known(path, site.instance, false, |known| {
                    all.extend(known.all.iter());
                    unknown |= known.unknown;
                });
            }
            if unknown || all.contains(&name) {
                continue;
            }
            let mut arguments = vec![("name", phrasing::quote(name))];
            if !all.is_empty() {
                arguments.push(("known", phrasing::list(&all, "and")));
            }
            self.suggest(site.rule, &mut arguments, name, all);
            self.report(site, arguments);
        }
    }

    pub(super) fn equal(&mut self, site: &Site<'_>, text: &str, paths: &[Path]) {
        let mut expected: Vec<&str> = Vec::new();
        let mut places = Vec::new();
        for path in paths {
            let reached = self.around.reach(path, site.instance);
            if reached.unknown || reached.texts().len() < reached.nodes.len() {
                return;
            }
            expected.extend(reached.texts());
            if reached
                .document
                .is_some_and(|document| std::ptr::eq(document, self.document()))
            {
                places.extend(
                    reached
                        .nodes
                        .iter()
                        .map(|node| place(self.document(), *node)),
                );
            }
        }
        if expected.is_empty() || expected.contains(&text) {
            return;
        }
        let mut event = self.event(
            site,
            vec![
                ("expected", phrasing::choices(&expected)),
                ("first-expected", expected[0].to_owned()),
            ],
        );
        event.related = places;
        self.events.push(event);
    }
}
