//! Faults of notation: what a front end met that is not well-formed, and the edit that mends it.

use crate::diagnostic::{Applicability, Edit};
use crate::span::Span;

/// What kind of fault of notation it is. Its kebab-case name is the built-in check that a rule gives words to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[non_exhaustive]
pub enum SyntaxKind {
    /// `wrong-bytes`: the bytes are no text in the encoding. Arguments `encoding`, `declared` (may be empty), `offset` (of the byte in the file).
    /// Variants: `declared` (the XML declaration names another encoding), `binary` (no text at all).
    WrongBytes,
    /// `encoding-mismatch`: the XML declaration names an encoding that the bytes are not in. Arguments `declared`, `actual`.
    EncodingMismatch,
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
    /// `end-tag-missing`: an element is not closed. Argument `name`; `related` is its start tag.
    /// Variants: none, `root` (the text ends before), `start-tag` (a start tag was typed for it).
    EndTagMissing,
    /// `end-tag-unmatched`: an end tag closes no open element. Arguments `name`, `open` (the innermost open element, may be empty); `related` is its start tag.
    EndTagUnmatched,
    /// `unescaped-character`: a character that must be written as a reference. Argument `character`: `&`, `<` or `]]>`.
    UnescapedCharacter,
    /// `unknown-entity`: a reference to an entity that XML does not have. Argument `name`.
    UnknownEntity,
    /// `duplicate-attribute`: an attribute is given twice. Argument `name`; `related` is the first.
    DuplicateAttribute,
    /// `unbound-prefix`: a prefix without a declaration. Argument `prefix`.
    UnboundPrefix,
    /// `control-character`: a character that XML has no room for. Argument `code`, such as `U+0001`.
    ControlCharacter,
    /// `comment-double-hyphen`: `--` inside a comment.
    CommentDoubleHyphen,
    /// `declaration-misplaced`: the XML declaration is not the first thing in the text.
    DeclarationMisplaced,
    /// `not-well-formed`: what no other kind names; the argument `reason` says what was expected.
    NotWellFormed,
}

impl SyntaxKind {
    /// Every kind.
    pub const ALL: &[Self] = &[
        Self::WrongBytes,
        Self::EncodingMismatch,
        Self::DocumentEmpty,
        Self::DocumentTooLarge,
        Self::TooManyAttributes,
        Self::TooManyNamespaces,
        Self::DoctypePresent,
        Self::EndTagMissing,
        Self::EndTagUnmatched,
        Self::UnescapedCharacter,
        Self::UnknownEntity,
        Self::DuplicateAttribute,
        Self::UnboundPrefix,
        Self::ControlCharacter,
        Self::CommentDoubleHyphen,
        Self::DeclarationMisplaced,
        Self::NotWellFormed,
    ];

    /// Name of the built-in check.
    pub const fn name(self) -> &'static str {
        match self {
            Self::WrongBytes => "wrong-bytes",
            Self::EncodingMismatch => "encoding-mismatch",
            Self::DocumentEmpty => "document-empty",
            Self::DocumentTooLarge => "document-too-large",
            Self::TooManyAttributes => "too-many-attributes",
            Self::TooManyNamespaces => "too-many-namespaces",
            Self::DoctypePresent => "doctype-present",
            Self::EndTagMissing => "end-tag-missing",
            Self::EndTagUnmatched => "end-tag-unmatched",
            Self::UnescapedCharacter => "unescaped-character",
            Self::UnknownEntity => "unknown-entity",
            Self::DuplicateAttribute => "duplicate-attribute",
            Self::UnboundPrefix => "unbound-prefix",
            Self::ControlCharacter => "control-character",
            Self::CommentDoubleHyphen => "comment-double-hyphen",
            Self::DeclarationMisplaced => "declaration-misplaced",
            Self::NotWellFormed => "not-well-formed",
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
        Self { kind, variant: "", span, related: None, arguments: Vec::new(), edits: Vec::new(), applicability }
    }

    pub(super) fn variant(mut self, variant: &'static str) -> Self {
        self.variant = variant;
        self
    }

    pub(super) fn argument(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.arguments.push((name, value.into()));
        self
    }
}
