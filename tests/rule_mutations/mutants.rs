//! The small changes of a rule.

use cloudfront_lint::internal::builtin::{QUOTAS, SCHEMA};
use cloudfront_lint::internal::model::rule::{
    Bound, Check, Condition, Interval, Limit, ListCheck, Ordered, Rule, Sum, TargetCheck, Test,
};
use cloudfront_lint::internal::model::schema::{List, Version, VersionSet};

use super::versions::effective;

/// A small change to a rule.
pub(super) struct Mutant {
    pub(super) kind: &'static str,
    pub(super) what: String,
    pub(super) change: Change,
}

pub(super) enum Change {
    /// The rule is off.
    Off,
    /// The rule is another one.
    Rule(Box<Rule>),
    /// A quota is greater or less by this much.
    Quota(u16, i64),
}

/// All small changes of a rule.
pub(super) fn mutants(rule: &Rule) -> Vec<Mutant> {
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
    for version in outermost_versions(rule) {
        let name = &SCHEMA.version_info(version).name;
        let mut changed = rule.clone();
        changed.versions = VersionSet(rule.versions.0 & !(1 << version.0));
        push("version", format!("without {name}"), changed);
    }
    let bounds = checks(&rule.check).into_iter().map(|it| ("bound", it));
    let values = values(&rule.check).into_iter().map(|it| ("value", it));
    for (kind, (what, check)) in bounds.chain(values) {
        let mut changed = rule.clone();
        changed.check = check;
        push(kind, what, changed);
    }
    for (index, clause) in rule.when.iter().enumerate() {
        for (kind, what, clause) in clauses(clause) {
            let mut when: Vec<List<Condition>> = rule.when.to_vec();
            match clause {
                Some(clause) => when[index] = clause.into(),
                None => drop(when.remove(index)),
            }
            let mut changed = rule.clone();
            changed.when = when.into();
            push(kind, what, changed);
        }
    }
    all.extend(quotas(&rule.check));
    all
}

/// The first and the last version of a rule, unless they are the same.
fn outermost_versions(rule: &Rule) -> Vec<Version> {
    let versions = effective(rule);
    match (versions.first(), versions.last()) {
        (Some(first), Some(last)) if first != last => vec![first, last],
        _ => Vec::new(),
    }
}

/// A kind of change, what is changed, and the changed clause; `None` without the clause.
type ChangedClause = (&'static str, String, Option<Vec<Condition>>);

/// The changes of a clause: without it, without one of its alternatives, with a bound moved by one.
fn clauses(clause: &[Condition]) -> Vec<ChangedClause> {
    let mut all = vec![("condition", clause[0].path.text.to_string(), None)];
    for (place, condition) in clause.iter().enumerate() {
        let path = &condition.path.text;
        if clause.len() > 1 {
            let mut without = clause.to_vec();
            without.remove(place);
            all.push(("alternative", path.to_string(), Some(without)));
        }
        let moved = |by: i64| match condition.test {
            Test::Greater(Bound::Number(number)) => Some(Test::Greater(Bound::Number(number + by))),
            Test::Less(Bound::Number(number)) => Some(Test::Less(Bound::Number(number + by))),
            _ => None,
        };
        for test in [-1, 1].into_iter().filter_map(moved) {
            let what = format!("{path} {test:?}");
            let mut changed = clause.to_vec();
            changed[place].test = test;
            all.push(("bound", what, Some(changed)));
        }
    }
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
                let unit = unit.clone();
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
