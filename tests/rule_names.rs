//! Rules that could never find anything, because no version has a value, a member or an element
//! that they name, are refused.

use cloudfront_lint::config::{File, load_rules};

/// The errors of a file.
fn errors_of(text: &str) -> String {
    load_rules(&[File::new("house.toml", text)], &[])
        .err()
        .map_or_else(String::new, |error| error.to_string())
}

/// The errors of a rule, with lines of its own.
fn errors_at(at: &str, check: &str, lines: &str) -> String {
    errors_of(&format!(
        "[house]\ntitle = \"a rule\"\nat = \"{at}\"\ncheck = {check}\nseverity = \"error\"\nwhy = \"why\"\n{lines}\n"
    ))
}

#[test]
#[expect(clippy::too_many_lines, reason = "one table of cases")]
fn a_name_that_no_version_has_is_reported() {
    let forbidden = "{ forbidden = true }";
    let class = "DistributionConfig/PriceClass";
    let comment = "DistributionConfig/Comment";
    for (at, check, lines, error) in [
        (class, "{ in = [\"PriceClass_100\"] }", "", ""),
        (class, "{ in = [\"PriceClass_*\", \"\"] }", "", ""),
        (class, "{ in = [\"priceclass_100\"], fold = true }", "", ""),
        (
            class,
            "{ in = [\"PriceClass_10\"] }",
            "",
            "4:17: no version has the value `PriceClass_10` there; did you mean `PriceClass_100`",
        ),
        (
            class,
            "{ not-in = [\"all\"] }",
            "",
            "no version has the value `all` there; expected one of `PriceClass_100`, ",
        ),
        (
            comment,
            forbidden,
            "when = [{ path = \"PriceClass\", equals = \"PriceClas_100\" }]",
            "no version has the value `PriceClas_100` there; did you mean `PriceClass_100`",
        ),
        (
            comment,
            forbidden,
            "when = [{ path = \"/CacheBehaviors[ViewerProtocolPolicy = 'https']\", present = true }]",
            "no version has the value `https` there; did you mean `https-only`?",
        ),
        (
            class,
            "{ not-in = [\"PriceClass_All\"] }",
            "repair = { write = \"PriceClass_101\" }",
            "no version has the value `PriceClass_101` there; did you mean `PriceClass_100`",
        ),
        (
            comment,
            forbidden,
            "safe = true",
            "7:8: `safe` has no effect without `repair`",
        ),
        (comment, forbidden, "message = \"{sibling:PriceClass}\"", ""),
        (
            "DistributionConfig",
            forbidden,
            "message = \"{sibling:PriceClass}\"",
            "`PriceClass` is never next to what `at` leads to",
        ),
        (
            comment,
            forbidden,
            "message = \"{sibling:HTTPPort}\"",
            "7:21: `HTTPPort` is never next to what `at` leads to",
        ),
        (
            comment,
            forbidden,
            "[[house.bad]]\nset = { \"Origins[1]/CustomHeaders\" = \"\" }",
            "",
        ),
        (
            comment,
            forbidden,
            "[[house.bad]]\nset = { \"Aliases/Items/CNAME[1]\" = \"\" }",
            "",
        ),
        (
            comment,
            forbidden,
            "[[house.bad]]\nset = { \"PriceClas\" = \"\" }",
            "8:9: no version has an element `PriceClas` there; did you mean `PriceClass`?",
        ),
        (
            comment,
            forbidden,
            "[[house.bad]]\nremove = [\"Origins[1]/PriceClass\"]",
            "8:11: no version has an element `PriceClass` there",
        ),
        (
            comment,
            "{ format = \"house-team\" }",
            "",
            "4:20: unknown format `house-team`; define it in a file that the configuration lists as `formats`",
        ),
        (
            comment,
            "{ pattern = \"a+\" }",
            "",
            "4:11: unknown key `pattern`; give the pattern a name in a file of `formats`, and write `format = \"NAME\"`",
        ),
    ] {
        let found = errors_at(at, check, lines);
        assert!(
            if error.is_empty() {
                found.is_empty()
            } else {
                found.contains(error)
            },
            "{at} {check} {lines}: {found}"
        );
    }
    assert_eq!(
        errors_of(
            "[house-team]\ndescribe = \"a team\"\npattern = 'a'\n[house-code]\ndescribe = \"a code\"\npattern = 'b'\n"
        ),
        "house.toml:1:2: this file defines formats; list it as `formats` in the configuration, not as `rules`"
    );
}

#[test]
fn all_wrong_names_of_a_rule_are_reported_at_once() {
    let found = errors_at(
        "DistributionConfig/PriceClass",
        "{ in = [\"all\"] }",
        "repair = { write = \"few\" }\n[[house.bad]]\nset = { \"Commnet\" = \"\" }",
    );
    for expected in ["value `all`", "value `few`", "element `Commnet`"] {
        assert!(found.contains(expected), "{found}");
    }
}
