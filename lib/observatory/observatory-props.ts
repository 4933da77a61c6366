import type { IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch';
import type { ISecurityGroup, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { type Duration, RemovalPolicy } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import {
  ALARM_ACTIONS, CONTACTS, DIGEST, DURATION, FLAG, KEY, listOf, LOG_GROUP, OBJECT, oneOf, SECURITY_GROUP, type Shape, type Shapes, textLike, VPC,
} from '../argument-shapes';
import { AlarmRouting } from './alarm-routing';
import type { IContact } from './contact';
import type { Digest } from './digest';
import { isAwsManaged } from './key-use';

/** Properties of an Observatory. */
export interface ObservatoryProps {
  /**
   * Who is notified about everything: all pipelines of the observatory, and the observatory itself.
   * @default - the contacts of its pipelines
   */
  readonly contacts?: IContact[];

  /**
   * How alarms reach people.
   * @default AlarmRouting.NOTIFIER
   */
  readonly alarmRouting?: AlarmRouting;

  /**
   * A regular report of all pipelines. Its arrival proves that notifications reach people.
   * @default - weekly on Monday at 08:00 if one of the pipelines is critical, else none
   */
  readonly digest?: Digest;

  /**
   * How long an incident may last until the escalation contacts are notified too: 1 minute to 366 days, in whole seconds,
   * known at synth. Slowness never escalates.
   * @default - no incident escalates
   */
  readonly escalationDelay?: Duration;

  /**
   * Who is notified too when an incident lasts longer than the delay, whatever their minimum severity. They are subscribed to a
   * topic of its own (`observatory.escalationTopic`). An existing topic cannot be one of them: subscribe what listens to it.
   * @default - nobody else
   */
  readonly escalationContacts?: IContact[];

  /**
   * How often the checker looks: a whole number of minutes between 1 and 60. A missing run is found at the next check, so the interval bounds how late you are notified.
   * @default Duration.minutes(5)
   */
  readonly checkInterval?: Duration;

  /**
   * A customer managed key for the topics and the table of incidents. Its policy is extended so that CloudWatch may use it, and
   * the roles of the notifier may use it. The AWS managed key of SNS does not work, since its policy cannot allow CloudWatch
   * (https://repost.aws/knowledge-center/cloudwatch-configure-alarm-sns).
   * @default - no key of yours encrypts topics and table
   */
  readonly encryptionKey?: IKey;

  /**
   * A URL that is requested (GET) after each complete check. Let an outside watchdog expect it, such as Healthchecks.io: it notices
   * when the whole account, the Region or CloudWatch itself is gone. The URL is in the checker's environment, and everybody who may
   * read that can read it. To keep it out of the template, pass `SecretValue.secretsManager('watchdog').unsafeUnwrap()`.
   * @default - no URL is requested
   */
  readonly watchdogUrl?: string;

  /**
   * Whether to make a dashboard.
   * @default true
   */
  readonly dashboard?: boolean;

  /**
   * Further actions of every alarm: those of the pipelines and those that watch the observatory. CloudWatch runs them at once,
   * without the notifier. An alarm has at most five actions. CDK's `LambdaAction` needs `useUniquePermissionId: true` here.
   * @default - no further actions
   */
  readonly alarmActions?: IAlarmAction[];

  /**
   * How the names of all alarms begin: 1 to 100 characters. The names of the observatory, the pipeline, the stage and the signal
   * follow, so the whole name is unique in the account and Region: `prod-` gives `prod-Orders-Observatory/Nightly/LoadFailed`.
   * @default - CloudFormation generates the names
   */
  readonly alarmNamePrefix?: string;

  /**
   * The VPC in which checker and notifier run. They need access to the APIs of CloudWatch, Systems Manager, Lambda, Step Functions,
   * SNS, DynamoDB, EventBridge and CloudWatch Logs: interface endpoints, or a NAT gateway.
   * @default - they do not run in a VPC
   */
  readonly vpc?: IVpc;

  /**
   * The subnets of the VPC in which they run.
   * @default - the private subnets of the VPC
   */
  readonly vpcSubnets?: SubnetSelection;

  /**
   * The security groups of checker and notifier in the VPC.
   * @default - a security group for each function, which allows all outbound traffic
   */
  readonly securityGroups?: ISecurityGroup[];

  /**
   * The log group of checker and notifier.
   * @default - a log group for each, which keeps logs for a month
   */
  readonly logGroup?: ILogGroup;

  /**
   * What happens to the table of the ledger and the incidents when the observatory is removed. With `RETAIN`, the history of runs
   * remains, and so do its costs.
   * @default RemovalPolicy.DESTROY
   */
  readonly ledgerRemovalPolicy?: RemovalPolicy;
}

const CHECK_INTERVAL: Shape = {
  must: 'a whole number of minutes between 1 and 60, known at synth', remedy: 'write for example Duration.minutes(5)',
  holds: (value) => DURATION.holds(value) && isWholeMinutes(value as Duration),
};

function isWholeMinutes(interval: Duration): boolean {
  const seconds = interval.isUnresolved() ? NaN : interval.toSeconds({ integral: false });
  return seconds >= 60 && seconds <= 3600 && seconds % 60 === 0;
}

const CUSTOMER_KEY: Shape = {
  must: 'a customer managed KMS key', remedy: 'pass a kms.Key, or Key.fromKeyArn(…); CloudWatch may not use an AWS managed key, so no alarm would arrive',
  holds: (value) => KEY.holds(value) && !isAwsManaged(value as IKey),
};

const ALARM_NAME_PREFIX = textLike(/^[^\p{Cc}]{1,100}$/u, 'a text of 1 to 100 characters without control characters', 'write for example \'prod-\'');
const URL = textLike(/^https?:\/\/[^\s/]+/, 'an http or https URL', 'begin it with https://');

export const OBSERVATORY_PROPS: Shapes<ObservatoryProps> = {
  contacts: CONTACTS,
  alarmRouting: oneOf('AlarmRouting', AlarmRouting),
  digest: DIGEST,
  escalationDelay: DURATION,
  escalationContacts: CONTACTS,
  checkInterval: CHECK_INTERVAL,
  encryptionKey: CUSTOMER_KEY,
  watchdogUrl: URL,
  dashboard: FLAG,
  alarmActions: ALARM_ACTIONS,
  alarmNamePrefix: ALARM_NAME_PREFIX,
  vpc: VPC,
  vpcSubnets: OBJECT,
  securityGroups: listOf(SECURITY_GROUP, 'write [securityGroup]'),
  logGroup: LOG_GROUP,
  ledgerRemovalPolicy: oneOf('RemovalPolicy', RemovalPolicy),
};

/** Refuses what has no effect without a VPC. */
export function requireVpc({ node }: IConstruct, { vpc, vpcSubnets, securityGroups }: ObservatoryProps): void {
  const [without] = Object.entries({ vpcSubnets, securityGroups }).filter(([, value]) => value !== undefined).map(([name]) => name);
  if (vpc === undefined && without !== undefined) throw new Error(`${node.path}: ${without} has no effect without a VPC; pass the vpc too, or leave ${without} out`);
}
