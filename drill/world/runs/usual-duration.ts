import { parseSchedule } from '../../../core/schedule/parse';
import { Instant, SECOND } from '../../../core/time';
import type { Account, FunctionModel, StateMachineModel } from '../../account/model';
import { targetOf } from '../../account/target-of';

/** The usual duration as a share of the longest that a run may take, and of the time between two runs: well inside. */
const USUAL_SHARE = 0.15;
const SHORTEST = 50;
/** A machine without a limit of its own. */
const UNKNOWN_LIMIT_SECONDS = 30 * 60;

/** What a usual duration is derived from. */
export interface Habits {
  readonly account: Account;
  readonly from: Instant;
  /** The longest that a run of a resource should take, in seconds by ARN, where somebody says less than its own limit. */
  readonly limits?: ReadonlyMap<string, number>;
}

/** How long a run of a resource usually takes, in milliseconds. */
export function usualDuration(habits: Habits, model: FunctionModel | StateMachineModel): number {
  const limit = Math.min(model.timeoutSeconds ?? Infinity, habits.limits?.get(model.arn) ?? Infinity);
  const longest = SECOND * (limit === Infinity ? UNKNOWN_LIMIT_SECONDS : limit);
  return Math.max(SHORTEST, Math.round(USUAL_SHARE * Math.min(longest, shortestInterval(habits, model.arn))));
}

/** The shortest time between two starts of a resource by its schedules, in milliseconds; infinite when none starts it. */
function shortestInterval({ account, from }: Habits, arn: string): number {
  const intervals = account.schedules
    .filter(({ targetArns }) => targetArns.some((target) => targetOf(account, target)?.model.arn === arn))
    .map(({ expression, timeZone, start }) => parseSchedule(expression, { timeZone, anchor: start ?? from }).shortestInterval(from, 20));
  return Math.min(Infinity, ...intervals.filter((interval) => interval !== undefined));
}
