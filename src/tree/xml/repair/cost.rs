//! What it costs to read a text otherwise than it is written: the likelier the mistake, the
//! cheaper. Only the relations matter, not the numbers.

/// An end tag is missing; each further one in a row.
pub(super) const MISSING_END: u32 = 10;
pub(super) const ANOTHER_MISSING_END: u32 = 8;
/// An element is open at the end of the text; each further one.
pub(super) const OPEN_AT_THE_END: u32 = 10;
pub(super) const ANOTHER_OPEN_AT_THE_END: u32 = 2;
/// A start tag was typed instead of an end tag; of an element without content; a whole element
/// instead of one.
pub(super) const START_TYPED_FOR_END: u32 = 8;
pub(super) const EMPTY_START_TYPED_FOR_END: u32 = 13;
pub(super) const ELEMENT_TYPED_FOR_END: u32 = 9;
/// An end tag was typed instead of a start tag.
pub(super) const END_TYPED_FOR_START: u32 = 8;
/// A `/` ends an element before its content, whose end tag follows; whose end tag does not.
pub(super) const SLASH_EXTRA: u32 = 4;
pub(super) const SLASH_EXTRA_UNENDED: u32 = 8;
/// A tag right after an equal one; an end tag, a start tag, or an unknown start tag that belongs to
/// nothing.
pub(super) const REPEATED_TAG: u32 = 7;
pub(super) const STRAY_END: u32 = 14;
pub(super) const STRAY_START: u32 = 24;
pub(super) const UNKNOWN_START: u32 = 9;
/// Two end tags in the wrong order.
pub(super) const CROSSED: u32 = 9;
/// A name with typing errors, in addition to their number; a name cut short; another name
/// altogether.
pub(super) const MISSPELLED: u32 = 5;
pub(super) const CUT_SHORT: u32 = 3;
pub(super) const WRONG_NAME: u32 = 16;
/// A start tag is missing; that of an element without content.
pub(super) const MISSING_START: u32 = 12;
pub(super) const MISSING_EMPTY: u32 = 15;
/// A tag without its `<`.
pub(super) const BRACKET_LOST: u32 = 4;
/// A second root element; each further one; in addition, one that belongs inside the first.
pub(super) const SECOND_ROOT: u32 = 20;
pub(super) const ANOTHER_ROOT: u32 = 7;
pub(super) const MEMBER_OUTSIDE: u32 = 12;
/// Text outside the root; in an element that has none; next to elements.
pub(super) const TEXT_OUTSIDE: u32 = 3;
pub(super) const STRAY_TEXT: u32 = 13;
pub(super) const MIXED_TEXT: u32 = 5;
/// An element where it does not belong; a second one of its name; one inside a scalar; an unknown
/// one.
pub(super) const MISPLACED: u32 = 9;
pub(super) const DUPLICATE: u32 = 9;
pub(super) const INSIDE_SCALAR: u32 = 30;
pub(super) const UNKNOWN: u32 = 1;
