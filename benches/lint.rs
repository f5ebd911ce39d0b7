//! The linter compared with bare `roxmltree::Document::parse` on the same bytes: what a whole
//! report costs more than well-formedness.
//!
//! `cargo bench -p cloudfront-lint-benches --bench lint`

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use documents::{Size, document};

#[path = "documents/maximal.rs"]
mod documents;

fn lint(criterion: &mut Criterion) {
    let sample = include_str!("documents/distribution-2012-07-01.xml").to_owned();
    let maximal = document(Size::MAXIMAL);
    // An instruction behind the root is enough for the long way through roxmltree.
    let behind = format!("{maximal}<?x?>");
    for (name, text) in [
        ("sample 2012-07-01", &sample),
        ("maximal 2020-05-31", &maximal),
        ("maximal 2020-05-31, not plain", &behind),
    ] {
        let mut group = criterion.benchmark_group(name);
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function("roxmltree parse", |bencher| {
            bencher.iter(|| roxmltree::Document::parse(black_box(text)).is_ok());
        });
        group.bench_function("lint", |bencher| {
            bencher.iter(|| cloudfront_lint::lint(black_box(text)).findings().len());
        });
        group.finish();
    }
}

/// A document in which every element of a long list is wrong: the cost of a finding.
fn faults(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("faults");
    for count in [1_000, 10_000, 100_000] {
        let text = document(Size {
            aliases: count,
            ..Size::MAXIMAL
        })
        .replace("CNAME>", "Cname>");
        group.throughput(Throughput::Elements(count as u64));
        group.sample_size(10);
        group.bench_function(count.to_string(), |bencher| {
            bencher.iter(|| cloudfront_lint::lint(black_box(&text)).findings().len());
        });
    }
    group.finish();
}

criterion_group!(benches, lint, faults);
criterion_main!(benches);
