//! What is said of the check of a rule that is wrong: at its place, and nothing is passed over in silence.

use cloudfront_lint::config::load_rules;
use cloudfront_lint::model::load::File;

/// What loading a rule with a check comes to.
fn told(check: &str) -> String {
    let text = format!(
        "[house]\ntitle = \"a rule\"\nat = \"DistributionConfig/Comment\"\ncheck = {check}\nseverity = \"error\"\nmessage = \"{{value}}\"\n\
         help = \"help\"\nwhy = \"why\"\n"
    );
    let errors = load_rules(
        &[File {
            path: "house.toml".to_owned(),
            text,
        }],
        &[],
    )
    .err()
    .unwrap_or_default();
    errors
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn a_check_has_one_kind_and_what_belongs_to_it() {
    for (check, error) in [
        ("{ format = \"host-name\" }", ""),
        ("{ in = [\"a\"], fold = true }", ""),
        ("{ min-length = 1, max-length = 2, unit = \"bytes\" }", ""),
        ("{ min = 1, max = 3, also = 5 }", ""),
        (
            "{ fold = true }",
            "house.toml:4:9: found no kind of check, expected one such as `required`, `in` or `format`",
        ),
        (
            "{ in = [\"a\"], format = \"host-name\" }",
            "house.toml:4:9: `in` and `format` are two checks, expected one",
        ),
        (
            "{ format = \"host-name\", fold = true }",
            "house.toml:4:33: `fold` means nothing beside `format`",
        ),
        (
            "{ max = 3, in = [\"1\"] }",
            "house.toml:4:11: `max` means nothing beside `in`",
        ),
        (
            "{ min = 1, max-length = 2 }",
            "house.toml:4:11: `min` means nothing beside `max-length`",
        ),
        (
            "{ max-count = 2, also = 5 }",
            "house.toml:4:26: `also` means nothing beside `max-count`",
        ),
    ] {
        assert_eq!(told(check), error, "{check}");
    }
    let near = told("{ max-cuont = 2 }");
    assert!(
        near.starts_with(
            "house.toml:4:11: the key `max-cuont` is unknown here, expected one of `builtin`, "
        ),
        "{near}"
    );
    assert!(
        near.ends_with("; did you mean `max-count` or `min-count`?"),
        "{near}"
    );
}

/// What loading comes to of a rule that hangs on the origins, with lines of its own.
fn told_of(at: &str, check: &str, lines: &str) -> String {
    let text = format!(
        "[house]\ntitle = \"a rule\"\nat = \"{at}\"\ncheck = {check}\nseverity = \"error\"\nwhy = \"why\"\n{lines}\n"
    );
    let errors = load_rules(
        &[File {
            path: "house.toml".to_owned(),
            text,
        }],
        &[],
    )
    .err()
    .unwrap_or_default();
    errors
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn a_path_leads_somewhere() {
    let forbidden = "{ forbidden = true }";
    for (at, check, lines, error) in [
        ("Origin/DomainName", forbidden, "", ""),
        ("Behavior/PathPattern", forbidden, "", ""),
        (
            "Origin",
            "{ required = [\"CustomOriginConfig/HTTPPort\"] }",
            "",
            "",
        ),
        (
            "Origin/Id",
            "{ reference = [\"/DefaultCacheBehavior/TargetOriginId\"] }",
            "",
            "",
        ),
        ("DistributionConfig/CNAME[]", forbidden, "", ""),
        (
            "Origin/PathPattern",
            forbidden,
            "",
            "3:6: `PathPattern` is no member of `Origin`",
        ),
        (
            "Origin/DomianName",
            forbidden,
            "",
            "3:6: no shape has a member `DomianName`; did you mean `DomainName`?",
        ),
        (
            "Origin/Id[]",
            forbidden,
            "",
            "3:6: `Id[]` has brackets behind what is no list",
        ),
        (
            "DistributionConfig/Origins/Id",
            forbidden,
            "",
            "3:6: `Id` is no member of ",
        ),
        (
            "Origin",
            "{ required = [\"PathPattern\"] }",
            "",
            "4:23: `PathPattern` is no member of `Origin`",
        ),
        (
            "Origin/Id",
            "{ reference = [\"/Origins[]/PathPattern\"] }",
            "",
            "4:24: `PathPattern` is no member of `Origin`",
        ),
        (
            "Origin/Id",
            forbidden,
            "when = [{ path = \"PathPattern\", present = true }]",
            "7:18: `PathPattern` is no member of `Origin`",
        ),
        (
            "Logging",
            forbidden,
            "",
            "3:6: `Logging` is no shape, expected one such as `Origin` or `Behavior`; did you mean `LoggingConfig`?",
        ),
    ] {
        let told = told_of(at, check, lines);
        assert!(
            if error.is_empty() {
                told.is_empty()
            } else {
                told.contains(error)
            },
            "{at} {check} {lines}: {told}"
        );
    }
}

#[test]
fn a_slip_in_the_words_of_a_rule_is_told() {
    let check = "{ max-length = 2 }";
    for (check, lines, error) in [
        (
            check,
            "message = \"{value} has {length|letter|letters}\"",
            "",
        ),
        (check, "message = \"{sibling:DomainName} {{name}}\"", ""),
        (
            check,
            "message = \"{lenght} letters\"",
            "7:11: nothing fills the placeholder `{lenght}`; did you mean `length`?",
        ),
        (
            check,
            "message = \"it has {\"",
            "7:11: a `{` is never closed",
        ),
        (check, "message = \"\"", "7:11: the message is empty"),
        (
            check,
            "[house.variants.updaet]\nmessage = \"a\"",
            "no check tells `updaet` apart",
        ),
        (check, "[house.variants.update]\nmessage = \"a\"", ""),
        (
            "{ builtin = \"unused-ignore\" }",
            "",
            "4:9: `unused-ignore` is a fault that the linter meets by itself",
        ),
        (
            "{ max-length = -2 }",
            "",
            "4:24: `-2` is no size, expected 0 or more",
        ),
        (
            "{ min-length = 5, max-length = 2 }",
            "",
            "4:9: `min-length` is 5 and `max-length` only 2",
        ),
        (
            "{ min = 5, max = -2 }",
            "",
            "4:9: `min` is 5 and `max` only -2",
        ),
        ("{ in = [] }", "", "4:16: expected at least one value"),
        (
            "{ max-length = { quota = \"alias\" } }",
            "",
            "`alias` is no quota; did you mean `aliases` or `aliases-before-2012`?",
        ),
    ] {
        let told = told_of("Origin/Id", check, lines);
        assert!(
            if error.is_empty() {
                told.is_empty()
            } else {
                told.contains(error)
            },
            "{check} {lines}: {told}"
        );
    }
}
