//! Documents made from the timeline: for each root and version the least one, and full ones that
//! together have every member.
//!
//! What lives here: which members a document has (`choice`), and values that the service would
//! accept (`values`). They contain names of elements because a document must make sense beyond its
//! shapes: targets name origins, exactly one kind of origin, one way to name a certificate. Other
//! members get a value that fits their type and bounds, so a new member needs no line here unless
//! it conflicts with another.

mod choice;
mod element;
mod notation;
mod values;

use cloudfront_lint::internal::builtin::SCHEMA;
use cloudfront_lint::internal::model::schema::{
    Dated, Member, Root, ShapeId, ShapeKind, Use, ValueKind, Version,
};

pub(crate) use self::element::{Content, Element};
pub(crate) use self::notation::{to_json, to_xml};

/// Which members a document has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Fullness {
    /// The required ones.
    Least,
    /// All that can be combined; each face chooses differently among those that cannot.
    Full(Face),
}

/// A choice among members that exclude each other.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Face {
    /// Cache policies in the default behavior, a certificate of ACM.
    Policies,
    /// Forwarded values in the default behavior, a certificate of IAM.
    Values,
    /// The certificate of CloudFront.
    Default,
    /// A distribution for tenants.
    Tenants,
}

/// All faces.
pub(crate) const FACES: [Face; 4] = [Face::Policies, Face::Values, Face::Default, Face::Tenants];

/// The roots whose documents can be sent, in a version.
pub(crate) fn request_roots(version: Version) -> impl Iterator<Item = &'static Root> {
    SCHEMA.roots.iter().filter(move |root| {
        root.usage != Use::Response && root.api.is_none() && root.versions.contains(version)
    })
}

/// Every version.
pub(crate) fn versions() -> impl Iterator<Item = Version> {
    (0..SCHEMA.versions.len()).map(|index| Version(index as u8))
}

/// The least document of a root.
pub(crate) fn least(root: &Root, version: Version) -> Element {
    generate(root, version, Fullness::Least)
}

/// A full document of a root.
pub(crate) fn full(root: &Root, version: Version, face: Face) -> Element {
    generate(root, version, Fullness::Full(face))
}

/// A document of a root.
pub(crate) fn generate(root: &Root, version: Version, fullness: Fullness) -> Element {
    let generator = Generator { version, fullness };
    Element {
        name: SCHEMA.name_text(root.name).to_owned(),
        holder: root.shape,
        value: ValueKind::Structure(root.shape),
        required: true,
        many: false,
        content: Content::Elements(generator.structure(root.shape, &Around::default())),
    }
}

/// What is around an element that is being made.
#[derive(Clone, Debug, Default)]
struct Around<'a> {
    /// Names from the root inward.
    names: Vec<&'a str>,
    /// Position among the items of the innermost list of structures, from 0.
    index: usize,
}

impl<'a> Around<'a> {
    fn inside(&self, name: &'a str) -> Self {
        let mut names = self.names.clone();
        names.push(name);
        Self {
            names,
            index: self.index,
        }
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.names.contains(&name)
    }

    pub(super) fn parent(&self) -> &str {
        self.names
            .iter()
            .rev()
            .copied()
            .find(|name| *name != "Items")
            .unwrap_or_default()
    }
}

struct Generator {
    version: Version,
    fullness: Fullness,
}

impl Generator {
    fn structure(&self, shape: ShapeId, around: &Around<'_>) -> Vec<Element> {
        let described = SCHEMA.shape(shape);
        let mut children = Vec::new();
        for member in described
            .members()
            .iter()
            .filter(|member| member.versions.contains(self.version))
        {
            let name = SCHEMA.name_text(member.name);
            if self.wants(shape, member, name, around) {
                let repeated = member.repeated.contains(self.version);
                for index in 0..if repeated {
                    self.count(name, around)
                } else {
                    1
                } {
                    let around = Around {
                        index: if repeated { index } else { around.index },
                        ..around.inside(name)
                    };
                    children.push(self.element(shape, member, repeated, &around));
                }
            }
        }
        if let ShapeKind::Structure { counted, .. } = &described.kind
            && counted.contains(self.version)
        {
            count_items(&mut children);
        }
        children
    }

