//! Documents of the API as templates, and resources of templates as documents.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::collections::{BTreeMap, BTreeSet};

use cloudfront_lint::internal::builtin::{RULES, SCHEMA};
use cloudfront_lint::internal::example;
use cloudfront_lint::internal::model::rule::Check;
use cloudfront_lint::{
    Error, Form, Linter, Operation, Source, convert, convert_resource, convert_to_template,
};

use super::{RIGHT, template};

const BASE: &str = include_str!("../../fixtures/base/distribution-2020-05-31.xml");

const KINDS: [(&str, Form); 3] = [
    ("cloudformation", Form::Yaml),
    ("cloudformation", Form::Json),
    ("terraform", Form::Hcl),
];

/// The rules of all findings of a request that creates something.
fn rules(text: &str) -> BTreeSet<String> {
    let report = Linter::new().operation(Operation::Create).lint(text);
    let findings = report.findings().iter();
    findings.map(|finding| finding.rule.to_string()).collect()
}

/// The configurations of all examples of rules that are of the newest version, with whether the
/// rule is about their structure.
fn documents() -> Vec<(String, String, bool)> {
    let newest = SCHEMA.version_info(SCHEMA.newest()).name.as_ref();
    let mut documents = vec![("base".to_owned(), BASE.to_owned(), false)];
    for rule in &RULES {
        let is_structural = matches!(rule.check, Check::Builtin { .. });
        for example in rule.bad.iter().chain(rule.good.iter()) {
            let Ok(document) = example::document(rule, example) else {
                continue;
            };
            if document.version == newest && document.previous.is_none() {
                documents.push((rule.name.to_string(), document.text.clone(), is_structural));
            }
        }
    }
    documents
}

#[test]
fn a_right_document_is_a_right_template() {
    for (dialect, form) in KINDS {
        let exported = convert_to_template(&Source::new(BASE), dialect, form).unwrap();
        let reports = Linter::new().lint_all(&exported.text);
        assert_eq!(reports.len(), 1);
        assert_eq!(reports[0].findings(), [], "{}", exported.text);
        assert_eq!((reports[0].dialect(), reports[0].form()), (dialect, form));
        assert_eq!(exported.left_out, [""; 0]);
    }
}

#[test]
fn there_and_back_is_the_same_template() {
    let mut compared = 0;
    for (name, text, _) in documents() {
        for (dialect, form) in KINDS {
            let Ok(there) = convert_to_template(&Source::new(text.as_str()), dialect, form) else {
                continue;
            };
            if !there.left_out.is_empty() {
                continue;
            }
            for to in [Form::Json, Form::Xml] {
                let Ok(back) = convert_resource(&Source::new(there.text.as_str()), None, to, false)
                else {
                    continue;
                };
                let again =
                    convert_to_template(&Source::new(back.as_str()), dialect, form).unwrap();
                let differs = |(one, other): &(&str, &str)| one != other;
                let first = again.text.lines().zip(there.text.lines()).find(differs);
                assert_eq!(first, None, "{name} in {dialect}");
                assert_eq!(again.text, there.text, "{name} in {dialect}");
                compared += 1;
            }
        }
    }
    assert!(compared > 1_000, "only {compared} were compared");
}

#[test]
fn a_template_has_no_error_that_its_document_does_not_have() {
    let mut more: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut compared = 0;
    for (name, text, is_structural) in documents() {
        let api = rules(&text);
        for (dialect, form) in KINDS {
            let Ok(there) = convert_to_template(&Source::new(text.as_str()), dialect, form) else {
                continue;
            };
            // What the template cannot say makes it another document.
            if is_structural || !there.left_out.is_empty() {
                continue;
            }
            compared += 1;
            for rule in rules(&there.text).difference(&api) {
                let seen = more.entry(format!("{dialect} {rule}")).or_default();
                seen.insert(name.clone());
            }
        }
    }
    assert!(compared > 500, "only {compared} were compared");
    let found: Vec<&str> = more.keys().map(String::as_str).collect();
    assert_eq!(found, MORE, "{more:#?}");
}

/// What a template has and its document has not, because the tool sends other values than the
/// service assumes, or asks for what the service does not need.
const MORE: [&str; 12] = [
    // The read timeout of 30 seconds, which is sent, exceeds the given time for a whole response.
    "cloudformation completion-before-read-timeout",
    // The same mistake: with the TTLs that are sent, `ForwardedValues` is what is missing.
    "cloudformation forwarded-values-missing",
    // `http1.1` is sent where the service assumes `http2`.
    "cloudformation grpc-http-version",
    // A `MaxTTL` of a year is sent.
    "cloudformation ttl-order",
    // An empty `ssl_support_method` is sent with a certificate.
    "terraform enum-value",
    // As above: an empty cache policy is sent as none.
    "terraform forwarded-values-missing",
    // The provider requires `viewer_certificate`, `restrictions` and some lists.
    "terraform missing-element",
    // An origin of two kinds is left with one in HCL, where it is judged by that.
    "terraform s3-host-as-custom-origin",
    // An origin without a kind is sent as an S3 origin.
    "terraform s3-origin-not-bucket",
    "terraform s3-website-as-bucket",
    // Of two certificates one is sent, and then its protocol counts.
    "terraform sslv3-with-sni",
    // As `s3-host-as-custom-origin`.
    "terraform website-over-https",
];

#[test]
fn values_that_only_a_deployment_knows_are_listed() {
    let text = template(&RIGHT.replacen("Id: web", "Id: !Ref Id", 1));
    let source = Source::new(text.as_str());
    let place = "Site/Properties/DistributionConfig/Origins[1]/Id";
    assert_eq!(
        said(convert_resource(&source, None, Form::Json, false)),
        format!("only the deployment knows {place}")
    );
    let json = convert_resource(&source, None, Form::Json, true).unwrap();
    assert!(json.contains(&format!("\"Id\": \"<{place}>\"")), "{json}");
    let xml = convert_resource(&source, Some("Site"), Form::Xml, true).unwrap();
    assert!(
        xml.contains("<CallerReference>Site</CallerReference>"),
        "{xml}"
    );
}

#[test]
fn other_documents_are_refused() {
    let batch = r#"{"Paths": {"Quantity": 1, "Items": ["/*"]}, "CallerReference": "one"}"#;
    let batch = Source::new(batch);
    let base = Source::new(BASE);
    for (source, dialect, form) in [
        (&batch, "terraform", Form::Hcl),
        (&base, "pulumi", Form::Yaml),
        (&base, "terraform", Form::Yaml),
        (&base, "cloudformation", Form::Xml),
    ] {
        assert_eq!(
            said(convert_to_template(source, dialect, form)),
            format!("a {dialect} template cannot contain this document")
        );
    }
    let other = "not a CloudFront document";
    let text = Source::new("a: b");
    assert_eq!(
        said(convert_to_template(&text, "terraform", Form::Hcl)),
        other
    );
    let text = template(RIGHT);
    let source = Source::new(text.as_str());
    assert_eq!(
        said(convert_resource(&source, Some("Other"), Form::Xml, false)),
        other
    );
    assert_eq!(said(convert(&source, Form::Json, None)), other);
    let two = text.clone() + &text[text.find("  Site:").unwrap()..].replacen("Site", "Two", 1);
    assert_eq!(
        said(convert_resource(
            &Source::new(two.as_str()),
            None,
            Form::Xml,
            false
        )),
        "the template has several resources; name one of Site, Two"
    );
}

/// The message of an error.
fn said<T>(result: Result<T, Error>) -> String {
    match result {
        Ok(_) => String::new(),
        Err(error) => error.to_string(),
    }
}
