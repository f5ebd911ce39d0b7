//! `docs/rules/` contains one page per rule and an index, generated from the rules. `BLESS=1`
//! writes them.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use cloudfront_lint::render::rule_page;
use cloudfront_lint::{Linter, explain};

/// What the folder should contain: file names and texts.
static PAGES: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let linter = Linter::new();
    let mut pages: BTreeMap<String, String> = cloudfront_lint::rules()
        .iter()
        .map(|rule| (format!("{}.md", rule.name), rule_page(rule, &linter, 100)))
        .collect();
    pages.insert("README.md".to_owned(), index());
    pages
});

fn index() -> String {
    let rules = cloudfront_lint::rules();
    let mut page = format!(
        "# The {} rules\n\nEach has a page, which `cloudfront-lint explain RULE` prints too.\n",
        rules.len()
    );
    let mut modules: BTreeMap<&str, Vec<_>> = BTreeMap::new();
    for rule in rules {
        modules.entry(&rule.module).or_default().push(rule);
    }
    for (module, rules) in modules {
        let _ = writeln!(page, "\n## {module}\n");
        for rule in rules {
            let answer = rule.service.as_ref().map_or(String::new(), |service| {
                format!(", {} {}", service.status, service.code)
            });
            let preview = if rule.preview { ", in preview" } else { "" };
            let _ = writeln!(
                page,
                "- [{0}]({0}.md) ({1}{answer}{preview})\\\n  {2}",
                rule.name, rule.severity, rule.title
            );
        }
    }
    page
}

/// A placeholder that has backticks of its own has none around it in the words of a rule.
#[test]
fn no_value_is_quoted_twice() {
    for (name, page) in PAGES.iter() {
        let twice = page
            .lines()
            .filter(|line| !line.starts_with("```"))
            .find(|line| line.contains("``"));
        assert_eq!(twice, None, "{name}");
    }
}

/// `.ci/site` builds the folder that printed addresses lead to, from the pages of this folder.
#[test]
fn printed_addresses_lead_to_the_pages_of_the_site() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let script = fs::read_to_string(root.join(".ci/site")).unwrap();
    let url = script
        .lines()
        .find_map(|line| line.strip_prefix("export SITE_URL=\""))
        .unwrap();
    let url = url.trim_end_matches('"');
    let version = env!("CARGO_PKG_VERSION").rsplit_once('.').unwrap().0;
    let site = url.replace("$version", version);
    for rule in cloudfront_lint::rules() {
        let url = explain::rule_url(&rule.name).unwrap();
        let page = url
            .strip_prefix(&site)
            .and_then(|it| it.strip_suffix('/'))
            .unwrap_or_else(|| panic!("{url} is not below {site}"));
        assert!(root.join(format!("docs/{page}.md")).exists(), "{url}");
    }
    for page in ["configuration", "rule-language"] {
        assert_eq!(explain::page_url(page), format!("{site}{page}/"));
        assert!(root.join(format!("docs/{page}.md")).exists(), "{page}");
    }
}

#[test]
fn the_pages_of_the_rules_are_up_to_date() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules");
    let expected = &*PAGES;
    let found = || -> BTreeMap<String, PathBuf> {
        let entries = fs::read_dir(&folder)
            .map(|entries| {
                entries
                    .map(|entry| entry.unwrap().path())
                    .collect::<Vec<_>>()
            })
            .unwrap_or_default();
        entries
            .into_iter()
            .map(|path| {
                (
                    path.file_name().unwrap().to_string_lossy().into_owned(),
                    path,
                )
            })
            .collect()
    };
    if std::env::var_os("BLESS").is_some() {
        fs::create_dir_all(&folder).unwrap();
        for (name, path) in found() {
            if !expected.contains_key(&name) {
                fs::remove_file(path).unwrap();
            }
        }
        for (name, text) in expected {
            fs::write(folder.join(name), text).unwrap();
        }
    }
    let found = found();
    let stale: Vec<&String> = expected
        .iter()
        .filter(|(name, text)| {
            found.get(*name).is_none_or(|path| {
                fs::read_to_string(path).unwrap().replace("\r\n", "\n") != **text
            })
        })
        .map(|(name, _)| name)
        .chain(found.keys().filter(|name| !expected.contains_key(*name)))
        .collect();
    assert!(
        stale.is_empty(),
        "update docs/rules with BLESS=1: {stale:?}"
    );
}
