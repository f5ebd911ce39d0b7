//! The place in a JSON template, by its brackets.

use super::spot::{Slot, Spot};
use crate::editor::completion::typed::{self, Slot as TypedSlot};

/// An open bracket.
struct Frame {
    key: Option<String>,
    start: usize,
    /// The keys in it so far.
    keys: Vec<String>,
}

/// The place at an offset.
pub(super) fn spot(text: &str, offset: usize) -> Option<Spot> {
    let typed = typed::in_json(text, offset)?;
    let slot = match typed.slot {
        TypedSlot::Value => Slot::Value,
        TypedSlot::Member | TypedSlot::Name => Slot::Key,
        TypedSlot::Content => return None,
    };
    let mut spot = Spot::new(slot, typed.token);
    let (mut frames, pending) = read(&text[..typed.token.start as usize]);
    spot.needs_comma = typed.needs_comma;
    spot.before = typed.before;
    if typed.slot == TypedSlot::Name {
        spot.own = Some(text[typed.token.range()].to_owned());
    }
    spot.present = frames
        .pop_if(|_| slot == Slot::Key)
        .map_or_else(Vec::new, |frame| {
            if let Some(key) = frame.key {
                spot.keys.push(key);
                spot.starts.push(frame.start);
            }
            frame.keys
        });
    spot.present
        .extend(keys_behind(&text[typed.token.end as usize..]));
    let named = frames.into_iter();
    let named = named.filter_map(|frame| Some((frame.key?, frame.start)));
    let (mut keys, mut starts): (Vec<String>, Vec<usize>) = named.unzip();
    keys.append(&mut spot.keys);
    starts.append(&mut spot.starts);
    spot.starts = starts;
    if slot == Slot::Value {
        keys.extend(pending);
    }
    spot.keys = keys;
    Some(spot)
}

/// The brackets that a text leaves open, and the key whose value comes next.
fn read(text: &str) -> (Vec<Frame>, Option<String>) {
    let mut frames: Vec<Frame> = Vec::new();
    let (mut last, mut pending) = (None, None);
    let mut at = 0;
    let bytes = text.as_bytes();
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => {
                let end = string_end(bytes, at);
                last = text.get(at + 1..end.saturating_sub(1)).map(str::to_owned);
                at = end;
                continue;
            }
            b':' => {
                pending = last.take();
                let key = pending.clone();
                if let Some(frame) = frames.last_mut() {
                    frame.keys.extend(key);
                }
            }
            b'{' | b'[' => frames.push(Frame {
                key: pending.take(),
                start: at,
                keys: Vec::new(),
            }),
            b'}' | b']' => {
                frames.pop();
                pending = None;
            }
            b',' => pending = None,
            _ => {}
        }
        at += 1;
    }
    (frames, pending)
}

/// The keys of the object that a text begins in.
fn keys_behind(text: &str) -> Vec<String> {
    let mut keys = Vec::new();
    let mut last = None;
    let (mut at, mut depth) = (0, 0_usize);
    let bytes = text.as_bytes();
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => {
                let end = string_end(bytes, at);
                last = text.get(at + 1..end.saturating_sub(1)).map(str::to_owned);
                at = end;
                continue;
            }
            b':' if depth == 0 => keys.extend(last.take()),
            b'{' | b'[' => depth += 1,
            b'}' | b']' => match depth.checked_sub(1) {
                Some(less) => depth = less,
                None => break,
            },
            _ => {}
        }
        at += 1;
    }
    keys
}

/// Where a string ends, behind its quote.
fn string_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 1,
            b'"' => return at + 1,
            b'\n' => return at,
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}
