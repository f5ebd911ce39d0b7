//! The tables of `docs/rule-language.md` are those of the loader. `BLESS=1` writes them.

use std::fs;
use std::path::Path;

use cloudfront_lint::internal::builtin;
use cloudfront_lint::internal::model::load::check_keys::CHECK;
use cloudfront_lint::internal::model::load::keys::{
    CONDITION, DEFINE, EXAMPLE, Key, REPAIR, RULE, VARIANT, names,
};
use cloudfront_lint::internal::model::load::{
    Beginning, CHECK_KINDS, COMMON_PLACEHOLDERS, QUOTA_PLACEHOLDERS,
};

fn checks() -> String {
    let mut out = "| check | the target … | its paths begin at the | placeholders | variants |\n| --- | --- | --- | --- | --- |\n"
        .to_owned();
    for kind in &CHECK_KINDS {
        let placeholders: Vec<String> = kind
            .placeholders
            .iter()
            .map(|name| format!("`{{{name}}}`"))
            .collect();
        let situations: Vec<String> = kind
            .situations
            .iter()
            .map(|name| format!("`{name}`"))
            .collect();
        out.push_str(&format!(
            "| {} | {} | {} | {} | {} |\n",
            kind.syntax,
            kind.meaning,
            kind.paths.map_or("", Beginning::name),
            placeholders.join(", "),
            situations.join(", ")
        ));
    }
    out
}

fn placeholders() -> String {
    let mut out = "| placeholder | is |\n| --- | --- |\n".to_owned();
    for (name, meaning) in COMMON_PLACEHOLDERS {
        out.push_str(&format!("| `{{{name}}}` | {meaning} |\n"));
    }
    out.push_str("| `{quota:name}` | the documented number of a quota |\n");
    for (name, meaning) in QUOTA_PLACEHOLDERS {
        out.push_str(&format!(
            "| `{{{name}}}` | {meaning}, where a limit of the check is a quota |\n"
        ));
    }
    out
}

/// The keys of each table of a rule file.
fn keys() -> String {
    let tables: [(&str, &[Key]); 6] = [
        ("A rule", RULE),
        ("A variant", VARIANT),
        ("A condition has a `path` and one test", CONDITION),
        ("A repair", REPAIR),
        ("An example", EXAMPLE),
        ("`define`", DEFINE),
    ];
    let mut out = String::new();
    for (title, keys) in tables {
        out.push_str(&format!("\n{title}:\n\n| key | meaning |\n| --- | --- |\n"));
        for key in keys {
            out.push_str(&format!("| `{}` | {} |\n", key.name, key.meaning));
        }
    }
    out.push('\n');
    out
}

/// The standard documents that examples can change, except the usual one.
fn bases() -> String {
    let mut names: Vec<&str> = builtin::BASES
        .iter()
        .map(|(name, _)| name.trim_end_matches(|it: char| it.is_ascii_digit() || it == '-'))
        .filter(|name| *name != "distribution")
        .collect();
    names.sort_unstable();
    names.dedup();
    let lines = names
        .chunks(4)
        .map(|names| format!("`{}`", names.join("`, `")));
    format!("{}.\n", lines.collect::<Vec<_>>().join(",\n"))
}

/// The definitions of the built-in paths and conditions, as they are written.
fn definitions() -> String {
    let (shown, _) = builtin::DEFINITIONS
        .split_once("\n# When it is right")
        .expect("texts follow the conditions");
    let (_, shown) = shown.split_once("[define.paths]").expect("paths are first");
    format!("```toml\n[define.paths]{shown}```\n")
}

/// The built-in examples, each with the comment before it.
fn examples() -> String {
    let mut out = "| `use` | the document has |\n| --- | --- |\n".to_owned();
    let lines: Vec<&str> = builtin::DEFINITIONS.lines().collect();
    for pair in lines.windows(2) {
        let name = pair[1].strip_prefix("[define.examples.");
        if let Some(name) = name.and_then(|name| name.strip_suffix(']')) {
            let comment = pair[0]
                .strip_prefix("# ")
                .expect("a comment says what it is");
            out.push_str(&format!(
                "| `{name}` | {} |\n",
                comment.trim_end_matches('.')
            ));
        }
    }
    out
}

/// The built-in formats.
fn formats() -> String {
    let mut out = "| format | is |\n| --- | --- |\n".to_owned();
    for format in &builtin::FORMATS {
        out.push_str(&format!("| `{}` | {} |\n", format.name, format.describe));
    }
    out
}

/// The format file of the tutorial.
const FORMATS: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/docs/rule-language/formats/house.toml"
);

