"""An L1 schedule, an L1 rule, and mistakes, as Python passes them. Prints what synth says; ends with an error if a check fails."""
from aws_cdk import App, Duration, Stack, TimeZone
from aws_cdk import aws_events as events, aws_lambda as lambda_, aws_scheduler as scheduler
from cdk_observed_pipeline import Contact, ObservedPipeline, PipelineStage, RunExpectation

app = App()
stack = Stack(app, "S")


def function(name):
    return lambda_.Function(stack, name, code=lambda_.Code.from_inline("exports.handler = async () => {};"), handler="index.handler",
                            runtime=lambda_.Runtime.NODEJS_22_X, timeout=Duration.minutes(5))


def pipeline(name, fn, expectation):
    ObservedPipeline(stack, name, stages=[PipelineStage.lambda_function(fn)], expectation=expectation, contacts=[Contact.email("data@example.com")])


load, publish = function("Load"), function("Publish")
nightly = scheduler.CfnSchedule(
    stack, "Nightly", group_name="nights", schedule_expression="cron(0 2 * * ? *)", schedule_expression_timezone="Europe/Berlin",
    flexible_time_window=scheduler.CfnSchedule.FlexibleTimeWindowProperty(mode="FLEXIBLE", maximum_window_in_minutes=20),
    target=scheduler.CfnSchedule.TargetProperty(arn=load.function_arn, role_arn="arn:aws:iam::111122223333:role/caller"))
hourly = events.CfnRule(stack, "Hourly", schedule_expression="rate(1 hour)", state="DISABLED",
                        targets=[events.CfnRule.TargetProperty(id="a", arn=publish.function_arn)])
pipeline("Loaded", load, RunExpectation.from_schedule(nightly, start_within=Duration.minutes(10)))
pipeline("Published", publish, RunExpectation.from_rule(hourly, only_where_enabled=True))


def refused(call, *parts):
    try:
        call()
    except Exception as error:  # jsii's own type or Python's TypeError, whichever comes first
        missing = [part for part in parts if part not in str(error)]
        assert not missing, f"{missing} is not in: {error}"
        return
    raise AssertionError(f"nothing was refused: {parts}")


refused(lambda: RunExpectation.from_rule(events.CfnRule(stack, "Wrong", schedule_expression="rate(5 minute)")), "does not agree with 5", "rate(5 minutes)")
refused(lambda: RunExpectation.at_times(scheduler.ScheduleExpression.expression("rate(1 hour)", TimeZone.of("Europe/Atlantis"))), "is not an IANA time zone")

template = app.synth().get_stack_by_name("S").template
[contract] = [resource["Properties"]["Value"] for resource in template["Resources"].values()
              if resource["Type"] == "AWS::SSM::Parameter" and resource["Properties"]["Name"].endswith("/Loaded") and "/profiles/" not in resource["Properties"]["Name"]]
text = str(contract)
for part in ["cron(0 2 * * ? *)", "Europe/Berlin", "1200"]:
    assert part in text, f"{part} is not in {text}"
assert not [1 for resource in template["Resources"].values() if resource["Type"] == "AWS::SSM::Parameter"
            and resource["Properties"]["Name"].endswith("/Published") and "/profiles/" not in resource["Properties"]["Name"]], "a disabled rule is expected"
print("taken over")
