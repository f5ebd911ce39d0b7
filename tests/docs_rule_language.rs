//! The tables of `docs/rule-language.md` are those of the loader. `BLESS=1` writes them.

use std::fs;
use std::path::Path;

use cloudfront_lint::internal::model::load::{
    CHECK_KINDS, COMMON_PLACEHOLDERS, QUOTA_PLACEHOLDERS,
};

fn checks() -> String {
    let mut out = "| check | the target … | placeholders | variants |\n| --- | --- | --- | --- |\n"
        .to_owned();
    for kind in &CHECK_KINDS {
        let placeholders: Vec<String> = kind
            .placeholders
            .iter()
            .map(|name| format!("`{{{name}}}`"))
            .collect();
        let situations: Vec<String> = kind
            .situations
            .iter()
            .map(|name| format!("`{name}`"))
            .collect();
        out.push_str(&format!(
            "| {} | {} | {} | {} |\n",
            kind.syntax,
            kind.meaning,
            placeholders.join(", "),
            situations.join(", ")
        ));
    }
    out
}

fn placeholders() -> String {
    let mut out = "| placeholder | is |\n| --- | --- |\n".to_owned();
    for (name, meaning) in COMMON_PLACEHOLDERS {
        out.push_str(&format!("| `{{{name}}}` | {meaning} |\n"));
    }
    out.push_str("| `{quota:name}` | the documented number of a quota |\n");
    for (name, meaning) in QUOTA_PLACEHOLDERS {
        out.push_str(&format!(
            "| `{{{name}}}` | {meaning}, where a limit of the check is a quota |\n"
        ));
    }
    out
}

/// A page with a table between two comments.
fn with_table(page: &str, name: &str, table: &str) -> String {
    let (start, end) = (
        format!("<!-- {name} -->\n"),
        format!("<!-- end of {name} -->"),
    );
    let (head, rest) = page.split_once(&start).expect("the page has the table");
    let (_, tail) = rest.split_once(&end).expect("the table has an end");
    format!("{head}{start}{table}{end}{tail}")
}

#[test]
fn the_tables_of_the_rule_language_are_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rule-language.md");
    let found = fs::read_to_string(&path)
        .unwrap_or_default()
        .replace("\r\n", "\n");
    let expected = with_table(&found, "checks", &checks());
    let expected = with_table(&expected, "placeholders", &placeholders());
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, &expected).expect("the page can be written");
        return;
    }
    assert_eq!(
        found, expected,
        "update the tables of docs/rule-language.md with BLESS=1"
    );
}
