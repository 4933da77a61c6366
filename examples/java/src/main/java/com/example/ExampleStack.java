package com.example;

import io.github.observedpipeline.Contact;
import io.github.observedpipeline.Digest;
import io.github.observedpipeline.FailureCounting;
import io.github.observedpipeline.LocalTime;
import io.github.observedpipeline.LambdaFunctionStageOptions;
import io.github.observedpipeline.Observatory;
import io.github.observedpipeline.ObservedPipeline;
import io.github.observedpipeline.PipelineStage;
import io.github.observedpipeline.RunExpectation;
import io.github.observedpipeline.Severity;
import io.github.observedpipeline.TriggerExpectationOptions;
import io.github.observedpipeline.Weekday;
import io.github.observedpipeline.WeeklyDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.TimeZone;
import software.amazon.awscdk.services.events.EventPattern;
import software.amazon.awscdk.services.events.Rule;
import software.amazon.awscdk.services.events.targets.LambdaFunction;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.Architecture;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.LoggingFormat;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.amazon.awscdk.services.scheduler.CronOptionsWithTimezone;
import software.amazon.awscdk.services.scheduler.Schedule;
import software.amazon.awscdk.services.scheduler.ScheduleExpression;
import software.amazon.awscdk.services.scheduler.ScheduleGroup;
import software.amazon.awscdk.services.scheduler.targets.StepFunctionsStartExecution;
import software.amazon.awscdk.services.stepfunctions.DefinitionBody;
import software.amazon.awscdk.services.stepfunctions.LogLevel;
import software.amazon.awscdk.services.stepfunctions.LogOptions;
import software.amazon.awscdk.services.stepfunctions.StateMachine;
import software.amazon.awscdk.services.stepfunctions.tasks.LambdaInvoke;
import software.constructs.Construct;

/**
 * bin/example-stack.ts in Java; {@code npm run test:java} holds that both give the same template.
 *
 * <p>Three pipelines of the kinds that die silently: a nightly load of orders, an hourly sync of customers, and a report
 * that must be done before people come to work.
 */
public final class ExampleStack extends Stack {
    public ExampleStack(final Construct scope, final String id, final StackProps props, final String email, final String phone) {
        super(scope, id, props);
        final List<Contact> contacts = new ArrayList<>();
        if (email != null) {
            contacts.add(Contact.email(email));
        }
        if (phone != null) {
            contacts.add(Contact.sms(phone));
        }
        final Observatory observatory = Observatory.Builder.create(this, "Observatory")
                .contacts(contacts)
                .digest(Digest.weekly(WeeklyDigest.builder().weekDay(Weekday.MONDAY).at(LocalTime.of(8)).timeZone(TimeZone.EUROPE_BERLIN).build()))
                .build();

        final ObservedPipeline orders = nightlyOrders(observatory);
        customerSync(observatory);
        salesReport(observatory, orders);
    }

    /**
     * A state machine with two functions, started by EventBridge Scheduler at 02:00 New York, and a function that publishes
     * what was loaded, started by the event that the machine succeeded: the kind of step whose absence nobody sees.
     */
    private ObservedPipeline nightlyOrders(final Observatory observatory) {
        final Function extract = function("ExtractOrders", Duration.minutes(10),
                "await new Promise((done) => setTimeout(done, 100)); return { orders: 3 };");
        final Function load = function("LoadOrders", Duration.minutes(10), "return { loaded: event.orders };");
        final StateMachine machine = StateMachine.Builder.create(this, "OrdersMachine")
                .definitionBody(DefinitionBody.fromChainable(
                        LambdaInvoke.Builder.create(this, "Extract").lambdaFunction(extract).payloadResponseOnly(true).build()
                                .next(LambdaInvoke.Builder.create(this, "Load").lambdaFunction(load).payloadResponseOnly(true).build())))
                .timeout(Duration.minutes(90))
                .tracingEnabled(true)
                .logs(LogOptions.builder().destination(logGroup("OrdersMachineLogs")).level(LogLevel.ALL).build())
                .build();
        final Schedule schedule = Schedule.Builder.create(this, "OrdersSchedule")
                .schedule(ScheduleExpression.cron(CronOptionsWithTimezone.builder().minute("0").hour("2").timeZone(TimeZone.AMERICA_NEW_YORK).build()))
                .target(StepFunctionsStartExecution.Builder.create(machine).build())
                // Scheduler publishes its metrics by group: a group of its own makes the pipeline's losses its own.
                .scheduleGroup(scheduleGroup("OrdersScheduleGroup"))
                .build();
        final Function publish = function("PublishOrders", Duration.minutes(5), "return { published: true };");
        Rule.Builder.create(this, "OrdersLoaded")
                .eventPattern(EventPattern.builder()
                        .source(List.of("aws.states"))
                        .detailType(List.of("Step Functions Execution Status Change"))
                        .detail(Map.of("status", List.of("SUCCEEDED"), "stateMachineArn", List.of(machine.getStateMachineArn())))
                        .build())
                .targets(List.of(LambdaFunction.Builder.create(publish).retryAttempts(2).build()))
                .build();
        return ObservedPipeline.Builder.create(this, "NightlyOrders")
                .stages(List.of(PipelineStage.stateMachine(machine), PipelineStage.lambdaFunction(publish)))
                .expectation(RunExpectation.fromSchedule(schedule, TriggerExpectationOptions.builder()
                        .startWithin(Duration.minutes(15)).maxDuration(Duration.hours(2)).build()))
                .severity(Severity.CRITICAL)
                .owner("data-platform")
                .runbookUrl("https://wiki.example.com/nightly-orders")
                .observatory(observatory)
                .build();
    }

