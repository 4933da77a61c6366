import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Duration, Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { Severity } from '../pipeline/severity';
import { secondsOf } from '../seconds-of';
import { Digest, DigestSpec } from './digest';
import { subscribersOf } from './subscribers';

/** A topic that receives one severity. */
export interface SeverityTopic {
  readonly severity: Severity;
  readonly topic: ITopic;
}

/** Who receives what from an observatory, when the tree of constructs is complete. */
export interface Audience {
  readonly observatory: IConstruct;
  readonly critical: ITopic;
  readonly warning: ITopic;
  /** Topics that receive notifications about every pipeline. */
  readonly everywhere: readonly SeverityTopic[];
  readonly pipelines: readonly {
    readonly severity: Severity;
    readonly timeZone?: string;
    /** Topics that receive notifications about this pipeline only. */
    readonly topics: readonly SeverityTopic[];
  }[];
  readonly digest?: Digest;
  readonly escalation?: { readonly topic: ITopic; readonly after: Duration };
}

const UTC = 'UTC';

/** What the notifier needs to know about people, as environment variables. */
export function notifierSettings(audience: Audience): Record<string, string> {
  const { everywhere, escalation } = audience;
  const digest = digestOf(audience);
  return {
    TIME_ZONE: digest?.timeZone?.timezoneName ?? zoneOf(audience),
    WARNING_COVERED: String(isWarningCovered(audience)),
    ...(everywhere.length === 0 ? {} : {
      EXTRA_TOPICS: JSON.stringify(everywhere.map(({ severity, topic }) => ({ severity, topicArn: topic.topicArn }))),
    }),
    ...(escalation === undefined ? {} : {
      ESCALATION_TOPIC_ARN: escalation.topic.topicArn, ESCALATE_AFTER_SECONDS: String(secondsOf('escalation.after', escalation.after)),
    }),
    ...(digest === undefined ? {} : {
      DIGEST_SCHEDULE: digest.schedule, DIGEST_EVERY: digest.every, DIGEST_TOPIC_ARNS: digestTopics(audience, digest).map(({ topicArn }) => topicArn).join(','),
    }),
  };
}

/** The topic that receives unformatted alarms if nobody in the app is subscribed to the critical topic: the first existing topic for critical messages. */
export function fallbackTopic({ observatory, critical, everywhere }: Audience): ITopic | undefined {
  return subscribersOf(critical, observatory.node.root).length > 0 ? undefined : everywhere.find(({ severity }) => severity === Severity.CRITICAL)?.topic;
}

/** Whether a digest would reach anybody. */
export function digestHasSubscribers({ observatory, critical, warning, everywhere }: Audience): boolean {
  return everywhere.length > 0 || [critical, warning].some((topic) => subscribersOf(topic, observatory.node.root).length > 0);
}

/** The digest of the props; by default a weekly one if a pipeline is critical. */
function digestOf({ digest, pipelines }: Audience): DigestSpec | undefined {
  if (digest !== undefined) return digest._spec;
  return pipelines.some(({ severity }) => severity === Severity.CRITICAL) ? Digest.weekly()._spec : undefined;
}

/** The topic of warnings. If nobody is subscribed to it, the topic of critical messages. A report must not ring a pager. */
function digestTopics({ observatory, critical, warning, everywhere }: Audience, { severities }: DigestSpec): ITopic[] {
  if (severities !== undefined) {
    const own = { [Severity.CRITICAL]: critical, [Severity.WARNING]: warning };
    return [...new Set(severities.flatMap((wanted) => [own[wanted], ...everywhere.filter(({ severity }) => severity === wanted).map(({ topic }) => topic)]))];
  }
  const warned = everywhere.filter(({ severity }) => severity === Severity.WARNING).map(({ topic }) => topic);
  if (subscribersOf(warning, observatory.node.root).length > 0) return [warning, ...warned];
  return warned.length > 0 ? warned : [critical];
}

/**
 * Whether everybody who receives warnings receives critical messages too. Then a recovery need not be sent to both topics. In
 * doubt, such as when no subscriber is known yet, it is sent to both.
 */
function isWarningCovered({ observatory, critical, warning, everywhere, pipelines }: Audience): boolean {
  const subscribers = (topic: ITopic): string[] => subscribersOf(topic, observatory.node.root);
  const topics = (all: readonly SeverityTopic[], severity: Severity): string[] => all.filter((one) => one.severity === severity).map(({ topic }) => topic.topicArn);
  const covers = (warned: readonly string[], woken: readonly string[]): boolean => warned.every((one) => woken.includes(one));
  const warned = [...subscribers(warning), ...topics(everywhere, Severity.WARNING)];
  const woken = [...subscribers(critical), ...topics(everywhere, Severity.CRITICAL)];
  return warned.length > 0 && covers(warned, woken) && pipelines.every((pipeline) =>
    covers(topics(pipeline.topics, Severity.WARNING), [...woken, ...topics(pipeline.topics, Severity.CRITICAL)]));
}

/** The time zone in which people most likely live. UTC mostly means that nobody chose one. */
function zoneOf({ pipelines }: Audience): string {
  return pipelines.map(({ timeZone }) => timeZone).find((zone) => zone !== undefined && zone !== UTC && !Token.isUnresolved(zone)) ?? UTC;
}
