//! Prefixes that are not declared.

use memchr::memchr;

use crate::text::Span;
use crate::tree::fault::{SyntaxFault, SyntaxKind};
use crate::tree::xml::repair::name;
use crate::tree::xml::repair::token::{Kind, Token, Tokens};

/// The namespaces of prefixes that always mean the same.
const KNOWN: &[(&str, &str)] = &[
    ("xsi", "http://www.w3.org/2001/XMLSchema-instance"),
    ("xsd", "http://www.w3.org/2001/XMLSchema"),
];

/// The greatest number of prefixes that are looked at: more are not a mistake.
const MOST_PREFIXES: usize = 64;
/// A longer prefix is not compared with another.
const LONGEST_COMPARED: usize = 32;

/// Adds a fault for each prefix that is used and not declared; it fixes all uses.
pub(super) fn find<'t>(text: &'t str, tokens: &mut Tokens<'t>) {
    let found = Prefixes::of(text, &tokens.list);
    let unused: Vec<Span> = found
        .declarations
        .iter()
        .copied()
        .filter(|place| found.used(&text[place.range()]).is_none())
        .collect();
    for (prefix, places) in &found.uses {
        if found.is_declared(text, prefix) {
            continue;
        }
        let fault =
            SyntaxFault::new(SyntaxKind::UnboundPrefix, places[0]).argument("prefix", *prefix);
        let fault = if let Some(declaration) = misspelt(text, prefix, &unused) {
            fault
                .variant("misspelt")
                .argument("declared", &text[declaration.range()])
                .related(declaration)
                .replace(declaration, *prefix)
                .safe()
        } else if let Some((namespace, root)) = known_namespace(prefix).zip(found.root) {
            fault
                .variant("known")
                .argument("namespace", namespace)
                .insert(root, format!(" xmlns:{prefix}=\"{namespace}\""))
        } else {
            tokens.removed_prefixes.push(prefix);
            places.iter().fold(fault, |fault, place| {
                fault.delete(Span {
                    start: place.start,
                    end: place.end + 1,
                })
            })
        };
        tokens.faults.push(fault);
    }
}

fn known_namespace(prefix: &str) -> Option<&'static str> {
    KNOWN
        .iter()
        .find(|(known, _)| *known == prefix)
        .map(|(_, namespace)| *namespace)
}

/// The only declaration that nothing uses, if its prefix is almost this one.
fn misspelt(text: &str, prefix: &str, unused: &[Span]) -> Option<Span> {
    let [place] = unused else {
        return None;
    };
    let is_near = prefix.len() <= LONGEST_COMPARED
        && place.len() <= LONGEST_COMPARED
        && strsim::damerau_levenshtein(prefix, &text[place.range()]) == 1;
    is_near.then_some(*place)
}

/// The prefixes of a text.
#[derive(Default)]
struct Prefixes<'t> {
    /// Each prefix that is used, with its places.
    uses: Vec<(&'t str, Vec<Span>)>,
    /// Where prefixes are declared.
    declarations: Vec<Span>,
    /// Where the name of the root ends.
    root: Option<usize>,
}

impl<'t> Prefixes<'t> {
    fn of(text: &'t str, tokens: &[Token]) -> Self {
        let mut prefixes = Self::default();
        for token in tokens {
            if !matches!(token.kind, Kind::Start | Kind::Empty | Kind::End) {
                continue;
            }
            let name_end = token.name_span.end as usize;
            if token.kind != Kind::End {
                prefixes.root.get_or_insert(name_end);
            }
            prefixes.add_use(text, token.name_span);
            // More than the closing bracket.
            if name_end + 1 < token.span.end as usize {
                prefixes.add_attributes(text, Span::new(name_end, token.span.end as usize));
            }
        }
        prefixes
    }

    /// Adds the prefixes of the attributes in a range.
    fn add_attributes(&mut self, text: &'t str, attributes: Span) {
        let start = attributes.start as usize;
        let mut from = start;
        for (colon, _) in text[attributes.range()].match_indices(':') {
            // An attribute with a prefix: a name before the colon, and `=` after the name that
            // follows it.
            let colon = start + colon;
            let (Some(name), Some(end)) =
                (word_before(text, from, colon), word_after(text, colon + 1))
            else {
                continue;
            };
            if !text[end..].trim_start().starts_with('=')
                || !text[..name].ends_with(|before: char| before.is_ascii_whitespace())
            {
                continue;
            }
            if &text[name..colon] == "xmlns" {
                self.declarations.push(Span::new(colon + 1, end));
            } else {
                self.add_use(text, Span::new(name, end));
            }
            from = end;
        }
    }

    /// Adds the prefix of a name, if it has one.
    fn add_use(&mut self, text: &'t str, name: Span) {
        let written = &text[name.range()];
        let Some(colon) = memchr(b':', written.as_bytes()) else {
            return;
        };
        let (prefix, local) = (&written[..colon], &written[colon + 1..]);
        if prefix.is_empty() || local.is_empty() {
            return;
        }
        let start = name.start as usize;
        let place = Span::new(start, start + prefix.len());
        let is_full = self.uses.len() >= MOST_PREFIXES;
        match self.uses.iter_mut().find(|(known, _)| *known == prefix) {
            Some((_, places)) => places.push(place),
            None if is_full => {}
            None => self.uses.push((prefix, vec![place])),
        }
    }

    fn used(&self, prefix: &str) -> Option<&[Span]> {
        self.uses
            .iter()
            .find(|(used, _)| *used == prefix)
            .map(|(_, places)| places.as_slice())
    }

    /// Whether a prefix needs no declaration, or has one.
    fn is_declared(&self, text: &str, prefix: &str) -> bool {
        prefix == "xml"
            || self
                .declarations
                .iter()
                .any(|place| &text[place.range()] == prefix)
    }
}

fn word_before(text: &str, from: usize, end: usize) -> Option<usize> {
    let word: usize = text[from..end]
        .chars()
        .rev()
        .take_while(|character| is_local(*character))
        .map(char::len_utf8)
        .sum();
    (word > 0).then_some(end - word)
}

fn word_after(text: &str, from: usize) -> Option<usize> {
    let word: usize = text[from..]
        .chars()
        .take_while(|character| is_local(*character))
        .map(char::len_utf8)
        .sum();
    (word > 0).then_some(from + word)
}

/// Whether a part of a name may contain a character.
fn is_local(character: char) -> bool {
    name::is_part(character) && character != ':'
}
