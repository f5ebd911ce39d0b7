//! Breaking text into lines of a width, for what the library shows without a terminal's help.

/// The lines of a text, each at most `width` characters long. A line break of the text stays one. A
/// word that is too long is broken after a `/` if there is one, except a URL, which stays whole to
/// be followed.
pub(crate) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let width = width.max(1);
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let mut line = String::new();
        let mut cells = 0;
        let words = paragraph.split(' ').filter(|word| !word.is_empty());
        for (index, part) in words.flat_map(|word| parts(word, width)) {
            let space = usize::from(index == 0 && cells > 0);
            let length = part.chars().count();
            if cells > 0 && cells + space + length > width {
                lines.push(std::mem::take(&mut line));
                cells = 0;
            } else if space > 0 {
                line.push(' ');
                cells += 1;
            }
            line.push_str(part);
            cells += length;
        }
        lines.push(line);
    }
    lines
}

/// A word in pieces that fit, each with its number.
fn parts(word: &str, width: usize) -> Vec<(usize, &str)> {
    if word.chars().count() <= width || word.contains("://") {
        return vec![(0, word)];
    }
    let mut parts = Vec::new();
    let mut rest = word;
    while rest.chars().count() > width {
        let most = rest
            .char_indices()
            .nth(width)
            .map_or(rest.len(), |(at, _)| at);
        let at = rest[..most].rfind('/').map_or(most, |slash| slash + 1);
        parts.push((parts.len(), &rest[..at]));
        rest = &rest[at..];
    }
    parts.push((parts.len(), rest));
    parts
}

#[cfg(test)]
mod tests {
    use super::wrapped;

    #[test]
    fn words_fill_lines() {
        assert_eq!(wrapped("one two  three", 7), ["one two", "three"]);
        assert_eq!(wrapped("one\n\ntwo", 7), ["one", "", "two"]);
        assert_eq!(wrapped("", 7), [""]);
    }

    #[test]
    fn long_words_are_broken_at_slashes() {
        assert_eq!(
            wrapped("at Origins/Items/Origin", 10),
            ["at", "Origins/", "Items/", "Origin"]
        );
        assert_eq!(wrapped("abcdefghij", 4), ["abcd", "efgh", "ij"]);
        assert_eq!(
            wrapped("see https://a.example.com/b", 10),
            ["see", "https://a.example.com/b"]
        );
    }
}
