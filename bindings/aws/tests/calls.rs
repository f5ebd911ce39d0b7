//! Calls of the real SDK with the guard, before a server on this machine.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::error::Error;
use std::sync::{Arc, Mutex};

use aws_sdk_cloudfront::Client;
use aws_sdk_cloudfront::config::{BehaviorVersion, Credentials, Region};
use aws_sdk_cloudfront::types::{
    DefaultCacheBehavior, DistributionConfig, Origin, Origins, S3OriginConfig, ViewerProtocolPolicy,
};
use cloudfront_lint::{Linter, Previous, Severity};
use cloudfront_lint_aws::{Guard, Refused};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

const ANSWER: &str = "<Distribution xmlns=\"http://cloudfront.amazonaws.com/doc/2020-05-31/\">\
                      <Id>E1EXAMPLE</Id></Distribution>";

/// The bodies that a server received.
type Received = Arc<Mutex<Vec<String>>>;

/// Starts a server that keeps the bodies of requests, and a client for it.
async fn client(guard: Option<Guard>) -> (Client, Received) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let received = Received::default();
    let kept = Arc::clone(&received);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let body = answer(stream).await;
            kept.lock().unwrap().push(body);
        }
    });
    let http = aws_smithy_http_client::Builder::new().build_http();
    let mut config = aws_sdk_cloudfront::Config::builder()
        .behavior_version(BehaviorVersion::v2026_01_12())
        .region(Region::new("us-east-1"))
        .credentials_provider(Credentials::new("key", "secret", None, None, "tests"))
        .endpoint_url(format!("http://{address}"))
        .http_client(http);
    if let Some(guard) = guard {
        config = config.interceptor(guard);
    }
    (Client::from_conf(config.build()), received)
}

/// Reads one request, answers it and returns its body.
async fn answer(mut stream: TcpStream) -> String {
    let mut request = Vec::new();
    let body = loop {
        stream.read_buf(&mut request).await.unwrap();
        let text = String::from_utf8_lossy(&request);
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let head = head.to_ascii_lowercase();
            let length = head
                .lines()
                .find_map(|it| it.strip_prefix("content-length: "));
            if body.len() >= length.map_or(0, |it| it.parse().unwrap()) {
                break body.to_owned();
            }
        }
    };
    let length = ANSWER.len();
    let head = format!("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n");
    stream.write_all((head + ANSWER).as_bytes()).await.unwrap();
    body
}

/// A distribution with one origin, which says how many there are.
fn configuration(quantity: i32) -> DistributionConfig {
    let bucket = S3OriginConfig::builder().origin_access_identity("").build();
    let origin = Origin::builder()
        .id("bucket")
        .domain_name("assets.s3.amazonaws.com")
        .s3_origin_config(bucket)
        .build()
        .unwrap();
    let origins = Origins::builder().quantity(quantity).items(origin).build();
    let behavior = DefaultCacheBehavior::builder()
        .target_origin_id("bucket")
        .viewer_protocol_policy(ViewerProtocolPolicy::RedirectToHttps)
        .cache_policy_id("658327ea-f89d-4fab-a63d-7e88639e58f6")
        .build();
    DistributionConfig::builder()
        .caller_reference("2026-11-29")
        .comment("Bilder – für alle")
        .enabled(true)
        .origins(origins.unwrap())
        .default_cache_behavior(behavior.unwrap())
        .build()
        .unwrap()
}

async fn create(client: &Client, quantity: i32) -> Result<(), impl Error + 'static> {
    let config = configuration(quantity);
    let call = client.create_distribution().distribution_config(config);
    call.send().await.map(drop)
}

fn rules(refused: &Refused) -> Vec<&str> {
    refused
        .findings()
        .map(|finding| finding.rule.as_ref())
        .collect()
}

#[tokio::test]
async fn a_good_call_is_sent_byte_for_byte_as_without_the_guard() {
    let (plain, without) = client(None).await;
    let (guarded, with) = client(Some(Guard::new())).await;
    create(&plain, 1).await.unwrap();
    create(&guarded, 1).await.unwrap();
    guarded
        .get_distribution()
        .id("E1EXAMPLE")
        .send()
        .await
        .unwrap();
    let without = without.lock().unwrap();
    assert!(without[0].contains("für alle"), "{without:?}");
    assert_eq!(*with.lock().unwrap(), [without[0].as_str(), ""]);
}

