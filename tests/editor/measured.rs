//! Completion and renaming over many documents and templates: those of the repository in every run,
//! and those of the corpora in the long one.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use cloudfront_lint::editor::{self, Completion, Symbol, SymbolKind};
use cloudfront_lint::{Edit, Linter, Source, Span, explain};

use super::{applied, documents};
use crate::support::machine::shared;
use crate::support::stored::in_repository;

/// Longer files are those of speed tests.
const LONGEST: u64 = 60_000;
/// At how many places of a file something is tried.
const MOST_PLACES: usize = 40;

/// The files of a folder that are text.
fn texts(folder: PathBuf) -> Vec<String> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the folder is there")
        .map(|entry| entry.expect("it can be read").path())
        .filter(|path| {
            path.metadata()
                .is_ok_and(|it| it.is_file() && it.len() < LONGEST)
        })
        .collect();
    paths.sort();
    paths
        .into_iter()
        .filter_map(|path| fs::read_to_string(path).ok())
        .collect()
}

fn templates() -> Vec<String> {
    texts(in_repository("fixtures/templates"))
}

/// Those of the corpora; none where they are not at hand.
fn corpus(folders: &[&str]) -> Vec<String> {
    let folders = folders.iter().filter_map(|folder| shared(folder));
    folders.flat_map(texts).collect()
}

/// The entries of the outline that have their name in the text and are known, at most so many,
/// spread over it. Functions and the keys of mappings are not known.
fn named(text: &str) -> Vec<Symbol> {
    let source = Source::new(text);
    let symbols = editor::outline(&Linter::new(), &source);
    let linter = Linter::new();
    let is_named = |it: &Symbol| {
        let is_written = it.depth > 0 && source.slice(it.name_span) == it.name;
        is_written && explain::here(&linter, &source, it.name_span.start as usize).is_some()
    };
    // Each is looked up by itself, which reads the template again.
    let step = symbols.len() / MOST_PLACES + 1;
    let named: Vec<Symbol> = symbols.into_iter().step_by(step).filter(is_named).collect();
    named
}

fn completions(text: &str, offset: usize) -> Vec<Completion> {
    editor::completions(&Linter::new(), &Source::new(text), offset)
}

/// At how many places of templates a property was cut out, and at how many it is among the first
/// five that are offered when its first two letters are typed.
fn found_in_templates(texts: &[String]) -> (usize, usize, Vec<String>) {
    let (mut wanted, mut found, mut missed) = (0, 0, Vec::new());
    for text in texts {
        let is_json = text.trim_start().starts_with('{');
        for symbol in named(text).into_iter().filter(|it| it.name.len() > 2) {
            let start = &symbol.name[..2];
            let typed = format!("{}{start}", if is_json { "\"" } else { "" });
            let range = symbol.span.range();
            let cut = [&text[..range.start], &typed, &text[range.end..]].concat();
            let offered = completions(&cut, range.start + typed.len());
            let mut matching = offered
                .iter()
                .filter(|it| it.label.starts_with(start))
                .take(5);
            wanted += 1;
            if matching.any(|it| it.label == symbol.name) {
                found += 1;
            } else {
                let line = text[..range.start].matches('\n').count() + 1;
                missed.push(format!(
                    "{} at line {line} of {}",
                    symbol.name,
                    first_line(text)
                ));
            }
        }
    }
    (wanted, found, missed)
}

fn first_line(text: &str) -> &str {
    text.lines()
        .find(|line| !line.trim().is_empty())
        .unwrap_or_default()
}

#[test]
fn properties_that_were_cut_out_of_templates_are_among_the_first_five() {
    let (wanted, found, missed) = found_in_templates(&templates());
    let missed = missed.join("\n");
    assert!(wanted > 250, "{wanted}");
    assert!(found * 100 >= wanted * 95, "{found} of {wanted}:\n{missed}");
}

#[test]
#[ignore = "takes minutes: every template of the corpus"]
fn all_properties_that_were_cut_out_of_templates_are_among_the_first_five() {
    let texts = corpus(&["corpus-dialects/raw"]);
    let (wanted, found, missed) = found_in_templates(&texts);
    let missed = missed.join("\n");
    assert!(texts.is_empty() || wanted > 2_000, "{wanted}");
    assert!(found * 100 >= wanted * 95, "{found} of {wanted}:\n{missed}");
}

/// The findings of a text by rule and path, each with how often it is there.
fn findings(text: &str) -> BTreeMap<(String, String), Vec<Span>> {
    let mut found: BTreeMap<(String, String), Vec<Span>> = BTreeMap::new();
    for report in Linter::new().lint_all(text) {
        for finding in report.findings() {
            let key = (finding.rule.to_string(), finding.path.to_string());
            found.entry(key).or_default().push(finding.span);
        }
    }
    found
}

