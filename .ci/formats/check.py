"""Validates what the formats for programs write, for files with hostile names and contents.

`check.py PROGRAM NPM` needs lxml, jsonschema and junitparser. In the folder NPM are the validators
of SARIF, by the authors of its SDK, and of reviewdog's format. JUnit, Checkstyle and GitLab publish
no schema, so the ones next to this file describe what their documentation says.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from xml.sax.saxutils import escape

import jsonschema
import junitparser
from lxml import etree

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
# What each format has to escape, and what is not text.
NAMES = [
    b"plain.xml",
    b"a b.xml",
    b"quote\".xml",
    b"apostrophe'.xml",
    b"<&>]]>.xml",
    b"100%25.xml",
    b"a:1:2: b,c.xml",
    b"back\\slash.xml",
    b"tab\tline\nend.xml",
    b"{0}.xml",
    b"#?.xml",
    "é\U0001f600.xml".encode(),
    b"not-utf-8-\xff.xml",
    b"-dash.xml",
    b"bell\x07.xml",
]
TEXTS = ["</Comment>]]>", "{0} {{1}}", "\u202e\u200b", "\U0001f600 é", "%0A::error::", "a\tb"]


# A change to each report that its check must notice: one that notices nothing proves nothing.
SPOILED = {
    "sarif": (rb'"startColumn":\d+', b'"startColumn":0'),
    "rdjson": (rb'"severity":"ERROR"', b'"severity":"BAD"'),
    "gitlab": (rb'"severity":"major"', b'"severity":"error"'),
    "junit": (rb'tests="\d+"', b'tests="99"'),
    "checkstyle": (rb'column="\d+"', b'column="0"'),
}


def documents(folder):
    """Writes a document with mistakes under each name, one without, and one that is unreadable."""
    base = (ROOT / "fixtures/base/distribution-2020-05-31.xml").read_text(encoding="utf-8")
    broken = (ROOT / "fixtures/sample/broken.xml").read_bytes()
    for index, name in enumerate(NAMES):
        text = escape(TEXTS[index % len(TEXTS)])
        wrong = base.replace("<Enabled>true<", f"<Enabled>{text}<")
        if wrong == base:
            sys.exit("the base document has no `Enabled` any more")
        wrong = wrong.replace("</DistributionConfig>", "<Unknwon/><Unknwon/></DistributionConfig>")
        with open(os.path.join(os.fsencode(folder), name), "wb") as file:
            file.write(broken if index % 4 == 3 else wrong.encode())
    (folder / "clean.xml").write_text(base, encoding="utf-8")
    (folder / "live.xml").write_text(base, encoding="utf-8")
    (folder / "template.yaml").write_text(
        "Resources:\n  Site:\n    Type: AWS::CloudFront::Distribution\n    Properties:\n"
        "      DistributionConfig:\n        Enabled: maybe\n",
        encoding="utf-8",
    )


def output(program, folder, name):
    paths = [b"./" + it for it in NAMES] + [b"clean.xml", b"template.yaml", b"gone.xml"]
    command = [program, "check", "--format", name, *paths]
    run = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    if run.returncode != 3:
        sys.exit(f"{name}: exit status {run.returncode}\n{run.stderr.decode()}")
    return run.stdout


def sarif(path, npm):
    tool = npm / "node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool"
    tool.chmod(0o755)
    report = path.with_suffix(".report")
    environment = dict(os.environ, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT="1")
    arguments = ["validate", path, "--rule-kind", "Sarif;Ghas", "--output", report]
    subprocess.run([tool, *arguments], env=environment, capture_output=True, check=False)
    # It exits with 0 in any case.
    results = json.loads(report.read_text(encoding="utf-8-sig"))["runs"][0]["results"]
    return [f"{it['ruleId']}: {it.get('message')}" for it in results]


def rdjson(path, npm):
    tool = npm / "node_modules/.bin/rdformat-validator"
    run = subprocess.run([tool, path], capture_output=True, text=True, check=False)
    return [] if run.returncode == 0 else [run.stdout + run.stderr]


def gitlab(path, _):
    report = json.loads(path.read_text(encoding="utf-8"))
    schema = json.loads((HERE / "gitlab.schema.json").read_text(encoding="utf-8"))
    mistakes = [it.message for it in jsonschema.Draft202012Validator(schema).iter_errors(report)]
    if len({it["fingerprint"] for it in report}) != len(report):
        mistakes.append("two findings have the same fingerprint")
    return mistakes


def xml(path, schema):
    validator = etree.XMLSchema(etree.parse(HERE / schema))
    document = etree.parse(path)
    validator.validate(document)
    return [str(it) for it in validator.error_log], document.getroot()


def junit(path, _):
    mistakes, root = xml(path, "junit.xsd")
    for suite in root:
        for counted, element in [("tests", "testcase"), ("failures", "testcase/failure")]:
            if int(suite.get(counted)) != len(suite.findall(element)):
                mistakes.append(f"{suite.get('name')}: wrong number of {counted}")
    read = junitparser.JUnitXml.fromfile(str(path))
    if sum(len(list(suite)) for suite in read) != len(root.findall("testsuite/testcase")):
        mistakes.append("junitparser reads another number of tests")
    return mistakes


def checkstyle(path, _):
    mistakes, root = xml(path, "checkstyle.xsd")
    names = [file.get("name") for file in root]
    if len(names) != len(NAMES) + 3 or len(set(names)) != len(names):
        mistakes.append(f"not one element for each file: {names}")
    return mistakes


def main():
    program, npm = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    wrong = False
    with tempfile.TemporaryDirectory() as place:
        folder, reports = Path(place, "documents"), Path(place, "reports")
        folder.mkdir()
        reports.mkdir()
        documents(folder)
        for check in [sarif, rdjson, gitlab, junit, checkstyle]:
            name = check.__name__
            path = reports / f"report.{name}"
            path.write_bytes(output(program, folder, name))
            mistakes = check(path, npm)
            pattern, replacement = SPOILED[name]
            spoiled = reports / f"spoiled.{name}"
            spoiled.write_bytes(re.sub(pattern, replacement, path.read_bytes(), count=1))
            if not check(spoiled, npm):
                mistakes.append("the check does not notice a spoiled report")
            print(f"{name}: {len(mistakes)} mistakes, {path.stat().st_size} bytes")
            for mistake in mistakes[:20]:
                print(f"  {mistake}")
            wrong |= bool(mistakes)
    sys.exit(wrong)


main()
