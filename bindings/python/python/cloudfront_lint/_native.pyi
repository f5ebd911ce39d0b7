"""Types of the part that is not Python."""

from collections.abc import Sequence
from typing import Final, Literal, TypeAlias, final

from ._findings import Finding, Fixed

_Document: TypeAlias = str | bytes | bytearray

__all__ = [
    "VERSION",
    "Error",
    "Linter",
    "Previous",
    "Report",
    "Settings",
    "convert",
    "explain",
    "run",
    "why",
]

VERSION: Final[str]

class Error(ValueError):
    """An argument or a setting is wrong, or a document cannot be converted.

    What is wrong with a document that is linted is a finding, not an exception.
    """

@final
class Previous:
    """The live configuration of a resource, parsed once.

    A configuration, the response of a GET, or the file that the AWS CLI saved, in XML or JSON.
    The ETag of a response in XML is in its header, so it is an argument.
    """

    def __new__(cls, document: _Document, /, *, etag: str | None = None) -> Previous: ...
    @property
    def root(self) -> str | None: ...
    @property
    def etag(self) -> str | None: ...

@final
class Settings:
    """The settings that the text of a `cloudfront-lint.toml` has for all files."""

    def __new__(cls, text: str, /, *, path: str = "cloudfront-lint.toml") -> Settings: ...

@final
class Linter:
    """A linter with its settings, for any number of documents and threads."""

    def __new__(
        cls,
        *,
        operation: Literal["create", "update", "delete"] | None = None,
        previous: Previous | None = None,
        if_match: str | None = None,
        api_version: str | None = None,
        settings: Settings | None = None,
    ) -> Linter: ...
    def lint(self, document: _Document, /) -> Report: ...
    def fix(self, document: _Document, /, *, unsafe: bool = False) -> Fixed: ...

@final
class Report:
    """The result of linting one document."""

    @property
    def findings(self) -> tuple[Finding, ...]: ...
    @property
    def has_errors(self) -> bool: ...
    @property
    def text(self) -> str: ...
    @property
    def text_without_secrets(self) -> str: ...
    @property
    def form(self) -> Literal["xml", "json", "yaml", "hcl"]: ...
    @property
    def dialect(self) -> str: ...
    @property
    def root(self) -> str | None: ...
    @property
    def api_version(self) -> str | None: ...
    @property
    def is_checked(self) -> bool: ...
    @property
    def skipped_because(self) -> str | None: ...
    @property
    def is_whole(self) -> bool: ...
    @property
    def left_out(self) -> int: ...
    @property
    def suppressed(self) -> int: ...
    @property
    def update_needs(self) -> int: ...
    def render(
        self,
        format: Literal["concise", "pretty", "json", "sarif"] = "concise",
        *,
        path: str = "<document>",
    ) -> str: ...

def convert(
    document: _Document,
    /,
    to: Literal["xml", "json", "cloudformation", "cloudformation-json", "terraform"],
    *,
    api_version: str | None = None,
    resource: str | None = None,
    placeholders: bool = False,
) -> str:
    """A document in another notation, with every value as it is written."""

def explain(rule: str, /, *, columns: int = 100) -> str:
    """The page of a rule: why it matters, how to fix it, when to ignore it."""

def why(path: str, /, *, api_version: str | None = None, columns: int = 100) -> str:
    """Everything known about an element, such as `DefaultCacheBehavior/Compress`."""

def run(arguments: Sequence[str]) -> int:
    """Runs the program with these arguments, of which the first is its name."""
