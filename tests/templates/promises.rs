//! What every repair of a template promises, held over the examples of all rules as templates in
//! all notations.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::fs;

use cloudfront_lint::compare::{self, Protection};
use cloudfront_lint::internal::builtin::{RULES, SCHEMA};
use cloudfront_lint::internal::model::rule::{Repair, Rule};
use cloudfront_lint::internal::{example, tree};
use cloudfront_lint::{
    Applicability, Finding, Form, Linter, Operation, Severity, Source, convert_resource,
    convert_to_template,
};

use crate::support::machine::is_turn;
use crate::support::shared_files;

const NOTATIONS: [(&str, Form); 3] = [
    ("cloudformation", Form::Yaml),
    ("cloudformation", Form::Json),
    ("terraform", Form::Hcl),
];

/// Of so many examples, one is looked at outside of CI.
const ONE_IN: usize = 12;
/// The same for real templates, of which few have anything to repair.
const ONE_REAL_IN: usize = 3;

/// Whether the repair of a rule adds members.
fn adds(rule: &Rule) -> bool {
    matches!(
        rule.repair,
        Some(Repair::Insert(_) | Repair::Replace { .. })
    )
}

/// The examples of all rules that are distributions of the newest version, as templates.
fn templates() -> Vec<(String, Form, String)> {
    let newest = SCHEMA.version_info(SCHEMA.newest()).name.as_ref();
    let mut templates = Vec::new();
    let mut turn = 0;
    for rule in &RULES {
        for example in rule.bad.iter() {
            let document = example::document(rule, example).unwrap();
            turn += 1;
            let is_looked_at = is_turn(turn, ONE_IN) || adds(rule);
            if document.version != newest || document.previous.is_some() || !is_looked_at {
                continue;
            }
            for (dialect, form) in NOTATIONS {
                let source = Source::new(document.text.as_str());
                if let Ok(exported) = convert_to_template(&source, dialect, form) {
                    templates.push((format!("{} {form:?}", rule.name), form, exported.text));
                }
            }
        }
    }
    templates
}

/// The same with a comment behind every line, where the notation has comments.
fn commented(text: &str, form: Form) -> String {
    if form == Form::Json {
        return text.to_owned();
    }
    let line = |(number, line): (usize, &str)| format!("{line} # note {number}.\n");
    text.lines().enumerate().map(line).collect()
}

fn has_no_syntax_fault(text: &str, form: Form) -> bool {
    let source = Source::new(text);
    let (_, faults) = match form {
        Form::Yaml => tree::parse_yaml(&source),
        Form::Hcl => tree::parse_hcl(&source),
        _ => tree::parse_json(&source),
    };
    faults.is_empty()
}

fn errors(linter: &Linter, text: &str) -> usize {
    let report = linter.lint(text);
    let is_error = |finding: &&Finding| finding.severity == Severity::Error;
    report.findings().iter().filter(is_error).count()
}

/// What protects less in one template than in another, as documents of the API.
fn weaker(linter: &Linter, before: &str, after: &str) -> Vec<String> {
    let document = |text: &str| convert_resource(&Source::new(text), None, Form::Json, true);
    let (Ok(before), Ok(after)) = (document(before), document(after)) else {
        return Vec::new();
    };
    let (before, after) = (Source::new(before), Source::new(after));
    compare::changes(linter, &before, &after)
        .unwrap_or_default()
        .into_iter()
        .filter(|change| change.protection == Protection::Weaker)
        .map(|change| change.path)
        .collect()
}

/// What came of the repairs so far.
#[derive(Default)]
struct Tally {
    changed: usize,
    added: usize,
}

impl Tally {
    /// Repairs a text, which must be better afterwards and keep its comments.
    fn repair(&mut self, name: &str, text: &str) {
        let linter = Linter::new().operation(Operation::Create);
        for level in [Applicability::Safe, Applicability::Unsafe] {
            let fixed = linter.fix(text, level);
            assert_eq!(fixed.refused, [], "{name}\n{text}");
            let after = fixed.text();
            if after == text {
                continue;
            }
            self.changed += 1;
            self.added += usize::from(after.lines().count() > text.lines().count());
            let form = fixed.report.form();
            assert!(has_no_syntax_fault(after, form), "{name}\n{after}");
            let errors = [text, after].map(|text| errors(&linter, text));
            // What could not be checked before may have errors of its own.
            let is_better = errors[1] <= errors[0] || !linter.lint(text).is_whole();
            assert!(is_better, "{name}\n{after}");
            assert_eq!(linter.fix(after, level).text(), after, "{name}");
            let comments = |text: &str| -> Vec<String> {
                let source = Source::new(text);
                let (tree, _) = tree::parse_yaml(&source);
                let (hcl, _) = tree::parse_hcl(&source);
                let tree = if form == Form::Hcl { hcl } else { tree };
                let comments = tree.trivia().iter();
                comments
                    .map(|it| source.slice(it.span).to_owned())
                    .collect()
            };
            if form != Form::Json {
                assert_eq!(comments(after), comments(text), "{name}\n{after}");
            }
            assert_eq!(weaker(&linter, text, after), [""; 0], "{name}\n{after}");
        }
    }
}

#[test]
fn repairs_of_templates_keep_their_promises() {
    let mut tally = Tally::default();
    for (name, form, text) in templates() {
        tally.repair(&name, &text);
        tally.repair(&name, &commented(&text, form));
    }
    assert!(tally.changed > 20, "only {} changed", tally.changed);
    assert!(tally.added > 5, "only {} have more lines", tally.added);
}

#[test]
fn repairs_of_real_templates_keep_their_promises() {
    let Some(paths) = shared_files("corpus-dialects/raw") else {
        return;
    };
    let mut tally = Tally::default();
    for (turn, path) in paths.iter().enumerate() {
        if let Ok(text) = fs::read_to_string(path)
            && is_turn(turn, ONE_REAL_IN)
        {
            tally.repair(&path.display().to_string(), &text);
        }
    }
    assert!(
        tally.changed > 0,
        "nothing was changed in {} files",
        paths.len()
    );
}
