//! The configuration file as an open document: what is wrong with it while it is edited.

use std::path::Path;

use cloudfront_lint::config::File;

use crate::settings::Loaded;
use crate::settings::fault::Fault;
use crate::settings::find::NAME;
use crate::settings::paths;

/// Whether a file is a configuration, by its name.
pub(crate) fn is_configuration(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == NAME)
}

/// What is wrong with the text of a configuration.
pub(crate) fn mistakes(path: &Path, text: &str) -> Option<Fault> {
    let file = File::new(paths::shown(path), text);
    Loaded::of_file(path, &file).err()
}
