//! Templates: the texts of rules with `{placeholders}`.

use std::borrow::Cow;
use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use fnv::FnvHashMap;
use memchr::{memchr, memchr2, memchr2_iter};

use super::Argument;
use super::phrasing;
use crate::text::Span;

/// The values of the placeholders of a template.
pub(crate) trait Arguments {
    /// The value of a placeholder; `None` where it has none here.
    fn get(&self, name: &str) -> Option<Cow<'_, Argument<'_>>>;
}

/// The templates that were filled in, by their addresses: most findings of a run are about a few
/// rules.
#[derive(Default)]
pub(crate) struct Templates(RefCell<FnvHashMap<*const str, Rc<[Part]>>>);

impl Templates {
    /// Fills in the words of a finding. A clause (up to `; ` or `. `) with a placeholder that has
    /// no value is left out.
    pub(super) fn fill(&self, template: &str, arguments: &dyn Arguments) -> String {
        let known = Rc::clone(
            self.0
                .borrow_mut()
                .entry(std::ptr::from_ref(template))
                .or_insert_with(|| parts(template).into()),
        );
        fill(template, &known, arguments)
    }
}

/// A piece of a template.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Part {
    /// A text as it is.
    Text(Span),
    /// A placeholder, with the nouns for one and for several, where it has them.
    Value(Span, Option<(Span, Span)>),
    /// The end of a clause.
    End,
}

fn fill(template: &str, parts: &[Part], arguments: &dyn Arguments) -> String {
    /// Room for a value or two.
    const SPARE: usize = 60;
    let push = |out: &mut String, value: &Argument<'_>| {
        phrasing::push(out, value);
        Some(())
    };
    let has_values = parts.iter().any(|part| matches!(part, Part::Value(..)));
    let spare = if has_values { SPARE } else { 0 };
    let mut out = String::with_capacity(template.len() + spare);
    for clause in parts.split(|part| *part == Part::End) {
        let before = out.len();
        if fill_clause(template, clause, arguments, push, &mut out).is_none() {
            out.truncate(before);
        }
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
    fill_clause(template, &parts(template), arguments, push, &mut out)?;
    Some(out)
}

/// Adds a clause, filled in; `None` where a value is missing.
fn fill_clause(
    template: &str,
    clause: &[Part],
    arguments: &dyn Arguments,
    push: impl Fn(&mut String, &Argument<'_>) -> Option<()>,
    out: &mut String,
) -> Option<()> {
    for part in clause {
        match *part {
            Part::Text(text) => out.push_str(&template[text.range()]),
            Part::Value(name, nouns) => {
                let value = arguments.get(&template[name.range()])?;
                let before = out.len();
                push(out, &value)?;
                if let Some((one, many)) = nouns {
                    let noun = if &out[before..] == "1" { one } else { many };
                    out.push(' ');
                    out.push_str(&template[noun.range()]);
                }
            }
            Part::End => {}
        }
    }
    Some(())
}

/// Takes a template apart.
fn parts(template: &str) -> Vec<Part> {
    let bytes = template.as_bytes();
    let mut parts = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let end = at + clause_end(&template[at..]);
        clause_parts(template, at..end, &mut parts);
        parts.push(Part::End);
        at = end;
    }
    parts
}

/// Where the first clause of a template ends.
fn clause_end(template: &str) -> usize {
    let bytes = template.as_bytes();
    let stop = memchr2_iter(b';', b'.', bytes).find(|at| bytes.get(at + 1) == Some(&b' '));
    stop.map_or(bytes.len(), |at| at + 2)
}

/// Takes a clause apart.
fn clause_parts(template: &str, clause: Range<usize>, parts: &mut Vec<Part>) {
    let bytes = &template.as_bytes()[..clause.end];
    let mut at = clause.start;
    while let Some(found) = memchr2(b'{', b'}', &bytes[at..]) {
        let brace = at + found;
        if brace > at {
            parts.push(Part::Text(Span::new(at, brace)));
        }
        // A doubled brace is a brace, and so is a single closing one.
        let is_doubled = bytes.get(brace + 1) == Some(&bytes[brace]);
        if bytes[brace] == b'}' || is_doubled {
            parts.push(Part::Text(Span::new(brace, brace + 1)));
            at = brace + 1 + usize::from(is_doubled);
            continue;
        }
        let inside = brace + 1;
        // Nothing has the empty name, as a brace that is never closed must have no value.
        let Some(length) = memchr(b'}', &bytes[inside..]) else {
            parts.push(Part::Value(Span::at(inside), None));
            return;
        };
        let end = inside + length;
        parts.push(value(template, inside..end));
        at = end + 1;
    }
    if at < clause.end {
        parts.push(Part::Text(Span::new(at, clause.end)));
    }
}

/// What is between braces: `count` or `count|alias|aliases`.
fn value(template: &str, inside: Range<usize>) -> Part {
    let mut start = inside.start;
    let mut pieces = template[inside].split('|').map(|piece| {
        let end = start + piece.len();
        Span::new(std::mem::replace(&mut start, end + 1), end)
    });
    let name = pieces.next().unwrap_or_default();
    Part::Value(name, pieces.next().zip(pieces.next()))
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
            let words = fill(template, &parts(template), &arguments);
            assert_eq!(words, filled);
        }
        let braces = Pairs(vec![("name", Argument::from("{{host}}"))]);
        let words = Templates::default().fill("{name} stays", &braces);
        assert_eq!(words, "{{host}} stays");
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
