//! Limits of rules: numbers of their own, or quotas that settings may change.

use super::Arguments;
use crate::lint::wording::Argument;
use crate::model::rule::{Interval, Limit, Quota};

/// The quotas of a run.
#[derive(Clone, Copy)]
pub(crate) struct Limits<'q> {
    pub(crate) quotas: &'q [Quota],
    /// Quotas that differ from the documented ones, by their place among those.
    pub(crate) overrides: &'q [(u16, i64)],
}

impl<'q> Limits<'q> {
    /// The number of a limit.
    pub(super) fn number(&self, limit: Limit) -> i64 {
        match limit {
            Limit::Number(number) => number,
            Limit::Quota(index) => {
                let mut overrides = self.overrides.iter();
                let changed = overrides.find(|(quota, _)| *quota == index);
                changed
                    .map(|(_, value)| *value)
                    .or_else(|| self.quotas.get(usize::from(index)).map(|quota| quota.value))
                    .unwrap_or(i64::MAX)
            }
        }
    }

    /// Whether a number is within an interval.
    pub(super) fn allow(&self, interval: &Interval, number: i64) -> bool {
        interval.min.is_none_or(|min| number >= self.number(min))
            && interval.max.is_none_or(|max| number <= self.number(max))
    }

    /// The bounds of an interval for the words of a rule.
    pub(super) fn of_interval(&self, interval: &Interval) -> Arguments<'q> {
        let mut arguments = Vec::new();
        for (name, limit) in [("min", interval.min), ("max", interval.max)] {
            if let Some(limit) = limit {
                arguments.extend(self.of_limit(name, limit));
            }
        }
        arguments
    }

    /// A limit for the words of a rule, with the quota that it is.
    pub(super) fn of_limit(&self, name: &'static str, limit: Limit) -> Arguments<'q> {
        let mut arguments = vec![(name, Argument::Integer(self.number(limit)))];
        if let Limit::Quota(index) = limit
            && let Some(quota) = self.quotas.get(usize::from(index))
        {
            arguments.push(("quota", quota.title.as_ref().into()));
            arguments.push(("quota-name", quota.name.as_ref().into()));
        }
        arguments
    }
}
