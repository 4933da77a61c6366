import type { MachineEvent } from '../core/message/facts';
import type { Instant } from '../core/time';
import type { Defect } from '../template/pipeline';
import type { Assumption } from './simulation/settings';

/** What one fault came to at one pipeline. */
export type Outcome =
  /** The template is broken as it stands, before anything is done to it. The fault proves nothing then. */
  | 'brokenBefore'
  /** It had to be told, and was, in time. */
  | 'detected'
  /** It had to be told, and was, but later than promised. */
  | 'detectedLate'
  /** It had to be told, and nobody was. */
  | 'undetected'
  /** Nothing had to be told, and nothing was. */
  | 'correctlyQuiet'
  /** Nothing had to be told, and something was. */
  | 'falseAlarm'
  /** It can happen, and its owner decided that nobody has to be notified of it. */
  | 'notWatched'
  /** It can happen, and the drill cannot play it: nothing is proved. */
  | 'notPlayed'
  /** It cannot happen to this pipeline (no state machine, no schedule …). */
  | 'notApplicable';

/** One message as a subscriber receives it. */
export interface DeliveredMessage {
  readonly at: Instant;
  /** Who speaks: an alarm by its name, or the notifier about something, as in `notifier: NightlyOrders`. */
  readonly alarm: string;
  /** OK: something is over, or as it should be. Anything else: something is wrong. */
  readonly state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
  readonly severity: string;
  readonly topicArn: string;
  /** Endpoints that got it, as `protocol:endpoint`. */
  readonly to: readonly string[];
  readonly subject: string;
  /** The e-mail's text. */
  readonly text: string;
  /** What whoever gets SMS reads, where that is another text. */
  readonly sms?: string;
  /** What a message of the notifier is; `raw` where an alarm went around it. Absent: CloudWatch's own message of an alarm. */
  readonly kind?: MachineEvent['kind'] | 'raw';
  /** The pipelines that a message of the notifier is about. */
  readonly pipelines?: readonly string[];
  /** The alarm that was the reason for a message of the notifier. */
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
  /** The zone of its schedule, in which a report shows local times beside UTC. Absent: not known. */
  readonly timeZone?: string;
  readonly expected: 'detected' | 'quiet';
  readonly outcome: Outcome;
  /** Why it was not played, or what was missing. One sentence. */
  readonly reason?: string;
  /** What puts a template right that is broken as it stands. */
  readonly remedy?: string;
  /** When it could first be known that something is wrong. */
  readonly knowableAt?: Instant;
  /** When the first message about it reached somebody. */
  readonly detectedAt?: Instant;
  /** Who told it first: an alarm, or the notifier about the pipeline. */
  readonly by?: string;
  /** The alarm because of which the notifier did. */
  readonly because?: string;
  /** Whether it comes on slowly, so that the time until it was told is no measure of how fast messages are. @default false */
  readonly gradual?: boolean;
  /** The app's own alarm without which nothing would have detected it, or not in time. Absent: this library's alarms do. */
  readonly reliesOn?: string;
  /** The app's own alarms that notified somebody beside this library's. They are judged apart. Absent: none. */
  readonly alongside?: readonly Alongside[];
  /** How soon it has to be told, in seconds after `knowableAt`. */
  readonly promisedSeconds?: number;
  /** Why the library is known not to detect this yet, as the fault states it. A cell that is detected all the same refutes the statement. */
  readonly knownGap?: string;
  /** What it rests on although the templates do not show it, such as a key or a topic that is only referred to. Absent: nothing. */
  readonly assumptions?: readonly Assumption[];
  readonly messages: readonly DeliveredMessage[];
  readonly recoveryNotified?: boolean;
  readonly from: Instant;
  readonly to: Instant;
  readonly timeline: readonly TimelineLane[];
}

/** An alarm that is none of this library's, at a pipeline that this library observes. */
export interface Alongside {
  readonly alarm: string;
  /** Messages that say that something is wrong. */
  readonly messages: number;
}

/** An uneventful year of one pipeline in one zone. */
export interface YearResult {
  readonly pipeline: string;
  readonly timeZone: string;
  readonly from: Instant;
  readonly to: Instant;
  readonly runs: number;
  readonly ticks: number;
  /** The app's own alarms that notified somebody beside this library's. Absent: none. */
  readonly alongside?: readonly Alongside[];
  /** Why it was not played: the template is broken as it stands. */
  readonly broken?: Defect;
  readonly falseAlarms: readonly DeliveredMessage[];
}

/** Something of the templates that a drill does not play. */
export interface NotPlayedNote {
  /** A construct path, or the name of what it is about. */
  readonly where: string;
  readonly what: string;
  /** The type of the resource. Absent: it is none. */
  readonly type?: string;
  /** What may be unproved because of it: a pipeline, an alarm, whether messages arrive, what starts a pipeline, what it runs. @default 'other' */
  readonly concerns?: 'pipeline' | 'alarm' | 'delivery' | 'trigger' | 'work' | 'other';
}

/** All that a drill found. */
export interface DrillReport {
  readonly app: string;
  readonly startedAt: string;
  readonly results: readonly DrillResult[];
  readonly years: readonly YearResult[];
  readonly notPlayed: readonly NotPlayedNote[];
  /** Wall clock the drill took, in milliseconds. */
  readonly tookMillis: number;
}

/** What may be unproved when a resource is not played, by its type or its service; of others nothing that a drill is about. */
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
