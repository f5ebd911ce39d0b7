//! A report with an error as an error value.

use miette::{Diagnostic as _, GraphicalReportHandler, GraphicalTheme};

use super::*;
use crate::outcome::Error;
use crate::stored;

#[test]
#[expect(clippy::too_many_lines, reason = "most of it is the expected text")]
fn a_report_with_an_error_becomes_one() {
    let fine = report(DIST, vec![bare(Span::at(0), "only a warning")]);
    assert_eq!(fine.into_result().unwrap().findings().len(), 1);

    let error = report(
        DIST,
        vec![
            quantity(DIST),
            quantity(DIST),
            bare(Span::at(0), "a warning"),
        ],
    )
    .into_result()
    .unwrap_err();
    stored::literal(
        &error.to_string(),
        snapbox::str![
            "CloudFront would refuse this document: quantity-mismatch at line 4, column 17, and 1 more error"
        ],
    );
    let as_std: Box<dyn std::error::Error + Send + Sync + 'static> = Box::new(error);
    let error = as_std.downcast::<Error>().unwrap();
    let Error::Rejected(rejection) = &*error else {
        panic!("it was rejected");
    };
    assert_eq!(rejection.findings().count(), 3);
    assert_eq!(error.related().unwrap().count(), 3);
    let handler =
        GraphicalReportHandler::new_themed(GraphicalTheme::unicode_nocolor()).with_urls(false);
    let mut out = String::new();
    handler.render_report(&mut out, &*error).unwrap();
    stored::literal(
        &out,
        snapbox::str![[r#"
  × CloudFront would refuse this document: quantity-mismatch at line 4, column 17, and 1 more error

Error: quantity-mismatch

  × the quantity says 4, the list has 1 item
   ╭─[4:17]
 3 │       <Enabled>true</Enabled>
 4 │       <Quantity>4</Quantity>
   ·                 ┬
   ·                 ╰── says 4
 5 │       <Items>
   ·       ───┬───
   ·          ╰── contains 1: self
 6 │         <AwsAccountNumber>self</AwsAccountNumber>
   ╰────
  help: CloudFront would answer 400 InconsistentQuantities.
        write 1, or add the missing signers.

Error: quantity-mismatch

  × the quantity says 4, the list has 1 item
   ╭─[4:17]
 3 │       <Enabled>true</Enabled>
 4 │       <Quantity>4</Quantity>
   ·                 ┬
   ·                 ╰── says 4
 5 │       <Items>
   ·       ───┬───
   ·          ╰── contains 1: self
 6 │         <AwsAccountNumber>self</AwsAccountNumber>
   ╰────
  help: CloudFront would answer 400 InconsistentQuantities.
        write 1, or add the missing signers.

Warning: unknown-element

  ⚠ a warning
   ╭─[1:1]
 1 │ <DistributionConfig>
   · ▲
 2 │   <TrustedSigners>
   ╰────
"#]],
    );
}

#[test]
fn an_error_in_a_log_shows_nothing_of_the_document() {
    let secret = "s3cret-in-a-header";
    let text = format!("<A>{secret}<Quantity>4</Quantity><Items></A>");
    let mut finding = quantity(&text);
    finding.message = secret.to_owned();
    finding.labels[0].message = secret.to_owned();
    finding.value = Some(secret.to_owned());
    finding.fixes[0].edits[0].text = secret.to_owned();
    let report = report(&text, vec![finding]);
    assert!(!format!("{report:?} {report:#?}").contains(secret));
    let error = report.into_result().unwrap_err();
    let shown = format!("{error} {error:?} {error:#?}");
    assert!(!shown.contains(secret), "{shown}");
    assert!(shown.contains("quantity-mismatch at line 1"), "{shown}");
}
