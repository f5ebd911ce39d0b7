//! What is reported about a wrong check of a rule: at its place, and nothing is ignored in
//! silence.

use cloudfront_lint::config::load_rules;
use cloudfront_lint::internal::builtin::DIALECTS;
use cloudfront_lint::internal::model::load::{File, keys};

/// What loading a rule with a check comes to.
fn error_of(check: &str) -> String {
    let text = format!(
        "[house]\ntitle = \"a rule\"\nat = \"DistributionConfig/Comment\"\ncheck = {check}\nseverity = \"error\"\nmessage = \"{{value}}\"\n\
         help = \"help\"\nwhy = \"why\"\n"
    );
    load_rules(&[File::new("house.toml", text)], &[])
        .err()
        .map_or_else(String::new, |error| error.to_string())
}

#[test]
fn the_words_of_a_fix_need_a_repair() {
    let error = error_of("{ format = \"host-name\" }\nfix = \"write a name\"");
    assert_eq!(
        error,
        "house.toml:5:7: `fix` has no effect without `repair`"
    );
}

#[test]
fn a_rule_is_for_dialects_that_exist() {
    let with = |dialects: &str| {
        error_of(&format!(
            "{{ format = \"host-name\" }}\ndialects = {dialects}"
        ))
    };
    assert_eq!(with("\"terraform\""), "");
    assert_eq!(with("[\"api\", \"cloudformation\"]"), "");
    assert_eq!(
        with("\"terrafrom\""),
        "house.toml:5:12: unknown value `terrafrom`; did you mean `terraform`?"
    );
    let known = DIALECTS.iter().map(|dialect| dialect.name.as_ref());
    let known: Vec<&str> = std::iter::once("api").chain(known).collect();
    assert_eq!(keys::DIALECTS, known);
}

#[test]
fn a_check_has_one_kind_and_what_belongs_to_it() {
    for (check, error) in [
        ("{ format = \"host-name\" }", ""),
        ("{ in = [\"a\"], fold = true }", ""),
        ("{ min-length = 1, max-length = 2, unit = \"bytes\" }", ""),
        ("{ min = 1, max = 3, also = 5 }", ""),
        (
            "{ fold = true }",
            "house.toml:4:9: missing kind of check; expected one such as `required`, `in` or `format`",
        ),
        (
            "{ in = [\"a\"], format = \"host-name\" }",
            "house.toml:4:9: `in` cannot be combined with `format`",
        ),
        (
            "{ format = \"host-name\", fold = true }",
            "house.toml:4:33: `fold` has no effect with `format`",
        ),
        (
            "{ max = 3, in = [\"1\"] }",
            "house.toml:4:11: `max` has no effect with `in`",
        ),
        (
            "{ min = 1, max-length = 2 }",
            "house.toml:4:11: `min` has no effect with `max-length`",
        ),
        (
            "{ max-count = 2, also = 5 }",
            "house.toml:4:26: `also` has no effect with `max-count`",
        ),
    ] {
        assert_eq!(error_of(check), error, "{check}");
    }
    let near = error_of("{ max-cuont = 2 }");
    assert_eq!(
        near,
        "house.toml:4:11: unknown key `max-cuont`; did you mean `max-count` or `min-count`?"
    );
    let far = error_of("{ highest = 2 }");
    assert!(
        far.starts_with("house.toml:4:11: unknown key `highest`; expected one of `builtin`, "),
        "{far}"
    );
}

/// The errors of a rule, with lines of its own.
fn errors_at(at: &str, check: &str, lines: &str) -> String {
    let text = format!(
        "[house]\ntitle = \"a rule\"\nat = \"{at}\"\ncheck = {check}\nseverity = \"error\"\nwhy = \"why\"\n{lines}\n"
    );
    load_rules(&[File::new("house.toml", text)], &[])
        .err()
        .map_or_else(String::new, |error| error.to_string())
}

