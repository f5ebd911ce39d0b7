//! What is in the slots of the structures of a document: the nodes of each member.

use crate::model::rule::SlotSet;
use crate::tree::NodeId;

/// What is in a slot of a structure: the nodes of one member.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Slot {
    /// The first node of that name, counted from 1; 0 for none.
    node: u32,
    /// How many there are.
    pub(crate) count: u32,
    /// Whether a finding already explains what is here or is missing.
    pub(crate) explained: bool,
}

impl Slot {
    pub(crate) fn node(self) -> Option<NodeId> {
        self.node
            .checked_sub(1)
            .map(|index| NodeId::from_index(index as usize))
    }
}

/// What is in a slot in one word, because a structure has a dozen of which most are empty: the only
/// node in it, or where the nodes are among those of several, both counted from 1.
#[derive(Clone, Copy, Debug)]
struct Packed(u32);

/// It has several nodes.
const SEVERAL: u32 = 1 << 31;
/// No document has so many nodes.
const PLACE: u32 = SEVERAL - 1;

impl Packed {
    const EMPTY: Self = Self(0);

    fn of(several: u32, place: usize) -> Self {
        Self(several | (place as u32 + 1))
    }

    fn is_filled(self) -> bool {
        self.0 != 0
    }

    /// The node, if it is the only one.
    fn only(self) -> Option<NodeId> {
        let index = (self.0 & PLACE).checked_sub(1)?;
        (self.0 & SEVERAL == 0).then(|| NodeId::from_index(index as usize))
    }

    /// Its place among the slots of several nodes.
    fn several(self) -> Option<usize> {
        (self.0 & SEVERAL != 0).then(|| (self.0 & PLACE) as usize - 1)
    }
}

/// How many slots share a word of what is explained.
const TOGETHER: u8 = 32;
/// The structure has nothing in its slots, which are left out.
const BARE: u32 = 1 << 31;

/// The slots of all structures, one structure after the other.
///
/// In front of the slots of each are bits that say which of them a finding explains, those of the
/// first slots last.
#[derive(Debug, Default)]
pub(super) struct Slots {
    words: Vec<Packed>,
    has_explained: bool,
    /// The slots of several nodes.
    several: Vec<Slot>,
}

impl Slots {
    pub(super) fn with_capacity(capacity: usize) -> Self {
        Self {
            words: Vec::with_capacity(capacity),
            ..Self::default()
        }
    }

    /// Adds the empty slots of a structure, and returns what leads to them. A bare structure will
    /// have nothing in them.
    pub(super) fn add(&mut self, count: u8, is_bare: bool) -> u32 {
        let first = self.words.len() + usize::from(count.div_ceil(TOGETHER));
        let kept = if is_bare { 0 } else { usize::from(count) };
        self.words.resize(first + kept, Packed::EMPTY);
        first as u32 | if is_bare { BARE } else { 0 }
    }

    pub(super) fn clear(&mut self) {
        self.words.clear();
        self.has_explained = false;
        self.several.clear();
    }

    #[inline]
    fn packed(&self, first: u32, slot: u8) -> Packed {
        if first & BARE != 0 {
            return Packed::EMPTY;
        }
        self.words[first as usize + usize::from(slot)]
    }

    /// The place of the word of what is explained for a slot.
    #[inline]
    fn explained_at(first: u32, slot: u8) -> usize {
        (first & !BARE) as usize - 1 - usize::from(slot / TOGETHER)
    }

    /// A slot of a structure.
    #[inline]
    pub(super) fn get(&self, first: u32, slot: u8) -> Slot {
        let packed = self.packed(first, slot);
        let explained = self.words[Self::explained_at(first, slot)];
        let slot_with = match packed.several() {
            Some(several) => self.several[several],
            None => Slot {
                node: packed.0,
                count: u32::from(packed.is_filled()),
                explained: false,
            },
        };
        Slot {
            explained: explained.0 >> (slot % TOGETHER) & 1 != 0,
            ..slot_with
        }
    }

