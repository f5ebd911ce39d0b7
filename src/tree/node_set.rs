//! A set of nodes: a bit for each node up to the last one in it.

use crate::tree::node::NodeId;

/// How many nodes share a word.
const TOGETHER: usize = u64::BITS as usize;

/// Nodes of one tree.
#[derive(Clone, Default, Debug)]
pub(crate) struct NodeSet {
    words: Vec<u64>,
}

impl NodeSet {
    /// Adds a node.
    #[inline]
    pub(crate) fn insert(&mut self, node: NodeId) {
        let word = node.index() / TOGETHER;
        if word >= self.words.len() {
            self.words.resize(word + 1, 0);
        }
        self.words[word] |= 1 << (node.index() % TOGETHER);
    }

    /// Whether a node is in it.
    #[inline]
    pub(crate) fn contains(&self, node: NodeId) -> bool {
        let word = self.words.get(node.index() / TOGETHER);
        word.is_some_and(|word| word >> (node.index() % TOGETHER) & 1 != 0)
    }

    /// Whether no node is in it.
    pub(crate) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The nodes in document order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = NodeId> + '_ {
        let words = self.words.iter().enumerate();
        words.flat_map(|(index, word)| {
            let left = |rest: &u64| Some(rest & (rest - 1)).filter(|rest| *rest != 0);
            std::iter::successors(Some(*word).filter(|word| *word != 0), left).map(move |rest| {
                NodeId::from_index(index * TOGETHER + rest.trailing_zeros() as usize)
            })
        })
    }
}

impl Extend<NodeId> for NodeSet {
    fn extend<I: IntoIterator<Item = NodeId>>(&mut self, nodes: I) {
        nodes.into_iter().for_each(|node| self.insert(node));
    }
}

#[cfg(test)]
mod tests {
    use super::NodeSet;
    use crate::tree::NodeId;

    #[test]
    fn a_set_has_the_nodes_that_were_added() {
        for indices in [
            &[][..],
            &[0],
            &[63],
            &[64],
            &[3, 63, 64, 127, 128, 1000],
            &[1000, 3],
        ] {
            let mut set = NodeSet::default();
            set.extend(indices.iter().copied().map(NodeId::from_index));
            let mut sorted = indices.to_vec();
            sorted.sort_unstable();
            let listed: Vec<usize> = set.iter().map(NodeId::index).collect();
            assert_eq!(listed, sorted);
            assert_eq!(set.is_empty(), indices.is_empty());
            for index in 0..1100 {
                assert_eq!(
                    set.contains(NodeId::from_index(index)),
                    indices.contains(&index)
                );
            }
        }
    }
}
