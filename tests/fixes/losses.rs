//! No repair throws away what somebody wrote: what is in the wrong place or under the wrong name is
//! moved or renamed, or left.

use std::fs;

use cloudfront_lint::{Applicability, Form, Linter, Operation, Previous, Source, convert};

fn base() -> String {
    fs::read_to_string("fixtures/base/distribution-2020-05-31.xml").unwrap()
}

/// The base with one of its parts written otherwise.
fn with(old: &str, new: &str) -> String {
    let base = base();
    assert!(base.contains(old), "the base has no {old:?}");
    base.replacen(old, new, 1)
}

/// The document with a part of it moved, renamed or cut by the repairs, without indentation.
fn repaired(text: &str, level: Applicability) -> String {
    bare(
        Linter::new()
            .operation(Operation::Create)
            .fix(text, level)
            .text(),
    )
}

fn bare(text: &str) -> String {
    text.lines().map(str::trim).collect()
}

/// The document has this one finding.
fn has_one(text: &str, message: &str) {
    let report = Linter::new().operation(Operation::Create).lint(text);
    let messages: Vec<&str> = report
        .findings()
        .iter()
        .map(|finding| finding.message.as_str())
        .collect();
    assert_eq!(messages, [message], "{text}");
}

/// One finding, and the unsafe fix leads back to the base; the safe ones change nothing.
fn leads_back(text: &str, message: &str) {
    has_one(text, message);
    assert_eq!(repaired(text, Applicability::Safe), bare(text));
    assert_eq!(repaired(text, Applicability::Unsafe), bare(&base()));
}

/// One finding, and nothing is done about it.
fn stays(text: &str, message: &str) {
    has_one(text, message);
    assert_eq!(repaired(text, Applicability::Unsafe), bare(text));
}

/// The text without the lines that are these, white space aside, after a line with a mark.
fn without(text: &str, mark: &str, lines: &[&str]) -> String {
    let (head, tail) = text.split_once(mark).unwrap();
    let mut left = lines.to_vec();
    let kept: String = tail
        .split_inclusive('\n')
        .filter(|line| match left.first() {
            Some(next) if line.trim() == *next => {
                left.remove(0);
                false
            }
            _ => true,
        })
        .collect();
    assert!(left.is_empty(), "{left:?}");
    format!("{head}{mark}{kept}")
}

#[test]
fn items_outside_their_list_are_moved_into_it() {
    let allowed = without(&base(), "<AllowedMethods>", &["<Items>", "</Items>"]);
    leads_back(
        &allowed,
        "items of `AllowedMethods` are outside its `Items`",
    );
    let behaviors = without(
        &base(),
        "<CacheBehaviors>",
        &["<Quantity>1</Quantity>", "<Items>"],
    );
    let (head, tail) = behaviors.split_once("</CacheBehavior>").unwrap();
    let behaviors = format!("{head}</CacheBehavior>{}", tail.replacen("</Items>", "", 1));
    leads_back(
        &behaviors,
        "items of `CacheBehaviors` are outside its `Items`",
    );
    let aliases = with(
        "<Quantity>0</Quantity>\n  </Aliases>",
        "<Quantity>3</Quantity>\n    <CNAME>a.example.com</CNAME>\n    <CNAME>b.example.com</CNAME>\n  </Aliases>",
    );
    has_one(&aliases, "items of `Aliases` are outside its `Items`");
    let expected = "<Quantity>2</Quantity><Items><CNAME>a.example.com</CNAME><CNAME>b.example.com</CNAME></Items>";
    assert!(repaired(&aliases, Applicability::Unsafe).contains(expected));
}

#[test]
fn an_unrelated_element_is_not_an_item() {
    let behavior = "<CacheBehavior>";
    let unrelated = with(
        behavior,
        "<Origin><Id>x</Id><DomainName>x.example.com</DomainName></Origin>\n      <CacheBehavior>",
    );
    stays(&unrelated, "`Origin` is not an item of `CacheBehaviors`");
    let comment = with("<Method>HEAD</Method>", "<Comment>x</Comment>");
    stays(&comment, "`Comment` is not an item of `AllowedMethods`");
    let quantity = with(
        "<Method>HEAD</Method>",
        "<Method>HEAD</Method>\n        <Quantity>2</Quantity>",
    );
    stays(&quantity, "`Quantity` is not an item of `AllowedMethods`");
}

