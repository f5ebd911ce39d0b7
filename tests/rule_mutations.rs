//! The examples of the rules are tested by the rules, and here the other way round: a rule that is
//! changed a little must break one of its own examples, or the examples do not say what the rule
//! says.
//!
//! `cargo test --test all rule_mutations:: -- --nocapture` prints what was changed and what no
//! example noticed.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::collections::BTreeMap;
use std::fmt::Write as _;

use cloudfront_lint::internal::builtin::{QUOTAS, SCHEMA};
use cloudfront_lint::internal::example;
use cloudfront_lint::internal::example::Document;
use cloudfront_lint::internal::model::rule::{
    Check, Condition, Example, Interval, Limit, ListCheck, Ordered, Rule, Step, Sum, Target,
    TargetCheck, Test,
};
use cloudfront_lint::internal::model::schema::{
    List, Schema, ShapeId, ShapeKind, Text, ValueKind, Version, VersionSet,
};
use cloudfront_lint::{Linter, Severity, rules};

/// A small change to a rule.
struct Mutant {
    kind: &'static str,
    what: String,
    change: Change,
}

enum Change {
    /// The rule is gone.
    Off,
    /// The rule is another one.
    Rule(Box<Rule>),
    /// A quota is greater or less by this much.
    Quota(u16, i64),
}

/// The kinds of change that must never go unnoticed. Of the others, some change nothing: a
/// condition may follow from another one.
const STRICT: [&str; 4] = ["off", "bound", "version", "value"];

/// An example with its rule and its document.
struct Shown<'r> {
    rule: &'r Rule,
    it: &'r Example,
    is_bad: bool,
    document: Document,
}

#[test]
fn every_change_of_a_rule_breaks_an_example() {
    let mut made: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
    let (mut unnoticed, mut unproven) = (String::new(), String::new());
    let mut shown: Vec<Shown<'_>> = Vec::new();
    for rule in rules() {
        let examples = rule
            .bad
            .iter()
            .map(|it| (it, true))
            .chain(rule.good.iter().map(|it| (it, false)));
        shown.extend(examples.map(|(it, is_bad)| Shown {
            rule,
            it,
            is_bad,
            document: example::document(rule, it).unwrap(),
        }));
    }
    // Those few that no example of a fixture's size can show are listed where the examples are run.
    for rule in rules().iter().filter(|rule| !rule.bad.is_empty()) {
        let (own, others): (Vec<_>, Vec<_>) = shown
            .iter()
            .filter(|it| it.rule.module == rule.module)
            .partition(|it| it.rule.name == rule.name);
        for mutant in mutants(rule) {
            let count = made.entry(mutant.kind).or_default();
            count[0] += 1;
            if own
                .iter()
                .chain(&others)
                .all(|it| stands(rule, &mutant.change, it))
            {
                count[1] += 1;
                let list = if STRICT.contains(&mutant.kind) {
                    &mut unnoticed
                } else {
                    &mut unproven
                };
                let _ = writeln!(list, "{}: {} {}", rule.name, mutant.kind, mutant.what);
            }
        }
    }
    let counts: Vec<String> = made
        .iter()
        .map(|(kind, [all, left])| format!("{kind}: {} of {all} noticed", all - left))
        .collect();
    show(&format!("{unproven}{}", counts.join("\n")));
    assert!(unnoticed.is_empty(), "no example notices:\n{unnoticed}");
}

#[expect(
    clippy::print_stdout,
    reason = "the numbers are what this test is run for"
)]
fn show(text: &str) {
    println!("{text}");
}

/// Whether an example still holds what it promises of its rule.
fn stands(rule: &Rule, change: &Change, shown: &Shown<'_>) -> bool {
    let Shown { it, document, .. } = shown;
    let group = shown.rule.group.as_deref();
    let linter = group.map_or_else(Linter::new, |group| Linter::new().group(group).unwrap());
    let mut linter = example::request(linter, it, document);
    let moved = |quota: &str| match change {
        Change::Quota(index, by) if QUOTAS[usize::from(*index)].name == quota => *by,
        _ => 0,
    };
    for (quota, value) in it.quotas.iter() {
        linter = linter.quota(quota, (value + moved(quota)).max(0)).unwrap();
    }
    if let Change::Quota(index, by) = change {
        let quota = &QUOTAS[usize::from(*index)];
        if it.quotas.iter().all(|(name, _)| *name != quota.name) {
            linter = linter.quota(&quota.name, quota.value + by).unwrap();
        }
    }
    let mut name = rule.name.as_ref();
    match change {
        Change::Quota(..) => {}
        Change::Off => linter = linter.without_rule(&rule.name).unwrap(),
        Change::Rule(changed) => {
            name = "changed";
            let changed = Rule {
                name: Text::Borrowed("changed"),
                ..(**changed).clone()
            };
            linter = linter
                .without_rule(&rule.name)
                .unwrap()
                .with_rules([changed]);
        }
    }
    let report = linter.lint(&document.text);
    let named = report
        .findings()
        .iter()
        .filter(|finding| finding.rule == name)
        .count();
    if shown.rule.name != rule.name {
        return named == 0;
    }
    let weighs = |severity: Severity| {
        severity > Severity::Advice || rule.severity == Severity::Advice && rule.group.is_none()
    };
    let all = report
        .findings()
        .iter()
        .filter(|finding| weighs(finding.severity) || finding.rule == name)
        .count();
    (named, all) == if shown.is_bad { (1, 1) } else { (0, 0) }
}

