//! The page for a browser.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::process::Command;

use cloudfront_lint::lint;
use cloudfront_lint::render::{self, FileResult, Html};
use roxmltree::{Document, ParsingOptions};

const SAMPLE: &str = include_str!("../fixtures/sample/broken.xml");

fn page(name: &str, text: &str) -> String {
    let report = lint(text);
    render::to_string(&Html, &[FileResult::new(name, &report)])
}

/// Reads a page as XML, which it is too.
fn parsed(page: &str) -> Document<'_> {
    let options = ParsingOptions {
        allow_dtd: true,
        ..ParsingOptions::default()
    };
    Document::parse_with_options(page, options).unwrap()
}

#[test]
fn every_finding_is_below_its_line() {
    let report = lint(SAMPLE);
    let page = page("broken.xml", SAMPLE);
    let document = parsed(&page);
    let source = document
        .descendants()
        .find(|it| it.attribute("class") == Some("source"))
        .unwrap();
    let mut number = 0;
    let mut shown = Vec::new();
    for child in source.children().filter(roxmltree::Node::is_element) {
        match child.attribute("data-rule") {
            Some(rule) => shown.push((rule.to_owned(), number)),
            None => number += 1,
        }
    }
    let expected = report.findings().iter().map(|finding| {
        let line = report.source().position(finding.span.start as usize).line;
        (finding.rule.to_string(), line)
    });
    assert_eq!(shown, expected.collect::<Vec<_>>());
    assert!(!shown.is_empty());
}

#[test]
fn a_page_loads_nothing() {
    let page = page("broken.xml", SAMPLE);
    for loads in ["src=", "@import", "url(", "<link", "fetch(", "<iframe"] {
        assert!(!page.contains(loads), "{loads}");
    }
}

#[test]
fn a_page_is_well_formed_whatever_a_document_contains() {
    let nasty = "<DistributionConfig><Comment>]]&gt;&lt;/script&gt;\u{1b}[31m</Comment>\
                 <\"'&\u{202e}<Enabled>yes</Enabled>\r\n</DistributionConfig>";
    let page = page("</h2><script>alert(1)</script>.xml", nasty);
    let document = parsed(&page);
    let scripts = document
        .descendants()
        .filter(|it| it.has_tag_name("script"));
    assert_eq!(scripts.count(), 1);
}

#[test]
fn a_long_document_is_shown_around_its_findings() {
    let many = "<!-- a line -->\n".repeat(6_000);
    let text = SAMPLE.replacen(
        "<DistributionConfig",
        &format!("{many}<DistributionConfig"),
        1,
    );
    let page = page("long.xml", &text);
    let lines = page.matches("class=\"line\"").count();
    assert!((10..1_000).contains(&lines), "{lines}");
    assert!(page.contains("class=\"gap\""));
}

/// In a browser, where one is installed: the filters list the rules and count the findings.
#[test]
fn the_filters_work_in_a_browser() {
    let mut names = ["chromium", "chromium-browser", "google-chrome"].into_iter();
    let is_installed = |name: &&str| {
        let version = Command::new(name).arg("--version").output();
        version.is_ok_and(|output| output.status.success())
    };
    let Some(browser) = names.find(is_installed) else {
        return;
    };
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("page.html");
    std::fs::write(&path, page("broken.xml", SAMPLE)).unwrap();
    let output = Command::new(browser)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--dump-dom"])
        .arg(format!(
            "--user-data-dir={}",
            folder.path().join("profile").display()
        ))
        .arg(format!("file://{}", path.display()))
        .output()
        .unwrap();
    let dom = String::from_utf8_lossy(&output.stdout);
    let count = lint(SAMPLE).findings().len();
    assert!(
        dom.contains(&format!("{count} of {count} findings")),
        "{dom}"
    );
    assert!(dom.contains("<option>"), "{dom}");
    assert!(!dom.contains("id=\"filters\" hidden"), "{dom}");
}
