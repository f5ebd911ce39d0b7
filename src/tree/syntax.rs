//! Faults of notation: what a front end met that is not well-formed, and the edit that mends it.

use crate::text::{Applicability, Edit, Span};

/// What kind of fault of notation it is. Its kebab-case name is the built-in check that a rule gives words to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[non_exhaustive]
pub enum SyntaxKind {
    /// `wrong-bytes`: the bytes are no text in the encoding. Arguments `encoding`, `declared` (may be empty), `byte` and `offset`
    /// (of the byte in the file).
    /// Variants: `declared` (the XML declaration names another encoding), `undefined` (it names this one, which has no character for the
    /// byte), `binary` (no text at all).
    WrongBytes,
    /// `encoding-mismatch`: the XML declaration names an encoding that the bytes are not in. Arguments `declared`, `actual`.
    /// Variant: `readable` (a reader that trusts the declaration reads other characters, but reads).
    EncodingMismatch,
    /// `encoding-not-unicode`: the text is read by the encoding that its XML declaration names, and not every reader knows that. Arguments
    /// `declared`; `here` and `there`, the bytes of the first character beyond ASCII and those that it has in UTF-8.
    EncodingNotUnicode,
    /// `document-empty`: there is no root element. Variants: none (no byte), `blank` (white space), `no-element` (comments, text).
    DocumentEmpty,
    /// `document-too-large`: more than the tool reads. Arguments `limit`, `found`. Variants: none (bytes), `tags` (`<`), `equals-signs` (`=`).
    DocumentTooLarge,
    /// `too-many-attributes`: more attributes than any reader should compare. Arguments `limit`, `found`.
    TooManyAttributes,
    /// `too-many-namespaces`: more `xmlns` than any reader should carry along. Arguments `limit`, `found`.
    TooManyNamespaces,
    /// `doctype-present`: a document type declaration; it is never expanded.
    DoctypePresent,
    /// `declaration-malformed`: the XML declaration is not as it must be.
    DeclarationMalformed,
    /// `declaration-misplaced`: the XML declaration is not the first thing in the text. Variants: none (other markup is before), `blank` (white space is),
    /// `second` (there was one already).
    DeclarationMisplaced,
    /// `end-tag-missing`: an element is not closed. Argument `name`; `related` is its start tag. The place is where the end tag belongs.
    /// Variants: none, `start-tag` (a start tag was typed for it, and is the place),
    /// `element` (a whole element of the same name was), `end-of-text` (the text ends before; `name` is the outermost open
    /// element, `names` all of them from the inside out, `count` their number), `inside-markup` (the same, inside of a tag or comment; `count` may be 0).
    EndTagMissing,
    /// `end-tag-malformed`: an end tag is not written `</Name>`, such as `;/Name>`. Arguments `name`, `typed` (what stands for `<`).
    /// Variants: none, `typed` (something else stands for the `<`), `no-bracket` (the `<` is missing).
    EndTagMalformed,
    /// `end-tag-misspelt`: an end tag has another name than its start tag. Arguments `name` (as it should be), `found`; `related` is the start tag.
    EndTagMisspelt,
    /// `end-tag-unmatched`: an end tag closes no open element. Arguments `name`, `open` (the innermost open element, may be empty); `related` is its start tag.
    /// Variants: none, `repeated` (the same end tag stands before; `related` is that one).
    EndTagUnmatched,
    /// `end-tags-crossed`: two end tags stand in the wrong order. Arguments `outer`, `inner`; `related` is the start tag of the inner.
    EndTagsCrossed,
    /// `start-tag-missing`: an end tag has no start tag, and the place where it belongs is known. Argument `name`; `related` is the end tag, where it is near.
    StartTagMissing,
    /// `start-tag-malformed`: a start tag is not written `<Name>`. Arguments `name`, `typed` (what stands for `<`).
    /// Variants: none, `typed` (something else stands for the `<`), `no-bracket` (the `<` is missing), `value` (the text stands inside of the tag, which
    /// should be as the argument `written` says), `parts` (something stands within the name).
    StartTagMalformed,
    /// `start-tag-misspelt`: a start tag has no known name, and its end tag has. Arguments `name` (as it should be), `found`; `related` is the end tag.
    StartTagMisspelt,
    /// `start-tag-repeated`: a start tag stands twice. Argument `name`; `related` is the first. Variant `stray`: it opens what nothing closes.
    StartTagRepeated,
    /// `tag-unclosed`: a tag lacks its `>`. Argument `name`. Variants: none (start tag), `end-tag`; `typed` and `end-tag-typed` (the argument `typed`
    /// stands for it).
    TagUnclosed,
    /// `unescaped-character`: a character that must be written as a reference. Arguments `character`: `&`, `<` or `]]>`, and `reference`.
    /// Variants: none, `doubled` (`<<` before a tag), `cdata-end` (`]]>`), `attribute` (`<` in a value), `stray` (such signs alone
    /// between elements).
    UnescapedCharacter,
    /// `unknown-entity`: a reference to an entity that XML does not have. Argument `name`. Variants: none, `html` (HTML has it; `reference` is what to write),
    /// `unterminated` (the `;` is missing), `case` (it has capital letters; `reference` is what to write).
    UnknownEntity,
    /// `attribute-malformed`: an attribute is not written `name="value"`. Argument `name` or `found`. Variants: `sign` (that between is not one `=`), `slash` (`/>` is written otherwise), `unquoted`, `curly-quotes`, `quotes` (no two like straight ones), `unclosed`, `no-opening-quote`,
    /// `doubled-quote`, `no-value`, `no-space` (before it), `garbage` (`found` is no attribute at all).
    AttributeMalformed,
    /// `duplicate-attribute`: an attribute is given twice. Argument `name`; `related` is the first. Variants: none, `same` (with the same value).
    DuplicateAttribute,
    /// `unbound-prefix`: a prefix without a declaration. Argument `prefix`. Variants: none, `known` (`namespace` is the one that it always means),
    /// `misspelt` (`declared` is a prefix that only the declaration has; `related` is that).
    UnboundPrefix,
    /// `namespace-misspelt`: an attribute of the root is `xmlns` but for a slip of the finger. Argument `found`.
    NamespaceMisspelt,
    /// `reserved-namespace`: a name or namespace that XML keeps for itself is used otherwise; the argument `reason` says how.
    ReservedNamespace,
    /// `control-character`: a character that XML has no room for. Argument `code`, such as `U+0001`. Variants: none, `reference` (written as one).
    ControlCharacter,
    /// `comment-malformed`: a comment is not written `<!-- … -->`. Variants: `unclosed`, `opening`, `closing`, `double-hyphen` (`--` inside) and
    /// `nested` (another comment inside; `related` is the outer one in both).
    CommentMalformed,
    /// `cdata-malformed`: a CDATA section is not closed. Variants: none, `opening` (it does not begin rightly), `stray` (elements follow and no end).
    CdataMalformed,
    /// `instruction-malformed`: a processing instruction or the XML declaration is not closed. Variants: none, `opening` (its `<` is missing), `nameless`.
    InstructionMalformed,
    /// `markup-escaped`: every sign of the markup is written as a reference. Argument `count` (of `<` but the first).
    MarkupEscaped,
    /// `not-well-formed`: what no other kind names; the argument `reason` says what was expected.
    NotWellFormed,
    /// `comma-missing`: there is no comma between two members or items. `related` is what stands before.
    CommaMissing,
    /// `comma-extra`: a comma with nothing before it. Argument `count` (of the commas in a row).
    CommaExtra,
    /// `trailing-comma`: a comma behind the last member or item. Argument `count`; `related` is the bracket that follows. Variant `several`.
    TrailingComma,
    /// `colon-missing`: there is no colon between a key and its value. `related` is the key.
    ColonMissing,
    /// `colon-extra`: a second colon.
    ColonExtra,
    /// `wrong-separator`: one sign stands for another, such as `=` or `.` for `:`. Arguments `found`, `expected`.
    WrongSeparator,
    /// `bracket-missing`: a bracket of an object or array is missing. Arguments `bracket` (what is missing, such as `}`, `]}` or
    /// `},`), `holder` (`object` or `array`); `related` is its counterpart. Variants: none (a closing one), `opening`, `line` (an opening
    /// one with its whole line, and so with the key), `end` (closing ones, at the end of the text).
    BracketMissing,
    /// `bracket-extra`: a bracket that closes or opens nothing. Argument `bracket`.
    BracketExtra,
    /// `bracket-mismatch`: an object begins or ends with a bracket of arrays, or the other way round. Arguments `found`, `expected`; `related`
    /// is the bracket that one at the end should close.
    BracketMismatch,
    /// `value-missing`: a key without a value. Argument `key`. Variant `key`: a value without a key.
    ValueMissing,
    /// `key-unquoted`: keys stand without quotes. Arguments `key`, `count`; one fault speaks for all of a text.
    KeyUnquoted,
    /// `value-unquoted`: a text stands without quotes. Argument `text`. Variant `template`: a placeholder that was not filled in.
    ValueUnquoted,
    /// `quote-missing`: a string lacks a quote. Argument `text`. Variants: `opening`; `closing` and `mistyped` (`'` stands for it), where
    /// `related` is the opening one.
    QuoteMissing,
    /// `quote-extra`: a quote stands twice.
    QuoteExtra,
    /// `quote-unescaped`: quotes inside a string lack their backslash. Argument `count`.
    QuoteUnescaped,
    /// `single-quotes`: strings stand in single quotes. Argument `count`; one fault speaks for all of a text.
    SingleQuotes,
    /// `smart-quotes`: strings stand in typographer's quotes. Argument `count`; one fault speaks for all of a text.
    SmartQuotes,
    /// `escape-unknown`: a backslash that escapes nothing JSON knows. Argument `found`. Variant `half-surrogate`: one half of a pair of UTF-16.
    EscapeUnknown,
    /// `control-character-unescaped`: a string of JSON holds a control character as it is. Argument `code`, such as `U+0009`. Variant
    /// `line-break`: line ends are among them.
    ControlCharacterUnescaped,
    /// `literal-misspelt`: `True`, `None`, `yes` and the like. Arguments `found`, `expected`.
    LiteralMisspelt,
    /// `number-form`: a number in a form that JSON does not have. Arguments `found`, `expected`. Variant `not-finite`: `NaN` or `Infinity`, without `expected`.
    NumberForm,
    /// `comment-in-json`: a comment.
    CommentInJson,
    /// `byte-order-mark-inside`: byte-order marks that are not at the beginning. Arguments `code`, `count`; one fault speaks for all of a text.
    /// Variant `repeated`: behind the one that begins an XML text.
    ByteOrderMarkInside,
    /// `unusual-space`: blank or invisible characters that are no white space of JSON or, in the variant `between`, of XML. Arguments `code` of the first, `count`; one fault speaks for all of a text.
    UnusualSpace,
    /// `merge-conflict`: an unfinished merge; the first side was read. `related` is its last line. Variants: none, `blank` (both sides hold nothing), `mark` (a single mark).
    MergeConflict,
    /// `text-around`: text that is not part of the document. Arguments of XML: `text` (its first line). Variants: `before`, `behind`, `fenced` (both), `section` (the document stands in CDATA), `second` (another document;
    /// in XML with the arguments `name` and `first`, and `related` is the first one), `several` (of JSON: so many others as the argument `count` says).
    TextAround,
    /// `stray-text`: characters that mean nothing here. Argument `text`.
    StrayText,
    /// `document-cut-off`: the text ends in the middle of a value or a member. Argument `missing` (what would complete it); `related` is the innermost open bracket.
    DocumentCutOff,
}