#[expect(clippy::too_many_lines, reason = "one table of cases")]
fn mutants(rule: &Rule) -> Vec<Mutant> {
    let mut all = vec![Mutant {
        kind: "off",
        what: String::new(),
        change: Change::Off,
    }];
    if matches!(rule.check, Check::Builtin { .. }) {
        return all;
    }
    let mut push = |kind, what: String, changed: Rule| {
        all.push(Mutant {
            kind,
            what,
            change: Change::Rule(Box::new(changed)),
        });
    };
    let versions = effective(rule);
    if let (Some(first), Some(last)) = (versions.first(), versions.last())
        && first != last
    {
        for version in [first, last] {
            let rest = VersionSet(rule.versions.0 & !(1 << version.0));
            push(
                "version",
                format!("without {}", SCHEMA.version_info(version).name),
                Rule {
                    versions: rest,
                    ..rule.clone()
                },
            );
        }
    }
    for (what, check) in checks(&rule.check) {
        push(
            "bound",
            what,
            Rule {
                check,
                ..rule.clone()
            },
        );
    }
    for (what, check) in values(&rule.check) {
        push(
            "value",
            what,
            Rule {
                check,
                ..rule.clone()
            },
        );
    }
    for (index, clause) in rule.when.iter().enumerate() {
        let mut when: Vec<List<Condition>> = rule.when.to_vec();
        when.remove(index);
        push(
            "condition",
            clause[0].path.text.to_string(),
            Rule {
                when: when.into(),
                ..rule.clone()
            },
        );
        for (place, condition) in clause.iter().enumerate() {
            let replaced = |with: Option<Condition>| {
                let mut conditions = clause.to_vec();
                match with {
                    Some(condition) => conditions[place] = condition,
                    None => drop(conditions.remove(place)),
                }
                let mut when: Vec<List<Condition>> = rule.when.to_vec();
                when[index] = conditions.into();
                Rule {
                    when: when.into(),
                    ..rule.clone()
                }
            };
            if clause.len() > 1 {
                push(
                    "alternative",
                    condition.path.text.to_string(),
                    replaced(None),
                );
            }
            let moved = |by: i64| match condition.test {
                Test::Greater(number) => Some(Test::Greater(number + by)),
                Test::Less(number) => Some(Test::Less(number + by)),
                _ => None,
            };
            for test in [-1, 1].into_iter().filter_map(moved) {
                push(
                    "bound",
                    format!("{} {test:?}", condition.path.text),
                    replaced(Some(Condition {
                        test,
                        ..condition.clone()
                    })),
                );
            }
        }
    }
    all.extend(quotas(&rule.check));
    all
}

/// A check with each of its own numbers moved by one.
fn checks(check: &Check) -> Vec<(String, Check)> {
    let mut all = Vec::new();
    for by in [-1, 1] {
        match check {
            Check::Target(check) => all.extend(
                target_checks(check, by)
                    .into_iter()
                    .map(|(what, check)| (what, Check::Target(check))),
            ),
            Check::List(ListCheck::Count(interval)) => all.extend(
                moved(interval, by)
                    .into_iter()
                    .map(|(what, interval)| (what, Check::List(ListCheck::Count(interval)))),
            ),
            _ => {}
        }
    }
    all
}

/// A check of a target with each of its own numbers moved.
fn target_checks(check: &TargetCheck, by: i64) -> Vec<(String, TargetCheck)> {
    let mut all = Vec::new();
    match check {
        TargetCheck::Range { interval, also } => {
            all.extend(moved(interval, by).into_iter().map(|(what, interval)| {
                let also = also.clone();
                (what, TargetCheck::Range { interval, also })
            }));
            for (index, number) in also.iter().enumerate() {
                let mut also = also.to_vec();
                also[index] = number + by;
                let check = TargetCheck::Range {
                    interval: *interval,
                    also: also.into(),
                };
                all.push((format!("also {number} {by:+}"), check));
            }
        }
        TargetCheck::Length { interval, unit } => {
            all.extend(moved(interval, by).into_iter().map(|(what, interval)| {
                let unit = *unit;
                (what, TargetCheck::Length { interval, unit })
            }));
        }
        TargetCheck::Order(members) => {
            for (index, member) in members.iter().enumerate() {
                let Some(default) = member.default else {
                    continue;
                };
                let mut members = members.to_vec();
                members[index] = Ordered {
                    default: Some(default + by),
                    ..member.clone()
                };
                let check = TargetCheck::Order(members.into());
                all.push((format!("default {default} {by:+}"), check));
            }
        }
        TargetCheck::Sum(sum) => {
            let moved = |each, max| {
                TargetCheck::Sum(Sum {
                    each,
                    max,
                    ..sum.clone()
                })
            };
            if let Limit::Number(number) = sum.max {
                all.push((
                    format!("max {number} {by:+}"),
                    moved(sum.each, Limit::Number(number + by)),
                ));
            }
            let each = sum.each;
            all.push((format!("each {each} {by:+}"), moved(each + by, sum.max)));
        }
        _ => {}
    }
    all
}