#[test]
fn a_misnamed_structure_keeps_its_content() {
    for name in ["S3Origin", "S3Config"] {
        let misnamed = base()
            .replace("<S3OriginConfig>", &format!("<{name}>"))
            .replace("</S3OriginConfig>", &format!("</{name}>"));
        leads_back(&misnamed, &format!("unknown member `{name}` in `Origin`"));
    }
    let custom = base().replace("CustomOriginConfig>", "CustomOrigin>");
    leads_back(&custom, "unknown member `CustomOrigin` in `Origin`");
    let bare = without(
        &base(),
        "<OriginPath></OriginPath>",
        &["<S3OriginConfig>", "</S3OriginConfig>"],
    );
    leads_back(
        &bare,
        "`OriginAccessIdentity` belongs inside `S3OriginConfig`, which is missing",
    );
    let alias = base().replace("Aliases>", "Alias>");
    leads_back(&alias, "unknown member `Alias` in `DistributionConfig`");
}

#[test]
fn the_items_of_two_lists_are_put_into_one() {
    let duplicate = with("</Origin>", "</Origin>\n    </Items>\n    <Items>");
    leads_back(&duplicate, "duplicate list `Items` with different items");
}

#[test]
fn the_name_of_an_older_version_is_renamed() {
    let origin = base()
        .replacen("<Origins>", "<Origin>", 1)
        .replace("</Origins>", "</Origin>");
    leads_back(&origin, "`Origin` does not exist in API version 2020-05-31");
    let name = base().replace(
        ">api.example.com</DomainName>",
        ">api.example.com</DNSName>",
    );
    let name = name.replace("<DomainName>api.example.com", "<DNSName>api.example.com");
    leads_back(&name, "unknown member `DNSName` in `Origin`");
}

#[test]
fn members_without_their_structure_are_wrapped() {
    let none = "<Aliases>\n    <Quantity>0</Quantity>\n  </Aliases>";
    let alias = with(none, "<CNAME>www.example.com</CNAME>");
    let wrapped = with(
        none,
        "<Aliases><Quantity>1</Quantity><Items><CNAME>www.example.com</CNAME></Items></Aliases>",
    );
    has_one(
        &alias,
        "items of `Aliases` are directly in `DistributionConfig`",
    );
    assert_eq!(repaired(&alias, Applicability::Unsafe), bare(&wrapped));
    let flat = |name: &str| {
        base()
            .replacen(&format!("<{name}>"), "", 1)
            .replacen(&format!("</{name}>"), "", 1)
    };
    leads_back(
        &flat("GeoRestriction"),
        "members of `GeoRestriction` are directly in `Restrictions`",
    );
    leads_back(
        &flat("CustomOriginConfig"),
        "members of `CustomOriginConfig` are directly in `Origin`",
    );
    leads_back(
        &flat("DefaultCacheBehavior"),
        "members of `DefaultCacheBehavior` are directly in `DistributionConfig`",
    );
    leads_back(
        &flat("ViewerCertificate"),
        "members of `ViewerCertificate` are directly in `DistributionConfig`",
    );
}

#[test]
fn a_misplaced_value_is_moved_home_or_left() {
    let comment = "  <Comment>Static files and an API</Comment>\n";
    let moved = with(comment, "").replacen(
        "<DefaultCacheBehavior>\n",
        &format!("<DefaultCacheBehavior>\n  {comment}"),
        1,
    );
    leads_back(
        &moved,
        "`Comment` does not belong in `DefaultCacheBehavior`",
    );
    let duplicate = with(
        "<DefaultCacheBehavior>\n",
        "<DefaultCacheBehavior>\n    <PriceClass>PriceClass_100</PriceClass>\n",
    );
    stays(
        &duplicate,
        "`PriceClass` does not belong in `DefaultCacheBehavior`",
    );
}

