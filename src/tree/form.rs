//! Which notation a text is written in.

/// The notation a document is written in.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
pub enum Form {
    /// The body of an HTTP request or response.
    Xml,
    /// What the AWS CLI and the SDKs read and print.
    Json,
    /// What most templates of CloudFormation are written in.
    Yaml,
    /// What configurations of Terraform are written in.
    Hcl,
}

impl Form {
    /// The notation of a text, as far as anything in it shows. Lines that an unfinished merge left
    /// do not.
    pub(crate) fn of(text: &str) -> Option<Self> {
        let mut rest = text.trim_start();
        while rest.starts_with("<<<<<<<") {
            rest = without_first_line(rest);
        }
        // What `curl -v` prints about a request and its response.
        while ["> ", "* ", "< "].iter().any(|mark| rest.starts_with(mark)) {
            rest = without_first_line(rest);
        }
        if is_markup_after_punctuation(rest) {
            return Some(Self::Xml);
        }
        if rest.starts_with('"') {
            return Some(Self::Json);
        }
        let first = rest.find(['<', '{', '[']).map(|at| rest.as_bytes()[at]);
        first.map(|first| if first == b'<' { Self::Xml } else { Self::Json })
    }
}

fn without_first_line(text: &str) -> &str {
    text.split_once('\n')
        .map_or("", |(_, rest)| rest)
        .trim_start()
}

/// Whether XML begins after a few characters of punctuation, and is not the content of a string.
fn is_markup_after_punctuation(text: &str) -> bool {
    /// Bytes of punctuation at most.
    const LONGEST: usize = 4;
    if text.starts_with("&lt;") {
        return !text.contains('<');
    }
    let mut first = text.bytes().take(LONGEST + 1);
    let Some(at) = first.position(|byte| byte == b'<').filter(|at| *at > 0) else {
        return false;
    };
    let (punctuation, rest) = text.split_at(at);
    let is_string = punctuation.contains('"') && text.trim_end().ends_with('"');
    let is_tag = || {
        rest[1..].starts_with(|first: char| first.is_ascii_alphabetic())
            && text.trim_end().ends_with('>')
    };
    !punctuation.contains(char::is_alphanumeric)
        && !is_string
        && (rest.starts_with("<?xml") || is_tag())
}
