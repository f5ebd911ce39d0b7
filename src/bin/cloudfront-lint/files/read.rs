//! Reads inputs and the program's own files, never more than they can reasonably contain.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use cloudfront_lint::render::harmless_line;

use crate::files::{Origin, git};
use crate::stderr::{self, reason};

/// Bytes that are read of a document at most. 64 MiB of text fit in any encoding; the linter has a
/// lower limit of its own.
const DOCUMENT: u64 = 130 << 20;
/// Bytes of a baseline at most.
pub(crate) const BASELINE: u64 = 64 << 20;
/// Bytes of a configuration, a rule file or a `.gitignore` at most.
pub(crate) const SETTINGS: u64 = 4 << 20;

/// A document that a command was given by its path, with the name that messages have for it. `None`
/// where it cannot be read, which is then reported.
pub(crate) fn given(path: &Path) -> Option<(String, Vec<u8>)> {
    let origin = Origin::named(path);
    let name = match origin {
        Origin::Stdin => "<stdin>".to_owned(),
        _ => harmless_line(&path.display().to_string()).into_owned(),
    };
    let mut bytes = Vec::new();
    match document(&origin, &mut bytes) {
        Ok(()) => Some((name, bytes)),
        Err(reason) => {
            stderr::print(&format!("cannot read `{name}`: {reason}"));
            None
        }
    }
}

/// Puts the bytes of a document into `buffer`.
pub(crate) fn document(origin: &Origin, buffer: &mut Vec<u8>) -> Result<(), String> {
    buffer.clear();
    match origin {
        Origin::Stdin => fill(io::stdin().lock(), buffer),
        Origin::File(path) => File::open(path)
            .and_then(|file| {
                let length = file.metadata()?.len().min(DOCUMENT);
                buffer.reserve(length as usize + 1);
                Ok(file)
            })
            .map_err(|error| reason(&error))
            .and_then(|file| fill(file, buffer)),
        Origin::Staged(path) => git::staged(path, |bytes| fill(bytes, buffer)),
        Origin::Nowhere(reason) => Err(reason.clone()),
    }
}

fn fill(reader: impl Read, buffer: &mut Vec<u8>) -> Result<(), String> {
    reader
        .take(DOCUMENT + 1)
        .read_to_end(buffer)
        .map_err(|error| reason(&error))?;
    if buffer.len() as u64 > DOCUMENT {
        Err("larger than any CloudFront document".to_owned())
    } else {
        Ok(())
    }
}

/// The bytes of one of the program's own files, which must be a regular file of a limited size.
pub(crate) fn own_file(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    check_own_file(path, limit)?;
    let mut bytes = Vec::new();
    File::open(path)?.take(limit + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        return Err(too_large(limit));
    }
    Ok(bytes)
}

/// Like [`own_file`], as text.
pub(crate) fn own_text(path: &Path, limit: u64) -> io::Result<String> {
    String::from_utf8(own_file(path, limit)?)
        .map_err(|_| io::Error::other("the file is not valid UTF-8"))
}

/// Whether one of the program's own files can be read: opening a pipe would wait for a writer.
pub(crate) fn check_own_file(path: &Path, limit: u64) -> io::Result<()> {
    let it = fs::metadata(path)?;
    if !it.is_file() {
        Err(io::Error::other("not a regular file"))
    } else if it.len() > limit {
        Err(too_large(limit))
    } else {
        Ok(())
    }
}

fn too_large(limit: u64) -> io::Error {
    io::Error::other(format!("larger than {} MiB", limit >> 20))
}
