//! The linter compared with `serde_json::from_slice::<Value>` on the same bytes of JSON.
//!
//! `cargo bench -p cloudfront-lint-benches --bench json`

use std::hint::black_box;

use cloudfront_lint::internal::tree;
use cloudfront_lint::{Form, Linter, Operation, Source, convert};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use documents::{Size, document};
use serde_json::Value;

#[path = "documents/maximal.rs"]
mod documents;

fn json(criterion: &mut Criterion) {
    for (name, version, xml) in [
        (
            "sample",
            "2012-07-01",
            include_str!("documents/distribution-2012-07-01.xml").to_owned(),
        ),
        ("maximal", "2020-05-31", document(Size::MAXIMAL)),
    ] {
        let linter = Linter::new()
            .api_version(version)
            .expect("the version was published")
            .operation(Operation::Create);
        let indented = convert(&Source::new(xml), Form::Json, None)
            .expect("the documents are well-formed and have counted lists");
        let value: Value = serde_json::from_str(&indented).expect("what is converted is JSON");
        for (layout, text) in [("indented", indented), ("compact", value.to_string())] {
            let mut group = criterion.benchmark_group(format!("{name} {version}, {layout}"));
            group.throughput(Throughput::Bytes(text.len() as u64));
            group.bench_function("serde_json", |bencher| {
                bencher
                    .iter(|| serde_json::from_slice::<Value>(black_box(text.as_bytes())).is_ok());
            });
            group.bench_function("tree", |bencher| {
                bencher.iter(|| {
                    tree::parse_json(&Source::decode(black_box(text.as_bytes())))
                        .0
                        .nodes()
                        .len()
                });
            });
            group.bench_function("lint", |bencher| {
                bencher.iter(|| linter.lint(black_box(text.as_bytes())).findings().len());
            });
            group.finish();
        }
    }
}

criterion_group!(benches, json);
criterion_main!(benches);
