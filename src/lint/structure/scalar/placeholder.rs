//! Placeholders that were not filled in: shell variables, template marks, the words of a syntax
//! page.

use crate::text::Span;

/// The bytes with which placeholders begin. Every value is searched for them.
const BEGINS: [bool; 256] = {
    let mut begins = [false; 256];
    let mut rest: &[u8] = b"$<#{.*Xx%@_YyRCaT";
    while let [first, others @ ..] = rest {
        begins[*first as usize] = true;
        rest = others;
    }
    begins
};

/// Where a placeholder may begin, from an offset on.
fn next_beginning(bytes: &[u8], from: usize) -> Option<usize> {
    let rest = bytes.get(from..)?;
    let begins =
        |(at, byte): (usize, &u8)| BEGINS[usize::from(*byte)] && may_begin(bytes, from + at);
    rest.iter().enumerate().position(begins).map(|at| from + at)
}

/// Whether a placeholder may begin with the byte at an offset.
fn may_begin(bytes: &[u8], at: usize) -> bool {
    match bytes[at] {
        b'$' | b'<' | b'#' => true,
        b'{' | b'.' | b'*' | b'X' | b'x' => bytes.get(at + 1) == Some(&bytes[at]),
        _ => at == 0 || !bytes[at - 1].is_ascii_alphanumeric(),
    }
}

/// The part of a text that a tool or a person fills in before it is sent. `is_own` is whether a
/// variable as shells write it is one of the service itself. `takes_parameters` is whether the
/// service replaces names in double braces here, which it writes without spaces.
pub(crate) fn marked(
    text: &str,
    is_own: impl Fn(&str) -> bool,
    takes_parameters: impl Fn() -> bool,
) -> Option<Span> {
    let bytes = text.as_bytes();
    if let Some(whole) = stand_in(text) {
        return Some(whole);
    }
    let mut next = 0;
    while let Some(start) = next_beginning(bytes, next) {
        next = start + 1;
        let byte = bytes[start];
        let rest = &bytes[start..];
        let end = match byte {
            b'$' => match rest.get(1) {
                Some(b'{') => close(rest, b'}'),
                Some(b'(') => close(rest, b')'),
                _ => shell_variable(rest).filter(|end| !is_own(&text[start..start + end])),
            },
            b'<' if rest.get(1) == Some(&b'%') => close(rest, b'>'),
            b'<' => close(rest, b'>').filter(|end| is_words(&text[start + 1..start + end - 1])),
            b'{' if rest.starts_with(b"{{") => {
                braced(rest).filter(|_| rest.get(2) == Some(&b' ') || !takes_parameters())
            }
            b'a' if start == 0 => account(text),
            b'#' if rest.get(1) == Some(&b'{') => close(rest, b'}'),
            b'.' => run(rest, |sign| sign == b'.', DOTS).filter(|_| !text.contains(' ')),
            b'*' => run(rest, |sign| sign == b'*', MASK),
            b'X' | b'x' => run(rest, |sign| sign == byte, MASK),
            b'y' if is_yours(text, start) => Some(word_end(rest)),
            b'T' if starts_with_word(rest, b"TODO") => Some(word_end(rest)),
            b'%' | b'@' => fenced(rest, byte),
            b'_' if rest.starts_with(b"__") => fenced(&rest[1..], b'_').map(|end| end + 2),
            b'Y' if starts_with_word(rest, b"YOUR") => Some(word_end(rest)),
            b'R' if starts_with_word(rest, b"REPLACE") => Some(word_end(rest)),
            b'C' if starts_with_word(rest, b"CHANGE") => Some(word_end(rest)),
            _ => None,
        };
        if let Some(end) = end {
            return Some(Span::new(start, (start + end).min(text.len())));
        }
    }
    None
}

/// So many dots mean that something was left out.
const DOTS: usize = 3;
/// So many signs of one kind hide a value.
const MASK: usize = 4;

/// A text that is only a word for something missing: `TODO`.
fn stand_in(text: &str) -> Option<Span> {
    const WORDS: [&str; 6] = ["TODO", "FIXME", "TBD", "XXX", "…", "xxx"];
    let begins = |byte: &u8| matches!(byte, b'T' | b'F' | b'X' | b'x' | 0xE2);
    let trimmed = text.trim();
    let is_one = trimmed.as_bytes().first().is_some_and(begins) && WORDS.contains(&trimmed);
    is_one.then(|| {
        let start = text.len() - text.trim_start().len();
        Span::new(start, start + trimmed.len())
    })
}

