//! Compiles `rules/` into the library: reads the files with the library's own loader and writes
//! them as Rust constants.
//!
//! A wrong rule file is a compile error with its file, line and column.

#![expect(
    clippy::allow_attributes,
    reason = "what is dead in a shared module changes with every use that the build makes of it"
)]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs, io};

use crate::emit::Emit;
use crate::model::load::{self, File, LoadError};
use crate::model::rule::Index;
use crate::model::schema::Schema;

#[path = "build/emit.rs"]
mod emit;
#[path = "build/emit_dialect.rs"]
mod emit_dialect;
#[path = "build/emit_rule.rs"]
mod emit_rule;
#[path = "build/emit_schema.rs"]
mod emit_schema;

#[allow(
    dead_code,
    unreachable_pub,
    unused_imports,
    reason = "modules of the library, of which the build needs a part"
)]
#[path = "src/model"]
mod model {
    pub mod dialect;
    pub mod load;
    pub mod managed;
    pub mod map;
    pub mod near;
    pub mod rule;
    pub mod schema;
    mod severity;
    pub mod upgrade;

    pub use severity::{Certainty, ServiceError, Severity};
}
/// The part of the library's `text` that the model is built on.
#[allow(
    dead_code,
    unreachable_pub,
    unused_imports,
    reason = "modules of the library, of which the build needs a part"
)]
#[path = "src/text"]
mod text {
    mod edit;
    mod span;

    pub use edit::{Applicability, Edit};
    pub use span::Span;
}

fn main() -> ExitCode {
    fix_addresses();
    match compile() {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Rules(errors)) => {
            for error in errors {
                report(&error.to_string());
            }
            ExitCode::FAILURE
        }
        Err(Failure::Io(path, error)) => {
            report(&format!("{}: {error}", path.display()));
            ExitCode::FAILURE
        }
    }
}

/// Links the program at fixed addresses. The rules are constants full of references, and where a
/// program may lie anywhere the loader must relocate each reference at every start, which takes
/// longer than to check a document.
fn fix_addresses() {
    let target = |key: &str, value: &str| env::var(key).is_ok_and(|found| found == value);
    if target("CARGO_CFG_TARGET_OS", "linux")
        && target("CARGO_CFG_TARGET_ENV", "gnu")
        && target("PROFILE", "release")
    {
        println!("cargo::rustc-link-arg-bin=cloudfront-lint=-no-pie");
    }
}

fn report(error: &str) {
    println!("cargo::error={error}");
}

/// Why the library cannot be built.
enum Failure {
    /// The rule files have errors.
    Rules(Vec<LoadError>),
    /// A file cannot be read or written.
    Io(PathBuf, io::Error),
}

impl From<Vec<LoadError>> for Failure {
    fn from(errors: Vec<LoadError>) -> Self {
        Self::Rules(errors)
    }
}

/// Files of `rules/` that contain no rules.
const WITHOUT_RULES: [&str; 8] = [
    "formats",
    "quotas",
    "excluded",
    "catalogue",
    "answers",
    "descriptions",
    "upgrades",
    "map",
];

/// What the constants depend on.
const INPUTS: [&str; 6] = [
    "rules",
    "fixtures/base",
    "build",
    "build.rs",
    "src/model",
    "src/text",
];

fn compile() -> Result<(), Failure> {
    for input in INPUTS {
        println!("cargo::rerun-if-changed={input}");
    }
    let rules = Path::new("rules");
    let formats = load::formats::load(&[read(&rules.join("formats.toml"))?])?;
    let mut schema = load::shapes::load(&read_folder(&rules.join("shapes"))?, &formats)?;
    load::descriptions::load(&read(&rules.join("descriptions.toml"))?, &mut schema)?;
    let quotas = load::quotas::load(&read(&rules.join("quotas.toml"))?)?;
    let known = load::rules::Known {
        schema: &schema,
        formats: &formats,
        quotas: &quotas,
    };
    let modules: Vec<File> = read_folder(rules)?
        .into_iter()
        .filter(|file| !WITHOUT_RULES.contains(&file.stem()))
        .collect();
    let rule_list = load::rules::load(&modules, known)?;

    let mut source = String::new();
    constant(
        &mut source,
        "pub static SCHEMA: Schema",
        "The shapes.",
        &schema,
    );
    constant_array(&mut source, "FORMATS", "The formats.", "Format", &formats);
    constant_array(&mut source, "RULES", "The rules.", "Rule", &rule_list);
    constant(
        &mut source,
        "pub(crate) static INDEX: Index",
        "Which rules apply where.",
        &Index::new(rule_list.iter(), &schema),
    );
    resources(&mut source, rules, &schema)?;
    constant_array(
        &mut source,
        "QUOTAS",
        "The documented limits.",
        "Quota",
        &quotas,
    );
    let definitions = read(&rules.join("definitions.toml"))?.text;
    let _ = writeln!(
        source,
        "/// What rules repeat, under names.\npub static DEFINITIONS: &str = {definitions:?};"
    );
    upgrades_and_maps(&mut source, rules, &schema)?;
    let bases = read_bases(Path::new("fixtures/base"))?;
    let _ = write!(
        source,
        "/// The standard documents that examples change.\npub static BASES: [(&str, &str); {}] = {bases:?};\n",
        bases.len()
    );
    write("builtin.rs", &source)
}

