//! `check --watch`: a real process that checks again when files change, until Ctrl-C.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

use super::support::{CLEAN, ERRORS, Folder, stderr};

/// Longer than any machine needs.
const PATIENCE: Duration = Duration::from_secs(60);
/// The end of the output of each check.
const WAITING: &str = "waiting for changes; press Ctrl-C to stop";

/// A running process, and the lines that a terminal would show.
struct Watching {
    child: Child,
    lines: Receiver<String>,
}

impl Watching {
    fn start(folder: &Folder, arguments: &str) -> Self {
        // Both streams in one, so that their lines stay in order.
        let (read, write) = std::io::pipe().unwrap();
        let child = folder
            .command(arguments)
            .stdout(write.try_clone().unwrap())
            .stderr(write)
            .spawn()
            .unwrap();
        let (send, lines) = mpsc::channel();
        thread::spawn(move || {
            let lines = BufReader::new(read).lines();
            lines
                .map_while(Result::ok)
                .for_each(|line| drop(send.send(line)));
        });
        Self { child, lines }
    }

    /// The lines up to one that contains this text.
    fn until(&self, text: &str) -> String {
        let mut seen = String::new();
        loop {
            let line = self.lines.recv_timeout(PATIENCE);
            let line = line.unwrap_or_else(|_| panic!("no `{text}` after:\n{seen}"));
            seen.push_str(&line);
            seen.push('\n');
            if line.contains(text) {
                return seen;
            }
        }
    }

    /// The exit code after Ctrl-C.
    fn stop(mut self) -> Option<i32> {
        let id = self.child.id().to_string();
        let sent = Command::new("kill").args(["-INT", &id]).status().unwrap();
        assert!(sent.success());
        self.child.wait().unwrap().code()
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

#[test]
fn a_change_is_checked_and_the_last_status_is_the_end() {
    let folder = Folder::with(&[("dist.xml", CLEAN)]);
    let watching = Watching::start(&folder, "check --watch --format concise .");
    watching.until(WAITING);
    folder.write("dist.xml", ERRORS);
    watching.until("`dist.xml` has changed");
    watching.until("error[quantity-mismatch]");
    watching.until(WAITING);
    assert_eq!(watching.stop(), Some(1));
}

#[test]
fn new_files_configurations_and_rules_are_changes() {
    let folder = Folder::with(&[("cdn/dist.xml", CLEAN)]);
    let watching = Watching::start(&folder, "check --watch --format concise .");
    watching.until(WAITING);
    folder.write("cdn/other.xml", ERRORS);
    watching.until("`cdn/other.xml` has changed");
    watching.until(WAITING);
    // A mistake in the configuration does not end it.
    folder.write("cloudfront-lint.toml", "rulez = []\n");
    watching.until("rulez");
    watching.until(WAITING);
    let rule = printed_by(&folder, "new-rule house-comment --stdout");
    folder.write("house.toml", &rule);
    folder.write("cloudfront-lint.toml", "rules = [\"house.toml\"]\n");
    watching.until("`cloudfront-lint.toml` and another file have changed");
    watching.until(WAITING);
    folder.write(
        "house.toml",
        rule.replace("min-length = 1", "min-length = 200"),
    );
    watching.until("`house.toml` has changed");
    watching.until("[house-comment]");
    watching.until(WAITING);
    std::fs::remove_file(folder.path().join("cdn/other.xml")).unwrap();
    watching.until("`cdn/other.xml` has changed");
    watching.until(WAITING);
    assert_eq!(watching.stop(), Some(0));
}

#[test]
fn nothing_is_checked_again_without_a_change() {
    let folder = Folder::with(&[("dist.xml", CLEAN)]);
    let watching = Watching::start(&folder, "check --watch --quiet --format json dist.xml");
    watching.until("\"summary\"");
    thread::sleep(Duration::from_secs(1));
    assert_eq!(watching.lines.try_recv().ok(), None);
    assert_eq!(watching.stop(), Some(0));
}

#[test]
fn what_cannot_be_watched_is_refused() {
    let folder = Folder::with(&[("dist.xml", CLEAN)]);
    for arguments in [
        "check --watch -",
        "check --watch --fix",
        "check --watch --staged",
    ] {
        let output = folder.run(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments}");
        assert!(stderr(&output).contains("--watch"), "{arguments}");
    }
}

fn printed_by(folder: &Folder, arguments: &str) -> String {
    let output = folder.run(arguments);
    assert!(output.status.success(), "{}", stderr(&output));
    super::support::stdout(&output)
}
