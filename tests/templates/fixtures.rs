//! The templates of `fixtures/templates`. The first line of each says at which line and with which
//! words CloudFormation refuses it, or why it accepts it.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::fs;
use std::path::Path;

use super::found;

#[test]
fn refused_templates_have_one_finding_and_accepted_ones_none() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/templates");
    let (mut refused, mut accepted) = (0, 0);
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let head = text.lines().next().unwrap();
        let lines: Vec<usize> = found(&text).into_iter().map(|(_, line)| line).collect();
        if let Some(rest) = head.strip_prefix("# Refused at line ") {
            let line: usize = rest.split(':').next().unwrap().parse().unwrap();
            assert_eq!(lines, [line], "{}", path.display());
            refused += 1;
        } else {
            assert!(head.starts_with("# Accepted: "), "{}", path.display());
            assert_eq!(lines, [0; 0], "{}", path.display());
            accepted += 1;
        }
    }
    assert!(refused > 20 && accepted > 5, "{refused} and {accepted}");
}
