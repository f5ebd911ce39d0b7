//! Every kind of syntax fault, with the arguments and variants it has.

macro_rules! kinds {
    ($($(#[doc = $doc:literal])* $variant:ident = $name:literal,)*) => {
        /// What kind of syntax fault it is. Its [name](Self::name) is the built-in check that a
        /// rule gives words to.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        #[non_exhaustive]
        pub enum SyntaxKind {
            $(
                #[doc = concat!("`", $name, "`: ")]
                $(#[doc = $doc])*
                $variant,
            )*
        }

        impl SyntaxKind {
            /// Every kind.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// Name of the built-in check.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }
        }
    };
}

kinds! {
    /// bytes that are not valid in the encoding. Arguments: `encoding`, `declared` (may be empty),
    /// `byte` and `offset` (of the byte in the file). Variants: `declared` (the XML declaration
    /// names another encoding), `undefined` (it names this one, which has no character for the
    /// byte), `binary` (not text at all).
    WrongBytes = "wrong-bytes",
    /// the XML declaration names an encoding that the bytes are not in. Arguments: `declared`,
    /// `actual`. Variant: `readable` (a reader that trusts the declaration reads other characters,
    /// but reads).
    EncodingMismatch = "encoding-mismatch",
    /// the text is read in the encoding that its XML declaration names, which not every reader
    /// supports. Arguments: `declared`; `here` and `there`, the bytes of the first character beyond
    /// ASCII and its bytes in UTF-8.
    EncodingNotUnicode = "encoding-not-unicode",
    /// no root element. Variants: none (no byte), `blank` (whitespace only), `no-element` (comments
    /// or text only).
    DocumentEmpty = "document-empty",
    /// larger than the tool reads. Arguments: `limit`, `found`. Variants: none (bytes), `tags`
    /// (`<`), `equals-signs` (`=`), `values` (of JSON).
    DocumentTooLarge = "document-too-large",
    /// more attributes than any reader should compare. Arguments: `limit`, `found`.
    TooManyAttributes = "too-many-attributes",
    /// more `xmlns` than any reader should keep. Arguments: `limit`, `found`.
    TooManyNamespaces = "too-many-namespaces",
    /// a document type declaration. It is never expanded.
    DoctypePresent = "doctype-present",
    /// a malformed XML declaration.
    DeclarationMalformed = "declaration-malformed",
    /// an XML declaration that is not at the start of the text. Variants: none (other markup is
    /// before it), `blank` (whitespace is before it), `second` (there was one already).
    DeclarationMisplaced = "declaration-misplaced",
    /// an element without its end tag. Argument: `name`; `related` is its start tag. The place is
    /// where the end tag belongs. Variants: none, `start-tag` (a start tag was typed instead, and
    /// is the place), `element` (a whole element of the same name was typed instead), `end-of-text`
    /// (the text ends first; `name` is the outermost open element, `names` all open ones from the
    /// inside out, `count` their number), `inside-markup` (the same, inside a tag or comment;
    /// `count` may be 0).
    EndTagMissing = "end-tag-missing",
    /// an end tag that is not written `</Name>`. Arguments: `name`, `typed` (the text instead of
    /// `<`). Variants: none, `typed` (another character instead of `<`), `no-bracket` (no `<`).
    EndTagMalformed = "end-tag-malformed",
    /// an end tag with another name than its start tag. Arguments: `name` (the right one), `found`;
    /// `related` is the start tag.
    EndTagMisspelt = "end-tag-misspelt",
    /// an end tag that closes no open element. Arguments: `name`, `open` (the innermost open
    /// element, may be empty); `related` is its start tag. Variants: none, `repeated` (the same end
    /// tag is right before; `related` is that one), `early` (it closes its element before the
    /// content), `moved` (the same, and it is missing at the end).
    EndTagUnmatched = "end-tag-unmatched",
    /// two end tags in the wrong order. Arguments: `outer`, `inner`; `related` is the start tag of
    /// the inner element.
    EndTagsCrossed = "end-tags-crossed",
    /// an end tag without a start tag, where the place of the start tag is known. Argument: `name`;
    /// `related` is the end tag, where it is near. Variant: `end-tag` (an end tag was typed
    /// instead).
    StartTagMissing = "start-tag-missing",
    /// a start tag that is not written `<Name>`. Arguments: `name`, `typed` (the text instead of
    /// `<`). Variants: none, `typed` (another character instead of `<`), `no-bracket` (no `<`),
    /// `value` (the text is inside the tag, which should be as the argument `written` says),
    /// `parts` (something splits the name), `closed` (a `/` ends the element before its content).
    StartTagMalformed = "start-tag-malformed",
    /// a start tag with an unknown name whose end tag has a known one. Arguments: `name` (the right
    /// one), `found`; `related` is the end tag.
    StartTagMisspelt = "start-tag-misspelt",
    /// a duplicate start tag. Argument: `name`; `related` is the first one. Variant: `stray` (it
    /// opens what nothing closes).
    StartTagRepeated = "start-tag-repeated",
    /// a tag without its `>`. Argument: `name`. Variants: none (a start tag), `end-tag`; `typed`
    /// and `end-tag-typed` (the argument `typed` is in its place).
    TagUnclosed = "tag-unclosed",
    /// a character that must be written as a reference. Arguments: `character` (`&`, `<` or `]]>`),
    /// `reference`. Variants: none, `doubled` (`<<` before a tag), `cdata-end` (`]]>`), `attribute`
    /// (`<` in a value), `stray` (such characters alone between elements).
    UnescapedCharacter = "unescaped-character",
    /// a reference to an entity that XML does not have. Argument: `name`. Variants: none, `html`
    /// (HTML has it; `reference` is what to write), `unterminated` (no `;`), `case` (capital
    /// letters; `reference` is what to write).
    UnknownEntity = "unknown-entity",
    /// an attribute that is not written `name="value"`. Argument: `name` or `found`. Variants:
    /// `sign` (not exactly one `=`), `slash` (not exactly `/>`), `unquoted`, `curly-quotes`,
    /// `quotes` (not two equal straight ones), `unclosed`, `no-opening-quote`, `doubled-quote`,
    /// `no-value`, `no-space` (before it), `garbage` (`found` is not an attribute).
    AttributeMalformed = "attribute-malformed",
    /// a duplicate attribute. Argument: `name`; `related` is the first one. Variants: none, `same`
    /// (with the same value).
    DuplicateAttribute = "duplicate-attribute",
    /// a prefix that is not declared. Argument: `prefix`. Variants: none, `known` (`namespace` is
    /// what the prefix always means), `misspelt` (`declared` is a prefix that only the declaration
    /// has; `related` is that).
    UnboundPrefix = "unbound-prefix",
    /// an attribute of the root that is `xmlns` apart from a typing error. Argument: `found`.
    NamespaceMisspelt = "namespace-misspelt",
    /// a misuse of a name or namespace that XML reserves. Argument: `reason`.
    ReservedNamespace = "reserved-namespace",
    /// a character that XML does not allow. Argument: `code`, such as `U+0001`. Variant:
    /// `reference` (written as one).
    ControlCharacter = "control-character",
    /// a comment that is not written `<!-- … -->`. Variants: `unclosed`, `opening`, `closing`,
    /// `double-hyphen` (`--` inside) and `nested` (another comment inside); `related` is the outer
    /// comment in the last two.
    CommentMalformed = "comment-malformed",
    /// a CDATA section without its end. Variants: none, `opening` (a malformed beginning), `stray`
    /// (elements follow, and no end).
    CdataMalformed = "cdata-malformed",
    /// a processing instruction or XML declaration without its end. Variants: none, `opening` (no
    /// `<`), `nameless`.
    InstructionMalformed = "instruction-malformed",
    /// all of the markup is written as references. Argument: `count` (of `<` apart from the first).
    MarkupEscaped = "markup-escaped",
    /// everything that no other kind names. Argument: `reason`.
    NotWellFormed = "not-well-formed",
    /// a text that is not YAML. Argument: `reason`.
    YamlSyntax = "yaml-syntax",
    /// a text that is not HCL. Argument: `reason`.
    HclSyntax = "hcl-syntax",
    /// no comma between two members or items. `related` is the second.
    CommaMissing = "comma-missing",
    /// a comma with nothing before it. Argument: `count` (of the commas in a row).
    CommaExtra = "comma-extra",
    /// a comma after the last member or item. Argument: `count`; `related` is the bracket that
    /// follows. Variant: `several`.
    TrailingComma = "trailing-comma",
    /// no colon between a key and its value. `related` is the key.
    ColonMissing = "colon-missing",
    /// a second colon.
    ColonExtra = "colon-extra",
    /// a wrong separator, such as `=` or `.` instead of `:`. Arguments: `found`, `expected`.
    WrongSeparator = "wrong-separator",
    /// a missing bracket of an object or array. Arguments: `bracket` (the missing text, such as
    /// `}`, `]}` or `},`), `holder` (`object` or `array`); `related` is its counterpart. Variants:
    /// none (a closing one), `opening`, `line` (an opening one with its whole line, and so with the
    /// key), `end` (closing ones, at the end of the text).
    BracketMissing = "bracket-missing",
    /// a bracket that closes or opens nothing. Argument: `bracket`.
    BracketExtra = "bracket-extra",
    /// a bracket of the wrong kind. Arguments: `found`, `expected`; for a closing one, `related` is
    /// the bracket that it should close.
    BracketMismatch = "bracket-mismatch",
    /// a key without a value. Argument: `key`. Variant: `key` (a value without a key).
    ValueMissing = "value-missing",
    /// keys without quotes. Arguments: `key`, `count`. One fault for all of a text.
    KeyUnquoted = "key-unquoted",
    /// a text without quotes. Argument: `text`. Variant: `template` (a placeholder that was not
    /// filled in).
    ValueUnquoted = "value-unquoted",
    /// a string with only one quote. Argument: `text`. Variants: `opening`; `closing` and
    /// `mistyped` (a `'` instead of it), where `related` is the opening one.
    QuoteMissing = "quote-missing",
    /// a duplicate quote.
    QuoteExtra = "quote-extra",
    /// quotes inside a string without a backslash. Argument: `count`.
    QuoteUnescaped = "quote-unescaped",
    /// strings in single quotes. Argument: `count`. One fault for all of a text.
    SingleQuotes = "single-quotes",
    /// strings in typographic quotes. Argument: `count`. One fault for all of a text.
    SmartQuotes = "smart-quotes",
    /// a backslash that begins no escape of JSON. Argument: `found`. Variant: `half-surrogate`
    /// (half of a UTF-16 pair).
    EscapeUnknown = "escape-unknown",
    /// an unescaped control character in a JSON string. Argument: `code`, such as `U+0009`.
    /// Variant: `line-break` (line ends are among them).
    ControlCharacterUnescaped = "control-character-unescaped",
    /// `True`, `None`, `yes` and the like. Arguments: `found`, `expected`.
    LiteralMisspelt = "literal-misspelt",
    /// a number in a form that JSON does not have. Arguments: `found`, `expected`. Variant:
    /// `not-finite` (`NaN` or `Infinity`, without `expected`).
    NumberForm = "number-form",
    /// a comment.
    CommentInJson = "comment-in-json",
    /// byte-order marks that are not at the start. Arguments: `code`, `count`. One fault for all of
    /// a text. Variant: `repeated` (right after the one at the start of an XML text).
    ByteOrderMarkInside = "byte-order-mark-inside",
    /// characters that look like whitespace, or like nothing, and are not whitespace of JSON or, in
    /// the variant `between`, of XML. Arguments: `code` of the first, `count`. One fault for all of
    /// a text.
    UnusualSpace = "unusual-space",
    /// an unfinished merge. The first side is read. `related` is its last line. Variants: none,
    /// `blank` (both sides are empty), `mark` (a single conflict marker).
    MergeConflict = "merge-conflict",
    /// text that is not part of the document. Arguments in XML: `text` (its first line). Variants:
    /// `before`, `behind`, `fenced` (both), `section` (the document is inside CDATA), `second`
    /// (another document; in XML with the arguments `name` and `first`, and `related` is the first
    /// one), `several` (in JSON: `count` other documents).
    TextAround = "text-around",
    /// characters that mean nothing here. Argument: `text`.
    StrayText = "stray-text",
    /// the text ends in the middle of a value or a member. Argument: `missing` (what would complete
    /// it); `related` is the innermost open bracket.
    DocumentCutOff = "document-cut-off",
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_the_variants_in_kebab_case() {
        for kind in SyntaxKind::ALL {
            let mut kebab = String::new();
            for (at, character) in format!("{kind:?}").char_indices() {
                if character.is_uppercase() && at > 0 {
                    kebab.push('-');
                }
                kebab.push(character.to_ascii_lowercase());
            }
            assert_eq!(kind.name(), kebab);
        }
    }
}
