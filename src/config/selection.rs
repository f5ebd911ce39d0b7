//! Which rules a name or a glob means.
//!
//! Globs of names are matched by hand: they need two wildcards and no paths, and the library takes
//! no crate that knows files.

use crate::lint;
use crate::model::near::nearest;
use crate::model::rule::Rule;

/// The built-in rules and a team's own.
fn all(own: &[Rule]) -> impl Iterator<Item = &Rule> {
    lint::rules().iter().chain(own)
}

/// The rules that a name or a glob such as `alias-*` means; none if it means none.
///
/// ```
/// use cloudfront_lint::config::rules_matching;
///
/// assert_eq!(rules_matching("quantity-mismatch", &[]), ["quantity-mismatch"]);
/// assert!(rules_matching("update-*", &[]).len() > 1);
/// assert!(rules_matching("quantity", &[]).is_empty());
/// ```
pub fn rules_matching(pattern: &str, own: &[Rule]) -> Vec<String> {
    all(own)
        .filter(|rule| matches(pattern, &rule.name))
        .map(|rule| rule.name.to_string())
        .collect()
}

/// The rules that were probably meant.
pub(super) fn near_rules(name: &str, own: &[Rule]) -> Vec<String> {
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
