//! What a plain scalar is in YAML 1.1, whose words for booleans are more than `true` and `false`.

use crate::tree::NodeKind;

/// The kind of a plain scalar without a tag.
pub(super) fn kind(text: &str) -> NodeKind {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => NodeKind::Null,
        _ if boolean(text).is_some() => NodeKind::Boolean,
        _ if is_number(text) => NodeKind::Number,
        _ => NodeKind::String,
    }
}

/// The boolean that a word means.
pub(crate) fn boolean(text: &str) -> Option<bool> {
    match text {
        "true" | "True" | "TRUE" | "yes" | "Yes" | "YES" | "on" | "On" | "ON" => Some(true),
        "false" | "False" | "FALSE" | "no" | "No" | "NO" | "off" | "Off" | "OFF" => Some(false),
        _ => None,
    }
}

fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    digits.starts_with(|first: char| first.is_ascii_digit())
        && digits
            .bytes()
            .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'e' | b'E' | b'_'))
        && digits.matches('.').count() <= 1
        && text.replace('_', "").parse::<f64>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_yaml_1_1_are_booleans() {
        for (text, expected) in [
            ("NO", NodeKind::Boolean),
            ("on", NodeKind::Boolean),
            ("y", NodeKind::String),
            ("nO", NodeKind::String),
            ("80", NodeKind::Number),
            ("-1", NodeKind::Number),
            ("86400.0", NodeKind::Number),
            ("1.2.3.4", NodeKind::String),
            ("2010-09-09", NodeKind::String),
            ("~", NodeKind::Null),
            ("", NodeKind::Null),
            ("https-only", NodeKind::String),
        ] {
            assert_eq!(kind(text), expected, "{text}");
        }
    }
}