/// The rule files of the tutorial, by the names of their steps.
fn steps() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rule-language");
    let entries = fs::read_dir(folder).expect("the steps are there");
    let step = |entry: fs::DirEntry| {
        let text = fs::read_to_string(entry.path()).expect("a readable step");
        let name = entry.file_name().to_string_lossy().replace(".toml", "");
        (name, text.replace("\r\n", "\n"))
    };
    let entries = entries.map(|entry| entry.expect("a readable entry"));
    let files = entries.filter(|entry| entry.path().is_file());
    let mut steps: Vec<_> = files.map(step).collect();
    steps.sort();
    steps
}

/// The shapes that most rules are about, with what they are.
const USUAL_SHAPES: [(&str, &str); 16] = [
    ("DistributionConfig", "a distribution"),
    ("Behavior", "the default cache behavior and all others"),
    ("DefaultCacheBehavior", "the default cache behavior alone"),
    ("CacheBehavior", "each other cache behavior"),
    (
        "ForwardedValues",
        "what a cache behavior without a cache policy forwards",
    ),
    ("Origin", "each origin"),
    ("S3OriginConfig", "what only an origin in S3 has"),
    ("CustomOriginConfig", "what only a server has"),
    ("OriginGroup", "each origin group"),
    ("ViewerCertificate", "the certificate that viewers see"),
    ("LoggingConfig", "the access logs of a distribution"),
    ("CustomErrorResponse", "each custom error page"),
    (
        "GeoRestriction",
        "the countries that are allowed or blocked",
    ),
    ("CachePolicyConfig", "a cache policy"),
    ("OriginRequestPolicyConfig", "an origin request policy"),
    ("ResponseHeadersPolicyConfig", "a response headers policy"),
];

/// The usual shapes; each of them exists.
fn usual_shapes() -> String {
    let mut out = "| shape | is |\n| --- | --- |\n".to_owned();
    for (name, meaning) in USUAL_SHAPES {
        let mut shapes = builtin::SCHEMA.shapes.iter();
        let is_known =
            shapes.any(|shape| shape.name == name || shape.family.as_deref() == Some(name));
        assert!(is_known, "no shape `{name}`");
        out.push_str(&format!("| `{name}` | {meaning} |\n"));
    }
    out
}

/// A page with a table between two comments.
fn with_table(page: &str, name: &str, table: &str) -> String {
    let (start, end) = (
        format!("<!-- {name} -->\n"),
        format!("<!-- end of {name} -->"),
    );
    let (head, rest) = page.split_once(&start).expect("the page has the table");
    let (_, tail) = rest.split_once(&end).expect("the table has an end");
    format!("{head}{start}{table}{end}{tail}")
}

#[test]
fn the_tables_of_the_rule_language_are_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rule-language.md");
    let found = fs::read_to_string(&path)
        .unwrap_or_default()
        .replace("\r\n", "\n");
    let expected = with_table(&found, "checks", &checks());
    let expected = with_table(&expected, "placeholders", &placeholders());
    let mut expected = with_table(&expected, "keys", &keys());
    for (name, table) in [
        ("usual shapes", usual_shapes()),
        ("bases", bases()),
        ("names", definitions()),
        ("examples", examples()),
        ("formats", formats()),
    ] {
        expected = with_table(&expected, name, &table);
    }
    for (name, text) in steps() {
        let block = format!("\n```toml\n{text}```\n\n");
        expected = with_table(&expected, &format!("step {name}"), &block);
    }
    let formats = fs::read_to_string(FORMATS).expect("the formats of the steps");
    let block = format!("\n```toml\n{}```\n\n", formats.replace("\r\n", "\n"));
    expected = with_table(&expected, "formats of the steps", &block);
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, &expected).expect("the page can be written");
        return;
    }
    assert_eq!(
        found, expected,
        "update the tables of docs/rule-language.md with BLESS=1"
    );
}

/// The tutorial has twelve steps, and each is on the page.
#[test]
fn the_tutorial_has_twelve_steps() {
    assert_eq!(steps().len(), 12);
}

/// Every key and option of a kind of check says what it contains, and no other.
#[test]
fn every_key_of_a_check_is_described() {
    let kinds = CHECK_KINDS.iter();
    let mut used: Vec<&str> = kinds
        .flat_map(|kind| kind.keys.iter().chain(kind.options))
        .copied()
        .collect();
    used.sort_unstable();
    used.dedup();
    let mut described = names(CHECK);
    described.sort_unstable();
    assert_eq!(used, described);
}
