import { parseSchedule } from '../../../core/schedule/parse';
import { Instant, SECOND } from '../../../core/time';
import {
  type Account, type FunctionModel, type ScheduleModel, type StateMachineModel, targetOf,
} from '../../../template/model';
import { Random, seeded } from '../event-queue';

/** What a run is going to do, before its resource's own limits apply. Conditions change plans. */
export interface RunPlan {
  readonly resourceArn: string;
  readonly kind: 'function' | 'stateMachine';
  readonly start: Instant;
  /** The slot that it serves, of a run that a schedule started. */
  readonly slot?: Instant;
  /** What set it off, itself or by way of the stages before it; absent for what nothing in the templates started. */
  readonly trigger?: ScheduleModel;
  /** 1 for the first attempt; later ones are Lambda's or the state machine's retries. */
  readonly attempt: number;
  /** Infinite for a run that hangs. */
  readonly durationMillis: number;
  readonly outcome: 'succeeded' | 'failed' | 'aborted';
  /** It gets no capacity: a function does not start, a state machine waits for it. */
  readonly throttled?: boolean;
  /** How long a state machine waits for it. @default 3 minutes */
  readonly throttledMillis?: number;
  /** It is accepted and never started: no attempt, no metric. */
  readonly vanishes?: boolean;
  /** Of a state machine: so many attempts of its last function fail and are retried by the machine. */
  readonly failedTries?: number;
}

/** One run as it was, for reports. */
export interface RunRecord {
  readonly resourceArn: string;
  readonly start: Instant;
  readonly slot?: Instant;
  /** What set it off, itself or by way of the stages before it. */
  readonly trigger?: ScheduleModel;
  readonly attempt: number;
  /** Absent while it runs. */
  end?: Instant;
  outcome: 'running' | 'succeeded' | 'failed' | 'timedOut' | 'aborted' | 'throttled';
}

/** Every run takes its usual time give or take this share. */
const JITTER = 0.1;

/** How one resource behaves when nothing is wrong. */
export class Behaviour {
  /** A resource that takes its usual time every time, and whose points always come equally late. */
  public static steady(usualMillis: number): Behaviour {
    return new Behaviour(usualMillis, () => 0.5);
  }

  /** A resource whose runs differ, in a way that depends on its name and the seed alone. */
  public static jittering(usualMillis: number, name: string, seed: string): Behaviour {
    return new Behaviour(usualMillis, seeded(`${seed} ${name}`));
  }

  private constructor(public readonly usualMillis: number, private readonly random: Random) {}

  /** How long the next run takes. */
  public nextDuration(): number {
    return Math.round(this.usualMillis * (1 + JITTER * (2 * this.random() - 1)));
  }

  /** A number of milliseconds between two numbers of seconds. */
  public nextMillis({ from, to }: { readonly from: number; readonly to: number }): number {
    return Math.round(1000 * (from + (to - from) * this.random()));
  }

  /** Whether something of this probability happens. A number is drawn in any case, so that another one changes nothing else. */
  public chance(probability: number): boolean {
    return this.random() < probability;
  }
}

/** The usual duration as a share of the longest that a run may take, and of the time between two runs: well inside. */
const USUAL_SHARE = 0.15;
const SHORTEST = 50;
/** A machine without a limit of its own. */
const UNKNOWN_LIMIT_SECONDS = 30 * 60;

/** What a usual duration is derived from. */
interface Habits {
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
