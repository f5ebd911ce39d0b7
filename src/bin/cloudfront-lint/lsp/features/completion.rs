//! What can be written at a place, as items of a menu.

use cloudfront_lint::editor::{self, Completion, CompletionKind};
use lsp_types::{
    CompletionItem, CompletionItemKind, CompletionItemTag, CompletionItemTextEdit,
    InsertTextFormat, TextEdit,
};

use super::Asked;
use crate::lsp::actions::text_edits;

/// The items of the menu, best first.
pub(super) fn items(asked: Asked<'_>, offset: usize) -> Vec<CompletionItem> {
    let source = asked.document.text.source();
    let offered = if asked.document.is_configuration() {
        editor::configuration_completions(asked.linter, source.text(), offset)
    } else if asked.document.is_rule_file() {
        editor::rule_completions(source.text(), offset)
    } else {
        editor::completions(asked.linter, source, offset)
    };
    offered
        .into_iter()
        .enumerate()
        .map(|(rank, it)| item(asked, rank, it))
        .collect()
}

fn item(asked: Asked<'_>, rank: usize, offered: Completion) -> CompletionItem {
    let has_stops = asked.abilities.takes_snippets && !offered.stops.is_empty();
    let (new_text, format) = if has_stops {
        (snippet(&offered), InsertTextFormat::Snippet)
    } else {
        (offered.text, InsertTextFormat::PlainText)
    };
    let typed = asked.document.text.source().slice(offered.span);
    // Clients compare with what was typed, brackets and quotes included.
    let lead = typed.chars().next().filter(|it| "<\"".contains(*it));
    let filter_text = lead.map(|lead| format!("{lead}{}", offered.label));
    let edit = TextEdit {
        range: asked.range(offered.span),
        new_text,
    };
    let edits = text_edits(asked.document, asked.abilities, &offered.edits);
    CompletionItem {
        kind: Some(match offered.kind {
            CompletionKind::Member => CompletionItemKind::Field,
            CompletionKind::Name => CompletionItemKind::Reference,
            _ => CompletionItemKind::EnumMember,
        }),
        tags: offered
            .is_deprecated
            .then(|| vec![CompletionItemTag::Deprecated]),
        detail: Some(offered.detail).filter(|detail| !detail.is_empty()),
        sort_text: Some(format!("{rank:04}")),
        filter_text,
        insert_text_format: Some(format),
        text_edit: Some(CompletionItemTextEdit::TextEdit(edit)),
        additional_text_edits: Some(edits).filter(|edits| !edits.is_empty()),
        label: offered.label,
        ..CompletionItem::default()
    }
}

/// A text with the places that are to be filled in, in the notation of snippets.
fn snippet(offered: &Completion) -> String {
    let mut snippet = String::new();
    let mut stops = offered.stops.iter().peekable();
    let mut number = 0;
    for (at, character) in offered.text.char_indices() {
        if stops.next_if(|stop| **stop == at).is_some() {
            number += 1;
            snippet.push_str(&format!("${{{number}}}"));
        }
        if "$}\\".contains(character) {
            snippet.push('\\');
        }
        snippet.push(character);
    }
    snippet
}
