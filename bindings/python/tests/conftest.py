"""What the tests have in common: documents, and clients whose requests are recorded."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import boto3
import pytest
from moto import mock_aws

FIXTURES = Path(__file__).resolve().parents[3] / "fixtures"

CONFIG: dict[str, Any] = {
    "CallerReference": "1",
    "Aliases": {"Quantity": 0},
    "DefaultRootObject": "index.html",
    "Origins": {
        "Quantity": 1,
        "Items": [
            {
                "Id": "www",
                "DomainName": "www.example.com",
                "OriginPath": "",
                "CustomHeaders": {"Quantity": 0},
                "CustomOriginConfig": {
                    "HTTPPort": 80,
                    "HTTPSPort": 443,
                    "OriginProtocolPolicy": "https-only",
                    "OriginSslProtocols": {"Quantity": 1, "Items": ["TLSv1.2"]},
                    "OriginReadTimeout": 30,
                    "OriginKeepaliveTimeout": 5,
                },
                "ConnectionAttempts": 3,
                "ConnectionTimeout": 10,
                "OriginShield": {"Enabled": False},
                "OriginAccessControlId": "",
            }
        ],
    },
    "OriginGroups": {"Quantity": 0},
    "DefaultCacheBehavior": {
        "TargetOriginId": "www",
        "TrustedSigners": {"Enabled": False, "Quantity": 0},
        "TrustedKeyGroups": {"Enabled": False, "Quantity": 0},
        "ViewerProtocolPolicy": "redirect-to-https",
        "AllowedMethods": {
            "Quantity": 2,
            "Items": ["HEAD", "GET"],
            "CachedMethods": {"Quantity": 2, "Items": ["HEAD", "GET"]},
        },
        "SmoothStreaming": False,
        "Compress": True,
        "LambdaFunctionAssociations": {"Quantity": 0},
        "FunctionAssociations": {"Quantity": 0},
        "FieldLevelEncryptionId": "",
        "CachePolicyId": "658327ea-f89d-4fab-a63d-7e88639e58f6",
    },
    "CacheBehaviors": {"Quantity": 0},
    "CustomErrorResponses": {"Quantity": 0},
    "Comment": 'caf\u00e9 & "more" > less',
    "Logging": {"Enabled": False, "IncludeCookies": False, "Bucket": "", "Prefix": ""},
    "PriceClass": "PriceClass_All",
    "Enabled": True,
    "ViewerCertificate": {"CloudFrontDefaultCertificate": True},
    "Restrictions": {"GeoRestriction": {"RestrictionType": "none", "Quantity": 0}},
    "WebACLId": "",
    "HttpVersion": "http2",
    "IsIPV6Enabled": True,
    "ContinuousDeploymentPolicyId": "",
    "Staging": False,
}


class Sent(NamedTuple):
    """A request that left a client."""

    method: str
    path: str
    body: bytes


@pytest.fixture
def config() -> dict[str, Any]:
    """A configuration that the service accepts, for a create and an update."""
    return copy.deepcopy(CONFIG)


@pytest.fixture
def live() -> bytes:
    """A configuration as the service sends it."""
    return (FIXTURES / "base/distribution-2020-05-31.xml").read_bytes()


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> Iterator[boto3.Session]:
    """A session whose requests go to moto."""
    monkeypatch.setenv("AWS_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/dev/null")
    with mock_aws():
        yield boto3.Session("key", "secret", region_name="us-east-1")


@pytest.fixture
def sent(session: boto3.Session) -> list[Sent]:
    """What clients of the session send, from now on."""
    requests: list[Sent] = []

    def record(request: Any, **_: Any) -> None:
        body = request.body or b""
        body = body.encode() if isinstance(body, str) else body
        requests.append(Sent(request.method, request.url.split(".com", 1)[1], bytes(body)))

    session.events.register_first("before-send.cloudfront.*", record)
    return requests
