//! Replacing a file by a new one, so that whoever looks sees the old or the new one and nothing between.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// Names that are tried for the new file before giving up.
const TRIES: u32 = 100;

/// Puts `bytes` in the place of what a file holds, if that still is `expected`. A link is followed, and stays one.
///
/// The new file is written beside the old one, brought to the disk and then renamed, so that a crash at any moment leaves one of
/// the two. It has the permissions and, as far as the system lets us, the owner of the old one.
pub(crate) fn replace(path: &Path, expected: &[u8], bytes: &[u8]) -> io::Result<()> {
    let target = fs::canonicalize(path)?;
    // A file that may not be written may not be replaced either, though renaming would not ask.
    OpenOptions::new().write(true).open(&target)?;
    let folder = target
        .parent()
        .ok_or_else(|| io::Error::other("a file is in a folder"))?;
    let (mut file, temporary) = beside(folder)?;
    let outcome = fill(&mut file, &target, bytes).and_then(|()| {
        if fs::read(&target)? != expected {
            return Err(io::Error::other("the file was changed meanwhile"));
        }
        fs::rename(&temporary, &target)
    });
    if outcome.is_err() {
        let _ = fs::remove_file(&temporary);
        return outcome;
    }
    // The name is as old as the folder's own copy on the disk. Not every system can bring a folder there.
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
    Ok(())
}

fn fill(file: &mut File, target: &Path, bytes: &[u8]) -> io::Result<()> {
    file.write_all(bytes)?;
    let old = fs::metadata(target)?;
    keep_owner(file, &old);
    file.set_permissions(old.permissions())?;
    file.sync_all()
}

#[cfg(unix)]
fn keep_owner(file: &File, old: &fs::Metadata) {
    use std::os::unix::fs::{MetadataExt as _, fchown};
    let is_same = file
        .metadata()
        .is_ok_and(|new| (new.uid(), new.gid()) == (old.uid(), old.gid()));
    if !is_same {
        // Only root may give files away; then the file is ours, as with any editor.
        let _ = fchown(file, Some(old.uid()), Some(old.gid()));
    }
}

#[cfg(not(unix))]
fn keep_owner(_: &File, _: &fs::Metadata) {}

/// A new file in the same folder, for the rename to stay on one disk.
///
/// Its name is short whatever the old one's is, and nobody else reads it before it has the permissions of the old one.
fn beside(folder: &Path) -> io::Result<(File, PathBuf)> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut last = io::Error::other("no name is free");
    for number in 0..TRIES {
        let path = folder.join(format!(
            ".cloudfront-lint.{}-{number}.tmp",
            std::process::id()
        ));
        match options.open(&path) {
            Ok(file) => return Ok((file, path)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => last = error,
            Err(error) => return Err(error),
        }
    }
    Err(last)
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
        assert_eq!(fs::read(&path).expect("the file is there"), b"new");
    }

    #[cfg(unix)]
    #[test]
    fn nobody_reads_a_secret_on_its_way() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().expect("a folder for the test");
        let (file, _) = beside(folder.path()).expect("a new file");
        let mode = file.metadata().expect("it is there").permissions().mode();
        assert_eq!(mode & 0o077, 0, "{mode:o}");
    }

    #[test]
    fn a_file_that_was_changed_meanwhile_is_left_alone() {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let path = folder.path().join("a.xml");
        fs::write(&path, "newer").expect("a file for the test");
        assert!(replace(&path, b"old", b"new").is_err());
        assert_eq!(fs::read(&path).expect("the file is there"), b"newer");
        assert_eq!(
            fs::read_dir(folder.path())
                .expect("the folder is there")
                .count(),
            1,
            "nothing is left beside it"
        );
        replace(&path, b"newer", b"new").expect("the file is as expected");
        assert_eq!(fs::read(&path).expect("the file is there"), b"new");
    }

    #[test]
    fn a_file_that_is_not_there_is_not_made() {
        let folder = tempfile::tempdir().expect("a folder for the test");
        assert!(replace(&folder.path().join("a.xml"), b"", b"new").is_err());
        assert_eq!(
            fs::read_dir(folder.path())
                .expect("the folder is there")
                .count(),
            0
        );
    }
}