#[test]
fn items_of_the_wrong_type_are_not_counted() {
    let text = r#"{"Paths": {"Quantity": 1, "Items": {"Path": ["/*"]}}, "CallerReference": "one"}"#;
    let report = Linter::new().lint(text);
    let rules: Vec<_> = report
        .findings()
        .iter()
        .map(|finding| finding.rule.as_ref())
        .collect();
    assert_eq!(rules, ["json-type"]);
}

#[test]
fn an_update_keeps_what_is_live() {
    let live = with(
        "<WebACLId></WebACLId>",
        "<WebACLId>arn:aws:wafv2:us-east-1:123456789012:global/webacl/a/1</WebACLId>",
    );
    let next = with("  <WebACLId></WebACLId>\n", "");
    let alone = Linter::new().operation(Operation::Update);
    assert_eq!(alone.fix(&next, Applicability::Safe).text(), next);
    let compared = alone.compare_with(&Previous::parse(&live));
    assert_eq!(compared.fix(&next, Applicability::Safe).text(), next);
    assert_eq!(
        bare(compared.fix(&next, Applicability::Unsafe).text()),
        bare(&live)
    );
}

#[test]
fn a_lone_end_tag_does_not_prove_an_empty_element() {
    let lone = with("<PriceClass>PriceClass_All</PriceClass>", "</PriceClass>");
    let safe = Linter::new()
        .operation(Operation::Create)
        .fix(&lone, Applicability::Safe);
    assert_eq!(safe.text(), lone);
}

#[test]
fn the_quotes_of_a_word_processor_become_straight() {
    let namespace = "\"http://cloudfront.amazonaws.com/doc/2020-05-31/\"";
    for curly in [
        "\u{201c}http://cloudfront.amazonaws.com/doc/2020-05-31/\u{201d}",
        "\u{201c}http://cloudfront.amazonaws.com/doc/2020-05-31/\"",
    ] {
        let text = with(namespace, curly);
        has_one(&text, "the value of attribute `xmlns` is in curly quotes");
        assert_eq!(repaired(&text, Applicability::Safe), bare(&base()));
    }
}

#[test]
fn a_document_newer_than_its_namespace_has_one_fault() {
    let text = with("doc/2020-05-31/", "doc/2012-07-01/");
    let report = Linter::new().operation(Operation::Create).lint(&text);
    let rules: Vec<_> = report
        .findings()
        .iter()
        .map(|finding| finding.rule.as_ref())
        .collect();
    assert_eq!(rules, ["namespace-foreign"]);
    assert_eq!(repaired(&text, Applicability::Safe), bare(&text));
    assert_eq!(repaired(&text, Applicability::Unsafe), bare(&base()));
    // If the version is named, missing members are reported.
    let forced = Linter::new()
        .api_version("2012-07-01")
        .unwrap()
        .lint(&text)
        .findings()
        .len();
    assert!(forced > 10, "{forced} findings");
}

#[test]
fn a_count_next_to_a_faulty_item_is_corrected_on_request_only() {
    let document = r#"<InvalidationBatch xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/">
  <Paths><Quantity>2</Quantity><Items><Path><Two>/a,/b</Two></Path></Items></Paths>
  <CallerReference>one</CallerReference>
</InvalidationBatch>
"#;
    let fixed = Linter::new().fix(document, Applicability::Safe);
    assert!(
        fixed.text().contains("<Quantity>2</Quantity>"),
        "{}",
        fixed.text()
    );
}

#[test]
fn a_value_under_an_unknown_name_is_kept() {
    let unknown = with(
        "<Enabled>true</Enabled>",
        "<Enabled>true</Enabled>\n  <Continent>eu</Continent>",
    );
    stays(
        &unknown,
        "unknown member `Continent` in `DistributionConfig`; it is not in botocore 1.44.8",
    );
    let empty = with(
        "<Enabled>true</Enabled>",
        "<Enabled>true</Enabled>\n  <Continent></Continent>",
    );
    leads_back(
        &empty,
        "unknown member `Continent` in `DistributionConfig`; it is not in botocore 1.44.8",
    );
}

