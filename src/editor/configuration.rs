//! What can be written in the configuration file: keys, rules, words.

use super::completion::{Completion, CompletionKind};
use crate::builtin::{QUOTAS, SCHEMA};
use crate::config::keys::{self, FORMATS, Key, Kind, SEVERITIES};
use crate::lint::{self, Linter};
use crate::model::rule::Rule;
use crate::text::Span;

/// What is known about a key of the configuration.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct ConfigurationKey {
    /// Its name.
    pub name: String,
    /// What it means.
    pub description: String,
    /// Where it is written.
    pub span: Span,
}

/// A place in the file.
struct Place<'t> {
    /// The name of the table that it is in; empty for the outermost.
    table: &'t str,
    line: &'t str,
    line_start: usize,
    /// The text of the file before the line.
    before: &'t str,
}

impl<'t> Place<'t> {
    fn new(text: &'t str, offset: usize) -> Self {
        let line_start = text[..offset].rfind('\n').map_or(0, |at| at + 1);
        let end = text[offset..]
            .find(['\n', '\r'])
            .map_or(text.len(), |at| offset + at);
        let before = &text[..line_start];
        let mut headers = before.lines().map(str::trim).filter(|line| is_header(line));
        Self {
            table: headers
                .next_back()
                .map_or("", |it| it.trim_matches(['[', ']', ' '])),
            line: &text[line_start..end],
            line_start,
            before,
        }
    }

    /// The keys of the table.
    fn keys(&self) -> &'static [Key] {
        let mut known = keys::ROOT.iter().filter(|key| key.name == self.table);
        match (self.table, known.next().map(|key| key.kind)) {
            ("", _) => keys::ROOT,
            (_, Some(Kind::Tables(keys))) => keys,
            _ => &[],
        }
    }

    /// The kind of the table, where its keys are names of other things.
    fn named(&self) -> Option<Kind> {
        let name = self.table.rsplit('.').next().unwrap_or(self.table);
        let mut keys = keys::ROOT.iter();
        keys.find(|key| key.name == name).map(|key| key.kind)
    }

    /// The key whose value an offset is in: of its line, or of one before it where a list began.
    fn key(&self, offset: usize) -> Option<&'t str> {
        if let Some((key, _)) = self.line.split_once('=')
            && self.line_start + key.len() < offset
        {
            return Some(key.trim());
        }
        let (opened, _) = self.before.rsplit_once('[')?;
        let inside = &self.before[opened.len()..];
        let line = opened.rsplit('\n').next().unwrap_or(opened);
        let key = line.trim_end().strip_suffix('=')?.trim();
        (!inside.contains(']')).then_some(key)
    }
}

/// Whether a line begins a table.
fn is_header(line: &str) -> bool {
    line.starts_with('[') && line.ends_with(']') && !line.contains(['"', ','])
}

/// What can be written at a byte offset of a configuration file, for a linter that has the rules of
/// the team.
///
/// ```
/// use cloudfront_lint::{Linter, editor};
///
/// let offered = editor::configuration_completions(&Linter::new(), "[severity]\nquantity-", 20);
/// assert!(offered.iter().any(|it| it.label == "quantity-mismatch"));
/// ```
pub fn configuration_completions(linter: &Linter, text: &str, offset: usize) -> Vec<Completion> {
    let offset = offset.min(text.len());
    if !text.is_char_boundary(offset) {
        return Vec::new();
    }
    let place = Place::new(text, offset);
    let before = &text[place.line_start..offset];
    if before.contains('#') {
        return Vec::new();
    }
    if before.trim_start().starts_with('[') && place.key(offset).is_none() {
        return headers(&place, offset);
    }
    match place.key(offset) {
        Some(key) => values(linter, &place, key, text, offset),
        None => keys_of_table(linter, &place, text, offset),
    }
}

/// What is known about the key at a byte offset of a configuration file.
pub fn configuration_key(text: &str, offset: usize) -> Option<ConfigurationKey> {
    let place = Place::new(text, text.is_char_boundary(offset).then_some(offset)?);
    let is_table = is_header(place.line.trim());
    let (name, keys) = if is_table {
        (place.line.trim().trim_matches(['[', ']', ' ']), keys::ROOT)
    } else {
        (place.line.split_once('=')?.0.trim(), place.keys())
    };
    let start = place.line_start + place.line.find(name)?;
    let span = Span::new(start, start + name.len());
    let key = keys.iter().find(|key| key.name == name)?;
    span.contains(Span::at(offset)).then(|| ConfigurationKey {
        name: name.to_owned(),
        description: key.description.to_owned(),
        span,
    })
}

/// The rule whose name is at a byte offset of a configuration file, and where.
pub fn rule_in_configuration<'l>(
    linter: &'l Linter,
    text: &str,
    offset: usize,
) -> Option<(Span, &'l Rule)> {
    let span = word(text, text.is_char_boundary(offset).then_some(offset)?);
    let name = &text[span.range()];
    let rule = linter.rules().find(|rule| rule.name == name)?;
    Some((span, rule))
}