    /// The node in a slot, if it is the only one.
    #[inline]
    pub(super) fn only(&self, first: u32, slot: u8) -> Option<NodeId> {
        self.packed(first, slot).only()
    }

    /// Which slots of a structure are filled, and which are not where a finding explains why.
    pub(super) fn sets(&self, first: u32, count: u8) -> (SlotSet, SlotSet) {
        let word = |slot: u8| {
            let is_there = slot < count;
            u64::from(if is_there {
                self.words[Self::explained_at(first, slot)].0
            } else {
                0
            })
        };
        let explained = word(0) | word(TOGETHER) << TOGETHER;
        let mut filled = SlotSet::default();
        if first & BARE == 0 {
            let first = first as usize;
            for slot in self.words[first..first + usize::from(count)].iter().rev() {
                filled = filled.before(slot.is_filled());
            }
        }
        (filled, SlotSet(explained & !filled.0))
    }

    pub(super) fn has_explained(&self) -> bool {
        self.has_explained
    }

    /// Puts a node into a slot of a structure that is not bare, and returns how many there are now.
    #[inline]
    pub(super) fn fill(&mut self, first: u32, slot: u8, node: NodeId) -> u32 {
        let packed = &mut self.words[first as usize + usize::from(slot)];
        if !packed.is_filled() {
            *packed = Packed::of(0, node.index());
            return 1;
        }
        if let Some(several) = packed.several() {
            let several = &mut self.several[several];
            several.count += 1;
            return several.count;
        }
        let only = packed.0;
        *packed = Packed::of(SEVERAL, self.several.len());
        self.several.push(Slot {
            node: only,
            count: 2,
            explained: false,
        });
        2
    }

    /// Puts another node into a filled slot, as the first of those in it.
    pub(super) fn refill(&mut self, first: u32, slot: u8, node: NodeId) {
        let packed = &mut self.words[first as usize + usize::from(slot)];
        match packed.several() {
            Some(several) => self.several[several].node = node.index() as u32 + 1,
            None => *packed = Packed::of(0, node.index()),
        }
    }

    pub(super) fn explain(&mut self, first: u32, slot: u8) {
        self.words[Self::explained_at(first, slot)].0 |= 1 << (slot % TOGETHER);
        self.has_explained = true;
    }
}

#[cfg(test)]
mod tests {
    use super::{Slot, Slots};
    use crate::tree::NodeId;

    #[test]
    fn slots_are_as_they_were_filled() {
        for count in [1, 31, 32, 33, 64, 65, 250] {
            let mut slots = Slots::default();
            let [before, bare, it, behind] =
                [false, true, false, false].map(|is_bare| slots.add(count, is_bare));
            let last = count - 1;
            for (index, slot) in [0, last, last].into_iter().enumerate() {
                slots.fill(it, slot, NodeId::from_index(index));
            }
            slots.explain(it, last);
            slots.explain(bare, last / 2);
            let is_empty = |slot: Slot| slot.node().is_none() && slot.count == 0;
            for slot in 0..count {
                for of in [before, bare, behind] {
                    assert!(is_empty(slots.get(of, slot)), "{count}");
                }
                let found = slots.get(it, slot);
                let filled = usize::from(slot == 0) + 2 * usize::from(slot == last);
                assert_eq!(found.count as usize, filled, "{count}");
                assert_eq!(found.explained, slot == last);
                assert_eq!(slots.only(it, slot).is_some(), filled == 1);
                assert_eq!(slots.get(bare, slot).explained, slot == last / 2);
                assert!(!slots.get(before, slot).explained && !slots.get(behind, slot).explained);
            }
            let low = |slot: u8| 1_u64.checked_shl(u32::from(slot)).unwrap_or(0);
            let (filled, unknown) = slots.sets(it, count);
            assert_eq!((filled.0, unknown.0), (low(0) | low(last), 0));
            let (filled, unknown) = slots.sets(bare, count);
            assert_eq!((filled.0, unknown.0), (0, low(last / 2)));
        }
    }
}
