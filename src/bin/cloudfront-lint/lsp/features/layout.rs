//! Lenses above parts that others mention, and formatting.

use cloudfront_lint::editor;
use lsp_types::{CodeLens, Command, FormattingOptions, Location, TextEdit};

use super::Asked;
use crate::lsp::actions::{difference, text_edits};
use crate::lsp::client::value;

/// What editors call the command that lists places. One that does not have it shows the text alone.
const SHOW_PLACES: &str = "editor.action.showReferences";

/// How often each part is mentioned.
pub(super) fn lenses(asked: Asked<'_>) -> Vec<CodeLens> {
    let lenses = editor::lenses(asked.linter, asked.document.text.source());
    let lens = |lens: editor::Lens| {
        let uri = &asked.document.uri;
        let range = asked.range(lens.name_span);
        let location = |span| Location {
            uri: uri.clone(),
            range: asked.range(span),
        };
        let places: Vec<Location> = lens.uses.into_iter().map(location).collect();
        let arguments = vec![value(uri), value(&range.start), value(&places)];
        CodeLens {
            range,
            command: Some(Command {
                title: lens.text,
                tooltip: None,
                command: if places.is_empty() { "" } else { SHOW_PLACES }.to_owned(),
                arguments: Some(arguments).filter(|_| !places.is_empty()),
            }),
            data: None,
        }
    };
    lenses.into_iter().map(lens).collect()
}

/// The edits that change white space alone, so that each member has a line.
pub(super) fn formatting(asked: Asked<'_>, options: FormattingOptions) -> Vec<TextEdit> {
    let unit = if options.insert_spaces {
        " ".repeat((options.tab_size as usize).clamp(1, 16))
    } else {
        "\t".to_owned()
    };
    let source = asked.document.text.source();
    let formatted = editor::formatted(asked.linter, source, &unit);
    let edits = formatted.map(|new| difference(source.text(), &new));
    text_edits(asked.document, asked.abilities, &edits.unwrap_or_default())
}
