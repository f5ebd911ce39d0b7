"""The guard in front of clients of boto3 and botocore: `guard` and what it raises.

What lives here: the exception for a call that is not made, and what is logged about the others.
What does not: which calls are looked at and how.
"""

from __future__ import annotations

import logging
from typing import Any, TypeVar

from botocore.exceptions import ClientError

from ._calls import FailOn, Stopped, Watch, log
from ._findings import Finding
from ._native import Linter, Report, Settings

__all__ = ["Refused", "guard"]

Guarded = TypeVar("Guarded")

UNKNOWN_CODE = "InvalidArgument"
"""The code of what the service would accept, or would refuse with a code that is not known."""


def guard(
    session_or_client: Guarded,
    *,
    fail_on: FailOn = "error",
    compare: bool = True,
    settings: Settings | None = None,
) -> Guarded:
    """Lints the body of every call to CloudFront, and raises `Refused` before a bad one is sent.

    Takes a client, or a session of boto3 or botocore whose later clients are guarded, and returns
    it. A body is sent if no finding is as severe as `fail_on`; the logger `cloudfront_lint` then
    gets its findings. With `compare`, an update is compared with the live configuration, which is
    fetched by one more call. A second guard replaces the first.
    """
    watch = Watch(refused, log_findings, fail_on=fail_on, compare=compare, settings=settings)
    if hasattr(session_or_client, "meta"):
        watch.on_client(session_or_client)
        return session_or_client
    # A session of botocore has the methods itself, one of boto3 in its `events`.
    events = getattr(session_or_client, "events", session_or_client)
    if not hasattr(events, "register"):
        found = type(session_or_client).__name__
        raise TypeError(f"expected a session or a client of boto3 or botocore, found {found}")
    watch.on_session(events)
    return session_or_client


class Refused(ClientError):
    """A call that was not made, because of what is wrong with its body.

    It is what the service would have raised: `response["Error"]["Code"]` is the code that it would
    have answered, and `except client.exceptions.InconsistentQuantities` catches it.
    """

    MSG_TEMPLATE = "{operation_name} was not called: {error_message}"

    findings: tuple[Finding, ...]
    """What stopped the call, errors first."""
    report: Report | None
    """The report on the body; `None` in another process."""

    def __init__(
        self,
        error_response: dict[str, Any],
        operation_name: str,
        findings: tuple[Finding, ...] = (),
        report: Report | None = None,
    ) -> None:
        super().__init__(error_response, operation_name)  # type: ignore[arg-type]
        self.findings = findings
        self.report = report

    def __reduce__(self) -> tuple[Any, ...]:
        return Refused, (self.response, self.operation_name, self.findings)


def refused(stopped: Stopped) -> Refused:
    """The exception for a call. It is also the one that the client has for the code."""
    answer = next((it.service for it in stopped.findings if it.service is not None), None)
    code = answer.code if answer else UNKNOWN_CODE
    response = {
        "Error": {"Type": "Sender", "Code": code, "Message": stopped.message()},
        "ResponseMetadata": {
            "HTTPStatusCode": answer.status if answer else 400,
            "HTTPHeaders": {},
            "RetryAttempts": 0,
        },
    }
    kind = stopped.client.exceptions.from_code(code)
    both: Any = Refused
    if not issubclass(Refused, kind):
        both = type("Refused", (Refused, kind), {"__module__": __name__})
    made: Refused = both(response, stopped.operation, stopped.findings, stopped.report)
    return made


def log_findings(operation: str, report: Report, _: Linter) -> None:
    """Logs what does not stop a call."""
    for finding in report.findings:
        level = logging.INFO if finding.severity == "advice" else logging.WARNING
        log.log(level, "%s: %s", operation, finding.line())
