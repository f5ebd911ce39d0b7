//! The other places that a finding shows, such as the value that the reported one conflicts with.

use super::path_walk::Most;
use super::{Evaluator, Site, place};
use crate::lint::document::Document;
use crate::lint::fault::Fault;
use crate::lint::wording::Argument;
use crate::tree::NodeId;

/// How many places of each path are shown.
const MOST_SHOWN: usize = 4;
/// After so many findings, nobody looks at other places.
const MOST_FINDINGS: usize = 1000;

impl<'e> Evaluator<'e> {
    /// Adds the places that a rule shows, and the text of the first that has one.
    pub(super) fn show(&self, site: &Site<'e>, fault: &mut Fault<'e>) {
        if self.count > MOST_FINDINGS {
            return;
        }
        for path in site.rule.shows.iter() {
            let most = Most::at_end(MOST_SHOWN);
            let reached = self.inputs.follow(path, site.instance, most);
            let mut text = reached.text;
            if let Some(document) = reached.document {
                let mut nodes = reached.nodes.iter();
                text = nodes.find_map(|node| printed(document, *node));
            }
            if let Some(text) = text
                && fault.value_of("shown").is_none()
            {
                fault.argument("shown", Argument::value(text));
            }
            if reached.is_of(self.document()) {
                self.show_places(site, &reached.nodes, fault);
            }
        }
    }

    /// Adds some places, apart from the target itself and from empty values.
    fn show_places(&self, site: &Site<'e>, nodes: &[NodeId], fault: &mut Fault<'e>) {
        let document = self.document();
        let is_shown = |node: &NodeId| {
            let is_empty = document.tree.text(*node).trim().is_empty();
            *node != site.target && (!is_empty || document.shape_of(*node).is_some())
        };
        let nodes = nodes.iter().copied().filter(is_shown);
        let places = nodes.map(|node| place(document, node));
        fault.related.extend(places.take(MOST_SHOWN));
    }
}

/// The text of a scalar that may be printed and is not itself at fault.
fn printed<'d>(document: &Document<'d>, node: NodeId) -> Option<&'d str> {
    let text = document.shown(node)?;
    let is_known = !document.binding(node).faulty && !text.trim().is_empty();
    is_known.then_some(text)
}
