//! Values that the service accepts.

use cloudfront_lint::internal::builtin::{FORMATS, SCHEMA};
use cloudfront_lint::internal::model::schema::{Bounds, Member, ShapeKind, ValueKind};

use super::{Around, Face, Fullness, Generator, at};

const IAM_CERTIFICATE: &str = "ASCACKCEVSQ6CEXAMPLE";
const ACM_CERTIFICATE: &str =
    "arn:aws:acm:us-east-1:111122223333:certificate/a1b2c3d4-5678-90ab-cdef-example00001";
const WEB_ACL_ARN: &str =
    "arn:aws:wafv2:us-east-1:111122223333:global/webacl/web/a1b2c3d4-5678-90ab-cdef-example00001";
const METHODS: [&str; 7] = ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"];

impl Generator {
    /// A value that the service accepts.
    pub(super) fn text(&self, member: &Member, name: &str, around: &Around<'_>) -> String {
        self.by_place(name, around)
            .or_else(|| constant(name).map(str::to_owned))
            .or_else(|| self.by_name(name, around))
            .or_else(|| self.by_version(member, name, around).map(str::to_owned))
            .unwrap_or_else(|| self.fitting(member, name, around.index + 1))
    }

    /// The value of an element that depends on the element around it.
    #[expect(clippy::match_same_arms, reason = "a table with one line a name")]
    fn by_place(&self, name: &str, around: &Around<'_>) -> Option<String> {
        let full = self.fullness != Fullness::Least;
        let number = around.index + 1;
        let either = |one: &str, other: &str| [one, other][around.index % 2].to_owned();
        let if_full = |one: &str, other: &str| if full { one } else { other }.to_owned();
        let holder = holder(around);
        Some(match (holder, name) {
            ("Origin", "Id") | ("OriginGroupMember", _) => format!("origin-{number}"),
            ("OriginGroup", "Id") => "group-1".to_owned(),
            ("Origin", "DomainName") if self.origin_kind(around) == "S3OriginConfig" => {
                format!("bucket-{number}.s3.amazonaws.com")
            }
            ("Origin" | "CustomOrigin", "DomainName" | "DNSName") => {
                format!("origin-{number}.example.com")
            }
            ("Distribution" | "StreamingDistribution", "DomainName") => {
                "d111111abcdef8.cloudfront.net".to_owned()
            }
            ("Cookies", "Forward") | ("GeoRestriction", "RestrictionType") => {
                if_full("whitelist", "none")
            }
            ("LambdaFunctionAssociation", "EventType") => {
                either("origin-request", "origin-response")
            }
            ("FunctionAssociation", "EventType") => either("viewer-request", "viewer-response"),
            ("LambdaFunctionAssociation", "IncludeBody") => either("true", "false"),
            ("Headers", _) => either("Accept-Language", "Origin"),
            ("ActiveTrustedKeyGroups" | "KeyGroup", "KeyGroupId") => {
                format!("a1b2c3d4-5678-90ab-cdef-example0000{number}")
            }
            ("Logging", "Enabled") => full.to_string(),
            ("Logging", "Bucket") => if_full("logs.s3.amazonaws.com", ""),
            ("Logging", "Prefix") => if_full("access/", ""),
            ("GrpcConfig", _) => "false".to_owned(),
            ("TrafficConfig", "Type") if self.turn() == 1 => "SingleHeader".to_owned(),
            ("SingleHeaderConfig", "Header") => "aws-cf-cd-staging".to_owned(),
            ("WebAcl", "Arn") => WEB_ACL_ARN.to_owned(),
            ("Certificate", "Arn") => ACM_CERTIFICATE.to_owned(),
            (_, "HeaderBehavior" | "CookieBehavior" | "QueryStringBehavior") => {
                if_full("whitelist", "none")
            }
            _ => return None,
        })
    }

    /// The value of an element that depends on its position or the rest of the document.
    #[expect(clippy::match_same_arms, reason = "a table with one line a name")]
    fn by_name(&self, name: &str, around: &Around<'_>) -> Option<String> {
        let full = self.fullness != Fullness::Least;
        let index = around.index;
        let number = index + 1;
        let either = |one: &str, other: &str| [one, other][index % 2].to_owned();
        Some(match name {
            "Origin" | "DNSName" => format!("bucket-{number}.s3.amazonaws.com"),
            "TargetOriginId" => format!("origin-{}", Self::target(around) + 1),
            "PathPattern" => format!("/images-{number}/*"),
            "CNAME" => format!("www{number}.example.com"),
            "Path" => format!("/images/{number}.jpg"),
            "AwsAccountNumber" if index == 0 && self.exists("Quantity") => "self".to_owned(),
            "AwsAccountNumber" => format!("11112222333{index}"),
            "DefaultRootObject" => if full { "index.html" } else { "" }.to_owned(),
            "StatusCode" => either("500", "502"),
            "ErrorCode" => either("403", "404"),
            "Domain" => format!("www{number}.example.com"),
            "PublicKey" => format!("K{number}JCJMDEHXQW5F"),
            "HeaderName" => format!("X-Header-{number}"),
            "Method" => METHODS[index % METHODS.len()].to_owned(),
            "Location" => either("DE", "US"),
            "SslProtocol" => either("TLSv1.2", "TLSv1.1"),
            // A request with tags creates a distribution, and only one that exists can have such a
            // policy.
            "ContinuousDeploymentPolicyId" if around.has("DistributionConfig") => String::new(),
            "CachePolicyId"
            | "OriginRequestPolicyId"
            | "ResponseHeadersPolicyId"
            | "ContinuousDeploymentPolicyId"
            | "KeyGroup" => format!("a1b2c3d4-5678-90ab-cdef-0000000000{number}1"),
            _ => return None,
        })
    }

