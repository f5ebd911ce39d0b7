//! Lints the body of an `UpdateDistribution` call just before it would be sent, and refuses to send
//! a bad one.
//!
//! ```sh
//! cargo run --example before_put -- next.xml live.xml E2QWRUHAPOMQZL
//! ```
#![expect(clippy::print_stdout, reason = "an example shows what it does")]

use std::error::Error;
use std::fs;

use cloudfront_lint::{Linter, Operation, Previous, Severity};

/// A request that a client of CloudFront would make.
struct Put<'a> {
    body: &'a [u8],
    if_match: &'a str,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [next, live, etag] = arguments.as_slice() else {
        return Err("usage: before_put NEXT.xml LIVE.xml ETAG".into());
    };
    let (next, live) = (fs::read(next)?, fs::read(live)?);
    send(
        &Put {
            body: &next,
            if_match: etag,
        },
        &live,
    )
}

/// Sends the request, unless CloudFront would refuse it for a reason that the documents show.
fn send(put: &Put<'_>, live: &[u8]) -> Result<(), Box<dyn Error>> {
    let linter = Linter::new()
        .operation(Operation::Update)
        .compare_with(&Previous::parse(live))
        .if_match(put.if_match);
    let report = linter.lint(put.body).into_result()?;
    for finding in report
        .findings()
        .iter()
        .filter(|finding| finding.severity == Severity::Warning)
    {
        println!("careful: {}", finding.message);
    }
    println!(
        "PUT /2020-05-31/distribution/EDFDVBD6EXAMPLE/config with If-Match: {} and {} bytes",
        put.if_match,
        put.body.len()
    );
    Ok(())
}
