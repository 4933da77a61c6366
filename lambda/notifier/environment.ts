import { ObservatoryAddress } from '../../core/message/facts';
import { ScheduleError } from '../../core/schedule/error';
import { parseSchedule } from '../../core/schedule/parse';
import { Schedule } from '../../core/schedule/schedule';
import { SEVERITIES, SeverityName } from '../../core/signals';
import { DAY, SECOND } from '../../core/time';
import { Variables } from '../shared/config';

/** A topic that receives the notifications of one severity. */
export interface NotifiedTopic {
  readonly severity: SeverityName;
  readonly topicArn: string;
}

/** The settings of the notifier, from its environment variables. */
export interface NotifierEnvironment {
  /** OBSERVATORY, and the account, Region and partition, which are those of the critical topic. */
  readonly address: ObservatoryAddress;
  /** CONTRACTS_PATH: the path of the observatory's contracts in Parameter Store. */
  readonly contractsPath: string;
  /** PROFILES_PATH: the path of its pipelines' profiles. */
  readonly profilesPath: string;
  /** TABLE_NAME: the table of incidents. */
  readonly tableName: string;
  /** CRITICAL_TOPIC_ARN and WARNING_TOPIC_ARN: the observatory's own topics. */
  readonly topics: Readonly<Record<SeverityName, string>>;
  /** INTAKE_TOPIC_ARN: the topic that receives the alarms. Absent: the notifier does not look for missed alarms. */
  readonly intakeTopicArn?: string;
  /** EXTRA_TOPICS, a JSON list of `{"severity":"critical","topicArn":"…"}`: further topics. */
  readonly extraTopics: readonly NotifiedTopic[];
  /** WARNING_COVERED: whether every subscriber of the warning topic is subscribed to the critical topic too. */
  readonly warningCovered: boolean;
  /** ESCALATION_TOPIC_ARN and ESCALATE_AFTER_SECONDS: the topic that is notified when an incident lasts. Absent: none. */
  readonly escalation?: { readonly topicArn: string; readonly afterMillis: number };
  /** DIGEST_SCHEDULE, DIGEST_EVERY and DIGEST_TOPIC_ARNS. Absent: there is no digest. */
  readonly digest?: DigestSettings;
  /** TIME_ZONE: the owner's time zone, for the digest and for pipelines without a schedule. */
  readonly timeZone: string;
}

/** When the digest is due, the time that it spans, and the topics that receive it. */
export interface DigestSettings {
  readonly schedule: Schedule;
  readonly every: 'day' | 'week';
  readonly topicArns: readonly string[];
}

/** Longer than anybody waits, and short enough to be added to any instant. */
const MAX_ESCALATION = 366 * DAY;

const TOPIC_ARN = /^arn:([^:\s]+):sns:([^:\s]+):([^:\s]+):([^:\s]+)$/;

/**
 * Reads the environment variables. If one is missing or wrong, every invocation fails and the alarm NotifierFailing fires.
 *
 * @throws Error that names what is missing or wrong, and the remedy
 */
export function readEnvironment(all: NodeJS.ProcessEnv): NotifierEnvironment {
  const variables = new Variables(all);
  const timeZone = variables.optional('TIME_ZONE') ?? 'UTC';
  // Check the zone here: no other code reads it before the first message that needs it.
  scheduleIn(variables, 'TIME_ZONE', 'rate(1 day)', timeZone);
  return {
    address: addressOf(variables),
    contractsPath: variables.path('CONTRACTS_PATH'),
    profilesPath: variables.path('PROFILES_PATH'),
    tableName: variables.required('TABLE_NAME'),
    topics: { critical: topic(variables, 'CRITICAL_TOPIC_ARN'), warning: topic(variables, 'WARNING_TOPIC_ARN') },
    intakeTopicArn: variables.optional('INTAKE_TOPIC_ARN') === undefined ? undefined : topic(variables, 'INTAKE_TOPIC_ARN'),
    extraTopics: extraTopics(variables),
    warningCovered: flag(variables, 'WARNING_COVERED'),
    escalation: escalation(variables),
    digest: digest(variables, timeZone),
    timeZone,
  };
}

function addressOf(variables: Variables): ObservatoryAddress {
  const [, partition, region, accountId] = TOPIC_ARN.exec(topic(variables, 'CRITICAL_TOPIC_ARN'))!;
  return { observatory: variables.required('OBSERVATORY'), accountId: accountId!, region: region!, partition: partition! };
}

function topic(variables: Variables, name: string): string {
  const arn = variables.required(name);
  return isTopic(arn) ? arn : variables.refuse(name, 'must be the ARN of a topic');
}

function topics(variables: Variables, name: string): readonly string[] {
  const arns = variables.list(name);
  return arns.every(isTopic) ? arns : variables.refuse(name, 'must be ARNs of topics, separated by commas');
}

function isTopic(arn: unknown): arn is string {
  return typeof arn === 'string' && TOPIC_ARN.test(arn);
}

function extraTopics(variables: Variables): readonly NotifiedTopic[] {
  const name = 'EXTRA_TOPICS';
  const value = json(variables.optional(name) ?? '[]');
  return Array.isArray(value) && value.every(isNotifiedTopic)
    ? value.map(({ severity, topicArn }) => ({ severity, topicArn }))
    : variables.refuse(name, `must be a JSON list of {"severity":"${SEVERITIES.join('" or "')}","topicArn":"the ARN of a topic"}`);
}

function isNotifiedTopic(value: unknown): value is NotifiedTopic {
  if (typeof value !== 'object' || value === null) return false;
  const { severity, topicArn } = value as Partial<Record<keyof NotifiedTopic, unknown>>;
  return SEVERITIES.some((known) => known === severity) && isTopic(topicArn);
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function flag(variables: Variables, name: string): boolean {
  const value = variables.optional(name) ?? 'false';
  return value === 'true' || value === 'false' ? value === 'true' : variables.refuse(name, "must be 'true' or 'false'");
}

function escalation(variables: Variables): NotifierEnvironment['escalation'] {
  const both = ['ESCALATION_TOPIC_ARN', 'ESCALATE_AFTER_SECONDS'] as const;
  // One variable without the other is an error, because the escalation would silently be missing.
  if (both.every((name) => variables.optional(name) === undefined)) return undefined;
  const [topicName, afterName] = both;
  const topicArn = topic(variables, topicName);
  const afterMillis = Number(variables.required(afterName)) * SECOND;
  if (!Number.isInteger(afterMillis) || afterMillis <= 0 || afterMillis > MAX_ESCALATION) {
    variables.refuse(afterName, `must be seconds, more than 0 and at most ${MAX_ESCALATION / SECOND}`);
  }
  return { topicArn, afterMillis };
}

function digest(variables: Variables, timeZone: string): DigestSettings | undefined {
  const expression = variables.optional('DIGEST_SCHEDULE');
  if (expression === undefined) return undefined;
  const every = variables.required('DIGEST_EVERY');
  if (every !== 'day' && every !== 'week') variables.refuse('DIGEST_EVERY', "must be 'day' or 'week'");
  return { schedule: scheduleIn(variables, 'DIGEST_SCHEDULE', expression, timeZone), every, topicArns: topics(variables, 'DIGEST_TOPIC_ARNS') };
}

function scheduleIn(variables: Variables, name: string, expression: string, timeZone: string): Schedule {
  try {
    return parseSchedule(expression, { timeZone });
  } catch (error) {
    if (!(error instanceof ScheduleError)) throw error;
    return variables.refuse(name, `cannot be used (${error.message})`);
  }
}
