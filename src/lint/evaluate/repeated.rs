//! Which of many nodes have the same text.

use std::borrow::Cow;
use std::hash::Hasher;
use std::ops::Range;

use fnv::FnvHasher;

use crate::tree::NodeId;

/// The nodes whose text an earlier one has too, in document order, each with the first that has it.
///
/// A node takes eight bytes, because only texts with the same hash are compared.
pub(super) fn repeated<'t>(
    nodes: impl Iterator<Item = NodeId>,
    text: impl Fn(NodeId) -> Cow<'t, str>,
) -> Vec<Pair> {
    let pairs = nodes.map(|node| Pair::new(hash(&text(node)), node));
    let mut search = Search {
        pairs: pairs.collect(),
        text,
        found: 0,
    };
    search.pairs.sort_unstable();
    let mut start = 0;
    while let Some(first) = search.pairs.get(start) {
        let alike = search.pairs[start..].iter();
        let length = alike.take_while(|it| it.high() == first.high()).count();
        if length > 1 {
            search.compare(start..start + length);
        }
        start += length;
    }
    let Search {
        mut pairs, found, ..
    } = search;
    pairs.truncate(found);
    pairs.sort_unstable();
    pairs
}

/// A node behind a number, by which it is sorted first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Pair(u64);

impl Pair {
    fn new(high: u32, node: NodeId) -> Self {
        Self(u64::from(high) << 32 | node.index() as u64)
    }

    /// The node, and the first one with the same text.
    pub(super) fn nodes(self) -> (NodeId, NodeId) {
        (NodeId::from_index(self.high() as usize), self.node())
    }

    fn high(self) -> u32 {
        (self.0 >> 32) as u32
    }

    fn node(self) -> NodeId {
        NodeId::from_index(self.0 as u32 as usize)
    }
}

struct Search<T> {
    /// Nodes by the hash of their text. In front of those that were not looked at yet is what was
    /// found: the first node with a text, by the other one.
    pairs: Vec<Pair>,
    text: T,
    found: usize,
}

impl<'t, T: Fn(NodeId) -> Cow<'t, str>> Search<T> {
    /// Compares nodes with the same hash.
    fn compare(&mut self, range: Range<usize>) {
        let first = self.pairs[range.start].node();
        let text = (self.text)(first);
        let is_same = |pair: &Pair| (self.text)(pair.node()) == text;
        if self.pairs[range.clone()].iter().all(is_same) {
            for index in range.skip(1) {
                self.add(self.pairs[index].node(), first);
            }
        } else {
            self.compare_texts(range);
        }
    }

    /// The same where not all of them have the same text.
    #[cold]
    fn compare_texts(&mut self, range: Range<usize>) {
        let nodes = self.pairs[range].iter().map(|pair| pair.node());
        let mut texts: Vec<(Cow<'t, str>, NodeId)> =
            nodes.map(|node| ((self.text)(node), node)).collect();
        texts.sort_unstable();
        for same in texts.chunk_by(|one, other| one.0 == other.0) {
            for (_, node) in &same[1..] {
                self.add(*node, same[0].1);
            }
        }
    }

    fn add(&mut self, node: NodeId, first: NodeId) {
        self.pairs[self.found] = Pair::new(node.index() as u32, first);
        self.found += 1;
    }
}

fn hash(text: &str) -> u32 {
    let mut hasher = FnvHasher::default();
    hasher.write(text.as_bytes());
    let hash = hasher.finish();
    (hash ^ hash >> 32) as u32
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    /// The same, found in another way.
    fn expected(texts: &[String]) -> Vec<(usize, usize)> {
        let mut first = HashMap::new();
        let texts = texts.iter().enumerate();
        texts
            .filter_map(|(index, text)| {
                let known = *first.entry(text).or_insert(index);
                (known < index).then_some((index, known))
            })
            .collect()
    }

    fn found(texts: &[String]) -> Vec<(usize, usize)> {
        let nodes = (0..texts.len()).map(NodeId::from_index);
        let text = |node: NodeId| Cow::Borrowed(texts[node.index()].as_str());
        let pairs = repeated(nodes, text).into_iter().map(Pair::nodes);
        pairs
            .map(|(node, first)| (node.index(), first.index()))
            .collect()
    }

    #[test]
    fn every_repetition_is_found_with_the_first_of_its_text() {
        proptest::proptest!(|(texts in proptest::collection::vec("[ab]{0,3}|[a-c]{7,17}", 0..40))| {
            proptest::prop_assert_eq!(found(&texts), expected(&texts));
        });
    }

    #[test]
    fn texts_with_the_same_hash_are_compared() {
        let texts: Vec<String> = ["b", "a", "b", "a", "c", "b"].map(str::to_owned).to_vec();
        let nodes = (0..texts.len()).map(NodeId::from_index);
        let mut search = Search {
            pairs: nodes.map(|node| Pair::new(7, node)).collect(),
            text: |node: NodeId| Cow::Borrowed(texts[node.index()].as_str()),
            found: 0,
        };
        search.compare(0..texts.len());
        let mut pairs: Vec<(u32, usize)> = search.pairs[..search.found]
            .iter()
            .map(|pair| (pair.high(), pair.node().index()))
            .collect();
        pairs.sort_unstable();
        assert_eq!(pairs, [(2, 0), (3, 1), (5, 0)]);
    }
}