impl SyntaxKind {
    /// Every kind.
    pub const ALL: &[Self] = &[
        Self::WrongBytes,
        Self::EncodingMismatch,
        Self::EncodingNotUnicode,
        Self::DocumentEmpty,
        Self::DocumentTooLarge,
        Self::TooManyAttributes,
        Self::TooManyNamespaces,
        Self::DoctypePresent,
        Self::DeclarationMalformed,
        Self::DeclarationMisplaced,
        Self::EndTagMissing,
        Self::EndTagMalformed,
        Self::EndTagMisspelt,
        Self::EndTagUnmatched,
        Self::EndTagsCrossed,
        Self::StartTagMissing,
        Self::StartTagMalformed,
        Self::StartTagMisspelt,
        Self::StartTagRepeated,
        Self::TagUnclosed,
        Self::UnescapedCharacter,
        Self::UnknownEntity,
        Self::AttributeMalformed,
        Self::DuplicateAttribute,
        Self::UnboundPrefix,
        Self::NamespaceMisspelt,
        Self::ReservedNamespace,
        Self::ControlCharacter,
        Self::CommentMalformed,
        Self::CdataMalformed,
        Self::InstructionMalformed,
        Self::MarkupEscaped,
        Self::NotWellFormed,
        Self::CommaMissing,
        Self::CommaExtra,
        Self::TrailingComma,
        Self::ColonMissing,
        Self::ColonExtra,
        Self::WrongSeparator,
        Self::BracketMissing,
        Self::BracketExtra,
        Self::BracketMismatch,
        Self::ValueMissing,
        Self::KeyUnquoted,
        Self::ValueUnquoted,
        Self::QuoteMissing,
        Self::QuoteExtra,
        Self::QuoteUnescaped,
        Self::SingleQuotes,
        Self::SmartQuotes,
        Self::EscapeUnknown,
        Self::ControlCharacterUnescaped,
        Self::LiteralMisspelt,
        Self::NumberForm,
        Self::CommentInJson,
        Self::ByteOrderMarkInside,
        Self::UnusualSpace,
        Self::MergeConflict,
        Self::TextAround,
        Self::StrayText,
        Self::DocumentCutOff,
    ];

