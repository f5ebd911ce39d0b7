//! The shapes of the documents over time: one timeline, every fact with its versions.
//!
//! What lives here: the types of the timeline and look-ups in it. The facts themselves are data
//! (`rules/shapes/*.toml`, read by `load::shapes` and compiled in by `build.rs`). This module is
//! compiled into the build script too, so it uses nothing outside of
//! `model`.

mod envelope;
mod period;
mod version;

use std::borrow::Cow;

pub use envelope::{Envelope, Unchecked};
pub use period::period;
pub use version::{Version, VersionSet};

use crate::model::ServiceError;
use crate::model::near::{is_same_word, nearest};

/// Text that is compiled in, or owned where a user's file brought it.
pub type Text = Cow<'static, str>;
/// A list that is compiled in or owned.
pub type List<T> = Cow<'static, [T]>;

/// How sure the timeline is of a version, best first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Confidence {
    /// A machine-readable model of that version.
    Model,
    /// Documentation and client code.
    Docs,
    /// Client code that names the version.
    Client,
    /// Placed between its neighbours.
    Inferred,
}

/// One published version.
#[derive(Clone, Debug)]
pub struct VersionInfo {
    /// The date that names it: `2012-07-01`.
    pub name: Text,
    /// The namespace of its documents, or empty where it has none.
    pub namespace: Text,
    /// How sure its shapes are.
    pub confidence: Confidence,
    /// What it brought, one sentence.
    pub summary: Text,
    /// Where its shapes are from.
    pub sources: List<Text>,
}

/// Index of a [`Shape`] in its [`Schema`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ShapeId(pub u16);

/// Index of a member's name in [`Schema::names`]: the same name has the same index in every shape.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct NameId(pub u16);

/// What a value is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ValueKind {
    /// Any text.
    String,
    /// `true` or `false`.
    Boolean,
    /// A whole number of 32 bits.
    Integer,
    /// A whole number of 64 bits.
    Long,
    /// A number that may have a fraction.
    Double,
    /// A moment in ISO 8601.
    Timestamp,
    /// An element without content.
    Empty,
    /// Anything; it is not looked into. Only around a document, never in one.
    Any,
    /// One of the values of an [enum shape](ShapeKind::Enum).
    Enum(ShapeId),
    /// Members of a [structure shape](ShapeKind::Structure).
    Structure(ShapeId),
    /// Items of a [list shape](ShapeKind::List).
    List(ShapeId),
}

/// A bound of a value and its versions.
#[derive(Clone, Debug)]
pub struct Dated<T: Clone + 'static> {
    /// The bound.
    pub value: T,
    /// Its versions.
    pub versions: VersionSet,
}

/// The bounds that a model gives a value. Characters for texts, the number itself for numbers.
#[derive(Clone, Debug, Default)]
pub struct Bounds {
    /// Least length or value.
    pub min: List<Dated<i64>>,
    /// Greatest length or value.
    pub max: List<Dated<i64>>,
    /// Index of a [format](crate::model::rule::Format) that the whole text must match.
    pub pattern: List<Dated<u16>>,
}

impl Bounds {
    /// Whether any value is within them.
    pub fn are_empty(&self) -> bool {
        self.min.is_empty() && self.max.is_empty() && self.pattern.is_empty()
    }
}

/// A member of a structure, or the item of a list. A name whose type changed over time has one
/// entry a type.
#[derive(Clone, Debug)]
#[repr(C)]
pub struct Member {
    // What is read of every element comes first, so that it is close together.
    /// Its name.
    pub name: NameId,
    /// Position in the table of an instance's members; the same for all entries of a name.
    pub slot: u8,
    /// The type of its value.
    pub value: ValueKind,
    /// When it exists.
    pub versions: VersionSet,
    /// When it must be there.
    pub required: VersionSet,
    /// When the element itself may occur any number of times, without a wrapper around.
    pub repeated: VersionSet,
    /// Exactly one of the members with the same label must be there, in these versions.
    pub choice: Option<Dated<Text>>,
    /// When the model calls it deprecated.
    pub deprecated: VersionSet,
    /// Its value is a secret and never printed.
    pub sensitive: bool,
    /// Whether it protects what is served or those who view it, so that no repair weakens it.
    pub protective: bool,
    /// Its values from the least to the most protective, where they have such an order.
    pub protection: List<Text>,
    /// The root of the documents about what its value names by id.
    pub refers: Option<NameId>,
    /// Bounds of the value.
    pub bounds: Bounds,
    /// What the service assumes if the member is absent, or what means "none" where it may
    /// not be: a text, or members as XML. What a repair inserts.
    pub default: List<Dated<Text>>,
    /// What other versions have instead; half a sentence for people.
    pub replaced_by: Option<Text>,
    /// The members that other versions have instead.
    pub replacements: List<NameId>,
    /// When the oldest of its versions gained it, where that was after the version came out: a
    /// date, or a release of an SDK such as `botocore 1.36.0`.
    pub added: Option<Text>,
    /// What it is for, in one or two sentences.
    pub description: Option<Text>,
}

