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
use crate::support::machine::{in_turn, is_ci};

const BASE: &str = include_str!("../../fixtures/base/distribution-2020-05-31.xml");

static KINDS: [(&str, Form); 3] = [
    ("cloudformation", Form::Yaml),
    ("cloudformation", Form::Json),
    ("terraform", Form::Hcl),
];

/// The kinds of templates; outside of CI, CloudFormation in one notation at a turn.
fn kinds(turn: usize) -> impl Iterator<Item = (&'static str, Form)> {
    let (one, other) = KINDS.split_at(2);
    in_turn(one, turn).iter().chain(other).copied()
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
        for (dialect, form) in kinds(text.len()) {
            let Ok(there) = convert_to_template(&Source::new(text.as_str()), dialect, form) else {
                continue;
            };
            if !there.left_out.is_empty() {
                continue;
            }
            for to in in_turn(&[Form::Json, Form::Xml], text.len()) {
                let Ok(back) =
                    convert_resource(&Source::new(there.text.as_str()), None, *to, false)
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
    let least = if is_ci() { 1_000 } else { 500 };
    assert!(compared > least, "only {compared} were compared");
}

/// What differs between the findings of two texts, by dialect and rule, with where it does.
type Differences = BTreeMap<String, BTreeSet<String>>;

#[test]
fn a_template_has_the_findings_of_its_document_at_the_same_values() {
    let (mut more, mut less) = (Differences::new(), Differences::new());
    let mut moved = Differences::new();
    let mut compared = 0;
    for (name, text, _) in documents()
        .iter()
        .filter(|(_, _, is_structural)| !is_structural)
    {
        let api = values(text);
        for (dialect, form) in kinds(text.len()) {
            let Ok(there) = convert_to_template(&Source::new(text.as_str()), dialect, form) else {
                continue;
            };
            // What the template cannot say makes it another document.
            if !there.left_out.is_empty() {
                continue;
            }
            compared += 1;
            let own = values(&there.text);
            for rule in own.keys().chain(api.keys()) {
                let different = match (own.get(rule), api.get(rule)) {
                    (Some(one), Some(other)) if one != other => &mut moved,
                    (Some(_), None) => &mut more,
                    (None, _) => &mut less,
                    _ => continue,
                };
                let seen = different.entry(format!("{dialect} {rule}")).or_default();
                seen.insert(name.clone());
            }
        }
    }
    assert!(compared > 500, "only {compared} were compared");
    let names = |found: &Differences| found.keys().cloned().collect::<Vec<_>>();
    let found = [&more, &less, &moved].map(names);
    let mut lost: Vec<&str> = LESS.iter().flat_map(|(_, rules)| *rules).copied().collect();
    lost.sort_unstable();
    let listed: [&[&str]; 3] = [&MORE, &lost, &[]];
    assert_eq!(found, listed, "{more:#?} {less:#?} {moved:#?}");
}

/// The rules of all findings of a request that creates something, with the values they are at.
fn values(text: &str) -> BTreeMap<String, BTreeSet<Option<String>>> {
    let report = Linter::new().operation(Operation::Create).lint(text);
    let mut values: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    for finding in report.findings() {
        let of_rule = values.entry(finding.rule.to_string()).or_default();
        of_rule.insert(finding.value.clone());
    }
    values
}

/// What a document has and its template has not, with why.
const LESS: [(&str, &[&str]); 9] = [
    (
        "The tool names the request itself.",
        &[
            "cloudformation caller-reference-empty",
            "cloudformation placeholder-value",
            "terraform caller-reference-empty",
            "terraform placeholder-value",
        ],
    ),
    (
        "About a whole answer of the service, which a template is not.",
        &[
            "cloudformation response-root",
            "cloudformation response-wrapper",
            "terraform response-root",
        ],
    ),
    (
        "Whether these are on follows from their lists or from the bucket, and is not written.",
        &[
            "cloudformation key-groups-disabled",
            "cloudformation log-bucket-idle",
            "cloudformation signers-with-key-groups",
            "cloudformation trusted-signers-disabled",
            "terraform key-groups-disabled",
            "terraform log-bucket-idle",
            "terraform signers-with-key-groups",
            "terraform trusted-signers-disabled",
        ],
    ),
    (
        "The tool sends what is missing.",
        &[
            "cloudformation create-origin-ssl-protocols-missing",
            "cloudformation error-response-without-effect",
            "cloudformation min-ttl-missing",
            "cloudformation origin-ssl-protocols-empty",
            "terraform error-response-without-effect",
            "terraform min-ttl-missing",
            "terraform s3-origin-config-missing",
        ],
    ),
    (
        "The tool drops a part of it.",
        &[
            "cloudformation cache-policy-conflict",
            "terraform cache-policy-conflict",
            "terraform several-certificates",
            "terraform sni-setting-idle",
            "terraform tls-setting-idle",
        ],
    ),
    (
        "The provider sends each item of a set once.",
        &[
            "terraform allowed-method-duplicate",
            "terraform duplicate-alias",
            "terraform duplicate-country",
        ],
    ),
    (
        "The provider keeps the value of the state where an argument is absent.",
        &[
            "terraform default-ttl-above-maximum",
            "terraform restriction-without-countries",
            "terraform ttl-order",
        ],
    ),
    (
        "`{{` begins a dynamic reference, so that the text is not known.",
        &[
            "cloudformation tenant-parameter-undefined",
            "cloudformation too-many-parameters-in-value",
        ],
    ),
    (
        "The same mistake under another rule, which is in the other list.",
        &[
            "cloudformation cache-policy-missing",
            "cloudformation completion-before-default-timeout",
            "cloudformation default-ttl-above-maximum",
            "terraform alias-without-certificate",
            "terraform cache-policy-missing",
            "terraform create-origin-ssl-protocols-missing",
            "terraform field-level-encryption-methods",
            "terraform grpc-without-post",
            "terraform origin-kind-ambiguous",
            "terraform origin-kind-missing",
            "terraform sni-setting-missing",
        ],
    ),
];

/// What a template has and its document has not, because the tool sends other values than the
/// service assumes, or asks for what the service does not need.
const MORE: [&str; 11] = [
    // The read timeout of 30 seconds, which is sent, exceeds the given time for a whole response.
    "cloudformation completion-before-read-timeout",
    // The same mistake: with the TTLs that are sent, `ForwardedValues` is what is missing.
    "cloudformation forwarded-values-missing",
    // `http1.1` is sent where the service assumes `http2`.
    "cloudformation grpc-http-version",
    // A `MaxTTL` of a year is sent.
    "cloudformation ttl-order",
    // As above: an empty cache policy is sent as none.
    "terraform forwarded-values-missing",
    // The provider requires `viewer_certificate`, `restrictions` and some lists, and sends an empty
    // `ssl_support_method` with a certificate.
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
fn what_a_template_cannot_say_is_listed() {
    let arn = "arn:aws:acm:us-east-1:111122223333:certificate/0a1b2c3d-0000-4000-8000-000000000000";
    let (before, after) = BASE.split_once("</CustomOriginConfig>").unwrap();
    let member = format!(
        "<OriginMtlsConfig><ClientCertificateArn>{arn}</ClientCertificateArn></OriginMtlsConfig>"
    );
    let text = format!("{before}{member}</CustomOriginConfig>{after}");
    let left_out = |dialect, form| {
        let exported = convert_to_template(&Source::new(text.as_str()), dialect, form).unwrap();
        exported.left_out.join(" ")
    };
    let of_terraform = left_out("terraform", Form::Hcl);
    assert!(
        of_terraform.ends_with("/CustomOriginConfig/OriginMtlsConfig/ClientCertificateArn"),
        "{of_terraform}"
    );
    assert_eq!(left_out("cloudformation", Form::Yaml), "");
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
