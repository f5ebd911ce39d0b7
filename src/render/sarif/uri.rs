//! Paths of files as URI references.

use std::fmt::Write as _;

/// The path as a URI reference, relative if the path is. `raw` are the bytes of a path that is not
/// UTF-8.
pub(super) fn of_path(path: &str, raw: Option<&[u8]>) -> String {
    let bytes = raw.unwrap_or(path.as_bytes());
    let mut uri = if bytes.starts_with(b"/") {
        "file://".to_owned()
    } else {
        String::new()
    };
    for byte in bytes {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(*byte));
            }
            _ => {
                let _ = write!(uri, "%{byte:02X}");
            }
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::of_path;

    #[test]
    fn paths_become_uris() {
        assert_eq!(of_path("a b/ö.xml", None), "a%20b/%C3%B6.xml");
        assert_eq!(of_path("/tmp/dist.xml", None), "file:///tmp/dist.xml");
        assert_eq!(of_path("c:x\t.xml", None), "c%3Ax%09.xml");
        assert_eq!(of_path(r"caf\xE9.xml", Some(b"caf\xe9.xml")), "caf%E9.xml");
    }
}
