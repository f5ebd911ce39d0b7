"""Lints every distribution that boto3 is about to send to CloudFront, and sends none that would be refused.

    import boto3
    from before_call import guard

    session = boto3.Session()
    guard(session.events)
    session.client("cloudfront").update_distribution(...)   # raises Refused, before anything is sent

With botocore alone: guard(session.get_component("event_emitter")).
"""

import subprocess

CREATE = ["CreateDistribution", "CreateDistributionWithTags", "CreateStreamingDistribution", "CreateStreamingDistributionWithTags"]
UPDATE = ["UpdateDistribution", "UpdateStreamingDistribution"]


class Refused(Exception):
    """What CloudFront would refuse, one finding a line."""


def guard(events, program="cloudfront-lint"):
    """Has the linter look at the body of every call that makes or changes a distribution."""

    def check(model, params, **_):
        request = ["--operation", "update" if model.name in UPDATE else "create"]
        if "If-Match" in params["headers"]:
            request += ["--if-match", params["headers"]["If-Match"]]
        command = [program, "check", "--format", "concise", "--min-severity", "error", "--quiet", *request, "--stdin-filename", model.name, "-"]
        answer = subprocess.run(command, input=params["body"], capture_output=True)
        if answer.returncode != 0:
            raise Refused((answer.stdout or answer.stderr).decode())

    for name in CREATE + UPDATE:
        events.register(f"before-call.cloudfront.{name}", check)
