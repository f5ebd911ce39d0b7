//! The catalogue of rejections, document by document: every entry that a rule covers has a folder with a document that
//! shows it and one that does not.
//!
//! `fixtures/constraints/ID/` holds `bad.xml` and `good.xml` (or `.json`). Beside each may lie `….args`, the request as the command line
//! would say it (`--operation update --if-match E2QWRUHAPOMQZL`), and `….previous.xml`, what the document replaces. `bad.expected` is what
//! the bad one gives. `BLESS=1 cargo test --test constraints` writes what is expected anew, and a folder for each entry that
//! has none, from the examples of its rule; a folder that is put there by hand needs no code.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "support/beside.rs"]
mod beside;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

use cloudfront_lint::model::Severity;
use cloudfront_lint::model::rule::{Example, Patch, Rule};
use cloudfront_lint::model::schema::Text;
use cloudfront_lint::{Linter, Operation, example};
use libtest_mimic::{Arguments, Failed, Trial};
use serde_json::Value;

fn main() -> ExitCode {
    let rules = rules_by_constraint();
    let catalogue = catalogue();
    if is_writing() {
        for (constraint, rules) in &rules {
            write_missing(constraint, rules, catalogue.as_ref());
        }
    }
    let mut trials = Vec::new();
    for folder in folders() {
        let constraint = folder.file_name().unwrap().to_string_lossy().into_owned();
        let rules = rules.get(&constraint).cloned().unwrap_or_default();
        trials.push(Trial::test(format!("{constraint}/bad"), {
            let folder = folder.clone();
            let rules = rules.clone();
            move || bad(&folder, &rules)
        }));
        trials.push(Trial::test(format!("{constraint}/good"), move || {
            good(&folder, &rules)
        }));
    }
    trials.push(Trial::test("every-entry-has-a-folder", move || {
        every_entry_has_a_folder(&rules_by_constraint())
    }));
    trials.push(Trial::test(
        "answers-are-the-catalogues",
        move || match &catalogue {
            Some(catalogue) => answers_are_the_catalogues(catalogue),
            None if beside::is_ci() => Err("the catalogue is not there".into()),
            None => Ok(()),
        },
    ));
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

fn is_writing() -> bool {
    env::var_os("BLESS").is_some()
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/constraints")
}

fn folders() -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = fs::read_dir(fixtures())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    folders.sort();
    folders
}

fn rules_by_constraint() -> BTreeMap<String, Vec<&'static Rule>> {
    let mut map: BTreeMap<String, Vec<&'static Rule>> = BTreeMap::new();
    for rule in cloudfront_lint::rules() {
        for constraint in rule.constraints.iter() {
            map.entry(constraint.to_string()).or_default().push(rule);
        }
    }
    map
}

/// A document of a folder with its request.
struct Case {
    text: String,
    previous: Option<String>,
    operation: Option<String>,
    if_match: Option<String>,
}

impl Case {
    fn read(folder: &Path, name: &str) -> Result<Self, Failed> {
        let one_of = |name: &str| {
            ["xml", "json"].iter().find_map(|extension| {
                fs::read_to_string(folder.join(format!("{name}.{extension}"))).ok()
            })
        };
        let text = one_of(name).ok_or_else(|| format!("{} has no {name}.xml", folder.display()))?;
        let arguments = fs::read_to_string(folder.join(format!("{name}.args"))).unwrap_or_default();
        let words: Vec<&str> = arguments.split_whitespace().collect();
        let after = |option: &str| {
            words
                .windows(2)
                .find(|pair| pair[0] == option)
                .map(|pair| pair[1].to_owned())
        };
        Ok(Self {
            text,
            previous: one_of(&format!("{name}.previous")),
            operation: after("--operation"),
            if_match: after("--if-match"),
        })
    }

    fn operation(&self) -> Operation<'_> {
        let if_match = self.if_match.as_deref();
        match self.operation.as_deref() {
            Some("create") => Operation::Create,
            Some("delete") => Operation::Delete { if_match },
            Some("update") => Operation::Update {
                previous: self.previous.as_ref().map(|text| text as _),
                if_match,
            },
            _ => Operation::Open,
        }
    }
}

fn bad(folder: &Path, rules: &[&Rule]) -> Result<(), Failed> {
    if rules.is_empty() {
        return Err("no rule names this entry among its constraints".into());
    }
    let case = Case::read(folder, "bad")?;
    let report = Linter::new().operation(case.operation()).lint(&case.text);
    let least = rules
        .iter()
        .map(|rule| rule.severity.min(Severity::Warning))
        .min()
        .unwrap();
    let mut lines = String::new();
    let mut is_seen = false;
    for finding in report
        .findings()
        .iter()
        .filter(|finding| finding.severity >= least)
    {
        let at = report.source().position(finding.span.start as usize);
        let service = finding.service.as_ref().map_or(String::new(), |service| {
            format!(" {} {}", service.status, service.code)
        });
        let _ = writeln!(
            lines,
            "{}:{} {} {}{service}\n    {}",
            at.line, at.column, finding.severity, finding.rule, finding.message
        );
        is_seen |= rules.iter().any(|rule| rule.name == finding.rule);
    }
    if !is_seen {
        return Err(format!("expected a finding of one of its rules, found {lines}").into());
    }
    let place = folder.join("bad.expected");
    if is_writing() {
        fs::write(&place, &lines).unwrap();
        return Ok(());
    }
    let expected = fs::read_to_string(&place).unwrap_or_default();
    if expected == lines {
        Ok(())
    } else {
        Err(format!("expected\n{expected}found\n{lines}").into())
    }
}

