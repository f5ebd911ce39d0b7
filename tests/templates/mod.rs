//! Templates: resources of CloudFormation and Terraform, judged as the documents that they become.

mod comments;
mod conditions;
mod convert;
mod corpus;
mod fixes;
mod fixtures;
mod hostile;
mod insertions;
mod mutations;
mod outlines;
mod page;
mod promises;
mod reading;
mod tables;
mod terraform;
mod twins;
mod unknown;

use cloudfront_lint::Linter;

/// A template in YAML around the configuration of one distribution, which is indented by eight.
fn template(config: &str) -> String {
    format!(
        "AWSTemplateFormatVersion: '2010-09-09'\nResources:\n  Site:\n    Type: AWS::CloudFront::Distribution\n    Properties:\n      DistributionConfig:\n{config}"
    )
}

/// A configuration without a fault.
const RIGHT: &str = "        Enabled: true
        Origins:
          - Id: web
            DomainName: www.example.com
            CustomOriginConfig:
              OriginProtocolPolicy: https-only
        DefaultCacheBehavior:
          TargetOriginId: web
          ViewerProtocolPolicy: redirect-to-https
          CachePolicyId: 658327ea-f89d-4fab-a63d-7e88639e58f6
";

/// Rule and line of every finding.
fn found(text: &str) -> Vec<(String, usize)> {
    let report = Linter::new().lint(text);
    let line = |at: u32| report.source().position(at as usize).line;
    report
        .findings()
        .iter()
        .map(|finding| (finding.rule.to_string(), line(finding.span.start)))
        .collect()
}

/// The rules of all findings in [`RIGHT`] with one text replaced.
#[track_caller]
fn with(before: &str, after: &str) -> Vec<String> {
    assert!(RIGHT.contains(before), "`{before}` is not in the template");
    found(&template(&RIGHT.replacen(before, after, 1)))
        .into_iter()
        .map(|(rule, _)| rule)
        .collect()
}
