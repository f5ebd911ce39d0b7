//! The configuration file, and rules of a team's own.

use std::fs;

use super::support::{CLEAN, Folder, stderr, stdout};
use crate::support::stored;

pub(super) const FAULTY: &str =
    "<InvalidationBatch xmlns=\"http://cloudfront.amazonaws.com/doc/2020-05-31/\">
  <Paths><Quantity>0</Quantity><Items/></Paths>
  <CallerReference>one</CallerReference>
</InvalidationBatch>
";

pub(super) fn folder(config: &str) -> Folder {
    Folder::with(&[("cloudfront-lint.toml", config), ("sub/a.xml", FAULTY)])
}

pub(super) fn concise(config: &str, arguments: &str) -> String {
    stdout(&folder(config).run(&format!("check --format concise {arguments}")))
}

#[test]
fn rules_are_selected_and_have_other_severities() {
    assert!(concise("", "sub").contains("warning[empty-items]"));
    assert!(concise("[severity]\nempty-items = \"error\"", "sub").contains("error[empty-items]"));
    assert_eq!(concise("[severity]\nempty-items = \"off\"", "sub"), "");
    assert_eq!(concise("ignore = [\"empty-items\"]", "sub"), "");
    assert_eq!(concise("select = [\"quantity-mismatch\"]", "sub"), "");
    assert!(
        concise("ignore = [\"empty-items\"]", "--isolated sub").contains("warning[empty-items]")
    );
    let severities = "[severity]\nempty-items = \"error\"\n";
    assert_eq!(
        concise(
            &format!("select = [\"quantity-mismatch\"]\n{severities}"),
            "sub"
        ),
        ""
    );
    let selects = "[[override]]\nfiles = [\"sub/**\"]\nselect = [\"quantity-mismatch\"]";
    assert_eq!(concise(&format!("{severities}{selects}"), "sub"), "");
}

#[test]
fn a_group_of_rules_is_on_when_it_is_asked_for() {
    let document = include_str!("../../fixtures/base/distribution-2020-05-31.xml");
    let folder =
        |config: &str| Folder::with(&[("cloudfront-lint.toml", config), ("sub/a.xml", document)]);
    let concise = |config: &str, arguments: &str| {
        stdout(&folder(config).run(&format!("check --format concise {arguments} sub")))
    };
    assert_eq!(concise("", ""), "");
    for (config, arguments) in [
        ("groups = [\"security\"]", ""),
        ("", "--group security"),
        ("select = [\"web-acl-missing\"]", ""),
        ("[severity]\nweb-acl-missing = \"advice\"", ""),
    ] {
        let found = concise(config, arguments);
        assert!(
            found.contains("advice[web-acl-missing]"),
            "{config}: {found}"
        );
    }
    assert_eq!(folder("").code("check --group secruity sub"), 2);
    let error = stderr(&folder("groups = [\"secruity\"]").run("check sub"));
    assert!(error.contains("did you mean `security`?"), "{error}");
}

/// All mistakes are reported in one run, each with its line.
#[test]
fn all_mistakes_are_reported_at_once() {
    let config = "ignroe = []\nselect = [\"empty-item\"]\n\n[severity]\nempty-items = \"eror\"\n\n[[suppress]]\nrules = []\n";
    let output = folder(config).run("check sub");
    assert_eq!(output.status.code(), Some(2));
    stored::snapshot(
        "cli/config/all_mistakes_are_reported_at_once",
        &stderr(&output),
    );
}

#[test]
fn settings_of_the_run_can_be_in_the_configuration() {
    let code = |config: &str| folder(config).code("check sub");
    assert_eq!(code(""), 0, "a warning");
    assert_eq!(code("fail-on = \"warning\""), 1);
    assert_eq!(
        code("fail-on = \"warning\"\nmin-severity = \"error\""),
        0,
        "hidden findings do not count"
    );
    let of_sub = "[[override]]\nfiles = [\"sub/\"]\nfail-on = \"warning\"";
    assert_eq!(code(of_sub), 1);
    assert_eq!(code(&of_sub.replace("sub/", "other/")), 0);
    assert_eq!(
        folder(of_sub).code("check --fail-on never sub"),
        0,
        "an option overrides the configuration"
    );
    let json = stdout(&folder("format = \"json\"").run("check sub"));
    assert!(json.starts_with("{\"version\""), "{json}");
    let concise = stdout(&folder("format = \"json\"").run("check --format concise sub"));
    assert!(concise.starts_with("sub/a.xml:"), "{concise}");
    let files = folder("format = [\"concise\", \"json=out.json\"]");
    files.run("check sub");
    assert!(files.path().join("out.json").exists());
}

