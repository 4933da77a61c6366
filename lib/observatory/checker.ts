import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { NAMESPACE } from '../../core';
import { assetPath } from '../asset-path';

/** What a checker is told. */
export interface CheckerProps {
  readonly observatoryName: string;
  readonly contractsPath: string;
  readonly tickInterval: Duration;
  readonly watchdogUrl?: string;
}

/** A tick of a thousand pipelines takes seconds; the rest is for slow APIs. It must end before the next one. */
const LONGEST_TICK = Duration.minutes(2);

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
    for (const statement of permissions(Stack.of(this), props.contractsPath)) this.role.addToPolicy(statement);

    this.function = new Function(this, 'Function', {
      description: `Proof-of-life checker of ${props.observatoryName}`,
      code: Code.fromAsset(assetPath('checker')),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: 512,
      timeout: Duration.seconds(Math.min(LONGEST_TICK.toSeconds(), props.tickInterval.toSeconds() - 5)),
      role: this.role,
      logGroup,
      environment: {
        OBSERVATORY: props.observatoryName,
        CONTRACTS_PATH: props.contractsPath,
        ...(props.watchdogUrl === undefined ? {} : { WATCHDOG_URL: props.watchdogUrl }),
      },
      // A tick that comes late is worth nothing: the next one sees the same.
      retryAttempts: 0,
      maxEventAge: Duration.minutes(1),
    });

    this.deadLetterQueue = new Queue(this, 'DeadLetters', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    const schedule = new Schedule(this, 'Schedule', {
      description: `Runs the proof-of-life checker of ${props.observatoryName}`,
      schedule: ScheduleExpression.rate(props.tickInterval),
      target: new LambdaInvoke(this.function, { deadLetterQueue: this.deadLetterQueue, retryAttempts: 1, maxEventAge: Duration.minutes(1) }),
    });
    this.acknowledgeFindings(schedule);
  }

  /** Reasons for what cdk-nag's AwsSolutions pack rightly asks about. */
  private acknowledgeFindings(schedule: Schedule): void {
    Validations.of(this.role).acknowledge({
      id: 'AwsSolutions-IAM5',
      reason: 'cloudwatch:GetMetricData and PutMetricData have no resource-level permissions; writing is limited to one '
        + 'namespace. Contracts are read below the path of this observatory only.',
    });
    Validations.of(this.deadLetterQueue).acknowledge({ id: 'AwsSolutions-SQS3', reason: 'It is itself the dead-letter queue, and an alarm watches it.' });
    void schedule;
  }
}

function permissions({ partition, region, account }: Stack, contractsPath: string): PolicyStatement[] {
  const parameters = `arn:${partition}:ssm:${region}:${account}:parameter${contractsPath}`;
  return [
    new PolicyStatement({ sid: 'ReadContracts', effect: Effect.ALLOW, actions: ['ssm:GetParametersByPath'], resources: [parameters, `${parameters}/*`] }),
    // Neither action knows resources (CloudWatch user guide, "CloudWatch permissions reference").
    new PolicyStatement({ sid: 'ReadMetrics', effect: Effect.ALLOW, actions: ['cloudwatch:GetMetricData'], resources: ['*'] }),
    new PolicyStatement({
      sid: 'PublishProofOfLife',
      effect: Effect.ALLOW,
      actions: ['cloudwatch:PutMetricData'],
      resources: ['*'],
      conditions: { StringEquals: { 'cloudwatch:namespace': NAMESPACE } },
    }),
  ];
}
