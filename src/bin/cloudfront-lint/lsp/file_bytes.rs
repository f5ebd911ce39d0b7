//! How the file of an open document encodes its text. An editor shows text, but `check` and the
//! service read bytes.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use cloudfront_lint::{DecodeFault, Encoding, Finding, Source, Span};

use crate::files::{Origin, read};

const MARK: char = '\u{feff}';

/// The file of a document.
#[derive(Debug, Default)]
pub(crate) struct FileBytes {
    /// When it was written and how long it was, as it was read.
    stamp: Option<(SystemTime, u64)>,
    /// Its content, if it is anything but plain UTF-8.
    odd: Option<Source<'static>>,
}

impl FileBytes {
    /// Reads the file, unless it is as it was. Returns whether it is read now.
    pub(crate) fn refresh(&mut self, path: Option<&Path>) -> bool {
        let stamp = path.and_then(|path| {
            let it = fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
            Some((it.modified().ok()?, it.len()))
        });
        if stamp == self.stamp {
            return false;
        }
        self.stamp = stamp;
        let mut bytes = Vec::new();
        let is_read = path
            .filter(|_| stamp.is_some())
            .is_some_and(|path| read::document(&Origin::File(path.to_owned()), &mut bytes).is_ok());
        let odd = is_read.then(|| Source::decode(&bytes)).filter(is_odd);
        let is_other = self.odd.is_some() || odd.is_some();
        self.odd = odd.map(Source::into_owned);
        is_other
    }

    /// The text of a document without the byte-order mark, which few editors send.
    pub(crate) fn body<'t>(&self, text: &'t str) -> &'t str {
        // A second mark is part of the text.
        let is_doubled = |file: &Source<'_>| file.text().starts_with(MARK);
        if self.odd.as_ref().is_some_and(is_doubled) {
            return text;
        }
        text.strip_prefix(MARK).unwrap_or(text)
    }

    /// The bytes of a text in the encoding of the file; `None` where they are those of the text.
    pub(crate) fn encoded(&self, body: &str) -> Option<Vec<u8>> {
        let file = self.odd.as_ref()?;
        file.fault().is_none().then(|| file.encode(body))
    }

    /// The bytes of the file, if they are invalid in its encoding.
    pub(crate) fn invalid(&self) -> Option<(Vec<u8>, DecodeFault)> {
        let file = self.odd.as_ref()?;
        Some((file.bytes(), file.fault()?))
    }

    /// Moves a finding about the first invalid byte to its character in the text of an editor,
    /// which has read the byte as one of another encoding.
    pub(crate) fn moved(&self, finding: &Finding, fault: DecodeFault, body: &str) -> Finding {
        let file = self.odd.as_ref().map_or("", Source::text);
        let before = &file[..fault.span.start as usize];
        let start = if body.starts_with(before) {
            before.len()
        } else {
            body.find(|it: char| !it.is_ascii()).unwrap_or(0)
        };
        let length = body[start..].chars().next().map_or(0, char::len_utf8);
        let mut moved = finding.clone();
        moved.span = Span::new(start, start + length);
        moved.labels.retain(|label| label.span == finding.span);
        for label in &mut moved.labels {
            label.span = moved.span;
        }
        moved.fixes.clear();
        moved
    }
}

/// Whether a file is anything but plain UTF-8.
fn is_odd(source: &Source<'_>) -> bool {
    source.encoding() != Encoding::Utf8
        || source.has_byte_order_mark()
        || source.fault().is_some()
        || source.text().starts_with(MARK)
}
