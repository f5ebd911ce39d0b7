//! Literals and numbers in other spellings than JSON's.

use crate::tree::json::string::is_number;

/// The literals of JSON.
pub(super) const LITERALS: [&str; 3] = ["true", "false", "null"];

/// Whether a word is a value of JSON.
pub(super) fn is_value(word: &str) -> bool {
    LITERALS.contains(&word) || is_number(word)
}

/// The literal of JSON that a word of another language means.
pub(super) fn misspelt(word: &str) -> Option<&'static str> {
    let lower = word.to_ascii_lowercase();
    match lower.as_str() {
        "true" | "yes" | "on" => Some("true"),
        "false" | "no" | "off" => Some("false"),
        "null" | "none" | "undefined" | "nil" => Some("null"),
        _ => None,
    }
}

/// Whether a word is a literal of YAML, and may also be meant as a text.
pub(super) fn is_yes_or_no(word: &str) -> bool {
    ["yes", "no", "on", "off"]
        .iter()
        .any(|literal| word.eq_ignore_ascii_case(literal))
}

/// Whether a word is a number of other languages that JSON does not have: `NaN`, `-Infinity`.
pub(super) fn is_not_finite(word: &str) -> bool {
    let lower = word.trim_start_matches(['-', '+']).to_ascii_lowercase();
    matches!(lower.as_str(), "nan" | "infinity" | "inf")
}

/// A number of another notation as JSON writes it.
pub(super) fn number(word: &str) -> Option<String> {
    let (sign, digits) = match word.as_bytes().first()? {
        b'-' => ("-", &word[1..]),
        b'+' => ("", &word[1..]),
        _ => ("", word),
    };
    if !digits.starts_with(|first: char| first.is_ascii_digit() || first == '.') {
        return None;
    }
    let radix = [("0x", 16), ("0X", 16), ("0o", 8), ("0b", 2)]
        .iter()
        .find(|(prefix, _)| digits.starts_with(prefix));
    if let Some((prefix, radix)) = radix {
        let number = u64::from_str_radix(&digits[prefix.len()..], *radix).ok()?;
        return Some(format!("{sign}{number}"));
    }
    let plain = digits.replace('_', "");
    let plain = plain.strip_suffix('.').unwrap_or(&plain);
    let stripped = plain.trim_start_matches('0');
    let whole = if stripped.starts_with(|first: char| first.is_ascii_digit()) {
        stripped.to_owned()
    } else {
        format!("0{stripped}")
    };
    let number = format!("{sign}{whole}");
    is_number(&number).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_other_notations_are_rewritten() {
        for (written, right) in [
            ("+1", Some("1")),
            ("-007", Some("-7")),
            (".5", Some("0.5")),
            ("1.", Some("1")),
            ("1_000", Some("1000")),
            ("0x1F", Some("31")),
            ("-0b101", Some("-5")),
            ("1.2.3", None),
            ("0xg", None),
        ] {
            assert_eq!(number(written).as_deref(), right, "{written}");
        }
    }
}
