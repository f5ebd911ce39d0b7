//! Writes files in one step: a reader sees the old file or the new one, and nothing in
//! between.
//!
//! The new file is written next to the old one, brought to the disk and then renamed, so a crash at
//! any moment leaves one of the two.

use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use cloudfront_lint::render::harmless_line;

use crate::stderr;

/// Replaces a file whose content still is `expected`. A symbolic link is followed, and stays one.
///
/// The new file has the permissions and, as far as the system allows it, the owner of the old one.
pub(crate) fn replace(path: &Path, expected: &[u8], bytes: &[u8]) -> io::Result<()> {
    let target = fs::canonicalize(path)?;
    // Renaming does not ask whether the file may be written.
    OpenOptions::new().write(true).open(&target)?;
    let old = fs::metadata(&target)?;
    remove_leftovers(folder_of(&target));
    let mut file = new_file().tempfile_in(folder_of(&target))?;
    file.write_all(bytes)?;
    let owner = keep_owner(file.as_file(), &old);
    file.as_file().set_permissions(old.permissions())?;
    file.as_file().sync_all()?;
    if fs::read(&target)? != expected {
        return Err(io::Error::other("the file was changed in the meantime"));
    }
    file.persist(&target).map_err(|error| error.error)?;
    sync_folder(&target);
    if let Some(lost) = losses(&old, owner) {
        stderr::print(&format!(
            "`{}`: {lost}",
            harmless_line(&path.to_string_lossy())
        ));
    }
    Ok(())
}

/// What the new file does not have of the old one, in half a sentence. Access control lists and
/// extended attributes are not looked at.
#[cfg(unix)]
fn losses(old: &fs::Metadata, owner: io::Result<()>) -> Option<String> {
    use std::os::unix::fs::MetadataExt as _;
    let links = old.nlink();
    if links > 1 {
        let others = if links == 2 {
            "another name of the same file still has".to_owned()
        } else {
            format!("{} other names of the same file still have", links - 1)
        };
        return Some(format!("{others} the old content"));
    }
    let reason = stderr::reason(&owner.err()?);
    Some(format!("its owner could not be kept: {reason}"))
}

#[cfg(not(unix))]
fn losses(_: &fs::Metadata, _: io::Result<()>) -> Option<String> {
    None
}

/// How long a temporary file is certainly that of a run that was ended.
const LEFT_OVER: Duration = Duration::from_secs(3600);

/// Removes the temporary files of runs that were ended before they could do it, once a folder.
fn remove_leftovers(folder: &Path) {
    static SEEN: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());
    let mut seen = SEEN.lock().unwrap_or_else(PoisonError::into_inner);
    if !seen.insert(folder.to_owned()) {
        return;
    }
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let is_ours = (name.to_str()).is_some_and(|name| {
            name.len() > PREFIX.len() + SUFFIX.len()
                && name.starts_with(PREFIX)
                && name.ends_with(SUFFIX)
        });
        let is_old = || {
            let it = entry.metadata().ok().filter(fs::Metadata::is_file);
            let age = it.and_then(|it| it.modified().ok()?.elapsed().ok());
            age.is_some_and(|age| age > LEFT_OVER)
        };
        if is_ours && is_old() {
            // It may belong to somebody else; then it stays.
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Creates a file, which must not exist yet.
pub(crate) fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = with_usual_permissions(&mut new_file()).tempfile_in(folder_of(path))?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist_noclobber(path).map_err(|error| error.error)?;
    sync_folder(path);
    Ok(())
}

/// Writes a file, whether it exists or not.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    match fs::metadata(path) {
        // A pipe or device, such as /dev/stderr, cannot be renamed over.
        Ok(it) if !it.is_file() => fs::write(path, bytes),
        Ok(_) => replace(path, &fs::read(path)?, bytes),
        Err(_) => create(path, bytes),
    }
}

/// How the names of temporary files begin and end.
const PREFIX: &str = ".cloudfront-lint.";
const SUFFIX: &str = ".tmp";

/// A temporary file with a short name that only we can read.
fn new_file() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(PREFIX).suffix(SUFFIX);
    builder
}

/// The folder of a file. Renaming within it stays on one disk.
fn folder_of(path: &Path) -> &Path {
    path.parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

/// Gives a new file the permissions that any new file gets here.
#[cfg(unix)]
fn with_usual_permissions<'b>(
    builder: &'b mut tempfile::Builder<'static, 'static>,
) -> &'b tempfile::Builder<'static, 'static> {
    use std::os::unix::fs::PermissionsExt as _;
    // The system takes away what the umask says.
    builder.permissions(fs::Permissions::from_mode(0o666))
}

