import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { CfnEventInvokeConfig, CfnPermission, Function } from 'aws-cdk-lib/aws-lambda';
import type { Schedule } from 'aws-cdk-lib/aws-scheduler';
import type { ITopic, Subscription, Topic } from 'aws-cdk-lib/aws-sns';
import { LambdaSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Duration, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { EVENT_SOURCE } from '../../core/message/event';
import { acknowledgeWildcard } from './access-policies';
import { allowVpc, bundledHandler, deadLetters, type HandlerPlace } from './bundled-handler';
import { FallbackDelivery } from './fallback-delivery';
import { grantVia } from './key-use';
import { TABLE_KEY_ACTIONS } from './ledger-table';
import { LONGEST_WAIT_OF_A_TICK, longestTick, tick } from './ticks';
import { alarmTopic } from './topics';

/** What a notifier needs when it is created. Further topics are known when the tree is complete. */
interface NotifierProps {
  readonly observatoryName: string;
  readonly contractsPath: string;
  readonly profilesPath: string;
  readonly table: ITable;
  readonly criticalTopic: ITopic;
  readonly warningTopic: ITopic;
  readonly encryptionKey?: IKey;
  readonly place: HandlerPlace;
}

/** The longest that one alarm or one tick may take. A diagnosis is given up long before. */
const TIMEOUT = Duration.minutes(1);
/** How often the notifier looks for reminders, recoveries and pending notifications. */
const TICK = Duration.minutes(1);
/** An alarm that the notifier cannot process for so long is sent unformatted. */
const PATIENCE = Duration.minutes(5);

/**
 * The notifier turns the alarms that arrive at the intake topic into messages for people. It has two functions with the same
 * code and role. The receiver handles alarms. The ticker looks each minute for what must be sent without an alarm. There are two
 * because the destination of failed invocations is set per function: an alarm that the receiver cannot process must reach people
 * unformatted, while a failed tick sends nothing and is repeated within a minute.
 *
 * If it dies: failed invocations of the receiver go unformatted to the critical topic (its OnFailure destination). So does what
 * the receiver cannot be invoked with (FallbackDelivery). If only an existing topic has subscribers, both go there. The alarms
 * NotifierFailing, NotifierSilent and AlarmsUndelivered publish to all topics directly.
 */
export class Notifier extends Construct {
  /** The topic at which alarms arrive. */
  public readonly intakeTopic: Topic;
  /** The receiver's subscription to it. */
  public readonly subscription: Subscription;
  public readonly receiver: Function;
  public readonly ticker: Function;
  public readonly role: Role;
  /** Runs the ticker. */
  public readonly schedule: Schedule;

  private readonly publishStatement: PolicyStatement;
  private readonly fallback: FallbackDelivery;

  public constructor(scope: Construct, id: string, props: NotifierProps) {
    super(scope, id);
    const { observatoryName, criticalTopic, warningTopic, encryptionKey: key } = props;
    const handler = bundledHandler(this, 'notifier', props.place);
    this.intakeTopic = alarmTopic(this, 'Intake', key);
    this.role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: 'Reads alarms, contracts, profiles and evidence, keeps incidents, notifies people',
    });
    handler.logGroup.grantWrite(this.role);
    if (key !== undefined) grantVia(key, this.role, TABLE_KEY_ACTIONS, 'dynamodb', 'sns');
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
        TABLE_NAME: props.table.tableName,
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
      // The statement about topics also allows its role to publish there.
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
      deadLetterQueue: deadLetters(this, 'DeadLetters', 'NotifierSilent is raised when something lands in it'),
    });
  }

  /** Sets an environment variable of both functions. */
  public addEnvironment(name: string, value: string): void {
    for (const one of [this.receiver, this.ticker]) one.addEnvironment(name, value);
  }

  /** Lets the notifier publish to one more topic of the observatory, and list its subscribers. */
  public grantPublish(topic: ITopic): void {
    this.publishStatement.addResources(topic.topicArn);
  }

  /** Sends unformatted alarms to this topic instead of the critical topic. The notifier's role may publish there already. */
  public fallBackTo(topic: ITopic): void {
    this.fallback.publishTo(topic);
  }

  /**
   * Alarms are created after the subscription (AlarmWiring), and the subscription after everything that delivers an alarm if the
   * receiver fails. So no alarm is lost while the stack is being deployed.
   */
  private subscribeWhenReady(): void {
    const ofReceiver = this.receiver.node.findAll().filter((node) => node instanceof CfnPermission || node instanceof CfnEventInvokeConfig);
    const policies = [this.intakeTopic, this.fallback.queue].map(({ node }) => node.findChild('Policy'));
    this.subscription.node.addDependency(...ofReceiver, ...policies);
  }

  /** @returns the statement about topics, which can be extended */
  private grant({ contractsPath, table, criticalTopic, warningTopic }: NotifierProps): PolicyStatement {
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
    allow('KeepIncidents', ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:Query'], [table.tableArn]);
    // Only under the library's own event source, since an event of another source could start something (EventBridge user guide, "Using IAM policy conditions").
    allow('PublishEvents', ['events:PutEvents'], [`arn:${partition}:events:${region}:${account}:event-bus/default`], { 'ForAllValues:StringEquals': { 'events:source': EVENT_SOURCE } });

    acknowledgeWildcard(this.role, `${parameters}/*`, 'They are the contracts and profiles of this observatory and nothing else.');
    acknowledgeWildcard(this.role, `arn:${partition}:cloudwatch:${region}:${account}:alarm:*`, 'Names of alarms are generated, also in stacks that '
      + 'are deployed later. The state of an alarm reveals nothing that its message does not.');
    acknowledgeWildcard(this.role, '*', 'GetMetricData has no resource-level permissions (CloudWatch user guide, "CloudWatch permissions reference").');
    return allow('NotifyPeople', ['sns:Publish', 'sns:ListSubscriptionsByTopic'], [criticalTopic.topicArn, warningTopic.topicArn]);
  }
}
