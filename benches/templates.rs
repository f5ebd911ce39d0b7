//! Templates compared with their parsers alone on the same bytes: CloudFormation in YAML with
//! `granit-parser`, Terraform with `hcl-edit`. A report should cost at most three times as much.
//!
//! `cargo bench -p cloudfront-lint-benches --bench templates`

use std::hint::black_box;
use std::thread;

use cloudfront_lint::{Form, Linter, Source, convert_to_template};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use documents::{Size, document};
use granit_parser::Parser;

#[path = "documents/maximal.rs"]
#[expect(dead_code, reason = "no template is as large as a document may be")]
mod documents;

/// How many templates a big folder has.
const MANY: usize = 1_000;

/// A template in which so many behaviors make about 15 KB, with the functions of real ones.
fn template(dialect: &str, form: Form, behaviors: usize) -> String {
    let config = document(Size {
        origins: 4,
        behaviors,
        aliases: 10,
    });
    let written = convert_to_template(&Source::new(config.as_str()), dialect, form);
    let text = written.expect("the document is right").text;
    match form {
        Form::Hcl => text.replacen("\"index.html\"", "var.index", 1),
        _ => text.replacen("index.html", "!Ref Index", 1),
    }
}

fn one(criterion: &mut Criterion) {
    let yaml = template("cloudformation", Form::Yaml, 5);
    let hcl = template("terraform", Form::Hcl, 5);
    let mut group = criterion.benchmark_group(format!("template of {} bytes", yaml.len()));
    group.throughput(Throughput::Bytes(yaml.len() as u64));
    group.bench_function("granit-parser alone", |bencher| {
        bencher.iter(|| Parser::new_from_str(black_box(&yaml)).flatten().count());
    });
    group.bench_function("lint", |bencher| {
        bencher.iter(|| cloudfront_lint::lint(black_box(&yaml)).findings().len());
    });
    group.finish();
    let mut group = criterion.benchmark_group(format!("configuration of {} bytes", hcl.len()));
    group.throughput(Throughput::Bytes(hcl.len() as u64));
    group.bench_function("hcl-edit alone", |bencher| {
        bencher.iter(|| hcl_edit::parser::parse_body(black_box(&hcl)).is_ok());
    });
    group.bench_function("lint", |bencher| {
        bencher.iter(|| cloudfront_lint::lint(black_box(&hcl)).findings().len());
    });
    group.finish();
}

/// A folder of templates on two threads: less than a second.
fn many(criterion: &mut Criterion) {
    let yaml = template("cloudformation", Form::Yaml, 1);
    let linter = Linter::new();
    let half = || {
        let findings = |_| linter.lint(black_box(&yaml)).findings().len();
        (0..MANY / 2).map(findings).sum::<usize>()
    };
    let mut group = criterion.benchmark_group("folder");
    group.sample_size(10);
    group.bench_function(
        format!("{MANY} templates of {} bytes", yaml.len()),
        |bencher| {
            bencher.iter(|| {
                thread::scope(|scope| {
                    let other = scope.spawn(half);
                    half() + other.join().unwrap_or_default()
                })
            });
        },
    );
    group.finish();
}

criterion_group!(benches, one, many);
criterion_main!(benches);
