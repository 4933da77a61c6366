import { ScheduleError } from '../../core/schedule/error';
import { parseSchedule } from '../../core/schedule/parse';
import { arnOf } from '../intrinsics/environment';
import type { RefusedSchedule } from '../model';
import { MalformedProperty, type Properties } from './properties';
import { type AccountDraft, type ResourceKind, roleNameOf } from './resource-kind';

/** What a schedule or rule calls, and what happens when the call fails. */
interface ScheduleTarget {
  readonly arn: string;
  readonly input?: string;
  readonly roleName?: string;
  readonly retryAttempts: number;
  readonly maxEventAgeSeconds: number;
  readonly deadLetterArn?: string;
}

/**
 * EventBridge's defaults, for Scheduler and for rules: 185 retries within a day. [sch: API_RetryPolicy; eb:
 * eb-rule-retry-policy.html]
 */
const DEFAULT_RETRY_ATTEMPTS = 185;
const DEFAULT_MAX_EVENT_AGE_SECONDS = 86_400;

/** A target that calls any API of the SDK, named by its input. */
const UNIVERSAL_TARGET = /^arn:[^:]+:scheduler:::aws-sdk:/;

/** Reads a target of AWS::Scheduler::Schedule or AWS::Events::Rule. */
function readTarget(target: Properties): ScheduleTarget {
  const retry = target.optional('RetryPolicy', (at) => target.object(at));
  const deadLetters = target.optional('DeadLetterConfig', (at) => target.object(at));
  const input = target.optional('Input', (at) => target.text(at));
  return {
    arn: target.text('Arn'),
    ...(input === undefined ? {} : { input }),
    roleName: target.optional('RoleArn', (at) => roleNameOf(target.text(at))),
    retryAttempts: retry?.optional('MaximumRetryAttempts', (at) => retry.integer(at, 0, 185)) ?? DEFAULT_RETRY_ATTEMPTS,
    maxEventAgeSeconds: retry?.optional('MaximumEventAgeInSeconds', (at) => retry.integer(at, 60, 86_400)) ?? DEFAULT_MAX_EVENT_AGE_SECONDS,
    deadLetterArn: deadLetters?.optional('Arn', (at) => deadLetters.text(at)),
  };
}

/** Reads the expression of a schedule or rule; one that EventBridge refuses is listed separately. @throws ScheduleError */
function requireSchedule(parse: () => unknown, schedule: Omit<RefusedSchedule, 'why'>, draft: AccountDraft): void {
  try {
    parse();
  } catch (error) {
    if (error instanceof ScheduleError) draft.refusedSchedules.push({ ...schedule, why: error.message });
    throw error;
  }
}

/** The group of schedules that name none. */
const DEFAULT_GROUP = 'default';

/** AWS::Scheduler::Schedule */
export const SCHEDULER_SCHEDULE: ResourceKind = {
  identity: {
    nameProperty: 'Name',
    arn: ({ environment, name, text }) => arnOf(environment, 'scheduler', `schedule/${text('GroupName') ?? DEFAULT_GROUP}/${name}`),
  },
  read: ({ origin, name, properties, note }, draft) => {
    const expression = properties.text('ScheduleExpression');
    const timeZone = properties.optional('ScheduleExpressionTimezone', (at) => properties.text(at)) ?? 'UTC';
    const target = readTarget(properties.object('Target'));
    const group = properties.optional('GroupName', (at) => properties.text(at)) ?? DEFAULT_GROUP;
    requireSchedule(() => parseSchedule(expression, { timeZone }), { ...origin, kind: 'scheduler', name, group, targetArns: [target.arn] }, draft);
    const window = properties.object('FlexibleTimeWindow');
    const isFlexible = window.oneOf('Mode', ['OFF', 'FLEXIBLE']) === 'FLEXIBLE';
    if (UNIVERSAL_TARGET.test(target.arn)) note(`its universal target ${target.arn} is not played`);
    draft.schedules.push({
      ...origin, kind: 'scheduler', name, expression, timeZone, group,
      enabled: (properties.optional('State', (at) => properties.oneOf(at, ['ENABLED', 'DISABLED'])) ?? 'ENABLED') === 'ENABLED',
      flexibleMinutes: isFlexible ? window.integer('MaximumWindowInMinutes', 1, 1_440) : 0,
      start: properties.optional('StartDate', (at) => instantOf(properties, at)),
      end: properties.optional('EndDate', (at) => instantOf(properties, at)),
      targetArns: [target.arn],
      ...(target.input === undefined ? {} : { input: target.input }),
      roleName: target.roleName,
      retryAttempts: target.retryAttempts,
      maxEventAgeSeconds: target.maxEventAgeSeconds,
      deadLetterArn: target.deadLetterArn,
    });
  },
};

