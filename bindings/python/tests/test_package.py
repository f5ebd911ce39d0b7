"""What the wheel brings besides the module: the program, its pages, and the hook for pre-commit."""

from __future__ import annotations

import importlib.metadata
import os
import re
import subprocess
import sys
import sysconfig
from pathlib import Path

import cloudfront_lint
import pytest

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = str(Path(sysconfig.get_path("scripts")) / "cloudfront-lint")
SHARE = Path(sysconfig.get_path("data")) / "share"


def test_the_program_is_of_the_same_version() -> None:
    version = importlib.metadata.version("cloudfront-lint")
    assert cloudfront_lint.__version__ == version
    output = subprocess.run([PROGRAM, "--version"], capture_output=True, text=True, check=True)
    assert output.stdout == f"cloudfront-lint {version}\n"


def test_the_program_and_the_module_find_the_same(tmp_path: Path) -> None:
    broken = ROOT / "fixtures/sample/broken.xml"
    command = [PROGRAM, "check", "--isolated", "--format", "concise", "--quiet", broken.name]
    output = subprocess.run(command, capture_output=True, text=True, cwd=broken.parent)
    assert output.returncode == 1
    report = cloudfront_lint.lint(broken.read_bytes())
    assert output.stdout == report.render(path=broken.name)


def test_pages_and_completions_are_installed() -> None:
    for command in ("", "-check", "-lsp"):
        page = (SHARE / f"man/man1/cloudfront-lint{command}.1").read_text()
        assert page.startswith(".ie") and ".SH SYNOPSIS" in page
    for path in (
        "bash-completion/completions/cloudfront-lint",
        "fish/vendor_completions.d/cloudfront-lint.fish",
        "zsh/site-functions/_cloudfront-lint",
    ):
        assert "add-ignore" in (SHARE / path).read_text()


def test_the_example_of_the_documentation_names_arguments_that_exist() -> None:
    page = (ROOT / "docs/integration.md").read_text()
    (table,) = re.findall(r"\| argument of `guard` \|(.*?)\n\n", page, re.DOTALL)
    named = re.findall(r"\| `(\w+)=(.*?)` \|", table)
    defaults = cloudfront_lint.guard.__kwdefaults__
    assert {name: eval(value) for name, value in named} == defaults


@pytest.mark.skipif(
    "CLOUDFRONT_LINT_WHEELS" not in os.environ, reason="needs the folder with the wheel"
)
def test_pre_commit_installs_the_wheel(tmp_path: Path) -> None:
    """As on a machine without Rust, where the wheel comes from a registry instead of a folder."""

    def git(*arguments: str) -> None:
        subprocess.run(["git", *arguments], cwd=tmp_path, check=True, capture_output=True)

    git("init", "--quiet")
    (tmp_path / "dist.xml").write_bytes((ROOT / "fixtures/sample/broken.xml").read_bytes())
    (tmp_path / "pom.xml").write_text("<project/>")
    git("add", "--all")
    tools = [Path(sys.executable).parent, "/usr/local/bin", "/usr/bin", "/bin"]
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("CARGO")},
        "PATH": ":".join(map(str, tools)),
        "PRE_COMMIT_HOME": str(tmp_path / ".git/store"),
        "PIP_FIND_LINKS": os.environ["CLOUDFRONT_LINT_WHEELS"],
    }
    output = subprocess.run(
        [
            sys.executable,
            "-m",
            "pre_commit",
            "try-repo",
            str(ROOT),
            "cloudfront-lint",
            "--all-files",
        ],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
    )
    said = output.stdout + output.stderr
    assert output.returncode == 1, said
    assert "error[quantity-mismatch]" in said and "dist.xml:5:15" in said, said
    assert "pom.xml" not in said
