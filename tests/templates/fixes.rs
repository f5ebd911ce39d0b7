//! Fixes in templates: the smallest edit of the author's own text, or none.

use cloudfront_lint::{Applicability, Finding, Linter, Severity};

use super::{RIGHT, template, terraform};

/// The text after all fixes, also those that a person decides.
fn fixed(text: &str) -> String {
    let fixed = Linter::new().fix(text, Applicability::Unsafe);
    fixed.text().to_owned()
}

/// A template of which one text is replaced, fixed, must be the same with another text in its
/// place.
#[track_caller]
fn becomes(right: &str, before: &str, wrong: &str, expected: &str) {
    assert!(right.contains(before), "`{before}` is not in the template");
    let text = right.replacen(before, wrong, 1);
    let after = fixed(&text);
    assert_eq!(after, right.replacen(before, expected, 1));
    assert_eq!(fixed(&after), after, "fixing is done once");
    let count = |text: &str| Linter::new().lint(text).findings().len();
    assert!(wrong == expected || count(&after) < count(&text));
}

#[test]
fn scalars_keep_their_quotes() {
    let yaml = template(RIGHT);
    let policy = "OriginProtocolPolicy: https-only";
    for (wrong, expected) in [
        (
            "OriginProtocolPolicy: HTTPS-only # yes",
            "OriginProtocolPolicy: https-only # yes",
        ),
        (
            "OriginProtocolPolicy:   'Https-Only'",
            "OriginProtocolPolicy:   'https-only'",
        ),
        (
            "OriginProtocolPolicy: \"HTTPS-ONLY\"",
            "OriginProtocolPolicy: \"https-only\"",
        ),
    ] {
        becomes(&yaml, policy, wrong, expected);
    }
    becomes(
        &yaml,
        "Enabled: true",
        "Enabled: true\n        PriceClass: PriceClass100",
        "Enabled: true\n        PriceClass: PriceClass_100",
    );
    becomes(
        &yaml,
        "Id: web",
        "Id: web\n            OriginPath: &path site",
        "Id: web\n            OriginPath: &path /site",
    );
    becomes(
        terraform::RIGHT,
        "enabled = true",
        "enabled = true\n  http_version = \"HTTP2\" # fast",
        "enabled = true\n  http_version = \"http2\" # fast",
    );
}

#[test]
fn misspelt_names_are_written_right() {
    becomes(
        &template(RIGHT),
        "TargetOriginId:",
        "TargetOriginID:",
        "TargetOriginId:",
    );
    becomes(&template(RIGHT), "Enabled:", "\"Enabeld\":", "\"Enabled\":");
    becomes(
        terraform::RIGHT,
        "target_origin_id ",
        "target_orign_id ",
        "target_origin_id ",
    );
    becomes(
        terraform::RIGHT,
        "enabled = true",
        "enabled = true\n  is_ipv6_enabeld = true",
        "enabled = true\n  is_ipv6_enabled = true",
    );
}

#[test]
fn what_is_not_written_out_is_not_changed() {
    let yaml = template(RIGHT);
    for (before, wrong) in [
        // It is a value of something else too.
        (
            "Enabled: true",
            "Enabled: true\n        Comment: &c HTTP2\n        HttpVersion: *c",
        ),
        (
            "Enabled: true",
            "Enabled: true\n        HttpVersion: !Sub HTTP2",
        ),
        (
            "Enabled: true",
            "Enabled: true\n        HttpVersion: !Ref Version",
        ),
        (
            "Enabled: true",
            "Enabled: true\n        HttpVersion: |\n          HTTP2",
        ),
    ] {
        let text = yaml.replacen(before, wrong, 1);
        assert_eq!(fixed(&text), text, "{wrong}");
    }
    let local = "locals {\n  version = \"HTTP2\"\n}\n".to_owned()
        + &terraform::RIGHT.replacen(
            "enabled = true",
            "enabled = true\n  http_version = local.version",
            1,
        );
    assert_eq!(fixed(&local), local);
}

#[test]
fn what_protects_is_not_weakened() {
    let text = template(RIGHT).replacen("https-only", "http-onyl", 1);
    assert_eq!(fixed(&text), text);
}

/// Texts with a fault, of all kinds.
fn faulty() -> Vec<String> {
    let mut texts = Vec::new();
    for right in [template(RIGHT), terraform::RIGHT.to_owned()] {
        let lines: Vec<&str> = right.lines().collect();
        for at in 0..lines.len() {
            let without = |line: &str| {
                let mut lines = lines.clone();
                lines[at] = line;
                lines.join("\n") + "\n"
            };
            texts.push(without(""));
            texts.push(without(&format!("{}\n{}", lines[at], lines[at])));
            texts.push(without(&lines[at].replacen('e', "E", 1)));
            texts.push(without(&lines[at].replacen('i', "", 1)));
            texts.push(without(&lines[at].to_uppercase()));
            texts.push(without(&format!("{} # note", lines[at])));
        }
    }
    texts
}

#[test]
fn fixes_are_done_once_and_leave_fewer_findings_and_all_comments() {
    let linter = Linter::new();
    let count = |text: &str| {
        let report = linter.lint(text);
        let is_error = |finding: &&Finding| finding.severity == Severity::Error;
        report.findings().iter().filter(is_error).count()
    };
    let mut changed = 0;
    for text in faulty() {
        let after = fixed(&text);
        if after == text {
            continue;
        }
        changed += 1;
        assert!(
            count(&after) < count(&text) || count(&text) == 0,
            "{text}\n{after}"
        );
        assert_eq!(fixed(&after), after, "{text}");
        assert_eq!(
            after.matches("# note").count(),
            text.matches("# note").count(),
            "{after}"
        );
        // Lines outside of the edits are as they were.
        let same = text
            .lines()
            .filter(|line| after.lines().any(|other| other == *line))
            .count();
        assert!(same + 3 >= text.lines().count(), "{text}\n{after}");
    }
    assert!(changed > 20, "only {changed} texts had a fix");
}
