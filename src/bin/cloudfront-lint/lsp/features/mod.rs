//! Requests about one open document that need no findings: outline, names, completion, hints.
//!
//! What lives here: which request is which, and what the server announces. What does not: the
//! answers themselves, which the library finds and the files next to this one write in the terms of
//! the protocol.

mod completion;
mod layout;
mod names;
mod outline;

use cloudfront_lint::{Linter, Span};
use lsp_types::{
    CodeLensOptions, CompletionOptions, CompletionParams, DefinitionProvider,
    DocumentFormattingParams, DocumentFormattingProvider, DocumentHighlightProvider,
    DocumentLinkOptions, DocumentSymbolProvider, FoldingRangeProvider, InlayHintParams,
    InlayHintProvider, LinkedEditingRangeProvider, Position, Range, ReferenceParams,
    ReferencesProvider, RenameOptions, RenameParams, RenameProvider, SelectionRangeParams,
    SelectionRangeProvider, ServerCapabilities, TextDocumentPositionParams,
};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::lsp::client::{Abilities, value};
use crate::lsp::documents::Document;

/// A document that is asked about, and how its file is checked.
#[derive(Clone, Copy)]
pub(crate) struct Asked<'d> {
    pub(crate) document: &'d Document,
    pub(crate) linter: &'d Linter,
    pub(crate) abilities: Abilities,
}

impl Asked<'_> {
    fn offset(&self, position: Position) -> usize {
        self.document.text.offset(self.abilities.unit, position)
    }

    fn range(&self, span: Span) -> Range {
        self.document.text.range(self.abilities.unit, span)
    }
}

/// The only parameter of requests about a whole document.
#[derive(Deserialize)]
struct AboutDocument {}

/// What the server announces that it answers.
pub(crate) fn announce(capabilities: &mut ServerCapabilities) {
    let triggers = ["<", "\"", ">", "/", "[", ":", "="];
    capabilities.completion_provider = Some(CompletionOptions {
        trigger_characters: Some(triggers.map(str::to_owned).to_vec()),
        ..CompletionOptions::default()
    });
    capabilities.rename_provider = Some(RenameProvider::RenameOptions(RenameOptions {
        prepare_provider: Some(true),
        ..RenameOptions::default()
    }));
    capabilities.definition_provider = Some(DefinitionProvider::Bool(true));
    capabilities.references_provider = Some(ReferencesProvider::Bool(true));
    capabilities.document_highlight_provider = Some(DocumentHighlightProvider::Bool(true));
    capabilities.document_symbol_provider = Some(DocumentSymbolProvider::Bool(true));
    capabilities.folding_range_provider = Some(FoldingRangeProvider::Bool(true));
    capabilities.selection_range_provider = Some(SelectionRangeProvider::Bool(true));
    capabilities.linked_editing_range_provider = Some(LinkedEditingRangeProvider::Bool(true));
    capabilities.inlay_hint_provider = Some(InlayHintProvider::Bool(true));
    capabilities.code_lens_provider = Some(CodeLensOptions::default());
    capabilities.document_link_provider = Some(DocumentLinkOptions::default());
    capabilities.document_formatting_provider = Some(DocumentFormattingProvider::Bool(true));
}

/// Whether a method is one of these requests.
pub(crate) fn is_served(method: &str) -> bool {
    METHODS.contains(&method)
}

const METHODS: [&str; 14] = [
    "textDocument/codeLens",
    "textDocument/completion",
    "textDocument/definition",
    "textDocument/documentHighlight",
    "textDocument/documentLink",
    "textDocument/documentSymbol",
    "textDocument/foldingRange",
    "textDocument/formatting",
    "textDocument/inlayHint",
    "textDocument/linkedEditingRange",
    "textDocument/prepareRename",
    "textDocument/references",
    "textDocument/rename",
    "textDocument/selectionRange",
];

/// The answer to a request about a document. The error says which parameter cannot be read.
pub(crate) fn answer(method: &str, params: Value, asked: Asked<'_>) -> Result<Value, String> {
    let at = |params: Value| {
        read::<TextDocumentPositionParams>(params).map(|it| asked.offset(it.position))
    };
    let whole = |params: Value| read::<AboutDocument>(params);
    Ok(match method {
        "textDocument/completion" => {
            let it: CompletionParams = read(params)?;
            let position = it.text_document_position_params.position;
            value(&completion::items(asked, asked.offset(position)))
        }
        "textDocument/definition" => value(&names::definition(asked, at(params)?)),
        "textDocument/documentHighlight" => value(&names::highlights(asked, at(params)?)),
        "textDocument/references" => {
            let it: ReferenceParams = read(params)?;
            let position = it.text_document_position_params.position;
            let offset = asked.offset(position);
            value(&names::references(
                asked,
                offset,
                it.context.include_declaration,
            ))
        }
        "textDocument/prepareRename" => value(&names::prepare_rename(asked, at(params)?)),
        "textDocument/rename" => {
            let it: RenameParams = read(params)?;
            let offset = asked.offset(it.text_document_position_params.position);
            value(&names::rename(asked, offset, &it.new_name))
        }
        "textDocument/documentSymbol" => {
            whole(params)?;
            value(&outline::symbols(asked))
        }
        "textDocument/foldingRange" => {
            whole(params)?;
            value(&outline::folds(asked))
        }
        "textDocument/documentLink" => {
            whole(params)?;
            value(&outline::links(asked))
        }
        "textDocument/codeLens" => {
            whole(params)?;
            value(&layout::lenses(asked))
        }
        "textDocument/formatting" => {
            let it: DocumentFormattingParams = read(params)?;
            value(&layout::formatting(asked, it.options))
        }
        "textDocument/selectionRange" => {
            let it: SelectionRangeParams = read(params)?;
            value(&outline::selections(asked, &it.positions))
        }
        "textDocument/linkedEditingRange" => value(&outline::linked_tags(asked, at(params)?)),
        "textDocument/inlayHint" => {
            let it: InlayHintParams = read(params)?;
            value(&outline::hints(asked, it.range))
        }
        _ => Value::Null,
    })
}

fn read<P: DeserializeOwned>(params: Value) -> Result<P, String> {
    serde_json::from_value(params).map_err(|error| error.to_string())
}
