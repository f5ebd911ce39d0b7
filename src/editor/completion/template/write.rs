//! How a property is written in each notation, with what the tool asks for inside of it.

use super::{Block, Property, value_kind};
use crate::model::dialect::{Dialect, Repeats, Role, Sent};
use crate::model::schema::ValueKind;
use crate::text::escape::json;
use crate::tree::Form;

/// Structures inside structures are filled in so far.
const DEEPEST: usize = 4;
/// Spaces of a level.
const STEP: usize = 2;

/// A text and the places in it that are still empty.
#[derive(Default)]
pub(super) struct Written {
    pub(super) text: String,
    pub(super) stops: Vec<usize>,
}

impl Written {
    pub(super) fn plain(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            stops: Vec::new(),
        }
    }

    fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    fn stop(&mut self) {
        self.stops.push(self.text.len());
    }

    fn line(&mut self, indentation: usize) {
        self.text.push('\n');
        self.text.push_str(&" ".repeat(indentation));
    }
}

pub(super) struct Writer {
    pub(super) dialect: &'static Dialect,
    pub(super) form: Form,
}

impl Writer {
    /// A property at a column.
    pub(super) fn property(
        &self,
        block: &Block,
        property: &Property,
        indentation: usize,
    ) -> Written {
        let mut written = Written::default();
        self.write(&mut written, (block, property), indentation, DEEPEST);
        written
    }

    fn write(
        &self,
        written: &mut Written,
        (block, property): (&Block, &Property),
        indentation: usize,
        depth: usize,
    ) {
        let inner = property
            .block
            .and_then(|it| self.dialect.blocks.get(usize::from(it)));
        let kind = value_kind(block, property);
        let name = property.name.as_ref();
        let is_list = matches!(property.repeats, Repeats::List | Repeats::Set);
        match self.form {
            Form::Yaml => {
                written.push(name);
                written.push(":");
                self.yaml_value(written, inner, is_list, (indentation, depth));
            }
            Form::Hcl => {
                if let Some(inner) = inner {
                    written.push(&format!("{name} {{"));
                    self.children(written, inner, indentation + STEP, depth);
                    written.line(indentation);
                    written.push("}");
                    return;
                }
                let brackets = match property.repeats {
                    Repeats::Map => ["{", "}"],
                    Repeats::Never => ["", ""],
                    _ => ["[", "]"],
                };
                written.push(&format!("{name} = "));
                scalar(written, brackets, property, kind);
            }
            _ => {
                written.push(&format!("\"{name}\": "));
                if let Some(inner) = inner {
                    written.push(if is_list { "[{" } else { "{" });
                    self.children(written, inner, indentation, depth);
                    written.push(if is_list { "}]" } else { "}" });
                } else {
                    let brackets = if is_list { ["[", "]"] } else { ["", ""] };
                    scalar(written, brackets, property, kind);
                }
            }
        }
    }

    fn yaml_value(
        &self,
        written: &mut Written,
        inner: Option<&Block>,
        is_list: bool,
        (indentation, depth): (usize, usize),
    ) {
        let mut column = indentation + STEP;
        if is_list {
            written.line(column);
            written.push("- ");
            column += STEP;
        }
        match inner {
            Some(inner) if is_list => self.children(written, inner, column, depth),
            Some(inner) => {
                written.line(column);
                self.children(written, inner, column, depth);
            }
            None => {
                if !is_list {
                    written.push(" ");
                }
                written.stop();
            }
        }
    }

    /// What the tool asks for in a structure.
    fn children(&self, written: &mut Written, block: &Block, column: usize, depth: usize) {
        let properties = block.properties.iter();
        let required: Vec<&Property> = properties
            .filter(|it| it.required && !matches!(it.role, Role::Attribute | Role::Legacy))
            .collect();
        let is_deep = depth == 0;
        if required.is_empty() || is_deep {
            if self.form == Form::Hcl {
                written.line(column);
            }
            written.stop();
            return;
        }
        for (index, property) in required.into_iter().enumerate() {
            match self.form {
                Form::Hcl => written.line(column),
                Form::Yaml if index > 0 => written.line(column),
                Form::Json if index > 0 => written.push(", "),
                _ => {}
            }
            self.write(written, (block, property), column, depth - 1);
        }
    }
}

/// A value that is still to be filled in. A number or a boolean has its usual one.
fn scalar(
    written: &mut Written,
    brackets: [&str; 2],
    property: &Property,
    kind: Option<ValueKind>,
) {
    let usual = match (&property.sent, kind) {
        (Some(Sent::Text(text)), _) => Some(text.as_ref()),
        (_, Some(ValueKind::Boolean)) => Some("false"),
        (_, Some(ValueKind::Integer | ValueKind::Long | ValueKind::Double)) => Some("0"),
        _ => None,
    };
    written.push(brackets[0]);
    match usual.filter(|_| is_bare(kind)) {
        _ if !brackets[0].is_empty() => written.stop(),
        Some(usual) => written.push(usual),
        None => {
            written.push("\"");
            written.stop();
            written.push("\"");
        }
    }
    written.push(brackets[1]);
}

fn is_bare(kind: Option<ValueKind>) -> bool {
    use ValueKind::{Boolean, Double, Integer, Long};
    matches!(kind, Some(Boolean | Integer | Long | Double))
}

/// A value as it is written.
pub(super) fn value(form: Form, value: &str, is_bare: bool) -> String {
    let is_plain = |it: char| it.is_ascii_alphanumeric() || "-_./".contains(it);
    let is_plain = value.chars().all(is_plain) && value.starts_with(|it: char| it.is_alphabetic());
    if is_bare || form == Form::Yaml && is_plain {
        return value.to_owned();
    }
    json::quoted(value)
}
