//! What a hover shows about an element.

use serde_json::{Value, json};

use super::client::{Client, Unit, able, offset, place, uri};
use crate::cli::support::{FOREIGN, Folder};
use crate::support::stored;

const XML: &str = "<DistributionConfig xmlns=\"http://cloudfront.amazonaws.com/doc/2012-07-01/\">\n  <!-- ä😀 --><Aliases><Quantity>1</Quantity><Items><CNAME>ä😀</CNAME></Items></Aliases><Comment>ä😀</Comment>\n  <DefaultCacheBehavior><ViewerProtocolPolicy>allow-all</ViewerProtocolPolicy><Compress>true</Compress></DefaultCacheBehavior>\n</DistributionConfig>";
const JSON: &str = "{\"DefaultCacheBehavior\": {\"Compress\": true}, \"CallerReference\": \"x\", \"Origins\": {\"Quantity\": 0}}";

fn hover(client: &mut Client, uri: &str, place: &Value) -> Value {
    client.request(
        "textDocument/hover",
        json!({ "textDocument": { "uri": uri }, "position": place }),
    )
}

#[test]
fn an_element_is_reported_by_its_name() {
    let folder = Folder::new();
    let mut reported = String::new();
    for unit in [Unit::Byte, Unit::Utf16] {
        let mut client = Client::start(&folder, "", able(unit));
        reported.clear();
        for (name, text, needles) in [
            (
                "a.xml",
                XML,
                [
                    "Comment>ä",
                    "Comment>\n",
                    "ViewerProtocolPolicy>a",
                    "Compress>t",
                ],
            ),
            (
                "a.json",
                JSON,
                ["Compress\"", "\"Origins", "Quantity", "CallerReference"],
            ),
        ] {
            let uri = uri(&folder, name);
            client.open(&uri, "xml", text);
            for needle in needles {
                let answer = hover(
                    &mut client,
                    &uri,
                    &place(text, text.find(needle).unwrap() + 1, unit),
                );
                let range = &answer["range"];
                let named =
                    &text[offset(text, &range["start"], unit)..offset(text, &range["end"], unit)];
                assert!(
                    named.contains(
                        needle
                            .trim_matches(|it: char| !it.is_ascii_alphabetic())
                            .split('>')
                            .next()
                            .unwrap()
                    ),
                    "{named} {needle}"
                );
                assert_eq!(answer["contents"]["kind"], "markdown");
                reported.push_str(&format!(
                    "{named}:\n{}\n",
                    answer["contents"]["value"].as_str().unwrap()
                ));
            }
        }
        client.finish();
    }
    stored::snapshot("lsp/hover/an_element_is_reported_by_its_name", &reported);
}

#[test]
fn between_names_nothing_is_reported() {
    let folder = Folder::new();
    let mut client = Client::start(&folder, "", able(Unit::Byte));
    let cases = [
        (XML, "xmlns"),
        (XML, "ä😀 -->"),
        (JSON, "{"),
        (FOREIGN, "project"),
    ];
    for (text, needle) in cases {
        let a = uri(&folder, "a");
        client.open(&a, "xml", text);
        assert_eq!(
            hover(
                &mut client,
                &a,
                &place(text, text.find(needle).unwrap(), Unit::Byte)
            ),
            Value::Null,
            "{needle}"
        );
    }
    client.finish();
}

#[test]
fn a_client_without_markdown_gets_plain_text() {
    let folder = Folder::new();
    let mut client = Client::start(&folder, "", json!({}));
    let a = uri(&folder, "a.xml");
    client.open(&a, "xml", XML);
    let answer = hover(
        &mut client,
        &a,
        &place(XML, XML.find("Compress").unwrap(), Unit::Utf16),
    );
    assert_eq!(answer["contents"]["kind"], "plaintext");
    stored::snapshot(
        "lsp/hover/a_client_without_markdown_gets_plain_text",
        answer["contents"]["value"].as_str().unwrap(),
    );
    client.finish();
}

#[test]
fn no_message_shows_a_secret() {
    const SECRET: &str = "Zx9kQ4vW7pLm2TnB";
    let header = format!(
        "<OriginCustomHeader><HeaderName>X-Key</HeaderName><HeaderValue>{SECRET} {SECRET}</HeaderValue></OriginCustomHeader>"
    );
    let text = format!(
        "<DistributionConfig xmlns=\"http://cloudfront.amazonaws.com/doc/2020-05-31/\"><Origins><Quantity>1</Quantity><Items><Origin><Id>o</Id><DomainName>a.example.com</DomainName><CustomHeaders><Quantity>2</Quantity><Items>{header}{header}</Items></CustomHeaders></Origin></Items></Origins><Comment>{SECRET}</Comment></DistributionConfig>"
    );
    let folder = Folder::new();
    let mut client = Client::start(&folder, "", able(Unit::Utf16));
    let uri = uri(&folder, "a.xml");
    client.open(&uri, "xml", &text);
    let shown = client.pushed(&uri);
    assert!(
        !shown.is_empty() && !json!(shown).to_string().contains(SECRET),
        "{shown:?}"
    );
    for needle in ["HeaderValue", "HeaderName", "Comment", SECRET] {
        let at = place(&text, text.find(needle).unwrap(), Unit::Utf16);
        let answer = hover(&mut client, &uri, &at);
        assert!(!answer.to_string().contains(SECRET), "{answer}");
    }
    let all = json!({ "start": place(&text, 0, Unit::Utf16), "end": place(&text, text.len(), Unit::Utf16) });
    for action in client.actions(&uri, &all, None) {
        assert!(!action["title"].to_string().contains(SECRET), "{action}");
    }
    client.finish();
}

#[test]
fn values_roots_and_comments_are_explained() {
    let folder = Folder::new();
    let mut client = Client::start(&folder, "", able(Unit::Byte));
    let a = uri(&folder, "a");
    let text = "<InvalidationBatch xmlns=\"http://cloudfront.amazonaws.com/doc/2020-05-31/\">
  <!-- cloudfront-lint: ignore[quantity-mismatch] as agreed -->
  <Paths><Quantity>2</Quantity></Paths></InvalidationBatch>";
    client.open(&a, "xml", text);
    for (needle, title, link) in [
        (
            "InvalidationBatch",
            "**InvalidationBatch**",
            "API_InvalidationBatch.html",
        ),
        ("2</", "**Paths/Quantity**", "API_Paths.html"),
        (
            "quantity-",
            "**quantity-mismatch (error): ",
            "/rules/quantity-mismatch/",
        ),
    ] {
        let at = place(text, text.find(needle).unwrap(), Unit::Byte);
        let shown = hover(&mut client, &a, &at)["contents"]["value"].to_string();
        assert!(shown.contains(title) && shown.contains(link), "{shown}");
    }
    client.finish();
}