fn moved(interval: &Interval, by: i64) -> Vec<(String, Interval)> {
    let mut all = Vec::new();
    if let Some(Limit::Number(number)) = interval.min {
        all.push((
            format!("min {number} {by:+}"),
            Interval {
                min: Some(Limit::Number(number + by)),
                ..*interval
            },
        ));
    }
    if let Some(Limit::Number(number)) = interval.max {
        all.push((
            format!("max {number} {by:+}"),
            Interval {
                max: Some(Limit::Number(number + by)),
                ..*interval
            },
        ));
    }
    all
}

/// A check without one of its values.
fn values(check: &Check) -> Vec<(String, Check)> {
    let Check::Target(check) = check else {
        return Vec::new();
    };
    let all: Vec<(String, TargetCheck)> = match check {
        // That each of many allowed values is allowed needs no example; that each refused one is
        // refused does.
        TargetCheck::In {
            values,
            fold,
            negated: true,
        } if values.len() > 1 => without_each(values)
            .map(|(value, values)| {
                let check = TargetCheck::In {
                    values,
                    fold: *fold,
                    negated: true,
                };
                (value.to_string(), check)
            })
            .collect(),
        TargetCheck::ClosedSets(sets) => without_each(sets)
            .map(|(set, sets)| (set.join("+"), TargetCheck::ClosedSets(sets)))
            .collect(),
        TargetCheck::Required { paths, together } if paths.len() > 1 => without_each(paths)
            .map(|(path, paths)| {
                let check = TargetCheck::Required {
                    paths,
                    together: *together,
                };
                (path.text.to_string(), check)
            })
            .collect(),
        _ => Vec::new(),
    };
    all.into_iter()
        .map(|(what, check)| (what, Check::Target(check)))
        .collect()
}

fn without_each<T: Clone + 'static>(list: &[T]) -> impl Iterator<Item = (&T, List<T>)> {
    list.iter().enumerate().map(|(index, left_out)| {
        let mut rest = list.to_vec();
        rest.remove(index);
        (left_out, rest.into())
    })
}

/// The quotas that a check uses, moved by one.
fn quotas(check: &Check) -> Vec<Mutant> {
    let limits: Vec<Limit> = match check {
        Check::Target(
            TargetCheck::Range { interval, .. } | TargetCheck::Length { interval, .. },
        )
        | Check::List(ListCheck::Count(interval)) => {
            interval.min.into_iter().chain(interval.max).collect()
        }
        Check::Target(TargetCheck::Sum(sum)) => vec![sum.max],
        _ => Vec::new(),
    };
    let mut all = Vec::new();
    for limit in limits {
        let Limit::Quota(index) = limit else { continue };
        for by in [-1, 1] {
            all.push(Mutant {
                kind: "bound",
                what: format!("quota {} {by:+}", QUOTAS[usize::from(index)].name),
                change: Change::Quota(index, by),
            });
        }
    }
    all
}

/// The versions of a rule in which one of its targets can be there.
fn effective(rule: &Rule) -> VersionSet {
    let is_there = |version: &Version| {
        rule.at
            .iter()
            .any(|target| exists(&SCHEMA, target, *version))
    };
    rule.versions
        .iter()
        .filter(is_there)
        .fold(VersionSet::NONE, |all, version| {
            all.union(VersionSet::between(version, version))
        })
}

/// Whether the path of a target leads through members that exist in a version.
fn exists(schema: &Schema, target: &Target, version: Version) -> bool {
    let mut shape = Some(target.shape);
    for step in target.path.steps.iter() {
        let Some(here) = shape else {
            return matches!(step, Step::Items);
        };
        shape = match step {
            Step::Member(name) => match schema.shape(here).member(*name, version) {
                Some(member) => shape_of(member.value),
                None => return false,
            },
            Step::Items | Step::Where { .. } => item(schema, here, version),
        };
    }
    !target.path.steps.is_empty() || schema.shape(target.shape).versions.contains(version)
}

fn shape_of(value: ValueKind) -> Option<ShapeId> {
    match value {
        ValueKind::Structure(shape) | ValueKind::List(shape) => Some(shape),
        _ => None,
    }
}

/// The shape of the items of a list, or of the list in a counted structure.
fn item(schema: &Schema, shape: ShapeId, version: Version) -> Option<ShapeId> {
    let shape = schema.shape(shape);
    let mut valid = shape
        .members()
        .iter()
        .filter(|member| member.versions.contains(version));
    if matches!(shape.kind, ShapeKind::List { .. }) {
        return valid.next().and_then(|member| shape_of(member.value));
    }
    let list = valid.find_map(|member| {
        if let ValueKind::List(list) = member.value {
            Some(list)
        } else {
            None
        }
    });
    list.and_then(|list| item(schema, list, version))
}
