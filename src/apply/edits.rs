//! Which edits of different fixes can be applied together.

use std::collections::BTreeMap;

use crate::text::{Edit, Span};

/// The number that a fix decrements when it removes one of the things that are counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Countdown {
    /// Index of the edit of the number.
    pub(super) edit: usize,
    pub(super) span: Span,
    /// The number before the fix.
    pub(super) number: u32,
}

impl Countdown {
    /// The countdown of a fix that removes something, and otherwise only writes one number less.
    pub(super) fn of(text: &str, edits: &[Edit]) -> Option<Self> {
        let counts = edits.iter().enumerate().filter_map(|(index, edit)| {
            let number: u32 = text.get(edit.span.range())?.parse().ok()?;
            let is_decrement = edit.text.parse::<u32>().ok()?.checked_add(1) == Some(number);
            is_decrement.then_some(Self {
                edit: index,
                span: edit.span,
                number,
            })
        });
        let [count] = counts.collect::<Vec<_>>()[..] else {
            return None;
        };
        let removes_rest = edits
            .iter()
            .enumerate()
            .all(|(index, edit)| index == count.edit || is_deletion(edit));
        (removes_rest && edits.len() > 1).then_some(count)
    }
}

/// The ranges that the edits of a round occupy.
#[derive(Default)]
pub(super) struct Occupied {
    /// The end of each range by its start, and whether it is only deleted. Ranges do not overlap;
    /// only deletions touch.
    ranges: BTreeMap<u32, (u32, bool)>,
    /// How many fixes decrement a number.
    countdowns: BTreeMap<Span, u32>,
}

impl Occupied {
    /// Occupies the ranges of a fix, unless they conflict with occupied ones.
    ///
    /// Several fixes may decrement the same number, as long as one thing is left to be counted:
    /// a fix that removes the last one has to know.
    pub(super) fn occupy(&mut self, edits: &[Edit], countdown: Option<Countdown>) -> bool {
        let shared = countdown.and_then(|it| Some((it, *self.countdowns.get(&it.span)?)));
        let is_shared = |index: usize| shared.is_some_and(|(it, _)| it.edit == index);
        if shared.is_some_and(|(it, taken)| taken + 1 >= it.number) {
            return false;
        }
        let own = || {
            let edits = edits.iter().enumerate();
            edits
                .filter(|(index, _)| !is_shared(*index))
                .map(|(_, edit)| edit)
        };
        if edits.is_empty() || own().any(|edit| self.conflicts(edit)) {
            return false;
        }
        own().for_each(|edit| self.add(edit));
        if let Some(it) = countdown {
            *self.countdowns.entry(it.span).or_default() += 1;
        }
        true
    }

    fn conflicts(&self, edit: &Edit) -> bool {
        let Span { start, end } = edit.span;
        self.ranges
            .range(..=end)
            .rev()
            .take_while(|(_, (other_end, _))| *other_end >= start)
            .any(|(other_start, (other_end, is_deleted))| {
                let overlaps = *other_start < end && start < *other_end;
                overlaps || !(is_deletion(edit) && *is_deleted)
            })
    }

    fn add(&mut self, edit: &Edit) {
        let Span { start, end } = edit.span;
        let added = (end, is_deletion(edit));
        self.ranges
            .entry(start)
            .and_modify(|it| *it = (it.0.max(end), false))
            .or_insert(added);
    }
}

fn is_deletion(edit: &Edit) -> bool {
    edit.text.is_empty() && !edit.span.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn removal(start: usize, number: u32) -> Vec<Edit> {
        vec![
            Edit::replace(Span::new(0, 1), number.to_string()),
            Edit::delete(Span::new(start, start + 2)),
        ]
    }

    fn occupy(occupied: &mut Occupied, text: &str, edits: &[Edit]) -> bool {
        occupied.occupy(edits, Countdown::of(text, edits))
    }

    #[test]
    fn counted_items_are_removed_together_except_the_last() {
        let text = "3 aabbcc";
        let mut occupied = Occupied::default();
        assert!(occupy(&mut occupied, text, &removal(2, 2)));
        assert!(occupy(&mut occupied, text, &removal(4, 2)));
        assert!(!occupy(&mut occupied, text, &removal(6, 2)));
    }

    #[test]
    fn a_number_that_is_not_a_count_is_written_once() {
        let text = "3 aabbcc";
        let mut occupied = Occupied::default();
        let write = [Edit::replace(Span::new(0, 1), "2")];
        assert_eq!(Countdown::of(text, &write), None);
        assert!(occupy(&mut occupied, text, &write));
        assert!(!occupy(&mut occupied, text, &write));
        assert!(!occupy(&mut occupied, text, &removal(2, 2)));
    }

    #[test]
    fn only_deletions_touch() {
        let mut occupied = Occupied::default();
        let delete = |start, end| [Edit::delete(Span::new(start, end))];
        assert!(occupy(&mut occupied, "", &delete(2, 4)));
        assert!(occupy(&mut occupied, "", &delete(4, 6)));
        assert!(occupy(&mut occupied, "", &delete(0, 2)));
        assert!(!occupy(&mut occupied, "", &delete(5, 7)));
        assert!(!occupy(&mut occupied, "", &[Edit::insert(6, "x")]));
        assert!(occupy(&mut occupied, "", &[Edit::insert(7, "x")]));
        assert!(!occupy(&mut occupied, "", &delete(7, 8)));
    }
}