#[test]
#[expect(clippy::too_many_lines, reason = "one table of cases")]
fn a_path_leads_somewhere() {
    let forbidden = "{ forbidden = true }";
    for (at, check, lines, error) in [
        ("Origin/DomainName", forbidden, "", ""),
        ("Behavior/PathPattern", forbidden, "", ""),
        (
            "Origin",
            "{ required = [\"CustomOriginConfig/HTTPPort\"] }",
            "",
            "",
        ),
        (
            "Origin/Id",
            "{ reference = [\"/DefaultCacheBehavior/TargetOriginId\"] }",
            "",
            "",
        ),
        ("DistributionConfig/CNAME[]", forbidden, "", ""),
        (
            "Origin/PathPattern",
            forbidden,
            "",
            "3:14: `Origin` has no member `PathPattern`",
        ),
        (
            "Origin/DomianName",
            forbidden,
            "",
            "3:14: no shape has a member `DomianName`; did you mean `DomainName`?",
        ),
        (
            "Origin/Id[]",
            forbidden,
            "",
            "3:6: brackets after an element that is not a list in `Id[]`",
        ),
        (
            "DistributionConfig/Origins/Id",
            forbidden,
            "",
            "3:34: `Origins` has no member `Id`",
        ),
        (
            "Origin",
            "{ required = [\"PathPattern\"] }",
            "",
            "4:23: `Origin` has no member `PathPattern`",
        ),
        (
            "Origin/Id",
            "{ reference = [\"/Origins[]/PathPattern\"] }",
            "",
            "4:36: `Origin` has no member `PathPattern`",
        ),
        (
            "Origin/Id",
            forbidden,
            "when = [{ path = \"PathPattern\", present = true }]",
            "7:18: `Origin` has no member `PathPattern`",
        ),
        (
            "DistributionConfig/Origins",
            "{ sum = [\"Origins[]\"], unit = \"items\", max = 1 }",
            "",
            "4:19: `Origins` has no member `Origins`; this path begins at the target",
        ),
        (
            "Origin/S3OriginConfig",
            forbidden,
            "when = [{ path = \"OriginAccessIdentity\", present = true }]",
            "7:18: `Origin` has no member `OriginAccessIdentity`; this path begins at the instance",
        ),
        (
            "Logging",
            forbidden,
            "",
            "3:6: unknown shape `Logging`; did you mean `LoggingConfig`?",
        ),
    ] {
        let found = errors_at(at, check, lines);
        assert!(
            if error.is_empty() {
                found.is_empty()
            } else {
                found.contains(error)
            },
            "{at} {check} {lines}: {found}"
        );
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "one table of cases")]
fn a_mistake_in_the_texts_of_a_rule_is_reported() {
    let check = "{ max-length = 2 }";
    for (check, lines, error) in [
        (
            check,
            "message = \"{value} has {length|letter|letters}\"",
            "",
        ),
        (check, "message = \"{sibling:DomainName} {{name}}\"", ""),
        (
            check,
            "message = \"{lenght} letters\"",
            "7:11: unknown placeholder `{lenght}`; did you mean `length`?",
        ),
        (check, "message = \"it has {\"", "7:11: unclosed `{`"),
        (check, "message = \"\"", "7:11: `message` is empty"),
        (
            check,
            "[house.variants.updaet]\nmessage = \"a\"",
            "unknown variant `updaet`; did you mean `update`?",
        ),
        (check, "[house.variants.update]\nmessage = \"a\"", ""),
        (
            "{ builtin = \"unused-ignore\" }",
            "",
            "4:9: `unused-ignore` is reserved for the built-in rules",
        ),
        (
            "{ max-length = -2 }",
            "",
            "4:24: `-2` is negative; a size must be 0 or more",
        ),
        (
            "{ min-length = 5, max-length = 2 }",
            "",
            "4:9: `min-length` is 5, but `max-length` is 2",
        ),
        (
            "{ min = 5, max = -2 }",
            "",
            "4:9: `min` is 5, but `max` is -2",
        ),
        (
            "{ in = [\"a\"] }",
            "message = \"{known}\"",
            "7:11: unknown placeholder `{known}`",
        ),
        (
            check,
            "message = \"{quota}\"",
            "unknown placeholder `{quota}`",
        ),
        (
            check,
            "message = \"{shown}\"",
            "unknown placeholder `{shown}`",
        ),
        (check, "show = \"Nothing\"", "`Nothing`"),
        ("{ in = [] }", "", "4:16: expected at least one value"),
        (
            "{ max-length = { quota = \"alias\" } }",
            "",
            "unknown quota `alias`; did you mean `aliases` or `aliases-before-2012`?",
        ),
    ] {
        let found = errors_at("Origin/Id", check, lines);
        assert!(
            if error.is_empty() {
                found.is_empty()
            } else {
                found.contains(error)
            },
            "{check} {lines}: {found}"
        );
    }
}

