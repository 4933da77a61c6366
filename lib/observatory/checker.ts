import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { NAMESPACE } from '../../core';
import { assetPath } from '../asset-path';
import { acknowledgeWildcard } from './acknowledge-wildcard';

/** What a checker is told. */
export interface CheckerProps {
  readonly observatoryName: string;
  readonly contractsPath: string;
  readonly tickInterval: Duration;
  readonly watchdogUrl?: string;
}

/** A tick of a thousand pipelines takes seconds; the rest is for slow APIs. It must end before the next one. */
const LONGEST_TICK = Duration.minutes(2);
/** Time between the end of the longest tick and the next one. */
const MARGIN = Duration.seconds(5);
/** A tick that comes late is worth nothing, since the next one sees the same; EventBridge and Lambda take no less. */
const MAX_EVENT_AGE = Duration.minutes(1);

/**
 * The proof-of-life checker: a Lambda function and the schedule that runs it. It shares neither schedule, role nor code
 * with any pipeline. Each of its parts is watched by an alarm that is no code (self-watch.ts): the function by its
 * errors, throttles and its heartbeat, the schedule by its dead-letter queue and the heartbeat.
 */
export class Checker extends Construct {
  public readonly function: Function;
  public readonly role: Role;
  public readonly deadLetterQueue: Queue;

  public constructor(scope: Construct, id: string, props: CheckerProps) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'Logs', { retention: RetentionDays.ONE_MONTH, removalPolicy: RemovalPolicy.DESTROY });
    this.role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: 'Reads contracts and evidence, publishes proof of life',
    });
    logGroup.grantWrite(this.role);
    this.grant(props.contractsPath);

    this.function = new Function(this, 'Function', {
      description: `Proof-of-life checker of ${props.observatoryName}`,
      code: Code.fromAsset(assetPath('checker')),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: 512,
      timeout: Duration.seconds(Math.min(LONGEST_TICK.toSeconds(), props.tickInterval.toSeconds() - MARGIN.toSeconds())),
      role: this.role,
      logGroup,
      environment: {
        OBSERVATORY: props.observatoryName,
        CONTRACTS_PATH: props.contractsPath,
        ...(props.watchdogUrl === undefined ? {} : { WATCHDOG_URL: props.watchdogUrl }),
      },
      retryAttempts: 0,
      maxEventAge: MAX_EVENT_AGE,
    });

    this.deadLetterQueue = new Queue(this, 'DeadLetters', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    Validations.of(this.deadLetterQueue).acknowledge({ id: 'AwsSolutions-SQS3', reason: 'It is itself the dead-letter queue, and an alarm watches it.' });
    this.schedule(props.tickInterval);
  }

  /** Lets it look at each tick whether these topics are heard. */
  public verifyTopics(topics: readonly ITopic[]): void {
    if (topics.length === 0) return;
    const arns = topics.map(({ topicArn }) => topicArn);
    this.function.addEnvironment('TOPIC_ARNS', arns.join(','));
    // The attributes of an encrypted topic are read without its key.
    this.role.addToPolicy(new PolicyStatement({ sid: 'VerifyTopics', effect: Effect.ALLOW, actions: ['sns:GetTopicAttributes'], resources: arns }));
  }

  private grant(contractsPath: string): void {
    const { partition, region, account } = Stack.of(this);
    const parameters = `arn:${partition}:ssm:${region}:${account}:parameter${contractsPath}`;
    const allow = (sid: string, action: string, resources: string[], conditions?: Record<string, Record<string, string>>): void => {
      this.role.addToPolicy(new PolicyStatement({ sid, effect: Effect.ALLOW, actions: [action], resources, conditions }));
    };
    allow('ReadContracts', 'ssm:GetParametersByPath', [parameters, `${parameters}/*`]);
    allow('ReadMetrics', 'cloudwatch:GetMetricData', ['*']);
    allow('PublishProofOfLife', 'cloudwatch:PutMetricData', ['*'], { StringEquals: { 'cloudwatch:namespace': NAMESPACE } });

    acknowledgeWildcard(this.role, `${parameters}/*`, 'They are the contracts of this observatory and nothing else.');
    acknowledgeWildcard(this.role, '*', 'GetMetricData and PutMetricData have no resource-level permissions (CloudWatch user guide, '
      + '"CloudWatch permissions reference"); writing is limited to one namespace.');
  }

  /** The schedule may invoke exactly this function: CDK's own target would also allow its versions and aliases. */
  private schedule(tickInterval: Duration): void {
    const { partition, region, account } = Stack.of(this);
    const role = new Role(this, 'ScheduleRole', {
      // The schedule lies in the default group, and Scheduler names itself by the group (Scheduler user guide, "Confused deputy prevention").
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': account, 'aws:SourceArn': `arn:${partition}:scheduler:${region}:${account}:schedule-group/default` } },
      }),
      description: 'Invokes the proof-of-life checker',
    });
    role.addToPolicy(new PolicyStatement({ sid: 'Tick', actions: ['lambda:InvokeFunction'], resources: [this.function.functionArn] }));
    this.deadLetterQueue.grantSendMessages(role);
    const schedule = new Schedule(this, 'Schedule', {
      description: 'Runs the proof-of-life checker',
      schedule: ScheduleExpression.rate(tickInterval),
      target: {
        bind: () => ({
          arn: this.function.functionArn,
          role,
          deadLetterConfig: { arn: this.deadLetterQueue.queueArn },
          retryPolicy: { maximumRetryAttempts: 1, maximumEventAgeInSeconds: MAX_EVENT_AGE.toSeconds() },
        }),
      },
    });
    // Without its permissions the first tick would land in the dead-letter queue and raise an alarm.
    schedule.node.addDependency(role);
  }
}
