//! What a rule's `transform` makes of a text.

use std::fmt::Write as _;

use crate::lint::fault::Fault;
use crate::model::rule::Transform;

/// The transformed text of a fault's element. `None` where the transformation does not apply to it.
pub(super) fn transformed(transform: Transform, text: &str, fault: &Fault<'_>) -> Option<String> {
    Some(match transform {
        Transform::Shorten => {
            let longest = fault.value_of("max")?.number()?;
            text.chars().take(usize::try_from(longest).ok()?).collect()
        }
        Transform::LowerCase => text.to_lowercase(),
        Transform::UpperCase => text.to_uppercase(),
        Transform::Trim => text.trim().to_owned(),
        Transform::LeadingSlash if !is_path_without_slash(text.trim()) => return None,
        Transform::LeadingSlash => format!("/{}", text.trim_start().trim_start_matches('/')),
        Transform::NoLeadingSlash => text.trim_start_matches('/').to_owned(),
        Transform::NoTrailingSlash => text.trim_end_matches('/').to_owned(),
        Transform::NoTrailingDot => text.trim_end_matches('.').to_owned(),
        Transform::FirstSuggestion => fault.value_of("suggested")?.exact()?.into_owned(),
        Transform::PathOfUrl => path_of_url(text).to_owned(),
        Transform::PercentEncode if has_several_paths(text) => return None,
        Transform::PercentEncode => percent_encoded(text.trim()),
        Transform::HostOfUrl => host_of_url(text).to_owned(),
    })
}

/// Whether a text is a path apart from the missing slash at its beginning. Quotes, a drive letter
/// or whitespace show that it is something else: a path that a shell quoted or rewrote, or several
/// paths.
fn is_path_without_slash(text: &str) -> bool {
    !text.is_empty()
        && !text.contains(|sign: char| sign.is_whitespace() || "'\"`:,;\\".contains(sign))
}

/// Whether whitespace or a comma separates several paths in a text.
fn has_several_paths(text: &str) -> bool {
    let parts = text.split(|sign: char| sign.is_whitespace() || sign == ',');
    parts.filter(|part| part.starts_with('/')).count() > 1
}

/// The path of a URL with its query.
fn path_of_url(text: &str) -> &str {
    let rest = text.split_once("://").map_or(text, |(_, rest)| rest);
    rest.find('/').map_or("/", |at| &rest[at..]).trim_end()
}

/// The host of a URL, or of a host with a port or a path.
fn host_of_url(text: &str) -> &str {
    let rest = text.split_once("://").map_or(text, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    let is_port = |port: &str| !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
    match host.rsplit_once(':') {
        Some((name, port)) if is_port(port) => name.trim(),
        _ => host.trim(),
    }
}

/// The text with everything but visible ASCII characters as `%XX`.
fn percent_encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if matches!(byte, b'!'..=b'~') {
            out.push(char::from(byte));
        } else {
            let _infallible = write!(out, "%{byte:02X}");
        }
    }
    out
}