    /// Name of the built-in check.
    pub const fn name(self) -> &'static str {
        match self {
            Self::WrongBytes => "wrong-bytes",
            Self::EncodingMismatch => "encoding-mismatch",
            Self::EncodingNotUnicode => "encoding-not-unicode",
            Self::DocumentEmpty => "document-empty",
            Self::DocumentTooLarge => "document-too-large",
            Self::TooManyAttributes => "too-many-attributes",
            Self::TooManyNamespaces => "too-many-namespaces",
            Self::DoctypePresent => "doctype-present",
            Self::DeclarationMalformed => "declaration-malformed",
            Self::DeclarationMisplaced => "declaration-misplaced",
            Self::EndTagMissing => "end-tag-missing",
            Self::EndTagMalformed => "end-tag-malformed",
            Self::EndTagMisspelt => "end-tag-misspelt",
            Self::EndTagUnmatched => "end-tag-unmatched",
            Self::EndTagsCrossed => "end-tags-crossed",
            Self::StartTagMissing => "start-tag-missing",
            Self::StartTagMalformed => "start-tag-malformed",
            Self::StartTagMisspelt => "start-tag-misspelt",
            Self::StartTagRepeated => "start-tag-repeated",
            Self::TagUnclosed => "tag-unclosed",
            Self::UnescapedCharacter => "unescaped-character",
            Self::UnknownEntity => "unknown-entity",
            Self::AttributeMalformed => "attribute-malformed",
            Self::DuplicateAttribute => "duplicate-attribute",
            Self::UnboundPrefix => "unbound-prefix",
            Self::NamespaceMisspelt => "namespace-misspelt",
            Self::ReservedNamespace => "reserved-namespace",
            Self::ControlCharacter => "control-character",
            Self::CommentMalformed => "comment-malformed",
            Self::CdataMalformed => "cdata-malformed",
            Self::InstructionMalformed => "instruction-malformed",
            Self::MarkupEscaped => "markup-escaped",
            Self::NotWellFormed => "not-well-formed",
            Self::CommaMissing => "comma-missing",
            Self::CommaExtra => "comma-extra",
            Self::TrailingComma => "trailing-comma",
            Self::ColonMissing => "colon-missing",
            Self::ColonExtra => "colon-extra",
            Self::WrongSeparator => "wrong-separator",
            Self::BracketMissing => "bracket-missing",
            Self::BracketExtra => "bracket-extra",
            Self::BracketMismatch => "bracket-mismatch",
            Self::ValueMissing => "value-missing",
            Self::KeyUnquoted => "key-unquoted",
            Self::ValueUnquoted => "value-unquoted",
            Self::QuoteMissing => "quote-missing",
            Self::QuoteExtra => "quote-extra",
            Self::QuoteUnescaped => "quote-unescaped",
            Self::SingleQuotes => "single-quotes",
            Self::SmartQuotes => "smart-quotes",
            Self::EscapeUnknown => "escape-unknown",
            Self::ControlCharacterUnescaped => "control-character-unescaped",
            Self::LiteralMisspelt => "literal-misspelt",
            Self::NumberForm => "number-form",
            Self::CommentInJson => "comment-in-json",
            Self::ByteOrderMarkInside => "byte-order-mark-inside",
            Self::UnusualSpace => "unusual-space",
            Self::MergeConflict => "merge-conflict",
            Self::TextAround => "text-around",
            Self::StrayText => "stray-text",
            Self::DocumentCutOff => "document-cut-off",
        }
    }
}

