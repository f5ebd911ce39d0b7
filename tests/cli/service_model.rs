//! `--service-model` and the key `service-model`.

use super::support::{CLEAN, Folder, stderr, stdout};
use crate::service_model::newer;

fn folder() -> Folder {
    let quic = "<QuicConfig><Mode>on</Mode></QuicConfig>";
    let base = include_str!("../../fixtures/base/distribution-2020-05-31.xml");
    let text = base.replace("<Comment>", &format!("{quic}<Comment>"));
    Folder::with(&[
        ("a.xml", text.as_str()),
        ("sdk/service-2.json", &newer().to_string()),
    ])
}

#[test]
fn it_is_named_by_an_argument_or_in_the_configuration() {
    let folder = folder();
    let found = |arguments: &str| stdout(&folder.run(arguments));
    assert!(found("check --format concise a.xml").contains("unknown-element"));
    let argument = "check --format concise --service-model sdk/service-2.json a.xml";
    assert_eq!(found(argument), "");
    folder.write(
        "cloudfront-lint.toml",
        "service-model = \"sdk/service-2.json\"\n",
    );
    assert_eq!(found("check --format concise a.xml"), "");
    assert!(found("check --show-config a.xml").contains("service-model = \"sdk/service-2.json\""));
    assert!(found("why QuicConfig/Mode").contains("one of the values of QuicMode"));
    assert!(found("check --isolated --format concise a.xml").contains("unknown-element"));
}

#[test]
fn what_cannot_be_used_is_reported() {
    let folder = folder();
    folder.write("a.xml", CLEAN);
    folder.write("other.json", "{\"metadata\": {\"apiVersion\": \"2006-03-01\", \"endpointPrefix\": \"s3\", \"serviceId\": \"S3\"}, \"shapes\": {}}");
    for (name, why) in [
        ("none.json", "none.json"),
        ("a.xml", "it is not valid JSON"),
        ("other.json", "it is the model of `S3`, not of CloudFront"),
    ] {
        let output = folder.run(&format!("check --service-model {name} a.xml"));
        assert_eq!(output.status.code(), Some(2), "{name}");
        assert!(stderr(&output).contains(why), "{}", stderr(&output));
    }
    // Nothing is on the PATH of these tests.
    let output = folder.run("check --service-model auto a.xml");
    assert!(
        stderr(&output).contains("has botocore"),
        "{}",
        stderr(&output)
    );
}
