//! Templates: the texts of rules with `{placeholders}`.

use std::borrow::Cow;

use memchr::{memchr2, memchr2_iter};

use super::Argument;
use super::phrasing;

/// The values of the placeholders of a template.
pub(crate) trait Arguments {
    /// The value of a placeholder; `None` where it has none here.
    fn get(&self, name: &str) -> Option<Cow<'_, Argument<'_>>>;
}

/// Fills in the words of a finding. A clause (up to `; ` or `. `) with a placeholder that has no
/// value is left out.
pub(crate) fn fill(template: &str, arguments: &dyn Arguments) -> String {
    /// Room for a value or two.
    const SPARE: usize = 60;
    let push = |out: &mut String, value: &Argument<'_>| {
        phrasing::push(out, value);
        Some(())
    };
    let mut out = String::with_capacity(template.len() + SPARE);
    let mut rest = template;
    while !rest.is_empty() {
        let (clause, after) = rest.split_at(clause_end(rest));
        let before = out.len();
        if fill_clause(clause, arguments, push, &mut out).is_none() {
            out.truncate(before);
        }
        rest = after;
    }
    out.truncate(out.trim_end().len());
    // The clause that this joined was left out.
    if out.ends_with(';') {
        out.pop();
    }
    out
}

/// Fills in a template that becomes part of a document: values are neither cut nor decorated.
/// `None` where one is missing.
pub(crate) fn fill_exactly(template: &str, arguments: &dyn Arguments) -> Option<String> {
    let mut out = String::new();
    let push = |out: &mut String, value: &Argument<'_>| {
        out.push_str(&value.exact()?);
        Some(())
    };
    fill_clause(template, arguments, push, &mut out)?;
    Some(out)
}

/// Where the first clause of a template ends.
fn clause_end(template: &str) -> usize {
    let bytes = template.as_bytes();
    let stop = memchr2_iter(b';', b'.', bytes).find(|at| bytes.get(at + 1) == Some(&b' '));
    stop.map_or(bytes.len(), |at| at + 2)
}

/// Adds a clause, filled in; `None` where a value is missing.
fn fill_clause(
    clause: &str,
    arguments: &dyn Arguments,
    push: impl Fn(&mut String, &Argument<'_>) -> Option<()>,
    out: &mut String,
) -> Option<()> {
    let mut rest = clause;
    while let Some(at) = memchr2(b'{', b'}', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        let brace = &rest[at..=at];
        rest = &rest[at + 1..];
        // A doubled brace is a brace, and so does a single closing one.
        if brace == "}" || rest.starts_with('{') {
            out.push_str(brace);
            rest = rest.strip_prefix(brace).unwrap_or(rest);
            continue;
        }
        let (inside, after) = rest.split_once('}')?;
        let mut parts = inside.split('|');
        let value = arguments.get(parts.next()?)?;
        let before = out.len();
        push(out, &value)?;
        if let (Some(one), Some(many)) = (parts.next(), parts.next()) {
            let noun = if &out[before..] == "1" { one } else { many };
            out.push(' ');
            out.push_str(noun);
        }
        rest = after;
    }
    out.push_str(rest);
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Pairs(Vec<(&'static str, Argument<'static>)>);

    impl Arguments for Pairs {
        fn get(&self, name: &str) -> Option<Cow<'_, Argument<'_>>> {
            let found = self.0.iter().find(|(known, _)| *known == name)?;
            Some(Cow::Borrowed(&found.1))
        }
    }

    #[test]
    fn clauses_without_their_value_are_omitted() {
        let arguments = Pairs(vec![
            ("value", Argument::value("a")),
            ("count", Argument::Integer(1)),
        ]);
        for (template, filled) in [
            ("no origin has the id {value}", "no origin has the id `a`"),
            ("write {suggestion}; or remove it", "or remove it"),
            ("remove {value}; write {suggestion}", "remove `a`"),
            ("{count|alias|aliases} left", "1 alias left"),
            ("{{name}} stays", "{name} stays"),
        ] {
            assert_eq!(fill(template, &arguments), filled);
        }
        let braces = Pairs(vec![("name", Argument::from("{{host}}"))]);
        assert_eq!(fill("{name} stays", &braces), "{{host}} stays");
    }

    #[test]
    fn values_become_part_of_a_document_as_they_are() {
        let long = "a".repeat(1000);
        let arguments = Pairs(vec![
            ("previous", Argument::value("1,000")),
            ("count", Argument::Integer(1000)),
            ("value", Argument::value(long.clone())),
            ("kind", Argument::any(["a", "b"])),
        ]);
        let filled = |template| fill_exactly(template, &arguments);
        assert_eq!(filled("{previous} {count}").as_deref(), Some("1,000 1000"));
        assert_eq!(filled("{value}"), Some(long));
        assert_eq!(filled("{kind}"), None);
    }
}
