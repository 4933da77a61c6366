"""Starts the emulator, corrected where it departs from AWS in what this test proves. Each correction says what AWS does.

The emulator ends with its standard input: when the test is gone, however it went, nothing is left running.
"""

import json
import os
import signal
import sys
import threading

from ministack import app
from ministack.core import iam_actions
from ministack.services import cloudwatch


def alarms_have_dimensions():
    """An alarm looks at the metric with exactly its dimensions; the emulator mixes those of all pipelines."""
    evaluate = cloudwatch._evaluate_alarm

    def of_own_dimensions(alarm):
        own = cloudwatch._dims_key(cloudwatch._dims_from_list(alarm.get("Dimensions") or []))
        everything = cloudwatch._metrics
        cloudwatch._metrics = {key: points for key, points in everything.items() if key[2] == own}
        try:
            evaluate(alarm)
        finally:
            cloudwatch._metrics = everything

    cloudwatch._evaluate_alarm = of_own_dimensions


def namespace_is_a_condition_key():
    """cloudwatch:PutMetricData knows the condition key cloudwatch:namespace, to which the checker's role is limited."""
    context = iam_actions.request_tag_context

    def with_namespace(service, action, body, params):
        known = context(service, action, body, params)
        if action != "cloudwatch:PutMetricData" or body[:1] != b"{":
            return known
        return {**known, "cloudwatch:namespace": json.loads(body).get("Namespace", "")}

    iam_actions.request_tag_context = with_namespace


def path_is_a_resource():
    """ssm:GetParametersByPath is authorized on the ARN of its path, below which the checker's role may read."""
    resource_of = iam_actions.extract_resource_arn

    def with_path(service, method, path, headers, body, params, region, account):
        if headers.get("x-amz-target") != "AmazonSSM.GetParametersByPath":
            return resource_of(service, method, path, headers, body, params, region, account)
        return f"arn:aws:ssm:{region}:{account}:parameter{json.loads(body).get('Path', '')}"

    iam_actions.extract_resource_arn = with_path


def loopback_is_secure():
    """AWS is reached by TLS, which policies demand (aws:SecureTransport); the emulator is reached without, on loopback."""
    pin = app.pin_request_origin
    app.pin_request_origin = lambda address, _secure: pin(address, True)


def end_with_standard_input():
    """Ends this process and what it started, Lambda functions included, when the other end of the pipe is closed."""

    def wait():
        while os.read(sys.stdin.fileno(), 1024):
            pass
        os.killpg(os.getpgrp(), signal.SIGKILL)

    threading.Thread(target=wait, daemon=True).start()


alarms_have_dimensions()
namespace_is_a_condition_key()
path_is_a_resource()
loopback_is_secure()
end_with_standard_input()
app.main()
