//! A service model of an SDK extends the newest API version by what it knows more, and by nothing
//! else.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::collections::HashSet;
use std::io::Write as _;

use cloudfront_lint::Linter;
use cloudfront_lint::internal::builtin::SCHEMA;
use cloudfront_lint::internal::model::schema::{Member, ShapeId, ShapeKind, ValueKind};
use cloudfront_lint::service_model::ServiceModel;
use serde_json::{Map, Value, json};

const BASE: &str = include_str!("../fixtures/base/distribution-2020-05-31.xml");

/// The built-in shapes of the newest version as an SDK has them.
pub(crate) fn model() -> Value {
    let newest = SCHEMA.newest();
    let mut shapes = Map::new();
    let roots = SCHEMA.roots.iter().filter(|root| root.api.is_none());
    let mut open: Vec<ShapeId> = roots
        .filter(|root| root.versions.contains(newest))
        .map(|root| {
            let shape = SCHEMA.shape(root.shape);
            assert_eq!(shape.name, SCHEMA.name_text(root.name));
            root.shape
        })
        .collect();
    let mut seen = HashSet::new();
    while let Some(id) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        let shape = SCHEMA.shape(id);
        let mut target = |member: &Member| match member.value {
            ValueKind::Structure(inner) | ValueKind::List(inner) | ValueKind::Enum(inner) => {
                open.push(inner);
                SCHEMA.shape(inner).name.to_string()
            }
            _ => {
                let name = format!("{}-{}", shape.name, SCHEMA.name_text(member.name));
                shapes.insert(name.clone(), scalar(member));
                name
            }
        };
        let now = |member: &&Member| member.versions.contains(newest);
        let described = match &shape.kind {
            ShapeKind::Structure { members, .. } => {
                let named = |member: &Member| SCHEMA.name_text(member.name).to_owned();
                let required = members.iter().filter(|it| it.required.contains(newest));
                let required: Vec<String> = required.map(named).collect();
                let members: Map<String, Value> = members
                    .iter()
                    .filter(now)
                    .map(|it| (named(it), json!({ "shape": target(it) })))
                    .collect();
                json!({ "type": "structure", "required": required, "members": members })
            }
            ShapeKind::List { item, .. } => {
                let item = item.iter().find(now).unwrap();
                let name = SCHEMA.name_text(item.name);
                json!({ "type": "list", "member": { "shape": target(item), "locationName": name } })
            }
            ShapeKind::Enum { values, .. } => {
                let values = values.iter().filter(|it| it.versions.contains(newest));
                let values: Vec<&str> = values.map(|it| it.value.as_ref()).collect();
                json!({ "type": "string", "enum": values })
            }
        };
        shapes.insert(shape.name.to_string(), described);
    }
    json!({
        "metadata": { "apiVersion": SCHEMA.version_info(newest).name, "endpointPrefix": "cloudfront" },
        "shapes": shapes,
    })
}

fn scalar(member: &Member) -> Value {
    let newest = SCHEMA.newest();
    let bound = |bounds: &[cloudfront_lint::internal::model::schema::Dated<i64>]| {
        let bound = bounds.iter().find(|it| it.versions.contains(newest));
        bound.map(|it| it.value)
    };
    let (min, max) = (bound(&member.bounds.min), bound(&member.bounds.max));
    let kind = match member.value {
        ValueKind::Boolean => "boolean",
        ValueKind::Integer => "integer",
        ValueKind::Long => "long",
        ValueKind::Timestamp => "timestamp",
        ValueKind::Double => "double",
        ValueKind::Empty => "structure",
        _ => "string",
    };
    json!({ "type": kind, "min": min, "max": max })
}

/// The model with three things that are not built in.
pub(crate) fn newer() -> Value {
    let mut model = model();
    let shapes = &mut model["shapes"];
    shapes["DistributionConfig"]["members"]["QuicConfig"] = json!({ "shape": "QuicConfig" });
    shapes["QuicConfig"] = json!({
        "type": "structure",
        "required": ["Mode"],
        "members": {
            "Mode": { "shape": "QuicMode" },
            "Ports": { "shape": "QuicPorts" },
            "Token": { "shape": "QuicToken" },
        },
    });
    shapes["QuicMode"] = json!({ "type": "string", "enum": ["on", "off"] });
    shapes["QuicToken"] = json!({ "type": "string", "max": 5, "sensitive": true });
    shapes["QuicPorts"] = json!({
        "type": "structure",
        "required": ["Quantity"],
        "members": { "Quantity": { "shape": "integer" }, "Items": { "shape": "QuicPortList" } },
    });
    shapes["QuicPortList"] =
        json!({ "type": "list", "member": { "shape": "integer", "locationName": "Port" } });
    shapes["integer"] = json!({ "type": "integer" });
    let versions = shapes["HttpVersion"]["enum"].as_array_mut().unwrap();
    versions.push(json!("http4"));
    model
}

fn linter(model: &Value) -> Linter {
    let model = ServiceModel::read(model.to_string().as_bytes()).unwrap();
    Linter::new().service_model(Box::leak(Box::new(model)))
}

