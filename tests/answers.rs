//! Every answer of the service is accounted for, and `docs/service-errors.md` says how. `BLESS=1`
//! writes the page.
#![expect(clippy::expect_used, reason = "a test stops at the first surprise")]

use std::fs;
use std::path::Path;

use cloudfront_lint::internal::answers_page;
use cloudfront_lint::internal::model::load::{File, answers};
use cloudfront_lint::internal::model::rule::Answer;

use crate::support::stored;

fn known() -> Vec<Answer> {
    let path = "rules/answers.toml";
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path))
        .expect("the file can be read");
    answers::load(&File::new(path, text)).expect("the file is right")
}

#[test]
fn the_page_of_answers_is_up_to_date() {
    let page = answers_page(&known(), cloudfront_lint::rules());
    stored::file("docs/service-errors.md", &page);
}

#[test]
fn rules_foresee_known_answers_only() {
    let known = known();
    for rule in cloudfront_lint::rules() {
        let Some(service) = &rule.service else {
            continue;
        };
        let answer = known.iter().find(|answer| answer.code == service.code);
        assert_eq!(
            answer.map(|it| it.status),
            Some(service.status),
            "{} answers {} {}",
            rule.name,
            service.status,
            service.code
        );
    }
}

#[test]
fn an_answer_that_no_rule_foresees_says_why() {
    for answer in known() {
        let foreseen = cloudfront_lint::rules().iter().any(|rule| {
            rule.service
                .as_ref()
                .is_some_and(|service| service.code == answer.code)
        });
        assert!(
            foreseen || answer.unseen.is_some(),
            "{} is neither foreseen nor explained",
            answer.code
        );
    }
}
