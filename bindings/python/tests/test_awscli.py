"""The plugin in the AWS CLI itself, in front of a server that records requests.

Version 1 is the one of this environment, version 2 the one of the machine; one that is not there is
skipped, unless CLOUDFRONT_LINT_AWS_CLI says how many must be there.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server


class Server:
    """moto, with a list of the requests that it got."""

    def __init__(self) -> None:
        self.requests: list[str] = []
        moto = DomainDispatcherApplication(create_backend_app)

        def record(environ: dict[str, Any], start: Any) -> Any:
            self.requests.append(f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}")
            return moto(environ, start)

        self.server = make_server("127.0.0.1", 0, record)
        self.url = f"http://127.0.0.1:{self.server.port}"
        self.thread = threading.Thread(target=self.server.serve_forever)


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    server.thread.start()
    yield server
    server.server.shutdown()
    server.thread.join()


def installed() -> list[tuple[str, str]]:
    """Each AWS CLI that is there, with its version."""
    here = str(Path(sys.executable).parent / "aws")
    found: dict[str, str] = {}
    for program in (here, "/usr/bin/aws"):
        if not shutil.which(program):
            continue
        environment = {**os.environ, "PATH": f"{Path(program).parent}:{os.environ['PATH']}"}
        output = subprocess.run(
            [program, "--version"], capture_output=True, text=True, env=environment
        )
        version = output.stdout.removeprefix("aws-cli/").split(".")[0]
        if version in ("1", "2"):
            found.setdefault(version, program)
    return sorted(found.items())


INSTALLED = installed()


class Cli:
    """An AWS CLI with the plugin, in a folder with files."""

    def __init__(self, version: str, program: str, folder: Path, url: str) -> None:
        self.program = program
        self.folder = folder
        plugins = ["[plugins]", "cloudfront_lint = cloudfront_lint.awscli"]
        if version == "2":
            plugins.append(f"cli_legacy_plugin_path = {sysconfig.get_path('purelib')}")
        (folder / "config").write_text("\n".join(plugins) + "\n")
        self.environment = {
            "PATH": f"{Path(program).parent}:/usr/bin:/bin",
            "HOME": str(folder),
            "AWS_CONFIG_FILE": str(folder / "config"),
            "AWS_ACCESS_KEY_ID": "key",
            "AWS_SECRET_ACCESS_KEY": "secret",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_PAGER": "",
            "PYTHONUTF8": "1",
        }
        self.end = ["--endpoint-url", url, "--output", "json"]

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.program, "cloudfront", *arguments, *self.end],
            cwd=self.folder,
            env={**self.environment, **environment},
            capture_output=True,
            text=True,
            encoding="utf-8",
        )

    def write(self, name: str, value: Any) -> None:
        (self.folder / name).write_text(json.dumps(value, indent=2))


@pytest.fixture(params=["1", "2"])
def cli(request: pytest.FixtureRequest, tmp_path: Path, server: Server) -> Cli:
    program = dict(INSTALLED).get(request.param)
    if program is None:
        pytest.skip(f"version {request.param} of the AWS CLI is not installed")
    return Cli(request.param, program, tmp_path, server.url)


def test_as_many_are_here_as_must_be() -> None:
    must_be = int(os.environ.get("CLOUDFRONT_LINT_AWS_CLI", "0"))
    assert len(INSTALLED) >= must_be, INSTALLED


def test_a_bad_file_is_not_sent(cli: Cli, server: Server, config: dict[str, Any]) -> None:
    config["Origins"]["Quantity"] = 2
    cli.write("next.json", config)
    output = cli.run("create-distribution", "--distribution-config", "file://next.json")
    assert output.returncode == 255, output.stderr
    assert server.requests == []
    assert "error[quantity-mismatch]" in output.stderr
    assert "next.json:8:17" in output.stderr
    assert '8 \u2502     "Quantity": 2,' in output.stderr
    last = output.stderr.rstrip().splitlines()[-1]
    assert last.endswith(
        "CreateDistribution was not called; to call it anyway, set CLOUDFRONT_LINT_FAIL_ON=never"
    )


def test_a_good_file_is_sent(cli: Cli, server: Server, config: dict[str, Any]) -> None:
    config["CallerReference"] = cli.program
    cli.write("next.json", config)
    output = cli.run("create-distribution", "--distribution-config", "file://next.json")
    assert output.returncode == 0, output.stderr
    assert output.stderr == ""
    assert len(server.requests) == 1
    created = json.loads(output.stdout)
    arguments = ["--id", created["Distribution"]["Id"], "--if-match", created["ETag"]]
    server.requests.clear()

    config["CallerReference"] = "another"
    cli.write("next.json", config)
    output = cli.run("update-distribution", *arguments, "--distribution-config", "file://next.json")
    assert output.returncode == 255
    assert "error[caller-reference-changed]" in output.stderr
    assert "next.json:2:23" in output.stderr
    assert [it.split()[0] for it in server.requests] == ["GET"]


def test_the_input_of_a_command_is_not_sent(
    cli: Cli, server: Server, config: dict[str, Any]
) -> None:
    config["Origins"]["Quantity"] = 2
    cli.write("input.json", {"DistributionConfig": config})
    output = cli.run("create-distribution", "--cli-input-json", "file://input.json")
    assert output.returncode == 255
    assert server.requests == []
    assert "input.json:9:19" in output.stderr


def test_an_argument_on_the_command_line_is_not_sent(cli: Cli, server: Server) -> None:
    batch = '{"Paths": {"Quantity": 2, "Items": ["/*"]}, "CallerReference": "one"}'
    arguments = ["create-invalidation", "--distribution-id", "E1", "--invalidation-batch", batch]
    output = cli.run(*arguments)
    assert output.returncode == 255
    assert server.requests == []
    assert "error[quantity-mismatch] at InvalidationBatch/Paths/Quantity: " in output.stderr
    assert cli.run(*arguments, CLOUDFRONT_LINT_FAIL_ON="never").returncode != 255 or server.requests
    assert len(server.requests) == 1


def test_settings_come_from_the_environment(cli: Cli, server: Server) -> None:
    batch = '{"Paths": {"Quantity": 2, "Items": ["/*"]}, "CallerReference": "one"}'
    arguments = ["create-invalidation", "--distribution-id", "E1", "--invalidation-batch", batch]
    (cli.folder / "lint.toml").write_text('[severity]\nquantity-mismatch = "off"\n')
    cli.run(*arguments, CLOUDFRONT_LINT_CONFIG="lint.toml")
    assert len(server.requests) == 1
    output = cli.run(*arguments, CLOUDFRONT_LINT_FAIL_ON="fatal")
    assert "CLOUDFRONT_LINT_FAIL_ON: unknown severity 'fatal'; use \"error\"" in output.stderr
    assert len(server.requests) == 1
