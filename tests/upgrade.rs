//! Documents of old versions, written for newer ones.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use cloudfront_lint::internal::builtin::{BASES, SCHEMA};
use cloudfront_lint::{Form, Linter, Severity, Source, compare, convert, upgrade};

use crate::support::stored;

/// The standard documents that are configurations, each with the date of its version.
fn configurations() -> Vec<(&'static str, &'static str, &'static str)> {
    let kinds = ["distribution", "streaming", "invalidation", "identity"];
    let all = BASES.iter().filter_map(|(name, text)| {
        let (kind, date) = name.split_at_checked(name.len().checked_sub(11)?)?;
        kinds.contains(&kind).then_some((*name, &date[1..], *text))
    });
    all.collect()
}

/// The versions after a date.
fn later(date: &str) -> impl Iterator<Item = &'static str> {
    let own = SCHEMA.version(date).unwrap();
    let all = SCHEMA.versions.iter().skip(usize::from(own.0) + 1);
    all.map(|version| version.name.as_ref())
}

fn errors(text: &str) -> Vec<String> {
    let report = cloudfront_lint::lint(text);
    let errors = report.findings().iter();
    let errors = errors.filter(|finding| finding.severity == Severity::Error);
    errors
        .map(|it| format!("{}: {}", it.rule, it.message))
        .collect()
}

#[test]
fn a_document_of_any_version_is_right_in_every_later_one() {
    for (name, date, text) in configurations() {
        assert_eq!(errors(text), Vec::<String>::new(), "{name}");
        for version in later(date) {
            let upgraded = upgrade(&Source::new(text), version).unwrap();
            let found = errors(&upgraded.text);
            assert!(
                found.is_empty(),
                "{name} to {version}: {found:?}\n{}",
                upgraded.text
            );
            assert_eq!(upgraded.left_out, [], "{name} to {version}");
            assert!(
                upgraded.text.contains(&format!("/doc/{version}/")),
                "{version}"
            );
        }
    }
}

/// Versions between ask for members that the newest one does not, so the texts can differ, but not
/// what they mean.
#[test]
fn two_upgrades_mean_the_same_as_one() {
    let newest = "2020-05-31";
    for (name, date, text) in configurations() {
        let at_once = upgrade(&Source::new(text), newest).unwrap().text;
        for between in later(date) {
            let first = upgrade(&Source::new(text), between).unwrap().text;
            let second = upgrade(&Source::new(&first), newest).unwrap().text;
            let sources = [Source::new(&at_once), Source::new(&second)];
            let changes = compare::changes(&Linter::new(), &sources[0], &sources[1]).unwrap();
            assert!(changes.is_empty(), "{name} by {between}: {changes:?}");
        }
    }
}

const OLD: &str = r#"<DistributionConfig xmlns="http://cloudfront.amazonaws.com/doc/2012-03-15/">
  <CustomOrigin>
    <DNSName>www.example.com</DNSName><HTTPPort>8080</HTTPPort>
    <OriginProtocolPolicy>match-viewer</OriginProtocolPolicy>
  </CustomOrigin>
  <CallerReference>one</CallerReference>
  <CNAME>a.example.com</CNAME><CNAME>b.example.com</CNAME>
  <Comment>old &amp; good</Comment><Enabled>true</Enabled>
  <Logging><Bucket>logs.s3.amazonaws.com</Bucket><Prefix>cdn/</Prefix></Logging>
  <TrustedSigners><Self/><AwsAccountNumber>111122223333</AwsAccountNumber></TrustedSigners>
  <RequiredProtocols><Protocol>https</Protocol></RequiredProtocols>
  <CachingBehavior><MinTTL>3600</MinTTL></CachingBehavior>
</DistributionConfig>"#;

#[test]
fn an_old_document_is_rewritten_member_by_member() {
    let upgraded = upgrade(&Source::new(OLD), "2020-05-31").unwrap();
    assert_eq!(errors(OLD), Vec::<String>::new());
    assert_eq!(upgraded.comments_left_out, Vec::<String>::new());
    assert_eq!(errors(&upgraded.text), Vec::<String>::new());
    let added: String = upgraded
        .added
        .iter()
        .map(|(path, value)| format!("{path}: {value}\n"))
        .collect();
    stored::snapshot(
        "upgrade/an_old_document_is_rewritten",
        &format!("{}\nadded:\n{added}", upgraded.text),
    );
}

#[test]
fn what_has_no_counterpart_is_reported() {
    let unknown = OLD.replace("<Comment>", "<Colour>red</Colour><Comment>");
    let upgraded = upgrade(&Source::new(&unknown), "2020-05-31").unwrap();
    assert_eq!(
        upgraded.left_out,
        [("DistributionConfig/Colour".to_owned(), None)]
    );
    let newest = convert(&Source::new(OLD), Form::Xml, None).unwrap();
    let newest = upgrade(&Source::new(&newest), "2020-05-31").unwrap().text;
    let error = upgrade(&Source::new(&newest), "2012-07-01").unwrap_err();
    assert_eq!(
        error.to_string(),
        "it is of 2020-05-31, which is newer than 2012-07-01"
    );
    assert!(upgrade(&Source::new("<project/>"), "2020-05-31").is_err());
}

#[test]
fn comments_stay_where_their_elements_are() {
    let commented = OLD
        .replace(
            "<DistributionConfig ",
            "<!-- first -->\n<DistributionConfig ",
        )
        .replace(
            "  <CallerReference>",
            "  <!-- the\n  reference -->\n  <!-- two --><CallerReference>",
        )
        .replace("<CNAME>b", "<!-- lost -->\n  <CNAME>b")
        .replace("<Self/>", "<Self/><!-- lost too -->")
        .replace(
            "</DistributionConfig>",
            "  <!-- end -->\n</DistributionConfig>\n<!-- last -->\n",
        );
    let upgraded = upgrade(&Source::new(&commented), "2020-05-31").unwrap();
    assert_eq!(
        upgraded.comments_left_out,
        ["<!-- lost -->", "<!-- lost too -->"]
    );
    let lines: Vec<&str> = upgraded.text.lines().collect();
    assert_eq!(lines[1], "<!-- first -->");
    let reference = lines
        .iter()
        .position(|line| line.contains("<CallerReference>"))
        .unwrap();
    assert_eq!(
        lines[reference - 3..reference],
        ["  <!-- the", "  reference -->", "  <!-- two -->"]
    );
    let end = ["  <!-- end -->", "</DistributionConfig>", "<!-- last -->"];
    assert_eq!(lines[lines.len() - 3..], end);
    let plain = upgrade(&Source::new(OLD), "2020-05-31").unwrap().text;
    let without = lines.iter().filter(|line| !line.contains("--"));
    assert_eq!(without.count(), plain.lines().count());
    assert_eq!(errors(&upgraded.text), Vec::<String>::new());
}

#[test]
fn comments_of_json_are_reported() {
    let json = "{ // why\n \"CallerReference\": \"one\", \"Comment\": \"two\"}";
    let upgraded = upgrade(&Source::new(json), "2020-05-31").unwrap();
    assert_eq!(upgraded.comments_left_out, ["// why"]);
}
