//! What is said of the check of a rule that is wrong: at its place, and nothing is passed over in silence.
#![cfg(feature = "config")]

use cloudfront_lint::config::load_rules;
use cloudfront_lint::load::File;

/// What loading a rule with a check comes to.
fn told(check: &str) -> String {
    let text = format!(
        "[house]\ntitle = \"a rule\"\nat = \"DistributionConfig/Comment\"\ncheck = {check}\nseverity = \"error\"\nmessage = \"{{value}}\"\n\
         help = \"help\"\nwhy = \"why\"\n"
    );
    let errors = load_rules(&[File { path: "house.toml".to_owned(), text }], &[]).err().unwrap_or_default();
    errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_check_has_one_kind_and_what_belongs_to_it() {
    for (check, error) in [
        ("{ format = \"host-name\" }", ""),
        ("{ in = [\"a\"], fold = true }", ""),
        ("{ min-length = 1, max-length = 2, unit = \"bytes\" }", ""),
        ("{ min = 1, max = 3, also = 5 }", ""),
        ("{ fold = true }", "house.toml:4:9: found no kind of check, expected one such as `required`, `in` or `format`"),
        ("{ in = [\"a\"], format = \"host-name\" }", "house.toml:4:9: `in` and `format` are two checks, expected one"),
        ("{ format = \"host-name\", fold = true }", "house.toml:4:33: `fold` means nothing beside `format`"),
        ("{ max = 3, in = [\"1\"] }", "house.toml:4:11: `max` means nothing beside `in`"),
        ("{ min = 1, max-length = 2 }", "house.toml:4:11: `min` means nothing beside `max-length`"),
        ("{ max-count = 2, also = 5 }", "house.toml:4:26: `also` means nothing beside `max-count`"),
    ] {
        assert_eq!(told(check), error, "{check}");
    }
    let near = told("{ max-cuont = 2 }");
    assert!(near.starts_with("house.toml:4:11: the key `max-cuont` is unknown here, expected one of `builtin`, "), "{near}");
    assert!(near.ends_with("; did you mean `max-count` or `min-count`?"), "{near}");
}
