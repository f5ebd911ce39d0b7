//! Completions and man pages: both come from the definition of the arguments, and the package for
//! Python installs them.

use crate::support::stored;

use super::support::{Folder, stderr, stdout};

/// Where the package has what is installed below a prefix.
const SHARE: &str = "bindings/python/cloudfront-lint.data/data/share";

/// The commands that the help lists.
fn commands(folder: &Folder) -> Vec<String> {
    let help = stdout(&folder.run("--help"));
    let (_, commands) = help.split_once("Commands:\n").unwrap();
    let lines = commands.lines().take_while(|line| !line.is_empty());
    // A line that continues a description begins further right.
    let names = lines.filter_map(|line| line.strip_prefix("  ")?.split(' ').next());
    names
        .filter(|name| !name.is_empty() && *name != "help")
        .map(str::to_owned)
        .collect()
}

/// `BLESS=1` writes the pages into the package.
#[test]
fn every_command_has_a_man_page() {
    let folder = Folder::new();
    let page = stdout(&folder.run("man"));
    assert!(page.contains("Exit status"), "{page}");
    stored::file(&format!("{SHARE}/man/man1/cloudfront-lint.1"), &page);
    let commands = commands(&folder);
    assert!(commands.len() > 10);
    for name in commands {
        let page = stdout(&folder.run(&format!("man {name}")));
        assert!(page.contains(".SH SYNOPSIS"), "{page}");
        stored::file(&format!("{SHARE}/man/man1/cloudfront-lint-{name}.1"), &page);
    }
}

#[test]
fn an_unknown_command_has_no_man_page() {
    let output = Folder::new().run("man chekc");
    assert_eq!(output.status.code(), Some(2));
    let expected = "unknown command `chekc`; the commands are check, explain, ";
    assert!(stderr(&output).contains(expected), "{}", stderr(&output));
}

#[test]
fn completions_name_the_commands() {
    let folder = Folder::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = stdout(&folder.run(&format!("completions {shell}")));
        assert!(
            script.contains("test-rules") && script.contains("add-ignore"),
            "{shell}: {script}"
        );
    }
}

/// `BLESS=1` writes the scripts into the package.
#[test]
fn completions_are_in_the_package() {
    let folder = Folder::new();
    for (shell, path) in [
        ("bash", "bash-completion/completions/cloudfront-lint"),
        ("fish", "fish/vendor_completions.d/cloudfront-lint.fish"),
        ("zsh", "zsh/site-functions/_cloudfront-lint"),
    ] {
        let script = stdout(&folder.run(&format!("completions {shell}")));
        stored::file(&format!("{SHARE}/{path}"), &script);
    }
}
