//! The files that git says have changed. Git itself is asked, so that its settings and attributes
//! apply.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::stderr::reason;

/// Which changes are meant.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Changes<'a> {
    /// What the next commit contains.
    Staged,
    /// What differs from where the current branch left this one, new files included.
    Since(&'a str),
}

/// The changed files below the current folder, without deleted ones.
///
/// # Errors
/// If git fails, with what it says.
pub(crate) fn changed(changes: Changes<'_>) -> Result<Vec<PathBuf>, String> {
    let list = ["diff", "--name-only", "-z", "--relative", "--diff-filter=d"];
    match changes {
        Changes::Staged => names(&[&list[..], &["--cached"]].concat()),
        Changes::Since(name) if name.starts_with('-') => {
            Err(format!("`{name}` is not the name of a branch or commit"))
        }
        Changes::Since(name) => {
            let mut files = names(&[&list[..], &["--merge-base", name, "--"]].concat())?;
            files.extend(names(&[
                "ls-files",
                "-z",
                "--others",
                "--exclude-standard",
            ])?);
            Ok(files)
        }
    }
}

/// Hands the staged content of a file to `read`.
pub(crate) fn staged(
    path: &Path,
    read: impl FnOnce(&mut dyn Read) -> Result<(), String>,
) -> Result<(), String> {
    let mut name = std::ffi::OsString::from(":./");
    name.push(path);
    let mut child = Command::new("git")
        .arg("show")
        .arg(name)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| not_started(&error))?;
    let outcome = child.stdout.as_mut().map_or(Ok(()), |out| read(out));
    // What is left unread would keep git waiting.
    drop(child.stdout.take());
    let status = child.wait().map_err(|error| reason(&error))?;
    outcome?;
    if status.success() {
        Ok(())
    } else {
        Err("git cannot show its staged content".to_owned())
    }
}

/// The names, separated by NUL, that a command of git prints.
fn names(arguments: &[&str]) -> Result<Vec<PathBuf>, String> {
    let output = Command::new("git")
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .map_err(|error| not_started(&error))?;
    if !output.status.success() {
        let message = String::from_utf8_lossy(&output.stderr);
        let line = message.lines().next().unwrap_or("it failed");
        return Err(format!("git: {}", line.trim_start_matches("fatal: ")));
    }
    let names = output.stdout.split(|byte| *byte == 0);
    Ok(names
        .filter(|name| !name.is_empty())
        .filter_map(as_path)
        .collect())
}

#[cfg(unix)]
#[expect(
    clippy::unnecessary_wraps,
    reason = "on other systems a name may not be a path"
)]
fn as_path(name: &[u8]) -> Option<PathBuf> {
    use std::os::unix::ffi::OsStrExt as _;
    Some(PathBuf::from(std::ffi::OsStr::from_bytes(name)))
}

#[cfg(not(unix))]
fn as_path(name: &[u8]) -> Option<PathBuf> {
    std::str::from_utf8(name).ok().map(PathBuf::from)
}

fn not_started(error: &std::io::Error) -> String {
    format!("cannot start git: {}", reason(error))
}
