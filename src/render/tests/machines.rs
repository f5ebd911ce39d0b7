//! The formats for programs.

use super::*;
use crate::stored;

/// Every format for machines, by name.
fn machines() -> [(&'static str, Box<dyn Format>); 7] {
    [
        ("json", Box::new(Json)),
        ("sarif", Box::new(Sarif::default())),
        ("github", Box::new(Github)),
        ("gitlab", Box::new(Gitlab)),
        ("junit", Box::new(Junit)),
        ("checkstyle", Box::new(Checkstyle)),
        ("rdjson", Box::new(Rdjson)),
    ]
}

#[test]
fn concise_has_one_line_per_finding() {
    let text = "<é><b/>\n<Quantity>4</Quantity><Items>";
    let report = report(
        text,
        vec![bare(at(text, "<b/>"), "unknown member `b`"), quantity(text)],
    );
    assert_eq!(
        write(&Concise, &[FileResult::new("a b/dist.xml", &report)]),
        "a b/dist.xml:1:5: warning[unknown-element]: unknown member `b`\n\
         a b/dist.xml:2:11: error[quantity-mismatch]: the quantity says 4, the list has 1 item\n"
    );
}

#[test]
fn agents_get_the_element_the_answer_and_the_fix_in_the_same_line() {
    let text = "<é><b/>\n<Quantity>4</Quantity><Items>";
    let mut unsafe_one = quantity(text);
    unsafe_one.fixes[0].applicability = Applicability::Unsafe;
    unsafe_one.help = Some("one\ntwo".to_owned());
    let report = report(
        text,
        vec![
            bare(at(text, "<b/>"), "unknown member `b`"),
            quantity(text),
            unsafe_one,
        ],
    );
    let lines = write(&Agent, &[FileResult::new("dist.xml", &report)]);
    let lines: Vec<Vec<&str>> = lines.lines().map(|it| it.split(" | ").collect()).collect();
    let known = [
        "dist.xml:2:11: error[quantity-mismatch]: the quantity says 4, the list has 1 item",
        "at: DistributionConfig/TrustedSigners/Quantity",
        "answer: 400 InconsistentQuantities",
    ];
    assert_eq!(
        lines[0],
        ["dist.xml:1:5: warning[unknown-element]: unknown member `b`"]
    );
    assert_eq!((&lines[1][..3], &lines[2][..3]), (&known[..], &known[..]));
    assert_eq!(
        lines[1][3..],
        [
            "help: write 1, or add the missing signers.",
            "fix: write 1 (--fix)"
        ]
    );
    assert_eq!(
        lines[2][3..],
        ["help: one␊two", "fix: write 1 (--fix --unsafe-fixes)"]
    );
}

#[test]
fn json_keeps_its_keys_and_their_order() {
    let mut skipped = report("<project/>", Vec::new());
    (skipped.root, skipped.api_version, skipped.status) = (None, None, Status::Skipped(None));
    let text = "<é/>\n<Quantity>4</Quantity><Items>";
    let mut checked = report(text, vec![quantity(text)]);
    checked.suppressed = 2;
    let failed = FileResult::failed("gone.json", "no such file");
    let out = write(
        &Json,
        &[
            FileResult::new("dist.xml", &checked),
            failed,
            FileResult::new("pom.xml", &skipped),
        ],
    );
    serde_json::from_str::<serde_json::Value>(&out).unwrap();
    stored::literal(
        &out.replace(env!("CARGO_PKG_VERSION"), "VERSION"),
        snapbox::str![[r#"
{"version":1,"tool":{"name":"cloudfront-lint","version":"VERSION"},"files":[
{"path":"dist.xml","form":"xml","dialect":"api","root":"DistributionConfig","api_version":"2012-07-01","resource":null,"status":"checked","suppressed":2,"findings":[{"rule":"quantity-mismatch","severity":"error","certainty":"certain","message":"the quantity says 4, the list has 1 item","note":null,"path":"DistributionConfig/TrustedSigners/Quantity","span":{"start":16,"end":17},"start":{"line":2,"column":11},"end":{"line":2,"column":12},"labels":[{"span":{"start":16,"end":17},"start":{"line":2,"column":11},"end":{"line":2,"column":12},"message":"says 4"},{"span":{"start":28,"end":35},"start":{"line":2,"column":23},"end":{"line":2,"column":30},"message":"contains 1: self"}],"help":"write 1, or add the missing signers.","service":{"code":"InconsistentQuantities","status":400},"fixes":[{"title":"write 1","applicability":"safe","edits":[{"span":{"start":16,"end":17},"text":"1"}]}],"url":"https://cloudfront-lint.github.io/cloudfront-lint/0.1/rules/quantity-mismatch/"}]},
{"path":"gone.json","form":"json","dialect":"api","root":null,"api_version":null,"resource":null,"status":"failed","suppressed":0,"findings":[]},
{"path":"pom.xml","form":"xml","dialect":"api","root":null,"api_version":null,"resource":null,"status":"skipped","suppressed":0,"findings":[]}
],"summary":{"files":3,"checked":1,"skipped":1,"failed":1,"errors":1,"warnings":0,"advice":0,"suppressed":2}}
"#]],
    );
}

#[test]
fn json_of_no_file_is_json() {
    let out = write(&Json, &[]);
    assert_eq!(
        serde_json::from_str::<serde_json::Value>(&out).unwrap()["files"],
        serde_json::json!([])
    );
}

/// SARIF without the pages of its rules, which are data of their own.
fn without_pages(log: &str) -> String {
    let mut parts = log.split("\"help\":{\"text\":");
    let mut out = parts.next().unwrap().to_owned();
    for part in parts {
        let (_, after) = part.split_once("},\"default").unwrap();
        let _ = write!(out, "\"help\":PAGE,\"default{after}");
    }
    out
}

#[test]
fn formats_for_machines() {
    let text = "<é/>\n<Quantity>4</Quantity><Items>";
    let checked = report(
        text,
        vec![
            bare(at(text, "é"), "unknown member `é`, 100% sure"),
            quantity(text),
        ],
    );
    let clean = report(text, Vec::new());
    let failed = FileResult::failed("gone.json", "no such file");
    let files = [
        FileResult::new("a dir/dist,1.xml", &checked),
        FileResult::new("clean.xml", &clean),
        failed,
    ];
    let shown = machines().map(|(name, format)| {
        let out = write(format.as_ref(), &files);
        let out = out.replace(env!("CARGO_PKG_VERSION"), "VERSION");
        (name, without_pages(&out))
    });
    stored::snapshots("render/machines", &shown);
}

#[test]
fn formats_for_machines_can_be_parsed_for_any_document() {
    let nasty = "<a b=\"&amp;\">\x1b[31m\u{202e}\0]]>\u{ffff}\r\n%0A,::</a>";
    let mut finding = bare(Span::new(0, nasty.len()), nasty);
    (finding.rule, finding.path, finding.note, finding.help) = (
        "team/`rule`".into(),
        ElementPath::of_text(nasty),
        Some(nasty.to_owned()),
        Some(nasty.to_owned()),
    );
    finding.labels = vec![Label {
        span: at(nasty, "%0A"),
        message: nasty.to_owned(),
    }];
    finding.fixes = vec![Fix {
        title: nasty.to_owned(),
        applicability: Applicability::Unsafe,
        edits: vec![Edit {
            span: Span::at(3),
            text: nasty.to_owned(),
        }],
    }];
    let reports = [
        report(nasty, vec![finding.clone(), finding.clone()]),
        report(nasty, Vec::new()),
        report(nasty, vec![finding]),
    ];
    for count in 0..=reports.len() {
        let mut files: Vec<FileResult<'_>> = reports[..count]
            .iter()
            .map(|report| FileResult::new(nasty, report))
            .collect();
        files.push(FileResult::failed(nasty, nasty));
        for (name, format) in &machines() {
            let out = write(format.as_ref(), &files);
            match *name {
                "github" => assert!(out.lines().all(|line| line.starts_with("::")), "{out}"),
                "junit" | "checkstyle" => {
                    assert!(roxmltree::Document::parse(&out).is_ok(), "{out}");
                }
                _ => assert!(
                    serde_json::from_str::<serde_json::Value>(&out).is_ok(),
                    "{name}: {out}"
                ),
            }
        }
    }
}

#[test]
fn fingerprints_are_unique_and_survive_a_move() {
    let fingerprints = |text: &str| -> Vec<String> {
        let report = report(
            text,
            vec![
                bare(Span::at(text.len() - 2), "same"),
                bare(Span::at(text.len() - 1), "same"),
            ],
        );
        let out = write(&Gitlab, &[FileResult::new("a.xml", &report)]);
        let parsed: serde_json::Value = serde_json::from_str(&out).unwrap();
        parsed
            .as_array()
            .unwrap()
            .iter()
            .map(|entry| entry["fingerprint"].as_str().unwrap().to_owned())
            .collect()
    };
    let before = fingerprints("<a/>");
    assert_ne!(before[0], before[1]);
    assert_eq!(before, fingerprints("\n\n\n<a/>"));
}

/// Every format gives back the name of a file, or shows what is not in it.
#[test]
fn names_of_files_are_exact() {
    let name = "a:1,b\t%<é>/c d.xml";
    let report = report("<a/>", vec![bare(Span::at(0), "x")]);
    let file = FileResult::new(name, &report);
    let parsed = |out: &str| serde_json::from_str::<serde_json::Value>(out).unwrap();
    assert_eq!(parsed(&write(&Json, &[file]))["files"][0]["path"], name);
    assert_eq!(
        parsed(&write(&Gitlab, &[file]))[0]["location"]["path"],
        name
    );
    assert_eq!(
        parsed(&write(&Rdjson, &[file]))["diagnostics"][0]["location"]["path"],
        name
    );
    for (format, element, attribute) in [
        (&Junit as &dyn Format, "testsuite", "name"),
        (&Checkstyle, "file", "name"),
    ] {
        let out = write(format, &[file]);
        let document = roxmltree::Document::parse(&out).unwrap();
        let named = document.descendants().find(|it| it.has_tag_name(element));
        assert_eq!(named.unwrap().attribute(attribute), Some(name));
    }
    assert!(write(&Github, &[file]).starts_with("::warning file=a%3A1%2Cb\t%25<é>/c d.xml,line=1"));
    let sarif = write(&Sarif::default(), &[file]);
    assert!(
        sarif.contains("\"a%3A1%2Cb%09%25%3C%C3%A9%3E/c%20d.xml\""),
        "{sarif}"
    );
    assert!(write(&Concise, &[file]).starts_with("a:1,b␉%<é>/c d.xml:1:1: "));
}

#[test]
fn a_name_that_is_not_utf_8_is_exact_where_it_can_be() {
    let report = report("<a/>", vec![bare(Span::at(0), "x")]);
    let file = FileResult::new(r"caf\xE9.xml", &report).with_raw_path(Some(b"caf\xe9.xml"));
    let gone = FileResult::failed(r"caf\xE8.xml", "no").with_raw_path(Some(b"caf\xe8.xml"));
    let sarif = write(&Sarif::default(), &[file, gone]);
    assert!(sarif.contains("\"caf%E9.xml\""), "{sarif}");
    assert!(sarif.contains("\"caf%E8.xml\""), "{sarif}");
    let json = write(&Json, &[file]);
    assert!(json.contains(r#""path":"caf\\xE9.xml""#), "{json}");
}

#[test]
fn no_two_findings_have_the_same_test_name() {
    let mut findings = vec![quantity(DIST), quantity(DIST), bare(Span::at(0), "one")];
    findings.push(bare(Span::at(0), "two"));
    findings[0].member = Some("`Items`".to_owned());
    let report = report(DIST, findings);
    let out = write(&Junit, &[FileResult::new("dist.xml", &report)]);
    let document = roxmltree::Document::parse(&out).unwrap();
    let names: Vec<&str> = document
        .descendants()
        .filter(|it| it.has_tag_name("testcase"))
        .map(|it| it.attribute("name").unwrap())
        .collect();
    assert_eq!(
        names,
        [
            "quantity-mismatch: DistributionConfig/TrustedSigners/Quantity (`Items`)",
            "quantity-mismatch: DistributionConfig/TrustedSigners/Quantity",
            "unknown-element",
            "unknown-element #2",
        ]
    );
}

#[test]
fn suppressed_findings_are_listed_on_request() {
    let mut report = report(DIST, vec![quantity(DIST)]);
    let suppressed = [
        SuppressedBy::Comment,
        SuppressedBy::Configuration,
        SuppressedBy::Baseline,
    ]
    .into_iter()
    .flat_map(|by| by.of(vec![quantity(DIST)]));
    report.suppressed_findings = Some(suppressed.collect());
    let file = FileResult::new("dist.xml", &report);
    let parsed = |out: &str| serde_json::from_str::<serde_json::Value>(out).unwrap();
    let json = parsed(&write(&Json, &[file]));
    let listed = json["files"][0]["suppressed_findings"].as_array().unwrap();
    let by: Vec<&str> = listed
        .iter()
        .map(|it| it["suppressed_by"].as_str().unwrap())
        .collect();
    assert_eq!(by, ["comment", "configuration", "baseline"]);
    assert_eq!(listed[0]["rule"], "quantity-mismatch");
    let sarif = parsed(&write(&Sarif::default(), &[file]));
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    let kinds: Vec<&serde_json::Value> = results.iter().map(|it| &it["suppressions"]).collect();
    assert_eq!(
        serde_json::json!(kinds),
        serde_json::json!([[], [{"kind": "inSource"}], [{"kind": "external"}], [{"kind": "external"}]])
    );
    let prints: std::collections::BTreeSet<String> = results
        .iter()
        .map(|it| it["partialFingerprints"].to_string())
        .collect();
    assert_eq!(prints.len(), results.len());
}

#[test]
fn a_sarif_log_describes_its_rules_and_service_codes() {
    let report = report(DIST, vec![quantity(DIST), bare(Span::at(0), "x")]);
    let out = write(&Sarif::default(), &[FileResult::new("dist.xml", &report)]);
    let log: serde_json::Value = serde_json::from_str(&out).unwrap();
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let names: Vec<&str> = rules
        .iter()
        .map(|rule| rule["id"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["quantity-mismatch", "unknown-element"]);
    assert!(out.len() < 20_000, "{}", out.len());
    let taxonomy = &run["taxonomies"][0];
    assert_eq!(taxonomy["taxa"][0]["id"], "InconsistentQuantities");
    assert_eq!(
        run["results"][0]["taxa"][0]["toolComponent"]["name"],
        taxonomy["name"]
    );
    assert_eq!(run["results"][0]["suppressions"], serde_json::json!([]));
}
