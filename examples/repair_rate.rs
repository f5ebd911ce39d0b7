//! How often the repair of a document that is not well-formed brings back the structure that it
//! had.
//!
//! Takes valid documents (those of `fixtures/base` where none is given), makes one fault in each
//! tag, bracket and quote in turn, and compares names, nesting and texts. Prints one line a kind of
//! fault, with and without knowledge of the shapes; `SHOW=1` adds what was not repaired.
//!
//! ```sh
//! cargo run --release --example repair_rate -- [FILE]...
//! ```
#![expect(clippy::print_stdout, reason = "an example prints")]

#[path = "../tests/support/mutation.rs"]
mod mutation;

use std::collections::BTreeMap;
use std::path::PathBuf;

use cloudfront_lint::Source;
use cloudfront_lint::internal::builtin;
use cloudfront_lint::internal::nesting::ShapeNesting;
use cloudfront_lint::internal::tree::NoKnowledge;
use mutation::{Count, is_well_formed, measure};

fn main() -> std::io::Result<()> {
    let shapes = ShapeNesting::new(&builtin::SCHEMA);
    let mut files: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    if files.is_empty() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/base");
        files = std::fs::read_dir(folder)?
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<Result<_, _>>()?;
        files.sort();
    }
    let mut with_shapes = BTreeMap::new();
    let mut without = BTreeMap::new();
    for path in files {
        let bytes = std::fs::read(&path)?;
        let source = Source::decode(&bytes);
        if is_well_formed(source.text()) {
            measure(source.text(), &shapes, &mut with_shapes, 1);
            measure(source.text(), &NoKnowledge, &mut without, 1);
        }
    }
    println!(
        "{:<24}{:>9}{:>16}{:>16}",
        "fault", "made", "with shapes", "without"
    );
    let (mut all, mut all_without) = (Count::default(), Count::default());
    for (kind, count) in &with_shapes {
        let blind = &without[kind];
        println!(
            "{kind:<24}{:>9}{:>15.1}%{:>15.1}%",
            count.made,
            percent(count),
            percent(blind)
        );
        (all.made, all.repaired) = (all.made + count.made, all.repaired + count.repaired);
        (all_without.made, all_without.repaired) = (
            all_without.made + blind.made,
            all_without.repaired + blind.repaired,
        );
    }
    println!(
        "{:<24}{:>9}{:>15.1}%{:>15.1}%",
        "all",
        all.made,
        percent(&all),
        percent(&all_without)
    );
    if std::env::var_os("SHOW").is_some() {
        for failure in with_shapes.values().flat_map(|count| &count.failures) {
            println!("{failure}");
        }
    }
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "a percentage")]
fn percent(count: &Count) -> f64 {
    100.0 * count.repaired as f64 / count.made.max(1) as f64
}
