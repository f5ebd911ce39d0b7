"""Measures what the guard adds to a call that it accepts.

Needs the package and boto3. Nothing is sent. For a body of 4 KB and one of 800 KB it prints how much
time of the processor botocore takes to write the body, and the guard to check it, as medians of
rounds in which both take turns. The goals: less than 1 ms for the small body, and less than 2 % of
what botocore takes for the large one.

    python benches/guard.py [ROUNDS]
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import boto3
import cloudfront_lint

Config = dict[str, Any]


def main() -> None:
    """Prints one row for each body."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    print("| body, bytes | botocore, ms | guard, ms | of botocore |")
    print("| ---: | ---: | ---: | ---: |")
    small = config(origins=1, behaviors=0, items=8, value="short")
    large = config(origins=100, behaviors=75, items=10, value=470 * "x")
    for body in (small, large):
        size, written, checked = measure(body, rounds)
        print(f"| {size:,} | {written:.3f} | {checked:.3f} | {100 * checked / written:.2f} % |")


def measure(body: Config, rounds: int) -> tuple[int, float, float]:
    """The bytes of a body, and the milliseconds of writing and of checking it."""
    session = boto3.Session("key", "secret", region_name="us-east-1")
    client: Any = cloudfront_lint.guard(session.client("cloudfront"))
    model = client.meta.service_model.operation_model("CreateDistribution")
    arguments = {"DistributionConfig": body}

    def write() -> Config:
        request: Config = client._serializer.serialize_to_request(arguments, model)
        return request

    def check(request: Config) -> None:
        event = "before-call.cloudfront.CreateDistribution"
        client.meta.events.emit(event, model=model, params=request, context={})

    written, checked = [], []
    for _ in range(rounds):
        time_of_writing, request = timed(write)
        time_of_checking, _ = timed(partial(check, request))
        written.append(time_of_writing)
        checked.append(time_of_checking)
    return len(request["body"]), statistics.median(written), statistics.median(checked)


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """The milliseconds of some work, and its result."""
    start = time.process_time()
    result = work()
    return 1000 * (time.process_time() - start), result


def config(*, origins: int, behaviors: int, items: int, value: str) -> Config:
    """A configuration without errors; the smaller lists of origins and behaviors have `items`."""
    return {
        "CallerReference": "measured",
        "Aliases": listed([]),
        "DefaultRootObject": "index.html",
        "Origins": listed(origin(index, items, value) for index in range(origins)),
        "OriginGroups": listed([]),
        "DefaultCacheBehavior": behavior(0, items),
        "CacheBehaviors": listed(
            {"PathPattern": f"section-{index}/*", **behavior(index % origins, items)}
            for index in range(behaviors)
        ),
        "CustomErrorResponses": listed([]),
        "Comment": "measured",
        "Logging": {"Enabled": False, "IncludeCookies": False, "Bucket": "", "Prefix": ""},
        "PriceClass": "PriceClass_All",
        "Enabled": True,
        "ViewerCertificate": {"CloudFrontDefaultCertificate": True},
        "Restrictions": {"GeoRestriction": {"RestrictionType": "none", "Quantity": 0}},
        "WebACLId": "",
        "HttpVersion": "http2",
        "IsIPV6Enabled": True,
        "Staging": False,
    }


def origin(index: int, headers: int, value: str) -> Config:
    """An origin with headers of its own."""
    return {
        "Id": f"origin-{index}",
        "DomainName": f"origin-{index}.example.com",
        "OriginPath": "",
        "CustomHeaders": listed(
            {"HeaderName": f"X-Example-{header}", "HeaderValue": value} for header in range(headers)
        ),
        "CustomOriginConfig": {
            "HTTPPort": 80,
            "HTTPSPort": 443,
            "OriginProtocolPolicy": "https-only",
            "OriginSslProtocols": listed(["TLSv1.2"]),
            "OriginReadTimeout": 30,
            "OriginKeepaliveTimeout": 5,
        },
        "ConnectionAttempts": 3,
        "ConnectionTimeout": 10,
        "OriginShield": {"Enabled": False},
    }


def behavior(origin: int, items: int) -> Config:
    """What a behavior and the default behavior have in common."""
    return {
        "TargetOriginId": f"origin-{origin}",
        "ForwardedValues": {
            "QueryString": True,
            "Cookies": {
                "Forward": "whitelist",
                "WhitelistedNames": listed(f"session-cookie-{item}" for item in range(items)),
            },
            "Headers": listed(f"X-Example-Forwarded-{item}" for item in range(items)),
            "QueryStringCacheKeys": listed(f"parameter-{item}" for item in range(items)),
        },
        "TrustedSigners": {"Enabled": False, "Quantity": 0},
        "TrustedKeyGroups": {"Enabled": False, "Quantity": 0},
        "ViewerProtocolPolicy": "redirect-to-https",
        "AllowedMethods": {
            **listed(["HEAD", "GET"]),
            "CachedMethods": listed(["HEAD", "GET"]),
        },
        "SmoothStreaming": False,
        "Compress": True,
        "LambdaFunctionAssociations": {"Quantity": 0},
        "FunctionAssociations": {"Quantity": 0},
        "FieldLevelEncryptionId": "",
        "MinTTL": 0,
        "DefaultTTL": 86_400,
        "MaxTTL": 31_536_000,
    }


def listed(items: Iterable[Any]) -> Config:
    """A list as the API counts it."""
    items = list(items)
    return {"Quantity": len(items), "Items": items} if items else {"Quantity": 0}


if __name__ == "__main__":
    main()
