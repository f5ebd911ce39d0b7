//! Comments of YAML and HCL that suppress findings.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use cloudfront_lint::internal::tree;
use cloudfront_lint::{Linter, Source};

use super::{RIGHT, found, template, terraform};

fn rules(text: &str) -> Vec<String> {
    found(text).into_iter().map(|(rule, _)| rule).collect()
}

#[test]
fn a_comment_suppresses_in_what_it_is_about() {
    let comment = "# cloudfront-lint: ignore[target-origin-missing] made elsewhere";
    let wrong = |line: &str| template(&RIGHT.replacen("          TargetOriginId: web\n", line, 1));
    for line in [
        format!("          TargetOriginId: api {comment}\n"),
        format!("          {comment}\n          TargetOriginId: api\n"),
        format!("          TargetOriginId: !Sub api  {comment}\r\n"),
    ] {
        assert_eq!(rules(&wrong(&line)), [""; 0], "{line}");
    }
    assert_eq!(rules(&wrong("          TargetOriginId: api\n")).len(), 1);
    let behind = wrong("          TargetOriginId: api\n").replace(
        "DefaultCacheBehavior:",
        &format!("DefaultCacheBehavior: {comment}"),
    );
    assert_eq!(rules(&behind), [""; 0]);
    let file = wrong("          TargetOriginId: api\n")
        + &format!("{}\n", comment.replace("ignore[", "ignore-file["));
    assert_eq!(rules(&file), [""; 0]);
    let report_text = wrong(&format!("          TargetOriginId: api {comment}\n"));
    assert_eq!(Linter::new().lint(&report_text).suppressed(), 1);
}

#[test]
fn a_comment_at_the_last_line_of_a_block_is_about_that_line() {
    let comment = "# cloudfront-lint: ignore[target-origin-missing] made elsewhere";
    let last = template(&RIGHT.replacen("TargetOriginId: web", "TargetOriginId: api", 1)).replacen(
        "658327ea-f89d-4fab-a63d-7e88639e58f6\n",
        &format!("658327ea-f89d-4fab-a63d-7e88639e58f6 {comment}\n"),
        1,
    );
    assert!(rules(&last).contains(&"target-origin-missing".to_owned()));
}

#[test]
fn a_comment_of_hcl_suppresses_too() {
    let wrong = |before: &str, after: &str| {
        let text = terraform::RIGHT.replacen(
            "target_origin_id       = \"web\"",
            &format!("{before}target_origin_id = \"api\"{after}"),
            1,
        );
        rules(&text)
    };
    assert_eq!(wrong("", ""), ["target-origin-missing"]);
    for mark in ["#", "//"] {
        let comment =
            format!("{mark} cloudfront-lint: ignore[target-origin-missing] made elsewhere");
        assert_eq!(wrong("", &format!(" {comment}")), [""; 0]);
        assert_eq!(wrong(&format!("{comment}\n    "), ""), [""; 0]);
    }
    let comment = "/* cloudfront-lint: ignore[target-origin-missing] made elsewhere */";
    assert_eq!(wrong(&format!("{comment} "), ""), [""; 0]);
    let text = terraform::RIGHT
        .replacen("\"web\"\n    viewer", "\"api\"\n    viewer", 1)
        .replacen(
            "default_cache_behavior {",
            "default_cache_behavior { # cloudfront-lint: ignore[target-origin-missing] made elsewhere",
            1,
        );
    assert_eq!(rules(&text), [""; 0]);
}

#[test]
fn comments_of_hcl_are_not_in_texts() {
    let text = "a = \"# no\" # yes\n/* b */ c = [ # d\n  1, // e\n]\nf = <<-X\n  # no\n  X\ng \"#no\" {\n}\n";
    let source = Source::new(text);
    let (tree, faults) = tree::parse_hcl(&source);
    assert!(faults.is_empty());
    let comments: Vec<&str> = tree
        .trivia()
        .iter()
        .map(|it| source.slice(it.span))
        .collect();
    assert_eq!(comments, ["# yes", "/* b */", "# d", "// e"]);
    let joined: String = tree.leaves().map(|leaf| source.slice(leaf.span)).collect();
    assert_eq!(joined, text);
}

#[test]
fn a_comment_is_written_where_it_has_an_effect() {
    let yaml = template(&RIGHT.replacen("TargetOriginId: web", "TargetOriginId: api", 1));
    let hcl = terraform::RIGHT.replacen("\"web\"\n    viewer", "\"api\"\n    viewer", 1);
    for (text, line) in [
        (
            yaml,
            "          # cloudfront-lint: ignore[target-origin-missing]\n          TargetOriginId: api\n",
        ),
        (
            hcl,
            "    # cloudfront-lint: ignore[target-origin-missing]\n    target_origin_id       = \"api\"\n",
        ),
    ] {
        let linter = Linter::new();
        let report = linter.lint(&text);
        let fix = linter
            .ignore(report.source(), &report.findings()[0])
            .unwrap();
        let mut written = text.clone();
        for edit in fix.edits.iter().rev() {
            written.replace_range(edit.span.range(), &edit.text);
        }
        assert!(written.contains(line), "{written}");
        assert_eq!(rules(&written), ["ignore-without-reason"]);
    }
}