    /** A function that copies changed customers every hour. Its users notice at once, so it is loud. */
    private void customerSync(final Observatory observatory) {
        final Function sync = function("SyncCustomers", Duration.minutes(5), "return { changed: 12 };");
        final Schedule schedule = Schedule.Builder.create(this, "SyncSchedule")
                .schedule(ScheduleExpression.cron(CronOptionsWithTimezone.builder().minute("10").hour("*").build()))
                .target(software.amazon.awscdk.services.scheduler.targets.LambdaInvoke.Builder.create(sync)
                        .retryAttempts(2).maxEventAge(Duration.minutes(10)).build())
                .scheduleGroup(scheduleGroup("SyncScheduleGroup"))
                .build();
        ObservedPipeline.Builder.create(this, "CustomerSync")
                .stages(List.of(PipelineStage.lambdaFunction(sync)))
                .expectation(RunExpectation.fromSchedule(schedule, TriggerExpectationOptions.builder().failuresToAlarm(2).build()))
                .severity(Severity.WARNING)
                .owner("crm-team")
                .observatory(observatory)
                .build();
    }

    /**
     * A report that must be done by 07:30 in Berlin on every weekday, but not on the public holidays named. Without the orders
     * of the night before there is nothing to report.
     */
    private void salesReport(final Observatory observatory, final ObservedPipeline orders) {
        final Function report = function("WriteSalesReport", Duration.minutes(15), "return { pages: 4 };");
        final Schedule schedule = Schedule.Builder.create(this, "ReportSchedule")
                .schedule(ScheduleExpression.cron(CronOptionsWithTimezone.builder()
                        .minute("0").hour("6").weekDay("MON-FRI").timeZone(TimeZone.EUROPE_BERLIN).build()))
                .target(software.amazon.awscdk.services.scheduler.targets.LambdaInvoke.Builder.create(report).build())
                .scheduleGroup(scheduleGroup("ReportScheduleGroup"))
                .build();
        ObservedPipeline.Builder.create(this, "WeekdayReport")
                .stages(List.of(PipelineStage.lambdaFunction(report, LambdaFunctionStageOptions.builder().failureCounting(FailureCounting.AFTER_RETRIES).build())))
                .expectation(RunExpectation.fromSchedule(schedule, TriggerExpectationOptions.builder()
                        .finishWithin(Duration.minutes(90)).excludeDates(List.of("2026-12-25", "2027-01-01")).build()))
                .severity(Severity.CRITICAL)
                .owner("sales-analytics")
                .runbookUrl("https://wiki.example.com/sales-report")
                .upstreamPipelines(List.of(orders))
                .observatory(observatory)
                .build();
    }

    private Function function(final String id, final Duration timeout, final String body) {
        final LogGroup logGroup = logGroup(id + "Logs");
        final Role role = Role.Builder.create(this, id + "Role").assumedBy(new ServicePrincipal("lambda.amazonaws.com")).build();
        logGroup.grantWrite(role);
        return Function.Builder.create(this, id)
                .runtime(Runtime.NODEJS_24_X)
                .architecture(Architecture.ARM_64)
                .handler("index.handler")
                .code(Code.fromInline("exports.handler = async (event) => { " + body + " };"))
                .timeout(timeout)
                .loggingFormat(LoggingFormat.JSON)
                .role(role)
                .logGroup(logGroup)
                .build();
    }

    private LogGroup logGroup(final String id) {
        return LogGroup.Builder.create(this, id).retention(RetentionDays.ONE_MONTH).removalPolicy(RemovalPolicy.DESTROY).build();
    }

    private ScheduleGroup scheduleGroup(final String id) {
        return ScheduleGroup.Builder.create(this, id).removalPolicy(RemovalPolicy.DESTROY).build();
    }
}