/** A date of a schedule is in UTC, whatever the schedule's time zone. [sch: API_CreateSchedule, StartDate] */
function instantOf(properties: Properties, name: string): number {
  const text = properties.text(name);
  const instant = Date.parse(/(?:Z|[+-]\d{2}:\d{2})$/.test(text) ? text : `${text}Z`);
  if (Number.isNaN(instant)) throw new MalformedProperty(name, `must be a date and time in UTC, such as 2027-01-31T02:00:00Z, got "${text}"`);
  return instant;
}

const DEFAULT_BUS = 'default';

/** AWS::Events::Rule, as far as it has a schedule. */
export const EVENTS_RULE: ResourceKind = {
  identity: {
    nameProperty: 'Name',
    arn: ({ environment, name, text }) => {
      const bus = busOf(text('EventBusName'));
      return arnOf(environment, 'events', `rule/${bus === DEFAULT_BUS ? '' : `${bus}/`}${name}`);
    },
    attributes: { RuleName: ({ name }) => name },
  },
  read: ({ origin, name, arn, properties, note }, draft) => {
    if (properties.has('EventPattern')) note('its event pattern is not played');
    if (!properties.has('ScheduleExpression')) {
      if (!properties.has('EventPattern')) note('has neither a schedule nor an event pattern');
      return;
    }
    const expression = properties.text('ScheduleExpression');
    const targets = (properties.optional('Targets', (at) => properties.objects(at)) ?? []).map(readTarget);
    const group = busOf(properties.optional('EventBusName', (at) => properties.text(at)));
    const targetArns = targets.map((target) => target.arn);
    requireSchedule(() => parseSchedule(expression, { dialect: 'rule' }), { ...origin, kind: 'rule', name, group, targetArns }, draft);
    const [first] = targets;
    if (targets.some((target) => !isDeliveredLike(target, first))) {
      note('its targets differ in retries or dead-letter queue: those of the first target are played for all');
    }
    draft.schedules.push({
      ...origin, kind: 'rule', name, arn, expression, timeZone: 'UTC', group,
      enabled: (properties.optional('State', (at) => properties.text(at)) ?? 'ENABLED') !== 'DISABLED',
      flexibleMinutes: 0,
      targetArns,
      ...(first?.input === undefined ? {} : { input: first.input }),
      ...(targets.some(({ roleName }) => roleName !== undefined) ? { targetRoles: rolesOf(targets) } : {}),
      retryAttempts: first?.retryAttempts ?? 0,
      maxEventAgeSeconds: first?.maxEventAgeSeconds ?? 0,
      deadLetterArn: first?.deadLetterArn,
    });
  },
};

/** The name of a bus, which may be given as an ARN. */
function busOf(text: string | undefined): string {
  return text?.split('/').at(-1) ?? DEFAULT_BUS;
}

function rolesOf(targets: readonly ScheduleTarget[]): Readonly<Record<string, string>> {
  return Object.fromEntries(targets.flatMap(({ arn, roleName }) => (roleName === undefined ? [] : [[arn, roleName]])));
}

function isDeliveredLike(target: ScheduleTarget, other: ScheduleTarget | undefined): boolean {
  return target.retryAttempts === other?.retryAttempts && target.maxEventAgeSeconds === other.maxEventAgeSeconds && target.deadLetterArn === other.deadLetterArn;
}
