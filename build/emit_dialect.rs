//! How the tables of dialects are written as constant expressions.

use crate::emit::{Emit, emit_enum, emit_struct};
use crate::model::dialect::{
    Attribute, AttributeBy, Block, Dialect, Functions, Property, Repeats, Resource, Role, Sent,
};

emit_struct! {
    Dialect {
        name, title, noun, read, answer, repeated_answer, resources_key, type_key, body_key,
        name_key, block_key, unknown_list, unknown_path, condition_key, made_by, ignored,
        functions, attributes, mark, resources, blocks,
    }
    Functions {
        prefix, bare, reference, nothing, condition, substitution, join, opaque, dynamic,
        repeated, lookup, locals, variable, attribute, source, regions, present,
        null_is_absent, variables, plain_with, macros,
    }
    Attribute { name, forms, by }
    AttributeBy { member, with, without }
    Resource { name, root, block }
    Block { name, shape, properties }
    Property {
        name, role, place, repeats, block, required, is_number, empty_is_absent, sent, unless,
        needs, dropped_with, switch,
    }
}

emit_enum!(Role: "Role" { Sent, Computed, Local, Attribute, Legacy });
emit_enum!(Repeats: "Repeats" { Never, List, Set, Map });
emit_enum!(Sent: "Sent" { Text(text), Texts(texts), Members(members) });
