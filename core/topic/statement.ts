import { fits } from '../glob';
import { Answer, answer, every, some } from './answer';
import { conditionHolds } from './condition';
import { asList, isObject, JsonObject } from './json';

const CLOUDWATCH = 'cloudwatch.amazonaws.com';

/** Whether a statement of a topic's or key's policy is about alarms of an account that do something with it. @param wanted the action */
export function appliesToAlarms({ Principal: principal, Action: action, Condition: conditions }: JsonObject, wanted: string, accountId: string): Answer {
  return every([
    // Of NotPrincipal and NotAction nothing is concluded.
    principal === undefined ? 'unknown' : isCloudWatch(principal),
    action === undefined ? 'unknown' : some(asList(action).map((pattern) => covers(pattern, wanted))),
    conditionsHold(conditions, accountId),
  ]);
}

/** CloudWatch acts as a service, so that of the AWS principals only "everybody" is meant for it. */
function isCloudWatch(principal: unknown): Answer {
  if (principal === '*') return 'yes';
  if (!isObject(principal)) return 'unknown';
  return some([
    ...asList(principal.AWS).map((name) => answer(name === '*')),
    ...asList(principal.Service).map(isCloudWatchService),
  ]);
}

function isCloudWatchService(name: unknown): Answer {
  if (name === '*') return 'yes';
  if (typeof name !== 'string') return 'unknown';
  const service = name.toLowerCase();
  if (service === CLOUDWATCH) return 'yes';
  // Whether CloudWatch goes by another of its names somewhere is not known.
  return service.startsWith('cloudwatch.') ? 'unknown' : 'no';
}

function covers(pattern: unknown, action: string): Answer {
  return typeof pattern === 'string' ? answer(fits(pattern.toLowerCase(), action.toLowerCase())) : 'unknown';
}

function conditionsHold(conditions: unknown, accountId: string): Answer {
  if (conditions === undefined) return 'yes';
  if (!isObject(conditions)) return 'unknown';
  return every(Object.entries(conditions).flatMap(([operator, keys]): Answer[] => {
    if (!isObject(keys)) return ['unknown'];
    return Object.entries(keys).map(([key, values]) => conditionHolds({ operator, key, values: asList(values) }, accountId));
  }));
}
