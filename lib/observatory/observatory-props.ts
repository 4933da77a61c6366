import type { IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch';
import type { ISecurityGroup, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Duration } from 'aws-cdk-lib/core';
import {
  ALARM_ACTIONS, CONTACTS, DIGEST, DURATION, FLAG, KEY, listOf, LOG_GROUP, OBJECT, oneOf, SECURITY_GROUP, type Shapes, TEXT, VPC,
} from '../argument-shapes';
import { AlarmRouting } from './alarm-routing';
import type { IContact } from './contact';
import type { Digest } from './digest';

/** What pipelines share. */
export interface ObservatoryProps {
  /**
   * Who is told of everything that the observatory's pipelines and the observatory itself raise.
   * @default - whoever its pipelines name
   */
  readonly contacts?: IContact[];

  /**
   * Which way alarms take to people.
   * @default AlarmRouting.NOTIFIER
   */
  readonly alarmRouting?: AlarmRouting;

  /**
   * A regular report of all pipelines, which proves by itself that the way to people works.
   * @default - weekly on Monday at 08:00 when one of the pipelines is silent, else none
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
   * How often the checker looks: a whole number of minutes between 1 and 60. It bounds how late a missing run is told.
   * @default Duration.minutes(5)
   */
  readonly checkInterval?: Duration;

  /**
   * A customer-managed key for the topics and the table of incidents. Its policy is extended so that CloudWatch may use
   * it, and the roles of the notifier are allowed to; the AWS-managed key of SNS cannot serve, since its policy cannot allow CloudWatch
   * (https://repost.aws/knowledge-center/cloudwatch-configure-alarm-sns).
   * @default - topics and table are encrypted by no key of yours
   */
  readonly encryptionKey?: IKey;

  /**
   * A URL that is requested (GET) after each complete tick: an outside watchdog that speaks when the whole account,
   * Region or CloudWatch itself is gone. It stands in the checker's environment, readable to whoever may read that.
   * @default - none
   */
  readonly watchdogUrl?: string;

  /**
   * Whether to make a dashboard.
   * @default true
   */
  readonly dashboard?: boolean;

  /**
   * What else every alarm does when it goes off, those of the pipelines and those that watch the observatory: at once, by
   * CloudWatch itself and past the notifier. An alarm takes five actions at most.
   * @default - nothing else
   */
  readonly alarmActions?: IAlarmAction[];

  /**
   * How the names of all alarms begin. They go on with the names of the observatory, the pipeline, the stage and the signal, so
   * the whole is unique in the account and Region.
   * @default - CloudFormation generates the names
   */
  readonly alarmNamePrefix?: string;

  /**
   * The VPC in which checker and notifier run. They need a way to the APIs of CloudWatch, Systems Manager, Lambda, Step Functions,
   * SNS, DynamoDB, EventBridge and CloudWatch Logs: interface endpoints, or a NAT gateway.
   * @default - they run outside of your VPCs
   */
  readonly vpc?: IVpc;

  /**
   * In which subnets of the VPC they run.
   * @default - the private subnets of the VPC
   */
  readonly vpcSubnets?: SubnetSelection;

  /**
   * The security groups of checker and notifier in the VPC.
   * @default - one of its own for each function, which lets everything out
   */
  readonly securityGroups?: ISecurityGroup[];

  /**
   * Where checker and notifier log.
   * @default - a log group for each, which keeps a month
   */
  readonly logGroup?: ILogGroup;
}

export const OBSERVATORY_PROPS: Shapes<ObservatoryProps> = {
  contacts: CONTACTS,
  alarmRouting: oneOf('AlarmRouting', AlarmRouting),
  digest: DIGEST,
  escalationDelay: DURATION,
  escalationContacts: CONTACTS,
  checkInterval: DURATION,
  encryptionKey: KEY,
  watchdogUrl: TEXT,
  dashboard: FLAG,
  alarmActions: ALARM_ACTIONS,
  alarmNamePrefix: TEXT,
  vpc: VPC,
  vpcSubnets: OBJECT,
  securityGroups: listOf(SECURITY_GROUP, 'write [securityGroup]'),
  logGroup: LOG_GROUP,
};