#[cfg(not(unix))]
fn with_usual_permissions<'b>(
    builder: &'b mut tempfile::Builder<'static, 'static>,
) -> &'b tempfile::Builder<'static, 'static> {
    builder
}

#[cfg(unix)]
fn keep_owner(file: &File, old: &fs::Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt as _, fchown};
    let is_same = file
        .metadata()
        .is_ok_and(|new| (new.uid(), new.gid()) == (old.uid(), old.gid()));
    if !is_same {
        // Only root can give files away; otherwise the file belongs to the user of this process, as
        // with any editor.
        fchown(file, Some(old.uid()), Some(old.gid()))?;
    }
    Ok(())
}

#[cfg(not(unix))]
fn keep_owner(_: &File, _: &fs::Metadata) -> io::Result<()> {
    Ok(())
}

/// Brings the new name to the disk. Not every system can do that for a folder.
fn sync_folder(path: &Path) {
    let _ = File::open(folder_of(path)).and_then(|folder| folder.sync_all());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_with_the_longest_name_is_replaced() {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let path = folder.path().join("a".repeat(255));
        fs::write(&path, "old").expect("a file for the test");
        replace(&path, b"old", b"new").expect("the name of the new file is short");
        assert_eq!(fs::read(&path).expect("the file exists"), b"new");
    }

    #[cfg(unix)]
    #[test]
    fn the_temporary_file_is_private() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().expect("a folder for the test");
        let file = new_file().tempfile_in(folder.path()).expect("a new file");
        let metadata = file.as_file().metadata().expect("it exists");
        let mode = metadata.permissions().mode();
        assert_eq!(mode & 0o077, 0, "{mode:o}");
    }

    #[test]
    fn a_file_that_was_changed_in_the_meantime_is_left_alone() {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let path = folder.path().join("a.xml");
        fs::write(&path, "newer").expect("a file for the test");
        assert!(replace(&path, b"old", b"new").is_err());
        assert_eq!(fs::read(&path).expect("the file exists"), b"newer");
        let files = fs::read_dir(folder.path()).expect("the folder exists");
        assert_eq!(files.count(), 1, "no temporary file is left");
        replace(&path, b"newer", b"new").expect("the file is as expected");
        assert_eq!(fs::read(&path).expect("the file exists"), b"new");
    }

    #[test]
    fn only_an_existing_file_is_replaced_and_only_a_missing_one_created() {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let path = folder.path().join("a.xml");
        assert!(replace(&path, b"", b"new").is_err());
        assert!(!path.exists());
        create(&path, b"first").expect("the file does not exist");
        assert!(create(&path, b"second").is_err());
        assert_eq!(fs::read(&path).expect("the file exists"), b"first");
    }

    #[test]
    fn old_temporary_files_are_removed() {
        let folder = tempfile::tempdir().expect("a folder");
        let place = |name: &str| folder.path().join(name);
        let long_ago = std::time::SystemTime::now() - 2 * LEFT_OVER;
        let names = [
            ".cloudfront-lint.old.tmp",
            ".cloudfront-lint.new.tmp",
            "b.tmp",
        ];
        for name in names {
            let file = File::create(place(name)).expect("a file");
            if name != names[1] {
                file.set_modified(long_ago).expect("a time");
            }
        }
        fs::write(place("a.xml"), "old").expect("a file");
        replace(&place("a.xml"), b"old", b"new").expect("the file is writable");
        assert!(!place(names[0]).exists() && place(names[1]).exists() && place(names[2]).exists());
    }

    #[cfg(unix)]
    #[test]
    fn other_names_of_a_file_are_reported() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.xml");
        fs::write(&path, "old").expect("a file");
        let lost = || losses(&fs::metadata(&path).expect("a file"), Ok(()));
        assert_eq!(lost(), None);
        fs::hard_link(&path, folder.path().join("b.xml")).expect("a link");
        let expected = "another name of the same file still has the old content";
        assert_eq!(lost().as_deref(), Some(expected));
        let refused = Err(io::Error::from(io::ErrorKind::PermissionDenied));
        fs::remove_file(folder.path().join("b.xml")).expect("a link");
        let old = fs::metadata(&path).expect("a file");
        let expected = "its owner could not be kept: permission denied";
        assert_eq!(losses(&old, refused).as_deref(), Some(expected));
    }
}