/// Appends what is known about resources: those of templates, and those that AWS manages.
fn resources(source: &mut String, rules: &Path, schema: &Schema) -> Result<(), Failure> {
    let dialects = load::dialects::load(&read_folder(&rules.join("dialects"))?, schema)?;
    constant_array(
        source,
        "DIALECTS",
        "The notations of templates.",
        "Dialect",
        &dialects,
    );
    let managed = load::managed::load(&read_folder(&rules.join("managed"))?, schema)?;
    constant_array(
        source,
        "MANAGED",
        "The resources that AWS manages.",
        "Managed",
        &managed,
    );
    Ok(())
}

/// Appends what old documents are in newer versions, and what pictures of documents show.
fn upgrades_and_maps(source: &mut String, rules: &Path, schema: &Schema) -> Result<(), Failure> {
    let upgrades = load::upgrades::load(&read(&rules.join("upgrades.toml"))?, schema)?;
    constant_array(
        source,
        "UPGRADES",
        "What old documents are in newer versions.",
        "Upgrade",
        &upgrades,
    );
    let maps = load::maps::load(&read(&rules.join("map.toml"))?, schema)?;
    constant_array(
        source,
        "MAPS",
        "What pictures of documents show.",
        "MapPlan",
        &maps,
    );
    Ok(())
}

/// Appends a constant, whose declaration says its name and type.
fn constant<T: Emit>(source: &mut String, declaration: &str, doc: &str, value: &T) {
    let _ = write!(source, "/// {doc}\n{declaration} = ");
    value.emit(source);
    source.push_str(";\n");
}

/// Appends a constant array; for types that a constant cannot refer to.
fn constant_array<T: Emit>(source: &mut String, name: &str, doc: &str, ty: &str, values: &[T]) {
    let _ = write!(
        source,
        "/// {doc}\npub static {name}: [{ty}; {}] = [",
        values.len()
    );
    for value in values {
        value.emit(source);
        source.push(',');
    }
    source.push_str("];\n");
}

/// The rule files of a folder, sorted by name.
fn read_folder(folder: &Path) -> Result<Vec<File>, Failure> {
    let io = |error| Failure::Io(folder.to_owned(), error);
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(io)? {
        let path = entry.map_err(io)?.path();
        if path
            .extension()
            .is_some_and(|extension| extension == "toml")
        {
            paths.push(path);
        }
    }
    paths.sort();
    paths.iter().map(|path| read(path)).collect()
}

/// The standard documents, by name.
fn read_bases(folder: &Path) -> Result<Vec<(String, String)>, Failure> {
    let io = |error| Failure::Io(folder.to_owned(), error);
    let mut bases = Vec::new();
    for entry in fs::read_dir(folder).map_err(io)? {
        let file = read(&entry.map_err(io)?.path())?;
        let name = file
            .path
            .rsplit('/')
            .next()
            .and_then(|name| name.strip_suffix(".xml"))
            .unwrap_or_default();
        bases.push((name.to_owned(), file.text));
    }
    bases.sort();
    Ok(bases)
}

fn read(path: &Path) -> Result<File, Failure> {
    let text = fs::read_to_string(path).map_err(|error| Failure::Io(path.to_owned(), error))?;
    Ok(File::new(path.to_string_lossy().replace('\\', "/"), text))
}

fn write(name: &str, source: &str) -> Result<(), Failure> {
    let path = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR for build scripts"))
        .join(name);
    fs::write(&path, source).map_err(|error| Failure::Io(path, error))
}