pub(super) fn completion(label: &str, text: String, detail: &str, span: Span) -> Completion {
    Completion {
        label: label.to_owned(),
        kind: CompletionKind::Member,
        detail: detail.to_owned(),
        is_deprecated: false,
        span,
        stops: Vec::new(),
        text,
        edits: Vec::new(),
    }
}

fn headers(place: &Place<'_>, offset: usize) -> Vec<Completion> {
    let first = place.line_start + place.line.len() - place.line.trim_start().len();
    let span = Span::new(
        first,
        (place.line_start + place.line.trim_end().len()).max(offset),
    );
    let one = |key: &Key| {
        let text = match key.kind {
            Kind::Tables(_) => format!("[[{}]]", key.name),
            Kind::Severities | Kind::Quotas => format!("[{}]", key.name),
            _ => return None,
        };
        Some(completion(&text.clone(), text, key.description, span))
    };
    keys::ROOT.iter().filter_map(one).collect()
}

fn keys_of_table(linter: &Linter, place: &Place<'_>, text: &str, offset: usize) -> Vec<Completion> {
    let span = word(text, offset);
    let has_value = place.line.contains('=');
    let suffix = if has_value { "" } else { " = " };
    match place.named() {
        Some(Kind::Severities) => {
            let rules = linter.rules();
            rules
                .map(|it| completion(&it.name, format!("{}{suffix}", it.name), &it.title, span))
                .collect()
        }
        Some(Kind::Quotas) => QUOTAS
            .iter()
            .map(|it| completion(&it.name, format!("{}{suffix}", it.name), "quota", span))
            .collect(),
        _ => {
            let table = place.before.rsplit("\n[").next().unwrap_or(place.before);
            let present = |key: &Key| {
                let mut lines = table.lines().filter_map(|line| line.split_once('='));
                lines.any(|(name, _)| name.trim() == key.name)
            };
            let is_table =
                |key: &Key| matches!(key.kind, Kind::Tables(_) | Kind::Severities | Kind::Quotas);
            let mut free: Vec<&Key> = place.keys().iter().filter(|it| !present(it)).collect();
            free.sort_by_key(|key| (!key.required, is_table(key)));
            let one = |key: &Key| {
                let text = match key.kind {
                    Kind::Tables(_) if !has_value => format!("[[{}]]", key.name),
                    Kind::Severities | Kind::Quotas if !has_value && place.table.is_empty() => {
                        format!("[{}]", key.name)
                    }
                    _ => format!("{}{suffix}", key.name),
                };
                completion(key.name, text, key.description, span)
            };
            free.into_iter().map(one).collect()
        }
    }
}

fn values(
    linter: &Linter,
    place: &Place<'_>,
    key: &str,
    text: &str,
    offset: usize,
) -> Vec<Completion> {
    let kind = match place.named() {
        Some(Kind::Severities) => Some(Kind::Word(SEVERITIES)),
        _ => place
            .keys()
            .iter()
            .find(|it| it.name == key)
            .map(|it| it.kind),
    };
    let span = quoted(text, offset);
    let one = |word: &str, detail: &str| completion(word, format!("\"{word}\""), detail, span);
    match kind {
        Some(Kind::Rules) => linter.rules().map(|it| one(&it.name, &it.title)).collect(),
        Some(Kind::Groups) => {
            let groups = lint::groups(linter.rules());
            groups
                .into_iter()
                .map(|it| one(it, "group of rules"))
                .collect()
        }
        Some(Kind::Boolean) => {
            let span = word(text, offset);
            let words = ["true", "false"].into_iter();
            words
                .map(|it| completion(it, it.to_owned(), key, span))
                .collect()
        }
        Some(Kind::Word(words)) => words.iter().map(|it| one(it, key)).collect(),
        Some(Kind::Words(_)) => FORMATS.iter().map(|it| one(it, "output format")).collect(),
        Some(Kind::Version) => {
            let versions = SCHEMA.versions.iter().rev();
            versions.map(|it| one(&it.name, &it.summary)).collect()
        }
        _ => Vec::new(),
    }
}

fn is_of_word(character: char) -> bool {
    character.is_alphanumeric() || "-_".contains(character)
}

/// The bare word around an offset.
pub(super) fn word(text: &str, offset: usize) -> Span {
    let before = text[..offset].trim_end_matches(is_of_word);
    let behind = text[offset..].find(|it| !is_of_word(it));
    Span::new(before.len(), offset + behind.unwrap_or(text.len() - offset))
}

/// The word around an offset with its quotes.
fn quoted(text: &str, offset: usize) -> Span {
    let span = word(text, offset);
    let (start, end) = (span.start as usize, span.end as usize);
    let has_start = text[..start].ends_with('"');
    let has_end = has_start && text[end..].starts_with('"');
    Span::new(start - usize::from(has_start), end + usize::from(has_end))
}
