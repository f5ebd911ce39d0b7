//! The documents that the promises are held over.

use std::fs;
use std::path::PathBuf;

pub(crate) use crate::support::machine::shared;

use cloudfront_lint::Linter;
use cloudfront_lint::internal::example::{self, Document};
use cloudfront_lint::internal::model::rule::Example;

use crate::support::generate::{
    Element, FACES, full, least, request_roots, to_json, to_xml, versions,
};

/// A document with what it is judged by.
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) text: Vec<u8>,
    pub(crate) setting: Setting,
}

/// What a linter is made of.
#[derive(Default)]
pub(crate) struct Setting {
    example: Option<(&'static Example, Document)>,
}

impl Case {
    /// Runs something with the linter that the document is for.
    pub(crate) fn with<T>(&self, run: impl FnOnce(&Linter) -> T) -> T {
        let Some((example, document)) = &self.setting.example else {
            return run(&Linter::new());
        };
        let mut linter = example::for_operation(Linter::new(), example, document);
        for (quota, value) in example.quotas.iter() {
            linter = linter.quota(quota, *value).unwrap();
        }
        run(&linter)
    }
}

/// Every example of every rule.
pub(crate) fn examples() -> Vec<Case> {
    let mut cases = Vec::new();
    for rule in cloudfront_lint::rules() {
        for (is_bad, examples) in [(true, &rule.bad), (false, &rule.good)] {
            for (index, it) in examples.iter().enumerate() {
                let document = example::document(rule, it).unwrap();
                let text = document.text.clone().into_bytes();
                let name = format!(
                    "{}/{}-{}",
                    rule.name,
                    if is_bad { "bad" } else { "good" },
                    index + 1
                );
                cases.push(Case {
                    name,
                    text,
                    setting: Setting {
                        example: Some((it, document)),
                    },
                });
            }
        }
    }
    cases
}

/// The documents of the corpus; none where there is no corpus, which is an error where `CI` is `1`.
pub(crate) fn corpus() -> Vec<Case> {
    let Some(folder) = shared("corpus") else {
        return Vec::new();
    };
    let mut cases = Vec::new();
    for part in ["raw", "derived"] {
        let mut paths: Vec<PathBuf> = fs::read_dir(folder.join(part))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        paths.sort();
        for path in paths {
            let name = format!("{part}/{}", path.file_name().unwrap().to_string_lossy());
            cases.push(Case {
                name,
                text: fs::read(&path).unwrap(),
                setting: Setting::default(),
            });
        }
    }
    cases
}

/// Documents of every version made from the timeline, each with up to three elements taken out,
/// doubled or renamed.
pub(crate) fn damaged() -> Vec<Case> {
    let mut cases = Vec::new();
    let mut turn = 0_usize;
    for version in versions() {
        for root in request_roots(version) {
            for document in FACES
                .iter()
                .map(|face| full(root, version, *face))
                .chain([least(root, version)])
            {
                turn += 1;
                let mut damaged = document.clone();
                for number in 0..=turn % 3 {
                    damage(&mut damaged, turn + number, turn * 7 + number * 13);
                }
                let name = format!(
                    "{} {} damage {turn}",
                    document.name,
                    cloudfront_lint::internal::builtin::SCHEMA
                        .version_info(version)
                        .name
                );
                if let Some(json) = to_json(&damaged).filter(|_| turn.is_multiple_of(4)) {
                    cases.push(Case {
                        name: format!("{name}, JSON"),
                        text: json.into_bytes(),
                        setting: Setting::default(),
                    });
                }
                cases.push(Case {
                    name,
                    text: to_xml(&damaged, version).into_bytes(),
                    setting: Setting::default(),
                });
            }
        }
    }
    cases
}

/// Makes one mistake at one element.
fn damage(document: &mut Element, kind: usize, place: usize) {
    let ways = document.ways();
    let Some(way) = ways.get(place % ways.len().max(1)) else {
        return;
    };
    let Some((last, holder)) = way.split_last() else {
        return;
    };
    match kind % 3 {
        0 => drop(document.at_mut(holder).children_mut().remove(*last)),
        1 => {
            let twin = document.at(way).clone();
            document.at_mut(holder).children_mut().insert(*last, twin);
        }
        _ => {
            let lower = document.at(way).name.to_lowercase();
            document.at_mut(way).name = lower;
        }
    }
}
