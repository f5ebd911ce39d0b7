//! Which rules a name or a glob means.
//!
//! Globs of names are matched by hand: they need two wildcards and no paths, and the library takes
//! no crate that knows files.

use crate::lint;
use crate::model::near::nearest;
use crate::model::rule::Rule;

/// What comes before the name of a group of rules.
const GROUP: &str = "group:";

/// The built-in rules and a team's own.
fn all(own: &[Rule]) -> impl Iterator<Item = &Rule> {
    lint::rules().iter().chain(own)
}

/// The rules that a name, a glob such as `alias-*`, or a group such as `group:security` means; none
/// if it means none.
///
/// ```
/// use cloudfront_lint::config::rules_matching;
///
/// assert_eq!(rules_matching("quantity-mismatch", &[]), ["quantity-mismatch"]);
/// assert!(rules_matching("update-*", &[]).len() > 1);
/// assert!(rules_matching("quantity", &[]).is_empty());
/// assert!(rules_matching("group:security", &[]).len() > 1);
/// assert!(rules_matching("group:safety", &[]).is_empty());
/// ```
pub fn rules_matching(pattern: &str, own: &[Rule]) -> Vec<String> {
    let is_meant = |rule: &&Rule| match (pattern.strip_prefix(GROUP), &rule.group) {
        (Some(group), of) => of.as_deref() == Some(group),
        (None, _) => matches(pattern, &rule.name),
    };
    all(own)
        .filter(is_meant)
        .map(|rule| rule.name.to_string())
        .collect()
}

/// The rules, or the groups, that were probably meant.
pub(super) fn near_rules(name: &str, own: &[Rule]) -> Vec<String> {
    if name.starts_with(GROUP) {
        let groups = lint::groups(all(own)).into_iter();
        let groups: Vec<String> = groups.map(|group| format!("{GROUP}{group}")).collect();
        return owned(nearest(name, groups.iter().map(String::as_str)));
    }
    owned(nearest(name, all(own).map(|rule| rule.name.as_ref())))
}

fn owned(names: Vec<&str>) -> Vec<String> {
    names.into_iter().map(str::to_owned).collect()
}

/// Whether a name matches a pattern, in which `*` matches any text and `?` any character.
fn matches(pattern: &str, name: &str) -> bool {
    let (pattern, name) = (pattern.as_bytes(), name.as_bytes());
    let (mut at, mut matched) = (0, 0);
    // Where to continue if the text that the last `*` matches turns out to be too short.
    let mut retry: Option<(usize, usize)> = None;
    while matched < name.len() {
        match pattern.get(at) {
            Some(b'*') => {
                retry = Some((at + 1, matched));
                at += 1;
            }
            Some(byte) if *byte == b'?' || *byte == name[matched] => {
                at += 1;
                matched += 1;
            }
            _ => {
                let Some((after, from)) = &mut retry else {
                    return false;
                };
                *from += 1;
                (at, matched) = (*after, *from);
            }
        }
    }
    pattern[at..].iter().all(|byte| *byte == b'*')
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn globs_match_whole_names() {
        for (pattern, name, expected) in [
            ("alias", "alias", true),
            ("alias", "alias-shape", false),
            ("alias-*", "alias-shape", true),
            ("*-shape", "alias-shape", true),
            ("*a*e*", "alias-shape", true),
            ("a?ias-*", "alias-shape", true),
            ("*x*", "alias-shape", false),
            ("alias-shap?", "alias-shape", true),
            ("*", "", true),
            ("?", "", false),
            ("*-b-*-b", "a-b-b-b", true),
        ] {
            assert_eq!(matches(pattern, name), expected, "{pattern} {name}");
        }
    }
}