    fn element(
        &self,
        holder: ShapeId,
        member: &Member,
        many: bool,
        around: &Around<'_>,
    ) -> Element {
        let name = SCHEMA.name_text(member.name);
        let content = match member.value {
            ValueKind::Structure(shape) => Content::Elements(self.structure(shape, around)),
            ValueKind::List(shape) => Content::Elements(self.list(shape, around)),
            _ => Content::Text(self.text(member, name, around)),
        };
        Element {
            name: name.to_owned(),
            holder,
            value: member.value,
            required: member.required.contains(self.version),
            many,
            content,
        }
    }

    fn list(&self, shape: ShapeId, around: &Around<'_>) -> Vec<Element> {
        let item = SCHEMA
            .shape(shape)
            .members()
            .iter()
            .find(|item| item.versions.contains(self.version))
            .expect("a list has items");
        let name = SCHEMA.name_text(item.name);
        (0..self.count(name, around))
            .map(|index| {
                self.element(
                    shape,
                    item,
                    true,
                    &Around {
                        index,
                        ..around.inside(name)
                    },
                )
            })
            .collect()
    }

    /// The position of the origin that a cache behavior is for.
    pub(super) fn target(around: &Around<'_>) -> usize {
        if around.has("CacheBehavior") {
            around.index + 1
        } else {
            0
        }
    }

    pub(super) fn kind_of_target(&self, around: &Around<'_>) -> &'static str {
        self.origin_kind(&Around {
            index: Self::target(around),
            ..around.clone()
        })
    }

    pub(super) fn origin_kind(&self, around: &Around<'_>) -> &'static str {
        let mut kinds = vec!["S3OriginConfig", "CustomOriginConfig"];
        if self.exists("VpcOriginConfig") {
            kinds.push("VpcOriginConfig");
        }
        if self.fullness == Fullness::Least {
            "S3OriginConfig"
        } else {
            kinds[(around.index + self.turn()) % kinds.len()]
        }
    }

    /// A number that differs between faces.
    pub(super) fn turn(&self) -> usize {
        match self.fullness {
            Fullness::Least | Fullness::Full(Face::Policies) => 0,
            Fullness::Full(Face::Values) => 1,
            Fullness::Full(Face::Default) => 2,
            Fullness::Full(Face::Tenants) => 4,
        }
    }

    pub(super) fn has_policies(&self) -> bool {
        self.exists("CachePolicyId")
    }

    /// Whether any shape has a member of this name in this version.
    pub(super) fn exists(&self, name: &str) -> bool {
        let name = SCHEMA.name(name).expect("the name is known");
        SCHEMA
            .shapes
            .iter()
            .any(|shape| shape.member(name, self.version).is_some())
    }

    /// How many items of this name a list has.
    fn count(&self, name: &str, around: &Around<'_>) -> usize {
        match (name, self.fullness) {
            ("OriginGroupMember", _) | ("Method", Fullness::Least) => 2,
            ("Method", _) if !around.has("CachedMethods") => 7,
            (_, Fullness::Least)
            | ("Protocol" | "OriginGroup" | "DnsName" | "KeyValueStoreAssociation", _) => 1,
            ("Origin", _) => 3,
            _ => 2,
        }
    }
}

/// Makes a counting pair agree, and what says whether it is in use.
fn count_items(children: &mut [Element]) {
    let count = children
        .iter()
        .find(|child| child.name == "Items")
        .map_or(0, |items| items.children().len());
    for child in children {
        match child.name.as_str() {
            "Quantity" => child.content = Content::Text(count.to_string()),
            "Enabled" => child.content = Content::Text((count > 0).to_string()),
            _ => {}
        }
    }
}

pub(super) fn at<T: Copy>(bounds: &[Dated<T>], version: Version) -> Option<T> {
    bounds
        .iter()
        .find(|bound| bound.versions.contains(version))
        .map(|bound| bound.value)
}
