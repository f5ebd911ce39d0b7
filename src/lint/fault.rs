//! A fault that was met, before it has words: which rule, where, and what the words are filled with.

use crate::lint::accepted::Accepted;
use crate::model::Severity;
use crate::model::schema::Text;
use crate::text::{Applicability, Edit, Span};
use crate::tree::{NodeId, SyntaxKind};

macro_rules! builtins {
    ($($variant:ident = $name:literal : $doc:literal,)*) => {
        /// A fault that the engine itself meets. Its name is what a rule's `check = { builtin = "…" }` refers to.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub(crate) enum Builtin { $(#[doc = $doc] $variant,)* }

        impl Builtin {
            #[cfg(test)]
            pub(crate) const ALL: &[Self] = &[$(Self::$variant),*];

            pub(crate) const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }
        }
    };
}

builtins! {
    UnknownElement = "unknown-element": "A name that its parent does not have. Variants: `case`, `near`, `version`, `elsewhere`, `newest`, `flat`, `flat-items`.",
    MissingElement = "missing-element": "A required member that is not there.",
    DuplicateElement = "duplicate-element": "A member that stands twice. Variants: `contradicting`, `lists`; `json`, `json-contradicting` and `json-lists` where only the last is sent.",
    ChoiceMissing = "choice-missing": "None of the members of a choice is there.",
    ChoiceConflict = "choice-conflict": "More than one member of a choice is there.",
    UnexpectedText = "unexpected-text": "Text where elements belong.",
    UnexpectedElements = "unexpected-elements": "Elements where text belongs.",
    UnexpectedAttribute = "unexpected-attribute": "An attribute other than a namespace declaration.",
    ForeignNamespace = "foreign-namespace": "An element whose namespace is not the root's. Variants: `meant`, `several`, `unprefixed` where it is judged all the same.",
    WrongItemElement = "wrong-item-element": "An item of a list under another name.",
    QuantityMismatch = "quantity-mismatch": "Quantity is not the number of items. Variants: `no-items`, `no-list`; `few` and `many` where the list cannot have so many.",
    EmptyItems = "empty-items": "A list without items where none should stand.",
    ItemCount = "item-count": "Fewer or more items than the model allows. Variants: `few`, `many`.",
    BooleanValue = "boolean-value": "Neither `true` nor `false`. Variants: `case`, `empty`, `near`.",
    IntegerValue = "integer-value": "No whole number, or too great for its type. Variants: `empty`, `overflow`; `count` and `count-empty` where it is the number of items.",
    EnumValue = "enum-value": "None of the values of an enum. Variants: `case`, `near`, `version`, `empty`.",
    TextLength = "text-length": "A text shorter or longer than the model allows. Variants: `short`, `long`.",
    NumberRange = "number-range": "A number that the model does not allow. Variants: `small`, `great`.",
    TextFormat = "text-format": "A text that the model's pattern does not match.",
    UnexpectedContent = "unexpected-content": "Content in an element that is always empty.",
    PlaceholderValue = "placeholder-value": "A value that was to be filled in. Variant: `fault` where no such text could be right.",
    NullValue = "null-value": "JSON `null` in place of a member. Variant: `required`.",
    JsonType = "json-type": "A JSON value of the wrong type. Variants: `structure`, `list`, `scalar`, `array-for-counted-list`, `number`, `string`, `boolean`, `number-for-boolean`, `boolean-for-number`, `fraction`; `unread` where it is none of these in quotes; `template` for a function of a template, `text-of-json` for JSON inside of a text.",
    JsonEncoding = "json-encoding": "A JSON file with a byte-order mark, or in UTF-16. Variant: `utf-16`.",
    NamespaceMissing = "namespace-missing": "The root declares no namespace.",
    NamespaceForeign = "namespace-foreign": "The root's namespace names no version. Variants: `near`, `mismatch`, `outgrown`.",
    RootUnknown = "root-unknown": "A document of this tool's namespace whose root is none. Variants: `near`, `version`.",
    ResponseRoot = "response-root": "The body of an answer where a request belongs. Variants: `request` where the operation is known, `json` and `json-request`, `bare`, `misnamed`.",
    ResponseWrapper = "response-wrapper": "A JSON file that holds more than its argument.",
    WrapperMisspelt = "wrapper-misspelt": "A key around the document of a JSON file that is not written as its form has it. Variants: `answer`, `stranger` where it is none of its keys.",
    UnknownRuleIgnored = "unknown-rule-ignored": "A suppression names a rule that does not exist.",
    UnusedIgnore = "unused-ignore": "A suppression that suppresses nothing.",
    IgnoreWithoutReason = "ignore-without-reason": "A suppression that gives no reason.",
    FindingLimit = "finding-limit": "More findings than are kept.",
}

/// What met a fault.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Cause {
    /// The engine.
    Builtin(Builtin),
    /// A front end.
    Syntax(SyntaxKind),
    /// A rule, by its index among those of the run.
    Rule(usize),
}

/// A fault in one place.
#[derive(Clone, Debug)]
pub(crate) struct Event {
    pub(crate) cause: Cause,
    pub(crate) variant: &'static str,
    /// The path of the rule's target, where it decides on the words.
    pub(crate) place: Option<Text>,
    pub(crate) span: Span,
    /// The node whose path the finding carries.
    pub(crate) node: Option<NodeId>,
    pub(crate) arguments: Vec<(&'static str, String)>,
    pub(crate) related: Vec<Span>,
    pub(crate) edits: Vec<Edit>,
    /// A weight other than the rule's.
    pub(crate) severity: Option<Severity>,
    /// Whether it lies in what nobody sends, so that it is no error.
    pub(crate) is_unsent: bool,
    /// Whether the service never sees it.
    pub(crate) is_unanswered: bool,
    /// Why the service is known to have accepted it, so that it is advice at most.
    pub(crate) accepted: Option<Accepted>,
    /// Whether the edits are safe, where the fault itself knows better than the rule.
    pub(crate) applicability: Option<Applicability>,
}

impl Event {
    pub(crate) fn new(builtin: Builtin, span: Span) -> Self {
        Self::of(Cause::Builtin(builtin), span)
    }

    pub(crate) fn of(cause: Cause, span: Span) -> Self {
        Self {
            cause,
            variant: "",
            place: None,
            span,
            node: None,
            arguments: Vec::new(),
            related: Vec::new(),
            edits: Vec::new(),
            severity: None,
            is_unsent: false,
            is_unanswered: false,
            accepted: None,
            applicability: None,
        }
    }

    pub(crate) fn at(mut self, node: NodeId) -> Self {
        self.node = Some(node);
        self
    }

    pub(crate) fn variant(mut self, variant: &'static str) -> Self {
        self.variant = variant;
        self
    }

    pub(crate) fn argument(&mut self, name: &'static str, value: impl Into<String>) {
        self.arguments.push((name, value.into()));
    }
}