/// A value of an enum.
#[derive(Clone, Debug)]
pub struct EnumValue {
    /// As it is written.
    pub value: Text,
    /// Whether only the documentation has it, and no model of the SDKs.
    pub documented: bool,
    /// When it is known.
    pub versions: VersionSet,
    /// When the oldest of its versions gained it, where that was after the version came out.
    pub added: Option<Text>,
}

/// The kind of a shape and what belongs to that kind only.
#[derive(Clone, Debug)]
pub enum ShapeKind {
    /// Named members in any order.
    Structure {
        /// In the service's order.
        members: List<Member>,
        /// When it is a pair of Quantity and Items.
        counted: VersionSet,
        /// How many slots an instance has.
        slots: u8,
    },
    /// Items under one name.
    List {
        /// The item; `required` and `repeated` mean nothing in it.
        item: List<Member>,
        /// Least number of items.
        min: List<Dated<i64>>,
        /// Greatest number of items.
        max: List<Dated<i64>>,
    },
    /// One of several texts.
    Enum {
        /// The known ones, in the service's order.
        values: List<EnumValue>,
        /// When others may exist.
        open: VersionSet,
    },
}

/// A shape over all its versions.
#[derive(Clone, Debug)]
pub struct Shape {
    /// Its name: `CacheBehavior`.
    pub name: Text,
    /// A name it shares with shapes that rules treat alike, such as the two kinds of behavior.
    pub family: Option<Text>,
    /// When it exists.
    pub versions: VersionSet,
    /// What it is.
    pub kind: ShapeKind,
}

/// Whether a document is sent or received.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Use {
    /// The body of a request only.
    Request,
    /// The body of an answer only.
    Response,
    /// Both.
    Both,
}

/// A name that a document's outermost element may have.
#[derive(Clone, Debug)]
pub struct Root {
    /// The name.
    pub name: NameId,
    /// Its shape.
    pub shape: ShapeId,
    /// When it exists.
    pub versions: VersionSet,
    /// Which way it goes.
    pub usage: Use,
    /// The member with the configuration, where the root itself is not one.
    pub config: Option<NameId>,
    /// The kind of resource that it describes, where several roots describe the same one: a request
    /// can be compared with a response of another shape.
    pub resource: Option<Text>,
    /// The API it belongs to, where that is not the one whose versions the timeline counts: such a
    /// document has no version of its own and is checked the same way in every version.
    pub api: Option<Api>,
}

/// An API other than the one whose versions the timeline counts.
#[derive(Clone, Debug)]
pub struct Api {
    /// Its name: "Amazon Nimble Studio".
    pub name: Text,
    /// The date that names its only version.
    pub version: Text,
    /// What it answers to a document that is not as its shapes say.
    pub refusal: ServiceError,
}

/// All shapes of one API over all its versions.
#[derive(Clone, Debug)]
pub struct Schema {
    /// The versions, oldest first; [`Version`] is an index into it.
    pub versions: List<VersionInfo>,
    /// Every member's and root's name, sorted.
    pub names: List<Text>,
    /// The shapes; [`ShapeId`] is an index into it.
    pub shapes: List<Shape>,
    /// The roots.
    pub roots: List<Root>,
    /// The JSON forms, tried in order.
    pub envelopes: List<Envelope>,
    /// The documents of the API that are not checked, by name.
    pub unchecked: List<Unchecked>,
    /// Names by which no document is recognized, because other programs use them too.
    pub generic: List<Text>,
    /// `slots[shape * names.len() + name]` is the slot of a name in a shape, or 255.
    pub slots: List<u8>,
    /// Names by hash, for [`Schema::name`]: `u16::MAX` where empty. Its length is a power of two.
    pub name_table: List<u16>,
    /// The names of sensitive members, sorted.
    pub sensitive: List<NameId>,
}

/// A hash of a name that spreads the names of the schema. It reads the ends of the name only, so it
/// costs the same for all.
fn hash_name(name: &str) -> usize {
    let bytes = name.as_bytes();
    let (first, last) = if let (Some(first), Some(last)) =
        (bytes.first_chunk::<8>(), bytes.last_chunk::<8>())
    {
        (u64::from_le_bytes(*first), u64::from_le_bytes(*last))
    } else if let (Some(first), Some(last)) = (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        (
            u64::from(u32::from_le_bytes(*first)),
            u64::from(u32::from_le_bytes(*last)),
        )
    } else {
        bytes.iter().fold((0, 0), |(first, _), byte| {
            (first << 8 | u64::from(*byte), 0)
        })
    };
    let mixed =
        (first ^ last.rotate_left(23) ^ bytes.len() as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed >> 32) as usize
}

