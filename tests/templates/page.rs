//! The page about templates shows a mistake as the program reports it.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::fs;
use std::path::Path;

use cloudfront_lint::Linter;

const PAGE: &str = include_str!("../../docs/templates.md");

#[test]
fn the_page_shows_the_same_mistake_in_every_notation() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/one-mistake");
    let (mut shown, mut rules) = (0, Vec::new());
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        let text = fs::read_to_string(&path).unwrap();
        let report = Linter::new().lint(&text);
        let [finding] = report.findings() else {
            panic!("{name}: {:?}", report.findings())
        };
        let at = report.source().position(finding.span.start as usize);
        let line = format!(
            "{name}:{}:{}: {}[{}]: {}",
            at.line, at.column, finding.severity, finding.rule, finding.message
        );
        let (before, _) = PAGE.split_once(&line).unwrap_or_else(|| panic!("{line}"));
        let excerpt = before.rsplit("```").nth(2).unwrap();
        let (_, excerpt) = excerpt.split_once('\n').unwrap();
        assert!(
            text.contains(excerpt),
            "{name} does not contain:\n{excerpt}"
        );
        shown += 1;
        rules.push(finding.rule.clone());
    }
    rules.dedup();
    assert_eq!((shown, rules.len()), (4, 1));
}