#[test]
fn the_baseline_can_be_in_the_configuration() {
    let folder = folder("baseline = \"known.txt\"\nfail-on = \"warning\"");
    assert_eq!(folder.code("check sub"), 2, "it does not exist yet");
    assert_eq!(folder.code("check --update-baseline ."), 0);
    assert!(folder.path().join("known.txt").exists());
    assert_eq!(folder.code("check sub"), 0);
    assert_eq!(folder.code("check --isolated --fail-on warning sub"), 1);
    assert_eq!(Folder::new().code("check --update-baseline ."), 2);
}

#[test]
fn the_live_configuration_is_found_by_its_name() {
    let base = fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/fixtures/base/distribution-2020-05-31.xml"
    ))
    .unwrap();
    let next = base.replacen("<CallerReference>", "<CallerReference>other-", 1);
    let folder = Folder::with(&[
        ("cdn/dist.xml", next.as_str()),
        ("cdn/dist.live.xml", base.as_str()),
        ("cdn/new.xml", next.as_str()),
    ]);
    let found = || stdout(&folder.run("check --format concise cdn/dist.xml cdn/new.xml"));
    assert!(!found().contains("dist.xml:"), "{}", found());
    folder.write("cloudfront-lint.toml", "previous = \"{stem}.live.xml\"");
    assert!(
        found().contains("cdn/dist.xml:") && !found().contains("new.xml"),
        "{}",
        found()
    );
    for wrong in ["live.xml", "{name}", "{folder}/{stem}.xml"] {
        folder.write("cloudfront-lint.toml", format!("previous = \"{wrong}\""));
        assert_eq!(folder.code("check ."), 2, "{wrong}");
    }
}

/// The program's own files are regular files of a reasonable size.
#[cfg(unix)]
#[test]
fn own_files_that_are_not_regular_are_refused() {
    let pipe = |path: &std::path::Path| {
        let made = std::process::Command::new("mkfifo").arg(path).status();
        assert!(made.unwrap().success());
    };
    let folder = Folder::with(&[("a.xml", CLEAN)]);
    pipe(&folder.path().join("pipe.toml"));
    pipe(&folder.path().join("pipe.txt"));
    for arguments in [
        "check --config pipe.toml a.xml",
        "check --baseline pipe.txt a.xml",
        "test-rules pipe.toml",
    ] {
        let output = folder.run(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments}");
        assert!(
            stderr(&output).contains("not a regular file"),
            "{arguments}"
        );
    }
    let folder = Folder::with(&[("a.xml", CLEAN), ("sub/b.xml", CLEAN)]);
    pipe(&folder.path().join("sub/.gitignore"));
    let output = folder.run("check .");
    assert_eq!(output.status.code(), Some(3));
    assert!(
        stderr(&output).contains("cannot read `sub/.gitignore`: not a regular file"),
        "{}",
        stderr(&output)
    );
    let large = Folder::with(&[("a.xml", CLEAN)]);
    large.write("cloudfront-lint.toml", "#".repeat(5 << 20));
    assert_eq!(large.code("check ."), 2);
}

/// The configurations that the pages show are valid.
#[test]
fn the_configurations_of_the_pages_are_right() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/docs");
    let house = fs::read_to_string(format!("{root}/policy/house.toml")).unwrap();
    let mut count = 0;
    for page in ["configuration", "own-rules", "suppression"] {
        let text = fs::read_to_string(format!("{root}/{page}.md")).unwrap();
        for block in text
            .split("```toml\n")
            .skip(1)
            .map(|rest| rest.split("```").next().unwrap_or_default())
        {
            let folder = Folder::with(&[("sub/a.xml", FAULTY), ("policy/house.toml", &house)]);
            let is_pack = block.contains("description =");
            let pack = "name = \"ours\"\nversion = \"1.0.0\"\ndescription = \"ours\"";
            folder.write("packs/ours/pack.toml", if is_pack { block } else { pack });
            folder.write("packs/ours/ours.toml", house.replace("house-", "ours-"));
            if is_pack {
                folder.write("policy/formats/house.toml", "");
                folder.write("cloudfront-lint.toml", "extends = \"packs/ours\"");
            } else if block.contains("pattern  =") {
                folder.write("policy/formats/house.toml", block);
                folder.write(
                    "cloudfront-lint.toml",
                    "formats = [\"policy/formats/*.toml\"]",
                );
            } else {
                folder.write("policy/formats/house.toml", "");
                folder.write("cloudfront-lint.toml", block);
            }
            let output = folder.run("check sub/a.xml");
            assert_ne!(
                output.status.code(),
                Some(2),
                "{page}:\n{block}\n{}",
                stderr(&output)
            );
            count += 1;
        }
        for ignored in text
            .split("ignore[")
            .skip(1)
            .filter_map(|rest| rest.split(']').next())
        {
            let rules = stdout(&Folder::new().run("rules --isolated"));
            assert!(rules.contains(ignored), "{page} names `{ignored}`");
        }
    }
    assert!(count >= 4, "only {count}");
}

