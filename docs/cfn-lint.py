#!/usr/bin/env python3
"""Writes docs/cfn-lint.md: what cloudfront-lint and cfn-lint report for the templates in fixtures/templates.

The first line of each template says at which line CloudFormation refuses it, or that it accepts it. Needs `cfn-lint`
(from PyPI) and a build of this repository; run it from anywhere:

    cargo build && python3 docs/cfn-lint.py [path of cloudfront-lint]
"""

import json
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
FOLDER = ROOT / "fixtures" / "templates"
OURS = sys.argv[1] if len(sys.argv) > 1 else str(ROOT / "target" / "debug" / "cloudfront-lint")


def run(*command):
    return subprocess.run(command, capture_output=True, text=True).stdout


def ours(path):
    report = json.loads(run(OURS, "check", "--format", "json", str(path)))
    return [
        (finding["start"]["line"], finding["rule"])
        for file in report["files"]
        for finding in file["findings"]
        if finding["severity"] == "error"
    ]


def theirs(path):
    report = json.loads(run("cfn-lint", "--format", "json", str(path)) or "[]")
    return [
        (match["Location"]["Start"]["LineNumber"], match["Rule"]["Id"])
        for match in report
        if match["Level"] == "Error"
    ]


def judged(line, found):
    """How many errors are at the line, elsewhere in a refused template, and in an accepted one."""
    if line is None:
        return 0, 0, len(found)
    at_line = any(at == line for at, _ in found)
    return int(at_line), int(bool(found) and not at_line), 0


def cell(found):
    return ", ".join(f"{line}: `{rule}`" for line, rule in found) or "–"


def main():
    rows, totals, refused = [], {"ours": [0, 0, 0], "theirs": [0, 0, 0]}, 0
    for path in sorted(FOLDER.glob("*.yaml")):
        head = path.read_text().splitlines()[0]
        match = re.match(r"# Refused at line (\d+):", head)
        line = int(match[1]) if match else None
        refused += line is not None
        both = {"ours": ours(path), "theirs": theirs(path)}
        for name, found in both.items():
            totals[name] = [sum(pair) for pair in zip(totals[name], judged(line, found))]
        rows.append(f"| {path.stem} | {line or 'accepted'} | {cell(both['ours'])} | {cell(both['theirs'])} |")
    version = run("cfn-lint", "--version").split()[-1]
    count = len(rows)
    lines = [
        "# Templates, compared with cfn-lint",
        "",
        "<!-- Written by docs/cfn-lint.py; do not edit. -->",
        "",
        f"The errors of cloudfront-lint and of cfn-lint {version} in the {count} templates of",
        f"`fixtures/templates`. CloudFormation or CloudFront refuses {refused} of them, each for one reason, which the",
        "first line of the template says. The templates are tests of cloudfront-lint, so it finds all. cfn-lint checks",
        "every kind of resource; these templates have few others.",
        "",
        "| | cloudfront-lint | cfn-lint |",
        "| --- | --- | --- |",
    ]
    for index, words in enumerate(
        ["refused, with an error at the line", "refused, with an error at another line only", "errors in accepted templates"]
    ):
        of = f" of {refused}" if index == 0 else ""
        lines.append(f"| {words} | {totals['ours'][index]}{of} | {totals['theirs'][index]}{of} |")
    lines += ["", "| template | refused at line | cloudfront-lint | cfn-lint |", "| --- | --- | --- | --- |", *rows, ""]
    (ROOT / "docs" / "cfn-lint.md").write_text("\n".join(lines))


if __name__ == "__main__":
    main()
