import type { MachineEvent } from '../core/message/facts';
import type { Instant } from '../core/time';
import type { Defect } from '../template/pipeline';
import type { Assumption } from './simulation/settings';

/** The outcome of one fault at one pipeline. */
export type Outcome =
  /** The template is broken as it stands, before the fault. So the fault proves nothing. */
  | 'brokenBefore'
  /** Someone had to be notified, and was, in time. */
  | 'detected'
  /** Someone had to be notified, and was, but later than promised. */
  | 'detectedLate'
  /** Someone had to be notified, and nobody was. */
  | 'undetected'
  /** Nobody had to be notified, and nobody was. */
  | 'correctlyQuiet'
  /** Nobody had to be notified, but someone was. */
  | 'falseAlarm'
  /** It can happen, but its owner decided that nobody has to be notified of it. */
  | 'notWatched'
  /** It can happen, but the drill cannot play it, so nothing is proved. */
  | 'notPlayed'
  /** It cannot happen to this pipeline (no state machine, no schedule …). */
  | 'notApplicable';

/** One message as a subscriber receives it. */
export interface DeliveredMessage {
  readonly at: Instant;
  /** The sender: an alarm by its name, or the notifier with its subject, as in `notifier: NightlyOrders`. */
  readonly alarm: string;
  /** OK: something has ended, or is as it should be. Otherwise something is wrong. */
  readonly state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
  readonly severity: string;
  readonly topicArn: string;
  /** Endpoints that received it, as `protocol:endpoint`. */
  readonly to: readonly string[];
  readonly subject: string;
  /** The text of the e-mail. */
  readonly text: string;
  /** The text of the SMS, where it differs. */
  readonly sms?: string;
  /**
   * The kind of a notifier's message; `raw` where an alarm bypassed the notifier. Absent: CloudWatch's own message of an alarm.
   */
  readonly kind?: MachineEvent['kind'] | 'raw';
  /** The pipelines that a message of the notifier is about. */
  readonly pipelines?: readonly string[];
  /** The alarm that caused a message of the notifier. */
  readonly because?: string;
}

/** A lane of the timeline picture. */
export interface TimelineLane {
  readonly name: string;
  readonly kind: 'runs' | 'points' | 'ticks' | 'alarm' | 'messages';
  readonly marks: readonly TimelineMark[];
}

export interface TimelineMark {
  readonly from: Instant;
  /** Absent for an instant. */
  readonly to?: Instant;
  /** `due`, `succeeded`, `failed`, `running`, `OK`, `ALARM`, `INSUFFICIENT_DATA`, `tick`, `point`, `message` … */
  readonly what: string;
  readonly label?: string;
}

/** One cell of the matrix: pipeline × fault. */
export interface DrillResult {
  readonly pipeline: string;
  readonly fault: string;
  readonly title: string;
  /** The time zone of its schedule, in which a report shows local times beside UTC. Absent: not known. */
  readonly timeZone?: string;
  readonly expected: 'detected' | 'quiet';
  readonly outcome: Outcome;
  /** Why it was not played, or what was missing. One sentence. */
  readonly reason?: string;
  /** How to fix a template that is broken as it stands. */
  readonly remedy?: string;
  /** When someone could first know that something is wrong. */
  readonly knowableAt?: Instant;
  /** When the first message about it reached someone. */
  readonly detectedAt?: Instant;
  /** Who sent the first message: an alarm, or the notifier about the pipeline. */
  readonly by?: string;
  /** The alarm that caused the notifier's message. */
  readonly because?: string;
  /** Whether it develops slowly, so that the time until it is detected does not measure how fast messages are. @default false */
  readonly gradual?: boolean;
  /** The app's own alarm without which it would be undetected or detected late. Absent: this library's alarms detect it. */
  readonly reliesOn?: string;
  /** The app's own alarms that notified someone beside this library's. They are judged separately. Absent: none. */
  readonly alongside?: readonly Alongside[];
  /** How soon it must be detected, in seconds after `knowableAt`. */
  readonly promisedSeconds?: number;
  /**
   * Why the library is known not to detect this yet, as the fault states it. A cell that is detected after all disproves the
   * statement.
   */
  readonly knownGap?: string;
  /**
   * What the result relies on although the templates do not show it, such as a key or a topic that is only referred to. Absent:
   * nothing.
   */
  readonly assumptions?: readonly Assumption[];
  readonly messages: readonly DeliveredMessage[];
  readonly recoveryNotified?: boolean;
  readonly from: Instant;
  readonly to: Instant;
  readonly timeline: readonly TimelineLane[];
}

/** An alarm that does not come from this library, at a pipeline that this library observes. */
export interface Alongside {
  readonly alarm: string;
  /** Messages that report that something is wrong. */
  readonly messages: number;
}

/** A quiet year of one pipeline in one time zone. */
export interface YearResult {
  readonly pipeline: string;
  readonly timeZone: string;
  readonly from: Instant;
  readonly to: Instant;
  readonly runs: number;
  readonly ticks: number;
  /** The app's own alarms that notified someone beside this library's. Absent: none. */
  readonly alongside?: readonly Alongside[];
  /** Why it was not played: the template is broken as it stands. */
  readonly broken?: Defect;
  readonly falseAlarms: readonly DeliveredMessage[];
}

/** Something in the templates that a drill does not play. */
export interface NotPlayedNote {
  /** A construct path, or the name of the subject. */
  readonly where: string;
  readonly what: string;
  /** The type of the resource. Absent: it is not a resource. */
  readonly type?: string;
  /**
   * What may be unproved because of it: a pipeline, an alarm, whether messages arrive, what starts a pipeline, what it runs.
   * @default 'other'
   */
  readonly concerns?: 'pipeline' | 'alarm' | 'delivery' | 'trigger' | 'work' | 'other';
}

/** Everything that a drill found. */
export interface DrillReport {
  readonly app: string;
  readonly startedAt: string;
  readonly results: readonly DrillResult[];
  readonly years: readonly YearResult[];
  readonly notPlayed: readonly NotPlayedNote[];
  /** The time that the drill took, in milliseconds. */
  readonly tookMillis: number;
}

/** What may be unproved when a resource is not played, by its type or its service. Other resources do not matter to a drill. */
const CONCERNS: Readonly<Record<string, NonNullable<NotPlayedNote['concerns']>>> = {
  'AWS::CloudWatch': 'alarm',
  'AWS::SNS': 'delivery', 'AWS::KMS': 'delivery', 'AWS::Chatbot': 'delivery', 'AWS::Notifications': 'delivery', 'AWS::SSMIncidents': 'delivery', 'AWS::IAM': 'delivery',
  'AWS::Events': 'trigger', 'AWS::Scheduler': 'trigger', 'AWS::Pipes': 'trigger', 'AWS::Lambda::EventSourceMapping': 'trigger', 'Custom::S3BucketNotifications': 'trigger',
  'AWS::Lambda': 'work', 'AWS::StepFunctions': 'work', 'AWS::Glue': 'work', 'AWS::ECS': 'work', 'AWS::Batch': 'work',
};

/** What may be unproved when a resource of a type is not played. */
export function concernsOf(type: string): NonNullable<NotPlayedNote['concerns']> {
  const service = type.split('::').slice(0, 2).join('::');
  for (const key of [type, service]) {
    if (Object.hasOwn(CONCERNS, key)) return CONCERNS[key]!;
  }
  return 'other';
}
