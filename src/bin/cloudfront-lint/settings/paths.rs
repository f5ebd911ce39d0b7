//! Paths as the configuration and the baseline see them.

use std::fs;
use std::path::{Path, PathBuf};

/// The path from the root of the file system, links in its folders resolved.
pub(crate) fn absolute(path: &Path) -> PathBuf {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let folder = fs::canonicalize(folder)
        .or_else(|_| std::path::absolute(folder))
        .unwrap_or_else(|_| folder.to_owned());
    folder.join(path.file_name().unwrap_or_default())
}

/// The path from a folder on, with `/` between its parts.
pub(crate) fn relative(folder: &Path, path: &Path) -> String {
    let absolute = absolute(path);
    let relative = absolute.strip_prefix(folder).unwrap_or(&absolute);
    relative
        .components()
        .map(|part| part.as_os_str().to_string_lossy())
        .collect::<Vec<_>>()
        .join("/")
}

/// A path as shown in messages: from the current folder on, if it is below it.
pub(crate) fn shown(path: &Path) -> String {
    let here = std::env::current_dir()
        .and_then(fs::canonicalize)
        .unwrap_or_default();
    path.strip_prefix(&here)
        .unwrap_or(path)
        .display()
        .to_string()
}
