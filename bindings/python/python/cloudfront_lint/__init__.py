"""Finds every fault in an Amazon CloudFront configuration before the service does.

    import cloudfront_lint

    report = cloudfront_lint.lint(body)
    for finding in report.findings:
        print(finding)                  # 12:5: error[quantity-mismatch]: `Quantity` is 4, but ...

With boto3 or botocore, `cloudfront_lint.guard(session)` checks every call before it is sent.
"""

from typing import TYPE_CHECKING, Any

from ._findings import (
    AppliedFix,
    Certainty,
    Edit,
    Finding,
    Fix,
    Fixed,
    Label,
    Place,
    RefusedFix,
    ServiceAnswer,
    Severity,
)
from ._lint import Document, Operation, fix, lint
from ._native import VERSION as __version__
from ._native import Error, Linter, Previous, Report, Settings, convert, explain, why

if TYPE_CHECKING:
    from ._guard import Refused, guard

__all__ = [
    "AppliedFix",
    "Certainty",
    "Document",
    "Edit",
    "Error",
    "Finding",
    "Fix",
    "Fixed",
    "Label",
    "Linter",
    "Operation",
    "Place",
    "Previous",
    "Refused",
    "RefusedFix",
    "Report",
    "ServiceAnswer",
    "Settings",
    "Severity",
    "__version__",
    "convert",
    "explain",
    "fix",
    "guard",
    "lint",
    "why",
]


if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        """Imports what needs botocore only when it is used: the linter does not need it."""
        if name in ("Refused", "guard"):
            from . import _guard

            return getattr(_guard, name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
