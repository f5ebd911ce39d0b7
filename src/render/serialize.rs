//! Writes serializable values as JSON that is harmless to print: what a terminal obeys and what
//! reorders text is escaped, although JSON allows it.

use std::{fmt, io};

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;

use crate::text::sanitize::is_hostile;

/// Writes a value on one line.
pub(super) fn write_json(out: &mut dyn fmt::Write, value: &impl Serialize) -> fmt::Result {
    let mut pieces = Pieces {
        out,
        bytes: Vec::new(),
    };
    let mut serializer = Serializer::with_formatter(&mut pieces, Harmless);
    value.serialize(&mut serializer).map_err(|_| fmt::Error)?;
    pieces.pass_on()
}

/// Passes text on in pieces, so that a long one is never in memory as a whole. Whatever is written
/// at once is valid UTF-8 by itself.
struct Pieces<'w> {
    out: &'w mut dyn fmt::Write,
    bytes: Vec<u8>,
}

impl Pieces<'_> {
    /// The usual length of a piece.
    const LENGTH: usize = 1 << 14;

    fn pass_on(&mut self) -> fmt::Result {
        let text = std::str::from_utf8(&self.bytes).map_err(|_| fmt::Error)?;
        self.out.write_str(text)?;
        self.bytes.clear();
        Ok(())
    }
}

impl io::Write for Pieces<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes.extend_from_slice(bytes);
        if self.bytes.len() >= Self::LENGTH {
            self.pass_on().map_err(io::Error::other)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Writes values as the items of an array, one a line, without what surrounds them.
pub(super) fn write_items<T: Serialize>(
    out: &mut dyn fmt::Write,
    items: impl IntoIterator<Item = T>,
) -> fmt::Result {
    for (index, item) in items.into_iter().enumerate() {
        if index > 0 {
            out.write_str(ITEM_SEPARATOR)?;
        }
        write_json(out, &item)?;
    }
    Ok(())
}

/// What separates such items.
pub(super) const ITEM_SEPARATOR: &str = ",\n";

/// Compact JSON with more escapes in strings.
struct Harmless;

impl Formatter for Harmless {
    fn write_string_fragment<W: ?Sized + io::Write>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let mut written = 0;
        for (at, character) in fragment
            .char_indices()
            .filter(|(_, character)| is_hostile(*character))
        {
            writer.write_all(&fragment.as_bytes()[written..at])?;
            for unit in character.encode_utf16(&mut [0; 2]) {
                write!(writer, "\\u{unit:04x}")?;
            }
            written = at + character.len_utf8();
        }
        writer.write_all(&fragment.as_bytes()[written..])
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::properties;

    proptest! {
        #![proptest_config(properties::config(256))]

        #[test]
        fn every_string_reads_back(text in any::<String>()) {
            let mut out = String::new();
            write_json(&mut out, &text).unwrap();
            prop_assert_eq!(serde_json::from_str::<String>(&out).unwrap(), text);
            prop_assert!(!out.chars().any(is_hostile));
        }
    }

    #[test]
    fn items_are_separated_and_not_enclosed() {
        let mut out = String::new();
        write_items(&mut out, ["a", "\u{9b}"]).unwrap();
        assert_eq!(out, "\"a\",\n\"\\u009b\"");
    }
}