fn good(folder: &Path, rules: &[&Rule]) -> Result<(), Failed> {
    let case = Case::read(folder, "good")?;
    let report = Linter::new().operation(case.operation()).lint(&case.text);
    let wrong: Vec<_> = report
        .findings()
        .iter()
        .filter(|finding| {
            finding.severity > Severity::Advice
                || rules.iter().any(|rule| rule.name == finding.rule)
        })
        .map(|finding| format!("{} {}: {}", finding.severity, finding.rule, finding.message))
        .collect();
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(format!("expected no finding, found {wrong:#?}").into())
    }
}

fn every_entry_has_a_folder(rules: &BTreeMap<String, Vec<&'static Rule>>) -> Result<(), Failed> {
    let missing: Vec<&String> = rules
        .keys()
        .filter(|constraint| !fixtures().join(constraint).is_dir())
        .collect();
    if missing.is_empty() {
        Ok(())
    } else {
        Err(format!("these have no folder: {missing:?}").into())
    }
}

/// The entries of the catalogue, where it is there.
fn catalogue() -> Option<Vec<Value>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/reference/constraints.json");
    let text = fs::read_to_string(path).ok()?;
    let entries: Vec<Value> = serde_json::from_str(&text).unwrap();
    Some(
        entries
            .into_iter()
            .filter(|entry| entry["kind"] == "rule")
            .collect(),
    )
}

fn answers_are_the_catalogues(catalogue: &[Value]) -> Result<(), Failed> {
    let mut wrong = Vec::new();
    for (constraint, rules) in rules_by_constraint() {
        let Some(entry) = catalogue.iter().find(|entry| entry["id"] == constraint) else {
            continue;
        };
        let expected = (entry["error_code"].as_str(), entry["http_status"].as_u64());
        let agrees = |rule: &&Rule| {
            rule.service.as_ref().is_none_or(|service| {
                (Some(service.code.as_ref()), Some(u64::from(service.status))) == expected
            })
        };
        if !rules.iter().any(agrees) {
            wrong.push(format!(
                "{constraint} is answered with {expected:?}, which none of its rules says"
            ));
        }
    }
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(wrong.join("\n").into())
    }
}

/// Makes the folder of an entry from the examples of a rule that covers it.
fn write_missing(constraint: &str, rules: &[&'static Rule], catalogue: Option<&Vec<Value>>) {
    let folder = fixtures().join(constraint);
    if folder.is_dir() {
        return;
    }
    let entry =
        catalogue.and_then(|entries| entries.iter().find(|entry| entry["id"] == constraint));
    let code = entry.and_then(|entry| entry["error_code"].as_str());
    let fits = |rule: &&&Rule| rule.service.as_ref().map(|service| service.code.as_ref()) == code;
    // An example with a quota of its own shows nothing without it.
    let shows = |rule: &&&'static Rule| rule.bad.iter().any(|example| example.quotas.is_empty());
    let Some(rule) = rules
        .iter()
        .filter(shows)
        .find(fits)
        .or_else(|| rules.iter().find(shows))
    else {
        return;
    };
    let Some(bad) = rule.bad.iter().find(|example| example.quotas.is_empty()) else {
        return;
    };
    let version = example::document(rule, bad).unwrap().version;
    let plain = Example {
        patch: Patch::default(),
        previous: None,
        base: bad.base.clone(),
        version: Some(Text::Owned(version.clone())),
        operation: bad.operation,
        if_match: bad.if_match.clone(),
        quotas: [].as_slice().into(),
    };
    let of_version = |it: &&Example| {
        it.quotas.is_empty()
            && example::document(rule, it).is_ok_and(|document| document.version == version)
    };
    let good = rule
        .good
        .iter()
        .find(of_version)
        .or_else(|| rule.good.iter().find(|it| it.quotas.is_empty()))
        .unwrap_or(&plain);
    fs::create_dir_all(&folder).unwrap();
    for (name, it) in [("bad", bad), ("good", good)] {
        let document = example::document(rule, it).unwrap();
        let extension = if document.text.trim_start().starts_with(['{', '[']) {
            "json"
        } else {
            "xml"
        };
        fs::write(folder.join(format!("{name}.{extension}")), &document.text).unwrap();
        if let Some(previous) = &document.previous {
            let extension = if previous.trim_start().starts_with(['{', '[']) {
                "json"
            } else {
                "xml"
            };
            fs::write(
                folder.join(format!("{name}.previous.{extension}")),
                previous,
            )
            .unwrap();
        }
        let (word, if_match) = match example::operation(it, &document) {
            Operation::Create => ("create", None),
            Operation::Update { if_match, .. } => ("update", if_match),
            Operation::Delete { if_match } => ("delete", if_match),
            _ => continue,
        };
        let if_match = if_match.map_or(String::new(), |etag| format!(" --if-match {etag}"));
        fs::write(
            folder.join(format!("{name}.args")),
            format!("--operation {word}{if_match}\n"),
        )
        .unwrap();
    }
}
