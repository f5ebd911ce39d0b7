//! A fault before it has words: its cause, its place, and what the words are filled with.
//!
//! What lives here: [`Fault`] and the list of faults that the engine itself finds. What does not:
//! finding them, and making [findings](crate::outcome::Finding) of them
//! ([`wording`](super::wording)).

use crate::lint::accepted::Accepted;
use crate::lint::wording::Argument;
use crate::model::Severity;
use crate::model::rule::Situation;
use crate::text::{Applicability, Edit, Span};
use crate::tree::{NodeId, SyntaxKind};

/// Defines the faults of the engine. Each has the name that a rule's `check = { builtin = "…" }`
/// refers to and, where it distinguishes several cases, an enum of them with the names of the
/// rule's `variants`. The first case has no words of its own.
macro_rules! builtins {
    ($(
        $(#[doc = $doc:literal])+
        $fault:ident = $name:literal
            $(, $cases:ident { $($case:ident = $variant:literal),* $(,)? })?;
    )*) => {
        /// A fault that the engine finds while it reads and binds a document.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub(crate) enum Builtin { $($(#[doc = $doc])+ $fault $(($cases))?,)* }

        impl Builtin {
            /// The name of the fault, which is that of its check.
            pub(crate) const fn name(self) -> &'static str {
                match self { $(builtins!(@pattern $fault $($cases)?) => $name,)* }
            }

            /// The name of the words for this case, empty for the rule's own.
            pub(crate) const fn variant(self) -> &'static str {
                match self {
                    $(
                        builtins!(@case case $fault $($cases)?) =>
                            builtins!(@variant case $($cases)?),
                    )*
                }
            }

            /// Every fault with the variants that its rule may have.
            #[cfg(test)]
            pub(crate) const ALL: &[(&str, &[&str])] = &[$(($name, &[$($($variant),*)?])),*];
        }

        $($(
            #[doc = concat!("The cases of [`Builtin::", stringify!($fault), "`].")]
            #[derive(Clone, Copy, PartialEq, Eq, Debug)]
            pub(crate) enum $cases { $(#[doc = concat!("`", $variant, "`")] $case,)* }

            impl $cases {
                const fn name(self) -> &'static str {
                    match self { $(Self::$case => $variant,)* }
                }
            }
        )?)*
    };
    (@pattern $fault:ident) => { Self::$fault };
    (@pattern $fault:ident $cases:ident) => { Self::$fault(_) };
    (@case $case:ident $fault:ident) => { Self::$fault };
    (@case $case:ident $fault:ident $cases:ident) => { Self::$fault($case) };
    (@variant $case:ident) => { "" };
    (@variant $case:ident $cases:ident) => { $case.name() };
}