/// A name in capitals, as programs have for their variables: `ACM_CERT_ARN`. Many values look like
/// it, so it is a placeholder only where it cannot be a value.
pub(crate) fn variable(text: &str) -> Option<Span> {
    let trimmed = text.trim();
    let start = text.len() - text.trim_start().len();
    is_variable(trimmed).then(|| Span::new(start, start + trimmed.len()))
}

/// Whether a text is a name in capitals with several words.
pub(crate) fn is_variable(text: &str) -> bool {
    let mut words = text.split('_');
    let is_word = |word: &str| {
        !word.is_empty()
            && word
                .bytes()
                .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
    };
    text.starts_with(|first: char| first.is_ascii_uppercase())
        && text.contains('_')
        && words.all(is_word)
}

/// The end of a run of the same sign, if it is long enough.
fn run(rest: &[u8], is_like: impl Fn(u8) -> bool, least: usize) -> Option<usize> {
    let length = rest.iter().take_while(|sign| is_like(**sign)).count();
    (length >= least).then_some(length)
}

/// Whether `your-domain` or the like begins a part of a text that is a name, and not a sentence.
fn is_yours(text: &str, start: usize) -> bool {
    let rest = &text.as_bytes()[start..];
    let is_joined = rest.starts_with(b"your")
        && (rest.get(4).is_some_and(|byte| b"-_".contains(byte))
            || [&b"domain"[..], b"bucket", b"company", b"site"]
                .iter()
                .any(|word| rest[4..].starts_with(word)));
    is_joined && !text.trim().contains(' ')
}

/// `true | false`, `number of origins`: several words where one value belongs.
pub(crate) fn alternatives(text: &str) -> Option<Span> {
    let trimmed = text.trim();
    let words = trimmed.split_whitespace().count();
    let several = trimmed.contains('|')
        || words > 2
        || (words == 2
            && trimmed
                .chars()
                .all(|it| it.is_ascii_alphabetic() || it == ' '));
    let start = text.len() - text.trim_start().len();
    (several && trimmed.chars().any(char::is_alphabetic))
        .then(|| Span::new(start, start + trimmed.len()))
}

/// The end of the closing mark, if it is near: what is longer is not a placeholder.
fn close(rest: &[u8], with: u8) -> Option<usize> {
    const LONGEST: usize = 200;
    rest.iter()
        .take(LONGEST)
        .position(|byte| *byte == with)
        .map(|at| at + 1)
}

/// The end of `}}`, if it is near and there is something before it.
fn braced(rest: &[u8]) -> Option<usize> {
    let end = close(rest, b'}').filter(|end| *end > 3)?;
    (rest.get(end) == Some(&b'}')).then_some(end + 1)
}

/// The end of the account in an ARN, where that is words in capitals:
/// `arn:aws:acm:us-east-1:ACCOUNT_ID:…`. A real one has digits.
fn account(text: &str) -> Option<usize> {
    const ACCOUNT: usize = 4;
    let mut parts = text.split(':').take(ACCOUNT + 1);
    let is_name = parts.next() == Some("arn");
    let before: usize = parts
        .by_ref()
        .take(ACCOUNT - 1)
        .map(|part| part.len() + 1)
        .sum();
    let account = parts.next().filter(|_| is_name)?;
    let is_words = !account.is_empty()
        && account
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || b"_-".contains(&byte));
    is_words.then_some("arn:".len() + before + account.len())
}

fn is_words(inside: &str) -> bool {
    inside.starts_with(|it: char| it.is_ascii_alphabetic())
        && inside
            .bytes()
            .all(|it| it.is_ascii_alphanumeric() || b"-_ .".contains(&it))
}

/// `$NAME` in capitals, as shells write it. Many paths contain a `$` with a short word behind it.
fn shell_variable(rest: &[u8]) -> Option<usize> {
    let name = rest[1..]
        .iter()
        .take_while(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || **byte == b'_')
        .count();
    (name > 2 && rest[1].is_ascii_uppercase()).then_some(name + 1)
}

/// `%NAME%` and similar: capitals between two marks.
fn fenced(rest: &[u8], mark: u8) -> Option<usize> {
    let inside = rest[1..]
        .iter()
        .take_while(|byte| byte.is_ascii_uppercase() || **byte == b'_' && mark != b'_')
        .count();
    (inside > 1 && rest.get(inside + 1) == Some(&mark)).then_some(inside + 2)
}

fn starts_with_word(rest: &[u8], word: &[u8]) -> bool {
    rest.starts_with(word)
        && rest
            .get(word.len())
            .is_some_and(|byte| b"-_ ".contains(byte) || *byte == b'M')
}

