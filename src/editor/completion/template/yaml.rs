//! The place in a YAML template, by its indentation: what is around a line begins further left.
//! Flow collections in braces are not looked into.

use super::spot::{Slot, Spot};
use crate::text::Span;

/// A line with a key, an item or both.
struct Line<'t> {
    /// Where it starts in the text.
    start: usize,
    /// The columns of the dashes of items that begin in it.
    dashes: Vec<usize>,
    /// The column of what follows.
    column: usize,
    rest: &'t str,
}

impl<'t> Line<'t> {
    fn new(start: usize, text: &'t str) -> Self {
        let mut column = text.len() - text.trim_start_matches(' ').len();
        let mut dashes = Vec::new();
        while text[column..].starts_with("- ") || &text[column..] == "-" {
            dashes.push(column);
            let rest = &text[column + 1..];
            column += 1 + rest.len() - rest.trim_start_matches(' ').len();
        }
        Self {
            start,
            dashes,
            column,
            rest: &text[column..],
        }
    }

    fn is_empty(&self) -> bool {
        let is_blank = self.rest.trim().is_empty() && self.dashes.is_empty();
        is_blank || self.rest.starts_with('#') || self.rest.starts_with("---")
    }

    /// The key and what follows its colon.
    fn key(&self) -> Option<(&'t str, &'t str)> {
        let (key, value) = self.rest.split_once(':')?;
        let is_end = value.is_empty() || value.starts_with([' ', '\r']);
        let key = key.trim_matches(['"', '\'']);
        (is_end && !key.contains([' ', '{'])).then_some((key, value))
    }

    /// The column of the outermost thing that begins in it.
    fn first(&self) -> usize {
        self.dashes.first().copied().unwrap_or(self.column)
    }
}

/// The place at an offset.
pub(super) fn spot(text: &str, offset: usize) -> Option<Spot> {
    let start = text[..offset].rfind('\n').map_or(0, |at| at + 1);
    let end = text[offset..]
        .find(['\n', '\r'])
        .map_or(text.len(), |at| offset + at);
    let line = Line::new(start, &text[start..end]);
    if line.rest.starts_with('#') || offset < start + line.column {
        let is_blank = text[start..end].trim().is_empty();
        if !is_blank {
            return None;
        }
    }
    let mut spot = typed(&line, offset)?;
    let above: Vec<Line<'_>> = lines(&text[..start], 0).collect();
    around(&mut spot, &line, &above);
    let below = text.get(end..).unwrap_or_default();
    let below = lines(below, end).take_while(|it| it.is_empty() || it.first() >= spot.indentation);
    let same = below.filter(|it| !it.is_empty() && it.dashes.is_empty());
    let same = same
        .filter(|it| it.column == spot.indentation)
        .filter_map(|it| it.key());
    spot.present.extend(same.map(|(key, _)| key.to_owned()));
    if let Some((key, _)) = line.key().filter(|_| spot.slot == Slot::Value) {
        spot.keys.push(key.to_owned());
    }
    Some(spot)
}

/// The word that is typed in a line.
fn typed(line: &Line<'_>, offset: usize) -> Option<Spot> {
    let from = line.start + line.column;
    let Some((key, value)) = line.key() else {
        let word = line.rest.split(" #").next().unwrap_or(line.rest).trim_end();
        if word.contains([' ', '{', '[', ':']) {
            return None;
        }
        let token = if word.is_empty() {
            Span::at(offset)
        } else {
            Span::new(from, from + word.len())
        };
        let mut spot = Spot::new(Slot::Key, token);
        spot.indentation = (token.start as usize) - line.start;
        return Some(spot);
    };
    let key_end = from + key.len();
    if offset <= key_end {
        let mut spot = Spot::new(Slot::Key, Span::new(from, key_end));
        spot.indentation = line.column;
        spot.own = Some(key.to_owned());
        return Some(spot);
    }
    let written = value.split(" #").next().unwrap_or(value);
    let is_structure = written
        .trim_start()
        .starts_with(['{', '[', '!', '&', '*', '|', '>']);
    let word = written.trim();
    let begin = line.start + line.column + line.rest.len() - value.len();
    let first = begin + written.len() - written.trim_start().len();
    if is_structure || offset < begin {
        return None;
    }
    let token = if word.is_empty() {
        Span::at(offset)
    } else {
        Span::new(first, first + word.len())
    };
    if word.is_empty() && offset == begin {
        return None;
    }
    let mut spot = Spot::new(Slot::Value, token);
    spot.indentation = line.column;
    Some(spot)
}

/// Adds the keys around the place, and those next to it.
fn around(spot: &mut Spot, line: &Line<'_>, above: &[Line<'_>]) {
    // The column of what is looked at, and whether it is an item of a list.
    let mut column = line.dashes.first().copied().unwrap_or(spot.indentation);
    let mut is_item = !line.dashes.is_empty();
    let mut is_next = !is_item;
    let mut found: Vec<(usize, String)> = Vec::new();
    for other in above.iter().rev().filter(|other| !other.is_empty()) {
        let key = other.key().map(|(key, _)| key.to_owned());
        if !is_item && other.column == column {
            spot.present.extend(key.filter(|_| is_next));
            if let Some(dash) = other.dashes.first() {
                column = *dash;
                is_item = true;
                is_next = false;
            }
            continue;
        }
        // An item can have the same indentation as the key of its list.
        let is_level = is_item && other.column == column && !other.dashes.contains(&column);
        if other.column > column || other.column == column && !is_level {
            continue;
        }
        let Some(key) = key else { continue };
        found.push((other.start, key));
        is_next = false;
        is_item = !other.dashes.is_empty();
        column = other.first();
        if column == 0 {
            break;
        }
    }
    found.reverse();
    spot.starts = found.iter().map(|(start, _)| *start).collect();
    spot.keys = found.into_iter().map(|(_, key)| key).collect();
}

fn lines(text: &str, base: usize) -> impl Iterator<Item = Line<'_>> {
    let mut start = base;
    text.split_inclusive('\n').map(move |line| {
        let at = start;
        start += line.len();
        Line::new(at, line.trim_end_matches(['\n', '\r']))
    })
}
