//! How single repairs look.

use cloudfront_lint::{Applicability, Linter, Operation, Previous};

fn fixed(text: &str, level: Applicability) -> String {
    Linter::new()
        .operation(Operation::Create)
        .fix(text, level)
        .text()
        .to_owned()
}

/// A distribution with this in its default behavior.
fn behavior(content: &str) -> String {
    format!(
        "<DistributionConfig xmlns=\"http://cloudfront.amazonaws.com/doc/2020-05-31/\">
  <CallerReference>one</CallerReference>
  <Origins>
    <Quantity>1</Quantity>
    <Items>
      <Origin>
        <Id>here</Id>
        <DomainName>www.example.com</DomainName>
        <CustomOriginConfig>
          <HTTPPort>80</HTTPPort>
          <HTTPSPort>443</HTTPSPort>
          <OriginProtocolPolicy>https-only</OriginProtocolPolicy>
        </CustomOriginConfig>
      </Origin>
    </Items>
  </Origins>
  <DefaultCacheBehavior>
    <TargetOriginId>here</TargetOriginId>
    <ViewerProtocolPolicy>https-only</ViewerProtocolPolicy>
    <CachePolicyId>658327ea-f89d-4fab-a63d-7e88639e58f6</CachePolicyId>
{content}  </DefaultCacheBehavior>
  <Comment></Comment>
  <Enabled>true</Enabled>
</DistributionConfig>
"
    )
}

#[test]
fn a_member_one_level_too_high_is_moved_with_its_lines() {
    let before = behavior(
        "    <AllowedMethods>
      <Quantity>2</Quantity>
      <Items>
        <Method>GET</Method>
        <Method>HEAD</Method>
      </Items>
    </AllowedMethods>
    <CachedMethods>
      <Quantity>2</Quantity>
      <Items>
        <Method>GET</Method>
        <Method>HEAD</Method>
      </Items>
    </CachedMethods>
",
    );
    let after = behavior(
        "    <AllowedMethods>
      <Quantity>2</Quantity>
      <Items>
        <Method>GET</Method>
        <Method>HEAD</Method>
      </Items>
      <CachedMethods>
        <Quantity>2</Quantity>
        <Items>
          <Method>GET</Method>
          <Method>HEAD</Method>
        </Items>
      </CachedMethods>
    </AllowedMethods>
",
    );
    assert_eq!(fixed(&before, Applicability::Safe), before);
    assert_eq!(fixed(&before, Applicability::Unsafe), after);
}

#[test]
fn a_count_is_inserted_where_the_service_has_it() {
    let with = |quantity: &str| {
        behavior(&format!(
            "    <AllowedMethods>
{quantity}      <!-- all that a site needs -->
      <Items>
        <Method>GET</Method>
        <Method>HEAD</Method>
      </Items>
    </AllowedMethods>
"
        ))
    };
    assert_eq!(
        fixed(&with(""), Applicability::Safe),
        with("      <Quantity>2</Quantity>\n")
    );
}

#[test]
fn usual_values_are_inserted_on_request() {
    let before = behavior("").replace("  <Comment></Comment>\n", "");
    assert_eq!(fixed(&before, Applicability::Safe), before);
    assert_eq!(
        fixed(&before, Applicability::Unsafe),
        behavior("").replace("<Comment></Comment>", "<Comment/>")
    );
}

#[test]
fn members_are_inserted_in_the_order_of_the_service() {
    let document = behavior("");
    let members = "<OriginPath/>\n<CustomHeaders><Quantity>0</Quantity></CustomHeaders>\n";
    let live = document.replace(
        "<CustomOriginConfig>",
        &format!("{members}<CustomOriginConfig>"),
    );
    let linter = Linter::new()
        .operation(Operation::Update)
        .compare_with(&Previous::parse(&live))
        .if_match("E2QWRUHAPOMQZL");
    let fixed = linter.fix(&document, Applicability::Unsafe);
    let places: Vec<usize> = [
        "<DomainName>",
        "<OriginPath/>",
        "<CustomHeaders>",
        "<CustomOriginConfig>",
    ]
    .iter()
    .map(|tag| fixed.text().find(tag).unwrap())
    .collect();
    assert!(places.is_sorted(), "{}", fixed.text());
    assert!(!fixed.report.has_errors(), "{:?}", fixed.report.findings());
}