fn found(linter: &Linter, text: &str) -> Vec<String> {
    let report = linter.lint(text);
    let findings = report.findings().iter();
    findings
        .map(|it| format!("{} {}", it.severity, it.rule))
        .collect()
}

fn with(more: &str) -> String {
    BASE.replace("<Comment>", &format!("{more}<Comment>"))
}

const QUIC: &str = "<QuicConfig><Mode>on</Mode><Ports><Quantity>1</Quantity>\
    <Items><Port>443</Port></Items></Ports><Token>short</Token></QuicConfig>";

#[test]
fn the_model_of_what_is_built_in_adds_nothing() {
    let read = ServiceModel::read(model().to_string().as_bytes()).unwrap();
    assert_eq!(read.additions(), 0);
    let broken = BASE.replace("<Id>", "<Idd>").replace("</Id>", "</Idd>");
    assert_eq!(
        found(&linter(&model()), &broken),
        found(&Linter::new(), &broken)
    );
}

#[test]
fn what_the_model_knows_more_is_accepted() {
    let linter = linter(&newer());
    assert_eq!(found(&linter, &with(QUIC)), Vec::<String>::new());
    assert_eq!(
        found(&Linter::new(), &with(QUIC)),
        ["warning unknown-element"]
    );
    let version = BASE.replace(">http2<", ">http4<");
    assert_ne!(version, BASE);
    assert_eq!(found(&linter, &version), Vec::<String>::new());
    assert_eq!(found(&Linter::new(), &version), ["error enum-value"]);
    let json = r#"{"Comment": "", "CallerReference": "r", "Enabled": true, "HttpVersion": "http4", "QuicConfig": {"Mode": "off"}, "Origins": {"Quantity": 1, "Items": [{"Id": "o", "DomainName": "www.example.com", "CustomOriginConfig": {"HTTPPort": 80, "HTTPSPort": 443, "OriginProtocolPolicy": "https-only"}}]}, "DefaultCacheBehavior": {"TargetOriginId": "o", "ViewerProtocolPolicy": "https-only", "CachePolicyId": "658327ea-f89d-4fab-a63d-7e88639e58f6"}}"#;
    assert_eq!(found(&linter, json), Vec::<String>::new());
}

#[test]
fn what_the_model_does_not_know_is_still_at_fault() {
    let linter = linter(&newer());
    for (wrong, rule) in [
        (
            QUIC.replace("QuicConfig", "QuickConfig"),
            "error unknown-element",
        ),
        (QUIC.replace("<Mode>on</Mode>", ""), "error missing-element"),
        (QUIC.replace(">on<", ">onn<"), "error enum-value"),
        (
            QUIC.replace("<Quantity>1", "<Quantity>2"),
            "error quantity-mismatch",
        ),
        (QUIC.replace("443", "many"), "error integer-value"),
        (QUIC.replace("short", "too long"), "error text-length"),
    ] {
        let found = found(&linter, &with(&wrong));
        assert_eq!(found, [rule], "{wrong}");
    }
    let old = BASE.replace("2020-05-31", "2019-03-26");
    assert!(
        found(
            &linter,
            &old.replace("<Comment>", &format!("{QUIC}<Comment>"))
        )
        .contains(&"error unknown-element".to_owned())
    );
}

#[test]
fn only_a_model_that_knows_all_narrows() {
    let mut model = model();
    model["shapes"]["DistributionConfig-Comment"]["max"] = json!(3);
    let required = &mut model["shapes"]["DistributionConfig"]["required"];
    required.as_array_mut().unwrap().push(json!("WebACLId"));
    assert_eq!(
        ServiceModel::read(model.to_string().as_bytes())
            .unwrap()
            .additions(),
        2
    );
    let text = BASE.replace("<WebACLId></WebACLId>", "");
    assert_ne!(text, BASE);
    let narrowed = found(&linter(&model), &text);
    assert_eq!(narrowed.len(), 2, "{narrowed:?}");
    let members = model["shapes"]["DistributionConfig"]["members"]
        .as_object_mut()
        .unwrap();
    members.remove("HttpVersion").unwrap();
    assert_eq!(found(&linter(&model), &text), found(&Linter::new(), &text));
}

#[test]
fn it_may_be_packed() {
    let text = newer().to_string();
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(text.as_bytes()).unwrap();
    let packed = packer.finish().unwrap();
    let additions = |bytes: &[u8]| ServiceModel::read(bytes).unwrap().additions();
    assert_eq!(additions(&packed), additions(text.as_bytes()));
    assert!(additions(&packed) > 0);
}

#[test]
fn a_previous_document_is_read_by_it_too() {
    let previous = cloudfront_lint::Previous::parse(&with(QUIC));
    let linter = linter(&newer())
        .operation(cloudfront_lint::Operation::Update)
        .compare_with(&previous)
        .if_match("E2QWRUHAPOMQZL");
    assert_eq!(found(&linter, &with(QUIC)), Vec::<String>::new());
}
