//! Writes values as TOML.

/// An array of basic strings.
pub(crate) fn list(texts: impl Iterator<Item = impl AsRef<str>>) -> String {
    let quoted: Vec<String> = texts.map(|text| quoted(text.as_ref())).collect();
    format!("[{}]", quoted.join(", "))
}

/// A key, in quotes if it needs them.
pub(crate) fn key(name: &str) -> String {
    let is_bare = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    if !name.is_empty() && name.bytes().all(is_bare) {
        name.to_owned()
    } else {
        quoted(name)
    }
}

/// A basic string. Control characters are escaped, also those that TOML allows.
pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::from('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => out.extend(['\\', character]),
            _ if cloudfront_lint::render::harmless_line(character.encode_utf8(&mut [0; 4]))
                .starts_with(character) =>
            {
                out.push(character);
            }
            _ => out.push_str(&format!("\\u{:04X}", u32::from(character))),
        }
    }
    out.push('"');
    out
}
