//! The forms of JSON files with a document are recognized by their keys.

use cloudfront_lint::internal::builtin::SCHEMA;
use cloudfront_lint::{Status, lint};

const CONFIG: &str = r#"{"CallerReference": "one", "Comment": "", "Enabled": true, "Origins": {"Quantity": 0}, "DefaultCacheBehavior": {}}"#;
const STREAMING: &str = r#"{"CallerReference": "one", "S3Origin": {}, "Comment": "", "TrustedSigners": {}, "Enabled": true}"#;
const IDENTITY: &str = r#"{"CallerReference": "one", "Comment": ""}"#;
const BATCH: &str = r#"{"Paths": {"Quantity": 0}, "CallerReference": "one"}"#;

/// The root that is seen in a file, or the word by which it is skipped.
fn seen(json: &str) -> String {
    let report = lint(json);
    match (report.root(), report.status()) {
        (Some(root), _) => root.to_owned(),
        (None, Status::Skipped(Some(word))) => word.chars().take(32).collect(),
        (None, Status::Skipped(None)) => "nothing".to_owned(),
        (None, _) => "?".to_owned(),
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "one table of cases")]
fn every_form_has_its_root() {
    let forms = [
        (CONFIG.to_owned(), "DistributionConfig"),
        (
            format!(r#"{{"ETag": "E1", "DistributionConfig": {CONFIG}}}"#),
            "DistributionConfig",
        ),
        (
            format!(
                r#"{{"ResponseMetadata": {{}}, "ETag": "E1", "DistributionConfig": {CONFIG}}}"#
            ),
            "DistributionConfig",
        ),
        (
            format!(r#"{{"DistributionConfig": {CONFIG}}}"#),
            "DistributionConfig",
        ),
        (
            format!(r#"{{"DistributionConfig": {CONFIG}, "Id": "", "IfMatch": ""}}"#),
            "DistributionConfig",
        ),
        (
            format!(r#"{{"Id": "E2", "IfMatch": "E1", "DistributionConfig": {CONFIG}}}"#),
            "DistributionConfig",
        ),
        (
            format!(
                r#"{{"ETag": "E1", "Distribution": {{"Id": "E2", "Status": "Deployed", "DistributionConfig": {CONFIG}}}}}"#
            ),
            "Distribution",
        ),
        (
            format!(
                r#"{{"Location": "", "Distribution": {{"Id": "E2", "DistributionConfig": {CONFIG}}}}}"#
            ),
            "Distribution",
        ),
        (
            format!(r#"{{"Id": "E2", "Status": "Deployed", "DistributionConfig": {CONFIG}}}"#),
            "Distribution",
        ),
        (
            format!(r#"{{"DistributionConfig": {CONFIG}, "Tags": {{"Items": []}}}}"#),
            "DistributionConfigWithTags",
        ),
        (
            format!(
                r#"{{"DistributionConfigWithTags": {{"DistributionConfig": {CONFIG}, "Tags": {{"Items": []}}}}}}"#
            ),
            "DistributionConfigWithTags",
        ),
        (STREAMING.to_owned(), "StreamingDistributionConfig"),
        (
            format!(r#"{{"ETag": "E1", "StreamingDistributionConfig": {STREAMING}}}"#),
            "StreamingDistributionConfig",
        ),
        (
            format!(
                r#"{{"Id": "E2", "IfMatch": "E1", "StreamingDistributionConfig": {STREAMING}}}"#
            ),
            "StreamingDistributionConfig",
        ),
        (
            format!(
                r#"{{"ETag": "E1", "StreamingDistribution": {{"StreamingDistributionConfig": {STREAMING}}}}}"#
            ),
            "StreamingDistribution",
        ),
        (
            format!(r#"{{"StreamingDistributionConfig": {STREAMING}, "Tags": {{"Items": []}}}}"#),
            "StreamingDistributionConfigWithTags",
        ),
        (IDENTITY.to_owned(), "CloudFrontOriginAccessIdentityConfig"),
        (
            format!(r#"{{"ETag": "E1", "CloudFrontOriginAccessIdentityConfig": {IDENTITY}}}"#),
            "CloudFrontOriginAccessIdentityConfig",
        ),
        (BATCH.to_owned(), "InvalidationBatch"),
        (
            format!(r#"{{"DistributionId": "E2", "InvalidationBatch": {BATCH}}}"#),
            "InvalidationBatch",
        ),
        (
            format!(
                r#"{{"Location": "", "Invalidation": {{"Id": "I1", "InvalidationBatch": {BATCH}}}}}"#
            ),
            "Invalidation",
        ),
        (
            r#"{"studioId": "a", "sessionId": "b", "clientToken": "c"}"#.to_owned(),
            "CreateStreamingSessionStreamRequest",
        ),
    ];
    for (json, root) in forms {
        assert_eq!(seen(&json), root, "{json}");
    }
}

#[test]
fn a_document_is_known_with_members_missing_or_in_another_case() {
    for json in [
        r#"{"Origins": {}, "DefaultCacheBehavior": {}}"#,
        r#"{"CallerReference": "one", "Comment": "", "Enabled": true}"#,
        r#"{"callerReference": "one", "origins": {"quantity": 0}, "defaultCacheBehavior": {}, "enabled": true}"#,
        r#"{"etag": "E1", "distributionConfig": {"callerReference": "one", "comment": "", "enabled": true, "origins": {}, "defaultCacheBehavior": {}}}"#,
        r#"{"Comment": "", "Aliases": {"Quantity": 0}, "ViewerCertificate": {}}"#,
    ] {
        assert_eq!(seen(json), "DistributionConfig", "{json}");
    }
}

/// What is around the configuration of an answer is not sent, so nobody refuses it for what was cut
/// or blacked out there.
#[test]
fn an_abridged_response_is_not_an_error() {
    let errors = |json: &str| {
        let report = lint(json);
        let errors = report
            .findings()
            .iter()
            .filter(|finding| finding.severity == cloudfront_lint::Severity::Error);
        errors
            .map(|finding| format!("{} {}", finding.rule, finding.path))
            .collect::<Vec<_>>()
    };
    let batch = r#"{"Paths": {"Quantity": 1, "Items": ["/*"]}, "CallerReference": "one"}"#;
    let answer = |around: &str, batch: &str| {
        format!(r#"{{"Invalidation": {{{around} "InvalidationBatch": {batch}}}}}"#)
    };
    for around in [
        "",
        r#""Id": "I1","#,
        r#""Status": "Completed", "CreateTime": false,"#,
        r#""Id": "I1", "Newer": {"Than": "this"},"#,
    ] {
        assert_eq!(errors(&answer(around, batch)), [""; 0], "{around}");
    }
    let abridged = answer(r#""Id": "I1","#, batch);
    let report = lint(&abridged);
    let cut: Vec<&str> = report
        .findings()
        .iter()
        .filter(|finding| finding.rule == "missing-element")
        .map(|finding| finding.message.as_str())
        .collect();
    assert_eq!(
        cut,
        [
            "`Invalidation` has no `Status` and `CreateTime`, which every response of CloudFront includes"
        ]
    );
    let inside = batch.replace(r#", "CallerReference": "one""#, "");
    assert_eq!(
        errors(&answer(r#""Id": "I1","#, &inside)),
        ["missing-element Invalidation/InvalidationBatch"]
    );
    assert_eq!(
        errors(
            r#"{"Invalidation": {"Id": "I1", "Status": "Completed", "CreateTime": "2020-01-01T00:00:00Z"}}"#
        ),
        ["missing-element Invalidation"]
    );
    let xml = r#"<Invalidation xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/"><Id>I1</Id><InvalidationBatch><Paths><Quantity>1</Quantity><Items><Path>/a</Path></Items></Paths><CallerReference>one</CallerReference></InvalidationBatch></Invalidation>"#;
    assert_eq!(errors(xml), [""; 0]);
}

/// What can be sent back is the configuration, not the answer around it.
#[test]
fn a_response_is_cut_down_to_its_configuration() {
    for (json, query, kept) in [
        (
            format!(r#"{{"ETag": "E1", "DistributionConfig": {CONFIG}}}"#),
            "`--query DistributionConfig`",
            CONFIG,
        ),
        (
            format!(
                r#"{{"ETag": "E1", "Distribution": {{"Id": "E2", "DistributionConfig": {CONFIG}}}}}"#
            ),
            "`--query Distribution.DistributionConfig`",
            CONFIG,
        ),
        (
            format!(
                r#"{{"Location": "", "Invalidation": {{"Id": "I1", "InvalidationBatch": {BATCH}, "Status": ""}}}}"#
            ),
            "`--query Invalidation.InvalidationBatch`",
            BATCH,
        ),
    ] {
        let report = lint(&json);
        let wrapped = report
            .findings()
            .iter()
            .find(|finding| finding.rule == "response-wrapper")
            .expect("it is reported");
        assert!(
            wrapped
                .help
                .as_ref()
                .is_some_and(|help| help.contains(query)),
            "{:?}",
            wrapped.help
        );
        let mut cut = json.clone();
        for edit in wrapped.fixes[0].edits.iter().rev() {
            cut.replace_range(edit.span.range(), &edit.text);
        }
        assert_eq!(cut, kept);
    }
}

const CAMEL: &str = r#"{"callerReference": "one", "comment": "", "enabled": true, "origins": {}, "defaultCacheBehavior": {}}"#;

/// Names at the root of a file, and the rules about them.
fn misspelt(json: &str) -> Vec<String> {
    let report = lint(json);
    let about = |finding: &cloudfront_lint::Finding| report.source().slice(finding.span).to_owned();
    report
        .findings()
        .iter()
        .filter(|finding| finding.rule == "wrapper-misspelt")
        .map(about)
        .collect()
}

#[test]
fn a_wrapper_in_another_spelling_is_known_by_the_document_in_it() {
    let distribution = format!(r#"{{"Id": "E2", "DistributionConfig": {CONFIG}}}"#);
    for (json, root, keys) in [
        (
            format!(r#"{{"distributionConfig": {CAMEL}}}"#),
            "DistributionConfig",
            // It is reported together with the names in the document.
            vec![],
        ),
        (
            format!(r#"{{"Distributionconfig": {CONFIG}}}"#),
            "DistributionConfig",
            vec!["Distributionconfig"],
        ),
        (
            format!(r#"{{"distribution_config": {CONFIG}}}"#),
            "DistributionConfig",
            vec!["distribution_config"],
        ),
        (
            format!(r#"{{"DistributionConfiguration": {CONFIG}}}"#),
            "DistributionConfig",
            vec!["DistributionConfiguration"],
        ),
        (
            format!(r#"{{"id": "E2", "ifMatch": "E1", "DistributionConfig": {CONFIG}}}"#),
            "DistributionConfig",
            vec!["id", "ifMatch"],
        ),
        (
            format!(r#"{{"eTag": "E1", "DistributionConfig": {CONFIG}}}"#),
            "DistributionConfig",
            vec![],
        ),
        (
            format!(r#"{{"ETag": "E1", "Distribuiton": {distribution}}}"#),
            "Distribution",
            vec!["Distribuiton"],
        ),
        (
            format!(r#"{{"invalidationbatch": {BATCH}, "DistributionId": "E2"}}"#),
            "InvalidationBatch",
            vec!["invalidationbatch"],
        ),
        (
            format!(r#"{{"DistributionConfig": {CONFIG}}}"#),
            "DistributionConfig",
            vec![],
        ),
    ] {
        assert_eq!(
            (seen(&json).as_str(), misspelt(&json)),
            (root, keys.into_iter().map(str::to_owned).collect()),
            "{json}"
        );
    }
}

#[test]
fn files_with_a_similar_name_only_are_skipped() {
    for json in [
        r#"{"distributionConfig": {"enabled": true, "name": "of a tenant"}}"#,
        r#"{"distributionConfig": {"origins": [], "defaultCacheBehavior": {}, "enabled": true, "comment": ""}}"#,
        r#"{"distributions": {"debian": {}, "ubuntu": {}}}"#,
        r#"{"invalidation": {"paths": ["/*"]}}"#,
    ] {
        assert!(!matches!(lint(json).status(), Status::Checked), "{json}");
    }
    assert_eq!(
        seen(&format!(
            r#"{{"distributionConfig": {}}}"#,
            CAMEL.replace("callerReference", "name")
        )),
        "its key `distributionConfig` is "
    );
}

/// What is one level down is not judged, since nobody says that it was meant to be; who names the
/// file hears where it is.
#[test]
fn a_document_inside_another_file_is_described() {
    let skipped = |json: &str| match lint(json).status() {
        Status::Skipped(Some(word)) => word.clone(),
        other => format!("{other:?}"),
    };
    for (json, sentence) in [
        (
            format!(
                r#"{{"status_code": 200, "data": {{"ETag": "E1", "DistributionConfig": {CONFIG}}}}}"#
            ),
            "its key `data` contains the output of `aws cloudfront get-distribution-config`; write that to a file of its own",
        ),
        (
            format!(r#"{{"ETag": "E1", "Config": {BATCH}}}"#),
            "its key `Config` contains the `InvalidationBatch` for `aws cloudfront create-invalidation`; write that to a file of its own",
        ),
        (
            format!(r#"[{{"DistributionConfig": {CONFIG}}}, 1]"#),
            "it is an array, whose first item is the input of `aws cloudfront create-distribution --cli-input-json`; write each item \
             to a file of its own",
        ),
    ] {
        assert_eq!(skipped(&json), sentence);
    }
}

#[test]
fn trailing_text_does_not_make_another_file_a_document() {
    let lines = format!(
        "{}\n{CONFIG}\n",
        r#"{"event": "PUT", "DistributionConfig": "of E1"}"#
    );
    assert_eq!(seen(&lines), "nothing");
}

#[test]
fn paths_of_forms_lead_to_their_roots() {
    for form in SCHEMA.envelopes.iter() {
        let (Some(shape), Some(root)) = (form.shape, form.root) else {
            continue;
        };
        let root = &SCHEMA.roots[usize::from(root)];
        let mut at = shape;
        for name in form.path.iter() {
            let name = SCHEMA.name(name).expect("the name is known");
            let member = SCHEMA
                .shape(at)
                .member(name, SCHEMA.newest())
                .expect("the newest version has it");
            at = match member.value {
                cloudfront_lint::internal::model::schema::ValueKind::Structure(inner) => inner,
                other => panic!("{}: {other:?} is not a structure", form.name),
            };
        }
        if form.path.is_empty() {
            // The input of a command may have other parameters next to the members of the document.
            let has = |name| SCHEMA.shape(at).member(name, SCHEMA.newest()).is_some();
            let mut members = (SCHEMA.shape(root.shape).members().iter())
                .filter(|member| member.versions.contains(SCHEMA.newest()));
            assert!(members.all(|member| has(member.name)), "{}", form.name);
        } else {
            assert_eq!(at, root.shape, "{}", form.name);
        }
    }
}
