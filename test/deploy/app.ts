import { Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Schedule, ScheduleExpression, ScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import { StepFunctionsStartExecution } from 'aws-cdk-lib/aws-scheduler-targets';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { DefinitionBody, Pass, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { App, CfnOutput, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { Contact, Observatory, ObservedPipeline, PipelineStage, RunExpectation } from '../../lib';
import { CONTACTS, OUTPUTS, PIPELINES, STACKS } from './names';

/** Evidence in the emulator is there at once; the defaults would make the test a quarter of an hour longer. */
const SETTLE = Duration.seconds(5);

/** The stack with the observatory, whose checker looks every minute, and three pipelines. */
class HomeStack extends Stack {
  public readonly observatory: Observatory;

  public constructor(scope: Construct, id: string) {
    super(scope, id);
    const inbox = new Queue(this, 'Inbox', { removalPolicy: RemovalPolicy.DESTROY });
    this.observatory = new Observatory(this, 'Observatory', {
      checkInterval: Duration.minutes(1),
      contacts: [Contact.email(CONTACTS.email), Contact.sms(CONTACTS.phone), Contact.subscription(new SqsSubscription(inbox))],
    });
    this.punctual();
    this.tended();
    this.neglected();
    this.output(OUTPUTS.inbox, inbox.queueUrl);
    this.output(OUTPUTS.events, this.machines().queueUrl);
    this.outputsOf(this.observatory);
  }

  private punctual(): void {
    const machine = new StateMachine(this, 'PunctualMachine', {
      definitionBody: DefinitionBody.fromChainable(new Pass(this, 'Work')),
      timeout: Duration.seconds(30),
    });
    const schedule = new Schedule(this, 'PunctualSchedule', {
      schedule: ScheduleExpression.rate(Duration.minutes(1)),
      target: new StepFunctionsStartExecution(machine, {}),
      scheduleGroup: new ScheduleGroup(this, 'PunctualScheduleGroup', { removalPolicy: RemovalPolicy.DESTROY }),
    });
    new ObservedPipeline(this, PIPELINES.punctual, {
      stages: [PipelineStage.stateMachine(machine, { publicationDelay: SETTLE })],
      expectation: RunExpectation.fromSchedule(schedule, { startWithin: Duration.seconds(50) }),
      observatory: this.observatory,
    });
    this.output(OUTPUTS.punctualMachine, machine.stateMachineArn);
  }

  private tended(): void {
    const tended = new Function(this, 'TendedFunction', {
      runtime: Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: Code.fromInline('exports.handler = async () => ({ rows: 3 });'),
      timeout: Duration.seconds(20),
      logGroup: new LogGroup(this, 'TendedLogs', { removalPolicy: RemovalPolicy.DESTROY }),
    });
    new ObservedPipeline(this, PIPELINES.tended, {
      stages: [PipelineStage.lambdaFunction(tended, { publicationDelay: SETTLE })],
      expectation: RunExpectation.atLeastEvery(Duration.minutes(1)),
      observatory: this.observatory,
      owner: 'deployment-test',
      runbookUrl: 'https://wiki.example.com/tended',
    });
    this.output(OUTPUTS.tendedFunction, tended.functionName);
  }

  private neglected(): void {
    const machine = new StateMachine(this, 'NeglectedMachine', {
      definitionBody: DefinitionBody.fromChainable(new Pass(this, 'NeglectedWork')),
      timeout: Duration.seconds(30),
    });
    new ObservedPipeline(this, PIPELINES.neglected, {
      stages: [PipelineStage.stateMachine(machine, { publicationDelay: SETTLE })],
      expectation: RunExpectation.atLeastEvery(Duration.minutes(1)),
      observatory: this.observatory,
    });
  }

  /** Whatever else wants to know of incidents, such as a chat or a program that manages them. */
  private machines(): Queue {
    const queue = new Queue(this, 'Events', { removalPolicy: RemovalPolicy.DESTROY });
    new Rule(this, 'Incidents', { eventPattern: { source: ['cdk-observed-pipeline'] }, targets: [new SqsQueue(queue)] });
    return queue;
  }

  private outputsOf({ observatoryName, checkerFunction, criticalTopic, warningTopic, intakeTopic, notifierFunction, notifierTickFunction, ledgerTable }: Observatory): void {
    this.output(OUTPUTS.observatory, observatoryName);
    this.output(OUTPUTS.checker, checkerFunction.functionName);
    this.output(OUTPUTS.checkerLogs, (checkerFunction as Function).logGroup.logGroupName);
    this.output(OUTPUTS.criticalTopic, criticalTopic.topicArn);
    this.output(OUTPUTS.warningTopic, warningTopic.topicArn);
    this.output(OUTPUTS.intakeTopic, intakeTopic!.topicArn);
    this.output(OUTPUTS.receiver, notifierFunction!.functionName);
    this.output(OUTPUTS.ticker, notifierTickFunction!.functionName);
    this.output(OUTPUTS.notifierLogs, (notifierFunction as Function).logGroup.logGroupName);
    this.output(OUTPUTS.incidents, ledgerTable.tableName);
  }

  private output(id: string, value: string): void {
    new CfnOutput(this, id, { value });
  }
}

/** Another team's stack that shares the observatory. */
class TenantStack extends Stack {
  public constructor(scope: Construct, id: string, observatory: Observatory) {
    super(scope, id);
    const machine = new StateMachine(this, 'ForgottenMachine', {
      definitionBody: DefinitionBody.fromChainable(new Pass(this, 'Work')),
      timeout: Duration.seconds(30),
    });
    new ObservedPipeline(this, PIPELINES.forgotten, {
      stages: [PipelineStage.stateMachine(machine, { publicationDelay: SETTLE })],
      expectation: RunExpectation.atTimes(ScheduleExpression.cron({ minute: '*' }), { startWithin: Duration.seconds(20) }),
      contacts: [Contact.email(CONTACTS.tenantEmail)],
      observatory,
    });
  }
}

const app = new App({ analyticsReporting: false });
const home = new HomeStack(app, STACKS.home);
new TenantStack(app, STACKS.tenant, home.observatory);
