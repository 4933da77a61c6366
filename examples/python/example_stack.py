"""bin/example-stack.ts in Python; `npm run test:python` holds that both give the same template."""
from typing import Optional

from aws_cdk import Duration, RemovalPolicy, Stack, TimeZone, aws_events as events, aws_events_targets as events_targets
from aws_cdk import aws_iam as iam, aws_lambda as lambda_, aws_logs as logs, aws_scheduler as scheduler
from aws_cdk import aws_scheduler_targets as scheduler_targets, aws_stepfunctions as sfn, aws_stepfunctions_tasks as tasks
from cdk_observed_pipeline import Contact, Digest, FailureCounting, LocalTime, Observatory, ObservedPipeline, PipelineStage, RunExpectation, Severity, Weekday
from constructs import Construct


class ExampleStack(Stack):
    """
    Three pipelines of the kinds that die silently: a nightly load of orders, an hourly sync of customers, and a report
    that must be done before people come to work.
    """

    def __init__(self, scope: Construct, id: str, *, email: Optional[str] = None, phone: Optional[str] = None, **kwargs) -> None:
        super().__init__(scope, id, **kwargs)
        observatory = Observatory(
            self, "Observatory",
            contacts=[
                *([] if email is None else [Contact.email(email)]),
                *([] if phone is None else [Contact.sms(phone)]),
            ],
            digest=Digest.weekly(week_day=Weekday.MONDAY, at=LocalTime.of(8), time_zone=TimeZone.EUROPE_BERLIN),
        )

        orders = self._nightly_orders(observatory)
        self._customer_sync(observatory)
        self._sales_report(observatory, orders)

    def _nightly_orders(self, observatory: Observatory) -> ObservedPipeline:
        """
        A state machine with two functions, started by EventBridge Scheduler at 02:00 New York, and a function that publishes
        what was loaded, started by the event that the machine succeeded: the kind of step whose absence nobody sees.
        """
        extract = self._function("ExtractOrders", Duration.minutes(10), "await new Promise((done) => setTimeout(done, 100)); return { orders: 3 };")
        load = self._function("LoadOrders", Duration.minutes(10), "return { loaded: event.orders };")
        machine = sfn.StateMachine(
            self, "OrdersMachine",
            definition_body=sfn.DefinitionBody.from_chainable(
                tasks.LambdaInvoke(self, "Extract", lambda_function=extract, payload_response_only=True)
                .next(tasks.LambdaInvoke(self, "Load", lambda_function=load, payload_response_only=True)),
            ),
            timeout=Duration.minutes(90),
            tracing_enabled=True,
            logs=sfn.LogOptions(destination=self._log_group("OrdersMachineLogs"), level=sfn.LogLevel.ALL),
        )
        schedule = scheduler.Schedule(
            self, "OrdersSchedule",
            schedule=scheduler.ScheduleExpression.cron(minute="0", hour="2", time_zone=TimeZone.AMERICA_NEW_YORK),
            target=scheduler_targets.StepFunctionsStartExecution(machine),
            # Scheduler publishes its metrics by group: a group of its own makes the pipeline's losses its own.
            schedule_group=scheduler.ScheduleGroup(self, "OrdersScheduleGroup", removal_policy=RemovalPolicy.DESTROY),
        )
        publish = self._function("PublishOrders", Duration.minutes(5), "return { published: true };")
        events.Rule(
            self, "OrdersLoaded",
            event_pattern=events.EventPattern(
                source=["aws.states"],
                detail_type=["Step Functions Execution Status Change"],
                detail={"status": ["SUCCEEDED"], "stateMachineArn": [machine.state_machine_arn]},
            ),
            targets=[events_targets.LambdaFunction(publish, retry_attempts=2)],
        )
        return ObservedPipeline(
            self, "NightlyOrders",
            stages=[PipelineStage.state_machine(machine), PipelineStage.lambda_function(publish)],
            expectation=RunExpectation.from_schedule(schedule, start_within=Duration.minutes(15), max_duration=Duration.hours(2)),
            severity=Severity.CRITICAL,
            owner="data-platform",
            runbook_url="https://wiki.example.com/nightly-orders",
            observatory=observatory,
        )

    def _customer_sync(self, observatory: Observatory) -> None:
        """A function that copies changed customers every hour. Its users notice at once, so it is loud."""
        sync = self._function("SyncCustomers", Duration.minutes(5), "return { changed: 12 };")
        schedule = scheduler.Schedule(
            self, "SyncSchedule",
            schedule=scheduler.ScheduleExpression.cron(minute="10", hour="*"),
            target=scheduler_targets.LambdaInvoke(sync, retry_attempts=2, max_event_age=Duration.minutes(10)),
            schedule_group=scheduler.ScheduleGroup(self, "SyncScheduleGroup", removal_policy=RemovalPolicy.DESTROY),
        )
        ObservedPipeline(
            self, "CustomerSync",
            stages=[PipelineStage.lambda_function(sync)],
            expectation=RunExpectation.from_schedule(schedule, failures_to_alarm=2),
            severity=Severity.WARNING,
            owner="crm-team",
            observatory=observatory,
        )

    def _sales_report(self, observatory: Observatory, orders: ObservedPipeline) -> None:
        """
        A report that must be done by 07:30 in Berlin on every weekday, but not on the public holidays named. Without the
        orders of the night before there is nothing to report.
        """
        report = self._function("WriteSalesReport", Duration.minutes(15), "return { pages: 4 };")
        schedule = scheduler.Schedule(
            self, "ReportSchedule",
            schedule=scheduler.ScheduleExpression.cron(minute="0", hour="6", week_day="MON-FRI", time_zone=TimeZone.EUROPE_BERLIN),
            target=scheduler_targets.LambdaInvoke(report),
            schedule_group=scheduler.ScheduleGroup(self, "ReportScheduleGroup", removal_policy=RemovalPolicy.DESTROY),
        )
        ObservedPipeline(
            self, "WeekdayReport",
            stages=[PipelineStage.lambda_function(report, failure_counting=FailureCounting.AFTER_RETRIES)],
            expectation=RunExpectation.from_schedule(schedule, finish_within=Duration.minutes(90), exclude_dates=["2026-12-25", "2027-01-01"]),
            severity=Severity.CRITICAL,
            owner="sales-analytics",
            runbook_url="https://wiki.example.com/sales-report",
            upstream_pipelines=[orders],
            observatory=observatory,
        )

    def _function(self, id: str, timeout: Duration, body: str) -> lambda_.Function:
        log_group = self._log_group(f"{id}Logs")
        role = iam.Role(self, f"{id}Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
        log_group.grant_write(role)
        return lambda_.Function(
            self, id,
            runtime=lambda_.Runtime.NODEJS_24_X,
            architecture=lambda_.Architecture.ARM_64,
            handler="index.handler",
            code=lambda_.Code.from_inline(f"exports.handler = async (event) => {{ {body} }};"),
            timeout=timeout,
            logging_format=lambda_.LoggingFormat.JSON,
            role=role,
            log_group=log_group,
        )

    def _log_group(self, id: str) -> logs.LogGroup:
        return logs.LogGroup(self, id, retention=logs.RetentionDays.ONE_MONTH, removal_policy=RemovalPolicy.DESTROY)
