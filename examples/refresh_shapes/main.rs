//! Shows how a service model of the SDKs differs from the timeline in `rules/shapes/`, as a diff to
//! review.
//!
//! ```sh
//! pip install botocore
//! models="$(python3 -c 'import botocore; print(botocore.__path__[0])')/data/cloudfront"
//! cargo run --example refresh_shapes -- "$models"/*/service-2.json.gz
//! ```
//!
//! Each line of the diff is a fact: `-` the timeline has it and the model does not, `+` the
//! reverse. Bring them into the files of `rules/shapes/` by hand, with the date or release in
//! `added` where a version gained them after it came out, and run the tests. Exit code 1 means that
//! there are differences. A model ending in `.gz` is unpacked by `gzip`.
//!
//! `--grow NAME=OPERATION,OPERATION…` behind the models writes `rules/shapes/NAME.toml`, with the
//! shapes and envelopes of these operations that the timeline does not have yet. A file that is
//! there is not overwritten.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program speaks to its user"
)]

mod grow;
mod model;

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::{env, fs};

use cloudfront_lint::internal::builtin::{FORMATS, SCHEMA};
use cloudfront_lint::internal::explain::facts;

fn main() -> ExitCode {
    let mut paths: Vec<String> = env::args().skip(1).collect();
    if let Some(at) = paths.iter().position(|argument| argument == "--grow") {
        let families = paths.split_off(at);
        return match write_families(&paths, &families[1..]) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("{error}");
                ExitCode::from(3)
            }
        };
    }
    if paths.is_empty() {
        eprintln!(
            "expected the paths of service models, such as botocore/data/cloudfront/2020-05-31/service-2.json.gz"
        );
        return ExitCode::from(2);
    }
    let mut differs = false;
    for path in paths {
        match read(&path).and_then(|text| model::read(&text)) {
            Ok(model) => differs |= show(&path, &model),
            Err(error) => {
                eprintln!("{path}: {error}");
                return ExitCode::from(3);
            }
        }
    }
    ExitCode::from(u8::from(differs))
}

/// Writes a file of shapes for each family.
fn write_families(models: &[String], families: &[String]) -> Result<(), String> {
    let mut read_models = Vec::new();
    let mut newest = String::new();
    for path in models {
        newest = read(path)?;
        read_models.push(serde_json::from_str(&newest).map_err(|error| error.to_string())?);
    }
    if read_models.is_empty() {
        return Err("expected the paths of service models before `--grow`".to_owned());
    }
    let mut grower = grow::Grower::new(&read_models, &newest);
    for family in families {
        let (name, operations) = (family.split_once('='))
            .ok_or_else(|| format!("expected NAME=OPERATION,OPERATION, found `{family}`"))?;
        let operations: Vec<&str> = operations.split(',').collect();
        let path = Path::new("rules/shapes").join(format!("{name}.toml"));
        if path.exists() {
            return Err(format!("{} exists already", path.display()));
        }
        let text = grower.file(&operations)?;
        fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()))?;
        println!("{}", path.display());
    }
    Ok(())
}

fn read(path: &str) -> Result<String, String> {
    if Path::new(path)
        .extension()
        .is_none_or(|extension| extension != "gz")
    {
        return fs::read_to_string(path).map_err(|error| error.to_string());
    }
    let unpacked = Command::new("gzip")
        .args(["-dc", path])
        .output()
        .map_err(|error| format!("gzip: {error}"))?;
    if !unpacked.status.success() {
        return Err(String::from_utf8_lossy(&unpacked.stderr).into_owned());
    }
    String::from_utf8(unpacked.stdout).map_err(|error| error.to_string())
}

/// Prints the differences, and returns whether there are any.
fn show(path: &str, model: &model::Model) -> bool {
    let version = SCHEMA.version(&model.version);
    let known = facts(&SCHEMA, &FORMATS, version.unwrap_or(SCHEMA.newest()));
    let known_as = version.map_or(
        "no version of the timeline, compared with its newest".to_owned(),
        |_| format!("timeline {}", model.version),
    );
    let lines: BTreeSet<(&str, char)> = (known
        .difference(&model.facts)
        .map(|fact| (fact.as_str(), '-')))
    .chain(
        model
            .facts
            .difference(&known)
            .map(|fact| (fact.as_str(), '+')),
    )
    .collect();
    if lines.is_empty() && version.is_some() {
        println!("{}: no difference ({} facts)", model.version, known.len());
        return false;
    }
    println!("--- {known_as}\n+++ {path}");
    let mut shape = "";
    for (fact, sign) in lines {
        let of = fact.split([':', '/', '[', ' ']).next().unwrap_or_default();
        if of != shape {
            println!("@@ {of} @@");
            shape = of;
        }
        println!("{sign}{fact}");
    }
    true
}
