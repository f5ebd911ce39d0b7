//! Prefixes that nobody declared.

use crate::text::Span;
use crate::tree::fault::{SyntaxFault, SyntaxKind};
use crate::tree::xml::repair::name;
use crate::tree::xml::repair::token::{Kind, Tokens};

/// The namespace of a prefix that always means the same.
const KNOWN: &[(&str, &str)] = &[
    ("xsi", "http://www.w3.org/2001/XMLSchema-instance"),
    ("xsd", "http://www.w3.org/2001/XMLSchema"),
];

/// Adds a fault for each prefix that is used and nowhere declared; all its uses are mended by it.
pub(super) fn find<'t>(text: &'t str, tokens: &mut Tokens<'t>) {
    let mut uses: Vec<(&str, Vec<Span>)> = Vec::new();
    // `xmlns` is for attributes, and those are looked at apart.
    let mut declared: Vec<&str> = vec!["xml"];
    let mut declarations: Vec<Span> = Vec::new();
    let mut root = None;
    for token in &tokens.list {
        if !matches!(token.kind, Kind::Start | Kind::Empty | Kind::End) {
            continue;
        }
        root = root.or((token.kind != Kind::End).then_some(token.name_span.end as usize));
        let name = &text[token.name_span.range()];
        note(&mut uses, name, token.name_span.start as usize);
        let behind = token.name_span.end as usize;
        let mut from = behind;
        for (colon, _) in text[behind..token.span.end as usize].match_indices(':') {
            // An attribute with a prefix: a name before the colon, and `=` behind the name after it.
            let (Some(start), Some(local)) = (
                word_before(text, from, behind + colon),
                word_behind(text, behind + colon + 1),
            ) else {
                continue;
            };
            let prefix = &text[start..behind + colon];
            let local_name = &text[behind + colon + 1..local];
            if !text[local..].trim_start().starts_with('=')
                || !text[..start].ends_with(|byte: char| byte.is_ascii_whitespace())
            {
                continue;
            }
            if prefix == "xmlns" {
                declared.push(local_name);
                declarations.push(Span::new(behind + colon + 1, local));
            } else {
                note(&mut uses, &text[start..local], start);
            }
            from = local;
        }
    }
    let used: Vec<&str> = uses.iter().map(|(prefix, _)| *prefix).collect();
    let unused = |place: &&Span| !used.contains(&&text[place.range()]);
    for (prefix, places) in uses {
        if declared.contains(&prefix) {
            continue;
        }
        // The only declaration that nothing uses, under nearly the same prefix.
        let mut near = declarations.iter().filter(unused);
        if let (Some(place), None) = (near.next(), near.next())
            && prefix.len() <= 32
            && place.len() <= 32
            && strsim::damerau_levenshtein(prefix, &text[place.range()]) == 1
        {
            let fault = SyntaxFault::new(SyntaxKind::UnboundPrefix, places[0])
                .variant("misspelt")
                .argument("prefix", prefix);
            let fault = fault
                .argument("declared", &text[place.range()])
                .related(*place)
                .replace(*place, prefix)
                .safe();
            tokens.free.push(fault);
            continue;
        }
        let fault =
            SyntaxFault::new(SyntaxKind::UnboundPrefix, places[0]).argument("prefix", prefix);
        let known = KNOWN.iter().find(|(known, _)| *known == prefix);
        let fault = if let Some(((_, namespace), root)) = known.zip(root) {
            fault
                .variant("known")
                .argument("namespace", *namespace)
                .insert(root, format!(" xmlns:{prefix}=\"{namespace}\""))
        } else {
            tokens.stripped.push(prefix);
            places.iter().fold(fault, |fault, place| {
                fault.delete(Span {
                    start: place.start,
                    end: place.end + 1,
                })
            })
        };
        tokens.free.push(fault);
    }
}

fn note<'t>(uses: &mut Vec<(&'t str, Vec<Span>)>, name: &'t str, start: usize) {
    let Some((prefix, local)) = name.split_once(':') else {
        return;
    };
    if prefix.is_empty() || local.is_empty() {
        return;
    }
    let place = Span::new(start, start + prefix.len());
    // More prefixes than that are no slip.
    let full = uses.len() >= 64;
    match uses.iter_mut().find(|(known, _)| *known == prefix) {
        Some((_, places)) => places.push(place),
        None if full => {}
        None => uses.push((prefix, vec![place])),
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

fn word_behind(text: &str, from: usize) -> Option<usize> {
    let word: usize = text[from..]
        .chars()
        .take_while(|character| is_local(*character))
        .map(char::len_utf8)
        .sum();
    (word > 0).then_some(from + word)
}

/// Whether a character may stand in a part of a name.
fn is_local(character: char) -> bool {
    name::is_part(character) && character != ':'
}