/// What loading a rule with a condition comes to.
fn error_of_condition(condition: &str) -> String {
    error_of(&format!("{{ forbidden = true }}\nwhen = [{condition}]"))
}

#[test]
fn a_path_that_starts_with_a_name_needs_its_definition() {
    for (condition, error) in [
        (
            "{ path = \"/Origins[Id = 'a' | 'b']\", present = true }",
            "",
        ),
        (
            "{ path = \"@target-origin/Id\", present = true }",
            "house.toml:5:18: unknown start of the path `@target-origin`; did you mean `@target-origins`?",
        ),
        (
            "{ path = \"/Origins[Id = ]\", present = true }",
            "house.toml:5:18: expected a member, a path or a text in quotes after `=`",
        ),
        (
            "{ path = \"/Origins[Id = /Aliases[Id = 'a']]\", present = true }",
            "house.toml:5:18: the element before `Id` has no members",
        ),
        (
            "{ path = \"@etag/Id\", present = true }",
            "house.toml:5:18: nothing can follow `@etag/Id`",
        ),
        (
            "\"targets-s4\"",
            "house.toml:5:9: unknown condition `targets-s4`; did you mean `targets-s3`?",
        ),
        (
            "{ path = \"Comment\", measure = \"bytes\", format = \"host-name\" }",
            "house.toml:5:39: `measure` is a number; use it with `equals`, `in`, `greater` or `less`",
        ),
        (
            "{ path = \"Comment\", measure = { text = \"\" }, greater = 1 }",
            "house.toml:5:48: expected a text that is not empty",
        ),
    ] {
        assert_eq!(error_of_condition(condition), error, "{condition}");
    }
    let nested = format!(
        "{{ path = \"{}\", present = true }}",
        "/Origins[Id = ".repeat(9)
    );
    let error = error_of_condition(&nested);
    assert!(
        error.ends_with("more than 8 brackets inside each other"),
        "{error}"
    );
}

#[test]
fn definitions_are_checked_where_they_are_and_where_they_are_used() {
    for (define, error) in [
        (
            "paths = { etag = \"Comment\" }",
            "house.toml:2:11: `@etag` already has a meaning",
        ),
        (
            "paths = { \"A b\" = \"Comment\" }",
            "house.toml:2:11: invalid name `A b`; write lower-case words joined by `-`",
        ),
        (
            "paths = { one = 5 }",
            "house.toml:2:17: expected a string, found integer",
        ),
        (
            "paths = { previous = \"Comment\" }",
            "house.toml:2:11: `@previous` already has a meaning",
        ),
        (
            "path = { one = \"Comment\" }",
            "house.toml:2:1: unknown key `path`; did you mean `paths`?",
        ),
    ] {
        let file = File::new("house.toml", format!("[define]\n{define}\n"));
        let found = load_rules(&[file], &[])
            .err()
            .map(|error| error.to_string());
        assert_eq!(found.as_deref(), Some(error), "{define}");
    }
    let rule = "title = \"a rule\"\nat = \"Origin\"\ncheck = { forbidden = true }\nseverity = \"error\"\nmessage = \"m\"\nwhy = \"why\"\n";
    for (define, used, error) in [
        (
            "paths = { one = \"@two\", two = \"@one\" }",
            "{ path = \"@one\", present = true }",
            "house.toml:10:18: the definition of `@one` refers to itself",
        ),
        (
            "conditions = { one = { path = \"Comment\", present = true } }",
            "\"one\"",
            "house.toml:10:9: condition `one` (house.toml:2): `Origin` has no member `Comment`",
        ),
    ] {
        let text = format!("[define]\n{define}\n[house]\n{rule}when = [{used}]\n");
        let found = load_rules(&[File::new("house.toml", text)], &[]).err();
        let found = found.map(|error| error.to_string());
        assert_eq!(found.as_deref(), Some(error), "{define}");
    }
}

/// The errors of a file.
fn errors_of(text: &str) -> String {
    load_rules(&[File::new("house.toml", text)], &[])
        .err()
        .map_or_else(String::new, |error| error.to_string())
}

