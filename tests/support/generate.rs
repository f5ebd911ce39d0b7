//! Documents made from the timeline: for each root and version the least one, and full ones that
//! together have every member.
//!
//! What lives here: which members a document has, and values that the service would accept. Names
//! of elements stand here because a document must make sense beyond its shapes: targets name
//! origins, exactly one kind of origin, one way to name a certificate. What the tables do not know
//! gets a value that fits its type and bounds, so a new member needs no line here unless it
//! conflicts with another.

use std::fmt::Write as _;

use cloudfront_lint::internal::builtin::{FORMATS, SCHEMA};
use cloudfront_lint::internal::model::schema::{
    Bounds, Dated, Member, Root, ShapeId, ShapeKind, Use, ValueKind, Version,
};

/// A generated element with what the timeline says of it.
#[derive(Clone, Debug)]
pub(crate) struct Element {
    /// Its name.
    pub(crate) name: String,
    /// The shape that it is a member or item of; that of the root itself for the root.
    pub(crate) holder: ShapeId,
    /// What it holds.
    pub(crate) value: ValueKind,
    /// Whether its shape says that it must be there.
    pub(crate) required: bool,
    /// Whether it is the item of a list, or an element that may occur any number of times.
    pub(crate) many: bool,
    /// Its content.
    pub(crate) content: Content,
}

/// What an element holds.
#[derive(Clone, Debug)]
pub(crate) enum Content {
    /// Text, perhaps empty.
    Text(String),
    /// Elements.
    Elements(Vec<Element>),
}

impl Element {
    /// The elements in it.
    pub(crate) fn children(&self) -> &[Element] {
        match &self.content {
            Content::Text(_) => &[],
            Content::Elements(children) => children,
        }
    }

    /// The elements in it, to be changed.
    pub(crate) fn children_mut(&mut self) -> &mut Vec<Element> {
        match &mut self.content {
            Content::Text(_) => panic!("`{}` has no children", self.name),
            Content::Elements(children) => children,
        }
    }

    /// The element at the end of a way of child indices.
    pub(crate) fn at(&self, way: &[usize]) -> &Element {
        way.iter()
            .fold(self, |element, index| &element.children()[*index])
    }

    /// The element at the end of a way of child indices, to be changed.
    pub(crate) fn at_mut(&mut self, way: &[usize]) -> &mut Element {
        way.iter()
            .fold(self, |element, index| &mut element.children_mut()[*index])
    }

    /// The ways to all elements below this one, in document order.
    pub(crate) fn ways(&self) -> Vec<Vec<usize>> {
        let mut ways = Vec::new();
        let mut open = vec![Vec::new()];
        while let Some(way) = open.pop() {
            for index in (0..self.at(&way).children().len()).rev() {
                let mut inner: Vec<usize> = way.clone();
                inner.push(index);
                open.push(inner);
            }
            if !way.is_empty() {
                ways.push(way);
            }
        }
        ways
    }

    /// The path of the element at the end of a way, as findings write it.
    pub(crate) fn path(&self, way: &[usize]) -> String {
        let mut path = self.name.clone();
        let mut element = self;
        for index in way {
            let siblings = element.children();
            element = &siblings[*index];
            let _ = write!(path, "/{}", element.name);
            if element.many {
                let position = siblings[..=*index]
                    .iter()
                    .filter(|sibling| sibling.name == element.name)
                    .count();
                let _ = write!(path, "[{position}]");
            }
        }
        path
    }
}

/// Which members a document has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Fullness {
    /// Those that must be there.
    Least,
    /// All that can stand together; each face chooses other ones among those that cannot.
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

/// The document as XML in the namespace of a version, indented.
pub(crate) fn to_xml(document: &Element, version: Version) -> String {
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    write_xml(
        &mut text,
        document,
        0,
        &format!(" xmlns=\"{}\"", SCHEMA.version_info(version).namespace),
    );
    text
}

fn write_xml(text: &mut String, element: &Element, depth: usize, attributes: &str) {
    let indent = "  ".repeat(depth);
    let name = &element.name;
    match &element.content {
        Content::Text(content) if element.value == ValueKind::Empty && content.is_empty() => {
            let _ = writeln!(text, "{indent}<{name}{attributes}/>");
        }
        Content::Text(content) => {
            let content = content.replace('&', "&amp;").replace('<', "&lt;");
            let _ = writeln!(text, "{indent}<{name}{attributes}>{content}</{name}>");
        }
        Content::Elements(children) => {
            let _ = writeln!(text, "{indent}<{name}{attributes}>");
            for child in children {
                write_xml(text, child, depth + 1, "");
            }
            let _ = writeln!(text, "{indent}</{name}>");
        }
    }
}

