import { parseSchedule } from '../../../core/schedule/parse';
import { arnOf } from '../intrinsics/environment';
import { MalformedProperty, type Properties } from './properties';
import type { ResourceKind } from './resource-kind';
import { readTarget, requireSchedule, UNIVERSAL_TARGET } from './schedule-target';

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

/** A date of a schedule is in UTC, whatever its time zone. [sch: API_CreateSchedule, StartDate] */
function instantOf(properties: Properties, name: string): number {
  const text = properties.text(name);
  const instant = Date.parse(/(?:Z|[+-]\d{2}:\d{2})$/.test(text) ? text : `${text}Z`);
  if (Number.isNaN(instant)) throw new MalformedProperty(name, `must be a date and time in UTC, such as 2027-01-31T02:00:00Z, got "${text}"`);
  return instant;
}
