"""Calls of clients, checked before they are sent.

What lives here: which calls are looked at, and what an update is compared with. What does not: what
happens to a call that is stopped, which the guard and the plugin of the AWS CLI know, and what is
wrong with a body, which is for the linter. Nothing of botocore is imported, because the AWS CLI has
its own.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from typing import Any, Literal, get_args

from ._findings import Finding, Severity
from ._native import Linter, Previous, Report, Settings

__all__ = ["FailOn", "Stopped", "Watch", "log"]

log = logging.getLogger("cloudfront_lint")

FailOn = Literal["error", "warning", "advice", "never"]

ID = "cloudfront-lint"
"""What the handlers are registered as, so that a second guard replaces the first."""

SEVERITIES: tuple[Severity, ...] = get_args(Severity)


class Stopped:
    """A call that is not to be made."""

    def __init__(
        self,
        client: Any,
        operation: str,
        findings: Sequence[Finding],
        report: Report,
        linter: Linter,
    ) -> None:
        self.client = client
        self.operation = operation
        self.findings = tuple(sorted(findings, key=lambda it: SEVERITIES.index(it.severity)))
        """What stops it, errors first."""
        self.report = report
        self.linter = linter

    def message(self) -> str:
        """What stops it; a line for each finding if there are several."""
        lines = [it.line() for it in self.findings]
        if len(lines) == 1:
            return lines[0]
        return "\n".join([f"{len(lines)} findings", *(f"  {line}" for line in lines)])


class Watch:
    """Looks at the calls of clients."""

    def __init__(
        self,
        stop: Callable[[Stopped], Exception],
        passed: Callable[[str, Report, Linter], None],
        *,
        fail_on: FailOn,
        compare: bool,
        settings: Settings | None,
    ) -> None:
        if fail_on not in get_args(FailOn):
            expected = '"error", "warning", "advice" or "never"'
            raise ValueError(f"unknown severity {fail_on!r}; use {expected}")
        self.stop = stop
        self.passed = passed
        self.stopping = (
            SEVERITIES[: get_args(FailOn).index(fail_on) + 1] if fail_on != "never" else ()
        )
        self.compare = compare
        self.settings = settings

    def on_session(self, events: Any) -> None:
        """Looks at the calls of every client that a session makes from now on."""
        name = "creating-client-class.cloudfront"
        events.unregister(name, unique_id=ID)
        events.register(name, self.creating_client_class, unique_id=ID)

    def creating_client_class(self, base_classes: list[type], **_: Any) -> None:
        """Adds a base class to clients, so that each is looked at as soon as it exists."""
        watch = self

        class GuardedClient:
            def __init__(self, *arguments: Any, **more: Any) -> None:
                super().__init__(*arguments, **more)
                watch.on_client(self)

        base_classes.insert(0, GuardedClient)

    def on_client(self, client: Any) -> None:
        """Looks at the calls of a client."""
        service = client.meta.service_model.service_name
        if service != "cloudfront":
            raise ValueError(f"expected a client for cloudfront, found one for {service}")
        calls = Calls(self, client)
        handlers = {
            "before-parameter-build": calls.before_parameter_build,
            "before-call": calls.before_call,
            "after-call": calls.after_call,
        }
        events = client.meta.events
        for event, handler in handlers.items():
            name, unique = f"{event}.cloudfront", f"{ID}.{event}"
            events.unregister(name, unique_id=unique)
            # Last, so that it sees what other handlers made of the request.
            events.register_last(name, handler, unique_id=unique)


class Calls:
    """The calls of one client."""

    def __init__(self, watch: Watch, client: Any) -> None:
        self.watch = watch
        self.client = client
        # The body of the response that a thread waits for.
        self.received = threading.local()

    def before_parameter_build(
        self, params: dict[str, Any], context: dict[str, Any], **_: Any
    ) -> None:
        """Keeps the arguments of a call: its request has the id only as a part of the URL."""
        context[ID] = params

    def before_call(
        self, model: Any, params: dict[str, Any], context: dict[str, Any], **_: Any
    ) -> None:
        """Raises an exception for a body that is not to be sent."""
        body = params.get("body")
        if not isinstance(body, (bytes, bytearray, str)) or not body:
            return
        operation: str = model.name
        linter = self.linter(operation, params.get("headers", {}), context.get(ID, {}))
        report = linter.lint(body)
        if not report.is_checked:
            return
        stopping = [it for it in report.findings if it.severity in self.watch.stopping]
        if stopping:
            stopped = Stopped(self.client, operation, stopping, report, linter)
            raise self.watch.stop(stopped)
        if report.findings:
            self.watch.passed(operation, report, linter)

    def linter(self, operation: str, headers: dict[str, str], arguments: dict[str, Any]) -> Linter:
        """The linter for a call."""
        settings = self.watch.settings
        if operation.startswith("Create"):
            return Linter(operation="create", settings=settings)
        if not operation.startswith("Update"):
            return Linter(settings=settings)
        return Linter(
            operation="update",
            previous=self.live(operation, arguments) if self.watch.compare else None,
            if_match=headers.get("If-Match"),
            settings=settings,
        )

    def live(self, update: str, arguments: dict[str, Any]) -> Previous | None:
        """What an update replaces; `None` if that cannot be fetched."""
        methods = {name: method for method, name in self.client.meta.method_to_api_mapping.items()}
        resource = update[len("Update") :]
        names = (name for name in (f"Get{resource}Config", f"Get{resource}") if name in methods)
        operation = next(names, None)
        if operation is None:
            return None
        wanted = self.client.meta.service_model.operation_model(operation).input_shape.members
        given = {name: value for name, value in arguments.items() if name in wanted}
        self.received.body = b""
        try:
            response = getattr(self.client, methods[operation])(**given)
            body: bytes = self.received.body
        except Exception as error:  # noqa: BLE001
            reason = f"{type(error).__name__}: {error}"
            log.warning("%s is not compared with the live configuration: %s", update, reason)
            return None
        finally:
            self.received.body = None
        previous = Previous(body, etag=response.get("ETag"))
        return previous if previous.root else None

    def after_call(self, http_response: Any, **_: Any) -> None:
        """Keeps the bytes of a response that is waited for; the SDK drops what it does not know."""
        if getattr(self.received, "body", None) is not None:
            self.received.body = http_response.content
