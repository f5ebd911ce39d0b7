//! Values as Rust source: each type of the timeline and the rules says how it is written as a
//! constant expression.
//!
//! Lists and texts become borrowed ones, so the compiled program keeps them in read-only memory and
//! starts without work. A type is added by naming its fields once; a forgotten field is a compile
//! error.

use std::fmt::Write as _;

use crate::model::rule::{Automaton, Format};
use crate::model::schema::{List, Text};

/// A value that can be written as a constant expression.
pub(crate) trait Emit: Sized {
    /// Appends the expression.
    fn emit(&self, out: &mut String);

    /// Appends the expression of a reference to an array of such values.
    fn emit_slice(items: &[Self], out: &mut String) {
        out.push_str("&[");
        for item in items {
            item.emit(out);
            out.push(',');
        }
        out.push(']');
    }
}

macro_rules! emit_plain {
    ($($ty:ty),*) => {$(
        impl Emit for $ty {
            fn emit(&self, out: &mut String) {
                let _ = write!(out, "{self}");
            }
        }
    )*};
}

emit_plain!(bool, u16, u32, u64, i64);

impl Emit for u8 {
    fn emit(&self, out: &mut String) {
        let _ = write!(out, "{self}");
    }

    fn emit_slice(items: &[Self], out: &mut String) {
        let _ = write!(out, "b\"{}\"", items.escape_ascii());
    }
}

impl Emit for Text {
    fn emit(&self, out: &mut String) {
        let _ = write!(out, "Cow::Borrowed({:?})", self.as_ref());
    }
}

impl<T: Emit + Clone> Emit for List<T> {
    fn emit(&self, out: &mut String) {
        out.push_str("Cow::Borrowed(");
        T::emit_slice(self, out);
        out.push(')');
    }
}

impl<T: Emit> Emit for Option<T> {
    fn emit(&self, out: &mut String) {
        match self {
            None => out.push_str("None"),
            Some(value) => {
                out.push_str("Some(");
                value.emit(out);
                out.push(')');
            }
        }
    }
}

impl<A: Emit, B: Emit> Emit for (A, B) {
    fn emit(&self, out: &mut String) {
        out.push('(');
        self.0.emit(out);
        out.push(',');
        self.1.emit(out);
        out.push(')');
    }
}

/// Structures, by all of their fields; tuple structures by a name for each place.
macro_rules! emit_struct {
    ($($ty:path { $($field:ident),* $(,)? })*) => {$(
        impl Emit for $ty {
            fn emit(&self, out: &mut String) {
                let $ty { $($field),* } = self;
                out.push_str(concat!(stringify!($ty), "{"));
                $(
                    out.push_str(concat!(stringify!($field), ":"));
                    $field.emit(out);
                    out.push(',');
                )*
                out.push('}');
            }
        }
    )*};
}

/// Tuple structures of one place.
macro_rules! emit_newtype {
    ($($ty:path),* $(,)?) => {$(
        impl Emit for $ty {
            fn emit(&self, out: &mut String) {
                out.push_str(concat!(stringify!($ty), "("));
                self.0.emit(out);
                out.push(')');
            }
        }
    )*};
}

/// Enumerations, by all of their variants: `Unit`, `Tuple(a, b)`, `Named { a, b }`.
macro_rules! emit_enum {
    ($ty:ident : $path:literal {
        $($variant:ident $(($($place:ident),*))? $({ $($field:ident),* $(,)? })?),* $(,)?
    }) => {
        impl Emit for $ty {
            fn emit(&self, out: &mut String) {
                match self {
                    $(
                        $ty::$variant $(($($place),*))? $({ $($field),* })? => {
                            out.push_str(concat!($path, "::", stringify!($variant)));
                            $(
                                out.push('(');
                                $($place.emit(out); out.push(',');)*
                                out.push(')');
                            )?
                            $(
                                out.push('{');
                                $(
                                    out.push_str(concat!(stringify!($field), ":"));
                                    $field.emit(out);
                                    out.push(',');
                                )*
                                out.push('}');
                            )?
                        }
                    )*
                }
            }
        }
    };
}

pub(crate) use {emit_enum, emit_newtype, emit_struct};

emit_struct! {
    Automaton { classes, width, steps, ends }
}

emit_struct! {
    Format { name, describe, pattern, good, bad, sources, automaton }
}
