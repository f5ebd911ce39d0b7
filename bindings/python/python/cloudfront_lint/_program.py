"""The command `cloudfront-lint`. It is in the module, because both share what is large."""

from __future__ import annotations

import signal
import sys

from ._native import run

__all__ = ["main"]


def main() -> int:
    """Runs the program with the arguments of this process, and returns its exit status."""
    # While the program runs, Python would only take note of Ctrl-C.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    return run(["cloudfront-lint", *sys.argv[1:]])
