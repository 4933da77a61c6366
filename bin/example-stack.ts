import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Schedule, ScheduleExpression, ScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke, StepFunctionsStartExecution } from 'aws-cdk-lib/aws-scheduler-targets';
import { DefinitionBody, LogLevel, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke as LambdaTask } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Duration, RemovalPolicy, Stack, StackProps, TimeZone } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { Contact, Digest, FailureCounting, LocalTime, Observatory, ObservedPipeline, PipelineStage, RunExpectation, Severity, Weekday } from '../lib';

/** The contacts, from `cdk synth --context email=… --context phone=…` or cdk.json. */
export interface ExampleStackProps extends StackProps {
  readonly email?: string;
  readonly phone?: string;
}

/**
 * Three pipelines of the kinds that fail silently: a nightly load of orders, an hourly sync of customers, and a report that
 * must be ready before people come to work.
 */
export class ExampleStack extends Stack {
  public constructor(scope: Construct, id: string, props: ExampleStackProps) {
    super(scope, id, props);
    const observatory = new Observatory(this, 'Observatory', {
      contacts: [
        ...(props.email === undefined ? [] : [Contact.email(props.email)]),
        ...(props.phone === undefined ? [] : [Contact.sms(props.phone)]),
      ],
      digest: Digest.weekly({ weekDay: Weekday.MONDAY, at: LocalTime.of(8), timeZone: TimeZone.EUROPE_BERLIN }),
    });

    const orders = this.nightlyOrders(observatory);
    this.customerSync(observatory);
    this.salesReport(observatory, orders);
  }

  /**
   * A state machine with two functions, started by EventBridge Scheduler at 02:00 New York, and a function that publishes the
   * loaded orders, started by the event that the machine succeeded. Nobody notices when such a step is missing.
   */
  private nightlyOrders(observatory: Observatory): ObservedPipeline {
    const extract = this.function('ExtractOrders', Duration.minutes(10), 'await new Promise((done) => setTimeout(done, 100)); return { orders: 3 };');
    const load = this.function('LoadOrders', Duration.minutes(10), 'return { loaded: event.orders };');
    const machine = new StateMachine(this, 'OrdersMachine', {
      definitionBody: DefinitionBody.fromChainable(
        new LambdaTask(this, 'Extract', { lambdaFunction: extract, payloadResponseOnly: true })
          .next(new LambdaTask(this, 'Load', { lambdaFunction: load, payloadResponseOnly: true })),
      ),
      timeout: Duration.minutes(90),
      tracingEnabled: true,
      logs: { destination: this.logGroup('OrdersMachineLogs'), level: LogLevel.ALL },
    });
    const schedule = new Schedule(this, 'OrdersSchedule', {
      schedule: ScheduleExpression.cron({ minute: '0', hour: '2', timeZone: TimeZone.AMERICA_NEW_YORK }),
      target: new StepFunctionsStartExecution(machine, {}),
      // Scheduler publishes its metrics by group. With a group of its own, the pipeline sees only its own losses.
      scheduleGroup: new ScheduleGroup(this, 'OrdersScheduleGroup', { removalPolicy: RemovalPolicy.DESTROY }),
    });
    const publish = this.function('PublishOrders', Duration.minutes(5), 'return { published: true };');
    new Rule(this, 'OrdersLoaded', {
      eventPattern: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: { status: ['SUCCEEDED'], stateMachineArn: [machine.stateMachineArn] },
      },
      targets: [new LambdaFunction(publish, { retryAttempts: 2 })],
    });
    return new ObservedPipeline(this, 'NightlyOrders', {
      stages: [PipelineStage.stateMachine(machine), PipelineStage.lambdaFunction(publish)],
      expectation: RunExpectation.fromSchedule(schedule, { startWithin: Duration.minutes(15), maxDuration: Duration.hours(2) }),
      severity: Severity.CRITICAL,
      owner: 'data-platform',
      runbookUrl: 'https://wiki.example.com/nightly-orders',
      observatory,
    });
  }

  /** A function that copies changed customers every hour. Its users notice at once when it fails, so its severity is WARNING. */
  private customerSync(observatory: Observatory): void {
    const sync = this.function('SyncCustomers', Duration.minutes(5), 'return { changed: 12 };');
    const schedule = new Schedule(this, 'SyncSchedule', {
      schedule: ScheduleExpression.cron({ minute: '10', hour: '*' }),
      target: new LambdaInvoke(sync, { retryAttempts: 2, maxEventAge: Duration.minutes(10) }),
      scheduleGroup: new ScheduleGroup(this, 'SyncScheduleGroup', { removalPolicy: RemovalPolicy.DESTROY }),
    });
    new ObservedPipeline(this, 'CustomerSync', {
      stages: [PipelineStage.lambdaFunction(sync)],
      expectation: RunExpectation.fromSchedule(schedule, { failuresToAlarm: 2 }),
      severity: Severity.WARNING,
      owner: 'crm-team',
      observatory,
    });
  }

  /**
   * A report that must be ready by 07:30 in Berlin on every weekday, but not on the named public holidays. Without the orders
   * of the night before there is nothing to report.
   */
  private salesReport(observatory: Observatory, orders: ObservedPipeline): void {
    const report = this.function('WriteSalesReport', Duration.minutes(15), 'return { pages: 4 };');
    const schedule = new Schedule(this, 'ReportSchedule', {
      schedule: ScheduleExpression.cron({ minute: '0', hour: '6', weekDay: 'MON-FRI', timeZone: TimeZone.EUROPE_BERLIN }),
      target: new LambdaInvoke(report),
      scheduleGroup: new ScheduleGroup(this, 'ReportScheduleGroup', { removalPolicy: RemovalPolicy.DESTROY }),
    });
    new ObservedPipeline(this, 'WeekdayReport', {
      stages: [PipelineStage.lambdaFunction(report, { failureCounting: FailureCounting.AFTER_RETRIES })],
      expectation: RunExpectation.fromSchedule(schedule, { finishWithin: Duration.minutes(90), excludeDates: ['2026-12-25', '2027-01-01'] }),
      severity: Severity.CRITICAL,
      owner: 'sales-analytics',
      runbookUrl: 'https://wiki.example.com/sales-report',
      upstreamPipelines: [orders],
      observatory,
    });
  }

  private function(id: string, timeout: Duration, body: string): Function {
    const logGroup = this.logGroup(`${id}Logs`);
    const role = new Role(this, `${id}Role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    return new Function(this, id, {
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: Code.fromInline(`exports.handler = async (event) => { ${body} };`),
      timeout,
      loggingFormat: LoggingFormat.JSON,
      role,
      logGroup,
    });
  }

  private logGroup(id: string): LogGroup {
    return new LogGroup(this, id, { retention: RetentionDays.ONE_MONTH, removalPolicy: RemovalPolicy.DESTROY });
  }
}
