"""The guard in front of real clients of boto3, whose requests go to moto."""

from __future__ import annotations

import logging
import pickle
from collections.abc import Callable
from typing import Any

import boto3
import botocore.session
import cloudfront_lint
import pytest
from botocore.exceptions import ClientError
from cloudfront_lint import Refused, Settings
from conftest import Sent


def create(client: Any, config: dict[str, Any]) -> dict[str, Any]:
    created: dict[str, Any] = client.create_distribution(DistributionConfig=config)
    return created


def test_a_good_body_is_sent_byte_for_byte(
    session: boto3.Session, sent: list[Sent], config: dict[str, Any]
) -> None:
    plain = session.client("cloudfront")
    guarded = cloudfront_lint.guard(session.client("cloudfront"))
    create(plain, config)
    guarded.create_distribution(DistributionConfig={**config, "CallerReference": "2"})
    first, second = sent
    assert first.body == second.body.replace(b"Reference>2<", b"Reference>1<")
    assert "caf\u00e9 &amp;".encode() in first.body


def test_a_bad_body_is_not_sent(
    session: boto3.Session, sent: list[Sent], config: dict[str, Any]
) -> None:
    client = cloudfront_lint.guard(session).client("cloudfront")
    config["Origins"]["Quantity"] = 2
    with pytest.raises(Refused) as caught:
        create(client, config)
    assert sent == []
    refused = caught.value
    assert isinstance(refused, ClientError)
    assert refused.operation_name == "CreateDistribution"
    assert refused.response["Error"]["Code"] == "InconsistentQuantities"
    assert refused.response["ResponseMetadata"]["HTTPStatusCode"] == 400
    assert [it.rule for it in refused.findings] == ["quantity-mismatch"]
    assert refused.report is not None and refused.report.root == "DistributionConfig"
    assert str(refused) == (
        "CreateDistribution was not called: "
        "error[quantity-mismatch] at DistributionConfig/Origins/Quantity: "
        "`Quantity` of `Origins` is 2, but `Items` contains 1 item; write 1, or correct `Items`"
    )


def test_what_a_program_catches_already_catches_it(
    session: boto3.Session, config: dict[str, Any]
) -> None:
    client = cloudfront_lint.guard(session.client("cloudfront"))
    config["Origins"]["Quantity"] = 2
    with pytest.raises(client.exceptions.InconsistentQuantities) as caught:
        create(client, config)
    assert isinstance(caught.value, Refused)


def test_all_findings_are_in_the_message(session: boto3.Session, config: dict[str, Any]) -> None:
    client = cloudfront_lint.guard(session.client("cloudfront"))
    config["Origins"]["Quantity"] = 2
    config["PriceClass"] = "PriceClass_Some"
    with pytest.raises(Refused) as caught:
        create(client, config)
    lines = str(caught.value).splitlines()
    assert lines[0] == "CreateDistribution was not called: 2 findings"
    assert len(lines) == 3 and all(line.startswith("  error[") for line in lines[1:])


def test_it_can_go_to_another_process(session: boto3.Session, config: dict[str, Any]) -> None:
    client = cloudfront_lint.guard(session.client("cloudfront"))
    config["Origins"]["Quantity"] = 2
    with pytest.raises(Refused) as caught:
        create(client, config)
    copied = pickle.loads(pickle.dumps(caught.value))
    assert isinstance(copied, Refused)
    assert (str(copied), copied.findings) == (str(caught.value), caught.value.findings)


def test_every_operation_with_a_document_is_guarded(
    session: boto3.Session, sent: list[Sent], config: dict[str, Any]
) -> None:
    client = cloudfront_lint.guard(session.client("cloudfront"))
    config["Origins"]["Quantity"] = 2
    tags = {"Items": [{"Key": "a", "Value": "b"}]}
    batch = {"Paths": {"Quantity": 2, "Items": ["/*"]}, "CallerReference": "1"}
    access = {
        "Name": "a",
        "SigningProtocol": "sigv5",
        "SigningBehavior": "always",
        "OriginAccessControlOriginType": "s3",
    }
    with_tags = {"DistributionConfig": config, "Tags": tags}
    calls: list[Callable[[], Any]] = [
        lambda: client.create_distribution_with_tags(DistributionConfigWithTags=with_tags),
        lambda: client.update_distribution(Id="E1", IfMatch="E2", DistributionConfig=config),
        lambda: client.create_invalidation(DistributionId="E1", InvalidationBatch=batch),
        lambda: client.create_origin_access_control(OriginAccessControlConfig=access),
    ]
    for call in calls:
        with pytest.raises(Refused):
            call()
    assert [it.method for it in sent] == ["GET"]


def test_calls_without_a_document_pass(session: boto3.Session, sent: list[Sent]) -> None:
    client = cloudfront_lint.guard(session.client("cloudfront"))
    client.list_distributions()
    assert [it.method for it in sent] == ["GET"]


