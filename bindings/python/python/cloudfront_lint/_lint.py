"""Linting and fixing one document, as functions."""

from __future__ import annotations

from typing import Literal, TypeAlias

from ._findings import Fixed
from ._native import Linter, Previous, Report, Settings

__all__ = ["Document", "Operation", "fix", "lint"]

Document: TypeAlias = str | bytes | bytearray
Operation: TypeAlias = Literal["create", "update", "delete"]


def lint(
    body: Document,
    *,
    operation: Operation | None = None,
    previous: Previous | Document | None = None,
    if_match: str | None = None,
    api_version: str | None = None,
    settings: Settings | None = None,
) -> Report:
    """Checks a document: XML or JSON of the API, or a template.

    Without an `operation`, only what is wrong for a create and an update alike is an error.
    `previous` is the live configuration that an update is compared with, and `if_match` the ETag
    that it is sent with.
    """
    linter = Linter(
        operation=operation,
        previous=_parsed(previous),
        if_match=if_match,
        api_version=api_version,
        settings=settings,
    )
    return linter.lint(body)


def fix(
    body: Document,
    *,
    unsafe: bool = False,
    operation: Operation | None = None,
    previous: Previous | Document | None = None,
    if_match: str | None = None,
    api_version: str | None = None,
    settings: Settings | None = None,
) -> Fixed:
    """Applies the safe fixes, which change nothing but the fault; with `unsafe`, all of them.

    Fixing the result again changes nothing.
    """
    linter = Linter(
        operation=operation,
        previous=_parsed(previous),
        if_match=if_match,
        api_version=api_version,
        settings=settings,
    )
    return linter.fix(body, unsafe=unsafe)


def _parsed(previous: Previous | Document | None) -> Previous | None:
    if previous is None or isinstance(previous, Previous):
        return previous
    return Previous(previous)