    /// The value of an element that depends on what else exists in the version.
    fn by_version(&self, member: &Member, name: &str, around: &Around<'_>) -> Option<&'static str> {
        let is_least = self.fullness == Fullness::Least;
        let is_face = |face| self.fullness == Fullness::Full(face);
        let is_iam = is_face(Face::Values) || !self.exists("ACMCertificateArn");
        Some(match name {
            "OriginAccessIdentity"
                if is_least || self.turn() > 0 && around.has("S3OriginConfig") =>
            {
                ""
            }
            "OriginAccessIdentity" => "origin-access-identity/cloudfront/E127EXAMPLE51Z",
            "MinimumProtocolVersion"
                if self.exists("HttpVersion")
                    && self.accepts(member, "TLSv1.2_2018")
                    && !is_face(Face::Default) =>
            {
                "TLSv1.2_2018"
            }
            "MinimumProtocolVersion" => "TLSv1",
            "CertificateSource" if is_iam => "iam",
            "CertificateSource" => "acm",
            "Certificate" if is_iam => IAM_CERTIFICATE,
            "Certificate" => ACM_CERTIFICATE,
            "ConnectionMode" if is_face(Face::Tenants) => "tenant-only",
            "ConnectionMode" => "direct",
            "WebACLId" if self.has_policies() => WEB_ACL_ARN,
            "WebACLId" => "a1b2c3d4-5678-90ab-cdef-example00001",
            _ => return None,
        })
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

/// The element that contains the one being made.
fn holder<'a>(around: &Around<'a>) -> &'a str {
    let mut outward = around.names.iter().rev().skip(1).copied();
    outward.find(|name| *name != "Items").unwrap_or_default()
}

/// The value of an element that is the same everywhere.
#[expect(clippy::match_same_arms, reason = "a table with one line a name")]
fn constant(name: &str) -> Option<&'static str> {
    Some(match name {
        "Arn" => "arn:aws:ec2:us-east-1:111122223333:instance/i-1234567890abcdef0",
        "ContentType" => "application/x-www-form-urlencoded",
        "DnsName" => "d111111abcdef8.cloudfront.net",
        "EncodedKey" => "-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----\n",
        "IdleTTL" | "MaximumTTL" => "300",
        "IpCount" => "3",
        "PolicyDocument" => r#"{"Version": "2012-10-17", "Statement": []}"#,
        "RoleARN" => "arn:aws:iam::111122223333:role/logs",
        "StreamARN" => "arn:aws:kinesis:us-east-1:111122223333:stream/logs",
        "Runtime" => "cloudfront-js-2.0",
        "SourceARN" => "arn:aws:s3:::bucket/data.json",
        "StreamType" => "Kinesis",
        "Weight" => "0.05",
        "DomainName" => "bucket-1.s3.amazonaws.com",
        "OriginPath" => "/production",
        "HTTPPort" => "80",
        "HTTPSPort" => "443",
        "OriginReadTimeout" => "30",
        "OriginKeepaliveTimeout" => "5",
        "ResponseCompletionTimeout" => "60",
        "ConnectionAttempts" => "3",
        "ConnectionTimeout" => "10",
        "MinTTL" => "0",
        "DefaultTTL" => "86400",
        "MaxTTL" => "31536000",
        "ErrorCachingMinTTL" => "300",
        "ResponsePagePath" => "/errors/404.html",
        "ResponseCode" => "404",
        "ViewerProtocolPolicy" => "https-only",
        "OriginProtocolPolicy" => "match-viewer",
        "SSLSupportMethod" => "sni-only",
        "IAMCertificateId" => IAM_CERTIFICATE,
        "ACMCertificateArn" | "ClientCertificateArn" => ACM_CERTIFICATE,
        "CloudFrontDefaultCertificate" | "QueryString" | "Enabled" | "Compress" => "true",
        "HttpVersion" => "http2",
        "PriceClass" => "PriceClass_All",
        "Mode" => "required",
        "LambdaFunctionARN" => "arn:aws:lambda:us-east-1:111122223333:function:rewrite:1",
        "RealtimeLogConfigArn" => "arn:aws:cloudfront::111122223333:realtime-log-config/web",
        "FieldLevelEncryptionId" => "C3KM2WVD605UAY",
        "VpcOriginId" => "vo_a1b2c3d4e5f6g7",
        "OwnerAccountId" => "111122223333",
        "OriginAccessControlId" => "E2QWRUHEXAMPLE",
        "AnycastIpListId" => "al_a1b2c3d4e5f6g7",
        "ResourceArn" | "ARN" => "arn:aws:cloudfront::111122223333:distribution/EDFDVBD632BHDS5",
        "IsIPV6Enabled" | "Staging" | "SmoothStreaming" => "false",
        _ => return None,
    })
}
