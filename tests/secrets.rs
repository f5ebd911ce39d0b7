//! The values of members that the shapes mark as sensitive are in no output, whatever is wrong with
//! them or around them. An edit may contain what the author wrote: it goes back into the document.

use cloudfront_lint::render::{
    Agent, Checkstyle, Concise, FileResult, Format, Github, Gitlab, Html, Json, Junit, Pretty,
    Rdjson, Sarif, Summary,
};
use cloudfront_lint::{Applicability, Linter, Operation, Previous, Report, editor};
use miette::Diagnostic;
use serde_json::Value;

use crate::support::generate::{Content, Element, FACES, full, request_roots, to_json, to_xml};
use crate::support::machine::is_turn;
use cloudfront_lint::internal::builtin::SCHEMA;
use cloudfront_lint::internal::model::schema::{Shape, Version};

/// The secret that is written into documents.
const SECRET: &str = "Zx9kQ4vW7pLm2TnB";

/// A document with one secret, in both notations, and the name of the member.
struct Planted {
    name: String,
    texts: Vec<String>,
}

/// One document for every sensitive member of every request in a version.
fn planted(version: Version) -> Vec<Planted> {
    let mut all: Vec<Planted> = Vec::new();
    let mut seen: Vec<(u16, String)> = Vec::new();
    for root in request_roots(version) {
        for face in FACES {
            let document = full(root, version, face);
            for way in document.ways() {
                let element = document.at(&way);
                let is_text = matches!(element.content, Content::Text(_));
                let key = (element.holder.0, element.name.clone());
                if !is_text || !is_sensitive(element, version) || seen.contains(&key) {
                    continue;
                }
                seen.push(key);
                let mut planted = document.clone();
                planted.at_mut(&way).content = Content::Text(SECRET.to_owned());
                all.push(Planted {
                    name: element.name.clone(),
                    texts: std::iter::once(to_xml(&planted, version))
                        .chain(to_json(&planted))
                        .collect(),
                });
            }
        }
    }
    all
}

fn is_sensitive(element: &Element, version: Version) -> bool {
    let members = SCHEMA.shape(element.holder).members().iter();
    let mut same = members
        .filter(|member| member.versions.contains(version))
        .filter(|member| SCHEMA.name_text(member.name) == element.name);
    same.any(|member| member.sensitive)
}

/// The document with a mistake at the secret or near it.
fn mistakes(text: &str, name: &str) -> Vec<String> {
    let long = format!("{SECRET} ").repeat(400);
    let mut all = vec![text.to_owned()];
    let mut replace = |from: &str, to: &str| all.push(text.replacen(from, to, 1));
    for value in [
        long.as_str(),
        &format!("  {SECRET}  "),
        &format!("YOUR_{SECRET}"),
        &format!("${{{SECRET}}}"),
        &format!("{{{{{SECRET}}}}}"),
        &format!("<{SECRET}>"),
        &format!("{SECRET} & co"),
        &format!("{SECRET}\u{1}\u{ffff}"),
        &format!("{SECRET}\n{SECRET}"),
        &format!("{SECRET}…\"'"),
    ] {
        replace(SECRET, value);
    }
    let is_json = text.starts_with('{');
    if is_json {
        let quoted = format!("\"{SECRET}\"");
        for value in [
            format!("[{quoted}]"),
            format!("{{\"Value\": {quoted}}}"),
            format!("{{\"Quantity\": 1, \"Items\": [{quoted}]}}"),
            format!("'{SECRET}'"),
            format!("\"{SECRET}"),
            format!("{SECRET}\""),
            SECRET.to_owned(),
            format!("{quoted} {quoted}"),
            format!("{quoted}, \"{name}\": \"{SECRET}2\""),
            format!("{quoted} // as agreed"),
            format!("{quoted}}}"),
        ] {
            replace(&quoted, &value);
        }
        for key in [misspelt(name), name.to_lowercase(), name.to_uppercase()] {
            let to = format!("\"{key}\": {quoted}");
            replace(&format!("\"{name}\": {quoted}"), &to);
        }
        return all;
    }
    all.extend(mistakes_in_xml(text, name));
    all
}