/// The list of [`Schema::sensitive`] for these shapes.
pub fn sensitive_names(shapes: &[Shape]) -> Vec<NameId> {
    let members = shapes.iter().flat_map(Shape::members);
    let mut names: Vec<NameId> = members
        .filter(|member| member.sensitive)
        .map(|member| member.name)
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// The table of [`Schema::name_table`] for these names.
pub fn lay_name_table(names: &[&str]) -> Vec<u16> {
    let mut table = vec![u16::MAX; (names.len() * 4).next_power_of_two()];
    let mask = table.len() - 1;
    for (index, name) in names.iter().enumerate() {
        let mut place = hash_name(name) & mask;
        while table[place] != u16::MAX {
            place = (place + 1) & mask;
        }
        table[place] = index as u16;
    }
    table
}

impl Schema {
    /// The index of a name, if any shape or root has it.
    pub fn name(&self, name: &str) -> Option<NameId> {
        let mask = self.name_table.len() - 1;
        let mut place = hash_name(name) & mask;
        loop {
            let entry = self.name_table[place];
            if entry == u16::MAX {
                return None;
            }
            if self.names[usize::from(entry)] == name {
                return Some(NameId(entry));
            }
            place = (place + 1) & mask;
        }
    }

    /// The text of a name.
    pub fn name_text(&self, name: NameId) -> &str {
        &self.names[usize::from(name.0)]
    }

    /// A shape by its index.
    pub fn shape(&self, shape: ShapeId) -> &Shape {
        &self.shapes[usize::from(shape.0)]
    }

    /// The slot of a name in a structure of this shape.
    pub fn slot(&self, shape: ShapeId, name: NameId) -> Option<u8> {
        let slot = self.slots[usize::from(shape.0) * self.names.len() + usize::from(name.0)];
        (slot != u8::MAX).then_some(slot)
    }

    /// The first root of a name.
    pub fn root(&self, name: &str) -> Option<&Root> {
        let name = self.name(name)?;
        self.roots.iter().find(|root| root.name == name)
    }

    /// The document of this name that is not checked.
    pub fn unchecked(&self, name: &str) -> Option<&Unchecked> {
        self.unchecked
            .binary_search_by(|it| it.name.as_ref().cmp(name))
            .ok()
            .and_then(|index| self.unchecked.get(index))
    }

    /// Whether the value of an element of this name is secret: that of a sensitive member, wherever
    /// it is, or one that is nearly written so and is not the name of another member.
    pub fn is_secret_name(&self, name: &str) -> bool {
        if let Some(known) = self.name(name) {
            return self.sensitive.binary_search(&known).is_ok();
        }
        let secrets = || self.sensitive.iter().map(|name| self.name_text(*name));
        secrets().any(|secret| is_same_word(name, secret)) || !nearest(name, secrets()).is_empty()
    }

    /// Whether documents of other programs are likely to have this name, too.
    pub fn is_generic(&self, name: &str) -> bool {
        self.generic.iter().any(|generic| generic == name)
    }

    /// The version of a name such as `2012-07-01`.
    pub fn version(&self, name: &str) -> Option<Version> {
        self.versions
            .iter()
            .position(|version| version.name == name)
            .map(|index| Version(index as u8))
    }

    /// What is known about a version.
    pub fn version_info(&self, version: Version) -> &VersionInfo {
        &self.versions[usize::from(version.0)]
    }

    /// The model that the shapes of the newest version are from: `botocore 1.44.8`.
    pub fn model(&self) -> &str {
        let source = self.version_info(self.newest()).sources.first();
        source.map_or("", |source| source.split(',').next().unwrap_or(source))
    }

    /// The newest version.
    pub fn newest(&self) -> Version {
        Version(self.versions.len() as u8 - 1)
    }
}

impl ValueKind {
    /// Whether it is a number of any kind.
    pub fn is_number(self) -> bool {
        matches!(self, Self::Integer | Self::Long | Self::Double)
    }
}

impl Shape {
    /// Members of a structure or the item of a list; none for an enum.
    pub fn members(&self) -> &[Member] {
        match &self.kind {
            ShapeKind::Structure { members, .. } => members,
            ShapeKind::List { item, .. } => item,
            ShapeKind::Enum { .. } => &[],
        }
    }

    /// The entry of a name that is valid in a version.
    pub fn member(&self, name: NameId, version: Version) -> Option<&Member> {
        self.members()
            .iter()
            .find(|member| member.name == name && member.versions.contains(version))
    }

    /// The member that counts and the list it counts, where this is a pair of Quantity and Items in
    /// a version.
    pub fn counted_members(&self, version: Version) -> Option<(&Member, &Member)> {
        let ShapeKind::Structure {
            members, counted, ..
        } = &self.kind
        else {
            return None;
        };
        if !counted.contains(version) {
            return None;
        }
        let (mut count, mut list) = (None, None);
        for member in members.iter().filter(|it| it.versions.contains(version)) {
            match member.value {
                ValueKind::Integer if count.is_none() => count = Some(member),
                ValueKind::List(_) if list.is_none() => list = Some(member),
                _ => {}
            }
        }
        count.zip(list)
    }
}