/// The document as JSON, indented. `None` where it has elements that repeat without a list around,
/// which JSON has no form for.
pub(crate) fn to_json(document: &Element) -> Option<String> {
    let mut text = String::new();
    write_json(&mut text, document, 0)?;
    text.push('\n');
    Some(text)
}

fn write_json(text: &mut String, element: &Element, depth: usize) -> Option<()> {
    let indent = "  ".repeat(depth + 1);
    let is_list = matches!(element.value, ValueKind::List(_));
    match &element.content {
        Content::Text(content) => match element.value {
            ValueKind::Boolean | ValueKind::Integer | ValueKind::Long | ValueKind::Double => {
                text.push_str(content)
            }
            ValueKind::Empty => return None,
            _ => text.push_str(&serde_json::Value::from(content.as_str()).to_string()),
        },
        Content::Elements(children) => {
            text.push_str(if is_list { "[" } else { "{" });
            for (index, child) in children.iter().enumerate() {
                text.push_str(if index == 0 { "\n" } else { ",\n" });
                text.push_str(&indent);
                if !is_list {
                    if child.many {
                        return None;
                    }
                    let _ = write!(text, "\"{}\": ", child.name);
                }
                write_json(text, child, depth + 1)?;
            }
            let _ = write!(
                text,
                "\n{}{}",
                "  ".repeat(depth),
                if is_list { "]" } else { "}" }
            );
        }
    }
    Some(())
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

    fn has(&self, name: &str) -> bool {
        self.names.contains(&name)
    }

    fn parent(&self) -> &str {
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
                    children.push(self.element(shape, member, name, repeated, &around));
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
        name: &str,
        many: bool,
        around: &Around<'_>,
    ) -> Element {
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
                    name,
                    true,
                    &Around {
                        index,
                        ..around.inside(name)
                    },
                )
            })
            .collect()
    }

    /// Whether a document has this member.
    fn wants(&self, shape: ShapeId, member: &Member, name: &str, around: &Around<'_>) -> bool {
        let required = member.required.contains(self.version);
        if let Some(choice) = member
            .choice
            .as_ref()
            .filter(|choice| choice.versions.contains(self.version))
        {
            let members = SCHEMA.shape(shape).members();
            let same = |other: &&Member| {
                other.versions.contains(self.version)
                    && other.choice.as_ref().is_some_and(|other| {
                        other.value == choice.value && other.versions.contains(self.version)
                    })
            };
            let choices: Vec<_> = members
                .iter()
                .filter(same)
                .map(|other| other.name)
                .collect();
            return choices[(around.index + self.turn()) % choices.len()] == member.name;
        }
        match self.fullness {
            Fullness::Least => required || self.sensible(member, name, around),
            Fullness::Full(face) => required || !self.excluded(face, name, around),
        }
    }

    /// Whether even the least document has this member, which its shape does not ask for and the
    /// service does.
    fn sensible(&self, member: &Member, name: &str, around: &Around<'_>) -> bool {
        match name {
            // A counting pair whose list may not be empty.
            "Items" => match member.value {
                ValueKind::List(list) => match &SCHEMA.shape(list).kind {
                    ShapeKind::List { min, .. } => at(min, self.version).is_some(),
                    _ => false,
                },
                _ => false,
            },
            "S3OriginConfig" => around.parent() == "Origin",
            "CachePolicyId" => true,
            _ => false,
        }
    }

    /// Whether a full document leaves this member out, because it excludes another one.
    fn excluded(&self, face: Face, name: &str, around: &Around<'_>) -> bool {
        let is_tenants = face == Face::Tenants && self.exists("TenantConfig");
        let is_odd = (around.index + self.turn()) % 2 == usize::from(!around.has("CacheBehavior"));
        let is_legacy = !is_tenants && (!self.has_policies() || is_odd);
        match name {
            "S3OriginConfig" | "CustomOriginConfig" | "VpcOriginConfig" => {
                self.origin_kind(around) != name
            }
            "OriginAccessControlId" => {
                self.origin_kind(around) != "S3OriginConfig" || face == Face::Policies
            }
            "CachePolicyId" | "OriginRequestPolicyId" | "TrustedKeyGroups" => is_legacy,
            "ForwardedValues" | "MinTTL" | "DefaultTTL" | "MaxTTL" if self.has_policies() => {
                !is_legacy
            }
            "TrustedSigners" if self.exists("TrustedKeyGroups") => !is_legacy,
            // Origins in a VPC and those with mutual TLS take no functions at origin events.
            "LambdaFunctionAssociations" if self.exists("VpcOriginConfig") => {
                self.kind_of_target(around) != "S3OriginConfig"
            }
            "FieldLevelEncryptionId" => self.kind_of_target(around) != "CustomOriginConfig",
            "CloudFrontDefaultCertificate" => face != Face::Default,
            "ACMCertificateArn" => !matches!(face, Face::Policies | Face::Tenants),
            "IAMCertificateId" => {
                face == Face::Default || (self.exists("ACMCertificateArn") && face != Face::Values)
            }
            "Certificate" | "CertificateSource" | "SSLSupportMethod" => face == Face::Default,
            "Aliases" if around.names.is_empty() || around.parent() == "DistributionConfig" => {
                (face == Face::Default && self.exists("ViewerCertificate")) || is_tenants
            }
            "PriceClass"
            | "ContinuousDeploymentPolicyId"
            | "Staging"
            | "IsIPV6Enabled"
            | "AnycastIpListId"
            | "Logging"
            | "SmoothStreaming" => is_tenants,
            "TenantConfig" => !is_tenants,
            _ => false,
        }
    }

    /// The position of the origin that a cache behavior is for.
    fn target(around: &Around<'_>) -> usize {
        if around.has("CacheBehavior") {
            around.index + 1
        } else {
            0
        }
    }

    fn kind_of_target(&self, around: &Around<'_>) -> &'static str {
        self.origin_kind(&Around {
            index: Self::target(around),
            ..around.clone()
        })
    }

    fn origin_kind(&self, around: &Around<'_>) -> &'static str {
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
    fn turn(&self) -> usize {
        match self.fullness {
            Fullness::Least | Fullness::Full(Face::Policies) => 0,
            Fullness::Full(Face::Values) => 1,
            Fullness::Full(Face::Default) => 2,
            Fullness::Full(Face::Tenants) => 4,
        }
    }

    fn has_policies(&self) -> bool {
        self.exists("CachePolicyId")
    }

    /// Whether any shape has a member of this name in this version.
    fn exists(&self, name: &str) -> bool {
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
            (_, Fullness::Least) | ("Protocol" | "OriginGroup", _) => 1,
            ("Origin", _) => 3,
            _ => 2,
        }
    }

    /// A value that the service accepts.
    fn text(&self, member: &Member, name: &str, around: &Around<'_>) -> String {
        let full = self.fullness != Fullness::Least;
        let index = around.index;
        let number = index + 1;
        // The element that holds this one.
        let holder = around
            .names
            .iter()
            .rev()
            .skip(1)
            .copied()
            .find(|name| *name != "Items")
            .unwrap_or_default();
        let kind_of_origin = self.origin_kind(around);
        match (holder, name) {
            ("Origin", "Id") | ("OriginGroupMember", _) => return format!("origin-{number}"),
            ("OriginGroup", "Id") => return "group-1".to_owned(),
            ("Origin", "DomainName") if kind_of_origin == "S3OriginConfig" => {
                return format!("bucket-{number}.s3.amazonaws.com");
            }
            ("Origin" | "CustomOrigin", "DomainName" | "DNSName") => {
                return format!("origin-{number}.example.com");
            }
            ("Distribution" | "StreamingDistribution", "DomainName") => {
                return "d111111abcdef8.cloudfront.net".to_owned();
            }
            ("Cookies", "Forward") | ("GeoRestriction", "RestrictionType") => {
                return if full { "whitelist" } else { "none" }.to_owned();
            }
            ("LambdaFunctionAssociation", "EventType") => {
                return ["origin-request", "origin-response"][index % 2].to_owned();
            }
            ("FunctionAssociation", "EventType") => {
                return ["viewer-request", "viewer-response"][index % 2].to_owned();
            }
            ("LambdaFunctionAssociation", "IncludeBody") => {
                return index.is_multiple_of(2).to_string();
            }
            ("Headers", _) => return ["Accept-Language", "Origin"][index % 2].to_owned(),
            ("ActiveTrustedKeyGroups" | "KeyGroup", "KeyGroupId") => {
                return format!("a1b2c3d4-5678-90ab-cdef-example0000{number}");
            }
            ("Logging", "Enabled") => return full.to_string(),
            ("Logging", "Bucket") => {
                return if full { "logs.s3.amazonaws.com" } else { "" }.to_owned();
            }
            ("Logging", "Prefix") => return if full { "access/" } else { "" }.to_owned(),
            ("GrpcConfig", _) => return "false".to_owned(),
            _ => {}
        }
        match name {
            "Origin" | "DNSName" => format!("bucket-{number}.s3.amazonaws.com"),
            "DomainName" => "bucket-1.s3.amazonaws.com".to_owned(),
            "TargetOriginId" => format!("origin-{}", Self::target(around) + 1),
            "PathPattern" => format!("/images-{number}/*"),
            "CNAME" => format!("www{number}.example.com"),
            "Path" => format!("/images/{number}.jpg"),
            "AwsAccountNumber" => {
                if index == 0 && self.exists("Quantity") {
                    "self".to_owned()
                } else {
                    format!("11112222333{index}")
                }
            }
            "OriginAccessIdentity" if !full || self.turn() > 0 && around.has("S3OriginConfig") => String::new(),
            "OriginAccessIdentity" => "origin-access-identity/cloudfront/E127EXAMPLE51Z".to_owned(),
            "OriginPath" => "/production".to_owned(),
            "DefaultRootObject" => if full { "index.html" } else { "" }.to_owned(),
            "HTTPPort" => "80".to_owned(),
            "HTTPSPort" => "443".to_owned(),
            "OriginReadTimeout" => "30".to_owned(),
            "OriginKeepaliveTimeout" => "5".to_owned(),
            "ResponseCompletionTimeout" => "60".to_owned(),
            "ConnectionAttempts" => "3".to_owned(),
            "ConnectionTimeout" => "10".to_owned(),
            "MinTTL" => "0".to_owned(),
            "DefaultTTL" => "86400".to_owned(),
            "MaxTTL" => "31536000".to_owned(),
            "ErrorCachingMinTTL" => "300".to_owned(),
            "StatusCode" => ["500", "502"][index % 2].to_owned(),
            "ErrorCode" => ["403", "404"][index % 2].to_owned(),
            "ResponsePagePath" => "/errors/404.html".to_owned(),
            "ResponseCode" => "404".to_owned(),
            "HeaderName" => format!("X-Header-{number}"),
            "Method" => ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"][index % 7].to_owned(),
            "Location" => ["DE", "US"][index % 2].to_owned(),
            "ViewerProtocolPolicy" => "https-only".to_owned(),
            "OriginProtocolPolicy" => "match-viewer".to_owned(),
            "SslProtocol" => ["TLSv1.2", "TLSv1.1"][index % 2].to_owned(),
            "MinimumProtocolVersion"
                if self.exists("HttpVersion") && self.accepts(member, "TLSv1.2_2018") && self.fullness != Fullness::Full(Face::Default) =>
            {
                "TLSv1.2_2018".to_owned()
            }
            "MinimumProtocolVersion" => "TLSv1".to_owned(),
            "SSLSupportMethod" => "sni-only".to_owned(),
            "CertificateSource" => {
                if self.fullness == Fullness::Full(Face::Values) || !self.exists("ACMCertificateArn") { "iam" } else { "acm" }.to_owned()
            }
            "Certificate" if self.fullness == Fullness::Full(Face::Values) || !self.exists("ACMCertificateArn") => {
                IAM_CERTIFICATE.to_owned()
            }
            "IAMCertificateId" => IAM_CERTIFICATE.to_owned(),
            "Certificate" | "ACMCertificateArn" | "ClientCertificateArn" => ACM_CERTIFICATE.to_owned(),
            "CloudFrontDefaultCertificate" | "QueryString" | "Enabled" | "Compress" => "true".to_owned(),
            "HttpVersion" => "http2".to_owned(),
            "PriceClass" => "PriceClass_All".to_owned(),
            "ConnectionMode" => if self.fullness == Fullness::Full(Face::Tenants) { "tenant-only" } else { "direct" }.to_owned(),
            "Mode" => "required".to_owned(),
            "WebACLId" => if self.has_policies() {
                "arn:aws:wafv2:us-east-1:111122223333:global/webacl/web/a1b2c3d4-5678-90ab-cdef-example00001"
            } else {
                "a1b2c3d4-5678-90ab-cdef-example00001"
            }
            .to_owned(),
            "LambdaFunctionARN" => "arn:aws:lambda:us-east-1:111122223333:function:rewrite:1".to_owned(),
            "RealtimeLogConfigArn" => "arn:aws:cloudfront::111122223333:realtime-log-config/web".to_owned(),
            "FieldLevelEncryptionId" => "C3KM2WVD605UAY".to_owned(),
            // A request with tags creates a distribution, and only one that exists can have such a
            // policy.
            "ContinuousDeploymentPolicyId" if around.has("DistributionConfig") => String::new(),
            "CachePolicyId" | "OriginRequestPolicyId" | "ResponseHeadersPolicyId" | "ContinuousDeploymentPolicyId" | "KeyGroup" => {
                format!("a1b2c3d4-5678-90ab-cdef-0000000000{number}1")
            }
            "VpcOriginId" => "vo_a1b2c3d4e5f6g7".to_owned(),
            "OwnerAccountId" => "111122223333".to_owned(),
            "OriginAccessControlId" => "E2QWRUHEXAMPLE".to_owned(),
            "AnycastIpListId" => "al_a1b2c3d4e5f6g7".to_owned(),
            "PublicKey" => format!("K{number}JCJMDEHXQW5F"),
            "ResourceArn" | "ARN" => "arn:aws:cloudfront::111122223333:distribution/EDFDVBD632BHDS5".to_owned(),
            "IsIPV6Enabled" | "Staging" | "SmoothStreaming" => "false".to_owned(),
            _ => self.fitting(member, name, number),
        }
    }

    fn accepts(&self, member: &Member, wanted: &str) -> bool {
        let ValueKind::Enum(shape) = member.value else {
            return false;
        };
        let ShapeKind::Enum { values, .. } = &SCHEMA.shape(shape).kind else {
            return false;
        };
        values
            .iter()
            .any(|value| value.value == wanted && value.versions.contains(self.version))
    }

    /// A value that fits the type and its bounds.
    fn fitting(&self, member: &Member, name: &str, number: usize) -> String {
        match member.value {
            ValueKind::Boolean => "true".to_owned(),
            ValueKind::Integer | ValueKind::Long | ValueKind::Double => {
                at(&member.bounds.min, self.version)
                    .unwrap_or(1)
                    .to_string()
            }
            ValueKind::Timestamp => "2012-05-19T19:37:58Z".to_owned(),
            ValueKind::Enum(shape) => {
                let ShapeKind::Enum { values, .. } = &SCHEMA.shape(shape).kind else {
                    unreachable!("an enum shape")
                };
                values
                    .iter()
                    .find(|value| value.versions.contains(self.version))
                    .expect("an enum has values")
                    .value
                    .to_string()
            }
            ValueKind::String => self.fitting_text(&member.bounds, name, number),
            _ => String::new(),
        }
    }

    fn fitting_text(&self, bounds: &Bounds, name: &str, number: usize) -> String {
        let length = |text: &str| i64::try_from(text.chars().count()).expect("a short text");
        let fits = |text: &&str| {
            at(&bounds.min, self.version).is_none_or(|min| length(text) >= min)
                && at(&bounds.max, self.version).is_none_or(|max| length(text) <= max)
        };
        if let Some(format) = at(&bounds.pattern, self.version) {
            let examples: Vec<&str> = FORMATS[usize::from(format)]
                .good
                .iter()
                .map(AsRef::as_ref)
                .filter(|text| !text.is_empty() && fits(text))
                .collect();
            return examples[(number - 1) % examples.len()].to_owned();
        }
        let text = format!("{name}-{number}").to_lowercase();
        if fits(&text.as_str()) {
            text
        } else {
            "x".repeat(
                usize::try_from(at(&bounds.min, self.version).unwrap_or(1)).expect("a length"),
            )
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

const IAM_CERTIFICATE: &str = "ASCACKCEVSQ6CEXAMPLE";
const ACM_CERTIFICATE: &str =
    "arn:aws:acm:us-east-1:111122223333:certificate/a1b2c3d4-5678-90ab-cdef-example00001";

fn at<T: Copy>(bounds: &[Dated<T>], version: Version) -> Option<T> {
    bounds
        .iter()
        .find(|bound| bound.versions.contains(version))
        .map(|bound| bound.value)
}
