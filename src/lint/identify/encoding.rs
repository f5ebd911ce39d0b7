//! The encoding of a JSON file: the AWS CLI reads UTF-8 without a byte-order mark, and nothing
//! else.

use crate::lint::fault::{Builtin, Fault, JsonBytes};
use crate::lint::identify::Identified;
use crate::model::Severity;
use crate::model::schema::Use;
use crate::text::{Edit, Encoding, Source, Span};

/// The finding of a JSON document in an encoding that its readers refuse.
pub(crate) fn fault(source: &Source<'_>, identified: &Identified<'_>) -> Option<Fault<'static>> {
    let envelope = identified.envelope?;
    let case = match source.encoding() {
        Encoding::Utf16Le | Encoding::Utf16Be => JsonBytes::Utf16,
        Encoding::Utf8 if source.has_byte_order_mark() => JsonBytes::ByteOrderMark,
        Encoding::Utf8 | Encoding::Latin1 | Encoding::Windows1252 => return None,
    };
    let text = source.text();
    let first = text
        .char_indices()
        .find(|(_, character)| !character.is_whitespace())?;
    let span = Span::new(first.0, first.0 + first.1.len_utf8());
    let mut fault = Fault::new(Builtin::JsonEncoding(case), span);
    // The text stays as it is; a rewritten file is in UTF-8.
    fault.edits = vec![Edit {
        span,
        text: source.slice(span).to_owned(),
    }];
    // Nobody sends an answer as it is.
    fault.severity = (envelope.usage == Use::Response).then_some(Severity::Advice);
    Some(fault)
}