#[tokio::test]
async fn a_bad_call_is_not_sent() {
    let (client, received) = client(Some(Guard::new())).await;
    let error = create(&client, 2).await.unwrap_err();
    let refused = Refused::of(&error).unwrap();
    assert_eq!(refused.call(), "CreateDistribution");
    assert_eq!(rules(refused), ["quantity-mismatch"]);
    let answer = refused.answer().unwrap();
    assert_eq!(
        (answer.code.as_ref(), answer.status),
        ("InconsistentQuantities", 400)
    );
    assert_eq!(
        refused.to_string(),
        "CreateDistribution was not sent: quantity-mismatch at DistributionConfig/Origins/Quantity"
    );
    assert!(received.lock().unwrap().is_empty());
}

#[tokio::test]
async fn an_update_must_be_complete() {
    let (client, received) = client(Some(Guard::new())).await;
    create(&client, 1).await.unwrap();
    let update = client
        .update_distribution()
        .id("E1EXAMPLE")
        .if_match("E2EXAMPLE");
    let error = update
        .distribution_config(configuration(1))
        .send()
        .await
        .unwrap_err();
    let refused = Refused::of(&error).unwrap();
    assert_eq!(refused.call(), "UpdateDistribution");
    assert!(
        rules(refused).contains(&"update-member-missing"),
        "{refused}"
    );
    assert_eq!(received.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn one_call_is_compared_with_the_live_configuration() {
    let (client, received) = client(None).await;
    let mut live = configuration(1);
    "another".clone_into(&mut live.caller_reference);
    let call = client.create_distribution().distribution_config(live);
    call.send().await.unwrap();
    let live = received.lock().unwrap().remove(0);

    let guard = Guard::with_linter(Linter::new().compare_with(&Previous::parse(live.as_str())));
    let update = client
        .update_distribution()
        .id("E1EXAMPLE")
        .if_match("E2EXAMPLE");
    let update = update
        .distribution_config(configuration(1))
        .customize()
        .interceptor(guard);
    let error = update.send().await.unwrap_err();
    let refused = Refused::of(&error).unwrap();
    assert!(
        rules(refused).contains(&"caller-reference-changed"),
        "{refused}"
    );
    assert!(received.lock().unwrap().is_empty());
}

#[tokio::test]
async fn warnings_stop_a_call_only_if_they_should() {
    let linter = Linter::new()
        .severity("quantity-mismatch", Severity::Warning)
        .unwrap();
    let guard = Guard::with_linter(linter);
    let (careless, received) = client(Some(guard.clone())).await;
    create(&careless, 2).await.unwrap();
    assert_eq!(received.lock().unwrap().len(), 1);
    let (careful, received) = client(Some(guard.fail_on(Severity::Warning))).await;
    create(&careful, 2).await.unwrap_err();
    assert!(received.lock().unwrap().is_empty());
}

#[tokio::test]
async fn reports_are_passed_on_before_a_call_is_sent_or_refused() {
    let reports = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&reports);
    let guard = Guard::new().on_report(move |report, call| {
        kept.lock()
            .unwrap()
            .push((call.to_owned(), report.has_errors()));
    });
    let (client, _) = client(Some(guard)).await;
    create(&client, 1).await.unwrap();
    create(&client, 2).await.unwrap_err();
    let call = "CreateDistribution".to_owned();
    assert_eq!(
        *reports.lock().unwrap(),
        [(call.clone(), false), (call, true)]
    );
}

#[tokio::test]
async fn an_error_that_is_logged_shows_no_value() {
    let (client, _) = client(Some(Guard::new())).await;
    let error = create(&client, 2).await.unwrap_err();
    let shown = format!("{error:?} {error}");
    assert!(shown.contains("Refused"), "{shown}");
    assert!(
        !shown.contains("für alle") && !shown.contains("assets.s3"),
        "{shown}"
    );
}