/// One fault of notation in one place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SyntaxFault {
    /// What it is.
    pub kind: SyntaxKind,
    /// Tells situations of a kind apart; a rule may have other words for each. Empty for the usual one.
    pub variant: &'static str,
    /// The smallest true place.
    pub span: Span,
    /// A related place that the rule's `related` words describe.
    pub related: Option<Span>,
    /// What the rule's words are filled with.
    pub arguments: Vec<(&'static str, String)>,
    /// What makes the text well-formed here; may be empty.
    pub edits: Vec<Edit>,
    /// Whether the edits are surely what was meant.
    pub applicability: Applicability,
}

impl SyntaxFault {
    /// A fault without words, relation or repair.
    pub(super) fn new(kind: SyntaxKind, span: Span) -> Self {
        let applicability = Applicability::Unsafe;
        Self {
            kind,
            variant: "",
            span,
            related: None,
            arguments: Vec::new(),
            edits: Vec::new(),
            applicability,
        }
    }

    pub(super) fn variant(mut self, variant: &'static str) -> Self {
        self.variant = variant;
        self
    }

    pub(super) fn argument(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.arguments.push((name, value.into()));
        self
    }

    pub(super) fn related(mut self, related: Span) -> Self {
        self.related = Some(related);
        self
    }

    pub(super) fn applicability(mut self, applicability: Applicability) -> Self {
        self.applicability = applicability;
        self
    }

