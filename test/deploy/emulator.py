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
from ministack.services import cloudwatch, lambda_svc, pipes, sns, sqs
from ministack.services.cloudformation import provisioners


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


def reads_have_resources():
    """What the roles of checker and notifier are limited to is authorized on resources that the emulator does not find:
    ssm:GetParametersByPath on the ARN of its path, ssm:GetParameters on each parameter (here on the first, since all are
    below one path), cloudwatch:DescribeAlarms on the alarms, logs:FilterLogEvents on a log group's ARN with a star at its
    end, as CloudFormation gives it."""
    resource_of = iam_actions.extract_resource_arn

    def with_resource(service, method, path, headers, body, params, region, account):
        action = headers.get("x-amz-target", "")
        if action == "AmazonSSM.GetParametersByPath":
            return f"arn:aws:ssm:{region}:{account}:parameter{json.loads(body).get('Path', '')}"
        if action == "AmazonSSM.GetParameters":
            return f"arn:aws:ssm:{region}:{account}:parameter{(json.loads(body).get('Names') or [''])[0]}"
        if service == "monitoring" and path.endswith("/DescribeAlarms"):
            return f"arn:aws:cloudwatch:{region}:{account}:alarm:*"
        resource = resource_of(service, method, path, headers, body, params, region, account)
        return f"{resource}:*" if action.endswith(".FilterLogEvents") and resource != "*" else resource

    iam_actions.extract_resource_arn = with_resource


def concurrency_can_be_read():
    """Reading how much concurrency is reserved for a function is an action of its own; the emulator takes it for setting it."""
    action_of = iam_actions._lambda_action

    def with_reading(method, path):
        return "GetFunctionConcurrency" if method == "GET" and path.endswith("/concurrency") else action_of(method, path)

    iam_actions._lambda_action = with_reading


def alarms_say_who_they_are():
    """The message of an alarm has its ARN, and a time in CloudWatch's own format."""
    fanout = sns._fanout

    def complete(topic_arn, message_id, message, *rest, **options):
        alarm = cloudwatch._alarms.get(alarm_named_in(message))
        if alarm is not None:
            change = json.loads(message)
            time = change["StateChangeTime"].replace("Z", ".000+0000")
            message = json.dumps({**change, "AlarmArn": alarm["AlarmArn"], "StateChangeTime": time})
        return fanout(topic_arn, message_id, message, *rest, **options)

    sns._fanout = complete


def alarm_named_in(message):
    try:
        return json.loads(message).get("AlarmName")
    except (ValueError, AttributeError):
        return None


def topics_invoke_asynchronously():
    """SNS hands a message to Lambda, which repeats a failed invocation and then sends it to the failure destination; the
    emulator tries once. What cannot be handed over goes to the subscription's dead-letter queue; the emulator drops it."""

    def deliver(endpoint, envelope, topic_arn, subscription_arn, *_message):
        function, _config, _name = lambda_svc._get_func_record_for_ref(endpoint)
        if function:
            record = {"EventVersion": "1.0", "EventSubscriptionArn": subscription_arn, "EventSource": "aws:sns", "Sns": json.loads(envelope)}
            lambda_svc.invoke_async_with_retry(function, {"Records": [record]})
            return
        for subscription in sns._topic_by_arn_any_scope(topic_arn)["subscriptions"]:
            policy = subscription["attributes"].get("RedrivePolicy")
            if subscription["arn"] == subscription_arn and policy:
                sns._deliver_to_sqs(json.loads(policy)["deadLetterTargetArn"], envelope, False, envelope, topic_arn=topic_arn)

    sns._deliver_to_lambda = deliver


def pipes_empty_queues():
    """A pipe takes messages out of a queue and puts them, by its template, into its target; the emulator's pipes know no
    queues. A body that is JSON is put into the template as JSON."""
    create = provisioners._RESOURCE_HANDLERS["AWS::Pipes::Pipe"]["create"]
    poll = pipes._poll_pipe

    def create_with_template(logical_id, properties, stack):
        name, attributes = create(logical_id, properties, stack)
        pipes._pipes[name]["InputTemplate"] = properties.get("TargetParameters", {}).get("InputTemplate", "<$.body>")
        return name, attributes

    def poll_queue(database, pipe, account):
        queue = sqs._queue_by_arn(pipe["Source"])
        if queue is None:
            return poll(database, pipe, account)
        while queue["messages"]:
            body = queue["messages"].pop(0)["body"]
            sns.publish_internal(pipe["Target"], pipe["InputTemplate"].replace("<$.body>", body if is_json(body) else json.dumps(body)), "")

    provisioners._RESOURCE_HANDLERS["AWS::Pipes::Pipe"]["create"] = create_with_template
    pipes._poll_pipe = poll_queue


def is_json(text):
    try:
        json.loads(text)
        return True
    except ValueError:
        return False


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
alarms_say_who_they_are()
namespace_is_a_condition_key()
reads_have_resources()
concurrency_can_be_read()
topics_invoke_asynchronously()
pipes_empty_queues()
loopback_is_secure()
end_with_standard_input()
app.main()
