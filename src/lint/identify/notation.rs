//! Texts in notations that only templates have, recognized by their first lines. The repair of XML
//! and JSON would read them as documents that nobody wrote.

/// What a text is, as the end of the sentence "it is …", where it is neither XML nor JSON.
pub(crate) fn foreign(text: &str) -> Option<&'static str> {
    let first = significant_lines(text).next()?;
    if is_block(first) {
        return Some("a Terraform configuration without a CloudFront distribution");
    }
    let is_yaml = is_entry(first) || first.starts_with("%YAML");
    (is_yaml && !has_bracket_at_line_start(text)).then_some("YAML without a resource of CloudFront")
}

/// The lines that are neither blank nor comments nor the beginning of a YAML document.
fn significant_lines(text: &str) -> impl Iterator<Item = &str> {
    let mut is_in_comment = false;
    text.trim_start_matches('\u{feff}')
        .lines()
        .map(str::trim_end)
        .filter(move |line| {
            let bare = line.trim_start();
            if bare.starts_with("/*") {
                is_in_comment = true;
            }
            let is_comment = is_in_comment || bare.starts_with('#') || bare.starts_with("//");
            if bare.contains("*/") {
                is_in_comment = false;
            }
            !is_comment && !bare.is_empty() && bare != "---"
        })
}

/// Whether a line begins a block of HCL: `resource "aws_cloudfront_distribution" "site" {`.
fn is_block(line: &str) -> bool {
    let Some(head) = line.strip_suffix('{').or_else(|| line.strip_suffix("{}")) else {
        return false;
    };
    let mut words = head.split_ascii_whitespace();
    words.next().is_some_and(is_word) && words.all(is_label)
}

fn is_label(word: &str) -> bool {
    let inside = word
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
        .unwrap_or(word);
    is_word(inside)
}

/// Whether a line is an entry of a mapping or list of YAML: `Resources:`, `- name: value`. In JSON
/// a key has quotes or its line ends in a comma.
fn is_entry(line: &str) -> bool {
    let bare = line.trim_start();
    if bare.starts_with("- ") {
        return true;
    }
    let Some((key, rest)) = bare.split_once(':') else {
        return false;
    };
    is_word(key) && (rest.is_empty() || rest.starts_with(' ')) && !rest.ends_with(',')
}

fn is_word(word: &str) -> bool {
    word.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && word
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte))
}

/// Whether a line begins with a bracket of XML or JSON: a document behind the headers of a
/// response, or behind text that was copied with it.
fn has_bracket_at_line_start(text: &str) -> bool {
    text.lines().any(|line| line.starts_with(['<', '{', '[']))
}

#[cfg(test)]
mod tests {
    use super::foreign;

    #[test]
    fn yaml_and_hcl_are_recognized_by_their_first_line() {
        for text in [
            "AWSTemplateFormatVersion: '2010-09-09'\nResources: {}\n",
            "---\n# a comment\nOrigins:\n  - Id: one\n",
            "- hosts: all\n",
            "%YAML 1.2\n---\na: b\n",
        ] {
            assert!(
                foreign(text).is_some_and(|it| it.starts_with("YAML")),
                "{text}"
            );
        }
        for text in [
            "resource \"aws_cloudfront_distribution\" \"site\" {\n  enabled = true\n}\n",
            "# main\n\nterraform {\n}\n",
            "/* several\n lines */\nlocals {\n",
            "variable \"name\" {}\n",
        ] {
            assert!(
                foreign(text).is_some_and(|it| it.contains("Terraform")),
                "{text}"
            );
        }
    }

    #[test]
    fn xml_and_json_are_not_foreign_whatever_is_before_them() {
        for text in [
            "",
            "{\"Quantity\": 1}",
            "Quantity: 1,\nItems: [\"a\"]\n",
            "\"Quantity\": 1,\n",
            "ETag: E2QWRUHAPOMQZL\n\n<DistributionConfig/>",
            "HTTP/1.1 200 OK\nETag: E2QWRUHAPOMQZL\n\n{}",
            "const config = {\n  CallerReference: \"one\"\n}\n",
            "$ aws cloudfront get-distribution-config\n{\n}\n",
            "<a/>",
        ] {
            assert_eq!(foreign(text), None, "{text}");
        }
    }
}
