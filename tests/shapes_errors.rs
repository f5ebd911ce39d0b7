//! What the loader reports about wrong files: the place, what is wrong, what was probably meant.

use cloudfront_lint::internal::model::load::{File, formats, shapes};
use cloudfront_lint::internal::model::rule::Format;

/// Two versions, a format's worth of shapes, and room for a fault.
const VERSIONS: &str = r#"
[source]
model = "a model"
[[version]]
name = "2008-06-30"
namespace = "http://example.com/2008-06-30/"
confidence = "client"
summary = "The first."
sources = ["model"]
[[version]]
name = "2012-05-05"
namespace = "http://example.com/2012-05-05/"
confidence = "model"
summary = "The second."
sources = ["model"]
"#;

fn file(path: &str, text: &str) -> File {
    File::new(path, text)
}

fn known_formats() -> Vec<Format> {
    formats::load(&[file(
        "formats.toml",
        "[word]\ndescribe = \"letters\"\npattern = '[a-z]+'\ngood = [\"a\"]\nbad = [\"\"]\n",
    )])
    .expect("the format is right")
}

/// The errors of a shape file, apart from the versions.
fn errors(text: &str) -> Vec<String> {
    let files = [file("versions.toml", VERSIONS), file("shapes/a.toml", text)];
    shapes::load(&files, &known_formats())
        .err()
        .unwrap_or_default()
        .iter()
        .map(ToString::to_string)
        .collect()
}

#[track_caller]
fn assert_error(text: &str, expected: &str) {
    assert_eq!(errors(text), [expected]);
}

#[test]
fn a_valid_file_loads() {
    let text = "[Root]\nroot = { use = \"both\" }\n[Root.members]\nId = { type = \"string\", format = \"word\", min = 1, max = { value = 3, since = \"2012-05-05\" } }\n";
    assert_eq!(errors(text), [] as [&str; 0]);
}

#[test]
fn no_toml() {
    let found = errors("[Root\n");
    assert_eq!(found.len(), 1);
    assert!(found[0].starts_with("shapes/a.toml:1:6: "), "{}", found[0]);
}

#[test]
fn unknown_keys() {
    assert_error(
        "[Root]\nroot = { use = \"both\" }\nmembrs = {}\n",
        "shapes/a.toml:3:1: unknown key `membrs`; did you mean `members`?",
    );
    assert_error(
        "[Root]\nroot = { use = \"both\" }\n[Root.members]\nId = { type = \"string\", requird = true }\n",
        "shapes/a.toml:4:25: unknown key `requird`; did you mean `required`?",
    );
    assert_error(
        "versoin = 1\n",
        "shapes/a.toml:1:1: unknown key `versoin`; did you mean `version`?",
    );
}

#[test]
fn documents_that_are_not_checked() {
    assert_error(
        "[Root]\nroot = { use = \"both\" }\n[Root.members]\nId = { type = \"string\" }\n[unchecked]\nRoot = []\n",
        "shapes/a.toml:6:1: `Root` has shapes, so it is checked",
    );
    assert_error(
        "[unchecked]\nOther = []\n[instead]\nOtherList = \"a sentence\"\n",
        "shapes/a.toml:4:1: `OtherList` is not in `[unchecked]`",
    );
}

#[test]
fn unknown_names() {
    let root = |member: &str| {
        format!("[Root]\nroot = {{ use = \"both\" }}\n[Root.members]\nId = {{ {member} }}\n")
    };
    assert_error(
        &root("type = \"strin\""),
        "shapes/a.toml:4:15: unknown value `strin`; did you mean `string`?",
    );
    assert_error(
        &root("type = \"string\", since = \"2012-05-06\""),
        "shapes/a.toml:4:33: unknown version `2012-05-06`; did you mean `2012-05-05`?",
    );
    assert_error(
        &root("type = \"string\", format = \"wrd\""),
        "shapes/a.toml:4:34: unknown format `wrd`; did you mean `word`?",
    );
    assert_error(
        &root("type = \"string\", min = \"1\""),
        "shapes/a.toml:4:31: expected an integer, found string",
    );
    assert_error(
        &root("required = true"),
        "shapes/a.toml:4:6: missing key `type`",
    );
}

