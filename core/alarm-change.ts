import { ALARM_STATES, type AlarmState } from './alarm-configuration';
import { type Breach, breachOf } from './breach';
import { show } from './contract/fields';
import type { Instant } from './time';
import { isObject, type JsonObject } from './topic-policy';

/** A text that is no alarm's message. `path` names the place in it. */
export class AlarmPayloadError extends Error {
  public constructor(public readonly path: string, problem: string) {
    super(`alarm message: ${path} ${problem}`);
    this.name = 'AlarmPayloadError';
  }
}

/** What CloudWatch tells when an alarm changes its state, of whatever kind it is: metric, math, composite, log. */
export interface AlarmChange {
  readonly alarmName: string;
  readonly alarmArn: string;
  readonly state: AlarmState;
  /** The state that it was in before, where the message says so. */
  readonly before?: AlarmState;
  /** When it went into that state. */
  readonly at: Instant;
  /** Of an alarm in ALARM: where in time lies what raised it. Absent: that is not known. */
  readonly breach?: Breach;
  /** CloudWatch's own words; empty when it gave none. */
  readonly reason: string;
  readonly description?: string;
  readonly accountId: string;
  /** The Region's code, such as `eu-west-1`. CloudWatch's message itself has only a long name of it. */
  readonly region: string;
  /** Told at the end of a mute window, because the alarm still was in that state. */
  readonly afterMute: boolean;
}

/** `arn:partition:cloudwatch:region:account:alarm:name`; a name may have colons itself. */
const ALARM_ARN = /^arn:[^:\s]+:cloudwatch:([^:\s]+):([^:\s]+):alarm:[^]+$/;

/** CloudWatch writes the offset without a colon, which ECMAScript's own format does not have: `2026-03-10T06:20:00.123+0000`. */
const TIME = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?)(?:Z|([+-]\d{2}):?(\d{2}))$/;

/**
 * Reads what CloudWatch publishes to a topic when an alarm changes its state. Only what the notifier cannot do without is
 * required, and is in the messages of metric, math, composite and log alarms alike; of what is special to one of them only
 * the points and the window of its evaluation are looked at, where they are there.
 *
 * @throws AlarmPayloadError that says what is wrong; nothing else, whatever the text
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
 */
export function readAlarmChange(text: string): AlarmChange {
  const message = parse(text);
  const alarmName = required(message, 'AlarmName');
  const alarmArn = required(message, 'AlarmArn');
  const [, region, accountId] = ALARM_ARN.exec(alarmArn) ?? refuse(message, 'AlarmArn', 'the ARN of an alarm');
  const description = optional(message, 'AlarmDescription');
  const before = ALARM_STATES.find((known) => known === message.OldStateValue);
  const now = state(message);
  const at = instant(message, 'StateChangeTime');
  const reason = optional(message, 'NewStateReason') ?? '';
  const breach = now === 'ALARM' ? breachIn(message, at, reason) : undefined;
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
    afterMute: flag(message, 'ActionExecutedAfterMuteWindow'),
  };
}

/** Nothing of it is required: whatever is missing or garbage is passed over. */
function breachIn(message: JsonObject, at: Instant, reason: string): Breach | undefined {
  const trigger = isObject(message.Trigger) ? message.Trigger : {};
  return breachOf({
    at, reason, reasonData: message.StateReasonData,
    periodSeconds: trigger.Period, evaluationPeriods: trigger.EvaluationPeriods, comparisonOperator: trigger.ComparisonOperator, threshold: trigger.Threshold,
  });
}

function parse(text: string): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new AlarmPayloadError('$', `must be JSON, got ${show(text)}`);
  }
  if (!isObject(value)) throw new AlarmPayloadError('$', `must be an object, got ${show(value)}`);
  return value;
}

function required(message: JsonObject, name: string): string {
  if (!given(message, name)) throw new AlarmPayloadError(name, 'is missing');
  const value = message[name];
  return typeof value === 'string' && value.trim() !== '' ? value : refuse(message, name, 'a non-empty string');
}

/** CloudWatch gives `null` for what an alarm does not have. */
function optional(message: JsonObject, name: string): string | undefined {
  if (!given(message, name)) return undefined;
  const value = message[name];
  return typeof value === 'string' ? value : refuse(message, name, 'a string');
}

function flag(message: JsonObject, name: string): boolean {
  if (!given(message, name)) return false;
  const value = message[name];
  return typeof value === 'boolean' ? value : refuse(message, name, 'true or false');
}

function state(message: JsonObject): AlarmState {
  const value = required(message, 'NewStateValue');
  return ALARM_STATES.find((known) => known === value) ?? refuse(message, 'NewStateValue', ALARM_STATES.join(' or '));
}

function instant(message: JsonObject, name: string): Instant {
  const [, local, hours, minutes] = TIME.exec(required(message, name)) ?? refuse(message, name, 'a time with its offset');
  const at = Date.parse(`${local!}${hours === undefined ? 'Z' : `${hours}:${minutes!}`}`);
  return Number.isNaN(at) ? refuse(message, name, 'a time that exists') : at;
}

function given(message: JsonObject, name: string): boolean {
  return Object.hasOwn(message, name) && message[name] !== null;
}

function refuse(message: JsonObject, name: string, wanted: string): never {
  throw new AlarmPayloadError(name, `must be ${wanted}, got ${show(message[name])}`);
}
