//! The guard for boto3, before calls that go nowhere. Runs where Python's botocore is installed,
//! and must run where `CI` is set.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::process::Command;

use crate::support::machine;

/// Makes calls with the guard in front and, behind it, something that answers instead of the
/// network; prints what comes of each.
const CALLS: &str = r#"
import io, sys
import botocore.awsrequest, botocore.session
from before_call import Refused, guard

class Raw(io.BytesIO):
    def stream(self, **_):
        yield self.read()

sent = []
def answer(request, **_):
    sent.append(request)
    body = b'<Distribution xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/"><Id>E1</Id></Distribution>'
    return botocore.awsrequest.AWSResponse(request.url, 200, {}, Raw(body))

session = botocore.session.get_session()
session.set_credentials("key", "secret")
guard(session.get_component("event_emitter"), sys.argv[1])
session.register("before-send.cloudfront.*", answer)
client = session.create_client("cloudfront", region_name="us-east-1")

config = {
    "CallerReference": "1", "Comment": "", "Enabled": True,
    "Origins": {"Quantity": 1, "Items": [{"Id": "www", "DomainName": "www.example.com", "CustomOriginConfig": {
        "HTTPPort": 80, "HTTPSPort": 443, "OriginProtocolPolicy": "https-only"}}]},
    "DefaultCacheBehavior": {"TargetOriginId": "www", "ViewerProtocolPolicy": "allow-all",
        "CachePolicyId": "658327ea-f89d-4fab-a63d-7e88639e58f6"},
}
def call(what, **arguments):
    try:
        what(DistributionConfig=config, **arguments)
    except Refused as refused:
        print("refused:", *sorted({line.split("[")[1].split("]")[0] for line in str(refused).splitlines()}))
    print(len(sent), "sent")

call(client.create_distribution)
config["Origins"]["Quantity"] = 2
call(client.create_distribution)
call(client.update_distribution, Id="E1")
"#;

#[test]
fn a_call_that_would_be_refused_is_not_made() {
    let python = Command::new("python3")
        .args(["-c", "import botocore"])
        .output();
    if !python.is_ok_and(|output| output.status.success()) {
        assert!(
            !machine::must_have_python(),
            "botocore is missing, and this is the build that must call through it"
        );
        return;
    }
    let output = Command::new("python3")
        .args(["-c", CALLS, env!("CARGO_BIN_EXE_cloudfront-lint")])
        .env(
            "PYTHONPATH",
            concat!(env!("CARGO_MANIFEST_DIR"), "/examples"),
        )
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert_eq!(
        said.lines().collect::<Vec<_>>(),
        [
            "1 sent",
            "refused: quantity-mismatch",
            "1 sent",
            "refused: quantity-mismatch update-behavior-member-missing update-member-missing \
             update-origin-member-missing update-origin-ssl-protocols-missing update-origin-timeout-missing",
            "1 sent",
        ],
        "{said}{}",
        String::from_utf8_lossy(&output.stderr)
    );
}
