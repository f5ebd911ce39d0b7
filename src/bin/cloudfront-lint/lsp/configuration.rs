//! The configuration and the rule files that it names as open documents: what is wrong with them
//! while they are edited.

use std::path::Path;

use cloudfront_lint::config::File;

use crate::settings::Loaded;
use crate::settings::fault::Fault;
use crate::settings::find::{self, NAME};
use crate::settings::{load, paths};

/// Whether a file is a configuration, by its name.
pub(crate) fn is_configuration(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == NAME)
}

/// Whether a file can be a configuration or contain a team's rules, by its name.
pub(crate) fn is_toml(path: &Path) -> bool {
    path.extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("toml"))
}

/// Whether the nearest configuration names a file as one of rules.
pub(crate) fn is_rule_file(path: &Path) -> bool {
    let config = || find::nearest(path);
    is_toml(path) && !is_configuration(path) && config().is_some_and(|it| load::names(&it, path))
}

/// What is wrong with the text of a configuration, or of a rule file that one names.
pub(crate) fn mistakes(path: &Path, text: &str) -> Option<Fault> {
    if !is_configuration(path) {
        return load::mistakes_of_rules(&find::nearest(path)?, path, text);
    }
    let file = File::new(paths::shown(path), text);
    Loaded::of_file(path, &file).err()
}