#[test]
fn overrides_apply_to_some_files() {
    let config = "[[override]]\nfiles = [\"sub/**\"]\nseverity = { empty-items = \"error\" }";
    assert!(concise(config, "sub/a.xml").contains("error[empty-items]"));
    assert!(
        concise(&config.replace("sub/", "other/"), "sub/a.xml").contains("warning[empty-items]")
    );
}

#[test]
fn excluded_files_are_skipped_unless_named() {
    let config = "exclude = [\"sub/**\"]";
    assert_eq!(folder(config).code("check ."), 3, "nothing is left");
    assert!(concise(config, "sub/a.xml").contains("empty-items"));
    assert_eq!(folder("include = [\"*.json\"]").code("check ."), 3);
}

#[test]
fn a_mistake_in_it_is_reported_with_its_place() {
    let suppress = |path: &str| {
        format!(
            "[[suppress]]\nrules = [\"empty-items\"]\npath = \"{path}\"\nreason = \"as agreed\""
        )
    };
    let errors = [
        (
            "ignroe = []",
            "cloudfront-lint.toml:1:1: unknown key `ignroe`; did you mean `ignore`?",
        ),
        (
            "ignore = [\"empty-item\"]",
            "cloudfront-lint.toml:1:11: unknown rule `empty-item`; did you mean `empty-items`?",
        ),
        (
            "[severity]\nempty-items = \"eror\"",
            "cloudfront-lint.toml:2:15: unknown value `eror`; did you mean `error`?",
        ),
        (
            "[quotas]\nalias = 1",
            "cloudfront-lint.toml:2:1: unknown quota `alias`",
        ),
        (
            "api-version = \"2020-05-13\"",
            "cloudfront-lint.toml:1:15: unknown API version `2020-05-13`",
        ),
        (
            "[[suppress]]\nrules = []\npath = \"a\"",
            "missing key `reason`",
        ),
        (
            "rules = [\"none/*.toml\"]",
            "cloudfront-lint.toml:1:10: no file matches `none/*.toml`",
        ),
        (
            "exclude = [\"a.json\", \"**x\"]",
            "cloudfront-lint.toml:1:22: invalid pattern `**x`: ",
        ),
        (
            "include = \"[a\"",
            "cloudfront-lint.toml:1:11: invalid pattern `[a`: ",
        ),
        (
            "[[override]]\nfiles = [\"a***\"]",
            "cloudfront-lint.toml:2:10: invalid pattern `a***`: ",
        ),
        (
            "[[suppress]]\nfiles = [\"***\"]",
            "cloudfront-lint.toml:2:10: invalid pattern `***`: ",
        ),
        (
            "[quotas]\naliases = -1",
            "cloudfront-lint.toml:2:11: `-1` is negative; a quota must be 0 or more",
        ),
        ("[", "cloudfront-lint.toml:1:"),
        (
            &suppress("DistributionConfig/Alises"),
            "cloudfront-lint.toml:3:8: unknown element `Alises`; did you mean `Aliases`?",
        ),
        (
            &suppress("InvalidationBatch/Paths["),
            "cloudfront-lint.toml:3:8: unbalanced bracket in `InvalidationBatch/Paths[`",
        ),
        (
            &suppress(""),
            "cloudfront-lint.toml:3:8: empty path; write the path of an element",
        ),
    ];
    for (config, expected) in errors {
        let output = folder(config).run("check sub");
        assert_eq!(output.status.code(), Some(2), "{config}");
        assert!(
            stderr(&output).contains(expected),
            "{config}: {}",
            stderr(&output)
        );
    }
}

#[test]
fn settings_are_shown() {
    let config = "ignore = [\"empty-items\"]\napi-version = \"2012-07-01\"\n[quotas]\naliases = 200\n[severity]\npath-pattern-shadowed = \"off\"\n\
                  [[override]]\nfiles = [\"sub/\"]\nignore = \"empty-items\"\n[override.quotas]\naliases = 300\n\
                  [override.severity]\npath-pattern-shadowed = \"error\"\n\
                  [[suppress]]\nrules = [\"empty-items\"]\npath = \"DistributionConfig/Origins/Items/Origin[a\\u0007\\\"]\"\nreason = \"a bell\"\n";
    let folder = folder(config);
    let shown = stdout(
        &folder.run("check --show-config sub/a.xml --operation delete --api-version 2020-05-31"),
    );
    let whole = folder.path().canonicalize().unwrap().display().to_string();
    stored::snapshot(
        "cli/config/settings_are_shown",
        &shown.replace(&whole, "FOLDER"),
    );
    folder.write("sub/b.xml", "");
    let shown = stdout(&folder.run("check --show-config sub/a.xml sub/b.xml"));
    assert_eq!(shown.matches("[[file]]\n").count(), 2, "{shown}");
    assert!(toml::de::DeTable::parse(&shown).is_ok(), "{shown}");
}

