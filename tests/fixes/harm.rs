//! A fix that would leave a document worse than it found it is left out, and the others are applied
//! without it.

use std::collections::BTreeSet;
use std::fs;

use cloudfront_lint::apply::{Effect, Fixed, Harm};
use cloudfront_lint::config::load_rules;
use cloudfront_lint::internal::builtin::SCHEMA;
use cloudfront_lint::internal::model::load::File;
use cloudfront_lint::{Applicability, Linter, Operation};

const INVALIDATION: &str = r#"<InvalidationBatch xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/">
  <Paths><Quantity>2</Quantity><Items><Path>/*</Path></Items></Paths>
  <CallerReference>one</CallerReference>
</InvalidationBatch>
"#;

/// A rule of a team that asks for a text at a place and writes it.
fn asks(name: &str, at: &str, text: &str) -> String {
    format!(
        "[{name}]\ntitle = \"a rule\"\nat = \"{at}\"\ncheck = {{ in = [\"{text}\"] }}\nseverity = \"warning\"\nmessage = \"{{value}}\"\n\
         why = \"why\"\nrepair = {{ write = \"{text}\" }}\n"
    )
}

fn with_rules(rules: &[String]) -> Linter {
    let file = File::new("house.toml", rules.concat());
    Linter::new().with_rules(load_rules(&[file], &[]).unwrap())
}

fn refused(fixed: &Fixed) -> Vec<String> {
    fixed.refused.iter().map(ToString::to_string).collect()
}

fn base() -> String {
    fs::read_to_string("fixtures/base/distribution-2020-05-31.xml").unwrap()
}

#[test]
fn rules_of_a_team_that_undo_each_other_are_named_and_left_out() {
    let at = "InvalidationBatch/CallerReference";
    let linter = with_rules(&[
        asks("house-blue", at, "blue"),
        asks("house-green", at, "green"),
    ]);
    let fixed = linter.fix(INVALIDATION, Applicability::Unsafe);
    assert_eq!(
        fixed.text(),
        INVALIDATION.replace("<Quantity>2", "<Quantity>1")
    );
    let reported = "the `house-blue`, `house-green` fixes were not applied: they undo each other; check the `repair` \
                of your rules `house-blue` and `house-green`";
    assert_eq!(refused(&fixed), [reported]);
}

#[test]
fn a_fix_that_causes_errors_is_not_applied() {
    let good = asks(
        "house-class",
        "DistributionConfig/PriceClass",
        "PriceClass_100",
    );
    let bad = asks("house-ipv6", "DistributionConfig/IsIPV6Enabled", "nonsense");
    let linter = with_rules(&[good, bad]).operation(Operation::Create);
    let fixed = linter.fix(&base(), Applicability::Unsafe);
    assert_eq!(
        fixed.text(),
        base().replace("PriceClass_All", "PriceClass_100")
    );
    assert_eq!(fixed.refused.len(), 1, "{:?}", fixed.refused);
    assert_eq!(fixed.refused[0].rules, ["house-ipv6"]);
    assert!(
        matches!(fixed.refused[0].harm, Harm::Worse { before: 0, .. }),
        "{:?}",
        fixed.refused
    );
}

#[test]
fn a_fix_that_causes_errors_of_rules_that_are_off_is_not_applied() {
    let at = "DistributionConfig/IsIPV6Enabled";
    let linter = with_rules(&[asks("house-ipv6", at, "nonsense")]);
    let mut alone = linter.operation(Operation::Create);
    for rule in cloudfront_lint::rules() {
        alone = alone.without_rule(&rule.name).unwrap();
    }
    let fixed = alone.fix(&base(), Applicability::Unsafe);
    assert_eq!(fixed.text(), base());
    assert!(
        matches!(fixed.refused[0].harm, Harm::Worse { before: 0, .. }),
        "{:?}",
        fixed.refused
    );
    let report = alone.lint(&base()).into_owned();
    let edits = &report.findings()[0].fixes[0].edits;
    assert_ne!(alone.effect_of(edits, &report), Effect::Clean);
}

#[test]
fn nothing_is_moved_into_a_text() {
    let text = r#"{"CallerReference": "one", "Paths": "", "Quantity": 1, "Items": ["/*"]}"#;
    let fixed = Linter::new().fix(text, Applicability::Unsafe);
    assert_eq!((fixed.text(), refused(&fixed)), (text, Vec::new()));
}

#[test]
fn a_comment_is_removed_on_request_only() {
    let text = INVALIDATION
        .replace("<Quantity>2", "<Quantity>0")
        .replace("<Path>/*</Path>", "<!-- /old/* after the migration -->")
        .replace(
            "</CallerReference>",
            "</CallerReference><CallerReference>one<!-- found by name --></CallerReference>",
        );
    assert_eq!(Linter::new().fix(&text, Applicability::Safe).text(), text);
    let fixed = Linter::new().fix(&text, Applicability::Unsafe);
    assert!(!fixed.text().contains("<!--"), "{}", fixed.text());
}

#[test]
fn findings_of_a_misspelled_suppression_are_not_fixed() {
    let with = |comment: &str| {
        INVALIDATION.replace(
            "  <Paths>",
            &format!("  <!-- cloudfront-lint: {comment} -->\n  <Paths>"),
        )
    };
    for comment in [
        "ignore[quantity-mismatch]",
        "ignore[quantity-mismach] the deployment counts",
        "ignore[quantity-mismatch,] as agreed",
    ] {
        for level in [Applicability::Safe, Applicability::Unsafe] {
            let fixed = Linter::new().fix(&with(comment), level);
            assert!(
                fixed.text().contains("<Quantity>2"),
                "{comment}: {}",
                fixed.text()
            );
            assert!(
                fixed
                    .text()
                    .contains("cloudfront-lint: ignore[quantity-mis"),
                "{comment}: {}",
                fixed.text()
            );
        }
    }
    let of_a_team =
        with("ignore[house-no-such-rule-here] as agreed").replace("<Quantity>2", "<Quantity>1");
    assert_eq!(
        Linter::new().fix(&of_a_team, Applicability::Safe).text(),
        of_a_team
    );
}

#[test]
fn the_second_of_two_methods_goes_with_its_count() {
    let duplicate = base().replacen(
        "<Method>HEAD</Method>",
        "<Method>HEAD</Method>\n        <Method>HEAD</Method>",
        1,
    );
    for count in ["2", "3"] {
        let text = duplicate.replacen(
            "<Quantity>2</Quantity>\n      <Items>\n        <Method>",
            &format!("<Quantity>{count}</Quantity>\n      <Items>\n        <Method>"),
            1,
        );
        assert_eq!(
            Linter::new()
                .operation(Operation::Create)
                .fix(&text, Applicability::Safe)
                .text(),
            base(),
            "{count}"
        );
    }
}

/// What a fix of the built-in rules shows was there before.
#[test]
fn no_fix_of_a_built_in_rule_is_refused() {
    let minimal = fs::read_to_string("fixtures/accepted/minimal-create.json").unwrap();
    let with_key =
        |key: &str| format!("{{\"DistributionConfig\": {minimal}, \"{key}\": \"E123\"}}");
    let policy =
        fs::read_to_string("fixtures/base/response-headers-policy-2020-05-31.xml").unwrap();
    let name = policy.find("<Name>").unwrap()..policy.find("</Name>").unwrap();
    let blank = policy.replace(&policy[name], "<Name> ");
    let namespace = |date: &str| base().replace("doc/2020-05-31", &format!("doc/{date}"));
    let with_typo = namespace("1.5-05-31").replacen("</Quantity>", "</Quanttiy>", 1);
    for (text, fixed) in [
        (with_key("DistributionId"), "\"Id\": \"E123\""),
        (
            with_key("ContinuousDeploymentPolicyId"),
            "\"ContinuousDeploymentPolicyId\"",
        ),
        (blank, "<Name> </Name>"),
        (namespace("2014-05-32"), "doc/2020-05-31/"),
        (with_typo, "doc/2020-05-31/"),
    ] {
        let result = Linter::new().fix(&text, Applicability::Unsafe);
        assert_eq!(refused(&result), [""; 0], "{text}");
        assert!(result.text().contains(fixed), "{}", result.text());
    }
}

/// The names of elements and members that a text has, end tags aside.
fn names(text: &str) -> BTreeSet<&str> {
    let parts = text
        .split(['<', '"'])
        .filter(|part| part.starts_with(|first: char| first.is_ascii_uppercase()));
    let names = parts.map(|part| {
        part.split(|character: char| !character.is_ascii_alphanumeric())
            .next()
            .unwrap_or_default()
    });
    names.filter(|name| SCHEMA.name(name).is_some()).collect()
}

/// One character too many costs no element that somebody wrote.
#[test]
fn an_unexpected_character_removes_nothing_else() {
    let base = base();
    let json = cloudfront_lint::convert(
        &cloudfront_lint::Source::new(&base),
        cloudfront_lint::Form::Json,
        None,
    )
    .unwrap();
    let mut lost = Vec::new();
    for text in [&base, &json] {
        let head = text.find("CallerReference").unwrap();
        let places = (0..head)
            .step_by(3)
            .chain((head..text.len()).step_by(151))
            .filter(|at| text.is_char_boundary(*at));
        for at in places {
            for typed in ["/", "\"", "{", "<"] {
                let typed = [&text[..at], typed, &text[at..]].concat();
                let fixed = Linter::new()
                    .operation(Operation::Create)
                    .fix(&typed, Applicability::Unsafe);
                let kept = names(fixed.text());
                let gone: Vec<&str> = names(text)
                    .intersection(&names(&typed))
                    .filter(|name| !kept.contains(*name))
                    .copied()
                    .collect();
                if !gone.is_empty() {
                    lost.push(format!(
                        "{at} {}: {gone:?}",
                        typed[..=at].chars().next_back().unwrap_or_default()
                    ));
                }
            }
        }
    }
    assert!(
        lost.is_empty(),
        "{} lose something:\n{}",
        lost.len(),
        lost.join("\n")
    );
}
