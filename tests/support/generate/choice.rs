//! Which members a generated document has.

use cloudfront_lint::internal::builtin::SCHEMA;
use cloudfront_lint::internal::model::schema::{Member, ShapeId, ShapeKind, ValueKind};

use super::{Around, Face, Fullness, Generator, at};

impl Generator {
    /// Whether a document has this member.
    pub(super) fn wants(
        &self,
        shape: ShapeId,
        member: &Member,
        name: &str,
        around: &Around<'_>,
    ) -> bool {
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

    /// Whether even the least document has this member, which its shape does not require and the
    /// service does.
    fn sensible(&self, member: &Member, name: &str, around: &Around<'_>) -> bool {
        match name {
            // A counting pair whose list may not be empty.
            "Items" if around.parent() == "StagingDistributionDnsNames" => true,
            "Items" => match member.value {
                ValueKind::List(list) => match &SCHEMA.shape(list).kind {
                    ShapeKind::List { min, .. } => at(min, self.version).is_some(),
                    _ => false,
                },
                _ => false,
            },
            "S3OriginConfig" => around.parent() == "Origin",
            "DistributionId" => around.parent() == "TargetResource",
            "CachePolicyId" | "SecurityHeadersConfig" | "KinesisStreamConfig" => true,
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
            "ModeBlock" | "SingleWeightConfig" => face == Face::Values,
            "ReportUri" | "SingleHeaderConfig" | "DistributionTenantId" => face != Face::Values,
            "DistributionId" if around.parent() == "TargetResource" => face == Face::Values,
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
}
