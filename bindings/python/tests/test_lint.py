"""Linting, fixing, converting and explaining, without botocore."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
import threading

import cloudfront_lint
import pytest
from cloudfront_lint import Error, Linter, Previous, Settings
from conftest import FIXTURES

BATCH = '{"Paths": {"Quantity": 2, "Items": ["/*"]}, "CallerReference": "one"}'
RIGHT = BATCH.replace("2", "1")


@pytest.mark.parametrize("body", [BATCH, BATCH.encode(), bytearray(BATCH.encode())])
def test_a_finding_has_all_its_facts(body: str | bytes | bytearray) -> None:
    report = cloudfront_lint.lint(body)
    assert report.has_errors and report.is_checked and not report.is_whole
    assert (report.root, report.api_version, report.form) == (
        "InvalidationBatch",
        "2020-05-31",
        "json",
    )
    (finding,) = report.findings
    assert finding.rule == "quantity-mismatch"
    assert (finding.severity, finding.certainty) == ("error", "certain")
    assert finding.path == "InvalidationBatch/Paths/Quantity"
    assert report.text[finding.place.start : finding.place.end] == "2"
    assert (finding.place.line, finding.place.column) == (1, 24)
    assert finding.service == cloudfront_lint.ServiceAnswer(
        "InconsistentQuantities", 400, "CloudFront"
    )
    assert finding.fixes[0].title == "write 1" and finding.fixes[0].is_safe
    assert str(finding) == f"1:24: error[quantity-mismatch]: {finding.message}"
    assert finding.url is not None and finding.url.endswith("/rules/quantity-mismatch/")


def test_places_count_characters() -> None:
    body = BATCH.replace("{", '{"Comment": "\U0001f600 caf\u00e9",', 1)
    report = cloudfront_lint.lint(body)
    places = [it.place for it in report.findings if it.rule == "quantity-mismatch"]
    assert [report.text[it.start : it.end] for it in places] == ["2"]
    assert body[places[0].column - 1] == "2"


def test_edits_are_those_that_a_fix_makes() -> None:
    report = cloudfront_lint.lint("\u00e9" + BATCH)
    finding = next(it for it in report.findings if it.rule == "quantity-mismatch")
    text = report.text
    for edit in reversed(finding.fixes[0].edits):
        text = text[: edit.start] + edit.text + text[edit.end :]
    assert text == "\u00e9" + RIGHT


def test_what_is_not_for_cloudfront_is_skipped() -> None:
    report = cloudfront_lint.lint("<project/>")
    assert not report.is_checked and report.findings == ()
    assert repr(report) == "<cloudfront_lint.Report: skipped>"


def test_an_update_is_compared(live: bytes) -> None:
    report = cloudfront_lint.lint(
        live.replace(b"<CallerReference>", b"<CallerReference>another-"),
        operation="update",
        previous=live,
        if_match="E2",
    )
    assert [it.rule for it in report.findings] == ["caller-reference-changed"]
    linter = Linter(operation="update", previous=Previous(live, etag="E1"), if_match="E2")
    assert [it.rule for it in linter.lint(live).findings] == ["etag-stale"]


def test_safe_fixes_are_applied() -> None:
    fixed = cloudfront_lint.fix(BATCH)
    assert fixed.body == RIGHT.encode() and fixed.text == RIGHT
    assert [(it.rule, it.title, it.is_safe) for it in fixed.applied] == [
        ("quantity-mismatch", "write 1", True)
    ]
    assert not fixed.report.has_errors and fixed.refused == ()
    assert cloudfront_lint.fix(fixed.body).applied == ()


def test_unsafe_fixes_are_applied_when_asked_for() -> None:
    body = (FIXTURES / "sample/broken.xml").read_bytes()
    safe, all = cloudfront_lint.fix(body), cloudfront_lint.fix(body, unsafe=True)
    assert ("https://img" in safe.text, "https://img" in all.text) == (True, False)
    assert {it.is_safe for it in safe.applied} == {True}
    assert {it.is_safe for it in all.applied} == {True, False}


def test_documents_are_converted() -> None:
    xml = cloudfront_lint.convert(RIGHT, "xml")
    assert "<Path>/*</Path>" in xml
    assert json.loads(cloudfront_lint.convert(xml, "json")) == json.loads(RIGHT)
    with pytest.raises(Error, match="not a CloudFront document"):
        cloudfront_lint.convert("<project/>", "json")
    with pytest.raises(Error, match="unknown notation `yml`"):
        cloudfront_lint.convert(RIGHT, "yml")  # type: ignore[arg-type]


def test_rules_and_elements_are_explained() -> None:
    assert cloudfront_lint.explain("quantity-mismatch").startswith("# quantity-mismatch\n")
    assert "since 2015-09-17" in cloudfront_lint.why("DefaultCacheBehavior/Compress")
    with pytest.raises(Error, match="did you mean `quantity-mismatch`"):
        cloudfront_lint.explain("quantity-mismtach")


def test_settings_change_rules_and_quotas() -> None:
    batch = '{"Paths": {"Quantity": 2, "Items": ["/a", "/b"]}, "CallerReference": "one"}'
    settings = Settings('[quotas]\ninvalidation-paths = 1\n[severity]\nquantity-mismatch = "off"\n')
    linter = Linter(settings=settings)
    assert [it.rule for it in linter.lint(batch).findings] == ["too-many-invalidation-paths"]
    assert linter.lint(BATCH).findings == ()
    with pytest.raises(
        Error, match=r"my\.toml:1:1: .*unknown key `ignroe`; did you mean `ignore`\?"
    ):
        Settings("ignroe = []", path="my.toml")
    with pytest.raises(Error, match="`rules` names other files"):
        Settings('rules = ["policy/*.toml"]')


def test_hidden_findings_stay_hidden() -> None:
    report = cloudfront_lint.lint(
        BATCH, settings=Settings('severity = {quantity-mismatch = "advice"}')
    )
    assert [it.severity for it in report.findings] == ["advice"]
    settings = Settings('min-severity = "error"\nseverity = {quantity-mismatch = "advice"}')
    assert cloudfront_lint.lint(BATCH, settings=settings).findings == ()
    assert cloudfront_lint.fix(BATCH, settings=settings).body == RIGHT.encode()


def test_arguments_that_are_wrong_are_named() -> None:
    with pytest.raises(TypeError, match="a document is str, bytes or bytearray, not dict"):
        cloudfront_lint.lint({})  # type: ignore[arg-type]
    with pytest.raises(Error, match="unknown operation `put`"):
        cloudfront_lint.lint(BATCH, operation="put")  # type: ignore[arg-type]
    with pytest.raises(
        Error, match=r"unknown API version `2020-05-13`; did you mean `2020-05-31`\?"
    ):
        cloudfront_lint.lint(BATCH, api_version="2020-05-13")
    with pytest.raises(Error, match="unknown format `xml`"):
        cloudfront_lint.lint(BATCH).render("xml")  # type: ignore[arg-type]


def test_reports_are_written_in_the_formats_of_the_program() -> None:
    report = cloudfront_lint.lint(BATCH)
    assert report.render(path="batch.json").startswith(
        "batch.json:1:24: error[quantity-mismatch]: "
    )
    assert "expected 1" in report.render("pretty")
    (file,) = json.loads(report.render("json", path="batch.json"))["files"]
    assert file["findings"][0]["rule"] == "quantity-mismatch"
    assert json.loads(report.render("sarif"))["version"] == "2.1.0"


def test_nothing_that_is_logged_by_accident_shows_values() -> None:
    config = '{"CallerReference": "one", "Origins": {"Quantity": 1}, "PriceClass": "s3cret"}'
    report = cloudfront_lint.lint(config)
    assert any("s3cret" in it.message for it in report.findings)
    assert "s3cret" not in repr(report) + repr(report.findings) + repr(cloudfront_lint.fix(config))


def test_findings_can_go_to_another_process() -> None:
    findings = cloudfront_lint.lint(BATCH).findings
    assert pickle.loads(pickle.dumps(findings)) == findings
    error = pickle.loads(pickle.dumps(Error("no")))
    assert isinstance(error, Error)


def test_other_threads_run_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    """No thread loses the lock of Python unless it gives it away: lint does, so this one runs."""
    interval = sys.getswitchinterval()
    started, done = threading.Event(), []
    paths = ", ".join(f'"/{number}"' for number in range(100_000))
    batch = f'{{"Paths": {{"Quantity": 2, "Items": [{paths}]}}, "CallerReference": "one"}}'

    def work() -> None:
        started.set()
        cloudfront_lint.lint(batch)
        done.append(True)

    worker = threading.Thread(target=work)
    sys.setswitchinterval(60)
    try:
        worker.start()
        started.wait()
        was_done = bool(done)
    finally:
        sys.setswitchinterval(interval)
        worker.join()
    assert not was_done


def test_the_linter_does_not_need_botocore() -> None:
    code = "import sys, cloudfront_lint; print(sorted({'boto3', 'botocore'} & set(sys.modules)))"
    output = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert output.stdout == "[]\n"
    with pytest.raises(AttributeError, match="no attribute 'gaurd'"):
        _ = cloudfront_lint.gaurd  # type: ignore[attr-defined]
