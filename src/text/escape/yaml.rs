//! A text as a scalar of YAML.

/// Words that readers of YAML 1.1 take for something else than a text.
const WORDS: [&str; 14] = [
    "true", "false", "yes", "no", "on", "off", "null", "~", "y", "n", ".nan", ".inf", "=", "<<",
];

/// A text inside the quotes that are there, or with quotes of its own where it needs some.
/// `is_text` is whether it is meant as a text.
pub(crate) fn scalar(text: &str, quote: Option<char>, is_text: bool) -> String {
    match quote {
        Some('\'') => text.replace('\'', "''"),
        Some(_) => super::json::escaped(text),
        None if is_plain(text) && !(is_text && is_ambiguous(text)) => text.to_owned(),
        None if text.contains(char::is_control) => super::json::quoted(text),
        None => format!("'{}'", text.replace('\'', "''")),
    }
}

/// Whether a text needs no quotes, wherever it is written.
fn is_plain(text: &str) -> bool {
    let is_first = |first: char| first.is_alphanumeric() || matches!(first, '/' | '_' | '.');
    let is_rest = |next: char| next.is_alphanumeric() || "/_.-+@$: ".contains(next);
    text.starts_with(is_first)
        && text.chars().all(is_rest)
        && !text.contains(": ")
        && !text.ends_with([' ', ':'])
}

/// Whether a reader may take a text without quotes for something else: a word or a number.
fn is_ambiguous(text: &str) -> bool {
    let is_word = WORDS.iter().any(|word| text.eq_ignore_ascii_case(word));
    let is_number_like = |next: char| !next.is_alphabetic() || "eExXoObB_".contains(next);
    let is_number = text.starts_with(|first: char| first.is_ascii_digit() || first == '.')
        && (text.starts_with("0x") || text.chars().all(is_number_like));
    is_word || is_number
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_has_quotes_where_it_needs_some() {
        for (text, quote, expected) in [
            ("https-only", None, "https-only"),
            ("/a/*", None, "'/a/*'"),
            ("no", None, "'no'"),
            ("80", None, "'80'"),
            ("2012-10-17", None, "'2012-10-17'"),
            ("658327ea-f89d", None, "658327ea-f89d"),
            ("A::B::C", None, "A::B::C"),
            ("it's: a", None, "'it''s: a'"),
            ("it's", Some('\''), "it''s"),
            ("a\"b", Some('"'), "a\\\"b"),
            ("", None, "''"),
            ("a\nb", None, "\"a\\nb\""),
        ] {
            assert_eq!(scalar(text, quote, true), expected, "{text}");
        }
        assert_eq!(scalar("80", None, false), "80");
    }
}