fn word_end(rest: &[u8]) -> usize {
    rest.iter()
        .position(|byte| !byte.is_ascii_alphanumeric() && !b"-_".contains(byte))
        .unwrap_or(rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<&str> {
        marked(text, |variable| variable == "$OURS", || true).map(|span| &text[span.range()])
    }

    #[test]
    fn double_braces_are_placeholders_where_the_service_does_not_replace_them() {
        let elsewhere =
            |text| marked(text, |_| false, || false).map(|span: Span| &text[span.range()]);
        assert_eq!(found("{{tenant}}.example.com"), None);
        assert_eq!(found("{{ domain }}"), Some("{{ domain }}"));
        assert_eq!(elsewhere("{{PRICE_CLASS}}"), Some("{{PRICE_CLASS}}"));
        assert_eq!(elsewhere("{{}}"), None);
        assert_eq!(elsewhere("{{open"), None);
    }

    #[test]
    fn words_instead_of_an_account_are_placeholders() {
        assert_eq!(
            found("arn:aws:acm:us-east-1:ACCOUNT_ID:certificate/CERT_ID"),
            Some("arn:aws:acm:us-east-1:ACCOUNT_ID")
        );
        assert_eq!(
            found("arn:aws:acm:us-east-1:111122223333:certificate/CERT_ID"),
            None
        );
        assert_eq!(found("arn:aws:s3:::BUCKET"), None);
        assert_eq!(found("alias:a:b:c:D"), None);
    }

    #[test]
    fn placeholders_are_found_in_any_text() {
        assert_eq!(found("deploy-$(date +%s)"), Some("$(date +%s)"));
        assert_eq!(found("${BUCKET}.s3.amazonaws.com"), Some("${BUCKET}"));
        assert_eq!(
            found("$TESTING_BUCKET.s3.amazonaws.com"),
            Some("$TESTING_BUCKET")
        );
        assert_eq!(found("/cgi$A/$price"), None);
        assert_eq!(found("<bucket-name>"), Some("<bucket-name>"));
        assert_eq!(found("YOUR-BUCKET.s3.amazonaws.com"), Some("YOUR-BUCKET"));
        assert_eq!(found("CHANGEME"), Some("CHANGEME"));
        assert_eq!(found("function:edge:$OURS"), None);
        assert_eq!(found("function:edge:$OURS:$THEIRS"), Some("$THEIRS"));
        assert_eq!(found("%DOMAIN%"), Some("%DOMAIN%"));
        assert_eq!(found("/img/*.jpg?a=1&b=%20%AB%"), None);
        assert_eq!(found("user_name__id"), None);
        assert_eq!(found("a < b"), None);
    }

    #[test]
    fn texts_that_people_leave_to_fill_in_are_found() {
        for (text, placeholder) in [
            ("your-domain.com", "your-domain"),
            ("www.yourdomain.com", "yourdomain"),
            ("YOUR_BUCKET.s3.amazonaws.com", "YOUR_BUCKET"),
            ("TODO", "TODO"),
            ("TODO_DOMAIN", "TODO_DOMAIN"),
            ("...", "..."),
            ("arn:aws:acm:us-east-1:...", "..."),
            ("arn:aws:acm:us-east-1:****:certificate/1", "****"),
            (
                "arn:aws:acm:us-east-1:1XXXXXXXXXX2:certificate/1",
                "XXXXXXXXXX",
            ),
            ("E1xxxxxxxx", "xxxxxxxx"),
            ("#{Domain}", "#{Domain}"),
            ("<id>", "<id>"),
            ("<%= host %>", "<%= host %>"),
        ] {
            assert_eq!(found(text), Some(placeholder), "{text}");
        }
        for text in [
            "/**",
            "/a/../b",
            "Static files and more...",
            "do your-self a favor",
            "MAXIMUM",
            "S3_ORIGIN",
            "#product:electronics",
            "x-amz-meta-xxx",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
        assert!(is_variable("ACM_CERT_ARN") && is_variable("S3_ORIGIN_2"));
        assert!(!is_variable("ACM") && !is_variable("acm_cert") && !is_variable("A__B"));
    }

    #[test]
    fn several_words_of_a_syntax_page_are_not_a_value() {
        let found = |text| alternatives(text).map(|span: Span| &text[span.range()]);
        assert_eq!(found("true|false"), Some("true|false"));
        assert_eq!(found(" number of origins "), Some("number of origins"));
        assert_eq!(found("80 "), None);
    }
}
