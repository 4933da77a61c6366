import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Function } from 'aws-cdk-lib/aws-lambda';
import { CfnScheduleGroup, type Schedule } from 'aws-cdk-lib/aws-scheduler';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Duration, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { NAMESPACE } from '../../core/metrics';
import { acknowledgeWildcard } from './access-policies';
import { allowVpc, bundledHandler, deadLetters, type HandlerPlace } from './bundled-handler';
import { grantVia } from './key-use';
import { TABLE_KEY_ACTIONS } from './ledger-table';
import { LONGEST_WAIT_OF_A_TICK, longestTick, tick } from './ticks';

/** What a checker needs to know. */
interface CheckerProps {
  readonly observatoryName: string;
  readonly contractsPath: string;
  /** Where the profiles of pipelines are stored. Absent: there are none. */
  readonly profilesPath?: string;
  readonly table: ITable;
  readonly encryptionKey?: IKey;
  readonly checkInterval: Duration;
  readonly watchdogUrl?: string;
  readonly place: HandlerPlace;
}

/** A tick of a thousand pipelines takes seconds; the rest is for slow APIs. */
const LONGEST_TICK = Duration.minutes(2);

/**
 * The proof-of-life checker: a Lambda function and the schedule that runs it. It shares neither schedule, role nor code
 * with any pipeline. Plain CloudWatch alarms watch each part (health-alarms.ts): the function by its errors, throttles and
 * heartbeat (CheckerFailing, CheckerSilent), the schedule by its dead-letter queue and the heartbeat.
 */
export class Checker extends Construct {
  public readonly function: Function;
  public readonly role: Role;
  public readonly deadLetterQueue: Queue;
  public readonly schedule: Schedule;

  public constructor(scope: Construct, id: string, props: CheckerProps) {
    super(scope, id);
    const handler = bundledHandler(this, 'checker', props.place);
    this.role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: 'Reads contracts and evidence, publishes proof of life',
    });
    handler.logGroup.grantWrite(this.role);
    this.grant(props);
    if (props.encryptionKey !== undefined) grantVia(props.encryptionKey, this.role, TABLE_KEY_ACTIONS, 'dynamodb');
    allowVpc(this.role, props.place);

    this.function = new Function(this, 'Function', {
      ...handler,
      description: `Proof-of-life checker of ${props.observatoryName}`,
      timeout: longestTick(props.checkInterval, LONGEST_TICK),
      role: this.role,
      environment: {
        OBSERVATORY: props.observatoryName,
        CONTRACTS_PATH: props.contractsPath,
        TABLE_NAME: props.table.tableName,
        ...(props.profilesPath === undefined ? {} : { PROFILES_PATH: props.profilesPath }),
        ...(props.watchdogUrl === undefined ? {} : { WATCHDOG_URL: props.watchdogUrl }),
      },
      retryAttempts: 0,
      maxEventAge: LONGEST_WAIT_OF_A_TICK,
    });
    this.deadLetterQueue = deadLetters(this, 'DeadLetters', 'an alarm watches it');
    this.schedule = tick(this, {
      function: this.function, interval: props.checkInterval, does: 'proof-of-life checker', deadLetterQueue: this.deadLetterQueue,
      // Scheduler counts attempts by group. In a group of its own, the attempts are those of the checker's schedule and no other.
      // An L1 construct, because CloudFormation then generates the name.
      group: new CfnScheduleGroup(this, 'ScheduleGroup'),
    });
  }

  /** Lets the checker verify at each tick that these topics reach somebody. */
  public verifyTopics(topics: readonly ITopic[]): void {
    if (topics.length === 0) return;
    const arns = topics.map(({ topicArn }) => topicArn);
    this.function.addEnvironment('TOPIC_ARNS', arns.join(','));
    // The attributes of an encrypted topic can be read without its key.
    this.role.addToPolicy(new PolicyStatement({ sid: 'VerifyTopics', effect: Effect.ALLOW, actions: ['sns:GetTopicAttributes'], resources: arns }));
  }

  private grant({ contractsPath, table }: CheckerProps): void {
    const { partition, region, account } = Stack.of(this);
    const parameters = `arn:${partition}:ssm:${region}:${account}:parameter${contractsPath}`;
    const allow = (sid: string, actions: string[], resources: string[], conditions?: Record<string, Record<string, string>>): void => {
      this.role.addToPolicy(new PolicyStatement({ sid, effect: Effect.ALLOW, actions, resources, conditions }));
    };
    allow('ReadContracts', ['ssm:GetParametersByPath', 'ssm:GetParameters'], [parameters, `${parameters}/*`]);
    allow('ReadMetrics', ['cloudwatch:GetMetricData'], ['*']);
    allow('FindAlarms', ['cloudwatch:DescribeAlarmsForMetric'], ['*']);
    allow('KeepLedger', ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'], [table.tableArn]);
    allow('PublishProofOfLife', ['cloudwatch:PutMetricData'], ['*'], { StringEquals: { 'cloudwatch:namespace': NAMESPACE } });

    acknowledgeWildcard(this.role, `${parameters}/*`, 'They are the contracts of this observatory and nothing else.');
    acknowledgeWildcard(this.role, '*', 'GetMetricData, PutMetricData and DescribeAlarmsForMetric have no resource-level permissions (CloudWatch user guide, '
      + '"CloudWatch permissions reference"); writing is limited to one namespace.');
  }
}