builtins! {
    /// A member that its parent does not have.
    UnknownElement = "unknown-element", Unknown {
        Plain = "",
        Case = "case",
        Respelled = "respelled",
        Near = "near",
        Padded = "padded",
        Count = "count",
        Version = "version",
        VersionReplaced = "version-replaced",
        VersionRenamed = "version-renamed",
        Elsewhere = "elsewhere",
        ElsewhereMove = "elsewhere-move",
        Inside = "inside",
        Unwrapped = "unwrapped",
        UnwrappedJson = "unwrapped-json",
        Parameter = "parameter",
        OutsideList = "outside-list",
        Item = "item",
        ItemJson = "item-json",
        Flat = "flat",
        FlatItems = "flat-items",
        FlatItemsReplaced = "flat-items-replaced",
        Unsure = "unsure",
        Newest = "newest",
        Newer = "newer",
        Replaced = "replaced",
    };
    /// A required member that is missing.
    MissingElement = "missing-element", Missing {
        Plain = "",
        Count = "count",
        Default = "default",
        Answer = "answer",
    };
    /// A member that occurs more than once.
    DuplicateElement = "duplicate-element", Duplicate {
        Same = "",
        Contradicting = "contradicting",
        Lists = "lists",
        Json = "json",
        JsonContradicting = "json-contradicting",
        JsonLists = "json-lists",
        Parameter = "parameter",
        Template = "template",
        Block = "block",
    };
    /// None of the members of a choice is present.
    ChoiceMissing = "choice-missing";
    /// More than one member of a choice is present.
    ChoiceConflict = "choice-conflict";
    /// Text where elements are expected.
    UnexpectedText = "unexpected-text";
    /// Elements where text is expected.
    UnexpectedElements = "unexpected-elements";
    /// An attribute other than a namespace declaration.
    UnexpectedAttribute = "unexpected-attribute";
    /// An element whose namespace is not that of the root. In all cases but the first it is checked
    /// nevertheless.
    ForeignNamespace = "foreign-namespace", Foreign {
        Skipped = "",
        Meant = "meant",
        Several = "several",
        Unprefixed = "unprefixed",
    };
    /// An item of a list that has another name than the list's items.
    WrongItemElement = "wrong-item-element", WrongItem {
        Renamed = "",
        Unrelated = "unrelated",
    };
    /// `Quantity` is not the number of items.
    QuantityMismatch = "quantity-mismatch", Mismatch {
        Number = "",
        NoItems = "no-items",
        NoList = "no-list",
        Few = "few",
        Many = "many",
    };
    /// An empty list that should be left out.
    EmptyItems = "empty-items";
    /// Fewer or more items than the model allows.
    ItemCount = "item-count", Bound {
        Few = "few",
        Many = "many",
    };
    /// Neither `true` nor `false`.
    BooleanValue = "boolean-value", NotBoolean {
        Other = "",
        Case = "case",
        Empty = "empty",
        Near = "near",
    };
    /// Not an integer, or one that exceeds its type.
    IntegerValue = "integer-value", NotInteger {
        Other = "",
        Empty = "empty",
        Overflow = "overflow",
        Decimal = "decimal",
        Count = "count",
        CountEmpty = "count-empty",
    };
    /// None of the values of an enum.
    EnumValue = "enum-value", NotListed {
        Other = "",
        Case = "case",
        Padded = "padded",
        Near = "near",
        Version = "version",
        Empty = "empty",
    };
    /// A text that is shorter or longer than the model allows.
    TextLength = "text-length", Length {
        Short = "short",
        Long = "long",
    };
    /// A number that the model does not allow.
    NumberRange = "number-range", Range {
        Small = "small",
        Great = "great",
    };
    /// A text that does not match the model's pattern.
    TextFormat = "text-format";
    /// Content in an element that is always empty.
    UnexpectedContent = "unexpected-content";
    /// A placeholder instead of a value. The second case: no such text could be a value here.
    PlaceholderValue = "placeholder-value", Placeholder {
        Doubtful = "",
        Fault = "fault",
    };
    /// JSON `null` instead of a member.
    NullValue = "null-value", Null {
        Optional = "",
        Required = "required",
        Parameter = "parameter",
    };
    /// A JSON value of the wrong type.
    JsonType = "json-type", JsonMismatch {
        Structure = "structure",
        List = "list",
        Unwrapped = "unwrapped",
        Scalar = "scalar",
        ArrayForCountedList = "array-for-counted-list",
        Number = "number",
        Text = "string",
        Boolean = "boolean",
        NumberForBoolean = "number-for-boolean",
        BooleanForNumber = "boolean-for-number",
        Fraction = "fraction",
        Unread = "unread",
        Template = "template",
        TextOfJson = "text-of-json",
        Value = "value",
    };
    /// A JSON file with a byte-order mark, or in UTF-16.
    JsonEncoding = "json-encoding", JsonBytes {
        ByteOrderMark = "",
        Utf16 = "utf-16",
    };
    /// The root declares no namespace.
    NamespaceMissing = "namespace-missing";
    /// The root's namespace is not that of a version, or of another version than the document.
    NamespaceForeign = "namespace-foreign", RootNamespace {
        Unrelated = "",
        Near = "near",
        Mismatch = "mismatch",
        Outgrown = "outgrown",
        Outdated = "outdated",
    };
    /// A document in CloudFront's namespace whose root is unknown, or unknown to the version.
    RootUnknown = "root-unknown", UnknownRoot {
        Near = "near",
        Version = "version",
    };
    /// The body of a response where a request is expected.
    ResponseRoot = "response-root", Response {
        Plain = "",
        Request = "request",
        Json = "json",
        JsonRequest = "json-request",
        Bare = "bare",
        Misnamed = "misnamed",
    };
    /// A JSON file that contains more than the configuration.
    ResponseWrapper = "response-wrapper";
    /// A key around the document of a JSON file that its envelope does not have.
    WrapperMisspelt = "wrapper-misspelt", Wrapper {
        Argument = "",
        Answer = "answer",
        Content = "content",
        Unknown = "unknown",
    };
    /// A suppression of an unknown rule.
    UnknownRuleIgnored = "unknown-rule-ignored", UnknownRule {
        Unrelated = "",
        Near = "near",
        Form = "form",
    };
    /// A suppression that suppresses nothing.
    UnusedIgnore = "unused-ignore";
    /// A suppression without a reason.
    IgnoreWithoutReason = "ignore-without-reason";
    /// More findings than are kept.
    FindingLimit = "finding-limit";
}

