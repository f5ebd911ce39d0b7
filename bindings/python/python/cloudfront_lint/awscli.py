"""A plugin of the AWS CLI, version 1 and 2: `aws cloudfront` does not send what would be refused.

In `~/.aws/config`:

    [plugins]
    cloudfront_lint = cloudfront_lint.awscli
    cli_legacy_plugin_path = /path/of/site-packages     # version 2 only

What lives here: finding the file that an argument names, and showing findings in it. What does not:
which calls are looked at and how.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

from ._calls import FailOn, Stopped, Watch
from ._findings import Finding
from ._native import Linter, Report, Settings

__all__ = ["awscli_initialize"]

FAIL_ON = "CLOUDFRONT_LINT_FAIL_ON"
"""The variable with the severity that stops a call: error, warning, advice or never."""
CONFIG = "CLOUDFRONT_LINT_CONFIG"
"""The variable with the path of a configuration file."""


def awscli_initialize(events: Any) -> None:
    """Registers the plugin; the AWS CLI calls this for every command, also of other services."""
    command = Command()
    events.register("operation-args-parsed.cloudfront", command.keep_files)
    events.register("creating-client-class.cloudfront", command.creating_client_class)


class NotCalled(Exception):
    """A call that was not made. The AWS CLI shows the message and exits with 255."""


class Command:
    """The command that runs."""

    def __init__(self) -> None:
        self.files: dict[str, Path] = {}

    def keep_files(self, parsed_args: Any, **_: Any) -> None:
        """Keeps the names of the files that arguments name."""
        for value in vars(parsed_args).values():
            if isinstance(value, str) and value.startswith("file://"):
                name = value[len("file://") :]
                self.files[name] = Path(os.path.expandvars(os.path.expanduser(name)))

    def creating_client_class(self, base_classes: Any, **more: Any) -> None:
        """Looks at the calls of the client that is about to be made."""
        config = os.environ.get(CONFIG)
        settings = Settings(Path(config).read_text("utf-8"), path=config) if config else None
        fail_on = cast(FailOn, os.environ.get(FAIL_ON) or "error")
        try:
            watch = Watch(self.stop, self.passed, fail_on=fail_on, compare=True, settings=settings)
        except ValueError as error:
            raise ValueError(f"{FAIL_ON}: {error}") from None
        watch.creating_client_class(base_classes, **more)

    def stop(self, stopped: Stopped) -> Exception:
        """The exception for a call, with its findings."""
        shown = self.in_file(stopped.findings, stopped.linter) or stopped.message()
        advice = f"to call it anyway, set {FAIL_ON}=never"
        return NotCalled(f"{shown.strip()}\n\n{stopped.operation} was not called; {advice}")

    def passed(self, operation: str, report: Report, linter: Linter) -> None:
        """Shows what does not stop a call, unless it is advice."""
        findings = [it for it in report.findings if it.severity != "advice"]
        if findings:
            lines = "".join(f"{operation}: {it}\n" for it in map(Finding.line, findings))
            sys.stderr.write(self.in_file(findings, linter) or lines)

    def in_file(self, findings: Sequence[Finding], linter: Linter) -> str | None:
        """The findings drawn in the file that the body was made of, if that is one of these."""
        wanted = {(it.rule, it.path) for it in findings}
        for name, path in self.files.items():
            try:
                report = linter.lint(path.read_bytes())
            except OSError:
                continue
            if wanted <= {(it.rule, it.path) for it in report.findings}:
                return report.render("pretty", path=name)
        return None
