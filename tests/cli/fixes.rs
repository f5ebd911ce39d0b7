//! `--fix`, `--unsafe-fixes` and `--diff`: what is written, and what never is.

use std::process::Stdio;
use std::time::Duration;
use std::{fs, thread};

use super::support::{CLEAN, Folder, stderr, stdout};

/// A wrong count, which has a safe fix, and a misspelt name, which has an unsafe one.
fn faulty() -> String {
    "<InvalidationBatch xmlns=\"http://cloudfront.amazonaws.com/doc/2020-05-31/\">\r
  <!-- all of it -->\r
  <Paths>\r
    <Quantity>2</Quantity>\r
    <Items>\r
      <Path>/*</Path>\r
    </Items>\r
  </Paths>\r
  <CallerReferenc>one</CallerReferenc>\r
</InvalidationBatch>\r
"
    .to_owned()
}

fn fixed() -> String {
    faulty().replace("<Quantity>2", "<Quantity>1")
}

#[test]
fn safe_fixes_are_written() {
    let folder = Folder::with(&[("a.xml", faulty().as_str()), ("clean.xml", CLEAN)]);
    let output = folder.run("check --fix --format concise .");
    assert_eq!(
        fs::read_to_string(folder.path().join("a.xml")).unwrap(),
        fixed()
    );
    assert_eq!(
        fs::read_to_string(folder.path().join("clean.xml")).unwrap(),
        CLEAN
    );
    assert_eq!(output.status.code(), Some(1), "the misspelt name is left");
    assert!(
        stdout(&output).contains("[unknown-element]")
            && !stdout(&output).contains("[quantity-mismatch]"),
        "{}",
        stdout(&output)
    );
    let note = "`a.xml`: applied 1 fix, 1 finding left, 1 fixable with --unsafe-fixes";
    assert!(stderr(&output).contains(note), "{}", stderr(&output));
    assert_eq!(
        fs::read_dir(folder.path()).unwrap().count(),
        2,
        "nothing else is left in the folder"
    );
}

#[test]
fn unsafe_fixes_are_written_on_request() {
    let folder = Folder::with(&[("a.xml", &faulty())]);
    assert_eq!(folder.code("check --fix --unsafe-fixes a.xml"), 0);
    let expected = fixed().replace("CallerReferenc>", "CallerReference>");
    assert_eq!(
        fs::read_to_string(folder.path().join("a.xml")).unwrap(),
        expected
    );
    assert_eq!(folder.code("check --unsafe-fixes a.xml"), 2);
}

#[test]
fn a_diff_writes_nothing() {
    let folder = Folder::with(&[("a.xml", &faulty())]);
    for arguments in [
        "check --diff a.xml",
        "check --diff --fail-on never a.xml",
        "check --diff .",
    ] {
        let output = folder.run(arguments);
        let expected = "\
--- a.xml
+++ a.xml
@@ -1,7 +1,7 @@
 <InvalidationBatch xmlns=\"http://cloudfront.amazonaws.com/doc/2020-05-31/\">\r
   <!-- all of it -->\r
   <Paths>\r
-    <Quantity>2</Quantity>\r
+    <Quantity>1</Quantity>\r
     <Items>\r
       <Path>/*</Path>\r
     </Items>\r
";
        assert_eq!(stdout(&output), expected, "{arguments}");
        assert!(
            stderr(&output).contains("would apply 1 fix"),
            "{}",
            stderr(&output)
        );
        assert_eq!(output.status.code(), Some(1));
    }
    assert_eq!(
        fs::read_to_string(folder.path().join("a.xml")).unwrap(),
        faulty()
    );
}

/// A diff that cannot be applied as a patch says so.
#[test]
fn a_diff_that_is_not_a_patch_says_so() {
    let wide: Vec<u8> = [0xfeff]
        .into_iter()
        .chain(faulty().encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let marked = format!("\u{feff}{}", faulty());
    let folder = Folder::with(&[
        ("wide.xml", wide.as_slice()),
        ("marked.xml", marked.as_bytes()),
    ]);
    let output = folder.run("check --diff wide.xml");
    assert!(
        stderr(&output).contains("cannot be applied as a patch"),
        "{}",
        stderr(&output)
    );
    let output = folder.run("check --diff marked.xml");
    assert!(!stderr(&output).contains("patch"), "{}", stderr(&output));
    assert!(
        stdout(&output).contains("\n \u{feff}<InvalidationBatch"),
        "{}",
        stdout(&output)
    );
}

/// With one extra slash, the root element is closed where it opens.
#[test]
fn a_file_that_was_misread_is_left_as_it_is() {
    let text = CLEAN.replacen("/\">", "/\"/>", 1);
    assert_ne!(text, CLEAN);
    let folder = Folder::with(&[("a.xml", &text)]);
    let output = folder.run("check --fix --unsafe-fixes a.xml");
    let now = fs::read_to_string(folder.path().join("a.xml")).unwrap();
    for name in [
        "<Paths>",
        "<DistributionConfig",
        "<InvalidationBatch",
        "<Quantity>",
    ] {
        assert!(
            now.contains(name) || !text.contains(name),
            "{}{now}",
            stderr(&output)
        );
    }
}

#[test]
fn checking_writes_nothing() {
    let folder = Folder::with(&[("a.xml", &faulty())]);
    folder.run("check a.xml");
    assert_eq!(
        fs::read_to_string(folder.path().join("a.xml")).unwrap(),
        faulty()
    );
}

/// With `-`, the fixed document is printed, and the findings that are left go to standard error.
#[test]
fn the_fixed_standard_input_is_printed() {
    let folder = Folder::new();
    let run = |arguments: &str, text: &str| folder.run_with(arguments, text.as_bytes());
    let output = run("check --fix --format concise -", &faulty());
    assert_eq!(stdout(&output), fixed());
    assert!(
        stderr(&output).contains("<stdin>:9:4: error[unknown-element]"),
        "{}",
        stderr(&output)
    );
    assert_eq!(output.status.code(), Some(1));
    let output = run("check --fix -", CLEAN);
    assert_eq!(stdout(&output), CLEAN, "unchanged");
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(folder.code("check --fix - a.xml"), 2);
}

#[test]
fn a_diff_of_standard_input_says_whether_something_would_change() {
    let folder = Folder::new();
    let output = folder.run_with("check --diff --fail-on never -", faulty().as_bytes());
    assert!(stdout(&output).contains("+    <Quantity>1"), "{output:?}");
    assert_eq!(output.status.code(), Some(1));
    let output = folder.run_with("check --diff -", CLEAN.as_bytes());
    assert_eq!(
        (output.status.code(), stdout(&output).as_str()),
        (Some(0), "")
    );
    assert_eq!(folder.code("check --fix --diff a.xml"), 2);
    let colored = folder.run_with("--color always check --diff -", faulty().as_bytes());
    assert!(
        stdout(&colored).contains("\x1b[32m+    <Quantity>1"),
        "{colored:?}"
    );
}

#[cfg(unix)]
#[test]
fn permissions_and_links_are_kept() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let folder = Folder::with(&[("real/a.xml", &faulty())]);
    let real = folder.path().join("real/a.xml");
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    symlink("real/a.xml", folder.path().join("link.xml")).unwrap();
    folder.run("check --fix link.xml");
    assert_eq!(fs::read_to_string(&real).unwrap(), fixed());
    assert_eq!(
        fs::metadata(&real).unwrap().permissions().mode() & 0o777,
        0o640
    );
    assert!(folder.path().join("link.xml").is_symlink());
}

#[test]
fn a_file_that_changes_nothing_keeps_its_date() {
    let folder = Folder::with(&[("clean.xml", CLEAN)]);
    let path = folder.path().join("clean.xml");
    let before = fs::metadata(&path).unwrap().modified().unwrap();
    folder.run("check --fix clean.xml");
    assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), before);
}

/// Whenever the program dies, the file is the old or the new one.
#[test]
fn a_killed_fix_leaves_the_old_or_the_new_file() {
    const TRIES: u64 = 24;
    let paths = (0..4000).fold(String::new(), |paths, number| {
        paths + &format!("      <Path>/{number}</Path>\r\n")
    });
    let old = faulty().replace("      <Path>/*</Path>\r\n", &paths);
    let new = old.replace("<Quantity>2", "<Quantity>4000");
    let folder = Folder::new();
    let path = folder.path().join("a.xml");
    for attempt in 0..TRIES {
        folder.write("a.xml", &old);
        let mut child = folder
            .command("check --fix --quiet a.xml")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        thread::sleep(Duration::from_millis(attempt * 9));
        child.kill().unwrap();
        child.wait().unwrap();
        let now = fs::read_to_string(&path).unwrap();
        assert!(
            now == old || now == new,
            "after {attempt}: a file of {} bytes",
            now.len()
        );
    }
    folder.write("a.xml", &old);
    folder.run("check --fix a.xml");
    assert_eq!(fs::read_to_string(&path).unwrap(), new);
}

#[cfg(unix)]
#[test]
fn names_of_files_cannot_forge_lines() {
    let name = "a\n+++ b\x1b[31m.xml";
    let folder = Folder::with(&[(name, faulty().as_str())]);
    for arguments in ["check --diff .", "check --fix ."] {
        let output = folder.run(arguments);
        let all = [stdout(&output), stderr(&output)].concat();
        assert!(all.contains("a␊+++ b␛[31m.xml"), "{all}");
        assert!(!all.contains('\x1b') && !all.contains("\n+++ b"), "{all}");
    }
}
