//! `cloudfront-lint convert`: the other notation on standard output.

use super::support::{CLEAN, FOREIGN, Folder, stderr, stdout};
use crate::support::stored;

const BATCH: &str = r#"{"Paths": {"Quantity": 1, // everything
  "Items": ["/a&b"]}, "CallerReference": "one"}"#;

#[test]
fn there_and_back_is_the_same_document() {
    let folder = Folder::with(&[("dist.xml", CLEAN)]);
    let json = stdout(&folder.run("convert --to json dist.xml"));
    folder.write("dist.json", &json);
    folder.write(
        "back.xml",
        stdout(&folder.run("convert --to xml dist.json")),
    );
    assert_eq!(stdout(&folder.run("convert --to json back.xml")), json);
    assert_eq!(folder.code("check back.xml dist.json"), 0);
}

#[test]
fn comments_are_kept_where_the_notation_allows_them() {
    let folder = Folder::with(&[("batch.json", BATCH)]);
    stored::literal(
        &stdout(&folder.run("convert --to xml --api-version 2012-07-01 batch.json")),
        snapbox::str![[r#"
<?xml version="1.0" encoding="UTF-8"?>
<InvalidationBatch xmlns="http://cloudfront.amazonaws.com/doc/2012-07-01/">
  <Paths>
    <Quantity>1</Quantity>
    <!-- everything -->
    <Items>
      <Path>/a&amp;b</Path>
    </Items>
  </Paths>
  <CallerReference>one</CallerReference>
</InvalidationBatch>
"#]],
    );
}

#[test]
fn ambiguous_json_gets_an_envelope() {
    let old = "<DistributionConfig xmlns=\"http://cloudfront.amazonaws.com/doc/2010-11-01/\"><S3Origin><DNSName>b.s3.amazonaws.com</DNSName></S3Origin>\
        <CallerReference>one</CallerReference><Comment/><Enabled>true</Enabled></DistributionConfig>";
    let folder = Folder::with(&[("old.xml", old)]);
    let json = stdout(&folder.run("convert --to json old.xml"));
    assert!(
        json.starts_with("{\n    \"DistributionConfig\": {\n        \"S3Origin\""),
        "{json}"
    );
    folder.write("old.json", &json);
    let xml = stdout(&folder.run("convert --to xml --api-version 2010-11-01 old.json"));
    assert!(
        xml.contains(
            "<DistributionConfig xmlns=\"http://cloudfront.amazonaws.com/doc/2010-11-01/\">"
        ),
        "{xml}"
    );
}

#[test]
fn what_cannot_be_converted_fails() {
    let cnames = "<StreamingDistributionConfig xmlns=\"http://cloudfront.amazonaws.com/doc/2010-11-01/\"><CNAME>a.example.com</CNAME></StreamingDistributionConfig>";
    let folder = Folder::with(&[
        ("pom.xml", FOREIGN),
        ("old.xml", cnames),
        ("batch.json", BATCH),
        (
            "open.xml",
            "<InvalidationBatch><CallerReference>a</CallerRefrence>",
        ),
        (
            "name.json",
            r#"{"Paths": {"Quantity": 0}, "CallerReference": "one", "X y": "1"}"#,
        ),
        (
            "null.json",
            r#"{"Paths": {"Quantity": 1, "Items": ["/*"]}, "CallerReference": null}"#,
        ),
        (
            "array.json",
            r#"{"Paths": {"Quantity": 1, "Items": ["/*"]}, "CallerReference": "one", "Tags": ["a"]}"#,
        ),
        ("cut.json", "{\"CallerReference\": \"one\", \"Paths\": {"),
        (
            "foreign.xml",
            "<InvalidationBatch xmlns=\"http://cloudfront.amazonaws.com/doc/2020-05-31/\">\
             <n:Note xmlns:n=\"urn:notes\">a</n:Note><CallerReference>one</CallerReference>\
             </InvalidationBatch>",
        ),
    ]);
    for (arguments, code, words) in [
        ("convert --to json pom.xml", 3, "not a CloudFront document"),
        (
            "convert --to json old.xml",
            3,
            "`CNAME` is a repeated element",
        ),
        (
            "convert --to xml cut.json",
            3,
            "it has a syntax error at line 1, column 38 (`",
        ),
        (
            "convert --to json open.xml",
            3,
            "it has 2 syntax errors, the first at line 1, column ",
        ),
        (
            "convert --to xml name.json",
            3,
            "`X y` is not a valid XML element name",
        ),
        (
            "convert --to xml null.json",
            3,
            "`CallerReference` is `null`",
        ),
        ("convert --to xml array.json", 3, "`Tags` is an array"),
        (
            "convert --to json foreign.xml",
            3,
            "is in another namespace",
        ),
        ("convert --to xml foreign.xml", 3, "is in another namespace"),
        ("convert --to xml nothing.json", 3, "cannot read"),
        (
            "convert --to xml --api-version 2012 batch.json",
            2,
            "unknown API version `2012`",
        ),
        (
            "convert --to xml --api-version 2012-07-02 batch.json",
            2,
            "; did you mean `2012-07-01`?",
        ),
        (
            "convert --to xml --api-version 2012-07-02 batch.json",
            2,
            "Usage: cloudfront-lint convert ",
        ),
    ] {
        let output = folder.run(arguments);
        assert_eq!(output.status.code(), Some(code), "{arguments}");
        assert!(
            stderr(&output).contains(words),
            "{arguments}: {}",
            stderr(&output)
        );
        assert_eq!(stdout(&output), "", "{arguments}");
    }
}

#[test]
fn what_is_sent_outside_the_body_is_not_in_it() {
    let input = r#"{"PrimaryDistributionId": "E1", "Staging": true, "IfMatch": "E2",
        "CallerReference": "one"}"#;
    let folder = Folder::with(&[("copy.json", input)]);
    assert_eq!(
        stdout(&folder.run("convert --to xml copy.json")),
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <CopyDistributionRequest xmlns=\"http://cloudfront.amazonaws.com/doc/2020-05-31/\">\n  \
         <CallerReference>one</CallerReference>\n\
         </CopyDistributionRequest>\n"
    );
}

#[test]
fn a_number_is_written_as_json_writes_it() {
    let batch = |quantity: &str| {
        format!(
            "<InvalidationBatch xmlns=\"http://cloudfront.amazonaws.com/doc/2020-05-31/\">\
             <Paths><Quantity>{quantity}</Quantity><Items><Path>/*</Path></Items></Paths>\
             <CallerReference>one</CallerReference></InvalidationBatch>"
        )
    };
    for (written, number) in [("+1", "1"), ("01", "1"), ("-0", "0"), ("1.", "\"1.\"")] {
        let folder = Folder::with(&[("a.xml", batch(written).as_str())]);
        let json = stdout(&folder.run("convert --to json a.xml"));
        assert!(json.contains(&format!("\"Quantity\": {number},")), "{json}");
    }
}

#[test]
fn what_has_no_map_has_one_when_it_is_converted() {
    let old = include_str!("../../fixtures/base/distribution-2010-11-01.xml");
    let template = "Resources:\n  Site:\n    Type: AWS::CloudFront::Distribution\n    Properties:\n      DistributionConfig:\n        Enabled: true\n        Origins:\n          - {Id: site, DomainName: www.example.com, CustomOriginConfig: {OriginProtocolPolicy: https-only}}\n        DefaultCacheBehavior:\n          TargetOriginId: site\n          ViewerProtocolPolicy: redirect-to-https\n          CachePolicyId: 658327ea-f89d-4fab-a63d-7e88639e58f6\n";
    let folder = Folder::with(&[
        ("old.xml", old),
        ("site.yaml", template),
        ("pom.xml", FOREIGN),
    ]);
    for (file, first) in [("old.xml", "upgrade"), ("site.yaml", "convert --to json")] {
        let refused = folder.run(&format!("map {file}"));
        assert_eq!(refused.status.code(), Some(3), "{file}");
        let expected = format!("`cloudfront-lint {first} {file} | cloudfront-lint map -`");
        assert!(stderr(&refused).contains(&expected), "{}", stderr(&refused));
        let document = folder.run(&format!("{first} {file}")).stdout;
        let drawn = folder.run_with("map --format mermaid -", &document);
        assert!(stdout(&drawn).contains("Origins"), "{}", stderr(&drawn));
    }
    assert!(!stderr(&folder.run("map pom.xml")).contains("map -"));
}