#[test]
fn forbidden_when_replaces_when_and_check() {
    assert_eq!(
        error_of("{ min-length = 1 }\nforbidden-when = []"),
        "house.toml:4:9: `check` cannot be combined with `forbidden-when`"
    );
    let rule = "[house]\ntitle = \"a rule\"\nat = \"Origin/Id\"\nseverity = \"error\"\nmessage = \"m\"\nwhy = \"why\"\n";
    for (lines, error) in [
        (
            "forbidden-when = [{ path = \"Idd\", present = true }]",
            "house.toml:7:28: no shape has a member `Idd`; did you mean `Id`?",
        ),
        (
            "forbidden-when = []\nwhen = []",
            "house.toml:8:8: `when` cannot be combined with `forbidden-when`",
        ),
        (
            "forbidden-when = []\nlabel = \"@later\"",
            "house.toml:8:9: unknown text `later`; define it in `[define.texts]`",
        ),
        ("", "house.toml:1:1: missing key `check`"),
    ] {
        assert_eq!(errors_of(&format!("{rule}{lines}\n")), error, "{lines}");
    }
}

#[test]
fn a_family_is_checked_as_if_its_rules_were_written_out() {
    let family = "[house]\ntitle = \"{what}\"\nat = \"DistributionConfig/{member}\"\ncheck = { in = [\"a\"] }\n\
                  severity = \"error\"\nmessage = \"{value} in {what}\"\nwhy = \"why\"\n[house.rules]\n";
    for (rows, error) in [
        ("one = { what = \"a comment\", member = \"Comment\" }", ""),
        (
            "one = { what = \"a comment\", member = \"Commnet\" }",
            "house.toml:3:6: rule `one`: no shape has a member `Commnet`; did you mean `Comment`?",
        ),
        (
            "one = { what = \"a comment\", member = \"Comment\" }\ntwo = { what = \"a class\" }",
            "house.toml:10:1: missing `member`, which another rule here has",
        ),
        (
            "one = { what = \"a\", member = \"Comment\", serverity = \"advice\" }",
            "house.toml:9:41: no text contains `{serverity}`; did you mean `severity`?",
        ),
        (
            "one = { what = \"a\", member = \"Commnet\", serverity = \"advice\" }\ntwo = { what = \"b\", member = \"Comment\" }",
            "house.toml:3:6: rule `one`: no shape has a member `Commnet`; did you mean `Comment`?\n\
             house.toml:9:41: unknown key `serverity`; did you mean `severity`?",
        ),
        (
            "one = { what = \"a\", member = \"Comment\", value = \"b\" }",
            "house.toml:9:41: `{value}` already has a meaning",
        ),
        (
            "one = { what = \"a\", member = \"Comment\", suggestion = \"b\" }",
            "house.toml:9:41: `{suggestion}` already has a meaning",
        ),
        (
            "one = { what = [\"a\"], member = \"Comment\" }",
            "house.toml:9:16: expected a string, an integer, or `true` or `false`, found array",
        ),
        (
            "one = { what = \"a\", member = \"Comment\", rules = {} }",
            "house.toml:9:49: a rule of a family cannot be a family",
        ),
        (
            "target-origin-missing = { what = \"a\", member = \"Comment\" }",
            "house.toml:9:1: `target-origin-missing` is the name of a built-in rule; choose another",
        ),
        ("", "house.toml:8:1: expected at least one rule"),
    ] {
        assert_eq!(errors_of(&format!("{family}{rows}\n")), error, "{rows}");
    }
    let twice = family.replace("{ in = [\"a\"] }", "{ in = [] }");
    let rows = "one = { what = \"a\", member = \"Comment\" }\ntwo = { what = \"b\", member = \"WebACLId\" }";
    assert_eq!(
        errors_of(&format!("{twice}{rows}\n")),
        "house.toml:4:16: rule `one`: expected at least one value",
        "an error that both rules have is reported once"
    );
}

/// Two files that define a name are a mistake; a file that defines a built-in name means its own.
#[test]
fn a_teams_definition_replaces_the_built_in_one() {
    let rule = "[house]\ntitle = \"a rule\"\nat = \"Origin\"\nforbidden-when = [\"s3-origin\"]\nseverity = \"error\"\n\
                message = \"m\"\nwhy = \"why\"\n[define.conditions]\ns3-origin = { path = \"Nothing\", present = true }\n";
    assert_eq!(
        errors_of(rule),
        "house.toml:4:19: condition `s3-origin` (house.toml:9): no shape has a member `Nothing`"
    );
    let define = "[define.texts]\none = \"a text\"\n";
    let files = ["a.toml", "b.toml"].map(|path| File::new(path, define));
    let found = load_rules(&files, &[]).err();
    assert_eq!(
        found.map(|error| error.to_string()).as_deref(),
        Some("b.toml:2:1: duplicate definition `one`")
    );
}
