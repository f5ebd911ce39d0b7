//! Writes JSON piece by piece, in the order of the calls: reports can be long, and their keys have an order.

use std::fmt::{self, Write};

use crate::text::sanitize;
use crate::text::sanitize::is_hostile;

/// An object that is being written.
pub(crate) struct Object<'w> {
    out: &'w mut dyn Write,
    empty: bool,
}

/// An array that is being written.
pub(crate) struct Array<'w> {
    out: &'w mut dyn Write,
    empty: bool,
}

/// Writes an object whose members `fill` gives.
pub(crate) fn object(
    out: &mut dyn Write,
    fill: impl FnOnce(&mut Object<'_>) -> fmt::Result,
) -> fmt::Result {
    out.write_char('{')?;
    fill(&mut Object { out, empty: true })?;
    out.write_char('}')
}

/// Writes an array whose items `fill` gives.
pub(crate) fn array(
    out: &mut dyn Write,
    fill: impl FnOnce(&mut Array<'_>) -> fmt::Result,
) -> fmt::Result {
    out.write_char('[')?;
    fill(&mut Array { out, empty: true })?;
    out.write_char(']')
}

impl Object<'_> {
    pub(crate) fn string(&mut self, key: &str, value: &str) -> fmt::Result {
        string(self.key(key)?, value)
    }

    /// Words for people, as every format shows them: without what a terminal would obey.
    pub(crate) fn words(&mut self, key: &str, words: &str) -> fmt::Result {
        self.string(key, &sanitize::line(words))
    }

    pub(crate) fn string_or_null(&mut self, key: &str, value: Option<&str>) -> fmt::Result {
        match value {
            Some(value) => self.string(key, value),
            None => self.null(key),
        }
    }

    pub(crate) fn number(&mut self, key: &str, value: usize) -> fmt::Result {
        write!(self.key(key)?, "{value}")
    }

    pub(crate) fn boolean(&mut self, key: &str, value: bool) -> fmt::Result {
        write!(self.key(key)?, "{value}")
    }

    pub(crate) fn null(&mut self, key: &str) -> fmt::Result {
        self.key(key)?.write_str("null")
    }

    pub(crate) fn object(
        &mut self,
        key: &str,
        fill: impl FnOnce(&mut Object<'_>) -> fmt::Result,
    ) -> fmt::Result {
        object(self.key(key)?, fill)
    }

    pub(crate) fn array(
        &mut self,
        key: &str,
        fill: impl FnOnce(&mut Array<'_>) -> fmt::Result,
    ) -> fmt::Result {
        array(self.key(key)?, fill)
    }

    fn key(&mut self, key: &str) -> Result<&mut dyn Write, fmt::Error> {
        if !std::mem::take(&mut self.empty) {
            self.out.write_char(',')?;
        }
        string(self.out, key)?;
        self.out.write_char(':')?;
        Ok(self.out)
    }
}

impl Array<'_> {
    pub(crate) fn string(&mut self, value: &str) -> fmt::Result {
        string(self.item()?, value)
    }

    pub(crate) fn object(
        &mut self,
        fill: impl FnOnce(&mut Object<'_>) -> fmt::Result,
    ) -> fmt::Result {
        object(self.item()?, fill)
    }

    fn item(&mut self) -> Result<&mut dyn Write, fmt::Error> {
        if !std::mem::take(&mut self.empty) {
            self.out.write_char(',')?;
        }
        Ok(self.out)
    }
}

/// Writes a string. Characters that a terminal would obey are escaped too, although JSON allows them.
pub(crate) fn string(out: &mut dyn Write, text: &str) -> fmt::Result {
    out.write_char('"')?;
    if text
        .bytes()
        .all(|byte| matches!(byte, b' '..=b'~') && !matches!(byte, b'"' | b'\\'))
    {
        out.write_str(text)?;
        return out.write_char('"');
    }
    let mut written = 0;
    for (at, character) in text.char_indices() {
        let short = match character {
            '"' => "\\\"",
            '\\' => "\\\\",
            '\n' => "\\n",
            '\r' => "\\r",
            '\t' => "\\t",
            _ if is_hostile(character) => "",
            _ => continue,
        };
        out.write_str(&text[written..at])?;
        if short.is_empty() {
            write!(out, "\\u{:04x}", u32::from(character))?;
        } else {
            out.write_str(short)?;
        }
        written = at + character.len_utf8();
    }
    out.write_str(&text[written..])?;
    out.write_char('"')
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
            string(&mut out, &text).unwrap();
            prop_assert_eq!(serde_json::from_str::<String>(&out).unwrap(), text);
            prop_assert!(!out.chars().any(is_hostile));
        }
    }

    #[test]
    fn commas_stand_between_only() {
        let mut out = String::new();
        object(&mut out, |it| {
            it.number("a", 1)?;
            it.array("b", |items| {
                items.string("x")?;
                items.object(|_| Ok(()))
            })?;
            it.boolean("c", true)?;
            it.null("d")
        })
        .unwrap();
        assert_eq!(out, r#"{"a":1,"b":["x",{}],"c":true,"d":null}"#);
    }
}