/// The document with a mistake that only XML can have.
fn mistakes_in_xml(text: &str, name: &str) -> Vec<String> {
    let mut all = Vec::new();
    let mut replace = |from: &str, to: &str| all.push(text.replacen(from, to, 1));
    let element = format!("<{name}>{SECRET}</{name}>");
    let wrong = misspelt(name);
    for to in [
        format!("<{wrong}>{SECRET}</{wrong}>"),
        format!("<{name}>{SECRET}</{wrong}>"),
        format!("<{name}>{SECRET}<{name}>"),
        format!("<{name}>{SECRET}"),
        format!("{SECRET}</{name}>"),
        format!("<{name}{SECRET}</{name}>"),
        format!("<{name} value=\"{SECRET}\"/>"),
        format!("<{name}><Value>{SECRET}</Value></{name}>"),
        format!("<{name}><![CDATA[{SECRET}]]></{name}>"),
        format!("<{name}><![CDATA[{SECRET}</{name}>"),
        format!("{element}{element}"),
        format!("{element}<{name}>{SECRET}2</{name}>"),
        format!("<{name} xmlns=\"urn:x\">{SECRET}</{name}>"),
        format!("<x:{name}>{SECRET}</x:{name}>"),
        format!(
            "<{}>{SECRET}</{}>",
            name.to_lowercase(),
            name.to_lowercase()
        ),
    ] {
        replace(&element, &to);
    }
    // In a place where it does not belong.
    let moved = text.replacen(&element, "", 1);
    let (start, end) = moved.rsplit_once("</").expect("it ends with a tag");
    all.push(format!("{start}{element}</{end}"));
    all
}

/// A name with two letters swapped.
fn misspelt(name: &str) -> String {
    let (head, tail) = name.split_at(name.len() - 2);
    let swapped: String = tail.chars().rev().collect();
    format!("{head}{swapped}")
}

/// Everything that is printed about a report, each with its name.
fn outputs(report: &Report<'_>) -> Vec<(&'static str, String)> {
    let pretty = Pretty::default();
    let formats: [(&str, &dyn Format); 11] = [
        ("pretty", &pretty),
        ("concise", &Concise),
        ("json", &Json),
        ("sarif", &Sarif::default()),
        ("github", &Github),
        ("gitlab", &Gitlab),
        ("junit", &Junit),
        ("checkstyle", &Checkstyle),
        ("agent", &Agent),
        ("rdjson", &Rdjson),
        ("html", &Html),
    ];
    let mut all: Vec<(&str, String)> = formats
        .into_iter()
        .map(|(name, format)| (name, without_edits(written(format, report))))
        .collect();
    all.push(("debug", format!("{report:?} {report:#?}")));
    for finding in report.findings() {
        let titles = finding.fixes.iter().map(|fix| fix.title.as_str());
        let value = finding.value.as_deref().unwrap_or_default();
        let member = finding.member.as_deref().unwrap_or_default();
        let place = finding.path.with_names();
        let texts = titles.chain([value, member, &place]);
        all.push(("finding", texts.collect::<Vec<_>>().join("\n")));
    }
    all
}

fn written(format: &dyn Format, report: &Report<'_>) -> String {
    let mut text = String::new();
    let mut write = || {
        format.begin(&mut text)?;
        format.file(&FileResult::new("a.xml", report), &mut text)?;
        format.end(&Summary::default(), &mut text)
    };
    write().expect("a text can be written");
    text
}

/// An output without the texts of edits, which go back into the document.
fn without_edits(text: String) -> String {
    let Ok(mut value) = serde_json::from_str::<Value>(&text) else {
        return text;
    };
    let mut open = vec![&mut value];
    while let Some(value) = open.pop() {
        match value {
            Value::Object(members) => {
                for key in ["edits", "replacements", "suggestions", "edit"] {
                    members.remove(key);
                }
                open.extend(members.values_mut());
            }
            Value::Array(items) => open.extend(items),
            _ => {}
        }
    }
    value.to_string()
}

/// The outputs that quote a secret.
fn leaks(text: &str) -> Vec<String> {
    let linter = Linter::new();
    let report = linter.lint(text);
    let mut all = outputs(&report);
    let source = report.source().clone();
    for symbol in editor::outline(&linter, &source) {
        all.push(("outline", symbol.detail.unwrap_or_default()));
    }
    let fixed = linter.fix(text, Applicability::Unsafe);
    all.push(("fixed", format!("{fixed:?} {:?}", fixed.refused)));
    all.extend(outputs(&fixed.report));
    if let Err(error) = linter.lint(text).into_result() {
        all.push(("error", format!("{error} {error:?} {error:#?}")));
        all.push(("drawn", drawn(&error)));
    }
    all.into_iter()
        .filter(|(_, output)| output.contains(SECRET))
        .map(|(name, output)| {
            let at = output.find(SECRET).unwrap_or_default();
            let before: String = output[..at].chars().rev().take(120).collect();
            let before: String = before.chars().rev().collect();
            format!("{name}: {before}{SECRET}")
        })
        .collect()
}

