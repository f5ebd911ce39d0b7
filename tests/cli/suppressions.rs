//! Suppressions in the configuration.

use super::config::{FAULTY, concise, folder};
use super::support::stderr;

#[test]
fn findings_are_suppressed_by_path() {
    let suppress = |path: &str| {
        format!(
            "[[suppress]]\nrules = [\"empty-items\"]\npath = \"{path}\"\nreason = \"our SDK writes it\""
        )
    };
    assert_eq!(concise(&suppress("InvalidationBatch/Paths"), "sub"), "");
    assert_eq!(concise(&suppress("InvalidationBatch/*/Items"), "sub"), "");
    assert!(concise(&suppress("InvalidationBatch/CallerReference"), "sub").contains("empty-items"));
}

#[test]
fn unused_suppressions_are_reported_once() {
    let entry = |rules: &str, rest: &str| {
        format!(
            "\n[[suppress]]\nrules = [{rules}]\npath = \"InvalidationBatch/Paths\"\nreason = \"our SDK writes it\"\n{rest}\n"
        )
    };
    let clean = FAULTY.replace("<Items/>", "");
    let reported = |config: &str, arguments: &str| {
        let folder = folder(config);
        folder.write("sub/clean.xml", &clean);
        folder.write("sub/other.xml", &clean);
        let output = folder.run(&format!("check --format concise {arguments}"));
        let errors = stderr(&output);
        errors
            .lines()
            .filter_map(|line| {
                line.strip_prefix("cloudfront-lint: cloudfront-lint.toml:")
                    .map(str::to_owned)
            })
            .collect::<Vec<_>>()
    };
    let nothing: [&str; 0] = [];
    let needed = entry("\"empty-items\"", "");
    let unused = entry("\"quantity-mismatch\"", "");
    let half = entry("\"empty-items\", \"quantity-mismatch\"", "");
    let of = |file: &str| entry("\"empty-items\"", &format!("files = [\"{file}\"]"));
    let gone = "unused suppression: no findings of `empty-items` in `InvalidationBatch/Paths`; remove the entry";
    assert_eq!(reported(&needed, "."), nothing);
    assert_eq!(
        reported(&unused, "."),
        [
            "2:1: unused suppression: no findings of `quantity-mismatch` in `InvalidationBatch/Paths`; remove the entry"
        ]
    );
    assert_eq!(
        reported(&half, ""),
        [
            "2:1: unused suppression: no findings of `quantity-mismatch` in `InvalidationBatch/Paths`; remove `quantity-mismatch` from `rules`"
        ]
    );
    assert_eq!(
        reported(&format!("{unused}{}", of("sub/clean.xml")), ".").len(),
        2
    );
    // Elsewhere they may be needed.
    assert_eq!(
        reported(&unused, "sub"),
        nothing,
        "the folder of the configuration was not looked through"
    );
    assert_eq!(reported(&needed, "sub/clean.xml"), nothing);
    assert_eq!(
        reported(&of("clean.xml"), "sub/clean.xml"),
        nothing,
        "a name may occur in any folder"
    );
    assert_eq!(reported(&of("sub/*.xml"), "sub/clean.xml"), nothing);
    assert_eq!(
        reported(&of("sub/clean.xml"), "sub/clean.xml"),
        [format!("2:1: {gone}")]
    );
    assert_eq!(
        reported(&of("sub/[co]*.xml"), "."),
        [format!("2:1: {gone}")]
    );
    assert_eq!(
        reported(&of("none/*.xml"), "."),
        nothing,
        "nothing was judged that it is for"
    );
    // Nothing is known about rules that did not run.
    assert_eq!(
        reported(&format!("ignore = [\"quantity-mismatch\"]{unused}"), "."),
        nothing
    );
    assert_eq!(reported(&unused, "--quiet ."), nothing);
    assert_eq!(reported(&unused, "--isolated ."), nothing);
    let folder = folder(&unused);
    folder.write("sub/broken.xml", clean.replace("</Paths>", ""));
    assert!(
        !stderr(&folder.run("check .")).contains("remove the entry"),
        "a broken file shows nothing"
    );
}
