//! From byte offsets to lines and columns, and back.
//!
//! Everything is counted on first use and kept, because a document is asked for many positions or
//! for none. Columns are counted in blocks, so that a position on a very long line costs no more
//! than one on a short line.

use std::sync::OnceLock;

/// A line and a column, both from 1. What the column counts is up to the function that returns it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Position {
    /// The line. `\n`, `\r\n` and a lone `\r` end one.
    pub line: usize,
    /// The column.
    pub column: usize,
}

/// Bytes between two points of the text at which the count is known.
const BLOCK: usize = 1024;

/// Where the lines of a text begin, and counts of what is not a byte.
#[derive(Clone, Debug, Default)]
pub(super) struct Positions {
    line_starts: OnceLock<Vec<u32>>,
    characters: Counts,
    utf16: Counts,
}

impl Positions {
    /// The offset at which each line begins.
    pub(super) fn line_starts(&self, text: &str) -> &[u32] {
        self.line_starts.get_or_init(|| {
            let bytes = text.as_bytes();
            let mut starts = vec![0];
            for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
                if bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n') {
                    starts.push(at as u32 + 1);
                }
            }
            starts
        })
    }

    /// How many characters there are before an offset.
    pub(super) fn characters_before(&self, text: &str, offset: usize) -> usize {
        self.characters.before(text.as_bytes(), offset, characters)
    }

    /// How many UTF-16 code units there are before an offset.
    pub(super) fn utf16_before(&self, text: &str, offset: usize) -> usize {
        self.utf16.before(text.as_bytes(), offset, utf16_units)
    }

    /// The offset of the character that contains a UTF-16 code unit, counted from the beginning of
    /// the text.
    pub(super) fn offset_of_utf16(&self, text: &str, unit: usize) -> usize {
        self.utf16.offset_of(text.as_bytes(), unit, utf16_units)
    }

    /// The offset of a character, counted from the beginning of the text.
    pub(super) fn offset_of_character(&self, text: &str, character: usize) -> usize {
        self.characters
            .offset_of(text.as_bytes(), character, characters)
    }
}

/// A count of something before each block of a text.
#[derive(Clone, Debug, Default)]
struct Counts(OnceLock<Vec<u32>>);

impl Counts {
    /// Where what has this number begins.
    fn offset_of(&self, bytes: &[u8], unit: usize, count: fn(&[u8]) -> usize) -> usize {
        let counts = self.blocks(bytes, count);
        let block = counts
            .partition_point(|before| *before as usize <= unit)
            .saturating_sub(1);
        let mut left = unit - counts[block] as usize;
        let start = block * BLOCK;
        // The last count is that of the whole text, where no block begins.
        let rest = bytes.get(start..).unwrap_or_default();
        for (at, byte) in rest.iter().enumerate() {
            let units = count(&[*byte]);
            if left < units {
                return start + at;
            }
            left -= units;
        }
        bytes.len()
    }

    fn before(&self, bytes: &[u8], offset: usize, count: fn(&[u8]) -> usize) -> usize {
        let block = offset / BLOCK;
        self.blocks(bytes, count)[block] as usize + count(&bytes[block * BLOCK..offset])
    }

    fn blocks(&self, bytes: &[u8], count: fn(&[u8]) -> usize) -> &[u32] {
        self.0.get_or_init(|| {
            let mut before = 0;
            let mut blocks = Vec::with_capacity(bytes.len() / BLOCK + 2);
            for block in bytes.chunks(BLOCK) {
                blocks.push(before);
                before += count(block) as u32;
            }
            blocks.push(before);
            blocks
        })
    }
}

/// How many characters begin in some bytes of UTF-8.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count()
}

/// How many UTF-16 code units the characters have that begin in some bytes of UTF-8.
fn utf16_units(bytes: &[u8]) -> usize {
    // Characters beyond U+FFFF have four bytes in UTF-8 and two units in UTF-16.
    let units = |byte: &u8| usize::from(*byte & 0xc0 != 0x80) + usize::from(*byte >= 0xf0);
    bytes.iter().map(units).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf16_offsets_lead_there_and_back() {
        for lead in ["", "a", "ab", "abc"] {
            let text = format!("{lead}{}", "😀äx".repeat(900));
            let positions = Positions::default();
            let mut units = 0;
            for (offset, character) in text.char_indices() {
                assert_eq!(positions.utf16_before(&text, offset), units);
                let number = positions.characters_before(&text, offset);
                assert_eq!(positions.offset_of_character(&text, number), offset);
                for unit in units..units + character.len_utf16() {
                    assert_eq!(positions.offset_of_utf16(&text, unit), offset);
                }
                units += character.len_utf16();
            }
            assert_eq!(positions.offset_of_utf16(&text, units), text.len());
            assert_eq!(positions.offset_of_utf16(&text, units + 9), text.len());
        }
    }
}
