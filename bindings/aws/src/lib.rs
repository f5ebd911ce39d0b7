//! Keeps the AWS SDK for Rust from sending a CloudFront configuration that CloudFront would refuse.
//!
//! [`Guard`] is an interceptor for `aws-sdk-cloudfront`. It checks the body of every call when it
//! exists and before it is signed. If a finding is an error, the call fails with [`Refused`], and
//! nothing is sent.
//!
//! For all calls of a client:
//!
//! ```
//! use aws_sdk_cloudfront::Client;
//! use aws_sdk_cloudfront::config::{BehaviorVersion, Config};
//! use cloudfront_lint_aws::Guard;
//!
//! let config = Config::builder()
//!     .behavior_version(BehaviorVersion::v2026_01_12())
//!     .interceptor(Guard::new())
//!     .build();
//! let client = Client::from_conf(config);
//! ```
//!
//! For one call, compared with the live configuration:
//!
//! ```no_run
//! # use aws_sdk_cloudfront::{Client, types::DistributionConfig};
//! use cloudfront_lint::{Linter, Previous, Severity};
//! use cloudfront_lint_aws::Guard;
//!
//! # async fn update(client: Client, id: &str, live: &str, next: DistributionConfig)
//! # -> Result<(), Box<dyn std::error::Error>> {
//! let linter = Linter::new().compare_with(&Previous::parse(live));
//! let guard = Guard::with_linter(linter).fail_on(Severity::Warning);
//! client
//!     .update_distribution()
//!     .id(id)
//!     .distribution_config(next)
//!     .customize()
//!     .interceptor(guard)
//!     .send()
//!     .await?;
//! # Ok(()) }
//! ```

mod guard;
mod refused;

pub use guard::Guard;
pub use refused::Refused;
