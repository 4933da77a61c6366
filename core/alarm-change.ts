import { ALARM_STATES, type AlarmState } from './alarm-configuration';
import { type Breach, breachOf } from './breach';
import { Fields } from './fields';
import { isObject } from './json';
import type { Instant } from './time';

/** A text that is not the message of an alarm. `path` names the place in it. */
export class AlarmPayloadError extends Error {
  public constructor(public readonly path: string, problem: string) {
    super(`alarm message: ${path} ${problem}`);
    this.name = 'AlarmPayloadError';
  }
}

/** What CloudWatch reports when an alarm of any kind changes its state: metric, math, composite or log. */
export interface AlarmChange {
  readonly alarmName: string;
  readonly alarmArn: string;
  readonly state: AlarmState;
  /** The previous state, if the message contains it. */
  readonly before?: AlarmState;
  /** When it went into that state. */
  readonly at: Instant;
  /** For an alarm in ALARM: the time span of what raised it. Absent if that is not known. */
  readonly breach?: Breach;
  /** CloudWatch's own reason; empty if it gave none. */
  readonly reason: string;
  readonly description?: string;
  readonly accountId: string;
  /** The Region's code, such as `eu-west-1`. CloudWatch's message contains only the Region's long name. */
  readonly region: string;
  /** Reported at the end of a mute window, because the alarm was still in that state. */
  readonly afterMute: boolean;
}

/** `arn:partition:cloudwatch:region:account:alarm:name`; the name may contain colons. */
const ALARM_ARN = /^arn:[^:\s]+:cloudwatch:([^:\s]+):([^:\s]+):alarm:[^]+$/;

/** CloudWatch writes the offset without a colon, unlike ECMAScript's format: `2026-03-10T06:20:00.123+0000`. */
const TIME = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?)(?:Z|([+-]\d{2}):?(\d{2}))$/;

/**
 * Reads what CloudWatch publishes to a topic when an alarm changes its state. Only what the notifier needs is required;
 * metric, math, composite and log alarms all have it. Of the fields that only some kinds have, it reads the points and the
 * window of the evaluation, if present.
 *
 * @throws AlarmPayloadError that says what is wrong; nothing else, whatever the text
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
 */
export function readAlarmChange(text: string): AlarmChange {
  // CloudWatch writes `null` for what an alarm does not have.
  const fields = Fields.parse(text, (path, problem) => new AlarmPayloadError(path, problem)).withoutNulls();
  const alarmName = fields.string('AlarmName');
  const alarmArn = fields.string('AlarmArn');
  const [, region, accountId] = ALARM_ARN.exec(alarmArn) ?? fields.refuse('AlarmArn', 'the ARN of an alarm');
  const description = fields.optional('AlarmDescription', (name) => fields.text(name));
  const before = ALARM_STATES.find((known) => known === fields.unchecked('OldStateValue'));
  const now = fields.oneOf('NewStateValue', ALARM_STATES);
  const at = instant(fields, 'StateChangeTime');
  const reason = fields.optional('NewStateReason', (name) => fields.text(name)) ?? '';
  const breach = now === 'ALARM' ? breachIn(fields, at, reason) : undefined;
  return {
    alarmName,
    alarmArn,
    state: now,
    ...(before === undefined ? {} : { before }),
    at,
    ...(breach === undefined ? {} : { breach }),
    reason,
    ...(description === undefined ? {} : { description }),
    accountId: accountId!,
    region: region!,
    afterMute: fields.optional('ActionExecutedAfterMuteWindow', (name) => fields.boolean(name)) ?? false,
  };
}

/** Nothing here is required: what is missing or malformed is ignored. */
function breachIn(fields: Fields, at: Instant, reason: string): Breach | undefined {
  const given = fields.unchecked('Trigger');
  const trigger = isObject(given) ? given : {};
  return breachOf({
    at, reason, reasonData: fields.unchecked('StateReasonData'),
    periodSeconds: trigger.Period, evaluationPeriods: trigger.EvaluationPeriods, comparisonOperator: trigger.ComparisonOperator, threshold: trigger.Threshold,
  });
}

function instant(fields: Fields, name: string): Instant {
  const [, local, hours, minutes] = TIME.exec(fields.string(name)) ?? fields.refuse(name, 'a time with its offset');
  const at = Date.parse(`${local!}${hours === undefined ? 'Z' : `${hours}:${minutes!}`}`);
  return Number.isNaN(at) ? fields.refuse(name, 'a time that exists') : at;
}
