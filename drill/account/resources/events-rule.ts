import { parseSchedule } from '../../../core/schedule/parse';
import { arnOf } from '../intrinsics/environment';
import type { ResourceKind } from './resource-kind';
import { readTarget, requireSchedule, type ScheduleTarget } from './schedule-target';

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
      note('its targets differ in retries or dead-letter queue: those of the first are played for all');
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

/** A bus may be named by its ARN. */
function busOf(text: string | undefined): string {
  return text?.split('/').at(-1) ?? DEFAULT_BUS;
}

function rolesOf(targets: readonly ScheduleTarget[]): Readonly<Record<string, string>> {
  return Object.fromEntries(targets.flatMap(({ arn, roleName }) => (roleName === undefined ? [] : [[arn, roleName]])));
}

function isDeliveredLike(target: ScheduleTarget, other: ScheduleTarget | undefined): boolean {
  return target.retryAttempts === other?.retryAttempts && target.maxEventAgeSeconds === other.maxEventAgeSeconds && target.deadLetterArn === other.deadLetterArn;
}