def test_an_update_is_compared_with_the_live_configuration(
    session: boto3.Session,
    sent: list[Sent],
    config: dict[str, Any],
    caplog: pytest.LogCaptureFixture,
) -> None:
    config["Aliases"] = {"Quantity": 1, "Items": ["cdn.example.com"]}
    config["ViewerCertificate"] = {
        "ACMCertificateArn": "arn:aws:acm:us-east-1:123456789012:certificate/"
        "12345678-1234-1234-1234-123456789012",
        "SSLSupportMethod": "sni-only",
        "MinimumProtocolVersion": "TLSv1.2_2021",
    }
    client = cloudfront_lint.guard(session.client("cloudfront"))
    created = create(client, config)
    arguments = {"Id": created["Distribution"]["Id"], "IfMatch": created["ETag"]}
    sent.clear()

    client.update_distribution(DistributionConfig=config, **arguments)
    assert [it.method for it in sent] == ["GET", "PUT"]
    assert sent[0].path.endswith("/config")
    arguments["IfMatch"] = client.get_distribution_config(Id=arguments["Id"])["ETag"]
    sent.clear()

    changed = {**config, "CallerReference": "2"}
    with pytest.raises(Refused) as caught:
        client.update_distribution(DistributionConfig=changed, **arguments)
    assert [it.rule for it in caught.value.findings] == ["caller-reference-changed"]
    assert [it.method for it in sent] == ["GET"]
    sent.clear()

    with pytest.raises(client.exceptions.PreconditionFailed):
        client.update_distribution(DistributionConfig=config, Id=arguments["Id"], IfMatch="E0THER")
    assert [it.method for it in sent] == ["GET"]
    sent.clear()

    dropped = {**config, "Aliases": {"Quantity": 0}}
    strict = cloudfront_lint.guard(session.client("cloudfront"), fail_on="warning")
    with pytest.raises(Refused) as caught:
        strict.update_distribution(DistributionConfig=dropped, **arguments)
    assert "value-dropped" in [it.rule for it in caught.value.findings]
    assert [it.method for it in sent] == ["GET"]
    sent.clear()

    with caplog.at_level(logging.INFO, "cloudfront_lint"):
        client.update_distribution(DistributionConfig=dropped, **arguments)
    assert [it.method for it in sent] == ["GET", "PUT"]
    assert any("UpdateDistribution: warning[value-dropped]" in it for it in caplog.messages)


def test_an_update_is_not_compared_when_that_is_not_wanted(
    session: boto3.Session, sent: list[Sent], config: dict[str, Any]
) -> None:
    client = cloudfront_lint.guard(session.client("cloudfront"), compare=False)
    created = create(client, config)
    sent.clear()
    client.update_distribution(
        Id=created["Distribution"]["Id"], IfMatch=created["ETag"], DistributionConfig=config
    )
    assert [it.method for it in sent] == ["PUT"]


def test_an_update_of_what_cannot_be_fetched_is_left_to_the_service(
    session: boto3.Session,
    sent: list[Sent],
    config: dict[str, Any],
    caplog: pytest.LogCaptureFixture,
) -> None:
    client = cloudfront_lint.guard(session.client("cloudfront"))
    with pytest.raises(client.exceptions.NoSuchDistribution):
        client.update_distribution(Id="E0", IfMatch="E2", DistributionConfig=config)
    assert [it.method for it in sent] == ["GET", "PUT"]
    assert "UpdateDistribution is not compared with the live configuration" in caplog.text


def test_the_last_guard_counts(
    session: boto3.Session, sent: list[Sent], config: dict[str, Any]
) -> None:
    config["Origins"]["Quantity"] = 2
    client = session.client("cloudfront")
    cloudfront_lint.guard(client)
    off = Settings('[severity]\nquantity-mismatch = "off"\n')
    cloudfront_lint.guard(client, settings=off, compare=False)
    create(client, config)
    cloudfront_lint.guard(client, fail_on="never")
    create(client, {**config, "CallerReference": "2"})
    assert len(sent) == 2


def test_only_later_clients_of_a_session_are_guarded(
    session: boto3.Session, sent: list[Sent], config: dict[str, Any]
) -> None:
    config["Origins"]["Quantity"] = 2
    before = session.client("cloudfront")
    assert cloudfront_lint.guard(session) is session
    session.client("s3").list_buckets()
    with pytest.raises(Refused):
        create(session.client("cloudfront"), config)
    create(before, config)
    assert len(sent) == 1


def test_a_session_of_botocore_is_guarded(session: boto3.Session, config: dict[str, Any]) -> None:
    config["Origins"]["Quantity"] = 2
    plain = botocore.session.get_session()
    plain.set_credentials("key", "secret")
    client = cloudfront_lint.guard(plain).create_client("cloudfront", region_name="us-east-1")
    with pytest.raises(Refused):
        create(client, config)


def test_what_cannot_be_guarded_is_named(session: boto3.Session) -> None:
    with pytest.raises(
        TypeError, match="expected a session or a client of boto3 or botocore, found int"
    ):
        cloudfront_lint.guard(1)
    with pytest.raises(ValueError, match="expected a client for cloudfront, found one for s3"):
        cloudfront_lint.guard(session.client("s3"))
    with pytest.raises(ValueError, match="unknown severity 'fatal'; use \"error\""):
        cloudfront_lint.guard(session, fail_on="fatal")  # type: ignore[arg-type]
