//! The frames of the protocol: a header with a length, and as many bytes of JSON. A frame that
//! cannot be read does not end the connection, and no memory is reserved for a length that a header
//! claims. `lsp-server` reads frames too, but ends at the first one that is broken.

use std::collections::HashMap;
use std::io::{self, BufRead, Read as _};

use lsp_server::Message;
use serde::de::IgnoredAny;
use serde_json::Value;

/// Bytes of a frame at most: the largest document that is read, with every byte escaped.
const MOST: u64 = 512 << 20;
/// Bytes of a line of a header at most.
const LONGEST_LINE: u64 = 4096;
/// The field with the length.
const LENGTH: &str = "content-length:";

/// The content of a frame.
#[derive(Debug)]
pub(crate) enum Frame {
    /// A message.
    Message(Message),
    /// A malformed request with an id, and what is wrong with it.
    Refused(Value, String),
    /// Something else, and what is wrong with it.
    Malformed(String),
}

/// The next frame; `None` at the end of the stream.
pub(crate) fn read(input: &mut impl BufRead) -> io::Result<Option<Frame>> {
    let length = match header(input)? {
        Header::End => return Ok(None),
        Header::Bare => {
            return Ok(Some(Frame::Malformed(
                "a header without a length".to_owned(),
            )));
        }
        Header::Length(length) => length,
    };
    if length > MOST {
        io::copy(&mut input.by_ref().take(length), &mut io::sink())?;
        return Ok(Some(Frame::Malformed(format!(
            "a message of {length} bytes; the limit is {MOST}"
        ))));
    }
    let mut body = Vec::new();
    if (input.by_ref().take(length).read_to_end(&mut body)? as u64) < length {
        return Ok(None);
    }
    Ok(Some(match serde_json::from_slice(&body) {
        Ok(Message::Notification(_)) if has_id(&body) => {
            misshapen(&body, "the id is neither a string nor a 32-bit integer")
        }
        Ok(message) => Frame::Message(message),
        Err(error) => misshapen(&body, &error.to_string()),
    }))
}

/// Whether a body has an id, so that it is a request although it reads like a notification.
#[expect(
    clippy::zero_sized_map_values,
    reason = "an object is read as a map, and its values need no layout"
)]
fn has_id(body: &[u8]) -> bool {
    serde_json::from_slice::<HashMap<String, IgnoredAny>>(body)
        .is_ok_and(|keys| keys.contains_key("id"))
}

/// A body that is not a message. A response cannot be refused.
fn misshapen(body: &[u8], why: &str) -> Frame {
    let value: Value = serde_json::from_slice(body).unwrap_or_default();
    let is_answer = value.get("result").or(value.get("error")).is_some();
    match value
        .get("id")
        .filter(|id| !is_answer && (id.is_number() || id.is_string()))
    {
        Some(id) => Frame::Refused(id.clone(), why.to_owned()),
        None => Frame::Malformed(why.to_owned()),
    }
}

/// The header of a frame.
enum Header {
    /// The length of the body.
    Length(u64),
    /// No length.
    Bare,
    /// The end of the stream.
    End,
}

fn header(input: &mut impl BufRead) -> io::Result<Header> {
    let mut length = None;
    let mut line = Vec::new();
    loop {
        line.clear();
        if input
            .by_ref()
            .take(LONGEST_LINE)
            .read_until(b'\n', &mut line)?
            == 0
        {
            return Ok(Header::End);
        }
        let text = String::from_utf8_lossy(&line).to_ascii_lowercase();
        if text.trim().is_empty() {
            return Ok(length.map_or(Header::Bare, Header::Length));
        }
        // The rest of a broken frame can come before the field.
        if let Some(at) = text.rfind(LENGTH) {
            length = text[at + LENGTH.len()..].trim().parse().ok();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frames(mut stream: &[u8]) -> Vec<String> {
        std::iter::from_fn(|| read(&mut stream).expect("a slice can be read"))
            .map(|frame| match frame {
                Frame::Message(Message::Notification(it)) => it.method,
                Frame::Message(other) => format!("{other:?}"),
                Frame::Refused(id, _) => format!("refused: {id}"),
                Frame::Malformed(why) => format!("malformed: {why}"),
            })
            .collect()
    }

    fn framed(body: &str) -> String {
        format!("Content-Length: {}\r\n\r\n{body}", body.len())
    }

    #[test]
    fn frames_follow_each_other() {
        let two =
            framed(r#"{"method":"a"}"#) + "content-type: x\r\n" + &framed(r#"{"method":"ä"}"#);
        assert_eq!(frames(two.as_bytes()), ["a", "ä"]);
        assert_eq!(frames(two.replace("\r\n", "\n").as_bytes()), ["a", "ä"]);
    }

    #[test]
    fn a_broken_message_affects_nothing_else() {
        for broken in ["{]", "[]", "{}", "\u{0}", "42"] {
            let stream = framed(broken) + &framed(r#"{"method":"a"}"#);
            let read = frames(stream.as_bytes());
            assert!(
                read.len() == 2 && read[0].starts_with("malformed") && read[1] == "a",
                "{broken}: {read:?}"
            );
        }
        for broken in [
            "\r\n",
            "Content-Length: x\r\n\r\n",
            "Content-Length: -1\r\n\r\n",
            "garbage\r\n\r\n",
        ] {
            let read = frames((broken.to_owned() + &framed(r#"{"method":"a"}"#)).as_bytes());
            assert_eq!(
                read,
                ["malformed: a header without a length", "a"],
                "{broken}"
            );
        }
        let read = frames(("garbage".to_owned() + &framed(r#"{"method":"a"}"#)).as_bytes());
        assert_eq!(read, ["a"]);
    }

    #[test]
    fn what_has_an_id_can_be_refused_by_it() {
        let stream = framed(r#"{"jsonrpc":"2.0","id":7,"method":42}"#)
            + &framed(r#"{"id":"x"}"#)
            + &framed(r#"{"id":[]}"#)
            + &framed(r#"{"id":99999999999,"method":"a"}"#);
        let read = frames(stream.as_bytes());
        assert_eq!(read[..2], ["refused: 7", "refused: \"x\""]);
        assert!(read[2].starts_with("malformed: "), "{read:?}");
        assert_eq!(read[3], "refused: 99999999999");
    }

    #[test]
    fn no_announced_length_is_trusted() {
        assert_eq!(frames(b"Content-Length: 99999999999999\r\n\r\n{}").len(), 1);
        assert_eq!(frames(b"Content-Length: 500000000\r\n\r\n{}").len(), 0);
        assert_eq!(frames(&vec![b'a'; 20_000]).len(), 0);
    }
}