#[test]
fn a_value_is_written_next_to_its_comment() {
    let with = |value: &str| {
        behavior(&format!(
            "    <Compress>{value}<!-- as agreed --></Compress>\n"
        ))
    };
    assert_eq!(fixed(&with("TRUE"), Applicability::Safe), with("true"));
}

#[test]
fn json_is_repaired_as_xml_is() {
    let before = r#"{
    "Paths": {
        "Quantity": 2,
        "Items": ["/*"]
    },
    "callerreference": "one"
}
"#;
    let after = before
        .replace('2', "1")
        .replace("callerreference", "CallerReference");
    assert_eq!(fixed(before, Applicability::Safe), after);
}

#[test]
fn a_response_is_cut_to_its_configuration() {
    let before = "<?xml version=\"1.0\"?>
<Invalidation xmlns=\"http://cloudfront.amazonaws.com/doc/2020-05-31/\"><Id>I1</Id><Status>Completed</Status>\
<CreateTime>2019-12-05T18:40:49.413Z</CreateTime><InvalidationBatch>\
<Paths><Quantity>1</Quantity><Items><Path>/*</Path></Items></Paths>\
<CallerReference>one</CallerReference></InvalidationBatch></Invalidation>
";
    let after = "<?xml version=\"1.0\"?>
<InvalidationBatch xmlns=\"http://cloudfront.amazonaws.com/doc/2020-05-31/\"><Paths><Quantity>1</Quantity><Items><Path>/*</Path></Items></Paths>\
<CallerReference>one</CallerReference></InvalidationBatch>
";
    assert_eq!(fixed(before, Applicability::Unsafe), after);
}

#[test]
fn suppressed_findings_are_not_fixed() {
    let text = behavior(
        "    <Compress>TRUE</Compress> <!-- cloudfront-lint: ignore[boolean-value] filled in later -->\n",
    );
    assert_eq!(fixed(&text, Applicability::Unsafe), text);
    assert_eq!(Linter::new().lint(&text).suppressed(), 1);
}

#[test]
fn bytes_that_are_not_text_are_unchanged() {
    let text = [
        behavior("    <Compress>TRUE</Compress>\n").as_bytes(),
        &[0xff],
    ]
    .concat();
    let fixed = Linter::new().fix(&text, Applicability::Unsafe);
    assert!(fixed.applied.is_empty());
}

/// Which element a comment speaks of.
#[test]
fn a_suppression_applies_to_its_element() {
    let count = |content: &str| {
        let document = behavior(content);
        Linter::new()
            .operation(Operation::Create)
            .lint(&document)
            .suppressed()
    };
    let comment = "<!-- cloudfront-lint: ignore[boolean-value] as agreed -->";
    assert_eq!(
        count(&format!("    {comment}\n    <Compress>TRUE</Compress>\n")),
        1,
        "the next element"
    );
    assert_eq!(
        count(&format!("    <Compress>TRUE</Compress> {comment}\n")),
        1,
        "the element before it"
    );
    assert_eq!(
        count(&format!("    <Compress>TRUE{comment}</Compress>\n")),
        0,
        "no tag is before it"
    );
    assert_eq!(
        count(&format!(
            "    <SmoothStreaming>TRUE</SmoothStreaming>\n    {comment}\n    <Compress>false</Compress>\n"
        )),
        0
    );
    assert_eq!(
        count(&format!(
            "    <GrpcConfig> {comment}\n      <Enabled>TRUE</Enabled>\n    </GrpcConfig>\n"
        )),
        1,
        "what is inside"
    );
    assert_eq!(
        count(&format!("    <Compress>TRUE</Compress>\n    {comment}\n")),
        0,
        "nothing follows"
    );
    let file = comment.replace("ignore[", "ignore-file[");
    assert_eq!(
        count(&format!(
            "    <Compress>TRUE</Compress>\n    {file}\n    <SmoothStreaming>TRUE</SmoothStreaming>\n"
        )),
        2
    );
}