/// The findings of a text that another one does not have, outside of a part of it.
fn new_findings(before: &str, after: &str, except: Span) -> Vec<String> {
    let known = findings(before);
    let is_new = |(key, spans): &(&(String, String), &Vec<Span>)| {
        let count = known.get(*key).map_or(0, Vec::len);
        spans.len() > count && spans.iter().any(|span| !except.contains(*span))
    };
    let after = findings(after);
    after
        .iter()
        .filter(is_new)
        .map(|((rule, path), _)| format!("{rule} at {path}"))
        .collect()
}

/// The lines of a template before which a property can be written, with their indentation.
fn beginnings(text: &str) -> Vec<(usize, String)> {
    let begins_line = |it: &Symbol| {
        let start = it.span.start as usize;
        let line = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let indentation = &text[line..start];
        indentation
            .trim()
            .is_empty()
            .then(|| (start, indentation.to_owned()))
    };
    named(text).iter().filter_map(begins_line).collect()
}

/// Accepts what is offered before the properties of templates.
fn accept_all(texts: &[String]) -> usize {
    let mut count = 0;
    let mut broken = Vec::new();
    for text in texts
        .iter()
        .filter(|text| !text.trim_start().starts_with('{'))
    {
        for (place, indentation) in beginnings(text).into_iter().step_by(4) {
            let typed = format!("{}\n{indentation}{}", &text[..place], &text[place..]);
            for completion in completions(&typed, place).iter().take(5) {
                count += 1;
                let mut edits = completion.edits.clone();
                edits.push(Edit {
                    span: completion.span,
                    text: completion.text.clone(),
                });
                let result = applied(&typed, &edits);
                let written = Span::new(place, place + completion.text.len());
                // What is inserted can still have to be filled in.
                let new = new_findings(&typed, &result, written).into_iter();
                let new = new.filter(|it| !is_to_fill_in(it));
                broken.extend(
                    new.map(|it| format!("{it} by {}: {}", completion.label, first_line(text))),
                );
            }
        }
    }
    assert!(
        broken.is_empty(),
        "{} of {count}:\n{}",
        broken.len(),
        broken.join("\n")
    );
    count
}

/// Whether a finding says that something is missing or empty.
fn is_to_fill_in(finding: &str) -> bool {
    ["missing", "empty", "needs"]
        .iter()
        .any(|word| finding.contains(word))
}

#[test]
fn what_is_accepted_in_a_template_adds_no_finding_elsewhere() {
    let count = accept_all(&templates());
    assert!(count > 200, "{count}");
}

/// Gives every name of documents another one, and gives the number of renamed documents and names.
fn rename_all(texts: &[String]) -> (usize, usize) {
    let linter = Linter::new();
    let (mut changed, mut names) = (0, 0);
    let mut broken = Vec::new();
    for text in texts {
        let source = Source::new(text.as_str());
        let symbols = editor::outline(&linter, &source);
        let values = symbols.iter().filter(|it| it.kind == SymbolKind::Value);
        let mut done: Vec<Vec<Edit>> = Vec::new();
        for symbol in values {
            let inside = text[symbol.span.range()].rfind(|it: char| it.is_alphanumeric());
            let Some(inside) = inside else { continue };
            let is_xml = text.as_bytes()[symbol.span.start as usize] == b'<';
            let name_end = symbol.name_span.end as usize;
            let offset = if is_xml {
                name_end + 1
            } else {
                symbol.span.start as usize + inside
            };
            let edits = editor::rename(&linter, &source, offset, "renamed-part");
            if edits.is_empty() || done.contains(&edits) {
                continue;
            }
            names += 1;
            let new = new_findings(text, &applied(text, &edits), Span::at(0));
            broken.extend(
                new.into_iter()
                    .map(|it| format!("{it}: {}", first_line(text))),
            );
            done.push(edits);
        }
        changed += usize::from(!done.is_empty());
    }
    assert!(
        broken.is_empty(),
        "{} of {names}:\n{}",
        broken.len(),
        broken.join("\n")
    );
    (changed, names)
}

#[test]
fn renaming_in_templates_leaves_no_new_finding() {
    let (changed, names) = rename_all(&templates());
    assert!(
        changed > 20 && names > 20,
        "{names} names of {changed} templates"
    );
}

#[test]
#[ignore = "takes minutes: every document there is"]
fn renaming_in_all_documents_leaves_no_new_finding() {
    let folders = [
        "corpus/raw",
        "corpus/derived",
        "corpus-november/raw",
        "corpus-dialects/raw",
    ];
    let texts = corpus(&folders);
    let is_at_hand = !texts.is_empty();
    let texts: Vec<String> = documents()
        .into_iter()
        .chain(templates())
        .chain(texts)
        .collect();
    let (changed, names) = rename_all(&texts);
    assert!(
        !is_at_hand || changed >= 400,
        "{names} names of {changed} documents"
    );
}
