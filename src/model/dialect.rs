//! Dialects: how a resource of a template becomes the document that the service receives.
//!
//! What lives here: the types of the tables in `rules/dialects/`. What does not: reading them
//! (`load::dialects`) and applying them to a template.

use crate::model::schema::{List, NameId, ShapeId, Text};

/// A notation in which tools keep configurations of the service.
#[derive(Clone, Debug)]
pub struct Dialect {
    /// The name in output for programs: `cloudformation`.
    pub name: Text,
    /// The name for people: "CloudFormation".
    pub title: Text,
    /// What the tool calls a member: "property".
    pub noun: Text,
    /// When the table was read; resource types gain members over time.
    pub read: Text,
    /// The error of the tool about an unknown member; `{name}` is the member.
    pub answer: Text,
    /// The error of the tool about a block that may occur once and occurs more often; `{name}` is
    /// the block. `None` where there are no blocks.
    pub repeated_answer: Option<Text>,
    /// The key of a resource with its type.
    pub type_key: Text,
    /// The key of a template that contains its resources.
    pub resources_key: Option<Text>,
    /// The key of a resource with its members.
    pub body_key: Text,
    /// The key of a resource with its name, where that is not the key of the resource itself.
    pub name_key: Option<Text>,
    /// The kind of block, or the key of an object, that declares resources by type and name.
    pub block_key: Option<Text>,
    /// The key of a list with the members of each resource that only a deployment knows.
    pub unknown_list: Option<Text>,
    /// Where it is said in an item of that list: keys from outside in.
    pub unknown_path: List<Text>,
    /// The key of a resource with the name of the condition under which it is deployed.
    pub condition_key: Option<Text>,
    /// Where a resource names the part of a program that it was made by: keys from outside in.
    pub made_by: List<Text>,
    /// Keys of objects whose resources are not those that are deployed.
    pub ignored: List<Text>,
    /// How values are written that only a deployment knows.
    pub functions: Functions,
    /// What attributes of other resources look like.
    pub attributes: List<Attribute>,
    /// What the names of all resource types begin with.
    pub mark: Text,
    /// The resource types.
    pub resources: List<Resource>,
    /// The structures of all resources.
    pub blocks: List<Block>,
}

/// The functions of a template: objects with one key, or tags.
#[derive(Clone, Debug)]
pub struct Functions {
    /// What the keys of functions begin with, and a tag leaves out.
    pub prefix: Text,
    /// Functions without the prefix.
    pub bare: List<Text>,
    /// The function that refers to something by its name.
    pub reference: Text,
    /// The name that means that a member is absent.
    pub nothing: Text,
    /// The function with a condition and the values for both cases.
    pub condition: Text,
    /// The function that fills variables into a text.
    pub substitution: Text,
    /// The function that joins texts.
    pub join: Text,
    /// Functions that may add any members to the object they are in.
    pub opaque: List<Text>,
    /// The kind of block that generates any number of blocks of the kind that its label names.
    pub dynamic: Text,
    /// The member of such a block that says for what there is one, and the one with the members of
    /// each.
    pub repeated: List<Text>,
    /// The function that reads a value of a table, and the key of a template that has the tables.
    pub lookup: List<Text>,
    /// The kind of block that names values, and what references to them begin with.
    pub locals: List<Text>,
    /// What references to the values of variables begin with.
    pub variable: Option<Text>,
    /// The function that reads an attribute of a resource.
    pub attribute: Text,
    /// What references to resources that are declared elsewhere begin with.
    pub source: Text,
    /// Where the region of a resource is said: the kind of block that says it, which is also the
    /// member by which a resource names one, the name of such a block, and the region.
    pub regions: List<Text>,
    /// Beginnings of expressions that always have a value.
    pub present: List<Text>,
    /// Whether null is the same as no value.
    pub null_is_absent: bool,
    /// Beginnings of texts that are filled in before the deployment, in every text.
    pub variables: List<Text>,
    /// A key of a whole template in which other variables than those have no meaning.
    pub plain_with: Option<Text>,
    /// The key of a whole template with programs that may change any text of it.
    pub macros: Option<Text>,
}

/// An attribute of a resource, or a name that has a value of its own.
#[derive(Clone, Debug)]
pub struct Attribute {
    /// The type of the resource and the attribute: `AWS::S3::Bucket.WebsiteURL`. A type alone is
    /// what a reference to the resource itself means.
    pub name: Text,
    /// Values that it can have. In each, `*` is any text and `{region}` the region of the resource.
    pub forms: List<Text>,
    /// Which of those it has, where a member of the resource decides.
    pub by: Option<AttributeBy>,
}

/// The values of an attribute that depend on a boolean of its resource.
#[derive(Clone, Debug)]
pub struct AttributeBy {
    /// The member of the resource.
    pub member: Text,
    /// The values where it is true.
    pub with: List<Text>,
    /// The values where it is false or absent.
    pub without: List<Text>,
}

/// A type of resource.
#[derive(Clone, Debug)]
pub struct Resource {
    /// Its name: `AWS::CloudFront::Distribution`.
    pub name: Text,
    /// The root that it becomes, as an index into
    /// [`Schema::roots`](crate::model::schema::Schema::roots).
    pub root: u16,
    /// Its outermost structure, as an index into [`Dialect::blocks`].
    pub block: u16,
}

/// A structure of a resource.
#[derive(Clone, Debug)]
pub struct Block {
    /// Its name in the table.
    pub name: Text,
    /// The shape that it becomes.
    pub shape: ShapeId,
    /// Its members.
    pub properties: List<Property>,
}

/// A member of a structure.
#[derive(Clone, Debug)]
pub struct Property {
    /// Its name in the template.
    pub name: Text,
    /// What becomes of it.
    pub role: Role,
    /// Where it is in the shape of the structure: member names from outside in.
    pub place: List<NameId>,
    /// Whether it may occur more than once.
    pub repeats: Repeats,
    /// The structure that is its value, as an index into [`Dialect::blocks`].
    pub block: Option<u16>,
    /// Whether the tool itself asks for it.
    pub required: bool,
    /// Whether it is a number in a template and a text in the API.
    pub is_number: bool,
    /// Whether an empty value is the same as none.
    pub empty_is_absent: bool,
    /// What is sent where it is absent.
    pub sent: Option<Sent>,
    /// Members of the same structure; with one of them, nothing is sent for it if it is absent.
    pub unless: List<u16>,
    /// Members of the same structure of which one must be given; otherwise it is dropped.
    pub needs: List<u16>,
    /// Members of the same structure; with one of them, it is dropped.
    pub dropped_with: List<u16>,
    /// The place of a boolean that says whether it is given.
    pub switch: List<NameId>,
}

/// What becomes of a member.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Role {
    /// It is sent.
    Sent,
    /// It is sent, and where it is absent, the tool may send what it sent before.
    Computed,
    /// It is for the tool itself.
    Local,
    /// It can be read only.
    Attribute,
    /// It belongs to an older form of the resource, which is not checked.
    Legacy,
}

/// How often a member occurs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Repeats {
    /// Once.
    Never,
    /// It is a list.
    List,
    /// It is a list in which duplicates count once.
    Set,
    /// It is a mapping of any keys to texts.
    Map,
}

/// What is sent where a member is absent.
#[derive(Clone, Debug)]
pub enum Sent {
    /// A value.
    Text(Text),
    /// A list of values.
    Texts(List<Text>),
    /// A structure with these members.
    Members(List<(NameId, Text)>),
}
