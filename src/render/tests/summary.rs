//! The sentences at the end of a run.

use super::*;

fn line(files: &[FileResult<'_>]) -> String {
    let mut summary = Summary::default();
    for file in files {
        summary.add(file);
    }
    summary.line()
}

#[test]
fn a_single_file_is_named_in_the_summary() {
    let clean = report(DIST, Vec::new());
    let wrong = report(DIST, vec![quantity(DIST), bare(Span::at(0), "x")]);
    let dist = |report| FileResult::new("dist.xml", report);
    assert_eq!(line(&[dist(&clean)]), "No findings in dist.xml.");
    assert_eq!(
        line(&[dist(&wrong)]),
        "Found 1 error and 1 warning in dist.xml. 1 can be fixed with --fix."
    );
}

#[test]
fn several_files_are_counted() {
    let clean = report(DIST, Vec::new());
    let wrong = report(DIST, vec![quantity(DIST), bare(Span::at(0), "x")]);
    let all_clean = [
        FileResult::new("a.xml", &clean),
        FileResult::new("b.xml", &clean),
    ];
    assert_eq!(line(&all_clean), "No findings in 2 files.");
    let some = [
        FileResult::new("a.xml", &clean),
        FileResult::new("b.xml", &wrong),
        FileResult::new("c.xml", &wrong),
    ];
    assert_eq!(
        line(&some),
        "Found 2 errors and 2 warnings in 2 of 3 files. 2 can be fixed with --fix."
    );
}

#[test]
fn files_without_a_result_are_counted_by_their_reason() {
    let clean = report(DIST, Vec::new());
    let mut foreign = report("<a/>", Vec::new());
    foreign.status = Status::Skipped(None);
    let mut foreign_json = report("{}", Vec::new());
    (foreign_json.status, foreign_json.form) = (Status::Skipped(None), Form::Json);
    let xml = FileResult::new("d.xml", &foreign);
    let json = FileResult::new("e.json", &foreign_json);
    let gone = FileResult::failed("gone.xml", "no such file");
    assert_eq!(line(&[]), "No file was checked.");
    assert_eq!(
        line(&[FileResult::new("a.xml", &clean), xml]),
        "No findings in a.xml. Skipped 1 XML file that is not a CloudFront document."
    );
    assert_eq!(
        line(&[xml, json]),
        "No file was checked. Skipped 2 files that are not CloudFront documents."
    );
    assert_eq!(
        line(&[gone, json]),
        "No file was checked. Skipped 1 JSON file that is not a CloudFront document. 1 file could not be read."
    );
}

#[test]
fn fixes_and_suppressions_are_counted() {
    let mut unsafe_fix = quantity(DIST);
    unsafe_fix.fixes[0].applicability = Applicability::Unsafe;
    let mut both = report(DIST, vec![quantity(DIST), unsafe_fix]);
    both.suppressed = 2;
    assert_eq!(
        line(&[FileResult::new("dist.xml", &both)]),
        "Found 2 errors in dist.xml. 1 can be fixed with --fix, 1 more with --unsafe-fixes. 2 findings are suppressed."
    );
}