#[test]
fn the_example_of_the_documentation_is_one() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/docs");
    let page = fs::read_to_string(format!("{root}/configuration.md")).unwrap();
    let example = page
        .split("```toml\n")
        .nth(1)
        .unwrap()
        .split("```")
        .next()
        .unwrap();
    let folder = folder(example);
    folder.write(
        "policy/house.toml",
        fs::read_to_string(format!("{root}/policy/house.toml")).unwrap(),
    );
    let output = folder.run("check --show-config sub/a.xml");
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
}

/// Patterns match with case, and one that matches a folder matches everything in it.
#[test]
fn a_pattern_of_a_folder_means_what_is_in_it() {
    let checked = |pattern: &str| {
        let folder = Folder::with(&[
            ("vendor/a.xml", CLEAN),
            ("deep/vendor/b.xml", CLEAN),
            ("own/c.xml", CLEAN),
        ]);
        folder.write("cloudfront-lint.toml", format!("exclude = [\"{pattern}\"]"));
        let report: serde_json::Value =
            serde_json::from_slice(&folder.run("check --format json .").stdout).unwrap();
        report["files"]
            .as_array()
            .unwrap()
            .iter()
            .map(|file| file["path"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let all = ["deep/vendor/b.xml", "own/c.xml", "vendor/a.xml"];
    assert_eq!(checked("VENDOR/**"), all);
    assert_eq!(checked("A.xml"), all);
    for anywhere in ["vendor", "vendor/", "**/vendor", "**/vendor/**"] {
        assert_eq!(checked(anywhere), ["own/c.xml"], "{anywhere}");
    }
    for at_the_top in ["vendor/**", "./vendor/**", "./vendor", "./vendor/"] {
        assert_eq!(
            checked(at_the_top),
            ["deep/vendor/b.xml", "own/c.xml"],
            "{at_the_top}"
        );
    }
    assert_eq!(checked("deep/vendor"), ["own/c.xml", "vendor/a.xml"]);
    assert_eq!(checked("c.xml/"), all, "no folder has that name");
}

/// A link that leads nowhere is a configuration that somebody counts on.
#[cfg(unix)]
#[test]
fn a_configuration_that_cannot_be_looked_at_is_reported() {
    let folder = Folder::with(&[("sub/a.xml", CLEAN)]);
    std::os::unix::fs::symlink("nowhere.toml", folder.path().join("cloudfront-lint.toml")).unwrap();
    let output = folder.run("check sub");
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(
        stderr(&output),
        "cloudfront-lint: cannot read `cloudfront-lint.toml`: no such file or directory\n"
    );
    assert_eq!(folder.code("check --isolated sub"), 0);
}
/// `BLESS=1` writes the schema.
#[test]
fn the_schema_is_that_of_the_keys() {
    let schema = stdout(&Folder::new().run("schema"));
    let parsed: serde_json::Value = serde_json::from_str(&schema).unwrap();
    assert!(parsed["properties"]["override"].is_object());
    assert!(parsed["$id"].as_str().unwrap().starts_with("https://"));
    let rules = parsed["definitions"]["rule"]["anyOf"][0]["enum"].as_array();
    assert_eq!(rules.unwrap().len(), cloudfront_lint::rules().len());
    stored::file("docs/cloudfront-lint.schema.json", &schema);
    stored::file(
        "docs/rules.schema.json",
        &stdout(&Folder::new().run("schema rules")),
    );
}

/// A file has one schema; only documents have versions, names and schema languages.
#[test]
fn the_schema_of_a_file_takes_no_options_of_documents() {
    let folder = Folder::new();
    assert_eq!(
        stdout(&folder.run("schema config")),
        stdout(&folder.run("schema"))
    );
    for option in [
        "--root KeyGroupConfig",
        "--version 2020-05-31",
        "--format xsd",
    ] {
        let refused = folder.run(&format!("schema rules {option}"));
        assert_eq!(refused.status.code(), Some(2), "{option}");
        assert!(stderr(&refused).contains("cannot be used with"), "{option}");
    }
}
