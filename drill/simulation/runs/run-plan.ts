import { parseSchedule } from '../../../core/schedule/parse';
import { Instant, SECOND } from '../../../core/time';
import {
  type Account, type FunctionModel, type ScheduleModel, type StateMachineModel, targetOf,
} from '../../../template/model';
import { Random, seeded } from '../event-queue';

/** What a run is going to do, before the limits of its resource apply. Conditions change plans. */
export interface RunPlan {
  readonly resourceArn: string;
  readonly kind: 'function' | 'stateMachine';
  readonly start: Instant;
  /** The slot that it serves, when a schedule started the run. */
  readonly slot?: Instant;
  /** The schedule that started it, directly or through the stages before it; absent when nothing in the templates did. */
  readonly trigger?: ScheduleModel;
  /** 1 for the first attempt; later ones are retries by Lambda or by the state machine. */
  readonly attempt: number;
  /** Infinite for a run that hangs. */
  readonly durationMillis: number;
  readonly outcome: 'succeeded' | 'failed' | 'aborted';
  /** It gets no capacity: a function does not start, a state machine waits for capacity. */
  readonly throttled?: boolean;
  /** How long a state machine waits for capacity. @default 3 minutes */
  readonly throttledMillis?: number;
  /** It is accepted and never started: no attempt, no metric. */
  readonly vanishes?: boolean;
  /** For a state machine: this many attempts of its last function fail, and the machine retries them. */
  readonly failedTries?: number;
}

/** One run as it happened, for reports. */
export interface RunRecord {
  readonly resourceArn: string;
  readonly start: Instant;
  readonly slot?: Instant;
  /** The schedule that started it, directly or through the stages before it. */
  readonly trigger?: ScheduleModel;
  readonly attempt: number;
  /** Absent while it is running. */
  end?: Instant;
  outcome: 'running' | 'succeeded' | 'failed' | 'timedOut' | 'aborted' | 'throttled';
}

/** Every run takes its usual time, plus or minus this share. */
const JITTER = 0.1;

/** How one resource behaves when nothing is wrong. */
export class Behaviour {
  /** A resource whose runs always take the same time, and whose points always have the same delay. */
  public static steady(usualMillis: number): Behaviour {
    return new Behaviour(usualMillis, () => 0.5);
  }

  /** A resource whose runs differ, depending only on its name and the seed. */
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

  /** Whether an event of this probability happens. A number is always drawn, so that another probability changes nothing else. */
  public chance(probability: number): boolean {
    return this.random() < probability;
  }
}

/** The usual duration as a share of the limit of a run and of the time between two runs: well below both. */
const USUAL_SHARE = 0.15;
const SHORTEST = 50;
/** The limit of a machine that has none of its own. */
const UNKNOWN_LIMIT_SECONDS = 30 * 60;

/** What a usual duration is computed from. */
interface Habits {
  readonly account: Account;
  readonly from: Instant;
  /**
   * The longest time that a run of a resource should take, in seconds by ARN, where the expectation allows less than the
   * resource's own limit.
   */
  readonly limits?: ReadonlyMap<string, number>;
}

/** How long a run of a resource usually takes, in milliseconds. */
export function usualDuration(habits: Habits, model: FunctionModel | StateMachineModel): number {
  const limit = Math.min(model.timeoutSeconds ?? Infinity, habits.limits?.get(model.arn) ?? Infinity);
  const longest = SECOND * (limit === Infinity ? UNKNOWN_LIMIT_SECONDS : limit);
  return Math.max(SHORTEST, Math.round(USUAL_SHARE * Math.min(longest, shortestInterval(habits, model.arn))));
}

/** The shortest time between two starts of a resource by its schedules, in milliseconds; infinite when no schedule starts it. */
function shortestInterval({ account, from }: Habits, arn: string): number {
  const intervals = account.schedules
    .filter(({ targetArns }) => targetArns.some((target) => targetOf(account, target)?.model.arn === arn))
    .map(({ expression, timeZone, start }) => parseSchedule(expression, { timeZone, anchor: start ?? from }).shortestInterval(from, 20));
  return Math.min(Infinity, ...intervals.filter((interval) => interval !== undefined));
}
