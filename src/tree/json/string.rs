//! The smallest parts of JSON: the content of a string, and numbers.

/// An escape that is not the escape of a character.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct BadEscape {
    /// Offset of the backslash in the content.
    pub(super) at: usize,
    /// How many bytes belong to it.
    pub(super) len: usize,
    /// Whether it is one half of a surrogate pair.
    pub(super) lone_surrogate: bool,
}

/// The text that the content of a string means. An invalid escape is passed to `bad` and means
/// itself; half a surrogate pair means U+FFFD.
pub(super) fn decode(content: &str, mut bad: impl FnMut(BadEscape)) -> String {
    let mut text = String::with_capacity(content.len());
    let mut rest = 0;
    while let Some(found) = memchr::memchr(b'\\', &content.as_bytes()[rest..]) {
        let at = rest + found;
        text.push_str(&content[rest..at]);
        let (character, len) = escape(&content.as_bytes()[at..]);
        match character {
            Escape::Is(character) => text.push(character),
            Escape::LoneSurrogate => {
                text.push('\u{fffd}');
                bad(BadEscape {
                    at,
                    len,
                    lone_surrogate: true,
                });
            }
            Escape::Unknown => {
                text.push('\\');
                bad(BadEscape {
                    at,
                    len: width(content, at, len),
                    lone_surrogate: false,
                });
            }
        }
        rest = if matches!(character, Escape::Unknown) {
            at + 1
        } else {
            at + len
        };
    }
    text.push_str(&content[rest..]);
    text
}

/// The length of `\x` with its whole character.
fn width(content: &str, at: usize, len: usize) -> usize {
    content[at..].chars().take(len).map(char::len_utf8).sum()
}

#[derive(Clone, Copy)]
enum Escape {
    Is(char),
    LoneSurrogate,
    Unknown,
}

/// What the escape at the beginning of `bytes` means, and its length.
fn escape(bytes: &[u8]) -> (Escape, usize) {
    let simple = match bytes.get(1) {
        Some(b'"') => '"',
        Some(b'\\') => '\\',
        Some(b'/') => '/',
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(b'u') => return unicode(bytes),
        _ => return (Escape::Unknown, 2),
    };
    (Escape::Is(simple), 2)
}

fn unicode(bytes: &[u8]) -> (Escape, usize) {
    let Some(first) = hex4(bytes) else {
        return (Escape::Unknown, 2);
    };
    if let Some(character) = char::from_u32(first) {
        return (Escape::Is(character), 6);
    }
    let second = if (0xd800..0xdc00).contains(&first) {
        bytes.get(6..).and_then(hex4)
    } else {
        None
    };
    match second {
        Some(second) if (0xdc00..0xe000).contains(&second) => {
            let code = 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
            (
                char::from_u32(code).map_or(Escape::LoneSurrogate, Escape::Is),
                12,
            )
        }
        _ => (Escape::LoneSurrogate, 6),
    }
}

/// The number in `\u1234` at the beginning of `bytes`.
fn hex4(bytes: &[u8]) -> Option<u32> {
    let [b'\\', b'u', digits @ ..] = bytes else {
        return None;
    };
    let digits = digits.get(..4)?;
    digits.iter().try_fold(0, |number, digit| {
        Some(number * 16 + char::from(*digit).to_digit(16)?)
    })
}

/// Whether a number is written as JSON writes numbers.
pub(super) fn is_number(text: &str) -> bool {
    number_length(text.as_bytes()) == Some(text.len())
}

/// The length of the number at the beginning of `bytes`.
pub(super) fn number_length(bytes: &[u8]) -> Option<usize> {
    let digits = |from: usize| {
        bytes[from..]
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count()
    };
    let mut at = usize::from(bytes.first() == Some(&b'-'));
    match bytes.get(at)? {
        b'0' => at += 1,
        b'1'..=b'9' => at += digits(at),
        _ => return None,
    }
    if bytes.get(at) == Some(&b'.') {
        let count = digits(at + 1);
        if count == 0 {
            return None;
        }
        at += 1 + count;
    }
    if matches!(bytes.get(at), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(at + 1), Some(b'+' | b'-')));
        let count = digits(at + 1 + sign);
        if count == 0 {
            return None;
        }
        at += 1 + sign + count;
    }
    Some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_decoded() {
        let mut bad = Vec::new();
        let text = decode(r"a\u00e9\n\ud83d\ude00\/\ud83dx\q", |escape| {
            bad.push((escape.at, escape.len, escape.lone_surrogate));
        });
        assert_eq!(text, "aé\n😀/\u{fffd}x\\q");
        assert_eq!(bad, [(23, 6, true), (30, 2, false)]);
    }

    #[test]
    fn numbers_end_where_json_ends_them() {
        for (text, length) in [
            ("0", Some(1)),
            ("-1.5e+3,", Some(7)),
            ("01", Some(1)),
            ("1.", None),
            (".5", None),
            ("1e", None),
            ("-", None),
        ] {
            assert_eq!(number_length(text.as_bytes()), length, "{text}");
        }
    }
}