#[test]
fn times_that_contradict() {
    assert_error(
        "[Root]\nroot = { use = \"both\" }\nuntil = \"2008-06-30\"\n[Root.members]\nId = { type = \"string\", since = \"2012-05-05\" }\n",
        "shapes/a.toml:5:33: `2012-05-05` is outside the versions of the parent",
    );
    assert_error(
        "[Root]\nroot = { use = \"both\" }\n[Root.members]\nId = [{ type = \"string\" }, { type = \"integer\", since = \"2012-05-05\" }]\n",
        "shapes/a.toml:4:28: the entries of `Id` overlap in time",
    );
    assert_error(
        "[Root]\nroot = { use = \"both\" }\n[Root.members]\nId = { type = \"string\", versions = \"2012-05-05..2008-06-30\" }\n",
        "shapes/a.toml:4:36: `2012-05-05..2008-06-30` runs backwards; write the older version first",
    );
    assert_error(
        "[Root]\nroot = { use = \"both\" }\n[Root.members]\nIn = { type = \"Inner\" }\n[Inner]\nsince = \"2012-05-05\"\n[Inner.members]\nId = { type = \"string\" }\n",
        "shapes/a.toml:4:15: the shape `Inner` does not exist in all versions of this member",
    );
}

#[test]
fn shapes_that_nothing_contains() {
    let root = "[Root]\nroot = { use = \"both\" }\n[Root.members]\nId = { type = \"string\" }\n";
    assert_error(
        &format!("{root}[Inner]\nvalues = [\"a\"]\n"),
        "shapes/a.toml:5:2: this shape is unused in some of its versions",
    );
    assert_error(
        &format!("{root}[Inner]\n"),
        "shapes/a.toml:5:2: expected exactly one of `members`, `item`, `values` in `Inner`",
    );
}

#[test]
fn all_wrong_shapes_are_reported_at_once() {
    let text = "[Root]\nroot = { use = \"both\" }\n[Root.members]\nId = { type = \"strng\" }\n[Inner]\nvalues = [1]\n";
    assert_eq!(errors(text).len(), 2);
}

#[test]
fn envelopes() {
    let root = "[Root]\nroot = { use = \"both\" }\n[Root.members]\nId = { type = \"string\" }\n";
    assert_error(
        &format!("{root}[[envelope]]\nname = \"x\"\nshape = \"Rot\"\nroot = \"Root\"\n"),
        "shapes/a.toml:7:9: unknown shape `Rot`; did you mean `Root`?",
    );
    assert_error(
        &format!("{root}[[envelope]]\nname = \"x\"\n"),
        "shapes/a.toml:5:1: expected either `shape` and `root`, or `refusal`",
    );
    assert_error(
        &format!("{root}[[envelope]]\nname = \"x\"\nrefusal = \"no\"\nsome = [\"a\"]\nleast = 2\n"),
        "shapes/a.toml:5:1: `least` exceeds the number of keys in `some`",
    );
}

#[test]
fn formats_that_contradict_their_examples() {
    let errors = |text: &str| -> Vec<String> {
        formats::load(&[file("formats.toml", text)])
            .err()
            .unwrap_or_default()
            .iter()
            .map(ToString::to_string)
            .collect()
    };
    let format = |pattern: &str, good: &str, bad: &str| {
        format!(
            "[word]\ndescribe = \"letters\"\npattern = '{pattern}'\ngood = [\"{good}\"]\nbad = [\"{bad}\"]\n"
        )
    };
    assert_eq!(errors(&format("[a-z]+", "a", "1")), [] as [&str; 0]);
    assert_eq!(
        errors(&format("[a-z]+", "a", "b")),
        ["formats.toml:5:8: `b` matches the pattern of `word`"]
    );
    // A format speaks of the whole text.
    assert_eq!(
        errors(&format("[a-z]+", "a1", "1")),
        ["formats.toml:4:9: `a1` does not match the pattern of `word`"]
    );
    let found = errors(&format("[a-z", "a", "1"));
    assert!(
        found[0].starts_with("formats.toml:3:11: the pattern `[a-z` does not compile: "),
        "{}",
        found[0]
    );
    // A pattern that needs too much memory is refused, and quickly.
    for pattern in ["(a|b)*a(a|b){20}", "a{1000}{1000}{1000}", r"\w{20000}"] {
        assert_eq!(
            errors(&format(pattern, "a", "1")),
            [format!(
                "formats.toml:3:11: the pattern `{pattern}` is too large; use fewer or smaller repetitions"
            )]
        );
    }
    let long = "a".repeat(100_000);
    assert_eq!(
        errors(&format(&long, "a", "1")),
        ["formats.toml:3:11: the pattern is longer than 65536 bytes"]
    );
}
