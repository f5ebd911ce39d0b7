"""What a report contains, as plain data.

No `repr` shows values of a document, so that all of it can be logged; `str` of a finding does.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from ._native import Report

__all__ = [
    "AppliedFix",
    "Certainty",
    "Edit",
    "Finding",
    "Fix",
    "Fixed",
    "Label",
    "Place",
    "RefusedFix",
    "ServiceAnswer",
    "Severity",
]

Severity = Literal["error", "warning", "advice"]
"""An `error` is what the service refuses, a `warning` is accepted but surely not meant, `advice` is
good practice."""

Certainty = Literal["certain", "likely"]
"""Whether it is documented or was observed, or follows from other facts."""


@dataclass(frozen=True, slots=True)
class Place:
    """A range of the text of a document: `report.text[place.start:place.end]`.

    Lines and columns start at 1, and a column counts characters.
    """

    start: int
    end: int
    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Label:
    """A place with a short text."""

    place: Place
    message: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Edit:
    """Replaces the characters from `start` to `end` by a text."""

    start: int
    end: int
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Fix:
    """A repair: its edits belong together."""

    title: str = field(repr=False)
    """What it does, in the imperative: "write 3"."""
    is_safe: bool
    """Whether it changes nothing but the fault."""
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class ServiceAnswer:
    """What the service would answer to a request with the document."""

    code: str
    """Such as `InconsistentQuantities`."""
    status: int
    """The HTTP status."""
    service: str
    """Who answers so; nearly always CloudFront."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One mistake in one place."""

    rule: str
    """Such as `quantity-mismatch`."""
    severity: Severity
    certainty: Certainty
    message: str = field(repr=False)
    """What is wrong with this value, as one sentence without a full stop."""
    path: str
    """The element: `DistributionConfig/Origins/Items/Origin[2]/Id`."""
    place: Place
    """The smallest place that is wrong."""
    value: str | None = field(repr=False)
    """The text of the element, cut if it is long; `None` if it contains elements or a secret."""
    member: str | None = field(repr=False)
    """What else the finding is about, such as a member that is missing."""
    labels: tuple[Label, ...] = field(repr=False)
    """Texts at the place itself and at related places."""
    note: str | None = field(repr=False)
    """Why it matters."""
    help: str | None = field(repr=False)
    """What to do."""
    service: ServiceAnswer | None
    fixes: tuple[Fix, ...] = field(repr=False)
    """Repairs, the best first."""
    url: str | None = field(repr=False)
    """The page of the rule."""

    def __str__(self) -> str:
        place = f"{self.place.line}:{self.place.column}"
        return f"{place}: {self.severity}[{self.rule}]: {self.message}"

    def line(self) -> str:
        """The finding without its place in the text, for those who have not seen the text."""
        place = f" at {self.path}" if self.path else ""
        help = f"; {self.help}" if self.help else ""
        return f"{self.severity}[{self.rule}]{place}: {self.message}{help}"


@dataclass(frozen=True, slots=True)
class AppliedFix:
    """A fix that was applied."""

    rule: str
    path: str
    title: str = field(repr=False)
    is_safe: bool


@dataclass(frozen=True, slots=True)
class RefusedFix:
    """Fixes that were not applied, because they would leave the document worse."""

    rules: tuple[str, ...]
    reason: str
    """A sentence with the rules in it."""

    def __str__(self) -> str:
        return self.reason


@dataclass(frozen=True, slots=True)
class Fixed:
    """A fixed document."""

    body: bytes = field(repr=False)
    """The new document in the encoding of the old one."""
    applied: tuple[AppliedFix, ...]
    refused: tuple[RefusedFix, ...]
    report: Report
    """The report on the new document."""

    @property
    def text(self) -> str:
        """The new document as text, without a byte-order mark."""
        return self.report.text
