//! What can be written in a file of rules: its keys, and what they mean.
//!
//! What lives here: which keys a place has. What does not: the keys themselves, which are in the
//! tables that the loader reads.

use super::completion::Completion;
use super::configuration::{ConfigurationKey, completion, word};
use crate::model::load::check_keys::CHECK;
use crate::model::load::keys::{CONDITION, DEFINE, Key, RULE, ValueType};

/// The table of definitions.
const DEFINITIONS: &str = "define";

/// The keys of the table or the braces around an offset.
fn keys(text: &str, offset: usize) -> &'static [Key] {
    let line_start = text[..offset].rfind('\n').map_or(0, |at| at + 1);
    let header = text[..line_start].lines().rev().map(str::trim);
    let mut header = header.filter(|line| line.starts_with('[') && line.ends_with(']'));
    let header = header.next().unwrap_or_default().trim_matches(['[', ']']);
    let mut keys = match header.split_once('.') {
        _ if header.is_empty() => return &[],
        None if header == DEFINITIONS => DEFINE,
        None => RULE,
        Some((DEFINITIONS, inner)) => inside(DEFINE, inner),
        Some((_, inner)) => inside(RULE, inner),
    };
    // The keys before the braces that are open.
    let mut open: Vec<&str> = Vec::new();
    let line = &text[line_start..offset];
    let mut last = 0;
    for (at, sign) in line.match_indices(['{', '}']) {
        if sign == "{" {
            open.push(&line[last..at]);
        } else {
            open.pop();
        }
        last = at + 1;
    }
    for before in open {
        let name = before.rsplit_once('=').map(|(name, _)| name.trim());
        let name = name.and_then(|name| name.rsplit([' ', ',']).next());
        // A brace without a key is an item of the list that began before.
        if let Some(name) = name {
            keys = inside(keys, name);
        }
    }
    keys
}

/// The keys inside of the value of a key.
fn inside(keys: &'static [Key], name: &str) -> &'static [Key] {
    let key = keys.iter().find(|key| key.name == name);
    match key.map(|key| key.value) {
        Some(ValueType::Check) => CHECK,
        Some(ValueType::Conditions) => CONDITION,
        Some(ValueType::Table(keys) | ValueType::Tables(keys) | ValueType::Named(keys)) => keys,
        _ => &[],
    }
}

/// What is known about the key at a byte offset of a file of rules.
///
/// ```
/// use cloudfront_lint::editor;
///
/// let text = "[comment-too-long]\nat = \"DistributionConfig/Comment\"\n";
/// let key = editor::rule_key(text, 20).expect("`at` is a key");
/// assert_eq!(key.name, "at");
/// assert!(key.description.contains("where the rule looks"));
/// ```
pub fn rule_key(text: &str, offset: usize) -> Option<ConfigurationKey> {
    let span = word(text, text.is_char_boundary(offset).then_some(offset)?);
    let name = &text[span.range()];
    let is_key = text[span.end as usize..].trim_start_matches([' ', '\t']);
    if !is_key.starts_with('=') {
        return None;
    }
    let mut keys = keys(text, span.start as usize).iter();
    let key = keys.find(|key| key.name == name)?;
    Some(ConfigurationKey {
        name: name.to_owned(),
        description: key.meaning.to_owned(),
        span,
    })
}

/// The keys that can be written at a byte offset of a file of rules.
pub fn rule_completions(text: &str, offset: usize) -> Vec<Completion> {
    if !text.is_char_boundary(offset) {
        return Vec::new();
    }
    let span = word(text, offset);
    let start = span.start as usize;
    let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let before = &text[line_start..start];
    let is_beginning = before.trim().is_empty() || before.trim_end().ends_with(['{', ',']);
    let is_text = !before.matches('"').count().is_multiple_of(2) || before.contains('#');
    if !is_beginning || is_text {
        return Vec::new();
    }
    let has_value = text[span.end as usize..]
        .trim_start_matches([' ', '\t'])
        .starts_with('=');
    let suffix = if has_value { "" } else { " = " };
    let one = |key: &Key| {
        let text = format!("{}{suffix}", key.name);
        completion(key.name, text, key.meaning, span)
    };
    keys(text, start).iter().map(one).collect()
}
