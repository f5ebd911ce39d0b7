//! Input that nobody writes: bounded, and without a panic.

use std::time::{Duration, Instant};

use cloudfront_lint::Linter;

use super::{RIGHT, template};

/// Far more than any of these takes, on a slow machine.
const PATIENCE: Duration = Duration::from_secs(20);

#[test]
fn a_template_cut_anywhere_does_not_panic() {
    let text = template(RIGHT);
    for end in 0..=text.len() {
        Linter::new().lint(&text[..end]);
    }
    let json = r#"{"Resources": {"Site": {"Type": "AWS::CloudFront::Distribution", "Properties": {"DistributionConfig": {"Enabled": {"Fn::If": ["a", true, {"Ref": "AWS::NoValue"}]}}}}}}"#;
    for end in 0..=json.len() {
        Linter::new().lint(&json[..end]);
    }
}

#[test]
fn hostile_yaml_is_read_in_bounds() {
    let laughs: String = (1..12)
        .map(|level| {
            let before = level - 1;
            let many = vec![format!("*a{before}"); 10].join(", ");
            format!("a{level}: &a{level} [{many}]\n")
        })
        .collect();
    let deep = "        Origins: ".to_owned() + &"[".repeat(10_000);
    let nested: String = (0..2_000)
        .map(|level| format!("{}a:\n", " ".repeat(level)))
        .collect();
    let aliases = format!("        Aliases: [{}]\n", vec!["*a"; 20_000].join(", "));
    let start = Instant::now();
    for text in [
        template("        Aliases: *a11\n") + &laughs,
        format!("a0: &a0 x\n{laughs}") + &template("        Aliases: *a11\n"),
        template(&deep),
        nested + &template(RIGHT),
        template(&format!("        Comment: &a x\n{aliases}")),
        template("\tEnabled: true\n"),
        template("        Enabled: true\n        Enabled: true\n"),
        template("        ? [a, b]\n        : c\n        ? {d: e}\n"),
        template("        <<: *x\n"),
        template("        Origins: !!binary x\n        !Ref a: b\n"),
        template("        Origins: &a [*a]\n"),
        format!("\u{feff}{}", template(RIGHT)),
        template(RIGHT).replace('\n', "\r\n"),
        template(RIGHT) + "---\n" + &template(RIGHT),
    ] {
        Linter::new().lint(&text);
    }
    assert!(start.elapsed() < PATIENCE, "{:?}", start.elapsed());
}

#[test]
fn utf_16_and_windows_line_ends_are_read() {
    let text = template(RIGHT).replace('\n', "\r\n");
    assert_eq!(Linter::new().lint(&text).findings(), []);
    let utf_16: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain(template(RIGHT).encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let report = Linter::new().lint(&utf_16);
    assert_eq!(report.resource(), Some("Site"));
}

#[test]
fn broken_templates_have_one_clear_finding_or_none() {
    let rules = |text: &str| -> Vec<String> {
        let report = Linter::new().lint(text);
        let findings = report.findings().iter();
        findings.map(|finding| finding.rule.to_string()).collect()
    };
    // The input of a generator of text is nothing that could be read.
    for text in [
        "{{#if cdn}}\n".to_owned() + &template(RIGHT),
        template(RIGHT) + "{% endif %}\n",
        template(RIGHT).replace("Id: web", "Id: {{ id }}"),
    ] {
        assert!(rules(&text).len() <= 1, "{text}: {:?}", rules(&text));
    }
    let tab = template(RIGHT).replace("        Enabled", "\t\tEnabled");
    assert_eq!(rules(&tab), ["yaml-syntax"]);
    let deep = format!(
        "resource \"aws_cloudfront_distribution\" \"site\" {{\n  a = {}\n}}\n",
        "[".repeat(10_000)
    );
    assert_eq!(rules(&deep), ["hcl-syntax"]);
}

#[test]
fn a_configuration_cut_anywhere_does_not_panic() {
    let text = super::terraform::RIGHT;
    for end in 0..=text.len() {
        Linter::new().lint(&text[..end]);
    }
}

#[test]
fn conditions_inside_conditions_are_read_in_bounds() {
    let nested = |levels: usize| {
        let open = "{\"Fn::If\": [\"A\", ".repeat(levels);
        let close = ", {\"Ref\": \"B\"}]}".repeat(levels);
        template(&format!("        Enabled: {open}true{close}\n"))
    };
    let conditional = "a ? b : ".repeat(60);
    let start = Instant::now();
    for text in [
        nested(100),
        nested(5_000),
        super::terraform::RIGHT.replace("enabled = true", &format!("enabled = {conditional}true")),
    ] {
        Linter::new().lint(&text);
    }
    assert!(start.elapsed() < PATIENCE, "{:?}", start.elapsed());
}
