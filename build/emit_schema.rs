//! How the types of the timeline are written as constant expressions.

use crate::emit::{Emit, emit_enum, emit_newtype, emit_struct};
use crate::model::map::{Column, MapPlan};
use crate::model::schema::{
    Api, Bounds, Confidence, Dated, EnumValue, Envelope, Member, NameId, Root, Schema, Shape,
    ShapeId, ShapeKind, Unchecked, Use, ValueKind, Version, VersionInfo, VersionSet,
};
use crate::model::upgrade::{Move, Upgrade};

emit_newtype!(ShapeId, NameId, Version, VersionSet);

emit_struct! {
    Schema {
        versions, names, shapes, roots, envelopes, unchecked, generic, slots, name_table, sensitive,
    }
    VersionInfo { name, namespace, confidence, summary, sources }
    Shape { name, family, versions, kind }
    Member {
        name, slot, value, versions, required, repeated, deprecated, sensitive, protective,
        protection, choice, refers, bounds, default, replaced_by, replacements, added, description,
    }
    Bounds { min, max, pattern }
    Upgrade { shape, until, moves, fixed }
    MapPlan { shape, columns }
    Column { title, at, name, unnamed, details }
    Move { from, to, text, values, with }
    EnumValue { value, documented, versions, added }
    Root { name, shape, versions, usage, config, resource, api }
    Api { name, version, refusal }
    Unchecked { name, members, instead }
    Envelope {
        name, shape, needs, some, least, without, closed, holds, inside, path, root, usage, etag,
        refusal,
    }
}

impl<T: Emit + Clone + 'static> Emit for Dated<T> {
    fn emit(&self, out: &mut String) {
        out.push_str("Dated{value:");
        self.value.emit(out);
        out.push_str(",versions:");
        self.versions.emit(out);
        out.push('}');
    }
}

emit_enum!(Confidence: "Confidence" { Model, Docs, Client, Inferred });
emit_enum!(Use: "Use" { Request, Response, Both });
emit_enum!(ValueKind: "ValueKind" {
    String, Boolean, Integer, Long, Double, Timestamp, Empty, Any, Enum(shape), Structure(shape),
    List(shape),
});
emit_enum!(ShapeKind: "ShapeKind" {
    Structure { members, counted, slots },
    List { item, min, max },
    Enum { values, open },
});
