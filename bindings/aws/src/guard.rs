//! The interceptor: [`Guard`]. What it reports is in [`Refused`].

use std::fmt;
use std::sync::Arc;

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::Intercept;
use aws_smithy_runtime_api::client::interceptors::context::BeforeTransmitInterceptorContextRef;
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, Metadata};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::ConfigBag;
use cloudfront_lint::{Linter, Operation, Report, Severity};

use crate::Refused;

/// Receives every report, with the name of the call.
type Reader = dyn Fn(&Report<'_>, &str) + Send + Sync;

/// Checks the body of every call before it is sent.
#[derive(Clone)]
pub struct Guard {
    linter: Linter,
    fail_on: Severity,
    reader: Option<Arc<Reader>>,
}

impl Default for Guard {
    fn default() -> Self {
        Self::with_linter(Linter::new())
    }
}

/// Without the reader, which is a function.
impl fmt::Debug for Guard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Guard")
            .field("fail_on", &self.fail_on)
            .finish_non_exhaustive()
    }
}

impl Guard {
    /// A guard that refuses calls with an error.
    pub fn new() -> Self {
        Self::default()
    }

    /// A guard with the settings of a linter. The name of a call determines its operation, and its
    /// header `If-Match` the ETag.
    pub fn with_linter(linter: Linter) -> Self {
        Self {
            linter,
            fail_on: Severity::Error,
            reader: None,
        }
    }

    /// Refuses calls with a finding of this severity or a higher one.
    #[must_use]
    pub fn fail_on(mut self, severity: Severity) -> Self {
        self.fail_on = severity;
        self
    }

    /// Passes the report on every body to a function, with the name of the call, before the call is
    /// refused or sent: for warnings.
    #[must_use]
    pub fn on_report(mut self, reader: impl Fn(&Report<'_>, &str) + Send + Sync + 'static) -> Self {
        self.reader = Some(Arc::new(reader));
        self
    }

    fn check(&self, call: &str, request: &HttpRequest) -> Result<(), Refused> {
        // Only a stream is not in memory, and no configuration is one.
        let body = request.body().bytes().unwrap_or_default();
        if body.is_empty() {
            return Ok(());
        }
        let mut linter = self.linter.clone().operation(operation(call));
        if let Some(etag) = request.headers().get("if-match") {
            linter = linter.if_match(etag);
        }
        let report = linter.lint(body);
        if let Some(reader) = &self.reader {
            reader(&report, call);
        }
        let mut findings = report.findings().iter();
        if findings.any(|finding| finding.severity >= self.fail_on) {
            return Err(Refused::new(call, self.fail_on, report.into_owned()));
        }
        Ok(())
    }
}

impl Intercept for Guard {
    fn name(&self) -> &'static str {
        "cloudfront-lint"
    }

    fn read_after_serialization(
        &self,
        context: &BeforeTransmitInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let call = config.load::<Metadata>().map_or("", Metadata::name);
        Ok(self.check(call, context.request())?)
    }
}

/// What a call does to a resource, if its name shows it.
fn operation(call: &str) -> Operation {
    let verbs = [
        ("Create", Operation::Create),
        ("Update", Operation::Update),
        ("Delete", Operation::Delete),
    ];
    let found = verbs.into_iter().find(|(verb, _)| call.starts_with(verb));
    found.map_or(Operation::Open, |(_, operation)| operation)
}