/// `Enabled` is in many members, so a member of a newer API that has it is none of those missing.
#[test]
fn a_newer_member_with_a_switch_is_not_renamed() {
    let text = r#"{"CallerReference": "one", "Comment": "", "Enabled": true, "Origins": {"Quantity": 0},
        "DefaultCacheBehavior": {}, "EdgeQuantum": {"Enabled": true}}"#;
    for level in [Applicability::Safe, Applicability::Unsafe] {
        let fixed = repaired(text, level);
        assert!(fixed.contains("\"EdgeQuantum\""), "{fixed}");
    }
}

#[test]
fn a_value_where_a_list_belongs_is_its_item() {
    let none = "<Quantity>0</Quantity>\n  </Aliases>";
    let right = with(
        none,
        "<Quantity>1</Quantity><Items><CNAME>www.example.com</CNAME></Items></Aliases>",
    );
    for name in ["member", "Alias", "HostName"] {
        for count in ["", "<Quantity>0</Quantity>", "<Quantity>1</Quantity>"] {
            let text = with(
                none,
                &format!("{count}<{name}>www.example.com</{name}></Aliases>"),
            );
            has_one(&text, &format!("unknown member `{name}` in `Aliases`"));
            assert_eq!(repaired(&text, Applicability::Safe), bare(&text));
            assert_eq!(repaired(&text, Applicability::Unsafe), bare(&right));
        }
    }
    for value in [r#""/index.html""#, r#"["/index.html"]"#] {
        let text = format!(
            r#"{{"Paths": {{"Quantity": 1, "member": {value}}}, "CallerReference": "one"}}"#
        );
        let right =
            r#"{"Paths": {"Quantity": 1, "Items": ["/index.html"]}, "CallerReference": "one"}"#;
        has_one(&text, "unknown member `member` in `Paths`");
        assert_eq!(repaired(&text, Applicability::Safe), text);
        assert_eq!(repaired(&text, Applicability::Unsafe), right);
    }
    // A number is hardly a host name, and two names are hardly both those of an item.
    for inside in [
        "<Quantity>0</Quantity><Count>3</Count>",
        "<Quantity>0</Quantity><Count>0</Count>",
    ] {
        stays(
            &with(none, &format!("{inside}</Aliases>")),
            "unknown member `Count` in `Aliases`; it is not in botocore 1.44.8",
        );
    }
    let two = with(
        none,
        "<Quantity>2</Quantity><First>a.example.com</First><Second>b.example.com</Second></Aliases>",
    );
    assert_eq!(repaired(&two, Applicability::Unsafe), bare(&two));
}

#[test]
fn what_is_not_a_list_is_not_counted() {
    let none = "<Quantity>0</Quantity>\n  </Aliases>";
    for inside in [
        "<Items>www.example.com</Items>",
        "<First>a.example.com</First><Second>b.example.com</Second>",
        "www.example.com",
    ] {
        let text = with(none, &format!("{inside}</Aliases>"));
        assert_eq!(repaired(&text, Applicability::Unsafe), bare(&text));
    }
    for items in [r#""Items": true"#, r#""First": "a", "Second": "b""#] {
        let text = format!(r#"{{"Paths": {{{items}}}, "CallerReference": "one"}}"#);
        assert_eq!(repaired(&text, Applicability::Unsafe), text);
    }
}

#[test]
fn lists_of_other_items_are_not_joined() {
    let base = convert(&Source::new(base().as_str()), Form::Json, None).unwrap();
    let text = base.replacen(
        "\"Origins\": {",
        "\"Origins\": {\n    \"Items\": [\"www.example.com\"],",
        1,
    );
    assert_ne!(text, base);
    has_one(&text, "duplicate `Items` with conflicting values");
    assert_eq!(repaired(&text, Applicability::Unsafe), bare(&text));
}
