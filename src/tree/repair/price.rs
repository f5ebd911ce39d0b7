//! What it costs to read a text otherwise than it is written: the likelier the slip, the cheaper. The relations matter, not the sizes.

pub(super) const MISSING_END: u32 = 10;
pub(super) const ANOTHER_MISSING_END: u32 = 8;
pub(super) const OPEN_AT_THE_END: u32 = 10;
pub(super) const ANOTHER_OPEN_AT_THE_END: u32 = 2;
pub(super) const START_TYPED_FOR_END: u32 = 8;
pub(super) const EMPTY_START_TYPED_FOR_END: u32 = 13;
pub(super) const ELEMENT_TYPED_FOR_END: u32 = 9;
pub(super) const REPEATED_TAG: u32 = 7;
pub(super) const STRAY_END: u32 = 14;
pub(super) const STRAY_START: u32 = 24;
pub(super) const CROSSED: u32 = 9;
pub(super) const MISSPELLED: u32 = 5;
pub(super) const CUT_SHORT: u32 = 3;
pub(super) const WRONG_NAME: u32 = 16;
pub(super) const MISSING_START: u32 = 12;
pub(super) const MISSING_EMPTY: u32 = 15;
pub(super) const BRACKET_LOST: u32 = 4;
pub(super) const SECOND_ROOT: u32 = 20;
pub(super) const TEXT_OUTSIDE: u32 = 3;
pub(super) const STRAY_TEXT: u32 = 8;
pub(super) const MIXED_TEXT: u32 = 5;
pub(super) const MISPLACED: u32 = 9;
pub(super) const INSIDE_SCALAR: u32 = 30;
pub(super) const UNKNOWN: u32 = 1;
