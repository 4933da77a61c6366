#!/usr/bin/env python3
"""The example app of cdk-observed-pipeline in Python: `cdk synth --context email=… --context phone=…`."""
import aws_cdk as cdk

from example_stack import ExampleStack

app = cdk.App()
ExampleStack(
    app, "ObservedExample",
    description="Example of cdk-observed-pipeline: a nightly load, an hourly sync and a weekday report that prove they are alive",
    email=app.node.try_get_context("email"),
    phone=app.node.try_get_context("phone"),
)
app.synth()