/// What a renderer of miette may show of an error: all lines around the labels.
fn drawn(error: &cloudfront_lint::Error) -> String {
    let source = error.source_code().expect("it has the document");
    let mut text = String::new();
    for finding in error.related().into_iter().flatten() {
        text.push_str(&finding.to_string());
        text.push_str(
            &finding
                .help()
                .map(|help| help.to_string())
                .unwrap_or_default(),
        );
        for label in finding.labels().into_iter().flatten() {
            text.push_str(label.label().unwrap_or_default());
            if let Ok(lines) = source.read_span(label.inner(), 2, 2) {
                text.push_str(&String::from_utf8_lossy(lines.data()));
            }
        }
    }
    text
}

fn versions() -> impl Iterator<Item = Version> {
    ["2012-07-01", "2020-05-31"]
        .into_iter()
        .filter_map(|name| SCHEMA.version(name))
}

#[test]
fn every_sensitive_member_is_planted() {
    let newest = SCHEMA.newest();
    let names: Vec<String> = planted(newest).into_iter().map(|it| it.name).collect();
    let members = SCHEMA.shapes.iter().flat_map(Shape::members);
    for member in members.filter(|it| it.sensitive && it.versions.contains(newest)) {
        let name = SCHEMA.name_text(member.name);
        assert!(
            names.iter().any(|planted| planted == name),
            "{name}: {names:?}"
        );
    }
}

#[test]
fn no_output_quotes_a_secret() {
    let mut found = Vec::new();
    for version in versions() {
        for planted in planted(version) {
            for text in &planted.texts {
                for (number, wrong) in mistakes(text, &planted.name).iter().enumerate() {
                    if !is_turn(number + text.len(), 3) {
                        continue;
                    }
                    let form = &text[..1];
                    let leaks = leaks(wrong).into_iter();
                    let name = &planted.name;
                    found.extend(leaks.map(|leak| format!("{name} {form} {number} {leak}")));
                }
            }
        }
    }
    let count = found.len();
    found.sort();
    found.truncate(400);
    assert!(found.is_empty(), "{count} leaks:\n{}", found.join("\n"));
}

#[test]
fn no_comparison_quotes_a_secret() {
    for planted in planted(SCHEMA.newest()) {
        for text in &planted.texts {
            for other in [text.replace(SECRET, "another"), text.replace(SECRET, "")] {
                for (live, next) in [(text, &other), (&other, text)] {
                    let linter = Linter::new()
                        .operation(Operation::Update)
                        .compare_with(&Previous::parse(live))
                        .if_match("E2QWRUHAPOMQZL");
                    for (name, output) in outputs(&linter.lint(next)) {
                        assert!(!output.contains(SECRET), "{name}: {output}");
                    }
                }
            }
        }
    }
}

const YAML: &str = "
Resources:
  Site:
    Type: AWS::CloudFront::Distribution
    Properties:
      DistributionConfig:
        Enabled: true
        Comment: {VALUE}
        Origins:
          - Id: o
            DomainName: www.example.com
            OriginCustomHeaders:
              - HeaderName: X-Key
                HeaderValue: {VALUE}
            CustomOriginConfig: {OriginProtocolPolicy: https-only}
        DefaultCacheBehavior:
          TargetOriginId: nowhere
          ViewerProtocolPolicy: https-only
          CachePolicyId: 658327ea-f89d-4fab-a63d-7e88639e58f6
";

const HCL: &str = r#"
resource "aws_cloudfront_distribution" "site" {
  enabled = true
  comment = {VALUE}
  origin {
    origin_id   = "o"
    domain_name = "www.example.com"
    custom_header {
      name  = "X-Key"
      value = {VALUE}
    }
  }
  default_cache_behavior {
    target_origin_id       = "nowhere"
    viewer_protocol_policy = "https-only"
    cache_policy_id        = "658327ea-f89d-4fab-a63d-7e88639e58f6"
    allowed_methods        = ["GET", "HEAD"]
    cached_methods         = ["GET", "HEAD"]
  }
  restrictions {
    geo_restriction { restriction_type = "none" }
  }
  viewer_certificate { cloudfront_default_certificate = true }
}
"#;

#[test]
fn no_output_about_a_template_quotes_a_secret() {
    let long = SECRET.repeat(200);
    for text in [YAML, HCL] {
        for value in [
            format!("\"{SECRET}\""),
            format!("\"{long}\""),
            format!("\"  {SECRET}  \""),
            format!("[\"{SECRET}\"]"),
            format!("\"YOUR_{SECRET}\""),
        ] {
            let text = text.replace("{VALUE}", &value);
            let leaks = leaks(&text);
            assert!(leaks.is_empty(), "{value}: {leaks:#?}");
            let linter = Linter::new();
            for report in linter.lint_all(&text) {
                assert!(!report.findings().is_empty(), "{value}");
                for (name, output) in outputs(&report) {
                    assert!(!output.contains(SECRET), "{name}: {output}");
                }
            }
        }
    }
}