/// What found a fault.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Cause {
    /// The engine itself.
    Builtin(Builtin),
    /// The parser of a notation, with the name of the case.
    Syntax(SyntaxKind, &'static str),
    /// A rule, by its index among those of the run.
    Rule(usize, Situation),
}

impl Cause {
    /// The name of the words for this case, empty for the rule's own.
    pub(crate) const fn variant(self) -> &'static str {
        match self {
            Self::Builtin(builtin) => builtin.variant(),
            Self::Syntax(_, variant) => variant,
            Self::Rule(_, situation) => situation.name(),
        }
    }
}

/// A fault in one place.
#[derive(Clone, Debug)]
pub(crate) struct Fault<'d> {
    pub(crate) cause: Cause,
    /// The variant of the rule whose words it has: the path of the target as `at` has it, or one
    /// whose conditions are true.
    pub(crate) variant: Option<&'d str>,
    pub(crate) span: Span,
    /// The node whose path the finding has.
    pub(crate) node: Option<NodeId>,
    /// The values of placeholders, in addition to those that every rule may use.
    pub(crate) arguments: Vec<(&'static str, Argument<'d>)>,
    /// Other places that belong to it.
    pub(crate) related: Vec<Span>,
    pub(crate) edits: Vec<Edit>,
    /// A severity other than the rule's.
    pub(crate) severity: Option<Severity>,
    /// Whether it is in a part of the file that is not sent, so that it is not an error.
    pub(crate) is_unsent: bool,
    /// Whether the service never receives it, so that it has no answer.
    pub(crate) is_unanswered: bool,
    /// Why the service is known to have accepted it, so that it is advice at most.
    pub(crate) accepted: Option<Accepted>,
    /// Whether the edits are safe, where that is known better here than in the rule.
    pub(crate) applicability: Option<Applicability>,
}

impl<'d> Fault<'d> {
    /// A fault that the engine itself finds.
    pub(crate) fn new(builtin: Builtin, span: Span) -> Self {
        Self::of(Cause::Builtin(builtin), span)
    }

    /// A fault with any cause.
    pub(crate) fn of(cause: Cause, span: Span) -> Self {
        Self {
            cause,
            variant: None,
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

    /// The same fault with the node whose path the finding has.
    pub(crate) fn at(mut self, node: NodeId) -> Self {
        self.node = Some(node);
        self
    }

    /// The same fault as another case.
    pub(crate) fn case(mut self, builtin: Builtin) -> Self {
        self.cause = Cause::Builtin(builtin);
        self
    }

    /// The engine's fault that it is, if it is one.
    pub(crate) fn builtin(&self) -> Option<Builtin> {
        match self.cause {
            Cause::Builtin(builtin) => Some(builtin),
            Cause::Syntax(..) | Cause::Rule(..) => None,
        }
    }

    /// Gives a placeholder its value.
    pub(crate) fn argument(&mut self, name: &'static str, value: impl Into<Argument<'d>>) {
        self.arguments.push((name, value.into()));
    }

    /// Gives the placeholders for what was probably meant their values.
    pub(crate) fn suggest(&mut self, best: &'d str, near: &[&'d str]) {
        self.arguments.extend([
            ("suggestion", Argument::value(best)),
            ("suggestions", Argument::choice(near.iter().copied())),
            ("suggested", best.into()),
        ]);
    }

    /// The value of a placeholder.
    pub(crate) fn value_of(&self, name: &str) -> Option<&Argument<'d>> {
        self.arguments
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, value)| value)
    }
}
