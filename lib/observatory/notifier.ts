import { AttributeType, BillingMode, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { CfnEventInvokeConfig, CfnPermission, Function } from 'aws-cdk-lib/aws-lambda';
import type { Schedule } from 'aws-cdk-lib/aws-scheduler';
import type { ITopic, Subscription, Topic } from 'aws-cdk-lib/aws-sns';
import { LambdaSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { EVENT_SOURCE } from '../../core/message/event';
import { acknowledgeWildcard } from './access-policies';
import { allowVpc, bundledHandler, deadLetters, type HandlerPlace } from './bundled-handler';
import { FallbackDelivery } from './fallback-delivery';
import { grantVia } from './key-use';
import { LONGEST_WAIT_OF_A_TICK, longestTick, tick } from './ticks';
import { alarmTopic } from './topics';

/**
 * What the notifier remembers: the incident of each pipeline, and counters of messages. On demand, since a table of one
 * item per pipeline is idle most of the time.
 */
function incidentTable(scope: Construct, id: string, key: IKey | undefined): Table {
  return new Table(scope, id, {
    partitionKey: { name: 'kind', type: AttributeType.STRING },
    sortKey: { name: 'name', type: AttributeType.STRING },
    billingMode: BillingMode.PAY_PER_REQUEST,
    timeToLiveAttribute: 'expiresAt',
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    ...(key === undefined ? {} : { encryption: TableEncryption.CUSTOMER_MANAGED, encryptionKey: key }),
    // No alarm depends on it: without it each alarm is told by a message of its own, and only the grouping is lost. A
    // table that outlived its observatory would be a remnant that nobody reads.
    removalPolicy: RemovalPolicy.DESTROY,
  });
}

/** What a notifier is told when it is made; who else hears it is settled when the tree is complete. */
interface NotifierProps {
  readonly observatoryName: string;
  readonly contractsPath: string;
  readonly profilesPath: string;
  readonly criticalTopic: ITopic;
  readonly warningTopic: ITopic;
  readonly encryptionKey?: IKey;
  readonly place: HandlerPlace;
}

/** The longest that one alarm or one tick may take; a diagnosis is given up long before. */
const TIMEOUT = Duration.minutes(1);
/** It is asked this often what has to be told: reminders, recoveries, what was held back. */
const TICK = Duration.minutes(1);
/** An alarm that could not be told for so long goes out as it is. */
const PATIENCE = Duration.minutes(5);

/** What DynamoDB and SNS need of whoever uses a table and topics that a customer's key encrypts (DynamoDB developer guide, "Encryption at rest: usage notes"). */
const KEY_ACTIONS = ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:ReEncryptFrom', 'kms:ReEncryptTo'];

/**
 * The notifier: makes messages for people of the alarms that come into the intake topic. Two functions of one code and one
 * role: the receiver takes alarms, the ticker looks each minute what has to be told without one. They are two because
 * what became of a failed invocation is set per function: an alarm that the receiver cannot tell must reach people as it
 * is, while a tick that fails says nothing, is repeated within the minute, and would be a mail a minute.
 *
 * If it dies: the receiver's failed invocations go raw to the critical topic (its OnFailure destination), as does what it
 * may not be given (FallbackDelivery). Where only a given topic has subscribers, both go there. NotifierFailing, NotifierSilent and
 * AlarmsUndelivered are published to all topics directly.
 */
export class Notifier extends Construct {
  /** Where alarms come in. */
  public readonly intakeTopic: Topic;
  /** By which it hears them. */
  public readonly subscription: Subscription;
  public readonly receiver: Function;
  public readonly ticker: Function;
  public readonly role: Role;
  public readonly table: Table;
  /** Runs the ticker. */
  public readonly schedule: Schedule;

  private readonly publishStatement: PolicyStatement;
  private readonly fallback: FallbackDelivery;

  public constructor(scope: Construct, id: string, props: NotifierProps) {
    super(scope, id);
    const { observatoryName, criticalTopic, warningTopic, encryptionKey: key } = props;
    const handler = bundledHandler(this, 'notifier', props.place);
    this.intakeTopic = alarmTopic(this, 'Intake', key);
    this.table = incidentTable(this, 'Incidents', key);
    this.role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: 'Reads alarms, contracts, profiles and evidence, keeps incidents, tells people',
    });
    handler.logGroup.grantWrite(this.role);
    if (key !== undefined) grantVia(key, this.role, KEY_ACTIONS, 'dynamodb', 'sns');
    this.publishStatement = this.grant(props);
    allowVpc(this.role, props.place);

    this.fallback = new FallbackDelivery(this, 'Fallback', criticalTopic, key);
    const both = {
      ...handler,
      role: this.role,
      environment: {
        OBSERVATORY: observatoryName,
        CONTRACTS_PATH: props.contractsPath,
        PROFILES_PATH: props.profilesPath,
        TABLE_NAME: this.table.tableName,
        INTAKE_TOPIC_ARN: this.intakeTopic.topicArn,
        CRITICAL_TOPIC_ARN: criticalTopic.topicArn,
        WARNING_TOPIC_ARN: warningTopic.topicArn,
      },
    };
    this.receiver = new Function(this, 'Receiver', {
      ...both,
      description: `Notifier of ${observatoryName}: makes messages of its alarms`,
      timeout: TIMEOUT,
      retryAttempts: 1,
      maxEventAge: PATIENCE,
      // That its role may publish there is said with everything else that it may.
      onFailure: { bind: () => ({ destination: this.fallback.topicArn }) },
    });
    this.ticker = new Function(this, 'Ticker', {
      ...both,
      description: `Notifier of ${observatoryName}: reminders, recoveries, escalations, digests`,
      timeout: longestTick(TICK, TIMEOUT),
      retryAttempts: 0,
      maxEventAge: LONGEST_WAIT_OF_A_TICK,
    });
    this.subscription = this.intakeTopic.addSubscription(new LambdaSubscription(this.receiver, { deadLetterQueue: this.fallback.queue }));
    this.subscribeWhenReady();
    this.schedule = tick(this, {
      function: this.ticker, interval: TICK, does: 'notifier', input: { kind: 'tick' },
      deadLetterQueue: deadLetters(this, 'DeadLetters', 'NotifierSilent speaks when something lands in it'),
    });
  }

  /** Tells both functions something more. */
  public addEnvironment(name: string, value: string): void {
    for (const one of [this.receiver, this.ticker]) one.addEnvironment(name, value);
  }

  /** Lets it tell, and see who hears, one more topic of the observatory. */
  public grantPublish(topic: ITopic): void {
    this.publishStatement.addResources(topic.topicArn);
  }

  /** What it could not take goes to this topic in place of the critical one, raw. It may publish there already. */
  public fallBackTo(topic: ITopic): void {
    this.fallback.publishTo(topic);
  }

  /**
   * Alarms are made after the subscription (AlarmWiring), and the subscription after all by which an alarm reaches people if
   * the receiver cannot be given it or fails: so none is lost while the stack is being deployed.
   */
  private subscribeWhenReady(): void {
    const ofReceiver = this.receiver.node.findAll().filter((node) => node instanceof CfnPermission || node instanceof CfnEventInvokeConfig);
    const policies = [this.intakeTopic, this.fallback.queue].map(({ node }) => node.findChild('Policy'));
    this.subscription.node.addDependency(...ofReceiver, ...policies);
  }

  /** @returns the statement about topics */
  private grant({ contractsPath, criticalTopic, warningTopic }: NotifierProps): PolicyStatement {
    const { partition, region, account } = Stack.of(this);
    const parameters = `arn:${partition}:ssm:${region}:${account}:parameter${contractsPath}`;
    const allow = (sid: string, actions: string[], resources: string[], conditions?: Record<string, Record<string, string>>): PolicyStatement => {
      const statement = new PolicyStatement({ sid, effect: Effect.ALLOW, actions, resources, conditions });
      this.role.addToPolicy(statement);
      return statement;
    };
    allow('ReadContractsAndProfiles', ['ssm:GetParametersByPath', 'ssm:GetParameters'], [parameters, `${parameters}/*`]);
    allow('ReadMetrics', ['cloudwatch:GetMetricData'], ['*']);
    allow('ReadAlarms', ['cloudwatch:DescribeAlarms'], [`arn:${partition}:cloudwatch:${region}:${account}:alarm:*`]);
    allow('KeepIncidents', ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:Query'], [this.table.tableArn]);
    // In nobody else's name: an event of another source may start what listens for it (EventBridge user guide, "Using IAM policy conditions").
    allow('TellMachines', ['events:PutEvents'], [`arn:${partition}:events:${region}:${account}:event-bus/default`], { 'ForAllValues:StringEquals': { 'events:source': EVENT_SOURCE } });

    acknowledgeWildcard(this.role, `${parameters}/*`, 'They are the contracts and profiles of this observatory and nothing else.');
    acknowledgeWildcard(this.role, `arn:${partition}:cloudwatch:${region}:${account}:alarm:*`, 'Names of alarms are generated, also in stacks that '
      + 'come later; how an alarm is tells nothing that its message does not.');
    acknowledgeWildcard(this.role, '*', 'GetMetricData has no resource-level permissions (CloudWatch user guide, "CloudWatch permissions reference").');
    return allow('TellPeople', ['sns:Publish', 'sns:ListSubscriptionsByTopic'], [criticalTopic.topicArn, warningTopic.topicArn]);
  }
}
