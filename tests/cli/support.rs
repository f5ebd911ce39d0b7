//! A folder with documents, and the program run in it with nothing of this machine's environment.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

pub(crate) const CLEAN: &str = include_str!("documents/clean.xml");
pub(crate) const ERRORS: &str = include_str!("documents/two-errors.xml");
pub(crate) const WARNING: &str = include_str!("documents/one-warning.xml");
pub(crate) const ADVICE: &str = include_str!("documents/one-advice.xml");
pub(crate) const FOREIGN: &str = "<project xmlns=\"http://maven.apache.org/POM/4.0.0\"><modelVersion>4.0.0</modelVersion></project>\n";

/// A folder of its own.
pub(crate) struct Folder {
    folder: TempDir,
}

impl Folder {
    pub(crate) fn new() -> Self {
        Self {
            folder: TempDir::new().unwrap(),
        }
    }

    /// A folder with these files.
    pub(crate) fn with<B: AsRef<[u8]> + ?Sized>(files: &[(&str, &B)]) -> Self {
        let folder = Self::new();
        for (name, bytes) in files {
            folder.write(name, bytes);
        }
        folder
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    /// The program in this folder, with arguments separated by spaces.
    pub(crate) fn command(&self, arguments: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cloudfront-lint"));
        command
            .env_clear()
            // As in the log of a build: drawings for people, also in a pipe.
            .env("CI", "true")
            .current_dir(self.path())
            .args(arguments.split_whitespace());
        command
    }

    pub(crate) fn run(&self, arguments: &str) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// A run with this text on standard input.
    pub(crate) fn run_with(&self, arguments: &str, input: &[u8]) -> Output {
        use std::io::Write as _;
        let mut child = self
            .command(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A run that refuses its arguments does not read.
        let _ = child.stdin.take().unwrap().write_all(input);
        child.wait_with_output().unwrap()
    }

    /// The exit code, and it must have one.
    pub(crate) fn code(&self, arguments: &str) -> i32 {
        self.run(arguments).status.code().unwrap()
    }

    /// Everything a run says, for a snapshot.
    pub(crate) fn transcript(&self, arguments: &str) -> String {
        transcript(arguments, &self.run(arguments))
    }
}

pub(crate) fn transcript(arguments: &str, output: &Output) -> String {
    let errors = match stderr(output) {
        errors if errors.is_empty() => errors,
        errors => format!("--- standard error\n{errors}"),
    };
    let text = format!(
        "$ cloudfront-lint {arguments}\n{}{errors}--- exit {}\n",
        stdout(output),
        output.status.code().unwrap()
    );
    text.replace(env!("CARGO_PKG_VERSION"), "VERSION")
}

pub(crate) fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

pub(crate) fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}