    /// What mends it is surely what was meant.
    pub(super) fn safe(self) -> Self {
        self.applicability(Applicability::Safe)
    }

    /// Adds an edit.
    pub(super) fn mend(mut self, edit: Edit) -> Self {
        self.edits.push(edit);
        self
    }

    /// Adds a replacement of bytes.
    pub(super) fn edit(mut self, span: Span, text: impl Into<String>) -> Self {
        self.edits.push(Edit {
            span,
            text: text.into(),
        });
        self
    }

    /// Takes another fault of the same kind into this one: its edits, and one more in the argument `count`.
    pub(super) fn join(&mut self, other: Self) {
        for edit in other.edits {
            let full = self.edits.len() >= MAX_EDITS;
            match self.edits.last_mut() {
                Some(last)
                    if last.span.end == edit.span.start
                        && last.text.is_empty()
                        && edit.text.is_empty() =>
                {
                    last.span.end = edit.span.end;
                }
                _ if full => {}
                _ => self.edits.push(edit),
            }
        }
        if let Some((_, count)) = self.arguments.iter_mut().find(|(name, _)| *name == "count") {
            *count = (count.parse::<usize>().unwrap_or(0) + 1).to_string();
        }
    }
}

/// One fault that speaks for many mends at most so many places, so that a hostile text cannot ask for any amount of memory.
const MAX_EDITS: usize = 100_000;

/// Makes faults unsafe whose edits touch those of unsafe ones: one without the other may leave what nobody wrote.
pub(crate) fn doubt_what_touches(faults: &mut [SyntaxFault]) {
    let is_doubtful = |fault: &SyntaxFault| fault.applicability == Applicability::Unsafe;
    let mut doubtful: Vec<Span> = faults
        .iter()
        .filter(|fault| is_doubtful(fault))
        .flat_map(|fault| &fault.edits)
        .map(|edit| edit.span)
        .collect();
    doubtful.sort_unstable();
    let touches = |edit: &Edit| {
        let behind = doubtful.partition_point(|span| span.start <= edit.span.end);
        doubtful[..behind]
            .last()
            .is_some_and(|span| span.end >= edit.span.start)
    };
    for fault in faults
        .iter_mut()
        .filter(|fault| fault.applicability == Applicability::Safe)
    {
        if fault.edits.iter().any(touches) {
            fault.applicability = Applicability::Unsafe;
        }
    }
}
